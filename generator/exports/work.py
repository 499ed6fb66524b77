"""A transcript as reference managers know it: what the citation formats are written from, and what stands in its page.

Types and variables are those of CSL 1.0.2, https://docs.citationstyles.org/en/stable/specification.html (appendices III
and IV).
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from generator import routes
from generator.model import Record, Resolution, Speaker, Value


class Publication(Value):
    """The archive that a transcript is in. `base_url` is its address, with which files and pages can say theirs."""

    title: str = ""
    publisher: str = ""
    base_url: str | None = None


NOWHERE = Publication()  # a record by itself


class PersonName(Value):
    """A name in its parts. One that cannot be taken apart is all `family`, without `given`."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is to stand as it is, never turned round or shortened."""
        return not self.given

    @property
    def filed(self) -> str:
        """As in an index: `Okafor, Ines`, `Brook, Otto, Jr`."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


class Work(Value):
    """What is cited. What is not known is empty."""

    id: str
    type: str  # of CSL
    title: str
    names: tuple[tuple[str, tuple[PersonName, ...]], ...]  # variable of CSL → who, in the order of the text's speakers
    date: tuple[int, ...]  # year, month, day, as far as known
    genre: str  # the kind of event, in words
    place: str
    version: str
    archive: str
    publisher: str
    url: str
    language: str
    abstract: str
    keywords: tuple[str, ...]

    @property
    def authors(self) -> tuple[PersonName, ...]:
        """Whose words they are."""
        return dict(self.names).get("author", ())

    @property
    def others(self) -> tuple[PersonName, ...]:
        """Who else takes part."""
        return tuple(name for variable, names in self.names if variable != "author" for name in names)


# The words in a kind of event that say its type; the first that fits.
_TYPES = (
    ("broadcast", ("podcast", "broadcast", "radio", "television", "tv", "episode", "programme", "program")),
    ("hearing", ("hearing", "testimony", "deposition", "trial", "inquiry", "inquest", "argument", "arguments")),
    ("interview", ("interview", "interviews", "oral", "conversation")),
    ("speech", ("speech", "speeches", "address", "lecture", "talk", "sermon", "keynote", "statement", "remarks",
                "press", "conference", "briefing", "panel", "presentation")),
)  # fmt: skip
DOCUMENT = "document"  # any other kind

_ASKING = ("questioner", "interviewer", "reporter", "journalist", "examiner", "counsel")
_LEADING = ("moderator", "chair", "host", "presenter", "facilitator", "presiding", "spokesperson", "clerk")
_TRANSLATING = ("interpreter", "translator")
_NO_NAMES = ("dr", "prof", "professor", "sir", "dame", "mr", "mrs", "ms", "miss", "rev", "hon")
_SUFFIXES = ("jr", "sr", "ii", "iii", "iv")


def of(record: Record, publication: Publication) -> Work:
    """The transcript of `record`, as it is in `publication`."""
    meta, found = record.transcript.meta, record.resolution
    kind = work_type(meta.kind or "")
    topics = dict(found.topic_names)
    title = meta.title or found.id
    genre = (meta.kind or "").replace("-", " ")
    corrected = f"corrected {meta.corrected}" if meta.corrected and meta.variant != "corrected" else ""
    return Work(
        id=found.id,
        type=kind,
        title=_line(f"{title}: {meta.subtitle}" if meta.subtitle else title),
        names=tuple(_names(found, kind)),
        date=date_parts(meta.date or ""),
        genre=_line(f"{genre[:1].upper()}{genre[1:]}"),
        place=_line(meta.place or ""),
        version=_line(", ".join(filter(None, (meta.status or meta.variant, corrected)))),
        archive=_line(publication.title),
        publisher=_line(publication.publisher),
        url=routes.absolute(publication.base_url, routes.transcript(found.id)) if publication.base_url else "",
        language=found.language,
        abstract=_line(meta.summary or ""),
        keywords=tuple(_line(topics.get(id, id)) for id in found.topics),
    )


def work_type(kind: str) -> str:
    """The type of CSL for a kind of event as front matter names it: `press-conference`, `Oral history`."""
    words = set(kind.casefold().replace("-", " ").replace("_", " ").split())
    return next((found for found, signs in _TYPES if words.intersection(signs)), DOCUMENT)


def date_parts(date: str) -> tuple[int, ...]:
    """Year, month and day of a date as front matter has it; the time of day is left out."""
    parts = date.strip().replace("T", " ").partition(" ")[0].split("-")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


@lru_cache(maxsize=1 << 14)
def person_name(name: str) -> PersonName:
    """A name in its parts, by the rule for most names in scripts with capital letters: the family name is last.

    Small words before it belong to it ("van der Berg"). Titles in front are left out. A name in another script, of one
    word, of two people, or with figures in it stays whole.
    """
    words = name.replace(",", " ").split()
    suffix = words.pop() if len(words) > 2 and _bare(words[-1]) in _SUFFIXES else ""
    while len(words) > 2 and _bare(words[0]) in _NO_NAMES:
        words.pop(0)
    letters = "".join(words)
    cased = all(sign.islower() or sign.isupper() for sign in letters if sign.isalpha())
    other = any(sign.isdigit() or sign == "&" for sign in letters) or "and" in words
    if len(words) < 2 or not cased or other or _bare(words[0]) in _NO_NAMES:
        return PersonName(_line(name))
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    return PersonName(" ".join(words[first:]), " ".join(words[:first]), suffix)


def _names(found: Resolution, kind: str) -> Iterator[tuple[str, tuple[PersonName, ...]]]:
    """Who takes part, by the variables of CSL; voices that are nobody in particular are left out."""
    turns: dict[str, Counter[str]] = {}
    for facts in found.turns:
        turns.setdefault(facts.speaker or "", Counter())[facts.kind] += 1
    parts: dict[str, list[PersonName]] = {"author": []}
    for speaker in found.speakers:
        if speaker.person and speaker.turns:
            parts.setdefault(_variable(speaker, turns.get(speaker.id, Counter()), kind), []).append(
                person_name(speaker.name)
            )
    return ((variable, tuple(names)) for variable, names in parts.items() if names)


def _variable(speaker: Speaker, turns: Counter[str], kind: str) -> str:
    """As what somebody takes part: by the front matter, else by what most of their turns are."""
    part = (speaker.part or "").casefold()
    mostly = turns.most_common(1)[0][0] if turns and not part else ""
    if part in _TRANSLATING:
        return "translator"
    if part in _ASKING or mostly == "question":
        return "interviewer" if kind == "interview" else "contributor"
    if part in _LEADING or mostly == "moderation":
        return {"interview": "interviewer", "broadcast": "host"}.get(kind, "chair")
    return "author"


def _bare(word: str) -> str:
    return word.casefold().rstrip(".")


def _line(text: str) -> str:
    """On one line, which is what most formats take."""
    return " ".join(text.split())
