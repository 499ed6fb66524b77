"""Arguments before the Supreme Court of the United States, as the API of Oyez gives them (https://api.oyez.org).

A transcript has sections, a section has turns, a turn has a speaker, who may be null, and blocks of text. Times are in
seconds; a `stop` of 0 means that none is known. The file of a case holds no speech, but links to that of its arguments.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.errors import Place, Problem, problem
from generator.model import (
    Block,
    Declared,
    Event,
    Item,
    Mark,
    Meta,
    Position,
    Reading,
    Section,
    Transcript,
    Turn,
    Understood,
)
from generator.readers import heads, jsontext, segments

Json = Mapping[str, Any]

_LATEST = 1e6  # seconds: what is later is no place in a recording


def read(data: bytes, path: str) -> Reading:
    """The transcript in such a file. Never raises: what is wrong is in the reading's problems."""
    found, text, problems = jsontext.load(data, path)
    whole = found if isinstance(found, dict) else {}
    sections = _sections(whole)
    items = tuple(_items(sections))
    lines = tuple(_lines(items, text))
    if not any(isinstance(item, Turn) for item in items):
        problems = (*problems, problem("nothing-spoken", Place(path)))
    return Reading(
        Transcript(_meta(whole, sections), items),
        tuple(map(Position, lines)),
        problems=(*problems, *_doubts(items, lines, path)),
        explained=tuple(_explained(items, lines)),
    )


def _sections(whole: Json) -> list[Json]:
    """The sections of the transcript, which may also stand alone, without the facts around it."""
    inner = whole.get("transcript")
    place = inner if isinstance(inner, dict) else whole
    sections = _objects(place.get("sections"))
    return sections or ([place] if _objects(place.get("turns")) else [])


def _objects(value: object) -> list[Json]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _items(sections: Sequence[Json]) -> Iterator[Item]:
    for section in sections:
        title = _words(section.get("title")) or _words(section.get("name"))
        if title:
            yield Section(title)
        for turn in _objects(section.get("turns")):
            yield from _said(turn)


def _said(turn: Json) -> Iterator[Turn | Event]:
    """A turn with a paragraph for each of its blocks, or what happens where nobody speaks: "(Laughter.)"."""
    blocks = [block for block in _objects(turn.get("text_blocks")) if _words(block.get("text"))]
    if not blocks and _words(turn.get("text")):
        blocks = [turn]
    if not blocks:
        return
    events = [segments.direction(_words(block.get("text"))) for block in blocks]
    if _label(turn) == "?" and all(events):
        yield from (Event(event) for event in events if event)
        return
    parts = tuple(
        Event(event) if event and not all(events) else _block(block)
        for event, block in zip(events, blocks, strict=True)
    )
    start = _time(turn.get("start"))
    start = _time(blocks[0].get("start")) if start is None else start
    stops = [stop for one in (turn, blocks[-1]) if (stop := _time(one.get("stop"))) and stop >= (start or 0)]
    yield Turn(_label(turn), parts, start=start, end=stops[0] if stops and start is not None else None)


def _block(block: Json) -> Block:
    at = _time(block.get("start"))
    marks = (Mark(0, 0, "sync", at),) if at is not None else ()
    return Block(_words(block.get("text")), marks)


def _label(turn: Json) -> str:
    """Who speaks; "?" where the source has null."""
    speaker = turn.get("speaker")
    if isinstance(speaker, dict):
        return _words(speaker.get("name")) or _words(speaker.get("last_name")) or "?"
    return _words(speaker) or "?"


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _time(seconds: object) -> int | None:
    """Milliseconds; None for what is no time."""
    if isinstance(seconds, str):
        try:
            seconds = float(seconds)
        except ValueError:
            return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < _LATEST:
        return None
    return round(seconds * 1000)


def _meta(whole: Json, sections: Sequence[Json]) -> Meta:
    """The case is the title; "Oral Argument - December 13, 1971" tells what it is and when it was."""
    transcript = whole.get("transcript")
    title = _words(whole.get("title"))
    case = _words(transcript.get("title")) if isinstance(transcript, dict) else ""
    kind, _, day = title.partition(" - ")
    dated = heads.date_line(day.split("(")[0].strip()) if day else None
    return Meta(
        title=case or title or _words(whole.get("name")) or None,
        subtitle=title if case and title and title != case else None,
        date=dated.date if dated else None,
        kind="-".join(kind.casefold().split()) if dated else None,
        source=heads.source_address(whole.get("href")),
        media=tuple(dict.fromkeys(_media(whole.get("media_file")))),
        speakers=tuple(_speakers(sections)),
    )


def _media(value: object) -> Iterator[str]:
    """Sound that browsers play from a file; the others are the same again as streams."""
    for file in _objects(value) or _objects([value]):
        url = _url(file.get("href"))
        if url and (url.endswith(".mp3") or file.get("mime") == "audio/mpeg"):
            yield url


def _url(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else None


def _speakers(sections: Sequence[Json]) -> Iterator[Declared]:
    """Those of whom an office is told, each once: the justices."""
    seen: set[str] = set()
    for section in sections:
        for turn in _objects(section.get("turns")):
            speaker = turn.get("speaker")
            name = _label(turn)
            if name in seen or not isinstance(speaker, dict):
                continue
            seen.add(name)
            roles = _objects(speaker.get("roles"))
            role = _words(roles[-1].get("role_title")) if len(roles) == 1 else ""
            court = next((found for one in roles if (found := _words(one.get("institution_name")))), "")
            if role or court:
                yield Declared(name, role=role or None, affiliation=court or None)


def _lines(items: Sequence[Item], text: str) -> Iterator[int]:
    """The line of each item in the file: where its first words stand behind those of the one before."""
    at, line = 0, 1
    for item in items:
        words = _first_words(item)
        start = words.split('"')[0].split("\\")[0][:40]
        place = text.find(start, at, at + 200_000) if start.isascii() and start else -1
        if place >= 0:
            line += text.count("\n", at, place)
            at = place
        yield line


def _first_words(item: Item) -> str:
    match item:
        case Section():
            return item.title
        case Turn():
            return item.blocks[0].text
        case Event():
            return item.text
    return ""


def _doubts(items: Sequence[Item], lines: Sequence[int], path: str) -> Iterator[Problem]:
    turns = [(item, line) for item, line in zip(items, lines, strict=True) if isinstance(item, Turn)]
    unknown = [line for turn, line in turns if turn.label == "?"]
    if unknown:
        yield problem("speaker-not-told", Place(path, unknown[0]), number=len(unknown))
    last = 0
    for turn, line in turns:
        if turn.start is not None and turn.start < last:
            yield problem("times-backwards", Place(path, line))
            return
        last = turn.start if turn.start is not None else last


def _explained(items: Sequence[Item], lines: Sequence[int]) -> Iterator[Understood]:
    for item, line in zip(items, lines, strict=True):
        if isinstance(item, Section):
            yield Understood(line, item.title, "heading", "the title of a section")
        elif isinstance(item, Event):
            yield Understood(line, item.text, "event", "in brackets, and nobody speaks")
        elif isinstance(item, Turn):
            words = f"{item.label}: {item.blocks[0].text}"
            if item.label == "?":
                yield Understood(line, words, "speech", "the file does not know who speaks")
            else:
                yield Understood(line, words, "label", "the file names who speaks")
