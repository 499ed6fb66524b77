"""From the elements of a web page to lines: paragraphs with their marks, labels and times."""

import re
from collections.abc import Iterator

import msgspec
from bs4 import NavigableString, Tag
from bs4.element import CData

from generator.markup import canonical
from generator.model import Declared, Mark
from generator.readers.grids import Columns, columns
from generator.readers.heads import is_ornament
from generator.readers.html_speakers import is_time, named_in_data, speakers_in, tells_office, words_of
from generator.readers.labels import Label, clock, is_clock
from generator.readers.speech import Line, bold_at_start
from generator.routes import safe_url

_BLOCKS = frozenset(
    """p div section article main blockquote li dt dd h1 h2 h3 h4 h5 h6 pre td th tr table tbody thead tfoot ul ol dl
    body address center figcaption details summary hr header footer form fieldset""".split()
)
_KINDS = {"em": "emphasis", "i": "emphasis", "strong": "strong", "b": "strong", "a": "link"}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_BOLD_RULE = re.compile(r"([.\w\s,#-]{1,200})\{[^{}]{0,2000}?font-weight\s*:\s*(?:bold|[6-9]00)[^{}]{0,2000}\}", re.I)
_PRE = re.compile(r"white-space\s*:\s*pre", re.I)
_DELETED = frozenset(("del", "strike"))
_DEPTH = 200
_MS = 1000
_JUMP = re.compile(r"[#?&](?:t|time|start|ts)=(\d{1,6})s?(?:\.\d+)?(?=&|$)")
_SECONDS = (
    "data-start",
    "data-start-time",
    "data-time",
    "data-timestamp",
    "data-begin",
    "data-starttime",
    "data-seconds",
)
_ENDS = ("data-end", "data-end-time", "data-endtime")


class Found(msgspec.Struct):
    """The lines of an article, in blocks, and what its markup says about those who speak."""

    blocks: list[list[Line]]
    speakers: tuple[Declared, ...]
    deleted: int  # words that are struck out


def lines_of(article: Tag, aside: frozenset[int], title: str | None, styles: str = "") -> Found:
    """The paragraphs of an article, in order. `styles`: the style sheet of the page, which may tell what is bold."""
    walk = _Walk(aside, speakers_in(article, aside), title, _bold_classes(styles))
    walk.inside(article)
    walk.end()
    walk.unspoken()
    told = tuple(Declared(name, role=office) for name, office in walk.offices.items())
    return Found([block for block in walk.blocks if block], told, walk.deleted)


def _bold_classes(styles: str) -> frozenset[str]:
    """The classes that a style sheet shows in bold, as word processors write them."""
    found: set[str] = set()
    for rule in _BOLD_RULE.finditer(styles[: 1 << 18]):
        found.update(re.findall(r"(?:^|[,\s}]|span)\.([\w-]+)\s*(?=,|$)", rule[1].strip()))
    return frozenset(found)


class _State(msgspec.Struct):
    """Where in the tree a text stands."""

    depth: int = 0
    heading: int = 0
    quotation: bool = False
    pre: bool = False
    bold: bool = False


