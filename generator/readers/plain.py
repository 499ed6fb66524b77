"""Plain text: press conferences, interviews and hearings as they stand on the web or come from a transcriber."""

from generator.decoding import decode
from generator.model import Meta, Reading
from generator.readers.speech import Line, understand


def read(data: bytes, path: str) -> Reading:
    """The transcript in a plain text. Never raises: what is wrong is in the reading's problems."""
    text, problems = decode(data, path)
    blocks: list[list[Line]] = [[]]
    for number, line in enumerate(text.replace("\f", "\n").split("\n"), 1):
        if line.strip():
            blocks[-1].append(Line(number, line.expandtabs(4) if "\t" in line[:8] else line))
        elif blocks[-1]:
            blocks.append([])
    reading = understand([block for block in blocks if block], Meta(), path)
    return Reading(
        reading.transcript,
        reading.item_positions,
        problems=(*problems, *reading.problems),
        explained=reading.explained,
    )
