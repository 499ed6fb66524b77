"""Chat logs: one message a line, a time, who writes, the words.

`HH:MM:SS⇥Name:⇥words` and `HH:MM:SS From Name to Everyone: words` (video conferences), `12:34 <nick> words` (IRC),
`[12/05/2029, 14:05:33] Name: words` and `12/05/29, 14:05 - Name: words` (exports of messengers); and with name and
time on a line above the words: `Name — 12/05/2029 14:05`, `Name, [12.05.2029 14:05]`, `[12-May-29 14:05] Name`,
`Name  2:05 PM`.
"""

import re
from collections.abc import Sequence

from generator.model import Meta
from generator.readers.heads import date_line
from generator.readers.labels import Label
from generator.readers.layout import Laid
from generator.readers.speech import Line

_TIME = r"(?P<time>\d{1,2}:\d\d(?::\d\d)?)(?:[.,]\d+)?(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?"
_DATE = r"(?P<date>\d{1,4}[./-](?:\d{1,2}|[A-Z][a-z]{2})[./-]\d{1,4})"
_DAY = rf"(?:{_DATE}|(?:[Tt]oday|[Yy]esterday)(?:\sat)?|[A-Z][a-z]+day(?:\sat)?)"
_NICK = r"(?P<name>[^\W\d][\w.|`^\\{}\[\]~-]{0,30})"
_KINDS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_TIME}\s*\t\s*(?:[Ff]rom\s+)(?P<name>.{{1,60}}?)\s+[Tt]o\s+[^:]{{1,60}}?\s?:\s*",
        rf"{_TIME}\s*\t\s*[Ff]rom\s+(?P<name>[^:]{{1,60}}?)\s+:\s+",
        rf"{_TIME}\s+[Ff]rom\s+(?P<name>.{{1,60}}?)\s+[Tt]o\s+[^:]{{1,60}}?\s?:\s*",
        rf"{_TIME}\t\s*(?P<name>[^\t:]{{1,60}}?)\s?:?\t\s*",
        rf"{_TIME}\t\s*(?P<name>[^\t:]{{1,60}}?)\s?:\s+",
        rf"\[?(?:{_DATE}[ T])?{_TIME}\]?\s+<[@+%~& ]?(?P<name>[^>\s][^>]{{0,40}})>\s*",
        rf"{_DATE}[ T]{_TIME}\t[@+%~& ]?(?P<name>[^\t]{{1,40}})\t",
        rf"[\u200e\u202a]*\[{_DATE},?\s+{_TIME}\]\s+(?P<name>[^:\n]{{1,60}}?):\s*",
        rf"[\u200e\u202a]*{_DATE},?\s+{_TIME}\s+-\s+(?P<name>[^:\n]{{1,60}}?):\s*",
    )
)
_LOOSE = tuple(  # a bare nickname, or no time: only where nearly every line is made so
    re.compile(pattern)
    for pattern in (
        rf"(?:\[?(?:{_DATE}[ T])?{_TIME}\]?\s+)?<[@+%~& ]?(?P<name>[^>\s/:][^>/:]{{0,40}})>\s+",
        rf"(?:{_DATE}[ T])?{_TIME}\s+\[(?P<name>[^\]\s][^\]]{{0,40}})\]\s+",
        rf"\[(?:{_DATE}[ T])?{_TIME}\]\s+{_NICK}:\s+",
        rf"(?:{_DATE}[ T])?{_TIME}\s+{_NICK}:\s+",
    )
)
_HEADS = tuple(  # name and time on a line of their own, above the words
    re.compile(pattern)
    for pattern in (
        rf"\[{_DATE},?\s+{_TIME}\]\s+(?P<name>[^:\n]{{1,60}}?)\s*",
        rf"(?P<name>[^:\n]{{1,60}}?)\s+[—–-]\s+{_DAY},?\s+{_TIME}\s*",
        rf"(?P<name>[^:\n]{{1,60}}?),?\s+\[{_DATE},?\s+{_TIME}\]:?\s*",
        r"(?P<name>[^:\n]{1,60}?)(?:\s+APP)?\s+\[?(?P<time>\d{1,2}:\d\d)\s?(?P<half>[AaPp])\.?[Mm]\.?\]?\s*",
    )
)
_SYSTEM = re.compile(rf"[\u200e\u202a]*\[?(?:{_DATE},?\s+)?{_TIME}\]?[\s-]+(?P<words>.*)")


