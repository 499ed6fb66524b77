"""The values everything is made of, frozen and slotted; no logic beyond derived properties.

A reader makes a `Transcript`. The archive sees only `Outline`s and `Hit`s of all transcripts, and gives each its
`Resolution`; a `Record` is the two together. Offsets are in characters (Unicode code points), times in integer
milliseconds.
"""

from typing import Literal, dataclass_transform

import msgspec

from generator.errors import Problem


@dataclass_transform(frozen_default=True)
class Value(msgspec.Struct, frozen=True, gc=False):
    """Base of all values: equal by content, hashable, immutable.

    What is immutable cannot hold itself, so that the garbage collector need not look at a million of them.
    """


# --- what a reader finds in one file --------------------------------------------------------------------------

MarkKind = Literal["emphasis", "strong", "link", "reference", "sync", "event", "note", "unsure", "language", "redacted"]


class Mark(Value):
    """A range of a block's text that means something.

    `value` is, by kind: link: the URL; reference: what stands before `|` in `[[…]]`; sync: milliseconds; note: the
    note's id; language: the tag; else None. `start == end` is a point (a sync, a bare note reference).
    """

    start: int
    end: int
    kind: MarkKind
    value: str | int | None = None


class Block(Value, tag="block"):
    """A paragraph or quotation. In `text`, `\\n` is a hard line break; an inline event keeps its brackets."""

    text: str
    marks: tuple[Mark, ...] = ()
    quotation: bool = False


class Event(Value, tag="event"):
    """A stage direction or gap on a line of its own, without its brackets: "Applause", "inaudible"."""

    text: str

    @property
    def kind(self) -> str:
        """One of applause, laughter, crosstalk, inaudible, pause, music, other."""
        folded = self.text.casefold()
        return next((kind for kind, words in _EVENT_WORDS if any(word in folded for word in words)), "other")


_EVENT_WORDS = (
    ("applause", ("applau", "clap", "beifall", "aplau", "applaud", "تصفيق")),
    ("laughter", ("laugh", "chuckl", "giggl", "lachen", "heiterkeit", "rire", "risa", "ضحك")),
    ("crosstalk", ("crosstalk", "cross-talk", "cross talk", "overlapping", "durcheinander")),
    ("inaudible", ("inaudible", "indistinct", "unintelligible", "unverständlich", "unclear", "غير مسموع")),
    ("pause", ("pause", "silence", "stille", "صمت")),
    ("music", ("music", "musik", "musique", "موسيقى")),
)


class Comment(Value, tag="comment"):
    """An editor's comment block: kept when a file is rewritten, never published."""

    text: str


class Attributes(Value):
    """What stands in `{…}` behind a label or heading."""

    id: str | None = None
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    by: tuple[str, ...] = ()  # person ids
    extra: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return self != NO_ATTRIBUTES


NO_ATTRIBUTES = Attributes()


class Section(Value, tag="section"):
    """A heading. Level 2 is the highest inside a transcript."""

    title: str
    level: int = 2
    attributes: Attributes = NO_ATTRIBUTES


class Matter(Value, tag="matter"):
    """Text nobody speaks: preamble, procedure, boilerplate."""

    blocks: tuple[Block, ...]


class Turn(Value, tag="turn"):
    """One uninterrupted contribution under one label.

    `label` is None where the source prints none: an unlabelled opening, or a turn that goes on after a heading
    (`continues`). It is "?" where the source itself does not know who speaks. Events and comments *within* the
    contribution are parts of it; those before and after it are items of their own, so that the last part, if there
    is any, is a block.
    """

    label: str | None
    parts: tuple[Block | Event | Comment, ...] = ()
    attributes: Attributes = NO_ATTRIBUTES
    start: int | None = None
    end: int | None = None
    continues: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The paragraphs and quotations, which is what paragraph numbers count."""
        return tuple(part for part in self.parts if isinstance(part, Block))


Item = Section | Turn | Event | Matter | Comment


class Selector(Value):
    """A note's target given by its words (W3C TextQuoteSelector); without `quote`, the whole turn or transcript."""

    quote: str | None = None
    before: str | None = None
    after: str | None = None
    turn: str | None = None  # an anchor
    to: str | None = None  # the last words of a longer passage that begins with `quote`


class Note(Value):
    """An annotation. Without selectors it is placed by its marks in the text."""

    id: str
    body: str  # Markdown
    kind: str = "context"
    by: str | None = None
    date: str | None = None
    sources: tuple[str, ...] = ()
    rating: str | None = None
    selectors: tuple[Selector, ...] = ()


class Declared(Value):
    """A speaker as the front matter declares them."""

    name: str
    id: str | None = None
    role: str | None = None
    affiliation: str | None = None
    labels: tuple[str, ...] = ()
    part: str | None = None  # principal, moderator, questioner, witness, interviewer, narrator, …
    opening: bool = False


# What an import remembers in `extra`, for itself: of no interest to those who read the page.
IMPORT_MEMORY = ("imported from", "imported file", "imported text")


