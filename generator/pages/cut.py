"""Long lists about one thing: whole on one page, or an overview with pages by year in its folder."""

from collections.abc import Sequence

from generator.model import Value
from generator.pages.listing import Group, Name, TranscriptRow, count_of, year_of
from generator.pages.page import Page

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
    noun: str


class Long:
    """Passages by transcript, and whole transcripts, both newest first, that belong on the page at `overview`."""

    def __init__(
        self, overview: str, noun: str, groups: Sequence[Group], rows: Sequence[TranscriptRow] = (), *, register: Name
    ) -> None:
        self._overview, self._noun, self._register = overview, noun, register
        self._groups, self._rows = groups, rows
        self._years = self._by_year() if count_of(groups) > PASSAGES or len(rows) > TRANSCRIPTS else {}

    @property
    def shown(self) -> Cut:
        """What the overview shows."""
        groups = _latest(self._groups) if self._years else tuple(self._groups)
        rows = self._rows[:LATEST_TRANSCRIPTS] if self._years else self._rows
        total = count_of(self._groups)
        return Cut(groups, tuple(rows), self._links(), total, len(self._rows), self._noun)

    def pages(self, overview: Page) -> list[Page]:
        """The pages by year; none when the overview shows everything."""
        links = self._links()
        return [
            Page(
                url=link.url,
                template="year.html",
                title=f"{overview.title}, {link.year}",
                description=f"{overview.title}, {link.year}: {link.count:,} entries.",
                data=YearPage(
                    overview.title,
                    overview.url,
                    self._register,
                    link.year,
                    links,
                    tuple(self._years[link.year][0]),
                    tuple(self._years[link.year][1]),
                    self._noun,
                ),
                language=overview.language,
                kind="year",
            )
            for link in links
        ]

    def _by_year(self) -> dict[str, tuple[list[Group], list[TranscriptRow]]]:
        found: dict[str, tuple[list[Group], list[TranscriptRow]]] = {}
        for group in self._groups:
            found.setdefault(year_of(group.transcript.date), ([], []))[0].append(group)
        for row in self._rows:
            found.setdefault(year_of(row.date), ([], []))[1].append(row)
        return dict(sorted(found.items(), key=lambda pair: (pair[0].isdigit(), pair[0]), reverse=True))

    def _links(self) -> tuple[Year, ...]:
        folder = self._overview.removesuffix(".html")
        return tuple(
            Year(year, f"{folder}/{year}.html", count_of(groups) or len(rows))
            for year, (groups, rows) in self._years.items()
        )


def _latest(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The first groups with LATEST passages in all, the last group cut short."""
    kept: list[Group] = []
    room = LATEST
    for group in groups:
        if room <= 0:
            break
        kept.append(Group(group.transcript, group.passages[:room], group.detail))
        room -= len(group.passages)
    return tuple(kept)
