"""Where the topics of a transcript run: as stretches under the lanes of the strip, each a link, and as a list.

Each topic keeps to one row, so that pointing at one of its stretches shows where else it runs. There are few rows: what
has no room in them, the least of all topics, is in the list alone. Places are shares of the strip, as in `strip`.
"""

from collections.abc import Iterable, Mapping, Sequence

from generator.model import Value

ROWS = 3
_CELLS = 400  # of a row: what is nearer together cannot be told apart


class Run(Value):
    """A passage by the anchors and numbers, from 1, of its first and last turn."""

    anchor: str
    last_anchor: str
    first: int
    last: int


class Stretch(Value):
    """A link on the strip: from `left`, `width` wide, in percent; `late` in its second half."""

    run: Run
    left: float
    width: float
    late: bool


class TopicRuns(Value):
    """A topic of a transcript. `row` is -1 where the strip has no room for it."""

    name: str
    url: str
    runs: tuple[Run, ...]
    stretches: tuple[Stretch, ...]
    row: int


def topic_runs(
    passages: Iterable[tuple[str, int, int]],
    anchors: Sequence[str],
    places: Sequence[float],
    topics: Mapping[str, tuple[str, str]],
) -> tuple[TopicRuns, ...]:
    """Each topic with its passages, (topic, first and last turn), in the order in which they begin.

    `anchors` are those of the turns; `places` tell in percent where on the strip each begins, and then where the last
    one ends; `topics` has the name and the URL of each topic.
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    for topic, first, last in passages:
        spans.setdefault(topic, []).append((first, last))
    cells = {topic: _cells(of, places) for topic, of in spans.items()}
    rows = _rows(cells)
    return tuple(
        TopicRuns(
            *topics[topic],
            tuple(Run(anchors[first], anchors[last], first + 1, last + 1) for first, last in of),
            tuple(_stretch(first, last, anchors, places) for first, last in _joined(of, places)),
            rows.get(topic, -1),
        )
        for topic, of in sorted(spans.items(), key=lambda pair: (pair[1][0], pair[0]))
    )


def _stretch(first: int, last: int, anchors: Sequence[str], places: Sequence[float]) -> Stretch:
    run = Run(anchors[first], anchors[last], first + 1, last + 1)
    left = places[first]
    return Stretch(run, round(left, 2), round(places[last + 1] - left, 2), left > 50)


def _joined(spans: Sequence[tuple[int, int]], places: Sequence[float]) -> list[tuple[int, int]]:
    """Passages in order, those made one that nobody could tell apart."""
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and places[first] - places[joined[-1][1] + 1] < 100 / _CELLS:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _cells(spans: Iterable[tuple[int, int]], places: Sequence[float]) -> int:
    """The cells of a row that passages need, with one free between them, as the bits of a number."""
    taken = 0
    for first, last in spans:
        start, end = (int(places[turn] * _CELLS / 100) for turn in (first, last + 1))
        taken |= ((1 << (end - start + 2)) - 1) << start
    return taken


def _rows(cells: Mapping[str, int]) -> dict[str, int]:
    """The row of each topic that has room in one, those with the most to show first."""
    rows = [0] * ROWS
    found: dict[str, int] = {}
    for topic in sorted(cells, key=lambda topic: (-cells[topic].bit_count(), topic)):
        row = next((row for row, taken in enumerate(rows) if not taken & cells[topic]), None)
        if row is not None:
            rows[row] |= cells[topic]
            found[topic] = row
    return found
