"""OHMS, the Oral History Metadata Synchronizer of the Nunn Center (https://www.weareavp.com/nunncenter/ohms/ohms.xsd).

A record has facts, an index of points, and a transcript: since version 6 as WebVTT, before as plain text with hard line
ends. There `sync` tells times: "1:|13(3)|19(14)" are minutes one and two, at line 13, word 3 and at line 19, word 14.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.errors import Place, problem
from generator.model import (
    Attributes,
    Block,
    Declared,
    Item,
    Matter,
    Meta,
    Note,
    Position,
    Reading,
    Section,
    Transcript,
    Turn,
    Understood,
    Value,
)
from generator.names import fold, is_voice
from generator.readers import ohms_captions, plain, xml
from generator.readers.heads import date_line
from generator.readers.segments import direction, inline_events
from generator.readers.speeches import Speeches, Words
from generator.routes import safe_url, slugify

_FOOTNOTES = re.compile(r"\[\[footnotes\]\](.*?)(?:\[\[/footnotes\]\]|\Z)", re.S | re.I)
_NOTE = re.compile(r"\[\[note\]\](.*?)\[\[/note\]\]", re.S | re.I)
_REFERENCE = re.compile(r"[ \t]*\[\[footnote\]\]\s*(\d{1,4})\s*\[\[/footnote\]\]", re.I)
_PLACED = re.compile("\ue000(\\d+)\ue001")
_SYNC = re.compile(r"(\d+)\((\d+)\)")
_SHOUTED = re.compile(
    r"\s*([A-Z\u00c0-\u00de][A-Z\u00c0-\u00de0-9\-.'’ ]{0,40}):(?=\s|$)"
)  # as the OHMS viewer knows them
_CALLED = re.compile(r"\s*([^\W\d_][\w.'’\-]*(?: [\w.'’\-()]+){0,3}):(?=\s|$)")
_BETWEEN = re.compile(r"(?<=[.?!\])\"”]) ([A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'’\-]{2,40}): (?=\S)")
_TAGS = re.compile(r"</?(?:i|b|u|em|strong|p|span|br)\b[^<>]{0,100}>", re.I)
_YEARS = re.compile(r",?\s*\(?\d{4}\s*[-–]\s*(?:\d{4})?\)?$")
_WIDE = 120  # characters: lines as long as this are paragraphs
_NONE = frozenset(("", "no transcript", "no transcript available", "transcript not available", "none"))
_LANGUAGES = {
    fold(name): tag
    for tag, names in {
        "ar": "Arabic", "zh": "Chinese Mandarin", "cs": "Czech", "da": "Danish", "nl": "Dutch", "en": "English",
        "fi": "Finnish", "fr": "French Français", "de": "German Deutsch", "el": "Greek", "he": "Hebrew", "hi": "Hindi",
        "hu": "Hungarian", "it": "Italian Italiano", "ja": "Japanese", "ko": "Korean", "nb": "Norwegian",
        "fa": "Persian Farsi", "pl": "Polish", "pt": "Portuguese Português", "ro": "Romanian", "ru": "Russian",
        "es": "Spanish Español", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "cy": "Welsh",
        "yi": "Yiddish",
    }.items()
    for name in names.split()
}  # fmt: skip


class Line(Value):
    """A line of a transcript as plain text, or what one of several says in it."""

    number: int  # from 1
    label: str | None  # who begins to speak
    first: int  # words of the line before the label
    skip: int  # words of the line before the text
    text: str


class Point(Value):
    """A point of the index."""

    time: int | None  # milliseconds
    section: Section
    matter: tuple[str, ...]
    partial: str
    line: int


def read(data: bytes, path: str) -> Reading:
    """The interview in such a file. Never raises: what is wrong is in the reading's problems."""
    root, problems = xml.parse(data, path)
    if root is None:
        return Reading(Transcript(), problems=problems)
    record = xml.first(root, "record")
    record = root if record is None else record
    spoken = _spoken(record, path)
    points = tuple(_points(record, _has_words(spoken)))
    items, positions = _with_sections(spoken, points)
    more = [(item, xml.line(record)) for item in _translation(record)]
    items += tuple(item for item, _ in more)
    meta = _meta(record, spoken.transcript.items)
    beside = {**dict(spoken.transcript.meta.extra), **dict(meta.extra)}
    meta = msgspec.structs.replace(meta, extra=tuple(beside.items()))
    if not _has_words(spoken):
        problems = (*problems, problem("nothing-spoken", Place(path)))
    told = (Understood(point.line, point.section.title, "heading", "a point of the index") for point in points)
    return Reading(
        Transcript(meta, items, spoken.transcript.notes),
        (*positions, *(Position(line) for _, line in more)),
        note_positions=spoken.note_positions,
        problems=(*problems, *spoken.problems),
        explained=(*spoken.explained, *told),
    )


