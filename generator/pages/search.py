"""The search page. What it finds is found in the browser; without that it leads to the lists."""

from collections.abc import Iterator
from functools import partial

from generator.model import Value
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned

URL = "search.html"


class SearchData(Value):
    """`facets`: what results can be narrowed by, as addresses and the table name it."""

    facets: tuple[tuple[str, str, str], ...]  # name in addresses, list in the table, words


FACETS = (
    ("speaker", "speakers", "Speaker"),
    ("role", "roles", "Role"),
    ("topic", "topics", "Topic"),
    ("kind", "kinds", "Kind of event"),
    ("note", "notes", "Kind of note"),
    ("series", "series", "Series"),
    ("year", "years", "Year"),
)


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The page search.html, unless the settings say that there is none."""
    if lookup.settings.search.enabled:
        yield Planned(URL, "search", "Search", lookup.of(()), partial(_page, lookup), indexed=False)


def _page(lookup: Lookup) -> Page:
    return Page(
        URL,
        "search.html",
        "Search",
        f"Search the transcripts. {lookup.settings.title}",
        SearchData(FACETS),
        language=lookup.language,
        indexed=False,
        kind="search",
    )
