"""Stage directions and gaps in brackets: "(Applause.)" on a line of its own, "[inaudible 00:03:11]" in a paragraph."""

import re
from collections.abc import Sequence

from generator.model import Mark
from generator.readers.labels import is_clock

_BRACKETS = re.compile(r"[\[(]([^\[\]()]{1,120})[\])]")
_WORDS = re.compile(
    r"applau|laugh|cheer|crosstalk|cross talk|inaudible|indistinct|unintelligible|pause|silence|music|recess|break"
    r"|beifall|heiterkeit|zuruf|lachen|unruhe|applaus|rire|risas|break|video|audio|adjourn|bell|sigh|whistl"
    r"|interrupt|off mic",
    re.I,
)
# Stricter, for what stands within a paragraph: "(the break)" is speech there.
_WITHIN = re.compile(
    r"\s*(?:(?:more|continued|general|speaker|several|both|he|she|they|all)\s)?(?:applau|laugh|chuckl|cheer|cross-?\s?talk"
    r"|inaudible|indistinct|unintelligible|unclear|pause|silence|sighs?\b|beifall|heiterkeit|lachen|zuruf|applaus|rires?\b"
    r"|risas|no audio|speaks? |speaking |in (?:french|spanish|german|russian|arabic|chinese)\b)",
    re.I,
)


def direction(text: str) -> str | None:
    """The words of a direction that is all of a text; None where it is none."""
    text = text.strip()
    found = _BRACKETS.fullmatch(text.removesuffix(".")) if text[:1] in ("(", "[") else None
    if not found or is_clock(text) or not (_WORDS.search(found[1]) or len(found[1].split()) <= 4):
        return None
    return found[1].strip().rstrip(".") or None


def bare(text: str) -> str | None:
    """The words of what is known to be a direction, without the brackets around it."""
    words = text.strip().removeprefix("(").removeprefix("[").rstrip(".").removesuffix(")").removesuffix("]")
    return words.strip(" .") or None


def within(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Marks for the directions and gaps within a paragraph, where no other mark is."""
    found = (each.span() for each in _BRACKETS.finditer(text) if len(each[1]) < 60 and _WITHIN.match(each[1]))
    taken = sorted((mark.start, mark.end) for mark in marks if mark.end > mark.start)
    events: list[Mark] = []
    at = until = 0  # the next mark, and the end of those that begin before the direction
    for start, end in found:
        while at < len(taken) and taken[at][0] < end:
            until = max(until, taken[at][1])
            at += 1
        if until <= start:
            events.append(Mark(start, end, "event"))
    return events
