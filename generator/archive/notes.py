"""Notes on their words: placed where there is one place, reported where there is none or more than one."""

from collections.abc import Iterator, Mapping, Sequence

from generator.config import NoteKind
from generator.errors import Place, Problem, nearest, problem
from generator.model import Former, NoteOutline, Outline, PlacedNote, Selector, Spot


class Placing:
    """The notes of one transcript, given the anchors of its turns and sections."""

    def __init__(
        self,
        outline: Outline,
        turns: Sequence[str],
        sections: Sequence[str],
        kinds: Sequence[NoteKind],
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
        found = [placed for note in outline.notes for placed in self._place(note)]
        order = {anchor: turn.item for anchor, turn in zip(turns, outline.turns, strict=True)}
        order |= {anchor: part.item for anchor, part in zip(sections, outline.sections, strict=True)}
        found.sort(
            key=lambda placed: (order.get(placed.anchor or "", -1), (placed.spots[:1] and _key(placed.spots[0])) or ())
        )
        self.notes = tuple(PlacedNote(p.note, p.anchor, p.spots, n, p.quote) for n, p in enumerate(found, 1))

    def _place(self, outline: NoteOutline) -> Iterator[PlacedNote]:
        place = Place(outline.path, outline.position.line, outline.position.column)
        note = outline.note
        if note.kind not in self._kinds:
            meant = nearest(note.kind, self._kinds)
            hint = (
                f"Did you mean {meant}?" if meant else f"Kinds: {', '.join(self._kinds)}; more go into onrecord.toml."
            )
            self.problems.append(problem("unknown-note-kind", place, kind=note.kind, hint=hint))
            return
        whole = [selector for selector in outline.selectors if selector and not selector.quote]
        spots: list[Spot] = []
        words: list[str] = []
        for selector, quote, stretches in zip(outline.selectors, outline.quotes, outline.stretches, strict=True):
            if selector and not selector.quote:
                continue
            fitting = [stretch for stretch in stretches if self._fits(selector, stretch)]
            if len(fitting) != 1:
                self._orphan(outline, selector, len(fitting), place)
                return
            spots += fitting[0]
            words += [quote] if quote else []
        if spots:
            yield PlacedNote(note, self._anchors[spots[0].turn], tuple(spots), 0, " … ".join(words))
            return
        turn = whole[0].turn if whole else None
        if turn and turn not in self._turns and turn not in self._sections:
            self._orphan(outline, whole[0], 0, place)
        elif whole:
            anchor = self._anchors[self._turns[turn]] if turn and turn in self._turns else turn
            yield PlacedNote(note, anchor, (), 0, "")

    def _fits(self, selector: Selector | None, stretch: tuple[Spot, ...]) -> bool:
        if not selector or not selector.turn:
            return True
        return self._turns.get(selector.turn) == stretch[0].turn

    def _orphan(self, outline: NoteOutline, selector: Selector | None, fitting: int, place: Place) -> None:
        quote = (selector.quote or selector.turn if selector else None) or outline.note.id
        if fitting:
            hint = "Add `before`, `after` or `turn` to tell the places apart."
            why = f"its words stand in {fitting} places"
        else:
            near = "; ".join(f"“{words}…”" for words in outline.near)
            hint = f"Nearest: {near}." if near else "Correct the quote, or delete the note."
            why = "its words are not in the text"
        self.problems.append(problem("orphaned-note", place, quote=quote[:80], why=why, hint=hint))


def _key(spot: Spot) -> tuple[int, int, int]:
    return spot.turn, spot.paragraph, spot.start