class Meta(Value):
    """The front matter. None and empty mean: not given. Dates are as written: `1974`, `1974-05`, a date or more."""

    title: str | None = None
    subtitle: str | None = None
    date: str | None = None
    updated: str | None = None
    kind: str | None = None
    place: str | None = None
    series: str | None = None
    status: str | None = None
    language: str | None = None
    summary: str | None = None
    source: str | None = None
    media: tuple[str, ...] = ()
    speakers: tuple[Declared, ...] = ()
    topics: tuple[str, ...] = ()
    slug: str | None = None
    aliases: tuple[str, ...] = ()
    draft: bool | None = None
    licence: str | None = None
    credits: str | None = None
    withdrawn: str | None = None
    variant_of: str | None = None
    variant: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


class Transcript(Value):
    """The record of one event, as one file tells it."""

    meta: Meta = Meta()
    items: tuple[Item, ...] = ()
    notes: tuple[Note, ...] = ()


class Position(Value):
    """Where something stands in its file, from 1; for messages only."""

    line: int
    column: int = 1


class Understood(Value):
    """How a reader understood one line of a foreign file, for `import --explain`."""

    line: int
    text: str
    kind: str  # title, date, label, speech, event, heading, matter, …
    why: str


class Reading(Value):
    """What a reader gives back for one file."""

    transcript: Transcript
    item_positions: tuple[Position, ...] = ()  # one for each item
    block_positions: tuple[tuple[Position, ...], ...] = ()  # for each item, one for each of its blocks
    note_positions: tuple[Position, ...] = ()  # one for each note
    problems: tuple[Problem, ...] = ()
    explained: tuple[Understood, ...] = ()


# --- registries -------------------------------------------------------------------------------------------------


class Role(Value):
    """An office or job held between two dates (inclusive; None is open)."""

    name: str
    start: str | None = None
    until: str | None = None
    affiliation: str | None = None


class PersonEntry(Value):
    """One entry of `people.yaml`."""

    id: str
    name: str
    also: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    affiliation: str | None = None
    description: str | None = None
    links: tuple[str, ...] = ()
    listed: bool = True
    aliases: tuple[str, ...] = ()  # earlier ids


class TopicEntry(Value):
    """One entry of `topics.yaml`."""

    id: str
    name: str
    also: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    description: str | None = None
    aliases: tuple[str, ...] = ()


class SeriesEntry(Value):
    """One entry of `series.yaml`."""

    id: str
    name: str
    description: str | None = None
    aliases: tuple[str, ...] = ()


# --- what the archive sees of each transcript ------------------------------------------------------------------------


class Reference(Value):
    """A cross-reference `[[target|words]]` as it stands in the text."""

    target: str
    words: str
    turn: int  # index into Outline.turns
    paragraph: int
    excerpt: str  # the words around, plain
    position: Position


class TurnOutline(Value):
    """What the archive must know of one turn; `item` is its index in the transcript's items."""

    item: int
    label: str | None
    attributes: Attributes
    continues: bool
    section: int  # index into Outline.sections, -1 before the first
    words: int
    paragraphs: int
    start: int | None
    end: int | None
    excerpt: str  # the first words, plain, at most EXCERPT characters, ending in "…" when cut
    asks: bool  # has a sentence that ends in a question mark
    position: Position


class SectionOutline(Value):
    """What the archive must know of one section."""

    item: int
    title: str
    level: int
    attributes: Attributes
    position: Position


class Spot(Value):
    """A stretch of text: turn and paragraph by index, characters within the paragraph."""

    turn: int
    paragraph: int
    start: int
    end: int


class NoteOutline(Value):
    """A note with the places its words may be.

    `stretches` has, for each target in order, every stretch that fits, as one `Spot` for each paragraph it runs
    through: one stretch is found, none is lost, several are ambiguous unless the turn named by the selector tells
    them apart. A target without a quote has none, and its selector says what is meant.
    """

    note: Note
    selectors: tuple[Selector | None, ...]  # None: placed by a mark in the text
    quotes: tuple[str, ...]  # the words of each target, plain; "" for a point and for a whole turn
    stretches: tuple[tuple[tuple[Spot, ...], ...], ...]
    near: tuple[str, ...]  # likely places of a lost quote, as excerpts
    path: str  # the file the note is written in
    position: Position


class Outline(Value):
    """Everything the archive works on of one transcript."""

    id: str
    path: str  # of the source, relative to the archive's root, with /
    digest: str  # of the transcript's value: changes when anything a page shows of its text changes
    meta: Meta
    turns: tuple[TurnOutline, ...]
    sections: tuple[SectionOutline, ...]
    references: tuple[Reference, ...]
    notes: tuple[NoteOutline, ...]
    events: int
    words: int


class Hit(Value):
    """An occurrence of a topic's term or of a person's or organisation's name in a turn's text."""

    kind: Literal["topic", "person", "organisation"]
    id: str
    spot: Spot
    excerpt: str  # plain words around
    match: tuple[int, int]  # where the words stand in the excerpt


# --- what the archive gives back ----------------------------------------------------------------------------------


