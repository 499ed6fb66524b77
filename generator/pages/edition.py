"""A transcript's text as its page shows it: items, paragraphs and notes in order, as HTML that is ready to print.

The template decides what stands where; everything that depends on marks, offsets or counting is done here, once, so
that the template stays plain and quick.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Literal

import msgspec

from generator import markup, routes
from generator.languages import ENGLISH, Tongue, message
from generator.model import (
    Block,
    Event,
    Former,
    Mark,
    Matter,
    PlacedNote,
    PlacedTarget,
    Section,
    Transcript,
    Turn,
    TurnFacts,
    Value,
)
from generator.pages.margin import Margin
from generator.pages.media import heard
from generator.pages.naming import capital, kind_of_turn
from generator.pages.page import Page, clock
from generator.pages.runs import TopicRuns, topic_runs
from generator.pages.strip import Stretch, places, strip
from generator.pages.transcript import Corrected, Quoted, TranscriptData, Voice, shortened

# What a reader is told who comes by a link to what is not there any more as it was.
_GONE = {
    "turn": message("What this link was made for stood here and has been removed."),
    "paragraph": message("The paragraph this link was made for stood here and has been removed."),
    "section": message("The heading this link was made for stood here and has been removed."),
    "note": message("The note this link was made for stood here and has been removed."),
}
_MOVED = {
    "turn": message("The words this link was made for are in this turn now."),
    "paragraph": message("The words this link was made for are in this paragraph now."),
    "section": message("This section had another address before."),
}
_WITHDRAWN = message("What this link was made for has been withdrawn.")

_TOLD = ("question", "answer", "moderation", "interjection")  # kinds of turns that are told in words


class NoteView(Value):
    """A note as it stands beside the text."""

    id: str  # the note's own
    number: int
    kind: str
    slot: int  # of the kind, among those that can be hidden
    name: str  # of the kind
    words: str  # the first of those it is on
    html: str
    by: str
    by_url: str  # of all that they wrote
    role: str  # of who wrote it
    date: str
    rating: str
    sources: tuple[tuple[str, str | None], ...]  # words, URL
    back: str  # fragment of where it is called from
    further: tuple[str, ...]  # of its further targets
    down: int  # lines it stands below the top of its paragraph
    quoted: tuple[Quoted, ...] = ()


class KindView(Value):
    """A kind of note that the transcript has."""

    slot: int
    name: str
    url: str  # of all notes of the kind
    count: int


class PartView(Value):
    """A paragraph, quotation, event or former anchor of a turn, with the notes on its words."""

    type: Literal["paragraph", "quotation", "event", "former"]
    html: str
    id: str = ""
    kind: str = ""  # of an event
    linked: bool = False  # has a permalink of its own: the turn's does for the first
    notes: tuple[NoteView, ...] = ()


class ItemView(Value):
    """A section, turn, event or matter of the transcript, or the anchor of a former one."""

    type: Literal["section", "turn", "event", "matter", "former"]
    id: str = ""
    level: int = 2
    title: str = ""  # of a section; of a former anchor what readers are told
    kind: str = ""  # of a turn or event
    word: str = ""  # the turn's kind, for those who do not see its typography
    name: str = ""
    url: str | None = None
    others: tuple[tuple[str, str | None], ...] = ()
    role: str = ""  # only at the speaker's first turn
    resumes: str = ""  # the turn that was broken off and goes on here, as an anchor
    resumed: str = ""  # the turn in which this one, broken off, goes on
    time: str = ""
    time_url: str = ""  # of the recording at that time
    start: str = ""  # in seconds
    end: str = ""
    parts: tuple[PartView, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()  # those that begin here: name, URL
    quoted: tuple[Quoted, ...] = ()
    notes: tuple[NoteView, ...] = ()  # on the whole of it
    corrections: tuple[Corrected, ...] = ()  # that concern it


class Edition(Value):
    """The text of one transcript, ready for its template."""

    items: tuple[ItemView, ...]
    notes: tuple[NoteView, ...]  # on the whole transcript
    kinds: tuple[KindView, ...]  # of all notes
    quoted: tuple[Quoted, ...]
    strip: str  # SVG; "" where there is nothing to map
    topics: tuple[TopicRuns, ...]  # what runs below it
    list: tuple[Stretch, ...]  # the same in words


def view(data: TranscriptData, transcript: Transcript, page: Page, tongue: Tongue = ENGLISH) -> Edition:
    """The text of `transcript` with what `data` knows about it."""
    return _Setter(data, transcript, page, tongue).edition()


class _Setter:
    """Sets one transcript; the tables it looks up are made once."""

    def __init__(self, data: TranscriptData, transcript: Transcript, page: Page, tongue: Tongue) -> None:
        self.data, self.transcript, self.here = data, transcript, page.url
        self.tongue = tongue
        self.unidentified = tongue.gettext("Unidentified")
        self.kind_words = {kind: capital(kind_of_turn(kind, tongue)) for kind in _TOLD}
        self.backwards = page.direction == "rtl"
        self.voices: Mapping[str, Voice] = {voice.id: voice for voice in data.voices}
        self.names = {voice.id: (voice.name, self._relative(voice.url) if voice.url else None) for voice in data.voices}
        self.topics = {id: (topic.title, self._relative(topic.url)) for id, topic in data.turn_topics}
        self.begun: dict[int, list[tuple[str, str]]] = {}  # turn → the topics of passages that begin with it
        for topic, first, _ in data.passages:
            self.begun.setdefault(first, []).append(self.topics[topic])
        self.quoted = dict(data.quoted)
        self.kinds = dict(data.note_kinds)
        self.corrected: dict[str, list[Corrected]] = {}  # turn or section → corrections
        for correction in data.corrections:
            self.corrected.setdefault(correction.part, []).append(correction)
        self.slots = {id: slot for slot, (id, _) in enumerate(data.note_kinds, 1)}
        self.slot_of = {placed.note.id: self.slots.get(placed.note.kind, 0) for placed in data.notes}
        self.links = {t: (self._relative(link.url) if link.url else "", link.title) for t, link in data.references}
        self.resumed = {facts.resumes: facts.anchor for facts in data.turns if facts.resumes}
        self.numbers = {placed.note.id: placed.number for placed in data.notes}
        self.margin = Margin(data.language)
        self.called: set[str] = set()  # notes whose first call is printed
        self.met: set[str] = set()  # speakers who have had their first turn
        self.ranges: dict[tuple[int, int], list[Mark]] = {}
        self.standing: dict[tuple[int, int], list[PlacedNote]] = {}
        self.whole: dict[str, list[PlacedNote]] = {}
        for placed in data.notes:
            self._place(placed)
        self.former: dict[tuple[int, int], list[Former]] = {}
        for former in data.former:
            self.former.setdefault((former.turn, former.paragraph), []).append(former)

    def edition(self) -> Edition:
        stretches: list[Stretch] = []
        items = tuple(self._items(stretches))
        ranks = {voice.id: rank for rank, voice in enumerate(self.data.voices)}
        return Edition(
            items=items,
            notes=tuple(self._note(placed, 0) for placed in self.whole.get("", ())),
            kinds=tuple(self._kinds()),
            quoted=self._quoted(""),
            strip=strip(stretches, ranks, self.backwards) if len(stretches) > 1 else "",
            topics=topic_runs(
                self.data.passages, [turn.anchor for turn in self.data.turns], places(stretches), self.topics
            ),
            list=tuple(stretches),
        )

    def _place(self, placed: PlacedNote) -> None:
        for spot in placed.spots:
            mark = Mark(spot.start, spot.end, "note", placed.note.id)
            self.ranges.setdefault((spot.turn, spot.paragraph), []).append(mark)
        if placed.targets[0].spots:
            first = placed.targets[0].spots[0]
            self.standing.setdefault((first.turn, first.paragraph), []).append(placed)
        else:
            self.whole.setdefault(placed.anchor or "", []).append(placed)

    def _kinds(self) -> Iterator[KindView]:
        counts = Counter(placed.note.kind for placed in self.data.notes)
        for id, name in self.data.note_kinds:
            if counts[id]:
                yield KindView(self.slots[id], name, self._relative(routes.notes_of_kind(id)), counts[id])

    def _items(self, stretches: list[Stretch]) -> Iterator[ItemView]:
        turns, sections = iter(enumerate(self.data.turns)), iter(self.data.sections)
        title = ""
        yield from self._gone(0)
        for item in self.transcript.items:
            if isinstance(item, Turn):
                index, facts = next(turns)
                shown = self._turn(item, index, facts, tuple(self.begun.get(index, ())))
                stretches.append(self._stretch(shown, item, facts, index, title))
                title = ""
                yield shown
                yield from self._gone(index + 1)
            elif isinstance(item, Section):
                title = item.title
                yield self._section(item, next(sections))
            elif isinstance(item, Event):
                yield ItemView("event", title=item.text, kind=item.kind)
            elif isinstance(item, Matter):
                yield ItemView("matter", parts=tuple([self._block(block, "", ()) for block in item.blocks]))

    def _gone(self, turn: int) -> Iterator[ItemView]:
        """The anchors of what has stood before a turn."""
        return (ItemView("former", one.anchor, title=self._told(one)) for one in self.former.get((turn, -1), ()))

    def _former(self, turn: int, paragraph: int) -> Iterator[PartView]:
        """The anchors of what has stood before a paragraph, or is in it now."""
        return (PartView("former", self._told(one), one.anchor) for one in self.former.get((turn, paragraph), ()))

    def _told(self, former: Former) -> str:
        if self.data.meta.withdrawn:
            return self.tongue.known(_WITHDRAWN)
        return self.tongue.known((_GONE if former.gone else _MOVED)[former.kind])

    def _section(self, section: Section, anchor: str) -> ItemView:
        notes = tuple(self._note(placed, 0) for placed in self.whole.get(anchor, ()))
        level = min(max(section.level, 2), 6)
        return ItemView(
            "section",
            anchor,
            level,
            section.title,
            notes=notes,
            quoted=self._quoted(anchor),
            corrections=tuple(self.corrected.get(anchor, ())),
        )

    def _turn(self, turn: Turn, index: int, facts: TurnFacts, topics: tuple[tuple[str, str], ...]) -> ItemView:
        voice = self.voices.get(facts.speaker or "")
        first = voice is not None and voice.id not in self.met
        self.met.add(voice.id if voice else "")
        name, url = self.names[voice.id] if voice else (self.unidentified, None)
        return ItemView(
            type="turn",
            id=facts.anchor,
            kind=facts.kind,
            word=self.kind_words.get(facts.kind, ""),
            name=name,
            url=url,
            others=tuple([self.names[id] for id in facts.others if id in self.names]) if facts.others else (),
            role=voice.role if voice and first else "",
            resumes=facts.resumes or "",
            resumed=self.resumed.get(facts.anchor, ""),
            time=clock(turn.start) if turn.start is not None else "",
            time_url=self._moment(turn.start),
            start=_seconds(turn.start),
            end=_seconds(turn.end),
            parts=tuple(self._parts(turn, index, facts.anchor)),
            topics=topics,
            quoted=self._quoted(facts.anchor),
            corrections=tuple(self.corrected.get(facts.anchor, ())),
            notes=() if turn.blocks else tuple(self._note(placed, 0) for placed in self.whole.get(facts.anchor, ())),
        )

    def _parts(self, turn: Turn, index: int, anchor: str) -> Iterator[PartView]:
        number = 0
        names = self.data.paragraphs[index] if self.data.paragraphs else ()
        for part in turn.parts:
            if isinstance(part, Block):
                notes = self.standing.get((index, number), ())
                if number == 0:
                    notes = (*self.whole.get(anchor, ()), *notes)
                ranges = self.ranges.get((index, number), ())
                yield from self._former(index, number)
                id = names[number] if names else f"{anchor}.p{number + 1}"
                number += 1
                yield self._block(part, id, notes, ranges, number > 1)
            elif isinstance(part, Event):
                yield PartView("event", part.text, kind=part.kind)
        yield from self._former(index, number)

    def _block(
        self,
        block: Block,
        id: str,
        notes: Sequence[PlacedNote],
        ranges: Sequence[Mark] = (),
        linked: bool = False,
    ) -> PartView:
        self.margin.paragraph(len(block.text))
        if block.marks or ranges:
            marks = [mark for mark in block.marks if mark.kind != "note"]
            html = markup.html(block.text, (*marks, *ranges), self._link, self._call, self._time)
        else:
            html = escape(block.text, quote=False).replace("\n", "<br>")
        views = tuple([self._note(placed, _offset(placed)) for placed in notes])
        return PartView("quotation" if block.quotation else "paragraph", html, id, linked=linked, notes=views)

    def _link(self, mark: Mark) -> tuple[str, str, str] | None:
        link = self.links.get(str(mark.value))
        return (link[0], "reference", link[1]) if link else None

    def _moment(self, time: int | None) -> str:
        """The address of a time in the recording that has it; "" for none."""
        medium = heard(self.data.media, time) if time is not None and self.data.media else None
        if medium is None or time is None:
            return ""
        path, sign, fragment = medium.at(time).partition("#")
        return (self._relative(path) if medium.here else path) + sign + fragment

    def _time(self, time: int) -> str:
        """A time inside the text, which plays the recording from there; nothing where there is none to play."""
        address = self._moment(time)
        if not address:
            return ""
        link = f'<a class="sync" href="{escape(address)}" data-t="{_seconds(time)}" title="{clock(time)}"'
        return f'{link} tabindex="-1" aria-hidden="true"></a>'

    def _call(self, id: str) -> str:
        """The number that calls a note, where its words end."""
        name = escape(id)
        here = "" if id in self.called else f' id="or-ref-{name}"'
        self.called.add(id)
        number = self.numbers[id]
        return f'<a class="call k{self.slot_of[id]}" role="doc-noteref"{here} href="#note-{name}">{number}</a>'

    def _note(self, placed: PlacedNote, offset: int) -> NoteView:
        note, by = placed.note, placed.author
        first, *more = placed.targets
        return NoteView(
            id=note.id,
            number=placed.number,
            kind=note.kind,
            slot=self.slots.get(note.kind, 0),
            name=self.kinds.get(note.kind, note.kind),
            words=shortened(placed.quote, 48),
            html=markup.note_html(note.body, self._link),
            by=by.name if by else "",
            by_url=self._relative(routes.notes_by(by.id)) if by else "",
            role=by.role if by else "",
            date=note.date or "",
            rating=note.rating or "",
            sources=tuple((source, routes.safe_url(source) if "://" in source else None) for source in note.sources),
            back=f"or-ref-{note.id}" if first.spots else first.anchor or "or-top",
            further=tuple(map(self._fragment, more)),
            down=self.margin.down(offset, len(note.body) + 30 * len(note.sources)),
            quoted=self._quoted(f"note-{note.id}"),
        )

    def _fragment(self, target: PlacedTarget) -> str:
        """Where a target is: the paragraph its words begin in, or the whole that it is."""
        if not target.spots:
            return target.anchor or "or-top"
        first = target.spots[0]
        names = self.data.paragraphs[first.turn] if self.data.paragraphs else ()
        return names[first.paragraph] if names else f"{target.anchor}.p{first.paragraph + 1}"

    def _quoted(self, anchor: str) -> tuple[Quoted, ...]:
        passages = self.quoted.get(anchor, ())
        return tuple([msgspec.structs.replace(quoted, url=self._relative(quoted.url)) for quoted in passages])

    def _stretch(self, shown: ItemView, turn: Turn, facts: TurnFacts, index: int, section: str) -> Stretch:
        length = sum([len(part.text) for part in turn.parts if isinstance(part, Block)])
        notes = sum([len(part.notes) for part in shown.parts])
        words = self.data.turn_words[index]
        return Stretch(facts.anchor, facts.speaker, shown.name, length, words, notes, section)

    def _relative(self, url: str) -> str:
        return routes.relative(self.here, url)


def _seconds(milliseconds: int | None) -> str:
    return "" if milliseconds is None else f"{milliseconds / 1000:.3f}".rstrip("0").rstrip(".")


def _offset(placed: PlacedNote) -> int:
    """Where in its paragraph the words begin beside which a note stands."""
    spots = placed.targets[0].spots
    return spots[0].start if spots else 0
