"""What the pages look up again and again, found once for all of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import msgspec

from generator import routes
from generator.config import Settings
from generator.languages import Tongue, tongue
from generator.memory import key
from generator.model import Appearance, Archive, Backlink, Entry, Extract, Organisation, Person, Topic, Value
from generator.pages.alphabet import in_order
from generator.pages.extracts import Front
from generator.pages.listing import Found, Name, Passage, TranscriptRow, note_kind, tags, year_of
from generator.pages.naming import KIND_OF_NOTE, kind_of_event
from generator.pages.page import Cause, cause

NAMED = 5  # speakers a row of a list names


class _Names(Value):
    unlike: tuple[tuple[str, str, str], ...]
    series: tuple[tuple[str, str], ...]


class Lookup:
    """The archive by ids, and the rows made of its parts.

    `front` gives what the front page may show of an entry; `words` is how the interface speaks, else as comes with
    OnRecord.
    """

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        front: Callable[[Extract], Front],
        words: Tongue | None = None,
    ) -> None:
        self.archive = archive
        self.settings = settings
        self.language = settings.language
        self.tongue = words or tongue(settings.language)
        self.front = front
        self.entries: dict[str, Entry] = {entry.id: entry for entry in archive.entries}
        self.people: dict[str, Person] = {person.id: person for person in archive.people}
        self.topics: dict[str, Topic] = {topic.id: topic for topic in archive.topics}
        self.years: dict[str, str] = {entry.id: year_of(entry.meta.date) for entry in archive.entries}
        self.listed: tuple[Person, ...] = tuple(p for p in archive.people if listed(p, settings))
        self.causes: dict[str, Cause] = {e.id: (e.path, e.digest) for e in archive.entries}
        self._all = (
            ("transcripts", key(*(entry.digest for entry in archive.entries))),
            ("people.yaml", _digest(person.entry for person in archive.people)),
            ("topics.yaml", _digest(topic.entry for topic in archive.topics)),
            ("series.yaml", _digest(archive.series)),
        )
        self._linked = {person.id for person in self.listed}
        self._organisations: dict[str, Organisation] = {o.name.casefold(): o for o in archive.organisations}
        self._noted_on: Counter[str] = Counter()
        self._noted_by: Counter[str] = Counter()
        for entry in archive.entries:
            self._noted_on.update({topic: extract.count for topic, extract in entry.noted_on})
            self._noted_by.update({author: extract.count for author, _, extract in entry.noted_by})
        self._series = {series.id: Name(series.name, routes.series(series.id)) for series in archive.series}
        self.row = lru_cache(maxsize=None)(self._row)
        self.cast = lru_cache(maxsize=None)(self._cast)
        series = tuple((one.id, one.name) for one in archive.series)
        names = _Names(tuple(dict.fromkeys(self._unlike())), series)
        self._common = (
            cause("settings", settings),
            cause("names", names),
            ("words of the interface", key(self.tongue.key)),
        )  # what every page may be made from

    def of(self, transcripts: Iterable[str], *more: Cause) -> tuple[Cause, ...]:
        """The causes of a page that shows these transcripts, and what else it is made from."""
        return (*self._common, *more, *map(self.causes.__getitem__, transcripts))

    def everything(self) -> tuple[Cause, ...]:
        """The causes of a page that is made from the whole archive."""
        return (*self._common, *self._all)

    def person_url(self, person: str | None) -> str:
        """The URL of somebody's page; "" for those without one."""
        return routes.person(person) if person in self._linked and person is not None else ""

    def person(self, id: str, count: int = 0, detail: str = "") -> Name:
        """Somebody in a list."""
        return Name(self.people[id].name, self.person_url(id), count, detail)

    def topic(self, id: str, count: int = 0) -> Name:
        """A topic in a list."""
        found = self.topics.get(id)
        return Name(found.name if found else id, routes.topic(id) if found else "", count)

    def organisation(self, name: str, detail: str = "") -> Name:
        """An organisation in a list, by its name."""
        found = self._organisations.get(name.casefold())
        return Name(name, routes.organisation(found.id) if found else "", detail=detail)

    def notes_on(self, topic: str) -> Name | None:
        """The page of the notes on a topic, with their number, where there are any."""
        count = self._noted_on[topic]
        return Name(self.tongue.gettext("Notes"), routes.notes_on(topic), count) if count else None

    def notes_by(self, person: str) -> Name | None:
        """The page of the notes that somebody wrote, with their number, where there are any."""
        count = self._noted_by[person]
        return Name(self.tongue.gettext("Notes"), routes.notes_by(person), count) if count else None

    def series(self, id: str | None) -> Name | None:
        """The series of a transcript, if it has one."""
        return self._series.get(id) if id else None

    def kind(self, kind: str | None) -> str:
        """The kind of an event, in words."""
        return kind_of_event(kind or "", self.tongue)

    def note_kind(self, kind: str) -> str:
        """The name of a kind of note."""
        return self.tongue.known(note_kind(kind, self.settings), KIND_OF_NOTE)

    def foreign(self, language: str) -> str:
        """The language where it is not the site's, else ""."""
        return "" if language.casefold() == self.language.casefold() else language

    def backlink(self, link: Backlink) -> Found:
        """A passage that refers to what the page is about."""
        return Found(
            self.row(link.transcript), Passage(link.anchor, link.excerpt, speaker=link.speaker, speaker_url=link.url)
        )

    def _unlike(self) -> Iterator[tuple[str, str, str]]:
        """Names that are not the same in all transcripts: a page shows the one that the archive has chosen."""
        bodies = {name.id: name.name for name in self.archive.organisations}
        for entry in self.archive.entries:
            for there in entry.appearances:
                speaker = there.speaker
                if speaker.person and self.people[speaker.id].name != speaker.name:
                    yield "person", speaker.id, self.people[speaker.id].name
                if speaker.affiliation and speaker.affiliation.casefold() not in self._organisations:
                    id = routes.slugify(speaker.affiliation)
                    yield "organisation", speaker.affiliation, bodies[id]
            for id, name in entry.topic_names:
                if self.topics[id].name != name:
                    yield "topic", id, self.topics[id].name

    def _cast(self, transcript: str) -> tuple[str, ...]:
        """The people who speak in a transcript, by name."""
        ids = (there.speaker.id for there in self.entries[transcript].appearances if there.speaker.person)
        return tuple(in_order(sorted(ids), lambda id: self.people[id].name, self.language))

    def _row(self, transcript: str) -> TranscriptRow:
        """A transcript in a list."""
        entry = self.entries[transcript]
        meta = entry.meta
        heard = sorted((there for there in entry.appearances if there.speaker.person), key=_words)
        return TranscriptRow(
            url=routes.transcript(entry.id),
            title=entry.title,
            date=meta.date,
            language=self.foreign(entry.language),
            kind=self.kind(meta.kind),
            place=meta.place or "",
            series=self.series(entry.series),
            summary=meta.summary or "",
            speakers=tuple(_speaker(there) for there in heard[:NAMED]),
            others=max(0, len(heard) - NAMED),
            words=entry.words,
            notes=sum(notes.count for _, notes in entry.notes),
            tags=tags(entry, self.tongue),
        )


def _digest(values: Iterable[Value | None]) -> str:
    return key(msgspec.msgpack.encode(tuple(values)))


def listed(person: Person, settings: Settings) -> bool:
    """Whether somebody has a page and is linked: not where the settings or their entry say otherwise."""
    return settings.people.listed and (person.entry is None or person.entry.listed)


def _words(there: Appearance) -> int:
    return -there.speaker.words


def _speaker(there: Appearance) -> Name:
    """A speaker of a transcript; `detail` is their role or outlet."""
    speaker = there.speaker
    url = routes.person(speaker.id) if speaker.listed else ""
    return Name(speaker.name, url, detail=speaker.affiliation or speaker.role or "")
