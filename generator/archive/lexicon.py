"""Finding the terms of topics in speech: whole words, the longest match. `mentions` finds names."""

import re
from collections.abc import Iterable, Iterator

from generator.archive.outline import around
from generator.config import Registries
from generator.model import Hit, Spot, Transcript, Turn, Value

_WORD = re.compile(r"\w+")
# Scripts that are written without blanks between words: their terms are looked for as they stand.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class Term(Value):
    """Words that mean something."""

    words: tuple[str, ...]  # folded
    kind: str
    id: str


class Lexicon(Value):
    """All terms: by their first word, the longest first; and those of scripts without blanks."""

    spaced: dict[str, tuple[Term, ...]]
    unspaced: tuple[tuple[str, str, str], ...]  # text, kind, id


def lexicon(registries: Registries) -> Lexicon:
    """The lexicon of an archive."""
    spaced: dict[str, list[Term]] = {}
    unspaced: list[tuple[str, str, str]] = []
    for text, kind, id in sorted(set(_phrases(registries))):
        words = tuple(_WORD.findall(text.casefold()))
        if _UNSPACED.search(text):
            unspaced.append((text, kind, id))
        elif words:
            spaced.setdefault(words[0], []).append(Term(words, kind, id))
    ordered = {
        first: tuple(sorted(terms, key=lambda t: (-len(t.words), t.kind, t.id))) for first, terms in spaced.items()
    }
    return Lexicon(ordered, tuple(sorted(unspaced, key=lambda entry: (-len(entry[0]), entry))))


def _phrases(registries: Registries) -> Iterator[tuple[str, str, str]]:
    for topic in registries.topics:
        yield from ((term, "topic", topic.id) for term in topic.terms)


def hits(transcript: Transcript, known: Lexicon) -> tuple[Hit, ...]:
    """Where terms occur in the turns of a transcript, in order."""
    if not known.spaced and not known.unspaced:
        return ()
    found: list[Hit] = []
    turns = (item for item in transcript.items if isinstance(item, Turn))
    for number, turn in enumerate(turns):
        for paragraph, block in enumerate(turn.blocks):
            spans = sorted((*_spaced(block.text, known), *_unspaced(block.text, known)))
            found += (_hit(block.text, number, paragraph, *span) for span in spans)
    return tuple(found)


def _hit(text: str, turn: int, paragraph: int, start: int, end: int, kind: str, id: str) -> Hit:
    excerpt, match = around(text, start, end)
    return Hit(kind, id, Spot(turn, paragraph, start, end), excerpt, match)  # type: ignore[arg-type]


def _spaced(text: str, known: Lexicon) -> Iterable[tuple[int, int, str, str]]:
    if not known.spaced:
        return
    words = [(match.start(), match.end(), match[0].casefold()) for match in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        longest = 0
        for term in known.spaced.get(words[at][2], ()):
            size = len(term.words)
            if size < longest:
                break
            if tuple(word for _, _, word in words[at : at + size]) == term.words:
                longest = size
                yield words[at][0], words[at + size - 1][1], term.kind, term.id
        at += max(longest, 1)


def _unspaced(text: str, known: Lexicon) -> Iterable[tuple[int, int, str, str]]:
    taken: set[int] = set()
    for term, kind, id in known.unspaced:
        at = text.find(term)
        while at >= 0:
            if at not in taken:
                taken.update(range(at, at + len(term)))
                yield at, at + len(term), kind, id
            at = text.find(term, at + len(term))
