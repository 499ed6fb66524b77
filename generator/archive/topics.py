"""Topics: by name to id, those of each turn, and the passages on each topic."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator import routes
from generator.errors import Guesses, Place, Problem, problem
from generator.model import Entry, Hit, Outline, Passage, TopicEntry, TopicUse
from generator.names import fold


class Subjects:
    """The registered topics, by id and by any name; topics that nobody registered are known by a slug of their name."""

    def __init__(self, entries: Iterable[TopicEntry]) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self._ids: dict[str, str] = {}
        for entry in self.entries.values():
            for name in (entry.id, entry.name, *entry.also):
                self._ids.setdefault(fold(name), entry.id)

    def id_of(self, name: str) -> str:
        """The id of a topic given by id or name."""
        return self._ids.get(fold(name)) or routes.slugify(name)

    def names_of(self, written: Iterable[str], found: Iterable[str]) -> dict[str, str]:
        """Id → name of topics as a transcript writes them, and of those found in it by their terms."""
        names = {id: self.entries[id].name for id in found}
        for name in written:
            id = self.id_of(name)
            names.setdefault(id, self.entries[id].name if id in self.entries else name)
        return names


def unknown(entries: Iterable[Entry], registered: Sequence[TopicEntry]) -> Iterator[Problem]:
    """A warning for each topic that is not registered, where any are: once, at the first transcript that has it."""
    known = {topic.id for topic in registered}
    names = (*(topic.id for topic in registered), *(topic.name for topic in registered))
    guesses = Guesses()
    for entry in entries if known else ():
        for id, name in entry.topic_names:
            if id not in known:
                known.add(id)
                meant = guesses.nearest(name, names)
                hint = f"Did you mean {meant}?" if meant else "Add it to content/topics.yaml."
                yield problem("unknown-topic", Place(entry.path), name=name, hint=hint)


def written_topics(outline: Outline) -> tuple[str, ...]:
    """The topics that a transcript names, as they are written: its own, then those of sections and turns."""
    return (
        *outline.meta.topics,
        *(name for section in outline.sections for name in section.attributes.topics),
        *(name for turn in outline.turns for name in turn.attributes.topics),
    )


def turn_topics(
    outline: Outline, own: tuple[str, ...], hits: Iterable[Hit], subjects: Subjects
) -> tuple[tuple[TopicUse, ...], ...]:
    """For each turn its topics, with where they come from: the turn, its section, the transcript, a term."""
    sections = [tuple(map(subjects.id_of, section.attributes.topics)) for section in outline.sections]
    terms: dict[int, dict[str, None]] = {}
    for hit in hits:
        if hit.kind == "topic":
            terms.setdefault(hit.spot.turn, {})[hit.id] = None
    made: dict[tuple[object, ...], tuple[TopicUse, ...]] = {}  # most turns of a transcript have the same topics
    uses = []
    for number, turn in enumerate(outline.turns):
        origins = (
            ("turn", turn.attributes.topics and tuple(map(subjects.id_of, turn.attributes.topics))),
            ("section", sections[turn.section] if turn.section >= 0 else ()),
            ("term", tuple(terms.get(number, ()))),
            ("transcript", own),
        )
        if origins not in made:
            found: dict[str, TopicUse] = {}
            for origin, ids in origins:
                for id in ids:
                    found.setdefault(id, TopicUse(id, origin))  # type: ignore[arg-type]
            made[origins] = tuple(found.values())
        uses.append(made[origins])
    return tuple(uses)


def passages(
    outline: Outline, uses: Sequence[tuple[TopicUse, ...]], hits: Iterable[Hit]
) -> Iterator[tuple[str, Passage]]:
    """Turns in a row on one topic, by what stands on them or on their section; each turn that a term is in, so that
    none is without its words. Not the whole transcript."""
    first_hit: dict[tuple[int, str], Hit] = {}
    for hit in hits:
        if hit.kind == "topic":
            first_hit.setdefault((hit.spot.turn, hit.id), hit)
    running: dict[str, Passage] = {}
    for number, turn in enumerate(outline.turns):
        for use in uses[number]:
            if use.origin == "transcript":
                continue
            before = running.get(use.id)
            if before and before.last == number - 1 and before.origin == use.origin != "term":
                running[use.id] = Passage(before.first, number, before.origin, before.excerpt, before.match)
                continue
            if before:
                yield use.id, before
            first = first_hit.get((number, use.id))
            excerpt, match = (first.excerpt, first.match) if first else (turn.excerpt, None)
            running[use.id] = Passage(number, number, use.origin, excerpt, match)
    yield from running.items()


def narrower(entries: Mapping[str, TopicEntry]) -> dict[str, tuple[str, ...]]:
    """For each topic those that name it as broader."""
    found: dict[str, list[str]] = {}
    for entry in entries.values():
        for id in entry.broader:
            found.setdefault(id, []).append(entry.id)
    return {id: tuple(sorted(ids)) for id, ids in found.items()}
