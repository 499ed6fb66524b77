"""Finding the names of registered people and organisations in speech: whole names, as they are written, the longest.

A name that lies inside of another one is none: "Ada Brook" is not in "Ada Brook Street", nor in a topic's longer term.
"""

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from generator import routes
from generator.archive.outline import around
from generator.config import Registries, Settings
from generator.model import Hit, PersonEntry, Spot, Transcript, Turn, Value
from generator.names import fold

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HYPHENS, _APOSTROPHES = "-\u2010\u2011", "'\u2019"
_ABBREVIATED = frozenset("mr mrs ms dr st prof rev sen gov gen rep hon".split())
_NOUNS = ("de", "lb")  # languages in which a word with a capital need not be a name


class _Name(Value):
    words: tuple[str, ...]
    joints: tuple[str, ...]  # what stands between them: one less
    kind: str
    id: str


_Span = tuple[int, int, str, str]  # from where to where; kind, id


class Names:
    """The names of an archive's registered people, and of the bodies they belong to, by their first word.

    None of people who have no page, of people one word of whose name is all that is known, and of two who share it.
    """

    def __init__(self, registries: Registries, settings: Settings) -> None:
        self._language = settings.language
        meant: dict[str, set[tuple[str, str]]] = {}
        for text, kind, id in _names(registries.people, settings.people.listed) if settings.people.mentions else ():
            meant.setdefault(text, set()).add((kind, id))
        self._unspaced: list[tuple[str, str, str]] = []
        self._spaced: dict[tuple[str, ...], _Name] = {}  # by its words
        self._sizes: dict[str, list[int]] = {}  # of the names that begin with a word, the longest first
        for text, of in sorted(meant.items()):
            if len(of) > 1:
                continue
            ((kind, id),) = of
            if _UNSPACED.search(text):
                self._unspaced.append((text, kind, id))
                continue
            places = list(_WORD.finditer(text))
            words = tuple(place[0] for place in places)
            joints = tuple(_joint(text, a, b) for a, b in pairwise(places))
            for written in dict.fromkeys((words, tuple(word.upper() for word in words))):
                self._spaced.setdefault(written, _Name(written, joints, kind, id))
        for words in self._spaced:
            self._sizes[words[0]] = sorted({*self._sizes.get(words[0], ()), len(words)}, reverse=True)
        self._unspaced.sort(key=lambda name: (-len(name[0]), name))

    def add_to(self, hits: tuple[Hit, ...], transcript: Transcript) -> tuple[Hit, ...]:
        """The hits of terms in a transcript and those of names, in order; of two that lie in each other the longer."""
        if not self._spaced and not self._unspaced:
            return hits
        terms: dict[tuple[int, int], list[Hit]] = {}
        for hit in hits:
            terms.setdefault((hit.spot.turn, hit.spot.paragraph), []).append(hit)
        nouns = (transcript.meta.language or self._language).casefold().startswith(_NOUNS)
        found: list[Hit] = []
        turns = (item for item in transcript.items if isinstance(item, Turn))
        for number, turn in enumerate(turns):
            for paragraph, block in enumerate(turn.blocks):
                here = terms.get((number, paragraph), [])
                extents = [(hit.spot.start, hit.spot.end) for hit in here]
                spans = [span for span in self._spans(block.text, nouns) if not _is_within(span[:2], extents)]
                names = [span[:2] for span in spans]
                found += (hit for hit in here if not _is_within((hit.spot.start, hit.spot.end), names))
                for start, end, kind, id in spans:
                    excerpt, match = around(block.text, start, end)
                    spot = Spot(number, paragraph, start, end)
                    found.append(Hit(kind, id, spot, excerpt, match))  # type: ignore[arg-type]
        return tuple(sorted(found, key=_place))

    def _spans(self, text: str, nouns: bool) -> Iterator[_Span]:
        words = _WORD.findall(text)
        if not self._sizes.keys().isdisjoint(words):
            places = list(_WORD.finditer(text))
            at = 0
            while at < len(words):
                known = (self._spaced.get(tuple(words[at : at + size])) for size in self._sizes.get(words[at], ()))
                name = next((name for name in known if name and _stands(name, text, places, at, nouns)), None)
                if name:
                    yield places[at].start(), places[at + len(name.words) - 1].end(), name.kind, name.id
                at += len(name.words) if name else 1
        if self._unspaced and _UNSPACED.search(text):
            yield from _as_they_stand(text, self._unspaced)


