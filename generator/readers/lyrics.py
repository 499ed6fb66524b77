"""Timed lyrics (.lrc), which recognisers write too: `[00:12.00] words`, facts as `[ti:Title]`, times within a line.

The format has no ends: a line is over when the next one begins.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from generator.errors import Place, problem
from generator.readers.cues import Aside, Cue, Track
from generator.readers.tags import without

_STAMP = re.compile(r"\s*\[(\d{1,4}):(\d{1,2})(?:[.:](\d{1,3}))?\]")
_FACT = re.compile(r"\s*\[([A-Za-z#]{1,10}):([^\[\]]*)\]\s*")
_CUT_OFF = re.compile(r"\s*\[\d*:?[\d.:]*")
_NAMES = {"ti": "title", "ar": "artist", "al": "album", "la": "language", "by": "by", "au": "author"}
_TECHNICAL = frozenset(("offset", "length", "re", "ve", "tool", "#"))


def parse(lines: Sequence[str], path: str) -> Track:
    """The cues in lines, a line with several times once for each. Never raises."""
    found: list[tuple[int, str, int]] = []
    asides: list[Aside] = []
    facts: list[tuple[str, str]] = []
    shift = 0
    for number, line in enumerate(lines, 1):
        at, stamps = 0, list[int]()
        while stamp := _STAMP.match(line, at):
            at = stamp.end()
            fraction = int((stamp[3] or "0").ljust(3, "0"))
            stamps.append((int(stamp[1]) * 60 + int(stamp[2])) * 1000 + fraction)
        if stamps:
            found += [(stamp, line[at:].strip(), number) for stamp in stamps]
        elif fact := _FACT.fullmatch(line):
            name = fact[1].casefold()
            if name == "offset":
                shift = _number(fact[2])
            elif name not in _TECHNICAL and fact[2].strip():
                facts.append((_NAMES.get(name, fact[1]), fact[2].strip()))
        elif words := without(line):
            if found:
                found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}", found[-1][2])
            else:
                asides.append(Aside(words, number))
    if any(line == before for (_, _, line), (_, _, before) in pairwise(found)):
        found.sort(key=lambda one: one[0])  # a chorus stands once, with all its times
    ends = [*(start for start, _, _ in found[1:]), *(start for start, _, _ in found[-1:])]
    return Track(
        [
            Cue(max(start - shift, 0), max(end - shift, start - shift, 0), (words,), line)
            for (start, words, line), end in zip(found, ends, strict=True)
        ],
        asides,
        facts,
        [problem("captions-cut-off", Place(path, len(lines)))] if _CUT_OFF.fullmatch(lines[-1]) else (),
    )


def _number(text: str) -> int:
    found = re.fullmatch(r"\s*([+-]?\d{1,9})\s*", text)
    return int(found[1]) if found else 0
