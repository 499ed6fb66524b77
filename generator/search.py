"""What the search index is made from and what stands beside it: bundles of transcripts, their pages, and the table.

Pagefind (https://pagefind.app) makes an index of each bundle: the transcripts of one language, in large archives a part
of them, so that an edit makes one part anew. A transcript is one page to it. An empty anchor before each turn tells the
browser, in its id, whose turn it is and what it is about: `ANCHOR|speakers|topics|kinds of notes|kind of turn`, where
numbers point into the transcript's row in the table.

Facets and dates are in the table, not in Pagefind's filters: these come in no fixed order.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from html import escape

import msgspec

from generator import markup, routes
from generator.config import Settings
from generator.memory import key
from generator.model import Appearance, Archive, Block, Entry, PlacedNote, Record, Section, Turn, TurnFacts, Value
from generator.pages.listing import note_kind, year_of
from generator.pages.page import readable_date

FOLDER = "search/"  # of the site
TABLE = f"{FOLDER}archive.json"
_WORDS = 2_000_000  # a bundle should have no more: about as many as 30,000 turns


class Bundle(Value):
    """Transcripts that are indexed together; `key` changes with all that the index is made from."""

    name: str  # "en", or "en-2" where there are several of a language
    key: str
    transcripts: tuple[str, ...]


def searched(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The transcripts that search finds: neither drafts nor withdrawn."""
    return tuple(entry for entry in entries if not entry.meta.draft and not entry.meta.withdrawn)


def bundles(entries: Iterable[Entry], code: str) -> tuple[Bundle, ...]:
    """All transcripts that search finds, in bundles; `code` is a hash of the program and its libraries."""
    languages: dict[str, list[Entry]] = {}
    for entry in searched(entries):
        languages.setdefault(_primary(entry.language), []).append(entry)
    return tuple(
        Bundle(name, _key(name, code, some), tuple(entry.id for entry in some))
        for language, of in sorted(languages.items())
        for name, some in _parts(language, of)
    )


