"""Shapes: what a value in a settings file, front matter or registry may be; each both checks and documents itself.

A `Shape` reads a node into a plain value and reports what does not fit; its `schema` is the JSON Schema
(draft 2020-12, https://json-schema.org/draft/2020-12) of the same, which editors use.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import msgspec

from generator import routes
from generator.config.source import Source
from generator.config.yaml import List, Map, Node, Text
from generator.errors import Problem, nearest, problem
from generator.markup.inline import milliseconds

T = TypeVar("T")

# Not compiled before they are needed, for few commands need them.
_DATE = r"\d{4}(-\d\d){0,2}"
_TIME = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?( ?(Z|[+-]\d\d:?\d\d))?"
_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}"
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Check:
    """One reading of one file: where it is, and what was found wrong."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.toml = source.path.endswith(".toml")
        self.problems: list[Problem] = []

    def report(self, code: str, node: Node, **facts: object) -> None:
        """Note a problem at the node."""
        self.problems.append(problem(code, self.source.place(node.line, node.column, node.length), **facts))


class Shape(msgspec.Struct, Generic[T], frozen=True):
    """What a value may be. `read` gives None where the node does not fit, having said so, or is empty."""

    read: Callable[[Node, Check], T | None]
    schema: dict[str, Any]

    def about(self, description: str) -> "Shape[T]":
        """The same shape, with words for editors."""
        return Shape(self.read, {**self.schema, "description": description})


def normal(key: str) -> str:
    """`base-url`, `base_url` and `Base-URL` are one key."""
    return key.strip().replace("-", "_").casefold()


def scalar(expected: str, convert: Callable[[str], T | None], schema: dict[str, Any], code: str = "") -> Shape[T]:
    """A single value; `convert` gives None for what it cannot be, `expected` says what it can."""

    def read(node: Node, check: Check) -> T | None:
        if isinstance(node, Text):
            if node.empty:
                return None
            value = convert(node.value)
            if value is None:
                check.report(code or "wrong-value", node, value=node.value[:80], expected=expected)
            return value
        _misfit(node, check, expected, "value")
        return None

    return Shape(read, schema)


def _misfit(node: Node, check: Check, expected: str, wanted: str) -> None:
    """Report a node of the wrong type; `wanted` is "value", "list" or "keys"."""
    found = "a list" if isinstance(node, List) else "a group of keys" if isinstance(node, Map) else "text"
    check.report("wrong-type", node, found=found, expected=expected, hint=_HINTS[wanted][check.toml])


# For YAML and for TOML.
_HINTS = {
    "value": (
        "Write one value behind the key; if it begins with a bracket, put it into quotation marks.",
        'Write it as `key = "value"`.',
    ),
    "list": (
        "Write each entry on a line of its own that begins with “- ”.",
        "Write it in square brackets, as in `key = [ … ]`.",
    ),
    "keys": (
        "Write lines such as `key: value`, with a blank after the colon.",
        "Write a line `[key]`, and below it lines such as `name = value`.",
    ),
}


def _real_date(text: str) -> str | None:
    try:
        if re.fullmatch(_DATE, text, re.ASCII):
            date.fromisoformat((text + "-01-01")[:10])
        elif re.fullmatch(_TIME, text, re.ASCII):
            datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", ""))
        else:
            return None
    except ValueError:  # no such day or hour
        return None
    return text


def _milliseconds(text: str) -> int | None:
    found = re.fullmatch(r"(-?)(?:(\d{1,3}):)?(\d{1,2}):([0-5]\d)(?:\.(\d{1,3}))?", text, re.ASCII)
    if not found:
        return None
    sign, hours, minutes, seconds, fraction = found.groups()
    time = milliseconds(hours, minutes, seconds, fraction)
    return -time if sign else time


def _source(text: str) -> str | None:
    """An address, or words such as “Town archive, box 4”; nothing that a browser could take for a dangerous address."""
    first_word = text.strip().split(" ")[0]
    harmless = routes.safe_url(first_word) is not None and text.isprintable() and "\\" not in text
    return text if harmless else None


