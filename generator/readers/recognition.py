"""Speech-to-text output: what recorders and recognisers write as JSON.

Three shapes hold nearly all of it: a list of segments or utterances with their text (podcast namespace
https://github.com/Podcastindex-org/podcast-namespace, Whisper and WhisperX, AssemblyAI, Deepgram), a list of words with
their times (Deepgram, AssemblyAI, Vosk), and AWS Transcribe's items. They are known by their keys.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.decoding import decode
from generator.errors import Place, problem
from generator.model import Mark, Meta, Reading, Transcript
from generator.readers.segments import Segment, items, joined

_DOUBTFUL = 0.5  # confidence below which a word is marked as unsure
_LISTS = ("utterances", "segments", "paragraphs", "transcription", "monologues", "phrases", "words", "result")
_TEXT = ("text", "body", "transcript", "punctuated_word", "word", "content", "value")
_START = ("start", "startTime", "start_time", "begin", "ts", "from", "offset")
_END = ("end", "endTime", "end_time", "end_ts", "to")
_SPEAKER = ("speaker", "speaker_label", "speakerLabel", "speakerTag", "speaker_name", "speaker_id", "name")
_CONFIDENCE = ("confidence", "conf", "probability", "score")
_NO_BLANK = re.compile(r"[,.!?;:%…)\]}»”、。！？]")

Json = Mapping[str, Any]


def read(data: bytes, path: str) -> Reading:
    """The transcript in such a file. Never raises: what is wrong is in the reading's problems."""
    text, problems = decode(data, path)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        wrong = problem("broken-json", Place(path, line), reason=getattr(error, "msg", "it is nested too deeply"))
        return Reading(Transcript(), problems=(*problems, wrong))
    spoken, _ = items(_segments(found), one_label_one_voice=True)
    if not spoken:
        problems = (*problems, problem("nothing-spoken", Place(path)))
    return Reading(Transcript(_meta(found), spoken), problems=problems)


def _meta(found: object) -> Meta:
    if not isinstance(found, dict):
        return Meta()
    language = found.get("language_code") or found.get("language")
    title = found.get("title")
    short = isinstance(language, str) and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", language)
    return Meta(
        title=title if isinstance(title, str) and title.strip() else None,
        language=str(language).replace("_", "-") if short else None,
    )


def _segments(found: object) -> Iterator[Segment]:
    if isinstance(found, dict) and isinstance(results := found.get("results"), dict):
        if isinstance(results.get("items"), list):
            yield from _of_words(_aws(results), 1000)
            return
        found = _deepgram(results) or results
    entries, scale = _entries(found)
    if entries and all(_is_word(entry) for entry in entries):
        yield from _of_words(entries, scale)
    else:
        yield from (segment for entry in entries for segment in _of_entry(entry, scale))


def _deepgram(results: Json) -> object:
    """Deepgram's utterances, else the paragraphs or words of the first alternative of its channels."""
    if isinstance(results.get("utterances"), list):
        return results
    channels = results.get("channels")
    alternatives = [_first(channel, "alternatives") for channel in channels] if isinstance(channels, list) else []
    found = next((one for one in alternatives if one), None)
    if not found:
        return None
    paragraphs = found.get("paragraphs")
    return paragraphs if isinstance(paragraphs, dict) and paragraphs.get("paragraphs") else found


def _first(value: object, name: str) -> Json | None:
    inner = value.get(name) if isinstance(value, dict) else None
    return inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], dict) else None


def _entries(found: object) -> tuple[list[Json], int]:
    """The list that holds the speech, and how many milliseconds a unit of its times is."""
    if isinstance(found, list):
        return _objects(found), 1000
    if not isinstance(found, dict):
        return [], 1000
    # AssemblyAI counts milliseconds, and says what the audio's own length in seconds is.
    scale = 1 if "audio_url" in found or ("utterances" in found and "audio_duration" in found) else 1000
    for name in _LISTS:
        if inner := _objects(found.get(name)):
            return inner, scale
    text = next((found[name] for name in _TEXT if isinstance(found.get(name), str)), None)
    return ([{"text": text}] if text else []), scale


