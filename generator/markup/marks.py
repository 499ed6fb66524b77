"""The one order and form in which marks are kept."""

from collections.abc import Iterable

from generator.model import Mark

_POINTS = ("sync", "note")


def canonical(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks in order, each once; touching or overlapping ones of one kind and value joined; empty ranges dropped."""
    points = {m for m in marks if m.start == m.end and m.kind in _POINTS}
    ranges: dict[tuple[str, object], list[Mark]] = {}
    for mark in sorted((m for m in marks if m.start < m.end), key=_order):
        joined = ranges.setdefault((mark.kind, mark.value), [])
        if joined and mark.start <= joined[-1].end:
            last = joined.pop()
            mark = Mark(last.start, max(last.end, mark.end), mark.kind, mark.value)
        joined.append(mark)
    return tuple(sorted((*points, *(m for group in ranges.values() for m in group)), key=_order))


def _order(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, -mark.end, mark.kind, str(mark.value)
