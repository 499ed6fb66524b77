"""CHAT, the format of CHILDES and TalkBank (.cha; https://talkbank.org/0info/manuals/CHAT.html).

`@` begins a line of the head, `*ABC:` what somebody says, `%mor:` a note on it; a tab begins the rest of a line that
was too long; a bullet holds start and end in milliseconds.
"""

import re
from collections.abc import Iterator

from generator.decoding import decode
from generator.errors import Place, Problem, problem
from generator.model import (
    Block,
    Declared,
    Item,
    Mark,
    Matter,
    Meta,
    Position,
    Reading,
    Section,
    Transcript,
    Turn,
    Understood,
    Value,
)
from generator.readers import segments
from generator.readers.heads import date_line
from generator.readers.segments import Segment

_LINE = re.compile(r"([@*%])([^:\t]{1,60})(?::[ \t]*(.*))?", re.S)
_BULLET = re.compile(r"[\x15\u2022\u00b7]?(?:%snd:\"[^\"]*\"_)?(\d{1,10})_(\d{1,10})[\x15\u2022\u00b7]?")
_DATE = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})", re.I)
_PARTS = {"investigator": "interviewer", "interviewer": "interviewer", "narrator": "narrator", "moderator": "moderator"}
_LANGUAGES = {
    "eng": "en", "deu": "de", "fra": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl", "zho": "zh",
    "jpn": "ja", "heb": "he", "rus": "ru", "pol": "pl", "dan": "da", "swe": "sv", "cym": "cy", "ell": "el", "tur": "tr",
}  # fmt: skip
_SAID = re.compile(r"\[=!\s*([^\]]+)\]|&=([\w:]+)")  # what is heard with the words
_MEANT = re.compile(r"\[(?:[/:*?!\"^+<>%#=-]|//|///)[^\[\]]*\]|\[\?\]|‡|„")
_PAUSE = re.compile(r"\((?:\.{1,3}|\d*:?\d*\.\d*|\d+)\)")
_FILLED = re.compile(r"&[-+~](?=\w)")
_TERMINATOR = re.compile(r"\+(?:\.\.\.|\.\.\?|/\.|//\.|/\?|//\?|!\?|\"/\.|\"\.|\.)")
_LINKER = re.compile(r"\+(?:[<^,+\"]|\+)\s?")
_LOOSE = re.compile(r"\s+([.,;:?!…])")
_UNKNOWN = re.compile(r"\b(?:xxx|yyy|www)\b")


class Line(Value):
    """A line with those that go on with it."""

    sign: str
    name: str
    text: str
    number: int


def read(data: bytes, path: str) -> Reading:
    """The transcript in such a file. Never raises: what is wrong is in the reading's problems."""
    text, problems = decode(data.replace(b"\x15", b"\xe2\x80\xa2") if b"\0" not in data else data, path)
    lines, strays = _lines(text)
    people = dict(_people(lines))
    made: list[tuple[Item, Position]] = []
    waiting: list[Segment] = []
    explained: list[Understood] = []
    for line in lines:
        if line.sign == "*":
            waiting += _said(line)
            explained.append(Understood(line.number, f"{line.name}: {line.text}", "label", "the line names who speaks"))
        elif line.sign == "%":
            explained.append(
                Understood(line.number, f"{line.name}: {line.text}", "left out", "a note on the line above")
            )
        elif item := _heading(line):
            made += _turns(waiting)
            waiting = []
            made.append((item, Position(line.number)))
    made += _turns(waiting)
    made += ((Matter((Block(text),)), Position(number)) for text, number in strays)
    items = tuple(item for item, _ in made)
    return Reading(
        Transcript(_meta(lines, people), items),
        tuple(position for _, position in made),
        problems=(*problems, *_doubts(lines, items, path)),
        explained=tuple(explained),
    )


def _lines(text: str) -> tuple[list[Line], list[tuple[str, int]]]:
    found: list[Line] = []
    strays: list[tuple[str, int]] = []
    parts: list[str] = []
    for number, raw in enumerate(text.split("\n"), 1):
        if raw.startswith(("\t", "    ")) and found:
            parts.append(raw.strip())
            continue
        if found and parts:
            last = found[-1]
            found[-1] = Line(last.sign, last.name, " ".join((last.text, *parts)).strip(), last.number)
        parts = []
        line = _LINE.fullmatch(raw.rstrip())
        if line:
            found.append(Line(line[1], line[2].strip(), (line[3] or "").strip(), number))
        elif raw.strip("\ufeff \t"):
            strays.append((raw.strip(), number))
    if found and parts:
        last = found[-1]
        found[-1] = Line(last.sign, last.name, " ".join((last.text, *parts)).strip(), last.number)
    return found, strays


