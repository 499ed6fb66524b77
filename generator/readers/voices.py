"""Who speaks in cues: in voice tags, before colons, in brackets, on a line above, behind `>>` or a dash.

A colon or a bracket in speech is no label. What is one is told by the file's own regularities: labels recur, begin a
cue or follow the end of a sentence, and where one speaker is named, another is too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.model import Mark
from generator.names import is_voice
from generator.readers.cues import Cue
from generator.readers.segments import Segment, direction, joined
from generator.readers.tags import without

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:[ \t]+([^<>]*))?>", re.I)
_VOICE_END = re.compile(r"</v\s*>", re.I)
_CHANGE = re.compile(r"(?:^|\s)(?:>>+|»)(?=\s|[^\W\d_]|[\[(]|$)\s*|\[SPEAKER_TURN\]\s*")
_DASH = re.compile(r"[-–—‐‑]\s*(?=[^\s\-–—])")
_DASHES = ("-", "–", "—")
_COLON = re.compile(  # a name, what stands in brackets behind it, a time
    r"([^:：<>\[\]]{1,60}?(?:\s?[\[(][^:：\[\]()]{1,30}[\])])?)(?:\s?[\[(]\d{1,2}:\d\d(?::\d\d)?[\])])?"
    r"\s?(?:[:：](?:\s+|$)|：|:(?=[^\W\d_]))"
)
_BRACKET = re.compile(r"([\[(])\s*([^\[\]():：]{1,60}?)\s*[:：]?\s*[\])]\s?[:：]?\s*")
_LEADING = re.compile(r"(?:[\[(][^\[\]()]{1,60}[\])]|♪+)\s+(?=\S)")  # a direction before a label
_SENTENCE_END = (".", "?", "!", "…", '"', "”", "’", "»", "。", "？", "！", "]", ")", "♪", "-", "–", "—", "؟")
_SMALL = frozenset(
    """of the for and de la le du des der die das den dem von vom van zu zur da do dos di del della y e et al el bin ibn
    ter ten""".split()
)
# Words that stand before colons in speech; they name nobody.
_SPEECH = frozenset(
    """so but and or well now then yes no okay ok also first second third fourth finally again note remember look listen
    see anyway example secondly lastly however because if when why what how here there this that it point warning tip
    fact rule step number meaning basically basic please thanks hello hi today tomorrow question one two three
    also und aber oder nun dann ja nein erstens zweitens drittens jetzt heute zum beispiel hinweis nämlich
    mais et donc alors oui non premièrement ensuite enfin voilà y pero entonces sí primero segundo ahora
    bueno""".split()
)
_SOUNDS = re.compile(
    r"""\b(?:laugh\w*|chuckl\w*|giggl\w*|applau\w*|cheer\w*|clap\w*|music|musique|musik|música|inaudible|indistinct|crosstalk
    |cross-talk|unintelligible|pauses?|silence|noise\w*|sighs?|gasps?|coughs?|groans?|grunts?|screams?|sobs?|cries|whispers?|shouts?
    |whistles?|pants|moans?|yells?|scoffs?|snorts?|sniffs?|sniffles?|hums?|sings?|clears|exhales?|inhales?|beeps?|rings?|bell|bells
    |knocks?|barks?|chatter|static|voiceover|video|audio|audience|song|lyrics|theme|intro|outro|phonetic|sic|foreign|redacted
    |bleep\w*|sounds?|buzz\w*|door|footsteps|lachen|gelächter|beifall|applaus|lacht|seufzt|husten|stille|unverständlich|rires?
    |applaudissements|risas?|aplausos|risos|blank_audio|no_speech|speaker_turn|end|playback|break|overlapping|speaks|speaking)\b""",
    re.I | re.X,
)
_NUMBERED = re.compile(
    r"(?:speaker|spk|sprecher|person|voice|participant|intervenant|hablante|orador|locuteur|guest|host)"
    r"[ _-]?(?:\d+|[A-Z?])",
    re.I,
)
_SHARE = 0.8  # of cues that begin with a label: names are then what people call themselves


class _Found(NamedTuple):
    """A label that a line may begin with: its words, its make, and where the speech begins."""

    name: str
    kind: str  # ":", "[", "(" or "above"
    end: int


class _Labels(NamedTuple):
    """What the labels of a file are."""

    names: frozenset[tuple[str, str]] = frozenset()  # with their make
    above: frozenset[str] = frozenset()  # those on the first line of a cue, alone
    dashes: bool = False  # a dash at the beginning of a cue means another speaker
    within: re.Pattern[str] | None = None  # labels within a line, behind the end of a sentence


Pieces = list[tuple[str | None, list[str]]]  # of a cue: a voice, and its lines as plain words


def segments_of(cues: Sequence[Cue]) -> Iterator[Segment]:
    """What cues say, with who speaks where they tell it; a segment without a speaker goes on with the last one."""
    pieces = [_pieces(cue) for cue in cues]
    labels = _labels(cues, pieces)
    waiting: tuple[str, Cue] | None = None  # named, and not heard yet
    for cue, of_cue in zip(cues, pieces, strict=True):
        for speaker, text in _spoken(of_cue, labels):
            if waiting and speaker:
                yield from _unheard(*waiting)
                waiting = None
            if not text:
                waiting = (speaker, cue) if speaker else waiting
                continue
            speaker, waiting = speaker or (waiting[0] if waiting else None), None
            marks = (Mark(0, len(text), "unsure"),) if cue.unsure and direction(text) is None else ()
            yield Segment(text, cue.start, cue.end, speaker, marks, cue.line)
    if waiting:
        yield from _unheard(*waiting)


def _unheard(name: str, cue: Cue) -> Iterator[Segment]:
    """Somebody who is named and says nothing: the name is kept as the words that it is."""
    if name != "?":
        yield Segment(f"{name}:", cue.start, cue.end, line=cue.line)


def _pieces(cue: Cue) -> Pieces:
    """The words of each voice tag of a cue; None for those outside any."""
    lines = [without(line) for line in cue.lines]
    if not any("<v" in line or "<V" in line for line in cue.lines):
        return [(cue.speaker, [line for line in lines if line and line not in _DASHES])]
    text = _VOICE_END.sub("", "\n".join(cue.lines))
    found, at, voice = Pieces(), 0, cue.speaker
    for tag in _VOICE.finditer(text):
        found.append((voice, text[at : tag.start()].split("\n")))
        at, voice = tag.end(), without(tag[1] or "") or None
    found.append((voice, text[at:].split("\n")))
    return [(voice, [words for line in lines if (words := without(line))]) for voice, lines in found]


def _spoken(pieces: Pieces, labels: _Labels) -> Iterator[tuple[str | None, str]]:
    """Speaker and words for each stretch of one speaker in a cue."""
    dashes = any(_is_exchange(lines) for _, lines in pieces)
    for voice, lines in pieces:
        if voice is not None and voice != "?":
            yield voice, _text(lines)
            continue
        speaker, said = voice, list[str]()
        for number, line in enumerate(lines):
            if number == 0 and len(lines) > 1 and line in labels.above:
                speaker = line
                continue
            for who, words in _parts(line, labels, dashes or (labels.dashes and number == 0)):
                if who is not None:
                    if said:
                        yield speaker, _text(said)
                    speaker, said = who, []
                if words:
                    said.append(words)
        if said or speaker:
            yield speaker, _text(said)


def _is_exchange(lines: Sequence[str]) -> bool:
    """Whether the lines of a cue are of several speakers: dashes before two of them, or where a sentence has ended."""
    if len(lines) < 2:
        return False
    dashed = [bool(_DASH.match(line)) for line in lines]
    return sum(dashed) > 1 or any(
        dash and before.endswith(_SENTENCE_END) for dash, before in zip(dashed[1:], lines, strict=False)
    )


def _text(lines: Iterable[str]) -> str:
    text = ""
    for line in lines:
        text += joined(text, line) + line if text else line
    return text


def _parts(line: str, labels: _Labels, dashes: bool) -> Iterator[tuple[str | None, str]]:
    """Who speaks from here on (None: whoever did; "?": another, nobody says who), and their words."""
    if not labels.names and not dashes and ">>" not in line and "»" not in line and "[SPEAKER_TURN]" not in line:
        yield None, line
        return
    for number, part in enumerate(_CHANGE.split(line)):
        if number == 0 and not part:
            continue
        changed, at = number > 0, 0
        if dashes and (dash := _DASH.match(part)):
            changed, at = True, dash.end()
        found = _label(part, at, labels)
        if found is None and part[at : at + 1] in ("[", "(", "♪") and (leading := _LEADING.match(part, at)):
            found = _label(part, leading.end(), labels)
            if found:
                yield "?" if changed else None, part[at : leading.end()].strip()
        words = part[found.end if found else at :]
        who = found.name if found else "?" if changed else None
        for inner in labels.within.finditer(words) if labels.within else ():
            yield who, words[: inner.start()].strip()
            who, words = inner[1], words[inner.end() :]
            break
        yield who, words.strip()


def _label(line: str, at: int, labels: _Labels) -> _Found | None:
    found = _candidate(line, at)
    return found if found and (found.name, found.kind) in labels.names else None


def _candidate(line: str, at: int = 0) -> _Found | None:
    """The label that a line may begin with."""
    if line[at : at + 1] in ("[", "("):
        bracket = _BRACKET.match(line, at)
        if bracket and (bracket[1], bracket[0].rstrip(" :：")[-1:]) in (("[", "]"), ("(", ")")):
            name = bracket[2]
            return _Found(name if any(map(str.isalnum, name)) else "?", bracket[1], bracket.end())
        return None
    if ":" not in line and "：" not in line:
        return None
    colon = _COLON.match(line, at)
    if colon is None or line.startswith("//", colon.end()):
        return None
    name = colon[1].strip(" *_-–—")
    tight = line[colon.end() - 1] == ":"  # no blank behind it
    if not name or (tight and colon.end() < len(line) and not name.isupper()):
        return None
    return _Found(name, ":", colon.end())


# --- what the labels of a file are ---------------------------------------------------------------------------------


class _Seen:
    """How often a label was seen, and how."""

    __slots__ = ("count", "dashed", "fresh")

    def __init__(self) -> None:
        self.count = 0
        self.dashed = 0
        self.fresh = 0  # where a sentence had ended before, or the line says itself that somebody else speaks


class _Survey:
    """What may be labels in a file."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], _Seen] = {}
        self.cues = 0  # with words
        self.marked = 0  # of these, those that begin with a name and a colon
        self.pairs = 0  # cues with several dashes
        self.dashed = 0  # cues that begin with a dash
        self.begins: tuple[str, str] | None = None  # the label of the first words
        self.above = Counter[str]()  # first lines of cues with more lines
        self.tall = 0
        self.chevrons = 0

    def cue(self, lines: Sequence[str], before: str, punctuated: bool) -> None:
        """Take in the words of a cue; `before` is what was said last."""
        self.cues += 1
        self.pairs += _is_exchange(lines)
        self.dashed += bool(_DASH.match(lines[0]))
        if len(lines) > 1:
            self.tall += 1
            self.above[lines[0]] += 1
        for number, line in enumerate(lines):
            for index, part in enumerate(_CHANGE.split(line) if ">>" in line or "»" in line else (line,)):
                self.chevrons += index > 0
                self._part(part, index > 0 or before.endswith(_SENTENCE_END) or not punctuated, number == 0)
                before = part or before

    def _part(self, part: str, fresh: bool, first: bool) -> None:
        dash = _DASH.match(part)
        at = dash.end() if dash else 0
        found = _candidate(part, at)
        if found and found.kind != ":" and _SOUNDS.search(found.name):
            found = _candidate(part, found.end) or found
        if found is None:
            return
        key = (found.name, found.kind)
        seen = self.seen.setdefault(key, _Seen())
        seen.count += 1
        seen.dashed += bool(dash)
        alone = found.end == len(part) and _is_shouted(found.name)
        seen.fresh += fresh or bool(dash) or alone or bool(_NUMBERED.fullmatch(found.name))
        if first and found.kind == ":":
            self.marked += 1
        if self.cues == 1 and first and self.begins is None:
            self.begins = key


