"""Two texts of one event in one: the later one, with what was added to the earlier marked in it, and what was removed.

Words are compared across the whole text, so that turns may be split and joined; turns that share enough of their words
belong together. What differs in typography alone (quotation marks, dashes, spaces) is the same.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec.structs import replace

from generator.languages import ENGLISH, Tongue
from generator.model import Record, Value
from generator.pages.pieces import Piece, address, pieces
from generator.sequences import matched

Change = Literal["same", "added", "removed"]

# A word or sign with the blanks behind it; characters of scripts without blanks stand alone.
_TOKEN = re.compile(
    r"(?:[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+|[^\w\s])\s*"
)
_SIGNS = str.maketrans("‘’‚‛“”„«»–—‒−‑…", '\'\'\'\'"""""-----.')
_PARAGRAPH = "¶"
_SHARED = 0.5  # of the words of the shorter of two turns that belong together
_LEAST = 3  # of these, or all
_ISLAND = 2  # words that are the same between changes, and read better as part of these
_SHORE = 4  # words and signs on each side of such an island


class Run(Value):
    """Words in a row that are in both texts, or in one."""

    change: Change
    text: str


class Passage(Value):
    """A piece of the later text, or one that it no longer has."""

    kind: str  # of the piece
    id: str
    change: Literal["same", "changed", "added", "removed"]
    names: tuple[Run, ...]  # who says it
    earlier: tuple[str, ...]  # URLs of its places in the earlier text
    later: str  # URL of its place in the later text; "" where it is not there
    level: int
    paragraphs: tuple[tuple[Run, ...], ...]
    next: str = ""  # id of the next passage that is not the same


class Differences(Value):
    """All of both texts, and how much of it is not the same."""

    passages: tuple[Passage, ...]
    turns: int
    changed: int
    added: int  # words
    removed: int
    first: str  # id of the first passage that is not the same


class _Token(Value):
    key: str | tuple[str, str]  # what it is compared by; a pair begins a piece
    text: str
    piece: int


def differences(earlier: Record, later: Record, tongue: Tongue = ENGLISH) -> Differences:
    """What is not the same in two texts of one event."""
    return _Weaver(earlier, later, tongue).differences()


def _tokens(text: Sequence[Piece]) -> list[_Token]:
    found: list[_Token] = []
    for number, piece in enumerate(text):
        found.append(_Token((piece.kind, piece.speaker), "", number))
        for at, paragraph in enumerate(piece.paragraphs):
            if at:
                found.append(_Token(_PARAGRAPH, "", number))
            spelt = paragraph.text.translate(_SIGNS)
            for token in _TOKEN.finditer(paragraph.text):
                if token.end() > token.start():
                    key = spelt[token.start() : token.end()].rstrip()
                    found.append(_Token(key, paragraph.text[token.start() : token.end()], number))
    return found


def _is_word(token: _Token) -> bool:
    return isinstance(token.key, str) and token.key[:1].isalnum()


class _Woven:
    """A passage that is being woven: a piece of the later text, or one that only the earlier text has."""

    def __init__(self, piece: Piece, removed: bool = False) -> None:
        self.piece, self.removed = piece, removed
        self.earlier: dict[int, None] = {}  # pieces of the earlier text
        self.paragraphs: list[list[tuple[Change, str]]] = [[]]

    def add(self, change: Change, token: _Token) -> None:
        if token.key == _PARAGRAPH and (change != "removed" or self.removed):
            self.paragraphs.append([])
        elif token.key == _PARAGRAPH:
            self.paragraphs[-1].append((change, " "))
        elif token.text:
            self.paragraphs[-1].append((change, token.text))

    def runs(self) -> tuple[tuple[Run, ...], ...]:
        """The paragraphs, with the words of each change in one piece."""
        return tuple(found for paragraph in self.paragraphs if (found := tuple(_runs(paragraph))))


