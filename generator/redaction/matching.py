"""Finding protected words in any case, with or without accents, across blanks, line ends, hyphens and simple markup."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from generator.model import Protected, Value

# Letters that Unicode does not decompose, and those it makes of capitals.
_LATIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "ng"}
)
# What is not seen: accents and points set upon letters, soft hyphens, joiners, marks of direction.
_UNSEEN = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff]+"
)
# Dashes, quotation marks and the like are everywhere, and no letters: they stay as they are.
_BEYOND_ASCII = re.compile("[^\x00-\x7f\u00a0\u00b7\u2010-\u2027\u25ae]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LETTER = r"[^\W\d_]"
_DASHES = "\u2010-\u2015\u2043\u2212-"
_QUOTES = "'`\u00b4\u2018\u2019\u02bc\u2032"
# What may stand between two words of a name; a full stop only where no sentence ends with it.
_BETWEEN = rf"[\s_*~{_QUOTES}{_DASHES}]|\.(?=\S)"
# Tags of HTML that part no words.
FORMATTING = r"</?(?:a|abbr|b|bdi|bdo|br|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b[^<>]{0,300}>"
# The same in HTML and JSON.
_BETWEEN_WRITTEN = rf"{_BETWEEN}|{FORMATTING}|&(?:nbsp|\#160|\#39|\#x27|apos|[lr]squo|shy|thinsp);|\\[nrt]"
# Scripts that set no blanks between words, or write particles to them.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
_PREFIXED = re.compile("[\u0590-\u06ff]")  # Hebrew and Arabic
_ENCODINGS = ("utf-8", "latin-1", "utf-16-le", "utf-16-be")
_JOINED_FROM = 6  # letters of a name that is also found as one word: JaneDoe
_INFLECTED_FROM = 4  # letters of a word that may have an s behind it


class Phrase(Value):
    """Words to be found, folded, with the number of the rule that protects them."""

    rule: int
    words: tuple[str, ...]

    @property
    def size(self) -> int:
        """Letters and digits."""
        return sum(map(len, self.words))

    def pattern(self, between: str) -> str:
        """A regular expression for folded text; `between` is what may stand between two words."""
        pieces = []
        least = 0 if self.size >= _JOINED_FROM else 1
        for number, word in enumerate(self.words[:-1]):
            # "J. Doe": behind a single letter a full stop ends no sentence.
            stop = r"\.?" if len(word) == 1 else ""
            joined = 0 if len(word) == 1 or word.isdigit() != self.words[number + 1].isdigit() else least
            pieces.append(f"{re.escape(word)}{stop}(?:{between}){{{joined},8}}")
        usual = "".join(pieces) + re.escape(self.words[-1])
        if 2 <= len(self.words) <= 4:  # "Doe, Jane"
            rest = rf"(?:{between}){{0,8}}".join(map(re.escape, self.words[:-1]))
            usual = rf"(?:{usual}|{re.escape(self.words[-1])},(?:{between}){{0,8}}{rest})"
        return f"{_no_word_before(self.words)}{usual}{_no_word_behind(self.words)}"


def _no_word_before(words: Sequence[str]) -> str:
    first = words[0]
    if _UNSPACED.match(first) or (_PREFIXED.match(first) and len(first) >= _INFLECTED_FROM):
        return ""
    return r"(?<!\d)" if first.isdigit() else f"(?<!{_LETTER})"


def _no_word_behind(words: Sequence[str]) -> str:
    last = words[-1]
    if _UNSPACED.match(last[-1]):
        return ""
    if last.isdigit():
        return r"(?!\d)"
    inflected = "s?" if len(last) >= _INFLECTED_FROM and "a" <= last[-1] <= "z" else ""
    return f"(?={inflected}(?!{_LETTER}))"


class Match(Value):
    """A protected stretch of a text, and the number of the rule that protects it."""

    start: int
    end: int
    rule: int


Near = tuple[Phrase, ...]
"""Phrases all of whose words are somewhere in a text, the longest first."""


class Matcher:
    """Finds what some rules protect. Linear in a text; few of many rules cost more than a search for each."""

    def __init__(self, rules: Sequence[Protected]) -> None:
        phrases = {
            Phrase(number, tuple(_WORD.findall(fold(words))))
            for number, rule in enumerate(rules)
            for words in (rule.words, *rule.also)
        }
        self._phrases = sorted(phrases, key=lambda phrase: (-phrase.size, phrase.rule, phrase.words))
        self._spelt = [words for rule in rules for words in (rule.words, *rule.also)]
        self._compiled = lru_cache(maxsize=512)(_compiled)

    def near(self, text: str) -> Near:
        """The phrases that may be in a text: a quick search, so that what follows looks only for these."""
        return self.near_folded(fold(text))

    def near_folded(self, folded: str) -> Near:
        """The same for text that is folded already."""
        return tuple([one for one in self._phrases if all(word in folded for word in one.words)])

    def found(self, text: str, near: Near) -> Iterator[Match]:
        """Every protected stretch of a text, in order; of two that overlap, the one that begins first."""
        folded = fold(text)
        here = tuple([one for one in near if all(word in folded for word in one.words)])
        if not here:
            return
        folded, places = _placed(text)
        for match in self._compiled(here, _BETWEEN).finditer(folded):
            start, end = places[match.start()], places[match.end() - 1] + 1
            while end < len(text) and not fold(text[end]):  # an accent upon the last letter
                end += 1
            yield Match(start, end, int((match.lastgroup or "r0_")[1:].partition("_")[0]))

    def holds(self, text: str) -> bool:
        """Whether something protected is in a text, or would be in what HTML, JSON or Markdown show of it."""
        return next(self.sightings(text), None) is not None

    @cached_property
    def in_bytes(self) -> re.Pattern[bytes]:
        """Finds in the small letters of bytes every place where a protected word may stand, in the usual encodings."""
        words = {word for spelt in self._spelt for word in _WORD.findall(spelt)}
        ways = {way for word in words for way in (fold(word), word, word.lower(), word.upper(), word.title())}
        forms = {form for way in ways for form in (way, *(unicodedata.normalize(n, way) for n in ("NFC", "NFD")))}
        encoded = {form.encode(e, "ignore").lower() for form in forms for e in _ENCODINGS}
        return re.compile(b"|".join(re.escape(one) for one in sorted(encoded) if len(one) > 1))

    def sightings(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Where it is: the folded text with start and end in that."""
        folded = fold(text)
        near = self.near_folded(folded)
        if near:
            for match in self._compiled(near, _BETWEEN_WRITTEN).finditer(folded):
                yield folded, match.start(), match.end()


def _compiled(phrases: Near, between: str) -> re.Pattern[str]:
    """One pattern for all, the longest first, each in a group that tells its rule."""
    return re.compile("|".join(f"(?P<r{one.rule}_{n}>{one.pattern(between)})" for n, one in enumerate(phrases)))


def fold(text: str) -> str:
    """A text without case, accents and unseen characters."""
    lower = text.lower()
    return lower if text.isascii() else _BEYOND_ASCII.sub(lambda match: _folded_sign(match[0]), lower)


@lru_cache(maxsize=1 << 12)
def _folded_sign(sign: str) -> str:
    # Twice: folding the case may make signs that can be taken apart again.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold()).translate(_LATIN)
    return _UNSEEN.sub("", plain)


def _placed(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place of the one it was made of."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    parts: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        folded = _folded_sign(sign)
        parts.append(folded)
        places += [at] * len(folded)
    return "".join(parts), places
