"""What lists show of one transcript, made once when it is read: its entry in the archive, and the rows of its passages.

Rows are kept in the memory under a hash of what they say; an entry has only their keys and numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from generator import archive, markup, routes
from generator.archive import Resolved
from generator.archive.outline import shortened
from generator.config import Settings
from generator.memory import key
from generator.model import (
    Appearance,
    Citation,
    Entry,
    Extract,
    Hit,
    Outline,
    PlacedNote,
    Resolution,
    Speaker,
    Treatment,
    TurnFacts,
    Value,
)
from generator.pages.listing import NoteRow, Passage, Said, note_kind
from generator.pages.page import clock

OF_FRONT = 3  # questions of a transcript that the front page may show
TELLING = range(50, 241)  # characters a passage on the front page should have
_PROMPT = 120  # characters of a question told with its answer

Blobs = dict[str, bytes]  # what the memory is to keep


class Front(Value):
    """What the front page may show of a transcript."""

    telling: Passage | None  # a passage that tells what it is like
    questions: tuple[Passage, ...]  # the fullest that were answered, in their order
    fullest: Passage | None


def entry(
    outline: Outline, resolved: Resolved, hits: tuple[Hit, ...], text: str, settings: Settings
) -> tuple[Entry, Blobs]:
    """A transcript's entry, and what it refers to by key; `text` is the key of its text."""
    maker = _Maker(outline, resolved, hits, settings)
    return maker.entry(text), maker.blobs


def sentences(excerpt: str) -> str:
    """An excerpt that was cut, up to the end of its last whole sentence, when enough is left."""
    if not excerpt.endswith("…"):
        return excerpt
    end = max(excerpt.rfind(mark) for mark in (". ", "! ", "? ", "。", "！", "？", "؟ ", "۔ "))
    return excerpt[: end + 1] if end + 1 >= TELLING.start else excerpt


