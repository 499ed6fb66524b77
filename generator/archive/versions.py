"""Several texts of one event: which is another text of which; and whether corrections concern what is there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.errors import Guesses, Place, Problem, problem
from generator.model import Entry, Outline, Resolution, TurnFacts


class Variants:
    """Which transcript is another text of which, as far as what they say makes sense; `problems` tells the rest.

    `former` are earlier ids of transcripts that have been published, and their ids.
    """

    def __init__(self, entries: Sequence[Entry], former: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self._entries: Mapping[str, Entry] = {entry.id: entry for entry in entries}
        self._renamed = {old: entry.id for entry in reversed(entries) for old in _old_ids(entry)} | dict(former)
        self._guesses = Guesses()
        found = {entry.id: id for entry in entries if (id := self._original(entry))}
        circles = _circles(found)
        self.problems += [self._circular(id, circle) for id, circle in circles.items()]
        self.pairs = tuple((id, original) for id, original in found.items() if id not in circles)

    def _original(self, entry: Entry) -> str | None:
        """The id of the transcript of which this is another text, also where it has been renamed since."""
        id = entry.meta.variant_of
        if not id:
            return None
        if id in self._entries:
            return id
        if id in self._renamed:
            return self._renamed[id]
        meant = self._guesses.nearest(id, self._entries)
        hint = f"Did you mean {meant}?" if meant else "Give the name of the other transcript's file without its ending."
        self.problems.append(problem("unknown-variant", _place(entry), id=id, hint=hint))
        return None

    def _circular(self, id: str, circle: Sequence[str]) -> Problem:
        entry = self._entries[id]
        told = " → ".join((*circle, circle[0]))
        return problem("variant-circle", _place(entry), id=entry.meta.variant_of, circle=told)


def _place(entry: Entry) -> Place:
    return Place(entry.path, 1, words=f"variant-of: {entry.meta.variant_of}")


def _old_ids(entry: Entry) -> Iterator[str]:
    """The ids that a transcript's old addresses were made from."""
    for alias in entry.meta.aliases:
        name = alias.strip().rstrip("/").rpartition("/")[2]
        yield name.removesuffix(".html").removesuffix(".htm")


def _circles(originals: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The transcripts that are, by way of others, another text of themselves: each with all of its circle."""
    found: dict[str, tuple[str, ...]] = {}
    done: set[str] = set()
    for start in originals:
        way: dict[str, None] = {}
        at = start
        while at in originals and at not in done and at not in way:
            way[at] = None
            at = originals[at]
        if at in way:
            row = tuple(way)
            circle = row[row.index(at) :]
            found |= dict.fromkeys(circle, circle)
        done.update(way)
    return found


def places(resolution: Resolution, paragraphs: Iterable[int]) -> Iterator[tuple[str, TurnFacts | None]]:
    """Every anchor of a transcript, whose turns have so many paragraphs each, but for those of notes and sections;
    with its turn. Those of what is gone lead on, and have none."""
    for index, (facts, count) in enumerate(zip(resolution.turns, paragraphs, strict=True)):
        yield facts.anchor, facts
        chosen = resolution.paragraphs[index] if resolution.paragraphs else ()
        for anchor in chosen or (f"{facts.anchor}.p{number}" for number in range(1, count + 1)):
            yield anchor, facts
    for former in resolution.former:
        yield former.anchor, None


def unplaced(outline: Outline, resolution: Resolution) -> Iterator[Problem]:
    """The corrections that concern what is not there."""
    corrections = [correction for correction in outline.meta.corrections if correction.turn]
    if not corrections:
        return
    known = {*resolution.sections, *(anchor for anchor, _ in places(resolution, [t.paragraphs for t in outline.turns]))}
    guesses = Guesses()
    for correction in corrections:
        anchor = correction.turn or ""
        if anchor not in known:
            meant = guesses.nearest(anchor, known)
            hint = f"Did you mean {meant}?" if meant else "Copy the anchor from the address behind the ¶ of the turn."
            place = Place(outline.path, 1, words=f"turn: {anchor}")
            yield problem("unplaced-correction", place, date=correction.date, turn=anchor, hint=hint)
