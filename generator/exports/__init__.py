"""Interchange formats: one module for each, `write(record) -> bytes`."""

from importlib import import_module

from generator.model import Record

# File ending → module. These three stand beside every transcript's page.
FORMATS = {"json": "generator.exports.json", "txt": "generator.exports.txt", "md": "generator.exports.md"}


def write(record: Record, form: str) -> bytes:
    """The record in the format `form`, a key of FORMATS."""
    written: bytes = import_module(FORMATS[form]).write(record)
    return written
