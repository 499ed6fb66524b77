"""Tables as text (RFC 4180, and what spreadsheets make of it): delimiter, quotes, rows with their lines."""

import csv
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from generator.errors import Place, Problem, problem

_DELIMITERS = ("\t", "|", ";", ",")  # those that words have least first
_SAMPLE = 80  # lines that tell a delimiter
_LONGEST = 1 << 26  # characters of a cell
_PATIENCE = 20  # quotation marks that are never closed, before all of them are taken for text


class Row(NamedTuple):
    """A record: its cells, and the line it begins on."""

    cells: tuple[str, ...]
    line: int


class Sheet(NamedTuple):
    """The records of a table that are not empty, and what is wrong with it."""

    rows: Sequence[Row]
    delimiter: str
    problems: Sequence[Problem] = ()


def sheet(text: str, path: str) -> Sheet:
    """The records in a text. A quotation mark that is never closed is text, and is reported."""
    lines = [line + "\n" for line in text.removeprefix("\ufeff").split("\n")]
    told = lines[0].strip()
    at = 0
    if told[:4].casefold() == "sep=" and len(told) == len("sep=") + 1:  # what Excel is told
        delimiter, at = told[-1], 1
    else:
        delimiter = _delimiter(lines)
    csv.field_size_limit(_LONGEST)
    rows: list[Row] = []
    problems: list[Problem] = []
    while at < len(lines):
        patient = len(problems) < _PATIENCE
        found, at = _records(lines, at, delimiter, csv.QUOTE_MINIMAL if patient else csv.QUOTE_NONE)
        rows += found
        if at < len(lines):
            problems.append(problem("quote-not-closed", Place(path, at + 1)))
            rows += _records(lines[: at + 1], at, delimiter, csv.QUOTE_NONE)[0]
            at += 1
    return Sheet([row for row in rows if any(map(str.strip, row.cells))], delimiter, problems)


def _records(lines: Sequence[str], at: int, delimiter: str, quoting: int) -> tuple[list[Row], int]:
    """The records from a line on, and the line of one that cannot be read; behind the last where all can."""
    rows: list[Row] = []
    spaced = any(f'{delimiter} "' in line for line in lines[at : at + _SAMPLE])
    source = islice(lines, at, None)
    reader = csv.reader(source, delimiter=delimiter, quoting=quoting, skipinitialspace=spaced)  # type: ignore[arg-type]
    first = before = at
    try:
        for cells in reader:
            rows.append(Row(tuple(cells), before + 1))
            first, before = before, at + reader.line_num
    except csv.Error:
        return rows, before
    if rows and quoting == csv.QUOTE_MINIMAL and before - first > 1 and _is_open(lines[first:before]):
        return rows[:-1], first
    return rows, before


def _is_open(lines: Sequence[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that makes rows of one length, and the most of them."""
    sample = [line for line in lines[:_SAMPLE] if line.strip()]
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=delimiter) if cells)
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda one: (one[1] * (one[0] > 1), one[0]), default=(1, 0))
        first = len(next(csv.reader(sample[:1], delimiter=delimiter), []))
        score = count * (width > 1) / max(widths.total(), 1) + (first > 1) * 0.5
        if score > most:
            best, most = delimiter, score
    return best
