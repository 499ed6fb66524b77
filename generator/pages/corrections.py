"""Corrections: the log of a transcript, and all of the archive, newest first."""

from collections.abc import Iterator
from functools import partial

import msgspec

from generator import routes
from generator.memory import key
from generator.model import Archive, Correction, Meta, Value
from generator.pages.cut import Year
from generator.pages.listing import of_year, year_of
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause

URL = "corrections/index.html"
BOUND = 300  # corrections on one page; more are cut by the year in which they were made
LATEST = 60


class CorrectionRow(Value):
    """A correction in the list of all; `url` is its place in the log of its transcript."""

    url: str
    title: str  # of the transcript
    language: str
    date: str
    by: str
    what: str


class CorrectionsPage(Value):
    """All corrections, or those of one year, or the latest and the years."""

    total: int
    rows: tuple[CorrectionRow, ...]
    years: tuple[Year, ...]
    here: str = ""  # the year this page is about; "" for all


def anchor(correction: Correction) -> str:
    """The id of a correction in its transcript's page: it stays whatever is corrected later."""
    return f"or-correction-{key(msgspec.msgpack.encode(correction))[:8]}"


def log(meta: Meta) -> list[Correction]:
    """A transcript's corrections, each once, newest first."""
    return sorted(dict.fromkeys(meta.corrections), key=lambda one: one.date, reverse=True)


def rows(archive: Archive) -> tuple[CorrectionRow, ...]:
    """All corrections, newest first."""
    found = [
        CorrectionRow(
            url=f"{routes.transcript(entry.id)}#{anchor(correction)}",
            title=entry.title,
            language=entry.language,
            date=correction.date,
            by=correction.by or "",
            what=correction.what,
        )
        for entry in archive.entries
        for correction in log(entry.meta)
    ]
    return tuple(sorted(found, key=lambda row: row.date, reverse=True))


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The list of all corrections and, for a long one, its years; none where nothing was corrected."""
    found = rows(lookup.archive)
    if not found:
        return
    by_year: dict[str, list[CorrectionRow]] = {}
    for row in found:
        by_year.setdefault(year_of(row.date), []).append(row)
    cut = len(found) > BOUND
    years = tuple(Year(year, f"corrections/{year}.html", len(of)) for year, of in by_year.items()) if cut else ()
    whole = CorrectionsPage(len(found), found[:LATEST] if cut else found, years)
    yield _planned(lookup, URL, lookup.tongue.gettext("Corrections"), whole)
    for year in years:
        of = tuple(by_year[year.year])
        data = CorrectionsPage(year.count, of, years, year.year)
        yield _planned(lookup, year.url, of_year(lookup.tongue.gettext("Corrections"), year.year, lookup.tongue), data)


def _planned(lookup: Lookup, url: str, title: str, data: CorrectionsPage) -> Planned:
    causes = lookup.of((), cause(f"corrections of {data.here or 'all years'}", data))
    about = lookup.tongue.gettext(
        "What was corrected in these transcripts, and when: %(count)s in all.", count=lookup.tongue.number(data.total)
    )
    make = partial(Page, url, "corrections.html", title, about, data, language=lookup.language, kind="corrections")
    return Planned(url, "corrections", title, causes, make)
