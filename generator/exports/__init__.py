"""Interchange formats: one module for each, `write(record) -> bytes`."""

from collections.abc import Iterator
from importlib import import_module
from typing import Literal

from generator.model import Entry, Record, Value


class Format(Value):
    """A format that records can be written in."""

    name: str  # as people call it
    ending: str  # of its files
    module: str
    needs: Literal["", "notes", "times"] = ""  # without which there is nothing to write


# What the command calls it → format. They stand beside every transcript's page.
FORMATS = {
    "json": Format("JSON", "json", "generator.exports.json"),
    "txt": Format("Plain text", "txt", "generator.exports.txt"),
    "md": Format("Markdown", "md", "generator.exports.md"),
    "vtt": Format("Captions (WebVTT)", "vtt", "generator.exports.vtt", "times"),
    "annotations": Format("Notes (JSON-LD)", "jsonld", "generator.exports.annotations", "notes"),
}


def formats_of(entry: Entry) -> Iterator[str]:
    """The formats, as keys of FORMATS, in which there is something to write of a transcript."""
    has = {"": True, "notes": bool(entry.notes), "times": entry.timed}
    return (name for name, form in FORMATS.items() if has[form.needs])


def write(record: Record, form: str) -> bytes:
    """The record in the format `form`, a key of FORMATS."""
    written: bytes = import_module(FORMATS[form].module).write(record)
    return written
