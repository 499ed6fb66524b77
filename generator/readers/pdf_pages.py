"""From the pages of a PDF to one text: columns in order, without what belongs to the pages.

Pages come as lines of signs of one width, in which indents, gaps and columns are blanks.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean

from generator.model import Value
from generator.readers.courts import is_numbered
from generator.readers.layout import is_unfinished

_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.|pág\.?)?\W*(\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*", re.I
)
_DIGITS = re.compile(r"\d+")
_LINE_NUMBER = re.compile(r"\s{0,12}\d{1,2}(?:\s+|$)")
_SPOKEN = re.compile(r"[QA][.:]?\s|[^\W\d_][^:]{0,40}:(?:\s+[^\d\s]|$)")  # a label, perhaps with speech
_EDGE = 3  # lines of a head or foot
_NARROW = 18  # signs on average, of a column that is no column of text


class Text(Value):
    """The lines of a PDF, and the lines that belong to its pages."""

    lines: list[str]
    furniture: list[str]


def text_of(pages: Sequence[str]) -> Text:
    """The text of all pages; a sentence goes on over the edge of a page."""
    laid = [_spaced(page.expandtabs(4).split("\n")) for page in pages]
    aside = _furniture(laid)
    kept = [[line for at, line in enumerate(lines) if at not in left] for lines, left in zip(laid, aside, strict=True)]
    furniture = [
        line.strip() for lines, left in zip(laid, aside, strict=True) for at, line in enumerate(lines) if at in left
    ]
    found: list[str] = []
    for lines in kept:
        ordered = _trimmed([re.sub(r"(?<=\S) {2,3}(?=\S)", " ", line) for line in _in_order(lines)])
        if found and ordered and not is_unfinished(found[-1]):
            found.append("")
        found += ordered
    return Text(found, furniture)


def without_numbers(lines: Sequence[str]) -> list[str]:
    """Lines without the numbers that stand before all of them."""
    if not is_numbered(lines):
        return list(lines)
    return [
        _LINE_NUMBER.sub(lambda number: " " * len(number[0].rstrip("0123456789 ")), line, count=1) for line in lines
    ]


def _spaced(lines: Sequence[str]) -> list[str]:
    """Lines of which those of one paragraph follow each other, however wide they are set."""
    words = [at for at, line in enumerate(lines) if line.strip()]
    gaps = Counter(after - before - 1 for before, after in pairwise(words))
    usual = gaps.most_common(1)[0][0] if gaps else 0
    found: list[str] = []
    for at, before in zip(words, [None, *words], strict=False):
        if before is not None and at - before - 1 > usual:
            found.append("")
        found.append(lines[at].rstrip())
    return found


def _trimmed(lines: Sequence[str]) -> list[str]:
    """Lines without empty ones around them."""
    first = next((at for at, line in enumerate(lines) if line), len(lines))
    last = next((at for at in range(len(lines), 0, -1) if lines[at - 1]), 0)
    return list(lines[first:last])


# --- heads and feet --------------------------------------------------------------------------------------------------


def _furniture(pages: Sequence[Sequence[str]]) -> list[frozenset[int]]:
    """For each page which lines are its number, or a head or foot that comes again on others."""
    if len(pages) < 2:
        return [_own_number(lines) for lines in pages]
    edges = [_edges(lines) for lines in pages]
    counts = Counter(
        key
        for lines, edge in zip(pages, edges, strict=True)
        for key in {(_key(lines[at]), top) for side, top in edge for at in side}
    )
    numbered = is_numbered([line for lines in pages for line in lines])
    often = max(2, len(pages) // 3)
    found = []
    for lines, edge in zip(pages, edges, strict=True):
        left: set[int] = set()
        for side, top in edge:
            for at in side:  # from the edge inwards: behind the first line of the text there is no more furniture
                times = counts[_key(lines[at]), top]
                crossed = at != side[0] and not lines[at - 1 if top else at + 1]  # a gap, behind which the text begins
                repeated = times >= (0.8 * len(pages) if crossed else often) and _may_repeat(lines[at], len(pages))
                speech = numbered and _LINE_NUMBER.match(lines[at]) and not _is_page_number(lines[at])
                if speech or not (repeated or (_is_page_number(lines[at]) and not crossed)):
                    break
                left.add(at)
        found.append(frozenset(left))
    return found


def _is_page_number(line: str) -> bool:
    return _NUMBER.fullmatch(line) is not None and any(map(str.isdigit, line))


def _own_number(lines: Sequence[str]) -> frozenset[int]:
    last = max((at for at, line in enumerate(lines) if line), default=None)
    return frozenset((last,)) if last and _NUMBER.fullmatch(lines[last]) and "1" in lines[last] else frozenset()


def _edges(lines: Sequence[str]) -> list[tuple[list[int], bool]]:
    """The lines at the top (True) and the bottom (False) of a page, from the edge inwards."""
    words = [at for at, line in enumerate(lines) if line]
    top = words[:_EDGE]
    return [(top, True), ([at for at in reversed(words[-_EDGE:]) if at not in top], False)]


def _key(line: str) -> str:
    return _DIGITS.sub("0", " ".join(line.split())).casefold()


def _may_repeat(line: str, pages: int) -> bool:
    """Whether a line that comes again at the edge of pages is a head or foot, and not speech that happens to."""
    text = line.strip()
    if _SPOKEN.match(text) or (text[:1].islower() and not _is_page_number(text)):
        return False
    return pages > 3 or not text.endswith((".", "?", "!")) or any(map(str.isdigit, text))


# --- columns ---------------------------------------------------------------------------------------------------------


def _in_order(lines: Sequence[str]) -> list[str]:
    """The lines of a page, of two columns the left one first; what runs across both stays where it is."""
    gutter = _gutter(lines)
    if gutter is None:
        return list(lines)
    found: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        if line[gutter - 1 : gutter + 1].strip():  # across
            found += [*_column(left), *_column(right), line]
            left, right = [], []
        else:
            left.append(line[:gutter].rstrip())
            right.append(line[gutter:].rstrip())
    return [*found, *_column(left), *_column(right)]


def _column(lines: Sequence[str]) -> list[str]:
    lines = _trimmed(lines)
    margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return [line[margin:] for line in lines]


def _gutter(lines: Sequence[str]) -> int | None:
    """Where a page has a gap from top to bottom with text on both sides; None where it has none."""
    words = [line for line in lines if line]
    width = max(map(len, words), default=0)
    if len(words) < 5 or width < 50:
        return None
    best: tuple[int, int] | None = None
    for at in range(width // 3, width * 2 // 3):
        both = sum(len(line) > at and not line[at - 1 : at + 1].strip() and bool(line[:at].strip()) for line in words)
        across = sum(bool(line[at - 1 : at + 1].strip()) for line in words)
        if both >= 0.6 * len(words) and across <= 0.15 * len(words) and (best is None or both > best[0]):
            best = both, at
    if best is None:
        return None
    at = best[1]
    sides = [[line[:at].strip() for line in words], [line[at:].strip() for line in words]]
    if any(mean([len(line) for line in side if line] or [0]) < _NARROW for side in sides):
        return None
    # The words of one line do not leave the same gap free all the way down: several blanks in most lines.
    wide = sum(line[at - 2 : at + 2].strip() == "" for line in words if len(line) > at)
    return at if wide >= 0.6 * len(words) else None
