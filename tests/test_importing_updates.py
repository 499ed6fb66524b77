"""`onrecord import --update`: a new version of the text comes in, and what an editor did stays."""

import shutil
from pathlib import Path

import pytest

from generator import native
from generator.build import compose
from generator.importing import Imported, Run, inputs
from generator.model import Turn
from tests.archives import write

TALK = """A talk

1 May 2030

ADA BROOK: Good morning. The ferry leaves at nine from the old landing stage.

OTTO REYES: And who pays for the coal that it burns?

ADA BROOK: Nobody knows that before the winter is over and the books are closed.

OTTO REYES: Thank you.
"""
TARGET = "content/transcripts/2030-05-01-a-talk.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, {"onrecord.toml": 'title = "T"\n', "talk.txt": TALK})
    update(tmp_path)
    return tmp_path


def update(root: Path, text: str | None = None, **options: object) -> Imported:
    if text is not None:
        write(root, {"talk.txt": text})
    run = Run(root, **{"update": True, **options})  # type: ignore[arg-type]
    (done,) = run.imported(inputs([str(root / "talk.txt")]))
    return done


def edit(root: Path, *changes: tuple[str, str]) -> str:
    text = (root / TARGET).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    write(root, {TARGET: text})
    return text


def said(root: Path) -> list[str]:
    reading = native.read((root / TARGET).read_bytes(), TARGET)
    assert [p for p in reading.problems if p.severity == "error"] == []
    return [" ".join(b.text for b in item.blocks) for item in reading.transcript.items if isinstance(item, Turn)]


def text_of(root: Path) -> str:
    return (root / TARGET).read_text("utf-8")


def test_what_is_the_same_is_left_alone(root: Path) -> None:
    before = edit(root, ("title: A talk", "title: A better title # mine"))
    done = update(root)
    assert (done.status, done.reason) == ("skipped", "nothing has changed since")
    assert text_of(root) == before


def test_front_matter_anchors_notes_and_comments_stay_where_the_text_changes(root: Path) -> None:
    edit(
        root,
        ("title: A talk", "# chosen by the editors\ntitle: A better title"),
        ("**OTTO REYES:** And", '**OTTO REYES:** {#coal topics="coal"} And'),
        ("the old landing stage", "==the old landing stage==[^stage]"),
        ("**OTTO REYES:** Thank you.", "<!-- ask him again -->\n\n**OTTO REYES:** Thank you."),
    )
    write(root, {TARGET: text_of(root) + "\n[^stage]: Gone since 2025.\n"})
    done = update(
        root,
        TALK.replace("at nine from", "at ten from").replace("coal that it burns", "coal which it burns")
        + "\nMARA LIND: One more thing.\n",
    )
    assert done.status == "updated"
    assert done.changes is not None
    assert (done.changes.added, done.changes.removed, done.changes.changed, done.changes.kept) == (1, 0, 2, 0)
    assert done.problems == ()
    text = text_of(root)
    assert "# chosen by the editors\ntitle: A better title" in text
    assert "at ten from ==the old landing stage==[^stage]" in text
    assert "{#coal topics=coal} And who pays for the coal which it burns?" in text.replace('"', "")
    assert "<!-- ask him again -->" in text
    assert "[^stage]: Gone since 2025." in text
    assert "**MARA LIND:** One more thing." in text
    assert "name: Mara Lind" in text  # who speaks for the first time is declared
    assert compose(root).problems == ()


def test_a_turn_that_was_edited_here_stays_and_a_conflict_is_told(root: Path) -> None:
    edit(root, ("Nobody knows that", "Nobody can know that"), ("Thank you.", "Thank you all."))
    done = update(root, TALK.replace("the books are closed", "the books are shut").replace("at nine", "at ten"))
    assert "at ten" in said(root)[0]
    assert said(root)[2:] == [
        "Nobody can know that before the winter is over and the books are closed.",
        "Thank you all.",
    ]
    (conflict,) = done.problems
    assert conflict.code == "update-conflict"
    assert "the books are shut" in conflict.message
    assert conflict.place is not None
    assert "Nobody can know" in text_of(root).split("\n")[conflict.place.line - 1]
    assert update(root).status == "skipped"  # told once


def test_neighbouring_turns_may_be_edited_here_and_there(root: Path) -> None:
    edit(root, ("And who pays", "So who pays"))
    done = update(root, TALK.replace("before the winter", "until the winter"))
    assert done.problems == ()
    assert said(root)[1].startswith("So who pays")
    assert "until the winter" in said(root)[2]


