"""YAML as text with positions: every scalar stays as it is written, and every value knows its line and column.

`no`, `1:12:30` and `0012` mean themselves. Anchors, aliases, tags, duplicate keys and further documents are problems,
because nobody who writes front matter means them.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from generator.errors import Place, Problem, problem

_DEPTH = 20


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


class Source:
    """A YAML text with the file it stands in; `first_line` is the line of the file where it begins."""

    def __init__(self, text: str, path: str, first_line: int = 1) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.text = text
        self.first_line = first_line

    def place(self, line: int, column: int, length: int = 1) -> Place:
        """The place of a position in the file."""
        excerpt = "".join(self.lines[line - self.first_line : line - self.first_line + 1])
        return Place(self.path, line, column, excerpt[:2000], length)

    def of(self, node: Node) -> Place:
        """The place of a node."""
        return self.place(node.line, node.column, node.length)


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
        # C1 controls and the like are legal in our files, but the parser would refuse them.
        text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]", "\ufffd", source.text)
        events = yaml.parse(text, Loader=loader)
        return _document(iter(events), source, problems), tuple(problems)
    except yaml.MarkedYAMLError as error:
        return None, (*problems, _broken(error, source))
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
        raise _RefusedError(problem("yaml-sign", source.place(line, column), sign=sign))
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
            raise _RefusedError(problem("yaml-key", source.of(key)))
        if key.value in entries:
            first = entries[key.value][0].line
            problems.append(problem("duplicate-key", source.of(key), key=key.value, first=first))
        else:
            entries[key.value] = (key, value)
    return Map(tuple(entries.values()), line, column)


def _at(event: Any, source: Source) -> tuple[int, int]:
    return event.start_mark.line + source.first_line, event.start_mark.column + 1


def _length(event: Any) -> int:
    same_line = event.start_mark.line == event.end_mark.line
    return int(event.end_mark.column - event.start_mark.column) if same_line else 1


def _broken(error: Any, source: Source) -> Problem:
    """What the parser stumbled over, in plain words."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    text = "".join(source.lines[line : line + 1])
    key, colon, rest = text.partition(": ")
    if "mapping values are not allowed" in str(error.problem) and colon and ": " in rest:
        better = f'{key}: "{rest.strip().replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"'
        place = source.place(line + source.first_line, column + 1)
        return problem("unquoted-colon", place, better=better)
    place = source.place(line + source.first_line, column + 1)
    if "\t" in text[: column + 1] and ("cannot start any token" in str(error.problem) or text.startswith("\t")):
        return problem("yaml-tab", place)
    return problem("bad-yaml", place, reason=_plain(str(error.problem or error)))


_PLAIN = (
    ("found unexpected end of stream", "something opened here is not closed, such as a quotation mark or a bracket"),
    ("did not find expected ',' or", "a bracket is not closed, or a comma is missing"),
    ("did not find expected node content", "a value is missing or a bracket is not closed"),
    ("did not find expected key", "this line stands further in or out than the lines around it"),
    ("could not find expected ':'", "there is no colon after a key"),
    ("cannot start any token", "this sign cannot begin a value; put the value into quotation marks"),
)


def _plain(reason: str) -> str:
    return next((plain for technical, plain in _PLAIN if technical in reason), reason)
