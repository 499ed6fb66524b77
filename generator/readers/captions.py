"""Captions: WebVTT (https://www.w3.org/TR/webvtt1/) and SubRip (.srt), with the habits of those who write them.

A cue's speaker is in a voice tag, before a colon, or behind `>>`; where a cue names nobody, whoever spoke last goes on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import pairwise

from generator.decoding import decode
from generator.errors import Place, Problem, problem
from generator.model import Block, Item, Matter, Meta, Position, Reading, Transcript, Understood, Value
from generator.readers.segments import Segment, direction, items

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")  # those of WebVTT and HTML, times, those of ASS
_LABEL = re.compile(r"(>>+\s*)?\[?([^:：\[\]<>]{1,60}?)\]?\s?[:：]\s+(?=\S)")
_CHANGE = re.compile(r">>+\s*")
_NOTE = re.compile(r"NOTE(?:[ \t]|$)")
_ASIDE = re.compile(r"(?:STYLE|REGION)[ \t]*")
_NAME = re.compile(r"[^\W\d_][\w.'’|-]*(?: [|A-Z\u00c0-\u00de0-9][\w.'’|-]*){0,4}")
_SENTENCE = 3  # words in small letters make a sentence of what could be a name
_SENTENCE_END = (".", "?", "!", "…", '"', "”", "。", "？", "！")


class Cue(Value):
    """A cue: times in milliseconds, its lines without tags of no meaning, the source's line of its times."""

    start: int
    end: int
    lines: tuple[str, ...]
    line: int


def read(data: bytes, path: str) -> Reading:
    """The transcript in a caption file. Never raises: what is wrong is in the reading's problems."""
    text, problems = decode(data, path)
    cues, notes = _parsed(text.split("\n"))
    found = tuple(segments_of(_once(cues)))
    spoken, positions = items(found)
    matter: tuple[Item, ...] = (Matter(tuple(Block(note) for note in notes)),) if notes else ()
    if not spoken:
        problems = (*problems, problem("nothing-spoken", Place(path)))
    return Reading(
        Transcript(Meta(), (*matter, *spoken)),
        (*(Position(1) for _ in matter), *positions),
        problems=(*problems, *_backwards(cues, path)),
        explained=tuple(_explained(found)),
    )


def _parsed(lines: Sequence[str]) -> tuple[list[Cue], list[str]]:
    """The cues, and what notes say. Blank lines between cues may be missing, and identifiers may be anything."""
    cues: list[Cue] = []
    notes: list[str] = []
    at = 0
    while at < len(lines):
        times = _TIMES.fullmatch(lines[at])
        if times:
            end = _cue_end(lines, at + 1)
            words = tuple(line.strip() for line in lines[at + 1 : end])
            cues.append(Cue(_milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:]), words, at + 1))
            at = max(end, at + 1)
        elif _NOTE.match(lines[at]) or _ASIDE.fullmatch(lines[at]):
            end = _block_end(lines, at)
            if _NOTE.match(lines[at]):
                note = " ".join(line.strip() for line in (lines[at][4:], *lines[at + 1 : end])).strip()
                notes += [note] if note else []
            at = end
        else:
            at += 1  # a heading, an identifier, nothing
    return cues, notes


def _cue_end(lines: Sequence[str], at: int) -> int:
    """The line behind a cue's words: an empty one, or the number or the times of the next."""
    end = at
    while end < len(lines) and lines[end].strip():
        if _TIMES.fullmatch(lines[end]):
            return end - 1 if end > at and lines[end - 1].strip().isdigit() else end
        end += 1
    return end


def _block_end(lines: Sequence[str], at: int) -> int:
    end = at + 1
    while end < len(lines) and lines[end].strip() and not _TIMES.fullmatch(lines[end]):
        end += 1
    return end


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = parts
    return ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)) * 1000 + int(
        (fraction or "0").ljust(3, "0")
    )


def _once(cues: Sequence[Cue]) -> list[Cue]:
    """Cues without the lines that automatic captions show again while they roll up."""
    plain = [tuple(line for line in map(_words, cue.lines) if line) for cue in cues]
    again = [_shared(before, after) for before, after in pairwise(plain)]
    if sum(1 for count in again if count) * 3 < len(cues):
        return list(cues)
    kept = cues[:1]
    return [
        *kept,
        *(
            Cue(cue.start, cue.end, lines[count:], cue.line)
            for cue, lines, count in zip(cues[1:], plain[1:], again, strict=True)
        ),
    ]


