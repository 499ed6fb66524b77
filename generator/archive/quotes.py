"""Finding a note's words in a transcript: exactly, else with other typography; never on a lookalike.

After the W3C Web Annotation Data Model, section 4.2.4 (Text Quote Selector), with its prefix and suffix.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

from generator.model import Selector, Spot, Transcript, Turn

_NEAR = 3  # likely places to name
_TYPOGRAPHY = str.maketrans("‘’‚‛′`´“”„‟″«»‐‑‒–—―−\u00a0\u202f\u2009", "'''''''\"\"\"\"\"\"\"-------   ")
_TURN_END = "\0"


class Text:
    """The words of a transcript's turns, ready to be searched."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._left = 1_000_000  # paragraphs to compare with lost quotes: with very many of both the last go without

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
        last = 0
        for turn, _, text in self._paragraphs:
            sign = _TURN_END if turn != last else "\n"
            starts.append(at + 1)
            parts += (sign, text)
            at += 1 + len(text)
            last = turn
        return "".join(parts), starts

    @cached_property
    def _folded(self) -> str:
        return _fold(self._joined[0])

    @cached_property
    def _words(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(_fold(text).split()) for _, _, text in self._paragraphs)

    def find(self, selector: Selector) -> tuple[tuple[Spot, ...], ...]:
        """Every stretch that fits the selector's quote, context and end; its turn is for others to compare."""
        quote = selector.quote or ""
        for haystack, fold in ((self._joined[0], str), (self._folded, _fold)):
            pattern = _pattern(fold(quote))
            if pattern:
                found = [self._ended(m.start(), m.end(), selector, haystack, fold) for m in pattern.finditer(haystack)]
                spans = [span for span in found if span and self._fits(span, selector, haystack, fold)]
                if spans:
                    return tuple(self._spots(start, end) for start, end in spans)
        return ()

    def near(self, quote: str) -> tuple[str, ...]:
        """The beginnings of the paragraphs that share the most words with a quote that was not found."""
        self._left -= len(self._paragraphs)
        if self._left < 0:
            return ()
        wanted = set(_fold(quote).split())
        scored = ((len(wanted & words), -n) for n, words in enumerate(self._words))
        best = sorted((score for score in scored if score[0] * 2 >= len(wanted)), reverse=True)[:_NEAR]
        return tuple(" ".join(self._paragraphs[-n][2][:200].split())[:80] for _, n in best)

    def _ended(
        self, start: int, end: int, selector: Selector, haystack: str, fold: Callable[[str], str]
    ) -> tuple[int, int] | None:
        """The span up to the words that `to` names, in the same turn."""
        if not selector.to:
            return start, end
        pattern = _pattern(fold(selector.to))
        limit = haystack.find(_TURN_END, end)
        found = pattern.search(haystack, end, limit if limit >= 0 else len(haystack)) if pattern else None
        return (start, found.end()) if found else None

    def _fits(self, span: tuple[int, int], selector: Selector, haystack: str, fold: Callable[[str], str]) -> bool:
        before, after = (" ".join(fold(words or "").split()) for words in (selector.before, selector.after))
        left = " ".join(haystack[max(0, span[0] - 2 * len(before) - 20) : span[0]].split())
        right = " ".join(haystack[span[1] : span[1] + 2 * len(after) + 20].split())
        return left.endswith(before) and right.startswith(after)

    def _spots(self, start: int, end: int) -> tuple[Spot, ...]:
        starts = self._joined[1]
        spots = []
        number = bisect_right(starts, start) - 1
        while number < len(starts) and starts[number] < end:
            turn, paragraph, text = self._paragraphs[number]
            low, high = max(start - starts[number], 0), min(end - starts[number], len(text))
            if low < high:
                spots.append(Spot(turn, paragraph, low, high))
            number += 1
        return tuple(spots)


def _fold(text: str) -> str:
    """Without differences of typography and case, and as long as before, so that places stay the same."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return lowered.translate(_TYPOGRAPHY)


def _pattern(quote: str) -> re.Pattern[str] | None:
    words = quote.split()
    return re.compile(r"\s+".join(map(re.escape, words))) if words else None
