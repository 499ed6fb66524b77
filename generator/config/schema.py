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
from generator.config.yaml import List, Map, Node, Source, Text
from generator.errors import Problem, nearest, problem

T = TypeVar("T")

_DATE = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])([T ]\d{1,2}:\d{2}(:\d{2})?(\.\d{1,6})? ?(Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}")
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Check:
    """One reading of one file: where it is, and what was found wrong."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def report(self, code: str, node: Node, **facts: object) -> None:
        """Note a problem at the node."""
        self.problems.append(problem(code, self.source.of(node), **facts))


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


def _scalar(expected: str, convert: Callable[[str], T | None], schema: dict[str, Any], code: str = "") -> Shape[T]:
    def read(node: Node, check: Check) -> T | None:
        if isinstance(node, Text):
            if node.empty:
                return None
            value = convert(node.value)
            if value is None:
                check.report(code or "wrong-value", node, value=node.value[:80], expected=expected)
            return value
        check.report("wrong-type", node, found=_called(node), expected=expected)
        return None

    return Shape(read, schema)


def _called(node: Node) -> str:
    return "a list" if isinstance(node, List) else "a group of keys" if isinstance(node, Map) else "text"


def _real_date(text: str) -> str | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        if len(text) > 10:
            datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "").replace("Z", "+00:00"))
        else:
            date.fromisoformat((text + "-01-01")[:10] if len(text) < 10 else text)
    except ValueError:
        return None
    return text


TEXT: Shape[str] = _scalar("text", lambda text: text, {"type": ["string", "number", "boolean"]})
FLAG: Shape[bool] = _scalar("true or false", lambda text: _FLAGS.get(text.casefold()), {"type": "boolean"})
DATE: Shape[str] = _scalar(
    "a date such as 2031, 2031-05, 2031-05-06 or 2031-05-06T10:02+01:00",
    _real_date,
    {"type": ["string", "integer"], "pattern": r"^\d{4}"},
    "bad-date",
)
LANGUAGE: Shape[str] = _scalar(
    "a language tag such as en, de or pt-BR",
    lambda text: text if _LANGUAGE.fullmatch(text) else None,
    {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"},
)
COLOUR: Shape[str] = _scalar(
    "a colour such as #1b5e7a",
    lambda text: text if re.fullmatch(r"#[0-9a-fA-F]{6}", text) else None,
    {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
)
URL: Shape[str] = _scalar("a web address or a path", routes.safe_url, {"type": "string"}, "unsafe-url")
BASE_URL: Shape[str] = _scalar(
    "a full address such as https://example.org/archive/",
    lambda text: (
        text.split("#")[0].rstrip("/") + "/" if re.match("https?://[^/]", routes.safe_url(text) or "") else None
    ),
    {"type": "string", "pattern": "^https?://"},
)


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
            check.report("wrong-type", node, found=_called(node), expected=expected)
            return ()
        values = (shape.read(item, check) for item in node.items)
        return tuple(value for value in values if value is not None)

    return Shape(read, {"type": "array", "items": shape.schema})


def keys(
    shapes: Mapping[str, Shape[Any]], hints: Mapping[str, str] | None = None, needed: tuple[str, ...] = ()
) -> Shape[dict[str, Any]]:
    """A group of known keys, written with `-` or `_`; values by normal key. `hints`: other words for a key → it."""
    known = {normal(key): (key, shape) for key, shape in shapes.items()}
    elsewhere = {normal(word): key for word, key in (hints or {}).items()}

    def read(node: Node, check: Check) -> dict[str, Any] | None:
        if isinstance(node, Text) and node.empty:
            return {}
        if not isinstance(node, Map):
            check.report("wrong-type", node, found=_called(node), expected="a group of keys")
            return None
        values: dict[str, Any] = {}
        for key, value in node.entries:
            name = normal(key.value)
            if name not in known:
                meant = elsewhere.get(name) or nearest(key.value, shapes)
                hint = f"Did you mean “{meant}”?" if meant else f"Known keys: {', '.join(shapes)}."
                check.report("unknown-key", key, key=key.value, hint=hint)
            elif name in values:
                check.report("duplicate-key", key, key=key.value, first="above")
            elif (read_value := known[name][1].read(value, check)) is not None:
                values[name] = read_value
        for key_name in needed:
            if key_name not in values and normal(key_name) not in {normal(k.value) for k, _ in node.entries}:
                check.report("missing-key", node, key=key_name)
        return values

    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: shape.schema for name, shape in shapes.items()},
        "additionalProperties": False,
    }
    return Shape(read, {**schema, "required": list(needed)} if needed else schema)


def entries(shape: Shape[T], key: Shape[str] = TEXT) -> Shape[tuple[tuple[str, T], ...]]:
    """A free group: any key, each with a value of one shape."""

    def read(node: Node, check: Check) -> tuple[tuple[str, T], ...]:
        if isinstance(node, Text) and node.empty:
            return ()
        if not isinstance(node, Map):
            check.report("wrong-type", node, found=_called(node), expected="a group of keys")
            return ()
        pairs = ((key.read(name, check), shape.read(value, check)) for name, value in node.entries)
        return tuple((name, value) for name, value in pairs if name is not None and value is not None)

    return Shape(read, {"type": "object", "additionalProperties": shape.schema})


ID: Shape[str] = _scalar(
    "an id: small letters, digits and hyphens, such as ines-okafor",
    lambda text: text if text == routes.slugify(text) else None,
    {"type": "string"},
    "bad-id",
)
