"""Pages at published addresses where nothing is any more: nobody who comes there finds nothing."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from generator.errors import Place, Problem, problem
from generator.languages import Tongue, message
from generator.ledger import PAGES
from generator.model import Value
from generator.pages.lookup import Lookup
from generator.pages.page import Page, PageLink, Planned, cause
from generator.pages.redirects import RedirectData, is_address, planned

_KINDS = {
    "transcripts": PageLink(message("All transcripts"), "transcripts/index.html"),
    "speakers": PageLink(message("Everybody who speaks here"), "speakers/index.html"),
    "topics": PageLink(message("All topics"), "topics/index.html"),
    "series": PageLink(message("All series"), "series/index.html"),
    "organisations": PageLink(message("All organisations"), "organisations/index.html"),
}
_HOME = PageLink(message("The front page"), "index.html")
_REGISTRIES = {"speakers": "people.yaml", "topics": "topics.yaml", "series": "series.yaml"}


class RemovedData(Value):
    """Where to look instead."""

    instead: PageLink


def pages(lookup: Lookup, published: Iterable[str], made: Mapping[str, str]) -> Iterator[Planned]:
    """A page for each published URL that is not among those `made`, of which the titles are given."""
    for url in published:
        if url in made or not is_address(url):
            continue
        whole = _whole(url)
        if whole in made:  # what it showed is there too
            yield planned(lookup, url, RedirectData(whole, made[whole]))
        else:
            there = _KINDS.get(url.partition("/")[0], _HOME)
            there = there if there.url in made else _HOME
            data = RemovedData(PageLink(lookup.tongue.known(there.title), there.url))
            causes = lookup.of((), cause(f"removed {url}", data))
            yield Planned(url, "removed", url, causes, partial(_page, url, data, lookup.tongue), indexed=False)


def problems(published: Iterable[str], made: Iterable[Planned]) -> Iterator[Problem]:
    """What is to be told of such pages."""
    urls = set(published)
    for page in made:
        if page.kind == "removed" and page.url in urls:
            registry = _REGISTRIES.get(page.url.partition("/")[0])
            hint = f"If it was renamed, write its earlier id under `aliases` in {registry}." if registry else ""
            yield problem("published-page-gone", Place(PAGES, 0, words=page.url), url=page.url, hint=hint)


# Pages about a part of what another page is about.
_PARTS = {"questions/": "transcripts/", "notes/on/": "topics/", "notes/by/": "speakers/"}


def _whole(url: str) -> str:
    """The page that tells of what a page of one year, of questions or of notes is about."""
    for part, whole in _PARTS.items():
        if url.startswith(part) and url.count("/") == part.count("/"):
            return whole + url.removeprefix(part)
    folder, _, name = url.rpartition("/")
    year = name.removesuffix(".html")
    parts = folder.split("/")
    if not (year.isdecimal() or year == "undated"):
        return ""
    return f"{folder}.html" if len(parts) > 1 else f"{folder}/index.html"


def _page(url: str, data: RemovedData, tongue: Tongue) -> Page:
    about = tongue.gettext("This page is no longer here.")
    return Page(url, "removed.html", about, about, data, language=tongue.language, indexed=False, kind="removed")
