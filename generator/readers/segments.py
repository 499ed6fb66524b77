"""From timed segments to turns: what captions, speech-to-text output and time-aligned annotations have in common.

Segments of one named speaker in a row are one turn; a pause begins a paragraph. Times are in milliseconds.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from generator.markup import canonical
from generator.model import Block, Comment, Event, Item, Mark, Position, Turn, Value
from generator.names import is_voice

LATEST = 999 * 3_600_000  # milliseconds: what is later is no place in a recording
PAUSE = 2_000  # milliseconds of silence that begin a paragraph
_FULL = 700  # characters after which the next sentence begins a paragraph, where nobody pauses

_DIRECTION = re.compile(r"\[([^\[\]]{1,120})\]|\(([^()]{1,120})\)|[♪♫]+\s*([^♪♫]*?)\s*[♪♫]*|#\s+([^#]*?)\s+#")
_INLINE = re.compile(r"\[[^\[\]\n]{1,120}\]")
_SENTENCE_END = re.compile(r"""[.!?…。！？؟]["'”’»)\]]*$""")
# Scripts that are written without blanks between words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


class Segment(Value):
    """A stretch of speech as the source has it; `speaker` None: it does not say, so that whoever spoke last goes on."""

    text: str
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    marks: tuple[Mark, ...] = ()  # in `text`: what is unsure, emphasis
    line: int = 0
    paragraph: bool = False  # begins a paragraph whatever the pause
    comment: bool = False  # nobody speaks it: a remark of whoever made the file


def items(
    segments: Iterable[Segment], *, one_label_one_voice: bool = False
) -> tuple[tuple[Item, ...], tuple[Position, ...]]:
    """Turns and events with their positions. A segment that is a direction and nothing else is an event.

    With `one_label_one_voice` a label without a name ("A", "Speaker 0") is one voice all the same: a machine told it.
    """
    made: list[tuple[Item, int]] = []
    under_way: _Turn | None = None
    for segment in segments:
        text = segment.text.strip()
        if not text:
            continue
        if max(segment.start or 0, segment.end or 0) > LATEST:
            segment = msgspec.structs.replace(segment, start=None, end=None)
        aside = Comment(text) if segment.comment else _event(text)
        if aside is not None:
            if under_way:
                under_way.aside(aside, segment.line)
            else:
                made.append((aside, segment.line))
            continue
        if under_way is None or not under_way.goes_on(segment.speaker, one_label_one_voice):
            made += under_way.finished() if under_way else ()
            under_way = _Turn(segment)
        under_way.add(segment)
    made += under_way.finished() if under_way else ()
    return tuple(item for item, _ in made), tuple(Position(line) for _, line in made)


def direction(text: str) -> str | None:
    """The words of a stage direction, where a text is one and nothing else: "[Applause]", "♪ song ♪"."""
    found = _DIRECTION.fullmatch(text.strip())
    if not found:
        return None
    return (found[1] or found[2] or found[3] or found[4] or "music").strip() or None


def _event(text: str) -> Event | None:
    words = direction(text)
    return None if words is None else Event(words)


def joined(before: str, after: str) -> str:
    """What stands between two pieces of a text: a blank, but for scripts without them."""
    unspaced = before and after and _UNSPACED.match(before[-1]) and _UNSPACED.match(after[0])
    return "" if unspaced else " "


def inline_events(text: str, marks: tuple[Mark, ...] = ()) -> tuple[Mark, ...]:
    """These marks and those of the directions that stand in brackets within a text: "[laughter]"."""
    found = (Mark(m.start(), m.end(), "event") for m in _INLINE.finditer(text) if _is_event(m[0]))
    return canonical((*marks, *found))


class _Turn:
    """A turn under way."""

    def __init__(self, segment: Segment) -> None:
        self.label = segment.speaker if segment.speaker is not None else "?"
        self.line = segment.line
        self.start, self.end = segment.start, segment.end
        self.parts: list[Block | Event | Comment] = []
        self._pending: list[tuple[Event | Comment, int]] = []  # of the turn only if it goes on
        self._text = ""
        self._marks: list[Mark] = []
        self._last: int | None = None  # when the last segment ended

    def goes_on(self, speaker: str | None, one_voice: bool) -> bool:
        """Whether what this speaker says belongs to the turn: voices without a name may be different people."""
        if speaker is None:
            return True
        return speaker == self.label and (one_voice or not _is_anybody(speaker))

    def aside(self, aside: Event | Comment, line: int) -> None:
        """An event or comment between segments."""
        self._end_block()
        self._pending.append((aside, line))

    def add(self, segment: Segment) -> None:
        """Take in a segment."""
        text = segment.text.strip()
        shift = segment.text.index(text)
        if self._begins_paragraph(segment):
            self._end_block()
        self.parts += [event for event, _ in self._pending]
        self._pending.clear()
        if not self._text and self.parts and segment.start is not None:
            self._marks.append(Mark(0, 0, "sync", segment.start))
        gap = joined(self._text, text) if self._text else ""
        at = len(self._text) + len(gap)
        self._text += gap + text
        for mark in segment.marks:
            start, end = max(mark.start - shift, 0) + at, min(mark.end - shift, len(text)) + at
            self._marks.append(msgspec.structs.replace(mark, start=start, end=end))
        self._marks += (Mark(at + m.start(), at + m.end(), "event") for m in _INLINE.finditer(text) if _is_event(m[0]))
        self._last = segment.end if segment.end is not None else segment.start
        self.end = segment.end if segment.end is not None else self.end

    def finished(self) -> Iterator[tuple[Item, int]]:
        """The turn, and the events behind it."""
        self._end_block()
        end = self.end if self.start is not None and self.end is not None and self.end >= self.start else None
        yield Turn(self.label, tuple(self.parts), start=self.start, end=end), self.line
        yield from self._pending

    def _begins_paragraph(self, segment: Segment) -> bool:
        if not self._text:
            return False
        if segment.paragraph:
            return True
        if segment.start is not None and self._last is not None and segment.start - self._last >= PAUSE:
            return bool(_SENTENCE_END.search(self._text)) or segment.start - self._last >= 2 * PAUSE
        full = len(self._text) >= _FULL and bool(_SENTENCE_END.search(self._text))
        return full or len(self._text) >= 5 * _FULL  # without punctuation too

    def _end_block(self) -> None:
        if self._text:
            self.parts.append(Block(self._text, canonical(self._marks)))
        self._text, self._marks = "", []


def _is_anybody(label: str) -> bool:
    """Whether a label names nobody in particular and has no number either: "Q", "Reporter"."""
    return is_voice(label) and not any(sign.isdigit() for sign in label)


def _is_event(words: str) -> bool:
    """Whether words in brackets are a direction: not a name, a correction or a number."""
    return bool(
        re.search(r"laugh|applau|music|inaudible|crosstalk|unintelligible|pause|cough|sigh|noise|silence", words, re.I)
    )
