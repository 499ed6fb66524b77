"""Finding a note's words in a transcript: the very words, whatever their typography; never a lookalike.

After the W3C Web Annotation Data Model, section 4.2.4 (Text Quote Selector), with its prefix and suffix. What speaks
for a place is written down beside it; `archive.notes` decides, with the anchors at hand, whether it is the place.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

import msgspec

from generator.archive.typography import PARTED, WORD, Plain, folded, plain
from generator.model import Candidate, Nearby, Selector, Spot, Transcript, Turn

_NEAR = 3  # likely places to name
_COMMON = 300  # a word that is more frequent says little of where a lost quote may be
_EXCERPT = 80  # characters
_MANY_ENDS = 50  # places where a range may end that are looked at
_SURE_WORDS = 4  # so many are hardly ever said twice by chance
_SIGNS = 16  # characters that may stand between a quote and the words beside it
_SURE_CONTEXT = 12  # characters


class Text:
    """The words of a transcript's turns, ready to be searched; a search costs what its rarest words are frequent."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._known: dict[Selector, tuple[Candidate, ...]] = {}
        self._places: dict[str, Sequence[int]] = {}

    # --- the text --------------------------------------------------------------------------------------------------

    @cached_property
    def _paragraphs(self) -> tuple[tuple[int, int, str], ...]:
        turns = (item for item in self._transcript.items if isinstance(item, Turn))
        return tuple((t, p, block.text) for t, turn in enumerate(turns) for p, block in enumerate(turn.blocks))

    @cached_property
    def _joined(self) -> tuple[str, list[int]]:
        """All paragraphs in one text, and where each begins; a turn's end parts them from the next."""
        parts: list[str] = []
        starts: list[int] = []
        at = 0
        last = -1
        for turn, _, text in self._paragraphs:
            sign = PARTED if turn != last else "\n"
            starts.append(at + 1)
            parts += (sign, text.replace(PARTED, "\ufffd"))
            at += 1 + len(text)
            last = turn
        return "".join((*parts, PARTED)), starts

    @cached_property
    def _plain(self) -> Plain:
        return Plain(self._joined[0])

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        """Where each word, and each pair of words, begins."""
        found: dict[str, list[int]] = {}
        for part, start in _parts(self._plain.folded):
            found.setdefault(part, []).append(start)
        return found

    @cached_property
    def _turn_ends(self) -> list[int]:
        text = self._plain.folded
        ends = []
        at = text.find(PARTED)
        while at >= 0:
            ends.append(at)
            at = text.find(PARTED, at + 1)
        return ends

    # --- finding ---------------------------------------------------------------------------------------------------

    def find(self, selector: Selector) -> tuple[Candidate, ...]:
        """Every stretch that has the selector's words, in their order, with what of its context fits there.

        Its turn is for others to compare, who know the anchors.
        """
        asked = msgspec.structs.replace(selector, turn=None)
        if asked not in self._known:
            spans = self._of_its_case(asked, list(self._spans(asked)))
            self._known[asked] = tuple(Candidate(self._spots(*span), context) for *span, context in spans)
        return self._known[asked]

    def near(self, selector: Selector) -> tuple[Nearby, ...]:
        """The places most like those of a lost quote: first what stands between its `before` and `after` now."""
        now = self._between(selector)
        wanted = list(dict.fromkeys(WORD.findall(folded(f"{selector.quote or ''} {selector.to or ''}"))))
        shared: dict[int, list[int]] = {}
        for word in wanted:
            places = self._index.get(word, ())
            if len(places) <= _COMMON:
                for place in places:
                    of = shared.setdefault(self._paragraph(place), [])
                    if len(of) < len(wanted):
                        of.append(place)
        best = sorted(shared.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:_NEAR]
        likely = [self._nearby(min(of)) for _, of in best if 2 * len(of) >= len(wanted)]
        return tuple(dict.fromkeys([*now, *likely]))[:_NEAR]

    def _spans(self, selector: Selector) -> Iterator[tuple[int, int, int]]:
        """Start and end of every stretch, and how many sides of its context fit."""
        length = len(folded(selector.quote or ""))
        before, after = folded(selector.before or ""), folded(selector.after or "")
        for start in self._starts(selector, length):
            fits = bool(before) and self._comes_before(before, start)
            if not selector.to:
                end = start + length
                yield start, end, fits + (bool(after) and self._follows(after, end))
                continue
            for end, follows in self._ends(start + length, selector, after):
                yield start, end, fits + follows

    def _starts(self, selector: Selector, length: int) -> Sequence[int]:
        """Where the quote stands; of what is very common only where its context is too, if that can be found."""
        starts = self._occurrences(selector.quote or "")
        if len(starts) <= _COMMON:
            return starts
        beside = set()
        if selector.before:
            for end in (place + len(folded(selector.before)) for place in self._occurrences(selector.before)):
                following = bisect_left(starts, end)
                if following < len(starts) and starts[following] - end <= _SIGNS:
                    beside.add(starts[following])
        if selector.after and not selector.to:
            for place in self._occurrences(selector.after):
                before = bisect_right(starts, place - length) - 1
                if before >= 0 and place - length - starts[before] <= _SIGNS:
                    beside.add(starts[before])
        return sorted(beside) or starts

    def _ends(self, start: int, selector: Selector, after: str) -> list[tuple[int, bool]]:
        """Where a range may end: in its turn, or, where it says until which turn it runs, in any later one.

        What follows it must fit where few words say how it ends.
        """
        to = selector.to or ""
        places, length = self._occurrences(to), len(folded(to))
        first = bisect_left(places, start)
        beyond = bisect_left(places, self._turn_ends[bisect_left(self._turn_ends, start)])
        here, later = slice(first, min(beyond, first + _MANY_ENDS)), slice(beyond, beyond + _MANY_ENDS)
        found = places[later if selector.until else here]
        ends = [(at + length, bool(after) and self._follows(after, at + length)) for at in found]
        return [end for end in ends if end[1]] or ([] if after and len(to.split()) < _SURE_WORDS else ends)

    def _of_its_case(self, selector: Selector, spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """The stretches that have the quote's capitals; only where there are none, those that have others."""
        quote, given = plain(selector.quote or ""), bool(selector.before) + bool(selector.after)
        cased = [span for span in spans if self._plain.cased.startswith(quote, span[0])]
        if cased:
            return cased
        return [span for span in spans if (given and span[2] == given) or self._is_unmistakable(quote, span[0])]

    def _is_unmistakable(self, quote: str, start: int) -> bool:
        """Whether words of other case are the same words: “US” is not “us”, nor “The gate” any “the gate”."""
        words = len(WORD.findall(quote))
        there = self._plain.cased[start : start + len(quote)]
        return words >= _SURE_WORDS or (words > 1 and there[1:] != quote[1:])

    def _occurrences(self, words: str) -> Sequence[int]:
        """Where some words stand as whole words, in any case."""
        if words not in self._places:
            self._places[words] = tuple(self._found(folded(words)))
        return self._places[words]

    def _found(self, words: str) -> Iterator[int]:
        text = self._plain
        for start in self._possible(words):
            end = start + len(words)
            cut = text.is_inside_word(start) or text.is_inside_word(end)
            if start >= 0 and not cut and text.folded.startswith(words, start):
                yield start

    def _possible(self, words: str) -> Iterator[int]:
        """Where some words may stand: where the rarest of them, or pair of them, does."""
        parts = list(_parts(words))
        if parts:
            rarest, offset = min(parts, key=lambda part: len(self._index.get(part[0], ())))
            yield from (place - offset for place in self._index.get(rarest, ()))
            return
        at = self._plain.folded.find(words) if words else -1
        while at >= 0:
            yield at
            at = self._plain.folded.find(words, at + 1)

    def _comes_before(self, before: str, start: int) -> bool:
        """Whether these words stand just before a place, whatever signs are between."""
        left = self._plain.folded[max(0, start - len(before) - _SIGNS) : start]
        return _begins(_bare(left[::-1]), _bare(before[::-1]))

    def _follows(self, after: str, end: int) -> bool:
        """Whether these words stand just behind a place, whatever signs are between."""
        return _begins(_bare(self._plain.folded[end : end + len(after) + _SIGNS]), _bare(after))

    # --- back to the transcript ------------------------------------------------------------------------------------

    def _between(self, selector: Selector) -> Iterator[Nearby]:
        """What stands now where the words were, if what stood around them is still there, close together and once."""
        if not (selector.before and selector.after and selector.quote):
            return
        room = 2 * len(selector.quote) + 40
        found = []
        starts = self._occurrences(selector.before)
        ends = self._occurrences(selector.after)
        for place in islice(starts, _COMMON):
            start = place + len(folded(selector.before))
            following = bisect_left(ends, start)
            if following < len(ends) and ends[following] - start <= room:
                found.append((start, ends[following]))
        if len(found) == 1 and (words := self._plain.cased[slice(*found[0])].strip(f" {PARTED}")):
            yield Nearby(self._paragraphs[self._paragraph(found[0][1])][0], words[:_EXCERPT], now=True)

    def _nearby(self, place: int) -> Nearby:
        number = self._paragraph(place)
        turn, _, text = self._paragraphs[number]
        offset = max(0, self._plain.origin(place) - self._joined[1][number] - 10)
        start = text.rfind(" ", 0, offset) + 1
        words = " ".join(text[start : start + 2 * _EXCERPT].split())
        return Nearby(turn, words if len(words) <= _EXCERPT else words[:_EXCERPT].rpartition(" ")[0] + "…")

    def _paragraph(self, place: int) -> int:
        return max(0, bisect_right(self._joined[1], self._plain.origin(place)) - 1)

    def _spots(self, start: int, end: int) -> tuple[Spot, ...]:
        starts = self._joined[1]
        first, last = self._plain.origin(start), self._plain.origin(end)
        spots = []
        number = bisect_right(starts, first) - 1
        while number < len(starts) and starts[number] < last:
            turn, paragraph, text = self._paragraphs[number]
            low, high = max(first - starts[number], 0), min(last - starts[number], len(text))
            while low < high and text[high - 1].isspace():
                high -= 1
            if low < high:
                spots.append(Spot(turn, paragraph, low, high))
            number += 1
        return tuple(spots)


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """Every word of a text, and every two in a row, with where they begin."""
    before, start = "", 0
    for word in WORD.finditer(text):
        yield word[0], word.start()
        if before:
            yield f"{before} {word[0]}", start
        before, start = word[0], word.start()


def is_sure(context: str | None) -> bool:
    """Whether words beside a quote are so many that they tell its place without those on the other side."""
    return len(context or "") >= _SURE_CONTEXT and len((context or "").split()) >= 2


def _begins(text: str, words: str) -> bool:
    """Whether a text begins with these words; the last of few must be whole, that of many may be cut."""
    whole = len(words) >= _SURE_CONTEXT or not text[len(words) :][:1].isalnum()
    return text.startswith(words) and whole


def _bare(text: str) -> str:
    """Without the signs before the first word, where there is one."""
    start = 0
    while start < len(text) and not text[start].isalnum():
        start += 1
    return text[start:] or text.strip()
