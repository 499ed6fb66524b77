"""Transcripts that belong together: all series, and one page for each, oldest first."""

from collections.abc import Iterator
from functools import partial

from generator import routes
from generator.model import Series, Value
from generator.pages.alphabet import in_order
from generator.pages.listing import Name, TranscriptRow, span
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause

URL = "series/index.html"


class SeriesRow(Value):
    """A series in the list of all."""

    name: Name
    description: str
    years: str


class SeriesIndex(Value):
    """All series."""

    rows: tuple[SeriesRow, ...]


class SeriesPage(Value):
    """One series."""

    name: str
    description: str
    years: str
    rows: tuple[TranscriptRow, ...]  # oldest first


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The list of series, where there are any, and their pages."""
    if not lookup.archive.series:
        return
    yield Planned(URL, "series-index", lookup.tongue.gettext("Series"), lookup.everything(), partial(_index, lookup))
    for one in lookup.archive.series:
        told = cause(f"series {one.id}", one)
        yield Planned(
            routes.series(one.id), "series", one.name, lookup.of(one.transcripts, told), partial(_page, one, lookup)
        )


def _index(lookup: Lookup) -> Page:
    rows = [
        SeriesRow(
            Name(one.name, routes.series(one.id), len(one.transcripts)), one.description or "", _years(one, lookup)
        )
        for one in lookup.archive.series
    ]
    index = SeriesIndex(tuple(in_order(rows, lambda row: row.name.name, lookup.language)))
    title = lookup.tongue.gettext("Series")
    about = lookup.tongue.ngettext(
        "Transcripts that belong together: %(num)s series.",
        "Transcripts that belong together: %(num)s series.",
        len(rows),
    )
    return Page(URL, "series-index.html", title, about, index, language=lookup.language, kind="series-index")


def _page(series: Series, lookup: Lookup) -> Page:
    rows = tuple(map(lookup.row, series.transcripts))
    data = SeriesPage(series.name, series.description or "", _years(series, lookup), rows)
    about = data.description or lookup.tongue.ngettext(
        "%(title)s: %(num)s transcript.", "%(title)s: %(num)s transcripts.", len(rows), title=series.name
    )
    url = routes.series(series.id)
    return Page(url, "series.html", series.name, about, data, language=lookup.language, kind="series")


def _years(series: Series, lookup: Lookup) -> str:
    return span(lookup.entries[id].meta.date for id in series.transcripts)
