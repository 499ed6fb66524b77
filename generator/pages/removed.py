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
    "notes": PageLink(message("All notes"), "notes/index.html"),
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
        whole = next((one for one in _wholes(url) if one in made), None)
        if whole:  # what it showed is there too
            yield planned(lookup, url, RedirectData(whole, made[whole]))
        else:
            there = _KINDS.get(url.partition("/")[0], _HOME)
            there = there if there.url in made else _HOME
            data = RemovedData(PageLink(lookup.tongue.known(there.title), there.url))
            causes = lookup.of((), cause(f"removed {url}", data))
            yield Planned(url, "removed", url, causes, partial(_page, url, data, lookup.tongue), indexed=False)


def problems(published: Iterable[str], made: Iterable[Planned]) -> Iterator[Problem]:
    """What is to be told of such pages: lists that nothing is in any more lead to others, and need no mending."""
    urls = set(published)
    for page in made:
        if page.kind == "removed" and page.url in urls and not page.url.startswith(_LISTS):
            registry = _REGISTRIES.get(page.url.partition("/")[0])
            hint = f"If it was renamed, write its earlier id under `aliases` in {registry}." if registry else _MEANT
            yield problem("published-page-gone", Place(PAGES, 0, words=page.url), url=page.url, hint=hint)


# Pages about a part of what another page is about.
_PARTS = {
    "questions/": "transcripts/",
    "compare/": "transcripts/",
    "notes/on/": "topics/",
    "notes/by/": "speakers/",
}
_LISTS = (*_PARTS, "notes/", "corrections/")
_MEANT = "If that is meant, and nobody needs the address, take its line out of this file."


def _wholes(url: str) -> Iterator[str]:
    """The pages that tell of what a page of one year, of questions, notes or references is about, nearest first."""
    for part, whole in _PARTS.items():
        if url.startswith(part) and url.count("/") == part.count("/"):
            yield whole + url.removeprefix(part)
    folder, _, name = url.rpartition("/")
    while "/" in folder:
        yield f"{folder}.html"
        folder = folder.rpartition("/")[0]
    year = name.removesuffix(".html")
    if year.isdecimal() or year == "undated":
        yield f"{folder}/index.html"


def _page(url: str, data: RemovedData, tongue: Tongue) -> Page:
    about = tongue.gettext("This page is no longer here.")
    return Page(url, "removed.html", about, about, data, language=tongue.language, indexed=False, kind="removed")