class _Walk:
    """Goes through an article and puts lines together."""

    def __init__(self, aside: frozenset[int], names: dict[int, str], title: str | None, bold: frozenset[str]) -> None:
        self._aside = aside
        self._names = names
        self._title = title
        self._bold = bold
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self._at = 0
        self._number = 1
        self._state = _State()
        self._label: str | None = None  # of a speaker whose words come next
        self._label_number = 1
        self._speaking: str | None = None  # by an attribute
        self._clock: tuple[int | None, int | None] = (None, None)
        self._goes_on = False  # the next line belongs to the block of the last
        self.blocks: list[list[Line]] = []
        self.offices: dict[str, str] = {}
        self.deleted = 0

    # --- the tree ----------------------------------------------------------------------------------------------

    def inside(self, tag: Tag) -> None:
        """What an element holds."""
        for child in tag.children:
            if isinstance(child, Tag):
                self._state.depth += 1
                self._tag(child)
                self._state.depth -= 1
            elif type(child) is NavigableString or isinstance(child, CData):
                self._text(str(child))

    def _tag(self, tag: Tag) -> None:
        name = tag.name
        if id(tag) in self._aside:
            return
        if self._state.depth > _DEPTH:
            self._text(tag.get_text(" "))
        elif name == "br":
            self._break()
        elif name in _DELETED:
            self.deleted += len(tag.get_text(" ").split())
        elif id(tag) in self._names:
            self._speaker(tag)
        elif is_time(tag):
            self._time(tag)
        elif self._is_office(tag):
            pass
        elif name == "table" and (rows := _rows(tag, self._aside)) and (found := columns([r[1] for r in rows])):
            self._table(rows, found)
        elif name in _BLOCKS or named_in_data(tag):
            self._block(tag)
        else:
            self._inline(tag)

    def _is_office(self, tag: Tag) -> bool:
        """Whether an element says what the speaker is whose name stands before it; then it is taken note of."""
        words = words_of(tag) if self._label is not None and not self._parts and tells_office(tag) else None
        if not words or self._label is None:
            return False
        office = words.strip("(), ")
        return self.offices.setdefault(self._label.rstrip(":： "), office) == office

    def _block(self, tag: Tag) -> None:
        name = tag.name
        inline = name not in _BLOCKS
        who = named_in_data(tag)
        if not inline:
            self.end()
        if who and not any(id(child) in self._names for child in tag.find_all(True, limit=12)):
            if who != self._speaking:
                self.end()
                self.unspoken()
                self._label, self._label_number = who, tag.sourceline or self._number
                self._clock = _data_clock(tag)
            self._speaking = who
        elif not inline and _data_clock(tag)[0] is not None and self._clock[0] is None:
            self._clock = _data_clock(tag)
        before, self._state = self._state, _inner(self._state, tag)
        self._number = tag.sourceline or self._number
        bold = _is_bold(tag, self._bold)
        if inline or bold:
            self._inline(tag, bold)
        else:
            self.inside(tag)
        if not inline:
            self.end()
        self._state = before

    def _inline(self, tag: Tag, bold: bool = False) -> None:
        if tag.name in ("a", "button") and (ornament := words_of(tag, 4)) and is_ornament(ornament):
            if self._clock[0] is None and not "".join(self._parts).strip():
                self._clock = _jump(tag)
            return
        kind = "strong" if bold or _is_bold(tag, self._bold) else _KINDS.get(tag.name, "")
        start = self._at
        blocks = len(self.blocks), len(self.blocks[-1]) if self.blocks else 0
        self.inside(tag)
        if blocks != (len(self.blocks), len(self.blocks[-1]) if self.blocks else 0):
            start = 0  # a line ended inside
        value = safe_url(str(tag.get("href") or "")) if kind == "link" else None
        if kind and start < self._at and (kind != "link" or value):
            self._marks.append(Mark(start, self._at, kind, value))  # type: ignore[arg-type]

    # --- who speaks, and when ----------------------------------------------------------------------------------

    def _speaker(self, tag: Tag) -> None:
        """A name that the markup gives: the words behind it are its turn."""
        times = self._clock if not self._parts else (None, None)
        if self._parts and is_clock("".join(self._parts).strip(" []()|-–—·")):
            times = clock("".join(self._parts).strip(" |-–—·"))[:2]
            self._parts, self._marks, self._at = [], [], 0
        self.end()
        self.unspoken()
        self._label, self._label_number = self._names[id(tag)], tag.sourceline or self._number
        self._clock = times
        self._speaking = None
        self._goes_on = False

    def _time(self, tag: Tag) -> None:
        words = words_of(tag, 40) or ""
        start, stop, _ = clock(words)
        self._number = tag.sourceline or self._number
        if not "".join(self._parts).strip():
            if self._clock[0] is None:
                self._clock = (start, stop)
        elif self._names:
            self._marks.append(Mark(self._at, self._at, "sync", start))
        elif self._parts and self._parts[-1].rstrip().endswith(("(", "[")):  # in brackets already
            self._text(words.strip("[]()"))
        else:
            self._text(f" [{words.strip('[]()')}] ")

    def unspoken(self) -> None:
        """A name behind which no words came keeps its place."""
        if self._label is not None:
            self._emit("", (), 0)

    # --- tables ------------------------------------------------------------------------------------------------

    def _table(self, rows: list[tuple[Tag, list[str], list[Tag]]], of: Columns) -> None:
        """Rows with speaker and text in columns; an empty speaker goes on."""
        self.end()
        for tag, words, cells in rows[1:] if of.head else rows:
            self._number = tag.sourceline or self._number
            if len(cells) <= of.text:
                for cell in cells:
                    self._block(cell)
                continue
            if of.time is not None and is_clock(words[of.time]):
                self._clock = clock(words[of.time])[:2]
            if of.speaker is not None and words[of.speaker]:
                self.unspoken()
                self._label, self._label_number = words[of.speaker], self._number
            self._block(cells[of.text])
            if self._label is not None:
                self._emit("", (), 0)
            for at, cell in enumerate(cells):
                if words[at] and at not in (of.text, of.speaker, of.time) and at not in of.aside:
                    self.blocks.append([Line(cell.sourceline or self._number, words[at], role="matter")])

    # --- text --------------------------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        if self._state.pre:
            first, *others = text.split("\n")
            self._words(first)
            for line in others:
                self._break()
                self._words(line)
        else:
            self._words(text)

    def _words(self, text: str) -> None:
        words = re.sub(r"[ \t\n\r\f]+", " ", text)
        if not self._at or (self._parts and self._parts[-1].endswith(" ")):
            words = words.lstrip(" ")
        if self._label is not None and not self._at:  # what stands between a name and its words
            words = re.sub(r"^[:：\]) ]+", "", words)
        if words:
            self._parts.append(words)
            self._at += len(words)

    def _break(self) -> None:
        """A line ends; two ends in a row are the end of a paragraph."""
        if "".join(self._parts).strip():
            self.end()
            self._goes_on = True
        else:
            self._parts, self._marks, self._at = [], [], 0
            self._goes_on = False

    def end(self) -> None:
        """The line ends here."""
        text = "".join(self._parts)
        marks = canonical(self._marks)
        heading = self._state.heading
        if text.strip() and not (heading == 1 and text.strip() == self._title):
            bold = bold_at_start(text, marks)
            self._emit(text.rstrip(), _within(marks, len(text.rstrip())), bold)
        self._parts, self._marks, self._at, self._goes_on = [], [], 0, False

    def _emit(self, text: str, marks: tuple[Mark, ...], bold: int) -> None:
        heading, quotation = self._state.heading, self._state.quotation
        if self._label is not None:
            name = self._label.rstrip(":： ").strip("[]<> ") or self._label
            lead = f"{self._label} " if text else self._label
            label = Label(name, "marked", len(lead), *self._clock)
            moved = tuple(Mark(m.start + len(lead), m.end + len(lead), m.kind, m.value) for m in marks)
            self.blocks.append([Line(self._label_number, lead + text, moved, label=label)])
            self._label, self._clock = None, (None, None)
            return
        if self._clock[0] is not None:
            if self._names or self._speaking:
                marks = canonical((Mark(0, 0, "sync", self._clock[0]), *marks))
            elif not heading:
                self.blocks.append([Line(self._number, _written(self._clock[0]), role="text")])
            self._clock = (None, None)
        line = Line(self._number, text, marks, bold, heading, quotation)
        if self._goes_on and self.blocks:
            self.blocks[-1].append(line)
        else:
            self.blocks.append([line])


