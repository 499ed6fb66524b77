"""Plain text and marks → inline Markdown that reads back as the same, escaped as little as can be.

Each form is verified by reading it; the plainest that holds is taken. Marks that cross are written in pieces, which
reading joins, because touching marks of one kind and value are one mark.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from generator.markup.attributes import write_attribute
from generator.markup.inline import parse_inline
from generator.markup.literal import escape, guard
from generator.model import Mark

# Signs that mean something only in some surroundings, for the plainest form.
_LIKELY = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|$)|\*|(?<![^\W_])_|_(?![^\W_])|\[(?=[\[^\d])|<(?=[A-Za-z])|==(?=[^=]*==\[\^)"
)
# What the plainest form may have to escape, in any surroundings; where it is not found, text is written as it is.
_SIGN = re.compile(r"[\\*_\[<&=\n\r\x85\u2028\u2029]")
_MEANS = re.compile(r"[\\*_\n\r\x85\u2028\u2029]|\[(?=[\[^\d])|<(?=[A-Za-z])|&(?=[#A-Za-z])|==")
_OWN_WORDS = ("event", "reference")  # kinds whose words may be written in a way of their own
_ALL = "*_[]<>={}()#`~!|^:"


def write_inline(text: str, marks: Sequence[Mark], stands: Callable[[str], bool] = lambda _: True) -> str:
    """Inline Markdown for `text` and canonical `marks`; a hard break is a backslash at a line's end.

    `stands` says whether what is written may stand where it is to stand; a form that may not is escaped further.
    """
    sign = _SIGN.search(text)
    if not sign and not marks and text and text.strip(" \t") == text and stands(text):
        return text
    if not sign or not _MEANS.search(text, sign.start()):
        written = _write_simple(text, marks)
        if written and stands(written) and _reads_as(written, text, marks):
            return written
    return write_any(text, marks, stands)


def write_any(text: str, marks: Sequence[Mark], stands: Callable[[str], bool] = lambda _: True) -> str:
    """The same, without a shorter way for what is simple."""
    plain = ""
    for form in (_PLAIN, _Careful(), _Explicit()):
        plain = _write(text, marks, form)
        for written in (plain, "\\" + plain):
            if stands(written) and _reads_as(written, text, marks):
                return written
    return plain


def _reads_as(written: str, text: str, marks: Sequence[Mark]) -> bool:
    return parse_inline(written) == (text, tuple(marks))


def _write_simple(text: str, marks: Sequence[Mark]) -> str | None:
    """The plainest form of a text that needs no escapes; None where marks meet, or blanks or breaks need care."""
    if text.strip(" \t") != text:
        return None
    parts: list[str] = []
    done = 0
    for mark in marks:
        start, end = mark.start, mark.end
        if start < done or end > len(text):
            return None
        parts.append(text[done:start])
        if start == end:
            parts.append(_point(mark))
        else:
            opening, closing = _delimiters(mark, text, _PLAIN)
            words = text[start:end]
            parts += (opening, _stretch(words, mark, _PLAIN) if mark.kind in _OWN_WORDS else words, closing)
        done = end
    written = "".join([*parts, text[done:]])
    return None if "\n" in written else written


class _Plain:
    """Markdown's own delimiters, escapes where a sign would likely be read as markup."""

    spans = False

    def literal(self, text: str) -> str:
        return guard(_LIKELY.sub(lambda found: "\\" + found[0], text))


_PLAIN = _Plain()


class _Careful(_Plain):
    """Every sign that can mean something is escaped."""

    def literal(self, text: str) -> str:
        return escape(text, _ALL)


class _Explicit(_Careful):
    """Marks as bracketed spans, which may stand anywhere."""

    spans = True


def _write(text: str, marks: Sequence[Mark], form: _Plain) -> str:
    parts: list[str] = []
    opened: list[Mark] = []
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    starting: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        starting.setdefault(mark.start, []).append(mark)
    for index, edge in enumerate(edges):
        parts += _close(opened, edge, text, form)
        following = starting.get(edge, [])
        parts += (_point(m) for m in following if m.start == m.end)
        for mark in following:
            if mark.start < mark.end:
                parts += _open(opened, mark, text, form)
        if index + 1 < len(edges):
            stretch = text[edge : edges[index + 1]]
            whole = opened[-1] if opened and opened[-1].start == edge and opened[-1].end == edges[index + 1] else None
            parts.append(_stretch(stretch, whole, form))
    return _lines("".join(parts))


