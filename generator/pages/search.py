"""The search page. What it finds is found in the browser; without that it leads to the lists."""

from collections.abc import Iterator
from functools import partial

from generator.languages import meaning
from generator.model import Value
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned

URL = "search.html"


class SearchData(Value):
    """`facets`: what results can be narrowed by, as addresses and the table name it."""

    facets: tuple[tuple[str, str, str], ...]  # name in addresses, list in the table, words


FACETS = (
    ("speaker", "speakers", meaning("facet", "Speaker")),
    ("role", "roles", meaning("facet", "Role")),
    ("topic", "topics", meaning("facet", "Topic")),
    ("kind", "kinds", meaning("facet", "Kind of event")),
    ("note", "notes", meaning("facet", "Kind of note")),
    ("series", "series", meaning("facet", "Series")),
    ("year", "years", meaning("facet", "Year")),
)


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The page search.html, unless the settings say that there is none."""
    if lookup.settings.search.enabled:
        yield Planned(
            URL, "search", lookup.tongue.gettext("Search"), lookup.of(()), partial(_page, lookup), indexed=False
        )


def _page(lookup: Lookup) -> Page:
    tongue = lookup.tongue
    facets = tuple((name, column, tongue.pgettext("facet", words)) for name, column, words in FACETS)
    return Page(
        URL,
        "search.html",
        tongue.gettext("Search"),
        tongue.gettext("Search the transcripts. %(site)s", site=lookup.settings.title),
        SearchData(facets),
        language=lookup.language,
        indexed=False,
        kind="search",
    )
