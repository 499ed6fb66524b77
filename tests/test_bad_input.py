"""What goes wrong in real archives: each is a clear problem or is handled; never a traceback, never half a site."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import build, compose
from generator.errors import ContentError, Problem, Severity
from tests.archives import FILES, ORCHARD, tree, write

X = "content/transcripts/x.md"
TALK = "---\ntitle: X\n---\n\n**Ada Brook:** Hello.\n"


def problems_of(root: Path, files: dict[str, str | bytes]) -> tuple[Problem, ...]:
    """The problems of the good archive with these files added."""
    return compose(write(root, {**FILES, **files})).problems


@pytest.mark.parametrize(
    ("files", "code", "place"),
    [
        ({X: TALK.replace("title: X", "title: [X")}, "bad-yaml", (X, 2)),
        ({X: TALK.replace("title: X", "title: A talk: part two")}, "unquoted-colon", (X, 2)),
        ({X: TALK.replace("title:", "titel:")}, "unknown-key", (X, 2)),
        ({X: TALK.replace("title: X", "title: X\ntitle: Y")}, "duplicate-key", (X, 3)),
        ({X: TALK.replace("title: X", "date: 2031-02-30")}, "bad-date", (X, 2)),
        ({X: TALK.replace("title: X", "source: javascript:alert(1)")}, "unsafe-url", (X, 2)),
        ({X: TALK.replace("**Ada Brook:** ", "")}, "text-without-speaker", (X, 5)),
        ({X: TALK + "\nMore.[^a]\n"}, "undefined-note", (X, 7)),
        ({X: TALK + "\n[^a]: Never used.\n"}, "unused-note", (X, 7)),
        ({X: TALK.replace("Hello.", "Hello.[^a]") + "\n[^a]: One.\n\n[^a]: Two.\n"}, "duplicate-note", (X, 9)),
        ({X: TALK + "\n**Ada Brook:** {#a} One.\n\n**Ada Brook:** {#a} Two.\n"}, "duplicate-anchor", (X, 9)),
        ({X: TALK + "\nSee [[nowhere]].\n"}, "dead-reference", (X, 7)),
        ({X: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\xff\xfe\0\0"}, "not-text", (X, 0)),
        ({"onrecord.toml": 'titel = "X"\n'}, "unknown-key", ("onrecord.toml", 1)),
        ({"onrecord.toml": "title = \n"}, "bad-toml", ("onrecord.toml", 1)),
        ({"content/people.yaml": "ada: [\n"}, "bad-yaml", ("content/people.yaml", 1)),
        ({"content/transcripts/y.notes.yaml": "- quote: lost\n  body: x\n"}, "nothing-beside", None),
        ({"content/transcripts/y.words.json": "[]"}, "nothing-beside", None),
        ({"content/transcripts/orchard-talk.notes.yaml": "- quote: not there\n  body: x\n"}, "orphaned-note", None),
        ({"content/transcripts/sub/orchard-talk.md": ORCHARD}, "duplicate-id", None),
        ({"content/transcripts/sub/Orchard-Talk.md": ORCHARD}, "duplicate-id", None),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_mistake_gets_a_problem_with_its_place_and_a_hint(
    tmp_path: Path, files: dict[str, str | bytes], code: str, place: tuple[str, int] | None
) -> None:
    found = [p for p in problems_of(tmp_path, files) if p.code == code]
    assert found, [p.code for p in compose(tmp_path).problems]
    assert found[0].hint
    assert found[0].place is not None
    if place:
        assert (found[0].place.path, found[0].place.line) == place
    if found[0].place.line:
        assert found[0].place.excerpt


def test_two_people_with_one_label_are_an_error_not_a_guess(tmp_path: Path) -> None:
    people = "anna-weir:\n  name: Anna Weir\n  also: [Weir]\nbela-weir:\n  name: Bela Weir\n  also: [Weir]\n"
    found = problems_of(tmp_path, {"content/people.yaml": people, X: TALK.replace("Ada Brook", "Weir")})
    (problem,) = (p for p in found if p.code == "ambiguous-person")
    assert "Anna Weir" in problem.message
    assert "Bela Weir" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xef\xbb\xbf" + TALK.encode(),
        TALK.replace("\n", "\r\n").encode(),
        TALK.replace("\n", "\r").encode(),
        TALK.replace("Hello", "He\0llo").encode(),
        TALK.encode("utf-16"),
        TALK.replace("Hello", "Caf\xe9").encode("cp1252"),
        TALK.encode() + b"\xff\xfe stray bytes \x80",
        TALK.replace("Hello", "word " * 2_000_000).encode(),
        TALK.replace("Hello", "[" * 200_000).encode(),
        TALK.replace("Hello", "*a_" * 100_000).encode(),
        TALK.replace("Hello", "==" * 100_000).encode(),
        TALK.replace("title: X", "extra: " + "{a: " * 5_000).encode(),
        TALK.replace("title: X", "extra: &a [" + "*a, " * 50).encode(),
        b"---\n" * 1000,
        b"**:**" * 1000,
    ],
    ids=range(16),
)
def test_any_file_is_read_in_reasonable_time_or_is_a_problem(tmp_path: Path, text: bytes) -> None:
    for problem in problems_of(tmp_path, {X: text}):
        assert problem.message


@pytest.mark.parametrize(
    "name",
    [
        "..md",
        "CON.md",
        "index.md",
        "x" * 200 + ".md",
        "ünïcödé ñame.md",
        "中文.md",
        "a.b.c.md",
        "-.md",
        "%2e%2e.md",
        "a'b\"c.md",
    ],
)
def test_unusual_names_make_safe_addresses(tmp_path: Path, name: str) -> None:
    write(tmp_path, {**FILES, f"content/transcripts/{name}": TALK})
    build(tmp_path)
    site = tmp_path / "site"
    assert all(path.resolve().is_relative_to(site) for path in site.rglob("*"))
    assert (site / "transcripts/index.html").read_bytes().count(b"<h1") == 1


@pytest.mark.parametrize(
    "name",
    [
        *(".DS_Store", "~$talk.docx", "talk.md~", ".talk.md.swp", "4913", "#talk.md#", ".#talk.md", "talk.md.orig"),
        *("talk.md___jb_tmp___", "talk.md___jb_old___", "talk.swo", "talk.md.kate-swp", "talk.md.crswap", "talk.bak"),
    ],
)
def test_files_left_by_editors_and_systems_are_passed_over(tmp_path: Path, name: str) -> None:
    assert problems_of(tmp_path, {f"content/transcripts/{name}": b"\0\1\2"}) == problems_of(tmp_path, {})


def test_a_link_out_of_the_content_is_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path / "outside", {"secret.md": TALK.replace("Hello", "A secret")})
    root = write(tmp_path / "archive")
    (root / "content/transcripts/leak.md").symlink_to(secret / "secret.md")
    (root / "content/transcripts/folder").symlink_to(secret)
    report = build(root)
    assert [p.code for p in report.problems].count("outside-archive") == 2
    assert not any(b"A secret" in data for data in tree(root / "site").values())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/transcripts/_defaults.yaml", "place: A secret\n"),
        ("content/transcripts/orchard-talk.meta.yaml", "place: A secret\n"),
        ("content/transcripts/bridge-toll.notes.yaml", "- quote: Good morning\n  body: A secret\n"),
        ("content/people.yaml", "ada-brook:\n  name: Ada Brook\n  description: A secret\n"),
        ("content/topics.yaml", "orchards:\n  name: A secret\n"),
        ("content/series.yaml", "river-voices:\n  name: River voices\n  description: A secret\n"),
        ("content/pages/leak.md", "A secret\n"),
    ],
)
def test_nothing_beside_a_transcript_is_read_through_a_link_out(tmp_path: Path, path: str, text: str) -> None:
    secret = write(tmp_path / "outside", {"secret": text})
    root = write(tmp_path / "archive")
    (root / path).unlink(missing_ok=True)
    (root / path).symlink_to(secret / "secret")
    report = build(root)
    assert [p.place.path for p in report.problems if p.code == "outside-archive" and p.place] == [path]
    assert not any(b"A secret" in data for data in tree(root / "site").values())


@pytest.mark.parametrize("ending", [".md", ".txt"])
def test_the_longest_names_are_handled(tmp_path: Path, ending: str) -> None:
    root = write(tmp_path)
    try:
        (root / "content/transcripts" / ("x" * (255 - len(ending)) + ending)).write_text(TALK, "utf-8")
    except OSError:
        pytest.skip("such a name cannot exist here")
    assert build(root).transcripts == 3


def test_a_link_that_leads_in_a_circle_does_not_stall(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "content/transcripts/round").symlink_to(tmp_path / "content/transcripts")
    (tmp_path / "content/transcripts/self.md").symlink_to(tmp_path / "content/transcripts/self.md")
    assert len(build(tmp_path).applied.written) > 10


def test_an_empty_archive_is_a_site(tmp_path: Path) -> None:
    report = build(write(tmp_path, {"onrecord.toml": 'title = "Empty"\n'}))
    assert report.transcripts == 0
    assert (tmp_path / "site/index.html").exists()


def test_a_file_in_the_place_of_the_content_folder_is_handled(tmp_path: Path) -> None:
    assert build(write(tmp_path, {"onrecord.toml": 'title = "Odd"\n', "content": "a file"})).transcripts == 0


@pytest.mark.skipif(os.name == "nt", reason="these names cannot exist there")
def test_names_that_are_not_unicode_are_handled(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "content/transcripts" / os.fsdecode(b"caf\xe9.md")).write_text(TALK, "utf-8")
    build(tmp_path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_no_file_at_all_makes_a_traceback(tmp_path: Path, data: bytes) -> None:
    for problem in problems_of(tmp_path, {X: data, "content/transcripts/y.txt": data}):
        assert problem.severity in Severity


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(("content/people.yaml", "content/topics.yaml", "content/series.yaml", "onrecord.toml")),
    st.text(alphabet="ab:-[]{}#&*!|>'\"%@` \n\t.0é", max_size=80),
)
def test_no_registry_at_all_makes_a_traceback(tmp_path: Path, path: str, text: str) -> None:
    try:
        problems_of(tmp_path, {path: text})
    except ContentError as error:
        assert error.problems
