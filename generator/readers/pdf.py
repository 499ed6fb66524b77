"""PDF files with a text layer (ISO 32000-1): pages become one text, which is read as plain text.

A page is laid out in signs of one width, so that indents, columns and the numbers of lines in courts can be seen.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError

from generator.errors import Place, Problem, problem
from generator.model import Block, Item, Matter, Reading, Transcript, Turn, Understood
from generator.readers import courts, plain
from generator.readers.pdf_pages import text_of, without_numbers
from generator.readers.properties import completed

# What is wrong in a file is told once, as problems.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_MOST_PAGES = 5_000
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0: " ", 0xA0: " ", 0x0C: " ", 0x0D: "\n", 0xAD: "-",
}  # fmt: skip
_BROKEN_WORD = re.compile(r"([^\W\d_]+)- ([^\W\d_]+)")
_BLANKS = re.compile(r"  +")
_SUSPENDED = frozenset("and or to nor und oder bzw et ou y o e of".split())  # "pre- and post-war"


def read(data: bytes, path: str) -> Reading:
    """The transcript in a PDF file. Never raises: what is wrong is in the reading's problems."""
    try:
        file = pypdf.PdfReader(io.BytesIO(data))
        if file.is_encrypted and not file.decrypt(""):
            return _failed("locked-pdf", path)
        pages = file.pages[:_MOST_PAGES]
    except (DependencyError, FileNotDecryptedError):
        return _failed("locked-pdf", path)
    except Exception:  # broken files make the library raise nearly anything
        return _failed("broken-pdf", path)
    texts, unread = _texts(pages)
    scanned = sum(not text.strip() and _has_picture(page) for page, text in zip(pages, texts, strict=True))
    if sum(map(len, map(str.split, texts))) < 3 * max(1, scanned):
        return _failed("scanned-pdf" if scanned else "broken-pdf" if unread else "empty-file", path)
    reading = _understood(texts, path)
    meta, doubtful = completed(reading.transcript.meta, path, **_properties(file))
    problems: list[Problem] = [*doubtful]
    if scanned:
        problems.append(problem("pages-without-text", Place(path), number=scanned))
    if unread or len(file.pages) > _MOST_PAGES:
        problems.append(problem("pages-unread", Place(path), number=unread + len(file.pages) - len(pages)))
    transcript = msgspec.structs.replace(reading.transcript, meta=meta)
    return msgspec.structs.replace(reading, transcript=transcript, problems=(*problems, *reading.problems))


def _failed(code: str, path: str) -> Reading:
    return Reading(Transcript(), problems=(problem(code, Place(path)),))


def _texts(pages: Sequence[pypdf.PageObject]) -> tuple[list[str], int]:
    """The text of each page, and how many could not be read."""
    texts: list[str] = []
    unread = 0
    for page in pages:
        try:
            texts.append(page.extract_text(extraction_mode="layout").translate(_LIGATURES))
        except Exception:  # as above; the other pages are kept
            texts.append("")
            unread += 1
    return texts, unread


def _has_picture(page: pypdf.PageObject) -> bool:
    try:
        return "/XObject" in page.get("/Resources", {})
    except Exception:
        return False


def _properties(file: pypdf.PdfReader) -> dict[str, str]:
    """Title, day and language by the information dictionary and the catalogue (14.3.3, 14.9.2)."""
    try:
        facts: Any = file.metadata or {}
        day = re.sub(r"^D:(\d{4})(\d\d)(\d\d).*", r"\1-\2-\3", str(facts.get("/CreationDate", "")))
        language = str(file.root_object.get("/Lang", ""))
        return {"title": str(facts.get("/Title", "") or ""), "created": day[:10], "language": language}
    except Exception:
        return {"title": "", "created": "", "language": ""}


def _understood(pages: list[str], path: str) -> Reading:
    text = text_of(pages)
    lines = text.lines if courts.laid_out(text.lines) else without_numbers(text.lines)
    reading = plain.read("\n".join(lines).encode("utf-8", "replace"), path)
    whole = _whole(Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(lines).casefold())))
    items = tuple(_mended(item, whole) for item in reading.transcript.items)
    problems = list(reading.problems)
    aside = sum(one.kind == "furniture" for one in reading.explained)
    if text.furniture:
        problems = [one for one in problems if one.code != "page-furniture"]
        problems.append(problem("page-furniture", Place(path), number=len(text.furniture) + aside))
    left = (Understood(0, line, "furniture", "belongs to the page, not to the text") for line in text.furniture)
    return msgspec.structs.replace(
        reading,
        transcript=msgspec.structs.replace(reading.transcript, items=items),
        problems=tuple(problems),
        explained=(*left, *reading.explained),
    )


def _whole(known: Counter[str]) -> Callable[[re.Match[str]], str]:
    """A function that joins a word broken at the end of a line; one that has a hyphen elsewhere keeps it."""

    def joined(broken: re.Match[str]) -> str:
        before, after = broken[1], broken[2]
        if after.casefold() in _SUSPENDED:
            return broken[0]
        hyphen = f"{before}-{after}"
        if known[hyphen.casefold()] > known[(before + after).casefold()] or after[:1].isupper():
            return hyphen
        return before + after

    return joined


def _mended(item: Item, whole: Callable[[re.Match[str]], str]) -> Item:
    """An item with the words that line ends broke joined, and single blanks between words."""

    def mend(block: Block) -> Block:
        if block.marks:
            return block
        return msgspec.structs.replace(block, text=_BLANKS.sub(" ", _BROKEN_WORD.sub(whole, block.text)))

    if isinstance(item, Turn):
        parts = tuple(mend(one) if isinstance(one, Block) else one for one in item.parts)
        return msgspec.structs.replace(item, parts=parts)
    if isinstance(item, Matter):
        return msgspec.structs.replace(item, blocks=tuple(map(mend, item.blocks)))
    return item
