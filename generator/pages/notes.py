"""All notes, by kind."""

from collections.abc import Iterator

from generator.model import Value
from generator.pages.cut import Year
from generator.pages.listing import NoteRow, year_of
from generator.pages.lookup import Lookup
from generator.pages.page import Page

URL = "notes/index.html"
BOUND = 300  # notes on one page; more are cut by the year of their transcript
LATEST = 60


class NoteKind(Value):
    """The notes of one kind."""

    id: str  # of its heading in the page
    name: str
    rows: tuple[NoteRow, ...]


class NotesPage(Value):
    """All notes, or those of one year, or the latest and the years."""

    total: int
    kinds: tuple[NoteKind, ...]
    years: tuple[Year, ...]
    here: str = ""  # the year this page is about; "" for all


def pages(lookup: Lookup) -> Iterator[Page]:
    """The index of notes and, for a long one, its years."""
    by_year: dict[str, list[NoteRow]] = {}
    for entry in lookup.archive.entries:
        if entry.resolution.notes:
            of = by_year.setdefault(year_of(entry.meta.date), [])
            of += [lookup.note(entry, placed) for placed in entry.resolution.notes]
    rows = [row for of in by_year.values() for row in of]
    cut = len(rows) > BOUND
    years = tuple(Year(year, f"notes/{year}.html", len(of)) for year, of in by_year.items()) if cut else ()
    shown = rows[:LATEST] if cut else rows
    about = f"All {len(rows):,} notes on these transcripts, by kind."
    yield _page(lookup, URL, "Notes", about, NotesPage(len(rows), _by_kind(shown, lookup), years))
    for year in years:
        of = by_year[year.year]
        data = NotesPage(len(of), _by_kind(of, lookup), years, year.year)
        yield _page(lookup, year.url, f"Notes, {year.year}", f"{len(of):,} notes: {year.year}.", data)


def _page(lookup: Lookup, url: str, title: str, description: str, data: NotesPage) -> Page:
    return Page(url, "notes.html", title, description, data, language=lookup.language, kind="notes")


def _by_kind(rows: list[NoteRow], lookup: Lookup) -> tuple[NoteKind, ...]:
    """Notes by kind: the kinds of the settings in their order, then any others."""
    kinds: dict[str, list[NoteRow]] = {kind.name: [] for kind in lookup.settings.notes}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    return tuple(NoteKind(f"or-kind-{n}", name, tuple(of)) for n, (name, of) in enumerate(kinds.items(), 1) if of)
