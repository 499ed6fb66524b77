"""The record as plain text: heads, then every turn under its speaker's name, for reading and for other tools."""

from generator.model import Comment, Event, Item, Matter, Record, Section, Turn


def write(record: Record) -> bytes:
    """UTF-8 bytes; paragraphs are separated by an empty line, a turn begins with `NAME:`."""
    meta = record.transcript.meta
    names = {speaker.id: speaker.name for speaker in record.resolution.speakers}
    head = [meta.title or record.resolution.id, meta.subtitle, meta.date, meta.place, meta.status, meta.source]
    parts = ["\n".join(line for line in head if line)]
    facts = iter(record.resolution.turns)
    for item in record.transcript.items:
        speaker = next(facts).speaker if isinstance(item, Turn) else None
        parts += _item(item, names.get(speaker, "?") if speaker else "?")
    return ("\n\n".join(parts) + "\n").encode()


def _item(item: Item, name: str) -> list[str]:
    match item:
        case Section(title=title):
            return [title.upper()]
        case Matter(blocks=blocks):
            return [block.text for block in blocks]
        case Event(text=text):
            return [f"[{text}]"]
        case Turn():
            said = [f"[{p.text}]" if isinstance(p, Event) else p.text for p in item.parts if not isinstance(p, Comment)]
            return [f"{name}: {said[0]}" if said else f"{name}:", *said[1:]]
    return []
