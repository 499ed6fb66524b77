"""Names in the order of an index, under letters: for the registers of people, organisations and topics."""

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

# Letters that Unicode does not take apart, as indexes file them.
_FILED_AS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})

# Scripts with too many first letters for letters of their own, by the first word of a character's Unicode name.
_SCRIPTS = {"CJK": "漢字", "HIRAGANA": "かな", "KATAKANA": "かな", "HANGUL": "한글"}

OTHER = "#"  # digits and signs


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """The name as it is filed: without case, accents and signs before the first letter or digit."""
    apart = unicodedata.normalize("NFKD", name.casefold()).translate(_FILED_AS)
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return plain.lstrip("".join({c for c in plain if not c.isalnum()})) or plain


def letter(name: str) -> str:
    """The heading a name is filed under: "A", "Я", "م", "漢字", or "#"."""
    first = unicodedata.normalize("NFC", fold(name))[:1]
    if not first.isalpha():
        return OTHER
    script = unicodedata.name(first, "").partition(" ")[0].partition("-")[0]
    return _SCRIPTS.get(script, first.upper()[:1])


def in_order(things: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """Things by name, signs and digits first."""
    return sorted(things, key=lambda thing: _key(name(thing)))


def by_letter(things: Iterable[T], name: Callable[[T], str]) -> list[tuple[str, tuple[T, ...]]]:
    """Things by name, under their letters, each letter once."""
    filed: dict[str, list[T]] = {}
    for thing in in_order(things, name):
        filed.setdefault(letter(name(thing)), []).append(thing)
    return [(heading, tuple(group)) for heading, group in filed.items()]


def _key(name: str) -> tuple[bool, str, str]:
    return letter(name) != OTHER, fold(name), name
