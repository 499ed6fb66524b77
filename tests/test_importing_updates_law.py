"""The law of updates: nothing that an editor wrote is lost, and nothing that the source says goes unsaid."""

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator import native
from generator.errors import Severity
from generator.importing import Run, inputs
from generator.model import Turn
from tests.archives import write

WORDS = ["ferry", "quay", "coal", "winter", "levy", "boat", "stone", "yes", "never", "again"]
LABELS = ["ADA BROOK", "OTTO REYES", "Q"]
says = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(lambda words: " ".join(words).capitalize() + ".")
turn = st.tuples(st.sampled_from(LABELS), says)
EDITS = ["nothing", "nothing", "nothing", "text", "delete", "insert", "anchor", "note", "comment"]
CHANGES = ["nothing", "nothing", "text", "delete", "insert", "move"]


def source(turns: list[tuple[str, str]]) -> str:
    # Labels that recur, so that what is read does not change with the rest.
    frame = "".join(f"{label}: Here.\n\n{label}: There.\n\n" for label in LABELS[:2])
    return "A talk\n\n1 May 2030\n\n" + frame + "".join(f"{label}: {words}\n\n" for label, words in turns)


@settings(max_examples=120)
@given(st.data())
def test_edits_stay_and_what_is_new_is_there_or_told(data: st.DataObject) -> None:
    turns = data.draw(st.lists(turn, min_size=1, max_size=8))
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), {"onrecord.toml": 'title = "T"\n', "talk.txt": source(turns)})
        (first,) = Run(root).imported(inputs([str(root / "talk.txt")]))
        target = root / str(first.target)
        mine, edited = _edited(target.read_text("utf-8"), data)
        write(root, {first.target or "": mine})
        theirs, new = _changed(turns, data)
        write(root, {"talk.txt": source(theirs)})
        (done,) = Run(root, update=True).imported(inputs([str(root / "talk.txt")]))
        assert done.status in ("updated", "skipped"), done
        text = target.read_text("utf-8")
        reading = native.read(text.encode(), "x")
        assert [p for p in reading.problems if p.severity is Severity.ERROR] == []
        told = " ".join(p.message for p in done.problems) + " ".join(done.changes.lines if done.changes else ())
        spoken = " ".join(b.text for i in reading.transcript.items if isinstance(i, Turn) for b in i.blocks)
        for words in edited:
            assert words in spoken or words in text, (words, text)
        for words in new:
            assert words in spoken or words in told, (words, text, told)
        before = native.read(mine.encode(), "x").transcript
        assert {n.id: n.body for n in reading.transcript.notes} == {n.id: n.body for n in before.notes}
        anchors = {i.attributes.id for i in before.items if isinstance(i, Turn) and i.attributes.id}
        kept = {i.attributes.id for i in reading.transcript.items if isinstance(i, Turn)}
        assert all(anchor in kept or anchor in told for anchor in anchors)
        (again,) = Run(root, update=True).imported(inputs([str(root / "talk.txt")]))
        assert again.status == "skipped", (again, target.read_text("utf-8"), text)


def _edited(text: str, data: st.DataObject) -> tuple[str, list[str]]:
    """The file as an editor leaves it, and all words of theirs that must stay."""
    head, _, body = text.partition("\n---\n\n")
    blocks, kept, notes = [], [], []
    for number, block in enumerate(body.strip().split("\n\n")):
        edit = data.draw(st.sampled_from(EDITS)) if number > 3 else "nothing"
        label, words = re.fullmatch(r"(\*\*.+?:\*\*) (.+)", block, re.S).groups()  # type: ignore[union-attr]
        if edit == "text":
            block = f"{label} {words} Mended{number}."
            kept.append(f"Mended{number}.")
        elif edit == "delete":
            continue
        elif edit == "insert":
            block = f"{block}\n\n**The Clerk:** Added{number}."
            kept.append(f"Added{number}.")
        elif edit == "anchor":
            block = f"{label} {{#here-{number}}} {words}"
        elif edit == "note":
            first, *rest = words.split(" ")
            block = f"{label} =={first}==[^n{number}] {' '.join(rest)}".strip()
            notes.append(f"[^n{number}]: A note.")
        elif edit == "comment":
            block = f"<!-- look{number} -->\n\n{block}"
            kept.append(f"look{number}")
        blocks.append(block)
    return f"{head}\n---\n\n" + "\n\n".join([*blocks, *notes]) + "\n", kept


def _changed(turns: list[tuple[str, str]], data: st.DataObject) -> tuple[list[tuple[str, str]], list[str]]:
    """The new version of the source, and the words that are new in it."""
    changed: list[tuple[str, str]] = []
    new = []
    for number, (label, words) in enumerate(turns):
        change = data.draw(st.sampled_from(CHANGES))
        if change == "delete":
            continue
        if change == "text":
            words = f"{words} Changed{number}."
            new.append(f"Changed{number}.")
        if change == "move":
            changed.insert(0, (label, words))
            continue
        changed.append((label, words))
        if change == "insert":
            changed.append(("OTTO REYES", f"Came{number}."))
            new.append(f"Came{number}.")
    return changed, new
