"""Who is who: labels → speakers of a transcript → people across transcripts.

A label is resolved in this order: `{by=}`, the transcript's own speakers, the registered people whose name or dated
role fits, an anonymous or collective voice, else a new person. Two candidates are an error, not a guess.
"""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from generator import routes
from generator.errors import Place, Problem, nearest, problem
from generator.model import Attributes, Declared, Outline, PersonEntry, Position, Role, Speaker, Value
from generator.names import fold, is_voice, split


class Identity(Value):
    """Somebody a label stands for: `id` is theirs across transcripts where `person`, else within one."""

    id: str
    name: str
    person: bool
    role: str | None = None
    affiliation: str | None = None
    part: str | None = None


class Directory:
    """The registered people, by name and by role."""

    def __init__(self, entries: Iterable[PersonEntry]) -> None:
        self.by_id = {entry.id: entry for entry in entries}
        self._names: dict[str, list[PersonEntry]] = {}
        self._roles: dict[str, list[tuple[Role, PersonEntry]]] = {}
        for entry in self.by_id.values():
            for name in dict.fromkeys(fold(name) for name in (entry.name, *entry.also)):
                self._names.setdefault(name, []).append(entry)
            for role in entry.roles:
                self._roles.setdefault(fold(role.name), []).append((role, entry))

    def named(self, name: str) -> list[PersonEntry]:
        """The people of this name."""
        return self._names.get(fold(name), [])

    def holding(self, role: str, date: str | None) -> list[PersonEntry]:
        """The people who hold this role on that date."""
        held = [entry for role, entry in self._roles.get(fold(role), []) if _holds(role, date)]
        return list({entry.id: entry for entry in held}.values())


def role_on(entry: PersonEntry, date: str | None) -> Role | None:
    """The role somebody holds on that date; the latest begun where there are several."""
    held = [role for role in entry.roles if _holds(role, date)]
    return max(held, key=lambda role: role.start or "", default=None)


def _holds(role: Role, date: str | None) -> bool:
    """Dates may be as short as a year: a role holds on "1974" when it holds on any day of it."""
    if not date:
        return role.start is None and role.until is None
    after = not role.start or _cut(date, role.start) >= _cut(role.start, date)
    before = not role.until or _cut(date, role.until) <= _cut(role.until, date)
    return after and before


def _cut(date: str, other: str) -> str:
    return date[:10][: len(other[:10])]


