"""The reader of the native format: bytes → transcript, line by line."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from generator import config
from generator.decoding import decode
from generator.errors import Guesses, Place, Problem, nearest, problem
from generator.markup import parse_inline
from generator.markup.attributes import parse_attributes
from generator.model import (
    Block,
    Comment,
    Event,
    Item,
    Matter,
    Meta,
    Note,
    Position,
    Reading,
    Section,
    Selector,
    Transcript,
    Turn,
)
from generator.native import grammar

_SELECTOR_KEYS = ("quote", "before", "after", "turn", "to", "until")
_NOTE_KEYS = (*_SELECTOR_KEYS, "by", "date", "rating", "source")


def read(data: bytes, path: str) -> Reading:
    """The transcript in a file of the native format. Never raises: what is wrong is in the reading's problems."""
    text, problems = decode(data, path)
    yaml, first_line, body, body_line = front_matter_of(text)
    meta, found = config.front_matter(yaml, path, first_line) if yaml else (Meta(), ())
    reader = _Reader(path, body.split("\n"), body_line, meta)
    reader.problems += (*problems, *found)
    if not yaml and re.match(r"---[ \t]*(\n|$)", text) and body_line == 1:
        reader.report("unclosed-front-matter", 0)
    return reader.reading()


def front_matter_of(text: str) -> tuple[str, int, str, int]:
    """The YAML of the front matter, its first line, the body, its first line; lines count from 1."""
    if not re.match(r"---[ \t]*\n", text):
        return "", 1, text, 1
    end = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.M).search(text, text.index("\n") + 1)
    if not end:
        return "", 1, text, 1
    start = text.index("\n") + 1
    return text[start : end.start()], 2, text[end.end() :], text.count("\n", 0, end.end()) + 1


