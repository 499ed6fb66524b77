"""`onrecord import`: into the archive, never over anything."""

import gc
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest

from generator import native, sources
from generator.build import compose
from generator.errors import UsageError
from generator.importing import Run, inputs
from generator.model import Turn
from generator.sources import Source
from tests.archives import write

TALK = "A talk\n\n1 May 2030\n\nADA BROOK: Good morning.\n\nOTTO REYES: Good morning to you.\n"
TARGET = "content/transcripts/2030-05-01-a-talk.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, {"onrecord.toml": 'title = "T"\n', "talk.txt": TALK})


def bring(root: Path, *names: str, **options: object) -> list[tuple[str, str | None]]:
    run = Run(root, **options)  # type: ignore[arg-type]
    return [(one.status, one.target) for one in run.imported(inputs(str(root / name) for name in names))]


def test_a_file_is_written_in_the_native_format_and_the_original_stays(root: Path) -> None:
    assert bring(root, "talk.txt") == [("written", TARGET)]
    reading = native.read((root / TARGET).read_bytes(), TARGET)
    assert reading.transcript.meta.title == "A talk"
    assert reading.problems == ()
    assert (root / "talk.txt").exists()


def test_what_is_imported_already_is_skipped_whatever_its_name(root: Path) -> None:
    bring(root, "talk.txt")
    before = (root / TARGET).read_bytes()
    write(root, {"copy.txt": TALK})
    assert bring(root, "talk.txt", "copy.txt") == [("skipped", TARGET), ("skipped", TARGET)]
    assert (root / TARGET).read_bytes() == before


def test_another_file_of_that_name_is_never_overwritten(root: Path) -> None:
    write(root, {TARGET: "mine"})
    assert bring(root, "talk.txt") == [("skipped", TARGET)]
    assert bring(root, "talk.txt", update=True) == [("refused", TARGET)]
    assert (root / TARGET).read_text("utf-8") == "mine"


def test_update_imports_again_what_was_not_edited(root: Path) -> None:
    bring(root, "talk.txt")
    write(root, {"talk.txt": TALK.replace("Good morning to you", "Good evening")})
    assert bring(root, "talk.txt", update=True) == [("updated", TARGET)]
    assert "Good evening" in (root / TARGET).read_text("utf-8")


def test_an_original_in_content_moves_to_sources(root: Path) -> None:
    write(root, {"content/transcripts/raw.txt": TALK, "sources/raw.txt": "another"})
    assert bring(root, "content/transcripts/raw.txt") == [("written", "content/transcripts/raw.md")]
    assert not (root / "content/transcripts/raw.txt").exists()
    assert (root / "sources/raw-2.txt").read_text("utf-8") == TALK


def test_a_dry_run_writes_nothing(root: Path) -> None:
    assert bring(root, "talk.txt", dry_run=True) == [("would write", TARGET)]
    assert not (root / "content").exists()


def test_labels_can_be_explained(root: Path) -> None:
    bring(root, "talk.txt", names={"OTTO REYES": "Otto A. Reyes"})
    speakers = native.read((root / TARGET).read_bytes(), TARGET).transcript.meta.speakers
    assert ("Otto A. Reyes", ("OTTO REYES",)) in [(s.name, s.labels) for s in speakers]


def test_into_names_a_folder_below_the_transcripts(root: Path) -> None:
    assert bring(root, "talk.txt", into=Path("talks")) == [
        ("written", "content/transcripts/talks/2030-05-01-a-talk.md")
    ]
    with pytest.raises(UsageError):
        bring(root, "talk.txt", into=Path("../../elsewhere"))


def test_one_bad_file_does_not_keep_the_others_out(root: Path) -> None:
    write(root, {"bad.txt": b"\x89PNG\r\n\x1a\n\0\0\0\xff\xfe"})
    assert [status for status, _ in bring(root, "bad.txt", "missing.txt", "talk.txt")] == [
        "refused",
        "refused",
        "written",
    ]


def test_outside_an_archive_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        Run(None)
    assert "onrecord init" in caught.value.hint


def test_names_in_capitals_are_declared_as_one_writes_them(root: Path) -> None:
    bring(root, "talk.txt")
    transcript = native.read((root / TARGET).read_bytes(), TARGET).transcript
    assert [(one.name, one.labels) for one in transcript.meta.speakers] == [
        ("Ada Brook", ("ADA BROOK",)),
        ("Otto Reyes", ("OTTO REYES",)),
    ]
    assert [item.label for item in transcript.items if isinstance(item, Turn)] == ["ADA BROOK", "OTTO REYES"]


