"""Interchange formats: one module for each, `write(record) -> bytes`, or for those of citations `write(work)`."""

from collections.abc import Iterator
from importlib import import_module
from typing import Literal

from generator.exports import work
from generator.exports.work import NOWHERE, Publication
from generator.languages import message
from generator.model import Entry, Record, Value

__all__ = ["FORMATS", "Format", "Publication", "formats_of", "work", "write"]


class Format(Value):
    """A format that records can be written in."""

    name: str  # as people call it
    ending: str  # of its files
    module: str
    needs: Literal["", "notes", "times"] = ""  # without which there is nothing to write

    @property
    def is_citation(self) -> bool:
        """Whether it says how to cite the record, which depends on the archive that it is in."""
        return self.ending in ("bib", "ris", "csl.json")


# What the command calls it → format. They stand beside every transcript's page.
FORMATS = {
    "json": Format("JSON", "json", "generator.exports.json"),
    "txt": Format(message("Plain text"), "txt", "generator.exports.txt"),
    "md": Format("Markdown", "md", "generator.exports.md"),
    "vtt": Format(message("Captions (WebVTT)"), "vtt", "generator.exports.vtt", "times"),
    "annotations": Format(message("Notes (JSON-LD)"), "jsonld", "generator.exports.annotations", "notes"),
    "bibtex": Format("BibTeX", "bib", "generator.exports.bibtex"),
    "ris": Format("RIS", "ris", "generator.exports.ris"),
    "csl-json": Format("CSL-JSON", "csl.json", "generator.exports.csl"),
}


def formats_of(entry: Entry) -> Iterator[str]:
    """The formats, as keys of FORMATS, in which there is something to write of a transcript."""
    has = {"": True, "notes": bool(entry.notes), "times": entry.timed}
    return (name for name, form in FORMATS.items() if has[form.needs])


def write(record: Record, form: str, publication: Publication = NOWHERE) -> bytes:
    """The record, which is in `publication`, in the format `form`, a key of FORMATS."""
    kind = FORMATS[form]
    written: bytes = import_module(kind.module).write(work.of(record, publication) if kind.is_citation else record)
    return written
