"""Foreign formats: one module for each family, recognised by content before ending."""

import re
from collections.abc import Mapping
from importlib import import_module

import msgspec

from generator.errors import Place, Severity, problem
from generator.model import Reading, Transcript

# Family → module. `import_module` keeps what a family needs out of the runs that do not read it.
FAMILIES = {
    "akoma_ntoso": "generator.readers.akoma_ntoso",
    "bundestag": "generator.readers.bundestag",
    "captions": "generator.readers.captions",
    "chat": "generator.readers.chat",
    "docx": "generator.readers.docx",
    "elan": "generator.readers.elan",
    "exmaralda": "generator.readers.exmaralda",
    "hansard": "generator.readers.hansard",
    "html": "generator.readers.html",
    "markdown": "generator.readers.markdown",
    "ohms": "generator.readers.ohms",
    "oyez": "generator.readers.oyez",
    "pdf": "generator.readers.pdf",
    "plain": "generator.readers.plain",
    "publicwhip": "generator.readers.publicwhip",
    "recognition": "generator.readers.recognition",
    "tables": "generator.readers.tables",
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
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".pdf": "pdf",
    ".doc": "doc",
    ".odt": "odt",
    ".pages": "pages",
    ".rtf": "rtf",
    "": "plain",
}
# First bytes → family. A zip file is told by what it holds.
_MAGIC = {
    b"%PDF-": "pdf",
    b"{\\rtf": "rtf",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "doc",
}
# Documents that other programs write as DOCX: what they are called, program, menu, choice.
_SAVED_ELSEWHERE = {
    "doc": ("Old Word", "Word or LibreOffice", "Save as", "Word document (.docx)"),
    "odt": ("OpenDocument", "LibreOffice", "Save as", "Word document (.docx)"),
    "pages": ("Pages", "Pages", "Export to", "Word"),
    "rtf": ("Rich Text", "Word, LibreOffice or TextEdit", "Save as", "Word document (.docx)"),
}
# Root element → family, whatever the file is called.
_ROOTS = {
    "ANNOTATION_DOCUMENT": "elan",
    "DOKUMENT": "bundestag",
    "ROOT": "ohms",
    "TEI": "tei",
    "TEI.2": "tei",
    "Trans": "transcriber",
    "akomaNtoso": "akoma_ntoso",
    "akomantoso": "akoma_ntoso",
    "basic-transcription": "exmaralda",
    "dbtplenarprotokoll": "bundestag",
    "hansard": "hansard",
    "publicwhip": "publicwhip",
    "teiCorpus": "tei",
    "tt": "captions",
}
_CHAT = re.compile(rb"@(?:utf8|begin|font|pid|window)\b")
_TEXTGRID = re.compile(rb'(?:file type\s*=\s*)?"(?:ootextfile"|praat.{0,40}textgrid)')
_JSON = re.compile(rb'(?:\)\]\}\'\s*)?(?:\[\s*)?\{\s*"')
_OYEZ = re.compile(rb'"(?:text_blocks|oral_argument_audio)"\s*:')
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
    start = data[:1024].lstrip(_BLANK).lower()
    bare = start.replace(b"\0", b"")  # UTF-16
    if _CAPTIONS.match(bare):
        return "captions"
    if start.startswith(b"<") and (markup := _of_markup(data, start, ending)):
        return markup
    if document := _document(data, ending):
        return document
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start):
        return "html"
    if _CHAT.match(bare):
        return "chat"
    if _TEXTGRID.match(bare):
        return "textgrid"
    if _ENDINGS.get(ending) == "recognition" or _JSON.match(bare):
        return "oyez" if _OYEZ.search(data[: 1 << 18].replace(b"\0", b"")) else "recognition"
    if _ENDINGS.get(ending) == "plain" and _TABLE.match(bare):
        return "tables"
    return _ENDINGS.get(ending, "plain" if ending and len(ending) > 6 else None)


def _document(data: bytes, ending: str) -> str | None:
    """The family of a document of an office program, by its first bytes; None for all else."""
    magic = next((found for sign, found in _MAGIC.items() if data[:1024].lstrip(_BLANK).startswith(sign)), None)
    if magic is None and data.startswith(b"PK\x03\x04"):
        held = import_module("generator.readers.packages").kind_of(data)
        known = held or _ENDINGS.get(ending)
        return known if known in ("docx", *_SAVED_ELSEWHERE) else "zip"
    return magic


def _of_markup(data: bytes, start: bytes, ending: str) -> str | None:
    """The family of a file that begins with a tag: XML by its root, whatever it is called."""
    root = import_module("generator.readers.xml").root_name(data)
    if root in _ROOTS:
        return _ROOTS[root]
    is_xml = ending == ".xml" or start.replace(b"\0", b"").startswith(b"<?xml")
    return "xml" if is_xml and str(root).casefold() != "html" else None


def read(data: bytes, name: str, columns: Mapping[str, str] | None = None) -> Reading:
    """The transcript in a file of any known format. Never raises: what is wrong is in the reading's problems.

    `columns`: of a table, what its columns are called that hold the `speaker`, the `text`, the `start` and so on.
    """
    if not data.strip(_BLANK):
        return Reading(Transcript(), problems=(problem("empty-file", Place(name)),))
    found = family(data, name)
    if found in _SAVED_ELSEWHERE:
        kind, program, menu, choice = _SAVED_ELSEWHERE[found]
        wrong = problem("save-as-docx", Place(name), kind=kind, program=program, menu=menu, choice=choice)
        return Reading(Transcript(), problems=(wrong,))
    if found not in FAMILIES:
        return Reading(Transcript(), problems=(problem("unknown-format", Place(name)),))
    told = (columns,) if found == "tables" and columns else ()
    reading: Reading = import_module(FAMILIES[found]).read(data, name, *told)
    if any(p.severity is Severity.ERROR for p in reading.problems):  # that nothing was understood follows from it
        kept = tuple(p for p in reading.problems if p.code != "nothing-spoken")
        return msgspec.structs.replace(reading, problems=kept)
    return reading
