"""From lines to a transcript: what plain text, Markdown and web pages have in common.

A reader gives lines in blocks; here the head is understood, labels are chosen, and turns are put together. Every line
is accounted for: it is a fact of the head, a label, speech, a direction, a heading or matter.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from generator.errors import Place, Problem, problem
from generator.markup import canonical
from generator.model import (
    Block,
    Declared,
    Event,
    Item,
    Mark,
    Matter,
    Meta,
    Position,
    Reading,
    Section,
    Transcript,
    Turn,
    Understood,
    Value,
)
from generator.names import is_voice, split
from generator.readers.choosing import chosen
from generator.readers.directions import bare, direction, within
from generator.readers.facts import Fact, fact_line
from generator.readers.heads import byline, date_line, is_ornament, is_rule, role_and_name, status_line
from generator.readers.labels import Key, Label, candidates, clock, is_clock, stands_as_name
from generator.readers.people import identified

_HEAD = 14  # blocks that may hold facts of the head
_BETWEEN_DATES = re.compile(r"\s+[-–—|•·]\s+")
_NOBODY = re.compile(
    r"(?:this )?(?:transcri(?:bed|pt|ption)|recording)\b.{0,80}\b(?:otter|rev|trint|temi|sonix|descript)\W*\w*"
    r"|note: the (?:vice )?president spoke\b.*|copyright\s?(?:©|\(c\)|&copy;|\d{4}).*|©\s?(?:copyright\s)?\d{4}.*"
    r"|(?:end|e n d|###|###+|\* \* \*|-30-)\W*(?:\d.*)?",
    re.I,
)
_TAKING_PART = re.compile(
    r"\b(?:present(?:er|ers|ed by|ing)?|scribes?|speakers?|attend(?:ees|ing|ance)|participants|apologies|absent|regrets"
    r"|delegates|panell?ists|hosts|guests|minute[ -]takers?|note[ -]takers?|chairs)$",
    re.I,
)
_MODERATORS = re.compile(
    r"spokes|moderat|chair|host|press (?:officer|secretary)|sprecher|presid(?:ent|ing) of the", re.I
)


# What a layout knows of a line beforehand: nothing, that nobody speaks it, that it is a direction, that it belongs to
# the page and not to the text, that it begins a paragraph, that it is a time the label below has already.
Role = Literal["text", "matter", "event", "furniture", "paragraph", "time"]


class Line(Value):
    """A line of a source, or a paragraph of a page, as plain text with marks."""

    number: int  # in the source, from 1
    text: str
    marks: tuple[Mark, ...] = ()
    bold: int = 0  # characters at its beginning that are bold
    heading: int = 0  # level; 0: no heading
    quotation: bool = False
    label: Label | None = None  # where the layout of the file says so; then no other lines are labels
    role: Role = "text"


Blocks = Sequence[Sequence[Line]]


class _Piece(Value):
    """Lines that are one paragraph: with a label, or going on."""

    lines: tuple[Line, ...]
    label: Label | None = None


def understand(blocks: Blocks, meta: Meta, path: str, names: Mapping[str, str] | None = None) -> Reading:
    """The transcript told by blocks of lines. `meta` is what is known already; `names`: label → who it is."""
    reader = _Reader(path, meta, names or {})
    reader.body(reader.head(reader.without_furniture(blocks)))
    return reader.reading()


class _Reader:
    """Puts a transcript together, block by block."""

    def __init__(self, path: str, meta: Meta, names: Mapping[str, str]) -> None:
        self._path = path
        self._meta = meta
        self._names = names
        self._explained: list[Understood] = []
        self._items: list[Item] = []
        self._positions: list[Position] = []
        self._turn: Turn | None = None
        self._parts: list[Block | Event] = []
        self._turn_line = 0
        self._pending: list[tuple[Event, int]] = []
        self._unspoken: list[Block] = []  # the blocks of the matter that stands last
        self._spoken = False
        self._clock: tuple[int | None, int | None] = (None, None)  # of a time on a line of its own, for the next turn
        self._byline: str | None = None
        self._titled = False  # the first line is a title though it looks like a label with speech
        self._problems: list[Problem] = []
        self._recurring: Counter[str] = Counter()  # names of facts before a colon at the start of a line
        self._together: set[int] = set()  # lines of blocks of facts
        self._headings: Counter[str] = Counter()
        self._preamble: list[str] = []  # lines before the first label, which may say who is who

    def without_furniture(self, blocks: Blocks) -> Blocks:
        """The blocks without what belongs to the pages of the source: heads, feet, numbers of pages."""
        if not any(line.role == "furniture" for block in blocks for line in block):
            return blocks
        kept: list[Sequence[Line]] = []
        for block in blocks:
            for line in block:
                if line.role == "furniture":
                    self._explain(line, "furniture", "belongs to the page, not to the text")
            if left := [line for line in block if line.role != "furniture"]:
                kept.append(left)
        number = sum(line.kind == "furniture" for line in self._explained)
        self._problems.append(problem("page-furniture", Place(self._path), number=number))
        return kept

    # --- the head --------------------------------------------------------------------------------------------------

    def head(self, blocks: Blocks) -> Blocks:
        """Read title, byline, dates and status from the first blocks; the blocks behind them."""
        self._titled = _is_titled([line for block in blocks for line in block])
        self._recurring = _recurring(blocks)
        self._together = {line.number for block in blocks[:_HEAD] if _are_facts(block) for line in block}
        self._headings = Counter(line.text.strip() for block in blocks for line in block if line.heading)
        for number, block in enumerate(blocks):
            size = 1 if number == 0 and _is_title_page(block) else _size(block)
            left = [line for line in block if not self._fact(line, number, size)]
            if left:
                return [
                    *self._facts_further_down([left, *blocks[number + 1 : number + _HEAD]]),
                    *blocks[number + _HEAD :],
                ]
        return []

    def _facts_further_down(self, blocks: Blocks) -> Blocks:
        """Behind other short lines of the head, before anybody speaks, may stand a date and facts with their names."""
        kept: list[Sequence[Line]] = []
        for at, block in enumerate(blocks):
            if any(self._is_body(line) for line in block):
                return [*kept, *blocks[at:]]
            if left := [line for line in block if not self._told(line)]:
                kept.append(left)
        return kept

    def _is_body(self, line: Line) -> bool:
        text = line.text.strip()
        if line.label or len(text) > 120 or (text.endswith((".", "?", "!")) and len(text) > 40):
            return True
        label = candidates(text, False, line.bold)
        return label is not None and label.style != "above" and self._fact_of(line) is None and not line.heading

    def _told(self, line: Line) -> bool:
        """Whether a line is a fact with its name ("Date: 12 May 2029"), a date, a status, a rule; and what it says."""
        text = line.text.strip()
        fact = self._fact_of(line)
        dated = date_line(text)
        status = status_line(text)
        if fact:
            self._learn(line, fact.field, f"“{fact.key}” names a fact of the head", **fact.told(self._meta))
        elif status and not self._meta.status:
            self._learn(line, "status", "says in which state the text is", status=status)
        elif dated and not dated.updated and self._meta.date in (None, dated.date) and line.role != "furniture":
            self._learn(line, "date", "a date and nothing else", date=dated.date)
        elif is_ornament(text):
            self._explain(line, "ornament", "holds no words")
        elif line.heading == 1 and not self._meta.title and not _candidate(line, False):
            self._learn(line, "title", "the first heading", title=text)
        else:
            return False
        return True

    def _fact_of(self, line: Line) -> Fact | None:
        if line.label or line.heading or line.role in ("event", "time"):
            return None
        fact = fact_line(line.text)
        if fact is None or not fact.fits(self._meta):
            return None
        # Who takes part may be told under a name that is a label further down.
        once = self._recurring[fact.key] < 2 + fact.of_people or (fact.of_people and line.number in self._together)
        return fact if once else None

    def _fact(self, line: Line, block: int, size: int) -> bool:
        """Whether a line belongs to the head, and what it says."""
        text = line.text.strip()
        status = status_line(text)
        dated = [date_line(part) for part in _BETWEEN_DATES.split(text)]
        who = byline(text)
        if line.label or line.role in ("event", "time"):
            return False
        if (self._meta.title or block or size > 1) and self._fact_of(line):
            return self._told(line)
        if status:
            self._learn(line, "status", "says in which state the text is", status=status)
        elif all(dated):
            facts = {"updated" if one.updated else "date": one.date for one in dated if one}
            if len(facts) < len(dated) or any(
                getattr(self._meta, key) not in (None, date)
                for key, date in facts.items()  # not ours to drop
            ):
                return False
            self._learn(
                line, " ".join(facts), "dates and nothing else" if dated[1:] else "a date and nothing else", **facts
            )
        elif who and self._meta.title and not self._byline and not self._meta.subtitle:
            self._byline = who
            self._learn(line, "subtitle", "begins like a byline: who speaks, and where", subtitle=text)
        elif is_ornament(text):
            self._explain(line, "ornament", "holds no words")
        elif line.role == "text" and not self._meta.title and block == 0 and size == 1 and self._is_title(line):
            self._learn(
                line,
                "title",
                "the first line, short and alone",
                title=text,
            )
        else:
            return False
        return True

    def _is_title(self, line: Line) -> bool:
        text = line.text.strip()
        label = _candidate(line, False)
        if (
            label
            and line.heading
            and not text[label.end :].strip()
            and (label.style != "heading" or self._headings[text] > 1)
        ):
            return False
        return (
            (label is None or line.heading > 0 or self._titled)
            and len(text) <= 200
            and not text.endswith((".", ":"))
            and text[:1] != "["
            and not is_clock(text)
        )

    def _learn(self, line: Line, kind: str, why: str, **facts: Any) -> None:
        self._meta = msgspec.structs.replace(self._meta, **facts)
        self._explain(line, kind, why)

    # --- the body --------------------------------------------------------------------------------------------------

    def body(self, blocks: Blocks) -> None:
        """Choose the labels, then put turns together."""
        found = [[line.label for line in block] for block in blocks]
        if not any(map(any, found)):
            found = [[_candidate(line, _stands_above(block, at)) for at, line in enumerate(block)] for block in blocks]
            blocks = self._choose(blocks, found)
        self._preamble = _before_the_first(blocks, found)
        self._declare([label for block in found for label in block if label])
        for block, labels in zip(blocks, found, strict=True):
            for piece in self._pieces(block, labels):
                self._piece(piece)
        self._end_turn()
        self._end_matter()

    def _choose(self, blocks: Blocks, found: list[list[Label | None]]) -> Blocks:
        """Keep of the candidates the labels; the blocks, with what only looked like one but is a fact as matter."""
        known = {*self._names, *(label.text for block in found for label in block if label and self._in_byline(label))}
        known.update(name for speaker in self._meta.speakers for name in speaker.labels)
        facts = _of_facts(blocks, found)
        labels = chosen(found, known) - facts
        aside = {at for at, tried in enumerate(found) if tried[0] and (tried[0].text, tried[0].style) in facts}
        before: Label | None = None
        seen = Counter((label.text, label.style) for block in found for label in block if label)
        for block, tried in zip(blocks, found, strict=True):
            first = tried[0]
            once = first is not None and first.style == "above" and seen[first.text, "above"] == 1
            if once and first and first.start is None and len(block) > 1 and not _ends_sentence(block[-1]):
                tried[0] = None  # lines of a title or a list
            for at, label in enumerate(tried):
                if label and (
                    (label.text, label.style) not in labels
                    or (block[at].heading and block[at].text[label.end :].strip())
                    # “A Quiet place” behind a question may be an answer; behind an answer it goes on.
                    or (
                        label.weak
                        and label.text == "A"
                        and label.style == "letter"
                        and (not before or before.text != "Q")
                    )
                ):
                    tried[at] = None
                before = tried[at] or before
        return [
            [msgspec.structs.replace(line, role="matter") for line in block] if at in aside else block
            for at, block in enumerate(blocks)
        ]

    def _in_byline(self, label: Label) -> bool:
        """Whether a line of its own is the office or the name that the byline tells of."""
        office_and_name = f" {self._byline} " if self._byline else ""
        text = f" {label.text} "
        return label.style == "above" and (office_and_name.startswith(text) or office_and_name.endswith(text))

    def _pieces(self, block: Sequence[Line], labels: Sequence[Label | None]) -> list[_Piece]:
        """A block's paragraphs: a label begins a new one, and so does a direction of its own."""
        pieces: list[tuple[list[Line], Label | None]] = []
        for line, label in zip(block, labels, strict=True):
            if pieces and not label and _is_joined(pieces[-1][0][-1], line):
                pieces[-1][0].append(line)
            else:
                pieces.append(([line], label))
        return [_Piece(tuple(lines), label) for lines, label in pieces]

    def _piece(self, piece: _Piece) -> None:
        line = piece.lines[0]
        if piece.label:
            self._begin(piece, piece.label)
        elif line.role == "time":
            self._explain(line, "time", "when the words below were spoken")
        elif line.role == "matter":
            self._end_turn()
            self._clock = (None, None)
            self._matter(piece, "nobody speaks it")
        elif line.heading:
            self._end_turn()
            self._add(Section(line.text.strip(), max(line.heading, 2)), line)
            self._explain(line, "heading", "marked as a heading")
        elif not self._is_sign(piece):
            self._words(piece)

    def _is_sign(self, piece: _Piece) -> bool:
        """Whether it is a time, a direction or a rule on a line of its own; then it is taken note of."""
        line = piece.lines[0]
        direction = _direction(line, " ".join(line.text.strip() for line in piece.lines))
        if direction:
            for each in piece.lines:
                self._explain(each, "direction", "in brackets, on a line of its own")
            if self._turn is None:
                self._add(Event(direction), line)
            else:
                self._pending.append((Event(direction), line.number))
        elif len(piece.lines) > 1:
            return False
        elif is_clock(line.text):
            self._at_time(*clock(line.text.strip())[:2])
            self._explain(line, "time", "a time on a line of its own, for what follows")
        elif is_rule(line.text):
            self._explain(line, "ornament", "holds no words")
        else:
            return False
        return True

    def _at_time(self, start: int | None, stop: int | None) -> None:
        """A time on a line of its own is of the turn whose label stands above it, else of what follows."""
        if self._turn is not None and self._turn.label and self._turn.start is None and not self._parts:
            self._turn = msgspec.structs.replace(self._turn, start=start, end=stop)
        else:
            self._clock = (start, stop)

    def _words(self, piece: _Piece) -> None:
        line = piece.lines[0]
        if self._turn is None and (not self._has_opening() or _is_listed(line)):
            self._matter(piece, "nobody has been named yet" if not self._spoken else "after a heading")
        elif _NOBODY.fullmatch(line.text.strip()):
            self._end_turn()
            self._matter(piece, "says that the transcript ends")
        else:
            self._speech(piece, "goes on with the turn above" if self._turn else "the opening, before the first label")

    def _begin(self, piece: _Piece, label: Label) -> None:
        self._end_turn()
        self._spoken = True
        start, stop = (label.start, label.stop) if label.start is not None else self._clock
        self._turn = Turn(label.text, start=start, end=stop)
        self._clock = (None, None)
        self._turn_line = piece.lines[0].number
        self._explain(piece.lines[0], "label", f"“{label.text}” names who speaks ({_WHY[label.style]})")
        first = _from(piece.lines[0], label.end)
        lines = [line for line in (first, *piece.lines[1:]) if line.text.strip()]
        for line in piece.lines[1:]:
            self._explain(line, "speech", f"under the label “{label.text}”")
        if lines:
            self._parts.append(_block(lines))

    def _speech(self, piece: _Piece, why: str) -> None:
        if self._turn is None:
            self._turn = Turn(None, continues=self._spoken)
            self._turn_line = piece.lines[0].number
            self._spoken = True
        block = _block(piece.lines)
        if block.text:
            self._parts += [*(event for event, _ in self._pending), block]
            self._pending.clear()
        for line in piece.lines:
            self._explain(line, "speech", why)

    def _matter(self, piece: _Piece, why: str) -> None:
        block = _block(piece.lines)
        if block.text and not self._unspoken:
            self._add(Matter(()), piece.lines[0])
        if block.text:
            self._unspoken.append(block)
        for line in piece.lines:
            self._explain(line, "matter", why)

    def _has_opening(self) -> bool:
        return self._spoken or any(speaker.opening for speaker in self._meta.speakers)

    def _end_matter(self) -> None:
        if self._unspoken:
            self._items[-1] = Matter(tuple(self._unspoken))
            self._unspoken = []

    def _end_turn(self) -> None:
        if self._turn is not None or self._pending:
            self._end_matter()
        if self._turn is not None:
            self._items.append(msgspec.structs.replace(self._turn, parts=tuple(self._parts)))
            self._positions.append(Position(self._turn_line))
        for event, number in self._pending:
            self._items.append(event)
            self._positions.append(Position(number))
        self._turn, self._parts, self._pending = None, [], []

    def _add(self, item: Item, line: Line) -> None:
        self._end_matter()
        self._items.append(item)
        self._positions.append(Position(line.number))

    # --- who is who ------------------------------------------------------------------------------------------------

    def _declare(self, labels: Sequence[Label]) -> None:
        """Declare who is given, and who the byline and labels with an outlet or office tell of."""
        texts = list(dict.fromkeys(label.text for label in labels))
        known = {name: speaker for speaker in self._meta.speakers for name in (speaker.name, *speaker.labels)}
        speakers = list(self._meta.speakers)
        for label, name in self._names.items():
            if label in texts and label not in known:
                speakers.append(Declared(name, labels=(label,)))
                known[label] = speakers[-1]
        if self._byline and texts:
            role, name = role_and_name(self._byline, frozenset(texts))
            if name and name not in known:
                aliases = tuple(text for text in texts if text in (role, f"{role} {name}"))
                opening = bool(labels)
                speakers.insert(0, Declared(name, None, role, None, aliases, "principal", opening))
                known |= {name: speakers[0], **dict.fromkeys(aliases, speakers[0])}
        behind = [split(text) for text in texts if text not in known and ", " in text]
        if self._byline or len(behind) > 1:
            speakers += [_declared(*parts) for parts in behind if parts[0] not in known]
        words = [self._meta.title or "", self._meta.subtitle or "", *self._preamble]
        found = identified(
            [text for text in texts if text not in known or known[text] in self._meta.speakers], speakers, words
        )
        for same in found.doubtful:
            self._problems.append(problem("taken-for-one", Place(self._path), label=same.label, name=same.name))
        self._meta = msgspec.structs.replace(self._meta, speakers=found.speakers)

    def reading(self) -> Reading:
        """All that was understood."""
        items = self._items
        if not any(isinstance(item, Turn) for item in items):
            items = self._all_unnamed()
        transcript = Transcript(self._meta, tuple(items))
        explained = tuple(sorted(self._explained, key=lambda line: line.line))
        return Reading(transcript, tuple(self._positions), problems=tuple(self._problems), explained=explained)

    def _all_unnamed(self) -> list[Item]:
        """Without a single label all text is one turn of somebody unnamed."""
        blocks = [block for item in self._items if isinstance(item, Matter) for block in item.blocks]
        if not blocks:
            self._problems.append(problem("nothing-spoken", Place(self._path)))
            return self._items
        self._problems.append(problem("no-speakers-found", Place(self._path)))
        rest = [item for item in self._items if not isinstance(item, Matter)]
        self._positions = [Position(1)] * (len(rest) + 1)
        return [*rest, Turn("?", tuple(blocks))]

    def _explain(self, line: Line, kind: str, why: str) -> None:
        self._explained.append(Understood(line.number, line.text.strip(), kind, why))


