"""The subject index A–Z, with narrower, related and "see" entries, and one page for each topic with every passage."""

from collections.abc import Iterator

from msgspec import structs

from generator import routes
from generator.model import Topic, Value
from generator.pages.alphabet import by_letter, in_order
from generator.pages.cut import Cut, Long
from generator.pages.listing import Found, Group, Name, span
from generator.pages.listing import Passage as PassageRow
from generator.pages.lookup import Lookup
from generator.pages.page import Page

URL = "topics/index.html"
REGISTER = Name("Topics", URL)
SPEAKERS = 12  # people a topic's page names


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
    speakers: tuple[Name, ...]  # who speaks of it most
    passages: Cut  # with the transcripts wholly about it
    backlinks: tuple[Found, ...]


def pages(lookup: Lookup) -> Iterator[Page]:
    """The subject index, and the topics' pages."""
    topics = lookup.archive.topics
    rows = [*(_row(topic, lookup) for topic in topics), *_see(lookup)]
    letters = tuple(Letter(heading, of) for heading, of in by_letter(rows, lambda row: row.name))
    yield Page(
        URL,
        "topics.html",
        "Topics",
        f"The subject index of these transcripts, A–Z: {len(topics):,} topics.",
        TopicsPage(len(topics), letters),
        language=lookup.language,
        kind="topics",
    )
    for topic in topics:
        yield from _pages(topic, lookup)


def _row(topic: Topic, lookup: Lookup) -> TopicRow:
    return TopicRow(
        topic.name,
        (),
        routes.topic(topic.id),
        len(topic.transcripts),
        len(topic.passages),
        _names(topic.broader, lookup),
        _names(topic.narrower, lookup, counted=True),
        _names(topic.related, lookup),
    )


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
    named = (lookup.topic(topic.id, len(topic.passages) if counted else 0) for topic in known)
    return tuple(in_order(named, lambda name: name.name))


def _pages(topic: Topic, lookup: Lookup) -> Iterator[Page]:
    groups = _groups(topic, lookup)
    url = routes.topic(topic.id)
    rows = [lookup.row(id) for id in topic.transcripts]
    long = Long(url, "passage", groups, rows, register=REGISTER)
    shown = long.shown
    entry = topic.entry
    dates = {id: lookup.entries[id].meta.date for id in topic.transcripts} | {
        p.transcript: lookup.entries[p.transcript].meta.date for p in topic.passages
    }
    data = TopicPage(
        name=topic.name,
        also=entry.also if entry else (),
        description=entry.description or "" if entry else "",
        broader=_names(topic.broader, lookup),
        narrower=_names(topic.narrower, lookup, counted=True),
        related=_names(topic.related, lookup),
        years=span(dates.values()),
        speakers=_speakers(topic, lookup),
        passages=shown,
        backlinks=tuple(lookup.backlink(link) for link in topic.backlinks),
    )
    about = data.description or f"{topic.name}: {shown.total:,} passages in {len(groups):,} transcripts."
    page = Page(url, "topic.html", topic.name, about, data, language=lookup.language, kind="topic")
    yield page
    yield from long.pages(page)


def _groups(topic: Topic, lookup: Lookup) -> list[Group]:
    """The topic's passages by transcript, in the archive's order."""
    found: dict[str, list[PassageRow]] = {}
    for passage in topic.passages:
        row = lookup.hit(passage.transcript, passage.first, passage.excerpt, passage.match)
        turns = passage.last - passage.first + 1
        found.setdefault(passage.transcript, []).append(row if turns == 1 else structs.replace(row, turns=turns))
    return [Group(lookup.row(transcript), tuple(rows)) for transcript, rows in found.items()]


def _speakers(topic: Topic, lookup: Lookup) -> tuple[Name, ...]:
    """Who speaks of the topic most, by passages."""
    counts: dict[str, int] = {}
    for passage in topic.passages:
        turns = lookup.entries[passage.transcript].resolution.turns[passage.first : passage.last + 1]
        for speaker in {turn.speaker for turn in turns}:
            person = lookup.person_at.get((passage.transcript, speaker or ""))
            if person and lookup.person_url(person):
                counts[person] = counts.get(person, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], lookup.people[pair[0]].name, pair[0]))
    return tuple(lookup.person(id, count) for id, count in ordered[:SPEAKERS])
