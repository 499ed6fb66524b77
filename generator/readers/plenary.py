"""Plain text of German parliaments: who speaks on a line of their own that ends in a colon, reactions in brackets.

The sitting stands between "Beginn: 10.00 Uhr" and "(Schluss: 15.11 Uhr)". The contents before it and the annexes behind
it are matter. Source of the form: the stenographic reports of the Bundestag, as published in text.
"""

import re
from collections import Counter
from collections.abc import Sequence

from generator.model import Meta
from generator.readers.heads import date_in
from generator.readers.labels import Label, is_short_name, stands_as_name
from generator.readers.layout import Laid, furniture
from generator.readers.speech import Line

_REPORT = re.compile(
    r"Stenogra(?:f|ph)ischer\s+(?:Bericht|Dienst)|Plenarprotokoll|Wortprotokoll|Beschlussprotokoll", re.I
)
_BEGIN = re.compile(r"\s*\(?(?:Beginn|Beginn der Sitzung)\b\s*:?\s*\d{1,2}\s?[.:]\s?\d\d\s+Uhr.*")
_END = re.compile(r"\s*\(?(?:Schluss|Schluß|Ende)(?: der Sitzung)?\s*:?\s*\d{1,2}\s?[.:]\s?\d\d\s+Uhr.*")
_PRESIDES = re.compile(
    r"(?:(?:Amtierende\w*|Geschäftsführende\w*)\s+)?(?:Vize|Alters)?[Pp]räsident(?:in)?\b|Vorsitzende\w*\b|Schriftführer"
)
_PARTY = re.compile(r"\((?:[^()]*\b)?(?:[A-ZÄÖÜ]{2,}[\w/ ]*|AfD|Die Linke|Bündnis[^()]*|fraktionslos)\)$", re.I)
_OFFICE = re.compile(
    r",\s+(?:Bundes|Staats|Parl|Minister|Senator|Beauftragt|Wehr|Berichterstatter|Justiz|Innen|Finanz|Kultus)"
)


def laid_out(lines: Sequence[str]) -> Laid | None:
    """The blocks of a sitting; None where it is none."""
    if not _REPORT.search("\n".join(lines[:60])):
        return None
    labels = _labels(lines)
    if sum(labels.values()) < 3:
        return None
    return Laid(_blocks(lines, labels), _meta(lines))


def _labels(lines: Sequence[str]) -> Counter[str]:
    """Words that stand on a line of their own, end in a colon, and name somebody."""
    found = Counter(line.strip()[:-1].strip() for line in lines if len(line) < 200 and line.rstrip().endswith(":"))
    return Counter({text: count for text, count in found.items() if _is_speaker(text, count)})


def _is_speaker(text: str, count: int) -> bool:
    if len(text.split()) > 24 or text.startswith("("):
        return False
    if _PRESIDES.match(text) or _PARTY.search(text) or _OFFICE.search(text):
        return not text.endswith((".", "?", "!"))
    return (
        count > 2
        and len(text.split()) > 1
        and is_short_name(text)
        and stands_as_name(text)
        and not any(map(str.isdigit, text))
    )


def _blocks(lines: Sequence[str], labels: Counter[str]) -> list[list[Line]]:
    begin = max((at for at, line in enumerate(lines) if _BEGIN.fullmatch(line)), default=-1)
    aside = furniture(lines)
    blocks: list[list[Line]] = []
    open_brackets = 0
    over = False
    for at, line in enumerate(lines):
        text = line.strip()
        if not text:
            open_brackets = 0
        elif at in aside:
            blocks.append([Line(at + 1, text, role="furniture")])
        elif at <= begin or over:
            blocks.append([Line(at + 1, text, role="matter")])
        elif _END.fullmatch(line):
            over = True
            blocks.append([Line(at + 1, text, role="matter")])
        elif text.endswith(":") and text[:-1].strip() in labels:
            label = Label(text[:-1].strip(), "colon", len(text))
            blocks.append([Line(at + 1, text, label=label)])
        elif open_brackets > 0:
            blocks[-1].append(Line(at + 1, text, role="event"))
            open_brackets += text.count("(") - text.count(")")
        elif text.startswith("(") and (text.endswith(")") or ")" not in text):
            blocks.append([Line(at + 1, text, role="event")])
            open_brackets = text.count("(") - text.count(")")
        else:
            blocks.append([Line(at + 1, text)])
    return blocks


def _meta(lines: Sequence[str]) -> Meta:
    head = [line.strip() for line in lines[:60] if line.strip()]
    date = next((found for line in head if len(line) < 120 and (found := date_in(line))), None)
    title = next((line for line in head if line.casefold().startswith(("plenarprotokoll", "wortprotokoll"))), None)
    return Meta(title=title, date=date, language="de")
