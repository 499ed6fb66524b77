"""Everybody who speaks, A–Z, and one page for each: who, when, where, with whom, on what, every turn in context."""

from collections import Counter
from collections.abc import Iterator

from generator import routes
from generator.model import Appearance, Entry, Person, Value
from generator.pages.alphabet import by_letter
from generator.pages.cut import Cut, Long
from generator.pages.listing import Found, Group, Name, NoteRow, count_of, span
from generator.pages.lookup import Lookup, listed
from generator.pages.page import Page

__all__ = ["listed", "pages"]

URL = "speakers/index.html"
REGISTER = Name("Speakers", URL)
COMPANY = 24  # other people and topics a page names
QUESTIONS = 30  # questions listed by themselves


class SpeakerRow(Value):
    """Somebody in the register."""

    name: Name
    role: str
    affiliation: str
    years: str
    transcripts: int
    turns: int


class Letter(Value):
    """A letter of the register with those filed under it."""

    letter: str
    rows: tuple[SpeakerRow, ...]


class SpeakersPage(Value):
    """The register of people."""

    total: int
    letters: tuple[Letter, ...]
    organisations: int


class RoleRow(Value):
    """An office or job, from the registry or as the transcripts give it. Dates are as written; "" is open."""

    name: str
    affiliation: Name | None
    start: str
    until: str


class SpeakerPage(Value):
    """One person."""

    name: str
    also: tuple[str, ...]
    description: str
    links: tuple[str, ...]
    roles: tuple[RoleRow, ...]
    years: str
    transcripts: int
    turns: int
    words: int
    share: int  # turns that are questions
    company: tuple[Name, ...]
    topics: tuple[Name, ...]
    said: Cut
    questions: tuple[Group, ...]  # only for those who also say other things
    notes: tuple[NoteRow, ...]
    mentions: tuple[Found, ...]
    backlinks: tuple[Found, ...]


def pages(lookup: Lookup) -> Iterator[Page]:
    """The register of all listed people, and their pages."""
    rows = [_row(person, lookup) for person in lookup.listed]
    letters = tuple(Letter(heading, of) for heading, of in by_letter(rows, lambda row: row.name.name))
    yield Page(
        URL,
        "speakers.html",
        "Speakers",
        f"Everybody who speaks in these transcripts, A–Z: {len(rows):,} people.",
        SpeakersPage(len(rows), letters, len(lookup.archive.organisations)),
        language=lookup.language,
        kind="speakers",
    )
    for person in lookup.listed:
        yield from _pages(person, lookup)


def role_of(person: Person, lookup: Lookup) -> tuple[str, str]:
    """The role and the affiliation somebody is shown with: the latest they are known by, "" where none is."""
    affiliation = person.entry.affiliation if person.entry and person.entry.affiliation else ""
    for there in person.appearances:
        speaker = lookup.speakers(there.transcript).get(there.speaker)
        if speaker and (speaker.role or speaker.affiliation):
            return speaker.role or "", speaker.affiliation or affiliation
    if person.entry and person.entry.roles:
        last = person.entry.roles[-1]
        return last.name, last.affiliation or affiliation
    return "", affiliation or (person.affiliations[0] if person.affiliations else "")


def _row(person: Person, lookup: Lookup) -> SpeakerRow:
    role, affiliation = role_of(person, lookup)
    return SpeakerRow(
        name=lookup.person(person.id),
        role=role,
        affiliation="" if affiliation in role and role else affiliation,
        years=span(lookup.entries[there.transcript].meta.date for there in person.appearances),
        transcripts=len({there.transcript for there in person.appearances}),
        turns=sum(len(there.turns) for there in person.appearances),
    )


def _pages(person: Person, lookup: Lookup) -> Iterator[Page]:
    groups = [_group(there, lookup) for there in person.appearances if there.turns]
    url = routes.person(person.id)
    long = Long(url, "turn", groups, register=REGISTER)
    data = _data(person, groups, long.shown, lookup)
    page = Page(
        url,
        "speaker.html",
        person.name,
        _description(person, data, lookup),
        data,
        language=lookup.language,
        kind="speaker",
    )
    yield page
    yield from long.pages(page)


