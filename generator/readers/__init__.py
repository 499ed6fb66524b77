"""Foreign formats: one module for each family, recognised by content before ending."""

import re
from importlib import import_module

import msgspec

from generator.errors import Place, Severity, problem
from generator.model import Reading, Transcript

# Family → module. `import_module` keeps what a family needs out of the runs that do not read it.
FAMILIES = {
    "captions": "generator.readers.captions",
    "html": "generator.readers.html",
    "markdown": "generator.readers.markdown",
    "plain": "generator.readers.plain",
    "recognition": "generator.readers.recognition",
    "tables": "generator.readers.tables",
}
_ENDINGS = {
    ".json": "recognition",
    ".ass": "captions",
    ".csv": "tables",
    ".dfxp": "captions",
    ".lrc": "captions",
    ".sbv": "captions",
    ".srt": "captions",
    ".ssa": "captions",
    ".tab": "tables",
    ".tsv": "tables",
    ".ttml": "captions",
    ".vtt": "captions",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".text": "plain",
    "": "plain",
}
_KNOWN_ELSEWHERE = (
    ".xml",
    ".docx",
    ".doc",
    ".pdf",
    ".rtf",
    ".odt",
    ".eaf",
    ".cha",
)
_CAPTIONS = re.compile(
    rb"webvtt|(?:\d+\s+)?-?\d+:\d\d(?::\d\d)?(?:[,.]\d+)? *--> *-?\d|\d+:\d\d:\d\d\.\d+,\d+:\d\d:\d\d\.\d+\s*\n"
    rb"|\[script info\]|(?:<\?xml[^>]*>\s*)?<(?:\w+:)?(?:(?:tt|timedtext)[\s>]|transcript>\s*<text\s)"
)
_TABLE = re.compile(  # names of columns alone on the first line
    rb'(?=(?:[^\n]*[,;\t|])? *"?(?:speakers?|speaker name|name|start|start time|timestamp)"? *[,;\t|\r\n])'
    rb'(?=(?:[^\n]*[,;\t|])? *"?(?:words|text|transcript|content|utterance)"? *[,;\t|\r\n])[^\n]{0,300}\n'
)
_BLANK = b" \t\r\n\f\0\xef\xbb\xbf\xff\xfe"  # what an empty file may still have: blanks and marks of the encoding


def family(data: bytes, name: str) -> str | None:
    """The family of formats that a file belongs to; None where no reader knows it."""
    dot = name.rfind(".")
    ending = name[dot:].casefold() if dot > max(name.rfind("/"), name.rfind("\\")) else ""
    start = data[:1024].lstrip(_BLANK).replace(b"\0", b"").lower()
    if _CAPTIONS.match(start):
        return "captions"
    if ending in _KNOWN_ELSEWHERE:
        return None
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if _ENDINGS.get(ending) == "plain" and _TABLE.match(start):
        return "tables"
    return _ENDINGS.get(ending, "plain" if ending and len(ending) > 6 else None)


def read(data: bytes, name: str) -> Reading:
    """The transcript in a file of any known format. Never raises: what is wrong is in the reading's problems."""
    if not data.strip(_BLANK):
        return Reading(Transcript(), problems=(problem("empty-file", Place(name)),))
    found = family(data, name)
    if found is None:
        return Reading(Transcript(), problems=(problem("unknown-format", Place(name)),))
    reading: Reading = import_module(FAMILIES[found]).read(data, name)
    if any(p.severity is Severity.ERROR for p in reading.problems):  # that nothing was understood follows from it
        kept = tuple(p for p in reading.problems if p.code != "nothing-spoken")
        return msgspec.structs.replace(reading, problems=kept)
    return reading
