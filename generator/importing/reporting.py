"""What an import comes to: turns, speakers, words, and what was doubtful and where."""

from collections.abc import Iterable

from generator.archive.outline import word_count
from generator.errors import CATALOGUE, Problem
from generator.importing.proposals import Voice
from generator.model import Transcript, Turn, Value

_PLACES = 5  # of one kind of doubt that are named


class Size(Value):
    """How much there is in a transcript."""

    turns: int = 0
    speakers: int = 0
    words: int = 0


def size(transcript: Transcript, voices: Iterable[Voice]) -> Size:
    """How much there is in a transcript in which these speak."""
    turns = [item for item in transcript.items if isinstance(item, Turn)]
    speakers = sum(1 for voice in voices if voice.turns)
    return Size(len(turns), speakers, sum(word_count(block.text) for turn in turns for block in turn.blocks))


class Report:
    """Sums up many files, and of what was doubtful keeps numbers and a few places, so that memory stays flat."""

    def __init__(self) -> None:
        self.files: dict[str, int] = {}
        self.turns = 0
        self.words = 0
        self._numbers: dict[str, int] = {}
        self._places: dict[str, list[str]] = {}

    def add(self, status: str, size: Size, problems: Iterable[Problem]) -> None:
        """Count one file in."""
        self.files[status] = self.files.get(status, 0) + 1
        if status not in ("skipped", "refused"):
            self.turns += size.turns
            self.words += size.words
        for found in problems:
            self._numbers[found.code] = self._numbers.get(found.code, 0) + 1
            places = self._places.setdefault(found.code, [])
            if found.place and len(places) < _PLACES:
                places.append(":".join(str(part) for part in (found.place.path, found.place.line) if part))

    @property
    def doubts(self) -> tuple[str, ...]:
        """A line for each kind of doubt: how often, and where."""
        lines = []
        for code, number in sorted(self._numbers.items(), key=lambda pair: (-pair[1], pair[0])):
            places = self._places[code]
            more = f" and {number - len(places):,} more" if number > len(places) else ""
            message = CATALOGUE[code].message
            what = code if "{" in message else message.rstrip(".")
            lines.append(f"{number:,} × {what}: {', '.join(places)}{more}")
        return tuple(lines)