def _has_words(reading: Reading) -> bool:
    return any(isinstance(item, Turn) for item in reading.transcript.items)


def _field(record: xml.Element, *names: str) -> str:
    """The words of the first of these fields that has any."""
    return next((text for name in names for one in xml.children(record, name) if (text := xml.words(one))), "")


def _fields(record: xml.Element, *names: str) -> list[str]:
    """All values of these fields, which may be given one by one or with semicolons."""
    texts = (xml.words(one) for name in names for one in xml.children(record, name))
    return list(dict.fromkeys(part.strip() for text in texts for part in text.split(";") if part.strip()))


# --- the transcript -------------------------------------------------------------------------------------------------


def _spoken(record: xml.Element, path: str) -> Reading:
    vtt = xml.first(record, "vtt_transcript")
    text = "".join(vtt.itertext()) if vtt is not None else ""
    if text.strip():
        return ohms_captions.read(text, xml.line(vtt), path)
    element = xml.first(record, "transcript")
    text = "".join(element.itertext()) if element is not None else ""
    if fold(text.strip()) in _NONE or element is None:
        return Reading(Transcript())
    return _of_text(text, _field(record, "sync"), _names(record), xml.line(element), path)


def _of_text(text: str, sync: str, names: Sequence[str], first: int, path: str) -> Reading:
    bodies = [" ".join(note.split()) for block in _FOOTNOTES.findall(text) for note in _NOTE.findall(block)]
    raw = _FOOTNOTES.sub("", text).split("\n")
    lines = list(_lines([_REFERENCE.sub("\ue000\\1\ue001", line) for line in raw], names))
    if not any(line.label for line in lines):
        return _unlabelled("\n".join(raw), first, path)
    reader = _Text(first, dict(_times(sync)), bodies)
    for line in lines:
        reader.line(line)
    return reader.reading()


def _unlabelled(text: str, first: int, path: str) -> Reading:
    """Read as any plain text, which may be labelled otherwise."""
    reading = plain.read(text.encode("utf-8", "replace"), path)
    return Reading(
        Transcript(Meta(), reading.transcript.items),
        tuple(Position(place.line + first - 1) for place in reading.item_positions),
        problems=reading.problems,
        explained=reading.explained,
    )


def _times(sync: str) -> Iterator[tuple[tuple[int, int], int]]:
    """Line and word → milliseconds."""
    interval, _, marks = sync.partition(":")
    if not interval.strip().isdigit():
        return
    for number, mark in enumerate(marks.split("|")):
        found = _SYNC.fullmatch(mark.strip()) if len(mark) < 20 else None
        if found and int(found[1]):
            yield (int(found[1]), int(found[2])), number * int(interval) * 60_000


def _lines(raw: Sequence[str], names: Sequence[str]) -> Iterator[Line]:
    labels = _labels(raw, names)
    for number, line in enumerate(raw, 1):
        plain_line = _TAGS.sub(" ", line) if "<" in line else line
        at, label, first, skip = 0, None, 0, 0
        found = _SHOUTED.match(plain_line) or _CALLED.match(plain_line)
        if found and found[1].strip() in labels:
            label, at, skip = found[1].strip(), found.end(), len(found[0].split())
        for other in _BETWEEN.finditer(plain_line, at):
            if other[1] in labels:
                yield Line(number, label, first, skip, plain_line[at : other.start()])
                first = skip + len(plain_line[at : other.start()].split())
                skip += len(plain_line[at : other.end()].split())
                label, at = other[1], other.end()
        yield Line(number, label, first, skip, plain_line[at:])


