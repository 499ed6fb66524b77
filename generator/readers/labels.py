"""Labels in running text, recognised by a file's own regularities: labels recur, sentences do not."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from generator.model import Value

Style = Literal["colon", "bold", "above", "letter"]

_COLON = re.compile(r"[\s>\-–]*(\S[^:：\n]{0,79}?)\s?([:：])(?!\s?(?:https?:)?//)(?=\s|$|[^\x00-\x7f\d])")
_LETTER = re.compile(r"\s*([QA])(?:[.)]|[:：]|(?=\s{2,}|\t|\xa0|\s+[A-Z\"“(]))\s*(?=\S)")
_HONORIFIC = re.compile(
    r"\s*((?:MR|MS|MRS|DR|SEN|REP|GOV|HON|CHAIR|CHAIRMAN|VICE CHAIR|THE)\.? [A-Z][A-Z'’\-]+)\. (?=\S)"
)
_TIME = r"(\d{1,3}(?::\d{2}){1,3}(?:[.,]\d{1,3})?)"
_CLOCK = re.compile(rf"[\[(<]?\s*{_TIME}\s*(?:(?:-->|→|–|-)\s*{_TIME})?\s*[\])>]?")
_BARE_CLOCK = re.compile(rf"\s*{_TIME}\s+(?=\D)")
_LAST_CLOCK = re.compile(r"(?<=[\s(\[])(\d{1,3}(?::\d{2}){1,2})[)\]]?$")
_SENTENCE_END = (".", "?", "!", "…", ";", ",", "”", '"')
_ABBREVIATED = re.compile(r"\b(?:Jr|Sr|Dr|Mr|Ms|Mrs|Prof|Inc|Ltd|Co|Corp|St|[A-Z])\.$")
_SMALL = frozenset(
    "of the for and on in at to de la le du des der die das den dem von vom van und für fur di da do dos das y e et al "
    "el bin ibn zu zur im des".split()
)
_MOST_WORDS = 12


class Label(Value):
    """A label found on a line: `end` is where the speech on the same line begins."""

    text: str
    style: Style
    end: int
    start: int | None = None  # milliseconds
    stop: int | None = None


def candidates(line: str, alone: bool, bold: int = 0) -> Label | None:
    """The label a line may begin with. `alone`: its block goes on below it; `bold`: its first characters in bold."""
    start, stop, begin = _clock_before(line)
    rest = line[begin:]
    offset = begin + len(rest) - len(rest.lstrip())
    if bold > begin and (found := _bold(line, begin, bold, alone)):
        text, end = found
        if start is None:
            start, stop, end = clock(line, end)
        return Label(text, "bold", end, start, stop)
    if found_letter := _LETTER.match(line, begin):
        return Label(found_letter[1], "letter", found_letter.end(), start, stop)
    if named := _HONORIFIC.match(line, begin):
        return Label(named[1], "colon", named.end(), start, stop)
    if colon := _COLON.match(line, begin):
        text = colon[1].strip().strip("*_").strip()
        if _may_be_name(text):
            end = colon.end()
            if start is None:
                start, stop, end = clock(line, end)
            return Label(text, "colon", end, start, stop)
    if alone and offset < len(line):
        name, start_behind = _without_clock(line[offset:])
        text = name.strip()
        if _stands_as_label(text):
            return Label(text, "above", len(line), start if start is not None else start_behind, stop)
    return None


def _bold(line: str, begin: int, bold: int, alone: bool) -> tuple[str, int] | None:
    text = line[begin:bold].strip()
    end = bold
    after = line[bold:].lstrip()
    if after[:1] in (":", "："):
        end = line.index(after[0], bold) + 1
    elif text[-1:] not in (":", "：", ".") and (after or not alone) and not _stands_as_label(text):
        return None
    name = text.rstrip(":：").strip()
    return (name, end) if _may_be_name(name) else None


def _may_be_name(text: str) -> bool:
    """Whether words before a colon may name who speaks: few, and beginning like a name."""
    words = text.split()
    if not words or len(words) > _MOST_WORDS or len(text) > 80:
        return False
    first = next((sign for sign in text if sign.isalpha()), "")
    return bool(first) and (not first.islower() or len(words) <= 2) and not text.endswith(_SENTENCE_END[1:])


def _stands_as_label(text: str) -> bool:
    """Whether a line of its own has the shape of a name with an outlet or office: no sentence."""
    words = text.replace(",", " ").split()
    if not words or len(words) > _MOST_WORDS or len(text) > 90:
        return False
    if text.endswith(_SENTENCE_END) and not _ABBREVIATED.search(text):
        return False
    return all(_is_proper(word) for word in words) and any(sign.isalpha() for sign in text)


def _is_proper(word: str) -> bool:
    bare = word.strip("()[]“”\"'’&/|-–")
    return not bare or not bare[0].islower() or bare.casefold() in _SMALL


def clock(line: str, begin: int = 0) -> tuple[int | None, int | None, int]:
    """Times in brackets, or bare ones that words do not follow, in milliseconds; and where they end."""
    at = begin + len(line[begin:]) - len(line[begin:].lstrip())
    found = _CLOCK.match(line, at)
    if not found or (line[at : at + 1].isdigit() and line[found.end() :].strip()):
        return None, None, begin
    return _milliseconds(found[1]), _milliseconds(found[2]) if found[2] else None, found.end()


def _clock_before(line: str) -> tuple[int | None, int | None, int]:
    """As `clock` at a line's start; a bare time may also stand before a label: `00:01:05 Name: words`."""
    bare = _BARE_CLOCK.match(line)
    if bare and _COLON.match(line, bare.end()):
        return _milliseconds(bare[1]), None, bare.end()
    return clock(line)


