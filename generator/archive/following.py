"""From the ledger to a text as it is now: which turn, paragraph and section each published anchor is the id of, and
where those stand that nothing has as its id any more."""

import re
from collections.abc import Iterable, Sequence

from generator.archive.matching import Found, Matching, Passage, increasing
from generator.ledger import Ledger, Published
from generator.model import Former, Outline, Transcript, Turn, Value
from generator.sketches import Sketch, words_of

_REVIVES = 3  # a turn takes up a former id again where one in so many of its words were under it
_MANY = 50  # published words below which their loss tells nothing
_PARAGRAPH = re.compile(r"(.+)\.p\d+")
_NOTHING = Sketch(0)

Words = tuple[tuple[tuple[str, ...], ...], ...]  # of each paragraph of each turn


class Followed(Value):
    """The published anchors that turns, paragraphs and sections keep, None for what is new; and where the others are.

    Among the `former` are all notes: which of them are still there is not known here.
    """

    turns: tuple[str | None, ...]
    paragraphs: tuple[tuple[str | None, ...], ...]
    sections: tuple[str | None, ...]
    former: tuple[Former, ...]
    share: float  # of the published words that were found; 1 where there are only a few


def spoken_words(transcript: Transcript) -> Words:
    """The words of each paragraph of each turn."""
    turns = (item for item in transcript.items if isinstance(item, Turn))
    return tuple([tuple([tuple(words_of(block.text)) for block in turn.blocks]) for turn in turns])


def follow(ledger: Ledger, outline: Outline, speakers: Sequence[str | None], words: Words) -> Followed:
    """Find what a ledger tells of in a transcript of this outline, these speakers and these words."""
    return _Following(ledger, outline, speakers, words).followed()


class _Published:
    """What the ledger has, as lists. A turn has the paragraphs below it; one that is former has those of its name."""

    def __init__(self, anchors: Iterable[Published]) -> None:
        self.turns: list[Published] = []
        self.members: list[list[int]] = []  # of each turn: passages
        self.passages: list[Passage] = []
        self.paragraphs: dict[str, int] = {}  # anchor → passage
        self.sections: list[Published] = []
        self.own: dict[str, list[int]] = {}  # anchor of a turn → the paragraphs of its name
        alive = -1  # the turn whose paragraphs these are
        for one in anchors:
            if one.kind == "section":
                self.sections.append(one)
            elif one.kind == "turn":
                if not one.former:
                    self._close(alive)
                    alive = len(self.turns)
                self.turns.append(one)
                self.members.append([])
            elif one.kind == "paragraph":
                number = self._paragraph(one, alive)
                if found := _PARAGRAPH.fullmatch(one.anchor):
                    self.own.setdefault(found[1], []).append(number)
        self._close(alive)
        for number, turn in enumerate(self.turns):
            if turn.former:
                self.members[number] = self.own.get(turn.anchor, [])

    def _paragraph(self, one: Published, turn: int) -> int:
        number = len(self.passages)
        speaker = self.turns[turn].speaker or "" if turn >= 0 else ""
        self.passages.append(Passage(one.sketch or _NOTHING, speaker, one.former))
        self.paragraphs[one.anchor] = number
        if turn >= 0 and not one.former:
            self.members[turn].append(number)
        return number

    def _close(self, turn: int) -> None:
        """A turn without paragraphs has one of no words."""
        if turn >= 0 and not self.members[turn]:
            self.members[turn].append(len(self.passages))
            self.passages.append(Passage(_NOTHING, self.turns[turn].speaker or ""))


