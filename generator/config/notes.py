"""Notes beside a transcript's text, `NAME.notes.yaml`: read with their places, and written."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

import msgspec

from generator.config.frontmatter import scalar
from generator.config.schema import DATE, ID, TEXT, Check, Shape, keys, many, one_or_many
from generator.config.source import Source
from generator.config.yaml import Node, Text, parse
from generator.errors import Problem
from generator.model import Note, Position, Selector

_TARGET = {
    "quote": TEXT.about("The exact words it is about; without them, the whole turn or transcript."),
    "before": TEXT.about("Words just before the quote, to tell equal quotes apart."),
    "after": TEXT.about("Words just after the quote."),
    "turn": TEXT.about("The anchor of the turn or section."),
    "to": TEXT.about("The last words of a longer passage that begins with the quote."),
    "until": TEXT.about("The anchor of the turn the last words are in, where that is a later one."),
}
_TARGET_KEYS: Shape[dict[str, Any]] = keys(_TARGET, {"anchor": "turn", "section": "turn"})


def _target(node: Node, check: Check) -> Selector | None:
    values = _TARGET_KEYS.read(node, check)
    return None if values is None else Selector(**values)


_NOTE_KEYS: Shape[dict[str, Any]] = keys(
    {
        "id": ID.about("A name for links to the note."),
        **_TARGET,
        "targets": many(Shape(_target, _TARGET_KEYS.schema), "a list of targets, each beginning with “- ”").about(
            "Several passages that it is about, each with quote, before, after, turn or to."
        ),
        "kind": TEXT.about("context, fact-check, correction, clarification, source, translation, editor, …"),
        "by": TEXT.about("Who wrote it: a name, or the id of somebody in people.yaml."),
        "date": DATE.about("When."),
        "body": TEXT.about("The note itself, in Markdown."),
        "sources": one_or_many(TEXT).about("What it rests on."),
        "rating": TEXT.about("The verdict of a fact-check."),
    },
    {
        "text": "body",
        "note": "body",
        "author": "by",
        "type": "kind",
        "source": "sources",
        "anchor": "turn",
        "section": "turn",
        "target": "targets",
    },
    ("body",),
)


def _note(node: Node, check: Check) -> tuple[Note, Position] | None:
    values = _NOTE_KEYS.read(node, check)
    if not values or not values.get("body"):
        return None
    first = Selector(**{name: values.pop(name, None) for name in _TARGET})
    more = values.pop("targets", ())
    selectors = (*((first,) if first != Selector() or not more else ()), *more)
    note = Note(selectors=selectors, **{"id": "", **values})
    return note, Position(node.line, node.column)


def _digest(selectors: Iterable[Selector]) -> str:
    """Eight hexadecimal digits that stay the same while a note's body is written."""
    told = "\0".join(part or "" for selector in selectors for part in msgspec.structs.astuple(selector))
    return blake2b(told.encode(errors="replace"), digest_size=4).hexdigest()


NOTES_FILE = many(Shape(_note, _NOTE_KEYS.schema), "a list of notes, each beginning with “- ”")


def side_notes(text: str, path: str) -> tuple[tuple[tuple[Note, Position], ...], tuple[Problem, ...]]:
    """The notes of a `NAME.notes.yaml` with their places, and what is wrong there."""
    source = Source(text, path)
    node, problems = parse(source)
    if node is None:
        return (), problems
    check = Check(source)
    found = NOTES_FILE.read(node, check) or ()
    kept: dict[str, tuple[Note, Position]] = {}
    same: Counter[str] = Counter()
    for note, position in found:
        id = note.id
        if not id:
            digest = _digest(note.selectors)
            same[digest] += 1
            id = f"n-{digest}" if same[digest] == 1 else f"n-{digest}-{same[digest]}"
        if id in kept:
            first = kept[id][1].line
            check.report("duplicate-note", Text(id, position.line, position.column), id=id, first=first)
        else:
            kept[id] = msgspec.structs.replace(note, id=id), position
    return tuple(kept.values()), (*problems, *check.problems)


def write_side_notes(notes: Iterable[Note]) -> str:
    """Entries of a `NAME.notes.yaml` that read back as these notes; each ends with an empty line."""
    return "".join(f"- {chr(10).join(_entry(note)).lstrip()}\n\n" for note in notes)


def _entry(note: Note) -> Iterator[str]:
    single = len(note.selectors) == 1
    yield f"  id: {scalar(note.id)}"
    if single:
        yield from (f"  {line}" for line in _selector(note.selectors[0]))
    elif note.selectors:
        yield "  targets:"
        for selector in note.selectors:
            lines = list(_selector(selector)) or ['turn: ""']
            yield from (f"    {'  ' if number else '- '}{line}" for number, line in enumerate(lines))
    named = {"kind": note.kind, "by": note.by, "date": note.date, "rating": note.rating}
    yield from (f"  {key}: {scalar(value)}" for key, value in named.items() if value is not None)
    if note.sources:
        yield "  sources:"
        yield from (f"    - {scalar(source)}" for source in note.sources)
    yield from _body(note.body)


def _selector(selector: Selector) -> Iterator[str]:
    return (f"{key}: {scalar(value)}" for key in _TARGET if (value := getattr(selector, key)) is not None)


def _body(body: str) -> Iterator[str]:
    """As a block that can be read where YAML keeps it so: else in quotation marks."""
    lines = body.split("\n")
    plain = all(line.isprintable() and line == line.rstrip() for line in lines) and body == body.strip()
    if len(lines) == 1 or not plain:
        yield f"  body: {scalar(body)}"
        return
    yield "  body: |-"
    yield from (f"    {line}" if line else "" for line in lines)
