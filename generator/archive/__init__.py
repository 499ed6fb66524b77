"""The archive: the only place that sees all transcripts, and sees of each only a small entry."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from generator import routes
from generator.archive.adopting import Lost
from generator.archive.exchanges import elsewhere
from generator.archive.following import spoken_words
from generator.archive.lexicon import Lexicon, hits, lexicon
from generator.archive.links import Links, Targets, anchor_names, quotation
from generator.archive.mentions import Names
from generator.archive.outline import outline
from generator.archive.people import nearest_names
from generator.archive.resolving import Published, Resolved, Resolver
from generator.archive.topics import Relations, relations, unknown
from generator.config import Registries
from generator.errors import Place, Problem, in_order, nearest, problem
from generator.model import (
    Appearance,
    Archive,
    Asked,
    Entry,
    Extract,
    Neighbourhood,
    Organisation,
    Person,
    PersonEntry,
    Quotation,
    Series,
    SeriesEntry,
    Topic,
    TopicEntry,
    Treatment,
)
from generator.names import fold

__all__ = [
    "Lexicon",
    "Lost",
    "Names",
    "Published",
    "Resolved",
    "Resolver",
    "anchor_names",
    "elsewhere",
    "hits",
    "lexicon",
    "link",
    "outline",
    "quotation",
    "spoken_words",
]

_GUESSES = 100  # new people who are compared with the known ones: after a first import there are thousands


def link(
    entries: Iterable[Entry],
    registries: Registries,
    anchors: Callable[[Entry], Mapping[str, str]],
    quoted: Callable[[Entry, str, str], Quotation],
) -> Archive:
    """The archive of all transcripts. The order of `entries` does not matter.

    `anchors` gives those of one transcript, `quoted` where words stand in it, behind an anchor or "".
    """
    ordered, problems = _each_once(entries)
    by_id = {entry.id: entry for entry in ordered}
    people, topics = _people_names(ordered), _topic_names(ordered, registries.topics)
    everybody = {**people, **{person.id: person.name for person in registries.people}}
    bodies = _organisation_names(ordered)
    former = _former_ids(ordered)
    named_before = {alias: entry.id for entry in ordered for alias in entry.meta.aliases}
    targets = Targets(by_id, anchors, quoted, {**named_before, **former})
    earlier = {f"person:{person.id}": person.aliases for person in registries.people}
    earlier |= {f"topic:{topic.id}": topic.aliases for topic in registries.topics}
    for kind, names, url in (
        ("person", everybody, routes.person),
        ("topic", topics, routes.topic),
        ("organisation", bodies, routes.organisation),
    ):
        for id, name in names.items():
            targets.add(f"{kind}:{id}", url(id), name, earlier.get(f"{kind}:{id}", ()))
    links = Links(targets)
    references = {entry.id: links.resolve(entry) for entry in ordered if entry.citations}
    problems += [*links.problems, *unknown(ordered, registries.topics)]
    problems += [found for entry in ordered for found in _variants(entry, by_id)]
    return Archive(
        entries=tuple(ordered),
        people=tuple(_people(ordered, registries.people, people, links)),
        topics=tuple(_topics(ordered, registries.topics, topics, links)),
        organisations=tuple(_organisations(ordered, bodies, links)),
        series=tuple(_series(ordered, registries.series)),
        neighbourhoods=tuple(
            (entry.id, Neighbourhood(references.get(entry.id, ()), back))
            for entry in ordered
            if (back := links.to_transcript(entry.id)) or entry.id in references
        ),
        new_people=_new_people(people, registries.people),
        former=tuple(sorted(former.items())),
        problems=in_order(problems),
    )


def _each_once(entries: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """Newest first; two sources of one id are a problem, and the first by path is kept."""
    kept: dict[str, Entry] = {}
    problems = []
    for one in sorted(entries, key=lambda one: one.path):
        other = kept.setdefault(one.id.casefold(), one)
        if other is not one:
            problems.append(problem("duplicate-id", Place(one.path), id=one.id, other=other.path))
    by_id = sorted(kept.values(), key=lambda one: one.id)
    return sorted(by_id, key=lambda one: one.meta.date or "", reverse=True), problems


def _former_ids(entries: Iterable[Entry]) -> dict[str, str]:
    """Earlier ids of transcripts → their ids; of two with the words of one, that which has more of them."""
    claims: dict[str, tuple[float, str]] = {}
    taken = {entry.id for entry in entries}
    for entry in sorted(entries, key=lambda entry: entry.path):
        for id, share in entry.was:
            if id not in taken and share > claims.get(id, (0.0, ""))[0]:
                claims[id] = share, entry.id
    return {id: now for id, (_, now) in claims.items()}


def _people_names(entries: Iterable[Entry]) -> dict[str, str]:
    """The people who take part, by id, with their names."""
    names: dict[str, str] = {}
    for entry in entries:
        for there in entry.appearances:
            if there.speaker.person:
                names.setdefault(there.speaker.id, there.speaker.name)
    return names


def _topic_names(entries: Iterable[Entry], registered: Iterable[TopicEntry]) -> dict[str, str]:
    names = {topic.id: topic.name for topic in registered}
    for entry in entries:
        for id, name in entry.topic_names:
            names.setdefault(id, name)
    return names


def _people(
    entries: Sequence[Entry], registered: Iterable[PersonEntry], names: Mapping[str, str], links: Links
) -> Iterable[Person]:
    appearances: dict[str, list[tuple[str, Appearance]]] = {}
    mentions: dict[str, list[tuple[str, Extract]]] = {}
    for entry in entries:
        for there in entry.appearances:
            if there.speaker.person:
                appearances.setdefault(there.speaker.id, []).append((entry.id, there))
        for thing, extract in entry.mentions:
            mentions.setdefault(thing, []).append((entry.id, extract))
    known = {person.id: person for person in registered}
    everybody = {**names, **{person.id: person.name for person in known.values()}}
    for id, name in sorted(everybody.items(), key=lambda pair: (fold(pair[1]), pair[0])):
        yield Person(
            id=id,
            name=name,
            entry=known.get(id),
            appearances=tuple(appearances.get(id, ())),
            mentions=tuple(mentions.get(f"person:{id}", ())),
            backlinks=links.to(f"person:{id}"),
        )


def _topics(
    entries: Sequence[Entry], registered: Iterable[TopicEntry], names: Mapping[str, str], links: Links
) -> Iterable[Topic]:
    known = {topic.id: topic for topic in registered}
    about: dict[str, list[str]] = {}
    treated: dict[str, list[tuple[str, Treatment]]] = {}
    for entry in entries:
        for id in entry.topics:
            about.setdefault(id, []).append(entry.id)
        for treatment in entry.treatments:
            treated.setdefault(treatment.topic, []).append((entry.id, treatment))
    around = relations(known.values())
    for id, name in sorted(names.items(), key=lambda pair: (fold(pair[1]), pair[0])):
        near = around.get(id, Relations())
        yield Topic(
            id=id,
            name=name,
            entry=known.get(id),
            broader=near.broader,
            narrower=near.narrower,
            related=near.related,
            transcripts=tuple(about.get(id, ())),
            treatments=tuple(treated.get(id, ())),
            backlinks=links.to(f"topic:{id}"),
        )


def _organisation_names(entries: Iterable[Entry]) -> dict[str, str]:
    """The organisations for which somebody speaks, by id, with their names."""
    names: dict[str, str] = {}
    for entry in entries:
        for there in entry.appearances:
            if there.speaker.affiliation:
                names.setdefault(routes.slugify(there.speaker.affiliation), there.speaker.affiliation)
    return names


def _organisations(entries: Iterable[Entry], names: Mapping[str, str], links: Links) -> Iterable[Organisation]:
    people: dict[str, dict[str, None]] = {}
    appearances: dict[str, list[tuple[str, str]]] = {}
    questions: dict[str, list[tuple[str, Asked]]] = {}
    mentions: dict[str, list[tuple[str, Extract]]] = {}
    for entry in entries:
        for there in entry.appearances:
            speaker = there.speaker
            if speaker.affiliation:
                id = routes.slugify(speaker.affiliation)
                appearances.setdefault(id, []).append((entry.id, speaker.id))
                if speaker.person:
                    people.setdefault(id, {})[speaker.id] = None
        for asked in entry.questions:
            questions.setdefault(asked.organisation, []).append((entry.id, asked))
        for thing, extract in entry.mentions:
            mentions.setdefault(thing, []).append((entry.id, extract))
    for id, name in sorted(names.items(), key=lambda pair: (fold(pair[1]), pair[0])):
        yield Organisation(
            id=id,
            name=name,
            appearances=tuple(appearances[id]),
            people=tuple(people.get(id, ())),
            questions=tuple(questions.get(id, ())),
            mentions=tuple(mentions.get(f"organisation:{id}", ())),
            backlinks=links.to(f"organisation:{id}"),
        )


def _series(entries: Sequence[Entry], registered: Iterable[SeriesEntry]) -> Iterable[Series]:
    """All series, by name, with their transcripts, oldest first."""
    known = {series.id: series for series in registered}
    names = {series.id: series.name for series in known.values()}
    members: dict[str, list[str]] = {}
    for entry in reversed(entries):
        if entry.series:
            members.setdefault(entry.series, []).append(entry.id)
    for entry in entries:
        if entry.series:
            names.setdefault(entry.series, entry.meta.series or entry.series)
    for id, name in sorted(names.items(), key=lambda pair: (fold(pair[1]), pair[0])):
        description, aliases = (known[id].description, known[id].aliases) if id in known else (None, ())
        yield Series(id, name, description, tuple(members.get(id, ())), aliases)


def _new_people(names: Mapping[str, str], registered: Sequence[PersonEntry]) -> tuple[tuple[str, str | None], ...]:
    known = {person.id for person in registered}
    new = sorted((name for id, name in names.items() if id not in known), key=fold)
    near = nearest_names(new[:_GUESSES], [person.name for person in registered])
    return tuple((name, near.get(name)) for name in new)


def _variants(entry: Entry, entries: Mapping[str, Entry]) -> Iterable[Problem]:
    id = entry.meta.variant_of
    if id and id not in entries:
        meant = nearest(id, entries)
        hint = f"Did you mean {meant}?" if meant else "Give the name of the other transcript's file without its ending."
        yield problem("unknown-variant", Place(entry.path), id=id, hint=hint)
