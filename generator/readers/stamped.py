"""Plain text in which each line, or the line above each, is a time: what recognisers and players print without a form
of their own. `[00:00.000 --> 00:04.000]  words` (Whisper), `00:00:12 words`, `0:12` above words, `0:00:03 --> 0:00:09`
above a name and words (meetings). Such lines are cues.
"""

import re
from collections.abc import Sequence

from generator.readers.cues import Cue
from generator.readers.labels import stands_as_name

_TIME = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_RANGE = re.compile(rf"\s*\[?\s*{_TIME}\s*-{{1,2}}>\s*{_TIME}\s*\]?\s*")
_ONE = re.compile(rf"\s*[\[(]?{_TIME}[\])]?(?:\s+[-–—]\s+|\s+|$)")
_NAME = re.compile(r"\s*(\S[^:\n]{0,60}?)\s+(?=\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?\s*-->)")
_LABELLED = re.compile(r"([^\W\d_][^?!:]{0,40}?)\s?(?:[:：](?:\s|$)|\s[-–—]\s)")
_SHARE = 0.8  # of the lines with words that begin with a time, or stand below one


def cues_of(lines: Sequence[str]) -> list[Cue] | None:
    """The cues in lines; None where times do not divide the text, or where names beside them do."""
    filled = [line for line in lines[:4000] if line.strip()][:400]
    ranges = sum(_RANGE.match(line) is not None or _name_and_range(line) is not None for line in filled)
    if ranges > 1 and ranges * 4 >= len(filled):
        return _cues(lines, _RANGE)
    single = [found for line in filled if (found := _ONE.match(line))]
    alone = sum(
        found.end() == len(found.string.rstrip()) or not found.string[found.end() :].strip() for found in single
    )
    if len(single) < 4 or (len(single) + alone) < _SHARE * len(filled) or _are_named(single):
        return None
    return _cues(lines, _ONE)


def _are_named(found: Sequence[re.Match[str]]) -> bool:
    """Whether names stand behind the times: then they are turns, and read as such."""
    rest = [one.string[one.end() :] for one in found]
    named = [label for words in rest if (label := _LABELLED.match(words)) and stands_as_name(label[1])]
    return len(named) * 4 > len(rest) or any("**" in words[:4] or words[:1] == "<" for words in rest)


def _name_and_range(line: str) -> tuple[str, re.Match[str]] | None:
    """A name before the times of a cue: `SPEAKER 1 00:00:03 --> 00:00:09`."""
    name = _NAME.match(line) if "-->" in line else None
    times = _RANGE.match(line, name.end()) if name else None
    return (name[1], times) if name and times else None


def _cues(lines: Sequence[str], pattern: re.Pattern[str]) -> list[Cue]:
    found: list[tuple[int, int | None, str | None, list[str], int]] = []
    for number, line in enumerate(lines, 1):
        named = _name_and_range(line) if pattern is _RANGE else None
        times = named[1] if named else pattern.match(line)
        if times:
            end = _milliseconds(times.groups()[4:]) if pattern is _RANGE else None
            words = line[times.end() :].strip()
            speaker = named[0] if named else None
            found.append((_milliseconds(times.groups()[:4]), end, speaker, [words] if words else [], number))
        elif line.strip():
            if not found:
                found.append((0, None, None, [], number))
            found[-1][3].append(line.strip())
    starts = [*(start for start, *_ in found[1:]), found[-1][0]]
    return [
        Cue(start, max(start, next_start) if end is None else end, tuple(words), number, speaker)
        for (start, end, speaker, words, number), next_start in zip(found, starts, strict=True)
    ]


def _milliseconds(groups: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = groups
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))