class _Weaver:
    """Weaves the earlier text into the later one."""

    def __init__(self, earlier: Record, later: Record, tongue: Tongue) -> None:
        self._ids = earlier.resolution.id, later.resolution.id
        self._old, self._new = tuple(pieces(earlier, tongue)), tuple(pieces(later, tongue))
        self._before, self._after = _tokens(self._old), _tokens(self._new)
        pairs = self._closed(matched([token.key for token in self._before], [token.key for token in self._after]))
        links = self._links(pairs)
        self._pairs = [pair for pair in self._without_islands(pairs) if self._pieces(pair) in links]
        self._woven: list[_Woven] = []
        self._at: _Woven | None = None  # the piece of the later text that is under way
        self._last = -1  # the piece of the earlier text that is under way

    def differences(self) -> Differences:
        i = j = 0
        for old, new in self._pairs:
            self._gap(self._before[i:old], self._after[j:new], self._before[old], self._after[new])
            self._same(self._before[old], self._after[new])
            i, j = old + 1, new + 1
        self._gap(self._before[i:], self._after[j:], None, None)
        return self._told()

    def _closed(self, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """The pairs, with signs beside the words before them: the full stop of a sentence is no later one's."""
        found: list[tuple[int, int]] = []
        for old, new in pairs:
            after_old, after_new = (found[-1][0] + 1, found[-1][1] + 1) if found else (old, new)
            if not _is_word(self._before[old]) and not _begins(self._before[old]):
                if after_old == old and self._after[after_new].key == self._after[new].key:
                    new = after_new
                elif after_new == new and self._before[after_old].key == self._before[old].key:
                    old = after_old
            found.append((old, new))
        return found

    # --- what belongs together ---------------------------------------------------------------------------------------

    def _pieces(self, pair: tuple[int, int]) -> tuple[int, int]:
        return self._before[pair[0]].piece, self._after[pair[1]].piece

    def _links(self, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        """Pieces of both texts that share enough words, or follow each other without any."""
        old_words, new_words = (Counter(t.piece for t in text if _is_word(t)) for text in (self._before, self._after))
        shared: Counter[tuple[int, int]] = Counter()
        for pair in pairs:
            shared[self._pieces(pair)] += _is_word(self._before[pair[0]])
        found = set()
        for (old, new), count in shared.items():
            shorter = min(old_words[old], new_words[new])
            enough = max(_SHARED * shorter, min(shorter, _LEAST))
            longer = max(old_words[old], new_words[new])
            if self._old[old].kind == self._new[new].kind and count >= enough and (count or not longer):
                found.add((old, new))
        return found

    def _without_islands(self, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The pairs, but for a word or two that happen to be the same in the middle of what was said otherwise."""
        rows = [[(-1, -1)], *_rows(pairs), [(len(self._before), len(self._after))]]
        for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
            words = sum([_is_word(self._before[old]) for old, _ in row])
            begins = any(_begins(self._before[old]) for old, _ in row)
            if begins or words > _ISLAND or not (_is_shore(before[-1], row[0]) and _is_shore(row[-1], after[0])):
                yield from row

    # --- weaving -----------------------------------------------------------------------------------------------------

    def _gap(
        self, old: Sequence[_Token], new: Sequence[_Token], old_next: _Token | None, new_next: _Token | None
    ) -> None:
        """What stands in one text alone before the next that is the same."""
        start = next((n for n, token in enumerate(new) if _begins(token)), len(new))
        inside = start == len(new) and new_next is not None and not _begins(new_next)
        pending: list[_Token] = []
        for number, tokens in groupby(old, lambda token: token.piece):
            if self._at and (inside or number == self._last):
                self._removed_inside(self._at, tokens)
            elif old_next and number == old_next.piece:
                pending = list(tokens)
            else:
                self._removed(self._old[number], tokens)
        self._added(new[:start])
        first_of_last = max((n for n, token in enumerate(new) if _begins(token)), default=len(new))
        self._added(new[start : first_of_last + 1])
        if self._at:
            self._removed_inside(self._at, pending)
        self._added(new[first_of_last + 1 :])

    def _same(self, old: _Token, new: _Token) -> None:
        if _begins(new):
            self._begin(new)
        if self._at:
            self._at.earlier[old.piece] = None
            self._at.add("same", new)
        self._last = old.piece

    def _begin(self, token: _Token) -> None:
        self._at = _Woven(self._new[token.piece])
        self._woven.append(self._at)

    def _added(self, tokens: Iterable[_Token]) -> None:
        for token in tokens:
            if _begins(token):
                self._begin(token)
            elif self._at:
                self._at.add("added", token)

    def _removed(self, piece: Piece, tokens: Iterable[_Token]) -> None:
        """A piece that the later text does not have."""
        gone = _Woven(piece, removed=True)
        self._woven.append(gone)
        for token in tokens:
            gone.earlier[token.piece] = None
            gone.add("removed", token)

    def _removed_inside(self, into: _Woven, tokens: Iterable[_Token]) -> None:
        """Words that a piece of the later text does not have; who else said them is told in front."""
        for token in tokens:
            if _begins(token):
                piece = self._old[token.piece]
                name = f"{piece.name}: " if piece.speaker != into.piece.speaker else ""
                into.add("removed", _Token("", f" {name}", token.piece))
            else:
                into.add("removed", token)

    # --- what came of it ---------------------------------------------------------------------------------------------

    def _told(self) -> Differences:
        passages = [self._passage(number, woven) for number, woven in enumerate(self._woven, 1)]
        following = ""
        for number in range(len(passages) - 1, -1, -1):
            if passages[number].change != "same":
                passages[number] = replace(passages[number], next=following)
                following = passages[number].id
        turns = [passage for passage in passages if passage.kind == "turn"]
        runs = [run for passage in passages for paragraph in passage.paragraphs for run in paragraph]
        return Differences(
            passages=tuple(passages),
            turns=len(turns),
            changed=sum(passage.change != "same" for passage in turns),
            added=sum(_words(run.text) for run in runs if run.change == "added"),
            removed=sum(_words(run.text) for run in runs if run.change == "removed"),
            first=following,
        )

    def _passage(self, number: int, woven: _Woven) -> Passage:
        piece, paragraphs = woven.piece, woven.runs()
        names = self._names(woven)
        changed = any(run.change != "same" for of in (names, *paragraphs) for run in of)
        id = piece.anchor or f"or-passage-{number}"
        return Passage(
            kind=piece.kind,
            id=f"or-removed-{number}" if woven.removed else id,
            change="removed" if woven.removed else "added" if not woven.earlier else "changed" if changed else "same",
            names=names,
            earlier=tuple(address(self._ids[0], a) for old in woven.earlier if (a := self._old[old].anchor)),
            later=address(self._ids[1], piece.anchor) if piece.anchor and not woven.removed else "",
            level=piece.level,
            paragraphs=paragraphs,
        )

    def _names(self, woven: _Woven) -> tuple[Run, ...]:
        """Who says it; where the texts do not agree, whom each names."""
        name = woven.piece.name
        others = dict.fromkeys(self._old[old].name for old in woven.earlier)
        if not name:
            return ()
        if not others or name in others or woven.removed:
            return (Run("same", name),)
        return (*(Run("removed", f"{other} ") for other in others), Run("added", name))


def _runs(parts: Iterable[tuple[Change, str]]) -> Iterator[Run]:
    """Words of one change in one piece; the blanks behind them are nobody's change."""
    blanks = last = same = ""
    for change, of in groupby(parts, lambda part: part[0]):
        text = "".join([text for _, text in of])
        words = text.rstrip()
        if not words:
            continue
        if last and not blanks and _are_one_word(last, words):  # the first ends its paragraph, in the earlier text
            blanks = " "
        last = "" if change == "same" else words
        if change == "same":
            same = text
            yield Run(change, blanks + text)
            blanks = ""
        else:
            if blanks:
                yield Run("same", blanks)
            if change == "removed" and same and _are_one_word(same, words):  # the blank between them is gone, too
                words = f" {words}"
                text = f" {text}"
            same = ""
            yield Run(change, words)
            blanks = text[len(words) :]


def _are_one_word(one: str, two: str) -> bool:
    found = _TOKEN.match(one[-1] + two[0])
    return found is not None and found.end() == 2


def _begins(token: _Token) -> bool:
    return isinstance(token.key, tuple)


def _is_shore(last: tuple[int, int], first: tuple[int, int]) -> bool:
    """Whether between two pairs enough was said otherwise."""
    old, new = first[0] - last[0] - 1, first[1] - last[1] - 1
    return old > 0 and new > 0 and old + new >= _SHORE


def _rows(pairs: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Pairs that follow each other without a gap."""
    row: list[tuple[int, int]] = []
    for pair in pairs:
        if row and pair != (row[-1][0] + 1, row[-1][1] + 1):
            yield row
            row = []
        row.append(pair)
    if row:
        yield row


def _words(text: str) -> int:
    return sum(token[:1].isalnum() for token in _TOKEN.findall(text))
