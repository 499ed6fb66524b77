"""Archives made by hand, for tests of what is shown of one: nothing here reads a file."""

import msgspec

from generator.model import (
    NO_ATTRIBUTES,
    Appearance,
    Archive,
    Backlink,
    Entry,
    Exchange,
    Hit,
    Meta,
    Note,
    Organisation,
    Outline,
    Passage,
    Person,
    PersonEntry,
    PlacedNote,
    Position,
    Resolution,
    Role,
    Series,
    Speaker,
    Spot,
    Topic,
    TopicEntry,
    TopicUse,
    TurnFacts,
    TurnOutline,
)

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


def turn(item: int, label: str, excerpt: str, *, words: int = 20, start: int | None = None) -> TurnOutline:
    """What the archive knows of a turn."""
    return TurnOutline(item, label, NO_ATTRIBUTES, False, -1, words, 1, start, None, excerpt, "?" in excerpt, HERE)


def person_name(number: int) -> str:
    """The invented name of the person with this number: the same one on every run, different for each number."""
    name = f"{FIRST[number % len(FIRST)]} {LAST[number * 5 % len(LAST)]}"
    lap = number // (len(FIRST) * len(LAST))
    return f"{name} {'I' * (lap + 1)}" if lap else name


def archive(transcripts: int = 3, people: int = 6, turns: int = 8) -> Archive:
    """An archive of press conferences, hearings and the like, with questions, answers, notes, topics and a series.

    People take part in turn: each transcript has one who answers and two who ask.
    """
    entries = tuple(_entry(n, people, turns) for n in range(transcripts, 0, -1))
    return _linked(entries)


def _entry(n: int, people: int, turns: int) -> Entry:
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
            exchanges[-1] = msgspec.structs.replace(exchanges[-1], answers=(anchor,), answerers=(speaker.id,))
    said_by = {s.id: [o for o, f in zip(outlines, facts, strict=True) if f.speaker == s.id] for s in speakers}
    words = {id: sum(outline.words for outline in of) for id, of in said_by.items()}
    speakers = [msgspec.structs.replace(s, turns=len(said_by[s.id]), words=words[s.id]) for s in speakers]
    meta = Meta(
        title=TITLES[n % len(TITLES)].format(n=n),
        date=f"{2030 + n // 8}-{n % 8 + 1:02}-{n % 28 + 1:02}",
        kind=KINDS[n % len(KINDS)],
        place="Port Ellery",
        summary="Who pays for the wall, who does not, and why it must be now." if n % 2 else None,
        series="tides" if n % 5 == 3 else None,
    )
    notes = _notes(facts) if n % 2 else ()
    path = f"content/transcripts/{id}.md"
    outline = Outline(id, path, "0" * 32, meta, tuple(outlines), (), (), (), 0, sum(words.values()))
    resolution = Resolution(
        id, "en", tuple(speakers), tuple(facts), (), tuple(exchanges), notes, ("harbour-levy",), (), (), meta.series
    )
    return Entry(outline, resolution)


def _notes(facts: list[TurnFacts]) -> tuple[PlacedNote, ...]:
    if not facts:
        return ()
    body = "The *2029* budget also paid for [dredging](https://example.org/budget)."
    quote = "the quay wall and nothing else, and I will say so as often"
    noted = PlacedNote(Note("wall", body, "context", "A. Editor", "2031-05-07"), facts[0].anchor, (), 1, quote)
    whole = PlacedNote(Note("sound", "The recording begins late.", "editor"), None, (), 2, "")
    return noted, whole


def _linked(entries: tuple[Entry, ...]) -> Archive:
    heard: dict[str, list[Appearance]] = {}
    names: dict[str, str] = {}
    outlets: dict[str, dict[tuple[str, str], None]] = {}
    for entry in entries:
        for speaker in entry.resolution.speakers:
            indices = tuple(i for i, f in enumerate(entry.resolution.turns) if f.speaker == speaker.id)
            heard.setdefault(speaker.id, []).append(Appearance(entry.id, speaker.id, indices))
            names[speaker.id] = speaker.name
            if speaker.affiliation:
                outlets.setdefault(speaker.affiliation, {})[entry.id, speaker.id] = None
    people = [
        Person(id, names[id], _person_entry(id, names[id]), tuple(there), (), _mentions(entries) if id == "p3" else ())
        for id, there in heard.items()
    ]
    organisations = [
        Organisation(name.lower().replace(" ", "-"), name, tuple(sorted({s for _, s in there})), tuple(there))
        for name, there in outlets.items()
    ]
    in_series = tuple(e.id for e in reversed(entries) if e.meta.series)
    return Archive(
        entries,
        tuple(sorted(people, key=lambda p: p.name)),
        _topics(entries),
        tuple(sorted(organisations, key=lambda o: o.name)),
        (Series("tides", "The Tide Table", "A podcast about the harbour.", in_series),) if in_series else (),
        (),
    )


def _person_entry(id: str, name: str) -> PersonEntry | None:
    if id != "p0":
        return None
    roles = (
        Role("Harbour Clerk", "2019-02", "2024-06-30", "Port Authority"),
        Role("Harbour Commissioner", "2024-07-01"),
    )
    return PersonEntry(id, name, ("the Commissioner",), roles, None, "Runs the harbour.", ("https://example.org/p0",))


def _mentions(entries: tuple[Entry, ...]) -> tuple[tuple[str, Hit], ...]:
    hit = Hit("person", "p3", Spot(0, 0, 0, 5), "as Élise told the council last year", (3, 8))
    return tuple((entry.id, hit) for entry in entries[:2] if entry.outline.turns)


def _topics(entries: tuple[Entry, ...]) -> tuple[Topic, ...]:
    if not entries:
        return ()
    fishing = tuple(
        Passage(entry.id, index, index, "term", outline.excerpt, _where(outline.excerpt, "Boats"))
        for entry in entries
        for index, outline in enumerate(entry.outline.turns)
        if "Boats" in outline.excerpt
    )
    heard = [entry for entry in entries if entry.outline.turns]
    levy = tuple(Passage(e.id, 0, len(e.outline.turns) - 1, "transcript", e.outline.turns[0].excerpt) for e in heard)
    also = ("Angling", "Trawling")
    known = TopicEntry("fishing", "Fishing", also, ("boats",), ("economy",), ("harbour-levy",), "Boats and nets.")
    first = entries[0].resolution.turns
    back = (Backlink(entries[0].id, first[0].anchor, "Ines Okafor", "as I said of fishing"),) if first else ()
    return (
        Topic("economy", "Economy", None, (), ("fishing",), (), (), ()),
        Topic("fishing", "Fishing", known, ("economy",), (), ("harbour-levy",), (), fishing, back),
        Topic("harbour-levy", "Harbour levy", None, (), (), ("fishing",), tuple(e.id for e in entries), levy),
    )


def _where(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)
