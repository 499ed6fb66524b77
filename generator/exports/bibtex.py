"""How to cite the record, for BibTeX and biblatex: an entry `@misc`, each field on a line of its own.

Values are UTF-8, as biber and today's BibTeX read them; only what TeX takes for its own signs is escaped. Fields by the
BibTeX documentation (btxdoc, section 3) and, where that has none, the biblatex manual (section 2.2).
"""

import hashlib
from collections.abc import Iterator

from generator.exports.work import PersonName, Work

# Braces are written as commands, because BibTeX counts them also behind a backslash.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(work: Work) -> bytes:
    """UTF-8 bytes of the entry."""
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(work))
    return f"@misc{{{key(work.id)},\n{fields}}}\n".encode()


def key(id: str) -> str:
    """The key to cite a transcript by: its id, or, as keys are plain letters, a hash of one that is not."""
    return id if id.isascii() else f"transcript-{hashlib.sha256(id.encode()).hexdigest()[:12]}"


def escaped(text: str) -> str:
    """Text as TeX reads it."""
    return text.translate(_TEX)


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    year, month, day = (*work.date, 0, 0, 0)[:3]
    known = (
        ("author", " and ".join(map(_name, work.authors))),
        ("title", f"{{{escaped(work.title)}}}"),  # in two pairs of braces: styles leave its capitals alone
        ("howpublished", escaped(", ".join(part for part in (work.genre, work.place) if part))),
        ("version", escaped(work.version)),
        ("year", f"{year:04}" if work.date else ""),
        ("month", _MONTHS[month - 1] if month else ""),
        ("day", str(day) if day else ""),
        ("organization", escaped(work.archive)),
        ("publisher", escaped(work.publisher)),
        ("url", work.url),  # as it is: it is percent-encoded, and not typeset as text
        ("language", escaped(work.language)),
        ("keywords", escaped(", ".join(word.replace(",", " ") for word in work.keywords))),
        ("abstract", escaped(work.abstract)),
    )
    for name, value in known:
        if value:
            yield name, value if name == "month" else f"{{{value}}}"  # a name that BibTeX knows is not in braces


def _name(name: PersonName) -> str:
    """`Family, Given` or `Family, Jr, Given`; what is to stay whole is in braces."""
    if name.is_whole:
        return f"{{{escaped(name.family)}}}"
    return ", ".join(escaped(part) for part in (name.family, name.suffix, name.given) if part)