def _labels(cues: Sequence[Cue], pieces: Sequence[Pieces]) -> _Labels:
    if any(cue.speaker for cue in cues) or any(voice for of_cue in pieces for voice, _ in of_cue):
        return _Labels()  # who speaks is told by the form: a colon is one in speech
    told = [[line for _, lines in of_cue for line in lines] for of_cue in pieces]
    spoken = [lines for lines in told if lines]
    ended = sum(1 for lines in spoken if lines[-1].endswith(_SENTENCE_END))
    survey, before = _Survey(), "."
    for lines in spoken:
        survey.cue(lines, before, ended * 20 >= len(spoken))
        before = lines[-1]
    names = _before_colons(survey) | _in_brackets(survey)
    return _Labels(
        names,
        frozenset() if names else _above(survey),
        survey.pairs > 0 or survey.dashed > 2,
        _within(name for name, kind in names if kind == ":"),
    )


def _before_colons(survey: _Survey) -> frozenset[tuple[str, str]]:
    """What stands before colons and names somebody."""
    seen = {name: found for (name, kind), found in survey.seen.items() if kind == ":"}
    if survey.marked > 1 and survey.marked >= survey.cues * _SHARE:  # as in meetings
        every = survey.marked >= survey.cues * 0.98
        return frozenset(
            (name, ":")
            for name, found in seen.items()
            if is_name(name) or (_small(name) < 3 and (every or found.count > 1))
        )
    names = {name for name in seen if is_name(name)}
    recurring = {name for name in names if seen[name].count > 1 and seen[name].fresh and not _is_phrase(name)}
    capitals = bool(recurring) and all(_is_shouted(name) for name in recurring)
    single = {
        name
        for name in names - recurring
        if seen[name].fresh and not _is_phrase(name) and (not capitals or _is_shouted(name))
    }
    begins = survey.begins is not None and survey.begins[1] == ":" and survey.begins[0] in names
    if recurring:
        if survey.marked * 2 >= survey.cues:  # most cues say whose they are: so does one whose speaker comes once
            single |= {name for name in names if " " in name and not _is_phrase(name)}
        found = recurring | single
        return frozenset((name, ":") for name in found) if len(found) > 1 or begins or survey.chevrons else frozenset()
    strong = {name for name in single if _is_shouted(name) or _NUMBERED.fullmatch(name) or is_voice(name)}
    if len(strong) > 1 or (strong and (begins or survey.chevrons)):
        return frozenset((name, ":") for name in (single if begins else strong))
    every_one = (
        begins and single == {name for name in seen if not _is_phrase(name)} and (len(single) > 1 or survey.chevrons)
    )
    return frozenset((name, ":") for name in single) if every_one else frozenset()


