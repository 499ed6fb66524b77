"""Speech-to-text output: what recorders and recognisers write as JSON.

Known by their shape and not by their names: podcast transcripts
(https://github.com/Podcastindex-org/podcast-namespace), Whisper and its kin, WhisperX, AWS Transcribe, Google, Azure,
Watson, Deepgram, AssemblyAI, Speechmatics, Rev, ElevenLabs, Gladia, Kaldi, Vosk, NeMo, editors such as Otter, Sonix,
Trint and Happy Scribe, YouTube's timed text, and lists of objects like theirs. `fields` knows what things are called,
`lists` finds the speech, `entries` and `words` make segments of it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from generator.errors import Place, Problem, problem
from generator.model import Declared, Meta, Position, Reading, Transcript, Understood
from generator.readers import captions, jsontext
from generator.readers import plain as plain_text
from generator.readers.heads import real_date
from generator.readers.recognition import youtube
from generator.readers.recognition.entries import segments_of
from generator.readers.recognition.fields import label_of, plain, start_of, text_of
from generator.readers.recognition.lists import Speech, find, within
from generator.readers.segments import Segment, direction, items

_TITLE = ("title", "episodetitle", "mediatitle", "displaytitle")
_LANGUAGE = ("languagecode", "language", "lang", "detectedlanguage", "locale")
_DATE = (
    "date",
    "recordingdate",
    "recordedat",
    "recordedon",
    "eventdate",
    "interviewdate",
    "publicationdate",
    "published",
)
_SUMMARY = ("summary", "description")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_DAY = re.compile(r"(\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01]))(?:[T ].*)?")
_WRAPPERS = 3  # levels at which facts are looked for


def read(data: bytes, path: str) -> Reading:
    """The transcript in such a file. Never raises: what is wrong is in the reading's problems."""
    found, text, problems = jsontext.load(data, path)
    speeches = [] if youtube.is_timed_text(found) else list(find(found))
    if whole := _as_text(speeches):
        return _plain(whole, found, path, problems)
    segments, one_voice = _segments(found, speeches)
    segments = list(_placed(segments, text))
    spoken, positions = items(segments, one_label_one_voice=one_voice)
    if not spoken:
        problems = (*problems, problem("nothing-spoken", Place(path)))
    return Reading(
        Transcript(_meta(found), spoken),
        positions,
        problems=(*problems, *_doubts(segments, path)),
        explained=tuple(_explained(segments)),
    )


def _as_text(speeches: Sequence[Speech]) -> str | None:
    """The speech, where it is one text of several lines with no times and speakers beside it."""
    if len(speeches) != 1 or len(speeches[0].entries) != 1:
        return None
    (entry,) = speeches[0].entries
    text = text_of(entry)
    alone = text and "\n" in text.strip() and not within(entry) and start_of(entry) is None and label_of(entry) is None
    return text if alone else None


def _plain(text: str, found: object, path: str, problems: tuple[Problem, ...]) -> Reading:
    """A text as plain text is read; its lines are not those of the file, so that nothing is placed on one."""
    reading = plain_text.read(text.encode("utf-8", "replace"), path)
    meta = reading.transcript.meta
    facts = {name: value for name in ("title", "date", "language", "summary") if (value := getattr(_meta(found), name))}
    return Reading(
        msgspec.structs.replace(reading.transcript, meta=msgspec.structs.replace(meta, **facts)),
        tuple(Position(1) for _ in reading.item_positions),
        problems=(*problems, *(msgspec.structs.replace(wrong, place=Place(path)) for wrong in reading.problems)),
        explained=reading.explained,
    )


def _segments(found: object, speeches: Iterable[Speech]) -> tuple[list[Segment], bool]:
    """What is said, and whether one label is one voice: it is not where, as in captions, only the words tell it."""
    if youtube.is_timed_text(found):
        return list(captions.segments_of(list(youtube.cues_of(found)))), False  # type: ignore[arg-type]
    segments = [segment for speech in speeches for segment in segments_of(speech)]
    if not any(segment.speaker for segment in segments) and all(s.start is not None for s in segments):
        cues = [captions.Cue(s.start or 0, s.start or 0 if s.end is None else s.end, (s.text,), 0) for s in segments]
        labelled = list(captions.segments_of(cues))
        if any(segment.speaker for segment in labelled):
            return labelled, False
    return segments, True


