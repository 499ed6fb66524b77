"""Who may be one person: near names, initials, bare surnames and offices, as entries for people.yaml to look over.

Nothing is decided here: each proposal says why, and whoever runs the import copies what is true.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from generator import names, routes
from generator.alike import Alike, words_of
from generator.config.source import quoted
from generator.model import Declared, PersonEntry, Transcript, Turn, Value

_MOST = 60  # entries in one run


class Voice(Value):
    """Somebody who speaks in one transcript, or is declared there."""

    name: str
    role: str | None
    affiliation: str | None
    labels: tuple[str, ...]
    turns: int
    person: bool


def voices(transcript: Transcript) -> tuple[Voice, ...]:
    """Who speaks in a transcript: labels, put together where the front matter says whose they are."""
    declared: dict[str, Declared] = {}
    for speaker in transcript.meta.speakers:
        for name in (speaker.name, *speaker.labels):
            declared.setdefault(names.fold(name), speaker)
    turns: dict[str, int] = {}
    for item in transcript.items:
        if isinstance(item, Turn) and item.label is not None and item.label != "?":
            turns[item.label] = turns.get(item.label, 0) + 1
    found: dict[str, Voice] = {}
    for speaker in transcript.meta.speakers:
        person = not names.is_voice(speaker.name)
        found[speaker.name] = Voice(speaker.name, speaker.role, speaker.affiliation, (), 0, person)
    for label, number in turns.items():
        name, role, affiliation = names.split(label)
        known = declared.get(names.fold(label)) or declared.get(names.fold(name))
        name = known.name if known else name
        person = not names.is_voice(name) and (known is not None or not names.is_voice(label))
        before = found.get(name) or Voice(name, role, affiliation, (), 0, person)
        labels = (*before.labels, label)
        found[name] = Voice(name, before.role, before.affiliation, labels, before.turns + number, person)
    return tuple(found.values())


class _Seen:
    """A name across the imported transcripts."""

    def __init__(self) -> None:
        self.labels: dict[str, None] = {}
        self.roles: dict[str, dict[str, None]] = {}  # office → days
        self.affiliations: dict[str, None] = {}
        self.where: dict[str, None] = {}
        self.turns = 0


class Proposals:
    """Gathers who speaks, file by file, and says in the end who may be one person."""

    def __init__(self, registered: Iterable[PersonEntry]) -> None:
        self._registered = tuple(registered)
        self._known: dict[str, PersonEntry] = {}
        for entry in self._registered:
            for name in (entry.name, *entry.also, *(role.name for role in entry.roles)):
                self._known.setdefault(names.fold(name), entry)
        self._seen: dict[str, _Seen] = {}
        self._met: set[str] = set()

    @property
    def people(self) -> int:
        """How many there are, as far as names tell, voices that nobody named aside."""
        return len(self._met)

    def add(self, found: Iterable[Voice], date: str | None, where: str) -> None:
        """Take the speakers of one transcript in."""
        for voice in found:
            known = self._known.get(names.fold(voice.name))
            if voice.person and voice.turns:
                self._met.add(known.name if known else voice.name)
            if known or not voice.person:
                continue
            seen = self._seen.setdefault(voice.name, _Seen())
            seen.turns += voice.turns
            if len(seen.where) < 3:
                seen.where[where] = None
            for label in voice.labels:
                if names.split(label)[0] != voice.name and not names.is_voice(label):
                    seen.labels[label] = None
            if voice.role:
                seen.roles.setdefault(voice.role, {})[(date or "")[:10]] = None
            if voice.affiliation:
                seen.affiliations[voice.affiliation] = None

    def yaml(self) -> str:
        """Entries to look over, ready for people.yaml; empty where nobody looks like anybody else."""
        groups = list(self._groups())
        shown = [entry for entry in (self._entry(*group) for group in groups[:_MOST]) if entry]
        if len(groups) > _MOST:
            shown.append(f"# … and {len(groups) - _MOST:,} more: add these first, then import the rest.\n")
        return "\n".join(shown)

    def _groups(self) -> Iterator[tuple[str, dict[str, str], PersonEntry | None]]:
        """The fullest name, the other names with the reason for each, and whose entry there is already."""
        names_of = sorted(self._seen, key=lambda name: (-_fullness(name), -self._seen[name].turns, name))
        registered = {entry.name: entry for entry in self._registered}
        others = Alike((*registered, *names_of))
        offices: dict[str, list[str]] = {}
        for name, seen in self._seen.items():
            for role in seen.roles:
                offices.setdefault(names.fold(role), []).append(name)
        taken: set[str] = set()
        for name in names_of:
            if name in taken:
                continue
            holders = [one for one in offices.get(names.fold(name), ()) if one != name]
            if len(holders) == 1 and holders[0] not in taken:
                continue  # an office: shown with whoever holds it
            like = others.of(name)
            entries = [one for one in like if one in registered]
            if entries:
                taken.add(name)
                yield name, {entries[0]: like[entries[0]]}, registered[entries[0]]
                continue
            forms = {one: why for one, why in like.items() if one not in taken and one in self._seen}
            for role in self._seen[name].roles:
                if role in self._seen and role not in taken and len(offices[names.fold(role)]) == 1 and role != name:
                    forms[role] = f"{name} is introduced as “{role}”"
            if forms:
                taken |= {name, *forms}
                yield name, forms, None

    def _entry(self, name: str, forms: Mapping[str, str], known: PersonEntry | None) -> str:
        seen = self._seen[name]
        where = ", ".join(seen.where)
        if known:
            (why,) = forms.values()
            also = _list(dict.fromkeys((*known.also, name)))
            return (
                f"# {known.id} is in people.yaml: “{name}” ({where}) looks like {known.name} ({why}).\n"
                f"# If it is the same person, write there:   also: {also}\n"
            )
        lines = [f"# {one!s}: {why} ({', '.join(self._seen[one].where)})" for one, why in forms.items()]
        lines += [f"{routes.slugify(name)}:", f"  name: {_scalar(name)}"]
        roles = {role: days for one in (name, *forms) for role, days in self._seen[one].roles.items()}
        offices = {names.fold(role) for role in roles}
        others = dict.fromkeys((*forms, *(label for one in (name, *forms) for label in self._seen[one].labels)))
        if others := {one: None for one in others if one != name and names.fold(one) not in offices}:
            lines.append(f"  also: {_list(others)}")
        if roles:
            lines.append("  roles:  # give each `from:` and `until:`, where others have held it too")
            for role, days in roles.items():
                dated = sorted(filter(None, days))
                behind = f"  # {dated[0]}{f' to {dated[-1]}' if dated[-1] != dated[0] else ''}" if dated else ""
                lines.append(f"    - {_scalar(role)}{behind}")
        affiliations = list(dict.fromkeys(a for one in (name, *forms) for a in self._seen[one].affiliations))
        if len(affiliations) == 1:
            lines.append(f"  affiliation: {_scalar(affiliations[0])}")
        return "\n".join(lines) + "\n"


def _fullness(name: str) -> int:
    """How much a name tells: words that are no initials, and small letters."""
    return 2 * sum(len(word) > 1 for word in words_of(name)) + (not name.isupper())


def _scalar(text: str) -> str:
    return text if re.fullmatch(r"[^\W\d_][\w .'’-]*[\w.]", text) and text.casefold() not in _FLAGS else quoted(text)


_FLAGS = ("yes", "no", "on", "off", "true", "false", "null")


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_scalar, texts))}]"
