"""From single words to segments: punctuation finds its word, pauses and ends of sentences cut, doubt is marked."""

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.model import Mark, Value
from generator.readers.segments import Segment, joined

DOUBTFUL = 0.5  # confidence below which a word is marked as unsure
_PAUSE = 1_000  # milliseconds after which a new segment begins
_LONG = 700  # characters after which one begins, whatever happens
_CLINGS = re.compile(r"[,.!?;:…%)\]}»”、。，！？；：]+|['’](?:s|re|ve|ll|d|m|t)|n['’]t", re.I)
_OPENS = re.compile(r"[(\[{«“¿¡$£€#]+")
_SENTENCE_END = re.compile(r"""[.!?…。！？؟]["'”’»)\]]*\s*$""")
_UNKNOWN = re.compile(r"<[^<>\s]+>|\[unk\]", re.I)  # what recognisers write for a word they do not know
_BRACKETS = re.compile(r"\[.*\]|\(.*\)|<.*>|[♪♫].*", re.S)


class Word(Value):
    """A word as it was recognised; times in milliseconds, `confidence` from 0 to 1."""

    text: str
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    confidence: float | None = None
    clings: bool = False  # to the word before
    opens: bool = False  # the word behind clings to it
    event: bool = False  # a noise: nobody says it
    paragraph: bool = False  # begins one


def carry_blanks(words: Sequence[Word]) -> bool:
    """Whether words bring the blanks between them: " Yes", " it", "'s"."""
    brought = sum(1 for word in words if word.text[:1].isspace() or word.text[-1:].isspace())
    return brought * 4 >= len(words) > 0


def segments(words: Iterable[Word], speaker: str | None = None, *, blanks: bool = False) -> Iterator[Segment]:
    """Words of one speaker in a row, cut at pauses and ends of sentences. `blanks`: the words bring theirs along."""
    under_way = _Stretch(speaker)
    for word in words:
        if not word.text.strip():
            under_way.blank()
            continue
        who = word.speaker if word.speaker is not None else under_way.speaker
        if under_way.ends_before(word, who, blanks):
            yield under_way.segment()
            under_way = _Stretch(who)
        under_way.speaker = who
        under_way.add(word, blanks)
    if under_way.text:
        yield under_way.segment()


class _Stretch:
    """A segment under way."""

    def __init__(self, speaker: str | None) -> None:
        self.speaker = speaker
        self.text = ""
        self._marks: list[Mark] = []
        self._start: int | None = None
        self._end: int | None = None
        self._blank = False  # the word before brought one, or one stood by itself
        self._opened = False
        self._paragraph = False

    def ends_before(self, word: Word, speaker: str | None, blanks: bool) -> bool:
        """Whether a word begins a new segment."""
        if not self.text:
            return False
        if speaker != self.speaker or word.paragraph or len(self.text) >= 10 * _LONG:
            return True
        said = word.text.strip()
        if self._gap(word, said, blanks) != joined(self.text, said):  # it is part of the word before
            return False
        if word.start is not None and self._end is not None and word.start - self._end >= _PAUSE:
            return True
        return len(self.text) >= _LONG or bool(_SENTENCE_END.search(self.text[-8:]))

    def blank(self) -> None:
        """A blank that stands by itself."""
        self._blank = True

    def add(self, word: Word, blanks: bool) -> None:
        """Take in a word."""
        said = " ".join(word.text.split())
        if word.event and not _BRACKETS.fullmatch(said):
            said = f"[{said}]"
        gap = self._gap(word, said, blanks)
        at = len(self.text) + len(gap)
        self.text += gap + said
        unsure = word.confidence is not None and word.confidence < DOUBTFUL
        if (unsure and not word.event and any(map(str.isalnum, said))) or _UNKNOWN.fullmatch(said):
            self._marks.append(Mark(at, at + len(said), "unsure"))
        if word.event:
            self._marks.append(Mark(at, at + len(said), "event"))
        self._paragraph = self._paragraph or word.paragraph
        self._start = word.start if self._start is None else self._start
        self._end = word.end if word.end is not None else self._end
        self._blank = word.text[-1:].isspace()
        self._opened = word.opens or bool(_OPENS.fullmatch(said))

    def segment(self) -> Segment:
        """What was taken in."""
        return Segment(self.text, self._start, self._end, self.speaker, tuple(self._marks), paragraph=self._paragraph)

    def _gap(self, word: Word, said: str, blanks: bool) -> str:
        if not self.text:
            return ""
        if blanks or self._blank:
            return " " if self._blank or word.text[:1].isspace() else ""
        if word.clings or self._opened or _CLINGS.fullmatch(said):
            return ""
        return joined(self.text, said)


def located(text: str, words: Sequence[Word]) -> list[Word] | None:
    """The words with the spelling and punctuation of a text, which together are that text; None where they differ."""
    places: list[tuple[Word, int]] = []
    at, lost = 0, 0
    folded = text.casefold()
    if len(folded) != len(text):
        folded = text
    for word in words:
        said = word.text.strip()
        found = _find(text, folded, said, at) if said else -1
        if found < 0:
            lost += bool(said)
            continue
        places.append((word, found))
        at = found + len(said)
    if not places or lost * 10 > len(words):
        return None
    ends = [place for _, place in places[1:]] + [len(text)]
    begins = [0, *ends[:-1]]
    return [
        Word(text[begin:end], word.start, word.end, word.speaker, word.confidence, event=word.event)
        for (word, _), begin, end in zip(places, begins, ends, strict=True)
    ]


def _find(text: str, folded: str, said: str, at: int) -> int:
    """Where a word comes next; it is looked for only nearby, as others may be missing."""
    near = at + len(said) + 60
    found = text.find(said, at, near)
    found = found if found >= 0 else folded.find(said.casefold(), at, near)
    return found if found <= at or not (text[found - 1].isalnum() and said[0].isalnum()) else -1
