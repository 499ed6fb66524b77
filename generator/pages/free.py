"""The archive's own pages: about, method, and the like."""

from collections.abc import Iterator
from functools import partial

from generator import routes
from generator.model import Value
from generator.pages.lookup import Lookup
from generator.pages.page import FreePage, Page, Planned, cause


class FreeData(Value):
    """A page's text, already HTML, without its title."""

    html: str


def pages(lookup: Lookup, free_pages: tuple[FreePage, ...]) -> Iterator[Planned]:
    """A page for each text of `content/pages/`."""
    for free in free_pages:
        causes = lookup.of((), cause(f"page {free.name}", free))
        yield Planned(routes.free_page(free.name), "free", free.title, causes, partial(_page, free, lookup))


def _page(free: FreePage, lookup: Lookup) -> Page:
    return Page(
        routes.free_page(free.name),
        "free.html",
        free.title,
        f"{free.title}. {lookup.settings.title}",
        FreeData(free.html),
        language=free.language,
        kind="free",
    )
