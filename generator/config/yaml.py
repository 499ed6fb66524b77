"""YAML as text with positions: every scalar stays as it is written, and every value knows its line and column.

`no`, `1:12:30` and `0012` mean themselves. Anchors, aliases, tags, duplicate keys and further documents are problems,
because nobody who writes front matter means them.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from generator.config.broken import explain, wrong_sign
from generator.config.source import Source
from generator.errors import Place, Problem, problem

_DEPTH = 20
_STRANGE = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"


class Text(msgspec.Struct, frozen=True):
    """A scalar as written. `line` and `column` count from 1; `length` is in characters. `empty`: nothing written."""

    value: str
    line: int
    column: int
    length: int = 1
    empty: bool = False


class List(msgspec.Struct, frozen=True):
    """A sequence."""

    items: tuple["Node", ...]
    line: int
    column: int
    length: int = 1


class Map(msgspec.Struct, frozen=True):
    """A mapping, in the order written, each key once."""

    entries: tuple[tuple[Text, "Node"], ...]
    line: int
    column: int
    length: int = 1


Node = Text | List | Map


class _RefusedError(Exception):
    """The text is YAML that has no meaning here."""

    def __init__(self, found: Problem) -> None:
        self.found = found


def parse(source: Source) -> tuple[Node | None, tuple[Problem, ...]]:
    """The value that the text tells; None where it is empty or broken."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    problems: list[Problem] = []
    try:
        # Legal in our files, but the parser would refuse them or end a line there.
        text = re.sub(_STRANGE, "\ufffd", source.text.removeprefix("\ufeff"))
        events = yaml.parse(text, Loader=loader)
        return _document(iter(events), source, problems), tuple(problems)
    except yaml.MarkedYAMLError as error:
        return None, (*problems, explain(error, source))
    except yaml.YAMLError as error:
        return None, (*problems, problem("bad-yaml", Place(source.path, source.first_line), reason=error))
    except _RefusedError as refused:
        return None, (*problems, refused.found)


def _document(events: Iterator[Any], source: Source, problems: list[Problem]) -> Node | None:
    root: Node | None = None
    documents = 0
    for event in events:
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            documents += 1
            if documents > 1:
                line, column = _at(event, source)
                raise _RefusedError(problem("yaml-documents", source.place(line, column)))
        elif kind in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent"):
            root = _node(event, events, source, problems, 0)
    return root


def _node(event: Any, events: Iterator[Any], source: Source, problems: list[Problem], depth: int) -> Node:
    line, column = _at(event, source)
    kind = type(event).__name__
    if kind == "AliasEvent" or event.anchor or (event.tag and event.tag != "!"):
        sign = "*" if kind == "AliasEvent" else "&" if event.anchor else "!"
        raise _RefusedError(wrong_sign(sign, line, column, source))
    if depth > _DEPTH:
        raise _RefusedError(problem("yaml-too-deep", source.place(line, column)))
    if kind == "ScalarEvent":
        empty = event.style in (None, "") and event.value in ("", "~", "null")
        return Text("" if empty else event.value, line, column, max(1, _length(event)), empty)
    parts: list[Node] = []
    for part in events:
        if type(part).__name__ in ("SequenceEndEvent", "MappingEndEvent"):
            break
        parts.append(_node(part, events, source, problems, depth + 1))
    if kind == "SequenceStartEvent":
        return List(tuple(parts), line, column)
    return _map(parts, line, column, source, problems)


def _map(parts: list[Node], line: int, column: int, source: Source, problems: list[Problem]) -> Map:
    entries: dict[str, tuple[Text, Node]] = {}
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if not isinstance(key, Text):
            raise _RefusedError(problem("yaml-key", source.place(key.line, key.column, key.length)))
        if key.value in entries:
            place, first = source.place(key.line, key.column, key.length), entries[key.value][0].line
            problems.append(problem("duplicate-key", place, key=key.value[:80], first=first))
        else:
            entries[key.value] = (key, value)
    return Map(tuple(entries.values()), line, column)


def _at(event: Any, source: Source) -> tuple[int, int]:
    return event.start_mark.line + source.first_line, event.start_mark.column + 1


def _length(event: Any) -> int:
    same_line = event.start_mark.line == event.end_mark.line
    return int(event.end_mark.column - event.start_mark.column) if same_line else 1