_WHY = {
    "colon": "before a colon",
    "bold": "in bold at the start of a line",
    "above": "on a line of its own above the words",
    "letter": "the letter for a question or an answer",
    "strong": "in bold at the start of a line",
    "stop": "before a full stop, in the way of these reports",
    "dash": "before a dash",
    "angle": "in angle brackets",
    "heading": "a heading that comes again and again",
    "marked": "marked as such in the document",
}


def _candidate(line: Line, alone: bool) -> Label | None:
    """The label that a line may begin with, or has by the layout of its file."""
    if line.label or line.role in ("matter", "event", "time"):
        return line.label
    if not line.heading:
        return candidates(line.text, alone, line.bold)
    label = candidates(line.text, clock(line.text)[0] is not None, line.bold)
    if label and (label.style in ("colon", "bold", "angle") or (label.style == "above" and label.start is not None)):
        return label
    return Label(line.text.strip(), "heading", len(line.text)) if stands_as_name(line.text.strip()) else None


def bold_at_start(text: str, marks: Sequence[Mark]) -> int:
    """How many characters stand in bold at the beginning; or in italics, where these are a name with its stop."""
    bold = next((mark.end for mark in marks if mark.kind == "strong" and mark.start == 0), 0)
    italic = next((mark.end for mark in marks if mark.kind == "emphasis" and mark.start == 0), 0)
    name = text[:italic].strip()
    named = name in ("Q.", "A.") or (name.endswith(".") and " " in name and stands_as_name(name[:-1]))
    return bold or (italic if named else 0)


