"""Transcripts of courts, depositions and hearings: numbered lines, Q and A, who examines, page heads and feet.

The lines of a page are numbered from 1 to 25 or 28; what stands beside the numbers is the text, what stands without one
belongs to the page. Speech begins below "P R O C E E D I N G S".
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from generator.model import Meta
from generator.readers.heads import date_in
from generator.readers.labels import Label
from generator.readers.layout import Laid, furniture, is_unfinished
from generator.readers.speech import Line

_NUMBERED = re.compile(r"\s{0,12}(\d{1,2})(?:\s{1,}(?=\S)|\s*$)")
_PROCEEDINGS = re.compile(r"\s*P\s?R\s?O\s?C\s?E\s?E\s?D\s?I\s?N\s?G\s?S\s*")
_SPACED = re.compile(r"\s*(?:[A-Z]\s){4,}[A-Z]\s*")
_LETTER = re.compile(r"\s*([QA])(?:[.:]\s*|\s+)(?=\S)")
_CAPITALS = r"(?:[A-Z][A-Z.'’\-]*|Mc[A-Z]+)"
_COLON = re.compile(rf"\s*((?:{_CAPITALS}|of|the|for|de)(?:\s{_CAPITALS}){{0,5}}(?:\s\([A-Z .]+\))?)\s?:(?=\s|$)\s*")
_BY = re.compile(
    r"\s*\(?(?:BY\s+(?:THE\s+\w+|(?:M[RS]S?|MISS|DR|GENERAL|JUSTICE)\.?\s+[A-Z'’\-. ]+)"
    r"|(?:CONTINUED|RESUMED) BY .*)\s?:?\)?\s*"
)
_HEADING = re.compile(
    r"\s*(?:(?:DIRECT|CROSS|RECROSS|REDIRECT|FURTHER|VOIR)[\s-].*EXAMINATION.*|EXAMINATION(?: BY .*)?"
    r"|(?:ORAL|REBUTTAL) ARGUMENT OF .*|ON BEHALF OF .*|OPENING STATEMENT.*|CLOSING ARGUMENT.*"
    r"|(?:AFTERNOON|MORNING|EVENING) SESSION|AS AMICUS CURIAE.*)\s*"
)
_CERTIFICATE = re.compile(
    r"\s*(?:C\s?E\s?R\s?T\s?I\s?F\s?I\s?C\s?A\s?T\s?E|REPORTER['’]?S?['’]? CERTIFICATE|I N D E X|WORD INDEX)\b.*"
)


def laid_out(lines: Sequence[str]) -> Laid | None:
    """The blocks of a transcript of a court; None where it is none."""
    if not any(_PROCEEDINGS.fullmatch(line) or _BY.fullmatch(line) for line in _without_numbers(lines[:6000])):
        return None
    numbered = is_numbered(lines)
    rows = _rows(lines, numbered)
    if sum(_label(text) is not None for _, text, _ in rows) < 2:
        return None
    return Laid(_blocks(rows), _meta(lines))


def is_numbered(lines: Sequence[str]) -> bool:
    """Whether the lines of each page are numbered from 1 on."""
    found = [int(number[1]) for line in lines if line.strip() and (number := _NUMBERED.match(line))]
    steps = sum(after == before + 1 or after == 1 for before, after in pairwise(found))
    return len(found) > 4 and steps > 0.8 * len(found) and len(found) * 2 > sum(bool(line.strip()) for line in lines)


def _without_numbers(lines: Sequence[str]) -> list[str]:
    return [number.string[number.end() :] if (number := _NUMBERED.match(line)) else line for line in lines]


def _rows(lines: Sequence[str], numbered: bool) -> list[tuple[int, str, bool]]:
    """Line number, text, and whether it belongs to the page."""
    aside = frozenset() if numbered else furniture(lines)
    rows = []
    for at, line in enumerate(lines):
        number = _NUMBERED.match(line) if numbered else None
        if number:
            rows.append((at + 1, line[number.end(1) :], False))
        elif not line.strip():
            rows.append((at + 1, "", False))
        else:
            rows.append((at + 1, line, numbered or at in aside))
    return rows


def _label(text: str) -> Label | None:
    if letter := _LETTER.match(text):
        return Label(letter[1], "letter", letter.end())
    colon = _COLON.match(text)
    if colon and not _BY.fullmatch(text) and len(colon[1]) < 60:
        return Label(colon[1], "colon", colon.end())
    return None


def _blocks(rows: Sequence[tuple[int, str, bool]]) -> list[list[Line]]:
    opened = next((at for at, (_, text, _) in enumerate(rows) if _PROCEEDINGS.fullmatch(text)), -1)
    margin = _margin(rows)
    blocks: list[list[Line]] = []
    text: list[Line] | None = None  # the block that may go on
    blank = bracketed = over = False
    for at, (number, words, page) in enumerate(rows):
        over = over or (at > opened >= 0 and not page and _CERTIFICATE.fullmatch(words) is not None)
        if page:
            blocks.append([Line(number, words.strip(), role="furniture")])
        elif not words.strip():
            blank = True
        else:
            made = Line(number, words.strip(), role="matter") if over or at < opened else _made(number, words, margin)
            if text and bracketed:
                text.append(Line(number, words.strip(), role="event"))
            elif text and _goes_on(made, words, text, blank, margin):
                _add(made, text)
            else:
                text = [made]
                blocks.append(text)
            bracketed = text[-1].role == "event" and ")" not in words
            blank = False
    return blocks


def _made(number: int, text: str, margin: int) -> Line:
    """What a line is by itself: who examines, a label with speech, a heading, a direction, or text."""
    words = text.strip()
    if _PROCEEDINGS.fullmatch(text) or _BY.fullmatch(text):
        return Line(number, words, role="matter")
    if label := _label(text):
        return Line(number, text, label=label)
    if _HEADING.fullmatch(text) or _SPACED.fullmatch(text):
        return Line(number, words, heading=2)
    whole = words.endswith((")", ").")) or ")" not in words
    if words.startswith("(") and whole and len(text) - len(text.lstrip()) >= margin:
        return Line(number, words, role="event")
    return Line(number, words)


def _goes_on(made: Line, text: str, above: Sequence[Line], blank: bool, margin: int) -> bool:
    """Whether a line goes on with the block above: a heading with a heading, text with text unless it begins anew."""
    last = above[-1]
    if made.heading or last.heading:
        return bool(made.heading and last.heading and not blank)
    if made.role != "text" or made.label or last.role != "text":
        return False
    return is_unfinished(last.text) or not (blank or len(text) - len(text.lstrip()) > margin + 2)


def _add(made: Line, block: list[Line]) -> None:
    if made.heading:
        block[-1] = Line(block[-1].number, f"{block[-1].text} {made.text}", heading=2)
    else:
        block.append(made)


def _margin(rows: Sequence[tuple[int, str, bool]]) -> int:
    """The indent of lines that go on: the smallest that is common."""
    indents = sorted(len(text) - len(text.lstrip()) for _, text, page in rows if text.strip() and not page)
    return indents[len(indents) // 10] if indents else 0


def _meta(lines: Sequence[str]) -> Meta:
    date = next((found for line in lines[:120] if len(line) < 120 and (found := date_in(line))), None)
    return Meta(date=date)
