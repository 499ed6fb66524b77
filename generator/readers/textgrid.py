"""Praat TextGrids, long and short (https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html).

What counts are the texts in quotation marks, the numbers and the flags, in order; all other words are only for readers.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.decoding import decode
from generator.errors import Place, problem
from generator.model import Reading, Transcript, Turn, Understood
from generator.readers import segments, tiers
from generator.readers.tiers import Stretch, Tier

_TOKEN = re.compile(
    r'"((?:[^"]|"")*)"|<(exists|absent)>|(?<![\w\["])([-+]?\d[\d.]*(?:[eE][-+]?\d+)?)(?![\w\]])|![^\n]*'
)


class Token(NamedTuple):
    """A text, a number or a flag, with its line."""

    text: str | None
    number: float | None
    line: int


def read(data: bytes, path: str) -> Reading:
    """The transcript in such a file. Never raises: what is wrong is in the reading's problems."""
    text, problems = decode(data, path)
    found = tuple(_tiers(list(_tokens(text))))
    chosen = tiers.speech(found)
    items, positions = segments.items(chosen.segments, one_label_one_voice=True)
    more, explained = tiers.left_out(chosen.left_out, path)
    if not any(isinstance(item, Turn) for item in items):
        more = (*more, problem("nothing-spoken", Place(path)))
    told = (Understood(s.line, f"{s.speaker or '?'}: {s.text}", "label", "the tier is theirs") for s in chosen.segments)
    return Reading(Transcript(items=items), positions, problems=(*problems, *more), explained=(*told, *explained))


def _tokens(text: str) -> Iterator[Token]:
    line, at = 1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        if found[1] is not None:
            yield Token(found[1].replace('""', '"'), None, line)
        elif found[3]:
            yield Token(None, _number(found[3]), line)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _tiers(tokens: list[Token]) -> Iterator[Tier]:
    """Each tier is its kind, its name, its time, the number of its stretches, and these."""
    at = 0
    while at < len(tokens):
        kind = tokens[at].text
        if kind not in ("IntervalTier", "TextTier") or at + 4 >= len(tokens):
            at += 1
            continue
        name = tokens[at + 1].text or ""
        at += 5
        stretches: list[Stretch] = []
        while at < len(tokens) and tokens[at].text is None:
            numbers = []
            while at < len(tokens) and tokens[at].text is None:
                numbers.append(tokens[at].number or 0.0)
                at += 1
            if at < len(tokens) and tokens[at].text not in ("IntervalTier", "TextTier"):
                times = [round(number * 1000) for number in numbers[-2:] if 0 <= number < 1e7]
                start = times[0] if times else None
                words = " ".join((tokens[at].text or "").split())
                end = times[-1] if kind == "IntervalTier" and len(times) > 1 else None
                stretches.append(Stretch(words, start, end, tokens[at].line))
                at += 1
        yield Tier(name.strip(), tuple(stretches), role="notes" if kind == "TextTier" else None)