def _stands_above(block: Sequence[Line], at: int) -> bool:
    """Whether other lines of its block stand below a line, and nothing but a time above it."""
    return at + 1 < len(block) and (at == 0 or (at == 1 and is_clock(block[0].text)))


def _recurring(blocks: Blocks) -> Counter[str]:
    """How often words stand before a colon at the start of a line."""
    found = (fact_line(line.text) for block in blocks for line in block)
    return Counter(fact.key for fact in found if fact)


def _size(block: Sequence[Line]) -> int:
    """How many lines of a block are neither a date nor a status."""
    return sum(date_line(line.text) is None and status_line(line.text) is None for line in block)


def _is_title_page(block: Sequence[Line]) -> bool:
    """Whether a block is a few short lines with a date among them, under the first of which nobody speaks."""
    short = all(len(line.text) < 120 and not line.text.rstrip().endswith((".", "?", "!")) for line in block)
    return short and 1 < len(block) < 7 and any(date_line(line.text) for line in block[1:])


def _are_facts(block: Sequence[Line]) -> bool:
    """Whether several facts stand together in a block."""
    return len({fact.key for fact in (fact_line(line.text) for line in block[:20]) if fact}) > 1


def _of_facts(blocks: Blocks, found: Sequence[Sequence[Label | None]]) -> set[Key]:
    """Words before colons behind which nothing but names stands: "Presenter: Ada Brook (AB)"."""
    names: dict[Key, bool] = {}
    for block, labels in zip(blocks, found, strict=True):
        listed = len(block) > 1 and _are_facts(block) and all(fact_line(line.text) for line in block)
        for line, label in zip(block, labels, strict=True):
            if label and label.style in ("colon", "bold"):
                rest = line.text[label.end :].strip()
                only = len(block) == 1 and _are_names(rest) and _is_office(label.text)
                key = label.text, label.style
                names[key] = names.get(key, True) and (only or (listed and key not in names))
    return {key for key, only in names.items() if only}


