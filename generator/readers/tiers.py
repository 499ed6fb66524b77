"""Annotations in tiers, as linguists make them with ELAN, Praat and EXMARaLDA: which tiers are the speech, and whose.

A tier has a name and a list of stretches. Some are what is said, others are notes on it: translations, glosses, parts
of speech, gestures.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.errors import Place, Problem, problem
from generator.model import Understood, Value
from generator.names import is_voice
from generator.readers.segments import Segment

_NOTES = re.compile(
    r"(?:^|[^a-z])(?:ft|trans(?:lation|lat)?s?|gloss(?:es)?|ge|gls|pos|ps|mb|mot|morph\w*|msd|lemma\w*|note\w*|comments?|nt|"
    r"gesture\w*|gaze\w*|gest|head|hands?|event\w*|noise\w*|phon(?:e|es|eme|emes|etic|ology)?|syll\w*|tone\w*|ipa|ref|id|"
    r"intonation|pitch|accent|stress|segments?|turns?|topic\w*|code\w*|dialogue[ _-]?acts?|nv|com|k|sup|free|literal|"
    r"english|deutsch|fran[cç]ais|break\w*|points?|silences?|pauses?)(?:[^a-z]|$)",
    re.I,
)
_SPEECH = re.compile(
    r"(?:^|[^a-z])(?:tx|text|transcri\w*|utt\w*|orth?\w*|speech|sentences?|phrases?|words?|default|v|verb\w*|talk|ipu)(?:[^a-z]|$)",
    re.I,
)
_FINE = re.compile(r"(?:^|[^a-z])(?:words?|tokens?|wd)(?:[^a-z]|$)", re.I)
_GENERIC = re.compile(
    r"(?:tier|layer|line|default|transcri\w*|utterances?|sentences?|words?|text|speech|ort\w*|tx|phrases?|segmentation|ipu|v)"
    r"[\s_-]*\d*",
    re.I,
)
_SILENT = frozenset(("", "<sil>", "sil", "sp", "<p:>", "<p>", "#", "_", "-", "xxxx", "<nib>", "<eps>", "spn", "<spn>"))


class Stretch(Value):
    """A piece of a tier: what it says, when in milliseconds, where in the file."""

    text: str
    start: int | None
    end: int | None
    line: int
    order: float | None = None  # for those without a time: between which they stand, in milliseconds


class Tier(Value):
    """A tier: its name, whose it is where the file says so, whether it hangs on another, and what it says."""

    name: str
    stretches: tuple[Stretch, ...]
    speaker: str | None = None
    dependent: bool = False
    role: str | None = None  # "speech", "notes", or "events": each a direction, where the file says so


class Chosen(Value):
    """The speech in the order of time, and the tiers that are none."""

    segments: tuple[Segment, ...]
    left_out: tuple[Tier, ...]


def speech(tiers: Sequence[Tier]) -> Chosen:
    """The tiers that are what is said, one for each speaker unless they are alike, and what happens meanwhile.

    The others are left out.
    """
    happening = [tier for tier in tiers if tier.role == "events"]
    filled = [
        tier for tier in tiers if tier not in happening and any(_is_word(stretch.text) for stretch in tier.stretches)
    ]
    owners = list(dict.fromkeys(owner(tier) for tier in filled))
    kept: list[Tier] = []
    for one in owners:
        kept += _of_one([tier for tier in filled if owner(tier) == one])
    named = {tier.name for tier in kept}
    stretches = [(stretch, _label(tier, len(kept))) for tier in kept for stretch in tier.stretches]
    stretches += [(stretch, None) for tier in happening for stretch in tier.stretches]
    segments = (
        Segment(stretch.text.strip(), stretch.start, stretch.end, label, line=stretch.line)
        for stretch, label in sorted(stretches, key=lambda pair: _when(pair[0]))
        if _is_word(stretch.text)
    )
    return Chosen(tuple(segments), tuple(tier for tier in filled if tier.name not in named))


def owner(tier: Tier) -> str:
    """Whose a tier is: as told, else what names like "tx@Ada" and "Ada - words" share; "" where there is no telling."""
    if tier.speaker:
        return tier.speaker
    name = tier.name.strip()
    for sign in ("@", " - ", "::", "_", "-", "."):
        before, found, behind = name.partition(sign)
        if found:
            for kind, whose in ((before, behind), (behind, before)):
                if whose.strip() and (_SPEECH.search(kind) or _NOTES.search(kind)):
                    return whose.strip()
    return "" if _GENERIC.fullmatch(name) or _NOTES.search(name) else name


def _of_one(tiers: Sequence[Tier]) -> list[Tier]:
    """The best tier of one speaker: what the file calls speech, what is named so, what has the most words."""
    called = [tier for tier in tiers if tier.role == "speech"]
    if called:
        return called
    apart = [tier for tier in tiers if tier.role != "notes"]
    whole = [tier for tier in apart if not _NOTES.search(_kind(tier)) and not _is_ids(tier)]
    candidates = whole or [tier for tier in apart if not tier.dependent] or apart
    if not candidates:
        return []
    return [max(candidates, key=_fitness)]


def _kind(tier: Tier) -> str:
    """The name of a tier without whose it is."""
    whose = owner(tier)
    return tier.name.replace(whose, " ") if whose and whose != tier.name else ("" if whose == tier.name else tier.name)


def _fitness(tier: Tier) -> tuple[bool, bool, bool, int]:
    kind = _kind(tier)
    words = sum(len(stretch.text.split()) for stretch in tier.stretches)
    return not tier.dependent or bool(_SPEECH.search(kind)), not _FINE.search(kind), bool(_SPEECH.search(kind)), words


def _is_ids(tier: Tier) -> bool:
    """Whether a tier only numbers its stretches: "story.001"."""
    texts = [stretch.text.strip() for stretch in tier.stretches if stretch.text.strip()]
    numbered = sum(" " not in text and any(map(str.isdigit, text)) for text in texts)
    return len(texts) > 1 and numbered * 5 > len(texts) * 4


def _is_word(text: str) -> bool:
    return text.strip().casefold() not in _SILENT


def _label(tier: Tier, number: int) -> str | None:
    """The speaker of a tier; None where a file has one tier whose name names nobody."""
    whose = " ".join(owner(tier).split())
    if whose:
        return whose
    return None if number == 1 or not tier.name.strip() or is_voice(tier.name) else " ".join(tier.name.split())


def _when(stretch: Stretch) -> tuple[float, int]:
    place = stretch.start if stretch.start is not None else stretch.order
    return (place if place is not None else float("inf")), stretch.line


def between(times: Sequence[int | None]) -> list[float]:
    """Points in order, those without a time evenly between their neighbours: for the order alone, not as times."""
    placed: list[float] = []
    for at, time in enumerate(times):
        if time is not None:
            placed.append(time)
            continue
        behind = next((n for n in range(at + 1, min(at + 500, len(times))) if times[n] is not None), None)
        last = placed[-1] if placed else 0.0
        following = times[behind] if behind is not None else None
        placed.append(last + (following - last) / (behind - at + 1) if following is not None and behind else last)
    return placed


def left_out(tiers: Iterable[Tier], path: str) -> tuple[tuple[Problem, ...], tuple[Understood, ...]]:
    """What is said of the tiers that are no speech, and what stands in them."""
    tiers = list(tiers)
    if not tiers:
        return (), ()
    names = ", ".join(dict.fromkeys(tier.name or "?" for tier in tiers))
    first = min((stretch.line for tier in tiers for stretch in tier.stretches), default=0)
    return (problem("tiers-left-out", Place(path, first), names=names),), tuple(_explained(tiers))


def _explained(tiers: Iterable[Tier]) -> Iterator[Understood]:
    for tier in tiers:
        for stretch in tier.stretches:
            if stretch.text.strip():
                yield Understood(stretch.line, stretch.text.strip(), "left out", f"the tier “{tier.name}” is no speech")
