"""The whole grammar of inline Markdown → plain text and marks.

markdown-it-py runs with its inline rules for text, escapes, emphasis and autolinks; the constructs that are ours, and
links, are rules of our own. Brackets and `==` are paired once for each text, so that no input is slow.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from generator.markup.attributes import parse_attributes
from generator.markup.inline import SYNC, milliseconds
from generator.markup.literal import character, unescape
from generator.markup.marks import canonical
from generator.model import Mark

_SYNC = re.compile(SYNC)
_NOTE = re.compile(r"\[\^([^\s\[\]]+)\]")
_EVENT = re.compile(r"\*(\[((?:\\.|[^\\\[\]\n])+)\]|\(((?:\\.|[^\\()\n])+)\))\*(?!\*)")
_REFERENCE = re.compile(r"&(#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x1f]*)>")
_KINDS = frozenset(("emphasis", "strong", "unsure", "redacted", "event"))


def parse(source: str) -> tuple[str, tuple[Mark, ...]]:
    """What `parse_inline` gives, for any source."""
    tokens: list[Token] = []
    _parser().inline.parse(source, _parser(), {"pairs": _pairs(source)}, tokens)
    return _text_and_marks(tokens)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 50})  # more would exceed Python's own depth of calls
    parser.disable(["backticks", "link", "image", "html_inline", "entity", "autolink", "newline"], True)
    rules: tuple[tuple[str, Callable[[StateInline, bool], bool]], ...] = (
        ("event", _event),
        ("bracket", _bracket),
        ("annotated", _annotated),
        ("reference", _character),
        ("address", _address),
    )
    for name, rule in rules:
        parser.inline.ruler.before("emphasis", name, rule)
    return parser


def _pairs(source: str) -> dict[int, int]:
    """Where each `[` and each `==` that is closed is closed."""
    pairs: dict[int, int] = {}
    brackets: list[int] = []
    doubles: list[int] = []
    for found in re.finditer(r"\\.|\[|\]|==", source, re.S):
        sign, at = found[0], found.start()
        if sign == "[":
            brackets.append(at)
        elif sign == "]" and brackets:
            pairs[brackets.pop()] = at
        elif sign == "==":
            if _NOTE.match(source, at + 2) and doubles:
                pairs[doubles.pop()] = at
            else:
                doubles.append(at)
    return pairs


def _event(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "*" or (state.pos and state.src[state.pos - 1] == "*" and not _closed(state)):
        return False
    found = _EVENT.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        _range(state, "event", None, lambda: _literal(state, unescape(found[1])))
    state.pos = found.end()
    return True


def _closed(state: StateInline) -> bool:
    """Whether the `*` before belongs to an event that ends there."""
    return bool(state.tokens) and state.tokens[-1].type == "mark_close" and not state.pending


def _bracket(state: StateInline, silent: bool) -> bool:
    """Everything that begins with `[`: a sync point, a note, a cross-reference, a link, a span with attributes."""
    source, at = state.src, state.pos
    if source[at] != "[":
        return False
    for pattern, kind in ((_SYNC, "sync"), (_NOTE, "note")):
        found = pattern.match(source, at, state.posMax)
        if found:
            if not silent:
                value: str | int = found[1] if kind == "note" else milliseconds(*found.groups())
                _point(state, kind, value)
            state.pos = found.end()
            return True
    close = state.env["pairs"].get(at)
    if close is None or close >= state.posMax:
        return False
    return _reference(state, silent, close) or _link(state, silent, close) or _span(state, silent, close)


def _reference(state: StateInline, silent: bool, close: int) -> bool:
    inner = state.env["pairs"].get(state.pos + 1) if state.src.startswith("[[", state.pos) else None
    if inner is None or inner != close - 1:
        return False
    found = re.compile(r"((?:\\.|[^\\|\n])+)(\|?)").match(state.src, state.pos + 2, inner)
    if not found or not found[1].strip():
        return False
    target = unescape(found[1]).strip()
    if not silent:
        if found[2] and found.end() < inner:
            _range(state, "reference", target, lambda: _inside(state, found.end(), inner))
        elif found.end() == inner and not found[2]:
            _range(state, "reference", target, lambda: _literal(state, target))
        else:
            return False
    state.pos = close + 1
    return True


def _link(state: StateInline, silent: bool, close: int) -> bool:
    source, end = state.src, state.posMax
    if not source.startswith("(", close + 1):
        return False
    position = _blanks(source, close + 2, end)
    destination = parseLinkDestination(source, position, end)
    if not destination.ok or not destination.str:
        return False
    position = _blanks(source, destination.pos, end)
    if position > destination.pos and position < end and source[position] in "\"'(":
        title = parseLinkTitle(source, position, end)
        position = _blanks(source, title.pos, end) if title.ok else position
    if position >= end or source[position] != ")":
        return False
    if not silent:
        start, address = state.pos + 1, unescape(source[close + 2 : destination.pos].strip().removeprefix("<"))
        address = address.removesuffix(">") if source[destination.pos - 1] == ">" else address
        _range(state, "link", address, lambda: _inside(state, start, close))
    state.pos = position + 1
    return True


def _span(state: StateInline, silent: bool, close: int) -> bool:
    if not state.src.startswith("{", close + 1):
        return False
    found = parse_attributes(state.src, close + 1)
    if not found or found[1] > state.posMax:
        return False
    pairs = [(key, value) for key, value in found[0] if key in ("class", "lang", "to", "link", "note")]
    if len(pairs) != 1 or len(found[0]) != 1:
        return False
    key, value = pairs[0]
    if key == "class" and value not in _KINDS:
        return False
    kind = {"class": value, "lang": "language", "to": "reference"}.get(key, key)
    if not silent:
        start = state.pos + 1
        _range(state, kind, None if key == "class" else value, lambda: _inside(state, start, close))
    state.pos = found[1]
    return True


def _annotated(state: StateInline, silent: bool) -> bool:
    """`==words==[^id]`."""
    close = state.env["pairs"].get(state.pos) if state.src.startswith("==", state.pos) else None
    found = _NOTE.match(state.src, close + 2, state.posMax) if close is not None else None
    if close is None or not found or close == state.pos + 2:
        return False
    if not silent:
        start = state.pos + 2
        _range(state, "note", found[1], lambda: _inside(state, start, close))
    state.pos = found.end()
    return True


def _character(state: StateInline, silent: bool) -> bool:
    found = _REFERENCE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "&" else None
    sign = character(found[1]) if found else None
    if not found or sign is None:
        return False
    if not silent:
        _literal(state, sign)
    state.pos = found.end()
    return True


def _address(state: StateInline, silent: bool) -> bool:
    found = _AUTOLINK.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "<" else None
    if not found:
        return False
    if not silent:
        _range(state, "link", found[1], lambda: _literal(state, found[1]))
    state.pos = found.end()
    return True


def _range(state: StateInline, kind: str, value: str | int | None, fill: Callable[[], None]) -> None:
    opening = state.push("mark_open", "", 1)
    opening.meta = {"kind": kind, "value": value}
    fill()
    state.push("mark_close", "", -1)


def _point(state: StateInline, kind: str, value: str | int) -> None:
    token = state.push("point", "", 0)
    token.meta = {"kind": kind, "value": value}


def _literal(state: StateInline, text: str) -> None:
    state.push("literal", "", 0).content = text


def _inside(state: StateInline, start: int, end: int) -> None:
    position, maximum = state.pos, state.posMax
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.pos, state.posMax = position, maximum


def _blanks(source: str, position: int, end: int) -> int:
    while position < end and source[position] in " \t\n":
        position += 1
    return position


def _text_and_marks(tokens: list[Token]) -> tuple[str, tuple[Mark, ...]]:
    parts: list[str] = []
    marks: list[Mark] = []
    opened: list[tuple[int, str, str | int | None]] = []
    at = 0
    for token in tokens:
        if token.type in ("em_open", "strong_open"):
            opened.append((at, "emphasis" if token.type == "em_open" else "strong", None))
        elif token.type == "mark_open":
            opened.append((at, token.meta["kind"], token.meta["value"]))
        elif token.nesting == -1:
            start, kind, value = opened.pop()
            marks.append(Mark(start, at, kind, value))  # type: ignore[arg-type]
        elif token.type == "point":
            marks.append(Mark(at, at, token.meta["kind"], token.meta["value"]))
        else:
            text = "\n" if token.type in ("hardbreak", "softbreak") else token.content
            parts.append(text)
            at += len(text)
    text = "".join(parts)
    return text, canonical(marks)