def _placed(segments: Iterable[Segment], text: str) -> Iterator[Segment]:
    """Segments with the line on which their first word stands in the file, as far as it can be found."""
    at, counted, line, missed = 0, 0, 1, 0
    for segment in segments:
        word = segment.text.split()[0] if segment.text.strip() else ""
        place = -1
        if word and missed < 20:
            for written in dict.fromkeys((json.dumps(word, ensure_ascii=False)[1:-1], json.dumps(word)[1:-1])):
                place = next((p for p in (text.find(f"{sign}{written}", at) for sign in ('"', '" ')) if p >= 0), -1)
                if place >= 0:
                    break
            missed += place < 0
        if place >= 0:
            line += text.count("\n", counted, place)
            counted = at = place
            at += 1
        yield msgspec.structs.replace(segment, line=line)


def _doubts(segments: Sequence[Segment], path: str) -> Iterator[Problem]:
    """What an editor should look at: times that run backwards, and stretches of which nobody tells who speaks."""
    last = 0
    for segment in segments:
        if segment.start is not None:
            if segment.start < last:
                yield problem("times-backwards", Place(path, segment.line))
                break
            last = segment.start
    spoken = [segment for segment in segments if direction(segment.text) is None]
    unknown = [segment for segment in spoken if segment.speaker == "?"]
    if unknown and len(unknown) < len(spoken):
        yield problem("speaker-not-told", Place(path, unknown[0].line), number=len(unknown))
    elif spoken and all(segment.speaker in (None, "?") for segment in spoken):
        yield problem("no-speakers-told", Place(path))


def _explained(segments: Iterable[Segment]) -> Iterator[Understood]:
    for segment in segments:
        if direction(segment.text) is not None:
            why = "stands alone in brackets or between notes of music"
            yield Understood(segment.line, segment.text, "direction", why)
        elif segment.speaker is None:
            yield Understood(
                segment.line, segment.text, "speech", "nothing tells who speaks: whoever spoke last goes on"
            )
        elif segment.speaker == "?":
            yield Understood(segment.line, segment.text, "speech", "the file does not know who speaks")
        else:
            yield Understood(segment.line, f"{segment.speaker}: {segment.text}", "label", "the file names who speaks")


def _meta(found: object) -> Meta:
    """What the file says of the event, in its wrappers."""
    facts: dict[str, object] = {}
    level: list[object] = [found]
    for _ in range(_WRAPPERS):
        objects = [place for place in level if isinstance(place, Mapping)]
        for place in objects:
            for key, value in place.items():
                facts.setdefault(plain(str(key)), value)
        level = [value for place in objects for value in place.values()]
    return Meta(
        title=_text(facts, _TITLE),
        date=_date(facts),
        language=_language(facts),
        summary=_text(facts, _SUMMARY),
        speakers=tuple(_speakers(found)),
    )


def _text(facts: Mapping[str, object], names: Iterable[str]) -> str | None:
    found = (facts.get(name) for name in names)
    return next((" ".join(value.split()) for value in found if isinstance(value, str) and value.strip()), None)


def _date(facts: Mapping[str, object]) -> str | None:
    for name in _DATE:
        value = facts.get(name)
        day = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
        if day and real_date(day[1]):
            return day[1]
    return None


def _language(facts: Mapping[str, object]) -> str | None:
    for name in _LANGUAGE:
        value = facts.get(name)
        if isinstance(value, str) and _TAG.fullmatch(value):
            return value.replace("_", "-")
        if isinstance(value, str) and value.strip().isalpha():  # "english"
            from babel import Locale

            named = {str(name).casefold(): str(tag) for tag, name in Locale("en").languages.items()}
            if tag := named.get(value.strip().casefold()):
                return tag.replace("_", "-")
    return None


def _speakers(found: object) -> Iterator[Declared]:
    """Those of whom a table of the file says more than a name."""
    people = found.get("speakers") or found.get("participants") if isinstance(found, Mapping) else None
    for person in people if isinstance(people, list) else ():
        if isinstance(person, Mapping):
            facts = {plain(str(key)): value for key, value in person.items()}
            name = _text(facts, ("name", "speakername", "displayname", "fullname"))
            role = _text(facts, ("role", "jobtitle", "title"))
            affiliation = _text(facts, ("affiliation", "organisation", "organization", "company"))
            if name and (role or affiliation):
                yield Declared(name, role=role, affiliation=affiliation)
