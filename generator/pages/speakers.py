"""Everybody who speaks, A–Z, and one page for each: who, when, where, with whom, on what, every turn in context."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from generator import routes
from generator.languages import message
from generator.model import Appearance, Extract, Person, PersonEntry, Value
from generator.pages.alphabet import by_letter
from generator.pages.beside import Beside, Part
from generator.pages.cut import Cut, Long, Year
from generator.pages.figures import Share, shares
from generator.pages.listing import Group, Name, of_year, span
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause
from generator.pages.referring import Referred, Referring

URL = "speakers/index.html"
REGISTER = Name(message("Speakers"), URL)
COMPANY = 24  # other people and topics a page names


class SpeakerRow(Value):
    """Somebody in the register."""

    name: Name
    role: str
    affiliation: str
    years: str
    transcripts: int
    turns: int


class Letter(Value):
    """A letter of the register with those filed under it."""

    letter: str
    rows: tuple[SpeakerRow, ...]


class SpeakersPage(Value):
    """The register of people."""

    total: int
    letters: tuple[Letter, ...]
    organisations: int


class RoleRow(Value):
    """An office or job, from the registry or as the transcripts give it. Dates are as written; "" is open."""

    name: str
    affiliation: Name | None
    start: str
    until: str


class SpeakerPage(Value):
    """One person."""

    id: str
    name: str
    also: tuple[str, ...]
    description: str
    links: tuple[str, ...]
    roles: tuple[RoleRow, ...]
    years: str
    transcripts: int
    turns: int
    words: int
    share: int  # turns that are questions
    company: tuple[Name, ...]
    topics: tuple[Share, ...]
    said: Cut
    questions: Part | None  # only for those who also say other things
    answers: Part | None  # the same
    notes: tuple[Extract, ...]
    mentions: Part
    backlinks: Referred
    wrote: Name | None  # the page of the notes that they wrote


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The register of all listed people, and their pages."""
    yield Planned(URL, "speakers", lookup.tongue.gettext("Speakers"), lookup.everything(), partial(_register, lookup))
    for person in lookup.listed:
        yield from _Speaker(person, lookup).pages()


class _Known(Value):
    """What a person's page shows that is not in the transcripts it lists."""

    name: str
    entry: PersonEntry | None
    roles: tuple[RoleRow, ...]
    backlinks: Referred
    wrote: Name | None


def role_of(person: Person) -> tuple[str, str]:
    """The role and the affiliation somebody is shown with: the latest they are known by, "" where none is."""
    affiliation = person.entry.affiliation if person.entry and person.entry.affiliation else ""
    for _, there in person.appearances:
        speaker = there.speaker
        if speaker.role or speaker.affiliation:
            return speaker.role or "", speaker.affiliation or affiliation
    if person.entry and person.entry.roles:
        last = person.entry.roles[-1]
        return last.name, last.affiliation or affiliation
    return "", affiliation


def _register(lookup: Lookup) -> Page:
    rows = [_row(person, lookup) for person in lookup.listed]
    letters = tuple(Letter(heading, of) for heading, of in by_letter(rows, lambda row: row.name.name, lookup.language))
    return Page(
        URL,
        "speakers.html",
        lookup.tongue.gettext("Speakers"),
        lookup.tongue.ngettext(
            "Everybody who speaks in these transcripts, A–Z: %(num)s person.",
            "Everybody who speaks in these transcripts, A–Z: %(num)s people.",
            len(rows),
        ),
        SpeakersPage(len(rows), letters, len(lookup.archive.organisations)),
        language=lookup.language,
        kind="speakers",
    )


def _row(person: Person, lookup: Lookup) -> SpeakerRow:
    role, affiliation = role_of(person)
    return SpeakerRow(
        name=lookup.person(person.id),
        role=role,
        affiliation="" if affiliation in role and role else affiliation,
        years=span(lookup.entries[transcript].meta.date for transcript, _ in person.appearances),
        transcripts=len(person.appearances),
        turns=sum(there.said.count for _, there in person.appearances),
    )


