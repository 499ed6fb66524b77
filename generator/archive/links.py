"""Cross-references: `[[target|words]]` → address, and what refers to what."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from generator import routes
from generator.errors import Guesses, Place, Problem, problem
from generator.model import Backlink, Citation, Entry, Former, Link, Outline, Resolution, Value


class Goal(Value):
    """What a reference may lead to: its address, its name, and who is to know of the reference."""

    link: Link
    thing: str  # "transcript:ID", "person:ID", "topic:ID"
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


class Targets:
    """Everything in the archive that can be referred to. The anchors of a transcript are asked for when needed."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        anchors: Callable[[Entry], Mapping[str, str]],
        former: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._entries = entries
        self._former = former  # earlier ids of transcripts → their ids
        self._load = anchors
        self._anchors: dict[str, Mapping[str, str]] = {}
        self._things: dict[str, Goal] = {}
        self._guesses = Guesses()

    def add(self, thing: str, url: str, name: str) -> None:
        """A person or topic, "person:ID"."""
        self._things[thing] = Goal(Link(url, name), thing)

    def find(self, target: str, home: str) -> Goal | None:
        """What a target means in the transcript `home`."""
        if target in self._things:
            return self._things[target]
        if target.startswith("note:"):
            target = f"#note-{target.removeprefix('note:')}"
        id, sign, anchor = target.partition("#")
        id = self._former.get(id, id) or home
        if id not in self._entries:
            return None
        if not sign:
            return Goal(Link(routes.transcript(id), self._entries[id].title), f"transcript:{id}")
        anchors = self._anchors_of(id)
        turn, _, paragraph = anchor.rpartition(".p")
        known = anchor if anchor in anchors else turn if paragraph.isdigit() and turn else ""
        if known not in anchors:
            return None
        return Goal(Link(f"{routes.transcript(id)}#{anchor}", anchors[known]), f"transcript:{id}", known)

    def nearest(self, target: str, home: str) -> str | None:
        """The known target most like a dead one."""
        id, sign, anchor = target.partition("#")
        if sign and (id or home) in self._entries:
            found = self._guesses.nearest(anchor, self._anchors_of(id or home))
            return f"{id}#{found}" if found else None
        return self._guesses.nearest(target, (*self._entries, *self._things))

    def _anchors_of(self, id: str) -> Mapping[str, str]:
        if id not in self._anchors:
            self._anchors[id] = self._load(self._entries[id])
        return self._anchors[id]


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
                back = Backlink(entry.id, citation.anchor, citation.speaker, citation.url, citation.excerpt)
                self._back.setdefault(goal.thing, {}).setdefault(goal.anchor, []).append(back)
        return tuple(sorted(found.items()))

    def to(self, thing: str) -> tuple[Backlink, ...]:
        """What refers to a person or topic."""
        return tuple(self._back.get(thing, {}).get("", ()))

    def to_transcript(self, id: str) -> tuple[tuple[str, tuple[Backlink, ...]], ...]:
        """What refers to a transcript, by anchor; "" is the whole."""
        return tuple((anchor, tuple(found)) for anchor, found in self._back.get(f"transcript:{id}", {}).items())

    def _dead(self, entry: Entry, citation: Citation) -> None:
        meant = self._targets.nearest(citation.target, entry.id)
        hint = f"Did you mean [[{meant}]]?" if meant else "Check the name of the transcript and the anchor."
        place = Place(entry.path, citation.position.line, words=f"[[{citation.target}")
        self.problems.append(problem("dead-reference", place, target=citation.target[:80], hint=hint))
