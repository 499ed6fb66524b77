"""The strip: a slim map of a transcript, drawn on the server. One lane for each of the main voices, one for the rest.

Widths are shares of the text, so that the strip is as long as the reading. It comforts those who point and see; the
same is written out as a list for everybody else. The topics below the lanes are those of `runs`.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import accumulate

from generator.model import Value
from generator.pages.page import LANES

_LANE = 6  # pixels
_TOP = 7  # room for the notes above the lanes
_NARROW = 5  # percent of the strip, below which no name of a section can be read
_GAP = 0.6  # percent between two names
_CELLS = 240  # where there are more turns, some share a link: one of a few pixels could not be hit
_NAMED = 3  # speakers whom such a link names


class Stretch(Value):
    """One turn on the strip."""

    anchor: str
    speaker: str | None
    title: str  # who speaks
    length: int  # characters: words are not told apart by spaces in every script
    words: int
    notes: int = 0
    section: str = ""  # title of the section that begins with it


def places(stretches: Sequence[Stretch]) -> list[float]:
    """Where on the strip each turn begins, in percent, and then where the last one ends."""
    shares = [stretch.length + 24 for stretch in stretches]  # a one-word turn must still be seen
    total = sum(shares) or 1
    return [100 * share / total for share in accumulate(shares, initial=0)]


def strip(stretches: Sequence[Stretch], ranks: dict[str, int], backwards: bool = False) -> str:
    """The map as SVG. `ranks`: speaker → lane, from 0, most words first; `backwards` draws it from right to left."""
    begins = places(stretches)
    lanes = min(max(ranks.values(), default=0) + 1, LANES + 1)
    below = _TOP + lanes * _LANE
    lines: list[str] = []
    for first, after in _cells(begins):
        width = begins[after] - begins[first]
        left = 100 - begins[after] if backwards else begins[first]
        of = stretches[first:after]
        used = dict.fromkeys(min(ranks.get(stretch.speaker or "", lanes - 1), lanes - 1) for stretch in of)
        lines.append(_cell(of, left, width, used, below))
    starts = [(begins[at], stretch.section) for at, stretch in enumerate(stretches) if stretch.section]
    ends = [*(start for start, _ in starts[1:]), 100.0]
    sections = [_section(begun, end, backwards) for begun, end in zip(starts, ends, strict=False)]
    return (
        '<svg class="names" aria-hidden="true" width="100%" height="16">' + "".join(sections) + "</svg>"
        f'<svg class="lanes" aria-hidden="true" width="100%" height="{below}">' + "".join(lines) + "</svg>"
    )


def _cells(begins: Sequence[float]) -> Iterable[tuple[int, int]]:
    """The turns that share a link, (first, after the last); each turn its own where they are not too many."""
    turns = len(begins) - 1
    least = 100 / _CELLS if turns > _CELLS else 0.0
    first = 0
    for after in range(1, turns + 1):
        if begins[after] - begins[first] >= least or after == turns:
            yield first, after
            first = after


def _cell(of: Sequence[Stretch], left: float, width: float, lanes: Iterable[int], below: int) -> str:
    x, w = f"{left:.2f}%", f"{width:.2f}%"
    names = list(dict.fromkeys(stretch.title for stretch in of))
    title = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    marks = f'<circle cx="{left + width / 2:.2f}%" cy="3" r="2.5"/>' if any(stretch.notes for stretch in of) else ""
    voices = (
        f'<rect class="v{lane}" x="{x}" y="{_TOP + lane * _LANE}" width="{w}" height="{_LANE - 1}"/>' for lane in lanes
    )
    return (
        f'<a href="#{escape(of[0].anchor)}" tabindex="-1"><title>{escape(title)}</title>'
        f'<rect class="hit" x="{x}" width="{w}" height="{below}"/>{"".join(voices)}{marks}</a>'
    )


def _section(begun: tuple[float, str], end: float, backwards: bool) -> str:
    """A section's name over its part of the strip, cut off before the next begins; "" where there is no room."""
    start, title = begun
    if end - start < _NARROW:
        return ""
    left = 100 - end + _GAP if backwards else start
    anchor, x = ("end", "100%") if backwards else ("start", "0")
    return (
        f'<svg x="{left:.2f}%" width="{end - start - _GAP:.2f}%" height="16">'
        f'<text x="{x}" y="11" text-anchor="{anchor}">{escape(title)}</text></svg>'
    )