def test_what_was_deleted_or_added_here_stays_so(root: Path) -> None:
    edit(
        root,
        ("**OTTO REYES:** Thank you.\n", ""),
        ("**OTTO REYES:** And", "**The Clerk:** Order.\n\n**OTTO REYES:** And"),
    )
    update(root, TALK.replace("at nine", "at ten") + "\nADA BROOK: Goodbye.\n")
    assert [words.split()[0] for words in said(root)] == ["Good", "Order.", "And", "Nobody", "Goodbye."]


def test_a_note_whose_words_are_gone_is_kept_with_them_and_reported(root: Path) -> None:
    edit(root, ("who pays for the coal", "who ==pays for the coal==[^c]"))
    write(root, {TARGET: text_of(root) + "\n[^c]: [!fact-check]{by=ED} Not so.\n"})
    done = update(root, TALK.replace("And who pays for the coal that it burns?", "And what does the thing burn now?"))
    assert [p.code for p in done.problems] == ["note-words-gone"]
    (note,) = native.read((root / TARGET).read_bytes(), TARGET).transcript.notes
    assert (note.id, note.body, note.by, note.selectors[0].quote) == ("c", "Not so.", "ED", "pays for the coal")
    assert [p.code for p in compose(root).problems] == ["orphaned-note"]


def test_a_note_follows_its_words_to_another_turn(root: Path) -> None:
    edit(root, ("before the winter is over", "before ==the winter is over==[^w]"))
    write(root, {TARGET: text_of(root) + "\n[^w]: In March.\n"})
    old = "ADA BROOK: Nobody knows that before the winter is over and the books are closed.\n\n"
    done = update(root, TALK.replace(old, "") + "\nADA BROOK: As I said, when the winter is over we all shall see.\n")
    assert done.problems == ()
    assert "when ==the winter is over==[^w] we" in text_of(root)


def test_notes_beside_the_text_are_looked_after(root: Path) -> None:
    notes = (
        "- quote: the old landing stage\n  body: One.\n- quote: Nobody knows that\n  turn: ada-brook-2\n  body: Two.\n"
    )
    beside = TARGET.replace(".md", ".notes.yaml")
    write(root, {beside: notes})
    start = "ADA BROOK: Good morning. The ferry leaves at nine from the old landing stage."
    done = update(
        root, TALK.replace(start, "ADA BROOK: Is it on?\n\nOTTO REYES: It is.\n\nADA BROOK: Well then, fine.")
    )
    (gone,) = done.problems
    assert gone.code == "note-words-gone"
    assert gone.place is not None
    assert (gone.place.path, gone.place.line) == (beside, 1)
    assert "{#ada-brook-2} Nobody knows" in text_of(root)  # it would be the third now
    assert [p.code for p in compose(root).problems] == ["orphaned-note"]


def test_an_anchor_that_goes_with_its_turn_is_reported(root: Path) -> None:
    edit(root, ("**OTTO REYES:** Thank", "**OTTO REYES:** {#thanks} Thank"))
    done = update(root, TALK.replace("OTTO REYES: Thank you.\n", ""))
    assert [p.code for p in done.problems] == ["anchor-gone"]


def test_without_the_kept_text_what_was_edited_stays_and_differences_are_told(root: Path) -> None:
    edit(root, ("Thank you.", "Thank you all."))
    shutil.rmtree(root / ".onrecord")
    done = update(root, TALK.replace("at nine", "at ten") + "\nADA BROOK: More.\n")
    assert "at nine" in said(root)[0]
    assert said(root)[3] == "Thank you all."
    assert {p.code for p in done.problems} == {"update-conflict", "update-left-out"}
    assert any("More." in p.message for p in done.problems)


def test_without_the_kept_text_notes_and_front_matter_may_be_edited(root: Path) -> None:
    edit(root, ("title: A talk", "title: Another"), ("nine from", "nine[^n] from"))
    write(root, {TARGET: text_of(root) + "\n[^n]: Sharp.\n"})
    shutil.rmtree(root / ".onrecord")
    done = update(root, TALK.replace("Thank you.", "Many thanks."))
    assert done.problems == ()
    assert said(root)[3] == "Many thanks."
    assert "nine[^n] from" in text_of(root)
    assert "title: Another" in text_of(root)


def test_a_dry_run_tells_and_changes_nothing(root: Path) -> None:
    before = text_of(root)
    done = update(root, TALK + "\nADA BROOK: More.\n", dry_run=True)
    assert done.status == "would update"
    assert done.changes is not None
    assert done.changes.lines == ("+ ADA BROOK: More.",)
    assert text_of(root) == before


def test_who_speaks_can_be_said_later(root: Path) -> None:
    done = update(root, names={"OTTO REYES": "Otto A. Reyes"})
    assert done.status == "updated"
    assert "name: Otto A. Reyes" in text_of(root)
