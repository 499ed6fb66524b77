"""Cross-references: `[[target|words]]` → address, and what refers to what.

A target is a thing, `person:ID`, `topic:ID`, `organisation:ID`; a transcript; a place in one, `ID#ANCHOR`; or words in
one of these, `ID#ANCHOR "exact words"`. Without ID it is the transcript in which the reference stands.
"""

from collections.abc import Callable, Iterable, Mapping

from generator import routes
from generator.archive import quotes
from generator.errors import Guesses, Place, Problem, problem
from generator.model import (
    Backlink,
    Citation,
    Entry,
    Former,
    Link,
    Outline,
    Quotation,
    Record,
    Resolution,
    Section,
    Selector,
    Spot,
    Turn,
    Value,
)

_NAMED = 60  # characters of a quotation that a link without words of its own is called by


class Goal(Value):
    """What a reference may lead to: its address, its name, and who is to know of the reference."""

    link: Link
    thing: str  # "transcript:ID", "person:ID", "topic:ID", "organisation:ID"
    anchor: str = ""


def anchor_names(outline: Outline, resolution: Resolution) -> dict[str, str]:
    """The anchors of a transcript's turns, sections and notes, each with the name a link to it has."""
    title = outline.meta.title or outline.id
    speakers = {speaker.id: f"{speaker.name}, {title}" for speaker in resolution.speakers}
    turns = {turn.anchor: speakers.get(turn.speaker or "", title) for turn in resolution.turns}
    sections = {a: s.title for a, s in zip(resolution.sections, outline.sections, strict=True)}
    former = {one.anchor: _former_name(one, resolution, speakers, title) for one in resolution.former}
    return {**former, **turns, **sections, **{f"note-{placed.note.id}": title for placed in resolution.notes}}


def _former_name(former: Former, resolution: Resolution, speakers: Mapping[str, str], title: str) -> str:
    if former.gone or former.turn >= len(resolution.turns):
        return title
    return speakers.get(resolution.turns[former.turn].speaker or "", title)


def quotation(record: Record, anchor: str, words: str) -> Quotation:
    """Where words stand in a transcript, or in the turn, paragraph or section of it that an anchor names."""
    text, wanted = quotes.Text(record.transcript), Selector(words)
    resolution, is_there = record.resolution, _within(record, anchor)
    found = [one.spots[0] for one in text.find(wanted) if one.spots and is_there(one.spots[0])]
    if not found:
        return Quotation((), near=tuple(place.words for place in text.near(wanted)))
    first = found[0]
    anchors = (
        (resolution.turns[spot.turn].anchor, resolution.paragraph_anchor(spot.turn, spot.paragraph)) for spot in found
    )
    turns = [item for item in record.transcript.items if isinstance(item, Turn)]
    said = turns[first.turn].blocks[first.paragraph].text[first.start : first.end]
    return Quotation(tuple(dict.fromkeys(anchors)), " ".join(said.split()))


def _within(record: Record, anchor: str) -> Callable[[Spot], bool]:
    """Tells whether a spot is in what an anchor names: a turn, paragraph or section, now or formerly; "" is all."""
    resolution = record.resolution
    if not anchor:
        return lambda _: True
    if anchor in resolution.sections:
        turns = _turns_below(record, anchor)
        return lambda spot: spot.turn in turns
    stood = {one.anchor: one.turn for one in resolution.former if not one.gone}
    return lambda spot: (
        anchor in (resolution.turns[spot.turn].anchor, resolution.paragraph_anchor(spot.turn, spot.paragraph))
        or stood.get(anchor) == spot.turn
    )


def _turns_below(record: Record, section: str) -> frozenset[int]:
    """The turns between a section's heading and the next."""
    sections = iter(record.resolution.sections)
    found: list[int] = []
    here, number = "", 0
    for item in record.transcript.items:
        if isinstance(item, Section):
            here = next(sections)
        elif isinstance(item, Turn):
            found += [number] if here == section else []
            number += 1
    return frozenset(found)


def _parted(target: str) -> tuple[str, str]:
    """What a target names, and the words in it that are meant, "" for none."""
    opening = next((at for at, sign in enumerate(target) if sign in '"“„'), -1)
    if opening < 0 or len(target) - opening < 3 or target[-1] not in '"”“':
        return target, ""
    return target[:opening].rstrip(), target[opening + 1 : -1].strip()


