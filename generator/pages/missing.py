"""The page a server shows for what is not there.

It is shown at any depth of the site, so that relative links would lead astray: with `base_url` its links begin with
the site's path on its server, without it there are none.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.model import Value
from generator.pages.lookup import Lookup
from generator.pages.page import Page


class MissingData(Value):
    """`root` is the path of the site on its server, "/project/"; "" where that is not known."""

    root: str


def pages(lookup: Lookup) -> Iterator[Page]:
    """The page 404.html."""
    base = lookup.settings.base_url
    root = urlsplit(base).path.rstrip("/") + "/" if base else ""
    yield Page(
        "404.html",
        "404.html",
        "Page not found",
        "There is no page at this address.",
        MissingData(root),
        language=lookup.language,
        indexed=False,
        kind="missing",
    )
