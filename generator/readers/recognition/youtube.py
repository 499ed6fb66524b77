"""YouTube's timed text as JSON ("json3"): events with pieces of text, which are captions in all but the form.

Nobody documents it; this is what players get.
"""

import re
from collections.abc import Iterator

from generator.readers.captions import Cue
from generator.readers.recognition.fields import Json, moment

_CHANGE = re.compile(r" (?=>>)")  # a line of its own for each speaker


def is_timed_text(found: object) -> bool:
    """Whether a value is timed text."""
    events = found.get("events") if isinstance(found, dict) else None
    return isinstance(events, list) and any(isinstance(e, dict) and "tStartMs" in e and "segs" in e for e in events)


def cues_of(found: Json) -> Iterator[Cue]:
    """A cue for each event; one is over when the next begins."""
    spoken = [event for event in found["events"] if isinstance(event, dict) and _text(event)]
    starts = [moment(event.get("tStartMs"), 1) or 0 for event in spoken]
    for event, start, behind in zip(spoken, starts, [*starts[1:], None], strict=False):
        end = start + (moment(event.get("dDurationMs"), 1) or 0)
        yield Cue(
            start,
            behind if behind is not None and start <= behind < end else end,
            tuple(_CHANGE.split(_text(event))),
            0,
        )


def _text(event: Json) -> str:
    pieces = event.get("segs")
    if not isinstance(pieces, list):
        return ""
    said = (piece.get("utf8") for piece in pieces if isinstance(piece, dict))
    return " ".join("".join(text for text in said if isinstance(text, str)).split())
