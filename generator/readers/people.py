"""Who is who within one file: initials, names in full and in short, offices of the title.

In go the labels, who is declared, and the lines before anybody speaks; out come declared speakers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec

from generator.model import Declared, Value
from generator.names import fold, in_small_letters, is_voice
from generator.readers.choosing import base

_INITIALS = r"[A-Z][A-Za-z]{0,4}"
_IN_BRACKETS = re.compile(rf"([^\W\d_][\w.’'\-]*(?:\s(?:[^\W\d_][\w.’'\-]*)){{1,4}})\s*[(\[]({_INITIALS})[)\]]")
_EXPLAINED = re.compile(
    rf"[\s\-*•|]*({_INITIALS})\s*(?:=|:|[–—-]|\|)\s*([A-Z][\w.’'\-]+(?:\s[\w.’'\-]+){{1,4}})\s*(?:[,(|;].*)?$"
)
_LONGEST = 4000  # characters of a line that may explain who is who
_HONORIFICS = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady hon senator sen rep congressman congresswoman president
    chair chairman  chairwoman chairperson minister secretary judge justice general colonel captain governor
    mayor ambassador director  commissioner councillor councilor councilmember herr frau präsident präsidentin
    vizepräsident vizepräsidentin abg  monsieur madame mme m señor señora sr sra vice doctor the interviewer""".split()
)


class Same(Value):
    """A label that was taken for somebody who is named otherwise elsewhere in the file."""

    label: str
    name: str


class Found(Value):
    """The speakers to declare, and what of it is a guess."""

    speakers: tuple[Declared, ...]
    doubtful: tuple[Same, ...]


def identified(labels: Sequence[str], declared: Sequence[Declared], lines: Sequence[str]) -> Found:
    """Who the labels are. `lines`: title, subtitle and what stands before the first label."""
    owner = {label: speaker.name for speaker in declared for label in (speaker.name, *speaker.labels)}
    people = {speaker.name: speaker for speaker in declared}
    doubtful: list[Same] = []
    explained = _explained([*lines, *labels])
    in_the_head = [name for line in lines if len(line) < 300 for name in _names_in(line)]
    for label in labels:
        if label in owner or ", " in label:
            continue
        plain = base(label)
        name = explained.get(label) or (explained.get(plain) if plain != label else None)
        if name is None:
            name, guessed = _named(plain, labels, people)
            name = name or _of_the_head(plain, in_the_head)
            guessed = guessed or name is not None
            if guessed and name:
                doubtful.append(Same(label, name))
        role = None
        if name is None and (office := _office(plain, lines)):
            role, name = office
        name = name or _readable(plain, label)
        if name is None:
            continue
        name = owner.get(name, name)
        if label != name or role:
            people[name] = _with(people.get(name), name, label, role)
        owner[label] = name
    return Found(tuple(people.values()), tuple(doubtful))


def _with(known: Declared | None, name: str, label: str, role: str | None) -> Declared:
    if known is None:
        return Declared(name, role=role, labels=(label,) if label != name else ())
    labels = known.labels if label in (known.name, *known.labels) else (*known.labels, label)
    return msgspec.structs.replace(known, labels=labels, role=known.role or role)


def _explained(lines: Iterable[str]) -> Mapping[str, str]:
    """Initials → name, from "Ada Brook (AB)", "AB: Ada Brook", and rows of a table "| Ada Brook | AB | Outlet |"."""
    found: dict[str, str] = {}
    for line in lines:
        if len(line) > _LONGEST:
            continue
        for name, short in _IN_BRACKETS.findall(line) if "(" in line or "[" in line else ():
            if _abbreviates(short, name):
                found.setdefault(short, name.strip())
                found.setdefault(f"{name} ({short})", name.strip())
        if "|" in line:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            for name, short in pairwise(cells):
                if " " in name and re.fullmatch(_INITIALS, short) and _abbreviates(short, name):
                    found.setdefault(short, name)
                elif " " in short and re.fullmatch(_INITIALS, name) and _abbreviates(name, short):
                    found.setdefault(name, short)
        elif (pair := _EXPLAINED.match(line)) and _abbreviates(pair[1], pair[2]):
            found.setdefault(pair[1], pair[2].strip())
    return found


