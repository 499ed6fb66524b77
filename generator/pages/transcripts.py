"""All transcripts, by year."""

from collections.abc import Iterator

from generator.model import Value
from generator.pages.cut import Year
from generator.pages.listing import Name, TranscriptRow, year_of
from generator.pages.lookup import Lookup
from generator.pages.page import Page

URL = "transcripts/index.html"
WHOLE_BOUND = 500  # transcripts on one page; a longer list is cut by year
LATEST = 20  # transcripts the overview of a long list shows

# A transcript's own files all lie directly in transcripts/, so that nothing there can be called `years/…`.
_YEARS = "transcripts/years/"


class TranscriptYear(Value):
    """The transcripts of one year."""

    year: str  # "undated" for those without a date
    rows: tuple[TranscriptRow, ...]


class TranscriptsPage(Value):
    """All transcripts, or those of one year, or the latest and the years."""

    total: int
    groups: tuple[TranscriptYear, ...]
    years: tuple[Year, ...]  # to jump to: on this page, or each on its own
    series: tuple[Name, ...]
    kinds: tuple[Name, ...]
    here: str = ""  # the year this page is about; "" for all
    latest: bool = False  # groups are the newest transcripts only


def pages(lookup: Lookup) -> Iterator[Page]:
    """The index of transcripts and, for a long one, its years."""
    entries = lookup.archive.entries
    by_year: dict[str, list[TranscriptRow]] = {}
    for entry in entries:
        by_year.setdefault(year_of(entry.meta.date), []).append(lookup.row(entry.id))
    groups = tuple(TranscriptYear(year, tuple(rows)) for year, rows in by_year.items())
    cut = len(entries) > WHOLE_BOUND
    years = tuple(Year(g.year, f"{_YEARS}{g.year}.html" if cut else f"{URL}#or-{g.year}", len(g.rows)) for g in groups)
    data = TranscriptsPage(
        total=len(entries),
        groups=_latest(groups) if cut else groups,
        years=years,
        series=tuple(Name(s.name, f"series/{s.id}.html", len(s.transcripts)) for s in lookup.archive.series),
        kinds=_kinds(lookup),
        latest=cut,
    )
    yield _page(lookup, URL, "Transcripts", f"All {len(entries):,} transcripts, by year.", data)
    if cut:
        for group in groups:
            one = TranscriptsPage(len(group.rows), (group,), years, (), (), group.year)
            about = f"{len(group.rows):,} transcripts: {group.year}."
            yield _page(lookup, f"{_YEARS}{group.year}.html", f"Transcripts, {group.year}", about, one)


def _page(lookup: Lookup, url: str, title: str, description: str, data: TranscriptsPage) -> Page:
    return Page(url, "transcripts.html", title, description, data, language=lookup.language, kind="transcripts")


def _latest(groups: tuple[TranscriptYear, ...]) -> tuple[TranscriptYear, ...]:
    shown: list[TranscriptYear] = []
    room = LATEST
    for group in groups:
        if room > 0:
            shown.append(TranscriptYear(group.year, group.rows[:room]))
        room -= len(group.rows)
    return tuple(shown)


def _kinds(lookup: Lookup) -> tuple[Name, ...]:
    """The kinds of event and how many there are of each; () when there is but one."""
    counts: dict[str, int] = {}
    for entry in lookup.archive.entries:
        kind = lookup.row(entry.id).kind
        if kind:
            counts[kind] = counts.get(kind, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Name(kind, count=count) for kind, count in ordered) if len(ordered) > 1 else ()
