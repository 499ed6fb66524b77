"""The subject index A–Z, with narrower, related and "see" entries, and one page for each topic with every passage."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from generator import routes
from generator.languages import message
from generator.model import Heard, Locator, Topic, TopicEntry, Value
from generator.pages.alphabet import by_letter, in_order
from generator.pages.cut import Cut, Long, Year
from generator.pages.figures import Columns, Share, over_years, shares
from generator.pages.listing import Group, Name, TranscriptRow, of_year, span
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause
from generator.pages.referring import Referred, Referring

URL = "topics/index.html"
REGISTER = Name(message("Topics"), URL)
SPEAKERS = 12  # people a topic's page names
VOICES = 4  # people under a topic in the index
DAYS = 2  # transcripts the index shows of each of them


class Day(Value):
    """Where somebody speaks on a topic in one transcript."""

    transcript: TranscriptRow
    places: tuple[Locator, ...]


class Voice(Value):
    """Somebody who speaks on a topic, with the newest of their passages."""

    name: Name
    days: tuple[Day, ...]
    more: int  # further passages


class TopicRow(Value):
    """An entry of the subject index. One with `see` leads to the preferred names and says nothing else."""

    name: str
    see: tuple[Name, ...] = ()
    url: str = ""
    transcripts: int = 0
    passages: int = 0
    broader: tuple[Name, ...] = ()
    narrower: tuple[Name, ...] = ()
    related: tuple[Name, ...] = ()
    voices: tuple[Voice, ...] = ()  # those with the most passages, by name
    others: int = 0  # further people


class Letter(Value):
    """A letter of the index with what is filed under it."""

    letter: str
    rows: tuple[TopicRow, ...]


class TopicsPage(Value):
    """The subject index."""

    total: int
    letters: tuple[Letter, ...]


class TopicPage(Value):
    """One topic."""

    name: str
    also: tuple[str, ...]
    description: str
    broader: tuple[Name, ...]
    narrower: tuple[Name, ...]
    related: tuple[Name, ...]
    years: str
    over_years: Columns | None  # its passages
    speakers: tuple[Share, ...]  # who speaks of it most
    passages: Cut  # with the transcripts wholly about it
    backlinks: Referred
    notes: Name | None  # the page of those on it


class _Known(Value):
    """What a topic's page shows that is not in the transcripts it lists."""

    name: str
    entry: TopicEntry | None
    relations: tuple[tuple[Name, ...], ...]
    backlinks: Referred
    notes: Name | None


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The subject index, and the topics' pages."""
    yield Planned(URL, "topics", lookup.tongue.gettext("Topics"), lookup.everything(), partial(_index, lookup))
    for topic in lookup.archive.topics:
        yield from _Subject(topic, lookup).pages()


def _index(lookup: Lookup) -> Page:
    topics = lookup.archive.topics
    rows = [*(_row(topic, lookup) for topic in topics), *_see(lookup)]
    letters = tuple(Letter(heading, of) for heading, of in by_letter(rows, lambda row: row.name, lookup.language))
    return Page(
        URL,
        "topics.html",
        lookup.tongue.gettext("Topics"),
        lookup.tongue.ngettext(
            "The subject index of these transcripts, A–Z: %(num)s topic.",
            "The subject index of these transcripts, A–Z: %(num)s topics.",
            len(topics),
        ),
        TopicsPage(len(topics), letters),
        language=lookup.language,
        kind="topics",
    )


def _row(topic: Topic, lookup: Lookup) -> TopicRow:
    voices = _voices(topic, lookup)
    return TopicRow(
        topic.name,
        (),
        routes.topic(topic.id),
        len(topic.transcripts),
        topic.passages,
        _names(topic.broader, lookup),
        _names(topic.narrower, lookup, counted=True),
        _names(topic.related, lookup),
        tuple(in_order(voices[:VOICES], lambda voice: voice.name.name, lookup.language)),
        len(voices[VOICES:]),
    )


def _voices(topic: Topic, lookup: Lookup) -> list[Voice]:
    """Who speaks on a topic, most passages first."""
    heard: dict[str, list[tuple[str, Heard]]] = {}
    for transcript, treatment in topic.treatments:
        for one in treatment.speakers:
            heard.setdefault(one.person, []).append((transcript, one))
    counts = {person: sum(one.count for _, one in of) for person, of in heard.items()}
    ordered = sorted(heard, key=lambda person: (-counts[person], lookup.people[person].name, person))
    found = []
    for number, person in enumerate(ordered):
        days = () if number >= VOICES else tuple(Day(lookup.row(id), one.places) for id, one in heard[person][:DAYS])
        shown = sum(len(day.places) for day in days)
        found.append(Voice(lookup.person(person, counts[person]), days, counts[person] - shown))
    return found