def is_clock(line: str) -> bool:
    """Whether a line is a time and nothing else."""
    text = line.strip()
    return bool(text) and text[-1:] in "0123456789])>" and clock(text)[2] == len(text)


def _without_clock(line: str) -> tuple[str, int | None]:
    """A label line without the time behind it: `Name  12:14`."""
    found = _LAST_CLOCK.search(line.rstrip())
    return (line[: found.start()].rstrip(" ([:-–\t"), _milliseconds(found[1])) if found else (line, None)


def _milliseconds(text: str) -> int:
    whole, _, fraction = text.replace(",", ".").partition(".")
    parts = [int(part) for part in whole.split(":")]
    if len(parts) == 4:  # days first, as missions count
        parts[:2] = [parts[0] * 24 + parts[1]]
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + part
    return seconds * 1000 + int(fraction.ljust(3, "0")[:3] or 0)


def chosen(found: Sequence[Label | None], known: Iterable[str] = ()) -> frozenset[tuple[str, Style]]:
    """Which of the candidates of a file are its labels: those that recur, and others of the same make."""
    counts = Counter((label.text, label.style) for label in found if label)
    wanted = frozenset(known)
    kept = {key for key, count in counts.items() if key[0] in wanted or (count > 1 and not _is_phrase(key[0]))}
    styles: Counter[Style] = Counter()
    # Once labels stand above their words, a colon seen once is rather a colon in speech.
    above = any(style == "above" and ("," in text or (text, style) in kept) for text, style in counts)
    for key in kept:
        styles[key[1]] += counts[key]
    named = {text for text, _ in counts if counts[text, "colon"] + counts[text, "above"] > 1}
    for key in counts:
        text, style = key
        if (
            style == "bold"
            or (style == "above" and ("," in text or styles["above"] or text in named))
            or (style == "letter" and counts[("Q", "letter")])
            or (
                style == "colon"
                and not _is_phrase(text)
                and (styles["colon"] or (len(counts) > 1 and not above) or _is_shouted(text))
            )
        ):
            kept.add(key)
    if styles["colon"] + styles["letter"] and not any("," in text for text, style in kept if style == "above"):
        kept = {key for key in kept if key[1] != "above" or counts[key] > 1 or key[0] in named | wanted}
    return frozenset(kept)


def _is_phrase(text: str) -> bool:
    """Words before a colon that are rather speech: "But my point is", "Und jetzt"."""
    words = text.split()
    if len(words) == 1:
        return text[:1].islower()
    small = sum(word[:1].islower() and word.casefold() not in _SMALL for word in words)
    return small > 0 and not re.match(r"(?:speaker|unidentified|unknown)\b", text, re.I)


def _is_shouted(text: str) -> bool:
    return text.isupper() and len(text) > 1
