"""What two sequences have in common, in order: of words or of turns, in a time that grows with their length alone.

Elements that are there once on each side are landmarks, as in a patience diff; between them the same again, and where
little is left, the longest common subsequence. What is long and has no landmarks has nothing in common.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

Pair = tuple[int, int]

_CELLS = 10_000  # pairs of elements that are compared each with each in one stretch
_DEPTH = 24  # stretches within stretches


def matched(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pairs of indices of equal elements, rising on both sides."""
    pairs: list[Pair] = []
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        a, b, c, d, depth = waiting.pop()
        while a < b and c < d and old[a] == new[c]:
            pairs.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            pairs.append((b, d))
        if a == b or c == d:
            continue
        if (b - a) * (d - c) <= _CELLS:
            pairs += [(a + i, c + j) for i, j in _longest(old[a:b], new[c:d])]
        elif depth < _DEPTH and (marks := _landmarks(old[a:b], new[c:d])):
            pairs += (found := [(a + i, c + j) for i, j in marks])
            for i, j in found:
                waiting.append((a, i, c, j, depth + 1))
                a, c = i + 1, j + 1
            waiting.append((a, b, c, d, depth + 1))
    return sorted(pairs)


def _landmarks(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Elements that are there once on each side, in the longest row that keeps their order; without any, the n-th of
    those that are there equally often."""
    counts, others = Counter(old), Counter(new)
    for usable in (
        {e for e, n in counts.items() if n == others[e] == 1},
        {e for e in counts if counts[e] == others[e]},
    ):
        if usable:
            places = dict(_occurrences(new, usable))
            return rising([(at, places[key]) for key, at in _occurrences(old, usable)])
    return []


def _occurrences(elements: Sequence[Hashable], usable: set[Hashable]) -> Iterable[tuple[tuple[Hashable, int], int]]:
    """(element, its number among its like) → where it is."""
    met: Counter[Hashable] = Counter()
    for at, element in enumerate(elements):
        if element in usable:
            met[element] += 1
            yield (element, met[element]), at


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest row of pairs, which rise on the first side, that also rises on the second."""
    ends: list[int] = []  # the least second that a row of each length ends with
    last: list[int] = []  # where that pair is
    before: list[int] = []
    for number, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        last[length : length + 1] = [number]
    row, at = [], last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _longest(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """The longest common subsequence."""
    width = len(new)
    rows = [[0] * (width + 1)]  # from the end: how many the rest has in common
    for element in reversed(old):
        below, row = rows[-1], [0] * (width + 1)
        for j in range(width - 1, -1, -1):
            row[j] = below[j + 1] + 1 if element == new[j] else max(below[j], row[j + 1])
        rows.append(row)
    rows.reverse()
    pairs = []
    i = j = 0
    while i < len(old) and j < width:
        if old[i] == new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif rows[i + 1][j] >= rows[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
