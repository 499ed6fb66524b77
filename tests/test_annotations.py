"""Notes as W3C Web Annotations: what is written, what is read, and that a note comes back on its words."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import archive, config, exports, native
from generator.cli import commands
from generator.config import Registries, Settings
from generator.importing.annotations import annotations
from generator.model import Note, Position, Record, Selector
from tests.archives import FILES, write
from tests.note_histories import Talk
from tests.strategies import any_text

KINDS = frozenset(kind.id for kind in Settings().notes)
TEXT = """**Ada Brook:** {#first} The gate was ==never high==[^in]. It fell[^point] in 1931.

It was mended.

**Otto Reyes:** {#second} Who mended it? The council did.

## Later

**Ada Brook:** {#third} Nobody remembers.

[^in]: [!fact-check]{by="R. Vale" date=2031-05-07 rating="Half" source="https://a.example/" source="A book"} It *was*.

    For a year.

[^point]: [!editor]{date=1974-05} Heard twice.
"""
SIDE = """
- quote: fell in
  to: The council did.
  turn: first
  until: second
  body: Over two turns.
- id: two
  targets:
    - quote: Who mended it
    - turn: third
    - quote: in 1931. It was
  kind: correction
  body: Three targets.
- turn: later
  body: A section.
- body: All of it.
"""


def record(text: str, side: str = "", notes: tuple[Note, ...] = ()) -> Record:
    reading = native.read(text.encode(), "x.md")
    beside = config.side_notes(side, "x.notes.yaml")[0] if side else ()
    beside += tuple((note, Position(1)) for note in notes) if notes else ()
    outline = archive.outline(reading, "x", "x.md", beside, "x.notes.yaml")
    found = archive.Resolver(Registries(), Settings()).resolve(outline, ())
    assert found.problems == ()
    return Record(reading.transcript, found.resolution)


def came(data: bytes) -> tuple[Note, ...]:
    found, problems = annotations(data, "x.jsonld", KINDS)
    assert problems == ()
    assert {one.transcript for one in found} == {"x"}
    return tuple(one.note for one in found)


def told(one: Record) -> list[tuple[Any, ...]]:
    """All that a note says, and where it is, by id."""
    return sorted(
        (p.note.id, p.note.kind, p.note.by, p.note.date, p.note.rating, p.note.sources, p.note.body, p.spots, p.anchor)
        for p in one.resolution.notes
    )


def bare(text: str) -> str:
    """The text without its notes."""
    transcript = native.read(text.encode(), "x.md").transcript
    items = tuple(
        msgspec.structs.replace(
            item,
            parts=tuple(
                msgspec.structs.replace(part, marks=tuple(mark for mark in part.marks if mark.kind != "note"))
                for part in item.parts
            ),
        )
        if hasattr(item, "parts")
        else item
        for item in transcript.items
    )
    return native.write(msgspec.structs.replace(transcript, items=items, notes=()))


def test_what_is_written_and_read_again_is_on_the_same_words_and_says_the_same() -> None:
    before = record(TEXT, SIDE)
    assert len(before.resolution.notes) == 6
    after = record(bare(TEXT), notes=came(exports.write(before, "annotations")))
    points = {"point"}  # a place cannot be quoted: the note comes back on the word before it
    assert [one for one in told(after) if one[0] not in points] == [one for one in told(before) if one[0] not in points]
    (spot,) = next(p.spots for p in after.resolution.notes if p.note.id == "point")
    assert (spot.start, spot.end) == (28, 32)


@settings(max_examples=15)
@given(st.integers(0, 1 << 32))
def test_notes_on_any_words_come_back_on_them(seed: int) -> None:
    talk = Talk(seed, turns=8)
    notes = talk.notes(30)
    placed, _ = talk.placed(notes)
    again = came(exports.write(talk.record(notes), "annotations"))
    back, lost = talk.placed([written._replace(note=note) for written, note in zip(notes, again, strict=False)])
    assert {id: note.spots for id, note in back.items()} == {
        id: note.spots for id, note in placed.items() if id not in lost
    }
    assert len(lost) * 10 <= len(notes)  # where even the words around are said twice in a turn


@settings(max_examples=60)
@given(st.lists(any_text, min_size=1, max_size=3).map("\n".join), any_text, any_text)
def test_entries_are_read_back_as_they_were(body: str, source: str, quote: str) -> None:
    body = body.strip()
    selectors = (Selector(quote, before=source), Selector(turn="a", to=quote))
    for note in (Note("a", body, sources=(source,), rating=quote), Note("b", body, by=source, selectors=selectors)):
        if body and quote.strip() and source.strip():
            found, problems = config.side_notes(config.write_side_notes([note]), "x")
            expected = note if note.selectors else msgspec.structs.replace(note, selectors=(Selector(),))
            assert not problems
            assert [one for one, _ in found] == [expected]


def test_a_collection_has_what_the_model_asks_for() -> None:
    data = json.loads(exports.write(record(TEXT, SIDE), "annotations"))
    assert data["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (data["type"], data["total"], data["first"]["type"]) == ("AnnotationCollection", 6, "AnnotationPage")
    by_id = {one["id"]: one for one in data["first"]["items"]}
    one = by_id["x.html#note-in"]
    assert (one["type"], one["motivation"], one["created"]) == ("Annotation", "assessing", "2031-05-07T00:00:00Z")
    assert one["creator"] == {"type": "Person", "name": "R. Vale"}
    assert one["target"]["source"] == "x.html"
    assert one["target"]["selector"]["value"] == "first"
    assert one["target"]["selector"]["refinedBy"] == {
        "type": "TextQuoteSelector",
        "exact": "never high",
        "prefix": "The gate was ",
        "suffix": ". It fell in 1931.",
    }
    assert by_id["x.html#note-point"]["dcterms:date"] == "1974-05"
    assert len(by_id["x.html#note-two"]["target"]) == 3
    assert "x.html" in [one["target"] for one in by_id.values()]


@pytest.mark.parametrize(
    ("annotation", "note"),
    [
        (
            {"type": "Annotation", "target": "http://a.example/x.html#first", "bodyValue": "Well."},
            Note("", "Well.", selectors=(Selector(turn="first"),)),
        ),
        (
            {
                "type": "Annotation",
                "motivation": ["commenting"],
                "creator": [{"name": "A"}, "acct:b@c.example"],
                "created": "2015-01-28T12:00:00Z",
                "body": [
                    {"type": "TextualBody", "value": "<p>So &amp; so</p>", "format": "text/html"},
                    "http://c.example/",
                ],
                "target": {
                    "source": {"id": "http://a.example/transcripts/x.html"},
                    "selector": [
                        {"type": "XPathSelector", "value": "/html"},
                        {"type": "TextQuoteSelector", "exact": "never\n high", "prefix": "was "},
                    ],
                },
            },
            Note(
                "",
                "So & so",
                by="A, acct:b@c.example",
                date="2015-01-28T12:00:00Z",
                sources=("http://c.example/",),
                selectors=(Selector("never high", "was"),),
            ),
        ),
    ],
)
def test_annotations_of_other_programs_are_understood(annotation: dict[str, Any], note: Note) -> None:
    (found,) = came(json.dumps(annotation).encode())
    assert found.id.startswith("w-")
    assert msgspec.structs.replace(found, id="") == note


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", ["not-annotations"]),
        (b"[" * 100_000, ["not-annotations"]),
        (b"{}", ["not-annotations"]),
        (b'{"type": "AnnotationCollection", "first": "http://a.example/1"}', ["not-annotations"]),
        (b'[{"target": "x.html"}, {"target": 1, "bodyValue": "a"}]', ["annotation-left-out"] * 2),
        (
            b'[{"target": {"source": "x", "selector": {"type": "SvgSelector"}}, "bodyValue": "a"}]',
            ["annotation-left-out"],
        ),
        (b'[{"target": ["x.html", "y.html"], "bodyValue": "a"}]', ["annotation-left-out"]),
        (b'[{"target": "http://[x", "bodyValue": "a"}]', ["annotation-left-out"]),
    ],
)
def test_what_is_no_note_is_told(data: bytes, codes: list[str]) -> None:
    found, problems = annotations(data, "x.jsonld", KINDS)
    assert found == ()
    assert [one.code for one in problems] == codes


def test_the_command_writes_notes_beside_their_transcripts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path, FILES)
    monkeypatch.chdir(root)
    run = CliRunner()
    out = run.invoke(commands, ["export", "bridge-toll", "--to", "annotations"])
    assert out.exit_code == 0
    foreign = json.loads(out.stdout)
    foreign["first"]["items"] += [
        {"target": "https://a.example/orchard-talk.html#ada-brook-1", "bodyValue": "A new\n\none: so."},
        {"target": "https://a.example/nowhere.html", "bodyValue": "Lost."},
    ]
    (root / "notes.jsonld").write_text(json.dumps(foreign))
    beside = root / "content/transcripts/orchard-talk.notes.yaml"
    before = beside.read_text()
    told = run.invoke(commands, ["import", "notes.jsonld", "--dry-run"])
    assert "orchard-talk.notes.yaml: 1 note would be added" in told.output
    assert beside.read_text() == before
    for added in (1, 0):
        told = run.invoke(commands, ["import", "notes.jsonld"])
        assert f"orchard-talk.notes.yaml: {added} note" in told.output
        assert "There is no transcript “nowhere”" in told.output
        assert "bridge-toll.notes.yaml: 0 notes added; 1 there already" in told.output
    assert beside.read_text().startswith(before)
    found, problems = config.side_notes(beside.read_text(), "x")
    assert problems == ()
    assert [note.body for note, _ in found][-1] == "A new\n\none: so."
    assert not (root / "content/transcripts/bridge-toll.notes.yaml").exists()
