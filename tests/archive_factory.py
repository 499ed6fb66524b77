"""Archives made by hand, for tests of what is shown of one: nothing here reads a file or finds anything out."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from generator import archive as archives
from generator import pages
from generator.config import Registries, Settings
from generator.model import (
    NO_ATTRIBUTES,
    Archive,
    Author,
    Exchange,
    Extract,
    Hit,
    Meta,
    Note,
    Outline,
    Passage,
    PersonEntry,
    PlacedNote,
    PlacedTarget,
    Position,
    Quotation,
    Reference,
    Resolution,
    Role,
    SeriesEntry,
    Speaker,
    Spot,
    TopicEntry,
    TopicUse,
    TurnFacts,
    TurnOutline,
    Value,
)
from generator.pages import FreePage, Planned, extracts
from generator.pages.extracts import Front

HERE = Position(1)
FIRST = ("Ines", "Tomas", "Mira", "Élise", "Bao", "Oskar", "Nadia", "Jun", "Petra", "Łukasz", "Amina", "Rowan", "Zoë")
LAST = ("Okafor", "Brandt", "Castellan", "Duarte", "Nguyen", "Lindqvist", "Haddad", "Mori", "Weiss", "Kowal", "Diallo")
SAID = (
    "The levy goes to the quay wall and nothing else, and I will say so as often as anybody asks me.",
    "Boats under eight metres are exempt. They always were, and nobody on this council has ever proposed to change it.",
    "I remember the ice coming down the river in March, and my father counting the boats twice.",
    "We shall publish the figures in June.",
    "No.",
)
ASKED = (
    "Who is exempt, and who decided that?",
    "Commissioner, the 2029 budget paid for dredging. Why should the harbour pay twice for the same mud?",
    "Can you tell us when the figures will be public?",
)
TITLES = (
    "Harbour levy: questions from the press",
    "Hearing on the quay wall",
    "A childhood on the Ellery",
    "The Tide Table, episode {n}",
    "Debate of the candidates",
)
KINDS = ("press-conference", "hearing", "oral-history", "podcast", "debate")
OUTLETS = ("The Ellery Post", "Radio Sound", "Harbour Gazette")
P0 = PersonEntry(
    "p0",
    "Ines Okafor",
    ("the Commissioner",),
    (
        Role("Harbour Clerk", "2019-02", "2024-06-30", "Port Authority"),
        Role("Harbour Commissioner", "2024-07-01"),
    ),
    None,
    "Runs the harbour.",
    ("https://example.org/p0",),
)
FISHING = TopicEntry(
    "fishing",
    "Fishing",
    ("Angling", "Trawling"),
    ("boats",),
    ("economy",),
    ("harbour-levy",),
    "Boats and nets.",
)
REGISTRIES = Registries(
    (P0,),
    (TopicEntry("economy", "Economy"), FISHING, TopicEntry("harbour-levy", "Harbour levy")),
    (SeriesEntry("tides", "The Tide Table", "A podcast about the harbour."),),
)


class Talk(Value):
    """A transcript, as far as an archive is made from it."""

    outline: Outline
    found: Resolution
    passages: tuple[tuple[str, Passage], ...] = ()  # topic, passage
    hits: tuple[Hit, ...] = ()


_kept: dict[str, bytes] = {}  # what entries refer to, under hashes of it, so that all archives can share it
load = _kept.__getitem__


def turn(item: int, label: str, excerpt: str, *, words: int = 20, start: int | None = None) -> TurnOutline:
    """What the archive knows of a turn."""
    return TurnOutline(item, label, NO_ATTRIBUTES, False, -1, words, 1, start, None, excerpt, "?" in excerpt, HERE)


def person_name(number: int) -> str:
    """The invented name of the person with this number: the same one on every run, different for each number."""
    name = f"{FIRST[number % len(FIRST)]} {LAST[number * 5 % len(LAST)]}"
    lap = number // (len(FIRST) * len(LAST))
    return f"{name} {'I' * (lap + 1)}" if lap else name


def archive(transcripts: int = 3, people: int = 6, turns: int = 8) -> Archive:
    """The archive of `talks`."""
    return linked(talks(transcripts, people, turns))


def linked(of: Iterable[Talk], registries: Registries = REGISTRIES) -> Archive:
    """The archive of these transcripts; an empty one has nothing in its registries either."""
    entries = []
    for talk in of:
        resolved = archives.Resolved(talk.found, talk.passages, ())
        entry, blobs = extracts.entry(talk.outline, resolved, talk.hits, "", Settings())
        entries.append(entry)
        _kept.update(blobs)
    return archives.link(
        entries,
        registries if entries else Registries(),
        lambda entry: msgspec.msgpack.decode(load(entry.anchors), type=dict[str, str]),
        lambda _entry, _anchor, _words: Quotation(()),
    )


def planned(of: Archive, settings: Settings, free: tuple[FreePage, ...] = ()) -> tuple[Planned, ...]:
    """The pages of an archive."""
    return pages.plan(pages.Lookup(of, settings, _front), free)


def _front(extract: Extract) -> Front:
    return msgspec.msgpack.decode(load(extract.key), type=tuple[Front])[0]


def talks(transcripts: int = 3, people: int = 6, turns: int = 8) -> tuple[Talk, ...]:
    """Press conferences, hearings and the like, newest first, with questions, answers, notes, topics and a series.

    People take part in turn: each transcript has one who answers and two who ask.
    """
    return tuple(_talk(n, people, turns, transcripts - n) for n in range(transcripts, 0, -1))


def with_meta(talk: Talk, **changes: object) -> Talk:
    """The transcript with other front matter."""
    meta = replace(talk.outline.meta, **changes)
    return replace(talk, outline=replace(talk.outline, meta=meta))


def _talk(n: int, people: int, turns: int, age: int) -> Talk:
    id = f"talk-{n}"
    numbers = list(dict.fromkeys((n * 3 + k) % people for k in range(3))) if people else []
    speakers = [
        Speaker(
            f"p{number}",
            person_name(number),
            "Harbour Commissioner" if k == 0 else None,
            OUTLETS[number % 3] if k else None,
            "principal" if k == 0 else "questioner",
        )
        for k, number in enumerate(numbers)
    ]
    outlines, facts, exchanges = [], [], []
    counts: dict[str, int] = {}
    for t in range(turns if speakers else 0):
        asks = t % 2 == 1 and len(speakers) > 1
        speaker = speakers[1 + t // 2 % (len(speakers) - 1)] if asks else speakers[0]
        counts[speaker.id] = counts.get(speaker.id, 0) + 1
        anchor = f"{speaker.id}-{counts[speaker.id]}"
        said = ASKED[(n + t) % len(ASKED)] if asks else SAID[(n + t) % len(SAID)]
        outlines.append(turn(t, speaker.name, said, words=len(said.split()), start=t * 61_000 if n % 2 else None))
        kind = "question" if asks else "answer" if t else "statement"
        replies = facts[-1].anchor if kind == "answer" else None
        use = (TopicUse("harbour-levy", "transcript"), *((TopicUse("fishing", "term"),) if "oats" in said else ()))
        exchange = (t - 1) // 2 if t and len(speakers) > 1 else None
        facts.append(TurnFacts(anchor, speaker.id, (), kind, replies, exchange, use))
        if asks:
            exchanges.append(Exchange((anchor,), (), speaker.id, speaker.affiliation, (), said))
        elif exchanges and exchange is not None:
            exchanges[-1] = replace(exchanges[-1], answers=(anchor,), answerers=(speaker.id,))
    said_by = {s.id: [o for o, f in zip(outlines, facts, strict=True) if f.speaker == s.id] for s in speakers}
    words = {id: sum(outline.words for outline in of) for id, of in said_by.items()}
    speakers = [replace(s, turns=len(said_by[s.id]), words=words[s.id]) for s in speakers]
    meta = Meta(
        title=TITLES[n % len(TITLES)].format(n=n),
        date=f"{2030 + n // 8}-{n % 8 + 1:02}-{n % 28 + 1:02}",
        kind=KINDS[n % len(KINDS)],
        place="Port Ellery",
        summary="Who pays for the wall, who does not, and why it must be now." if n % 2 else None,
        series="tides" if n % 5 == 3 else None,
    )
    notes = _notes(facts) if n % 2 else ()
    outline = Outline(
        id,
        f"content/transcripts/{id}.md",
        meta,
        tuple(outlines),
        (),
        (Reference("topic:fishing", 0, "as I said of fishing", HERE),) if outlines and not age else (),
        (),
        sum(words.values()),
    )
    found = Resolution(
        id,
        "en",
        tuple(speakers),
        tuple(facts),
        (),
        tuple(exchanges),
        notes,
        ("harbour-levy",),
        tuple((topic.id, topic.name) for topic in REGISTRIES.topics if topic.id != "economy"),
        meta.series,
    )
    return Talk(outline, found, tuple(_passages(outlines)), _mentions(facts) if age < 2 else ())


def _notes(facts: list[TurnFacts]) -> tuple[PlacedNote, ...]:
    if not facts:
        return ()
    body = "The *2029* budget also paid for [dredging](https://example.org/budget)."
    quote = "the quay wall and nothing else, and I will say so as often"
    wall = Note("wall", body, "context", "A. Editor", "2031-05-07")
    author = Author("a-editor", "A. Editor")
    noted = PlacedNote(wall, 1, (PlacedTarget(facts[0].anchor, (), quote),), author)
    whole = PlacedNote(Note("sound", "The recording begins late.", "editor"), 2, (PlacedTarget(None),))
    return noted, whole


def _passages(outlines: list[TurnOutline]) -> Iterable[tuple[str, Passage]]:
    """On the levy from the first turn to the last, on fishing where the boats are named."""
    if outlines:
        yield "harbour-levy", Passage(0, len(outlines) - 1, "section", outlines[0].excerpt)
    for index, outline in enumerate(outlines):
        if "Boats" in outline.excerpt:
            yield "fishing", Passage(index, index, "term", outline.excerpt, _where(outline.excerpt, "Boats"))


def _mentions(facts: list[TurnFacts]) -> tuple[Hit, ...]:
    """The first who is not Élise speaks of her."""
    turn = next((index for index, turn in enumerate(facts) if turn.speaker != "p3"), None)
    if turn is None:
        return ()
    return (Hit("person", "p3", Spot(turn, 0, 0, 5), "as Élise told the council last year", (3, 8)),)


def _where(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)
