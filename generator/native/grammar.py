"""The lines of the native format: what begins a block, and what a label line is made of."""

import re
from functools import lru_cache

from generator.markup import escape, unescape
from generator.markup.attributes import parse_attributes, write_attribute
from generator.markup.inline import milliseconds
from generator.markup.writing import clock
from generator.model import NO_ATTRIBUTES, Attributes, Value

HEADING = re.compile(r"(#{1,6})[ \t]+([^ \t].*)")
FENCE = re.compile(r":::[ \t]*matter[ \t]*")
FENCE_END = re.compile(r":::[ \t]*")
QUOTE = re.compile(r">[ ]?")
DEFINITION = re.compile(r"\[\^([^\s\[\]]+)\]:[ \t]*")
KIND = re.compile(r"\[!([\w-]+)\]")
COMMENT = "<!--"
COMMENT_END = "-->"
SIGNS = frozenset("#:>[<*")  # a line that begins with none of these begins a paragraph without a label
_EVENT = re.compile(r"\*(?:\[((?:\\.|[^\\\[\]])+)\]|\(((?:\\.|[^\\()])+)\))\*[ \t]*")
_LABEL = re.compile(r"\*\*((?:\\.|[^\\*])+)\*\*(?=([ \t]*[{\[])?)")
_BLANKS = re.compile(r"[ \t]*")
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):([0-5]\d)(?:\.(\d{1,3}))?"
_LONGEST = 2000  # characters of a heading that may have attributes
_TIMES = re.compile(rf"[ \t]*\[{_TIME}(?:[ ]?[–-][ ]?{_TIME})?\]")


class Label(Value):
    """What stands before the words on a label line; `end` is where the words begin."""

    label: str
    attributes: Attributes
    start: int | None
    stop: int | None
    end: int


def label(line: str) -> Label | None:
    """The label at the start of a line, if there is one."""
    found = _LABEL.match(line)
    name = _name(found[1]) if found else None
    if not found or not name:
        return None
    attributes, start, stop, position = NO_ATTRIBUTES, None, None, found.end()
    if found[2]:
        attributes, position = attributes_at(line, position)
        start, stop, position = times_at(line, position)
    return Label(name, attributes, start, stop, position)


@lru_cache(maxsize=1 << 8)  # a few names stand before all turns
def _name(source: str) -> str | None:
    """The words before the colon; None where there are none, or no colon that means one."""
    written = source.rstrip()
    if not written.endswith((":", "：")) or _ends_escaped(written[:-1]):
        return None
    return unescape(written[:-1]).strip()


def _ends_escaped(source: str) -> bool:
    return (len(source) - len(source.rstrip("\\"))) % 2 == 1


def attributes_at(line: str, position: int) -> tuple[Attributes, int]:
    """The attributes in braces at `position`, blanks before them aside, and where they end."""
    blanks = _BLANKS.match(line, position)
    found = parse_attributes(line, blanks.end()) if blanks else None
    if not found or not found[0]:
        return NO_ATTRIBUTES, position
    return _attributes(found[0]), found[1]


def _attributes(pairs: tuple[tuple[str, str], ...]) -> Attributes:
    values: dict[str, str] = {}
    kinds: list[str] = []
    for key, value in pairs:
        if key == "class":
            kinds.append(value)
        else:
            values[key] = value
    id = values.pop("id", None)
    topics, by = (tuple(values.pop(key, "").split()) for key in ("topics", "by"))
    return Attributes(id, tuple(kinds), topics, by, tuple(values.items()))


def write_attributes(attributes: Attributes) -> str:
    """The braces with a blank before them; nothing for no attributes."""
    if attributes == NO_ATTRIBUTES:
        return ""
    parts = [f"#{attributes.id}"] if attributes.id else []
    parts += [f".{kind}" for kind in attributes.kinds]
    for key, values in (("topics", attributes.topics), ("by", attributes.by)):
        parts += [write_attribute(key, " ".join(values))] if values else []
    parts += [write_attribute(key, value) for key, value in attributes.extra]
    return f" {{{' '.join(parts)}}}" if parts else ""


def times_at(line: str, position: int) -> tuple[int | None, int | None, int]:
    """Start and end at `position`, in milliseconds, and where the brackets end."""
    found = _TIMES.match(line, position)
    if not found:
        return None, None, position
    start = milliseconds(*found.groups()[:4])
    stop = milliseconds(*found.groups()[4:]) if found[6] else None
    return start, stop, found.end()


def write_times(start: int | None, stop: int | None) -> str:
    """The brackets with a blank before them; nothing without a start."""
    return "" if start is None else f" {clock(start, stop)}"


@lru_cache(maxsize=1 << 8)
def write_label(name: str) -> str:
    """`**Name:**`, with what would be markup escaped."""
    return f"**{escape(name, '*')}:**"


def fence(line: str) -> bool:
    """Whether a line opens or closes matter. There is none within matter: the one before it was not closed."""
    bare = line.strip(" \t")
    return bool(FENCE.fullmatch(bare) or FENCE_END.fullmatch(bare))


def event(line: str) -> str | None:
    """The words of a stage direction that is a line of its own."""
    found = _EVENT.fullmatch(line)
    return unescape(found[1] or found[2]).strip() or None if found else None


def write_event(text: str) -> str:
    """`*[words]*`."""
    return f"*[{escape(text, '[]*')}]*"


def write_heading(level: int, title: str, attributes: Attributes) -> str:
    """`## Title {attributes}`."""
    return f"{'#' * level} {escape(title, '{' if title.endswith('}') else '')}{write_attributes(attributes)}"


def heading(line: str) -> tuple[int, str, Attributes] | None:
    """Level, title and attributes of a heading."""
    found = HEADING.fullmatch(line)
    if not found:
        return None
    title, attributes = found[2].rstrip(" \t"), NO_ATTRIBUTES
    braces = re.finditer(r"(?<=[ \t])\{", title) if title.endswith("}") and len(title) <= _LONGEST else ()
    for brace in braces:
        tried, end = attributes_at(title, brace.start())
        if tried and end == len(title):
            title, attributes = title[: brace.start()].rstrip(" \t"), tried
            break
    return max(len(found[1]), 2), unescape(title), attributes


def begins_block(line: str) -> str | None:
    """What a line would begin if it stood at the start of a block, where a writer may have meant that."""
    if line[:1] not in SIGNS:
        return None
    if label(line):
        return "label"
    if HEADING.fullmatch(line):
        return "heading"
    if FENCE.fullmatch(line) or DEFINITION.match(line) or event(line):
        return "block"
    return None