class Targets:
    """Everything in the archive that can be referred to.

    The anchors of a transcript, and where words stand in it, are asked for when needed.
    """

    def __init__(
        self,
        entries: Mapping[str, Entry],
        anchors: Callable[[Entry], Mapping[str, str]],
        quoted: Callable[[Entry, str, str], Quotation],
        former: Mapping[str, str],
    ) -> None:
        self._entries = entries
        self._former = former  # earlier ids of transcripts → their ids
        self._load = anchors
        self._quoted = quoted
        self._anchors: dict[str, Mapping[str, str]] = {}
        self._things: dict[str, Goal] = {}
        self._guesses = Guesses()

    def add(self, thing: str, url: str, name: str, earlier: Iterable[str] = ()) -> None:
        """A person, topic or organisation, "person:ID"; `earlier` are names of the same kind that it had before."""
        goal = Goal(Link(url, name), thing)
        for known in (thing, *(f"{thing.partition(':')[0]}:{id}" for id in earlier)):
            self._things.setdefault(known, goal)

    def find(self, target: str, home: str) -> Goal | None:
        """What a target means in the transcript `home`."""
        if target in self._things:
            return self._things[target]
        place, words = _parted(target)
        entry, anchor = self._place(place, home)
        if entry is None:
            return None
        thing, url = f"transcript:{entry.id}", routes.transcript(entry.id)
        known = self._known(entry, anchor)
        if known is None:
            return None
        if words:
            found = self._quoted(entry, anchor, words)
            if len(found.places) != 1:
                return None
            ((turn, paragraph),) = found.places
            name = found.words if len(found.words) <= _NAMED else found.words[:_NAMED].rsplit(" ", 1)[0] + "…"
            return Goal(Link(routes.words(f"{url}#{paragraph}", found.words), f"“{name}”"), thing, turn)
        if not anchor:
            return Goal(Link(url, entry.title), thing)
        return Goal(Link(f"{url}#{anchor}", self._anchors_of(entry)[known]), thing, known)

    def hint(self, target: str, home: str) -> str:
        """How a dead target may be mended."""
        place, words = _parted(target)
        entry, anchor = self._place(place, home)
        if entry and words and self._known(entry, anchor) is not None:
            found = self._quoted(entry, anchor, words)
            if found.places:
                where = ", ".join(f"#{paragraph}" for _, paragraph in found.places[:4])
                return f"The words stand in {len(found.places)} places ({where}): name the one before the words."
            near = "; ".join(f"“{words}…”" for words in found.near)
            return f"The words are not there. Nearest: {near}." if near else "The words are not there: copy them again."
        meant = self._nearest(place, home)
        return f"Did you mean [[{meant}]]?" if meant else "Check the name of the transcript and the anchor."

    def _place(self, place: str, home: str) -> tuple[Entry | None, str]:
        """The transcript and the anchor that a target names."""
        if place.startswith("note:"):
            place = f"#note-{place.removeprefix('note:')}"
        id, _, anchor = place.partition("#")
        return self._entries.get(self._former.get(id, id) or home), anchor

    def _known(self, entry: Entry, anchor: str) -> str | None:
        """The anchor of the turn, section or note that is meant, "" for the whole; None where there is none."""
        if not anchor:
            return ""
        anchors = self._anchors_of(entry)
        turn, _, paragraph = anchor.rpartition(".p")
        known = anchor if anchor in anchors else turn if paragraph.isdigit() and turn else ""
        return known if known in anchors else None

    def _nearest(self, place: str, home: str) -> str | None:
        """The known target most like a dead one."""
        id, sign, anchor = place.partition("#")
        entry = self._place(place, home)[0]
        if sign and entry:
            found = self._guesses.nearest(anchor, self._anchors_of(entry))
            return f"{id}#{found}" if found else None
        return self._guesses.nearest(place, (*self._entries, *self._things))

    def _anchors_of(self, entry: Entry) -> Mapping[str, str]:
        if entry.id not in self._anchors:
            self._anchors[entry.id] = self._load(entry)
        return self._anchors[entry.id]


class Links:
    """The resolved references of all transcripts, and the backlinks they make."""

    def __init__(self, targets: Targets) -> None:
        self.problems: list[Problem] = []
        self._targets = targets
        self._back: dict[str, dict[str, list[Backlink]]] = {}  # thing → anchor

    def resolve(self, entry: Entry) -> tuple[tuple[str, Link], ...]:
        """The links of one transcript."""
        found: dict[str, Link] = {}
        for citation in entry.citations:
            goal = self._targets.find(citation.target, entry.id)
            if goal is None:
                self._dead(entry, citation)
                continue
            found[citation.target] = goal.link
            if (goal.thing, goal.anchor) != (f"transcript:{entry.id}", citation.anchor):
                kind = "quotation" if citation.kind == "reference" and _parted(citation.target)[1] else citation.kind
                back = Backlink(
                    entry.id, kind, citation.anchor, citation.speaker, citation.url, citation.excerpt
                )  # fmt: skip
                self._back.setdefault(goal.thing, {}).setdefault(goal.anchor, []).append(back)
        return tuple(sorted(found.items()))

    def to(self, thing: str) -> tuple[Backlink, ...]:
        """What refers to a person, topic or organisation."""
        return tuple(self._back.get(thing, {}).get("", ()))

    def to_transcript(self, id: str) -> tuple[tuple[str, tuple[Backlink, ...]], ...]:
        """What refers to a transcript, by anchor; "" is the whole."""
        return tuple((anchor, tuple(found)) for anchor, found in self._back.get(f"transcript:{id}", {}).items())

    def _dead(self, entry: Entry, citation: Citation) -> None:
        place = Place(citation.path, citation.position.line, words=_as_written(citation))
        hint = self._targets.hint(citation.target, entry.id)
        self.problems.append(problem("dead-reference", place, target=citation.target[:80], hint=hint))


def _as_written(citation: Citation) -> str:
    return f"replies={citation.target}" if citation.kind == "answer" else f"[[{citation.target}"
