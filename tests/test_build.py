"""From files to the site: whole, the same again, and never half."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from generator.build import Options, build, compose
from generator.errors import ContentError, UsageError, problem
from tests.archives import FILES, SETTINGS, tree, write


def command(
    root: Path, *arguments: str, given: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`onrecord` in a process of its own; `given` is its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=root,
        env={**os.environ, **environment},
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_build_makes_every_kind_of_page_and_file(tmp_path: Path) -> None:
    build(write(tmp_path))
    assert {
        "index.html",
        "404.html",
        "about.html",
        "transcripts/index.html",
        "transcripts/bridge-toll.html",
        "transcripts/bridge-toll.json",
        "transcripts/bridge-toll.txt",
        "transcripts/bridge-toll.md",
        "transcripts/orchard-talk.html",
        "speakers/index.html",
        "speakers/mara-lind.html",
        "speakers/ada-brook.html",
        "topics/index.html",
        "topics/bridge-toll.html",
        "series/river-voices.html",
        "organisations/norhaven-herald.html",
        "notes/index.html",
        "feed.xml",
        "sitemap.xml",
        "robots.txt",
        ".nojekyll",
        "static/onrecord.css",
    } <= tree(tmp_path / "site").keys()


def test_a_build_in_the_same_process_sees_changed_templates_and_settings(tmp_path: Path) -> None:
    build(write(tmp_path))
    footer = '{% extends "onrecord/base.html" %}{% block footer %}Ours: {{ site.author }}{% endblock %}'
    write(tmp_path, {"templates/base.html": footer, "onrecord.toml": FILES["onrecord.toml"] + 'author = "R. Vale"\n'})
    build(tmp_path)
    assert b"Ours: R. Vale" in tree(tmp_path / "site")["index.html"]


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    build(write(tmp_path))
    report = build(tmp_path)
    assert (report.applied.written, report.applied.removed) == ((), ())


def test_the_record_tells_who_said_what(tmp_path: Path) -> None:
    build(write(tmp_path))
    record = msgspec.json.decode((tmp_path / "site/transcripts/bridge-toll.json").read_bytes())
    turns = [item for item in record["items"] if item["type"] == "turn"]
    assert [(turn["id"], turn["speaker"], turn["label"]) for turn in turns] == [
        ("mara-lind-1", "mara-lind", None),
        ("exemptions", "otto-reyes", "Otto Reyes, Norhaven Herald"),
        ("mara-lind-2", "mara-lind", "Warden"),
    ]
    assert turns[0]["paragraphs"] == [
        "Good morning. The toll pays for the two new piers and for nothing else.",
        "It begins in May. See the orchard talk.",
    ]
    assert turns[2]["start"] == 65
    assert record["exchanges"][0]["answers"] == ["mara-lind-2"]
    assert record["notes"][0]["targets"][0]["quote"] == "the two new piers"


def test_a_renamed_transcript_does_not_stay_published(tmp_path: Path) -> None:
    build(write(tmp_path))
    text = tmp_path / "content/transcripts/orchard-talk.md"
    text.rename(text.with_name("orchard.md"))
    (tmp_path / "content/transcripts/orchard-talk.notes.yaml").unlink()
    build(tmp_path)
    names = tree(tmp_path / "site/transcripts").keys()
    assert "orchard.html" in names
    assert not any(name.startswith("orchard-talk") for name in names)


def test_a_build_with_errors_leaves_the_last_good_site(tmp_path: Path) -> None:
    build(write(tmp_path))
    before = tree(tmp_path / "site")
    write(
        tmp_path,
        {"content/transcripts/broken.md": "---\ntitle: [\n---\n", "content/transcripts/new.md": "**A B:** Hi."},
    )
    with pytest.raises(ContentError):
        build(tmp_path)
    assert tree(tmp_path / "site") == before


def test_strict_stops_at_warnings_before_anything_is_written(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "content/transcripts/new.md": "**Ada Brook:** See [[nowhere]]."})
    with pytest.raises(ContentError):
        build(tmp_path, Options(strict=True))
    assert not (tmp_path / "site").exists()
    assert any(p.code == "dead-reference" for p in build(tmp_path).problems)


def test_all_problems_are_shown_in_one_run(tmp_path: Path) -> None:
    files = {f"content/transcripts/{name}.md": f"---\ntitel: {name}\n---\n\n**A B:** Hi.[^x]\n" for name in "abc"}
    with pytest.raises(ContentError) as caught:
        build(write(tmp_path, {**FILES, **files}))
    places = {p.place.path for p in caught.value.problems if p.place}
    assert places == set(files)
    assert {p.code for p in caught.value.problems} >= {"unknown-key", "undefined-note"}


def test_drafts_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "content/transcripts/draft.md": "---\ndraft: true\n---\n\n**Ada Brook:** Not yet."})
    assert "transcripts/draft.html" not in compose(tmp_path).pages
    assert "transcripts/draft.html" in compose(tmp_path, Options(drafts=True)).pages


def test_a_withdrawn_transcript_keeps_its_place_and_loses_its_words(tmp_path: Path) -> None:
    files = {
        **FILES,
        "content/transcripts/orchard-talk.md": FILES["content/transcripts/orchard-talk.md"].replace(
            "kind:", "withdrawn: 2031-01-01\nkind:"
        ),
    }
    build(write(tmp_path, files))
    site = tree(tmp_path / "site")
    assert "transcripts/orchard-talk.html" in site
    assert [path for path, data in site.items() if b"brother was born" in data] == []


@pytest.mark.parametrize("folder", ["content", "content/site", ".", "templates", ".."])
def test_output_over_the_sources_is_refused(tmp_path: Path, folder: str) -> None:
    root = write(tmp_path / "archive")
    before = tree(root)
    with pytest.raises(UsageError, match="--output"):
        build(root, Options(output=folder))
    assert tree(root) == before


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the hash seed, the time zone, the locale and the number of workers."""
    files = dict(FILES)
    for number in range(70):  # enough for several workers to take part
        files[f"content/transcripts/talk-{number}.md"] = FILES["content/transcripts/orchard-talk.md"].replace(
            "2029-10", f"20{10 + number % 20}-0{1 + number % 9}-11"
        )
    write(tmp_path, files)
    one = command(tmp_path, "build", "--output", "one", "--jobs", "1", PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C")
    two = command(tmp_path, "build", "--output", "two", "--jobs", "3", PYTHONHASHSEED="7", TZ="America/Lima")
    assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stderr
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_an_incremental_build_equals_a_clean_one(tmp_path: Path) -> None:
    build(write(tmp_path))
    text = tmp_path / "content/transcripts/bridge-toll.md"
    text.write_text(text.read_text("utf-8").replace("Nobody on foot", "No walker"), "utf-8")
    write(tmp_path, {"content/topics.yaml": FILES["content/topics.yaml"].replace("Orchards", "Apple orchards")})
    build(tmp_path)
    build(tmp_path, Options(output="clean"))
    assert tree(tmp_path / "site") == tree(tmp_path / "clean")


def test_files_of_the_site_that_belong_to_others_survive(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "site/.gitignore": "*\n"})
    build(tmp_path)
    assert (tmp_path / "site/.gitignore").read_text("utf-8") == "*\n"


