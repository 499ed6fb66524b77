"""All questions of a transcript with their answers: one page for each transcript in which somebody asks."""

from collections.abc import Iterator
from functools import partial

from generator import routes
from generator.model import Entry, Extract, Value
from generator.pages.listing import TranscriptRow
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned


class QuestionsPage(Value):
    """The questions of one transcript; `said` is the key of its turns."""

    transcript: TranscriptRow
    exchanges: Extract
    said: str
    unanswered: int


def pages(lookup: Lookup) -> Iterator[Planned]:
    """A page for each transcript with questions, in the archive's order."""
    for entry in lookup.archive.entries:
        if entry.exchanges.count:
            indexed = not (entry.meta.draft or entry.meta.withdrawn)
            causes = lookup.of((entry.id,))
            make = partial(_page, entry, lookup)
            yield Planned(routes.questions(entry.id), "questions", _title(entry, lookup), causes, make, indexed=indexed)


def _page(entry: Entry, lookup: Lookup) -> Page:
    asked = entry.exchanges.count
    return Page(
        routes.questions(entry.id),
        "questions.html",
        _title(entry, lookup),
        lookup.tongue.ngettext(
            "Who asked what in “%(title)s”, and who answered: %(num)s question.",
            "Who asked what in “%(title)s”, and who answered: %(num)s questions.",
            asked,
            title=entry.title,
        ),
        QuestionsPage(lookup.row(entry.id), entry.exchanges, entry.said, asked - entry.answered),
        language=lookup.language,
        indexed=not (entry.meta.draft or entry.meta.withdrawn),
        kind="questions",
    )


def _title(entry: Entry, lookup: Lookup) -> str:
    return lookup.tongue.gettext("%(title)s: questions", title=entry.title)
