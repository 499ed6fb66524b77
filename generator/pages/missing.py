"""The page a server shows for what is not there.

It is shown at any depth of the site, so that relative links would lead astray: with `base_url` its links begin with
the site's path on its server, without it there are none.
"""

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from generator.model import Value
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned


class MissingData(Value):
    """`root` is the path of the site on its server, "/project/"; "" where that is not known."""

    root: str


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The page 404.html."""
    title = lookup.tongue.gettext("Page not found")
    yield Planned("404.html", "missing", title, lookup.of(()), partial(_page, lookup, title), indexed=False)


def _page(lookup: Lookup, title: str) -> Page:
    base = lookup.settings.base_url
    root = urlsplit(base).path.rstrip("/") + "/" if base else ""
    return Page(
        "404.html",
        "404.html",
        title,
        lookup.tongue.gettext("There is no page at this address."),
        MissingData(root),
        language=lookup.language,
        indexed=False,
        kind="missing",
    )