def _in_brackets(survey: _Survey) -> frozenset[tuple[str, str]]:
    """What stands in brackets before words and is no sound."""
    seen = {key: found for key, found in survey.seen.items() if key[1] != ":" and is_name(key[0])}
    voices = {
        key
        for key, found in seen.items()
        if (found.count > 1 if key[0] == "?" else _NUMBERED.fullmatch(key[0]) or is_voice(key[0]))
    }
    names = {key for key in seen if not _SOUNDS.search(key[0]) and not _is_action(key[0])}
    dashed = {key for key in names if seen[key].dashed}
    recurring = {key for key in names if seen[key].count > 1} | (dashed if len(dashed) > 1 else set())
    if not recurring | (voices & names):
        return frozenset()
    of_kind = {kind for _, kind in recurring | (voices & names)}
    total = sum(seen[key].count for key in names)
    if len(recurring) > 1 or survey.begins in recurring or voices or total * 4 > survey.cues:
        return frozenset(key for key in names if key[1] in of_kind)
    return frozenset()


def _above(survey: _Survey) -> frozenset[str]:
    """Names on the first line of cues, where nearly all cues have one."""
    names = {line for line in survey.above if is_name(line) and not line.endswith(_SENTENCE_END) and len(line) < 40}
    count = sum(survey.above[name] for name in names)
    if (
        survey.tall > 3
        and count >= survey.tall * 0.9
        and survey.tall >= survey.cues * _SHARE
        and len(names) * 2 <= count
    ):
        return frozenset(names)
    return frozenset()