def _names(people: Iterable[PersonEntry], listed: bool) -> Iterator[tuple[str, str, str]]:
    """Every name with what it is of; a person by more than one word, an organisation also without its article."""
    people = tuple(people)
    offices = {fold(role.name) for person in people for role in person.roles}
    for person in people:
        for name in (person.name, *person.also) if listed and person.listed else ():
            # One word alone is too often another person's name, and an office is held by one after the other.
            whole = (_UNSPACED.search(name) and len(name) > 1) or len(_WORD.findall(name)) > 1
            if whole and fold(name) not in offices:
                yield name, "person", person.id
        for body in (person.affiliation, *(role.affiliation for role in person.roles)):
            if body:
                yield from ((name, "organisation", routes.slugify(body)) for name in _with_article(body))


def _with_article(name: str) -> Iterator[str]:
    yield name
    article, _, rest = name.partition(" ")
    if article.casefold() == "the" and rest:
        yield f"the {rest}"
        if len(_WORD.findall(rest)) > 1:
            yield rest


def _stands(name: _Name, text: str, places: list[re.Match[str]], at: int, nouns: bool) -> bool:
    """Whether a name whose words begin at a place is there, whole, and no part of a longer one."""
    last = at + len(name.words) - 1
    if any(_joint(text, places[at + n], places[at + n + 1]) != joint for n, joint in enumerate(name.joints)):
        return False
    start, end = places[at].start(), places[last].end()
    before, after = text[start - 1 : start], text[end : end + 2]
    if (before and before in _HYPHENS) or (after[:1] in _HYPHENS and after[1:].isalnum()):
        return False
    if after and unicodedata.category(after[0]) in ("Mn", "Mc"):
        return False
    following = places[last + 1][0] if last + 1 < len(places) and places[last + 1].start() == end + 1 else ""
    goes_on = after[:1] == " " and following[:1].isupper() and len(following) > 1
    shouted = all(word.isupper() for word in name.words)
    return nouns or shouted or name.kind != "person" or not goes_on


def _joint(text: str, one: re.Match[str], other: re.Match[str]) -> str:
    """What stands between two words, without differences of typography."""
    between = text[one.end() : other.start()]
    if between in (" ", "\n", "\u00a0", "\u202f"):
        return " "
    if between in _HYPHENS:
        return "-"
    if between in _APOSTROPHES:
        return "'"
    joint = " ".join(between.split())
    abbreviated = len(one[0]) == 1 or one[0].casefold() in _ABBREVIATED
    return (joint.removeprefix(".") or " ") if abbreviated else joint or " "


def _as_they_stand(text: str, names: Iterable[tuple[str, str, str]]) -> Iterator[_Span]:
    taken: set[int] = set()
    for name, kind, id in names:
        at = text.find(name)
        while at >= 0:
            if taken.isdisjoint(range(at, at + len(name))):
                taken.update(range(at, at + len(name)))
                yield at, at + len(name), kind, id
            at = text.find(name, at + len(name))


def _is_within(stretch: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    """Whether one of others that stand one behind the other, in order, holds a stretch and is longer."""
    start, end = others[max(bisect_right(others, (stretch[0], sys.maxsize)) - 1, 0)] if others else (0, 0)
    return start <= stretch[0] and stretch[1] <= end and (start, end) != stretch


def _place(hit: Hit) -> tuple[int, int, int, int, str, str]:
    spot = hit.spot
    return spot.turn, spot.paragraph, spot.start, spot.end, hit.kind, hit.id
