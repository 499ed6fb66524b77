"""Text and marks → HTML. What comes out is safe: every character of the text is escaped, every address is checked."""

import re
from collections.abc import Callable, Sequence
from html import escape

from generator import routes
from generator.model import Mark

# Which element stands around which, where both cover the same words.
_NESTING = ("language", "note", "link", "reference", "redacted", "unsure", "event", "emphasis", "strong")
_LINKS = ("link", "reference")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_TAGS = {"emphasis": "em", "strong": "strong", "note": "mark", "link": "a", "reference": "a"}

Linker = Callable[[Mark], tuple[str, str, str] | None]
"""Gives a cross-reference its address, its CSS class and the name of what it leads to; None where it is dead. The
address is "" where that has no page."""


def html(
    text: str,
    marks: Sequence[Mark],
    link: Linker | None = None,
    note_ref: Callable[[str], str] | None = None,
    moment: Callable[[int], str] | None = None,
) -> str:
    """HTML of a paragraph's inside.

    `note_ref` gives the trusted HTML that stands where a note's words end; `moment` that of a time in milliseconds,
    which stands in no link.
    """
    return _html_apart(text, marks, link, note_ref, moment) or nested_html(text, marks, link, note_ref, moment)


def _html_apart(
    text: str,
    marks: Sequence[Mark],
    link: Linker | None,
    note_ref: Callable[[str], str] | None,
    moment: Callable[[int], str] | None,
) -> str | None:
    """The same where no mark touches another, as nearly always: then each is an element of its own."""
    parts: list[str] = []
    done = 0
    last = -1
    for mark in marks:
        start, end = mark.start, mark.end
        if start <= last:
            return None
        parts.append(_escaped(text[done:start]))
        if start < end:
            parts += (_opening(mark, link), _words(text, start, end, mark, link), f"</{_tag(mark)}>")
        elif mark.kind == "sync":
            parts.append(_sync(mark, moment))
        if mark.kind == "note" and note_ref:
            parts.append(note_ref(str(mark.value)))
        done = last = end
    parts.append(_escaped(text[done:]))
    return "".join(parts)


def nested_html(
    text: str,
    marks: Sequence[Mark],
    link: Linker | None = None,
    note_ref: Callable[[str], str] | None = None,
    moment: Callable[[int], str] | None = None,
) -> str:
    """The same for marks that may touch, cross and hold each other."""
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    ranges = sorted((m for m in marks if m.start < m.end), key=lambda m: m.start)
    points: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.start == mark.end:
            points.setdefault(mark.start, []).append(mark)
    parts: list[str] = []
    opened: list[Mark] = []
    active: list[Mark] = []
    upcoming = iter(ranges)
    following = next(upcoming, None)
    for index, edge in enumerate(edges):
        ended = [m for m in active if m.end == edge]
        active = [m for m in active if m.end > edge]
        while following and following.start == edge:
            active.append(following)
            following = next(upcoming, None)
        calls = [str(m.value) for m in (*ended, *points.get(edge, ())) if m.kind == "note"]
        times = [m for m in points.get(edge, ()) if m.kind == "sync"]
        wanted = _nested(active)
        kept = _common(opened, wanted, bool(calls or times))
        parts += (f"</{_tag(m)}>" for m in reversed(opened[kept:]))
        parts += (note_ref(id) for id in calls if note_ref)
        parts += (_sync(mark, moment) for mark in times)
        parts += (_opening(m, link) for m in wanted[kept:])
        opened = wanted
        if index + 1 < len(edges):
            parts.append(_words(text, edge, edges[index + 1], wanted[-1] if wanted else None, link))
    return "".join(parts)


def _nested(active: Sequence[Mark]) -> list[Mark]:
    """The marks of a stretch from the outermost inwards, with one link at most."""
    ordered = sorted(active, key=lambda m: (m.start, -m.end, _NESTING.index(m.kind), str(m.value)))
    first_link = next((m for m in ordered if m.kind in _LINKS), None)
    return [m for m in ordered if m.kind not in _LINKS or m is first_link]


def _common(opened: Sequence[Mark], wanted: Sequence[Mark], before_link: bool) -> int:
    """How many of the open elements stay open; a note's call or a time may not stand inside a link."""
    kept = 0
    for one, other in zip(opened, wanted, strict=False):
        if one is not other or (before_link and one.kind in _LINKS):
            break
        kept += 1
    return kept


def _tag(mark: Mark) -> str:
    return _TAGS.get(mark.kind, "span")


def _opening(mark: Mark, link: Linker | None) -> str:
    match mark.kind:
        case "emphasis" | "strong":
            return f"<{_tag(mark)}>"
        case "link":
            address = routes.safe_url(str(mark.value))
            return f'<a href="{escape(address)}">' if address else "<a>"
        case "reference":
            found = link(mark) if link else None
            return f'<a class="{found[1]}" href="{escape(found[0])}">' if found and found[0] else "<a>"
        case "note":
            return f'<mark class="note-target" data-note="{escape(str(mark.value))}">'
        case "language":
            return (
                f'<span lang="{mark.value}" dir="auto">'
                if _LANGUAGE.fullmatch(str(mark.value))
                else '<span dir="auto">'
            )
        case "redacted":
            return '<span class="redacted" role="img" aria-label="redacted" lang="en">'
    return f'<span class="{mark.kind}">'


def _words(text: str, start: int, end: int, mark: Mark | None, link: Linker | None) -> str:
    """The stretch as HTML; a cross-reference without words of its own is called by the name of what it leads to."""
    words = text[start:end]
    if mark and mark.kind == "reference" and link and words == mark.value and (found := link(mark)):
        words = found[2]
    return _escaped(words)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")


def _sync(mark: Mark, moment: Callable[[int], str] | None) -> str:
    if moment:
        return moment(int(mark.value or 0))
    seconds = int(mark.value or 0) / 1000
    return f'<span class="sync" data-t="{seconds:g}"></span>'