class Speaker(Value):
    """A person or an anonymous or collective voice in one transcript. `id` is unique there and begins its anchors."""

    id: str
    name: str
    role: str | None = None
    affiliation: str | None = None
    part: str | None = None
    labels: tuple[str, ...] = ()
    person: bool = True
    turns: int = 0
    words: int = 0


class TopicUse(Value):
    """A topic of a turn and where it came from."""

    id: str
    origin: Literal["turn", "section", "transcript", "term"]


TurnKind = Literal["question", "answer", "statement", "moderation", "interjection"]


class TurnFacts(Value):
    """What the archive found out about one turn."""

    anchor: str
    speaker: str | None  # a Speaker.id of this transcript; None only where the source names nobody ("?")
    others: tuple[str, ...] = ()  # who speaks with them
    kind: TurnKind = "statement"
    replies_to: str | None = None  # the anchor of the question
    exchange: int | None = None  # index into Resolution.exchanges
    topics: tuple[TopicUse, ...] = ()


class Exchange(Value):
    """A question with its answers and follow-ups, as anchors."""

    questions: tuple[str, ...]
    answers: tuple[str, ...]
    asker: str | None
    outlet: str | None
    answerers: tuple[str, ...]
    excerpt: str  # of the first question


class PlacedNote(Value):
    """A note on its words. `spots` is empty for a note on the whole transcript or section."""

    note: Note
    anchor: str | None  # the turn or section it is about; None for the whole transcript
    spots: tuple[Spot, ...]
    number: int  # in reading order, from 1
    quote: str  # the words it is on, plain; "" for a whole turn, section or transcript


class Link(Value):
    """A resolved cross-reference: `url` is site-relative from the root, with fragment."""

    url: str
    title: str  # of what it leads to


class Backlink(Value):
    """A passage elsewhere that refers here."""

    transcript: str
    anchor: str
    speaker: str  # name
    excerpt: str


class Resolution(Value):
    """What the archive adds to one transcript."""

    id: str
    language: str
    speakers: tuple[Speaker, ...]
    turns: tuple[TurnFacts, ...]  # as Outline.turns
    sections: tuple[str, ...]  # anchors, as Outline.sections
    exchanges: tuple[Exchange, ...]
    notes: tuple[PlacedNote, ...]
    topics: tuple[str, ...]  # the transcript's own, by id
    references: tuple[tuple[str, Link], ...]  # target as written → link; a dead one is missing
    backlinks: tuple[tuple[str, tuple[Backlink, ...]], ...]  # anchor ("" for the transcript) → who refers to it
    series: str | None = None


class Record(Value):
    """A transcript with its resolution: what exports and the transcript's page are made from."""

    transcript: Transcript
    resolution: Resolution


class Entry(Value):
    """One transcript in the archive."""

    outline: Outline
    resolution: Resolution

    @property
    def id(self) -> str:
        return self.outline.id

    @property
    def meta(self) -> Meta:
        return self.outline.meta

    @property
    def title(self) -> str:
        return self.outline.meta.title or self.outline.id


class Appearance(Value):
    """A person in one transcript: indices into its turns."""

    transcript: str
    speaker: str  # Speaker.id there
    turns: tuple[int, ...]


class Person(Value):
    """Somebody across transcripts, newest appearance first."""

    id: str
    name: str
    entry: PersonEntry | None  # None: not registered
    appearances: tuple[Appearance, ...]
    affiliations: tuple[str, ...]
    mentions: tuple[tuple[str, Hit], ...]  # transcript id, hit; where others speak of them
    backlinks: tuple[Backlink, ...] = ()
    aliases: tuple[str, ...] = ()


class Passage(Value):
    """A turn, or turns in a row, on a topic."""

    transcript: str
    first: int  # indices into its turns
    last: int
    origin: str
    excerpt: str
    match: tuple[int, int] | None = None


class Topic(Value):
    """A subject across transcripts."""

    id: str
    name: str
    entry: TopicEntry | None
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    related: tuple[str, ...]
    transcripts: tuple[str, ...]  # wholly about it
    passages: tuple[Passage, ...]
    backlinks: tuple[Backlink, ...] = ()
    aliases: tuple[str, ...] = ()


class Organisation(Value):
    """An outlet, office or body that people belong to; (transcript id, speaker id) of each appearance."""

    id: str
    name: str
    people: tuple[str, ...]
    appearances: tuple[tuple[str, str], ...]


class Series(Value):
    """Transcripts that belong together, oldest first."""

    id: str
    name: str
    description: str | None
    transcripts: tuple[str, ...]
    aliases: tuple[str, ...] = ()


class Archive(Value):
    """All transcripts, linked together; entries newest first."""

    entries: tuple[Entry, ...]
    people: tuple[Person, ...]  # by name
    topics: tuple[Topic, ...]  # by name
    organisations: tuple[Organisation, ...]
    series: tuple[Series, ...]
    new_people: tuple[tuple[str, str | None], ...]  # name, nearest known name
    problems: tuple[Problem, ...] = ()