def _within(names: Iterable[str]) -> re.Pattern[str] | None:
    """Labels within a line, behind the end of a sentence."""
    found = sorted((re.escape(name) for name in names if len(name) > 1 and not name.islower()), key=len, reverse=True)
    return re.compile(rf"(?<=[.?!…”\"])\s+({'|'.join(found[:200])}):\s+(?=\S)") if found else None


def is_name(text: str) -> bool:
    """Whether words have the shape of a name or of what a speaker is called: few, each beginning like a name."""
    words = text.split()
    if not words or len(words) > 6 or len(text) > 60 or text.endswith((",", ";", "!", "…")):
        return False
    first = next((sign for sign in text if sign.isalpha()), "")
    if not first:
        return text == "?"
    if _NUMBERED.fullmatch(text) or (is_voice(text) and len(text) > 1):
        return True
    if not text[0].isalpha() and text[0] not in "'’\"“@":
        return False
    if not any(sign.islower() or sign.isupper() for sign in text):  # a script without capitals
        return len(text) <= 12 and len(words) <= 4 and not any(sign in "，、；。！？" for sign in text)
    return not first.islower() and all(_begins_like_name(word) for word in words[1:])


def _begins_like_name(word: str) -> bool:
    first = next((sign for sign in word if sign.isalnum()), "X")
    return not first.islower() or word.casefold().strip("().,") in _SMALL


def _is_phrase(name: str) -> bool:
    words = re.findall(r"[^\W\d_]+", name.casefold())
    return bool(words) and all(word in _SPEECH or word in _SMALL for word in words) and not is_voice(name)


def _is_action(name: str) -> bool:
    """Whether words tell what happens: "Door Closing", "Typing"."""
    last = name.split()[-1].casefold()
    return last.endswith(("ing", "ed")) and not is_voice(name)


def _small(name: str) -> int:
    return sum(word[0].islower() for word in name.split())


def _is_shouted(name: str) -> bool:
    return name.isupper() and sum(map(str.isalpha, name)) > 1
