"""Front matter: what the head of a transcript says of the event, read, written and completed from defaults."""

from typing import Any

import msgspec

from generator.config.schema import (
    DATE,
    FLAG,
    LANGUAGE,
    TEXT,
    URL,
    Check,
    Shape,
    entries,
    keys,
    many,
    one_or_many,
)
from generator.config.yaml import Node, Source, Text, parse
from generator.errors import Problem
from generator.model import Declared, Meta

_SPEAKER_KEYS: Shape[dict[str, Any]] = keys(
    {
        "name": TEXT.about("The name as it is to be shown."),
        "id": TEXT.about("The person's id in people.yaml, where the name does not tell."),
        "role": TEXT.about("Office or role on that day."),
        "affiliation": TEXT.about("Outlet, party or body they speak for."),
        "label": one_or_many(TEXT).about("Other words by which the text names them."),
        "part": TEXT.about("Their part: principal, moderator, questioner, witness, interviewer, narrator, …"),
        "opening": FLAG.about("Whether text before the first label is theirs."),
    },
    {"labels": "label", "title": "role", "organisation": "affiliation", "organization": "affiliation"},
    ("name",),
)


def _speaker(node: Node, check: Check) -> Declared | None:
    if isinstance(node, Text) and not node.empty:
        return Declared(node.value)
    values = _SPEAKER_KEYS.read(node, check) or {}
    if "name" not in values:
        return None
    return Declared(labels=values.pop("label", ()), **values)


SPEAKER = Shape(_speaker, {"anyOf": [{"type": "string"}, _SPEAKER_KEYS.schema]})

# In the order in which they are written.
_KEYS: dict[str, Shape[Any]] = {
    "title": TEXT.about("The transcript's title."),
    "subtitle": TEXT.about("A second line under the title."),
    "date": DATE.about("The day of the event: 1974, 1974-05, 1974-05-06 or a date with time."),
    "updated": DATE.about("When the text was last changed."),
    "kind": TEXT.about("What kind of event: press-conference, hearing, oral-history, podcast, debate, …"),
    "place": TEXT.about("Where it took place."),
    "series": TEXT.about("The series it belongs to, by id or name."),
    "status": TEXT.about("The state of the text: as delivered, as prepared, corrected, draft, …"),
    "language": LANGUAGE.about("The language spoken, such as en, de or pt-BR."),
    "summary": TEXT.about("A sentence or two on what it is about."),
    "source": URL.about("Where the text comes from."),
    "media": one_or_many(URL).about("Recordings: files in static/ or addresses."),
    "speakers": many(SPEAKER, "a list of speakers").about("Who takes part."),
    "topics": one_or_many(TEXT).about("What the whole transcript is about, by id or name."),
    "slug": TEXT.about("The name in addresses, where the file's name should not be it."),
    "aliases": one_or_many(TEXT).about("Old addresses that lead here."),
    "draft": FLAG.about("true: shown in the preview only."),
    "licence": TEXT.about("Under which terms the text may be used."),
    "credits": TEXT.about("Who recorded, transcribed, edited."),
    "withdrawn": DATE.about("Since when it is withdrawn: the page stays, the words go."),
    "variant-of": TEXT.about("The transcript of which this is another text."),
    "variant": TEXT.about("Which other text: translation, prepared, delivered, corrected."),
    "extra": entries(TEXT).about("Further facts, shown as they are."),
}
_HINTS = {
    "name": "title", "subject": "title", "description": "summary", "abstract": "summary", "location": "place",
    "venue": "place", "tags": "topics", "subjects": "topics", "lang": "language", "locale": "language",
    "lastmod": "updated", "modified": "updated", "audio": "media", "video": "media", "recording": "media",
    "url": "source", "license": "licence", "type": "kind", "category": "kind", "people": "speakers",
    "participants": "speakers", "authors": "speakers", "permalink": "slug", "credit": "credits",
}  # fmt: skip

FRONT_MATTER = keys(_KEYS, _HINTS)


def front_matter(yaml_text: str, path: str, first_line: int = 1) -> tuple[Meta, tuple[Problem, ...]]:
    """What front matter says; `first_line` is the line of the file in which the YAML begins."""
    source = Source(yaml_text, path, first_line)
    node, problems = parse(source)
    if node is None:
        return Meta(), problems
    check = Check(source)
    values = FRONT_MATTER.read(node, check) or {}
    return Meta(**values), (*problems, *check.problems)


def with_defaults(meta: Meta, defaults: Meta) -> Meta:
    """`meta`, with what it leaves empty taken from `defaults`."""
    empty = (None, (), False)
    filled = {
        name: value
        for name in meta.__struct_fields__
        if getattr(meta, name) in empty and (value := getattr(defaults, name)) not in empty
    }
    return msgspec.structs.replace(meta, **filled)


def write_front_matter(meta: Meta) -> str:
    """YAML that reads back as the same `meta`, without the `---` around it; only what is given is written."""
    lines: list[str] = []
    for key in _KEYS:
        value = getattr(meta, key.replace("-", "_"))
        if key == "speakers" and value:
            lines += ["speakers:", *(f"  - {_flow(_declared(speaker))}" for speaker in value)]
        elif key == "extra" and value:
            lines += ["extra:", *(f"  {_scalar(name)}: {_scalar(text)}" for name, text in value)]
        elif isinstance(value, tuple):
            lines += [f"{key}: [{', '.join(map(_scalar, value))}]"] if value else []
        elif value is True:
            lines.append(f"{key}: true")
        elif isinstance(value, str):
            lines.append(f"{key}: {_scalar(value)}")
    return "".join(line + "\n" for line in lines)


def _declared(speaker: Declared) -> dict[str, str]:
    """The keys of a speaker with their values as YAML."""
    values = {
        "name": _scalar(speaker.name),
        "id": speaker.id,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "label": f"[{', '.join(map(_scalar, speaker.labels))}]" if speaker.labels else None,
        "part": speaker.part,
        "opening": "true" if speaker.opening else None,
    }
    raw = ("name", "label", "opening")
    return {key: value if key in raw else _scalar(value) for key, value in values.items() if value is not None}


def _flow(values: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"


_PLAIN_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=~ ")


def _scalar(text: str) -> str:
    """As plain as YAML allows, in a flow or not; else in double quotes, with everything unusual escaped."""
    plain = (
        text
        and text[0] not in _PLAIN_FIRST
        and not text[-1].isspace()
        and text.casefold() not in ("null", "---", "...")
        and not any(sign in text for sign in (": ", " #", ",", "[", "]", "{", "}"))
        and not text.endswith(":")
        and all(sign == " " or sign.isalnum() or (sign.isprintable() and ord(sign) < 0xD800) for sign in text)
    )
    if plain:
        return text
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if sign in '\\"':
        return "\\" + sign
    if sign.isprintable() or sign == " ":
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
