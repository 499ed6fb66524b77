"""The shapes of labels in running text: what a line may begin with that names who speaks."""

import re
from typing import Literal

from generator.model import Value

Style = Literal["colon", "bold", "strong", "above", "letter", "stop", "dash", "angle", "heading", "marked"]
Key = tuple[str, Style]

_TIME = r"(\d{1,3}(?::\d{2}){1,3}(?:[.,]\d{1,3})?)"
_COLON = re.compile(
    r"[\s>\-–•*]*(?:(?:Anf\.\s)?\d{1,4}[.)]\s+|Anf\.\s\d{1,4}\s+)?(\S[^:：\n]{0,119}?)\s?(?:：(?!//)|::?(?=\s|$|[^\x00-\x7f\d]))"
)
_BESIDE = re.compile(
    rf"[\s>\-–]*(\S[^:：\n\[(]{{0,79}}?(?:\([^():\n]{{1,60}}\))?)[\s,\-–—]*[\[(]\s?{_TIME}(?:\s?[-–—]\s?{_TIME})?\s?[\])]\s?([:：]?)\s*"
)
_STOP_AND_MORE = re.compile(r"[.,](?:[—–-]|\s)|\s[–—-]\s")
_URL = re.compile(r"\s?<?\(?https?://\S+$")
# Q and A in English, Q and R in French, P and R in Spanish, F and A in German.
_TIGHT_LETTER = re.compile(r"\s*(?:([QA])(?:[.)]|[:：]|(?=\s{2,}|\t|\xa0))|([QRPF])(?:\.|\s?[–—-](?=\s)))\s*(?=\S)")
_LOOSE_LETTER = re.compile(r"\s*([QA])\s(?=[A-Z\"“(])")
_TITLE = (
    r"(?:MR|MS|MRS|MISS|DR|MM?|MMES?|MLLES?|SIR|SEN|SENATOR|REP|GOV|GEN|HON|PROF|CHAIR|CHAIRMAN|CHAIRWOMAN|CHAIRPERSON"
    r"|VICE CHAIR(?:MAN)?|PRESIDENT|PRESIDING|JUSTICE|JUDGE|SECRETARY|THE)"
)
_CAPITALS = r"[A-ZÀ-ÖØ-ÞŠŽ][A-ZÀ-ÖØ-ÞŠŽ'’\-]+"
# A name in capitals and a full stop, a state or party between: "CHAIR POWELL.", "Mr. MILLER of Ohio."
_STOP = re.compile(
    rf"\s*((?:(?:{_TITLE}|Mrs?|Ms|Miss|Mmes?|Dr|The|M|Mlles?)\.?\s)?(?:[A-Z]\.\s|Mc|Mac|De)?{_CAPITALS}"
    rf"(?:\s(?:[A-Z]\.|{_CAPITALS}|Mc{_CAPITALS}|pro tempore|de|von|van)){{0,4}}"
    r"(?:\sof\s[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2})?(?:\s\([^()]{1,60}\))?)\.[—–-]?\s(?=\s?\S)"
)
# "M. le président. Words", "Mme Ada Brook, rapporteure. Words": how French reports of debates name who speaks.
_FRENCH = re.compile(r"\s*((?:M\.|Mme|Mlle|MM\.)\s(?:l[ea]\s[^.:,!?]{3,60}|[A-ZÀ-Þ][^.:!?]{2,70}))\.\s(?=[—–-]?\s?\S)")
# "Ada Brook (PPE). – Words", "President. – Words": the European Parliament.
_DASHED = re.compile(r"\s*([A-ZÀ-Þ][^.:!?]{1,90}(?:\s[A-Z]\.[^.:!?]{1,60})?)[.,]\s[–—]\s(?=\S)")
# "O SR. PRESIDENTE (Ada Brook) - Texto": the parliaments of Brazil and Portugal.
_LUSO = re.compile(r"\s*((?:OS?\sSRS?\.|AS?\sSRAS?\.)\s[A-ZÀ-Þ](?:[^:()\n]|\([^()\n]*\)){1,118}?)\s[-–—]\s(?=\S)")
# "The President. Words", "Secretary Lind. Words": the papers of presidents, beside "Q." for the press.
_OFFICE_STOP = re.compile(
    r"\s*((?:The\s(?:(?:Vice|First|Deputy|Acting)\s)?(?:President|Prime Minister|Chancellor|Press Secretary|Secretary"
    r"|Chairman|Chair|Moderator|Speaker|King|Queen|First Lady)|(?:Vice\s)?President|Prime Minister|Chancellor|Secretary"
    r"|Senator|Governor|Mayor|Ambassador|General|Chairman|Audience [Mm]embers?|Reporter|Moderator|Mr\.|Mrs\.|Ms\.|Dr\.)"
    r"(?:\s[A-Z][\w’'\-]+){0,2})\.\s+(?=[A-Z“\"\[(])"
)
# "○議長（山田太郎君）　…": the records of Japanese and Korean parliaments.
_CIRCLE = re.compile(r"\s*[○◯]\s?([^\s　（(]{1,20}(?:\s?[（(][^（）()]{1,30}[）)])?)[　\s]+(?=\S)")
_STOPPED = (_STOP, _FRENCH, _LUSO, _OFFICE_STOP, _DASHED)
_NAME_DASH = re.compile(r"\s*([^\W\d_][^:\n–—-]{1,40}?)\s+[-–—]\s+(?=[^\s\d])")
_BRACKET = re.compile(r"\s*\[([^\W\d_][^\[\]:：]{0,38})\](?:\s?([:：])(?=\s|$)|(?=\s|$))\s*")
_HAPPENING = re.compile(
    r"laugh|applau|music|cross|inaud|indist|unint|unclear|pause|silen|video|sound|audio|begin|start|\bend|tape|record"
    r"|page|slide|ing\b|closes|opens|rings|plays|speaks|enters|leaves",
    re.I,
)
_ANGLE = re.compile(r"\s*<\s?([@+%~&]?[^\s<>/:@.][^<>/:@]{0,38}?)\s?:?>\s?:?(?=\s|$)")
_CLOCK = re.compile(rf"[\[(<]?\s*(?:\d{{1,2}}-(?=\d\d:\d\d:))?{_TIME}\s*(?:(?:-->|→|–|-|to|bis)\s*{_TIME})?\s*[\])>]?")
_BARE_CLOCK = re.compile(rf"\s*{_TIME}\s+(?=\D)")
_LAST_CLOCK = re.compile(r"(?<=[\s(\[])(\d{1,3}(?::\d{2}){1,2})(?:\.\d{1,3})?[)\]\s]*$")
_SENTENCE_END = (".", "?", "!", "…", ";", ",", "”", '"')
_ABBREVIATED = re.compile(
    r"\b(?:jr|sra?|srs|sras|sres|srta|dra?|mrs?|ms|mm|mmes?|mlles?|prof|inc|ltd|co|corp|st|hon|rev|gen|sen|rep|gov|lt|col"
    r"|capt|maj|sgt|adm|amb|pres|parl|messrs|dipl|ing|hr|fr|stv|med|jur|phil|rer|nat|habil|asst|dept|[a-z])\.$",
    re.I,
)
_SENTENCE_WITHIN = re.compile(r"[.!?…]\s+(?=[A-ZÀ-ÞА-Я])")
SMALL = frozenset(
    "of the for and on in at to de la le du des der die das den dem von vom van und für fur di da do dos das du y e et "
    "al el bin ibn zu zur im des pro tempore del della dal les aux au ter ten".split()
)
_MOST_WORDS = 16
_FARTHEST = 160  # characters from the start of a label to the stop behind it
_LONGEST = 300  # characters of a line in which a label is looked for


