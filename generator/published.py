"""What has been published of each transcript: by its own ledger, or by a lost one that has its words."""

from collections.abc import Callable
from pathlib import Path

from generator import archive, sources
from generator.errors import Problem
from generator.ledger import ledger_path
from generator.model import Value
from generator.sources import Source, Text


class Past(Value):
    """The past of a transcript: what is known of its anchors, its earlier ids, and what is wrong with its ledger.

    With each earlier id stands how much of what was published there has been found here, from 0 to 1.
    """

    ledger: archive.Published | None = None
    was: tuple[tuple[str, float], ...] = ()
    problems: tuple[Problem, ...] = ()


class Ledgers:
    """Reads ledgers; what the lost ones tell is put together once for all transcripts that may be of them."""

    def __init__(self) -> None:
        self._lost: tuple[tuple[str, ...], archive.Lost] | None = None  # digests, and what they tell

    def past(self, place: Source, text: Text, load: Callable[[str], bytes], digest: Callable[[str], str]) -> Past:
        """The past of a transcript; `load` gives the bytes of one of the archive's files, `digest` a hash of them."""
        words = archive.spoken_words(text.reading.transcript)
        path, share = place.ledger, 1.0
        if path is None:
            path = _by_alias(place, text)
        if path is None:
            found = self._lost_of(place, load, digest).find(words)
            if found is None:
                return Past()
            path, share = ledger_path(found[0]), found[1]
        ledger, problems = sources.read_ledger(path, load)
        was = (*ledger.was, Path(path).stem)
        earlier = tuple((id, share) for id in dict.fromkeys(was) if id != text.id)
        return Past(archive.Published(ledger, words), earlier, problems)

    def _lost_of(self, place: Source, load: Callable[[str], bytes], digest: Callable[[str], str]) -> archive.Lost:
        digests = tuple(f"{path}\0{digest(path)}" for path in place.lost)
        if self._lost is None or self._lost[0] != digests:
            ledgers = {Path(path).stem: sources.read_ledger(path, load)[0] for path in place.lost}
            self._lost = digests, archive.Lost(ledgers)
        return self._lost[1]


def _by_alias(place: Source, text: Text) -> str | None:
    """The lost ledger of one of the earlier ids that the front matter gives."""
    names = (alias.rpartition("/")[2].removesuffix(".html") for alias in text.reading.transcript.meta.aliases)
    return next((path for name in names if (path := ledger_path(name)) in place.lost), None)