TEXT: Shape[str] = scalar("text", lambda text: text, {"type": ["string", "number", "boolean", "null"]})
FLAG: Shape[bool] = scalar(
    "true or false", lambda text: _FLAGS.get(text.casefold()), {"enum": [True, False, "yes", "no"]}
)
DATE: Shape[str] = scalar(
    "a date such as 2031, 2031-05, 2031-05-06 or 2031-05-06T10:02+01:00",
    _real_date,
    {"type": ["string", "integer", "null"], "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}([T ].*)?$"},
    "bad-date",
)
TIME: Shape[int] = scalar(  # milliseconds
    "a time such as 0:12, 01:02:09 or -0:05",
    _milliseconds,
    {"type": ["string", "integer"], "pattern": "^-?([0-9]{1,3}:)?[0-9]{1,2}:[0-5][0-9]([.][0-9]{1,3})?$"},
)
LANGUAGE: Shape[str] = scalar(
    "a language tag such as en, de or pt-BR",
    lambda text: text if re.fullmatch(_LANGUAGE, text) else None,
    {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"},
)
COLOUR: Shape[str] = scalar(
    "a colour such as #1b5e7a",
    lambda text: text if re.fullmatch(r"#([0-9a-fA-F]{3}){1,2}", text) else None,
    {"type": "string", "pattern": "^#([0-9a-fA-F]{3}){1,2}$"},
)
# As it stands: `edit_url` has its {path} yet.
URL: Shape[str] = scalar(
    "a web address or a path",
    lambda text: text.strip() if routes.safe_url(text) else None,
    {"type": "string"},
    "unsafe-url",
)
SOURCE: Shape[str] = scalar("a web address, a path, or words", _source, {"type": "string"}, "unsafe-url")
BASE_URL: Shape[str] = scalar(
    "a full address such as https://example.org/archive/", routes.base_url, {"type": "string", "pattern": "^https?://"}
)
FOLDER: Shape[str] = scalar(
    "the name of a folder", lambda text: text if text.strip() and text.isprintable() else None, {"type": "string"}
)
VERSION: Shape[str] = scalar(
    "a version such as 0.2",
    lambda text: text if re.fullmatch(r"\d{1,6}(\.\d{1,6}){0,3}", text, re.ASCII) else None,
    {"type": ["string", "number"]},
)


def number(expected: str, low: int, high: int) -> Shape[int]:
    """A whole number from `low` to `high`."""

    def convert(text: str) -> int | None:
        return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) and low <= int(text) <= high else None

    return scalar(expected, convert, {"type": "integer", "minimum": low, "maximum": high})


def word(words: tuple[str, ...]) -> Shape[str]:
    """One of some words."""
    return scalar(
        f"one of {', '.join(words)}",
        lambda text: found if (found := text.strip().casefold()) in words else None,
        {"enum": list(words)},
    )


def _withdrawn(text: str) -> str | None:
    """Words, but not a bare yes: readers are to be told since when, or why."""
    return text if text.strip() and text.casefold() not in _FLAGS else None


WITHDRAWN: Shape[str] = scalar(
    "a date or a reason, such as 2031-05-06 or “at the wish of the family”", _withdrawn, TEXT.schema
)


def _id(node: Node, check: Check) -> str | None:
    text = node.value if isinstance(node, Text) else ""
    if text and text == routes.slugify(text):
        return text
    check.report("bad-id", node, value=text[:80], better=routes.slugify(text))
    return None


ID: Shape[str] = Shape(_id, {"type": "string"})


def one_or_many(shape: Shape[T]) -> Shape[tuple[T, ...]]:
    """A list, or a single value that stands for a list of one."""

    def read(node: Node, check: Check) -> tuple[T, ...]:
        nodes = node.items if isinstance(node, List) else () if isinstance(node, Text) and node.empty else (node,)
        values = (shape.read(item, check) for item in nodes)
        return tuple(value for value in values if value is not None)

    return Shape(read, {"anyOf": [shape.schema, {"type": "array", "items": shape.schema}]})


