"""Finding the list that holds the speech, whatever it is called and wherever it lies, and what belongs to it.

Most output is a list of utterances, segments or words, somewhere in wrappers of the service; beside it may be a table
of speakers, or a list that tells who speaks from when to when.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.model import Value
from generator.readers.recognition.fields import (
    CHANNEL,
    LIMIT,
    SECOND,
    Json,
    bare_times,
    end_of,
    fields,
    label_of,
    number,
    plain,
    start_of,
    text_of,
)

# What lists of speech are called, the most telling first; of two in one place, one that tells who speaks goes first.
_NAMES = """utterances turns turnleveltranscription monologues speakers sentences
segments transcript transcriptsegments transcription chunks captions cues subtitles phrases recognizedphrases
segmentresults entries paragraphs paras blocks lines fragments messages dialogue dialog conversation prediction
predictions channels results result items content data body speech events transcripts
words wordleveltranscription wordsegments tokens""".split()
_RANK = {name: rank for rank, name in enumerate(_NAMES)}
_WORDS = frozenset("words wordleveltranscription wordsegments tokens items result".split())
# Analyses of what was said, and other readings of it.
_ASIDE = frozenset(
    """chapters autochapters entities sentimentanalysisresults sentiments topics intents summaries summary keywords
    actionitems questions highlights autohighlightsresult autohighlights iabcategoriesresult contentsafetylabels
    combinedrecognizedphrases combinedphrases warnings errors config params alternatives nbest hypotheses
    namedentities translations translation tags segmentation diarization speakerlabels""".split()
)
_BEST_OF = ("alternatives", "nbest", "hypotheses")
_TABLES = frozenset("speakers speakernames speakermap speakermapping speakerlabels participants voices people".split())
_IDS = "id speakerid spkid spk key speaker label number tag index".split()
_NAMED = "name speakername displayname fullname speakerdisplayname label title".split()
_CALLED = _NAMED[:-2]  # where what a row is called may be told of a stretch too
_NUMBERED = re.compile(r"\d+|[a-z]+://.*")  # keys that number entries or files
_DIGITS = re.compile(r"\d+")
_DEEPEST = 12  # levels of wrappers
_SAMPLE = 60  # entries that tell what a list is


class Range(Value):
    """Who speaks from when to when, in milliseconds."""

    start: int
    end: int
    speaker: str


class Speech(Value):
    """A list of speech, how many milliseconds a unit of its times is, and what was found around it."""

    entries: tuple[Json, ...]
    unit: float = SECOND
    words: bool = False
    names: tuple[tuple[str, str], ...] = ()  # what a label stands for
    ranges: tuple[Range, ...] = ()
    text: str | None = None  # all of it, as it is to be read


def find(found: object, around: tuple[Json, ...] = ()) -> Iterator[Speech]:
    """The lists of speech in a value, in order."""
    if isinstance(found, list):
        entries = _objects(found)
        if _is_speech(entries, known=not around):
            yield _speech(entries, around, "")
        elif len(around) < _DEEPEST:
            for inner in found:
                if isinstance(inner, dict | list):
                    yield from find(inner, (*around, {}))
    elif isinstance(found, dict) and len(around) < _DEEPEST:
        found = best(found)
        if found and _number_entries(found):  # a list in all but the form
            yield from find(list(found.values()), (*around, {}))
        else:
            yield from _in_object(found, (*around, found))


def _number_entries(keys: Iterable[str]) -> bool:
    """Whether keys number entries or files: "0", "1"; "segment_1", "segment_2"."""
    alike = {_DIGITS.sub("#", key) for key in keys}
    return all(_NUMBERED.fullmatch(key) for key in keys) or (len(alike) == 1 and "#" in min(alike))


def _in_object(found: Json, around: tuple[Json, ...]) -> Iterator[Speech]:
    names: dict[str, str] = {}
    for key in found:
        names.setdefault(plain(key), key)
    named: list[tuple[bool, int, str, list[Json]]] = []
    for name, key in names.items():
        if name in _RANK and isinstance(found[key], list):
            entries = _objects(found[key])
            table = name == "speakers" and not all(label_of(entry) and text_of(entry) for entry in entries)
            if not table and _is_speech(entries, known=True):
                named.append((not any(map(_speaker_within, entries)), _RANK[name], name, entries))
    if named:
        _, _, name, entries = min(named, key=lambda one: one[:2])
        yield _speech(entries, around, name)
        return
    for name, key in sorted(names.items(), key=lambda pair: _RANK.get(pair[0], len(_RANK))):
        if name not in _ASIDE and isinstance(found[key], dict | list) and name != "speakers":
            inner = list(find(found[key], around))
            if inner:
                yield from inner
                return
    text = text_of(found)
    if text and text.strip():
        yield Speech((found,))


def best(entry: Json) -> Json:
    """An object with the first of its alternatives taken in."""
    for key in entry:
        if plain(key) in _BEST_OF:
            value = entry[key]
            if isinstance(value, list) and value and isinstance(value[0], dict):
                rest = {name: inner for name, inner in entry.items() if name != key}
                return {**rest, **value[0]} if plain(key) != "alternatives" or not text_of(rest) else rest
    return entry


def _objects(value: Sequence[object]) -> list[Json]:
    """The entries of a list: objects, and rows like [0.5, 0.9, "word"]."""
    found = (best(entry) if isinstance(entry, dict) else _row(entry) for entry in value)
    return [entry for entry in found if entry is not None]


def _row(entry: object) -> Json | None:
    """A row of times and words, or of a speaker and what they say, as an object."""
    if not isinstance(entry, list | tuple) or not 2 <= len(entry) <= 4:
        return None
    if len(entry) == 2 and isinstance(entry[0], str) and isinstance(entry[1], list):
        return {"speaker": entry[0], "sentences": entry[1]}
    texts = [value for value in entry if isinstance(value, str)]
    if len(texts) == len(entry):  # as in ["530", "Well"]
        texts = [value for value in entry if number(value) is None]
    times = [value for value in entry if value not in texts and number(value) is not None]
    if not 1 <= len(texts) <= 2 or not times or len(texts) + len(times) != len(entry):
        return None
    row = {"text": texts[-1], **dict(zip(("start", "end"), times, strict=False))}
    return {**row, "speaker": texts[0]} if len(texts) == 2 else row


def _is_speech(entries: Sequence[Json], known: bool) -> bool:
    """Whether entries are speech; those of a list without a known name must also tell who or when."""
    sample = entries[:_SAMPLE]
    spoken = [entry for entry in sample if _text_within(entry)]
    if len(spoken) * 2 < len(sample) and not (known and spoken):
        return False
    return bool(spoken) and (known or any(label_of(e) or start_of(e) is not None for e in spoken))


def _text_within(entry: Json, depth: int = 0) -> bool:
    if (text_of(entry) or "").strip():
        return True
    return depth < 3 and any(_text_within(inner, depth + 1) for inner in within(entry)[:_SAMPLE])


def _speaker_within(entry: Json) -> bool:
    return bool(label_of(entry)) or any(label_of(inner) for inner in within(entry)[:_SAMPLE])


def within(entry: Json) -> list[Json]:
    """The words, elements or sentences of an entry."""
    for name in fields(entry).words:
        if isinstance(entry[name], list):
            inner = _objects(entry[name])
            if inner:
                return inner
    return []


def _speech(entries: list[Json], around: tuple[Json, ...], name: str) -> Speech:
    entries = _once(entries, name)
    if name == "channels" and len(entries) > 1:
        entries = [{"channel": number, **entry} for number, entry in enumerate(entries)]
    unit = _unit(entries, around)
    owner = around[-1] if around else {}
    ranges = () if any(map(_speaker_within, entries[:2000])) else _ranges(around, unit)
    text = next((t for t in (text_of(place) for place in reversed(around)) if t and t.strip()), None)
    return Speech(
        tuple(entries), unit, _are_words(entries, name), tuple(_names(around)), ranges, text if owner else None
    )


def _once(entries: list[Json], name: str) -> list[Json]:
    """Entries without those that are the same speech again.

    DeepSpeech's transcripts are guesses at one recording, the best first. Google repeats all words, now with speakers,
    in a last result.
    """
    last = within(entries[-1])
    if name == "transcripts" and last and not any(key for entry in entries for key in entry if plain(key) in CHANNEL):
        first = within(entries[0])
        if first and start_of(first[0]) is not None and abs((start_of(last[0]) or 0) - (start_of(first[0]) or 0)) < 500:
            return entries[:1]
    if len(entries) > 1 and any(map(label_of, last)):
        before = [within(entry) for entry in entries[:-1]]
        if not any(label_of(word) for words in before for word in words) and not any(map(label_of, entries)):
            said = [text_of(word) for words in before for word in words]
            if said and said == [text_of(word) for word in last[: len(said)]]:
                return entries[-1:]
    return entries


def _are_words(entries: Sequence[Json], name: str) -> bool:
    """Whether entries are single words and not segments."""
    texts = [text.strip() for text in map(text_of, entries) if text and text.strip()]
    if len(texts) < len(entries) / 2 or any(within(entry) for entry in entries[:_SAMPLE]):
        return False
    single = sum(1 for text in texts if " " not in text)
    return single * 10 >= len(texts) * (5 if name in _WORDS else 9)


def _unit(entries: Sequence[Json], around: Iterable[Json]) -> float:
    """How many milliseconds the numbers count, by how fast people would speak: some 15 characters in a second."""
    letters, span, exact = 0, 0.0, False
    seen: list[float] = []
    inner = (word for one in entries[:200] if not text_of(one) for word in within(one))
    for entry in [*entries, *inner]:
        start, end = bare_times(entry)
        if start is None:
            continue
        exact = exact or any(isinstance(entry[name], float) for name, _ in fields(entry).start)
        letters += len(text_of(entry) or "")
        span += max(end - start, 0) if end is not None else 0
        seen += [start, start if end is None else end]
    span = span or max(seen, default=0) - min(seen, default=0)
    length = next((n for n in (number(place.get("audio_duration")) for place in around) if n), None)
    if length and max(seen, default=0) > 20 * length:
        return 1.0
    if not letters or span <= 0:
        return SECOND
    speed = letters / span
    if exact or speed >= 0.5:
        return SECOND if speed >= 0.05 else 1.0
    if any(plain(name) == "startoffset" for name, _ in fields(entries[0]).start) and speed < 0.004:
        return 1 / 16  # Otter counts samples at 16 kHz
    return 1.0 if speed >= 5e-4 else 1e-3 if speed >= 5e-6 else 1e-4


def _names(around: Iterable[Json]) -> Iterator[tuple[str, str]]:
    """What tables of speakers beside the speech say: label, name."""
    for place in around:
        for key, value in place.items():
            if plain(key) not in _TABLES:
                continue
            if isinstance(value, dict):
                rows = [
                    (label, inner if isinstance(inner, str) else _of(inner, _NAMED)) for label, inner in value.items()
                ]
            elif isinstance(value, list):
                rows = [(_of(entry, _IDS), _of(entry, _CALLED if _is_timed(entry) else _NAMED)) for entry in value]
            else:
                rows = []
            yield from ((label, name) for label, name in rows if label and name and name != label)


def _is_timed(entry: object) -> bool:
    return isinstance(entry, dict) and (start_of(entry) is not None or bool(within(entry)))


def _of(entry: object, names: Sequence[str]) -> str | None:
    if not isinstance(entry, Mapping):
        return None
    by = {plain(str(key)): value for key, value in entry.items()}
    for name in names:
        value = by.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
    return None


def _ranges(around: Iterable[Json], unit: float) -> tuple[Range, ...]:
    """Who speaks from when to when, where a list beside the words tells: segments, paragraphs or speakers."""
    for place in reversed(tuple(around)):
        found = _ranges_in(place, unit, 0)
        if found:
            return found
    return ()


def _ranges_in(place: object, unit: float, depth: int) -> tuple[Range, ...]:
    if not isinstance(place, dict) or depth > 3:
        return ()
    for key, value in place.items():
        if isinstance(value, list):
            entries = [entry for entry in value if isinstance(entry, dict)]
            told = sorted(_told(entries, plain(key) == "speakers", unit))
            if told and len(told) * 2 >= len(entries):
                starts = [start for start, _, _ in told[1:]] + [round(LIMIT)]
                return tuple(
                    Range(start, behind if end < 0 else end, who)
                    for (start, end, who), behind in zip(told, starts, strict=True)
                )
        elif (found := _ranges_in(value, unit, depth + 1)) and plain(key) not in ("words",):
            return found
    return ()


def _told(
    entries: Iterable[Json], named: bool, unit: float, speaker: str | None = None
) -> Iterator[tuple[int, int, str]]:
    for entry in entries:
        start, end = start_of(entry, unit), end_of(entry, unit)
        who = label_of(entry) or (_of(entry, _NAMED) if named else None) or speaker
        inner = within(entry) if speaker is None else []
        if inner:  # AWS tells it of each word
            yield from _told(inner, False, unit, who or "")
        elif start is not None and who:
            yield start, -1 if end is None else end, who


def speaker_at(ranges: Sequence[Range], start: int, end: int) -> str:
    """Who speaks in the middle of a stretch; between ranges, whose is the nearest."""
    middle = (start + max(start, end)) / 2
    at = bisect_right(ranges, middle, key=lambda one: one.start)
    near = ranges[max(at - 1, 0) : at + 1]
    return min(near, key=lambda one: max(one.start - middle, middle - one.end, 0)).speaker
