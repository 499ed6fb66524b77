"""The strip: a slim map of a transcript, drawn on the server. One lane for each of the main voices, one for the rest.

Widths are shares of the text, so that the strip is as long as the reading. It comforts those who point and see; the
same is written out as a list for everybody else.
"""

from html import escape

from generator.model import Value
from generator.pages.page import LANES

_LANE = 6  # pixels
_TOP = 7  # room for the notes above the lanes
_NARROW = 5  # percent of the strip, below which no name of a section can be read
_GAP = 0.6  # percent between two names


class Stretch(Value):
    """One turn on the strip."""

    anchor: str
    speaker: str | None
    title: str  # who speaks
    length: int  # characters: words are not told apart by spaces in every script
    words: int
    notes: int = 0
    marked: bool = False  # speaks of a topic of its own
    section: str = ""  # title of the section that begins with it


def strip(stretches: list[Stretch], ranks: dict[str, int], backwards: bool = False) -> str:
    """The map as SVG. `ranks`: speaker → lane, from 0, most words first; `backwards` draws it from right to left."""
    shares = [stretch.length + 24 for stretch in stretches]  # a one-word turn must still be seen
    total = sum(shares) or 1
    count = max(ranks.values(), default=0) + 1
    lanes = min(count, LANES + 1)
    below = _TOP + lanes * _LANE
    lines: list[str] = []
    sections: list[str] = []
    begun: tuple[float, str] | None = None
    at = 0.0
    for stretch, share in zip(stretches, shares, strict=True):
        width = 100 * share / total
        left = 100 - at - width if backwards else at
        lines.append(_stretch(stretch, left, width, min(ranks.get(stretch.speaker or "", lanes - 1), lanes - 1), below))
        if stretch.section:
            sections += [_section(begun, at, backwards)] if begun else []
            begun = (at, stretch.section)
        at += width
    sections += [_section(begun, 100, backwards)] if begun else []
    return (
        '<svg class="names" aria-hidden="true" width="100%" height="16">' + "".join(sections) + "</svg>"
        f'<svg class="lanes" aria-hidden="true" width="100%" height="{below + 4}">' + "".join(lines) + "</svg>"
    )


def _stretch(stretch: Stretch, left: float, width: float, lane: int, below: int) -> str:
    x, w = f"{left:.2f}%", f"{width:.2f}%"
    marks = f'<rect class="on" x="{x}" y="{below + 1}" width="{w}" height="2"/>' if stretch.marked else ""
    if stretch.notes:
        marks += f'<circle cx="{left + width / 2:.2f}%" cy="3" r="2.5"/>'
    return (
        f'<a href="#{escape(stretch.anchor)}" tabindex="-1"><title>{escape(stretch.title)}</title>'
        f'<rect class="hit" x="{x}" width="{w}" height="{below + 4}"/>'
        f'<rect class="v{lane}" x="{x}" y="{_TOP + lane * _LANE}" width="{w}" height="{_LANE - 1}"/>{marks}</a>'
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
