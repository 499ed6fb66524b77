"""The record as plain text: heads, then every turn under its speaker's name, for reading and for other tools."""

from generator.model import Block, Event, Matter, Record, Section, Turn


def write(record: Record) -> bytes:
    """UTF-8 bytes; paragraphs are separated by an empty line, a turn begins with `NAME:`."""
    meta = record.transcript.meta
    names = {speaker.id: speaker.name for speaker in record.resolution.speakers}
    version = ", ".join(filter(None, (meta.variant, meta.status, f"changed {meta.changed}" if meta.changed else "")))
    head = [meta.title or record.resolution.id, meta.subtitle, meta.date, meta.place, version, meta.source]
    lines = ["\n".join(line for line in head if line)]
    facts = iter(record.resolution.turns)
    for item in record.transcript.items:
        if isinstance(item, Turn):
            name = names.get(next(facts).speaker or "", "?") + ":"
            before = name + " "
            for part in item.parts:
                if isinstance(part, Block):
                    lines.append(before + part.text)
                    before = ""
                elif isinstance(part, Event):
                    lines.append(f"{before}[{part.text}]")
                    before = ""
            if before:  # nothing was said
                lines.append(name)
        elif isinstance(item, Section):
            lines.append(item.title.upper())
        elif isinstance(item, Matter):
            lines += [block.text for block in item.blocks]
        elif isinstance(item, Event):
            lines.append(f"[{item.text}]")
    return ("\n\n".join(lines) + "\n").encode()