class _Reader:
    """Goes through the lines once. What has been read of the turn under way waits in `_turn` and `_parts`."""

    def __init__(self, path: str, lines: list[str], first_line: int, meta: Meta) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._lines = lines
        self._first = first_line
        self._meta = meta
        self._items: list[Item] = []
        self._positions: list[Position] = []
        self._block_positions: list[tuple[Position, ...]] = []
        self._turn: Turn | None = None
        self._turn_line = 0
        self._parts: list[Block | Event | Comment] = []
        self._block_lines: list[int] = []
        self._pending: list[tuple[Event | Comment, int]] = []  # behind the last block: of the turn only if it goes on
        self._spoken = False
        self._unclosed = False  # matter was: what seems to be said before the first label may be its own
        self._notes: dict[str, tuple[Note, int]] = {}
        self._called: dict[str, int] = {}  # note id → line of its first call

    def reading(self) -> Reading:
        """Read all lines."""
        at = 0
        while at < len(self._lines):
            line = self._lines[at].strip(" \t")
            at = self._block(at, line) if line else at + 1
        self._end_turn()
        self._check_notes()
        transcript = Transcript(self._meta, tuple(self._items), tuple(note for note, _ in self._notes.values()))
        note_positions = tuple(Position(self._first + line) for _, line in self._notes.values())
        return Reading(
            transcript, tuple(self._positions), tuple(self._block_positions), note_positions, tuple(self.problems)
        )

    def report(self, code: str, at: int, column: int = 1, length: int = 1, **facts: object) -> None:
        """Note a problem at a line, counted from 0 in the body."""
        place = Place(self._path, self._first + at, column, self._lines[at][:2000], length)
        self.problems.append(problem(code, place, **facts))

    def _block(self, at: int, line: str) -> int:
        """Read the block that begins at this line, given without blanks at its ends; the line after it."""
        # Nearly all lines are words or begin with a label, and nothing else needs to be tried.
        if line[0] in grammar.SIGNS and not line.startswith("**") and (end := self._other_block(at, line)) is not None:
            return end
        end = self._paragraph_end(at)
        if label := grammar.label(line):
            self._label(label, line, at, end)
        else:
            self._speech([line, *self._lines[at + 1 : end]], at)
        return end

    def _other_block(self, at: int, line: str) -> int | None:
        """Read what is neither words nor a label; None where the line begins no such block."""
        if line.startswith(grammar.COMMENT) and (end := self._comment_end(at)) is not None:
            return self._comment(at, end)
        if grammar.FENCE.fullmatch(line):
            return self._matter(at)
        if found := grammar.heading(line):
            self._end_turn()
            self._add(Section(found[1], found[0], found[2]), at)
            return at + 1
        if definition := grammar.DEFINITION.match(line):
            return self._definition(at, definition)
        if (words := grammar.event(line)) and not self._goes_on(at + 1):
            self._aside(Event(words), at)
            return at + 1
        if line.startswith(">"):
            return self._quotation(at)
        return None

    def _goes_on(self, at: int) -> bool:
        return (
            at < len(self._lines) and bool(self._lines[at].strip(" \t")) and not grammar.begins_block(self._lines[at])
        )

    def _paragraph_end(self, at: int) -> int:
        end = at + 1
        while end < len(self._lines) and (line := self._lines[end].strip(" \t")):
            meant = grammar.begins_block(line) if line[0] in "*#:[" else None
            if meant:
                self.report("no-empty-line", end, 1, len(line), meant=meant)
            end += 1
        return end

    # --- turns ---------------------------------------------------------------------------------------------------

    def _label(self, label: grammar.Label, line: str, at: int, end: int) -> None:
        self._end_turn()
        self._spoken = True
        self._turn = Turn(label.label, (), label.attributes, label.start, label.stop)
        self._turn_line = at
        words = line[label.end :]
        if end > at + 1 or words.strip(" \t"):
            self._parts.append(self._text([words, *self._lines[at + 1 : end]], at))
            self._block_lines.append(at)

    def _speech(self, lines: list[str], at: int, quotation: bool = False) -> None:
        if self._turn is None:
            lines = self._begin_unlabelled(lines, at)
        self._parts += [part for part, _ in self._pending]
        self._pending.clear()
        self._parts.append(self._text(lines, at, quotation))
        self._block_lines.append(at)

    def _begin_unlabelled(self, lines: list[str], at: int) -> list[str]:
        """A turn without a label: it goes on after a heading, or opens the transcript."""
        if not self._spoken and not self._unclosed:
            opening = [speaker for speaker in self._meta.speakers if speaker.opening]
            if len(opening) != 1 and (opening or len(self._meta.speakers) != 1):
                self.report("text-without-speaker", at, 1, len(self._lines[at]))
        start, stop, end = grammar.times_at(lines[0], 0)
        self._turn = Turn(None, start=start, end=stop, continues=self._spoken)
        self._turn_line = at
        self._spoken = True
        return [lines[0][end:], *lines[1:]]

    def _aside(self, aside: Event | Comment, at: int) -> None:
        if self._turn is None:
            self._add(aside, at)
        else:
            self._pending.append((aside, at))

    def _end_turn(self) -> None:
        if self._turn is not None:
            begun = self._turn
            parts = tuple(self._parts)
            turn = Turn(begun.label, parts, begun.attributes, begun.start, begun.end, begun.continues)
            self._add(turn, self._turn_line, self._block_lines)
        for aside, at in self._pending:
            self._add(aside, at)
        self._turn = None
        self._parts = []
        self._block_lines = []
        self._pending = []

    def _add(self, item: Item, at: int, blocks: Iterable[int] = ()) -> None:
        self._items.append(item)
        self._positions.append(Position(self._first + at))
        self._block_positions.append(tuple([Position(self._first + line) for line in blocks]))

    # --- text ------------------------------------------------------------------------------------------------------

    def _text(self, lines: list[str], at: int, quotation: bool = False) -> Block:
        text, marks = parse_inline(_joined(lines))
        for mark in marks:
            if mark.kind == "note":
                self._called.setdefault(str(mark.value), at)
        return Block(text, marks, quotation)

    def _quotation(self, at: int) -> int:
        """Lines that begin with `>`; an empty one among them parts paragraphs."""
        for lines, first, end in self._quoted(at):
            if lines:
                self._speech(lines, first, quotation=True)
            at = end
        return at

    def _quoted(self, at: int) -> Iterable[tuple[list[str], int, int]]:
        lines: list[str] = []
        first = at
        while at < len(self._lines) and self._lines[at].lstrip(" \t").startswith(">"):
            line = grammar.QUOTE.sub("", self._lines[at].lstrip(" \t"), count=1)
            if line.strip(" \t"):
                first = at if not lines else first
                lines.append(line)
            elif lines:
                yield lines, first, at + 1
                lines = []
            at += 1
        yield lines, first, at

    def _matter(self, at: int) -> int:
        self._end_turn()
        end = at + 1
        while end < len(self._lines) and not grammar.fence(self._lines[end]):
            end += 1
        closed = end < len(self._lines) and grammar.FENCE_END.fullmatch(self._lines[end].strip(" \t"))
        if not closed:
            end = self._likely_end(at, end)
        self._add(Matter(tuple(self._matter_blocks(at + 1, end))), at)
        return end + 1 if closed else end

    def _likely_end(self, at: int, end: int) -> int:
        """Where matter ends that nobody closed: before what looks like another block, so that it does not swallow the
        rest of the file, and all that is told of the rest is true."""
        blocks = (
            line
            for line in range(at + 2, end)
            if not self._lines[line - 1].strip(" \t") and grammar.begins_block(self._lines[line].strip(" \t"))
        )
        end = next(blocks, end)
        where = f", perhaps before line {self._first + end}" if end < len(self._lines) else ""
        self.report("unclosed-matter", at, 1, len(self._lines[at]), where=where)
        self._unclosed = True
        return end

    def _matter_blocks(self, at: int, end: int) -> Iterable[Block]:
        while at < end:
            line = self._lines[at].strip(" \t")
            if line.startswith(">"):
                for lines, first, at in self._quoted(at):  # noqa: B007, B020 (the last one is where the quotation ends)
                    if lines:
                        yield self._text(lines, first, quotation=True)
            elif line:
                first = at
                while at < end and self._lines[at].strip(" \t"):
                    at += 1
                yield self._text(self._lines[first:at], first)
            else:
                at += 1

    # --- comments and notes ----------------------------------------------------------------------------------------

    @cached_property
    def _comment_ends(self) -> list[int]:
        return [number for number, line in enumerate(self._lines) if grammar.COMMENT_END in line]

    def _comment_end(self, at: int) -> int | None:
        """The last line of the comment that begins here; None where it is no block of its own."""
        following = bisect_left(self._comment_ends, at)
        if following == len(self._comment_ends):
            self.report("unclosed-comment", at, 1, 4)
            return None
        end = self._comment_ends[following]
        return end if self._lines[end].rstrip(" \t").endswith(grammar.COMMENT_END) else None

    def _comment(self, at: int, end: int) -> int:
        text = "\n".join(self._lines[at : end + 1]).strip(" \t")
        self._aside(Comment(text.removeprefix(grammar.COMMENT).removesuffix(grammar.COMMENT_END).strip()), at)
        return end + 1

    def _definition(self, at: int, found: re.Match[str]) -> int:
        """A note: its line, the lines that follow it, and paragraphs that are indented."""
        lines = [found.string[found.end() :]]
        end = at + 1
        while end < len(self._lines):
            line = self._lines[end]
            if not line.strip(" \t"):
                following = next((x for x in range(end, len(self._lines)) if self._lines[x].strip(" \t")), None)
                if following is None or not self._lines[following].startswith(("    ", "\t")):
                    break
                lines += [""] * (following - end)
                end = following
                continue
            if grammar.DEFINITION.match(line):
                break
            lines.append(line[4:] if line.startswith("    ") else line.removeprefix("\t"))
            end += 1
        id = found[1]
        if id in self._notes:
            self.report("duplicate-note", at, 1, len(id) + 3, id=id, first=self._first + self._notes[id][1])
        else:
            self._notes[id] = (self._note(id, "\n".join(line.rstrip(" \t") for line in lines).strip(), at), at)
        return end

    def _note(self, id: str, body: str, at: int) -> Note:
        kind, position = "context", 0
        pairs: tuple[tuple[str, str], ...] = ()
        if head := grammar.KIND.match(body):
            kind, position = head[1], head.end()
        if attributes := parse_attributes(body, position):
            pairs, position = attributes
        body = body[position:].strip()
        values = dict(pairs)
        column = 0
        for key in (key for key in values if key not in _NOTE_KEYS):
            meant = nearest(key, _NOTE_KEYS)
            hint = f"Did you mean “{meant}”?" if meant else f"A note knows {', '.join(_NOTE_KEYS)}."
            column = max(self._lines[at].find(key, column), column)
            self.report("unknown-note-key", at, column + 1, len(key), key=key, hint=hint)
        selector = Selector(**{key: values[key] for key in _SELECTOR_KEYS if key in values})
        return Note(
            id=id,
            body=body,
            kind=kind,
            by=values.get("by"),
            date=values.get("date"),
            rating=values.get("rating"),
            sources=tuple(value for key, value in pairs if key == "source"),
            selectors=() if selector == Selector() else (selector,),
        )

    def _check_notes(self) -> None:
        guesses = Guesses()
        for id, at in ((id, at) for id, at in self._called.items() if id not in self._notes):
            meant = guesses.nearest(id, self._notes)
            hint = f"Did you mean [^{meant}]?" if meant else f"Add a line of its own: [^{id}]: the note."
            self.report("undefined-note", *self._call(id, at), len(id) + 3, id=id, hint=hint)
        for id, (note, at) in self._notes.items():
            if id not in self._called and not note.selectors:
                self.report("unused-note", at, 1, len(id) + 3, id=id)

    def _call(self, id: str, at: int) -> tuple[int, int]:
        """Line and column of a note's call in the paragraph that begins at line `at`."""
        for line in range(at, len(self._lines)):
            if not self._lines[line].strip(" \t"):
                break
            if (found := self._lines[line].find(f"[^{id}]")) >= 0:
                return line, found + 1
        return at, 1


def _joined(lines: list[str]) -> str:
    """One paragraph's lines as inline Markdown: a soft line end is a blank, a backslash before it a hard break."""
    if len(lines) == 1:
        return lines[0].strip(" \t")
    parts: list[str] = []
    for line in lines:
        words = line.strip(" \t")
        if parts:
            hard = (len(parts[-1]) - len(parts[-1].rstrip("\\"))) % 2 == 1
            parts.append("\n" if hard else " ")
        parts.append(words)
    return "".join(parts)
