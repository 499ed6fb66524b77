"""All transcripts, by year."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from generator.model import Value
from generator.pages.cut import Year
from generator.pages.figures import Columns, over_years
from generator.pages.listing import Name, TranscriptRow, of_year
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause

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
    figure: Columns | None = None


class _Years(Value):
    years: tuple[Year, ...]


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The index of transcripts and, for a long one, its years."""
    by_year: dict[str, list[str]] = {}
    for id, year in lookup.years.items():
        by_year.setdefault(year, []).append(id)
    years = years_of(lookup)
    cut = len(lookup.years) > WHOLE_BOUND
    title = lookup.tongue.gettext("Transcripts")
    yield Planned(URL, "transcripts", title, lookup.everything(), partial(_index, lookup, by_year, years, cut))
    for one in years if cut else ():
        causes = lookup.of(by_year[one.year], cause("years of transcripts", _Years(years)))
        make = partial(_year, lookup, one, by_year[one.year], years)
        yield Planned(one.url, "transcripts", of_year(title, one.year, lookup.tongue), causes, make)


def years_of(lookup: Lookup) -> tuple[Year, ...]:
    """Every year, and where its transcripts are listed, newest first."""
    cut = len(lookup.years) > WHOLE_BOUND
    return tuple(
        Year(year, f"{_YEARS}{year}.html" if cut else f"{URL}#or-{year}", number)
        for year, number in Counter(lookup.years.values()).items()
    )


def _index(lookup: Lookup, by_year: dict[str, list[str]], years: tuple[Year, ...], cut: bool) -> Page:
    total = len(lookup.years)
    data = TranscriptsPage(
        total=total,
        groups=tuple(_groups(lookup, by_year, LATEST if cut else total)),
        years=years,
        series=tuple(Name(s.name, f"series/{s.id}.html", len(s.transcripts)) for s in lookup.archive.series),
        kinds=_kinds(lookup),
        latest=cut,
        figure=over_years(years, lookup.language),
    )
    about = lookup.tongue.ngettext("All %(num)s transcript, by year.", "All %(num)s transcripts, by year.", total)
    return _page(lookup, URL, lookup.tongue.gettext("Transcripts"), about, data)


def _year(lookup: Lookup, year: Year, of: list[str], years: tuple[Year, ...]) -> Page:
    group = TranscriptYear(year.year, tuple(map(lookup.row, of)))
    figure = over_years(years, lookup.language)
    data = TranscriptsPage(year.count, (group,), years, (), (), year.year, figure=figure)
    counted = lookup.tongue.ngettext("%(num)s transcript", "%(num)s transcripts", year.count)
    about = lookup.tongue.gettext("%(transcripts)s: %(year)s.", transcripts=counted, year=lookup.tongue.year(year.year))
    return _page(lookup, year.url, of_year(lookup.tongue.gettext("Transcripts"), year.year, lookup.tongue), about, data)


def _page(lookup: Lookup, url: str, title: str, description: str, data: TranscriptsPage) -> Page:
    return Page(url, "transcripts.html", title, description, data, language=lookup.language, kind="transcripts")


def _groups(lookup: Lookup, by_year: dict[str, list[str]], room: int) -> Iterator[TranscriptYear]:
    """The first so many transcripts, by year."""
    for year, of in by_year.items():
        if room > 0:
            yield TranscriptYear(year, tuple(map(lookup.row, of[:room])))
        room -= len(of)


def _kinds(lookup: Lookup) -> tuple[Name, ...]:
    """The kinds of event and how many there are of each; () when there is but one."""
    counts: dict[str, int] = {}
    for entry in lookup.archive.entries:
        if kind := lookup.kind(entry.meta.kind):
            counts[kind] = counts.get(kind, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Name(kind, count=count) for kind, count in ordered) if len(ordered) > 1 else ()
