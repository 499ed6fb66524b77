"""What is doubtful in transcripts, for `onrecord check`: what readers of the site would stumble over.

Linear in the size of a transcript; of each only its names are kept, so that names can be compared across all of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from generator import names
from generator.alike import NEARLY, Alike
from generator.errors import Place, Problem, problem
from generator.model import (
    Block,
    Matter,
    PersonEntry,
    Position,
    Reading,
    Resolution,
    Speaker,
    Transcript,
    Turn,
    Value,
)

NUMBERED = re.compile(
    r"(?:unknown |unidentified )?(?:speaker|spk|sprecher(?:in)?|voice|participant|person|channel|guest|intervenant"
    r"|hablante|locutor)[ _#-]*(?:\d{1,3}|[a-h])",
    re.I,
)
_PROCEEDINGS = r"(?:committee|subcommittee|council|court|board|hearing|meeting|session|sitting|house|commission)"
_PROCEDURE = re.compile(
    r"[(\[](?:whereupon\b[^()\[\]]*"
    r"|[^()\[\]]{0,200}\b(?:adjourned|recess(?:ed)?|reconvened|(?:was|were|been|being) (?:duly )?sworn|off the record"
    r"|marked for identification|called to order)\b[^()\[\]]*)[)\]]",
    re.I,
)
_PROCEDURE_START = re.compile(
    rf"(?:whereupon,|the (?:[\w-]+ ){{0,4}}{_PROCEEDINGS} (?:(?:on|of|for) (?:[\w'-]+ ){{1,6}})?"
    r"(?:met|convened|adjourned|recessed"
    r"|stood (?:in recess|adjourned)|(?:was|is) (?:called to order|adjourned|recessed))\b"
    rf"|{_PROCEEDINGS} adjourned\b|end of (?:transcript|recording)\b|\[?page \d+(?: of \d+)?\]?$)",
    re.I,
)
_BEFORE_COLON = re.compile(r"([^\W\d_a-z][^:：\n]{0,59}?)\s?[:：](?=\s)")
_MOST = 20  # of one kind in one transcript
_SHORT = 300  # characters of a paragraph that may be procedure as a whole


class _Name(Value):
    """Somebody's name in one transcript, and where they first speak."""

    name: str
    id: str
    path: str
    line: int
    label: str
    turns: int


class Lint:
    """Looks over transcripts one by one, and in the end at the names of them all."""

    def __init__(self, registered: Iterable[PersonEntry]) -> None:
        self._registered = {entry.id: entry.name for entry in registered}
        self._names: dict[str, _Name] = {}
        self._turns: Counter[str] = Counter()

    def transcript(
        self, path: str, reading: Reading, resolution: Resolution, source: Callable[[], str]
    ) -> Iterator[Problem]:
        """What is doubtful in one transcript; `source` gives the text of its file, where that is needed."""
        transcript = reading.transcript
        turns = Turns(path, reading, resolution)
        if not turns.all:
            return
        spoken = list(_names(turns, resolution))
        for name in spoken:
            self._turns[name.id] += name.turns
            self._names.setdefault(name.id, name)
        yield from _drift(spoken, {name.id: name.turns for name in spoken}, self._registered, across=False)
        yield from _unresolved(turns, resolution)
        yield from _silent(path, transcript, resolution, source)
        yield from _backwards(turns, reading)
        yield from _in_blocks(turns, _known_labels(transcript, resolution))

    def names(self) -> Iterator[Problem]:
        """Names that differ by a letter or two across all transcripts and people.yaml."""
        known = [_Name(name, id, "content/people.yaml", 0, name, 0) for id, name in self._registered.items()]
        everybody = [*known, *(name for name in self._names.values() if name.id not in self._registered)]
        yield from _drift(everybody, self._turns, self._registered, across=True)


class Turns:
    """The turns of a transcript with their places and speakers."""

    def __init__(self, path: str, reading: Reading, resolution: Resolution) -> None:
        self.path = path
        self._blocks = reading.block_positions
        self._items = reading.item_positions
        self.items = reading.transcript.items
        found = ((n, item) for n, item in enumerate(self.items) if isinstance(item, Turn))
        self.all = [(n, turn, facts.speaker) for (n, turn), facts in zip(found, resolution.turns, strict=False)]

    def line(self, item: int, block: int = 0) -> int:
        """The line of an item, or of one of its paragraphs where that is known; 0 where neither is."""
        blocks = self._blocks[item] if item < len(self._blocks) else ()
        position = blocks[block] if block < len(blocks) else None
        position = position or (self._items[item] if item < len(self._items) else Position(0))
        return position.line

    def place(self, item: int, block: int = 0, words: str = "") -> Place:
        """A place there; the column is where the words stand."""
        return Place(self.path, self.line(item, block), 1, words=words)


def _names(turns: Turns, resolution: Resolution) -> Iterator[_Name]:
    """The people who speak, each where they first do."""
    people = {speaker.id: speaker for speaker in resolution.speakers if speaker.person and speaker.turns}
    for item, turn, id in turns.all:
        speaker = people.pop(id or "", None)
        if speaker:
            yield _Name(speaker.name, speaker.id, turns.path, turns.line(item), turn.label or "", speaker.turns)


