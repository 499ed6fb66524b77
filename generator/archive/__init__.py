"""The archive: the only place that sees all transcripts, and sees them as outlines, so that memory stays flat."""

from collections.abc import Iterable, Mapping, Sequence

from generator import routes
from generator.archive.anchors import anchors
from generator.archive.exchanges import Said, exchanges
from generator.archive.lexicon import Lexicon, hits, lexicon
from generator.archive.links import Links, Targets
from generator.archive.notes import Placing
from generator.archive.outline import outline
from generator.archive.people import Cast, Directory, Identity, nearest_names
from generator.archive.topics import Subjects, narrower, passages, turn_topics
from generator.config import Registries, Settings
from generator.errors import Place, Problem, in_order, nearest, problem
from generator.model import (
    Appearance,
    Archive,
    Entry,
    Exchange,
    Hit,
    Organisation,
    Outline,
    Passage,
    Person,
    PersonEntry,
    PlacedNote,
    Resolution,
    Series,
    SeriesEntry,
    Speaker,
    Topic,
    TurnFacts,
    Value,
)
from generator.names import fold

__all__ = ["Lexicon", "hits", "lexicon", "outline", "resolve"]

_GUESSES = 100  # new people who are compared with the known ones: after a first import there are thousands


def resolve(
    outlines: Iterable[Outline], found: Mapping[str, tuple[Hit, ...]], registries: Registries, settings: Settings
) -> Archive:
    """The archive of all transcripts; `found` are the hits in each, by id. The order of `outlines` does not matter."""
    ordered, problems = _each_once(outlines)
    directory, subjects = Directory(registries.people), Subjects(registries.topics)
    sketches = [_sketch(one, directory, subjects, found.get(one.id, ()), settings) for one in ordered]
    problems += [p for sketch in sketches for p in sketch.problems] + subjects.problems
    people_names = _names(sketches)
    links = Links(_targets(sketches, people_names, subjects))
    resolved = {s.outline.id: links.resolve(s.outline, s.anchors, s.speaker_names) for s in sketches}
    problems += links.problems
    series = _Series(registries.series)
    entries = tuple(
        Entry(
            sketch.outline,
            Resolution(
                id=sketch.outline.id,
                language=sketch.outline.meta.language or settings.language,
                speakers=sketch.speakers,
                turns=sketch.turns,
                sections=sketch.sections,
                exchanges=sketch.exchanges,
                notes=sketch.notes,
                topics=sketch.topics,
                references=resolved[sketch.outline.id],
                backlinks=links.to_transcript(sketch.outline.id, (*sketch.anchors, *sketch.sections)),
                series=series.id_of(sketch.outline.meta.series),
            ),
        )
        for sketch in sketches
    )
    ids = {one.id for one in ordered}
    problems += [p for one in ordered for p in _variants(one, ids)]
    return Archive(
        entries=entries,
        people=tuple(_people(entries, directory, people_names, found, links)),
        topics=tuple(_topics(entries, sketches, subjects, links)),
        organisations=tuple(_organisations(entries)),
        series=tuple(series.made(entries)),
        new_people=_new_people(people_names, directory),
        problems=in_order(problems),
    )


class _Sketch(Value):
    """What can be said of a transcript before references are followed."""

    outline: Outline
    speakers: tuple[Speaker, ...]
    turns: tuple[TurnFacts, ...]
    sections: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    notes: tuple[PlacedNote, ...]
    topics: tuple[str, ...]
    passages: tuple[tuple[str, Passage], ...]
    problems: tuple[Problem, ...]

    @property
    def anchors(self) -> tuple[str, ...]:
        return tuple(turn.anchor for turn in self.turns)

    @property
    def speaker_names(self) -> tuple[str, ...]:
        names = {speaker.id: speaker.name for speaker in self.speakers}
        return tuple(names.get(turn.speaker or "", "") for turn in self.turns)


