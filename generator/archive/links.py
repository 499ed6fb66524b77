"""Cross-references: `[[target|words]]` → address, and what refers to what."""

from collections.abc import Mapping, Sequence

from generator import routes
from generator.errors import Guesses, Place, Problem, problem
from generator.model import Backlink, Link, Outline, Reference, Value


class Goal(Value):
    """What a reference may lead to: its address, its name, and who is to know of the reference."""

    link: Link
    thing: str  # "transcript:ID", "person:ID", "topic:ID"
    anchor: str = ""


class Targets:
    """Everything in the archive that can be referred to."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}
        self._anchors: dict[str, dict[str, str]] = {}  # transcript → anchor → its name
        self._things: dict[str, Goal] = {}
        self._guesses = Guesses()

    def add_transcript(self, id: str, title: str, anchors: Mapping[str, str], notes: Sequence[str]) -> None:
        """A transcript, its anchors with their names, and its notes."""
        self._titles[id] = title
        self._anchors[id] = {**anchors, **{f"note-{note}": title for note in notes}}

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
        id = id or home
        if id not in self._titles:
            return None
        if not sign:
            return Goal(Link(routes.transcript(id), self._titles[id]), f"transcript:{id}")
        turn, _, paragraph = anchor.rpartition(".p")
        known = anchor if anchor in self._anchors[id] else turn if paragraph.isdigit() and turn else ""
        if known not in self._anchors[id]:
            return None
        return Goal(Link(f"{routes.transcript(id)}#{anchor}", self._anchors[id][known]), f"transcript:{id}", known)

    def nearest(self, target: str, home: str) -> str | None:
        """The known target most like a dead one."""
        id, sign, anchor = target.partition("#")
        if sign and (id or home) in self._anchors:
            found = self._guesses.nearest(anchor, self._anchors[id or home])
            return f"{id}#{found}" if found else None
        return self._guesses.nearest(target, (*self._titles, *self._things))


class Links:
    """The resolved references of all transcripts, and the backlinks they make."""

    def __init__(self, targets: Targets) -> None:
        self.problems: list[Problem] = []
        self._targets = targets
        self._back: dict[tuple[str, str], list[Backlink]] = {}

    def resolve(
        self, outline: Outline, anchors: Sequence[str], speakers: Sequence[str]
    ) -> tuple[tuple[str, Link], ...]:
        """The links of one transcript; `speakers` are the names of who speaks in each turn."""
        found: dict[str, Link] = {}
        for reference in outline.references:
            goal = self._targets.find(reference.target, outline.id)
            if goal is None:
                self._dead(outline, reference)
                continue
            found[reference.target] = goal.link
            anchor = anchors[reference.turn]
            if (goal.thing, goal.anchor) != (f"transcript:{outline.id}", anchor):
                back = Backlink(outline.id, anchor, speakers[reference.turn], reference.excerpt)
                self._back.setdefault((goal.thing, goal.anchor), []).append(back)
        return tuple(sorted(found.items()))

    def to(self, thing: str) -> tuple[Backlink, ...]:
        """What refers to a person or topic."""
        return tuple(self._back.get((thing, ""), ()))

    def to_transcript(self, id: str, anchors: Sequence[str]) -> tuple[tuple[str, tuple[Backlink, ...]], ...]:
        """What refers to a transcript, by anchor; "" is the whole."""
        pairs = ((anchor, self._back.get((f"transcript:{id}", anchor))) for anchor in ("", *anchors))
        return tuple((anchor, tuple(found)) for anchor, found in pairs if found)

    def _dead(self, outline: Outline, reference: Reference) -> None:
        meant = self._targets.nearest(reference.target, outline.id)
        hint = f"Did you mean [[{meant}]]?" if meant else "Check the name of the transcript and the anchor."
        place = Place(outline.path, reference.position.line, words=f"[[{reference.target}")
        self.problems.append(problem("dead-reference", place, target=reference.target[:80], hint=hint))
