"""Date and title: as the transcript tells them, else as the name of its file does."""

import re
import unicodedata
from datetime import date
from pathlib import PurePath

import msgspec

from generator import routes
from generator.model import Meta
from generator.readers.heads import date_line

# A day in a name, in the ways of archives, recorders ("GMT20310506-130211") and people; the first that is one counts.
_ISO = re.compile(r"(?<!\d)(\d{4})[-_. ](\d{1,2})[-_. ](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:1[89]|2\d)\d\d)(\d\d)(\d\d)(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_WRITTEN = re.compile(
    r"(?<![^\W_])(?:\d{1,2}(?:st|nd|rd|th|\.)?[-_ ]+[^\W\d_]{3,10}\.?,?[-_ ]+\d{4}"
    r"|[^\W\d_]{3,10}\.?[-_ ]+\d{1,2}(?:st|nd|rd|th)?,?[-_ ]+\d{4})(?!\d)"
)
_MONTH = re.compile(r"(?<![\d-])((?:1[89]|2\d)\d\d)-(\d\d)(?![\d-])")
_HOUR = re.compile(r"[-_T ]?\d{4,6}(?![^\W_])|[-_T ]\d{1,2}[.:hu-]\d\d(?:[.:-]\d\d)?(?![^\W_])")
_ZONE = re.compile(r"(?:GMT|UTC)$")
# What players and recorders put behind a name.
_BEHIND = re.compile(
    r"(?:\.(?:[a-z]{2,3}(?:-[A-Za-z]{2,4})?|transcript|captions?|cc|auto|orig|final)|[-_ ]?\[[\w-]{11}\]"
    r"|[-_ ]\(\d{1,2}\))$"
)
_EDGES = " \t-_.,;–—()[]"
_GENERAL = frozenset(
    "recording transcript transcription captions caption subtitles subtitle audio video meeting closed cc untitled "
    "output result results final draft new copy speakers file document zoom teams otter whisper recorded saved default "
    "aufnahme transkript sous-titres".split()
)


def from_name(name: str) -> tuple[str | None, str | None]:
    """Date and title that a file's name tells: `2031-05-06 Title.vtt`, `Title_2031-05-06.docx`, `20310506-title.txt`.

    Without a date, at least two words are a title: `interview.txt` says nothing.
    """
    # Not `stem` for what has no ending: "St. Ann's talk"
    path = PurePath(unicodedata.normalize("NFC", name))
    text = path.stem if re.fullmatch(r"\.\w{1,8}", path.suffix) else path.name
    while found := _BEHIND.search(text):
        text = text[: found.start()]
    day, text = _dated(text)
    title = _title(text)
    words = [word for word in re.findall(r"[^\W_]+", title or "") if any(sign.isalpha() for sign in word)]
    if not words or all(word.casefold() in _GENERAL for word in words) or (day is None and len(words) < 2):
        title = None
    return day, title


def _dated(text: str) -> tuple[str | None, str]:
    """The day, and the name without it."""
    for pattern in (_ISO, _COMPACT, _DOTTED, _WRITTEN, _MONTH):
        for found in pattern.finditer(text):
            day = _day(pattern, found)
            if day:
                hour = _HOUR.match(text, found.end())
                before = _ZONE.sub("", text[: found.start()])
                return day, f"{before.rstrip(_EDGES)} {text[hour.end() if hour else found.end() :].lstrip(_EDGES)}"
    return None, text


def _day(pattern: re.Pattern[str], found: re.Match[str]) -> str | None:
    if pattern is _WRITTEN:
        dated = date_line(re.sub(r"[-_]+", " ", found[0]))
        return dated.date if dated else None
    numbers = [int(part) for part in found.groups()]
    if pattern is _DOTTED:
        numbers.reverse()
    try:
        whole = date(*(numbers if len(numbers) == 3 else (*numbers, 1))).isoformat()
    except ValueError:
        return None
    return whole if len(numbers) == 3 else whole[:7]


def _title(text: str) -> str | None:
    text = text.strip(_EDGES.replace("(", "").replace(")", "").replace("[", "").replace("]", ""))
    if " " not in text:
        text = text.replace("_", " ") if "_" in text else text.replace("-", " ")
    text = " ".join(text.replace("_", " ").split())
    if not text:
        return None
    return text[0].upper() + text[1:] if text.islower() else text


def completed(meta: Meta, name: str) -> Meta:
    """The front matter, with date and title taken from the file's name where the file itself does not tell them."""
    day, title = from_name(name)
    return msgspec.structs.replace(meta, date=meta.date or day, title=meta.title or title)


def slug(meta: Meta, name: str) -> str:
    """Date and title, as in 2031-05-06-harbour-levy; else the file's own name."""
    day = (meta.date or "")[:10]
    title = routes.slugify(meta.title) if meta.title else routes.slugify(PurePath(name).stem)
    return title if title.startswith(day) else routes.slugify(f"{day} {title}")
