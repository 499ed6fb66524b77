"""The head of a transcript as it stands on the web: title, byline, dates, the state of the text."""

import re
from datetime import date

from generator.model import Value
from generator.routes import safe_url

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero janeiro",
            "feb february februar février fevrier febrero fevereiro",
            "mar march märz mars marzo março",
            "apr april avril abril",
            "may mai mayo maio",
            "jun june juni juin junio junho",
            "jul july juli juillet julio julho",
            "aug august août aout agosto",
            "sep sept september septembre septiembre setembro",
            "oct october okt oktober octobre octubre outubro",
            "nov november novembre noviembre novembro",
            "dec december dez dezember décembre decembre diciembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.|º)?\s+(?:de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?(\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\.?)?(?:\s+[A-Z]{2,4}\b)?", re.I)
_UPDATED = re.compile(r"(?:last\s+)?(?:updated|modified|revised)|aktualisiert|mise?\s+à\s+jour", re.I)
_AROUND = re.compile(
    r"(?:last\s+updated|updated|last\s+modified|published|released|posted|date\s+of\s+(?:the\s+)?(?:interview|recording)"
    r"|(?:interview|recording)\s+date|(?:tape\s+)?recorded|interviewed|held|delivered|aired|broadcast|date|on|at|stand|datum|fecha"
    r"|aktualisiert|veröffentlicht|aufgenommen|aufgezeichnet|gesendet|am|vom|enregistré|le|grabado|el|registrato"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|den|the)\b",
    re.I,
)
_ISO_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}", re.ASCII)
_STATUS = re.compile(
    r"[(\[]?\s*(as\s+(?:delivered|prepared|interpreted|spoken)(?:\s+for\s+delivery)?|check\s+against\s+delivery"
    r"|es\s+gilt\s+das\s+gesprochene\s+wort|verbatim|unedited|rush\s+transcript|edited\s+transcript)\s*[)\]]?\.?",
    re.I,
)
_BYLINE = re.compile(r"(?:by|with|von|par|por)\s+(\S.*)", re.I)
_AFTER_NAME = re.compile(r",|\s(?:at|on|in|to|during|following|before|after|with|about|bei|beim|auf|am|im|zu)\s")
PARTICLES = frozenset("von van der den de del della di da dos du la le al el bin ibn zu zur ter ten y".split())


class Dated(Value):
    """A date line: what it says, and whether it is of the last change."""

    date: str
    updated: bool


def date_line(line: str) -> Dated | None:
    """The date on a line that holds nothing else worth keeping (bullets, days of the week, times, "Last updated")."""
    if len(line) > 90:
        return None
    for pattern in (_ISO, _DOTTED, _DAY_FIRST, _MONTH_FIRST):
        found = pattern.search(line)
        day = _date(pattern, found) if found else None
        if found and day:
            rest = _TIME.sub(" ", line[: found.start()] + " " + line[found.end() :])
            if not re.search(r"\w", _AROUND.sub(" ", rest)):
                return Dated(day, bool(_UPDATED.search(line)))
    return None


def date_in(line: str) -> str | None:
    """The first date in a line that says other things too."""
    for pattern in (_ISO, _DAY_FIRST, _MONTH_FIRST, _DOTTED):
        for found in pattern.finditer(line):
            if day := _date(pattern, found):
                return day
    return None


def _date(pattern: re.Pattern[str], found: re.Match[str]) -> str | None:
    one, two, three = found.groups()
    if pattern is _ISO:
        year, month, day = int(one), int(two), int(three)
    elif pattern is _DOTTED:
        year, month, day = int(three), int(two), int(one)
    else:
        name, number = (two, one) if pattern is _DAY_FIRST else (one, two)
        year, month, day = int(three), _MONTHS.get(name.casefold(), 0), int(number)
    return real_date(f"{year:04}-{month:02}-{day:02}")


def real_date(text: str | None) -> str | None:
    """A day, a month or a year as ISO 8601 writes them; None where there is no such day."""
    try:
        date.fromisoformat(((text or "") + "-01-01")[:10])
    except ValueError:
        return None
    return text if text and _ISO_DATE.fullmatch(text) else None


def source_address(text: object) -> str | None:
    """The address of a source on the web, as facts may have it; None for anything else."""
    url = safe_url(text) if isinstance(text, str) and text.startswith(("https://", "http://")) else None
    return url if url and url.isprintable() and " " not in url else None


def status_line(line: str) -> str | None:
    """The state of the text: "as delivered", "as prepared for delivery"."""
    found = _STATUS.fullmatch(line.strip())
    return " ".join(found[1].casefold().split()) if found else None


def is_rule(line: str) -> bool:
    """Whether a line only divides: "* * *", "-- -- --", "_____"."""
    text = line.strip()
    return bool(text) and not text.strip("-–—_=*~•·#+| \t") and (len(text) > 1 or text in "*•·|#")


def is_ornament(line: str) -> bool:
    """Whether a line holds no word at all: bullets, rules."""
    return not any(sign.isalnum() for sign in line)


def byline(line: str) -> str | None:
    """Role and name of "by ROLE NAME at the end of …"; None where the line is no byline."""
    found = _BYLINE.fullmatch(line.strip())
    if not found or line.rstrip().endswith((".", "?", "!")) or len(line) > 200:
        return None
    who = _AFTER_NAME.split(found[1], maxsplit=1)[0].strip()
    return who if who[:1].isupper() and 1 < len(who.split()) <= 14 else None


def role_and_name(who: str, labels: frozenset[str]) -> tuple[str | None, str]:
    """Role and name of a byline. What it begins with is the role if it is a label too; else its end is the name."""
    role = max((label for label in labels if who.startswith(label + " ")), key=len, default=None)
    if role:
        return role, who[len(role) :].strip()
    words = who.split()
    start = max(len(words) - 2, 0)
    while start and words[start - 1].casefold() in PARTICLES:
        start -= 1
    return " ".join(words[:start]) or None, " ".join(words[start:])
