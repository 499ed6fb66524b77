"""TTML (https://www.w3.org/TR/ttml2/), also as DFXP and SMPTE-TT: `<p begin end>`, speakers as `ttm:agent`.

Also the XML of YouTube's timed text: `<text start dur>` and `<p t d>`. Nothing is taken from outside the file.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from generator.readers import xml
from generator.readers.cues import Aside, Cue, Track
from generator.readers.tags import without

_CLOCK = re.compile(r"(\d{1,5}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9})|[:;](\d{1,3})(?:\.\d+)?)?")
_FRAMES = re.compile(r"\"\d{1,3}:\d\d:\d\d[:;](\d\d)\"")
_MANY = 100  # times
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)\s*(h|m|s|ms|f|t)")
_PLAIN = re.compile(r"\d{1,10}(?:\.\d{1,9})?")
_OPEN_BREAK = re.compile(r"<((?:\w+:)?br)\b([^<>]*)(?<!/)>(?!\s*</(?:\w+:)?br)")  # as in HTML
_UNITS = {"h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}
_NAMES = {"desc": "summary", "copyright": "licence"}


class _Rates(NamedTuple):
    """How many a second: frames and ticks."""

    frames: float
    ticks: float


def parse(lines: Sequence[str], path: str) -> Track:
    """The cues in the text of a file. Never raises: what is broken is read as far as it goes."""
    text = _OPEN_BREAK.sub(r"<\1\2/>", "\n".join(lines))
    root, problems = xml.parse(text.encode("utf-8", "replace"), path)
    if root is None:
        return Track((), problems=problems)
    language = xml.attribute(root, "lang")
    facts = [*_facts(root), *((("language", language),) if language else ())]
    cues = [*_cues(root, 0, None, None, _rates(root, text), _agents(root))]
    return Track(cues, [Aside(words, 1) for words in _remarks(root)], facts, problems)


def _cues(
    element: xml.Element, begin: int, end: int | None, agent: str | None, rates: _Rates, agents: dict[str, str]
) -> Iterator[Cue]:
    """The cues below an element, whose times count from that of the elements around it (section 12.3)."""
    waiting = [(element, begin, end, agent)]
    while waiting:
        one, begin, end, agent = waiting.pop()
        name = xml.name(one)
        agent = xml.attribute(one, "agent", "speaker") or agent
        first = _time(xml.attribute(one, "begin", "start", "t"), rates, name == "p" and one.get("t") is not None)
        start = begin + first if first is not None else begin
        length = _time(xml.attribute(one, "dur", "d"), rates, one.get("t") is not None)
        last = _time(xml.attribute(one, "end"), rates, False)
        stop = begin + last if last is not None else start + length if length is not None else end
        if name in ("p", "text"):
            who = " & ".join(agents.get(part, part) for part in (agent or "").split()) or None
            words = tuple(_lines(one, agents))
            yield Cue(start, start if stop is None else stop, words, xml.line(one), who)
        elif name != "head":
            waiting += [(child, start, stop, agent) for child in reversed(one) if isinstance(child.tag, str)]


def _lines(element: xml.Element, agents: dict[str, str]) -> Iterator[str]:
    """The lines of a paragraph; a span of another agent is a voice of its own."""
    text: list[str] = []
    waiting: list[Any] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            text.append(one)
            continue
        name, agent = xml.name(one), xml.attribute(one, "agent") if one is not element else None
        if name == "metadata":
            continue
        inside: list[Any] = ["\n"] if name == "br" else []
        if agent:
            inside.append(f"<v {agents.get(agent, agent)}>")
        twice = xml.name(element) == "text"  # YouTube escapes it twice
        inside.append(_escaped(one.text or "", twice))
        for child in one:
            if isinstance(child.tag, str):
                inside.append(child)
            inside.append(_escaped(child.tail or "", twice))
        waiting += reversed(inside)
    yield from (line.strip() for line in "".join(text).split("\n"))


def _escaped(text: str, as_it_is: bool) -> str:
    """Text of the file, whose line ends are blanks, as text of a cue."""
    text = re.sub(r"\s+", " ", text) if text else ""
    return text if as_it_is else text.replace("&", "&amp;").replace("<", "&lt;")


def _agents(root: xml.Element) -> dict[str, str]:
    """The names of agents by their ids (section 14.1)."""
    found: dict[str, str] = {}
    for agent in xml.descendants(root, "agent"):
        key = xml.attribute(agent, "id")
        name = xml.words(next(xml.descendants(agent, "name"), None))
        if key and name:
            found |= {key: name, f"#{key}": name}
    return found


def _facts(root: xml.Element) -> Iterator[tuple[str, str]]:
    head = next(xml.descendants(root, "head"), None)
    for kind in ("title", "desc", "copyright"):
        for one in xml.descendants(head, kind) if head is not None else ():
            if words := without(" ".join(one.itertext())):
                yield _NAMES.get(kind, kind), words


def _remarks(root: xml.Element) -> Iterator[str]:
    """Titles and descriptions within the body."""
    body = next(xml.descendants(root, "body"), None)
    for one in xml.descendants(body, "title", "desc") if body is not None else ():
        if words := without(" ".join(one.itertext())):
            yield words


def _rates(root: xml.Element, text: str) -> _Rates:
    """As declared; else frames are 30, or 25 where many times never count further."""
    counted = [int(found) for found in _FRAMES.findall(text)]
    frames = _number(xml.attribute(root, "frameRate")) or (25 if len(counted) > _MANY and max(counted) < 25 else 30)
    multiplier = [_number(part) for part in (xml.attribute(root, "frameRateMultiplier") or "").split()]
    if len(multiplier) == 2 and multiplier[0] and multiplier[1]:
        frames = frames * multiplier[0] / multiplier[1]
    return _Rates(frames, _number(xml.attribute(root, "tickRate")) or 1)


def _number(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", text) else None


def _time(text: str | None, rates: _Rates, thousandths: bool) -> int | None:
    """A time in milliseconds (section 12.3.1); a bare number is seconds, or `thousandths` of them."""
    text = (text or "").strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds, fraction, frames = clock.groups()
        whole = ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000
        return whole + round(float(f"0.{fraction or 0}") * 1000) + round(int(frames or 0) * 1000 / rates.frames)
    if offset := _OFFSET.fullmatch(text):
        per = {"f": 1000 / rates.frames, "t": 1000 / rates.ticks}.get(offset[2]) or _UNITS[offset[2]]
        return round(float(offset[1]) * per)
    return round(float(text) * (1 if thousandths else 1000)) if _PLAIN.fullmatch(text) else None
