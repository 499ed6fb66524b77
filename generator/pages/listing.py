"""What the pages with lists share: rows of transcripts, passages in groups, all as plain values."""

from collections.abc import Iterable

from generator.config import Settings
from generator.languages import Tongue, message
from generator.model import Entry, Extract, Value
from generator.pages.naming import KIND_OF_TEXT

UNDATED = message("undated")


class Name(Value):
    """A name in a list. `url` is "" for what has no page; `count` 0 is not shown."""

    name: str
    url: str = ""
    count: int = 0
    detail: str = ""


class TranscriptRow(Value):
    """A transcript as lists show it."""

    url: str
    title: str
    date: str | None
    language: str  # "" when it is the site's own
    kind: str = ""
    place: str = ""
    series: Name | None = None
    summary: str = ""
    speakers: tuple[Name, ...] = ()
    others: int = 0  # further speakers, not named
    words: int = 0
    notes: int = 0
    tags: tuple[str, ...] = ()  # Draft, Withdrawn, Translation, …

    @property
    def year(self) -> str:
        """The year of its date, or "undated"."""
        return year_of(self.date)


class Runs(Value):
    """From which turn to which a passage runs, by their numbers in the transcript, from 1."""

    first: int
    last: int
    last_anchor: str


class Passage(Value):
    """A passage that leads to its place. The words are in three parts; `hit` is what was looked for."""

    anchor: str
    before: str
    hit: str = ""
    after: str = ""
    kind: str = ""  # question, answer, … ("" is not shown)
    speaker: str = ""  # "" where the page is about one speaker
    speaker_url: str = ""
    outlet: str = ""
    clock: str = ""  # h:mm:ss
    prompt_anchor: str = ""  # what it answers, or is answered by
    prompt_name: str = ""
    prompt: str = ""
    runs: Runs | None = None  # None where it is one turn
    more: "tuple[Passage, ...]" = ()  # the words of its further turns


class Said(Value):
    """A turn as the memory keeps it for all lists of its transcript."""

    anchor: str
    words: str  # the first ones
    kind: str
    clock: str
    speaker: str
    speaker_url: str
    outlet: str
    known_as: str  # name and outlet: "Tomas Brandt, The Ellery Post"
    other: int  # the turn it answers, or is answered by; -1 for none


class Exchanged(Value):
    """An exchange as the memory keeps it: its turns by number, questions first."""

    questions: tuple[int, ...]
    answers: tuple[int, ...]
    interjections: tuple[int, ...]
    introduced: str  # how somebody was named whose label does not
    outlet: str


class Exchange(Value):
    """A question with its follow-ups and answers, as the list of all questions shows it."""

    question: Passage
    replies: tuple[Passage, ...]  # answers, follow-ups and interjections, in their order
    answered: bool


class Group(Value):
    """Passages of one transcript, in their order."""

    transcript: TranscriptRow
    passages: Extract
    detail: str = ""  # as what somebody spoke there


class Found(Value):
    """A passage somewhere that refers to what the page is about."""

    transcript: TranscriptRow
    passage: Passage


class NoteRow(Value):
    """A note, with the words it is on."""

    url: str  # of its transcript
    title: str
    language: str  # of the transcript; "" when it is the site's own
    anchor: str  # of the note there
    kind: str  # the name of its kind
    quote: str  # "" for a note on a whole turn, section or transcript
    html: str  # its body
    by: str
    by_url: str  # of the page of all they wrote
    date: str | None
    rating: str
    sources: tuple[tuple[str, str], ...]  # words, URL or ""
    speaker: str  # whose words they are; "" where the note is on more than words


def year_of(date: str | None) -> str:
    """The year of a date as written, or "undated"."""
    head = (date or "")[:4]
    return head if len(head) == 4 and head.isascii() and head.isdigit() else UNDATED


def span(dates: Iterable[str | None]) -> str:
    """The years from the first to the last date: "1974", "1974–2031", or ""."""
    years = sorted({year_of(date) for date in dates} - {UNDATED})
    if not years:
        return ""
    return years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"


def note_kind(kind: str, settings: Settings) -> str:
    """The name of a kind of note."""
    return next((known.name for known in settings.notes if known.id == kind), kind.replace("-", " ").capitalize())


def of_year(title: str, year: str, tongue: Tongue) -> str:
    """The title of one year of a list."""
    return tongue.gettext("%(title)s, %(year)s", title=title, year=tongue.year(year))


def tags(entry: Entry, tongue: Tongue) -> tuple[str, ...]:
    """What sets a transcript apart from the others of a list."""
    meta = entry.meta
    found = []
    if meta.draft:
        found.append(tongue.gettext("Draft"))
    if meta.withdrawn is not None:
        found.append(tongue.gettext("Withdrawn"))
    if meta.variant:
        found.append(tongue.known(meta.variant[:1].upper() + meta.variant[1:], KIND_OF_TEXT))
    return tuple(found)