def _shared(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """How many lines at the end of one cue stand again at the beginning of the next."""
    most = min(len(before), len(after))
    return next((count for count in range(most, 0, -1) if before[-count:] == after[:count]), 0)


def _words(line: str) -> str:
    return " ".join(unescape(_TAG.sub("", line)).split())


def segments_of(cues: Sequence[Cue]) -> Iterator[Segment]:
    """What cues say, with who speaks where they tell it."""
    known = _labels(cues)
    for cue in cues:
        lines = cue.lines
        dashed = len(lines) > 1 and all(line.startswith(("- ", "– ", "— ")) for line in lines)
        pieces = [(line[2:], True) for line in lines] if dashed else [("\n".join(lines), False)]
        for text, change in pieces:
            for voice, said in _voices(text):
                yield from _labelled(said, voice or ("?" if change else None), cue, known)


def _voices(text: str) -> Iterator[tuple[str | None, str]]:
    """The words of each voice tag; None for those outside any."""
    at, voice = 0, None
    for found in _VOICE.finditer(text):
        yield voice, text[at : found.start()].replace("</v>", "")
        at, voice = found.end(), _words(found[1]) or None
    yield voice, text[at:].replace("</v>", "")


def _labelled(text: str, voice: str | None, cue: Cue, known: frozenset[str]) -> Iterator[Segment]:
    """A segment for each label that a line of the text begins with."""
    speaker, said = voice, list[str]()
    for line in text.split("\n"):
        words = _words(line)
        label = _LABEL.match(words) if voice is None or voice == "?" else None
        name = label[2].strip() if label else None
        change = _CHANGE.match(words)
        if (label and name in known) or change:
            if said:
                yield Segment(" ".join(said), cue.start, cue.end, speaker, line=cue.line)
            if label and name in known:
                speaker, said = name, [words[label.end() :]]
            else:
                speaker, said = "?", [words[change.end() :]] if change else []
        elif words:
            said.append(words)
    if any(said):
        yield Segment(" ".join(said), cue.start, cue.end, speaker, line=cue.line)


def _labels(cues: Sequence[Cue]) -> frozenset[str]:
    """What stands before colons and names somebody: it recurs, nearly every cue has one, or it is a name like them."""
    found: Counter[str] = Counter()
    fresh: Counter[str] = Counter()  # those where a sentence had ended before
    marked = 0
    before = "."
    for cue in cues:
        lines = [_words(line) for line in cue.lines]
        for number, line in enumerate(lines):
            if label := _LABEL.match(line):
                name = label[2].strip()
                found[name] += 1
                fresh[name] += before.endswith(_SENTENCE_END) or bool(label[1])
                marked += number == 0
            before = line or before
    if marked * 10 >= len(cues) * 8:  # as in meetings, where names are what people call themselves
        return frozenset(name for name in found if sum(word[0].islower() for word in name.split()) < _SENTENCE)
    named = {name for name in found if _NAME.fullmatch(name)}
    recurring = {name for name in named if found[name] > 1 and fresh[name]}
    return frozenset(recurring | {name for name in named if fresh[name] and (recurring or found[name] > 1)})


def _backwards(cues: Iterable[Cue], path: str) -> Iterator[Problem]:
    last = 0
    for cue in cues:
        if cue.end < cue.start or cue.start < last:
            yield problem("times-backwards", Place(path, cue.line))
        last = max(last, cue.start)


def _explained(segments: Iterable[Segment]) -> Iterator[Understood]:
    for segment in segments:
        if direction(segment.text) is not None:
            yield Understood(
                segment.line, segment.text, "direction", "stands alone in brackets or between notes of music"
            )
        elif segment.speaker is not None:
            yield Understood(segment.line, f"{segment.speaker}: {segment.text}", "label", "the cue names who speaks")
        else:
            yield Understood(segment.line, segment.text, "speech", "the cue names nobody: whoever spoke last goes on")