def _see(lookup: Lookup) -> Iterator[TopicRow]:
    """The other names of topics; one entry for a name that several topics share."""
    preferred = {topic.name.casefold() for topic in lookup.archive.topics}
    others: dict[str, tuple[str, list[Name]]] = {}
    for topic in lookup.archive.topics:
        for also in topic.entry.also if topic.entry else ():
            if also.casefold() not in preferred:
                others.setdefault(also.casefold(), (also, []))[1].append(lookup.topic(topic.id))
    for name, see in others.values():
        yield TopicRow(name, tuple(dict.fromkeys(see)))


def _names(ids: tuple[str, ...], lookup: Lookup, *, counted: bool = False) -> tuple[Name, ...]:
    known = [lookup.topics[id] for id in ids if id in lookup.topics]
    named = (lookup.topic(topic.id, topic.passages if counted else 0) for topic in known)
    return tuple(in_order(named, lambda name: name.name, lookup.language))


class _Subject:
    """The pages of one topic."""

    def __init__(self, topic: Topic, lookup: Lookup) -> None:
        self._topic = topic
        self._lookup = lookup
        self._treated = dict(topic.treatments)
        self._long = Long(
            routes.topic(topic.id),
            "passage",
            {transcript: treatment.passages.count for transcript, treatment in topic.treatments},
            topic.transcripts,
            years=lookup.years,
            register=REGISTER,
        )
        self._referring = Referring(Name(topic.name, routes.topic(topic.id)), topic.backlinks, lookup)
        self._notes = lookup.notes_on(topic.id)

    def pages(self) -> Iterator[Planned]:
        """The overview, and the pages by year where there are many passages."""
        topic, lookup = self._topic, self._lookup
        relations = (
            _names(topic.broader, lookup),
            _names(topic.narrower, lookup, counted=True),
            _names(topic.related, lookup),
        )
        told = _Known(topic.name, topic.entry, relations, self._referring.part(), self._notes)
        known = cause(f"topic {topic.id}", told)
        shown = dict.fromkeys((*topic.transcripts, *self._treated))
        yield Planned(self._long.overview, "topic", topic.name, lookup.of(shown, known), self._overview)
        yield from self._referring.pages()
        years = self._long.cause(topic.name)
        for year in self._long.years:
            causes = lookup.of(self._long.transcripts(year), years)
            yield Planned(
                year.url, "year", of_year(topic.name, year.year, lookup.tongue), causes, partial(self._year, year)
            )

    def _year(self, year: Year) -> Page:
        return self._long.page(year, self._topic.name, self._lookup.tongue, self._group, self._lookup.row)

    def _group(self, transcript: str) -> Group:
        return Group(self._lookup.row(transcript), self._treated[transcript].passages)

    def _overview(self) -> Page:
        topic, lookup, entry = self._topic, self._lookup, self._topic.entry
        treated = self._treated
        shown = dict.fromkeys((*topic.transcripts, *treated))
        data = TopicPage(
            name=topic.name,
            also=entry.also if entry else (),
            description=entry.description or "" if entry else "",
            broader=_names(topic.broader, lookup),
            narrower=_names(topic.narrower, lookup, counted=True),
            related=_names(topic.related, lookup),
            years=span(lookup.entries[transcript].meta.date for transcript in shown),
            over_years=self._over_years(),
            speakers=self._speakers(),
            passages=self._long.shown(self._group, lookup.row),
            backlinks=self._referring.part(),
            notes=self._notes,
        )
        about = data.description or lookup.tongue.gettext(
            "%(name)s: %(passages)s in %(transcripts)s.",
            name=topic.name,
            passages=lookup.tongue.ngettext("%(num)s passage", "%(num)s passages", self._long.total),
            transcripts=lookup.tongue.ngettext("%(num)s transcript", "%(num)s transcripts", len(self._treated)),
        )
        return Page(self._long.overview, "topic.html", topic.name, about, data, language=lookup.language, kind="topic")

    def _over_years(self) -> Columns | None:
        """How many passages there are in each year, and where they are."""
        pages = {year.year: year.url for year in self._long.years}
        counts: Counter[str] = Counter()
        for transcript, treatment in self._treated.items():
            counts[self._lookup.years[transcript]] += treatment.passages.count
        here = self._long.overview
        years = (Year(year, pages.get(year) or f"{here}#or-{year}", number) for year, number in counts.items())
        return over_years(years, self._lookup.language)

    def _speakers(self) -> tuple[Share, ...]:
        """Who speaks of the topic most, by passages."""
        return shares(voice.name for voice in _voices(self._topic, self._lookup)[:SPEAKERS])
