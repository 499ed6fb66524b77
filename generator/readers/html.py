"""Web pages: the article is found, the page's furniture left; headings, bold names and `<cite>` say who speaks."""

import re
from collections.abc import Iterable, Iterator

import msgspec
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import CData, PreformattedString

from generator.decoding import decode
from generator.markup import canonical
from generator.model import Mark, Meta, Reading
from generator.readers.heads import date_line
from generator.readers.labels import is_clock
from generator.readers.speech import Line, understand
from generator.routes import safe_url

_FURNITURE = (
    "script style noscript template nav header footer aside form button iframe svg figure select dialog".split()
)
_BLOCKS = frozenset(
    "p div section article main blockquote li dt dd h1 h2 h3 h4 h5 h6 pre td th tr table ul ol dl body address center "
    "figcaption details summary hr".split()
)
_KINDS = {"em": "emphasis", "i": "emphasis", "strong": "strong", "b": "strong", "a": "link"}
_CHARSET = re.compile(rb"""charset=["']?([\w-]+)""", re.I)
_DEPTH = 200


def read(data: bytes, path: str) -> Reading:
    """The transcript in a web page. Never raises: what is wrong is in the reading's problems."""
    text, problems = _decoded(data, path)
    page = BeautifulSoup(text, "lxml")
    meta = _meta(page)
    article = _article(page)
    blocks = [[line] for line in _Lines(meta.title).of(article)] if article else []
    reading = understand(_joined(blocks), meta, path)
    return msgspec.structs.replace(reading, problems=(*problems, *reading.problems))


def _decoded(data: bytes, path: str) -> tuple[str, tuple[object, ...]]:
    """As the page itself declares, where it does and is no UTF-8."""
    declared = _CHARSET.search(data[:2048])
    if declared:
        try:
            return data.decode("utf-8"), ()
        except UnicodeDecodeError:
            try:
                return data.decode(declared[1].decode(), "replace"), ()
            except LookupError:
                pass
    return decode(data, path)


def _meta(page: BeautifulSoup) -> Meta:
    def content(**attributes: str) -> str | None:
        tag = page.find("meta", attrs=attributes)
        value = tag.get("content") if isinstance(tag, Tag) else None
        return " ".join(str(value).split()) or None if value else None

    heading = page.find("h1")
    title = page.find("title")
    words = [tag.get_text(" ", strip=True) for tag in (heading, title) if isinstance(tag, Tag)]
    name = next((text for text in (words[:1] if heading else []) if text), None) or content(property="og:title")
    time = page.find("time", attrs={"datetime": True})
    stamp = str(time.get("datetime")) if isinstance(time, Tag) else None
    dates = (stamp, content(property="article:published_time"), content(name="date"), content(name="dcterms.date"))
    dated = next((found for date in dates if date and (found := date_line(date[:10]))), None)
    html = page.find("html")
    language = str(html.get("lang") or "") if isinstance(html, Tag) else ""
    return Meta(
        title=" ".join((name or (words[-1] if words else "")).split()) or None,
        date=dated.date if dated else None,
        language=language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}", language) else None,
        source=safe_url(content(property="og:url") or "") if content(property="og:url") else None,
    )


def _article(page: BeautifulSoup) -> Tag | None:
    """The element that holds the transcript: what is marked as the article, else the whole body."""
    telling = _ancestors(page.find_all(["p", "blockquote"]))
    for tag in page.find_all(_FURNITURE):
        if not tag.decomposed and (tag.name != "header" or id(tag) not in telling):
            tag.decompose()
    names = ("article", "main")
    candidates = [tag for name in names for tag in page.find_all(name) if not tag.find_parent(names)]
    body = page.body or page
    size = len(body.get_text())
    best = max(candidates, key=lambda tag: len(tag.get_text()), default=None)
    return best if best is not None and len(best.get_text()) * 2 > size else body


def _ancestors(tags: Iterable[Tag]) -> set[int]:
    """The elements that have any of these tags in them, by identity; each is visited once."""
    found: set[int] = set()
    for tag in tags:
        for parent in tag.parents:
            if id(parent) in found:
                break
            found.add(id(parent))
    return found