class Label(Value):
    """A label found on a line: `end` is where the speech on the same line begins."""

    text: str
    style: Style
    end: int
    start: int | None = None  # milliseconds
    stop: int | None = None
    weak: bool = False  # only where other lines show that it is a label


def candidates(line: str, alone: bool, bold: int = 0) -> Label | None:
    """The label a line may begin with. `alone`: its block goes on below it; `bold`: its first characters in bold."""
    start, stop, begin = _clock_before(line[:_LONGEST])
    label = _in_bold(line, begin, bold, alone) if bold > begin else None
    if label is None:
        seen = line[:_LONGEST]
        label = next(filter(None, (find(seen, begin, alone or start is not None) for find in _FINDERS)), None)
        if label and label.end == len(seen) < len(line):  # all that was looked at is no label
            return None
        if label and label.style == "above" and not alone and label.start is None and not is_short_name(label.text):
            return None
    if label is None or start is None:
        return label
    return Label(label.text, label.style, label.end, start, stop, label.weak)


def _letter(line: str, begin: int, _: bool) -> Label | None:
    found = _TIGHT_LETTER.match(line, begin) or _LOOSE_LETTER.match(line, begin)
    if found and _LUSO.match(line, begin):
        return None
    return Label(found[found.lastindex or 1], "letter", found.end(), weak=found.re is _LOOSE_LETTER) if found else None


