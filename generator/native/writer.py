"""The writer of the native format: transcript → text, escaped as little as can be.

A transcript is in canonical form, so that reading what was written gives it back, when

- marks are as `markup.canonical` gives them, and lie within their text; texts are not empty;
- titles, labels, directions and comments have no blanks at their ends and no line breaks (comments may have these);
- a turn's parts end with a block; one without a label is either the first turn, or `continues` after a section or
  matter, and begins with a block; an end time has a start time; a turn without a start and without a label does not
  begin with a sync point;
- ids, kinds and keys of attributes have no blanks, quotation marks, braces, `=`, `.` or `#`; keys are there once;
- notes' bodies have no blanks at the ends of lines, and each note has at most one selector;
- there is no NUL, which no text file can hold.

What is not canonical is written all the same, as near as the format can say it.
"""

from functools import lru_cache

from generator.config import write_front_matter
from generator.markup import write_inline
from generator.markup.attributes import parse_attributes, write_attribute
from generator.model import Block, Comment, Event, Matter, Note, Section, Transcript, Turn
from generator.native import grammar


def write(transcript: Transcript) -> str:
    """The text of a file in the native format, ending with a line break."""
    head = write_front_matter(transcript.meta)
    blocks: list[str] = []
    for item in transcript.items:
        blocks += _turn(item) if isinstance(item, Turn) else (_other(item),)
    blocks += [_note(note) for note in transcript.notes]
    body = "\n\n".join(blocks) + "\n" if blocks else ""
    if head or body.startswith(("---", "\ufeff")):
        return f"---\n{head}---\n" + (f"\n{body}" if body else "")
    return body


def _other(item: Section | Matter | Event | Comment) -> str:
    match item:
        case Section():
            return grammar.write_heading(item.level, item.title, item.attributes)
        case Matter():
            paragraphs = [_matter(block) for block in item.blocks]
            return "\n".join(("::: matter", "\n\n".join(paragraphs), ":::") if paragraphs else ("::: matter", ":::"))
        case Event() | Comment():
            return _aside(item)


def _turn(turn: Turn) -> list[str]:
    parts = turn.parts
    written: list[str] = []
    times = grammar.write_times(turn.start, turn.end)
    if turn.label is not None:
        head = grammar.write_label(turn.label) + grammar.write_attributes(turn.attributes) + times
        words = _words(first) if parts and isinstance(first := parts[0], Block) and not first.quotation else ""
        if words and follows_label(head, words):
            head += " " + words
            parts = parts[1:]
        written.append(head)
    elif times and parts and isinstance(first := parts[0], Block):
        parts = parts[1:]
        timed = f"{times[1:]} {_words(first)}"
        written.append(_quoted(timed) if first.quotation else timed)
    written += [_block(part) if isinstance(part, Block) else _aside(part) for part in parts]
    return written


def follows_label(head: str, words: str) -> bool:
    """Whether words on the label's line stay words, and are not taken for attributes or a time."""
    if words[0] not in " \t{[" and _stands_alone(head):
        return True
    found = grammar.label(f"{head} {words.partition(chr(10))[0]}")
    return found is not None and found.end == len(head)


@lru_cache(maxsize=1 << 8)  # a few names stand before all turns
def _stands_alone(head: str) -> bool:
    """Whether all of it is read as the head of a turn, whatever words follow that cannot be part of it."""
    found = grammar.label(head)
    return found is not None and found.end == len(head)


def _words(block: Block) -> str:
    return write_inline(block.text, block.marks)


def _block(block: Block) -> str:
    if block.quotation:
        return _quoted(_words(block))
    return write_inline(block.text, block.marks, _is_speech)


def _is_speech(written: str) -> bool:
    first = written.partition("\n")[0]
    return grammar.begins_block(first) is None and not first.startswith((">", grammar.COMMENT))


def _matter(block: Block) -> str:
    if block.quotation:
        return _quoted(_words(block))
    written = write_inline(block.text, block.marks, lambda written: not written.startswith(">"))
    return "\n".join("\\" + line if grammar.fence(line) else line for line in written.split("\n"))


def _quoted(words: str) -> str:
    return "\n".join(f"> {line}" for line in words.split("\n"))


def _aside(aside: Event | Comment) -> str:
    return grammar.write_event(aside.text) if isinstance(aside, Event) else f"<!-- {aside.text} -->"


def _note(note: Note) -> str:
    selector = note.selectors[0] if note.selectors else None
    keys = ("quote", "before", "after", "turn", "to", "until")
    pairs = [(key, getattr(selector, key)) for key in keys] if selector else []
    pairs += [("by", note.by), ("date", note.date), ("rating", note.rating)]
    pairs += [("source", source) for source in note.sources]
    attributes = " ".join(write_attribute(key, value) for key, value in pairs if value is not None)
    head = f"[!{note.kind}]" if note.kind != "context" or attributes or _looks_like_head(note.body) else ""
    if attributes or (head and parse_attributes(note.body, 0)):
        head += f"{{{attributes}}}"
    lines = note.body.split("\n")
    body = "\n".join(("    " + line if line else "") for line in lines[1:])
    first = " ".join(part for part in (f"[^{note.id}]:", head, lines[0]) if part)
    return f"{first}\n{body}" if len(lines) > 1 else first


def _looks_like_head(body: str) -> bool:
    return bool(grammar.KIND.match(body) or parse_attributes(body, 0))
