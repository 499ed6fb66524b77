"""Turns that were broken off and are taken up again: `We wanted to—` … `—to finish it.`"""

from collections.abc import Sequence

from generator.model import TurnOutline

_BETWEEN = 3  # turns of others at most


def resumed(turns: Sequence[TurnOutline], speakers: Sequence[str | None]) -> tuple[int | None, ...]:
    """For each turn the index of the turn of the same speaker that goes on in it; both have a dash at the break."""
    last: dict[str, int] = {}
    found: list[int | None] = []
    for number, (turn, speaker) in enumerate(zip(turns, speakers, strict=True)):
        before = last.get(speaker or "", -1) if turn.takes_up and speaker else -1
        near = 0 < number - before - 1 <= _BETWEEN
        found.append(before if before >= 0 and near and turns[before].breaks_off else None)
        last[speaker or ""] = number
    return tuple(found)