def _beside_time(line: str, begin: int, alone: bool) -> Label | None:
    """ "Ada Brook (00:12): words", "Ada Brook [00:12]" above words."""
    found = _BESIDE.match(line, begin) if ":" in line else None
    if not found:
        return None
    text, end = found[1].strip(), found.end()
    named = stands_as_name(text) and is_short_name(text)
    if not _may_be_name(text) or not (found[4] or (stands_as_name(text) and (alone or end == len(line))) or named):
        return None
    if named and not found[4] and not alone and end < len(line) and " " not in text:
        return None  # "Okay [00:12] then"
    stop = _milliseconds(found[3]) if found[3] else None
    above = not found[4] and end >= len(line.rstrip())
    return Label(text, "above" if above or (alone and not found[4]) else "colon", end, _milliseconds(found[2]), stop)


def _colon(line: str, begin: int, _: bool) -> Label | None:
    found = _COLON.match(line, begin)
    text = found[1].strip().strip("*_").strip() if found else ""
    if not found or not _may_be_name(text) or _LUSO.match(line, begin):
        return None
    weak = _URL.match(line, found.end()) is not None
    return Label(text, "colon", *_ended(line, found.end()), weak)


def _angle(line: str, begin: int, _: bool) -> Label | None:
    sign = line[begin:].lstrip()[:1]
    if sign == "[" and (found := _BRACKET.match(line, begin)):
        named = found[2] or _is_numbered_voice(found[1]) or _is_bracketed_name(found[1])
        return Label(found[1], "angle", *_ended(line, found.end())) if named else None
    found = _ANGLE.match(line, begin) if sign == "<" else _CIRCLE.match(line, begin) if sign in ("○", "◯") else None
    return Label(found[1], "angle", *_ended(line, found.end())) if found else None


def _is_bracketed_name(text: str) -> bool:
    """ "[Ada Brook] words", and no "[Door Closes]"."""
    return 1 < len(text.split()) < 5 and stands_as_name(text) and not _HAPPENING.search(text)


def _is_numbered_voice(text: str) -> bool:
    return len(text) < 20 and text[-1:].isdigit() and text[:1].isupper()


def _stopped(line: str, begin: int, _: bool) -> Label | None:
    if not _STOP_AND_MORE.search(line, begin, begin + _FARTHEST):
        return None
    found = next(filter(None, (pattern.match(line, begin) for pattern in _STOPPED)), None)
    return Label(found[1], "stop", found.end()) if found else None


def _before_dash(line: str, begin: int, _: bool) -> Label | None:
    """ "Ada Brook - words": a dash counts behind what is clearly a name; behind a time as much as a colon does."""
    found = _NAME_DASH.match(line, begin)
    colon = _COLON.match(line, begin) if found else None
    if (colon and stands_as_name(colon[1])) or _LUSO.match(line, begin):  # "Ada Brook - The Ellery Post: words"
        return None
    if not found or not stands_as_name(found[1]) or not (" " in found[1] or found[1].isupper()):
        return None
    return Label(found[1], "colon" if begin else "dash", found.end())


def _above(line: str, begin: int, alone: bool) -> Label | None:
    """A name on a line of its own, also with a time behind it; then the words may stand below a blank line."""
    name, start = _without_clock(line[begin:].lstrip(" \t\xa0-–—|·•"))
    text = name.strip()
    if not stands_as_name(text) or not (alone or (start is not None and is_short_name(text))):
        return None
    return Label(text, "above", len(line), start)


_FINDERS = (_letter, _angle, _beside_time, _before_dash, _colon, _stopped, _above)


def _ended(line: str, end: int) -> tuple[int, int | None, int | None]:
    """Where a label ends once the time behind it is taken along; and the time."""
    start, stop, end = clock(line, end)
    return end, start, stop


_ASIDE_BEHIND = re.compile(r"\s*(\[[^\[\]\d][^\[\]]{0,30}\])\s*[:：]\s*")
_TIME_BEHIND = re.compile(rf"\s*[\[(]?{_TIME}[\])]?\s*[:：](?!\d)\s*")
_COLON_BEHIND = re.compile(r"\s*[:：]\s*")
_OFFICE_BEHIND = re.compile(r"\s+--\s+(\S.*)")
_DASH = re.compile(r"\s*[–—-]\s+")


