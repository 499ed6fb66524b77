"""Sketches of passages: hashes of some of their words, by which a passage is found again after edits, and not read.

A sketch has no text, and too little to get the text back: a digest of all words with four bits for each of them, so
that many texts share it; in passages of some length a map of 64 bits on which the words stand without their order; and
hashes of a few groups of three words that do not touch each other. Whoever has a text can see whether it fits; whoever
has none learns how long the passage is.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from zlib import crc32

from generator.model import Value

GROUP = 3  # words whose hash tells where a passage has gone
TELLING = 6  # words from which on a passage is told by more than its digest
SURE = 8  # words from which on two passages of one digest are the same wherever they stand
_DIGITS = 10  # hexadecimal digits of the longest digest
_GROUPS = 10  # in a sketch
_MAPPED = 48  # words up to which a map tells something
_BITS = 0xFFFFFF
_SPREAD = 64  # bits of a map

# Signs of scripts that are written without blanks count as words.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
_SKETCH = re.compile(r"(\d{1,7})(?::([0-9a-f]{1,10})(?::([0-9a-f]{16})?(?::((?:[0-9a-f]{6}){1,10}))?)?)?")


class Sketch(Value):
    """What is kept of a passage. Without a digest only its length is known."""

    words: int
    digest: str = ""
    map: int = 0  # 0: none
    groups: tuple[int, ...] = ()  # hashes, in the order of the text, evenly spread

    def __str__(self) -> str:
        """As it is written: the number of words, the digest, the map and the groups, in hexadecimal digits."""
        groups = "".join([f"{group:06x}" for group in self.groups])
        mapped = f"{self.map:016x}" if self.map else ""
        return ":".join((str(self.words), self.digest, mapped, groups)).rstrip(":")


def words_of(text: str) -> list[str]:
    """The words of a text without difference of case, punctuation and typography."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _WORD.findall(text.casefold())


def digest(words: Sequence[str]) -> str:
    """The digest of a passage of these words; it has fewer bits than they have."""
    return blake2b(" ".join(words).encode(errors="replace"), digest_size=8).hexdigest()[: min(len(words), _DIGITS)]


def word_map(words: Sequence[str]) -> int:
    """The bits of a passage's words, whatever their order."""
    bits = 0
    for word in set(words):
        bits |= 1 << crc32(word.encode(errors="replace")) % _SPREAD
    return bits


def groups(words: Sequence[str]) -> Iterator[int]:
    """The hash of every three words in a row."""
    for start in range(len(words) - GROUP + 1):
        yield _group(words, start)


def sketch(words: Sequence[str]) -> Sketch:
    """The sketch of a passage of these words."""
    count = len(words)
    if count < TELLING:
        return Sketch(count, digest(words))
    picked = min(_GROUPS, max(1, count // TELLING))
    starts = (_start(words, count * n // picked, count * (n + 1) // picked) for n in range(picked))
    mapped = word_map(words) if count <= _MAPPED else 0
    return Sketch(count, digest(words), mapped, tuple([_group(words, start) for start in starts]))


def parse(text: str) -> Sketch | None:
    """The sketch that was written so; None where it was not."""
    found = _SKETCH.fullmatch(text)
    if not found:
        return None
    groups = found[4] or ""
    numbers = tuple([int(groups[at : at + 6], 16) for at in range(0, len(groups), 6)])
    return Sketch(int(found[1]), found[2] or "", int(found[3] or "0", 16), numbers)


def likeness(one: int, other: int) -> tuple[float, float]:
    """From 0 to 1: how much of two maps is the same, and how much of it would be by chance."""
    few, many = one.bit_count(), other.bit_count()
    chance = few * many / _SPREAD
    return (one & other).bit_count() / ((one | other).bit_count() or 1), chance / ((few + many - chance) or 1)


def _start(words: Sequence[str], first: int, end: int) -> int:
    """Where in a stretch the longest three words begin: long words are rare ones."""
    last = max(first, end - GROUP)
    lengths = [len(words[at]) + len(words[at + 1]) + len(words[at + 2]) for at in range(first, last + 1)]
    return first + lengths.index(max(lengths))


def _group(words: Sequence[str], start: int) -> int:
    return crc32(" ".join(words[start : start + GROUP]).encode(errors="replace")) & _BITS
