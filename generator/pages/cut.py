"""Long lists about one thing: whole on one page, or an overview with pages by year in its folder."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.languages import Tongue, message
from generator.model import Value
from generator.pages.listing import Group, Name, TranscriptRow, of_year
from generator.pages.page import Cause, Page, cause

PASSAGES = 400  # on one page; longer lists are cut by year
TRANSCRIPTS = 150  # on one page beside passages
LATEST = 40  # passages an overview shows when the rest is on pages by year
LATEST_TRANSCRIPTS = 20


class Year(Value):
    """A year of a list: `url` is the page, or the place in it, where it is."""

    year: str  # "undated" for what has no date
    url: str
    count: int


class Cut(Value):
    """What an overview shows: everything, or the latest of it and the years."""

    groups: tuple[Group, ...]
    rows: tuple[TranscriptRow, ...]
    years: tuple[Year, ...]  # () when everything is shown
    total: int  # passages
    transcripts: int
    noun: str  # what a passage is: "turn", "passage", "question"


class YearPage(Value):
    """One year of a list that is too long for one page."""

    name: str  # whose list
    url: str  # of the overview
    register: Name  # the index above it
    year: str
    years: tuple[Year, ...]
    groups: tuple[Group, ...]
    rows: tuple[TranscriptRow, ...]
    heading: str  # of the passages


_HEADINGS = {
    "answer": message("Answers"),
    "mention": message("Mentions"),
    "passage": message("Passages"),
    "question": message("Questions"),
    "turn": message("Turns"),
}


class _Years(Value):
    title: str
    years: tuple[Year, ...]


class Long:
    """Passages by transcript, and whole transcripts, both newest first, that belong on the page at `overview`.

    It is given how many there are of each and the year of each transcript, so that what goes where is known before
    any of it is made.
    """

    def __init__(
        self,
        overview: str,
        noun: str,
        passages: Mapping[str, int],
        whole: Sequence[str] = (),
        *,
        years: Mapping[str, str],
        register: Name,
    ) -> None:
        self.overview, self._noun, self._register = overview, noun, register
        self._passages, self._whole = passages, whole
        self.total = sum(passages.values())
        self._years: dict[str, tuple[list[str], list[str]]] = {}
        if self.total > PASSAGES or len(whole) > TRANSCRIPTS:
            for part, ids in enumerate((passages, whole)):
                for id in ids:
                    self._years.setdefault(years[id], ([], []))[part].append(id)
            ordered = sorted(self._years.items(), key=lambda pair: (pair[0].isdigit(), pair[0]), reverse=True)
            self._years = dict(ordered)
        folder = overview.removesuffix(".html")
        self.years = tuple(
            Year(year, f"{folder}/{year}.html", sum(map(passages.__getitem__, of)) or len(rows))
            for year, (of, rows) in self._years.items()
        )

    def shown(self, group: Callable[[str], Group], row: Callable[[str], TranscriptRow]) -> Cut:
        """What the overview shows."""
        groups = tuple(self._latest(group)) if self.years else tuple(map(group, self._passages))
        rows = self._whole[:LATEST_TRANSCRIPTS] if self.years else self._whole
        return Cut(groups, tuple(map(row, rows)), self.years, self.total, len(self._whole), self._noun)

    def cause(self, title: str) -> Cause:
        """What the pages by year are made from besides their transcripts: the list's title and its other years."""
        return cause(f"years of {self.overview}", _Years(title, self.years))

    def transcripts(self, year: Year) -> tuple[str, ...]:
        """The transcripts on the page of a year."""
        groups, rows = self._years[year.year]
        return (*groups, *rows)

    def page(
        self, year: Year, title: str, tongue: Tongue, group: Callable[[str], Group], row: Callable[[str], TranscriptRow]
    ) -> Page:
        """The page of one year of the list whose overview has this title."""
        groups, rows = self._years[year.year]
        return Page(
            url=year.url,
            template="year.html",
            title=of_year(title, year.year, tongue),
            description=tongue.ngettext(
                "%(title)s: %(num)s entry.",
                "%(title)s: %(num)s entries.",
                year.count,
                title=of_year(title, year.year, tongue),
            ),
            data=YearPage(
                title,
                self.overview,
                self._register,
                year.year,
                self.years,
                tuple(map(group, groups)),
                tuple(map(row, rows)),
                tongue.known(_HEADINGS[self._noun]),
            ),
            language=tongue.language,
            kind="year",
        )

    def _latest(self, group: Callable[[str], Group]) -> Iterator[Group]:
        """The first groups with LATEST passages in all, the last group cut short."""
        room = LATEST
        for id in self._passages:
            if room <= 0:
                return
            made = group(id)
            yield Group(made.transcript, made.passages.first(room), made.detail)
            room -= made.passages.count