class _Maker:
    """Makes the rows of one transcript; the tables it looks up are made once."""

    def __init__(self, outline: Outline, resolved: Resolved, hits: tuple[Hit, ...], settings: Settings) -> None:
        self.blobs: Blobs = {}
        self._outline = outline
        self._hits = hits
        self._passages = resolved.passages
        self._found: Resolution = resolved.resolution
        self._settings = settings
        self._speakers: Mapping[str, Speaker] = {speaker.id: speaker for speaker in self._found.speakers}
        self._urls = {s.id: routes.person(s.id) if s.listed else "" for s in self._found.speakers}
        self._turns: Mapping[str, int] = {facts.anchor: n for n, facts in enumerate(self._found.turns)}
        self._answers = self._first_answers()
        self._notes = [self._note(placed) for placed in self._found.notes]
        self._all = tuple(self._said())
        self._said_key = self._keep(self._all)
        self._spoken: dict[str, list[int]] = {}
        for number, facts in enumerate(self._found.turns):
            for id in (facts.speaker, *facts.others):
                self._spoken.setdefault(id or "", []).append(number)

    def entry(self, text: str) -> Entry:
        outline, found = self._outline, self._found
        answered = self._answered()
        made = Entry(
            id=outline.id,
            path=outline.path,
            text=text,
            resolution=self._keep(found),
            meta=outline.meta,
            language=found.language,
            series=found.series,
            appearances=tuple(self._appearance(speaker) for speaker in found.speakers),
            topics=found.topics,
            topic_names=found.topic_names,
            treatments=tuple(self._treatments()),
            mentions=tuple(self._mentions()),
            questions=tuple(self._questions()),
            notes=tuple(self._notes_by_kind()),
            front=self._rows((self._front(answered),)),
            answered=len(answered),
            anchors=self._keep(archive.anchor_names(outline, found)),
            citations=tuple(self._citations()),
            timed=outline.timed,
            turns=len(outline.turns),
            words=outline.words,
            opening=outline.turns[0].excerpt if outline.turns else "",
        )
        return msgspec.structs.replace(made, digest=key(msgspec.msgpack.encode(made)))

    def _keep(self, value: object) -> str:
        data = msgspec.msgpack.encode(value)
        name = key(data)
        self.blobs[name] = data
        return name

    def _rows(self, rows: tuple[Value, ...]) -> Extract:
        return Extract(self._keep(rows), len(rows)) if rows else Extract()

    def _appearance(self, speaker: Speaker) -> Appearance:
        turns = self._spoken.get(speaker.id, [])
        counts: dict[str, int] = {}
        for number in turns:
            for use in self._found.turns[number].topics:
                counts[use.id] = counts.get(use.id, 0) + 1
        asked = [number for number in turns if self._found.turns[number].kind == "question"]
        anchors = {self._found.turns[number].anchor for number in turns} if self._notes else ()
        noted = zip(self._found.notes, self._notes, strict=True)
        return Appearance(
            speaker=speaker,
            said=self._told(turns),
            asked=self._told(asked),
            noted=self._rows(tuple(row for placed, row in noted if placed.anchor in anchors)),
            topics=tuple(counts.items()),
        )

    def _treatments(self) -> Iterable[Treatment]:
        rows: dict[str, list[Passage]] = {}
        speakers: dict[str, dict[str, int]] = {}
        for topic, passage in self._passages:
            row = self._found_in(passage.first, passage.excerpt, passage.match)
            length = passage.last - passage.first + 1
            rows.setdefault(topic, []).append(row if length == 1 else msgspec.structs.replace(row, turns=length))
            counts = speakers.setdefault(topic, {})
            for id in {turn.speaker for turn in self._found.turns[passage.first : passage.last + 1]}:
                if id and self._urls.get(id):
                    counts[id] = counts.get(id, 0) + 1
        for topic, of in rows.items():
            yield Treatment(topic, self._rows(tuple(of)), tuple(sorted(speakers[topic].items())))

    def _mentions(self) -> Iterable[tuple[str, Extract]]:
        """Where somebody is spoken of, but not by themselves."""
        found: dict[str, list[Passage]] = {}
        for hit in self._hits:
            if hit.kind == "person" and self._found.turns[hit.spot.turn].speaker != hit.id:
                row = self._found_in(hit.spot.turn, hit.excerpt, hit.match)
                found.setdefault(hit.id, []).append(row)
        return ((id, self._rows(tuple(rows))) for id, rows in found.items())

    def _questions(self) -> Iterable[tuple[str, Extract]]:
        """What the people of each organisation asked."""
        asked: dict[str, list[int]] = {}
        bodies = {s.id: routes.slugify(s.affiliation) for s in self._found.speakers if s.affiliation}
        for number, facts in enumerate(self._found.turns):
            if facts.kind == "question" and facts.speaker in bodies:
                asked.setdefault(bodies[facts.speaker], []).append(number)
        return ((id, self._told(turns, named=True)) for id, turns in asked.items())

    def _notes_by_kind(self) -> Iterable[tuple[str, Extract]]:
        kinds: dict[str, list[NoteRow]] = {}
        for placed, row in zip(self._found.notes, self._notes, strict=True):
            kinds.setdefault(placed.note.kind, []).append(row)
        return ((kind, self._rows(tuple(rows))) for kind, rows in kinds.items())

    def _citations(self) -> Iterable[Citation]:
        for reference in self._outline.references:
            facts = self._found.turns[reference.turn]
            speaker = self._speakers.get(facts.speaker or "")
            name, url = (speaker.name, self._urls[speaker.id]) if speaker else ("", "")
            yield Citation(reference.target, facts.anchor, name, url, reference.excerpt, reference.position)

    # --- rows --------------------------------------------------------------------------------------------------------

    def _told(self, turns: list[int], *, named: bool = False) -> Extract:
        return Extract(self._said_key, len(turns), tuple(turns), named) if turns else Extract()

    def _said(self) -> Iterator[Said]:
        """Every turn, with the question it answers or the answer it got."""
        named = {speaker.id: _name_and_outlet(speaker) for speaker in self._found.speakers}
        outlets = {speaker.id: speaker.affiliation or speaker.role or "" for speaker in self._found.speakers}
        names = {speaker.id: speaker.name for speaker in self._found.speakers}
        for number, (said, facts) in enumerate(zip(self._outline.turns, self._found.turns, strict=True)):
            id = facts.speaker or ""
            yield Said(
                facts.anchor,
                said.excerpt,
                kind_word(facts),
                "" if said.start is None else clock(said.start),
                names.get(id, ""),
                self._urls.get(id, ""),
                outlets.get(id, ""),
                named.get(id, ""),
                self._other(number),
            )

    def _other(self, index: int) -> int:
        """The question that a turn answers, or the answer that it got; -1 for none."""
        facts = self._found.turns[index]
        if facts.replies_to is not None:
            return self._turns.get(facts.replies_to, -1)
        return self._answers.get(index, -1) if facts.kind == "question" else -1

    def _found_in(self, turn: int, excerpt: str, match: tuple[int, int] | None) -> Passage:
        """A turn by the words around something found in it."""
        who = self._speakers.get(self._found.turns[turn].speaker or "")
        start, end = match or (len(excerpt), len(excerpt))
        time = self._outline.turns[turn].start
        return Passage(
            anchor=self._found.turns[turn].anchor,
            before=excerpt[:start],
            hit=excerpt[start:end],
            after=excerpt[end:],
            speaker=who.name if who else "",
            speaker_url=self._urls[who.id] if who else "",
            outlet=(who.affiliation or who.role or "") if who else "",
            clock="" if time is None else clock(time),
        )

    def _note(self, placed: PlacedNote) -> NoteRow:
        note, turn = placed.note, self._turns.get(placed.anchor or "")
        whose = None if turn is None else self._speakers.get(self._found.turns[turn].speaker or "")
        foreign = self._found.language.casefold() != self._settings.language.casefold()
        return NoteRow(
            url=routes.transcript(self._outline.id),
            title=self._outline.meta.title or self._outline.id,
            language=self._found.language if foreign else "",
            anchor=f"note-{note.id}",
            kind=note_kind(note.kind, self._settings),
            quote=placed.quote,
            html=markup.note_html(note.body),
            by=note.by or "",
            date=note.date,
            rating=note.rating or "",
            sources=tuple((s, (routes.safe_url(s) if "://" in s else None) or "") for s in note.sources),
            speaker=whose.name if whose else "",
        )

    def _first_answers(self) -> dict[int, int]:
        """Question → its first answer, as turns."""
        found: dict[int, int] = {}
        for exchange in self._found.exchanges:
            answers = [self._turns[anchor] for anchor in exchange.answers if anchor in self._turns]
            for anchor in exchange.questions:
                question = self._turns.get(anchor, -1)
                later = [answer for answer in answers if answer > question]
                if later and question >= 0:
                    found[question] = later[0]
        return found

    # --- the front page ----------------------------------------------------------------------------------------------

    def _answered(self) -> list[tuple[int, int, int]]:
        """The answered questions: length, minus number, turn; the greatest is the fullest."""
        exchanges = enumerate(self._found.exchanges)
        return [
            (len(exchange.excerpt), -number, turn)
            for number, exchange in exchanges
            if exchange.answers and exchange.questions and (turn := self._turns.get(exchange.questions[0])) is not None
        ]

    def _front(self, answered: list[tuple[int, int, int]]) -> Front:
        fullest = sorted(answered, reverse=True)[:OF_FRONT]
        in_order = sorted(turn for _, _, turn in fullest)
        return Front(
            telling=self._noted() or self._fullest(),
            questions=tuple(told(self._all, self._told(in_order, named=True))),
            fullest=next(told(self._all, self._told([fullest[0][2]], named=True))) if fullest else None,
        )

    def _noted(self) -> Passage | None:
        """The longest words a note is on, where they can stand alone."""
        quotes = [
            (len(placed.quote), -placed.number, turn, placed.quote)
            for placed in self._found.notes
            if _whole(placed.quote) and (turn := self._turns.get(placed.anchor or "")) is not None
        ]
        if not quotes:
            return None
        *_, turn, quote = max(quotes)
        return self._found_in(turn, quote.replace("\n", " "), None)

    def _fullest(self) -> Passage | None:
        """The answer with the most words, else the turn."""
        turns = self._outline.turns
        answers = [n for n, facts in enumerate(self._found.turns) if facts.kind == "answer"]
        chosen = max(answers or range(len(turns)), key=lambda n: turns[n].words, default=None)
        return None if chosen is None else self._found_in(chosen, sentences(turns[chosen].excerpt), None)


