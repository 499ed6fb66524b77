"""The values everything is made of, frozen and slotted; no logic beyond derived properties.

A reader makes a `Transcript`. By itself, with the registries at hand, each gets its `Resolution`; a `Record` is the
two together. The archive sees all transcripts, but of each only a small `Entry`. Offsets are in characters (Unicode
code points), times in integer milliseconds.
"""

from typing import Literal, dataclass_transform

import msgspec

from generator.errors import Problem


@dataclass_transform(frozen_default=True)
class Value(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Base of all values: equal by content, hashable, immutable; packed without the names of their fields.

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
    until: str | None = None  # the anchor of the turn they are in, where that is a later one


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


class Correction(Value):
    """A line of the log of corrections."""

    date: str
    what: str  # plain words
    by: str | None = None
    turn: str | None = None  # an anchor: of a turn, a paragraph or a section


class Recording(Value):
    """A recording of the event of which more is known than where it is."""

    file: str  # in `static/`, or an address
    title: str | None = None  # what tells it from others: "Hall microphone"
    begins: int = 0  # the time of the transcript at which it begins; less than 0 when it began before


# What an import remembers in `extra`, for itself: of no interest to those who read the page.
IMPORT_MEMORY = ("imported from", "imported place", "imported file", "imported text")


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
    media: tuple[str | Recording, ...] = ()
    image: str | None = None
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
    corrections: tuple[Correction, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()  # of a table: what it is, and what the table calls it
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def corrected(self) -> str | None:
        """The date of the last correction."""
        return max((correction.date for correction in self.corrections), default=None)

    @property
    def changed(self) -> str | None:
        """When the text was last changed, as far as it says: updated or corrected."""
        return max(filter(None, (self.updated, self.corrected)), default=None)


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
    unless: tuple[str, ...] = ()  # phrases that contain a term and mean something else


class SeriesEntry(Value):
    """One entry of `series.yaml`."""

    id: str
    name: str
    description: str | None = None
    aliases: tuple[str, ...] = ()


class Protected(Value):
    """A name or passage that must not be published; `alias` stands in its place, else a mark."""

    words: str
    also: tuple[str, ...] = ()
    alias: str | None = None


# --- what is found in one transcript by itself ------------------------------------------------------------------------


class Reference(Value):
    """A cross-reference `[[target|words]]` as it stands in the text."""

    target: str
    turn: int  # index into Outline.turns
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
    breaks_off: bool = False  # ends with a dash
    takes_up: bool = False  # begins with a dash


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


class Candidate(Value):
    """A stretch that has the words of a note's target: one `Spot` for each paragraph it runs through."""

    spots: tuple[Spot, ...]
    context: int = 0  # how many of the selector's `before` and `after` fit there


class Nearby(Value):
    """A place that is like a lost quote."""

    turn: int  # index into Outline.turns
    words: str
    now: bool = False  # what stands now between the words that stood around the quote


class NoteOutline(Value):
    """A note with the places its words may be.

    `candidates` has, for each target in order, every stretch that has its words; which of them is meant, or that none
    is, `archive.notes` decides. A target without a quote has none, and its selector says what is meant.
    """

    note: Note
    selectors: tuple[Selector | None, ...]  # None: placed by a mark in the text
    quotes: tuple[str, ...]  # the words of each target, plain; "" for a point and for a whole turn
    candidates: tuple[tuple[Candidate, ...], ...]
    near: tuple[tuple[Nearby, ...], ...]  # for each target
    path: str  # the file the note is written in
    position: Position


class Outline(Value):
    """What must be known of one transcript to resolve it."""

    id: str
    path: str  # of the source, relative to the archive's root, with /
    meta: Meta
    turns: tuple[TurnOutline, ...]
    sections: tuple[SectionOutline, ...]
    references: tuple[Reference, ...]
    notes: tuple[NoteOutline, ...]
    words: int
    timed: bool = False  # whether any words have a time in a recording


class Hit(Value):
    """An occurrence of a topic's term or of a person's or organisation's name in a turn's text."""

    kind: Literal["topic", "person", "organisation"]
    id: str
    spot: Spot
    excerpt: str  # plain words around
    match: tuple[int, int]  # where the words stand in the excerpt


class Speaker(Value):
    """A person or an anonymous or collective voice in one transcript. `id` is unique there and begins its anchors."""

    id: str
    name: str
    role: str | None = None
    affiliation: str | None = None
    part: str | None = None
    labels: tuple[str, ...] = ()
    person: bool = True
    listed: bool = True  # a person who has a page
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
    words: int = 0
    resumes: str | None = None  # the anchor of the same speaker's turn that was broken off and goes on here


class Exchange(Value):
    """A question with its answers and follow-ups, as anchors. Without answers it is unanswered."""

    questions: tuple[str, ...]  # the first, and the follow-ups
    answers: tuple[str, ...]
    asker: str | None
    outlet: str | None
    answerers: tuple[str, ...]
    excerpt: str  # of the first question
    interjections: tuple[str, ...] = ()
    introduced: str = ""  # how the chair, or they themselves, named an asker whose label does not


class PlacedTarget(Value):
    """One target of a note, where it is. `spots` is empty for a whole turn, section or transcript."""

    anchor: str | None  # the turn or section it is about or begins in; None for the whole transcript
    spots: tuple[Spot, ...] = ()
    quote: str = ""  # the words it is on, plain


class Author(Value):
    """Who wrote a note. `id` is the person's where they are registered, else a slug of the name."""

    id: str
    name: str
    role: str = ""  # on the note's date


class Former(Value):
    """A published anchor that nothing has as its id any more, and where it stands so that links to it lead on.

    It stands before the paragraph with the index `paragraph`, or after the last; -1: before the turn as a whole.
    """

    kind: Literal["section", "turn", "paragraph", "note"]
    anchor: str
    turn: int  # index into Outline.turns; their number: after the last
    paragraph: int = -1
    gone: bool = False  # its words are removed; else most of them are here


class PlacedNote(Value):
    """A note on its words."""

    note: Note
    number: int  # in reading order, from 1
    targets: tuple[PlacedTarget, ...]  # at least one
    author: Author | None = None

    @property
    def anchor(self) -> str | None:
        """The anchor of its first target."""
        return self.targets[0].anchor

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Every stretch of text that it is on."""
        return tuple(spot for target in self.targets for spot in target.spots)

    @property
    def quote(self) -> str:
        """The words it is on, plain; "" where it is on no words."""
        return " … ".join([target.quote for target in self.targets if target.quote])


class Resolution(Value):
    """What is found out about one transcript with the registries at hand, but without the other transcripts."""

    id: str
    language: str
    speakers: tuple[Speaker, ...]
    turns: tuple[TurnFacts, ...]  # as Outline.turns
    sections: tuple[str, ...]  # anchors, as Outline.sections
    exchanges: tuple[Exchange, ...]
    notes: tuple[PlacedNote, ...]
    topics: tuple[str, ...]  # the transcript's own, by id
    topic_names: tuple[tuple[str, str], ...] = ()  # id → name, of all that are used
    series: str | None = None
    passages: tuple[tuple[str, int, int], ...] = ()  # topic, first and last turn; those of one topic in order
    paragraphs: tuple[tuple[str, ...], ...] = ()  # anchors, for each turn; () where all are ANCHOR.pN by their number
    former: tuple[Former, ...] = ()  # in the order of the ledger

    def paragraph_anchor(self, turn: int, number: int) -> str:
        """The anchor of a turn's paragraph, both by index."""
        anchors = self.paragraphs[turn] if self.paragraphs else ()
        return anchors[number] if anchors else f"{self.turns[turn].anchor}.p{number + 1}"


class Glimpse(Value):
    """Words of a turn with what was found in them."""

    turn: int
    excerpt: str
    match: tuple[int, int]


class Passage(Value):
    """A turn, or turns that follow each other, on a topic: indices into the turns."""

    first: int
    last: int
    origin: str
    excerpt: str  # of the first
    match: tuple[int, int] | None = None
    more: tuple[Glimpse, ...] = ()  # of the next ones with a term


class Record(Value):
    """A transcript with its resolution: what exports and the transcript's page are made from."""

    transcript: Transcript
    resolution: Resolution


# --- what the archive sees of each transcript, and gives back ---------------------------------------------------------


class Extract(Value):
    """Rows that pages list of one transcript: how many they are, and the key the memory keeps them under.

    With `turns`, what is kept are all turns of the transcript, and these are the ones that are meant.
    """

    key: str = ""
    count: int = 0
    turns: tuple[int, ...] = ()
    named: bool = False  # the list tells who speaks

    def first(self, count: int) -> "Extract":
        """The first rows of these."""
        return Extract(self.key, min(self.count, count), self.turns[:count], self.named)


class Appearance(Value):
    """A speaker in one transcript."""

    speaker: Speaker
    said: Extract  # every turn
    asked: Extract  # those that are questions
    answered: Extract  # those that are answers
    noted: Extract  # notes on their words, as NoteRows
    topics: tuple[tuple[str, int], ...]  # id, turns on it


class Locator(Value):
    """Where a passage is: the anchor of its first turn, and the numbers of its first and last, from 1."""

    anchor: str
    first: int
    last: int


class Heard(Value):
    """Somebody with a page who speaks on a topic in one transcript."""

    person: str
    count: int  # passages
    places: tuple[Locator, ...]  # the first of them


class Treatment(Value):
    """A topic in one transcript."""

    topic: str
    passages: Extract
    speakers: tuple[Heard, ...]  # by id


class Asked(Value):
    """What the people of an organisation asked in one transcript."""

    organisation: str  # id
    questions: Extract
    by: tuple[tuple[str, int], ...]  # people, by questions
    to: tuple[tuple[str, int], ...]  # people, by questions they answered


CitationKind = Literal["reference", "quotation", "answer", "note"]


class Citation(Value):
    """A cross-reference of a transcript, with who makes it where."""

    target: str
    kind: CitationKind  # "answer": to a question elsewhere; "note": in a note's body
    anchor: str
    speaker: str  # name, or the author of the note
    url: str  # of the speaker's page; "" where there is none
    excerpt: str
    path: str  # of the file it stands in
    position: Position


class Entry(Value):
    """One transcript as the archive sees it: small, so that memory stays flat."""

    id: str
    path: str
    text: str  # the keys under which the memory keeps the Text and the Resolution
    resolution: str
    meta: Meta
    language: str
    series: str | None
    appearances: tuple[Appearance, ...]
    topics: tuple[str, ...]
    topic_names: tuple[tuple[str, str], ...]
    treatments: tuple[Treatment, ...]
    mentions: tuple[tuple[str, Extract], ...]  # "person:ID", "organisation:ID" → where others speak of them
    questions: tuple[Asked, ...]
    exchanges: Extract  # questions with their answers, by the numbers of their turns
    said: str  # the key of all turns
    notes: tuple[tuple[str, Extract], ...]  # kind → notes
    noted_by: tuple[tuple[str, str, Extract], ...]  # author, their name → notes
    noted_on: tuple[tuple[str, Extract], ...]  # topic → notes on its passages
    front: Extract  # what the front page may show: Fronts
    answered: int  # questions that got an answer
    anchors: str  # the key of the anchors of turns, sections and notes, each with its name
    citations: tuple[Citation, ...]
    timed: bool  # whether any words have a time in a recording
    turns: int
    words: int
    opening: str  # the first words
    was: tuple[tuple[str, float], ...] = ()  # earlier ids, and how much of what was published there is here
    digest: str = ""  # of all that any page shows of it

    @property
    def title(self) -> str:
        return self.meta.title or self.id

    @property
    def kept(self) -> set[str]:
        """Every key under which the memory keeps something of it."""
        rows = [
            self.front,
            self.exchanges,
            *(extract for there in self.appearances for extract in (there.said, there.noted)),
            *(treatment.passages for treatment in self.treatments),
            *(extract for of in (self.mentions, self.notes, self.noted_on) for _, extract in of),
            *(extract for _, _, extract in self.noted_by),
        ]
        return {self.text, self.resolution, self.anchors, self.said, *(extract.key for extract in rows)}


class Link(Value):
    """A resolved cross-reference: `url` is site-relative from the root, with fragment."""

    url: str
    title: str  # of what it leads to


class Backlink(Value):
    """A passage elsewhere that refers here."""

    transcript: str
    kind: CitationKind
    anchor: str
    speaker: str  # name, or the author of the note
    url: str  # of the speaker's page; "" where there is none
    excerpt: str


class Quotation(Value):
    """Where the words of a cross-reference stand in the transcript that it names.

    One place is found, none is lost, several are ambiguous.
    """

    places: tuple[tuple[str, str], ...]  # anchors of the turn and of the paragraph
    words: str = ""  # as they stand there: those in the first paragraph
    near: tuple[str, ...] = ()  # the beginnings of likely paragraphs, where there is none


class Neighbourhood(Value):
    """What other transcripts, and the archive as a whole, add to one."""

    references: tuple[tuple[str, Link], ...] = ()  # target as written → link; a dead one is missing
    backlinks: tuple[tuple[str, tuple[Backlink, ...]], ...] = ()  # anchor ("" for the transcript) → who refers to it


class Person(Value):
    """Somebody across transcripts, newest appearance first."""

    id: str
    name: str
    entry: PersonEntry | None  # None: not registered
    appearances: tuple[tuple[str, Appearance], ...]  # by transcript
    mentions: tuple[tuple[str, Extract], ...]  # transcript → where others speak of them
    backlinks: tuple[Backlink, ...] = ()

    @property
    def aliases(self) -> tuple[str, ...]:
        return self.entry.aliases if self.entry else ()


class Topic(Value):
    """A subject across transcripts."""

    id: str
    name: str
    entry: TopicEntry | None
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    related: tuple[str, ...]
    transcripts: tuple[str, ...]  # wholly about it
    treatments: tuple[tuple[str, Treatment], ...]  # by transcript
    backlinks: tuple[Backlink, ...] = ()

    @property
    def aliases(self) -> tuple[str, ...]:
        return self.entry.aliases if self.entry else ()

    @property
    def passages(self) -> int:
        """How many there are in all transcripts."""
        return sum(treatment.passages.count for _, treatment in self.treatments)


class Organisation(Value):
    """An outlet, office or body that people belong to."""

    id: str
    name: str
    appearances: tuple[tuple[str, str], ...]  # transcript, person or voice
    people: tuple[str, ...]
    questions: tuple[tuple[str, Asked], ...]  # by transcript
    mentions: tuple[tuple[str, Extract], ...] = ()  # transcript → where others speak of it
    backlinks: tuple[Backlink, ...] = ()


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
    variants: tuple[tuple[str, str], ...]  # transcript → that of which it is another text; no circles
    neighbourhoods: tuple[tuple[str, Neighbourhood], ...]  # of the transcripts that have any, by id
    new_people: tuple[tuple[str, str | None], ...]  # name, nearest known name
    problems: tuple[Problem, ...] = ()
    former: tuple[tuple[str, str], ...] = ()  # earlier ids of transcripts → their ids
