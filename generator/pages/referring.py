"""What refers to a person, a topic or an organisation: the first of it on their page, longer lists on their own."""

from collections.abc import Iterator, Sequence
from functools import partial

from generator.model import Backlink, Value
from generator.pages.cut import LATEST, PASSAGES, Year
from generator.pages.listing import Found, Name, of_year
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause

SHOWN = 30  # beside the main list of a page


class Referred(Value):
    """What the page of the owner shows; `url` is where all of it is, "" where this is all."""

    places: tuple[Found, ...]
    total: int
    url: str


class ReferringPage(Value):
    """All that refers to something; or the latest and the years; or one year."""

    heading: str
    of: Name
    url: str  # of the page with all of it
    total: int
    places: tuple[Found, ...]
    years: tuple[Year, ...]
    here: str = ""  # the year this page is about; "" for all


class _Told(Value):
    of: str
    years: tuple[Year, ...]
    links: tuple[Backlink, ...]


class Referring:
    """The references to `owner`, the newest transcripts first."""

    def __init__(self, owner: Name, links: Sequence[Backlink], lookup: Lookup) -> None:
        self._owner, self._links, self._lookup = owner, tuple(links), lookup
        self._heading = lookup.tongue.gettext("Referred to in")
        folder = owner.url.removesuffix(".html")
        self._url = f"{folder}/references.html"
        by_year: dict[str, list[Backlink]] = {}
        for link in links if len(links) > PASSAGES else ():
            by_year.setdefault(lookup.years[link.transcript], []).append(link)
        ordered = sorted(by_year.items(), key=lambda pair: (pair[0].isdigit(), pair[0]), reverse=True)
        self._years = tuple((Year(year, f"{folder}/references/{year}.html", len(of)), of) for year, of in ordered)

    def part(self) -> Referred:
        """What stands on the page of the owner."""
        url = self._url if len(self._links) > SHOWN else ""
        return Referred(self._found(self._links[:SHOWN]), len(self._links), url)

    def pages(self) -> Iterator[Planned]:
        """The page of the whole list, and those by year, where there is more than the owner's page shows."""
        if len(self._links) <= SHOWN:
            return
        yield self._planned(self._url, "", self._links[:LATEST] if self._years else self._links)
        for year, links in self._years:
            yield self._planned(year.url, year.year, links)

    def _planned(self, url: str, here: str, links: Sequence[Backlink]) -> Planned:
        tongue = self._lookup.tongue
        title = tongue.gettext("%(name)s: %(list)s", name=self._owner.name, list=self._heading)
        title = of_year(title, here, tongue) if here else title
        told = cause(f"references {url}", _Told(self._owner.name, tuple(year for year, _ in self._years), tuple(links)))
        causes = self._lookup.of(dict.fromkeys(link.transcript for link in links), told)
        return Planned(url, "references", title, causes, partial(self._page, url, title, here, links))

    def _page(self, url: str, title: str, here: str, links: Sequence[Backlink]) -> Page:
        total = len(links) if here else len(self._links)
        years = tuple(year for year, _ in self._years)
        data = ReferringPage(self._heading, self._owner, self._url, total, self._found(links), years, here)
        tongue = self._lookup.tongue
        about = tongue.gettext("%(title)s: %(count)s.", title=title, count=tongue.number(total))
        return Page(url, "references.html", title, about, data, language=self._lookup.language, kind="references")

    def _found(self, links: Sequence[Backlink]) -> tuple[Found, ...]:
        return tuple(map(self._lookup.backlink, links))
