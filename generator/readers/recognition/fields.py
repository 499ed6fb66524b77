"""What the fields of speech-to-text output are called, and how their values are written.

There is no standard: each producer has names of its own for the same few things. Names are compared without case,
hyphens and underscores, so that `startTime`, `start_time` and `StartTime` are one.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from generator.model import Value

Json = Mapping[str, Any]

SECOND = 1000.0  # milliseconds
TICK = 1e-4  # Azure's: a hundred nanoseconds
LIMIT = 1e9  # milliseconds, twelve days: what is later is no place in a recording

# The first that is there counts.
_TEXT = """punctuatedword text body transcript transcription displaytext display sentence punct word content value
utf8 caption utterance message speech line lines rawtext quote token said payload statement remarks contribution
itn lexical transcripttext words name""".split()
_WORDS = "words result elements alignment sentences fragments segs runs lines tokens timestamps items children".split()
_SPEAKER = """speakername speakerdisplayname voice speakerlabel speaker displayname speakertag speakerid
speakeridentifier spkid spk participant participantname channellabel author who person actor character from user
username name role""".split()
_CONFIDENCE = "confidence conf probability score p prob wordconfidence asrconfidence".split()
CHANNEL = frozenset(("channel", "channeltag", "channelnumber", "channelindex", "channelid"))
# How many milliseconds a unit is; 0: the name does not tell.
_START = {
    **dict.fromkeys("startms starttimems tstartms startmillis startmilliseconds startinmillis beginms".split(), 1.0),
    **dict.fromkeys("offsetmilliseconds offsetinmilliseconds timems timestampms".split(), 1.0),
    "offsetinticks": TICK,
    "offsetinseconds": SECOND,
    **dict.fromkeys("startseconds startsec startsecs startinseconds startsecond".split(), SECOND),
    **dict.fromkeys(
        "start starttime begin begintime timebegin timestart datastart starttimestamp startts".split(), 0.0
    ),
    **dict.fromkeys(
        "ts from segmentstart startoffset timestamp timestamps time timecode timeoffset offset in".split(), 0.0
    ),
}
_END = {
    **dict.fromkeys("endms endtimems endmillis endmilliseconds endinmillis stopms".split(), 1.0),
    **dict.fromkeys("endseconds endsec endsecs endinseconds endsecond".split(), SECOND),
    **dict.fromkeys(
        "end endtime stop stoptime timeend dataend endtimestamp endts to endoffset resultendtime".split(), 0.0
    ),
    **dict.fromkeys("resultendoffset out".split(), 0.0),
}
_DURATION = {
    **dict.fromkeys("durationms ddurationms durationmilliseconds durationmillis durationinmilliseconds".split(), 1.0),
    "durationinticks": TICK,
    "durationinseconds": SECOND,
    **dict.fromkeys("duration dur segmentlength".split(), 0.0),
}
_PAIRS = ("timestamp", "time", "timestamps", "instances")  # names that may hold start and end
_CLOCK = re.compile(r"(?:(?:(\d{1,3})\.)?(\d{1,4}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,9})|:(\d{3})|[:;]\d\d)?")
_SPAN = re.compile(r"P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_NOBODY = frozenset(("null", "none", "not_activated", "undefined", "nan", "-1"))


class Fields(Value):
    """Which keys of an object may hold what, the likeliest first; times with their unit."""

    text: tuple[str, ...]
    words: tuple[str, ...]
    speaker: tuple[str, ...]
    confidence: tuple[str, ...]
    start: tuple[tuple[str, float], ...]
    end: tuple[tuple[str, float], ...]
    duration: tuple[tuple[str, float], ...]
    pairs: tuple[str, ...]


def plain(key: str) -> str:
    """A key as it is compared."""
    return re.sub(r"[-_@ ]", "", key).casefold()


@lru_cache(maxsize=1 << 10)
def _fields(keys: tuple[str, ...]) -> Fields:
    known = {plain(key): key for key in reversed(keys)}
    if "alignedword" in known or "case" in known:  # Gentle counts characters there
        known.pop("startoffset", None)
        known.pop("endoffset", None)

    def those(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(known[name] for name in names if name in known)

    def timed(names: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
        return tuple((known[name], unit) for name, unit in names.items() if name in known)

    is_word = {"name", "time", "duration"} <= known.keys()  # as in the first format of Speechmatics
    return Fields(
        those(_TEXT if is_word else _TEXT[:-1]),
        those(_WORDS),
        those([name for name in _SPEAKER if name != "name" or not is_word]),
        those(_CONFIDENCE),
        timed(_START),
        timed(_END),
        timed(_DURATION),
        those(_PAIRS),
    )


def fields(entry: Json) -> Fields:
    """Which keys of an object hold what."""
    return _fields(tuple(entry))


def text_of(entry: Json) -> str | None:
    """The words of an entry; None where it has none of its own."""
    found = None
    for name in fields(entry).text:
        value = entry[name]
        if isinstance(value, list) and value and all(isinstance(line, str) for line in value):
            value = "\n".join(value)
        if isinstance(value, str):
            if value.strip():
                return value
            found = value if found is None else found
    return found


def label_of(entry: Json) -> str | None:
    """The label of who speaks, as it is printed: speaker 0 is a speaker."""
    for name in fields(entry).speaker:
        label = _label(entry[name], named=plain(name) != "from")
        if label and (label != "0" or plain(name) != "speakertag"):  # Google counts from 1
            return label
    return None


def tells_of_none(entry: Json) -> bool:
    """Whether an entry says itself that it is not known who speaks."""
    names = fields(entry).speaker
    return bool(names) and any(plain(name).startswith(("speaker", "voice")) and entry[name] is None for name in names)


def _label(value: object, named: bool = True) -> str | None:
    if isinstance(value, Mapping):
        by = {plain(str(key)): inner for key, inner in value.items()}
        values = (
            by.get(name) for name in ("name", "displayname", "fullname", "speakername", "label", "id", "identifier")
        )
        return next((label for label in map(_label, values) if label), None)
    if not named or isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < LIMIT:
        value = int(value)
    if isinstance(value, str | int | float):
        label = " ".join(str(value).split())
        return label if label and label.casefold() not in _NOBODY else None
    return None


def start_of(entry: Json, unit: float = SECOND) -> int | None:
    """When an entry begins, in milliseconds; None where it does not tell."""
    there = fields(entry)
    for name in there.pairs:
        if isinstance(entry[name], list | dict) and (pair := _pair(entry[name])):
            return moment(pair[0], unit)
    return _first(entry, there.start, unit)


def end_of(entry: Json, unit: float = SECOND) -> int | None:
    """When an entry ends, in milliseconds: an end before the start is none."""
    there = fields(entry)
    start = start_of(entry, unit)
    pair = next((p for name in there.pairs if isinstance(entry[name], list | dict) and (p := _pair(entry[name]))), None)
    end = moment(pair[1], unit) if pair else _first(entry, there.end, unit)
    if end is None and start is not None and not pair:
        span = _first(entry, there.duration, unit)
        end = start + span if span is not None else None
    return end if end is None or start is None or end >= start else None


def bare_times(entry: Json) -> tuple[float | None, float | None]:
    """Start and end as the numbers that stand there, where their unit is not told."""
    there = fields(entry)
    pair = next((p for name in there.pairs if (p := _pair(entry[name]))), None)
    if pair:
        return number(pair[0]), number(pair[1])
    found = []
    for names in (there.start, there.end, there.duration):
        told = (number(entry[name]) for name, unit in names if not unit)
        found.append(next((value for value in told if value is not None), None))
    start, end, span = found
    return start, start + span if end is None and start is not None and span is not None else end


def _pair(value: object) -> tuple[object, object] | None:
    """Start and end in one value: [0.5, 0.9], {"from": …, "to": …}, or a list of such stretches."""
    if isinstance(value, list) and value:
        if isinstance(value[0], dict):
            first, last = _pair(value[0]), _pair(value[-1])
            return (first[0], last[1]) if first and last else None
        return value[0], value[1] if len(value) > 1 else None
    if isinstance(value, dict):
        start, end = value.get("from", value.get("start")), value.get("to", value.get("end"))
        return None if start is None else (start, end)
    return None


def _first(entry: Json, names: Sequence[tuple[str, float]], unit: float) -> int | None:
    for name, own in names:
        found = moment(entry[name], own or unit)
        if found is not None:
            return found
    return None


def moment(value: object, unit: float = SECOND) -> int | None:
    """A time in milliseconds: a number, "1.300s", "00:01:02,500", "PT1.5S", seconds with nanos; None for no time."""
    if isinstance(value, Mapping):
        if not value or "seconds" in value or "nanos" in value:  # google.protobuf.Duration, which leaves noughts out
            full, nanos = number(value.get("seconds", 0)), number(value.get("nanos", 0))
            return None if full is None or nanos is None else _whole(full * 1000 + nanos / 1e6)
        return moment(value.get("relative"), SECOND) if "relative" in value else None
    if isinstance(value, str):
        value = value.strip()
        if value.endswith("s") and number(value[:-1]) is not None:
            return moment(value[:-1], SECOND)
        if clock := _CLOCK.fullmatch(value):
            days, hours, minutes, seconds, part, thousandths = clock.groups()
            whole = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes)) * 60 + int(seconds)
            return _whole(whole * 1000 + float(f"0.{part or thousandths or 0}") * 1000)
        if (span := _SPAN.fullmatch(value)) and any(span.groups()):
            parts = [float(part or 0) for part in span.groups()]
            return _whole((((parts[0] * 24 + parts[1]) * 60 + parts[2]) * 60 + parts[3]) * 1000)
    found = number(value)
    return None if found is None else _whole(found * unit)


def _whole(milliseconds: float) -> int | None:
    return round(milliseconds) if 0 <= milliseconds < LIMIT else None


def number(value: object) -> float | None:
    """A finite number, also one written as text."""
    if (
        isinstance(value, bool)
        or not isinstance(value, str | int | float)
        or (isinstance(value, str) and len(value) > 40)
    ):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < 1e18 else None


def confidence_of(entry: Json) -> float | None:
    """How sure the producer is, from 0 to 1 (or to 100); None where it does not tell."""
    for name in fields(entry).confidence:
        found = number(entry[name])
        if found is not None:
            return found
    return None