def _close(opened: list[Mark], edge: int, text: str, form: _Plain) -> list[str]:
    """Close the marks that end here, and those inside them, which are opened again."""
    depth = next((i for i, mark in enumerate(opened) if mark.end <= edge), None)
    if depth is None:
        return []
    inner = opened[depth:]
    del opened[depth:]
    parts = [_delimiters(mark, text, form)[1] for mark in reversed(inner)]
    for mark in inner:
        if mark.end > edge:
            rest = Mark(edge, mark.end, mark.kind, mark.value)
            opened.append(rest)
            parts.append(_delimiters(rest, text, form)[0])
    return parts


def _open(opened: list[Mark], mark: Mark, text: str, form: _Plain) -> list[str]:
    opened.append(mark)
    return [_delimiters(mark, text, form)[0]]


def _delimiters(mark: Mark, text: str, form: _Plain) -> tuple[str, str]:
    kind, value = mark.kind, str(mark.value)
    if kind == "note" and not form.spans:
        return "==", f"==[^{value}]"
    if kind == "emphasis" and not form.spans:
        return "*", "*"
    if kind == "strong" and not form.spans:
        return "**", "**"
    if kind == "event" and not form.spans and _is_bracketed(text[mark.start : mark.end]):
        return "*", "*"
    if kind == "link" and not form.spans:
        return "[", f"]({_address(value)})"
    if kind == "reference" and not form.spans:
        words = text[mark.start : mark.end]
        return ("[[", "]]") if words == value else (f"[[{escape(value, '[]|')}|", "]]")
    named = {"link": "link", "reference": "to", "note": "note", "language": "lang"}.get(kind)
    return "[", f"]{{{write_attribute(named, value)}}}" if named else f"]{{.{kind}}}"


def _stretch(text: str, mark: Mark | None, form: _Plain) -> str:
    """Literal text; `mark` is the innermost one, where the text is the whole of it."""
    if mark and not form.spans:
        if mark.kind == "event" and _is_bracketed(text):
            return text[0] + escape(text[1:-1], text[0] + text[-1] + "*") + text[-1]
        if mark.kind == "reference" and text == mark.value:
            return escape(text, "[]|")
    return form.literal(text)


def _is_bracketed(text: str) -> bool:
    return len(text) > 2 and text[0] + text[-1] in ("[]", "()") and "\n" not in text


def _point(mark: Mark) -> str:
    return clock(mark.value) if mark.kind == "sync" and isinstance(mark.value, int) else f"[^{mark.value}]"


def clock(milliseconds: int, end: int | None = None) -> str:
    """A time as it is written in a transcript: `[00:01:05]`, `[00:01:05.250]`, `[00:01:05–00:01:09]`."""
    return f"[{_time(milliseconds)}]" if end is None else f"[{_time(milliseconds)}–{_time(end)}]"


def _time(milliseconds: int) -> str:
    seconds, fraction = divmod(milliseconds, 1000)
    whole = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{whole}.{fraction:03}" if fraction else whole


def _address(url: str) -> str:
    if url and not re.search(r"[\s<>()\[\]\\\"'&]|==", url):
        return url
    return "<" + escape(url, "<>[]=").replace("\n", "&#10;") + ">"


def _lines(written: str) -> str:
    """Blanks that a line would lose at its ends become references; a hard break is a backslash at a line's end.

    A break beside an empty line becomes a reference too, because an empty line ends a paragraph.
    """
    lines = [_edge(line) for line in written.split("\n")]
    breaks = ["\\\n" if one and other else "&#10;" for one, other in pairwise(lines)]
    return "".join(part for pair in zip(lines, [*breaks, ""], strict=True) for part in pair)


def _edge(line: str) -> str:
    body = line.strip(" \t")
    if body == line:
        return line
    if not body:
        return "".join(_reference(sign) for sign in line)
    start = line.index(body)
    before, after = line[:start], line[start + len(body) :]
    return "".join(map(_reference, before)) + body + "".join(map(_reference, after))


def _reference(sign: str) -> str:
    return f"&#{ord(sign)};"