def _in_bold(line: str, begin: int, bold: int, alone: bool) -> Label | None:
    """A label in bold, with its colon inside or behind, an aside or a time between."""
    inside = _COLON.match(line, begin)
    if inside and inside.end() < bold and line[inside.end() : bold].strip():
        return None  # the words behind the label are in bold too
    text, inner = _without_clock(line[begin:bold].strip().rstrip(":："))
    if inner is not None and _may_be_name(text):
        colon = _COLON_BEHIND.match(line, bold)
        return _if_name(Label(_unstopped(text), "bold", colon.end() if colon else bold, inner))
    text = line[begin:bold].strip()
    if aside := _ASIDE_BEHIND.match(line, bold):
        return _if_name(Label(f"{text} {aside[1]}", "bold", *_ended(line, aside.end())))
    if time := _TIME_BEHIND.match(line, bold):
        return _if_name(Label(text.rstrip(":："), "bold", time.end(), _milliseconds(time[1])))
    after = line[bold:].lstrip()
    end = bold
    style: Style = "bold"
    if after[:1] in (":", "："):
        end = line.index(after[0], bold) + 1
    elif text[-1:] not in (":", "：", ".") or (text[-1] == "." and not is_short_name(text)):
        if not stands_as_name(text) and (after or not alone):
            return None
        office = _OFFICE_BEHIND.match(line, bold)
        if office and len(line) < 120 and stands_as_name(office[1]):
            return Label(line[begin:].strip(), "bold", len(line))
        dash = _DASH.match(line, bold)
        end = dash.end() if dash else end
        style = "strong" if after and clock(line, bold)[2] == bold else style
    return _if_name(Label(_unstopped(text), style, *_ended(line, end)))


def _unstopped(text: str) -> str:
    """A label without its colon, and the letter of a question or an answer without its stop."""
    bare = text.rstrip(":：").strip().rstrip(" –—-")
    return bare[:-1] if bare in ("Q.", "A.") or (bare[-1:] == "." and not _ABBREVIATED.search(bare)) else bare


def _if_name(label: Label) -> Label | None:
    return label if _may_be_name(label.text) else None


def _may_be_name(text: str) -> bool:
    """Whether words before a colon may name who speaks: few, and beginning like a name."""
    words = text.split()
    if not words or len(words) > _MOST_WORDS or len(text) > 120:
        return False
    if any(not _ABBREVIATED.search(text[: end.start() + 1]) for end in _SENTENCE_WITHIN.finditer(text)):
        return False
    first = next((sign for sign in text if sign.isalpha()), "")
    return bool(first) and (not first.islower() or len(words) <= 2) and not text.endswith(_SENTENCE_END[1:])


def is_short_name(text: str) -> bool:
    """Whether it has no more words than a name has."""
    return len(text.split()) <= 5


def stands_as_name(text: str) -> bool:
    """Whether a line of its own has the shape of a name with an outlet or office: no sentence."""
    words = text.replace(",", " ").split()
    if not words or len(words) > _MOST_WORDS or len(text) > 90:
        return False
    if text.endswith(_SENTENCE_END) and not _ABBREVIATED.search(text):
        return False
    return all(_is_proper(word) for word in words) and any(sign.isalpha() for sign in text)


def _is_proper(word: str) -> bool:
    bare = word.strip("()[]“”\"'’&/|-–")
    return not bare or not bare[0].islower() or bare.casefold() in SMALL


def clock(line: str, begin: int = 0) -> tuple[int | None, int | None, int]:
    """Times in brackets, or bare ones that words do not follow, in milliseconds; and where they end."""
    at = begin + len(line[begin:]) - len(line[begin:].lstrip())
    found = _CLOCK.match(line, at)
    if not found or (line[at : at + 1].isdigit() and line[found.end() :].strip()):
        return None, None, begin
    if found[2] and found[1].count(":") == found[2].count(":") == 3:  # the last is frames, as editors of films count
        start, stop = (_milliseconds(text.rpartition(":")[0]) for text in (found[1], found[2]))
        return start, stop, found.end()
    return _milliseconds(found[1]), _milliseconds(found[2]) if found[2] else None, found.end()


def _clock_before(line: str) -> tuple[int | None, int | None, int]:
    """As `clock` at a line's start; a bare time may also stand before a label: `00:01:05 Name: words`."""
    bare = _BARE_CLOCK.match(line)
    if bare and (_COLON.match(line, bare.end()) or _is_name_alone(line[bare.end() :])):
        return _milliseconds(bare[1]), None, bare.end()
    return clock(line)


def _is_name_alone(text: str) -> bool:
    return len(text) < 60 and is_short_name(text) and stands_as_name(text.strip())


def is_clock(line: str) -> bool:
    """Whether a line is a time and nothing else."""
    text = line.strip()
    return bool(text) and text[-1:] in "0123456789])>" and clock(text)[2] == len(text)


def _without_clock(line: str) -> tuple[str, int | None]:
    """A label line without the time behind it: `Name  12:14`."""
    found = _LAST_CLOCK.search(line.rstrip())
    return (line[: found.start()].rstrip(" ([:-–—,|\t"), _milliseconds(found[1])) if found else (line, None)


def _milliseconds(text: str) -> int:
    whole, _, fraction = text.replace(",", ".").partition(".")
    parts = [int(part) for part in whole.split(":")]
    if len(parts) == 4:  # days first, as missions count
        parts[:2] = [parts[0] * 24 + parts[1]]
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + part
    return seconds * 1000 + int(fraction.ljust(3, "0")[:3] or 0)
