"""From the entries of a list to segments: utterances, segments, sentences and words of nearly all producers."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise
from math import exp

import msgspec

from generator.model import Mark
from generator.readers.recognition.fields import (
    CHANNEL,
    Json,
    confidence_of,
    end_of,
    label_of,
    number,
    plain,
    start_of,
    tells_of_none,
    text_of,
)
from generator.readers.recognition.lists import Speech, speaker_at, within
from generator.readers.recognition.words import DOUBTFUL, Word, carry_blanks, located, segments
from generator.readers.segments import Segment

_DEEPEST = 4  # levels of entries in entries: paragraphs, lines, words
_LONG = 700  # characters of a segment that are worth the times of its words
_TAG = re.compile(r"</?(?:i|b|u|em|strong|font|span|c|p|div|br)(?:[ ./][^<>]*)?>", re.I)
_BLOCK = re.compile(r"</?(?:p|div|br)\b", re.I)
_TOKEN = re.compile(r"\[_[A-Z]+_(?:\d+)?\]|<\|[^|<>]*\|>")  # of Whisper's, no words
_UNLIKELY = -1.0  # Whisper's own threshold for the mean logarithm of its tokens' probabilities
_NOISES = frozenset("audio_event tag event noise nonspeech".split())


def segments_of(speech: Speech) -> Iterator[Segment]:
    """What is said, in order."""
    names = dict(speech.names)
    for segment in _labelled(speech):
        name = names.get(segment.speaker) if segment.speaker is not None else None
        yield msgspec.structs.replace(segment, speaker=name) if name else segment


def _labelled(speech: Speech) -> Iterator[Segment]:
    if speech.words:
        words = _words(speech.entries, speech)
        yield from _of_words(_spelled(words, speech.text), None)
        return
    labels = [label_of(entry) for entry in speech.entries]
    unknown = _when_missing(labels)
    channels = None if any(labels) else _channels(speech.entries)
    if channels:  # what is said at one time stands apart, one channel behind the other
        found = [
            segment
            for entry, channel in zip(speech.entries, channels, strict=True)
            for segment in _of_entry(entry, None if _voices(entry) > 1 else channel, speech)
        ]
        yield from sorted(found, key=lambda segment: segment.start or 0)
        return
    for entry, label in zip(speech.entries, labels, strict=True):
        missing = label is None and (unknown or (any(labels) and tells_of_none(entry)))
        yield from _of_entry(entry, "?" if missing else label, speech)


def _voices(entry: Json) -> int:
    return len({label_of(word) for word in within(entry)} - {None})


def _when_missing(labels: Sequence[str | None]) -> bool:
    """Whether an entry without a label is by somebody unknown: where labels stand at changes only, it goes on."""
    told = [label for label in labels if label is not None]
    return len(told) < len(labels) and any(one == other for one, other in pairwise(labels) if one is not None)


def _channels(entries: Sequence[Json]) -> list[str] | None:
    """The channel of each entry, where there are several and nothing else tells who speaks."""
    found = [next((e[key] for key in e if plain(key) in CHANNEL), None) for e in entries]
    told = {str(channel) for channel in found if isinstance(channel, str | int)}
    return [str(channel) for channel in found] if len(told) > 1 and None not in found else None


def _of_entry(entry: Json, speaker: str | None, speech: Speech, depth: int = 0) -> Iterator[Segment]:
    """A segment, or where its words or sentences tell more, those of them."""
    inner = within(entry) if depth < _DEEPEST else []
    text = _clean(text_of(entry) or "")
    if inner and not all(" " not in (text_of(one) or " ").strip() or not text_of(one) for one in inner):
        if not text.strip() or any(map(label_of, inner)):
            for number_, one in enumerate(inner):
                for segment in _of_entry(one, label_of(one) or speaker, speech, depth + 1):
                    yield msgspec.structs.replace(segment, paragraph=number_ == 0) if not number_ else segment
            return
        inner = []
    words = _words(inner, speech)
    told = {word.speaker for word in words} - {None}
    if words and (not text.strip() or (speaker in (None, "?") and told)):
        words = _with_paragraphs(words, entry, speech)
        yield from _of_words(_spelled(words, text), speaker)
        return
    words = [msgspec.structs.replace(word, speaker=None) for word in words]
    spelled = located(text, words) if words else None
    start, end = start_of(entry, speech.unit), end_of(entry, speech.unit)
    said = _by_range(entry, speaker, speech)
    if spelled and (len(text) > _LONG or start is None):
        yield from _between(list(segments(spelled, said, blanks=True)), start, end)
    elif text.strip():
        yield _segment(text, start, end, said, spelled or [], _is_doubtful(entry))


def _between(found: list[Segment], start: int | None, end: int | None) -> list[Segment]:
    """Segments of an entry that has times of its own."""
    if found and start is not None:
        found[0] = msgspec.structs.replace(found[0], start=start)
    if found and end is not None:
        found[-1] = msgspec.structs.replace(found[-1], end=end)
    return found


def _by_range(entry: Json, speaker: str | None, speech: Speech) -> str | None:
    start, end = start_of(entry, speech.unit), end_of(entry, speech.unit)
    if speaker is None and speech.ranges and start is not None:
        return speaker_at(speech.ranges, start, start if end is None else end)
    return speaker


def _segment(
    text: str, start: int | None, end: int | None, speaker: str | None, words: Sequence[Word], doubtful: bool
) -> Segment:
    """A segment with marks on the words that were recognised with little confidence."""
    found = list(segments([Word(w.text, confidence=w.confidence, event=w.event) for w in words], blanks=True))
    whole = " ".join(text.split())
    if len(found) == 1 and found[0].text == whole:
        marks = found[0].marks
    else:
        marks, at = (), 0
        for piece in found:
            place = whole.find(piece.text, at)
            if place >= 0:
                marks += tuple(Mark(m.start + place, m.end + place, m.kind) for m in piece.marks)
                at = place + len(piece.text)
    if doubtful and not words:
        marks = (Mark(0, len(whole), "unsure"),)
    return Segment(whole, start, end, speaker, marks)


def _of_words(words: Sequence[Word], speaker: str | None) -> Iterator[Segment]:
    return segments(words, speaker, blanks=carry_blanks(words))


def _spelled(words: Sequence[Word], text: str | None) -> Sequence[Word]:
    """Words as the text beside them spells them, where they have no punctuation of their own."""
    if text and not any(word.text.strip()[-1:] in ".,?!。，？" for word in words if word.text.strip()):
        return located(text, words) or words
    return words


def _words(entries: Sequence[Json], speech: Speech) -> list[Word]:
    """The words of a list, with what is known of each."""
    sure = [confidence_of(entry) for entry in entries]
    most = max((found for found in sure if found is not None), default=0.0)
    scale = 0.0 if most <= 0 else 100.0 if most > 1 else 1.0  # all nought: not told
    pieces = [_clean(text_of(entry) or "") for entry in entries]
    found = []
    for entry, text, confidence in zip(entries, pieces, sure, strict=True):
        kind = str(entry.get("type", ""))
        if kind == "tag" and not text.strip() and isinstance(entry.get("name"), str):  # Rev: laugh, crosstalk
            text = f"[{entry['name']}]"
        start, end = start_of(entry, speech.unit), end_of(entry, speech.unit)
        noise = kind in _NOISES
        speaker = None if noise else label_of(entry)
        if speaker is None and not noise and speech.ranges and start is not None:
            speaker = speaker_at(speech.ranges, start, start if end is None else end)
        attaches = str(entry.get("attaches_to", ""))
        punctuation = kind.startswith("punct") and bool(text.strip())
        logarithm = number(entry.get("logprob"))
        if confidence is None and logarithm is not None:
            confidence = exp(min(logarithm, 0.0))
        elif confidence is not None:
            confidence = confidence / scale if scale else None
        found.append(
            Word(
                text,
                start,
                end,
                speaker if kind not in ("spacing", "punctuation", "punct") else None,
                None if punctuation else confidence,
                clings=attaches in ("previous", "both") or (punctuation and attaches == ""),
                opens=attaches in ("next", "both"),
                event=noise,
            )
        )
    return found


def _with_paragraphs(words: list[Word], entry: Json, speech: Speech) -> list[Word]:
    """Words that begin a paragraph where the producer has told them, as Deepgram does beside its words."""
    told = entry.get("paragraphs")
    inner = told.get("paragraphs") if isinstance(told, dict) else None
    starts = (
        {start_of(one, speech.unit) for one in inner if isinstance(one, dict)} if isinstance(inner, list) else set()
    )
    return [
        msgspec.structs.replace(w, paragraph=True) if w.start in starts and w.start is not None else w for w in words
    ]


def _clean(text: str) -> str:
    """Text without what captions and recognisers put between words: tags, marks of HTML, tokens of time."""
    if "<" in text or "[_" in text:
        text = _TOKEN.sub("", _TAG.sub(lambda tag: " " if _BLOCK.match(tag[0]) else "", text))
    return unescape(text) if "&" in text and ";" in text else text


def _is_doubtful(entry: Json) -> bool:
    """Whether the producer was unsure of a whole segment; a confidence of exactly 0 means that it tells none."""
    confidence, logarithm = confidence_of(entry), number(entry.get("avg_logprob"))
    if logarithm is not None and logarithm < _UNLIKELY:
        return True
    return confidence is not None and 0 < confidence < DOUBTFUL
