"""Notes on their words: placed where one place is theirs for certain, reported where there is none or more than one."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, takewhile

import msgspec

from generator import routes
from generator.archive.people import Directory, role_on
from generator.archive.quotes import is_sure
from generator.config import NoteKind
from generator.errors import Place, Problem, nearest, problem
from generator.model import Author, Candidate, Former, NoteOutline, Outline, PlacedNote, PlacedTarget, Selector, Spot


class Placing:
    """The notes of one transcript, given the anchors of its turns and sections."""

    def __init__(
        self,
        outline: Outline,
        turns: Sequence[str],
        sections: Sequence[str],
        kinds: Sequence[NoteKind],
        directory: Directory,
        former: Sequence[Former] = (),
    ) -> None:
        self.problems: list[Problem] = []
        self._turns: Mapping[str, int] = {
            **{one.anchor: one.turn for one in former if one.kind == "turn" and not one.gone},
            **{anchor: number for number, anchor in enumerate(turns)},
        }
        self._anchors = turns
        self._sections = frozenset(sections)
        self._kinds = [kind.id for kind in kinds]
        self._directory = directory
        order = {anchor: turn.item for anchor, turn in zip(turns, outline.turns, strict=True)}
        order |= {anchor: part.item for anchor, part in zip(sections, outline.sections, strict=True)}
        found = [placed for note in outline.notes for placed in self._place(note)]
        found.sort(key=lambda placed: _key(placed.targets[0], order))
        self.notes = tuple(msgspec.structs.replace(placed, number=n) for n, placed in enumerate(found, 1))

    def _place(self, outline: NoteOutline) -> Iterator[PlacedNote]:
        """The note on all of its targets; one that has lost any is left out, for it may speak of all of them."""
        place = Place(outline.path, outline.position.line, outline.position.column)
        note = outline.note
        if note.kind not in self._kinds:
            meant = nearest(note.kind, self._kinds)
            hint = (
                f"Did you mean {meant}?" if meant else f"Kinds: {', '.join(self._kinds)}; more go into onrecord.toml."
            )
            self.problems.append(problem("unknown-note-kind", place, kind=note.kind, hint=hint))
            return
        targets = [self._target(outline, number, place) for number in range(len(outline.selectors))]
        if targets and None not in targets:
            yield PlacedNote(note, 0, tuple(filter(None, targets)), author(note.by, note.date, self._directory))

    def _target(self, outline: NoteOutline, number: int, place: Place) -> PlacedTarget | None:
        selector, candidates = outline.selectors[number], outline.candidates[number]
        if selector and not selector.quote:
            turn = selector.turn or ""
            if turn in self._turns:
                return PlacedTarget(self._anchors[self._turns[turn]])
            if not turn or turn in self._sections:
                return PlacedTarget(turn or None)
            self._orphan(outline, number, [], place)
            return None
        fitting = chosen(selector, candidates, self._turns.get) if selector else candidates
        if len(fitting) != 1:
            self._orphan(outline, number, fitting, place)
            return None
        spots = fitting[0].spots
        return PlacedTarget(self._anchors[spots[0].turn], spots, outline.quotes[number])

    def _orphan(self, outline: NoteOutline, number: int, fitting: Sequence[Candidate], place: Place) -> None:
        selector = outline.selectors[number] or Selector()
        there = outline.candidates[number]
        if fitting:
            why = f"its words stand in {len(fitting)} places"
            hint = f"Add `before`, `after` or `turn` to tell the places apart: {self._turns_of(fitting)}."
        elif not selector.quote:
            why = f"there is no turn and no section “{selector.turn}”"
            meant = nearest(selector.turn or "", [*self._turns, *self._sections])
            hint = f"Did you mean {meant}?" if meant else "Correct `turn`, or delete the note."
        elif there:
            why = "its words stand there, but not in its turn or between the words before and after it"
            hint = f"They are in {self._turns_of(there)}. Correct `turn`, `before` and `after` if that is the place."
        else:
            why = "its words are not in the text"
            near = [
                f"{'now reads ' if found.now else ''}“{found.words}” (#{self._anchors[found.turn]})"
                for found in outline.near[number]
            ]
            hint = f"Nearest: {'; '.join(near)}." if near else "Correct the quote, or delete the note."
        quote = selector.quote or selector.turn or outline.note.id
        self.problems.append(problem("orphaned-note", place, quote=quote[:80], why=why, hint=hint))

    def _turns_of(self, candidates: Sequence[Candidate]) -> str:
        """The first few turns of some places, as people find them."""
        anchors = list(dict.fromkeys(self._anchors[one.spots[0].turn] for one in candidates[:_MANY]))
        return ", ".join(f"#{anchor}" for anchor in anchors[:_NAMED]) + (", …" if len(anchors) > _NAMED else "")


_NAMED = 3  # turns that a message names
_MANY = 100


def chosen(
    selector: Selector, candidates: Sequence[Candidate], turn_of: Callable[[str], int | None]
) -> Sequence[Candidate]:
    """Those of the places with a quote's words that it is meant for; one is found, more are ambiguous.

    A place must have all that the selector says of it. Only where the words on one side of it have changed, those on
    the other tell it still, if they are enough and the quote stands nowhere else.
    """
    given = bool(selector.before) + bool(selector.after)
    fitting: Sequence[Candidate] = candidates
    if given:
        fitting = [one for one in candidates if one.context == given]
    if not fitting and given == 2 and len(candidates) == 1 and _is_held(selector, candidates[0]):
        fitting = candidates
    if selector.turn:
        turn = turn_of(selector.turn)
        first = bisect_left(fitting, -1 if turn is None else turn, key=_turn)
        fitting = list(takewhile(lambda one: _turn(one) == turn, islice(fitting, first, None)))
    if selector.until:
        fitting = [one for one in fitting if one.spots[-1].turn == turn_of(selector.until)]
    return fitting


def _turn(candidate: Candidate) -> int:
    return candidate.spots[0].turn


def _is_held(selector: Selector, candidate: Candidate) -> bool:
    return candidate.context == 1 and is_sure(selector.before) and is_sure(selector.after)


def author(by: str | None, date: str | None, directory: Directory) -> Author | None:
    """Who wrote a note: somebody registered whose id, name or other name it gives, else whoever it says."""
    if not by:
        return None
    named = directory.named(by)
    entry = directory.by_id.get(by) or (named[0] if len(named) == 1 else None)
    if entry is None:
        return Author(routes.slugify(by), by)
    role = role_on(entry, date) or (entry.roles[-1] if entry.roles else None)
    return Author(entry.id, entry.name, role.name if role else "")


def _key(target: PlacedTarget, order: Mapping[str, int]) -> tuple[int, ...]:
    spot: Spot | None = target.spots[0] if target.spots else None
    at = (spot.turn, spot.paragraph, spot.start) if spot else ()
    return (order.get(target.anchor or "", -1), *at)
