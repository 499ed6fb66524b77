"""From marked-up speeches to items: what TEI, Akoma Ntoso and publicwhip have in common.

A reader goes through its document in order and tells what it meets; turns, events in and between them, matter and
sections come out in canonical form (see `native.writer`).
"""

import re

from generator.markup import canonical
from generator.model import (
    NO_ATTRIBUTES,
    Attributes,
    Block,
    Event,
    Item,
    Mark,
    MarkKind,
    Matter,
    Position,
    Section,
    Turn,
    Understood,
)
from generator.readers.segments import LATEST, direction

_BLANKS = re.compile(r"[ \t\n\r\f]+")


class Words:
    """The text of a paragraph with its marks, as it comes in pieces. Blanks at its ends and doubled ones go."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._marks: list[Mark] = []
        self._blank = False  # comes before the next word
        self.length = 0

    def __bool__(self) -> bool:
        return self.length > 0

    def add(self, text: str | None) -> None:
        """Text as it stands in the source."""
        if not text:
            return
        text = _BLANKS.sub(" ", text)
        bare = text.strip(" ")
        if text[0] == " ":
            self._blank = True
        if bare:
            gap = " " if self._blank and self.length and not self._ends_line() else ""
            self._pieces.append(gap + bare)
            self.length += len(gap) + len(bare)
            self._blank = text[-1] == " "

    def blank(self) -> None:
        """A blank before what comes next."""
        self._blank = True

    def cling(self) -> None:
        """No blank before what comes next."""
        self._blank = False

    def line_break(self) -> None:
        """A hard end of a line."""
        if self.length and not self._ends_line():
            self._pieces.append("\n")
            self.length += 1
        self._blank = False

    def here(self) -> int:
        """Where the next word will begin."""
        return self.length + (1 if self._blank and self.length and not self._ends_line() else 0)

    def mark(self, start: int, kind: MarkKind, value: str | int | None = None) -> None:
        """Mark the text from `start`, which `here` gave, to its present end."""
        if start < self.length:
            self._marks.append(Mark(start, self.length, kind, value))

    def point(self, kind: MarkKind, value: str | int) -> None:
        """A mark without extent: a time, behind the blank; a note, at the word before."""
        at = self.here() if kind == "sync" else self.length
        self._marks.append(Mark(at, at, kind, value))

    def take(self, quotation: bool = False) -> Block | None:
        """The paragraph, and begin another; None where there are no words."""
        text = "".join(self._pieces)
        bare = text.rstrip()
        end = len(bare)
        marks = [Mark(min(m.start, end), min(m.end, end), m.kind, m.value) for m in self._marks]
        self.__init__()  # type: ignore[misc]
        return Block(bare, canonical(marks), quotation) if bare else None

    def _ends_line(self) -> bool:
        return bool(self._pieces) and self._pieces[-1].endswith("\n")


class Speeches:
    """Takes in what a document tells, in order."""

    def __init__(self) -> None:
        self._items: list[tuple[Item, int]] = []
        self._turn: _Turn | None = None
        self._matter: tuple[list[Block], int] = ([], 0)  # paragraphs in a row, and the line of the first
        self.explained: list[Understood] = []
        self.unnamed: list[int] = []  # lines of turns of which nothing says who speaks

    @property
    def speaking(self) -> bool:
        """Whether a turn is under way."""
        return self._turn is not None

    @property
    def begun(self) -> bool:
        """Whether the turn under way has words already."""
        return self._turn is not None and self._turn.begun

    def section(self, title: str, level: int, line: int, attributes: Attributes = NO_ATTRIBUTES) -> None:
        """A heading. It ends a turn."""
        self.silence()
        if title:
            self._items += self._joined([(Section(title, min(max(level, 2), 6), attributes), line)])
            self.explained.append(Understood(line, title, "heading", "the source marks it as a heading"))

    def speak(self, label: str | None, line: int, start: int | None = None, end: int | None = None) -> None:
        """A turn begins; without a label the source does not say whose it is."""
        self.silence()
        start = start if start is not None and 0 <= start <= LATEST else None
        end = end if start is not None and end is not None and start <= end <= LATEST else None
        self._turn = _Turn(label, line, start, end)
        if not label:
            self.unnamed.append(line)
        self.explained.append(Understood(line, label or "?", "label", "the source marks who speaks"))

    def go_on(self, line: int) -> None:
        """Whoever spoke last goes on, behind a heading."""
        self.silence()
        self._turn = _Turn(None, line, None, None, continues=True)

    def say(self, block: Block | None, line: int) -> None:
        """A paragraph of the turn under way; matter, where there is none."""
        if block and self._turn and direction(block.text) is not None:
            self.aside(block.text, line)
        elif block and self._turn:
            self._turn.say(block)
            self.explained.append(Understood(line, block.text, "speech", "stands in a turn"))
        else:
            self.matter(block, line)

    def aside(self, text: str, line: int) -> None:
        """An event: in the turn under way, or behind it."""
        text = " ".join(text.split())
        for left, right in ("()", "[]"):
            if text.startswith(left) and text.endswith(right) and right not in text[:-1]:
                text = text[1:-1].strip()
        if not text:
            return
        self.explained.append(Understood(line, text, "event", "the source marks it as no speech"))
        if self._turn:
            self._turn.aside(Event(text), line)
        else:
            self._items += self._joined([(Event(text), line)])

    def matter(self, block: Block | None, line: int, why: str = "nobody speaks it") -> None:
        """A paragraph that nobody speaks. It ends a turn; several in a row are one item."""
        if not block:
            return
        self.silence()
        self.explained.append(Understood(line, block.text, "matter", why))
        if not self._matter[0]:
            self._matter = ([], line)
        self._matter[0].append(block)

    def silence(self) -> None:
        """The turn under way ends."""
        if self._turn:
            turn, self._turn = self._turn, None
            made = turn.finished()
            if made:
                self._items += self._joined(made)
            elif turn.label not in (None, "?"):  # nothing is said, but the name is there
                self.matter(Block(turn.label), turn.line)

    def _joined(self, items: list[tuple[Item, int]]) -> list[tuple[Item, int]]:
        """These items behind the matter that was waiting for more of it."""
        blocks, line = self._matter
        self._matter = ([], 0)
        return [(Matter(tuple(blocks)), line), *items] if blocks else items

    def items(self) -> tuple[Item, ...]:
        """What was taken in."""
        self.silence()
        self._items += self._joined([])
        return tuple(item for item, _ in self._items)

    def positions(self) -> tuple[Position, ...]:
        """Where each of the items stands in the source."""
        return tuple(Position(line) for _, line in self._items)


class _Turn:
    """A turn under way."""

    def __init__(
        self, label: str | None, line: int, start: int | None, end: int | None, *, continues: bool = False
    ) -> None:
        self.label = None if continues else label or "?"
        self.line, self._start, self._end, self._continues = line, start, end, continues
        self._before: list[tuple[Item, int]] = []
        self._parts: list[Block | Event] = []
        self._pending: list[tuple[Event, int]] = []  # within the turn only if it goes on

    @property
    def begun(self) -> bool:
        return bool(self._parts)

    def say(self, block: Block) -> None:
        self._parts += [event for event, _ in self._pending]
        self._pending.clear()
        self._parts.append(block)

    def aside(self, event: Event, line: int) -> None:
        (self._pending if self._parts else self._before).append((event, line))

    def finished(self) -> list[tuple[Item, int]]:
        if self._parts:
            turn = Turn(self.label, tuple(self._parts), start=self._start, end=self._end, continues=self._continues)
            return [*self._before, (turn, self.line), *self._pending]
        if not self._before or self._continues:
            return list(self._before)
        words = [f"[{event.text}]" for event, _ in self._before if isinstance(event, Event)]
        text = " ".join(words)  # all there is of it is what could not be heard
        marks, at = [], 0
        for word in words:
            marks.append(Mark(at, at + len(word), "event"))
            at += len(word) + 1
        block = Block(text, canonical(marks))
        return [(Turn(self.label, (block,), start=self._start, end=self._end), self.line)]
