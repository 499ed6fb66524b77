"""What is still to be listened to: gaps, doubtful words, crosstalk and voices that nobody has named.

One list for `onrecord worklist` and for the preview.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from generator import names
from generator.lint import NUMBERED, Turns
from generator.model import Block, Entry, Event, Reading, Resolution, Turn, Value

DOUBTFUL = 0.5  # confidence below which a word is worth hearing again

Kind = Literal["gap", "unsure", "crosstalk", "speaker"]
KINDS: Mapping[Kind, str] = {
    "gap": "not understood",
    "unsure": "doubtful words",
    "crosstalk": "crosstalk",
    "speaker": "who speaks?",
}
_EVENTS: Mapping[str, Kind] = {"inaudible": "gap", "crosstalk": "crosstalk"}
_LONG = 80  # characters of words that are shown


class Task(Value):
    """One stretch that somebody should hear again. `time` is in milliseconds, None where the text tells none."""

    transcript: str  # its id
    title: str
    kind: Kind
    words: str
    time: int | None
    path: str  # of the file to edit
    line: int  # from 1; 0: not known
    anchor: str  # of the turn, "" before the first
    media: bool = False  # whether there is a recording to hear it in


def tasks(entry: Entry, reading: Reading, resolution: Resolution, words: bytes | None = None) -> tuple[Task, ...]:
    """What is to be heard again in one transcript, in its order; `words` is the content of its `NAME.words.json`."""
    found = list(_in_text(entry, reading, resolution))
    told = {(task.time, task.words) for task in found}
    found += (one for one in _in_words(entry, words) if (one.time, one.words) not in told)
    if all(task.time is not None for task in found):
        found.sort(key=lambda task: task.time or 0)
    return tuple(found)


def counts(found: Iterable[Task]) -> dict[Kind, int]:
    """How many there are of each kind, in the order of `KINDS`."""
    numbers = Counter(task.kind for task in found)
    return {kind: numbers[kind] for kind in KINDS if numbers[kind]}


class _Found(Value):
    """Something in a text; with `kind` None only a time that was passed."""

    kind: Kind | None
    words: str
    time: int | None
    line: int


def _in_text(entry: Entry, reading: Reading, resolution: Resolution) -> Iterator[Task]:
    turns = Turns(entry.path, reading, resolution)
    anchors = {item: one.anchor for (item, _, _), one in zip(turns.all, resolution.turns, strict=False)}
    names_of = {speaker.id: speaker.name for speaker in resolution.speakers}
    voices = {item: names_of.get(speaker or "", "") for item, _, speaker in turns.all}
    anchor, time = "", None
    for number, item in enumerate(turns.items):
        anchor = anchors.get(number, anchor)
        found: Iterable[_Found] = ()
        if isinstance(item, Event):
            found = _in_event(item, time, turns.line(number))
        elif isinstance(item, Turn):
            time = item.start if item.start is not None else time
            found = _in_turn(item, number, voices.get(number, ""), time, turns)
        for one in found:
            time = one.time
            if one.kind:
                words = " ".join(one.words.split())[:_LONG]
                heard = bool(entry.meta.media)
                yield Task(entry.id, entry.title, one.kind, words, time, entry.path, one.line, anchor, heard)


def _in_turn(turn: Turn, number: int, voice: str, time: int | None, turns: Turns) -> Iterator[_Found]:
    label = (turn.label or "").strip()
    if label and (label == "?" or NUMBERED.fullmatch(names.fold(voice or label))):
        yield _Found("speaker", label, time, turns.line(number))
    block = -1
    for part in turn.parts:
        line = turns.line(number, max(block, 0))
        if isinstance(part, Event):
            yield from _in_event(part, time, line)
        elif isinstance(part, Block):
            block += 1
            for one in _in_block(part, time, turns.line(number, block)):
                time = one.time
                yield one


def _in_event(event: Event, time: int | None, line: int) -> Iterator[_Found]:
    if kind := _EVENTS.get(event.kind):
        yield _Found(kind, event.text, time, line)


def _in_block(block: Block, time: int | None, line: int) -> Iterator[_Found]:
    for mark in sorted(block.marks, key=lambda mark: mark.start):
        words = block.text[mark.start : mark.end]
        if mark.kind == "sync" and isinstance(mark.value, int):
            time = mark.value
            yield _Found(None, "", time, line)
        elif mark.kind == "unsure":
            yield _Found("unsure", words, time, line)
        elif mark.kind == "event":
            yield from _in_event(Event(words.strip("[]() ")), time, line)


class _Word(msgspec.Struct):
    """A word with its confidence (0 to 1) as recognisers write it; times in seconds."""

    word: str = ""
    start: float | None = None
    confidence: float | None = None
    probability: float | None = None
    score: float | None = None


class _Words(msgspec.Struct):
    words: list[_Word] = []


def _in_words(entry: Entry, data: bytes | None) -> Iterator[Task]:
    """Stretches of words that a recogniser was not sure of: neighbours are one."""
    if data is None:
        return
    try:
        words = msgspec.json.decode(data, type=_Words | list[_Word])
    except msgspec.MsgspecError:
        return
    path = f"{entry.path.rpartition('.')[0]}.words.json"
    stretch: list[_Word] = []
    for word in [*(words.words if isinstance(words, _Words) else words), _Word(confidence=1.0)]:
        sure = next((n for n in (word.confidence, word.probability, word.score) if n is not None), 1.0)
        if sure < DOUBTFUL:
            stretch.append(word)
        elif stretch:
            start = stretch[0].start
            said = " ".join(one.word.strip() for one in stretch)[:_LONG]
            time = None if start is None else round(start * 1000)
            yield Task(entry.id, entry.title, "unsure", said, time, path, 0, "", bool(entry.meta.media))
            stretch = []
