"""A text and its translation side by side: which is which, by order, speakers, times, chosen anchors, lengths."""

from collections.abc import Iterator, Sequence
from math import log

from generator import markup
from generator.languages import ENGLISH, Tongue
from generator.model import Block, Record, Value
from generator.pages.pieces import Piece, address, pieces

_CELLS = 250_000  # pairs of pieces that are compared each with each; in longer texts, those of like places
_BAND = 60  # how far such places may be apart
_ALONE = -0.4  # worth of a piece without a counterpart
_FAR = 10_000  # milliseconds between the times of turns that are not the same
_NEAR = 1_500
_KEPT = frozenset(("emphasis", "strong", "language", "event", "unsure", "redacted"))


class Cell(Value):
    """One text's part of a row; empty where it has none."""

    name: str = ""  # who says it, where it begins
    url: str = ""  # its place in its transcript, where it begins
    paragraphs: tuple[tuple[str, bool], ...] = ()  # HTML; whether it is a quotation


class Row(Value):
    """What stands side by side: a piece of each text, or a paragraph of each where they have equally many."""

    kind: str
    level: int
    id: str  # of the first row of a piece; "" for others
    original: Cell
    translation: Cell


class Parallel(Value):
    """Both texts, and how many turns have no counterpart."""

    rows: tuple[Row, ...]
    alone: int


def parallel(original: Record, translation: Record, tongue: Tongue = ENGLISH) -> Parallel:
    """A transcript and its translation, row by row."""
    ids = original.resolution.id, translation.resolution.id
    texts = tuple(pieces(original, tongue)), tuple(pieces(translation, tongue))
    rows: list[Row] = []
    alone = 0
    for number, (one, two) in enumerate(_side_by_side(*texts), 1):
        shown = one or two
        alone += bool(shown and shown.kind == "turn" and not (one and two))
        rows += _rows(one, two, ids, number)
    return Parallel(tuple(rows), alone)


def _side_by_side(
    original: Sequence[Piece], translation: Sequence[Piece]
) -> Iterator[tuple[Piece | None, Piece | None]]:
    i = j = 0
    for one, two in (*aligned(original, translation), (len(original), len(translation))):
        yield from ((piece, None) for piece in original[i:one])
        yield from ((None, piece) for piece in translation[j:two])
        if one < len(original):
            yield original[one], translation[two]
        i, j = one + 1, two + 1


def aligned(original: Sequence[Piece], translation: Sequence[Piece]) -> list[tuple[int, int]]:
    """Pairs of pieces, in order, that are most likely the same in two languages."""
    length, width = len(original), len(translation)
    if not length or not width:
        return []
    lengths, others = _lengths(original), _lengths(translation)
    ratio = (sum(others) + 1) / (sum(lengths) + 1)
    band = width if length * width <= _CELLS else _BAND
    # For each piece of the original: where its row of the table begins, and the best worth of all that follows.
    begins = [max(0, i * width // length - band) for i in range(length + 1)]
    ends = [min(width, i * width // length + band) for i in range(length + 1)]
    best: list[list[float]] = [[]] * length + [[_ALONE * (width - j) for j in range(begins[length], width + 1)]]
    taken: list[bytearray] = [bytearray()] * length
    for i in range(length - 1, -1, -1):
        first, last = begins[i], ends[i]
        below, base = best[i + 1], begins[i + 1]
        row, choices = [0.0] * (last - first + 1), bytearray(last - first + 1)
        one, size = original[i], lengths[i] * ratio
        for j in range(last, first - 1, -1):
            under = below[j - base] if 0 <= j - base < len(below) else -1e9
            worth, choice = under + _ALONE, _DOWN
            if j < last and row[j + 1 - first] + _ALONE > worth:
                worth, choice = row[j + 1 - first] + _ALONE, _RIGHT
            if j < width and 0 <= j + 1 - base < len(below):
                paired = _likeness(one, translation[j], size, others[j]) + below[j + 1 - base]
                if paired > worth:
                    worth, choice = paired, _PAIR
            row[j - first], choices[j - first] = worth, choice
        best[i], taken[i] = row, choices
        best[i + 1] = []  # is of no more use
    return list(_walk(taken, begins, width))


_DOWN, _RIGHT, _PAIR = range(3)


def _walk(taken: Sequence[bytearray], begins: Sequence[int], width: int) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(taken) and j < width:
        choice = taken[i][j - begins[i]]
        if choice == _PAIR:
            yield i, j
        i += choice != _RIGHT
        j += choice != _DOWN


def _lengths(text: Sequence[Piece]) -> list[int]:
    return [sum([len(block.text) for block in piece.paragraphs]) for piece in text]


def _likeness(one: Piece, two: Piece, size: float, other: float) -> float:
    """From about -4 to 8: how likely two pieces are the same; `size` is the length that the translation should have."""
    if one.kind != two.kind:
        return -9.0
    worth = 1 - min(2.0, abs(log((size + 20) / (other + 20))))  # lengths in characters
    if one.own and two.own:
        worth += 3 if one.anchor == two.anchor else -1
    if one.kind == "turn":
        worth += 1.5 if one.speaker == two.speaker else -0.8
        worth += 0.3 if len(one.paragraphs) == len(two.paragraphs) else 0.0
        if one.start is not None and two.start is not None:
            apart = abs(one.start - two.start)
            worth += 3 if apart <= _NEAR else -2 if apart >= _FAR else 0
    elif one.kind == "section":
        worth += 1.5 if one.level == two.level else 0.3
    return worth


def _rows(one: Piece | None, two: Piece | None, ids: tuple[str, str], number: int) -> Iterator[Row]:
    shown = two or one
    assert shown is not None  # noqa: S101  (one of the two is there)
    id = shown.anchor or f"or-row-{number}"
    if two is None:
        id = f"or-untranslated-{number}"
    cells = [list(_cells(piece, id)) for piece, id in zip((one, two), ids, strict=True)]
    if not (one and two) or len(cells[0]) != len(cells[1]):
        cells = [[_whole(of)] if of else [] for of in cells]
    for at in range(max(map(len, cells))):
        left, right = (of[at] if of else Cell() for of in cells)
        yield Row(shown.kind, shown.level, "" if at else id, left, right)


def _cells(piece: Piece | None, id: str) -> Iterator[Cell]:
    """A cell for each paragraph; the first says who speaks."""
    if piece is None:
        return
    url = address(id, piece.anchor) if piece.anchor else ""
    if not piece.paragraphs:
        yield Cell(piece.name, url)
    for at, block in enumerate(piece.paragraphs):
        shown = ((_html(block), block.quotation),)
        yield Cell("", "", shown) if at else Cell(piece.name, url, shown)


def _whole(cells: Sequence[Cell]) -> Cell:
    return Cell(cells[0].name, cells[0].url, tuple(paragraph for cell in cells for paragraph in cell.paragraphs))


def _html(block: Block) -> str:
    return markup.html(block.text, [mark for mark in block.marks if mark.kind in _KEPT])
