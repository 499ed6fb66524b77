"""The record as JSON, for machines: the shape is described in `docs/json.md`. Times are in seconds."""

from collections.abc import Iterator
from typing import Any

import msgspec

from generator.model import (
    Block,
    Comment,
    Event,
    Former,
    Mark,
    Matter,
    PlacedNote,
    PlacedTarget,
    Record,
    Recording,
    Resolution,
    Section,
    Speaker,
    Turn,
    TurnFacts,
)

VERSION = 1


class _Turn(msgspec.Struct, tag="turn", rename={"others": "with"}):
    """A turn as the document has it; structs are made and written quicker than dictionaries, and turns are many."""

    id: str
    speaker: str | None
    others: tuple[str, ...]
    label: str | None
    kind: str
    replies_to: str | None
    resumes: str | None
    continues: bool
    start: float | int | None
    end: float | int | None
    paragraphs: list[str]
    marks: list["_Mark"]
    topics: list[str]


class _Mark(msgspec.Struct, rename={"start": "from", "end": "to"}):
    """A mark of a turn's text; `value` is left out where there is none."""

    p: int
    start: int
    end: int
    kind: str
    value: str | float | int | msgspec.UnsetType = msgspec.UNSET


def write(record: Record) -> bytes:
    """UTF-8 bytes of the JSON document, on one line, in a fixed order of keys."""
    return msgspec.json.encode(_document(record)) + b"\n"


def _document(record: Record) -> dict[str, Any]:
    meta, resolution = record.transcript.meta, record.resolution
    return {
        "version": VERSION,
        "id": resolution.id,
        "title": meta.title or resolution.id,
        **{name: getattr(meta, name) for name in ("subtitle", "date", "updated", "kind", "place", "status")},
        "language": resolution.language,
        **{name: getattr(meta, name) for name in ("summary", "source", "licence", "credits")},
        "variant_of": meta.variant_of,
        "variant": meta.variant,
        "corrections": [
            {name: getattr(correction, name) for name in ("date", "by", "what", "turn")}
            for correction in meta.corrections
        ],
        "series": resolution.series,
        "media": [_recording(recording) for recording in meta.media],
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
                "interjections": e.interjections,
                "introduced_as": e.introduced or None,
            }
            for e in resolution.exchanges
        ],
        "notes": [_note(note, resolution.turns) for note in resolution.notes],
        **_anchors(resolution),
    }


def _recording(recording: str | Recording) -> object:
    if isinstance(recording, str):
        return recording
    return {"file": recording.file, "title": recording.title, "begins": _seconds(recording.begins)}


def _anchors(resolution: Resolution) -> dict[str, Any]:
    """What is published of the anchors, where they are more than the ids of items and the numbers of paragraphs."""
    found: dict[str, Any] = {}
    if resolution.paragraphs:
        found["paragraph_ids"] = {
            turn.anchor: anchors for turn, anchors in zip(resolution.turns, resolution.paragraphs, strict=True)
        }
    if resolution.former:
        found["former_ids"] = {one.anchor: _now(one, resolution) for one in resolution.former}
    return found


def _now(former: Former, resolution: Resolution) -> str | None:
    """The id of what has the words of a former anchor now; None where they are gone."""
    if former.gone or former.turn >= len(resolution.turns):
        return None
    if former.kind == "paragraph" and former.paragraph >= 0:
        return resolution.paragraph_anchor(former.turn, former.paragraph)
    return resolution.turns[former.turn].anchor


def _speaker(speaker: Speaker) -> dict[str, Any]:
    names = ("id", "name", "role", "affiliation", "part", "labels", "person")
    return {name: getattr(speaker, name) for name in names}


def _items(record: Record) -> Iterator[object]:
    facts, sections = iter(record.resolution.turns), iter(record.resolution.sections)
    for item in record.transcript.items:
        match item:
            case Turn():
                yield _turn(item, next(facts))
            case Section():
                yield {"type": "section", "id": next(sections), "level": item.level, "title": item.title}
            case Event():
                yield {"type": "event", "kind": item.kind, "text": item.text}
            case Matter():
                yield {"type": "matter", "text": "\n\n".join(block.text for block in item.blocks)}
            case Comment():  # editors' comments are never published
                pass


def _turn(turn: Turn, facts: TurnFacts) -> _Turn:
    paragraphs: list[str] = []
    marks: list[_Mark] = []
    for part in turn.parts:
        number = len(paragraphs)
        if isinstance(part, Block):
            if part.quotation:
                marks.append(_Mark(number, 0, len(part.text), "quotation"))
            if part.marks:
                marks += [_mark(number, mark) for mark in part.marks]
            paragraphs.append(part.text)
        elif isinstance(part, Event):  # between two paragraphs: a point before the second
            marks.append(_Mark(number, 0, 0, "event", part.text))
    return _Turn(
        facts.anchor,
        facts.speaker,
        facts.others,
        None if turn.label == "?" else turn.label,
        facts.kind,
        facts.replies_to,
        facts.resumes,
        turn.continues,
        _seconds(turn.start),
        _seconds(turn.end),
        paragraphs,
        marks,
        list({use.id: None for use in facts.topics}),
    )


def _mark(paragraph: int, mark: Mark) -> _Mark:
    value = _seconds(mark.value) if mark.kind == "sync" and isinstance(mark.value, int) else mark.value
    return _Mark(paragraph, mark.start, mark.end, mark.kind, msgspec.UNSET if value is None else value)


def _note(placed: PlacedNote, turns: tuple[TurnFacts, ...]) -> dict[str, Any]:
    note = placed.note
    targets = [_target(target, turns) for target in placed.targets]
    named = {
        "by": placed.author.name if placed.author else None,
        "date": note.date,
        "rating": note.rating,
        "sources": note.sources,
    }
    return {"id": note.id, "kind": note.kind, "targets": targets, **named, "body": note.body}


def _target(placed: PlacedTarget, turns: tuple[TurnFacts, ...]) -> dict[str, Any]:
    target: dict[str, Any] = {"turn": placed.anchor} if placed.anchor else {}
    if placed.quote:
        target["quote"] = placed.quote
    if placed.spots:
        target["spots"] = [
            {"turn": turns[s.turn].anchor, "p": s.paragraph, "from": s.start, "to": s.end} for s in placed.spots
        ]
    return target


def _seconds(milliseconds: int | None) -> float | int | None:
    if milliseconds is None:
        return None
    return milliseconds // 1000 if milliseconds % 1000 == 0 else milliseconds / 1000