class Cast:
    """The speakers of one transcript, found label by label."""

    def __init__(self, outline: Outline, directory: Directory) -> None:
        self.problems: list[Problem] = []
        self._outline = outline
        self._directory = directory
        self._date = outline.meta.date
        self._found: dict[tuple[str | None, tuple[str, ...]], tuple[Identity, ...]] = {}
        self._identities: dict[str, Identity] = {}
        self._labels: dict[str, dict[str, None]] = {}
        self._declared = [(declared, self._of_declared(declared)) for declared in outline.meta.speakers]
        self._named: dict[str, Identity] = {}  # every folded name, label and id of those declared
        for declared, identity in self._declared:
            for name in filter(None, (fold(declared.name), *map(fold, declared.labels), declared.id)):
                self._named.setdefault(name, identity)
        self._opening = self._find_opening()

    def speakers_of(self, label: str | None, attributes: Attributes, position: Position) -> tuple[Identity, ...]:
        """Who speaks under a label; the first is the one whose turn it is. None: whoever opens the transcript."""
        key = (label, attributes.by)
        if key not in self._found:
            self._found[key] = self._resolve(label, attributes, position)
            for identity in self._found[key]:
                self._identities.setdefault(identity.id, identity)
                self._labels.setdefault(identity.id, {})
                if label is not None and label != "?":
                    self._labels[identity.id][label] = None
        return self._found[key]

    def speakers(
        self, turns: Mapping[str, int], words: Mapping[str, int], listed: Callable[[Identity], bool]
    ) -> tuple[Speaker, ...]:
        """All of them, those declared first, with how many turns and words each has, and whether they have a page."""
        declared = {identity.id: identity for _, identity in self._declared}
        return tuple(
            Speaker(
                id=identity.id,
                name=identity.name,
                role=identity.role,
                affiliation=identity.affiliation,
                part=identity.part,
                labels=tuple(self._labels.get(identity.id, ())),
                person=identity.person,
                listed=listed(identity),
                turns=turns.get(identity.id, 0),
                words=words.get(identity.id, 0),
            )
            for identity in {**declared, **self._identities}.values()
        )

    def _resolve(self, label: str | None, attributes: Attributes, position: Position) -> tuple[Identity, ...]:
        if attributes.by:
            return tuple(self._by_id(id, label, position) for id in attributes.by)
        if label is None:
            return (self._opening,) if self._opening else ()
        if label == "?":
            return ()
        return (self._of_declared_label(label) or self._of_registered(label, position) or self._new(label),)

    def _by_id(self, id: str, label: str | None, position: Position) -> Identity:
        for declared, identity in self._declared:
            if id in (declared.id, identity.id):
                return identity
        if id in self._directory.by_id:
            return self._of_entry(self._directory.by_id[id])
        known = [*self._directory.by_id, *(identity.id for _, identity in self._declared)]
        meant = nearest(id, known)
        hint = f"Did you mean {meant}?" if meant else "Add the person to people.yaml."
        place = Place(self._outline.path, position.line, position.column, words=id)
        self.problems.append(problem("unknown-person", place, id=id, hint=hint))
        return self._new(label or id)

    def _of_declared_label(self, label: str) -> Identity | None:
        return self._named.get(fold(label)) or self._named.get(fold(split(label)[0]))

    def _of_registered(self, label: str, position: Position) -> Identity | None:
        name, office, outlet = split(label)
        tried = (
            self._directory.named(label),
            self._directory.holding(label, self._date),
            self._directory.named(name) if name != label else [],
        )
        candidates = next(filter(None, tried), [])
        if len(candidates) > 1:
            names = " or ".join(f"{entry.name} ({entry.id})" for entry in candidates)
            place = Place(self._outline.path, position.line, position.column, words=label)
            self.problems.append(problem("ambiguous-person", place, label=label, names=names, id=candidates[0].id))
        return self._of_entry(candidates[0], office, outlet) if candidates else None

    def _of_entry(self, entry: PersonEntry, office: str | None = None, outlet: str | None = None) -> Identity:
        role = role_on(entry, self._date)
        if office:  # no office with the name of the body of another
            role = next((one for one in (role, *entry.roles) if one and _is_like(office, one.name)), None)
        affiliation = outlet or (role.affiliation if role else None) or entry.affiliation
        return Identity(entry.id, entry.name, True, office or (role.name if role else None), affiliation)

    def _of_declared(self, declared: Declared) -> Identity:
        entry = self._directory.by_id.get(declared.id or "")
        if not entry and not declared.id:
            named = self._directory.named(declared.name)
            entry = named[0] if len(named) == 1 else None
            if len(named) > 1:
                names = " or ".join(f"{one.name} ({one.id})" for one in named)
                place = Place(self._outline.path)
                self.problems.append(
                    problem("ambiguous-person", place, label=declared.name, names=names, id=named[0].id)
                )
        known = self._of_entry(entry, declared.role, declared.affiliation) if entry else None
        return Identity(
            id=entry.id if entry else declared.id or routes.slugify(declared.name),
            name=entry.name if entry else declared.name,
            person=bool(entry or declared.id) or not is_voice(declared.name),
            role=known.role if known else declared.role,
            affiliation=known.affiliation if known else declared.affiliation,
            part=declared.part,
        )

    def _new(self, label: str) -> Identity:
        if is_voice(label):
            return Identity(routes.slugify(label), label, False)
        name, office, outlet = split(label)
        if is_voice(name):
            return Identity(routes.slugify(name), name, False, office, outlet)
        return Identity(routes.slugify(name), name, True, office, outlet)

    def _find_opening(self) -> Identity | None:
        opening = [identity for declared, identity in self._declared if declared.opening]
        if opening:
            return opening[0]
        return self._declared[0][1] if len(self._declared) == 1 else None


def _is_like(office: str, name: str) -> bool:
    """Whether one may be short for the other: Commissioner, Harbour Commissioner."""
    one, other = set(fold(office).split()), set(fold(name).split())
    return one <= other or other <= one


def nearest_names(new: Iterable[str], known: Iterable[str]) -> dict[str, str | None]:
    """For each new name the known one most like it, if any. Only names that share a word's beginning are compared."""
    by_start: dict[str, set[str]] = {}
    for name in known:
        for word in fold(name).split():
            by_start.setdefault(word[:3], set()).add(name)
    found: dict[str, str | None] = {}
    for name in new:
        alike = sorted({one for word in fold(name).split() for one in by_start.get(word[:3], ())} - {name})
        best = get_close_matches(name, alike, n=1, cutoff=0.7)
        found[name] = best[0] if best else None
    return found
