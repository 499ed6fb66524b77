"""The record as captions: WebVTT (https://www.w3.org/TR/webvtt1/, section 4), made from the times that it has.

Between two known times the words are shared out by their length, so that captions follow the speech also where only
some turns have times. Words before the first time are left out, for nobody knows when they were said.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from generator.model import Block, Event, Record, Turn, Value

_LINE = 42  # characters of a line on the screen
_WORD = re.compile(rf"(\s*)(\S{{1,{_LINE}}})")
_PACE = 15  # characters that are spoken in a second, where no later time tells
_LONGEST = 7_000  # milliseconds that a caption stays
_SHORTEST = 500


class _Piece(Value):
    """Words between two places that may have a time."""

    text: str
    voice: str  # who speaks; "" for what nobody says
    id: str = ""  # the anchor of the turn that begins here
    start: int | None = None
    end: int | None = None  # of the turn that ends here


class _Caption(Value):
    """What is shown at once; `at` counts characters from the start of the captions."""

    text: str
    voice: str
    id: str
    at: int

    @property
    def end(self) -> int:
        return self.at + len(self.text)


class _Known(NamedTuple):
    """A place whose time is known: when what stands before it ends, and when what stands behind it begins."""

    at: int
    ends: int
    begins: int


def write(record: Record) -> bytes:
    """UTF-8 bytes of the WebVTT file; only its first line for a record without times."""
    captions, known = _captions(record)
    ends = {place.at: place.ends for place in known}
    clocks = _spread([caption.at for caption in captions], known)
    lines = ["WEBVTT\n"]
    for number, (caption, start) in enumerate(zip(captions, clocks, strict=True), 1):
        until = ends.get(caption.end, clocks[number] if number < len(clocks) else None)
        if until is None:
            until = start + _spoken(len(caption.text))
        lines.append(_cue(caption, start, max(min(until, start + _LONGEST), start + _SHORTEST)))
    return "\n".join(lines).encode()


def _captions(record: Record) -> tuple[list[_Caption], list[_Known]]:
    """All captions, and the places among them whose time is known."""
    captions: list[_Caption] = []
    known: list[_Known] = []
    at, latest = 0, -1
    for piece in _pieces(record):
        # A time that goes back cannot be told from a slip: captions stand in the order of their times.
        if piece.start is not None and piece.start > latest:
            ends = known.pop().ends if known and known[-1].at == at else piece.start
            known.append(_Known(at, ends, piece.start))
            latest = piece.start
        if not known:
            continue
        id = piece.id
        for text in _in_captions(piece.text):
            captions.append(_Caption(text, piece.voice, id, at))
            at, id = at + len(text), ""
        if piece.end is not None and piece.end > latest and known[-1].at < at:
            known.append(_Known(at, piece.end, piece.end))
    return captions, known


def _pieces(record: Record) -> Iterator[_Piece]:
    facts = iter(record.resolution.turns)
    names = {speaker.id: speaker.name for speaker in record.resolution.speakers}
    for item in record.transcript.items:
        if isinstance(item, Turn):
            found = next(facts)
            yield from _of_turn(item, names.get(found.speaker or "", ""), found.anchor)
        elif isinstance(item, Event):
            yield _Piece(f"[{item.text}]", "")


def _of_turn(turn: Turn, voice: str, anchor: str) -> Iterator[_Piece]:
    """The pieces of a turn: its paragraphs and events, cut at the times inside."""
    id, start, end = anchor, turn.start, None
    parts = [part for part in turn.parts if isinstance(part, Block | Event)]
    for number, part in enumerate(parts):
        if number == len(parts) - 1:
            end = turn.end
        if isinstance(part, Event):
            yield _Piece(f"[{part.text}]", "", "", start, end)
        else:
            syncs = [m for m in part.marks if m.kind == "sync" and isinstance(m.value, int)]
            edges = [0, *(mark.start for mark in syncs), len(part.text)]
            begins = [start, *(int(mark.value or 0) for mark in syncs)]
            for begin, (of, to) in zip(begins, pairwise(edges), strict=True):
                last = end if to == len(part.text) else None
                if of < to or begin is not None:
                    yield _Piece(" ".join(part.text[of:to].split()), voice, id, begin, last)
                    id = "" if of < to else id
        start = None


def _spread(places: Sequence[int], known: Sequence[_Known]) -> list[int]:
    """The time of each place: known, or between those that are, or by the usual pace behind the last; in order."""
    clocks: list[int] = []
    following = 0
    for place in places:
        while following < len(known) and known[following].at <= place:
            following += 1
        before = known[following - 1]
        if following < len(known):
            after = known[following]
            lasts = max(after.ends - before.begins, 0)
            time = before.begins + lasts * (place - before.at) // (after.at - before.at)
        else:
            time = before.begins + _spoken(place - before.at)
        clocks.append(max(time, clocks[-1]) if clocks else time)
    return clocks


def _spoken(characters: int) -> int:
    """How long it takes to say them, in milliseconds."""
    return 1000 * characters // _PACE


def _in_captions(text: str) -> Iterator[str]:
    """The text by two lines."""
    lines = _lines(text)
    return (f"{line}\n{second}" if second else line for line, second in zip_longest(lines, lines))


def _lines(text: str) -> Iterator[str]:
    """The text in lines that fit the screen, cut at blanks, where there are any."""
    line = ""
    for found in _WORD.finditer(text):
        gap = " " if line and found[1] else ""
        if line and len(line) + len(gap) + len(found[2]) > _LINE:
            yield line
            line, gap = "", ""
        line += gap + found[2]
    if line:
        yield line


def _cue(caption: _Caption, start: int, end: int) -> str:
    text = _escaped(caption.text)
    said = f"<v {_escaped(caption.voice)}>{text}" if caption.voice else text
    return "\n".join(filter(None, (caption.id, f"{_clock(start)} --> {_clock(end)}", said))) + "\n"


def _escaped(text: str) -> str:
    """Text of a cue, or of its voice (section 4.2.2); without `>` there is no arrow in it either."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(milliseconds: int) -> str:
    seconds, fraction = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{fraction:03}"
