"""The notes of a record as W3C Web Annotations: an AnnotationCollection in JSON-LD, beside the transcript's page.

Section numbers are those of the Web Annotation Data Model (W3C Recommendation, 23 February 2017),
https://www.w3.org/TR/annotation-model/. Addresses are relative to the file itself, so that they hold wherever the site
lies. Each quote has the words around it and its turn, as they are in the text now.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from generator import routes
from generator.model import Block, Note, PlacedNote, PlacedTarget, Record, Spot, Turn

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"  # what the ids of an HTML page conform to (4.2.1)
NOTE = "note-"  # begins a note's fragment

# Why a note of a kind was made, of the motivations of section 3.3.5; the kind itself is a tag.
_MOTIVATIONS = {
    "context": "describing",
    "fact-check": "assessing",
    "correction": "editing",
    "clarification": "describing",
    "source": "linking",
    "editor": "commenting",
}
_AROUND = 40  # characters of context on each side


def write(record: Record) -> bytes:
    """UTF-8 bytes of the collection (5.1) with all notes on its one page (5.2), in reading order."""
    resolution = record.resolution
    maker = _Maker(record)
    title = record.transcript.meta.title or resolution.id
    collection = {
        "@context": CONTEXT,
        "id": f"{resolution.id}.jsonld",
        "type": "AnnotationCollection",
        "label": f"Notes: {title}",
        "total": len(resolution.notes),
        "first": {
            "id": f"{resolution.id}.jsonld#or-page-1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": [maker.annotation(placed) for placed in resolution.notes],
        },
    }
    return msgspec.json.format(msgspec.json.encode(collection), indent=1) + b"\n"


class _Maker:
    """Makes the annotations of one record."""

    def __init__(self, record: Record) -> None:
        turns = (item for item in record.transcript.items if isinstance(item, Turn))
        self._blocks: Sequence[tuple[Block, ...]] = [turn.blocks for turn in turns]
        self._anchors = [facts.anchor for facts in record.resolution.turns]
        # Relative: a name with a colon in it would be read as a scheme.
        self._page = routes.relative("transcripts/x.jsonld", routes.transcript(record.resolution.id))

    def annotation(self, placed: PlacedNote) -> dict[str, Any]:
        """One note (3.1)."""
        note = placed.note
        made: dict[str, Any] = {
            "id": f"{self._page}#{routes.escaped(NOTE + note.id)}",
            "type": "Annotation",
            "motivation": _MOTIVATIONS.get(note.kind, "commenting"),
        }
        if placed.author:
            made["creator"] = {"type": "Person", "name": placed.author.name}  # 3.3.2
        if note.date:
            made |= _created(note.date)
        targets = [self._target(target) for target in placed.targets]
        return {**made, "body": list(_bodies(note)), "target": targets[0] if len(targets) == 1 else targets}

    def _target(self, target: PlacedTarget) -> str | dict[str, Any]:
        """A page, one of its turns or sections, or words of it (4)."""
        if target.anchor is None:
            return self._page
        selector: dict[str, Any] = {"type": "FragmentSelector", "value": target.anchor, "conformsTo": FRAGMENTS}
        if target.spots:
            selector["refinedBy"] = self._words(target.spots)  # 4.2.9
        return {"source": self._page, "selector": selector}

    def _words(self, spots: Sequence[Spot]) -> dict[str, Any]:
        """A TextQuoteSelector (4.2.4); for words that run into another turn a RangeSelector (4.2.8).

        A range ends where its second selector begins: at what follows its last words, which are that one's prefix.
        """
        first, last = spots[0], spots[-1]
        prefix, suffix = self._before(first), self._after(last)
        if first.turn == last.turn:
            words = [self._text(spot)[spot.start : spot.end] for spot in spots]
            return _quote("\n".join(words) or _nearest_word(prefix), prefix if any(words) else "", suffix)
        start, end = (self._text(spot)[spot.start : spot.end] for spot in (first, last))
        ends_in = _last_words(end)
        return {
            "type": "RangeSelector",
            "startSelector": _quote(_first_words(start), prefix, ""),
            "endSelector": {
                "type": "FragmentSelector",
                "value": self._anchors[last.turn],
                "conformsTo": FRAGMENTS,
                "refinedBy": _quote(suffix, ends_in, ""),
            },
        }

    def _text(self, spot: Spot) -> str:
        return self._blocks[spot.turn][spot.paragraph].text

    def _before(self, spot: Spot) -> str:
        words = self._text(spot)[: spot.start]
        return words if len(words) <= _AROUND else words[-_AROUND:].partition(" ")[2]

    def _after(self, spot: Spot) -> str:
        words = self._text(spot)[spot.end :]
        return words if len(words) <= _AROUND else words[:_AROUND].rpartition(" ")[0]


def _bodies(note: Note) -> Sequence[Mapping[str, Any]]:
    """The note itself, its kind, its verdict and what it rests on (3.2.4, 4: SpecificResource, 3.3.5: purposes)."""
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "value": note.body, "format": "text/markdown", "purpose": "commenting"},
        {"type": "TextualBody", "value": note.kind, "purpose": "tagging"},
    ]
    if note.rating is not None:
        bodies.append({"type": "TextualBody", "value": note.rating, "purpose": "classifying"})
    for source in note.sources:
        address = routes.safe_url(source) if "://" in source else None
        if address == source:
            bodies.append({"type": "SpecificResource", "source": source, "purpose": "linking"})
        else:
            bodies.append({"type": "TextualBody", "value": source, "purpose": "linking"})
    return bodies


def _created(date: str) -> dict[str, str]:
    """When it was made (3.3.1): a date-time in UTC where the whole day is known; else as written, by Dublin Core."""
    if len(date) == 10:
        return {"created": f"{date}T00:00:00Z"}
    if date.endswith("Z") and len(date) == 20:
        return {"created": date}
    return {"dcterms:date": date}


def _quote(exact: str, prefix: str, suffix: str) -> dict[str, str]:
    around = {"prefix": prefix, "suffix": suffix}
    return {"type": "TextQuoteSelector", "exact": exact, **{name: words for name, words in around.items() if words}}


def _nearest_word(before: str) -> str:
    """The word that a note on a place follows: words can be quoted, places cannot."""
    return (before.split() or [""])[-1]


def _first_words(text: str) -> str:
    return " ".join(text.split()[:12])


def _last_words(text: str) -> str:
    return " ".join(text.split()[-12:])