def _turns(waiting: list[Segment]) -> Iterator[tuple[Item, Position]]:
    items, positions = segments.items(waiting, one_label_one_voice=True)
    yield from zip(items, positions, strict=True)


def _heading(line: Line) -> Item | None:
    """What a line between the utterances says: a gem is a section, a comment or situation is matter."""
    name = line.name.casefold()
    if name in ("g", "bg") and line.text:
        return Section(line.text)
    if name in ("comment", "situation", "activities", "transcription", "bck", "warning", "room layout") and line.text:
        return Matter((Block(line.text),))
    return None


def _said(line: Line) -> Iterator[Segment]:
    """A segment for each stretch up to a bullet."""
    at, found = 0, list(_BULLET.finditer(line.text))
    for bullet in found:
        text, marks = _clean(line.text[at : bullet.start()])
        start, end = int(bullet[1]), int(bullet[2])
        if text:
            yield Segment(text, start, end if end >= start else None, line.name, marks, line.number)
        at = bullet.end()
    text, marks = _clean(line.text[at:])
    if text:
        yield Segment(text, None, None, line.name, marks, line.number)


def _clean(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The words without the codes of linguists; what is heard with them stays in brackets."""
    heard = _SAID.sub(lambda found: f" \ue000{(found[1] or found[2]).replace(':', ' ').strip()}\ue001 ", text)
    bare = _LINKER.sub("", _TERMINATOR.sub(" … ", _MEANT.sub(" ", _PAUSE.sub(" ", _FILLED.sub("", heard)))))
    bare = bare.replace("<", "").replace(">", "").replace("\u2022", " ")
    bare = _LOOSE.sub(r"\1", " ".join(bare.split())).strip()
    if not any(sign.isalnum() for sign in bare):
        return "", ()
    words = bare.replace("\ue000", "[").replace("\ue001", "]")
    marks = [Mark(m.start(), m.end(), "event") for m in re.finditer("\ue000[^\ue000\ue001]*\ue001", bare)]
    marks += [Mark(m.start(), m.end(), "unsure") for m in _UNKNOWN.finditer(words)]
    return words, tuple(sorted(marks, key=lambda mark: mark.start))


def _people(lines: list[Line]) -> Iterator[tuple[str, Declared]]:
    """By code, from "CHI Lisa Target_Child, MOT Ann Mother"; a role alone is no name."""
    for line in lines:
        if line.sign != "@" or line.name.casefold() != "participants":
            continue
        for entry in line.text.split(","):
            words = entry.split()
            if len(words) < 2:
                continue
            role = words[-1].replace("_", " ")
            name = " ".join(words[1:-1]).replace("_", " ") or role
            part = _PARTS.get(role.casefold())
            yield words[0], Declared(name, role=role if name != role else None, labels=(words[0],), part=part)


def _meta(lines: list[Line], people: dict[str, Declared]) -> Meta:
    head = {line.name.casefold(): line.text for line in reversed(lines) if line.sign == "@" and line.text}
    day = _DATE.search(head.get("date", ""))
    dated = date_line(" ".join(day.groups())) if day else None
    language = head.get("languages", "").split(",")[0].strip()
    names: dict[str, Declared] = {}
    for declared in people.values():  # "Adult" may be several
        names.setdefault(declared.name, declared)
    unique = [one for one in names.values() if sum(other.name == one.name for other in people.values()) == 1]
    media = head.get("media", "").split(",")[0].strip().strip('"')
    return Meta(
        title=head.get("title") or None,
        date=dated.date if dated else None,
        place=head.get("location") or None,
        language=_LANGUAGES.get(language, language if re.fullmatch("[a-z]{2,3}", language) else None) or None,
        speakers=tuple(unique),
        extra=tuple((k, v) for k, v in (("recording", media), ("transcribed by", head.get("transcriber", ""))) if v),
    )


def _doubts(lines: list[Line], items: tuple[Item, ...], path: str) -> Iterator[Problem]:
    dependent = list(dict.fromkeys(line.name for line in lines if line.sign == "%"))
    if dependent:
        first = next(line.number for line in lines if line.sign == "%")
        yield problem("tiers-left-out", Place(path, first), names=", ".join(f"%{name}" for name in dependent))
    if not any(isinstance(item, Turn) for item in items):
        yield problem("nothing-spoken", Place(path))
