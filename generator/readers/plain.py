"""Plain text: press conferences, interviews and hearings as they stand on the web or come from a transcriber."""

import re
from collections.abc import Sequence

import msgspec

from generator.decoding import decode
from generator.model import Reading
from generator.readers import captions, chats, congress, courts, markdown, missions, plenary, stamped
from generator.readers.cues import Track
from generator.readers.layout import Laid, furniture, is_unfinished
from generator.readers.speech import Line, understand

_LAYOUTS = (missions.laid_out, chats.laid_out, plenary.laid_out, congress.laid_out, courts.laid_out)
_BOLD_LABEL = re.compile(r"^(?:\[[\d:. ]+\]\s*)?\*\*[^\W\d_][^*\n]{1,80}\*\*:?[ \t\n]", re.M)


def read(data: bytes, path: str) -> Reading:
    """The transcript in a plain text. Never raises: what is wrong is in the reading's problems."""
    text, problems = decode(data, path)
    if _is_markdown(text):
        reading = markdown.understood(text, path)
    elif cues := stamped.cues_of(lines := text.split("\n")):
        reading = captions.told(Track(cues), path)
    else:
        laid = next(filter(None, (layout(lines) for layout in _LAYOUTS)), None) or Laid(_blocks(lines))
        reading = understand([block for block in laid.blocks if block], laid.meta, path)
    return msgspec.structs.replace(reading, problems=(*problems, *reading.problems))


def _is_markdown(text: str) -> bool:
    """Whether a plain text is Markdown under another name: front matter, or labels in bold."""
    return (text.startswith("---\n") and "\n---\n" in text[:20_000]) or sum(1 for _ in _BOLD_LABEL.finditer(text)) > 2


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