def _objects(value: object) -> list[Json]:
    """The objects of a list; none of what is no list."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _is_word(entry: Json) -> bool:
    return isinstance(entry.get("word"), str) or (
        not {"words", "sentences", "elements"} & entry.keys() and " " not in (_text(entry) or " ").strip()
    )


def _of_entry(entry: Json, scale: int) -> Iterator[Segment]:
    """A segment, or where its words or sentences tell more, those of them."""
    speaker = _speaker(entry)
    words = _objects(entry.get("words"))
    if words and (len({_speaker(word) for word in words} - {None}) > 1 or not _text(entry)):
        yield from _of_words(words, scale, speaker)
        return
    sentences = _objects(entry.get("sentences"))
    if sentences:
        for number, sentence in enumerate(sentences):
            times = _time(sentence, _START, scale), _time(sentence, _END, scale)
            yield Segment(_text(sentence) or "", *times, speaker, paragraph=number == 0)
        return
    text = _text(entry) or ""
    offsets = entry.get("offsets")
    place, unit = (offsets, 1) if isinstance(offsets, dict) else (entry, scale)
    start, end = _time(place, _START, unit), _time(place, _END, unit)
    yield Segment(text, start, end, speaker, tuple(_unsure(text, words)))


def _of_words(words: Iterable[Json], scale: int, speaker: str | None = None) -> Iterator[Segment]:
    """A segment for each stretch of words of one speaker without a pause; punctuation clings to the word before."""
    text, marks, start, end = "", list[Mark](), None, None
    for word in words:
        said, who = (_text(word) or "").strip(), _speaker(word) or speaker
        begins, stops = _time(word, _START, scale), _time(word, _END, scale)
        paused = begins is not None and end is not None and begins - end >= 1000
        if text and (who != speaker or paused):
            yield Segment(text, start, end, speaker, tuple(marks))
            text, marks, start = "", [], None
        gap = "" if not text or _NO_BLANK.match(said) else joined(text, said or " ")
        if _confidence(word) < _DOUBTFUL and said:
            at = len(text) + len(gap)
            marks.append(Mark(at, at + len(said), "unsure"))
        text += gap + said
        start = begins if start is None else start
        end, speaker = stops if stops is not None else end, who
    if text:
        yield Segment(text, start, end, speaker, tuple(marks))


def _unsure(text: str, words: Sequence[Json]) -> Iterator[Mark]:
    """Marks on the words of a segment that were recognised with little confidence."""
    at = 0
    for word in words:
        said = (_text(word) or "").strip()
        found = text.find(said, at) if said else -1
        if found >= 0:
            at = found + len(said)
            if _confidence(word) < _DOUBTFUL:
                yield Mark(found, at, "unsure")


def _aws(results: Json) -> Iterator[Json]:
    """The items of AWS Transcribe as words, each with its speaker."""
    labels = results.get("speaker_labels")
    turns = labels.get("segments") if isinstance(labels, dict) else None
    speakers = {
        str(item.get("start_time")): item.get("speaker_label")
        for turn in _objects(turns)
        for item in _objects(turn.get("items"))
    }
    for item in _objects(results["items"]):
        best = _first(item, "alternatives")
        if best:
            speaker = item.get("speaker_label") or speakers.get(str(item.get("start_time")))
            confidence = best.get("confidence") if item.get("type") != "punctuation" else None
            yield {
                "word": best.get("content"),
                "start": item.get("start_time"),
                "end": item.get("end_time"),
                "speaker": speaker,
                "confidence": confidence,
            }


def _text(entry: Json) -> str | None:
    return next((entry[name] for name in _TEXT if isinstance(entry.get(name), str)), None)


def _speaker(entry: Json) -> str | None:
    """The label of who speaks: speaker 0 is a speaker."""
    for name in _SPEAKER:
        value = entry.get(name)
        if isinstance(value, dict):
            value = value.get("name") or value.get("id")
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return None


def _time(entry: Json, names: Sequence[str], scale: int) -> int | None:
    """A time in milliseconds; None for what is no time."""
    value = _number(next((entry[name] for name in names if entry.get(name) is not None), None))
    return None if value is None or value < 0 else round(value * scale)


def _confidence(entry: Json) -> float:
    value = _number(next((entry[name] for name in _CONFIDENCE if entry.get(name) is not None), None))
    return 1.0 if value is None else value


def _number(value: object) -> float | None:
    """A finite number, also one written as text: "1.300s"."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value.removesuffix("s") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e10 else None
