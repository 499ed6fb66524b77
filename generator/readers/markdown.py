"""Markdown prose of other systems: front matter, headings, labels in bold or before a colon."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from generator.config.source import Source
from generator.config.yaml import List, Map, Node, Text, parse
from generator.decoding import decode
from generator.markup import parse_inline
from generator.model import Declared, Meta, Reading
from generator.native import front_matter_of
from generator.readers import paragraphs
from generator.readers.grids import columns
from generator.readers.heads import date_line
from generator.readers.labels import Label, candidates, clock, is_clock
from generator.readers.speech import Line, bold_at_start
from generator.routes import safe_url

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|(\d{1,9})[.)])[ \t]+\S")
_TIME = re.compile(r"\[(\d{1,3}(?::\d\d){1,3}(?:[.,]\d{1,3})?)\](?:\(https?://[^\s()]*\))?")
_LINKED_TIME = re.compile(r"\[\d{1,3}(?::\d\d){1,3}(?:[.,]\d{1,3})?\](?=\()")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*\|?\s*")
_CELL_END = re.compile(r"(?<!\\)\|")
_BOLD_TAG = re.compile(r"</?(?:b|strong)>", re.I)
_ITALIC_TAG = re.compile(r"</?(?:i|em)>", re.I)
_BREAK = re.compile(r"\s*<br\s*/?>\s*$", re.I)
_CODED_TIME = re.compile(r"^(\s*)`\[?(\d{1,3}(?::\d\d){1,3}(?:[.,]\d{1,3})?)\]?`")
_SENTENCE = re.compile(r"[.!?,;]\s")  # as it stands behind words that are more than a label
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.S)
# What other systems call the facts of our front matter.
_KEYS = {
    "title": "title",
    "subtitle": "subtitle",
    "description": "summary",
    "summary": "summary",
    "location": "place",
    "place": "place",
    "lang": "language",
    "language": "language",
    "licence": "licence",
    "license": "licence",
    "transcript_by": "credits",
    "transcriber": "credits",
    "credits": "credits",
    "series": "series",
    "kind": "kind",
    "status": "status",
}
_PEOPLE = ("speakers", "speaker", "guests", "guest", "participants", "people", "hosts", "host")
_TOPICS = ("topics", "tags", "categories", "keywords", "subjects")
_SOURCES = ("source", "source_url", "url", "link", "original")
_MEDIA = ("media", "audio", "video", "recording", "mp3")
_DATES = ("date", "published", "published_time", "created")
_UPDATES = ("updated", "lastmod", "modified", "last_modified")


def read(data: bytes, path: str) -> Reading:
    """The transcript in a Markdown text. Never raises: what is wrong is in the reading's problems."""
    text, problems = decode(data, path)
    reading = understood(text, path)
    return msgspec.structs.replace(reading, problems=(*problems, *reading.problems))


def understood(text: str, path: str) -> Reading:
    """The transcript in Markdown that is decoded already."""
    if toml := _TOML.match(text):
        meta, body, body_line = _meta_of_toml(toml[1]), text[toml.end() :], toml[0].count("\n") + 1
    else:
        yaml, first_line, body, body_line = front_matter_of(text)
        meta = _meta(yaml, path, first_line) if yaml else Meta()
    return paragraphs.understood(_blocks(body, body_line, meta.title), meta, path)


def _blocks(body: str, first_line: int, title: str | None) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    waiting: list[tuple[int, str]] = []
    for number, line in enumerate(body.split("\n"), first_line):
        heading = _HEADING.fullmatch(line.strip())
        if line.strip() and not heading:
            if waiting and _begins_item(line, waiting[0][1]):
                blocks.append(_paragraph(waiting))
                waiting = []
            waiting.append((number, line))
            continue
        if waiting:
            blocks += _rows(waiting) or [_paragraph(waiting)]
            waiting = []
        if heading and heading[2]:
            words, marks = parse_inline(_times_kept(heading[2]))
            if words != title:
                bold = next((m.end for m in marks if m.kind == "strong" and m.start == 0), 0)
                blocks.append([Line(number, words, (), bold, len(heading[1]))])
    return [*blocks, *(_rows(waiting) or [_paragraph(waiting)])] if waiting else blocks


def _rows(lines: Sequence[tuple[int, str]]) -> list[list[Line]]:
    """The rows of a table with a column for speakers and one for words, a block each; none of anything else."""
    if len(lines) < 4 or not _TABLE_RULE.fullmatch(lines[1][1]) or not all("|" in line for _, line in lines):
        return []
    rows = [(number, _CELL_END.split(line.strip().removeprefix("|").removesuffix("|"))) for number, line in lines]
    told = [[parse_inline(cell.strip())[0] for cell in cells] for _, cells in rows]
    of = columns([told[0], *told[2:]])
    if of is None or of.speaker is None:
        return []
    blocks: list[list[Line]] = []
    for (number, _), cells in zip(rows[2:], told[2:], strict=True):
        if len(cells) <= max(of.text, of.speaker):
            blocks.append([Line(number, " ".join(cells), role="matter")])
            continue
        name, start = cells[of.speaker].rstrip(": "), None
        if of.time is not None and of.time < len(cells) and is_clock(cells[of.time]):
            start = clock(cells[of.time])[0]
        label = Label(name, "marked", len(cells[of.speaker]) + 1, start) if name else None
        blocks.append([Line(number, f"{cells[of.speaker]} {cells[of.text]}".lstrip(), label=label)])
    return blocks