def _data(person: Person, groups: list[Group], said: Cut, lookup: Lookup) -> SpeakerPage:
    entry = person.entry
    entries = {there.transcript: lookup.entries[there.transcript] for there in person.appearances}
    asked = [_only_questions(group) for group in groups]
    questions = sum(len(group.passages) for group in asked)
    return SpeakerPage(
        name=person.name,
        also=entry.also if entry else (),
        description=entry.description or "" if entry else "",
        links=tuple(url for url in map(routes.safe_url, entry.links) if url) if entry else (),
        roles=_roles(person, lookup),
        years=span(e.meta.date for e in entries.values()),
        transcripts=len(entries),
        turns=count_of(groups),
        words=sum(_words(there, entries[there.transcript]) for there in person.appearances),
        share=questions,
        company=_company(person, lookup),
        topics=_topics(person, lookup),
        said=said,
        questions=_first([group for group in asked if group.passages]) if 0 < questions < count_of(groups) else (),
        notes=_notes(person, lookup),
        mentions=tuple(lookup.found(transcript, hit) for transcript, hit in person.mentions),
        backlinks=tuple(lookup.backlink(link) for link in person.backlinks),
    )


def _description(person: Person, data: SpeakerPage, lookup: Lookup) -> str:
    role, affiliation = role_of(person, lookup)
    who = ", ".join(part for part in (person.name, role, affiliation) if part)
    when = f", {data.years}" if data.years else ""
    return f"{who}: {data.turns:,} turns in {data.transcripts:,} transcripts{when}."


def _group(there: Appearance, lookup: Lookup) -> Group:
    speaker = lookup.speakers(there.transcript).get(there.speaker)
    parts = (speaker.role, speaker.affiliation) if speaker else ()
    return Group(
        lookup.row(there.transcript),
        lookup.passages(there.transcript, there.turns),
        ", ".join(part for part in parts if part),
    )


def _only_questions(group: Group) -> Group:
    return Group(group.transcript, tuple(p for p in group.passages if p.kind == "question"))


def _first(groups: list[Group]) -> tuple[Group, ...]:
    """The first groups with about QUESTIONS passages in all."""
    shown: list[Group] = []
    for group in groups:
        if count_of(shown) >= QUESTIONS:
            break
        shown.append(group)
    return tuple(shown)


def _words(there: Appearance, entry: Entry) -> int:
    return sum(entry.outline.turns[index].words for index in there.turns)


def _roles(person: Person, lookup: Lookup) -> tuple[RoleRow, ...]:
    """The registered roles, newest first; else those the transcripts give, with the years they were heard in."""
    entry = person.entry
    if entry and entry.roles:
        known = sorted(entry.roles, key=lambda role: (role.until is None, role.start or ""), reverse=True)
        return tuple(
            RoleRow(
                role.name,
                lookup.organisation(role.affiliation) if role.affiliation else None,
                role.start or "",
                role.until or "",
            )
            for role in known
        )
    heard: dict[tuple[str, str], None] = {}
    for there in person.appearances:
        speaker = lookup.speakers(there.transcript).get(there.speaker)
        if speaker and (speaker.role or speaker.affiliation):
            heard.setdefault((speaker.role or "", speaker.affiliation or ""))
    if not heard and entry and entry.affiliation:
        heard["", entry.affiliation] = None
    return tuple(RoleRow(role, lookup.organisation(of) if of else None, "", "") for role, of in heard)


def _company(person: Person, lookup: Lookup) -> tuple[Name, ...]:
    """Who speaks in the same transcripts, by how many they share."""
    casts = [lookup.cast(transcript) for transcript in {there.transcript for there in person.appearances}]
    if len(casts) == 1:  # all share this one: no need to count a cast of thousands
        casts = [casts[0][: COMPANY + 1]]
    counts = Counter(id for cast in casts for id in cast if id != person.id)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], lookup.people[pair[0]].name, pair[0]))
    return tuple(lookup.person(id, count) for id, count in ordered[:COMPANY])


def _topics(person: Person, lookup: Lookup) -> tuple[Name, ...]:
    """What they speak of, by the number of their turns on it."""
    counts: Counter[str] = Counter()
    for there in person.appearances:
        turns = lookup.entries[there.transcript].resolution.turns
        for index in there.turns:
            counts.update({use.id for use in turns[index].topics})
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(lookup.topic(id, count) for id, count in ordered[:COMPANY])


def _notes(person: Person, lookup: Lookup) -> tuple[NoteRow, ...]:
    """Notes on their words."""
    found: list[NoteRow] = []
    for there in person.appearances:
        entry = lookup.entries[there.transcript]
        if entry.resolution.notes:
            theirs = {entry.resolution.turns[index].anchor for index in there.turns}
            found += [lookup.note(entry, placed) for placed in entry.resolution.notes if placed.anchor in theirs]
    return tuple(found)
