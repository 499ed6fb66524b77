"""Small figures for `lists/columns.html` and `lists/shares.html`: values in, geometry out, all of it in HTML.

Places are in percent and heights in pixels, so that a figure fits where it stands; colours are the style sheet's. The
chart libraries that could draw this bring their own styles, sizes and colours, which neither follow a colour scheme
nor shrink to a phone, in ten times the bytes.
"""

from collections.abc import Iterable, Sequence
from itertools import count

from generator.model import Value
from generator.pages.cut import Year
from generator.pages.listing import UNDATED, Name
from generator.pages.page import direction

HEIGHT = 56  # pixels of the tallest column
ROOM = 60  # columns at most: where there are more years, some share one
_LEAST = 3  # pixels of the shortest
_MARKED = 8  # years written below the columns
_WIDE = 88  # pixels of a place where there is room
_PHONE = 320  # pixels that a figure has at least
_FILLED = 0.72  # of its place that a column may fill there
_THICKEST = 20  # pixels
_TOUCHED = 24  # pixels of a place that a finger can hit (WCAG 2.2, 2.5.8)


class Column(Value):
    """What there is in a year, or in several; it leads to the newest of them that has anything."""

    label: str  # "2031", "1970–1979"
    url: str
    count: int
    start: float  # of its place
    middle: float
    top: int


class Columns(Value):
    """A figure over the years, in order of reading."""

    columns: tuple[Column, ...]  # those with anything
    marks: tuple[tuple[float, str], ...]  # years, and where they stand
    place: float  # the width of a place
    thick: int  # a column, in pixels
    room: int  # the widest the figure should be, in pixels
    beside: tuple[Year, ...]  # the years, to be listed beside columns that are too fine for fingers; () where none is


class Share(Value):
    """A name with its part of what the first of them has, in percent."""

    name: Name
    width: float


def over_years(years: Iterable[Year], language: str) -> Columns | None:
    """A column for each year, those with nothing left free; None where fewer than two have anything.

    `language` decides whether time runs to the right or to the left.
    """
    years = tuple(years)
    known = {int(year.year): year for year in years if year.year != UNDATED and year.count}
    if len(known) < 2:
        return None
    first, last = min(known), max(known)
    step = _step(last - first + 1, ROOM)
    start = first - first % step
    places = (last - start) // step + 1
    groups: dict[int, list[Year]] = {}
    for number in sorted(known):
        groups.setdefault((number - start) // step, []).append(known[number])
    most = max(sum(year.count for year in group) for group in groups.values())
    backwards = direction(language) == "rtl"
    width = 100 / places
    lefts = {place: width * (places - 1 - place if backwards else place) for place in range(places)}
    every = _step(places, _MARKED) * step
    marked = last if every == 2 else 0  # round years, but where every other is told
    return Columns(
        columns=tuple(
            _column(group, start + place * step, step, lefts[place], width, most) for place, group in groups.items()
        ),
        marks=tuple(
            (round(left + width / 2, 2), f"{number:04}")
            for place, left in lefts.items()
            if ((number := start + place * step) - marked) % every == 0
        ),
        place=round(width, 2),
        thick=min(_THICKEST, max(1, int(_PHONE * _FILLED / places))),
        room=places * _WIDE,
        beside=years if places * _TOUCHED > _PHONE else (),
    )


def shares(names: Iterable[Name]) -> tuple[Share, ...]:
    """Names by their counts, the greatest first."""
    counted = sorted(names, key=lambda name: -name.count)
    return tuple(Share(name, round(100 * name.count / counted[0].count, 1)) for name in counted if name.count)


def _column(group: Sequence[Year], begun: int, step: int, start: float, width: float, most: int) -> Column:
    total = sum(year.count for year in group)
    height = max(_LEAST, round(HEIGHT * total / most))
    label = f"{begun:04}" if step == 1 else f"{begun:04}–{begun + step - 1:04}"
    return Column(label, group[-1].url, total, round(start, 2), round(start + width / 2, 2), HEIGHT - height)


def _step(years: int, room: int) -> int:
    """The least of 1, 2, 5, 10, 20, 50, … years by which so many fit into the room."""
    steps: Iterable[int] = (digit * 10**power for power in count() for digit in (1, 2, 5))
    return next(step for step in steps if years <= room * step)
