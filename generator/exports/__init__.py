"""Interchange formats: one module for each, `write(record) -> bytes`."""

from collections.abc import Iterator
from importlib import import_module

from generator.model import Entry, Record, Value


class Format(Value):
    """A format that records can be written in."""

    name: str  # as people call it
    ending: str  # of its files
    module: str

    @property
    def is_of_times(self) -> bool:
        """Whether there is nothing to write of a record without times."""
        return self.ending == "vtt"


# What the command calls it → format. They stand beside every transcript's page.
FORMATS = {
    "json": Format("JSON", "json", "generator.exports.json"),
    "txt": Format("Plain text", "txt", "generator.exports.txt"),
    "md": Format("Markdown", "md", "generator.exports.md"),
    "vtt": Format("Captions (WebVTT)", "vtt", "generator.exports.vtt"),
}


def formats_of(entry: Entry) -> Iterator[str]:
    """The formats, as keys of FORMATS, in which there is something to write of a transcript."""
    return (name for name, form in FORMATS.items() if entry.timed or not form.is_of_times)


def write(record: Record, form: str) -> bytes:
    """The record in the format `form`, a key of FORMATS."""
    written: bytes = import_module(FORMATS[form].module).write(record)
    return written
