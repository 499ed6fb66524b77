"""Foreign formats: one module for each family, recognised by content before ending."""

import re
from importlib import import_module

import msgspec

from generator.errors import Place, Severity, problem
from generator.model import Reading, Transcript

# Family → module. `import_module` keeps what a family needs out of the runs that do not read it.
FAMILIES = {
    "akoma_ntoso": "generator.readers.akoma_ntoso",
    "captions": "generator.readers.captions",
    "chat": "generator.readers.chat",
    "elan": "generator.readers.elan",
    "exmaralda": "generator.readers.exmaralda",
    "html": "generator.readers.html",
    "markdown": "generator.readers.markdown",
    "ohms": "generator.readers.ohms",
    "oyez": "generator.readers.oyez",
    "plain": "generator.readers.plain",
    "publicwhip": "generator.readers.publicwhip",
    "recognition": "generator.readers.recognition",
    "tei": "generator.readers.tei",
    "textgrid": "generator.readers.textgrid",
    "transcriber": "generator.readers.transcriber",
    "xml": "generator.readers.xml",
}
_ENDINGS = {
    ".cha": "chat",
    ".eaf": "xml",
    ".exb": "xml",
    ".textgrid": "textgrid",
    ".trs": "xml",
    ".xml": "xml",
    ".json": "recognition",
    ".json3": "recognition",
    ".jsonl": "recognition",
    ".vtt": "captions",
    ".srt": "captions",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".text": "plain",
    "": "plain",
}
# Root element → family, whatever the file is called.
_ROOTS = {
    "ANNOTATION_DOCUMENT": "elan",
    "ROOT": "ohms",
    "TEI": "tei",
    "TEI.2": "tei",
    "Trans": "transcriber",
    "akomaNtoso": "akoma_ntoso",
    "akomantoso": "akoma_ntoso",
    "basic-transcription": "exmaralda",
    "publicwhip": "publicwhip",
    "teiCorpus": "tei",
}
_KNOWN_ELSEWHERE = (
    ".docx",
    ".doc",
    ".csv",
    ".tsv",
    ".pdf",
    ".rtf",
    ".odt",
)
_SUBRIP = re.compile(rb"\d+\s*\r?\n\d+:\d\d:\d\d[,.]\d+ *-->")
_CHAT = re.compile(rb"@(?:utf8|begin|font|pid|window)\b")
_TEXTGRID = re.compile(rb'(?:file type\s*=\s*)?"(?:ootextfile"|praat.{0,40}textgrid)')
_JSON = re.compile(rb'(?:\)\]\}\'\s*)?(?:\[\s*)?\{\s*"')
_OYEZ = re.compile(rb'"(?:text_blocks|oral_argument_audio)"\s*:')
_BLANK = b" \t\r\n\f\0\xef\xbb\xbf\xff\xfe"  # what an empty file may still have: blanks and marks of the encoding


def family(data: bytes, name: str) -> str | None:
    """The family of formats that a file belongs to; None where no reader knows it."""
    dot = name.rfind(".")
    ending = name[dot:].casefold() if dot > max(name.rfind("/"), name.rfind("\\")) else ""
    start = data[:1024].lstrip(_BLANK).lower()
    if start.startswith(b"<") and (markup := _of_markup(data, start, ending)):
        return markup
    if ending in _KNOWN_ELSEWHERE:
        return None
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start):
        return "html"
    bare = start.replace(b"\0", b"")  # UTF-16
    if start.startswith(b"webvtt") or _SUBRIP.match(start):
        return "captions"
    if _CHAT.match(bare):
        return "chat"
    if _TEXTGRID.match(bare):
        return "textgrid"
    if _ENDINGS.get(ending) == "recognition" or _JSON.match(bare):
        return "oyez" if _OYEZ.search(data[: 1 << 18].replace(b"\0", b"")) else "recognition"
    return _ENDINGS.get(ending, "plain" if ending and len(ending) > 6 else None)


def _of_markup(data: bytes, start: bytes, ending: str) -> str | None:
    """The family of a file that begins with a tag: XML by its root, whatever it is called."""
    root = import_module("generator.readers.xml").root_name(data)
    if root in _ROOTS:
        return _ROOTS[root]
    is_xml = ending == ".xml" or start.replace(b"\0", b"").startswith(b"<?xml")
    return "xml" if is_xml and str(root).casefold() != "html" else None


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