def _drift(
    spoken: Iterable[_Name], turns: Mapping[str, int], registered: Mapping[str, str], across: bool
) -> Iterator[Problem]:
    """Names like each other, told of where the rarer first speaks; those of two registered people are meant so.

    Across transcripts only names that are nearly the same count, because many people are called by their surname alone;
    and those that stand in one transcript were told of there.
    """
    by_name = {name.name: name for name in spoken}
    alike = Alike(by_name)
    told: set[frozenset[str]] = set()
    for name in by_name.values():
        for other, why in ((by_name[other], why) for other, why in alike.of(name.name).items()):
            pair = frozenset((name.id, other.id))
            if pair in told or len(pair) == 1 or (across and (why != NEARLY or name.path == other.path)):
                continue
            told.add(pair)
            rare, usual = sorted((name, other), key=lambda one: (one.id in registered, turns.get(one.id, 0), -one.line))
            if rare.id not in registered:
                where = f" in {usual.path}" if across else ""
                place = Place(rare.path, rare.line, 1, words=rare.label)
                yield problem("label-drift", place, name=rare.name, other=usual.name, where=where, why=why)


def _unresolved(turns: Turns, resolution: Resolution) -> Iterator[Problem]:
    unknown = {speaker.id: speaker for speaker in resolution.speakers if NUMBERED.fullmatch(names.fold(speaker.name))}
    for item, turn, id in turns.all:
        speaker = unknown.pop(id or "", None)
        if speaker and turn.label:
            yield problem(
                "unresolved-speaker", turns.place(item, words=turn.label), label=turn.label, number=speaker.turns
            )


def _silent(path: str, transcript: Transcript, resolution: Resolution, source: Callable[[], str]) -> Iterator[Problem]:
    """Declared speakers without a turn; those of `_defaults.yaml` hold for many transcripts and need not."""
    heard = {id for id, speaker in _by_name(resolution.speakers).items() if speaker.turns}
    silent = [one for one in transcript.meta.speakers if names.fold(one.name) not in heard]
    silent = [one for one in silent if not any(s.turns and s.id == one.id for s in resolution.speakers)]
    text = source() if silent and path.endswith(".md") else ""
    for speaker in silent[:_MOST]:
        at = text.find(speaker.name)
        if at >= 0 and text:
            place = Place(path, text.count("\n", 0, at) + 1, 1, words=speaker.name)
            yield problem("silent-speaker", place, name=speaker.name)


def _by_name(speakers: Iterable[Speaker]) -> dict[str, Speaker]:
    return {names.fold(name): speaker for speaker in speakers for name in (speaker.name, *speaker.labels)}


def _backwards(turns: Turns, reading: Reading) -> Iterator[Problem]:
    """Times before an earlier one; readers of foreign files have told of theirs already."""
    if any(found.code == "times-backwards" for found in reading.problems):
        return
    last, told = 0, 0
    for item, turn, _ in turns.all:
        for block, time in _times(turn):
            if time < last and told < _MOST:
                told += 1
                yield problem("times-backwards", turns.place(item, block))
            last = time  # so that a second recording is told of once, where it begins
        if turn.start is not None and turn.end is not None and turn.end < turn.start and told < _MOST:
            told += 1
            yield problem("times-backwards", turns.place(item))


def _times(turn: Turn) -> Iterator[tuple[int, int]]:
    if turn.start is not None:
        yield 0, turn.start
    for number, block in enumerate(turn.blocks):
        for mark in block.marks:
            if mark.kind == "sync" and isinstance(mark.value, int):
                yield number, mark.value


# --- what stands in the paragraphs ------------------------------------------------------------------------------------


def _known_labels(transcript: Transcript, resolution: Resolution) -> frozenset[str]:
    """Words that name who speaks here, folded; letters such as Q aside, which stand before colons for much else."""
    declared = [name for one in transcript.meta.speakers for name in (one.name, *one.labels)]
    found = [name for one in resolution.speakers for name in (one.name, *one.labels)]
    every = (name for name in (*declared, *found) if len(name) > 2)
    return frozenset(names.fold(name) for one in every for name in (one, names.split(one)[0]))


def _in_blocks(turns: Turns, known: frozenset[str]) -> Iterator[Problem]:
    told: Counter[str] = Counter()
    spoken = {item for item, _, _ in turns.all}
    recurring = _recurring(turns.items)
    for number, item in enumerate(turns.items):
        blocks = item.blocks if isinstance(item, Turn | Matter) else ()
        for at, block in enumerate(blocks):
            for code, words in _doubts(block, number in spoken, known, recurring):
                told[code] += 1
                if told[code] <= _MOST:
                    yield problem(code, turns.place(number, at, words[:80]), words=words[:80])


def _doubts(block: Block, spoken: bool, known: frozenset[str], recurring: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The kind of each doubt in a paragraph, and the words it is about."""
    if block.quotation:
        return
    for start in _line_starts(block.text):
        found = _BEFORE_COLON.match(block.text, start)
        name = names.fold(found[1].strip("*_ ")) if found else ""
        if found and (name in known or names.fold(names.split(found[1])[0]) in known or (spoken and name in recurring)):
            yield "colon-not-label", found[1]
    if spoken:
        events = [(mark.start, mark.end) for mark in block.marks if mark.kind == "event"]
        for found in _PROCEDURE.finditer(block.text) if "(" in block.text or "[" in block.text else ():
            if not any(start < found.end() and found.start() < end for start, end in events):
                yield "procedure-in-turn", found[0]
        if len(block.text) <= _SHORT and (found := _PROCEDURE_START.match(block.text)):
            yield "procedure-in-turn", block.text


def _line_starts(text: str) -> Iterator[int]:
    yield 0
    for found in re.finditer("\n", text):
        yield found.end()


def _recurring(items: Iterable[object]) -> frozenset[str]:
    """What stands before colons at the beginnings of several paragraphs, and looks like a name of two words or more."""
    counts: Counter[str] = Counter()
    for item in items:
        for block in item.blocks if isinstance(item, Turn) else ():
            found = _BEFORE_COLON.match(block.text)
            if found and 2 <= len(words := found[1].split()) <= 4 and all(word[:1].isupper() for word in words):
                counts[names.fold(found[1])] += 1
    return frozenset(name for name, count in counts.items() if count > 1)
