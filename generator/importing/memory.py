"""What an import remembers: in the front matter, where the text comes from; beside the archive, the text as it came.

The front matter travels with the archive, `.onrecord/` does not: without what lies there an update still knows whether
the words were edited since, but no longer which.
"""

import contextlib
import os
import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from generator import native
from generator.importing.files import resting_place
from generator.model import IMPORT_MEMORY, Block, Comment, Event, Item, Mark, Matter, Meta, Section, Transcript, Turn
from generator.root import FOLDER
from generator.sources import TRANSCRIPTS

_FROM, _PLACE, _READ, _WRITTEN = IMPORT_MEMORY
_TEXTS = "imported"  # folder of the texts as they came, by their hash
_TIMED = ("sync", "unsure")  # marks that only a source makes
_HEAD = 1 << 16  # bytes of a file in which its front matter is looked for

Touch = tuple[object, ...]


def known(root: Path) -> dict[str, Path]:
    """The archive's imported files, by the hash of what they were made from, and by that of where it lay."""
    found: dict[str, Path] = {}
    noted = re.compile(f"^  (?:{_PLACE}|{_READ}): (\\w+)$".encode(), re.M)
    for path in sorted((root / TRANSCRIPTS).rglob("*.md")):
        with contextlib.suppress(OSError), path.open("rb") as file:
            for digest in noted.findall(file.read(_HEAD)):
                found.setdefault(digest.decode(), path)
    return found


def remembered(name: str, place: str, read: str, imported: Transcript) -> tuple[tuple[str, str], ...]:
    """What the front matter is to remember of an import, for its `extra`."""
    noted = ((_FROM, name), (_PLACE, place), (_READ, read), (_WRITTEN, words_digest(imported.items)))
    return tuple((key, value) for key, value in noted if value)


def with_memory(meta: Meta, memory: Iterable[tuple[str, str]]) -> Meta:
    """The front matter with this in its memory, and what else is in `extra` as it is."""
    fresh = dict(memory)
    kept = tuple((key, fresh.pop(key, value)) for key, value in meta.extra)
    return msgspec.structs.replace(meta, extra=(*kept, *fresh.items()))


def text_digest(meta: Meta) -> str | None:
    """The hash of the words as they were imported; None where the transcript was not imported."""
    return dict(meta.extra).get(_WRITTEN)


def keep_text(root: Path, imported: Transcript) -> None:
    """Keep a text as it came, for later updates."""
    path = _text_path(root, words_digest(imported.items))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(native.write(imported), encoding="utf-8", newline="\n")


def kept_text(root: Path, digest: str) -> Transcript | None:
    """A text as it came; None where it is gone."""
    path = _text_path(root, digest)
    try:
        return native.read(path.read_bytes(), str(path)).transcript
    except OSError:
        return None


def _text_path(root: Path, digest: str) -> Path:
    return root / FOLDER / _TEXTS / f"{re.sub(r'[^0-9a-z]', '', digest)}.md"


def place_digest(path: Path, root: Path) -> str:
    """A hash of where an original stays: told apart by name alone, one interview.txt would be taken for another. Seen
    from the archive, so that both can move together; and a hash, since folders on one's computer are nobody's business.
    """
    place = resting_place(path, root)
    with contextlib.suppress(ValueError):  # on another drive of Windows
        place = Path(os.path.relpath(place, root.resolve()))
    return digest_of(os.fsencode(place.as_posix()))


def digest_of(data: bytes) -> str:
    """A short hash."""
    return blake2b(data, digest_size=8).hexdigest()


def words_digest(items: Iterable[Item]) -> str:
    """A hash of who says what and when, and of nothing that an editor adds to it."""
    touched = [touch(item) for item in items if not isinstance(item, Comment)]
    return digest_of(msgspec.msgpack.encode(touched))


def touch(item: Item) -> Touch:
    """What of an item is the source's: whoever changes it has edited the text."""
    times = (item.start, item.end) if isinstance(item, Turn) else ()
    marks = [
        [(mark.start, mark.end, mark.kind, mark.value) for mark in block.marks if mark.kind in _TIMED]
        for block in blocks_of(item)
    ]
    return (words(item), times, marks)


def words(item: Item) -> Touch:
    """Who says what."""
    match item:
        case Section():
            return ("section", item.level, item.title)
        case Event() | Comment():
            return (type(item).__name__, item.text)
        case Matter():
            return ("matter", *(block.text for block in item.blocks))
        case Turn():
            said = ((type(part).__name__, part.text) for part in item.parts if not isinstance(part, Comment))
            return ("turn", item.label or "", *said)


def blocks_of(item: Item) -> tuple[Block, ...]:
    """The paragraphs of a turn or of matter."""
    return item.blocks if isinstance(item, Turn | Matter) else ()


def with_marks(item: Item, marks: Mapping[int, tuple[Mark, ...]]) -> Item:
    """The item with other marks in its paragraphs, by their number."""
    numbers = iter(range(len(blocks_of(item))))

    def marked(part: Block) -> Block:
        number = next(numbers)
        return msgspec.structs.replace(part, marks=marks[number]) if number in marks else part

    if isinstance(item, Turn):
        parts = tuple(marked(part) if isinstance(part, Block) else part for part in item.parts)
        return msgspec.structs.replace(item, parts=parts)
    if isinstance(item, Matter):
        return msgspec.structs.replace(item, blocks=tuple(map(marked, item.blocks)))
    return item