def _are_names(text: str) -> bool:
    """Whether words are a name, or names between commas."""
    names = [name for name in re.split(r"[,;]\s", text.rstrip(".")) if name.strip()]
    return len(text.split()) > 1 and all(stands_as_name(name) for name in names)


def _is_office(text: str) -> bool:
    return is_voice(text) or _TAKING_PART.search(text) is not None


def _is_listed(line: Line) -> bool:
    """Whether a line below a heading is an item of a list or a link: minutes, not speech."""
    return line.text.lstrip()[:2] in ("- ", "* ", "• ", "| ") or any(
        mark.kind == "link" and mark.end - mark.start >= len(line.text.strip()) for mark in line.marks
    )


def _ends_sentence(line: Line) -> bool:
    return line.text.rstrip(" \t\xa0\"'”’»)]").endswith((".", "?", "!", "…", "-", "–", "—", "。")) or bool(line.label)


def _before_the_first(blocks: Blocks, found: Sequence[Sequence[Label | None]]) -> list[str]:
    lines: list[str] = []
    for block, labels in zip(blocks, found, strict=True):
        if any(labels):
            break
        lines += [line.text for line in block]
    return lines


def _is_titled(lines: Sequence[Line]) -> bool:
    """Whether the first line stands above a date, and what it begins with is no label: that would come again."""
    if len(lines) < 2 or date_line(lines[1].text) is None:
        return False
    first, *others = (candidates(line.text, False, line.bold) for line in lines)
    return first is not None and all(label is None or label.text != first.text for label in others)