def _labels(raw: Sequence[str], names: Sequence[str]) -> frozenset[str]:
    """What stands before a colon at the start of lines and names somebody: in capitals, known, or recurring."""
    shouted: Counter[str] = Counter()
    called: Counter[str] = Counter()
    fresh: Counter[str] = Counter()  # behind an empty line
    before = ""
    for line in raw:
        if found := _SHOUTED.match(line):
            shouted[found[1].strip()] += 1
            fresh[found[1].strip()] += not before.strip()
        elif found := _CALLED.match(line):
            name = found[1].strip()
            called[name] += 1
            fresh[name] += not before.strip() or len(before) > _WIDE
        before = line
    surnames = {fold(word) for name in names for word in name.split()}
    often = max(shouted.values(), default=0) > 9  # then what stands there once in capitals is no name
    kept = {name for name, number in shouted.items() if number > 1 or fresh[name] or not often}
    kept |= {name for name in (*shouted, *called) if set(fold(name).split()) & surnames or is_voice(name)}
    kept |= {
        name
        for name, number in called.items()
        if number > 1
        and fresh[name] * 2 >= number
        and all(word[0].isupper() for word in name.split() if word[0].isalpha())
    }
    return frozenset(kept)


class _Text:
    """A transcript as plain text, line by line."""

    def __init__(self, first: int, times: dict[tuple[int, int], int], bodies: Sequence[str]) -> None:
        self._first = first
        self._times = times
        self._bodies = bodies
        self._speeches = Speeches()
        self._words = Words()
        self._began = first
        self._before = ""
        self._used: set[int] = set()

    def line(self, line: Line) -> None:
        at = line.number + self._first - 1
        text = line.text.strip()
        if line.label:
            self._end()
            places = ((line.number, word) for word in range(line.first + 1, line.skip + 2))
            start = next((self._times[place] for place in places if place in self._times), None)
            self._speeches.speak(line.label, at, start)
        elif not text or len(self._before) > _WIDE:
            self._end()
        self._before = line.text
        if direction(text) is not None and not _PLACED.search(text):
            self._end()
            self._speeches.aside(text, at)
            return
        if not self._words:
            self._began = at
        for number, word in enumerate(text.split(), line.skip + 1):
            time = self._times.get((line.number, number))
            self._words.blank()
            if time is not None and not (line.label and number == line.skip + 1):
                self._words.point("sync", time)
            self._word(word)

    def _word(self, word: str) -> None:
        at = 0
        for found in _PLACED.finditer(word):
            self._words.add(word[at : found.start()])
            number = int(found[1])
            if 0 < number <= len(self._bodies) and self._bodies[number - 1]:
                self._words.point("note", f"n{number}")
                self._used.add(number)
            else:
                self._words.add(f"[{number}]")
            at = found.end()
        self._words.add(word[at:])

    def _end(self) -> None:
        block = self._words.take()
        if block:
            block = msgspec.structs.replace(block, marks=inline_events(block.text, block.marks))
        self._speeches.say(block, self._began)

    def reading(self) -> Reading:
        self._end()
        speeches = self._speeches
        speeches.silence()
        for number, body in enumerate(self._bodies, 1):
            if number not in self._used and body:
                speeches.matter(Block(body), self._began, "a footnote to which no word refers")
        notes = tuple(Note(f"n{number}", self._bodies[number - 1]) for number in sorted(self._used))
        items = speeches.items()
        return Reading(
            Transcript(Meta(), items, notes),
            speeches.positions(),
            note_positions=tuple(Position(self._first) for _ in notes),
            explained=tuple(speeches.explained),
        )


# --- the index --------------------------------------------------------------------------------------------------------


def _points(record: xml.Element, with_words: bool) -> Iterator[Point]:
    """The points of the index in order. What they quote of the transcript is told where there is no transcript."""
    found = [_point(point, with_words) for point in xml.descendants(record, "point")]
    yield from sorted(found, key=lambda point: point.time or 0)


