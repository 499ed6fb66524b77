"""Texts whose every word is known for itself: after any edits a note can be asked whether it is on its words."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from generator import archive
from generator.config import Registries, Settings
from generator.model import (
    Attributes,
    Block,
    Note,
    Outline,
    PlacedNote,
    Position,
    Reading,
    Record,
    Selector,
    Transcript,
    Turn,
)

_WORDS = (
    "the a of to and in it is was we they that not for on with as said levy wall quay boat harbour toll year money "
    "water stone old new high low never always paid built Commissioner Ellery May us US don’t well-known — … “so” (sic)"
).split()
# A word that is said instead of another, or between others, is never the one that was there before.
_OTHERS = "fee bank pier ship port tax month wages sea brick late early small large seldom promised made".split()
_ENOUGH = 7  # words of quote and context: fewer are said again by chance
_SWAPS = {"’": "'", "'": "’", "“": '"', "”": '"', "—": "--", "…": "..."}


class Word(NamedTuple):
    """A word of the text: another with the same letters is not the same, though it may be a repetition of it."""

    id: int
    text: str
    first: int  # the id of the word that it repeats, or its own


class Speech:
    """A turn: its anchor, as the ledger holds it, and its paragraphs."""

    def __init__(self, anchor: str, speaker: str, paragraphs: list[list[Word]]) -> None:
        self.anchor, self.speaker, self.paragraphs = anchor, speaker, paragraphs


class Written(NamedTuple):
    """A note, and the words it was written for: all of them, or the first and last where it is on a range."""

    note: Note
    words: tuple[int, ...]


class Talk:
    """A transcript that is edited."""

    def __init__(self, seed: int, turns: int) -> None:
        self._random = Random(seed)  # noqa: S311
        self._made = 0
        self._anchors = 0
        self.turns = [self._turn() for _ in range(turns)]

    # --- notes -------------------------------------------------------------------------------------------------------

    def notes(self, count: int) -> list[Written]:
        """Notes on random words, each with what tells its words from equal ones, as its author saw to."""
        wanted = [self._note(n) for n in range(count)]
        right = self.right(wanted)
        return [written for written in wanted if written.note.id in right and _is_told(written.note.selectors[0])]

    def _note(self, number: int) -> Written:
        random = self._random
        place = random.randrange(len(self.turns))
        turn, after_it = self.turns[place], self.turns[place + 1 : place + 2]
        words = [word for paragraph in turn.paragraphs for word in paragraph]
        start = random.randrange(len(words))
        end = min(len(words), start + random.choice((1, 2, 3, 5, 8, 13, 40)))
        quote, to, until = words[start:end], None, None
        if len(quote) > 12 and random.random() < 0.5:
            to = _said(quote[-random.randint(1, 5) :])
            ids = (*_ids(quote[:4]), _ids(quote)[-1])
            told = _said(quote[:4])
            if after_it and random.random() < 0.3:  # a range that ends in the next turn
                until = after_it[0].anchor
                words = words[:end] + after_it[0].paragraphs[0]
                end = min(len(words), end + 10)
                to, ids = _said(words[end - 5 : end]), (*ids[:4], words[end - 1].id)
        else:
            ids, told = _ids(quote), _said(quote)
        way = random.randrange(4)
        context = random.randint(1, 9)
        before = _said(words[max(0, start - context) : start]) if way in (1, 3) else None
        after = _said(words[end : end + context]) if way in (1, 2) else None
        anchor = turn.anchor if random.random() < 0.5 else None
        if len(f"{told} {before or ''} {after or ''}".split()) < _ENOUGH:  # as the preview writes notes
            anchor, before, after = turn.anchor, _said(words[max(0, start - 6) : start]), _said(words[end : end + 6])
        selector = Selector(told, before or None, after or None, anchor, to, until)
        return Written(Note(f"n{number}", "x", selectors=(selector,)), ids)

    def placed(self, notes: Sequence[Written]) -> tuple[dict[str, PlacedNote], set[str]]:
        """Where the notes are now, by id, and the lines of those that were reported."""
        outline = self._outline(notes)
        found = archive.Resolver(Registries(), Settings()).resolve(outline, ())
        reported = {f"n{p.place.line - 1}" for p in found.problems if p.code == "orphaned-note" and p.place}
        return {placed.note.id: placed for placed in found.resolution.notes}, reported

    def record(self, notes: Sequence[Written]) -> Record:
        """The transcript with its notes, as exports see it."""
        found = archive.Resolver(Registries(), Settings()).resolve(self._outline(notes), ())
        return Record(self._reading().transcript, found.resolution)

    def _reading(self) -> Reading:
        items = tuple(
            Turn(turn.speaker, tuple(Block(_said(words)) for words in turn.paragraphs), Attributes(id=turn.anchor))
            for turn in self.turns
        )
        return Reading(Transcript(items=items), tuple(Position(n + 1) for n in range(len(items))))

    def _outline(self, notes: Sequence[Written]) -> Outline:
        side = tuple((written.note, Position(int(written.note.id[1:]) + 1)) for written in notes)
        return archive.outline(self._reading(), "x", "x.md", side, "x.notes.yaml")

    def right(self, notes: Sequence[Written]) -> set[str]:
        """The ids of the notes that are on their words."""
        placed = self.placed(notes)[0]
        return {w.note.id for w in notes if w.note.id in placed and self.is_right(w, placed[w.note.id])}

    def is_right(self, written: Written, placed: PlacedNote) -> bool:
        """Whether a note is on the words that it was written for: it is on words that read so, and most are these.

        (Where words between two equal ones go, nobody can say which of the two is left.)

        For a note that names no turn, a repetition of its words with all that it says of what is around is the same.
        """
        ids = []
        selector = written.note.selectors[0]
        for spot in placed.spots:
            at = 0
            for word in self.turns[spot.turn].paragraphs[spot.paragraph]:
                if at < spot.end and at + len(word.text) > spot.start:
                    ids.append(word.id if selector.turn else word.first)
                at += len(word.text) + 1
        if selector.to:
            ids = [*ids[:4], ids[-1]]
        same = sum(one == other for one, other in zip(ids, written.words, strict=False))
        return len(ids) == len(written.words) and 2 * same > len(ids)

    # --- edits -------------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """One edit of any kind."""
        random = self._random
        edits = (self._insert, self._copy, self._delete, self._split, self._merge, self._move, self._rename)
        inner = (self._reword, self._typeset, self._cut, self._add, self._join, self._divide)
        random.choice((*edits, *inner, *inner))()
        if not self.turns:
            self._insert()

    def edit_elsewhere(self) -> None:
        """An edit that leaves all words that are there, each in its turn and in their order."""
        self._random.choice((self._insert, self._rename, self._typeset, self._join, self._divide))()

    def _word(self, like: Word | None = None) -> Word:
        self._made += 1
        if like:
            return Word(self._made, like.text, like.first)
        return Word(self._made, self._random.choice(_WORDS), self._made)

    def _other(self) -> Word:
        return self._word()._replace(text=self._random.choice(_OTHERS))

    def _turn(self) -> Speech:
        random = self._random
        self._anchors += 1
        paragraphs = [self._words(random.randint(3, 40)) for _ in range(random.randint(1, 3))]
        return Speech(f"t-{self._anchors}", random.choice("ABC"), paragraphs)

    def _words(self, count: int) -> list[Word]:
        """Words none of which is said twice in a row: of two equal ones nobody could say which has gone."""
        words = [self._word()]
        while len(words) < count:
            word = self._word()
            words += [word] if word.text != words[-1].text else []
        return words

    def _any(self) -> Speech:
        return self._random.choice(self.turns)

    def _paragraph(self) -> list[Word]:
        return self._random.choice(self._any().paragraphs)

    def _insert(self) -> None:
        self.turns.insert(self._random.randint(0, len(self.turns)), self._turn())

    def _copy(self) -> None:
        """Somebody says nearly the same: a lookalike of a turn, whose words are not its words."""
        like = self._any()
        new = self._turn()
        new.paragraphs = [[self._word(word) for word in words] for words in like.paragraphs]
        for paragraph in new.paragraphs:
            for _ in range(max(1, len(paragraph) // 6)):
                paragraph[self._random.randrange(len(paragraph))] = self._other()
        self.turns.insert(self._random.randint(0, len(self.turns)), new)

    def _delete(self) -> None:
        self.turns.remove(self._any())

    def _split(self) -> None:
        at = self._random.randrange(len(self.turns))
        turn = self.turns[at]
        paragraph = self._random.randrange(len(turn.paragraphs))
        words = turn.paragraphs[paragraph]
        if len(words) > 1:
            cut = self._random.randrange(1, len(words))
            self._anchors += 1
            rest = [words[cut:], *turn.paragraphs[paragraph + 1 :]]
            turn.paragraphs = [*turn.paragraphs[:paragraph], words[:cut]]
            self.turns.insert(at + 1, Speech(f"t-{self._anchors}", self._random.choice("ABC"), rest))

    def _merge(self) -> None:
        if len(self.turns) > 1:
            at = self._random.randrange(len(self.turns) - 1)
            self.turns[at].paragraphs += self.turns.pop(at + 1).paragraphs

    def _move(self) -> None:
        turn = self.turns.pop(self._random.randrange(len(self.turns)))
        self.turns.insert(self._random.randint(0, len(self.turns)), turn)

    def _rename(self) -> None:
        self._any().speaker = self._random.choice("DEF")

    def _reword(self) -> None:
        for paragraph in self._any().paragraphs:
            for _ in range(self._random.randint(1, 3)):
                paragraph[self._random.randrange(len(paragraph))] = self._other()

    def _typeset(self) -> None:
        """Other typography, the same words."""
        for paragraph in self._any().paragraphs:
            paragraph[:] = [w._replace(text="".join(_SWAPS.get(sign, sign) for sign in w.text)) for w in paragraph]

    def _cut(self) -> None:
        paragraph = self._paragraph()
        start = self._random.randrange(len(paragraph))
        del paragraph[start : start + self._random.randint(1, 5)]
        if not paragraph:
            paragraph.append(self._word())

    def _add(self) -> None:
        paragraph = self._paragraph()
        at = self._random.randint(0, len(paragraph))
        paragraph[at:at] = [self._other() for _ in range(self._random.randint(1, 6))]

    def _join(self) -> None:
        turn = self._any()
        if len(turn.paragraphs) > 1:
            turn.paragraphs[0] += turn.paragraphs.pop(1)

    def _divide(self) -> None:
        turn = self._any()
        words = turn.paragraphs[0]
        if len(words) > 1:
            cut = self._random.randrange(1, len(words))
            turn.paragraphs[0:1] = [words[:cut], words[cut:]]


def _is_told(selector: Selector) -> bool:
    return len(f"{selector.before or ''} {selector.quote} {selector.after or ''}".split()) >= _ENOUGH


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _ids(words: Sequence[Word]) -> tuple[int, ...]:
    return tuple(word.id for word in words)
