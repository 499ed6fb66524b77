"""Finding the terms of topics in speech: whole words, the longest match. `mentions` finds names."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from generator.archive.outline import around
from generator.archive.stems import stemmer
from generator.config import Registries
from generator.model import Hit, Spot, Transcript, Turn, Value

# Letters and digits, with the signs that are written over, under, behind or between them in one word.
_WORD = re.compile(
    r"[\w\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d]+"
)
_PLAIN_WORD = re.compile(r"\w+", re.ASCII)  # the same where nothing else occurs, and quicker
# Scripts that are written without blanks between words: their terms are looked for as they stand.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_QUOTED = re.compile(r'\s*(?:"([^"]+)"|[“„]([^“”]+)[”“])\s*')
_KEPT = 1 << 17  # words of which it is kept whether phrases begin with them

_Span = tuple[int, int, str, str]  # from where to where; kind, id
_Forms = tuple[str, str]  # of a word: its stem, as it stands
_STEM, _EXACT = range(2)


class Phrase(Value):
    """Words that mean something. `kind` is that of hits, or "unless": with these words, no term of the topic counts."""

    text: str
    kind: str
    id: str
    form: int  # in which the words are compared


class Lexicon:
    """All terms; `language` is that of the texts that do not name theirs."""

    def __init__(self, phrases: Iterable[Phrase], language: str) -> None:
        ordered = sorted(set(phrases), key=lambda phrase: (phrase.kind, phrase.id, phrase.text, phrase.form))
        self._unspaced = tuple(phrase for phrase in ordered if _UNSPACED.search(phrase.text))
        self._spaced = tuple(phrase for phrase in ordered if not _UNSPACED.search(phrase.text))
        self._inflected = any(phrase.form == _STEM for phrase in self._spaced)
        self._language = language
        self._finder = lru_cache(maxsize=16)(self._finder_for)

    def __bool__(self) -> bool:
        return bool(self._spaced or self._unspaced)

    def spans(self, text: str, language: str | None) -> Iterator[_Span]:
        """Where terms occur in a text, in order; `language` is None where it does not name its own."""
        found: Iterable[_Span] = self._finder(language or self._language).spans(text) if self._spaced else ()
        if self._unspaced and _UNSPACED.search(text):
            found = sorted((*found, *_chosen(_as_they_stand(text, self._unspaced))))
        return iter(found)

    def _finder_for(self, language: str) -> "_Finder":
        return _Finder(self._spaced, stemmer(language) if self._inflected else str)


def lexicon(registries: Registries, language: str) -> Lexicon:
    """The lexicon of an archive whose texts are in `language` where they do not say otherwise."""
    return Lexicon(_phrases(registries), language)


def _phrases(registries: Registries) -> Iterator[Phrase]:
    for topic in registries.topics:
        yield from (_of_topic(term, "topic", topic.id) for term in topic.terms)
        yield from (_of_topic(words, "unless", topic.id) for words in topic.unless)


def _of_topic(words: str, kind: str, id: str) -> Phrase:
    """Quotation marks around the words say that only this very form is meant."""
    quoted = _QUOTED.fullmatch(words)
    return Phrase(quoted[1] or quoted[2], kind, id, _EXACT) if quoted else Phrase(words, kind, id, _STEM)


def hits(transcript: Transcript, known: Lexicon) -> tuple[Hit, ...]:
    """Where terms occur in the turns of a transcript, in order."""
    if not known:
        return ()
    language = transcript.meta.language
    found: list[Hit] = []
    turns = (item for item in transcript.items if isinstance(item, Turn))
    for number, turn in enumerate(turns):
        for paragraph, block in enumerate(turn.blocks):
            found += (_hit(block.text, number, paragraph, *span) for span in known.spans(block.text, language))
    return tuple(found)


def _hit(text: str, turn: int, paragraph: int, start: int, end: int, kind: str, id: str) -> Hit:
    excerpt, match = around(text, start, end)
    return Hit(kind, id, Spot(turn, paragraph, start, end), excerpt, match)  # type: ignore[arg-type]


# --- scripts with blanks between words -------------------------------------------------------------------------------


class _Finder:
    """Finds phrases in texts of one language. What was found out about a word is kept, for words come again."""

    def __init__(self, phrases: Iterable[Phrase], stem: Callable[[str], str]) -> None:
        self._stem = stem
        self._forms = lru_cache(maxsize=1 << 12)(self._forms_of)
        self._meaning: dict[tuple[int, tuple[str, ...]], tuple[tuple[str, str], ...]] = {}
        self._sizes: dict[tuple[int, str], tuple[int, ...]] = {}  # of the phrases that begin with a form
        self._met: set[str] = set()
        self._begins: dict[str, tuple[tuple[int, int], ...]] = {}  # words met that begin phrases → which form, size
        for phrase in phrases:
            self._add(phrase)

    def _add(self, phrase: Phrase) -> None:
        form = phrase.form
        words = tuple(self._forms_of(word)[form] for word in _WORD.findall(phrase.text))
        if words:
            self._meaning[form, words] = (*self._meaning.get((form, words), ()), (phrase.kind, phrase.id))
            self._sizes[form, words[0]] = tuple({*self._sizes.get((form, words[0]), ()), len(words)})

    def spans(self, text: str) -> Iterable[_Span]:
        words = _words(text).findall(text)
        if len(self._met) > _KEPT:
            self._met.clear()
        for word in {*words} - self._met:
            self._met.add(word)
            forms = self._forms_of(word)
            if begun := [(form, size) for form in range(2) for size in self._sizes.get((form, forms[form]), ())]:
                self._begins[word] = tuple(begun)
        matches = list(self._matches(words))
        if not matches:
            return ()
        places = [word.span() for word in _words(text).finditer(text)]
        return _chosen((places[first][0], places[last][1], kind, id) for first, last, kind, id in matches)

    def _matches(self, words: Sequence[str]) -> Iterator[_Span]:
        """Every occurrence of every phrase, by its first and last word."""
        begins = self._begins
        for at in [at for at, word in enumerate(words) if word in begins]:
            for form, size in begins[words[at]]:
                spoken = tuple([self._forms(word)[form] for word in words[at : at + size]])
                for kind, id in self._meaning.get((form, spoken), ()) if len(spoken) == size else ():
                    yield at, at + size - 1, kind, id

    def _forms_of(self, word: str) -> _Forms:
        plain = word if word.isascii() else unicodedata.normalize("NFC", word)
        folded = plain.casefold()
        return self._stem(folded), plain


def _words(text: str) -> re.Pattern[str]:
    return _PLAIN_WORD if text.isascii() else _WORD


# --- all scripts -----------------------------------------------------------------------------------------------------


def _as_they_stand(text: str, phrases: Iterable[Phrase]) -> Iterator[_Span]:
    for phrase in phrases:
        at = text.find(phrase.text)
        while at >= 0:
            yield at, at + len(phrase.text), phrase.kind, phrase.id
            at = text.find(phrase.text, at + len(phrase.text))


def _chosen(matches: Iterable[_Span]) -> list[_Span]:
    """Of matches that overlap the first, and of those that begin together the longest, but for those of a topic that
    lie in words with which it is not meant."""
    chosen: list[_Span] = []
    last = (0, 0)  # the stretch chosen last
    unless: dict[str, int] = {}  # topic → where the words end, of those begun so far, with which it is not meant
    for start, end, kind, id in sorted(set(matches), key=lambda span: (span[0], -span[1], span[2] != "unless", span)):
        if kind == "unless":
            unless[id] = max(end, unless.get(id, 0))
        elif (start >= last[1] or (start, end) == last) and not (kind == "topic" and end <= unless.get(id, 0)):
            chosen.append((start, end, kind, id))
            last = (start, end)
    return chosen
