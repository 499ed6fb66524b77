"""TOML with positions: what `tomllib` reads, as nodes that know their lines and columns.

`tomllib` does not say where a value stands, so the keys are looked for in the lines.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

from generator.config.source import Source
from generator.config.yaml import List, Map, Node, Text
from generator.errors import Place, Problem, problem

_WORD = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_HEADER = re.compile(rf"\s*\[\[?\s*({_WORD}(?:\s*\.\s*{_WORD})*)\s*\]")
_KEY = re.compile(rf"\s*({_WORD}(?:\s*\.\s*{_WORD})*)\s*=\s*")
_INSIDE = re.compile(rf"[{{,]\s*({_WORD})\s*=\s*")  # in an inline table

_At = tuple[int, int, int]  # line, column of the key, column of the value


def parse(source: Source) -> tuple[Map | None, tuple[Problem, ...]]:
    """The table that the text tells; None where it is broken."""
    try:
        data = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return None, (_broken(error, source),)
    except (RecursionError, ValueError) as error:  # nested too deeply; a number of thousands of digits
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
        return None, (problem("bad-toml", Place(source.path), reason=reason),)
    return _Located(source).table(data, (), (1, 1, 1)), ()


def _broken(error: tomllib.TOMLDecodeError, source: Source) -> Problem:
    told = str(error)
    found = re.search(r"\(at line (\d+), column (\d+)\)", told)
    if found:
        line, column = int(found[1]), int(found[2])
    else:  # at the end: the last line with something on it
        line = max((n for n, text in enumerate(source.lines, 1) if text.strip()), default=1)
        column = len(source.line(line)) + 1
    reason = told.partition(" (at ")[0]
    return problem("bad-toml", source.place(line, column), reason=reason[:1].lower() + reason[1:])


class _Located:
    """Gives the values of parsed TOML their places."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._at: dict[tuple[str, ...], list[_At]] = {}
        table: tuple[str, ...] = ()
        path = table
        for number, line in enumerate(source.lines, source.first_line):
            inside_from = 0
            if header := _HEADER.match(line):
                table = path = _parts(header[1])
                self._note(path, number, header, header.start(1))
            elif key := _KEY.match(line):
                path = (*table, *_parts(key[1]))
                self._note(path, number, key, inside_from := key.end())
            # In what is left of the line, or in a further line of a list of inline tables.
            for inside in _INSIDE.finditer(line, inside_from):
                self._note((*path, *_parts(inside[1])), number, inside, inside.end())

    def table(self, values: Mapping[str, object], path: tuple[str, ...], at: _At) -> Map:
        """A table; its keys are looked for from the place `at` onwards."""
        entries = []
        for name, value in values.items():
            here = self._find((*path, name), at) or at
            key = Text(name, here[0], here[1], max(1, len(name)))
            entries.append((key, self._node(value, (*path, name), here)))
        return Map(tuple(entries), at[0], at[1])

    def _node(self, value: object, path: tuple[str, ...], at: _At) -> Node:
        if isinstance(value, Mapping):
            return self.table(value, path, at)
        if isinstance(value, list):
            return List(tuple(self._items(value, path, at)), at[0], at[2])
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return Text(text, at[0], at[2], max(1, len(text.partition("\n")[0])))

    def _items(self, values: list[Any], path: tuple[str, ...], at: _At) -> Iterator[Node]:
        """The items of a list, each from its own header, its own words or, for inline tables, its own first key on."""
        for value in values:
            keys = value if isinstance(value, Mapping) else ()
            places = [place for name in keys if (place := self._find((*path, name), at))]
            if isinstance(value, str) and (words := self._words(value, at)):
                places = [words]
            start = min(places, default=at)
            yield self._node(value, path, start)
            at = max(places, default=at)
            at = (at[0], at[1] + 1, at[2] + 1 if isinstance(value, str) else 0) if places else at

    def _words(self, value: str, after: _At) -> _At | None:
        """Where a text stands in quotation marks: behind a place in its line, or in the next line with anything."""
        below = range(after[0] + 1, self._source.first_line + len(self._source.lines))
        filled = (number for number in below if self._source.line(number).strip()[:1] not in ("", "#"))
        for number, behind in ((after[0], max(0, after[2] - 1)), (next(filled, after[0]), 0)):
            line = self._source.line(number)
            found = [at for mark in "\"'" if (at := line.find(f"{mark}{value}{mark}", behind)) >= 0]
            if found:
                return number, min(found) + 1, min(found) + 1
        return None

    def _note(self, path: tuple[str, ...], line: int, found: re.Match[str], value: int) -> None:
        self._at.setdefault(path, []).append((line, found.start(1) + 1, value + 1))

    def _find(self, path: tuple[str, ...], after: _At) -> _At | None:
        """The first place of a key that is not before another place."""
        places = self._at.get(path, [])
        found = bisect_left(places, after)
        return places[found] if found < len(places) else None


def _parts(key: str) -> tuple[str, ...]:
    """`a."b c"` → a, b c."""
    return tuple(part.strip("\"'") for part in re.findall(_WORD, key))