class _Speaker:
    """The pages of one person."""

    def __init__(self, person: Person, lookup: Lookup) -> None:
        self._person = person
        self._lookup = lookup
        self._there = {transcript: there for transcript, there in person.appearances if there.said.count}
        self._long = Long(
            routes.person(person.id),
            "turn",
            {transcript: there.said.count for transcript, there in self._there.items()},
            years=lookup.years,
            register=REGISTER,
        )
        owner = Name(person.name, routes.person(person.id))
        self._referring = Referring(owner, person.backlinks, lookup)
        self._wrote = lookup.notes_by(person.id)
        beside = partial(Beside, owner, lookup=lookup)
        there = self._there.items()
        asked = {transcript: one.asked for transcript, one in there if one.asked.count}
        answered = {transcript: one.answered for transcript, one in there if one.answered.count}
        self._questions = beside("questions", lookup.tongue.gettext("Questions asked"), "question", asked)
        self._answers = beside("answers", lookup.tongue.gettext("Answers given"), "answer", answered)
        self._mentions = beside(
            "mentions", lookup.tongue.gettext("Mentioned by others"), "mention", dict(person.mentions)
        )

    def pages(self) -> Iterator[Planned]:
        """The overview, and the pages by year where there are many turns."""
        person, lookup = self._person, self._lookup
        shown = dict.fromkeys(
            (
                *(transcript for transcript, _ in person.appearances),
                *(transcript for transcript, _ in person.mentions),
            )
        )
        roles = self._roles() if person.entry else ()
        told = _Known(person.name, person.entry, roles, self._referring.part(), self._wrote)
        known = cause(f"person {person.id}", told)
        yield Planned(self._long.overview, "speaker", person.name, lookup.of(shown, known), self._overview)
        yield from self._referring.pages()
        for one in self._beside():
            if one is self._mentions or self._is_apart(one):
                yield from one.pages()
        years = self._long.cause(person.name)
        for year in self._long.years:
            causes = lookup.of(self._long.transcripts(year), years)
            yield Planned(
                year.url, "year", of_year(person.name, year.year, lookup.tongue), causes, partial(self._year, year)
            )

    def _year(self, year: Year) -> Page:
        return self._long.page(year, self._person.name, self._lookup.tongue, self._group, self._lookup.row)

    def _overview(self) -> Page:
        data = self._data()
        role, affiliation = role_of(self._person)
        who = ", ".join(part for part in (self._person.name, role, affiliation) if part)
        tongue = self._lookup.tongue
        turns = tongue.ngettext("%(num)s turn", "%(num)s turns", data.turns)
        transcripts = tongue.ngettext("%(num)s transcript", "%(num)s transcripts", data.transcripts)
        said = tongue.gettext("%(who)s: %(turns)s in %(transcripts)s", who=who, turns=turns, transcripts=transcripts)
        return Page(
            self._long.overview,
            "speaker.html",
            self._person.name,
            ", ".join(filter(None, (said, data.years))) + ".",
            data,
            language=self._lookup.language,
            kind="speaker",
        )

    def _data(self) -> SpeakerPage:
        person, lookup, entry = self._person, self._lookup, self._person.entry
        questions, answers = (
            one.part(whole=self._is_apart(one)) if one in self._beside() else None
            for one in (self._questions, self._answers)
        )
        return SpeakerPage(
            id=person.id,
            name=person.name,
            also=entry.also if entry else (),
            description=entry.description or "" if entry else "",
            links=tuple(url for url in map(routes.safe_url, entry.links) if url) if entry else (),
            roles=self._roles(),
            years=span(lookup.entries[transcript].meta.date for transcript, _ in person.appearances),
            transcripts=len(person.appearances),
            turns=self._long.total,
            words=sum(there.speaker.words for _, there in person.appearances),
            share=self._questions.total,
            company=self._company(),
            topics=self._topics(),
            said=self._long.shown(self._group, lookup.row),
            questions=questions,
            answers=answers,
            notes=tuple(there.noted for _, there in person.appearances if there.noted.count),
            mentions=self._mentions.part(),
            backlinks=self._referring.part(),
            wrote=self._wrote,
        )

    def _beside(self) -> tuple[Beside, ...]:
        """The lists that say more than that of all turns."""
        some = (one for one in (self._questions, self._answers) if 0 < one.total < self._long.total)
        return (*some, self._mentions)

    def _is_apart(self, one: Beside) -> bool:
        """Whether a list of some turns needs a page: where it is most of them, that of all turns tells as much."""
        return 2 * one.total <= self._long.total

    def _group(self, transcript: str) -> Group:
        there = self._there[transcript]
        return Group(self._lookup.row(transcript), there.said, _detail(there))

    def _roles(self) -> tuple[RoleRow, ...]:
        """The registered roles, newest first; else those the transcripts give."""
        entry, lookup = self._person.entry, self._lookup
        if entry and entry.roles:
            known = sorted(entry.roles, key=lambda role: (role.until is None, role.start or ""), reverse=True)
            return tuple(
                RoleRow(
                    role.name,
                    lookup.organisation(role.affiliation) if role.affiliation else None,
                    role.start or "",
                    role.until or "",
                )
                for role in known
            )
        heard: dict[tuple[str, str], None] = {}
        for _, there in self._person.appearances:
            if there.speaker.role or there.speaker.affiliation:
                heard.setdefault((there.speaker.role or "", there.speaker.affiliation or ""))
        if not heard and entry and entry.affiliation:
            heard["", entry.affiliation] = None
        return tuple(RoleRow(role, lookup.organisation(of) if of else None, "", "") for role, of in heard)

    def _company(self) -> tuple[Name, ...]:
        """Who speaks in the same transcripts, by how many they share."""
        casts = [self._lookup.cast(transcript) for transcript, _ in self._person.appearances]
        if len(casts) == 1:  # all share this one: no need to count a cast of thousands
            casts = [casts[0][: COMPANY + 1]]
        counts = Counter(id for cast in casts for id in cast if id != self._person.id)
        people = self._lookup.people
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], people[pair[0]].name, pair[0]))
        return tuple(self._lookup.person(id, count) for id, count in ordered[:COMPANY])

    def _topics(self) -> tuple[Share, ...]:
        """What they speak of, by the number of their turns on it."""
        counts: Counter[str] = Counter()
        for _, there in self._person.appearances:
            counts.update(dict(there.topics))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return shares(self._lookup.topic(id, count) for id, count in ordered[:COMPANY])


def _detail(there: Appearance) -> str:
    return ", ".join(part for part in (there.speaker.role, there.speaker.affiliation) if part)