def laid_out(lines: Sequence[str]) -> Laid | None:
    """The messages of a chat, each a block; None where it is none."""
    kind = _kind(lines) or _head(lines)
    if kind is None:
        return None
    blocks: list[list[Line]] = [[]]
    dates: list[str] = []
    for number, line in enumerate(lines, 1):
        if message := kind.fullmatch(line) if kind in _HEADS else kind.match(line):
            label = Label(message["name"].strip(), "colon", message.end(), _milliseconds(message))
            blocks.append([Line(number, line, label=label)])
            dates.append(message["date"] or "" if "date" in kind.groupindex else "")
        elif _SYSTEM.match(line):  # who comes and goes
            blocks.append([Line(number, line, role="matter")])
        elif line.strip():
            blocks[-1].append(Line(number, line, role="paragraph" if blocks[-1] else "text"))
    return Laid([block for block in blocks if block], Meta(date=_date(dates)))


def _kind(lines: Sequence[str]) -> re.Pattern[str] | None:
    """How the messages of a chat begin, each on a line with its words."""
    first = [line for line in lines[:2000] if line.strip()][:200]
    kinds = (*_KINDS, *_LOOSE)
    counts = [sum(kind.match(line) is not None for line in first) for kind in kinds]
    best = max(counts)
    stamped = sum(line[:1].isdigit() or line[:1] in "[\u200e" for line in first)
    if best < 2 or best * 2 < stamped or best * 4 < len(first):
        return None
    kind = kinds[counts.index(best)]
    return None if kind in _LOOSE and (best < 4 or best * 10 < len(first) * 8) else kind


def _head(lines: Sequence[str]) -> re.Pattern[str] | None:
    """How name and time stand above messages: often, and mostly by people who write again."""
    first = [line for line in lines[:2000] if line.strip()][:200]
    for kind in _HEADS:
        names = [found["name"] for line in first if (found := kind.fullmatch(line))]
        if len(names) > 2 and len(names) * 12 > len(first) and len(set(names)) * 2 <= len(names) + 1:
            return kind
    return None


def _milliseconds(message: re.Match[str]) -> int | None:
    if not message["time"]:
        return None
    hours, minutes, *seconds = (int(part) for part in message["time"].split(":"))
    half = (message["half"] or "").casefold()
    hours = hours % 12 + 12 * (half == "p") if half else hours
    return ((hours * 60 + minutes) * 60 + sum(seconds)) * 1000


def _date(dates: Sequence[str]) -> str | None:
    """The day of the first message, where it can be read in one way only."""
    parts = [re.split(r"[./-]", date) for date in dates if date]
    if not parts:
        return None
    one, two, three = parts[0]
    if two.isalpha():
        dated = date_line(f"{one} {two} {three if len(three) == 4 else f'20{three}'}")
        return dated.date if dated else None
    if len(one) == 4:
        return f"{one}-{two:>02}-{three:>02}"
    year = three if len(three) == 4 else f"20{three}"
    firsts, seconds = ({int(part[at]) for part in parts if part[at].isdigit()} for at in (0, 1))
    if "." in dates[0] or max(firsts) > 12 or one == two:
        dated = date_line(f"{one}.{two}.{year}")
    elif max(seconds) > 12:
        dated = date_line(f"{two}.{one}.{year}")
    else:
        dated = None
    return dated.date if dated else None
