"""What the pages of the site are: one module for each kind, from the archive to `Page` values."""

import unicodedata
from collections.abc import Iterable

from generator.errors import Problem, problem
from generator.pages import (
    free,
    home,
    missing,
    notes,
    organisations,
    questions,
    redirects,
    removed,
    series,
    speakers,
    topics,
    transcript,
    transcripts,
)
from generator.pages.lookup import Lookup
from generator.pages.page import FreePage, Page, Planned
from generator.pages.redirects import moved_transcripts
from generator.pages.removed import problems as removed_problems

__all__ = ["FreePage", "Lookup", "Page", "Planned", "collisions", "moved_transcripts", "plan", "removed_problems"]


def plan(lookup: Lookup, free_pages: tuple[FreePage, ...] = (), published: tuple[str, ...] = ()) -> tuple[Planned, ...]:
    """Every page of the site, in a fixed order. Whether two want the same URL is told by `collisions`.

    `published` are the URLs that pages other than transcripts have had: where nothing is there now, a page says so.
    """
    made = (
        *home.pages(lookup),
        *transcripts.pages(lookup),
        *transcript.pages(lookup),
        *questions.pages(lookup),
        *speakers.pages(lookup),
        *organisations.pages(lookup),
        *topics.pages(lookup),
        *series.pages(lookup),
        *notes.pages(lookup),
        *free.pages(lookup, free_pages),
        *missing.pages(lookup),
        *redirects.pages(lookup),
    )
    return (*made, *removed.pages(lookup, published, {page.url: page.title for page in made})) if published else made


def collisions(pages: Iterable[Planned]) -> tuple[Problem, ...]:
    """A problem for each two pages on one URL; upper and lower case are the same file on many computers."""
    taken: dict[str, Planned] = {}
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


def _what(page: Planned) -> str:
    """A page in a message: `the transcript “Harbour levy”`."""
    return f"the {_WORDS.get(page.kind, page.kind)} “{page.title}” ({page.url})"