def test_what_only_the_archive_sees_is_told_with_line_and_column(tmp_path: Path) -> None:
    files = {
        "onrecord.toml": "",
        "content/people.yaml": "ann:\n  name: Ann\nbea:\n  name: Bea\n  also: Ann\n",
        "content/transcripts/a.md": "**Bea:** {#x} So.\n\nAs I said [[b#y|there]].\n\n**Bob:** {.question #x by=zed}\n",
        "content/transcripts/c.txt": "Talk\n\nCy: So.\n\nAnn: So.\n\nCy: So.\n",
    }
    found = [p.place for p in compose(write(tmp_path, files)).problems if p.place]
    assert [(p.path[-4:], p.line, p.column, p.words) for p in found] == [
        ("a.md", 3, 11, "[[b#y"),
        ("a.md", 5, 21, "#x"),
        ("a.md", 5, 27, "zed"),
        (".txt", 5, 1, "Ann"),
    ]


def test_what_a_worker_finds_wrong_comes_through_whole() -> None:
    error = ContentError([problem("template-missing", name="x.html", url="a.html")])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (again.problems, str(again)) == (error.problems, str(error))


def test_a_file_that_the_settings_name_and_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    theme = '[theme]\nlogo = "logo.svg"\nbook = ["fonts/a.woff2", "Georgia"]\n'
    write(tmp_path, {**FILES, "onrecord.toml": SETTINGS + theme, "static/log.svg": "<svg/>"})
    logo, font = compose(tmp_path).problems
    assert (logo.code, font.code) == ("static-missing", "static-missing")
    assert logo.place is not None
    assert (logo.place.line, logo.place.excerpt) == (5, 'logo = "logo.svg"')
    assert "static/log.svg" in logo.hint
    write(tmp_path, {"static/logo.svg": "<svg/>", "static/fonts/a.woff2": ""})
    assert compose(tmp_path).problems == ()
