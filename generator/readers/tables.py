"""Tables of speech: CSV and TSV, a row for each contribution or segment.

The columns of Oral History as Data (https://oralhistoryasdata.github.io: speaker, words, tags, timestamp; an empty
speaker goes on), of recognisers, of caption tools and of data sets; others are known by their names or by what they
hold. A column that is the same in all rows is a fact of the transcript.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from generator.decoding import decode
from generator.errors import Place, Problem, nearest, problem
from generator.model import (
    Attributes,
    Block,
    Declared,
    Event,
    Item,
    Mark,
    Matter,
    Meta,
    Position,
    Reading,
    Transcript,
    Turn,
    Understood,
)
from generator.names import is_voice
from generator.readers import plain
from generator.readers.cells import Row, Sheet, sheet
from generator.readers.columns import Columns, Units, columns, has_column, meta_field, time, units
from generator.readers.cues import Cue, once
from generator.readers.heads import date_line
from generator.readers.segments import Segment, direction, items
from generator.readers.tags import without
from generator.readers.voices import segments_of
from generator.routes import slugify

_PARAGRAPH = re.compile(r"</p>|<p(?:\s[^<>]*)?>|(?:<br\s*/?>\s*){2,}|\n\s*\n", re.I)
_BREAK = re.compile(r"<br\s*/?>|\n", re.I)
_LIST = re.compile(r"\s*[;|\n]\s*")
_SENTENCE_END = (".", "?", "!", "…", '"', "”", "’", ")", "]", "—", "。", "？", "！", "؟")
_NOBODY = frozenset(("nan", "none", "null", "n/a", "na", "-", "?", "undefined"))
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_DOUBTFUL = 0.5
_LONG = 80  # characters of a remark that is too long to stand behind a name
_FRAGMENTS = 0.3  # of rows that go on in the next one, in the middle of a sentence


class _Said(NamedTuple):
    """A row: who speaks ("": whoever did before), when, what, and what else the row tells."""

    speaker: str
    start: int | None
    end: int | None
    paragraphs: tuple[str, ...]
    beside: str  # what stands with the time
    topics: tuple[str, ...]
    extra: tuple[tuple[str, str], ...]
    unsure: bool
    line: int


def read(data: bytes, path: str, named: Mapping[str, str] | None = None) -> Reading:
    """The transcript in a table. Never raises: what is wrong is in the reading's problems.

    `named`: what its columns are called that hold the `speaker`, the `text` and so on, where somebody says so.
    """
    text, problems = decode(data, path)
    table = sheet(text, path)
    found = columns(table.rows, named or {})
    if max((len(row.cells) for row in table.rows), default=0) < 2 and (found is None or not found.names):
        return plain.read(data, path)
    problems = (*problems, *_missing(table.rows, named or {}, found, path))
    if found is None:
        wrong = problem("table-without-speech", Place(path))
        return Reading(
            Transcript(Meta(), _matter(table.rows)),
            tuple(Position(row.line) for row in table.rows[:1]),
            problems=(*problems, *table.problems, wrong),
        )
    return _Table(table, found, path).reading(problems)


def _missing(rows: Sequence[Row], named: Mapping[str, str], found: Columns | None, path: str) -> Iterator[Problem]:
    """Columns that were named and that the table does not have."""
    names = found.names if found and found.names else rows[0].cells if rows else ()
    for part, name in named.items():
        if not has_column(names, name):
            meant = nearest(name, names)
            hint = f"Did you mean “{meant}”?" if meant else f"Its columns are: {', '.join(filter(None, names))[:200]}."
            yield problem("no-such-column", Place(path, rows[0].line if rows else 1), name=name, part=part, hint=hint)


class _Table:
    """A table whose columns are known."""

    def __init__(self, table: Sheet, found: Columns, path: str) -> None:
        self._path = path
        self._columns = found
        self._delimiter = table.delimiter
        self._rows = table.rows[found.first :]
        self._head = table.rows[: max(found.first - 1, 0)]
        self._problems = list(table.problems)
        self._units = self._counted()
        self._constant, self._varying = self._others()

    def reading(self, problems: Sequence[Problem]) -> Reading:
        """The transcript in the table."""
        said = [self._said(row) for row in self._rows]
        if any(one.speaker for one in said):
            made = list(_turns(said, _are_fragments(said)))
        else:
            made = list(_unnamed(said, "start" in self._columns.parts))
        meta, head = self._meta(), self._preamble()
        named = [item for item, _ in made if isinstance(item, Turn)]
        if not named:
            self._problems.append(problem("nothing-spoken", Place(self._path)))
        elif all(turn.label == "?" for turn in named):
            self._problems.append(problem("no-speakers-found", Place(self._path)))
        self._problems += self._amiss(said)
        return Reading(
            Transcript(
                msgspec.structs.replace(meta, speakers=self._declared(said)), (*head, *(item for item, _ in made))
            ),
            (*(Position(row.line) for row in self._head[: len(head)]), *(Position(line) for _, line in made)),
            problems=(*problems, *self._problems),
            explained=tuple(self._explained(said)),
        )

    # --- cells ---

    def _cell(self, row: Row, part: str) -> str:
        at = self._columns.parts.get(part)
        if at is None or at >= len(row.cells):
            return ""
        width = len(self._columns.names)
        if part == "text" and at == width - 1 and len(row.cells) > width:  # delimiters in words without quotes
            return self._delimiter.join(row.cells[at:]).strip()
        return row.cells[at].strip()

    def _said(self, row: Row) -> _Said:
        start, end, beside = time(self._cell(row, "start"), self._units)
        stop, _, behind = time(self._cell(row, "end"), self._units)
        if (
            stop is None
            and start is not None
            and (length := time(self._cell(row, "duration"), self._units)[0]) is not None
        ):
            stop = start + length
        speaker = " ".join(unescape(self._cell(row, "speaker")).split()).rstrip(":：").strip()
        doubt = re.fullmatch(r"0?\.\d+|0|1(?:\.0*)?", self._cell(row, "confidence"))
        return _Said(
            "?" if speaker.casefold() in _NOBODY and speaker else speaker,
            None if start is None else max(start, 0),
            max(stop, 0) if stop is not None else end,
            tuple(_paragraphs(self._cell(row, "text"))),
            " ".join(words for words in (beside, behind) if words and words.casefold() not in _NOBODY),
            _topics(self._cell(row, "tags")),
            tuple(self._beside(row)),
            bool(doubt) and float(doubt[0]) < _DOUBTFUL if doubt else False,
            row.line,
        )

    def _beside(self, row: Row) -> Iterator[tuple[str, str]]:
        """What the columns that are nothing known say in this row."""
        for at in self._varying:
            if at < len(row.cells) and (value := " ".join(row.cells[at].split())):
                yield self._columns.names[at].strip() or f"column {at + 1}", value
        width = len(self._columns.names)
        if width and self._columns.parts["text"] != width - 1:
            surplus = [cell.strip() for cell in row.cells[width:] if cell.strip()]
            if surplus:
                self._problems.append(problem("row-too-long", Place(self._path, row.line), words=surplus[0][:60]))
                yield "further cells", " ".join(" ".join(surplus).split())

    def _counted(self) -> Units:
        parts = [part for part in ("start", "end") if part in self._columns.parts]
        name = self._columns.names[self._columns.parts[parts[0]]] if parts and self._columns.names else ""
        return units([[self._cell(row, part) for row in self._rows[:2000]] for part in parts], name)

    # --- columns that are nothing known ---

    def _others(self) -> tuple[dict[int, str], list[int]]:
        """Of the other columns, those with one value for all rows, and those that change."""
        constant: dict[int, str] = {}
        varying: list[int] = []
        known = {
            self._columns.names[at].strip().casefold() for at in self._columns.parts.values() if self._columns.names
        }
        for at, name in enumerate(self._columns.names):
            if at in self._columns.parts.values() and self._columns.parts.get("role") != at:
                continue
            values = [row.cells[at].strip() for row in self._rows if at < len(row.cells) and row.cells[at].strip()]
            if not values or (name.strip().casefold() in known and not any(map(str.isalpha, "".join(values)))):
                continue
            if _is_running(values):
                continue
            if (
                len(set(values)) == 1
                and (len(values) == 1 or len(values) * 2 > len(self._rows))
                and len(self._rows) > 1
            ):
                constant[at] = values[0]
            elif self._columns.parts.get("role") != at:
                varying.append(at)
        return constant, varying

    def _meta(self) -> Meta:
        pairs = [(self._columns.names[at].strip(), value) for at, value in self._constant.items()]
        pairs += [(row.cells[0].strip().rstrip(":"), row.cells[1].strip()) for row in self._head if _is_fact(row)]
        told: dict[str, Any] = {}
        extra: dict[str, str] = {}
        for name, value in pairs:
            field = meta_field(name)
            dated = (
                date_line(value[:10] if re.match(r"\d{4}-\d\d-\d\d[T ]", value) else value) if field == "date" else None
            )
            if field == "date":
                value = dated.date if dated else ""
            if field == "language" and not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", value):
                field = None
            if field and value and field not in told:
                told[field] = value
            else:
                extra[name] = dict(pairs)[name]
        return Meta(**told, extra=tuple((name, value) for name, value in extra.items() if name and value))

    def _preamble(self) -> tuple[Item, ...]:
        return _matter([row for row in self._head if not _is_fact(row)])

    def _declared(self, said: Sequence[_Said]) -> tuple[Declared, ...]:
        """Speakers with the office and party that the table gives them throughout."""
        found: dict[str, dict[str, set[str]]] = {}
        for row, one in zip(self._rows, said, strict=True):
            if one.speaker and one.speaker != "?":
                told = found.setdefault(one.speaker, {"role": set(), "affiliation": set()})
                for part, values in told.items():
                    if value := self._cell(row, part):
                        values.add(" ".join(value.split()))
        made = []
        for name, told in found.items():
            role, affiliation = (min(values) if len(values) == 1 else None for values in told.values())
            if role or affiliation:
                made.append(Declared(name, role=role, affiliation=affiliation))
        return tuple(made)

    # --- what is told of it ---

    def _amiss(self, said: Sequence[_Said]) -> Iterator[Problem]:
        last = 0
        negative = [row.line for row in self._rows if self._cell(row, "start").lstrip("[( ").startswith("-")]
        if negative:
            yield problem("times-negative", Place(self._path, negative[0]), number=len(negative))
        for one in said:
            if one.start is not None:
                if one.start < last or (one.end is not None and one.end < one.start):
                    yield problem("times-backwards", Place(self._path, one.line))
                last = one.start

    def _explained(self, said: Iterable[_Said]) -> Iterator[Understood]:
        names = self._columns.names
        if names:
            what = ", ".join(f"{names[at].strip()} = {part}" for part, at in self._columns.parts.items())
            yield Understood(1, what, "columns", "known by their names")
        for one in said:
            text = " ".join(one.paragraphs)
            if one.speaker:
                yield Understood(one.line, f"{one.speaker}: {text}", "label", "the row names who speaks")
            else:
                yield Understood(one.line, text, "speech", "the row names nobody: whoever spoke last goes on")


def _is_running(values: Sequence[str]) -> bool:
    """Whether values only count the rows."""
    if len(values) < 2 or not all(value.isdecimal() and len(value) < 10 for value in values):
        return False
    return all(int(after) == int(before) + 1 for before, after in pairwise(values))


def _matter(rows: Sequence[Row]) -> tuple[Item, ...]:
    told = (" | ".join(filter(None, (" ".join(cell.split()) for cell in row.cells))) for row in rows)
    blocks = tuple(Block(words) for words in told if words)
    return (Matter(blocks),) if blocks else ()


def _is_fact(row: Row) -> bool:
    """Whether a row above the names of columns tells a fact: its name, its value."""
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) == 2 and bool(row.cells[0].strip()) and bool(row.cells[1].strip()) and len(filled[0]) < 40


def _paragraphs(cell: str) -> Iterator[str]:
    """The paragraphs of a cell: divided by empty lines, else by lines at whose end a sentence ends."""
    for part in _PARAGRAPH.split(cell) if "<" in cell or "\n" in cell else (cell,):
        said = ""
        for line in map(without, _BREAK.split(part)) if "<" in part or "\n" in part else (without(part),):
            if said and said.endswith(_SENTENCE_END):
                yield said
                said = ""
            said = f"{said} {line}".strip()
        if said:
            yield said


def _topics(cell: str) -> tuple[str, ...]:
    """The topics in a cell; commas divide them only where nothing else does."""
    parts = _LIST.split(cell) if _LIST.search(cell) else cell.split(",")
    names = (part.strip().strip("[]'\"# ") for part in parts)
    return tuple(dict.fromkeys(slugify(name) if len(name.split()) > 1 else name for name in names if name))


def _are_fragments(said: Sequence[_Said]) -> bool:
    """Whether rows are stretches of speech as a machine cut it: they break off in the middle of sentences."""
    if not any(one.start is not None for one in said) or any(one.topics for one in said):
        return False
    spoken = [one for one in said if one.paragraphs]
    after = [
        before.paragraphs[-1].endswith(_SENTENCE_END)
        for before, one in pairwise(spoken)
        if one.speaker and before.speaker == one.speaker
    ]
    return after.count(False) > _FRAGMENTS * len(after)


def _turns(said: Sequence[_Said], joining: bool) -> Iterator[tuple[Item, int]]:
    """A turn for each row that names who speaks; rows that name nobody go on."""
    group: list[_Said] = []
    for one in said:
        same = bool(group) and one.speaker == group[0].speaker and joining and not _is_anybody(one.speaker)
        if one.speaker and group and not same:
            yield from _turn(group, joining)
            group = []
        if one.speaker or one.paragraphs or one.beside:
            group.append(one)
    if group:
        yield from _turn(group, joining)


def _turn(group: Sequence[_Said], joining: bool) -> Iterator[tuple[Item, int]]:
    label = group[0].speaker or None
    found, places = items(_segments(group, label or "?", joining))
    lines = [place.line for place in places]
    attributes = _attributes(group)
    if label and not any(isinstance(item, Turn) for item in found):
        alone = next((item for item in found if isinstance(item, Event)), None)
        if alone is None:
            return
        text = f"[{alone.text}]"
        found = (Turn(label, (Block(text, (Mark(0, len(text), "event"),)),), start=group[0].start, end=group[0].end),)
    first = True
    for item, line in zip(found, lines, strict=False):
        if isinstance(item, Turn) and first and attributes:
            item, first = msgspec.structs.replace(item, attributes=attributes), False
        yield item, line


def _segments(group: Sequence[_Said], label: str, joining: bool) -> Iterator[Segment]:
    speaker: str | None = label
    for one in group:
        if one.beside:
            words = one.beside if direction(one.beside) else f"[{one.beside}]"
            yield Segment(words, one.start, one.start, line=one.line)
        for number, text in enumerate(one.paragraphs):
            marks = (Mark(0, len(text), "unsure"),) if one.unsure else ()
            begins = number > 0 or not joining
            start = one.start if number == 0 else None
            yield Segment(text, start, one.end, speaker, marks, one.line, paragraph=begins)
            if direction(text) is None:
                speaker = None
        for name, value in one.extra:
            if len(value) > _LONG:
                yield Segment(f"{name}: {value}", line=one.line, comment=True)


def _attributes(group: Sequence[_Said]) -> Attributes:
    topics = dict.fromkeys(topic for one in group for topic in one.topics)
    extra: dict[str, list[str]] = {}
    for number, (name, value) in enumerate(pair for one in group for pair in one.extra):
        if len(value) <= _LONG:
            key = slugify(name)
            key = (
                key if _KEY.fullmatch(key) and key not in ("id", "class", "topics", "by") else f"column-{key or number}"
            )
            values = extra.setdefault(key if _KEY.fullmatch(key) else f"column-{number}", [])
            values += [value] if value not in values else []
    return Attributes(topics=tuple(topics), extra=tuple((key, "; ".join(values)) for key, values in extra.items()))


def _unnamed(said: Sequence[_Said], timed: bool) -> Iterator[tuple[Item, int]]:
    """A table that has no column for speakers is like captions: labels may be in the words."""
    cues = [Cue(one.start or 0, one.end or one.start or 0, one.paragraphs, one.line) for one in said if one.paragraphs]
    segments: Iterable[Segment] = segments_of(once(cues))
    if not any(one.end for one in said):
        segments = (msgspec.structs.replace(one, end=None) for one in segments)
    if not timed:
        segments = (msgspec.structs.replace(one, start=None, end=None, paragraph=True) for one in segments)
    found, places = items(segments)
    yield from zip(found, (place.line for place in places), strict=True)


def _is_anybody(label: str) -> bool:
    """Whether a label names nobody in particular and has no number either."""
    return is_voice(label) and not any(sign.isdigit() for sign in label)
