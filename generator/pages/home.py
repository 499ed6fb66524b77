"""The front page: the newest transcript with a telling passage, then what else is new, questions, voices, topics."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby, islice

from generator import routes
from generator.model import Entry, Person, Topic, Value
from generator.pages.figures import Columns, over_years
from generator.pages.listing import Found, Name, Passage, TranscriptRow, span
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned
from generator.pages.speakers import role_of
from generator.pages.transcripts import years_of

NEW = 6  # transcripts besides the newest
VOICES = 12
TOPICS = 18
QUESTIONS = 5
SERIES = 6

_ROOMS = {"lead": "above", "new": "above", **dict.fromkeys(("questions", "voices", "topics", "series"), "below")}
_SUBJECTS = ("topics", "series")


class Lead(Value):
    """The newest transcript, a passage from it, and what was asked there."""

    transcript: TranscriptRow
    passage: Passage | None
    questions: tuple[Passage, ...] = ()


class Room(Value):
    """Parts of the front page that stand beside each other, each cell with one or with several below each other."""

    name: str  # "above", "below", or "" for a part that has the page's width to itself
    cells: tuple[tuple[str, ...], ...]


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
    questions: tuple[Found, ...]
    voices: tuple[Name, ...]
    topics: tuple[Name, ...]
    series: tuple[Name, ...]
    over_years: Columns | None
    parts: tuple[str, ...]  # those that the settings ask for, in order

    @property
    def rooms(self) -> tuple[Room, ...]:
        """The parts with anything to show, as they are laid out."""
        there = {"years": self.over_years, **{name: getattr(self, name) for name in _ROOMS}}
        return tuple(_rooms(name for name in self.parts if there[name]))


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The front page."""
    yield Planned("index.html", "home", lookup.settings.title, lookup.everything(), partial(_page, lookup))


def _page(lookup: Lookup) -> Page:
    archive, settings = lookup.archive, lookup.settings
    shown = [entry for entry in archive.entries if entry.meta.withdrawn is None]
    asked_for = settings.theme.home
    first = _first(shown) if "lead" in asked_for else None
    rest = [entry for entry in shown if entry is not first]
    elsewhere = tuple(_questions(rest, lookup))
    data = HomePage(
        title=settings.title,
        description=settings.description or "",
        total=len(shown),
        turns=sum(entry.turns for entry in shown),
        voices_total=len(lookup.listed),
        topics_total=len(archive.topics),
        years=span(entry.meta.date for entry in shown),
        lead=_lead(first, lookup, with_questions=bool(elsewhere) or "questions" not in asked_for) if first else None,
        new=tuple(lookup.row(entry.id) for entry in rest[:NEW]),
        questions=elsewhere or _asked_there(first, lookup),
        voices=tuple(_voices(lookup)),
        topics=tuple(_topics(lookup)),
        series=_series(lookup),
        over_years=over_years(years_of(lookup), lookup.language),
        parts=asked_for,
    )
    about = settings.description or lookup.tongue.ngettext(
        "%(title)s: %(num)s transcript.", "%(title)s: %(num)s transcripts.", len(shown), title=settings.title
    )
    return Page("index.html", "home.html", settings.title, about, data, language=lookup.language, kind="home")


def _rooms(parts: Iterable[str]) -> Iterator[Room]:
    """What stands beside what: the newest transcript with what else is new, then the lists; the years alone."""
    for name, group in groupby(parts, lambda part: _ROOMS.get(part, "")):
        cells: list[tuple[str, ...]] = []
        for part in group:
            if part in _SUBJECTS and cells and cells[-1][-1] in _SUBJECTS:
                cells[-1] = (*cells[-1], part)
            else:
                cells.append((part,))
        if name == "above" and cells != [("lead",), ("new",)]:
            yield from (Room("", (cell,)) for cell in cells)
        else:
            yield Room(name, tuple(cells))


def _first(entries: list[Entry]) -> Entry | None:
    """The newest transcript that says something; of those of one day, the one with the most words."""
    speaking = [entry for entry in entries if entry.turns] or entries
    if not speaking:
        return None
    newest = speaking[0].meta.date
    return max((entry for entry in speaking if entry.meta.date == newest), key=lambda entry: entry.words)


def _lead(entry: Entry, lookup: Lookup, *, with_questions: bool) -> Lead:
    front = lookup.front(entry.front)
    return Lead(lookup.row(entry.id), front.telling, front.questions if with_questions else ())


def _questions(entries: Iterable[Entry], lookup: Lookup) -> Iterator[Found]:
    """The fullest question of each of the newest transcripts that have answered ones."""
    for entry in islice((entry for entry in entries if entry.answered), QUESTIONS):
        if fullest := lookup.front(entry.front).fullest:
            yield Found(lookup.row(entry.id), fullest)


def _asked_there(entry: Entry | None, lookup: Lookup) -> tuple[Found, ...]:
    """What was asked in the newest transcript, where nothing was asked in any other."""
    if entry is None:
        return ()
    return tuple(Found(lookup.row(entry.id), question) for question in lookup.front(entry.front).questions)


def _voices(lookup: Lookup) -> Iterator[Name]:
    """Those heard in the most transcripts; then those who say most."""

    def weight(person: Person) -> tuple[int, int, str]:
        turns = sum(there.said.count for _, there in person.appearances)
        return -len(person.appearances), -turns, person.name

    for person in sorted((p for p in lookup.listed if p.appearances), key=weight)[:VOICES]:
        role, affiliation = role_of(person)
        yield lookup.person(person.id, len(person.appearances), role or affiliation)


def _topics(lookup: Lookup) -> Iterator[Name]:
    """The topics of the most transcripts."""

    def weight(topic: Topic) -> int:
        return len({*topic.transcripts, *(transcript for transcript, _ in topic.treatments)})

    counted = [(weight(topic), topic) for topic in lookup.archive.topics]
    for count, topic in sorted(counted, key=lambda pair: (-pair[0], pair[1].name, pair[1].id))[:TOPICS]:
        if count:
            yield lookup.topic(topic.id, count)


def _series(lookup: Lookup) -> tuple[Name, ...]:
    names = (Name(s.name, routes.series(s.id), len(s.transcripts)) for s in lookup.archive.series)
    return tuple(sorted(names, key=lambda name: (-name.count, name.name)))[:SERIES]
