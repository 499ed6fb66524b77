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
    Asked,
    Citation,
    Entry,
    Extract,
    Heard,
    Hit,
    Locator,
    Outline,
    PlacedNote,
    Resolution,
    Speaker,
    Treatment,
    TurnFacts,
    Value,
)
from generator.model import Passage as Treated
from generator.pages import telling
from generator.pages.listing import Exchange, Exchanged, NoteRow, Passage, Runs, Said, note_kind
from generator.pages.page import clock

OF_FRONT = 3  # questions of a transcript that the front page may show
PLACES = 3  # on a topic in one transcript that the index shows of somebody
_PROMPT = 120  # characters of a question told with its answer

Blobs = dict[str, bytes]  # what the memory is to keep


class Front(Value):
    """What the front page may show of a transcript."""

    telling: Passage | None  # a passage that tells what it is like
    questions: tuple[Passage, ...]  # the fullest that were answered, in their order
    fullest: Passage | None


def entry(
    outline: Outline,
    resolved: Resolved,
    hits: tuple[Hit, ...],
    text: str,
    settings: Settings,
    was: tuple[tuple[str, float], ...] = (),
) -> tuple[Entry, Blobs]:
    """A transcript's entry, and what it refers to by key; `text` is the key of its text, `was` as in the entry."""
    maker = _Maker(outline, resolved, hits, settings)
    return maker.entry(text, was), maker.blobs


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

    def entry(self, text: str, was: tuple[tuple[str, float], ...]) -> Entry:
        outline, found = self._outline, self._found
        answered = telling.answered(found, self._turns)
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
            exchanges=self._rows(tuple(self._exchanges())),
            said=self._said_key,
            notes=tuple(self._notes_by_kind()),
            noted_by=tuple(self._notes_by_author()),
            noted_on=tuple(self._notes_by_topic()),
            front=self._rows((self._front(answered),)),
            answered=len(answered),
            anchors=self._keep(archive.anchor_names(outline, found)),
            citations=tuple(self._citations()),
            timed=outline.timed,
            turns=len(outline.turns),
            words=outline.words,
            opening=outline.turns[0].excerpt if outline.turns else "",
            was=was,
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
        asked, answered = (
            [number for number in turns if self._found.turns[number].kind == kind] for kind in ("question", "answer")
        )
        anchors = {self._found.turns[number].anchor for number in turns} if self._notes else ()
        noted = zip(self._found.notes, self._notes, strict=True)
        return Appearance(
            speaker=speaker,
            said=self._told(turns),
            asked=self._told(asked),
            answered=self._told(answered),
            noted=self._rows(tuple(row for placed, row in noted if placed.anchor in anchors)),
            topics=tuple(counts.items()),
        )

    def _treatments(self) -> Iterable[Treatment]:
        rows: dict[str, list[Passage]] = {}
        heard: dict[str, dict[str, list[Locator]]] = {}
        for topic, passage in self._passages:
            rows.setdefault(topic, []).append(self._treated(passage))
            place = self._locator(passage)
            for id in self._heard_in(topic, passage):
                heard.setdefault(topic, {}).setdefault(id, []).append(place)
        for topic, of in rows.items():
            speakers = (Heard(id, len(at), tuple(at[:PLACES])) for id, at in sorted(heard.get(topic, {}).items()))
            yield Treatment(topic, self._rows(tuple(of)), tuple(speakers))

    def _locator(self, passage: Treated) -> Locator:
        return Locator(self._found.turns[passage.first].anchor, passage.first + 1, passage.last + 1)

    def _heard_in(self, topic: str, passage: Treated) -> set[str]:
        """The people with a page who speak on the topic in a passage: not those of the turns that it goes over."""
        turns = self._found.turns[passage.first : passage.last + 1]
        ids = {turn.speaker for turn in turns if any(use.id == topic for use in turn.topics)}
        return {id for id in ids if id and self._urls.get(id)}

    def _treated(self, passage: Treated) -> Passage:
        """A passage on a topic with the words of its turns; each speaker is named once in a row."""
        row = self._found_in(passage.first, passage.excerpt, passage.match)
        if passage.first == passage.last:
            return row
        more: list[Passage] = []
        voice = row.speaker
        for glimpse in passage.more:
            one = self._found_in(glimpse.turn, glimpse.excerpt, glimpse.match)
            more.append(one if one.speaker != voice else msgspec.structs.replace(one, speaker=""))
            voice = one.speaker
        last = self._found.turns[passage.last].anchor
        runs = Runs(passage.first + 1, passage.last + 1, last)
        return msgspec.structs.replace(row, runs=runs, more=tuple(more))

    def _mentions(self) -> Iterable[tuple[str, Extract]]:
        """The turns in which somebody, or a body, is spoken of by others; each by the first words that name them."""
        found: dict[str, dict[int, Passage]] = {}
        bodies = {s.id: routes.slugify(s.affiliation) for s in self._found.speakers if s.affiliation}
        for hit in self._hits:
            facts = self._found.turns[hit.spot.turn]
            who = (facts.speaker or "", *facts.others)
            own = who if hit.kind == "person" else [bodies.get(id) for id in who]
            if hit.kind == "topic" or hit.id in own:
                continue
            rows = found.setdefault(f"{hit.kind}:{hit.id}", {})
            if hit.spot.turn not in rows:
                rows[hit.spot.turn] = self._found_in(hit.spot.turn, hit.excerpt, hit.match)
        return ((thing, self._rows(tuple(rows.values()))) for thing, rows in found.items())

    def _exchanges(self) -> Iterable[Exchanged]:
        for exchange in self._found.exchanges:
            asked, answered, interjected = (
                tuple([self._turns[anchor] for anchor in anchors])
                for anchors in (exchange.questions, exchange.answers, exchange.interjections)
            )
            yield Exchanged(asked, answered, interjected, exchange.introduced, exchange.outlet or "")

    def _questions(self) -> Iterable[Asked]:
        """What the people of each organisation asked, or those who were introduced as theirs."""
        asked: dict[str, list[int]] = {}
        by: dict[str, dict[str, int]] = {}
        to: dict[str, dict[str, int]] = {}
        answered: dict[str, dict[str, None]] = {}  # question → who answered it
        bodies = {s.id: routes.slugify(s.affiliation) for s in self._found.speakers if s.affiliation}
        for facts in self._found.turns:
            if facts.kind == "answer" and facts.replies_to and facts.speaker:
                answered.setdefault(facts.replies_to, {})[facts.speaker] = None
        for number, facts in enumerate(self._found.turns):
            if facts.kind != "question":
                continue
            exchange = None if facts.exchange is None else self._found.exchanges[facts.exchange]
            introduced = routes.slugify(exchange.outlet) if exchange and exchange.outlet else ""
            body = bodies.get(facts.speaker or "") or introduced
            if body:
                asked.setdefault(body, []).append(number)
                _count(by.setdefault(body, {}), (facts.speaker or "",), self._speakers)
                _count(to.setdefault(body, {}), answered.get(facts.anchor, ()), self._speakers)
        for id, turns in asked.items():
            yield Asked(id, self._told(turns, named=True), tuple(by[id].items()), tuple(to[id].items()))

    def _notes_by_kind(self) -> Iterable[tuple[str, Extract]]:
        kinds: dict[str, list[NoteRow]] = {}
        for placed, row in zip(self._found.notes, self._notes, strict=True):
            kinds.setdefault(placed.note.kind, []).append(row)
        return ((kind, self._rows(tuple(rows))) for kind, rows in kinds.items())

    def _notes_by_author(self) -> Iterable[tuple[str, str, Extract]]:
        written: dict[str, tuple[str, list[NoteRow]]] = {}
        for placed, row in zip(self._found.notes, self._notes, strict=True):
            if placed.author:
                written.setdefault(placed.author.id, (placed.author.name, []))[1].append(row)
        return ((id, name, self._rows(tuple(rows))) for id, (name, rows) in written.items())

    def _notes_by_topic(self) -> Iterable[tuple[str, Extract]]:
        """Notes by the topics of the turns they are on; those on the whole transcript by its own."""
        about: dict[str, list[NoteRow]] = {}
        for placed, row in zip(self._found.notes, self._notes, strict=True):
            turns = [self._turns[t.anchor] for t in placed.targets if t.anchor and t.anchor in self._turns]
            uses = (use.id for turn in turns for use in self._found.turns[turn].topics)
            whole = self._found.topics if any(target.anchor is None for target in placed.targets) else ()
            for id in dict.fromkeys((*uses, *whole)):
                about.setdefault(id, []).append(row)
        return ((id, self._rows(tuple(rows))) for id, rows in about.items())

    def _citations(self) -> Iterable[Citation]:
        outline, path = self._outline, self._outline.path
        for reference in outline.references:
            spoken = self._spoken_at(reference.turn)
            yield Citation(reference.target, "reference", *spoken, reference.excerpt, path, reference.position)
        for number, turn in enumerate(outline.turns):
            if target := archive.elsewhere(turn):
                yield Citation(target, "answer", *self._spoken_at(number), turn.excerpt, path, turn.position)
        authors = {placed.note.id: placed.author.name if placed.author else "" for placed in self._found.notes}
        for one in outline.notes:
            note = one.note
            for target in markup.references(note.body) if note.id in authors else ():
                words, by = shortened(markup.plain(note.body)), authors[note.id]
                yield Citation(target, "note", f"note-{note.id}", by, "", words, one.path, one.position)

    def _spoken_at(self, turn: int) -> tuple[str, str, str]:
        """The anchor of a turn, and the name and the URL of who speaks in it."""
        facts = self._found.turns[turn]
        speaker = self._speakers.get(facts.speaker or "")
        return (facts.anchor, speaker.name, self._urls[speaker.id]) if speaker else (facts.anchor, "", "")

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
            by=placed.author.name if placed.author else "",
            by_url=routes.notes_by(placed.author.id) if placed.author else "",
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

    def _front(self, answered: Sequence[tuple[int, str]]) -> Front:
        best = telling.questions(answered, OF_FRONT)
        passage = telling.passage(self._outline, self._found, self._turns)
        return Front(
            telling=self._found_in(*passage, None) if passage else None,
            questions=tuple(self._asking(*question) for question in sorted(best)),
            fullest=self._asking(*best[0]) if best else None,
        )

    def _asking(self, turn: int, words: str) -> Passage:
        """A question by what it asks."""
        (row,) = told(self._all, self._told([turn], named=True))
        return msgspec.structs.replace(row, before=words)


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


