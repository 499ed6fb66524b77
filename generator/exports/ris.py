"""How to cite the record, as RIS, which EndNote, Zotero, Mendeley and Citavi read.

Lines as the RIS specification (Research Information Systems, 2011) has them: two letters or figures, two blanks, a
dash, a blank, the value; `TY` first, `ER` last, each line ended by CR and LF.
"""

from collections.abc import Iterator

from generator.exports.work import Work

# RIS has no type for a speech or an interview: they are web pages that say of what kind they are (M3).
_TYPES = {"hearing": "HEAR", "broadcast": "SOUND"}
_WEB_PAGE = "ELEC"


def write(work: Work) -> bytes:
    """UTF-8 bytes of one reference."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(work)).encode()


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(work.type, _WEB_PAGE)
    known = (
        ("ID", work.id),
        *(("AU", name.filed) for name in work.authors),
        *(("A2", name.filed) for name in work.others),
        ("TI", work.title),
        ("T2", work.archive),
        ("M3", work.genre),
        ("CY", work.place),
        ("ET", work.version),
        ("PY", f"{work.date[0]:04}" if work.date else ""),
        ("DA", _date(work.date)),
        ("PB", work.publisher),
        ("UR", work.url),
        ("LA", work.language),
        ("DB", work.archive),
        *(("KW", word) for word in work.keywords),
        ("AB", work.abstract),
    )
    yield from ((tag, value) for tag, value in known if value)
    yield "ER", ""


def _date(date: tuple[int, ...]) -> str:
    """`2031/05/06/`: year, month, day and what else there is to say, with their slashes where they are not known."""
    if not date:
        return ""
    month, day = ([f"{part:02}" for part in date[1:]] + ["", ""])[:2]
    return f"{date[0]:04}/{month}/{day}/"
