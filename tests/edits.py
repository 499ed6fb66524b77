"""Transcripts that are edited at random, each word known by its birth: where the words of an anchor are can be told."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from generator import archive
from generator.archive import Published
from generator.config import Registries, Settings
from generator.freezing import ledger_of
from generator.ledger import Ledger
from generator.model import Block, Meta, Position, Reading, Record, Section, Transcript, Turn

_SYLLABLES = (
    "ba",
    "do",
    "fen",
    "gar",
    "hil",
    "jo",
    "kem",
    "lun",
    "mar",
    "nis",
    "or",
    "pel",
    "qui",
    "ros",
    "sta",
    "tev",
)
_COMMON = tuple("the of and to a in that is it we you for not on was this have be with are but they at so as".split())
_SHORT = ("Yes.", "No.", "Thank you.", "Yes, of course.", "I do not know.", "Go on, please.", "Why?")
_RESOLVER = archive.Resolver(Registries(), Settings())
SPEAKERS = ("Ada Brook", "Ben Crane", "Cy Dale", "Di Eld")


def picking(seed: int) -> random.Random:
    """What picks the same for the same seed."""
    return random.Random(seed)  # noqa: S311  (nothing is to be kept secret)


class Word(NamedTuple):
    """A word and the number it was born with."""

    text: str
    birth: int


class Said:
    """A turn: a speaker and paragraphs of words."""

    def __init__(self, speaker: str, paragraphs: list[list[Word]]) -> None:
        self.speaker = speaker
        self.paragraphs = paragraphs
        self.length = len(self.words())
        self.touched = 0

    def words(self) -> list[Word]:
        return [word for paragraph in self.paragraphs for word in paragraph]


class Talk:
    """A transcript under edit; `gentle`: in no turn a third of its words is ever touched, by whatever is done to it."""

    def __init__(self, pick: random.Random, turns: Iterable[tuple[str, Sequence[str]]], gentle: bool = False) -> None:
        self.pick = pick
        self.gentle = gentle
        self.births = 0
        self.turns = [Said(speaker, [self._born(text) for text in paragraphs]) for speaker, paragraphs in turns]

    def _born(self, text: str) -> list[Word]:
        words = []
        for word in text.split():
            self.births += 1
            words.append(Word(word, self.births))
        return words

    def transcript(self) -> Transcript:
        """As a reader gives it."""
        items: list[Section | Turn] = []
        for number, said in enumerate(self.turns):
            if number % 9 == 4:
                items.append(Section(f"Part {number // 9}"))
            blocks = (Block(" ".join(word.text for word in of)) for of in said.paragraphs if of)
            items.append(Turn(said.speaker, tuple(blocks)))
        return Transcript(Meta(), tuple(items))

    def edit(self) -> str:
        """One edit of any kind; its name."""
        kinds: list[Callable[[], None]] = [
            *(self.insert, self.split, self.move, self.reword, self.reword, self.rename),
            *(() if self.gentle else (self.delete, self.merge, self.rejoin)),
        ]
        kind = self.pick.choice(kinds)
        kind()
        self.turns = [said for said in self.turns if said.words()]
        return kind.__name__

    def insert(self) -> None:
        at = self.pick.randint(0, len(self.turns))
        self.turns.insert(at, Said(self.pick.choice(SPEAKERS), [self._born(text) for text in speech(self.pick)]))

    def delete(self) -> None:
        if len(self.turns) > 2:
            del self.turns[self.pick.randrange(len(self.turns))]

    def split(self) -> None:
        said = self.pick.choice(self.turns)
        at = self.turns.index(said) + 1
        number = self.pick.randrange(len(said.paragraphs))
        paragraph = said.paragraphs[number]
        cut = self.pick.randint(0, len(paragraph))
        if self.gentle:
            number, paragraph = len(said.paragraphs) - 1, said.paragraphs[-1]
            cut = max(0, len(paragraph) - self.pick.randint(0, self._room(said)))
            said.touched += len(paragraph) - cut
        rest = [paragraph[cut:], *said.paragraphs[number + 1 :]]
        said.paragraphs[number:] = [paragraph[:cut]]
        said.paragraphs = [of for of in said.paragraphs if of]
        between = (
            [Said(self.pick.choice(SPEAKERS), [self._born(speech(self.pick)[0])])] if self.pick.random() < 0.5 else []
        )
        self.turns[at:at] = [*between, Said(said.speaker, [of for of in rest if of])]

    def merge(self) -> None:
        if len(self.turns) > 2:
            at = self.pick.randrange(len(self.turns) - 1)
            one, two = self.turns[at], self.turns.pop(at + 1)
            if self.pick.random() < 0.5:
                one.paragraphs += two.paragraphs
            else:
                one.paragraphs[-1:] = [one.paragraphs[-1] + two.paragraphs[0], *two.paragraphs[1:]]

    def rejoin(self) -> None:
        said = self.pick.choice(self.turns)
        said.paragraphs = [said.words()]

    def move(self) -> None:
        said = self.turns.pop(self.pick.randrange(len(self.turns)))
        self.turns.insert(self.pick.randint(0, len(self.turns)), said)

    def reword(self) -> None:
        said = self.pick.choice(self.turns)
        count = len(said.words())
        many = self.pick.randint(0, self._room(said) if self.gentle else count // 3 + 1)
        said.touched += many
        chosen = set(self.pick.sample(range(count), min(many, count)))
        at = -1
        for paragraph in said.paragraphs:
            for number in range(len(paragraph)):
                at += 1
                if at in chosen:
                    (paragraph[number],) = self._born(_word(self.pick))

    def _room(self, said: Said) -> int:
        """How many words of a turn may still be touched."""
        return max(0, (said.length - 1) // 3 - said.touched)

    def rename(self) -> None:
        old, new = self.pick.choice(self.turns).speaker, f"Eve {_word(self.pick).capitalize()}"
        for said in self.turns:
            if said.speaker == old:
                said.speaker = new


def _word(pick: random.Random) -> str:
    if pick.random() < 0.5:
        return pick.choice(_COMMON)
    return "".join(pick.choice(_SYLLABLES) for _ in range(pick.randint(1, 3)))


def speech(pick: random.Random) -> list[str]:
    """The paragraphs of one turn."""
    if pick.random() < 0.25:
        return [pick.choice(_SHORT)]
    paragraphs = 1 if pick.random() < 0.7 else pick.randint(2, 4)
    return [" ".join(_word(pick) for _ in range(pick.choice((6, 12, 20, 45, 90)))) for _ in range(paragraphs)]


def conversation(pick: random.Random, turns: int) -> list[tuple[str, list[str]]]:
    """Speakers and what they say."""
    return [(pick.choice(SPEAKERS), speech(pick)) for _ in range(turns)]


# --- what becomes of published anchors -----------------------------------------------------------------------------


def resolved(transcript: Transcript, ledger: Ledger | None) -> Record:
    """A transcript of which this has been published."""
    here = Position(1)
    notes = tuple(here for _ in transcript.notes)
    reading = Reading(transcript, tuple(here for _ in transcript.items), note_positions=notes)
    past = Published(ledger, archive.spoken_words(transcript)) if ledger else None
    outline = archive.outline(reading, "talk", "talk.md")
    return Record(transcript, _RESOLVER.resolve(outline, (), past).resolution)


def frozen(record: Record, ledger: Ledger | None = None) -> Ledger:
    """What is on record of it after it was published."""
    return ledger_of(record, "talk.md", ledger or Ledger())


def places(record: Record) -> dict[str, int | None]:
    """Anchor → the turn where a link to it leads, None where it says that its words are gone. Each stands once."""
    found = record.resolution
    said = [item for item in record.transcript.items if isinstance(item, Turn)]
    every: list[tuple[str, int | None]] = [
        *((one.anchor, None if one.gone else one.turn) for one in found.former),
        *((turn.anchor, number) for number, turn in enumerate(found.turns)),
        *(
            (found.paragraph_anchor(turn, number), turn)
            for turn, item in enumerate(said)
            for number in range(len(item.blocks))
        ),
    ]
    twice = {anchor for anchor, count in Counter([*(a for a, _ in every), *found.sections]).items() if count > 1}
    assert twice == set()
    return dict(every)


class Fate(NamedTuple):
    """What became of a published anchor after some edits."""

    anchor: str
    resolves: bool
    right: bool | None  # leads to the turn with most of the words it was first published with; None where none is left


def history(pick: random.Random, talk: Talk, rounds: int = 3, edits: int = 6) -> Iterator[Fate]:
    """Publish, edit, publish again: the fate of all that was published, after each round of edits.

    Of turns that say the same, one is as right as the other.
    """
    ledger: Ledger | None = None
    born: dict[str, set[int]] = {}  # anchor → the words it was first published with
    for number in range(rounds + 1):
        for _ in range(pick.randint(1, edits) if number else 0):
            talk.edit()
        record = resolved(talk.transcript(), ledger)
        where = places(record)
        at = {word.birth: turn for turn, said in enumerate(talk.turns) for word in said.words()}
        texts = [[word.text for word in said.words()] for said in talk.turns]
        for anchor, births in born.items():
            counts = Counter(at[birth] for birth in births if birth in at)
            here = where.get(anchor)
            best = [turn for turn, count in counts.items() if count == max(counts.values())]
            right = here is not None and any(turn == here or texts[turn] == texts[here] for turn in best)
            yield Fate(anchor, anchor in where, right if counts else None)
        ledger = frozen(record, ledger)
        for turn, facts in enumerate(record.resolution.turns):
            born.setdefault(facts.anchor, {word.birth for word in talk.turns[turn].words()})
            for paragraph, words in enumerate(filter(None, talk.turns[turn].paragraphs)):
                anchor = record.resolution.paragraph_anchor(turn, paragraph)
                born.setdefault(anchor, {word.birth for word in words})