def _begins_item(line: str, before: str) -> bool:
    """Whether a line is the next item of a list, which is a paragraph of its own. In running text only a first one can
    be: “1986. A good year” may go on from the line above."""
    item = _ITEM.match(line)
    return item is not None and (item[1] in (None, "1") or _ITEM.match(before) is not None)


def _paragraph(lines: Sequence[tuple[int, str]]) -> list[Line]:
    """A block's lines; in one piece where none but the first begins with a label, since marks may run across lines."""
    each = [_line(number, text) for number, text in lines]
    if any(candidates(line.text, False, line.bold) for line in each[1:]):
        return each
    rest = lines[1:]
    if len(rest) > 1 and is_clock(each[0].text):
        return [each[0], *_paragraph(rest)]
    label = candidates(each[0].text, True, each[0].bold)
    if rest and label and label.end >= len(each[0].text.rstrip()):
        times = 1 if is_clock(each[1].text) else 0
        return [*each[: 1 + times], *([_joined(rest[times:])] if rest[times:] else [])]
    return [_joined(lines)]


def _joined(lines: Sequence[tuple[int, str]]) -> Line:
    texts = [text.strip() for _, text in lines]
    if texts[0].startswith(">"):
        texts[1:] = [text.removeprefix(">").strip() for text in texts[1:]]
    return _line(lines[0][0], " ".join(texts))


def _line(number: int, source: str) -> Line:
    quotation = source.lstrip().startswith(">")
    text, marks = parse_inline(_times_kept(_as_markdown(source).strip().removeprefix(">").strip().removesuffix("\\")))
    bold = bold_at_start(text, marks)
    kept = tuple(mark for mark in marks if mark.kind in ("emphasis", "strong", "link", "sync"))
    return Line(number, text, kept, bold, 0, quotation)


def _as_markdown(source: str) -> str:
    """A line with the HTML that people use for bold and italics, and times written as code, as Markdown."""
    if "<" in source:
        source = _BREAK.sub("", _ITALIC_TAG.sub("*", _BOLD_TAG.sub("**", source)))
    return _CODED_TIME.sub(r"\1[\2]", source) if "`" in source[:16] else source


def _times_kept(source: str) -> str:
    """A line with the time beside its label as words, and links on times as links: elsewhere `[0:04]` is a mark."""
    if "[" not in source or not (found := _TIME.search(source)):
        return source
    if len(source[: found.start()]) <= 80 and not _SENTENCE.search(source[: found.start()]):
        source = f"{source[: found.start()]}\\[{found[1]}\\]{source[found.end() :]}"
    return _LINKED_TIME.sub(lambda link: link[0].replace(":", "&#58;", 1), source)


def _meta(yaml: str, path: str, first_line: int) -> Meta:
    """Front matter as other systems write it; what has no place in ours becomes a further fact."""
    node, _ = parse(Source(yaml, path, first_line))
    return _told((key.value, _texts(value)) for key, value in (node.entries if isinstance(node, Map) else ()))


def _meta_of_toml(toml: str) -> Meta:
    """Front matter between `+++`; what is no TOML is kept as a summary, so that no word is lost."""
    try:
        table = tomllib.loads(toml)
    except (tomllib.TOMLDecodeError, RecursionError):
        return Meta(summary=toml)
    return _told((key, _values(value)) for key, value in table.items())


def _values(value: object) -> tuple[str, ...]:
    if isinstance(value, dict):
        value = list(value.values())
    return tuple(text for item in value for text in _values(item)) if isinstance(value, list) else (str(value),)


def _told(entries: Iterable[tuple[str, tuple[str, ...]]]) -> Meta:
    facts: dict[str, object] = {}
    extra: list[tuple[str, str]] = []
    for key, texts in entries:
        name = key.casefold().replace("-", "_")
        if not texts:
            continue
        if name in _KEYS:
            facts[_KEYS[name]] = " ".join(texts[0].split())
        elif name in _PEOPLE:
            facts["speakers"] = tuple(Declared(text) for text in texts)
        elif name in _TOPICS:
            facts["topics"] = texts
        elif name in _DATES + _UPDATES and (dated := date_line(texts[0][:10]) or date_line(texts[0])):
            facts["date" if name in _DATES else "updated"] = dated.date
        elif name in _SOURCES and (address := safe_url(texts[0])):
            facts["source"] = address
        elif name in _MEDIA and all(map(safe_url, texts)):
            facts["media"] = tuple(address for text in texts if (address := safe_url(text)))
        else:
            extra.append((key, ", ".join(texts)))
    return Meta(**facts, extra=tuple(extra))  # type: ignore[arg-type]


def _texts(node: Node) -> tuple[str, ...]:
    if isinstance(node, Text):
        return () if node.empty else (node.value,)
    items = node.items if isinstance(node, List) else ()
    return tuple(text for item in items for text in (_name(item) if isinstance(item, Map) else _texts(item)))


def _name(node: Map) -> tuple[str, ...]:
    values: Mapping[str, Node] = {key.value: value for key, value in node.entries}
    named = values.get("name") or values.get("title")
    return _texts(named) if named else ()
