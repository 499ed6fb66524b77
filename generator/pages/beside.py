"""Lists beside the main one of a page: the first of each stand there, and longer ones have a page of their own."""

from collections.abc import Iterator, Mapping
from functools import partial

from generator.model import Extract, Value
from generator.pages.cut import Cut, Long, Year
from generator.pages.listing import Group, Name, of_year
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned

SHOWN = 30  # passages, beside the main list


class Part(Value):
    """What the page shows of such a list; `url` is where it is whole, "" where this is all of it."""

    groups: tuple[Group, ...]
    total: int
    url: str


class WholeList(Value):
    """The page of such a list."""

    heading: str
    of: Name
    passages: Cut


class Beside:
    """What `extracts` hold by transcript, newest first, beside the main list on the page of `owner`.

    `name` is its place in the folder of that page; `heading` says what it is, `noun` what one passage of it is.
    """

    def __init__(
        self, owner: Name, name: str, heading: str, noun: str, extracts: Mapping[str, Extract], lookup: Lookup
    ) -> None:
        self._owner, self._heading, self._extracts, self._lookup = owner, heading, extracts, lookup
        counts = {transcript: extract.count for transcript, extract in extracts.items()}
        url = f"{owner.url.removesuffix('.html')}/{name}.html"
        self._long = Long(url, noun, counts, years=lookup.years, register=owner)

    @property
    def total(self) -> int:
        """How many passages there are."""
        return self._long.total

    def part(self, *, whole: bool = True) -> Part:
        """What stands on the page of the owner; `whole`: a longer list has a page, which it leads to."""
        groups: list[Group] = []
        room = SHOWN
        for transcript, extract in self._extracts.items():
            if room > 0:
                groups.append(Group(self._lookup.row(transcript), extract.first(room)))
            room -= extract.count
        return Part(tuple(groups), self._long.total, self._long.overview if whole and room < 0 else "")

    def pages(self) -> Iterator[Planned]:
        """The page of the whole list, and those by year, where there is more than the owner's page shows."""
        if self._long.total <= SHOWN:
            return
        lookup, title = self._lookup, self._title()
        made_from = self._long.cause(title)
        yield Planned(self._long.overview, "passages", title, lookup.of(self._extracts, made_from), self._whole)
        for year in self._long.years:
            causes = lookup.of(self._long.transcripts(year), made_from)
            yield Planned(year.url, "year", of_year(title, year.year, lookup.tongue), causes, partial(self._year, year))

    def _whole(self) -> Page:
        title, tongue = self._title(), self._lookup.tongue
        return Page(
            self._long.overview,
            "passages.html",
            title,
            tongue.gettext("%(title)s: %(count)s.", title=title, count=tongue.number(self._long.total)),
            WholeList(self._heading, self._owner, self._long.shown(self._group, self._lookup.row)),
            language=self._lookup.language,
            kind="passages",
        )

    def _year(self, year: Year) -> Page:
        return self._long.page(year, self._title(), self._lookup.tongue, self._group, self._lookup.row)

    def _title(self) -> str:
        return self._lookup.tongue.gettext("%(name)s: %(list)s", name=self._owner.name, list=self._heading)

    def _group(self, transcript: str) -> Group:
        return Group(self._lookup.row(transcript), self._extracts[transcript])
