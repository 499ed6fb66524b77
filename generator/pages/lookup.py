"""What the pages with lists look up again and again, found once for all of them."""

from collections.abc import Iterable

from msgspec import structs

from generator import markup, routes
from generator.config import Settings
from generator.model import (
    Archive,
    Backlink,
    Entry,
    Hit,
    Organisation,
    Person,
    PlacedNote,
    Speaker,
    Topic,
    TurnFacts,
)
from generator.pages.listing import Found, Name, NoteRow, Passage, TranscriptRow, tags
from generator.pages.page import clock

NAMED = 5  # speakers a row of a list names


def listed(person: Person, settings: Settings) -> bool:
    """Whether somebody has a page and is linked: not where the settings or their entry say otherwise."""
    return settings.people.listed and (person.entry is None or person.entry.listed)


class Lookup:
    """The archive by ids, and the rows made of its parts."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self.archive = archive
        self.settings = settings
        self.language = settings.language
        self.entries: dict[str, Entry] = {entry.id: entry for entry in archive.entries}
        self.order: dict[str, int] = {id: place for place, id in enumerate(self.entries)}  # newest first
        self.people: dict[str, Person] = {person.id: person for person in archive.people}
        self.listed: tuple[Person, ...] = tuple(p for p in archive.people if listed(p, settings))
        self.topics: dict[str, Topic] = {topic.id: topic for topic in archive.topics}
        self.person_at: dict[tuple[str, str], str] = {
            (there.transcript, there.speaker): person.id for person in archive.people for there in person.appearances
        }
        self._linked = {person.id for person in self.listed}
        self._organisations: dict[str, Organisation] = {o.name.casefold(): o for o in archive.organisations}
        self._series = {series.id: Name(series.name, routes.series(series.id)) for series in archive.series}
        self._note_kinds = {kind.id: kind.name for kind in settings.notes}
        self._speakers: dict[str, dict[str, Speaker]] = {}
        self._anchors: dict[str, dict[str, int]] = {}
        self._casts: dict[str, tuple[str, ...]] = {}
        self._rows: dict[str, TranscriptRow] = {}

    def speakers(self, transcript: str) -> dict[str, Speaker]:
        """The speakers of a transcript by id."""
        if transcript not in self._speakers:
            self._speakers[transcript] = {s.id: s for s in self.entries[transcript].resolution.speakers}
        return self._speakers[transcript]

    def cast(self, transcript: str) -> tuple[str, ...]:
        """The people who speak in a transcript, by name."""
        if transcript not in self._casts:
            ids = {self.person_at.get((transcript, speaker)) for speaker in self.speakers(transcript)}
            named = sorted((self.people[id].name, id) for id in ids if id)
            self._casts[transcript] = tuple(id for _, id in named)
        return self._casts[transcript]

    def turn(self, transcript: str, anchor: str | None) -> int | None:
        """The index of the turn with this anchor, if there is one."""
        if anchor is None:
            return None
        if transcript not in self._anchors:
            turns = self.entries[transcript].resolution.turns
            self._anchors[transcript] = {facts.anchor: index for index, facts in enumerate(turns)}
        return self._anchors[transcript].get(anchor)

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

    def series(self, id: str | None) -> Name | None:
        """The series of a transcript, if it has one."""
        return self._series.get(id) if id else None

    def speaker(self, transcript: str, id: str | None) -> Name:
        """A speaker of a transcript, linked where they are a listed person; `detail` is their role or outlet."""
        speaker = self.speakers(transcript).get(id or "")
        if speaker is None:
            return Name("")
        url = self.person_url(self.person_at.get((transcript, speaker.id)))
        return Name(speaker.name, url, detail=speaker.affiliation or speaker.role or "")

    def foreign(self, language: str) -> str:
        """The language where it is not the site's, else ""."""
        return "" if language.casefold() == self.language.casefold() else language

    def row(self, transcript: str) -> TranscriptRow:
        """A transcript in a list."""
        if transcript not in self._rows:
            self._rows[transcript] = self._row(self.entries[transcript])
        return self._rows[transcript]

    def _row(self, entry: Entry) -> TranscriptRow:
        meta, resolution = entry.meta, entry.resolution
        heard = sorted((s for s in resolution.speakers if s.person), key=lambda s: -s.words)
        return TranscriptRow(
            url=routes.transcript(entry.id),
            title=entry.title,
            date=meta.date,
            language=self.foreign(resolution.language),
            kind=(meta.kind or "").replace("-", " "),
            place=meta.place or "",
            series=self.series(resolution.series),
            summary=meta.summary or "",
            speakers=tuple(self.speaker(entry.id, s.id) for s in heard[:NAMED]),
            others=max(0, len(heard) - NAMED),
            words=entry.outline.words,
            notes=len(resolution.notes),
            tags=tags(entry),
        )

    def passages(self, transcript: str, turns: Iterable[int], *, named: bool = False) -> tuple[Passage, ...]:
        """Turns in a list; a question that several of them answer is told once."""
        rows: list[Passage] = []
        told = ""
        for index in turns:
            row = self.passage(transcript, index, named=named)
            if row.prompt_anchor and row.prompt_anchor == told:
                row = structs.replace(row, prompt="", prompt_name="", prompt_anchor="")
            else:
                told = row.prompt_anchor
            rows.append(row)
        return tuple(rows)

    def passage(self, transcript: str, index: int, *, named: bool = False) -> Passage:
        """A turn in a list, with the question it answers or the answer it got; `named` tells who speaks."""
        entry = self.entries[transcript]
        outline, facts = entry.outline.turns[index], entry.resolution.turns[index]
        who = self.speaker(transcript, facts.speaker) if named else _NOBODY
        other = self.turn(transcript, facts.replies_to)
        if other is None and facts.kind == "question":
            other = self._answer(entry, index)
        return Passage(
            anchor=facts.anchor,
            before=outline.excerpt,
            kind=kind_word(facts),
            speaker=who.name,
            speaker_url=who.url,
            outlet=who.detail,
            clock="" if outline.start is None else clock(outline.start),
            prompt_anchor="" if other is None else entry.resolution.turns[other].anchor,
            prompt_name="" if other is None else self._named(entry, other),
            prompt="" if other is None else entry.outline.turns[other].excerpt,
        )

    def found(self, transcript: str, hit: Hit) -> Found:
        """A passage in which a name or term was found."""
        return Found(self.row(transcript), self.hit(transcript, hit.spot.turn, hit.excerpt, hit.match))

    def hit(self, transcript: str, turn: int, excerpt: str, match: tuple[int, int] | None) -> Passage:
        """A turn by the words around something found in it."""
        entry = self.entries[transcript]
        who = self.speaker(transcript, entry.resolution.turns[turn].speaker)
        start, end = match or (len(excerpt), len(excerpt))
        start_time = entry.outline.turns[turn].start
        return Passage(
            anchor=entry.resolution.turns[turn].anchor,
            before=excerpt[:start],
            hit=excerpt[start:end],
            after=excerpt[end:],
            speaker=who.name,
            speaker_url=who.url,
            outlet=who.detail,
            clock="" if start_time is None else clock(start_time),
        )

    def backlink(self, link: Backlink) -> Found:
        """A passage that refers to what the page is about."""
        turn = self.turn(link.transcript, link.anchor)
        turns = self.entries[link.transcript].resolution.turns
        who = _NOBODY if turn is None else self.speaker(link.transcript, turns[turn].speaker)
        passage = Passage(link.anchor, link.excerpt, speaker=link.speaker, speaker_url=who.url)
        return Found(self.row(link.transcript), passage)

    def note(self, entry: Entry, placed: PlacedNote) -> NoteRow:
        """A note on its words."""
        note, turn = placed.note, self.turn(entry.id, placed.anchor)
        whose = None if turn is None else self.speakers(entry.id).get(entry.resolution.turns[turn].speaker or "")
        return NoteRow(
            transcript=self.row(entry.id),
            anchor=f"note-{note.id}",
            kind=self.note_kind(note.kind),
            quote=placed.quote,
            html=markup.note_html(note.body),
            by=note.by or "",
            date=note.date,
            rating=note.rating or "",
            sources=tuple((s, (routes.safe_url(s) if "://" in s else None) or "") for s in note.sources),
            speaker=whose.name if whose else "",
        )

    def note_kind(self, kind: str) -> str:
        """The name of a kind of note."""
        return self._note_kinds.get(kind) or kind.replace("-", " ").capitalize()

    def _answer(self, entry: Entry, question: int) -> int | None:
        """The first answer to a question, where the archive knows of one."""
        exchange = entry.resolution.turns[question].exchange
        if exchange is None:
            return None
        answers = (self.turn(entry.id, anchor) for anchor in entry.resolution.exchanges[exchange].answers)
        return next((answer for answer in answers if answer is not None and answer > question), None)

    def _named(self, entry: Entry, turn: int) -> str:
        """Who speaks in a turn, with their outlet: "Tomas Brandt, The Ellery Post"."""
        speaker = self.speakers(entry.id).get(entry.resolution.turns[turn].speaker or "")
        if speaker is None:
            return ""
        outlet = speaker.affiliation
        return f"{speaker.name}, {outlet}" if outlet and outlet not in speaker.name else speaker.name


_NOBODY = Name("")


def kind_word(facts: TurnFacts) -> str:
    """The kind of a turn as lists show it; a statement needs no word."""
    return "" if facts.kind == "statement" else facts.kind
