"""From the body of a Word document to lines (ECMA-376, 17.2-17.5 and 17.13: text, tables, tracked changes).

Deleted and hidden text is counted and never given out. What is inserted is text. Notes at the foot are matter.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

import msgspec

from generator.markup import canonical
from generator.model import Mark
from generator.readers.docx_styles import Style, W, is_on
from generator.readers.grids import Columns, columns
from generator.readers.labels import Label, clock, is_clock, stands_as_name
from generator.readers.speech import Line
from generator.routes import safe_url

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {"tab": "\t", "noBreakHyphen": "-", "br": "\n", "cr": "\n", "ptab": "\t"}
_DEPTH = 300  # the parser refuses what is deeper than 256
_BY_NAME = re.compile(r"speaker|sprecher|name of|character", re.I)
_CONTENTS = re.compile(r"toc \d|table of contents|inhaltsverzeichnis", re.I)


class Paragraph(msgspec.Struct):
    """A paragraph as it stands: its text with `\\n` for line ends in it."""

    text: str
    marks: tuple[Mark, ...] = ()
    style: Style = Style()
    named: int = 0  # characters at its start in a style made for names


class Body(msgspec.Struct):
    """What was found in a document."""

    blocks: list[list[Line]]
    left: Counter[str]  # words that were left out, by what they are
    styles: list[str]  # for each block the name of its style


class Walk:
    """Goes through the body of a document."""

    def __init__(self, styles: dict[str, Style], links: dict[str, str]) -> None:
        self._styles = styles
        self._links = links
        self.left: Counter[str] = Counter()
        self.blocks: list[list[Line]] = []
        self.kinds: list[str] = []
        self.title: str | None = None
        self._number = 0

    def body(self, root: Any, depth: int = 0) -> None:
        """Paragraphs and tables in order, also those in content controls and changes."""
        for child in root.iterchildren():
            if child.tag == W + "p":
                self._add(self._paragraph(child))
                self._boxes(child, depth)
            elif child.tag == W + "tbl":
                self._table(child, depth)
            elif child.tag in (W + "del", W + "moveFrom"):
                self.left["deleted words"] += len(_all_text(child).split())
            elif isinstance(child.tag, str) and depth < _DEPTH and child.tag != _FALLBACK:
                self.body(child, depth + 1)

    def notes(self, root: Any) -> None:
        """Notes at the foot or the end: matter."""
        for note in () if root is None else root.iterchildren():
            if note.get(W + "type") in (None, "normal"):
                for paragraph in note.iter(W + "p"):
                    found = self._paragraph(paragraph)
                    if found.text.strip():
                        self._number += 1
                        text = " ".join(found.text.split())
                        self._take([Line(self._number, text, role="matter")], "")

    # --- paragraphs --------------------------------------------------------------------------------------------

    def _paragraph(self, element: Any) -> Paragraph:
        properties = element.find(W + "pPr")
        named = None if properties is None else properties.find(W + "pStyle")
        style = self._styles.get(str(named.get(W + "val")), Style()) if named is not None else Style()
        runs = list(self._runs(element, style, None, 0))
        parts: list[str] = []
        marks: list[Mark] = []
        at = named_end = 0
        for text, bold, italic, link, is_name in runs:
            for kind, on, value in (("strong", bold, None), ("emphasis", italic, None), ("link", link, link)):
                if on and text.strip():
                    marks.append(Mark(at, at + len(text), kind, value))  # type: ignore[arg-type]
            at += len(text)
            if is_name and named_end == at - len(text):
                named_end = at
            parts.append(text)
        return Paragraph("".join(parts), canonical(marks), style, named_end)

    def _runs(
        self, element: Any, style: Style, link: str | None, depth: int
    ) -> Iterator[tuple[str, bool, bool, str | None, bool]]:
        """The stretches of text in a paragraph: text, bold, italic, link, whether its style is one for names."""
        for child in element.iterchildren():
            tag = child.tag
            if tag == W + "r":
                yield from self._run(child, style, link)
            elif tag in (W + "del", W + "moveFrom"):
                self.left["deleted words"] += len(_all_text(child).split())
            elif tag == W + "hyperlink":
                to = safe_url(self._links.get(str(child.get(_R + "id")), "")) or link
                yield from self._runs(child, style, to, depth + 1)
            elif isinstance(tag, str) and tag not in (_FALLBACK, W + "pPr") and depth < _DEPTH:
                yield from self._runs(child, style, link, depth + 1)

    def _run(self, run: Any, style: Style, link: str | None) -> Iterator[tuple[str, bool, bool, str | None, bool]]:
        properties = run.find(W + "rPr")
        named = None if properties is None else properties.find(W + "rStyle")
        own = self._styles.get(str(named.get(W + "val")), Style()) if named is not None else Style()
        text = _run_text(run)
        hidden = is_on(properties, "vanish")
        if hidden or (hidden is None and (own.hidden or style.hidden)):
            self.left["hidden words"] += len(text.split())
            return
        self.left["deleted words"] += sum(len((one.text or "").split()) for one in run.iterchildren(W + "delText"))
        bold = is_on(properties, "b")
        thick = (own.bold or (style.bold and not style.level)) if bold is None else bold
        yield text, thick, bool(is_on(properties, "i")), link, bool(_BY_NAME.search(own.name))

    def _boxes(self, paragraph: Any, depth: int) -> None:
        """Text in frames that hang on a paragraph, each once."""
        if depth >= _DEPTH:
            return
        for box in paragraph.iter(W + "txbxContent"):
            around = list(takewhile(lambda parent: parent is not paragraph, box.iterancestors()))
            if not any(parent.tag in (_FALLBACK, W + "txbxContent") for parent in around):
                self.body(box, depth + 1)

    def _add(self, found: Paragraph) -> None:
        self._number += 1
        name = found.style.name
        if not found.text.strip():
            self._take([], name)
        elif _CONTENTS.match(name):
            self._take([Line(self._number, " ".join(found.text.split()), role="matter")], name)
        elif name.casefold() in ("title", "titel", "titre", "título") and self.title is None:
            self.title = " ".join(found.text.split())
        else:
            self._take(_named(found, _lines(found, self._number)), name)

    def _take(self, block: list[Line], kind: str) -> None:
        self.blocks.append(block)
        self.kinds.append(kind)

    # --- tables ------------------------------------------------------------------------------------------------

    def _table(self, table: Any, depth: int) -> None:
        rows = [cells for row in table.iterchildren(W + "tr") if (cells := list(_cells(row)))]
        nested = any(True for cell in (cell for row in rows for cell in row) for _ in cell.iter(W + "tbl"))
        words = [[" ".join(self._cell_text(cell).split()) for cell in row] for row in rows]
        found = None if nested or depth > _DEPTH else columns(words)
        if found is None:
            self._other_table(rows, words, nested, depth)
            return
        for cells, said in list(zip(rows, words, strict=True))[found.head :]:
            self._row(cells, said, found)

    def _cell_text(self, cell: Any) -> str:
        """The words of a cell, without counting what is left out of it."""
        before = self.left.copy()
        text = " ".join(self._paragraph(paragraph).text for paragraph in cell.iter(W + "p"))
        self.left = before
        return text

    def _row(self, cells: list[Any], words: list[str], of: Columns) -> None:
        if len(cells) <= of.text:
            for cell in cells:
                self.body(cell)
            return
        time = words[of.time] if of.time is not None else ""
        times = clock(time)[:2] if is_clock(time) else (None, None)
        name = words[of.speaker] if of.speaker is not None else ""
        begin = len(self.blocks)
        self.body(cells[of.text])
        said = [block for block in self.blocks[begin:] if block]
        if name:
            first = said[0] if said else self._empty(begin)
            first[0] = _labelled(first[0], name, times)
        elif said and times[0] is not None:
            line = said[0][0]
            said[0][0] = msgspec.structs.replace(line, marks=canonical((Mark(0, 0, "sync", times[0]), *line.marks)))
        for at, text in enumerate(words):
            if text and at not in (of.text, of.speaker, of.time) and at not in of.aside:
                self._take([Line(self._number, text, role="matter")], "")

    def _empty(self, begin: int) -> list[Line]:
        self._number += 1
        self.blocks[begin:] = [[Line(self._number, "")]]
        self.kinds[begin:] = [""]
        return self.blocks[begin]

    def _other_table(self, rows: list[list[Any]], words: list[list[str]], nested: bool, depth: int) -> None:
        """Facts with their names in two columns, or a table that only lays out the page."""
        facts = not nested and all(len(row) == 2 and 0 < len(row[0]) < 40 and "\n" not in row[0] for row in words)
        if facts and len(rows) > 1 and all(said[1] for said in words):
            block = []
            for cells, said in zip(rows, words, strict=True):
                self._number += 1
                block.append(Line(self._number, f"{said[0].rstrip(':')}: {said[1]}"))
                for cell in cells:
                    self._count(cell)
            self._take(block, "")
        else:
            for cell in (cell for cells in rows for cell in cells):
                self.body(cell, depth + 1)

    def _count(self, cell: Any) -> None:
        for paragraph in cell.iter(W + "p"):
            self._paragraph(paragraph)


def _labelled(line: Line, name: str, times: tuple[int | None, int | None]) -> Line:
    """A line behind a name that stands beside it."""
    lead = f"{name} " if line.text else name
    bare = name.rstrip(":： ") or name
    marks = tuple(Mark(m.start + len(lead), m.end + len(lead), m.kind, m.value) for m in line.marks)
    return Line(line.number, lead + line.text, marks, label=Label(bare, "marked", len(lead), *times))


def _cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren():
        if child.tag == W + "tc":
            yield child
        elif child.tag == W + "sdt":
            yield from child.iter(W + "tc")


def _run_text(run: Any) -> str:
    parts: list[str] = []
    for child in run.iterchildren():
        if child.tag == W + "t":
            parts.append((child.text or "").replace("\n", " "))
        elif isinstance(child.tag, str) and child.tag.startswith(W):
            name = child.tag[len(W) :]
            if name == "br" and child.get(W + "type") in ("page", "column"):
                continue
            parts.append(_SIGNS.get(name, ""))
    return "".join(parts)


def _all_text(element: Any) -> str:
    return " ".join(str(one.text or "") for one in element.iter(W + "t", W + "delText"))


def _lines(found: Paragraph, number: int) -> list[Line]:
    """The lines of a paragraph: one, or as many as it has line ends."""
    lines: list[Line] = []
    at = 0
    for text in found.text.split("\n"):
        end = at + len(text)
        marks = tuple(
            Mark(max(m.start, at) - at, min(m.end, end) - at, m.kind, m.value)
            for m in found.marks
            if m.start < end and m.end > at
        )
        bold = next((m.end for m in marks if m.kind == "strong" and not text[: m.start].strip()), 0)
        if at == 0 and found.named:
            bold = max(bold, min(found.named, len(text)))
        if text.strip():
            lines.append(Line(number, text.rstrip(), _within(marks, len(text.rstrip())), bold, found.style.level))
        at = end + 1
    return lines


def _named(found: Paragraph, lines: list[Line]) -> list[Line]:
    """The lines of a paragraph that begins in a style made for the names of those who speak, with its label."""
    if not lines or lines[0].heading:
        return lines
    text = lines[0].text
    whole = len(text) if _BY_NAME.search(found.style.name) and _is_name(text) else 0
    end = whole or min(found.named, len(text))
    name = text[:end].strip().rstrip(":： ").strip()
    if not name or not _is_name(name):
        return lines
    end += len(text[end:]) - len(text[end:].lstrip(":： \t"))
    start, stop, end = clock(text, end)
    label = Label(name, "marked", end, start, stop)
    return [msgspec.structs.replace(lines[0], label=label), *lines[1:]]


def _is_name(text: str) -> bool:
    return len(text) <= 60 and stands_as_name(text.strip().rstrip(":： "))


def _within(marks: tuple[Mark, ...], length: int) -> tuple[Mark, ...]:
    return tuple(Mark(m.start, min(m.end, length), m.kind, m.value) for m in marks if m.start < length)