def told(turns: Sequence[Said], extract: Extract) -> Iterator[Passage]:
    """The turns that are meant as rows of a list; a question that several in a row answer is told once."""
    last = -1
    for number in extract.turns[: extract.count]:
        said = turns[number]
        other = turns[said.other] if said.other >= 0 and said.other != last else None
        last = said.other
        yield Passage(
            anchor=said.anchor,
            before=said.words,
            kind=said.kind,
            speaker=said.speaker if extract.named else "",
            speaker_url=said.speaker_url if extract.named else "",
            outlet=said.outlet if extract.named else "",
            clock=said.clock,
            prompt_anchor=other.anchor if other else "",
            prompt_name=other.known_as if other else "",
            prompt=shortened(other.words, _PROMPT) if other else "",
        )


def _name_and_outlet(speaker: Speaker) -> str:
    outlet = speaker.affiliation
    return f"{speaker.name}, {outlet}" if outlet and outlet not in speaker.name else speaker.name


def kind_word(facts: TurnFacts) -> str:
    """The kind of a turn as lists show it; a statement needs no word."""
    return "" if facts.kind == "statement" else facts.kind


def _whole(quote: str) -> bool:
    """Whether words can stand alone: they begin like a sentence, and are neither a scrap nor a page."""
    return len(quote) in TELLING and quote[:1].isalpha() and not quote[:1].islower()
