"""Names that may be of one person: nearly the same, with initials, without the first name, with another title."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from generator.names import fold

_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady hon rev fr sen rep gov herr frau m mme sr sra don doña".split()
)
NEARLY = "nearly the same name"
_NEAR = 0.86  # how alike names must be: "Jerod Santo" and "Jerod Sant", not "Ada Lind" and "Ida Lund"
_NEAR_WORD = 0.7  # the word that differs: "Lind" and "Lynd", not "Ada" and "Ida"
_MOST = 500  # names with a beginning in common that are compared with one


class Alike:
    """Finds the names that may be of one person; only those that share a beginning of a word are compared."""

    def __init__(self, all_names: Iterable[str]) -> None:
        self._words = {name: words_of(name) for name in all_names}
        self._by_start: dict[str, list[str]] = {}
        self._surnames: dict[str, list[str]] = {}
        self._initials: dict[str, list[str]] = {}
        self._single: dict[str, list[str]] = {}
        for name, words in self._words.items():
            for start in dict.fromkeys(word[:3] for word in words):
                self._by_start.setdefault(start, []).append(name)
            if len(words) == 1:
                self._single.setdefault(words[0], []).append(name)
            else:
                self._surnames.setdefault(words[-1], []).append(name)
                self._initials.setdefault("".join(word[0] for word in words), []).append(name)

    def of(self, name: str) -> dict[str, str]:
        """The names like this one, each with the reason."""
        words = self._words[name]
        found: dict[str, str] = {}
        for start in dict.fromkeys(word[:3] for word in words):
            for other in self._by_start.get(start, ())[:_MOST]:
                if other != name and (why := self._why(words, self._words[other])):
                    found.setdefault(other, why)
        if len(words) == 1 and " " not in name.strip() and len(name) <= 5:
            for other in self._initials.get(words[0], ()) if self._is_one(words[0]) else ():
                found.setdefault(other, f"“{name}” may be initials")
        initials = "".join(word[0] for word in words)
        if len(initials) > 1 and self._is_one(initials):
            for other in self._single.get(initials, ()):
                found.setdefault(other, f"“{other}” may be initials")
        return found

    def _is_one(self, initials: str) -> bool:
        """Whether all names with these initials look like the same one."""
        alike = self._initials.get(initials, [])
        return all(self._why(self._words[alike[0]], self._words[other]) for other in alike[1:])

    def _why(self, one: tuple[str, ...], two: tuple[str, ...]) -> str:
        if one == two:
            return "the same name with another title or in other letters"
        short, long = sorted((one, two), key=len)
        if len(short) == 1 and len(long) > 1 and short[0] == long[-1]:
            return "the same surname" if len(self._surnames.get(short[0], ())) == 1 else ""
        if len(short) > 1 and short[-1] == long[-1] and short[0][0] == long[0][0]:
            if len(short[0]) == 1 or len(long[0]) == 1:
                return "the same surname and initial"
            if short[0] == long[0]:
                return "the same first name and surname"
        if len(short) > 1 and len(short) == len(long):
            apart = [(a, b) for a, b in zip(short, long, strict=True) if a != b]
            near = len(apart) == 1 and min(map(len, apart[0])) > 2 and _ratio(*apart[0]) >= _NEAR_WORD
            if near and _ratio(" ".join(short), " ".join(long)) >= _NEAR:
                return NEARLY
        return ""


def _ratio(one: str, two: str) -> float:
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without titles."""
    words = tuple(re.sub(r"[^\w'’-]", "", word) for word in fold(name).split())
    kept = tuple(word for word in words if word and word not in _TITLES)
    return kept or tuple(filter(None, words)) or (fold(name) or "?",)
