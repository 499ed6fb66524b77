"""Captions: WebVTT, SubRip, SubViewer, timed lyrics, TTML and Advanced SubStation, with the habits of their writers.

Each format's module makes cues; what they say and who says it is told here for all of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from generator.decoding import decode
from generator.errors import Place, Problem, problem
from generator.model import Block, Item, Matter, Meta, Position, Reading, Transcript, Understood
from generator.readers.cues import Aside, Cue, Track, amiss, once
from generator.readers.heads import date_line
from generator.readers.segments import Segment, direction, items
from generator.readers.voices import segments_of

__all__ = ["Cue", "read", "segments_of"]

# Formats by what their files begin with, in the order they are tried; what is none of them has arrows.
_FORMATS = (
    ("ttml", re.compile(r"\s*<[?!\w]")),
    ("substation", re.compile(r"\s*\[Script Info\]|(?:.*\n){0,40}Dialogue:\s*\d", re.I)),
    ("lyrics", re.compile(r"\s*\[(?:[a-z#]{2,10}:[^\[\]\n]*|\d{1,3}:\d\d(?:[.:]\d{1,3})?)\]", re.I)),
    ("subviewer", re.compile(r"(?:[^,\n]*\n){0,12}?\s*\d+:\d\d:\d\d\.\d{1,3},\d+:\d\d:\d\d\.\d{1,3}[ \t]*\n")),
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def read(data: bytes, path: str) -> Reading:
    """The transcript in a caption file. Never raises: what is wrong is in the reading's problems."""
    text, problems = decode(data, path)
    return told(_track(text.removeprefix("\ufeff"), path), path, problems)


def told(track: Track, path: str, problems: Sequence[Problem] = ()) -> Reading:
    """The transcript that cues tell, with what stands beside them."""
    found = tuple(segments_of(once(track.cues)))
    first = track.cues[0].line if track.cues else 0
    last = track.cues[-1].line if track.cues else 0
    spoken, positions = items(_with_comments(found, [one for one in track.asides if first < one.line <= last]))
    head = _matter([one for one in track.asides if one.line <= first or not first])
    foot = _matter([one for one in track.asides if one.line > last and first])
    if not any(segment.text for segment in found):
        problems = (*problems, problem("nothing-spoken", Place(path)))
    elif not any(segment.speaker for segment in found):
        problems = (*problems, problem("captions-without-names", Place(path)))
    made = [*head, *zip(spoken, positions, strict=True), *foot]
    return Reading(
        Transcript(_meta(track.facts), tuple(item for item, _ in made)),
        tuple(place for _, place in made),
        problems=(*problems, *track.problems, *amiss(track.cues, path)),
        explained=tuple(sorted(_explained(found, track.asides), key=lambda one: one.line)),
    )


def _track(text: str, path: str) -> Track:
    start = text[:4096]
    name = next((name for name, begins in _FORMATS if begins.match(start)), "webvtt")
    if start.lstrip().startswith("WEBVTT") or re.search(r"\d\s*-->\s*\d", start[:400]):
        name = "webvtt"
    module: Any = import_module(f"generator.readers.{name}")
    track: Track = module.parse(text.split("\n"), path)
    return track


def _with_comments(segments: Iterable[Segment], asides: Sequence[Aside]) -> Iterator[Segment]:
    """The segments, with what is remarked between them in its place."""
    waiting = list(reversed(asides))
    for segment in segments:
        while waiting and waiting[-1].line < segment.line:
            aside = waiting.pop()
            yield Segment(aside.text, line=aside.line, comment=True)
        yield segment


def _matter(asides: Sequence[Aside]) -> list[tuple[Item, Position]]:
    if not asides:
        return []
    return [(Matter(tuple(Block(aside.text) for aside in asides)), Position(asides[0].line))]


def _meta(facts: Iterable[tuple[str, str]]) -> Meta:
    """What facts say of the transcript; those without a place of their own are kept under their names."""
    told: dict[str, Any] = {}
    extra: list[tuple[str, str]] = []
    for name, value in facts:
        key = name.casefold()
        dated = date_line(value) if key == "date" else None
        if key in ("language", "lang") and _LANGUAGE.fullmatch(value):
            told.setdefault("language", value.replace("_", "-"))
        elif key == "title" and "title" not in told:
            told["title"] = value
        elif dated and "date" not in told:
            told["date"] = dated.date
        elif value and (name, value) not in extra:
            extra.append((name, value))
    return Meta(**told, extra=tuple(dict(reversed(extra)).items()))


def _explained(segments: Iterable[Segment], asides: Iterable[Aside]) -> Iterator[Understood]:
    for aside in asides:
        yield Understood(aside.line, aside.text, "matter", "stands beside the cues: nobody says it")
    for segment in segments:
        if direction(segment.text) is not None:
            yield Understood(
                segment.line, segment.text, "direction", "stands alone in brackets or between notes of music"
            )
        elif segment.speaker is not None:
            yield Understood(segment.line, f"{segment.speaker}: {segment.text}", "label", "the cue names who speaks")
        else:
            yield Understood(segment.line, segment.text, "speech", "the cue names nobody: whoever spoke last goes on")