def _joined(blocks: list[list[Line]]) -> list[list[Line]]:
    """A line that is no paragraph's own (a `<br>` or a `<cite>`) belongs to the block before."""
    joined: list[list[Line]] = []
    for block in blocks:
        if block[0].number < 0 and joined:
            line = block[0]
            joined[-1].append(msgspec.structs.replace(line, number=-line.number))
        else:
            joined.append([msgspec.structs.replace(block[0], number=abs(block[0].number))])
    return joined


class _Lines:
    """Goes through an article; a negative line number marks a line that goes on with the block before it."""

    def __init__(self, title: str | None) -> None:
        self._title = title
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self._at = 0
        self._number = 1
        self._goes_on = False
        self._found: list[Line] = []

    def of(self, article: Tag) -> Iterator[Line]:
        """The paragraphs of the article, in order."""
        self._walk(article, 0, 0, False)
        self._end(0, False)
        return iter(self._found)

    def _walk(self, tag: Tag, depth: int, heading: int, quotation: bool) -> None:
        for child in tag.children:
            if isinstance(child, NavigableString):
                if type(child) is NavigableString or (
                    isinstance(child, CData) and not isinstance(child, PreformattedString)
                ):
                    self._text(str(child))
            elif isinstance(child, Tag):
                self._tag(child, depth + 1, heading, quotation)

    def _tag(self, tag: Tag, depth: int, heading: int, quotation: bool) -> None:
        name = tag.name
        if depth > _DEPTH:
            self._text(tag.get_text(" "))
        elif name == "br":
            self._end(heading, quotation)
            self._goes_on = True
        elif name in ("cite", "dt"):
            self._end(heading, quotation)
            self._inline(tag, "strong", depth)
            self._goes_on = False
        elif name == "time" and self._parts:
            words = tag.get_text(strip=True)
            self._text(f" [{words}] " if self._is_label_only() and is_clock(words) else f" {words} ")
        elif name in _BLOCKS:
            follows_label = self._is_label_only()
            if not follows_label:
                self._end(heading, quotation)
            level = int(name[1]) if re.fullmatch("h[1-6]", name) else heading
            self._number = tag.sourceline or self._number
            self._walk(tag, depth, level, quotation or name == "blockquote")
            self._end(level, quotation or name == "blockquote")
        else:
            self._inline(tag, _KINDS.get(name, ""), depth, heading, quotation)

    def _inline(self, tag: Tag, kind: str, depth: int, heading: int = 0, quotation: bool = False) -> None:
        start = self._at
        self._walk(tag, depth, heading, quotation)
        value = safe_url(str(tag.get("href") or "")) if kind == "link" else None
        if kind and start < self._at and (kind != "link" or value):
            self._marks.append(Mark(start, self._at, kind, value))  # type: ignore[arg-type]

    def _is_label_only(self) -> bool:
        """Whether all there is so far is a `<cite>` or `<dt>`, perhaps with a time: the words come next."""
        text = "".join(self._parts).strip()
        bold = next((mark.end for mark in self._marks if mark.kind == "strong" and mark.start == 0), 0)
        return bool(text) and bold > 0 and not text[bold:].strip(" :0123456789.[]()")

    def _text(self, text: str) -> None:
        words = re.sub(r"[ \t\n\r\f]+", " ", text)
        if not self._at or (self._parts and self._parts[-1].endswith(" ")):
            words = words.lstrip(" ")
        if words:
            self._parts.append(words)
            self._at += len(words)

    def _end(self, heading: int, quotation: bool) -> None:
        text = "".join(self._parts)
        if text.strip() and not (heading == 1 and text.strip() == self._title):
            marks = canonical(self._marks)
            bold = next((mark.end for mark in marks if mark.kind == "strong" and mark.start == 0), 0)
            number = -self._number if self._goes_on else self._number
            self._found.append(
                Line(number, text.rstrip(), _within(marks, len(text.rstrip())), bold, heading, quotation)
            )
        self._parts, self._marks, self._at, self._goes_on = [], [], 0, False


def _within(marks: tuple[Mark, ...], length: int) -> tuple[Mark, ...]:
    return tuple(Mark(m.start, min(m.end, length), m.kind, m.value) for m in marks if m.start < length)
