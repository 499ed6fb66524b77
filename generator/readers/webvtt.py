"""Cues between arrows: WebVTT (https://www.w3.org/TR/webvtt1/, sections 4 and 6.1) and SubRip (.srt).

The two are read alike, since files are often a little of both: with or without numbers, blank lines, hours, a comma or
a stop before the milliseconds.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from generator.errors import Place, Problem, problem
from generator.names import is_voice
from generator.readers.cues import Aside, Cue, Track
from generator.readers.tags import without

_TIME = r"(-?)\s*(?:(\d{1,4})\s?:\s?)?(\d{1,3})\s?:\s?(\d{1,2})(?:\s?[.,:;]\s?(\d{1,9}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*(?:-{{1,3}}\s?>|→|—>|–>)\s*{_TIME}(?:[\s,;].*)?")
_ARROW = re.compile(r"-\s?>|→|—>|–>")
_BROKEN_TIMES = re.compile(r"\s*-?\d[\d:.,\s]*(?:-{1,3}\s?>|→)?[\d:.,\s-]*")  # cut off, or with a piece missing
_NOTE = re.compile(r"NOTE(?:[ \t]|$)")
_ASIDE = re.compile(r"(?:STYLE|REGION)[ \t]*")
_FACT = re.compile(r"(?:[-–—]\s*)?([A-Za-z][\w -]{0,30}?)\s*:\s*(.*\S)")
_TECHNICAL = frozenset("kind x-timestamp-map region style confidence mpegts local".split())
_CONFIDENCE = re.compile(r"confidence:\s*([01](?:\.\d+)?)", re.I)
_DOUBTFUL = 0.5
_SERIAL = re.compile(r"^\W*\d+\W*|[\W_]*\d+\W*$")
_CALLED = re.compile(r'\d+\s+"([^"]*)"(?:\s*\(\d*\))?')  # Webex: 1 "Ada Brook" (3434645760)
_GUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-|[/@]|\d{5,}")
_NOT_NAMES = frozenset(
    "cue caption captions subtitle sub chapter segment seg line id slide part scene crd shot".split()
)


def parse(lines: Sequence[str], path: str) -> Track:
    """The cues in lines, and notes, words before the first cue, facts of the head. Never raises."""
    parser = _Parser(lines, path)
    parser.run()
    return parser.track()


class _Parser:
    """Goes through the lines once. Words behind an empty line that are no cue of their own are the last cue's."""

    def __init__(self, lines: Sequence[str], path: str) -> None:
        self._lines, self._path = lines, path
        self._cues: list[Cue] = []
        self._ids: list[str] = []
        self._words: list[str] = []  # of the last cue
        self._asides: list[Aside] = []
        self._facts: list[tuple[str, str]] = []
        self._problems: list[Problem] = []
        self._negative, self._first_negative = 0, 0
        self._is_webvtt = False
        self._confidence = 1.0

    def run(self) -> None:
        at = self._head()
        while at < len(self._lines):
            line = self._lines[at]
            if not line or line.isspace():
                at += 1
            elif times := _times(line):
                at = self._cue(at, times, "")
            elif line.startswith("NOTE") and _NOTE.match(line):
                at = self._note(at)
            elif (line.startswith(("STYLE", "REGION")) and _ASIDE.fullmatch(line)) or (
                line.startswith("WEBVTT") and self._is_webvtt
            ):
                at = self._block_end(at + 1)
            elif self._is_identifier(at) and (times := _times(self._lines[at + 1])):
                at = self._cue(at + 1, times, line.strip())
            else:
                self._stray(at)
                at += 1
        self._close()
        self._end()

    def track(self) -> Track:
        """What was found."""
        return Track(_by_identifiers(self._cues, self._ids), self._asides, self._facts, self._problems)

    def _head(self) -> int:
        """The header of WebVTT: what stands behind the magic word, and lines like `Language: en`."""
        if not self._lines or not self._lines[0].lstrip("\ufeff \t").startswith("WEBVTT"):
            return 0
        self._is_webvtt = True
        end = self._block_end(1)
        if end < len(self._lines) and _times(self._lines[end]) and end > 1 and self._lines[end - 1].strip().isdigit():
            end -= 1
        first = self._lines[0].lstrip("\ufeff \t").removeprefix("WEBVTT").strip()
        for number, line in enumerate([*first.split(";"), *self._lines[1:end]]):
            line = line.strip()
            if line.rstrip(":").casefold() == "style":
                break
            if line.startswith("X-TIMESTAMP-MAP"):
                continue
            if found := _FACT.fullmatch(line):
                self._fact(found[1], found[2])
            elif line and line.strip("-–— ") not in ("", "FILE", "##"):
                self._asides.append(Aside(line.lstrip("-–— "), max(number, 1)))
        return end

    def _fact(self, name: str, value: str) -> None:
        if name.casefold() not in _TECHNICAL:
            self._facts.append((name, value.strip('"')))

    def _cue(self, at: int, times: tuple[int, int], identifier: str) -> int:
        self._close()
        end = self._words_end(at + 1)
        self._words = [line.strip() for line in self._lines[at + 1 : end]]
        if min(times) < 0:
            self._negative, self._first_negative = self._negative + 1, self._first_negative or at + 1
        unsure = self._confidence < _DOUBTFUL
        self._cues.append(Cue(max(times[0], 0), max(times[1], 0), (), at + 1, None, unsure))
        self._ids.append(identifier)
        self._confidence = 1.0
        return end

    def _words_end(self, at: int) -> int:
        """The line behind a cue's words: an empty one, or the number or the times of the next."""
        lines, end = self._lines, at
        while end < len(lines) and lines[end] and not lines[end].isspace():
            if ("->" in lines[end] or "→" in lines[end]) and _times(lines[end]):
                return end - 1 if end > at and lines[end - 1].strip().isdigit() else end
            end += 1
        return end

    def _block_end(self, at: int) -> int:
        while at < len(self._lines) and self._lines[at].strip() and not _times(self._lines[at]):
            at += 1
        return at

    def _note(self, at: int) -> int:
        end = self._block_end(at + 1)
        lines = [self._lines[at][4:].strip(), *(line.strip() for line in self._lines[at + 1 : end])]
        if end < len(self._lines) and self._lines[end].strip() and lines[-1].isdigit():
            lines.pop()  # the number of a cue that follows without an empty line
        text = " ".join(filter(None, lines))
        found = _FACT.fullmatch(text) if len(text) < 200 else None
        if confidence := _CONFIDENCE.fullmatch(text):
            self._confidence = float(confidence[1])
        elif found and not self._cues and len([line for line in lines if line]) == 1:
            self._fact(found[1], found[2])
        elif text:
            self._asides.append(Aside(text, at + 1))
        return end

    def _is_identifier(self, at: int) -> bool:
        """Whether a line may be the identifier of the cue below it. SubRip has numbers: words are those before."""
        return at + 1 < len(self._lines) and (self._is_webvtt or not self._cues or " " not in self._lines[at].strip())

    def _stray(self, at: int) -> None:
        """A line that belongs to no cue by its place."""
        line = self._lines[at].strip()
        if self._are_broken_times(at):
            if any(self._lines[at + 1 :]):
                self._problems.append(problem("cue-times", Place(self._path, at + 1), text=line[:80]))
        elif line.isdigit():
            pass  # the number of a cue that does not come
        elif self._cues:
            self._words.append(line)
        elif words := without(line):
            self._asides.append(Aside(words, at + 1))

    def _are_broken_times(self, at: int) -> bool:
        line = self._lines[at].strip()
        if "-->" in line and (line[0].isdigit() or line[0] == "-"):
            return True
        expected = bool(_ARROW.search(line)) or (at > 0 and self._lines[at - 1].strip().isdigit())
        return expected and ":" in line and bool(_BROKEN_TIMES.fullmatch(line))

    def _close(self) -> None:
        if self._cues:
            self._cues[-1] = msgspec.structs.replace(self._cues[-1], lines=tuple(self._words))
        self._words = []

    def _end(self) -> None:
        if self._negative:
            place = Place(self._path, self._first_negative)
            self._problems.append(problem("times-negative", place, number=self._negative))
        last = next((at for at in range(len(self._lines) - 1, -1, -1) if self._lines[at].strip()), 0)
        wordless = bool(self._cues) and self._cues[-1].line == last + 1
        numbered = len(self._cues) > 0 and self._lines[last].strip() == str(len(self._cues) + 1)
        if wordless or self._are_broken_times(last) or (numbered and last > 0 and not self._lines[last - 1].strip()):
            self._problems.append(problem("captions-cut-off", Place(self._path, last + 1)))


