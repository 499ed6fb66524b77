"""Cues: what all formats of captions come down to, and the ways in which they tell the same words twice."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from generator.errors import Place, Problem, problem
from generator.model import Value
from generator.readers.tags import without

_VOICE = re.compile(r"<v\b[^<>]*>")
_LEAST = 3  # words shown again that are no chance


class Cue(Value):
    """A cue: times in milliseconds, its lines as they are written, the source's line of its times."""

    start: int
    end: int
    lines: tuple[str, ...]
    line: int
    speaker: str | None = None  # where the format tells it outside the words
    unsure: bool = False  # recognised with little confidence


class Aside(NamedTuple):
    """What is said about the captions and not in them: a comment, a heading; and its line."""

    text: str
    line: int


class Track(NamedTuple):
    """A file of captions: its cues, what stands beside them, and facts (name, value) of its head."""

    cues: Sequence[Cue]
    asides: Sequence[Aside] = ()
    facts: Sequence[tuple[str, str]] = ()
    problems: Sequence[Problem] = ()


def once(cues: Sequence[Cue]) -> list[Cue]:
    """Cues without the words that automatic captions show again while they roll up or are painted on.

    In a file that does not roll, what is said twice was said twice.
    """
    plain = [[words for words in map(without, cue.lines) if words] for cue in cues]
    again = [
        _shared(before, after) if one == another else _Again(0, 0)
        for (before, after), (one, another) in zip(pairwise(plain), pairwise(map(_voices, cues)), strict=True)
    ]
    if sum(map(bool, again)) * 3 < len(cues):
        return list(cues)
    kept = list(cues[:1])
    for cue, lines, (whole, count) in zip(cues[1:], plain[1:], again, strict=True):
        rest = [line for line in cue.lines if without(line)][whole:]
        if count and rest:
            rest = [" ".join(lines[whole].split()[count:]), *rest[1:]]
        if any(rest):
            kept.append(msgspec.structs.replace(cue, lines=tuple(filter(None, rest))))
        elif any(lines):  # nothing but what was there: it stays on
            kept[-1] = msgspec.structs.replace(kept[-1], end=max(kept[-1].end, cue.end))
    return kept


def _voices(cue: Cue) -> tuple[str | None, list[str]]:
    """Who a cue says is speaking: what another says again was said again."""
    return cue.speaker, [tag for line in cue.lines if "<v" in line for tag in _VOICE.findall(line)]


class _Again(NamedTuple):
    """What of a cue the one before has said: whole lines, then words of the next one."""

    lines: int
    words: int

    def __bool__(self) -> bool:
        return self.lines + self.words > 0


def _shared(before: Sequence[str], after: Sequence[str]) -> _Again:
    most = min(len(before), len(after))
    for count in range(most, 0, -1):
        if before[-count:] == after[:count]:
            return _Again(count, 0)
    for count in range(most, 0, -1):  # the last line goes on growing
        grown, old = after[count - 1], before[-1]
        if before[-count:-1] == after[: count - 1] and grown.startswith(old + " "):
            words = len(old.split())
            if count > 1 or len(before) == 1 or words >= _LEAST:
                return _Again(count - 1, words)
    return _Again(0, 0)


def amiss(cues: Iterable[Cue], path: str) -> Iterator[Problem]:
    """Times that cannot be: they run backwards, or a cue ends before it begins. Empty cues are counted."""
    last, empty, first = 0, 0, 0
    for cue in cues:
        if cue.end < cue.start or cue.start < last:
            yield problem("times-backwards", Place(path, cue.line))
        last = cue.start
        if not any(map(without, cue.lines)):
            empty, first = empty + 1, first or cue.line
    if empty:
        yield problem("cues-empty", Place(path, first), number=empty)
