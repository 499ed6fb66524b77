"""Plain text: press conferences, interviews and hearings as they stand on the web or come from a transcriber."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from generator.decoding import decode
from generator.model import Meta, Reading, Understood
from generator.readers import captions, chats, congress, courts, markdown, missions, paragraphs, plenary, stamped
from generator.readers.cues import Cue, Track
from generator.readers.labels import is_short_name, stands_as_name
from generator.readers.layout import furniture, is_unfinished
from generator.readers.speech import Line, understand

_LAYOUTS = (missions.laid_out, plenary.laid_out, congress.laid_out, courts.laid_out)
_HEAD = 8  # lines of a title above the first name
_MARKED_LABEL = re.compile(
    r"^(?:[\[`][\d:. ]+[\]`]\s*)?(?:(\*\*|__|\*|_)[^\W\d_][^*\n]{1,80}(?::\1|\1:|\*\*)[ \t\n]|<(?:b|strong)>[^\W\d_])"
    r"|^#{2,4} \S.{0,80}$",
    re.M,
)


def read(data: bytes, path: str) -> Reading:
    """The transcript in a plain text. Never raises: what is wrong is in the reading's problems."""
    text, problems = decode(data, path)
    reading = markdown.understood(text, path) if _is_markdown(text) else _understood(text.split("\n"), path)
    return msgspec.structs.replace(reading, problems=(*problems, *reading.problems))


def _understood(lines: Sequence[str], path: str) -> Reading:
    chat = chats.laid_out(lines)
    if chat is None and (cues := stamped.cues_of(lines)):
        return _with_times(captions.told(Track(cues), path), cues, lines)
    laid = chat or next(filter(None, (layout(lines) for layout in _LAYOUTS)), None)
    if laid:
        return understand([block for block in laid.blocks if block], laid.meta, path)
    return paragraphs.understood([block for block in _at_names(_blocks(lines)) if block], Meta(), path)


def _with_times(reading: Reading, cues: Sequence[Cue], lines: Sequence[str]) -> Reading:
    """The reading, with the lines of which the times were taken among what is explained."""
    times = (Understood(cue.line, lines[cue.line - 1].strip(), "time", "when its words were spoken") for cue in cues)
    told = sorted((*times, *reading.explained), key=lambda one: one.line)
    return msgspec.structs.replace(reading, explained=tuple(told))


def _at_names(blocks: Sequence[list[Line]]) -> list[list[Line]]:
    """Blocks divided at names that stand again and again on a line of their own, without blank lines between."""
    alone = Counter(line.text.strip() for block in blocks if len(block) > 2 for line in block[1:] if _may_be_name(line))
    names = {text for text, count in alone.items() if count > 1}
    if not names:
        return list(blocks)
    divided: list[list[Line]] = []
    for block in blocks:
        divided.append(block[:1])
        for before, line in pairwise(block):
            of_head = len(divided) == 1 and len(divided[0]) <= _HEAD
            if line.text.strip() in names and (of_head or not is_unfinished(before.text)):
                divided.append([line])
            else:
                divided[-1].append(line)
    return divided


def _may_be_name(line: Line) -> bool:
    text = line.text.strip()
    return 3 < len(text) < 60 and line.role == "text" and " " in text and is_short_name(text) and stands_as_name(text)


def _is_markdown(text: str) -> bool:
    """Whether a plain text is Markdown under another name: front matter, or labels in bold."""
    return (text.startswith("---\n") and "\n---\n" in text[:20_000]) or sum(1 for _ in _MARKED_LABEL.finditer(text)) > 2


def _blocks(lines: Sequence[str]) -> list[list[Line]]:
    """Lines in blocks between blank ones. A sentence goes on over the edge of a page."""
    aside = furniture(lines)
    blocks: list[list[Line]] = [[]]
    crossed = False
    for at, line in enumerate(lines):
        if at in aside:
            blocks.append([Line(at + 1, line, role="furniture")])
            crossed = True
        elif not line.strip():
            if blocks[-1]:
                blocks.append([])
        else:
            line = line.replace("\f", "").expandtabs(4) if "\t" in line[:8] or "\f" in line else line
            before = next((block for block in reversed(blocks[-12:]) if block and block[0].role == "text"), None)
            if crossed and before and is_unfinished(before[-1].text):
                before.append(Line(at + 1, line))
                blocks.append(before)
                blocks.remove(before)
            elif blocks[-1] and blocks[-1][0].role == "furniture":
                blocks.append([Line(at + 1, line)])
            else:
                blocks[-1].append(Line(at + 1, line))
            crossed = False
    return blocks