def _times(line: str) -> tuple[int, int] | None:
    if "->" not in line and "→" not in line and "- >" not in line and "–>" not in line and "—>" not in line:
        return None
    found = _TIMES.fullmatch(line)
    return (_milliseconds(found.groups()[:5]), _milliseconds(found.groups()[5:])) if found else None


def _milliseconds(parts: Sequence[str | None]) -> int:
    sign, hours, minutes, seconds, fraction = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    value = whole * 1000 + int((fraction or "0")[:3].ljust(3, "0"))
    return -value if sign else value


def _by_identifiers(cues: Sequence[Cue], identifiers: Sequence[str]) -> Sequence[Cue]:
    """The cues with who speaks, where their identifiers tell it: names that recur."""
    named = [_CALLED.fullmatch(identifier) for identifier in identifiers]
    if any(named):
        return list(_with(cues, [(found[1].strip() or "?") if found else None for found in named]))
    for tell in (lambda identifier: identifier, lambda identifier: _SERIAL.sub("", identifier).strip(" -–:_.\"'()[]")):
        names = [tell(identifier) for identifier in identifiers]
        counts = Counter(name for name in names if _may_be_name(name))
        if (
            counts.total() * 2 > len(cues)
            and len(counts) * 2 <= counts.total()
            and (len(counts) > 1 or " " in min(counts))
        ):
            return list(_with(cues, [name if name in counts else None for name in names]))
    return cues


def _with(cues: Sequence[Cue], names: Sequence[str | None]) -> Iterator[Cue]:
    for cue, name in zip(cues, names, strict=True):
        yield msgspec.structs.replace(cue, speaker=name) if name else cue


def _may_be_name(identifier: str) -> bool:
    first = identifier[:1]
    if not first.isalpha() or _GUID.search(identifier) or len(identifier) > 60:
        return False
    return identifier.casefold().rstrip("0123456789-_ ") not in _NOT_NAMES and (
        not first.islower() or is_voice(identifier)
    )
