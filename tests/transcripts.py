"""What tests of readers say of a transcript in few words."""

from generator import native, readers
from generator.model import Event, Matter, Reading, Section, Transcript, Turn


def read(text: str | bytes, name: str = "talk.xml") -> Reading:
    """The reading of a file of this content; what comes out must be canonical, so that writing it keeps it."""
    reading = readers.read(text.encode() if isinstance(text, str) else text, name)
    transcript = reading.transcript
    assert len(reading.item_positions) == len(transcript.items)
    if not any(problem.severity == "error" for problem in reading.problems):
        assert native.read(native.write(transcript).encode(), "x.md").transcript == transcript
    return reading


def said(reading: Reading) -> list[tuple[str | None, list[str]]]:
    turns = (item for item in reading.transcript.items if isinstance(item, Turn))
    return [(turn.label, [block.text for block in turn.blocks]) for turn in turns]


def times(reading: Reading) -> list[tuple[int | None, int | None]]:
    return [(item.start, item.end) for item in reading.transcript.items if isinstance(item, Turn)]


def told(reading: Reading) -> list[str]:
    """What nobody says, in order, each with its kind; events within turns as well."""
    found: list[str] = []
    for item in reading.transcript.items:
        match item:
            case Section():
                found.append(f"{'#' * item.level} {item.title}")
            case Matter():
                found += [f"::: {block.text}" for block in item.blocks]
            case Event():
                found.append(f"[{item.text}]")
            case Turn():
                found += [f"[{part.text}]" for part in item.parts if isinstance(part, Event)]
    return found


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def all_words(transcript: Transcript) -> list[str]:
    """Every word of speech, labels, headings, events, matter and notes, in no order."""
    pieces: list[str] = [note.body for note in transcript.notes]
    for item in transcript.items:
        match item:
            case Section():
                pieces.append(item.title)
            case Matter():
                pieces += [block.text for block in item.blocks]
            case Event():
                pieces.append(item.text)
            case Turn():
                pieces += [item.label or "", *(part.text for part in item.parts)]
    return " ".join(pieces).split()
