"""Transcripts that belong together: all series, and one page for each, oldest first."""

from collections.abc import Iterator

from generator import routes
from generator.model import Value
from generator.pages.alphabet import in_order
from generator.pages.listing import Name, TranscriptRow, span
from generator.pages.lookup import Lookup
from generator.pages.page import Page

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


def pages(lookup: Lookup) -> Iterator[Page]:
    """The list of series, where there are any, and their pages."""
    if not lookup.archive.series:
        return
    found = [
        SeriesPage(
            series.name,
            series.description or "",
            span(lookup.entries[id].meta.date for id in series.transcripts),
            tuple(lookup.row(id) for id in series.transcripts),
        )
        for series in lookup.archive.series
    ]
    rows = [
        SeriesRow(Name(series.name, routes.series(series.id), len(data.rows)), data.description, data.years)
        for series, data in zip(lookup.archive.series, found, strict=True)
    ]
    index = SeriesIndex(tuple(in_order(rows, lambda row: row.name.name)))
    about = f"Transcripts that belong together: {len(rows):,} series."
    yield Page(URL, "series-index.html", "Series", about, index, language=lookup.language, kind="series-index")
    for series, data in zip(lookup.archive.series, found, strict=True):
        about = data.description or f"{series.name}: {len(data.rows):,} transcripts."
        url = routes.series(series.id)
        yield Page(url, "series.html", series.name, about, data, language=lookup.language, kind="series")
