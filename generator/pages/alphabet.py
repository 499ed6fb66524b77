"""Names in the order of an index, under letters: for the registers of people, organisations and topics.

They are filed as by the Unicode Collation Algorithm (https://www.unicode.org/reports/tr10/): by letters alone, accents
and case decide between names that are the same otherwise. Which letters are letters of their own is up to the language
of the site, as in CLDR. The libraries that hold all of that are those of ICU, larger than all of OnRecord, or take
longer to load than most builds; it is needed for names alone, which the few rules below file as they do.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

# Letters that Unicode does not take apart, as indexes file them.
_FILED_AS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})

# Scripts with too many first letters for letters of their own, by the first word of a character's Unicode name.
_SCRIPTS = {"CJK": "漢字", "HIRAGANA": "かな", "KATAKANA": "かな", "HANGUL": "한글"}

# Letters that are filed behind another one, "c<č": for every language, and for each by its primary subtag.
_EVERYWHERE = "г<ґ е<є и<і<ї<й у<ў ب<پ ت<ٹ ج<چ د<ڈ ر<ڑ ز<ژ ك<ک<گ ن<ں ه<ہ<ھ ي<ی<ے"
_NORDIC = "z<æ<ø<å"
_FINNISH = "z<å<ä<ö"
_CROATIAN = "c<č<ć d<dž<đ l<lj n<nj s<š z<ž"
_TURKIC = "c<ç g<ğ h<ı o<ö s<ş u<ü"
_BEHIND = {
    "az": f"{_TURKIC} e<ə",
    "bs": _CROATIAN,
    "ca": "l<l·l",
    "cs": "c<č h<ch r<ř s<š z<ž",
    "cy": "c<ch d<dd f<ff g<ng l<ll p<ph r<rh t<th",
    "da": _NORDIC,
    "eo": "c<ĉ g<ĝ h<ĥ j<ĵ s<ŝ u<ŭ",
    "es": "n<ñ",
    "et": "s<š<z<ž w<õ<ä<ö<ü",
    "fi": _FINNISH,
    "fo": "a<á d<ð i<í o<ó u<ú y<ý z<æ<ø",
    "gl": "n<ñ",
    "hr": _CROATIAN,
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö s<sz t<ty u<ü z<zs",
    "is": "a<á d<ð e<é i<í o<ó u<ú y<ý z<þ<æ<ö<å",
    "lt": "c<č s<š z<ž",
    "lv": "c<č g<ģ k<ķ l<ļ n<ņ s<š z<ž",
    "nb": _NORDIC,
    "nn": _NORDIC,
    "no": _NORDIC,
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "ro": "a<ă<â i<î s<ș t<ț",
    "sk": "a<ä c<č h<ch o<ô s<š z<ž",
    "sl": "c<č<ć d<đ s<š z<ž",
    "sq": "c<ç d<dh e<ë g<gj l<ll n<nj r<rr s<sh t<th x<xh z<zh",
    "sr": _CROATIAN,
    "sv": _FINNISH,
    "tr": _TURKIC,
    "vi": "a<ă<â d<đ e<ê o<ô<ơ u<ư",
}
_DOTLESS = str.maketrans({"I": "ı", "İ": "i"})  # capitals of Turkic alphabets, which casefolding does not know
_BEHIND_ALL = 0xF0000  # a private character: behind all letters that follow the one it is put to

OTHER = "#"  # digits and signs


@lru_cache(maxsize=1 << 16)
def fold(name: str, language: str = "") -> str:
    """The name as it is filed: without case, accents and signs before the first letter or digit."""
    letters, places = _own(language)
    known = unicodedata.normalize("NFC", name.translate(_DOTLESS) if "ı" in places else name).casefold()
    own = letters.sub(lambda found: places[found[0]], unicodedata.normalize("NFC", known))
    apart = unicodedata.normalize("NFKD", own).translate(_FILED_AS)
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    return plain.lstrip("".join({c for c in plain if not (c.isalnum() or ord(c) >= _BEHIND_ALL)})) or plain


def letter(name: str, language: str = "") -> str:
    """The heading a name is filed under: "A", "Å" where that is a letter, "Я", "م", "漢字", or "#"."""
    filed = fold(name, language)
    first = unicodedata.normalize("NFC", filed)[:1]
    if not first.isalpha():
        return OTHER
    if ord(filed[1:2] or " ") >= _BEHIND_ALL:
        own = next(own for own, place in _own(language)[1].items() if place == filed[:2])
        return own[:1].upper() + own[1:]
    script = unicodedata.name(first, "").partition(" ")[0].partition("-")[0]
    return _SCRIPTS.get(script, first.upper()[:1])


def in_order(things: Iterable[T], name: Callable[[T], str], language: str = "") -> list[T]:
    """Things by name, signs and digits first, in the alphabet of a language."""
    return sorted(things, key=lambda thing: _key(name(thing), language))


def by_letter(things: Iterable[T], name: Callable[[T], str], language: str = "") -> list[tuple[str, tuple[T, ...]]]:
    """Things by name, under their letters, each letter once."""
    filed: dict[str, list[T]] = {}
    for thing in in_order(things, name, language):
        filed.setdefault(letter(name(thing), language), []).append(thing)
    return [(heading, tuple(group)) for heading, group in filed.items()]


@lru_cache(maxsize=1 << 16)
def _key(name: str, language: str) -> tuple[bool, str, str]:
    return letter(name, language) != OTHER, fold(name, language), name


@lru_cache(maxsize=64)
def _own(language: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The letters of its own that a language has, longest first, and as what each is filed."""
    primary = language.replace("_", "-").partition("-")[0].casefold()
    places: dict[str, str] = {}
    for rule in f"{_EVERYWHERE} {_BEHIND.get(primary, '')}".split():
        before, *letters = rule.split("<")
        places |= {own: before + chr(_BEHIND_ALL + at) for at, own in enumerate(letters)}
    return re.compile("|".join(map(re.escape, sorted(places, key=len, reverse=True)))), places