def _inner(state: _State, tag: Tag) -> _State:
    name = tag.name
    return _State(
        state.depth,
        int(name[1]) if re.fullmatch("h[1-6]", name) else state.heading,
        state.quotation or name == "blockquote",
        state.pre or name == "pre" or _PRE.search(str(tag.get("style") or "")) is not None,
        state.bold,
    )


def _is_bold(tag: Tag, classes: frozenset[str]) -> bool:
    if tag.name in ("strong", "b"):
        return True
    if classes and classes.intersection(filter(None, tag.get_attribute_list("class"))):
        return True
    return tag.has_attr("style") and _BOLD.search(str(tag["style"])) is not None


def _data_clock(tag: Tag) -> tuple[int | None, int | None]:
    """When an element is spoken by its attributes: seconds, a time, or milliseconds in `data-m`."""
    if not any(name.startswith("data-") for name in tag.attrs):
        return None, None
    if str(tag.get("data-m") or "").isdigit():
        return int(str(tag["data-m"])[:12]), None
    start = next((value for name in _SECONDS if (value := _moment(tag.get(name))) is not None), None)
    stop = next((value for name in _ENDS if (value := _moment(tag.get(name))) is not None), None)
    return start, stop if start is not None else None


def _jump(tag: Tag) -> tuple[int | None, int | None]:
    """The time to which a link without words leads: `#t=31`, `?t=31s`, `data-time`."""
    found = _JUMP.search(str(tag.get("href") or ""))
    return (int(found[1]) * _MS, None) if found else _data_clock(tag)


def _moment(value: object) -> int | None:
    text = str(value or "").strip()
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,9})?", text):
        return round(float(text) * _MS)
    return clock(text)[0] if is_clock(text) else None


def _written(milliseconds: int) -> str:
    """A time as a line of its own says it."""
    seconds, rest = divmod(milliseconds, _MS)
    written = f"[{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{written}.{rest:03}]" if rest else f"{written}]"


def _within(marks: tuple[Mark, ...], length: int) -> tuple[Mark, ...]:
    return tuple(Mark(min(m.start, length), min(m.end, length), m.kind, m.value) for m in marks if m.start <= length)


def _rows(table: Tag, aside: frozenset[int]) -> list[tuple[Tag, list[str], list[Tag]]]:
    """The rows of a table with the words and the elements of their cells; none where tables stand in it."""
    if table.find("table") is not None:
        return []
    return [row for tag in table.find_all("tr") if id(tag) not in aside and (row := _cells(tag))[1]]


def _cells(row: Tag) -> tuple[Tag, list[str], list[Tag]]:
    cells = list(_cell_tags(row))
    return row, [" ".join(cell.get_text(" ").split()) for cell in cells], cells


def _cell_tags(row: Tag) -> Iterator[Tag]:
    return (cell for cell in row.children if isinstance(cell, Tag) and cell.name in ("td", "th"))
