"""Outlets, offices and bodies: all of them A–Z, and for each its people, transcripts and questions."""

from collections.abc import Iterator

from generator import routes
from generator.model import Organisation, Value
from generator.pages.alphabet import by_letter, in_order
from generator.pages.cut import Cut, Long
from generator.pages.listing import Group, Name, span
from generator.pages.lookup import Lookup
from generator.pages.page import Page

URL = "organisations/index.html"
REGISTER = Name("Organisations", URL)


class OrganisationRow(Value):
    """An organisation in the register."""

    name: Name
    years: str
    people: int
    transcripts: int


class Letter(Value):
    """A letter of the register with those filed under it."""

    letter: str
    rows: tuple[OrganisationRow, ...]


class OrganisationsPage(Value):
    """The register of organisations."""

    total: int
    letters: tuple[Letter, ...]


class OrganisationPage(Value):
    """One organisation."""

    name: str
    years: str
    people: tuple[Name, ...]  # `count`: transcripts they speak in for it
    questions: Cut  # and the transcripts in which they speak for it


def pages(lookup: Lookup) -> Iterator[Page]:
    """The register of organisations, and their pages."""
    rows = [_row(organisation, lookup) for organisation in lookup.archive.organisations]
    letters = tuple(Letter(heading, of) for heading, of in by_letter(rows, lambda row: row.name.name))
    yield Page(
        URL,
        "organisations.html",
        "Organisations",
        f"The outlets, offices and bodies people speak for, A–Z: {len(rows):,}.",
        OrganisationsPage(len(rows), letters),
        language=lookup.language,
        kind="organisations",
    )
    for organisation in lookup.archive.organisations:
        yield from _pages(organisation, lookup)


def _row(organisation: Organisation, lookup: Lookup) -> OrganisationRow:
    transcripts = {transcript for transcript, _ in organisation.appearances}
    return OrganisationRow(
        Name(organisation.name, routes.organisation(organisation.id)),
        span(lookup.entries[transcript].meta.date for transcript in transcripts),
        len(organisation.people),
        len(transcripts),
    )


def _pages(organisation: Organisation, lookup: Lookup) -> Iterator[Page]:
    heard: dict[str, list[str]] = {}
    for transcript, speaker in organisation.appearances:
        heard.setdefault(transcript, []).append(speaker)
    newest_first = sorted(heard, key=lookup.order.__getitem__)
    groups = [_questions(transcript, heard[transcript], lookup) for transcript in newest_first]
    url = routes.organisation(organisation.id)
    rows = [lookup.row(transcript) for transcript in newest_first]
    long = Long(url, "question", [group for group in groups if group.passages], rows, register=REGISTER)
    data = OrganisationPage(
        name=organisation.name,
        years=span(lookup.entries[transcript].meta.date for transcript in heard),
        people=_people(organisation, lookup),
        questions=long.shown,
    )
    description = f"{organisation.name}: {len(data.people):,} people in {len(heard):,} transcripts."
    page = Page(
        url, "organisation.html", organisation.name, description, data, language=lookup.language, kind="organisation"
    )
    yield page
    yield from long.pages(page)


def _people(organisation: Organisation, lookup: Lookup) -> tuple[Name, ...]:
    counts: dict[str, set[str]] = {}
    for transcript, speaker in organisation.appearances:
        person = lookup.person_at.get((transcript, speaker))
        if person:
            counts.setdefault(person, set()).add(transcript)
    names = [lookup.person(id, len(counts.get(id, ()))) for id in organisation.people if id in lookup.people]
    return tuple(in_order((name for name in names if name.url), lambda name: name.name))


def _questions(transcript: str, speakers: list[str], lookup: Lookup) -> Group:
    """What the organisation's people asked in one transcript."""
    resolution = lookup.entries[transcript].resolution
    asked = [n for n, facts in enumerate(resolution.turns) if facts.kind == "question" and facts.speaker in speakers]
    return Group(lookup.row(transcript), lookup.passages(transcript, asked, named=True))
