"""What a document's properties tell, where its text does not: title, language, when it was made."""

import re

import msgspec

from generator.errors import Place, Problem, problem
from generator.model import Meta
from generator.readers.heads import date_in

_NO_TITLES = re.compile(
    r"(?:microsoft word\b.*|powerpoint\b.*|document\s?\d*|untitled.*|dokument\s?\d*|.*\.(?:docx?|pdf|rtf|odt|indd|wpd)"
    r"|transcript|\W*)",
    re.I,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")


def completed(told: Meta, path: str, *, title: str, created: str, language: str) -> tuple[Meta, tuple[Problem, ...]]:
    """The facts of a text with what its document says about itself; the day it was made counts with a notice."""
    title = " ".join(title.split())
    meta = msgspec.structs.replace(
        told,
        title=told.title or (title if 0 < len(title) <= 200 and not _NO_TITLES.fullmatch(title) else None),
        language=told.language or (language if _LANGUAGE.fullmatch(language) else None),
    )
    date = date_in(created)
    if meta.date or not date or date_in(path):
        return meta, ()
    return msgspec.structs.replace(meta, date=date), (problem("date-of-file", Place(path), date=date),)