def _sketch(
    outline: Outline, directory: Directory, subjects: Subjects, found: tuple[Hit, ...], settings: Settings
) -> _Sketch:
    cast = Cast(outline, directory)
    voices = _voices(outline, cast)
    ids = [voice[0].id if voice else None for voice in voices]
    turn_anchors, section_anchors, problems = anchors(outline, ids)
    said = [
        Said(anchor, voice[0] if voice else None, turn)
        for anchor, voice, turn in zip(turn_anchors, voices, outline.turns, strict=True)
    ]
    asked, kinds = exchanges(outline, said)
    own = tuple(dict.fromkeys(subjects.id_of(name, outline.path) for name in outline.meta.topics))
    uses = turn_topics(outline, own, found, subjects)
    placing = Placing(outline, turn_anchors, section_anchors, settings.notes)
    turns = tuple(
        TurnFacts(
            anchor=one.anchor,
            speaker=id,
            others=tuple(identity.id for identity in voice[1:]),
            kind=kind.kind,
            replies_to=kind.replies_to,
            exchange=kind.exchange,
            topics=use,
        )
        for one, id, voice, kind, use in zip(said, ids, voices, kinds, uses, strict=True)
    )
    return _Sketch(
        outline=outline,
        speakers=_speakers(outline, cast, voices),
        turns=turns,
        sections=section_anchors,
        exchanges=asked,
        notes=placing.notes,
        topics=own,
        passages=tuple(passages(outline, uses, found)),
        problems=(*cast.problems, *problems, *placing.problems),
    )


def _voices(outline: Outline, cast: Cast) -> list[tuple[Identity, ...]]:
    """Who speaks in each turn; one that goes on after a heading has the speakers of the turn before."""
    voices: list[tuple[Identity, ...]] = []
    for turn in outline.turns:
        if turn.label is None and turn.continues and voices:
            voices.append(voices[-1])
        else:
            voices.append(cast.speakers_of(turn.label, turn.attributes, turn.position))
    return voices


def _speakers(outline: Outline, cast: Cast, voices: Sequence[tuple[Identity, ...]]) -> tuple[Speaker, ...]:
    turns: dict[str, int] = {}
    words: dict[str, int] = {}
    for turn, voice in zip(outline.turns, voices, strict=True):
        for identity in voice:
            turns[identity.id] = turns.get(identity.id, 0) + 1
            words[identity.id] = words.get(identity.id, 0) + turn.words
    return cast.speakers(turns, words)


def _each_once(outlines: Iterable[Outline]) -> tuple[list[Outline], list[Problem]]:
    """Newest first; two sources of one id are a problem, and the first by path is kept."""
    kept: dict[str, Outline] = {}
    problems = []
    for one in sorted(outlines, key=lambda one: one.path):
        other = kept.setdefault(one.id.casefold(), one)
        if other is not one:
            problems.append(problem("duplicate-id", Place(one.path), id=one.id, other=other.path))
    by_id = sorted(kept.values(), key=lambda one: one.id)
    return sorted(by_id, key=lambda one: one.meta.date or "", reverse=True), problems


def _names(sketches: Iterable[_Sketch]) -> dict[str, str]:
    """The people who take part, by id, with their names."""
    names: dict[str, str] = {}
    for sketch in sketches:
        for speaker in sketch.speakers:
            if speaker.person:
                names.setdefault(speaker.id, speaker.name)
    return names


def _targets(sketches: Iterable[_Sketch], people: Mapping[str, str], subjects: Subjects) -> Targets:
    targets = Targets()
    for sketch in sketches:
        title = sketch.outline.meta.title or sketch.outline.id
        turns = {
            anchor: f"{name}, {title}" if name else title
            for anchor, name in zip(sketch.anchors, sketch.speaker_names, strict=True)
        }
        sections = {a: s.title for a, s in zip(sketch.sections, sketch.outline.sections, strict=True)}
        notes = [placed.note.id for placed in sketch.notes]
        targets.add_transcript(sketch.outline.id, title, {**turns, **sections}, notes)
    for id, name in people.items():
        targets.add(f"person:{id}", routes.person(id), name)
    for id, name in subjects.names.items():
        targets.add(f"topic:{id}", routes.topic(id), name)
    return targets


def _people(
    entries: Sequence[Entry],
    directory: Directory,
    names: Mapping[str, str],
    found: Mapping[str, tuple[Hit, ...]],
    links: Links,
) -> Iterable[Person]:
    appearances: dict[str, list[Appearance]] = {}
    affiliations: dict[str, dict[str, None]] = {}
    mentions: dict[str, list[tuple[str, Hit]]] = {}
    for entry in entries:
        spoken: dict[str, list[int]] = {}
        for number, turn in enumerate(entry.resolution.turns):
            for id in (turn.speaker, *turn.others):
                spoken.setdefault(id or "", []).append(number)
        for speaker in entry.resolution.speakers:
            if speaker.person:
                turns = tuple(spoken.get(speaker.id, ()))
                appearances.setdefault(speaker.id, []).append(Appearance(entry.id, speaker.id, turns))
                if speaker.affiliation:
                    affiliations.setdefault(speaker.id, {})[speaker.affiliation] = None
        for hit in found.get(entry.id, ()):
            if hit.kind == "person" and entry.resolution.turns[hit.spot.turn].speaker != hit.id:
                mentions.setdefault(hit.id, []).append((entry.id, hit))
    everybody = {**names, **{entry.id: entry.name for entry in directory.by_id.values()}}
    for id, name in sorted(everybody.items(), key=lambda pair: (fold(pair[1]), pair[0])):
        registered: PersonEntry | None = directory.by_id.get(id)
        yield Person(
            id=id,
            name=name,
            entry=registered,
            appearances=tuple(appearances.get(id, ())),
            affiliations=tuple(affiliations.get(id, ())),
            mentions=tuple(mentions.get(id, ())),
            backlinks=links.to(f"person:{id}"),
            aliases=registered.aliases if registered else (),
        )


