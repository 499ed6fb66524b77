"""All notes, by kind."""

from collections.abc import Iterable, Iterator
from functools import partial

from generator.model import Entry, Extract, Value
from generator.pages.cut import Year
from generator.pages.listing import note_kind
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause

URL = "notes/index.html"
BOUND = 300  # notes on one page; more are cut by the year of their transcript
LATEST = 60


class NoteKind(Value):
    """The notes of one kind."""

    id: str  # of its heading in the page
    name: str
    rows: tuple[Extract, ...]
    count: int


class NotesPage(Value):
    """All notes, or those of one year, or the latest and the years."""

    total: int
    kinds: tuple[NoteKind, ...]
    years: tuple[Year, ...]
    here: str = ""  # the year this page is about; "" for all


class _Years(Value):
    years: tuple[Year, ...]


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The index of notes and, for a long one, its years."""
    noted = [entry for entry in lookup.archive.entries if entry.notes]
    by_year: dict[str, list[Entry]] = {}
    for entry in noted:
        by_year.setdefault(lookup.years[entry.id], []).append(entry)
    cut = _count(noted) > BOUND
    years = tuple(Year(year, f"notes/{year}.html", _count(of)) for year, of in by_year.items()) if cut else ()
    causes = lookup.of((entry.id for entry in noted), cause("years of notes", _Years(years)))
    yield Planned(URL, "notes", "Notes", causes, partial(_index, lookup, noted, years))
    for year in years:
        of = by_year[year.year]
        causes = lookup.of((entry.id for entry in of), cause("years of notes", _Years(years)))
        yield Planned(year.url, "notes", f"Notes, {year.year}", causes, partial(_year, lookup, year, of, years))


def _index(lookup: Lookup, noted: list[Entry], years: tuple[Year, ...]) -> Page:
    total = _count(noted)
    about = f"All {total:,} notes on these transcripts, by kind."
    data = NotesPage(total, _by_kind(noted, lookup, LATEST if years else total), years)
    return _page(lookup, URL, "Notes", about, data)


def _year(lookup: Lookup, year: Year, noted: list[Entry], years: tuple[Year, ...]) -> Page:
    data = NotesPage(year.count, _by_kind(noted, lookup, year.count), years, year.year)
    return _page(lookup, year.url, f"Notes, {year.year}", f"{year.count:,} notes: {year.year}.", data)


def _page(lookup: Lookup, url: str, title: str, description: str, data: NotesPage) -> Page:
    return Page(url, "notes.html", title, description, data, language=lookup.language, kind="notes")


def _count(entries: Iterable[Entry]) -> int:
    return sum(extract.count for entry in entries for _, extract in entry.notes)


def _by_kind(entries: Iterable[Entry], lookup: Lookup, room: int) -> tuple[NoteKind, ...]:
    """The first so many notes by kind: the kinds of the settings in their order, then any others."""
    kinds: dict[str, list[Extract]] = {kind.name: [] for kind in lookup.settings.notes}
    for entry in entries:
        for kind, extract in entry.notes:
            if room > 0:
                kinds.setdefault(note_kind(kind, lookup.settings), []).append(extract.first(room))
            room -= extract.count
    return tuple(
        NoteKind(f"or-kind-{n}", name, tuple(of), sum(extract.count for extract in of))
        for n, (name, of) in enumerate(kinds.items(), 1)
        if of
    )
