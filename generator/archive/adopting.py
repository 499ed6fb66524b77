"""Transcripts under a new name: ledgers that no transcript goes with, and the transcripts that have their words."""

from collections.abc import Iterable, Mapping

from generator import sketches
from generator.archive.following import Words
from generator.ledger import Ledger
from generator.sketches import Sketch

_ENOUGH = 0.2  # of what a ledger tells of its words; even where each third word is new, more is left
_FEW = 6  # groups of words below which short passages tell too

Trait = int | tuple[int, str]  # a group of words, or the length and digest of a short passage


class Lost:
    """Ledgers without a transcript, by the id it had."""

    def __init__(self, ledgers: Mapping[str, Ledger]) -> None:
        self._sizes: dict[str, int] = {}
        self._index: dict[Trait, list[str]] = {}
        for id, ledger in ledgers.items():
            traits = set(_traits([one.sketch for one in ledger.anchors if one.sketch and not one.former]))
            self._sizes[id] = len(traits)
            for trait in traits:
                self._index.setdefault(trait, []).append(id)

    def find(self, words: Words) -> tuple[str, float] | None:
        """The id under which most of these words were published, and how much of what is known of it was found."""
        found: dict[str, set[Trait]] = {}
        for paragraph in (paragraph for turn in words for paragraph in turn):
            short: list[Trait] = [(len(paragraph), sketches.digest(paragraph))] if paragraph else []
            for trait in (*short, *sketches.groups(paragraph)):
                for id in self._index.get(trait, ()):
                    found.setdefault(id, set()).add(trait)
        shares = {id: len(traits) / self._sizes[id] for id, traits in found.items()}
        likely = [id for id, share in shares.items() if share >= _ENOUGH and (len(found[id]) > 1 or share == 1)]
        best = max(likely, key=lambda id: (len(found[id]), shares[id], id), default=None)
        return None if best is None else (best, shares[best])


def _traits(passages: Iterable[Sketch]) -> Iterable[Trait]:
    known = list(passages)
    groups = [group for passage in known for group in passage.groups]
    yield from groups
    if len(groups) < _FEW:
        yield from ((passage.words, passage.digest) for passage in known if passage.digest)
