"""The archive's registries, `people.yaml`, `topics.yaml` and `series.yaml`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from generator.config.schema import DATE, FLAG, ID, TEXT, URL, Check, Shape, entries, keys, normal, one_or_many
from generator.config.source import Source
from generator.config.yaml import List, Map, Node, Text, parse
from generator.errors import Problem, nearest
from generator.model import PersonEntry, Role, SeriesEntry, TopicEntry, Value

Entry = TypeVar("Entry", bound=Value)


class Registries(Value):
    """All that is registered."""

    people: tuple[PersonEntry, ...] = ()
    topics: tuple[TopicEntry, ...] = ()
    series: tuple[SeriesEntry, ...] = ()


_ROLE_KEYS: Shape[dict[str, Any]] = keys(
    {
        "name": TEXT.about("The office or job."),
        "role": TEXT.about("The same as name."),
        "from": DATE.about("Since when."),
        "until": DATE.about("Up to and including when."),
        "affiliation": TEXT.about("For which body."),
    },
    {"to": "until", "start": "from", "end": "until", "since": "from"},
)


def _role(node: Node, check: Check) -> Role | None:
    if isinstance(node, Text) and not node.empty:
        return Role(node.value)
    values = _ROLE_KEYS.read(node, check) or {}
    name = values.get("name") or values.get("role")
    if not name:
        check.report("missing-key", node, key="name", line="name: …")
        return None
    return Role(name, values.get("from"), values.get("until"), values.get("affiliation"))


ROLE = Shape(_role, {"anyOf": [{"type": "string"}, _ROLE_KEYS.schema]})

_ALIASES = one_or_many(TEXT).about("Earlier ids, whose addresses lead here.")
PERSON = keys(
    {
        "name": TEXT.about("The name as it is to be shown."),
        "also": one_or_many(TEXT).about("Other names and labels."),
        "roles": one_or_many(ROLE).about("Offices and jobs, with from and until."),
        "affiliation": TEXT.about("The body they belong to."),
        "description": TEXT.about("A sentence on who they are."),
        "links": one_or_many(URL).about("Addresses elsewhere."),
        "listed": FLAG.about("false: no page of their own."),
        "aliases": _ALIASES,
    },
    {"role": "roles", "labels": "also", "label": "also", "bio": "description", "organisation": "affiliation"},
    ("name",),
)
TOPIC = keys(
    {
        "name": TEXT.about("The preferred name."),
        "also": one_or_many(TEXT).about("Other names, which the index lists with “see”."),
        "terms": one_or_many(TEXT).about(
            "Words and phrases, in any form, that put a passage under this topic by themselves; in “…” only as written."
        ),
        "unless": one_or_many(TEXT).about("Phrases that contain a term but mean something else."),
        "broader": one_or_many(TEXT).about("Wider topics."),
        "narrower": one_or_many(TEXT).about("Topics that this one contains; the same as broader there."),
        "related": one_or_many(TEXT).about("Topics to see also."),
        "description": TEXT.about("What belongs here."),
        "aliases": _ALIASES,
    },
    {
        "synonyms": "also",
        "altlabel": "also",
        "keywords": "terms",
        "hiddenlabel": "terms",
        "not": "unless",
        "except": "unless",
        "exclude": "unless",
        "parent": "broader",
        "children": "narrower",
        "see-also": "related",
        "scopenote": "description",
        "title": "name",
        "preflabel": "name",
    },
    ("name",),
)
SERIES = keys(
    {"name": TEXT.about("The name."), "description": TEXT.about("What it is."), "aliases": _ALIASES},
    {"title": "name"},
    ("name",),
)
PEOPLE_FILE = entries(PERSON, ID)
TOPICS_FILE = entries(TOPIC, ID)
SERIES_FILE = entries(SERIES, ID)


def people(text: str, path: str) -> tuple[tuple[PersonEntry, ...], tuple[Problem, ...]]:
    """The people of `people.yaml`, and what is wrong there."""
    return _registry(Source(text, path), PEOPLE_FILE, PersonEntry)


def series(text: str, path: str) -> tuple[tuple[SeriesEntry, ...], tuple[Problem, ...]]:
    """The series of `series.yaml`, and what is wrong there."""
    return _registry(Source(text, path), SERIES_FILE, SeriesEntry)


def topics(text: str, path: str) -> tuple[tuple[TopicEntry, ...], tuple[Problem, ...]]:
    """The topics of `topics.yaml`, each with all its broader ones, and what is wrong there: also relations to nowhere,
    to itself and in a circle."""
    source = Source(text, path)
    entries, problems, node = _entries(source, TOPICS_FILE)
    check = Check(source)
    known = dict(entries)
    broader: dict[str, dict[str, None]] = {id: {} for id in known}
    above: list[tuple[str, str, Text]] = []  # a topic, a broader one, and where that is said
    for here, relation, target in _relations(node):
        if target.value not in known:
            meant = nearest(target.value, known)
            hint = f"Did you mean {meant}?" if meant else "Give the id of a topic in this file."
            check.report("unknown-related-topic", target, id=target.value, hint=hint)
        elif relation == "related" and target.value == here:
            check.report("related-to-itself", target, id=here)
        elif relation != "related" and here in known:
            lower, upper = (here, target.value) if relation == "broader" else (target.value, here)
            broader[lower][upper] = None
            above.append((lower, upper, target))
    doubtful = _without_top(broader)
    for lower, upper, target in above:
        if upper in doubtful and _leads_to(upper, lower, broader):
            check.report("topic-circle", target, id=lower, broader=upper)
    return tuple(_topic(id, values, tuple(broader[id])) for id, values in entries), (*problems, *check.problems)


def _topic(id: str, values: dict[str, Any], broader: tuple[str, ...]) -> TopicEntry:
    related = tuple(other for other in values.get("related") or () if other != id)
    told = {key: value for key, value in values.items() if key != "narrower"}
    return TopicEntry(**{"id": id, "name": id, **told, "broader": broader, "related": related})


def _relations(node: Node | None) -> Iterable[tuple[str, str, Text]]:
    """Each relation of a topic: the topic, which relation, and the id it names."""
    for key, value in node.entries if isinstance(node, Map) else ():
        for name, to in value.entries if isinstance(value, Map) else ():
            if normal(name.value) in ("broader", "narrower", "related"):
                items = to.items if isinstance(to, List) else (to,)
                yield from (
                    (key.value, normal(name.value), item) for item in items if isinstance(item, Text) and not item.empty
                )


def _without_top(broader: Mapping[str, Collection[str]]) -> set[str]:
    """The topics above which there is a circle: what is left when, from the top down, all others are taken away."""
    below: dict[str, list[str]] = {}
    left = {}
    for topic, above in broader.items():
        left[topic] = len(above)
        for id in above:
            below.setdefault(id, []).append(topic)
    tops = [id for id, number in left.items() if not number]
    while tops:
        for id in below.get(tops.pop(), ()):
            left[id] -= 1
            if not left[id]:
                tops.append(id)
    return {id for id, number in left.items() if number}


def _leads_to(start: str, end: str, broader: Mapping[str, Collection[str]]) -> bool:
    """Whether going up from `start` one arrives at `end`."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        here = ahead.pop()
        if here == end:
            return True
        if here not in seen:
            seen.add(here)
            ahead += broader[here]
    return False


_Entries = tuple[tuple[str, dict[str, Any]], ...]


def _registry(
    source: Source, shape: Shape[_Entries], make: Callable[..., Entry]
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    entries, problems, _ = _entries(source, shape)
    return tuple(make(id=id, **{"name": id, **values}) for id, values in entries), problems


def _entries(source: Source, shape: Shape[_Entries]) -> tuple[_Entries, tuple[Problem, ...], Node | None]:
    """The entries of a registry by id, what is wrong with them, and the file as it was parsed."""
    node, problems = parse(source)
    if node is None:
        return (), problems, None
    check = Check(source)
    return shape.read(node, check) or (), (*problems, *check.problems), node
