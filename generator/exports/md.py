"""The record in the native format: its source, as OnRecord writes it."""

import msgspec

from generator import native
from generator.model import Comment, Item, Record, Turn


def write(record: Record) -> bytes:
    """UTF-8 bytes of the native format, without the editors' comments, which are never published."""
    items = tuple(_published(item) for item in record.transcript.items if not isinstance(item, Comment))
    return native.write(msgspec.structs.replace(record.transcript, items=items)).encode()


def _published(item: Item) -> Item:
    if isinstance(item, Turn) and any(isinstance(part, Comment) for part in item.parts):
        return msgspec.structs.replace(item, parts=tuple(p for p in item.parts if not isinstance(p, Comment)))
    return item
