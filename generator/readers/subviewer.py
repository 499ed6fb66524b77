"""SubViewer (.sbv), as YouTube and meeting tools export it: `0:00:01.000,0:00:02.500`, then the words."""

import re
from collections.abc import Sequence

from generator.errors import Place, problem
from generator.readers.cues import Aside, Cue, Track
from generator.readers.tags import without

_TIME = r"(\d{1,4}):(\d{1,2}):(\d{1,2})[.](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*,\s*{_TIME}\s*")


def parse(lines: Sequence[str], path: str) -> Track:
    """The cues in lines; what stands before the first is set aside. Never raises."""
    cues: list[Cue] = []
    asides: list[Aside] = []
    at, words = 0, list[str]()
    times: tuple[int, int] | None = None
    for number, line in enumerate(lines, 1):
        found = _TIMES.fullmatch(line) if line[:1].isdigit() or line[:1].isspace() else None
        if found:
            if times:
                cues.append(Cue(*times, tuple(words), at))
            at, words = number, []
            times = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
        elif line.strip():
            if times:
                words += line.split("[br]")
            elif text := without(line):
                asides.append(Aside(text, number))
    if times:
        cues.append(Cue(*times, tuple(words), at))
    cut_off = bool(cues) and not words
    return Track(cues, asides, problems=[problem("captions-cut-off", Place(path, at))] if cut_off else ())


def _milliseconds(parts: Sequence[str]) -> int:
    hours, minutes, seconds, fraction = parts
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))
