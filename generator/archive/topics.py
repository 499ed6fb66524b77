"""Topics: by name to id, those of each turn, and the passages on each topic."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from generator import routes
from generator.archive.outline import around
from generator.errors import Guesses, Place, Problem, problem
from generator.model import Entry, Glimpse, Hit, Outline, Passage, TopicEntry, TopicUse, TurnKind, Value
from generator.names import fold

_ASIDE = ("interjection", "moderation")
_BRIDGED = 1  # turns without the topic that a passage goes over
_GLIMPSES = 4  # turns of a passage, after the first, whose words are shown
_GLIMPSE = 110  # characters


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
    outline: Outline, uses: Sequence[tuple[TopicUse, ...]], kinds: Sequence[TurnKind], hits: Iterable[Hit]
) -> Iterator[tuple[str, Passage]]:
    """Where each topic runs, by what stands on turns and sections and by terms; not by what the whole transcript is on.

    A passage goes through all turns in a row with the topic, and over one turn without it, such as an answer, when the
    topic is taken up again behind it, under the same heading. Interjections and the words of the chair do not count.
    """
    words: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        if hit.kind == "topic":
            words.setdefault((hit.id, hit.spot.turn), hit)
    counted = list(accumulate((kind not in _ASIDE for kind in kinds), initial=0))
    origins: dict[str, dict[int, str]] = {}  # topic → turn → where it comes from
    for number, turn in enumerate(uses):
        for use in turn:
            if use.origin != "transcript":
                origins.setdefault(use.id, {})[number] = use.origin
    for topic, turns in origins.items():
        run: list[int] = []
        for number in turns:
            if run and not _goes_on(outline, counted, run[-1], number):
                yield topic, _passage(outline, run, turns[run[0]], words, topic)
                run = []
            run.append(number)
        yield topic, _passage(outline, run, turns[run[0]], words, topic)


def _goes_on(outline: Outline, counted: Sequence[int], last: int, number: int) -> bool:
    """Whether a passage on a topic goes on from one turn with it to the next."""
    if number == last + 1:
        return True
    between = counted[number] - counted[last + 1]
    return between <= _BRIDGED and outline.turns[last].section == outline.turns[number].section


def _passage(
    outline: Outline, run: Sequence[int], origin: str, words: Mapping[tuple[str, int], Hit], topic: str
) -> Passage:
    first = words.get((topic, run[0]))
    more = [(number, words[topic, number]) for number in run[1:] if (topic, number) in words][:_GLIMPSES]
    return Passage(
        run[0],
        run[-1],
        origin,
        first.excerpt if first else outline.turns[run[0]].excerpt,
        first.match if first else None,
        tuple(Glimpse(number, *around(hit.excerpt, *hit.match, _GLIMPSE)) for number, hit in more),
    )


class Relations(Value):
    """The topics around one, by id, as SKOS has them: a broader one's narrower ones, related ones of each other; none
    is related that is broader or narrower, at any distance."""

    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def relations(registered: Collection[TopicEntry]) -> dict[str, Relations]:
    """The relations of each registered topic; the broader ones of each are registered too."""
    broader = {entry.id: entry.broader for entry in registered}
    narrower: dict[str, list[str]] = {}
    for id, above in broader.items():
        for one in above:
            narrower.setdefault(one, []).append(id)
    related: dict[str, set[str]] = {}
    for entry in registered:
        higher = _above(entry.id, broader) if entry.related else ()
        for other in entry.related:
            if other in broader and other not in higher and entry.id not in _above(other, broader):
                related.setdefault(entry.id, set()).add(other)
                related.setdefault(other, set()).add(entry.id)
    return {
        id: Relations(above, tuple(sorted(narrower.get(id, ()))), tuple(sorted(related.get(id, ()))))
        for id, above in broader.items()
    }


def _above(topic: str, broader: Mapping[str, Sequence[str]]) -> set[str]:
    """A topic with all that are broader, at any distance."""
    found: set[str] = set()
    ahead = [topic]
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            ahead += broader[here]
    return found
