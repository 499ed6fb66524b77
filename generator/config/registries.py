"""The archive's registries, `people.yaml`, `topics.yaml` and `series.yaml`."""

from collections.abc import Callable, Iterable, Mapping
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
        "terms": one_or_many(TEXT).about("Words and phrases that put a passage under this topic by themselves."),
        "broader": one_or_many(TEXT).about("Wider topics."),
        "related": one_or_many(TEXT).about("Topics to see also."),
        "description": TEXT.about("What belongs here."),
        "aliases": _ALIASES,
    },
    {"synonyms": "also", "keywords": "terms", "parent": "broader", "see-also": "related", "title": "name"},
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
    return _registry(Source(text, path), PEOPLE_FILE, PersonEntry)[:2]


def series(text: str, path: str) -> tuple[tuple[SeriesEntry, ...], tuple[Problem, ...]]:
    """The series of `series.yaml`, and what is wrong there."""
    return _registry(Source(text, path), SERIES_FILE, SeriesEntry)[:2]


def topics(text: str, path: str) -> tuple[tuple[TopicEntry, ...], tuple[Problem, ...]]:
    """The topics of `topics.yaml`, and what is wrong there: also relations to nowhere and in a circle."""
    source = Source(text, path)
    found, problems, node = _registry(source, TOPICS_FILE, TopicEntry)
    by_id = {topic.id: topic for topic in found}
    doubtful = _without_top(by_id)
    check = Check(source)
    for key, value in node.entries if isinstance(node, Map) else ():
        for relation, target in _relations(value):
            if target.value not in by_id:
                meant = nearest(target.value, by_id)
                hint = f"Did you mean {meant}?" if meant else "Give the id of a topic in this file."
                check.report("unknown-related-topic", target, id=target.value, hint=hint)
            elif relation == "broader" and target.value in doubtful and _leads_to(target.value, key.value, by_id):
                check.report("topic-circle", target, id=key.value, broader=target.value)
    return found, (*problems, *check.problems)


def _relations(node: Node) -> Iterable[tuple[str, Text]]:
    for key, value in node.entries if isinstance(node, Map) else ():
        if normal(key.value) in ("broader", "related"):
            items = value.items if isinstance(value, List) else (value,)
            yield from ((normal(key.value), item) for item in items if isinstance(item, Text) and not item.empty)


def _without_top(by_id: Mapping[str, TopicEntry]) -> set[str]:
    """The topics above which there is a circle: what is left when, from the top down, all others are taken away."""
    below: dict[str, list[str]] = {}
    left = {}
    for topic in by_id.values():
        broader = [id for id in dict.fromkeys(topic.broader) if id in by_id]
        left[topic.id] = len(broader)
        for id in broader:
            below.setdefault(id, []).append(topic.id)
    tops = [id for id, number in left.items() if not number]
    while tops:
        for id in below.get(tops.pop(), ()):
            left[id] -= 1
            if not left[id]:
                tops.append(id)
    return {id for id, number in left.items() if number}


def _leads_to(start: str, end: str, by_id: Mapping[str, TopicEntry]) -> bool:
    """Whether going up from `start` one arrives at `end`."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        here = ahead.pop()
        if here == end:
            return True
        if here not in seen and here in by_id:
            seen.add(here)
            ahead += by_id[here].broader
    return False


def _registry(
    source: Source, shape: Shape[tuple[tuple[str, dict[str, Any]], ...]], make: Callable[..., Entry]
) -> tuple[tuple[Entry, ...], tuple[Problem, ...], Node | None]:
    node, problems = parse(source)
    if node is None:
        return (), problems, None
    check = Check(source)
    entries = shape.read(node, check) or ()
    made = tuple(make(id=id, **{"name": id, **values}) for id, values in entries)
    return made, (*problems, *check.problems), node
