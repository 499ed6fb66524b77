"""A transcript in pieces, as pages show it beside another one: each with who says it, its place and its paragraphs."""

from collections.abc import Iterator
from typing import Literal

from generator import routes
from generator.languages import ENGLISH, Tongue
from generator.model import Block, Comment, Event, Mark, Matter, Record, Section, Turn, Value


class Piece(Value):
    """A section, turn, event or matter. `anchor` is "" for what has none."""

    kind: Literal["section", "turn", "event", "matter"]
    paragraphs: tuple[Block, ...]
    anchor: str = ""
    speaker: str = ""
    name: str = ""
    level: int = 2
    start: int | None = None
    own: bool = False  # the anchor is one that somebody chose


def pieces(record: Record, tongue: Tongue = ENGLISH) -> Iterator[Piece]:
    """What the readers of a transcript see of it, in order."""
    found = record.resolution
    names = {speaker.id: speaker.name for speaker in found.speakers}
    turns, sections = iter(found.turns), iter(found.sections)
    for item in record.transcript.items:
        match item:
            case Turn():
                facts = next(turns)
                yield Piece(
                    kind="turn",
                    paragraphs=tuple(_paragraphs(item)),
                    anchor=facts.anchor,
                    speaker=facts.speaker or "",
                    name=names.get(facts.speaker or "", tongue.gettext("Unidentified")),
                    start=item.start,
                    own=item.attributes.id is not None,
                )
            case Section():
                own = item.attributes.id is not None
                yield Piece("section", (Block(item.title),), next(sections), level=min(max(item.level, 2), 6), own=own)
            case Event():
                yield Piece("event", (_direction(item),))
            case Matter():
                yield Piece("matter", item.blocks)
            case Comment():  # never published
                pass


def address(id: str, anchor: str) -> str:
    """The URL of a piece of a transcript."""
    return routes.transcript(id) + (f"#{anchor}" if anchor else "")


def _paragraphs(turn: Turn) -> Iterator[Block]:
    for part in turn.parts:
        if isinstance(part, Event):
            yield _direction(part)
        elif isinstance(part, Block):
            yield part


def _direction(event: Event) -> Block:
    text = f"[{event.text}]"
    return Block(text, (Mark(0, len(text), "event"),))
