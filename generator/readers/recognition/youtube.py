"""YouTube's timed text as JSON ("json3"): events with pieces of text; `>>` stands where another speaks.

Nobody documents it; this is what players get.
"""

import re
from collections.abc import Iterator

from generator.readers.recognition.fields import Json, moment
from generator.readers.segments import Segment

_CHANGE = re.compile(r">>+\s*")


def is_timed_text(found: object) -> bool:
    """Whether a value is timed text."""
    events = found.get("events") if isinstance(found, dict) else None
    return isinstance(events, list) and any(isinstance(e, dict) and "tStartMs" in e and "segs" in e for e in events)


def segments_of(found: Json) -> Iterator[Segment]:
    """A segment for each event, and for each speaker in it; an event is over when the next begins."""
    spoken = [event for event in found["events"] if isinstance(event, dict) and _text(event)]
    for number, event in enumerate(spoken):
        start, span = moment(event.get("tStartMs"), 1), moment(event.get("dDurationMs"), 1)
        end = start + span if start is not None and span is not None else None
        behind = moment(spoken[number + 1].get("tStartMs"), 1) if number + 1 < len(spoken) else None
        if end is not None and behind is not None and start is not None and start <= behind < end:
            end = behind
        for place, piece in enumerate(_CHANGE.split(_text(event))):
            if piece.strip():
                yield Segment(piece.strip(), start, end, "?" if place else None)


def _text(event: Json) -> str:
    pieces = event.get("segs")
    if not isinstance(pieces, list):
        return ""
    said = (piece.get("utf8") for piece in pieces if isinstance(piece, dict))
    return " ".join("".join(text for text in said if isinstance(text, str)).split())
