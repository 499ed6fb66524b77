"""Web pages: the article is found, the page's furniture left; elements, classes and bold names say who speaks."""

import re

import msgspec
from bs4 import BeautifulSoup, Tag

from generator.decoding import decode
from generator.errors import Place, Problem, problem
from generator.model import Block, Matter, Meta, Position, Reading, Transcript, Understood
from generator.readers import plain
from generator.readers.html_article import article_of, outside
from generator.readers.html_head import meta_of
from generator.readers.html_lines import lines_of
from generator.readers.paragraphs import with_names_above
from generator.readers.speech import understand

_CHARSET = re.compile(rb"""charset=["']?([\w-]+)""", re.I)


def read(data: bytes, path: str) -> Reading:
    """The transcript in a web page. Never raises: what is wrong is in the reading's problems."""
    text, problems = _decoded(data, path)
    page = BeautifulSoup(text, "lxml")
    article, aside = article_of(page)
    meta = meta_of(page, article)
    reading = _preformatted(article, aside, meta, path) or _marked_up(page, article, aside, meta, path)
    left = outside(page, article, aside)
    words = sum(len(text.split()) for _, text in left)
    told = (problem("outside-article", Place(path), number=words),) if words else ()
    around = (Understood(line, text, "furniture", "stands on the page outside its article") for line, text in left)
    return msgspec.structs.replace(
        reading,
        problems=(*problems, *told, *reading.problems),
        explained=tuple(sorted((*around, *reading.explained), key=lambda one: one.line)),
    )


def _marked_up(page: BeautifulSoup, article: Tag, aside: frozenset[int], meta: Meta, path: str) -> Reading:
    styles = "\n".join(style.get_text() for style in page.find_all("style"))
    found = lines_of(article, aside, meta.title, styles)
    told = msgspec.structs.replace(meta, speakers=found.speakers)
    reading = understand(with_names_above(found.blocks), told, path)
    if not found.deleted:
        return reading
    left = problem("not-published", Place(path), number=found.deleted, what="deleted words")
    return msgspec.structs.replace(reading, problems=(*reading.problems, left))


def _preformatted(article: Tag, aside: frozenset[int], meta: Meta, path: str) -> Reading | None:
    """A page that is a plain text in `<pre>`, as the Government Publishing Office makes them; else None."""
    texts = _outermost(article)
    text = "\n".join(tag.get_text() for tag in texts)
    if not texts or len(text) * 10 < len(article.get_text()) * 7:
        return None
    around = lines_of(article, aside | frozenset(map(id, texts)), meta.title)
    reading = plain.read(text.encode(), path)
    first = (texts[0].sourceline or 1) - 1
    items = reading.transcript.items
    positions = tuple(Position(one.line + first, one.column) for one in reading.item_positions)
    beside = [line for block in around.blocks for line in block]
    if beside:  # what stands around the text
        items = (Matter(tuple(Block(line.text.strip(), quotation=line.quotation) for line in beside)), *items)
        positions = (Position(beside[0].number), *positions)
    return Reading(
        Transcript(_completed(reading.transcript.meta, meta), items, reading.transcript.notes),
        positions,
        problems=reading.problems,
        explained=(
            *(Understood(line.number, line.text.strip(), "matter", "stands around the text") for line in beside),
            *(msgspec.structs.replace(one, line=one.line + first) for one in reading.explained),
        ),
    )


def _outermost(article: Tag) -> list[Tag]:
    """The preformatted texts of a page that stand in no other; each is visited once."""
    found: list[Tag] = []
    inside: set[int] = set()
    for tag in article.find_all("pre"):
        if id(tag) not in inside:
            found.append(tag)
            inside.update(id(inner) for inner in tag.find_all("pre"))
    return found


def _completed(told: Meta, page: Meta) -> Meta:
    """What the text tells, and for the rest what the page says about itself; the page's own title counts."""
    return msgspec.structs.replace(
        told,
        title=page.title or told.title,
        subtitle=told.title if page.title and told.title != page.title and not told.subtitle else told.subtitle,
        date=told.date or page.date,
        language=told.language or page.language,
        source=told.source or page.source,
    )


def _decoded(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """As the page itself declares, where it does and is no UTF-8."""
    declared = _CHARSET.search(data[:2048])
    if declared:
        try:
            return data.decode("utf-8"), ()
        except UnicodeDecodeError:
            try:
                return data.decode(_as_browsers(declared[1].decode()), "replace"), ()
            except LookupError:
                pass
    return decode(data, path)


def _as_browsers(encoding: str) -> str:
    """Latin 1 and ASCII mean Windows-1252 on the web (WHATWG Encoding, section 4.2)."""
    return "cp1252" if encoding.casefold() in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii") else encoding
