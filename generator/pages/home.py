"""The front page: the newest transcript with a telling passage, then what else is new, questions, voices, topics."""

from collections.abc import Iterable, Iterator
from itertools import islice

from generator import routes
from generator.model import Entry, Person, Topic, Value
from generator.pages.listing import Group, Name, Passage, TranscriptRow, span
from generator.pages.lookup import Lookup
from generator.pages.page import Page
from generator.pages.speakers import role_of

NEW = 6  # transcripts besides the newest
VOICES = 12
TOPICS = 18
QUESTIONS = 5
OF_LEAD = 3  # questions of the newest transcript beside its passage
SERIES = 6
TELLING = range(50, 241)  # characters a passage on the front page should have


class Lead(Value):
    """The newest transcript, a passage from it, and what was asked there."""

    transcript: TranscriptRow
    passage: Passage | None
    questions: tuple[Passage, ...] = ()


class HomePage(Value):
    """The front page of an archive; everything may be empty."""

    title: str
    description: str
    total: int
    turns: int
    voices_total: int
    topics_total: int
    years: str
    lead: Lead | None
    new: tuple[TranscriptRow, ...]
    questions: tuple[Group, ...]
    voices: tuple[Name, ...]
    topics: tuple[Name, ...]
    series: tuple[Name, ...]


def pages(lookup: Lookup) -> Iterator[Page]:
    """The front page."""
    archive, settings = lookup.archive, lookup.settings
    shown = [entry for entry in archive.entries if entry.meta.withdrawn is None]
    first = _first(shown)
    rest = [entry for entry in shown if entry is not first]
    elsewhere = tuple(_questions(rest, lookup))
    data = HomePage(
        title=settings.title,
        description=settings.description or "",
        total=len(shown),
        turns=sum(len(entry.outline.turns) for entry in shown),
        voices_total=len(lookup.listed),
        topics_total=len(archive.topics),
        years=span(entry.meta.date for entry in shown),
        lead=_lead(first, lookup, with_questions=bool(elsewhere)) if first else None,
        new=tuple(lookup.row(entry.id) for entry in rest[:NEW]),
        questions=elsewhere or tuple(_questions(shown, lookup)),
        voices=tuple(_voices(lookup)),
        topics=tuple(_topics(lookup)),
        series=_series(lookup),
    )
    about = settings.description or f"{settings.title}: {len(shown):,} transcripts."
    yield Page("index.html", "home.html", settings.title, about, data, language=lookup.language, kind="home")


def telling(entry: Entry, lookup: Lookup) -> Passage | None:
    """A passage that tells what a transcript is like: the longest words a note is on, else the fullest answer.

    Always the same one for the same transcript.
    """
    return _noted(entry, lookup) or _fullest(entry, lookup)


def sentences(excerpt: str) -> str:
    """An excerpt that was cut, up to the end of its last whole sentence, when enough is left."""
    if not excerpt.endswith("…"):
        return excerpt
    end = max(excerpt.rfind(mark) for mark in (". ", "! ", "? ", "。", "！", "？", "؟ ", "۔ "))
    return excerpt[: end + 1] if end + 1 >= TELLING.start else excerpt


def _first(entries: list[Entry]) -> Entry | None:
    """The newest transcript that says something; of those of one day, the one with the most words."""
    speaking = [entry for entry in entries if entry.outline.turns] or entries
    if not speaking:
        return None
    newest = speaking[0].meta.date
    return max((entry for entry in speaking if entry.meta.date == newest), key=lambda entry: entry.outline.words)


def _noted(entry: Entry, lookup: Lookup) -> Passage | None:
    quotes = [
        (len(placed.quote), -placed.number, turn, placed.quote)
        for placed in entry.resolution.notes
        if _whole(placed.quote) and (turn := lookup.turn(entry.id, placed.anchor)) is not None
    ]
    if not quotes:
        return None
    *_, turn, quote = max(quotes)
    return lookup.hit(entry.id, turn, quote.replace("\n", " "), None)


def _whole(quote: str) -> bool:
    """Whether words can stand alone: they begin like a sentence, and are neither a scrap nor a page."""
    return len(quote) in TELLING and quote[:1].isalpha() and not quote[:1].islower()


def _fullest(entry: Entry, lookup: Lookup) -> Passage | None:
    """The answer with the most words, else the turn."""
    turns = entry.outline.turns
    answers = [n for n, facts in enumerate(entry.resolution.turns) if facts.kind == "answer"]
    chosen = max(answers or range(len(turns)), key=lambda n: turns[n].words, default=None)
    return None if chosen is None else lookup.hit(entry.id, chosen, sentences(turns[chosen].excerpt), None)


def _lead(entry: Entry, lookup: Lookup, *, with_questions: bool) -> Lead:
    asked = sorted(_asked(entry, lookup), reverse=True)[:OF_LEAD] if with_questions else []
    in_order = sorted(turn for _, _, turn in asked)
    questions = tuple(lookup.passage(entry.id, turn, named=True) for turn in in_order)
    return Lead(lookup.row(entry.id), telling(entry, lookup), questions)


def _questions(entries: Iterable[Entry], lookup: Lookup) -> Iterator[Group]:
    """The fullest question of each of the newest transcripts that have answered ones."""
    asked = ((entry, max(_asked(entry, lookup), default=None)) for entry in entries)
    fullest = ((entry, best[2]) for entry, best in asked if best)
    for entry, turn in islice(fullest, QUESTIONS):
        yield Group(lookup.row(entry.id), (lookup.passage(entry.id, turn, named=True),))


def _asked(entry: Entry, lookup: Lookup) -> list[tuple[int, int, int]]:
    """The answered questions of a transcript: length, minus number, turn; the greatest is the fullest."""
    answered = [(n, e) for n, e in enumerate(entry.resolution.exchanges) if e.answers and e.questions]
    return [
        (len(exchange.excerpt), -number, turn)
        for number, exchange in answered
        if (turn := lookup.turn(entry.id, exchange.questions[0])) is not None
    ]


def _voices(lookup: Lookup) -> Iterator[Name]:
    """Those heard in the most transcripts; then those who say most."""

    def weight(person: Person) -> tuple[int, int, str]:
        turns = sum(len(there.turns) for there in person.appearances)
        return -len(person.appearances), -turns, person.name

    for person in sorted((p for p in lookup.listed if p.appearances), key=weight)[:VOICES]:
        role, affiliation = role_of(person, lookup)
        yield lookup.person(person.id, len(person.appearances), role or affiliation)


def _topics(lookup: Lookup) -> Iterator[Name]:
    """The topics of the most transcripts."""

    def weight(topic: Topic) -> int:
        return len({*topic.transcripts, *(passage.transcript for passage in topic.passages)})

    counted = [(weight(topic), topic) for topic in lookup.archive.topics]
    for count, topic in sorted(counted, key=lambda pair: (-pair[0], pair[1].name, pair[1].id))[:TOPICS]:
        if count:
            yield lookup.topic(topic.id, count)


def _series(lookup: Lookup) -> tuple[Name, ...]:
    names = (Name(s.name, routes.series(s.id), len(s.transcripts)) for s in lookup.archive.series)
    return tuple(sorted(names, key=lambda name: (-name.count, name.name)))[:SERIES]
