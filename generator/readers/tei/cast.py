"""Who speaks in a TEI document: printed labels, references to persons, and what becomes of both.

The label is the one that is printed; where none is, it is the reference. The two together tell who is who.
"""

import re
from collections.abc import Mapping

from generator.model import Declared
from generator.names import fold, in_small_letters, is_voice, split
from generator.readers.tei.header import Person

_NUMBER = re.compile(r"^\d+(?:\.\d+)*[.)]?\s+")
_NOBODY = re.compile(
    r"unk|unbek|anon|nepozn|other|guest|audience|multiple|several|speaker|(?:sp|spk|s|p|u|m|f)[_.-]?\d*$", re.I
)
_HONORIFIC = re.compile(
    r"(?:[^\W\d_]{1,4}\.|mr|mrs|ms|miss|dr|prof|sir|lord|lady|dame|herr|frau|señor|señora|don)$", re.I
)


class Cast:
    """Learns who speaks under which label."""

    def __init__(self, people: Mapping[str, Person]) -> None:
        self._people = people
        self._labels: dict[str, dict[str, None]] = {}
        self._last: dict[str, str] = {}
        self._chairs: dict[str, bool] = {}

    def label(self, printed: str | None, references: str | None, chair: bool) -> str | None:
        """The label of a turn, from what is printed before it and the references to who speaks; None: nobody says."""
        printed = printed.strip().rstrip(":：").strip() or None if printed else None
        who = " ".join(references.split()) if references else None
        ids = [id.rpartition("#")[2] or id for id in who.split()] if who else []
        key = ids[0] if len(ids) == 1 else ""
        label = printed or self._last.get(who or "") or " & ".join(ids) or None
        if label and key:
            self._labels.setdefault(key, {})[label] = None
            self._chairs[key] = self._chairs.get(key, True) and chair
        if printed and who:
            self._last[who] = printed
        return label

    def declared(self) -> tuple[Declared, ...]:
        """Those of whom the document says more than their label does."""
        under: dict[str, set[str]] = {}
        for id, labels in self._labels.items():
            for label in labels:
                under.setdefault(fold(label), set()).add(id)
        found: dict[str, Declared] = {}
        for id, labels in self._labels.items():
            own = [label for label in labels if len(under[fold(label)]) == 1]
            made = self._declare(id, own, "moderator" if self._chairs[id] else None)
            # What is somebody's name may not be the label of another.
            if made and under.get(fold(made.name), {id}) == {id}:
                found.setdefault(fold(made.name), made)
        return tuple(found.values())

    def _declare(self, id: str, labels: list[str], part: str | None) -> Declared | None:
        person = self._people.get(id)
        if person:
            return Declared(
                person.name,
                role=person.role,
                affiliation=person.affiliation,
                labels=tuple(label for label in labels if label != person.name),
                part=person.part or part,
            )
        if _NOBODY.search(id) or not labels or labels == [id]:
            return None
        made = max(
            (_of_label(label, id) for label in labels), key=lambda one: (_likeness(one.name, id), -len(one.name))
        )
        if not _likeness(made.name, id) or is_voice(made.name):
            return None
        others = tuple(label for label in labels if label != made.name)
        return Declared(made.name, role=made.role, affiliation=made.affiliation, labels=others, part=part)


def _of_label(label: str, id: str) -> Declared:
    """A name as in "01.02 Minister Ada Brook (Greens)" with the reference "BrookAda"."""
    name, role, affiliation = split(_NUMBER.sub("", label))
    words = name.split()
    known = [number for number, word in enumerate(words) if _is_in(word, id)]
    if len(known) > 1:
        before = words[: known[0]]
        name = " ".join(words[known[0] :])
        if before and not role and not all(_HONORIFIC.match(word) for word in before):
            role = in_small_letters(" ".join(before)) or " ".join(before).capitalize()
    return Declared(in_small_letters(name) or name, role=role, affiliation=affiliation)


def _likeness(name: str, id: str) -> int:
    return sum(_is_in(word, id) for word in name.split())


def _is_in(word: str, id: str) -> bool:
    bare = fold(word).strip(".,'’")
    return len(bare) > 1 and bare in fold(id).replace(" ", "")
