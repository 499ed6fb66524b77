"""What the layout of a plain text tells: blocks of lines, some of them known to be labels, matter or page furniture."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from generator.model import Meta, Value
from generator.readers.speech import Line


class Laid(Value):
    """The blocks of a text in a layout that is known, and what the layout says about the whole."""

    blocks: list[list[Line]]
    meta: Meta = Meta()


_PAGE_OF = re.compile(r"\s*(?:page|seite|pág\.?|p\.)\s+\d+\s+(?:of|von|de|/)\s+\d+\s*", re.I)
_PAGE_NUMBER = re.compile(r"\s*(?:[-–—]\s*|page\s+|seite\s+|p\.\s*|\[page\s+)?(\d{1,4})(?:\s*[-–—]|\])?\s*", re.I)
_COLUMN = re.compile(r"\s*(?:\d{1,2} \w+ \d{4}\s?:\s?)?Column:? ?\d+\w*\s*", re.I)  # of Hansard
_APART = re.compile(r"\S\s{3,}\S|\bpage\b", re.I)
_DIGITS = re.compile(r"\d+")
_NEAR = 3  # lines of a head or foot


def furniture(lines: Sequence[str]) -> frozenset[int]:
    """Which lines, from 0, are page numbers and the heads and feet that stand beside them on page after page."""
    numbers = [at for at, line in enumerate(lines) if len(line) < 40 and _PAGE_OF.fullmatch(line)]
    if len(numbers) < 2:
        numbers = _rising([(at, _PAGE_NUMBER.fullmatch(line)) for at, line in enumerate(lines) if len(line) < 40])
    numbers += [at for at, line in enumerate(lines) if len(line) < 60 and _COLUMN.fullmatch(line)]
    numbers += _counting(lines)
    breaks = sorted({*numbers, *(at for at, line in enumerate(lines) if line.startswith("\f"))})
    if len(breaks) < 2:
        return frozenset()
    beside = {at for edge in breaks for at in _beside(lines, edge)}
    heads = Counter(_DIGITS.sub("0", lines[at].strip()) for at in beside)
    often = max(3, len(breaks) // 4)
    repeated = (at for at in beside if heads[_DIGITS.sub("0", lines[at].strip())] >= often)
    return frozenset(numbers).union(repeated)


def _rising(found: Sequence[tuple[int, re.Match[str] | None]]) -> list[int]:
    """Lines of numbers that count on by one: pages, not figures."""
    pages = [(at, int(match[1])) for at, match in found if match]
    rising = sum(after[1] == before[1] + 1 for before, after in pairwise(pages))
    return [at for at, _ in pages] if len(pages) > 2 and rising >= 0.8 * (len(pages) - 1) else []


def _counting(lines: Sequence[str]) -> list[int]:
    """Heads with a page number in them: the same line again and again, a number in it counting on by one."""
    groups: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if len(line) < 140 and _APART.search(line) and _DIGITS.search(line):
            groups.setdefault(_DIGITS.sub("0", " ".join(line.split())), []).append(at)
    found: list[int] = []
    for group in groups.values():
        rows = [[int(number) for number in _DIGITS.findall(lines[at])] for at in group]
        steps = [[after - before for before, after in zip(*pair, strict=True)] for pair in pairwise(rows)]
        if len(group) > 2 and any(
            sum(step[at] == 1 for step in steps) >= 0.8 * len(steps) for at in range(len(rows[0]))
        ):
            found += group
    return found


def _beside(lines: Sequence[str], edge: int) -> list[int]:
    """The lines with words next to the edge of a page."""
    around = []
    for step in (range(edge, min(edge + 8, len(lines))), range(edge - 1, max(edge - 8, -1), -1)):
        around += [at for at in step if lines[at].strip()][:_NEAR]
    return around


def is_unfinished(text: str) -> bool:
    """Whether a sentence goes on below: no sign of an end."""
    return not text.rstrip().endswith((".", "?", "!", ":", "…", '"', "”", "’", ")", "]", "-", "–", "—"))
