"""The command as people type it: exit codes, what goes where, hints."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.archives import FILES, tree, write
from tests.test_build import command


def test_build_says_what_it_did(tmp_path: Path) -> None:
    done = command(write(tmp_path), "build")
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 transcripts, 5 turns" in done.stderr
    assert "New person: Otto Reyes" in done.stderr
    assert "nothing to write" in command(tmp_path, "build").stderr


def test_new_people_are_told_of_until_they_have_an_entry(tmp_path: Path) -> None:
    told = command(write(tmp_path), "build").stderr
    assert "New person: Ada Brook" in told
    assert told.count("has an entry in content/people.yaml") == 1
    entries = FILES["content/people.yaml"] + "ada-brook: {name: Ada Brook}\notto-reyes: {name: Otto Reyes}\n"
    told = command(write(tmp_path, {"content/people.yaml": entries}), "build").stderr
    assert "New person" not in told
    assert "people.yaml" not in told


def test_commands_find_the_archive_above(tmp_path: Path) -> None:
    write(tmp_path)
    assert command(tmp_path / "content/transcripts", "build").returncode == 0
    assert (tmp_path / "site/index.html").exists()


def test_output_is_relative_to_where_one_stands(tmp_path: Path) -> None:
    write(tmp_path / "archive")
    assert command(tmp_path, "build", "archive", "--output", "out").returncode == 0
    assert (tmp_path / "out/index.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build"], "onrecord init"),
        (["check", "nowhere"], "no folder"),
        (["biuld"], "onrecord build"),
        (["server"], "onrecord serve"),
        (["new"], "onrecord init"),
        (["clean"], "nothing to clean"),
        (["build", "--otput", "x"], "--output"),
        (["import"], "FILE"),
        (["import", "--speaker", "Q", "x.txt"], "LABEL=NAME"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_to_do(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = command(tmp_path, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("option", "value"), [("--base-url", "site"), ("--output", "content/site"), ("--output", ".")])
def test_wrong_options_are_not_blamed_on_the_settings(tmp_path: Path, option: str, value: str) -> None:
    done = command(write(tmp_path), "build", option, value)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{option}: ")
    assert "onrecord.toml" not in done.stderr


def test_problems_name_file_line_and_column_with_a_caret_and_a_hint(tmp_path: Path) -> None:
    done = command(
        write(tmp_path, {**FILES, "content/transcripts/x.md": "---\ntitel: X\n---\n\n**A B:** Hi.\n"}), "build"
    )
    assert done.returncode == 1
    for part in ("content/transcripts/x.md:2:1", "│ titel: X", "│ ^~~~~", "title", "Nothing was written"):
        assert part in done.stderr


def test_problems_are_annotations_on_github(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "content/transcripts/x.md": "---\ntitel: X\n---\n\n**A B:** Hi.\n"})
    done = command(tmp_path, "build", GITHUB_ACTIONS="true")
    assert "::error file=content/transcripts/x.md,line=2,col=1::" in done.stderr


def test_import_as_json_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"talk.txt": "A talk\n\nADA BROOK: Good morning.\n\nOTTO REYES: Good morning to you.\n"})
    before = tree(tmp_path)
    done = command(tmp_path, "import", "talk.txt", "--json")
    assert done.returncode == 0, done.stderr
    record = msgspec.json.decode(done.stdout)
    assert [i["label"] for i in record["items"] if i["type"] == "turn"] == ["ADA BROOK", "OTTO REYES"]
    assert tree(tmp_path) == before


def test_import_explains_each_line(tmp_path: Path) -> None:
    write(tmp_path, {"talk.txt": "A talk\n\nADA BROOK: Good morning.\n\nOTTO REYES: Good morning to you.\n"})
    done = command(tmp_path, "import", "talk.txt", "--explain")
    assert done.returncode == 0, done.stderr
    assert "Good morning." in done.stdout


def test_import_then_build(tmp_path: Path) -> None:
    write(tmp_path)
    text = "A talk\n\n1 May 2030\n\nADA BROOK: Good morning.\n\nOTTO REYES: Good morning to you.\n"
    write(tmp_path, {"talk.txt": text})
    done = command(tmp_path, "import", "talk.txt")
    assert done.returncode == 0, done.stderr
    assert command(tmp_path, "build").returncode == 0
    (page,) = (path for path in (tmp_path / "site/transcripts").glob("*.html") if path.stem.endswith("-a-talk"))
    assert b"Good morning to you." in page.read_bytes()
    again = command(tmp_path, "import", "talk.txt")
    assert again.returncode == 0
    assert "skipped" in again.stderr


def test_check_reports_content_and_site(tmp_path: Path) -> None:
    assert "in order" in command(write(tmp_path), "check").stderr
    write(tmp_path, {"content/transcripts/y.md": "**Ada Brook:** See [[nowhere]]."})
    done = command(tmp_path, "check", "--json")
    assert [p["code"] for p in msgspec.json.decode(done.stdout)] == ["dead-reference"]


def test_export_prints_a_record(tmp_path: Path) -> None:
    done = command(write(tmp_path), "export", "bridge-toll", "--to", "txt")
    assert "Mara Lind: Good morning." in done.stdout
    assert command(tmp_path, "export", "brigde-toll", "--to", "txt").returncode == 2


def test_captions_need_times(tmp_path: Path) -> None:
    assert command(write(tmp_path), "export", "bridge-toll", "--to", "vtt").stdout.startswith("WEBVTT\n")
    done = command(tmp_path, "export", "orchard-talk", "--to", "vtt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "“orchard-talk” has no times" in done.stderr and "--to json" in done.stderr


def test_a_new_archive_builds_at_once(tmp_path: Path) -> None:
    assert command(tmp_path, "init", "mine", "--title", "Mine").returncode == 0
    done = command(tmp_path / "mine", "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert command(tmp_path, "init", "mine").returncode == 2


def test_a_bug_writes_a_crash_report_and_shows_no_traceback(tmp_path: Path) -> None:
    write(tmp_path, {"generator_breaks.py": "import generator.build\ngenerator.build.build = lambda *_: 1 / 0\n"})
    code = (
        "import generator_breaks; from generator.cli import main; import sys; sys.argv = ['onrecord', 'build']; main()"
    )
    write(tmp_path)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    report = next(word for word in done.stderr.split() if "onrecord-crash-" in word).rstrip(";")
    assert "ZeroDivisionError" in Path(report).read_text("utf-8")


def test_version() -> None:
    assert command(Path(), "--version").stdout.startswith("onrecord ")


def test_import_reads_standard_input(tmp_path: Path) -> None:
    write(tmp_path, {"onrecord.toml": 'title = "T"\n'})
    talk = "A talk\n\n1 May 2030\n\nADA BROOK: Good morning.\n\nOTTO REYES: Good morning to you.\n"
    done = command(tmp_path, "import", "-", "--json", given=talk)
    assert len([i for i in msgspec.json.decode(done.stdout)["items"] if i["type"] == "turn"]) == 2
    assert not (tmp_path / "content").exists()
    assert "Good morning." in command(tmp_path, "import", "-", "--explain", given=talk).stdout
    done = command(tmp_path, "import", "-", "--into", "talks", given=talk)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "content/transcripts/talks/2030-05-01-a-talk.md").exists()
    assert "imported already" in command(tmp_path, "import", "-", given=talk).stderr


@pytest.mark.parametrize(
    ("word", "said"), [("https://example.org/talk.html", "save the page"), ("https://youtu.be/x", "captions")]
)
def test_a_web_address_gets_told_how_to_save_it(tmp_path: Path, word: str, said: str) -> None:
    done = command(tmp_path, "import", word)
    assert done.returncode == 2
    assert said in done.stderr


def test_import_ends_with_a_report_and_proposals_for_people(tmp_path: Path) -> None:
    write(tmp_path, {"onrecord.toml": 'title = "T"\n'})
    write(tmp_path, {"in/2031-05-06 Ferry talk.txt": "Jerod Santo: Hello.\n\nOTTO: Hi.\n\nJerod Santo: Well.\n"})
    caption = "00:05.000 --> 00:06.000\n<v SPEAKER_00>Hello\n\n00:03.000 --> 00:04.000\n<v Jerod Sant>So\n"
    write(tmp_path, {"in/2031-05-07 Quay walk.vtt": f"WEBVTT\n\n{caption}", "in/walk.mp3": "x"})
    done = command(tmp_path, "import", "in", "--speaker", "SPEAKER_00=Ada Brook", "--speaker", "X=Nobody")
    assert done.returncode == 0, done.stderr
    assert "3 turns, 2 speakers, 3 words" in done.stderr
    assert "2 written: 5 turns, 5 words, 4 people" in done.stderr
    assert "The times run backwards here: in/2031-05-07 Quay walk.vtt:" in done.stderr
    assert "“X”" in done.stderr
    assert "also: [Jerod Sant]" in done.stdout
    assert not (tmp_path / "content/people.yaml").exists()
    text = (tmp_path / "content/transcripts/2031-05-07-quay-walk.md").read_text("utf-8")
    assert "date: 2031-05-07" in text
    assert "title: Quay walk" in text
    assert "{name: Ada Brook, label: [SPEAKER_00]}" in text
    assert "Nobody" not in text


def test_import_joins_a_table_and_shows_what_an_update_changed(tmp_path: Path) -> None:
    write(tmp_path, {"onrecord.toml": 'title = "T"\n', "list.csv": "file;title\ntalk;The talk\nx;y\n"})
    write(tmp_path, {"talk.txt": "ADA BROOK: Hello.\n\nOTTO REYES: Hi.\n"})
    done = command(tmp_path, "import", "talk.txt", "--metadata", "list.csv")
    assert "x (line 3)" in done.stderr
    write(tmp_path, {"talk.txt": "ADA BROOK: Hello.\n\nOTTO REYES: Hi.\n\nADA BROOK: Goodbye.\n"})
    done = command(tmp_path, "import", "talk.txt", "--update")
    assert "turns: 1 added" in done.stderr
    assert "+ ADA BROOK: Goodbye." in done.stderr
    assert "title: The talk" in (tmp_path / "content/transcripts/the-talk.md").read_text("utf-8")