class _Following:
    """The work of `follow`; turns and paragraphs are numbers, those of paragraphs run through the transcript."""

    def __init__(self, ledger: Ledger, outline: Outline, speakers: Sequence[str | None], words: Words) -> None:
        self._ledger = ledger
        self._outline = outline
        self._old = _Published(ledger.anchors)
        self._numbers = {turn.anchor: number for number, turn in enumerate(self._old.turns)}
        self._first: list[int] = []  # the first paragraph of each turn
        self._turn_of: list[int] = []
        found: list[Found] = []
        for turn, (paragraphs, speaker) in enumerate(zip(words, speakers, strict=True)):
            self._first.append(len(found))
            found += (Found(paragraph, speaker or "") for paragraph in paragraphs or ((),))
            self._turn_of += [turn] * (len(found) - len(self._turn_of))
        self._found = found
        self._counts = [len(paragraphs) for paragraphs in words]
        self._matching = Matching(self._old.passages, found)

    def followed(self) -> Followed:
        turns, place_of = self._turns()
        paragraphs = self._paragraphs()
        sections = self._sections()
        kept = {*turns, *sections, *(anchor for of in paragraphs for anchor in of)}
        return Followed(tuple(turns), paragraphs, sections, tuple(self._former(kept, place_of)), self._share())

    def _turns(self) -> tuple[list[str | None], dict[int, int]]:
        """The anchor each turn keeps, and old turn → the paragraph where most of its words are."""
        place_of: dict[int, int] = {}
        claims: dict[int, list[tuple[bool, float, int]]] = {}
        for number in range(len(self._old.turns)):
            by_paragraph, former = self._words_of(number)
            by_turn: dict[int, float] = {}
            for new, words in by_paragraph.items():
                by_turn[self._turn_of[new]] = by_turn.get(self._turn_of[new], 0) + words
            if by_turn:
                best = max(by_turn, key=lambda turn: (by_turn[turn], -turn))
                inside = [new for new in by_paragraph if self._turn_of[new] == best]
                place_of[number] = max(inside, key=lambda new: (by_paragraph[new], -new))
                claims.setdefault(best, []).append((former, -by_turn[best], number))
        kept: list[str | None] = [None] * len(self._counts)
        for at, of in claims.items():
            former, claimed, number = min(of)
            length = sum(len(self._found[new].words) for new in self._range(at))
            if not former or -claimed * _REVIVES >= length:
                kept[at] = self._old.turns[number].anchor
        return kept, place_of

    def _words_of(self, number: int) -> tuple[dict[int, float], bool]:
        """How many words of an old turn each paragraph has now; whether its anchor is a former one."""
        turn, members = self._old.turns[number], self._old.members[number]
        host = self._old.paragraphs.get(turn.inside, -1)
        if host >= 0:
            own = (n for n in (host, *members) if not self._old.passages[n].former)
            members = [host] if all(map(self._matching.is_same, own)) else members  # where nothing has changed
        found = self._weights(members)
        return (found, turn.former) if found else (self._weights(self._old.own.get(turn.anchor, ())), True)

    def _weights(self, passages: Iterable[int]) -> dict[int, float]:
        weights: dict[int, float] = {}
        for passage in passages:
            for new, words in self._matching.places[passage].items():
                weights[new] = weights.get(new, 0) + words
        return weights

    def _range(self, turn: int) -> range:
        return range(self._first[turn], self._first[turn] + max(1, self._counts[turn]))

    def _paragraphs(self) -> tuple[tuple[str | None, ...], ...]:
        names = {number: anchor for anchor, number in self._old.paragraphs.items()}
        kept = {new: names.get(old) for old, new in self._matching.pairs.items()}
        return tuple(
            tuple(kept.get(first + number) for number in range(count))
            for first, count in zip(self._first, self._counts, strict=True)
        )

    def _sections(self) -> tuple[str | None, ...]:
        old = [Passage(one.sketch or _NOTHING, "", one.former) for one in self._old.sections]
        new = [Found(tuple(words_of(section.title)), "") for section in self._outline.sections]
        kept = {n: self._old.sections[o].anchor for o, n in (Matching(old, new).pairs if old else {}).items()}
        return tuple(kept.get(number) for number in range(len(new)))

    def _former(self, kept: set[str | None], place_of: dict[int, int]) -> Iterable[Former]:
        """Every anchor that is not kept, in the order of the ledger, at its words or where they were."""
        alive = [n for n, turn in enumerate(self._old.turns) if n in place_of and not turn.former]
        straight = increasing([(n, self._turn_of[place_of[n]]) for n in alive])
        before = 0  # the turn before which stands what is gone
        current, after = -1, -1  # the turn and the paragraph whose lines these were
        for one in self._ledger.anchors:
            number = self._numbers[one.anchor] if one.kind == "turn" else -1
            place = self._place(one, number, place_of)
            turn = -1 if place is None else self._turn_of[place]
            if number >= 0 and (place is None or not one.former):
                current, after = turn, -1
                before = straight.get(number, before - 1) + 1
            elif one.kind == "paragraph" and place is not None and turn == current:
                after = place
            if one.anchor in kept:
                continue
            if place is not None:
                yield Former(one.kind, one.anchor, turn, place - self._first[turn] if self._counts[turn] else -1)
            elif current >= 0 and one.kind in ("paragraph", "note"):
                yield Former(one.kind, one.anchor, current, max(0, after + 1 - self._first[current]), True)
            else:
                yield Former(one.kind, one.anchor, before, -1, True)

    def _place(self, one: Published, turn: int, place_of: dict[int, int]) -> int | None:
        """The paragraph in which most words of an anchor are; None where they are nowhere."""
        if one.kind == "turn" and turn in place_of:
            return place_of[turn]
        number = self._old.paragraphs.get(one.anchor, -1)
        places = self._matching.places[number] if number >= 0 else {}
        if places:
            return max(places, key=lambda new: (places[new], -new))
        if one.inside in self._numbers:
            return place_of.get(self._numbers[one.inside])
        there = self._matching.places[self._old.paragraphs[one.inside]] if one.inside in self._old.paragraphs else {}
        return max(there, key=lambda new: (there[new], -new)) if there else None

    def _share(self) -> float:
        """How much of the published words was found."""
        passages = [(p.sketch.words, at) for p, at in zip(self._old.passages, self._matching.places, strict=True)]
        total = sum(words for words, _ in passages)
        found = sum(min(words, sum(at.values())) for words, at in passages)
        return found / total if total >= _MANY else 1.0