def test_a_folder_is_all_the_files_in_it(root: Path) -> None:
    write(
        root,
        {
            "in/talk.txt": TALK,
            "in/deep/other.txt": TALK.replace("talk", "word"),
            "in/.DS_Store": b"\0",
            "in/~$a.docx": b"",
        },
    )
    assert [Path(one.name).name for one in inputs([str(root / "talk.txt"), str(root / "in")])] == [
        "talk.txt",
        "other.txt",
        "talk.txt",
    ]
    (root / "empty").mkdir()
    with pytest.raises(UsageError, match="no files"):
        inputs([str(root / "empty")])


def test_another_transcript_of_the_same_title_and_date_gets_a_number(root: Path) -> None:
    other = TALK.replace("Good morning.", "Good evening.")
    write(
        root, {"b.txt": other, "deep/talk.txt": other.replace("evening", "night"), "c #.txt": other + "\nOTTO: So.\n"}
    )
    two, three, four = (TARGET.replace(".md", f"-{number}.md") for number in (2, 3, 4))
    assert bring(root, "talk.txt", "b.txt", "deep/talk.txt") == [
        ("written", TARGET),
        ("written", two),
        ("written", three),
    ]
    assert bring(root, "c #.txt", update=True) == [("written", four)]
    assert bring(root, "talk.txt", "b.txt", "deep/talk.txt", "c #.txt") == [
        ("skipped", target) for target in (TARGET, two, three, four)
    ]


def test_what_lies_among_the_transcripts_keeps_its_name_its_facts_and_its_notes(root: Path) -> None:
    folder = "content/transcripts/tapes"
    facts = 'title: "Tape 12: a talk"\ndate: 1991\nspeakers:\n  - {name: Ada B. Brook, label: ADA BROOK}\n'
    write(root, {f"{folder}/tape 12.txt": TALK, f"{folder}/tape 12.meta.yaml": facts})
    write(root, {f"{folder}/tape 12.notes.yaml": "- quote: Good morning to you.\n  body: So.\n"})
    as_it_is = compose(root)
    assert bring(root, f"{folder}/tape 12.txt") == [("written", f"{folder}/tape 12.md")]
    imported = compose(root)
    assert as_it_is.problems == imported.problems == ()
    assert as_it_is.render("transcripts/tape-12.txt") == imported.render("transcripts/tape-12.txt")
    text = imported.render("transcripts/tape-12.txt")
    assert all(words in text for words in (b"Tape 12: a talk", b"Ada B. Brook: Good", b"Otto Reyes: Good"))
    assert sorted(path.name for path in (root / "sources").iterdir()) == ["tape 12.meta.yaml", "tape 12.txt"]


def test_who_was_declared_beside_a_file_keeps_what_else_was_understood_of_them(root: Path) -> None:
    asked = "Otto Reyes, Herald\nSo?\n\nHarbour Master\nYes.\n\n"
    text = f"A talk\n\nby Harbour Master Ada Brook\n\nGood morning.\n\n{asked}{asked}"
    write(root, {"content/transcripts/a.txt": text, "content/transcripts/a.meta.yaml": "speakers: [Ada Brook]\n"})
    assert compose(root).render("transcripts/a.txt").count(b"Ada Brook: ") == 3


def test_update_tells_files_of_one_name_apart_by_their_folder(root: Path) -> None:
    write(root, {"a/talk.txt": TALK, "b/talk.txt": TALK.replace("to you", "to all")})
    other = TARGET.replace(".md", "-2.md")
    assert bring(root, "a/talk.txt") == [("written", TARGET)]
    before = (root / TARGET).read_bytes()
    assert bring(root, "b/talk.txt", update=True) == [("written", other)]
    assert (root / TARGET).read_bytes() == before
    write(root, {"b/talk.txt": TALK.replace("to you", "to everybody")})
    assert bring(root, "b/talk.txt") == [("skipped", other)]
    assert bring(root, "b/talk.txt", update=True) == [("updated", other)]


def test_an_original_that_was_put_away_updates_its_transcript(root: Path) -> None:
    write(root, {"content/transcripts/raw.txt": TALK, "sources/raw.txt": "another"})
    bring(root, "content/transcripts/raw.txt")
    write(root, {"sources/raw-2.txt": TALK.replace("to you", "to all")})
    assert bring(root, "sources/raw-2.txt", update=True) == [("updated", "content/transcripts/raw.md")]