def _point(point: xml.Element, with_words: bool) -> Point:
    told = _field(point, "time")
    seconds = float(told) if re.fullmatch(r"\d{1,7}(?:\.\d{1,6})?", told) else None
    time = round(seconds * 1000) if seconds is not None else None
    keywords = _fields(point, "keywords", "subjects")
    partial = _field(point, "partial_transcript")
    matter = [_field(point, name) for name in ("title_alt", "synopsis", "synopsis_alt")]
    matter += ["; ".join(keywords), "; ".join(_fields(point, "keywords_alt", "subjects_alt"))]
    matter += [] if with_words else [partial, _field(point, "partial_transcript_alt")]
    for place in xml.children(point, "gpspoints"):
        matter.append(" ".join(filter(None, (_field(place, "gps_text"), _field(place, "gps")))))
    for link in xml.children(point, "hyperlinks"):
        matter.append(" ".join(filter(None, (_field(link, "hyperlink_text"), _field(link, "hyperlink")))))
    topics = tuple(dict.fromkeys(filter(None, map(slugify, keywords))))
    clock = (("time", _clock(time)),) if time is not None else ()
    section = Section(_field(point, "title"), 2, Attributes(topics=topics, extra=clock))
    return Point(time, section, tuple(filter(None, matter)), partial, xml.line(point))


