"""The record as JSON, for machines: the shape is described in `docs/json.md`. Times are in seconds."""

from collections.abc import Iterator
from typing import Any

import msgspec

from generator.model import Block, Comment, Event, Matter, PlacedNote, Record, Section, Speaker, Turn, TurnFacts

VERSION = 1


def write(record: Record) -> bytes:
    """UTF-8 bytes of the JSON document, indented, in a fixed order of keys."""
    return msgspec.json.format(msgspec.json.encode(as_data(record)), indent=1) + b"\n"


def as_data(record: Record) -> dict[str, Any]:
    """The record as plain dictionaries and lists."""
    meta, resolution = record.transcript.meta, record.resolution
    return {
        "version": VERSION,
        "id": resolution.id,
        "title": meta.title or resolution.id,
        **{name: getattr(meta, name) for name in ("subtitle", "date", "updated", "kind", "place", "status")},
        "language": resolution.language,
        **{name: getattr(meta, name) for name in ("summary", "source", "licence", "credits")},
        "series": resolution.series,
        "media": meta.media,
        "topics": resolution.topics,
        "extra": dict(meta.extra),
        "speakers": [_speaker(speaker) for speaker in resolution.speakers],
        "items": list(_items(record)),
        "exchanges": [
            {
                "questions": e.questions,
                "answers": e.answers,
                "asked_by": e.asker,
                "for": e.outlet,
                "answered_by": e.answerers,
            }
            for e in resolution.exchanges
        ],
        "notes": [_note(note, resolution.turns) for note in resolution.notes],
    }


def _speaker(speaker: Speaker) -> dict[str, Any]:
    names = ("id", "name", "role", "affiliation", "part", "labels", "person")
    return {name: getattr(speaker, name) for name in names}


def _items(record: Record) -> Iterator[dict[str, Any]]:
    facts, sections = iter(record.resolution.turns), iter(record.resolution.sections)
    for item in record.transcript.items:
        match item:
            case Section():
                yield {"type": "section", "id": next(sections), "level": item.level, "title": item.title}
            case Turn():
                yield _turn(item, next(facts))
            case Event():
                yield {"type": "event", "kind": item.kind, "text": item.text}
            case Matter():
                yield {"type": "matter", "text": "\n\n".join(block.text for block in item.blocks)}
            case Comment():  # editors' comments are never published
                pass


def _turn(turn: Turn, facts: TurnFacts) -> dict[str, Any]:
    return {
        "type": "turn",
        "id": facts.anchor,
        "speaker": facts.speaker,
        "with": facts.others,
        "label": None if turn.label == "?" else turn.label,
        "kind": facts.kind,
        "replies_to": facts.replies_to,
        "continues": turn.continues,
        "start": _seconds(turn.start),
        "end": _seconds(turn.end),
        "paragraphs": [block.text for block in turn.blocks],
        "marks": list(_marks(turn)),
        "topics": list(dict.fromkeys(use.id for use in facts.topics)),
    }


def _marks(turn: Turn) -> Iterator[dict[str, Any]]:
    """The marks of all paragraphs; an event between two paragraphs is a point before the second."""
    number = 0
    for part in turn.parts:
        if isinstance(part, Event):
            yield {"p": number, "from": 0, "to": 0, "kind": "event", "value": part.text}
        elif isinstance(part, Block):
            if part.quotation:
                yield {"p": number, "from": 0, "to": len(part.text), "kind": "quotation"}
            for mark in part.marks:
                value = _seconds(mark.value) if mark.kind == "sync" and isinstance(mark.value, int) else mark.value
                data = {"p": number, "from": mark.start, "to": mark.end, "kind": mark.kind}
                yield data if value is None else {**data, "value": value}
            number += 1


def _note(placed: PlacedNote, turns: tuple[TurnFacts, ...]) -> dict[str, Any]:
    note = placed.note
    target: dict[str, Any] = {"turn": placed.anchor} if placed.anchor else {}
    if placed.quote:
        target["quote"] = placed.quote
    if placed.spots:
        target["spots"] = [
            {"turn": turns[s.turn].anchor, "p": s.paragraph, "from": s.start, "to": s.end} for s in placed.spots
        ]
    named = {"by": note.by, "date": note.date, "rating": note.rating, "sources": note.sources}
    return {"id": note.id, "kind": note.kind, "targets": [target], **named, "body": note.body}


def _seconds(milliseconds: int | None) -> float | int | None:
    if milliseconds is None:
        return None
    return milliseconds // 1000 if milliseconds % 1000 == 0 else milliseconds / 1000