def test_into_moves_what_lies_among_the_transcripts_with_its_notes(root: Path) -> None:
    folder = "content/transcripts"
    write(root, {f"{folder}/raw.txt": TALK, f"{folder}/raw.notes.yaml": "- quote: Good morning to you.\n  body: So.\n"})
    assert bring(root, f"{folder}/raw.txt", into=Path("talks")) == [("written", f"{folder}/talks/raw.md")]
    assert sorted(path.name for path in (root / folder).rglob("*.*")) == ["raw.md", "raw.notes.yaml"]
    assert compose(root).problems == ()


CAPTIONS = "00:01.000 --> 00:02.000\n<v SPEAKER_00>Hello there\n\n00:03.000 --> 00:04.000\n<v SPEAKER_01>Yes\n"
SEGMENTS = '{"speaker": "SPEAKER_00", "start": 0, "end": 1, "text": "Hello there"}'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "SPEAKER_00: Hello there.\n\nSPEAKER_01: Yes.\n\nSPEAKER_00: So.\n"),
        ("a.markdown", "**SPEAKER_00:** Hello there.\n\n**SPEAKER_01:** Yes.\n\n**SPEAKER_00:** So.\n"),
        ("a.html", "<p><b>SPEAKER_00:</b> Hello there.</p><p><b>SPEAKER_01:</b> Yes.</p><p><b>SPEAKER_00:</b> So.</p>"),
        ("a.vtt", f"WEBVTT\n\n{CAPTIONS}"),
        ("a.json", f'{{"segments": [{SEGMENTS}, {SEGMENTS.replace("_00", "_01")}]}}'),
    ],
)
def test_a_label_can_be_explained_whatever_the_format(root: Path, name: str, text: str) -> None:
    write(root, {name: text})
    run = Run(root, names={"speaker_00": "Ada Brook", "SPEAKER_01": "Otto Reyes"})
    (done,) = run.imported(inputs([str(root / name)]))
    assert run.problems == ()
    path = str(done.target)
    speakers = compose(root).archive.people
    assert {person.id for person in speakers} == {"ada-brook", "otto-reyes"}
    labels = [i.label for i in native.read((root / path).read_bytes(), path).transcript.items if isinstance(i, Turn)]
    assert labels[:2] == ["SPEAKER_00", "SPEAKER_01"]


def test_two_labels_may_be_one_person(root: Path) -> None:
    bring(root, "talk.txt", names={"ADA BROOK": "Ada Brook", "OTTO REYES": "Ada Brook"})
    (speaker,) = native.read((root / TARGET).read_bytes(), TARGET).transcript.meta.speakers
    assert (speaker.name, set(speaker.labels)) == ("Ada Brook", {"ADA BROOK", "OTTO REYES"})


def test_memory_does_not_grow_with_the_number_of_files(root: Path) -> None:
    words = "and so it went on " * 2000
    for number in range(40):
        write(root, {f"in/talk-{number:02}-of-many.txt": f"ADA BROOK: {words}{number}.\n\nOTTO REYES: {words}\n"})
    run = Run(root)
    given = inputs([str(root / "in")])
    held = []
    tracemalloc.start()
    for number, one in enumerate(given, 1):
        list(run.imported([one]))
        if number % 10 == 0:
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    # What is kept of each file is kept of every ten; when Python itself takes room, as for its names, it does so once.
    assert min(after - before for before, after in pairwise(held)) < len(words)  # ten files have twenty times as much


def test_the_archives_own_transcripts_are_not_imported_again(root: Path) -> None:
    bring(root, "talk.txt")
    assert bring(root, "content/transcripts") == [("skipped", None)]


@pytest.mark.parametrize("beside", ["t.meta.yaml", "_defaults.yaml"])
def test_the_columns_of_a_table_may_be_named_beside_it(root: Path, beside: str) -> None:
    table = "A,B\nAda Brook,The ice held through the winter.\nOtto Lind,When?\nAda Brook,In March.\n"
    named = "columns: {speaker: A, text: B}\n"
    write(root, {"t.csv": table, beside: named, f"content/transcripts/{beside}": named})
    write(root, {"content/transcripts/t.csv": table})
    ((_, target),) = bring(root, "t.csv", into=root / "content/transcripts/two")
    made = native.read((root / str(target)).read_bytes(), "x.md").transcript
    place = f"content/transcripts/{beside}"
    beside_it = beside == "t.meta.yaml"
    source = Source("content/transcripts/t.csv", place if beside_it else None, defaults=() if beside_it else (place,))
    read = sources.read(source, lambda path: (root / path).read_bytes()).reading.transcript
    for transcript in (made, read):
        labels = [item.label for item in transcript.items if isinstance(item, Turn)]
        assert labels == ["Ada Brook", "Otto Lind", "Ada Brook"]
        assert transcript.meta.columns == ()