def _parts(language: str, entries: list[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """A transcript stays in its part as long as the archive does not grow twice as large."""
    count = 1
    while sum(entry.words for entry in entries) > count * _WORDS:
        count *= 2
    if count == 1:
        yield language, entries
        return
    parts: list[list[Entry]] = [[] for _ in range(count)]
    for entry in entries:
        parts[blake2b(entry.id.encode(), digest_size=4).digest()[0] % count].append(entry)
    yield from ((f"{language}-{number}", some) for number, some in enumerate(parts, 1) if some)


def _key(name: str, code: str, entries: Iterable[Entry]) -> str:
    return key("search", name, code, *(f"{entry.id}\0{entry.text}\0{entry.resolution}" for entry in entries))


def _primary(language: str) -> str:
    """By which rules words are found: `pt-BR` → `pt`."""
    return routes.slugify(language.replace("_", "-").split("-")[0])


# --- the page of a transcript ----------------------------------------------------------------------------------------


def page(record: Record) -> str:
    """A transcript as HTML for Pagefind: what is said and noted, each after the anchor where it stands."""
    found, transcript = record.resolution, record.transcript
    facts, sections = iter(found.turns), iter(found.sections)
    page = _Page(record)
    lines = [
        f'<html lang="{_primary(found.language)}"><body>',
        *(f"<p>{escape(text)}</p>" for text in (transcript.meta.title, transcript.meta.subtitle) if text),
        *page.notes(None, ""),
    ]
    for item in transcript.items:
        if isinstance(item, Section):
            anchor = next(sections)
            lines += (page.anchor(anchor, "", "", "section"), f"<p>{escape(item.title)}</p>", *page.notes(anchor, ""))
        elif isinstance(item, Turn):
            lines += page.turn(item, next(facts))
    return "\n".join(lines)


class _Page:
    """Makes the parts of one transcript's page; the numbers by which it points into its row are found once."""

    def __init__(self, record: Record) -> None:
        found = record.resolution
        self._speakers = {speaker.id: str(number) for number, speaker in enumerate(found.speakers)}
        self._topics = {topic: str(number) for number, (topic, _) in enumerate(found.topic_names)}
        self._kinds = {kind: str(number) for number, kind in enumerate(kinds_of(found.notes))}
        self._notes: dict[str | None, list[PlacedNote]] = {}
        for placed in found.notes:
            self._notes.setdefault(placed.anchor, []).append(placed)

    def anchor(self, id: str, who: str, about: str, kind: str, notes: Iterable[PlacedNote] = ()) -> str:
        kinds = ".".join(self._kinds[one] for one in kinds_of(notes))
        return f'<a id="{escape("|".join((id, who, about, kinds, kind)))}"></a>'

    def turn(self, turn: Turn, facts: TurnFacts) -> Iterator[str]:
        who = ".".join(self._speakers[id] for id in (facts.speaker, *facts.others) if id)
        about = ".".join(self._topics[use.id] for use in facts.topics)
        yield self.anchor(facts.anchor, who, about, facts.kind, self._notes.get(facts.anchor, ()))
        yield from (f"<p>{escape(part.text)}</p>" for part in turn.parts if isinstance(part, Block))
        yield from self.notes(facts.anchor, who, about)

    def notes(self, anchor: str | None, who: str, about: str = "") -> Iterator[str]:
        """The notes on a turn or section; None: on the whole transcript."""
        for placed in self._notes.get(anchor, ()):
            yield self.anchor(f"note-{placed.note.id}", who, about, "note", (placed,))
            yield f"<div>{markup.note_html(placed.note.body)}</div>"


def kinds_of(notes: Iterable[PlacedNote]) -> tuple[str, ...]:
    """The kinds of notes, in the order in which they come first: that of an entry's notes, too."""
    return tuple(dict.fromkeys(placed.note.kind for placed in notes))


# --- the table -------------------------------------------------------------------------------------------------------


class _Row(msgspec.Struct, array_like=True):
    """A transcript; numbers point into the lists of the table."""

    id: str
    fragment: str  # by which Pagefind knows it
    title: str
    date: str
    shown: str  # the date for people
    language: str  # "" where it is the site's
    kind: int  # -1 for none, here and below
    series: int
    speakers: list[int | str]  # in the order of the page's numbers; the name where there is no page of them
    roles: list[int]  # of each speaker
    topics: list[int]  # in the order of the page's numbers
    notes: list[int]


class _Table(msgspec.Struct):
    bundles: list[str]
    speakers: list[tuple[str, str]]  # id, name
    roles: list[tuple[str, str]]
    topics: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    series: list[tuple[str, str]]
    notes: list[tuple[str, str]]
    transcripts: list[_Row]


class _Names:
    """Names in the order in which they come, each with the number it has."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str]] = []
        self._numbers: dict[str, int] = {}

    def number(self, id: str | None, name: str) -> int:
        if not id:
            return -1
        if id not in self._numbers:
            self._numbers[id] = len(self.all)
            self.all.append((id, name))
        return self._numbers[id]


def table(archive: Archive, settings: Settings, fragments: Mapping[str, Mapping[str, str]]) -> bytes:
    """The table of all transcripts as JSON; `fragments` has Pagefind's names of them for each bundle."""
    known = {id: fragment for some in fragments.values() for id, fragment in some.items()}
    people = {person.id: person.name for person in archive.people}
    topics = {topic.id: topic.name for topic in archive.topics}
    titles = {one.id: one.name for one in archive.series}
    speakers, roles, subjects, kinds, series, notes = (_Names() for _ in range(6))
    rows = [
        _Row(
            id=entry.id,
            fragment=known[entry.id],
            title=entry.title,
            date=entry.meta.date or "" if year_of(entry.meta.date).isdigit() else "",
            shown=readable_date(entry.meta.date or ""),
            language="" if entry.language.casefold() == settings.language.casefold() else entry.language,
            kind=kinds.number(entry.meta.kind, (entry.meta.kind or "").replace("-", " ")),
            series=series.number(entry.series, titles.get(entry.series or "", "")),
            speakers=[_speaker(there, people, speakers) for there in entry.appearances],
            roles=[roles.number(role := _role(there), role) for there in entry.appearances],
            topics=[subjects.number(id, topics.get(id, name)) for id, name in entry.topic_names],
            notes=[notes.number(kind, note_kind(kind, settings)) for kind, _ in entry.notes],
        )
        for entry in searched(archive.entries)
        if entry.id in known  # not where there is no word that could be found
    ]
    made = _Table(
        bundles=list(fragments),
        speakers=speakers.all,
        roles=roles.all,
        topics=subjects.all,
        kinds=kinds.all,
        series=series.all,
        notes=notes.all,
        transcripts=rows,
    )
    return msgspec.json.encode(made)


def _speaker(there: Appearance, people: Mapping[str, str], names: _Names) -> int | str:
    speaker = there.speaker
    name = people.get(speaker.id, speaker.name) if speaker.person else speaker.name
    return names.number(speaker.id, name) if speaker.person and speaker.listed else name


def _role(there: Appearance) -> str:
    """Somebody's office in a transcript, else the part they take in it."""
    return there.speaker.role or there.speaker.part or ""
