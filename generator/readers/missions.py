"""Air-to-ground talk of space flights: a time for each call, call signs or stations as labels, notes of the editors.

In two ways it is written down: as blocks below a time in brackets, days first, with remarks behind a low line
(`[00:00:04:12]`, `_page : 5`, `CC: words`; the format of Spacelog), and as columns of the typed originals
(`00 00 04 12   CC   words`, or without days between tabs).
"""

import re
from collections.abc import Sequence

from generator.readers.labels import Label, clock
from generator.readers.layout import Laid
from generator.readers.speech import Line

_STAMP = re.compile(r"\s*\[-?\d{1,3}(?::\d\d){2,3}(?:\.\d+)?\]\s*")
_WITH_DAYS = re.compile(r"\s*\[-?\d{1,3}(?::\d\d){3}\]\s*")
_REMARK = re.compile(r"\s*_(\w+)\s?:")
_PAGE = re.compile(r"\s*_(?:page|tape)\w*\s?:")
_CALL = re.compile(r"\s*([^\s:][^:]{0,40}?)\s?:(?=\s|$)\s*")
_COLUMNS = re.compile(
    r"\s*(\d{2,3})[ :](\d\d)[ :](\d\d)[ :](\d\d)\s+([A-Z][A-Z0-9/.\-]{0,11}(?:\s?\([A-Z0-9 ]+\))?)(?:\s+(?=\S)|\s*$)"
)
_TABBED = re.compile(r"\s*()(\d{2,3})[ :](\d\d)[ :](\d\d)\t+([A-Z][A-Z0-9/.\-]{0,11}(?:\s?\([A-Z0-9 ]+\))?)\t+(?=\S)")


def laid_out(lines: Sequence[str]) -> Laid | None:
    """The blocks of talk with a space flight; None where it is none."""
    stamps = sum(_STAMP.fullmatch(line) is not None for line in lines if line[:8].lstrip()[:1] == "[")
    if stamps > 2 and any(_WITH_DAYS.fullmatch(line) or _REMARK.match(line) for line in lines):
        return Laid(_below_times(lines))
    for pattern in (_COLUMNS, _TABBED):
        columns = sum(pattern.match(line) is not None for line in lines if line[:4].strip()[:2].isdigit())
        if columns > 2 and columns * 8 > sum(bool(line.strip()) for line in lines):
            return Laid(_in_columns(lines, pattern))
    return None


def _below_times(lines: Sequence[str]) -> list[list[Line]]:
    """A block for each time. What stands first below it begins with who speaks; more may speak in the same moment."""
    known = {found[1] for line in lines if (found := _CALL.match(line)) and found[1].isupper()}
    blocks: list[list[Line]] = [[]]
    start: int | None = None
    waiting = False  # for the first words below a time
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if _STAMP.fullmatch(line):
            start, waiting = clock(line)[0], True
            blocks.append([Line(number, line, role="time")])
        elif _PAGE.match(line):
            blocks[-1].append(Line(number, line, role="furniture"))
        elif _REMARK.match(line) or line.startswith("#"):
            blocks[-1].append(Line(number, line, role="matter"))
        elif (call := _CALL.match(line)) and (waiting or call[1] in known):
            blocks[-1].append(Line(number, line, label=Label(call[1], "colon", call.end(), start)))
            start, waiting = None, False
        else:
            blocks[-1].append(Line(number, line))
    return [block for block in blocks if block]


def _in_columns(lines: Sequence[str], pattern: re.Pattern[str]) -> list[list[Line]]:
    blocks: list[list[Line]] = [[]]
    for number, line in enumerate(lines, 1):
        if call := pattern.match(line):
            days, hours, minutes, seconds = (int(part or 0) for part in call.groups()[:4])
            start = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
            blocks.append([Line(number, line, label=Label(call[5], "colon", call.end(), start))])
        elif line.strip():
            blocks[-1].append(Line(number, line))
    return [block for block in blocks if block]