def exchanged(turns: Sequence[Said], rows: Iterable[Exchanged]) -> Iterator[Exchange]:
    """Exchanges as rows of a list."""
    for row in rows:
        first, *more = row.questions
        asked = _voiced(turns[first], "question")
        if row.introduced:
            asked = msgspec.structs.replace(asked, speaker=row.introduced)
        kinds = (("answer", row.answers), ("follow-up", more), ("interjection", row.interjections))
        replies = sorted((number, kind) for kind, numbers in kinds for number in numbers)
        yield Exchange(
            msgspec.structs.replace(asked, outlet=row.outlet or asked.outlet),
            tuple(_voiced(turns[number], kind) for number, kind in replies),
            bool(row.answers),
        )


def _voiced(said: Said, kind: str) -> Passage:
    """A turn with who speaks."""
    return Passage(
        anchor=said.anchor,
        before=said.words,
        kind=kind,
        speaker=said.speaker,
        speaker_url=said.speaker_url,
        outlet=said.outlet,
        clock=said.clock,
    )


def _count(counts: dict[str, int], ids: Iterable[str], speakers: Mapping[str, Speaker]) -> None:
    for id in ids:
        if id in speakers and speakers[id].person:
            counts[id] = counts.get(id, 0) + 1


def _name_and_outlet(speaker: Speaker) -> str:
    outlet = speaker.affiliation
    return f"{speaker.name}, {outlet}" if outlet and outlet not in speaker.name else speaker.name


def kind_word(facts: TurnFacts) -> str:
    """The kind of a turn as lists show it; a statement needs no word."""
    return "" if facts.kind == "statement" else facts.kind