def _abbreviates(short: str, name: str) -> bool:
    """Whether initials can stand for a name: they begin like it, and their letters come in it in this order."""
    rest = iter(fold(name).replace(" ", ""))
    words = fold(name).split()
    return len(words) > 1 and words[0][:1] == fold(short)[:1] and all(sign in rest for sign in fold(short))


def _named(label: str, labels: Sequence[str], people: Mapping[str, Declared]) -> tuple[str | None, bool]:
    """The one full name of the file that a short label ("REYES", "Mr. Reyes") is the end of; whether it is guessed."""
    words = [word for word in fold(label).split() if word not in _HONORIFICS]
    if is_voice(label) or not words:
        return None, False
    title = len(words) < len(fold(label).split())
    full = {
        _readable(base(other), other) or base(other)
        for other in (*labels, *people)
        if other != label and _is_full(base(other)) and _ends_with(fold(base(other)).split(), words)
    }
    full = {people[name].name if name in people else name for name in full}
    full = {name for name in full if fold(name) != fold(label)}
    if len(full) == 1 and (len(words) == 1 or title):
        return full.pop(), True
    return None, False


def _names_in(line: str) -> list[str]:
    """What may be full names in a line, without titles before them: "Press Secretary Ada Lind" gives "Ada Lind"."""
    words = re.findall(r"[^\W\d_][\w’'\-]*", line)
    pairs = [
        " ".join(pair) for pair in pairwise(words) if all(word[0].isupper() and word[1:].islower() for word in pair)
    ]
    return [pair for pair in pairs if fold(pair.split()[0]) not in _HONORIFICS]


def _of_the_head(label: str, names: Sequence[str]) -> str | None:
    """The one name of the head that a title and family name ("Ms. Lind"), or initials ("AL"), are short for."""
    words = [word for word in fold(label).split() if word not in _HONORIFICS]
    titled = len(words) == 1 and len(fold(label).split()) > 1
    if titled:
        found = {name for name in names if fold(name).split()[-1] == words[0]}
    elif re.fullmatch(r"[A-Z]{2}", label):
        found = {name for name in names if "".join(word[0] for word in name.split()) == label}
    else:
        return None
    return found.pop() if len(found) == 1 else None


def _is_full(name: str) -> bool:
    words = [word for word in fold(name.partition(",")[0]).split() if word not in _HONORIFICS]
    return len(words) > 1 and not is_voice(name) and not any(map(str.isdigit, name))


def _ends_with(words: Sequence[str], tail: Sequence[str]) -> bool:
    return len(words) > len(tail) and list(words[-len(tail) :]) == list(tail)


def _office(label: str, lines: Iterable[str]) -> tuple[str, str] | None:
    """Office and name where the title says them together: "Press conference by Prime Minister Ada Brook"."""
    if len(label) < 4 or not label[0].isupper():
        return None
    pattern = re.compile(
        rf"\b((?i:{re.escape(label)}))\s"
        r"((?:[A-ZÀ-Þ][\w’'\-]+\.?\s(?:(?:van|von|de|der|den|la|al|bin)\s)*){1,3}?[A-ZÀ-Þ][\w’'\-]+)"
        r"(?=$|[^\w’'\-]|\s)"
    )
    for line in lines:
        if len(line) < 300 and (found := pattern.search(line)):
            return found[1], found[2]
    return None


def _readable(plain: str, label: str) -> str | None:
    """A name one likes to read: "ADA BROOK" → "Ada Brook", "Ada [whispering]" → "Ada"."""
    if is_voice(plain):
        return plain if plain != label and "[" in label else None
    return in_small_letters(plain) or (plain if plain != label and "[" in label else None)
