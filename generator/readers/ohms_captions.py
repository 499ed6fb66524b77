"""The WebVTT in OHMS records since version 6, with its annotations.

Words that have one stand in a span of a numbered class, `<c.1>words</c>`; the annotations are in notes behind the last
cue: `<annotation ref="1">text</annotation>`.
"""

import re
from collections.abc import Mapping
from html import unescape

import msgspec

from generator.markup import canonical
from generator.model import Block, Item, Mark, Meta, Note, Position, Reading, Transcript, Turn
from generator.readers import captions
from generator.routes import safe_url

_BREAK = re.compile(r"<br\s*/?>", re.I)
_FRAME = re.compile(r"^NOTE[ \t]*\n?(?:TRANSCRIPTION|ANNOTATIONS) (?:BEGIN|END)[ \t]*$", re.M)
_BODY = r'<annotation\s+ref="(\d{1,4})"\s*>((?:(?!</?annotation\b).)*)</annotation>'
_ANNOTATION = re.compile(_BODY, re.S)
_ANNOTATIONS = re.compile(rf"^NOTE[ \t]*\n(?:{_BODY}\s*)+", re.M | re.S)
_ANNOTATED = re.compile(r"<c\.(\d{1,4})>([^<>]*)</c>")
_PLACE = re.compile("\ue000(\\d+)\ue001")
_LINK = re.compile(r'<a\b[^<>]*?\bhref="([^"<>]*)"[^<>]*>([^<>]*)</a>', re.I)
_TAG = re.compile(r"<[^<>]{1,200}>")


def read(text: str, first: int, path: str) -> Reading:
    """The transcript in such captions, which begin on line `first` of the file. An end at zero is none."""
    bodies = {number: _plain(body) for number, body in _ANNOTATION.findall(text)}
    used = {number: f"n{number}" for number, _ in _ANNOTATED.findall(text) if bodies.get(number)}
    text = _ANNOTATED.sub(lambda m: f"{m[2]}\ue000{m[1]}\ue001" if m[1] in used else m[0], text)
    text = _ANNOTATIONS.sub(lambda m: _left(m[0], used) + "\n" * m[0].count("\n"), text)
    text = _FRAME.sub(lambda m: "\n" * m[0].count("\n") + "NOTE", text)
    reading = captions.read(_BREAK.sub(" ", text).encode("utf-8", "replace"), path)
    notes = tuple(Note(id, bodies[number]) for number, id in used.items())
    return Reading(
        Transcript(
            Meta(extra=reading.transcript.meta.extra),
            tuple(_item(item, used) for item in reading.transcript.items),
            notes,
        ),
        tuple(Position(place.line + first - 1) for place in reading.item_positions),
        note_positions=tuple(Position(first) for _ in notes),
        problems=tuple(found for found in reading.problems if found.code != "nothing-spoken"),
        explained=tuple(
            msgspec.structs.replace(one, line=one.line + first - 1, text=_PLACE.sub("", one.text))
            for one in reading.explained
        ),
    )


def _plain(body: str) -> str:
    """An annotation's text as Markdown: of its tags only links matter."""
    linked = _LINK.sub(lambda m: f"[{m[2].strip()}]({url})" if (url := safe_url(m[1])) else m[2], body)
    return " ".join(unescape(_TAG.sub("", linked)).split())


def _left(block: str, used: Mapping[str, str]) -> str:
    """A block of annotations with those to which no word refers, on one line."""
    return " ".join(("NOTE", *(_plain(body) for number, body in _ANNOTATION.findall(block) if number not in used)))


def _item(item: Item, used: Mapping[str, str]) -> Item:
    if not isinstance(item, Turn):
        return item
    end = None if item.end is not None and item.end < (item.start or 0) else item.end
    parts = tuple(_placed(part, used) if isinstance(part, Block) else part for part in item.parts)
    return msgspec.structs.replace(item, end=end, parts=parts)


def _placed(block: Block, used: Mapping[str, str]) -> Block:
    """A paragraph with its notes as marks instead of the signs that stood for them."""
    places = list(_PLACE.finditer(block.text))
    if not places:
        return block

    def shifted(at: int) -> int:
        return at - sum(min(at, place.end()) - place.start() for place in places if place.start() < at)

    marks = [msgspec.structs.replace(m, start=shifted(m.start), end=shifted(m.end)) for m in block.marks]
    marks += [Mark(shifted(p.start()), shifted(p.start()), "note", used[p[1]]) for p in places if p[1] in used]
    return msgspec.structs.replace(block, text=_PLACE.sub("", block.text), marks=canonical(marks))
