"""What the pages of the site are: one module for each kind, from the archive to `Page` values."""

import unicodedata

from generator.config import Settings
from generator.errors import Problem, problem
from generator.model import Archive
from generator.pages import (
    free,
    home,
    missing,
    notes,
    organisations,
    redirects,
    series,
    speakers,
    topics,
    transcript,
    transcripts,
)
from generator.pages.lookup import Lookup
from generator.pages.page import FreePage, Page

__all__ = ["FreePage", "Page", "collisions", "plan"]


def plan(archive: Archive, settings: Settings, free_pages: tuple[FreePage, ...] = ()) -> tuple[Page, ...]:
    """Every page of the site, in a fixed order. Whether two want the same URL is told by `collisions`."""
    lookup = Lookup(archive, settings)
    return (
        *home.pages(lookup),
        *transcripts.pages(lookup),
        *transcript.pages(archive, settings),
        *speakers.pages(lookup),
        *organisations.pages(lookup),
        *topics.pages(lookup),
        *series.pages(lookup),
        *notes.pages(lookup),
        *free.pages(lookup, free_pages),
        *missing.pages(lookup),
        *redirects.pages(lookup),
    )


def collisions(pages: tuple[Page, ...]) -> tuple[Problem, ...]:
    """A problem for each two pages on one URL; upper and lower case are the same file on many computers."""
    taken: dict[str, Page] = {}
    found: list[Problem] = []
    for page in pages:
        other = taken.setdefault(unicodedata.normalize("NFC", page.url).casefold(), page)
        if other is not page:
            found.append(problem("same-url", url=page.url, first=_what(other), second=_what(page)))
    return tuple(found)


_WORDS = {
    "home": "front page",
    "free": "page",
    "redirect": "redirect from an old address",
    "year": "list",
    "missing": "error page",
}


def _what(page: Page) -> str:
    """A page in a message: `the transcript “Harbour levy”`."""
    return f"the {_WORDS.get(page.kind, page.kind)} “{page.title}” ({page.url})"