def _clock(time: int) -> str:
    minutes, seconds = divmod(time // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _with_sections(spoken: Reading, points: Sequence[Point]) -> tuple[tuple[Item, ...], tuple[Position, ...]]:
    """The transcript with a section before the turn where each point of the index begins."""
    items, positions = spoken.transcript.items, spoken.item_positions
    if not points:
        return items, positions
    places = list(_places(items, points))
    made: list[tuple[Item, Position]] = []
    at = 0
    for point, place in zip(points, places, strict=True):
        made += zip(items[at:place], positions[at:place], strict=True)
        at = place
        position = Position(point.line)
        if point.section.title:
            made.append((point.section, position))
        if point.matter:
            made.append((Matter(tuple(Block(text) for text in point.matter)), position))
    made += zip(items[at:], positions[at:], strict=True)
    return tuple(item for item, _ in made), tuple(position for _, position in made)


def _places(items: Sequence[Item], points: Sequence[Point]) -> Iterator[int]:
    """Before which item each point belongs: where its words stand, else where its time is, never before the last."""
    turns = [(at, item) for at, item in enumerate(items) if isinstance(item, Turn)]
    texts = [(at, " ".join(fold(_bare(block.text)) for block in turn.blocks)) for at, turn in turns]
    times = list(_known_times(turns))
    last = 0
    for point in points:
        if point.time == 0 or not turns:
            place = last if turns else len(items)
        else:
            found = _quoted(point.partial, texts, last)
            place = found if found is not None else _at_time(point.time, times, len(items))
        last = max(last, place)
        yield last


def _bare(text: str) -> str:
    return re.sub(r"[^\w\s]", "", text)


def _quoted(partial: str, texts: Sequence[tuple[int, str]], after: int) -> int | None:
    """The turn that has the first words of what a point quotes; the next one where they stand in its second half."""
    bare = _SHOUTED.sub("", partial, count=1) if _SHOUTED.match(partial) else partial
    needle = " ".join(fold(_bare(bare)).split()[:8])
    if len(needle) < 12:
        return None
    for at, text in texts:
        if at >= after - 1 and (found := text.find(needle)) >= 0:
            return at if found * 2 <= len(text) else at + 1
    return None


def _known_times(turns: Iterable[tuple[int, Turn]]) -> Iterator[tuple[int, float]]:
    """Times that the transcript tells, with the item they are in; the fraction is how far into it."""
    for at, turn in turns:
        if turn.start is not None:
            yield turn.start, at
        length = sum(len(block.text) for block in turn.blocks) or 1
        behind = 0
        for block in turn.blocks:
            for mark in block.marks:
                if mark.kind == "sync" and isinstance(mark.value, int):
                    yield mark.value, at + (behind + mark.start) / length
            behind += len(block.text)


def _at_time(time: int | None, times: Sequence[tuple[int, float]], end: int) -> int:
    """The item nearest to a time, between the times that are known."""
    if time is None or not times:
        return end
    ordered = sorted(times)
    at = bisect_left(ordered, (time, -1.0))
    if at < len(ordered) and ordered[at][0] == time:
        return round(ordered[at][1])
    before = ordered[at - 1] if at else (0, 0.0)
    after = ordered[at] if at < len(ordered) else before
    share = (time - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 0.0
    return min(round(before[1] + share * (after[1] - before[1])), end)


def _translation(record: xml.Element) -> Iterator[Item]:
    """The transcript in another language: kept behind, as matter."""
    element = next(xml.children(record, "transcript_alt", "vtt_transcript_alt"), None)
    text = "".join(element.itertext()) if element is not None else ""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    blocks = tuple(Block(part) for part in paragraphs if part)
    if blocks and fold(blocks[0].text) not in _NONE:
        if language := _field(record, "transcript_alt_lang"):
            yield Section(language)
        yield Matter(blocks)


# --- the facts --------------------------------------------------------------------------------------------------------


def _names(record: xml.Element) -> tuple[str, ...]:
    return tuple(_upright(name) for name in _fields(record, "interviewee", "interviewer"))


def _upright(name: str) -> str:
    """ "Brook, Ada, 1930-2001" → "Ada Brook"."""
    name = _YEARS.sub("", name).strip(" ,")
    last, comma, rest = name.partition(", ")
    return (
        f"{rest} {last}" if comma and rest and "," not in rest and not re.match(r"(?:Jr|Sr|I+|Dr|Ph)\b", rest) else name
    )


def _meta(record: xml.Element, items: Sequence[Item]) -> Meta:
    date = xml.first(record, "date")
    value = (xml.attribute(date, "value") or xml.words(date)) if date is not None else ""
    day = re.match(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)", value)
    other = date_line(_field(record, "date_nonpreferred_format"))
    language = fold(_field(record, "language"))
    media = safe_url(_field(record, "media_url"))
    kind = _field(record, "type")
    extra = (("repository", "repository"), ("accession", "accession"), ("collection", "collection_name"))
    return Meta(
        title=_field(record, "title") or None,
        date=day[0] if day else other.date if other else None,
        kind=slugify(kind) if kind else None,
        series=_field(record, "series_name") or None,
        language=_LANGUAGES.get(language) or (language if re.fullmatch("[a-z]{2,3}", language) else None),
        summary=_field(record, "description") or None,
        media=(media,) if media and media.startswith("http") else (),
        speakers=tuple(_speakers(record, items)),
        topics=tuple(_fields(record, "subject", "keyword")),
        licence=_field(record, "rights", "usage") or None,
        credits=_field(record, "funding") or None,
        extra=tuple((key, text) for key, name in extra if (text := _field(record, name))),
    )


def _speakers(record: xml.Element, items: Sequence[Item]) -> Iterator[Declared]:
    """Those who take part, each with the labels that can only mean them."""
    labels = list(dict.fromkeys(item.label for item in items if isinstance(item, Turn) and item.label))
    asking = [_upright(name) for name in _fields(record, "interviewer")]
    telling = [_upright(name) for name in _fields(record, "interviewee")]
    everybody = list(dict.fromkeys((*telling, *asking)))
    for name in everybody:
        own = tuple(label for label in labels if _is_label_of(label, name, everybody, asking, telling))
        part = "interviewer" if name in asking else "narrator"
        yield Declared(name, labels=tuple(label for label in own if label != name), part=part)


def _is_label_of(
    label: str, name: str, everybody: Sequence[str], asking: Sequence[str], telling: Sequence[str]
) -> bool:
    folded = fold(label)
    if folded in ("q", "interviewer", "question"):
        return list(asking) == [name]
    if folded in ("a", "interviewee", "narrator", "answer"):
        return list(telling) == [name]
    fitting = [other for other in everybody if _fits(folded, fold(other))]
    return fitting == [name]


def _fits(label: str, name: str) -> bool:
    """Whether a label is a name, the end of it, or its initials."""
    words = name.split()
    initials = "".join(word[0] for word in words if word)
    bare = [word for word in label.split() if word not in ("mr", "mrs", "ms", "miss", "dr", "prof")]
    return (
        words[-len(bare) :] == bare
        or label == name
        or label.replace(" ", "") in (initials, initials[:1] + initials[-1:])
    )