def _topics(entries: Sequence[Entry], sketches: Iterable[_Sketch], subjects: Subjects, links: Links) -> Iterable[Topic]:
    about: dict[str, list[str]] = {}
    told: dict[str, list[Passage]] = {}
    for entry, sketch in zip(entries, sketches, strict=True):
        for id in entry.resolution.topics:
            about.setdefault(id, []).append(entry.id)
        for id, passage in sketch.passages:
            told.setdefault(id, []).append(passage)
    below = narrower(subjects.entries)
    related: dict[str, set[str]] = {}
    for topic in subjects.entries.values():
        for other in topic.related:
            related.setdefault(topic.id, set()).add(other)
            related.setdefault(other, set()).add(topic.id)
    for id, name in sorted(subjects.names.items(), key=lambda pair: (fold(pair[1]), pair[0])):
        registered = subjects.entries.get(id)
        known = subjects.entries.keys()
        above = tuple(one for one in registered.broader if one in known) if registered else ()
        yield Topic(
            id=id,
            name=name,
            entry=registered,
            broader=above,
            narrower=below.get(id, ()),
            related=tuple(sorted((related.get(id, set()) & known) - {*above, *below.get(id, ())})),
            transcripts=tuple(about.get(id, ())),
            passages=tuple(told.get(id, ())),
            backlinks=links.to(f"topic:{id}"),
            aliases=registered.aliases if registered else (),
        )


def _organisations(entries: Iterable[Entry]) -> Iterable[Organisation]:
    names: dict[str, str] = {}
    people: dict[str, dict[str, None]] = {}
    appearances: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        for speaker in entry.resolution.speakers:
            if speaker.affiliation:
                id = routes.slugify(speaker.affiliation)
                names.setdefault(id, speaker.affiliation)
                appearances.setdefault(id, []).append((entry.id, speaker.id))
                if speaker.person:
                    people.setdefault(id, {})[speaker.id] = None
    for id, name in sorted(names.items(), key=lambda pair: (fold(pair[1]), pair[0])):
        yield Organisation(id, name, tuple(people.get(id, ())), tuple(appearances[id]))


class _Series:
    """The registered series, and those that only transcripts name."""

    def __init__(self, entries: Iterable[SeriesEntry]) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._ids = {fold(name): entry.id for entry in self._entries.values() for name in (entry.id, entry.name)}
        self._names: dict[str, str] = {entry.id: entry.name for entry in self._entries.values()}

    def id_of(self, name: str | None) -> str | None:
        """The id of a series given by id or name."""
        if not name:
            return None
        id = self._ids.setdefault(fold(name), routes.slugify(name))
        self._names.setdefault(id, name)
        return id

    def made(self, entries: Sequence[Entry]) -> Iterable[Series]:
        """All series, by name, with their transcripts, oldest first."""
        members: dict[str, list[str]] = {}
        for entry in reversed(entries):
            if entry.resolution.series:
                members.setdefault(entry.resolution.series, []).append(entry.id)
        for id, name in sorted(self._names.items(), key=lambda pair: (fold(pair[1]), pair[0])):
            entry_of = self._entries.get(id)
            description, aliases = (entry_of.description, entry_of.aliases) if entry_of else (None, ())
            yield Series(id, name, description, tuple(members.get(id, ())), aliases)


def _new_people(names: Mapping[str, str], directory: Directory) -> tuple[tuple[str, str | None], ...]:
    new = sorted((name for id, name in names.items() if id not in directory.by_id), key=fold)
    near = nearest_names(new[:_GUESSES], [entry.name for entry in directory.by_id.values()])
    return tuple((name, near.get(name)) for name in new)


def _variants(outline: Outline, ids: set[str]) -> Iterable[Problem]:
    id = outline.meta.variant_of
    if id and id not in ids:
        meant = nearest(id, ids)
        hint = f"Did you mean {meant}?" if meant else "Give the name of the other transcript's file without its ending."
        yield problem("unknown-variant", Place(outline.path), id=id, hint=hint)
