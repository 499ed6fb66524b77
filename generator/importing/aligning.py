"""Which item of one version of a transcript is which of another."""

from collections.abc import Sequence

from generator.importing.memory import blocks_of, words
from generator.model import Item, Turn
from generator.sequences import matched

_CELLS = 40_000  # pairs of items that are compared in one stretch; larger ones are paired in order
_ALIKE = 0.5


def aligned(old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    """Items of `old` → their counterparts in `new`: those of the same words, then the most alike where both differ,
    then those that have moved."""
    pairs: dict[int, int] = {}
    a = c = 0
    for b, d in (*matched([words(item) for item in old], [words(item) for item in new]), (len(old), len(new))):
        pairs.update((a + i, c + j) for i, j in _most_alike(old[a:b], new[c:d]))
        if b < len(old):
            pairs[b] = d
        a, c = b + 1, d + 1
    return pairs | _moved(old, new, pairs)


def _most_alike(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """Pairs in order with the greatest likeness in sum."""
    if len(old) * len(new) > _CELLS:
        return [(n, n) for n, (one, two) in enumerate(zip(old, new, strict=False)) if _likeness(one, two) >= _ALIKE]
    bags, others = ([_bag(item) for item in items] for items in (old, new))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    like = [
        [_likeness(one, two, bag, other) for two, other in zip(new, others, strict=True)]
        for one, bag in zip(old, bags, strict=True)
    ]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = like[i][j] + best[i + 1][j + 1] if like[i][j] >= _ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(old) and j < len(new):
        if like[i][j] >= _ALIKE and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(one: Item, two: Item, bag: frozenset[str] | None = None, other: frozenset[str] | None = None) -> float:
    """From 0 to about 1: how many words two items share; the same label counts too, so that "Yes." can become "No."."""
    if type(one) is not type(two):
        return 0.0
    bag, other = bag if bag is not None else _bag(one), other if other is not None else _bag(two)
    shared = 2 * len(bag & other) / (len(bag) + len(other)) if bag or other else 1.0
    if not isinstance(one, Turn) or not isinstance(two, Turn):
        return shared
    short = max(len(bag), len(other)) <= 6
    return (
        shared + (0.3 if short else 0.15) * (one.label == two.label) + (0.25 if short and one.label == two.label else 0)
    )


def _bag(item: Item) -> frozenset[str]:
    texts = [block.text for block in blocks_of(item)] or [str(part) for part in words(item)[1:]]
    return frozenset(word.casefold().strip(".,;:!?…") for text in texts for word in text.split())


def _moved(old: Sequence[Item], new: Sequence[Item], pairs: dict[int, int]) -> dict[int, int]:
    """Items without a counterpart whose words stand elsewhere, once on each side."""
    taken = set(pairs.values())
    gone = _once([(n, item) for n, item in enumerate(old) if n not in pairs])
    come = _once([(n, item) for n, item in enumerate(new) if n not in taken])
    return {at: come[key] for key, at in gone.items() if key in come}


def _once(items: Sequence[tuple[int, Item]]) -> dict[object, int]:
    found: dict[object, int] = {}
    twice = set()
    for n, item in items:
        key = words(item)
        if key in found:
            twice.add(key)
        found[key] = n
    return {key: n for key, n in found.items() if key not in twice}
