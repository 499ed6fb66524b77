"""Advanced SubStation (.ass, .ssa): lines `Dialogue: …`, whose fields `Format:` names.

The field Name tells who speaks.
"""

import re
from collections.abc import Sequence

from generator.errors import Place, Problem, problem
from generator.readers.cues import Aside, Cue, Track
from generator.readers.tags import without

_USUAL = "layer start end style name marginl marginr marginv effect text".split()
_TIME = re.compile(r"\s*(\d{1,4}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?\s*")
_BREAK = re.compile(r"\\[Nn]")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")


def parse(lines: Sequence[str], path: str) -> Track:
    """The cues in lines, in the order of their times; comments are set aside. Never raises."""
    fields, events = _USUAL, False
    cues: list[Cue] = []
    asides: list[Aside] = []
    facts: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        kind, _, rest = line.partition(":")
        kind = kind.strip().casefold()
        if line.startswith("["):
            events = line.strip().casefold() == "[events]"
        elif kind == "format" and events:
            fields = [name.strip().casefold() for name in rest.split(",")]
        elif kind == "title" and rest.strip():
            facts.append(("title", rest.strip()))
        elif kind in ("dialogue", "comment"):
            values = dict(zip(fields, rest.strip().split(",", len(fields) - 1), strict=False))
            text = values.get("text", "")
            start, end = _TIME.fullmatch(values.get("start", "")), _TIME.fullmatch(values.get("end", ""))
            if kind == "comment":
                asides += [Aside(words, number)] if (words := without(text)) else []
            elif not _DRAWING.search(text):
                if not start or not end:
                    wrong = f"{values.get('start', '')},{values.get('end', '')}"
                    problems.append(problem("cue-times", Place(path, number), text=wrong[:80]))
                name = (values.get("name") or values.get("actor") or "").strip() or None
                at = _milliseconds(start) if start else cues[-1].end if cues else 0
                cues.append(Cue(at, _milliseconds(end) if end else at, tuple(_BREAK.split(text)), number, name))
    cues.sort(key=lambda cue: cue.start)
    return Track(cues, asides, facts, problems)


def _milliseconds(found: re.Match[str]) -> int:
    hours, minutes, seconds, fraction = found.groups()
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int((fraction or "0").ljust(3, "0"))
