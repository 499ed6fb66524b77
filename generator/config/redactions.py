"""The file of protected words, by default `redactions.yaml`: names and passages that must not be published.

Whatever is wrong there is told without a word of it: what stands in this file is in no message.
"""

from typing import Any

from generator.config.schema import TEXT, Check, Shape, keys, many, one_or_many
from generator.config.source import Source
from generator.config.yaml import Node, Text, parse
from generator.errors import Place, Problem, problem
from generator.model import Protected

_KEYS: Shape[dict[str, Any]] = keys(
    {
        "protect": TEXT.about("A name or a passage that must not be published."),
        "also": one_or_many(TEXT).about("Other names and spellings; parts of the name that stand alone."),
        "as": TEXT.about("What is published instead; without it, a mark."),
    },
    {"name": "protect", "passage": "protect", "words": "protect", "text": "protect", "pseudonym": "as"},
    ("protect",),
)


def _protected(node: Node, check: Check) -> Protected | None:
    if isinstance(node, Text) and not node.empty:
        return _usable(Protected(node.value), node, check)
    values = _KEYS.read(node, check) or {}
    words = values.get("protect")
    return _usable(Protected(words, values.get("also", ()), values.get("as")), node, check) if words else None


def _usable(found: Protected, node: Node, check: Check) -> Protected:
    """A single letter stands everywhere."""
    for words in (found.words, *found.also):
        if sum(map(str.isalnum, words)) < 2:
            check.report("wrong-value", node, value="", expected="two letters or more")
    return found


REDACTIONS_FILE = many(Shape(_protected, {"anyOf": [{"type": "string"}, _KEYS.schema]}), "a list")


def redactions(text: str, path: str) -> tuple[tuple[Protected, ...], tuple[Problem, ...]]:
    """The protected words of a file, and what is wrong there."""
    source = Source(text, path)
    node, problems = parse(source)
    if node is None:
        return (), tuple(map(_untold, problems))
    check = Check(source)
    found = REDACTIONS_FILE.read(node, check) or ()
    return found, tuple(_untold(wrong) for wrong in (*problems, *check.problems))


def _untold(wrong: Problem) -> Problem:
    """The same problem, without any of the words it is about."""
    place = wrong.place or Place("")
    return problem("redactions-unclear", Place(place.path, place.line, place.column), name=wrong.code)