def _is_joined(above: Line, line: Line) -> bool:
    """Whether a line goes on with the paragraph that ends with the line above."""
    if "event" in (above.role, line.role):
        return above.role == line.role and not above.text.rstrip(" .").endswith((")", "]"))
    if line.role != above.role.replace("paragraph", "text"):
        return False
    return not _is_apart(line) and not _is_apart(above)


def _is_apart(line: Line) -> bool:
    """Whether a line is no part of a paragraph."""
    return bool(
        line.heading or line.quotation or _direction(line, line.text) or is_rule(line.text) or is_clock(line.text)
    )


def _direction(line: Line, text: str) -> str | None:
    """The words of a stage direction that is all of a piece that begins with `line`."""
    return bare(text) if line.role == "event" else direction(text)


def _declared(name: str, office: str | None, outlet: str | None) -> Declared:
    """Somebody with an outlet asks; somebody with an office speaks for it, and may lead through the event."""
    if office:
        return Declared(name, role=office, part="moderator" if _MODERATORS.search(office) else None)
    return Declared(name, affiliation=outlet, part="questioner")


def _from(line: Line, start: int) -> Line:
    """The line without its first `start` characters."""
    marks = (Mark(max(m.start - start, 0), m.end - start, m.kind, m.value) for m in line.marks if m.end > start)
    return Line(line.number, line.text[start:], tuple(marks), quotation=line.quotation, role=line.role)


def _block(lines: Sequence[Line]) -> Block:
    """Lines as one paragraph: blanks at their ends go, line ends become blanks."""
    parts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        if parts:
            parts.append(" ")
            at += 1
        lead = len(line.text) - len(line.text.lstrip())
        for mark in line.marks:
            start, end = (min(max(edge - lead, 0), len(text)) for edge in (mark.start, mark.end))
            marks.append(Mark(at + start, at + end, mark.kind, mark.value))
        parts.append(text)
        at += len(text)
    text = "".join(parts)
    if "(" in text or "[" in text:
        marks += within(text, marks)
    return Block(text, canonical(marks), lines[0].quotation)
