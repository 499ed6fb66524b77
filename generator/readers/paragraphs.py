"""Paragraphs of documents: what a name on a paragraph of its own stands for."""

import re
from collections import Counter
from collections.abc import Sequence

from generator.model import Meta, Reading, Turn
from generator.readers.labels import is_clock, is_short_name, stands_as_name
from generator.readers.speech import Blocks, Line, understand

_TITLED = re.compile(r"\s+(?:--|[–—-])\s+")
_FEW = 3  # turns
_SHORT = 15  # where the name stands three times or more
_LONG = 30  # characters on average, of a paragraph below a name


def understood(blocks: Blocks, meta: Meta, path: str) -> Reading:
    """The transcript told by blocks; where hardly anybody is named in them, by names that stand above paragraphs."""
    reading = understand(blocks, meta, path)
    if _named(reading) > _FEW:
        return reading
    joined = with_names_above(blocks)
    again = understand(joined, meta, path) if len(joined) < len(blocks) else reading
    return again if _named(again) > _named(reading) + _FEW else reading


def _named(reading: Reading) -> int:
    """How many turns are of somebody with a name."""
    return sum(isinstance(item, Turn) and item.label not in (None, "?") for item in reading.transcript.items)


def with_names_above(blocks: Blocks) -> list[list[Line]]:
    """Blocks in which a name that recurs on a paragraph of its own heads the paragraph below it."""
    if any(line.label for block in blocks for line in block):
        return [list(block) for block in blocks]
    names = _names(blocks)
    joined: list[list[Line]] = []
    waiting = False
    for block in blocks:
        if waiting and not block[0].heading and not _is_name(block, names):
            joined[-1].extend(block)
        else:
            joined.append(list(block))
        waiting = _is_name(block, names)
    return joined


def _names(blocks: Blocks) -> frozenset[str]:
    """What stands alone in its paragraph, more than once, and above longer ones."""
    alone: Counter[str] = Counter()
    below: Counter[str] = Counter()
    for at, block in enumerate(blocks[:-1]):
        if len(block) == 1 and _may_be_name(block[0]):
            text = block[0].text.strip()
            alone[text] += 1
            below[text] += sum(len(line.text) for line in blocks[at + 1])
    named = {
        text for text, count in alone.items() if count > 1 and below[text] >= (_LONG if count < 3 else _SHORT) * count
    }
    # Once two take turns under their names, others who speak once stand alike.
    if len(named) > 1:
        named |= {text for text in alone if below[text] >= _LONG and 1 < len(text.split()) < 5}
    return frozenset(named)


def _may_be_name(line: Line) -> bool:
    text = line.text.strip()
    name = _TITLED.split(text, maxsplit=1)[0]  # "Ada Brook -- Chief Executive"
    short = len(text) < 100 and is_short_name(name)
    return not line.heading and not line.bold and short and stands_as_name(text) and not is_clock(text)


def _is_name(block: Sequence[Line], names: frozenset[str]) -> bool:
    return len(block) == 1 and not block[0].heading and block[0].text.strip() in names
