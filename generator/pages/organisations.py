"""Outlets, offices and bodies: all of them A–Z, and for each its people, transcripts and questions."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from generator import routes
from generator.languages import message
from generator.model import Organisation, Value
from generator.pages.alphabet import by_letter, in_order
from generator.pages.beside import Beside, Part
from generator.pages.cut import Cut, Long, Year
from generator.pages.listing import Group, Name, of_year, span
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause
from generator.pages.referring import Referred, Referring

URL = "organisations/index.html"
NAMED = 24  # people who ask, or answer, that a page names
REGISTER = Name(message("Organisations"), URL)


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
    askers: tuple[Name, ...]  # by questions
    answerers: tuple[Name, ...]  # by questions of these people that they answered
    questions: Cut  # and the transcripts in which they speak for it
    mentions: Part
    backlinks: Referred


class _Known(Value):
    """What an organisation's page shows that is not in the transcripts it lists."""

    name: str
    backlinks: Referred


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The register of organisations, and their pages."""
    yield Planned(
        URL, "organisations", lookup.tongue.gettext("Organisations"), lookup.everything(), partial(_register, lookup)
    )
    for organisation in lookup.archive.organisations:
        yield from _Organisation(organisation, lookup).pages()


def _register(lookup: Lookup) -> Page:
    rows = [_row(organisation, lookup) for organisation in lookup.archive.organisations]
    letters = tuple(Letter(heading, of) for heading, of in by_letter(rows, lambda row: row.name.name, lookup.language))
    return Page(
        URL,
        "organisations.html",
        lookup.tongue.gettext("Organisations"),
        lookup.tongue.gettext(
            "The outlets, offices and bodies people speak for, A–Z: %(count)s.", count=lookup.tongue.number(len(rows))
        ),
        OrganisationsPage(len(rows), letters),
        language=lookup.language,
        kind="organisations",
    )


def _row(organisation: Organisation, lookup: Lookup) -> OrganisationRow:
    transcripts = {transcript for transcript, _ in organisation.appearances}
    return OrganisationRow(
        Name(organisation.name, routes.organisation(organisation.id)),
        span(lookup.entries[transcript].meta.date for transcript in transcripts),
        len(organisation.people),
        len(transcripts),
    )


class _Organisation:
    """The pages of one organisation."""

    def __init__(self, organisation: Organisation, lookup: Lookup) -> None:
        self._body = organisation
        self._lookup = lookup
        self._heard = tuple(dict.fromkeys(transcript for transcript, _ in organisation.appearances))
        self._asked = dict(organisation.questions)
        self._long = Long(
            routes.organisation(organisation.id),
            "question",
            {transcript: asked.questions.count for transcript, asked in organisation.questions},
            self._heard,
            years=lookup.years,
            register=REGISTER,
        )
        owner = Name(organisation.name, routes.organisation(organisation.id))
        heading = lookup.tongue.gettext("Mentioned by others")
        self._mentions = Beside(owner, "mentions", heading, "mention", dict(organisation.mentions), lookup)
        self._referring = Referring(owner, organisation.backlinks, lookup)

    def pages(self) -> Iterator[Planned]:
        """The overview, and the pages by year where there are many questions or transcripts."""
        body, lookup = self._body, self._lookup
        shown = dict.fromkeys((*self._heard, *self._asked, *dict(body.mentions)))
        known = cause(f"organisation {body.id}", _Known(body.name, self._referring.part()))
        yield Planned(self._long.overview, "organisation", body.name, lookup.of(shown, known), self._overview)
        yield from self._mentions.pages()
        yield from self._referring.pages()
        years = self._long.cause(body.name)
        for year in self._long.years:
            causes = lookup.of(self._long.transcripts(year), years)
            yield Planned(
                year.url, "year", of_year(body.name, year.year, lookup.tongue), causes, partial(self._year, year)
            )

    def _year(self, year: Year) -> Page:
        return self._long.page(year, self._body.name, self._lookup.tongue, self._group, self._lookup.row)

    def _group(self, transcript: str) -> Group:
        return Group(self._lookup.row(transcript), self._asked[transcript].questions)

    def _overview(self) -> Page:
        body, lookup = self._body, self._lookup
        data = OrganisationPage(
            name=body.name,
            years=span(lookup.entries[transcript].meta.date for transcript in self._heard),
            people=self._people(),
            askers=self._names(asked.by for asked in self._asked.values()),
            answerers=self._names(asked.to for asked in self._asked.values()),
            questions=self._long.shown(self._group, lookup.row),
            mentions=self._mentions.part(),
            backlinks=self._referring.part(),
        )
        about = lookup.tongue.gettext(
            "%(name)s: %(people)s in %(transcripts)s.",
            name=body.name,
            people=lookup.tongue.ngettext("%(num)s person", "%(num)s people", len(data.people)),
            transcripts=lookup.tongue.ngettext("%(num)s transcript", "%(num)s transcripts", len(self._heard)),
        )
        return Page(
            self._long.overview,
            "organisation.html",
            body.name,
            about,
            data,
            language=lookup.language,
            kind="organisation",
        )

    def _names(self, counts: Iterable[tuple[tuple[str, int], ...]]) -> tuple[Name, ...]:
        """People, by a number that is counted in each transcript."""
        total: Counter[str] = Counter()
        for of in counts:
            total.update(dict(of))
        people = self._lookup.people
        ordered = sorted(total.items(), key=lambda pair: (-pair[1], people[pair[0]].name, pair[0]))
        return tuple(self._lookup.person(id, count) for id, count in ordered[:NAMED])

    def _people(self) -> tuple[Name, ...]:
        """Those with a page, each with the number of transcripts they speak in for it."""
        counts = Counter(speaker for _, speaker in dict.fromkeys(self._body.appearances))
        names = [self._lookup.person(id, counts[id]) for id in self._body.people]
        return tuple(in_order((name for name in names if name.url), lambda name: name.name, self._lookup.language))