def many(shape: Shape[T], expected: str) -> Shape[tuple[T, ...]]:
    """A list and nothing else."""

    def read(node: Node, check: Check) -> tuple[T, ...]:
        if isinstance(node, Text) and node.empty:
            return ()
        if not isinstance(node, List):
            _misfit(node, check, expected, "list")
            return ()
        values = (shape.read(item, check) for item in node.items)
        return tuple(value for value in values if value is not None)

    return Shape(read, {"type": "array", "items": shape.schema})


def keys(
    shapes: Mapping[str, Shape[Any]], hints: Mapping[str, str] | None = None, needed: tuple[str, ...] = ()
) -> Shape[dict[str, Any]]:
    """A group of known keys, written with `-` or `_`; values by normal key. `hints`: other words for a key → it."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {way: shape.schema for name, shape in shapes.items() for way in _ways(name)},
        "additionalProperties": False,
    }
    return Shape(_Keys(shapes, hints or {}, needed).read, {**schema, "required": list(needed)} if needed else schema)


class _Keys:
    """Reads a group of known keys."""

    def __init__(self, shapes: Mapping[str, Shape[Any]], hints: Mapping[str, str], needed: tuple[str, ...]) -> None:
        self._known = {normal(key): (key, shape) for key, shape in shapes.items()}
        self._elsewhere = {normal(word): key for word, key in hints.items()}
        self._needed = needed

    def read(self, node: Node, check: Check) -> dict[str, Any] | None:
        if isinstance(node, Text) and node.empty:
            node = Map((), node.line, node.column, node.length)
        if not isinstance(node, Map):
            _misfit(node, check, "a group of keys", "keys")
            return None
        given = self._given(node, check)
        for key in self._needed:
            name, value = given.get(normal(key), (None, None))
            if value is None or (isinstance(value, Text) and value.empty):
                check.report("missing-key", name or node, key=key, line=f"{key} = …" if check.toml else f"{key}: …")
        values = {name: self._known[name][1].read(value, check) for name, (_, value) in given.items()}
        return {name: value for name, value in values.items() if value is not None}

    def _given(self, node: Map, check: Check) -> dict[str, tuple[Text, Node]]:
        """The known keys with their values, by normal key."""
        given: dict[str, tuple[Text, Node]] = {}
        for key, value in node.entries:
            name = normal(key.value)
            if name not in self._known:
                self._unknown(key, check)
            elif name in given:
                check.report("duplicate-key", key, key=key.value, first=given[name][0].line)
            else:
                given[name] = key, value
        return given

    def _unknown(self, key: Text, check: Check) -> None:
        word, known = key.value[:80], [name for name, _ in self._known.values()]
        # Looking for a like word takes time, and nobody needs it a hundred times.
        meant = self._elsewhere.get(normal(word)) or (nearest(word, known) if len(check.problems) < 100 else None)
        hint = f"Did you mean “{meant}”?" if meant else f"Known keys: {', '.join(known)}."
        check.report("unknown-key", key, key=word, hint=hint)


def _ways(key: str) -> dict[str, None]:
    """The ways in which a key may be written, the usual one first."""
    return dict.fromkeys((key, key.replace("-", "_"), key.replace("_", "-")))


def entries(shape: Shape[T], key: Shape[str] = TEXT) -> Shape[tuple[tuple[str, T], ...]]:
    """A free group: any key, each with a value of one shape."""

    def read(node: Node, check: Check) -> tuple[tuple[str, T], ...]:
        if isinstance(node, Text) and node.empty:
            return ()
        if not isinstance(node, Map):
            _misfit(node, check, "a group of keys", "keys")
            return ()
        pairs = ((key.read(name, check), shape.read(value, check)) for name, value in node.entries)
        return tuple((name, value) for name, value in pairs if name is not None and value is not None)

    return Shape(read, {"type": "object", "additionalProperties": shape.schema})
