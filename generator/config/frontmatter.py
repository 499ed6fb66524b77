"""Front matter: what the head of a transcript says of the event, read, written and completed from defaults."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.config.schema import (
    DATE,
    FLAG,
    LANGUAGE,
    SOURCE,
    TEXT,
    TIME,
    URL,
    WITHDRAWN,
    Check,
    Shape,
    entries,
    keys,
    many,
    one_or_many,
)
from generator.config.source import Source, quoted
from generator.config.yaml import List, Map, Node, Text, parse
from generator.errors import Place, Problem
from generator.markup.writing import clock
from generator.model import Correction, Declared, Meta, Recording

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

_CORRECTION_KEYS: Shape[dict[str, Any]] = keys(
    {
        "date": DATE.about("The day on which it was corrected."),
        "by": TEXT.about("Who corrected it."),
        "what": TEXT.about("What changed, in plain words."),
        "turn": TEXT.about("The anchor of the turn, paragraph or section it concerns, as on the page behind the #."),
    },
    {"anchor": "turn", "text": "what", "change": "what", "author": "by", "name": "by"},
    ("date", "what"),
)


def _correction(node: Node, check: Check) -> Correction | None:
    values = _CORRECTION_KEYS.read(node, check) or {}
    return Correction(**values) if values.keys() >= {"date", "what"} else None


CORRECTION = Shape(_correction, _CORRECTION_KEYS.schema)

_RECORDING_KEYS: Shape[dict[str, Any]] = keys(
    {
        "file": SOURCE.about("A file in static/, or an address."),
        "title": TEXT.about("What tells it from other recordings: Hall microphone."),
        "begins": TIME.about("The time of the transcript at which it begins, such as 01:02:09, if not the start."),
    },
    {"url": "file", "src": "file", "path": "file", "address": "file", "name": "title", "label": "title",
     "offset": "begins", "start": "begins"},
    ("file",),
)  # fmt: skip


def _recording(node: Node, check: Check) -> str | Recording | None:
    if isinstance(node, Text):
        return SOURCE.read(node, check)
    values = _RECORDING_KEYS.read(node, check) or {}
    return Recording(**values) if "file" in values else None


RECORDING = Shape(_recording, {"anyOf": [SOURCE.schema, _RECORDING_KEYS.schema]})

_COLUMN_KEYS: Shape[dict[str, Any]] = keys(
    {
        "text": TEXT.about("The column with the words."),
        "speaker": TEXT.about("The column that says who speaks."),
        "start": TEXT.about("The column of times, or of those at which a row begins."),
        "end": TEXT.about("The column of the times at which a row ends."),
        "duration": TEXT.about("The column that says how long a row lasts."),
        "tags": TEXT.about("The column of topics."),
        "role": TEXT.about("The column of the speakers' offices."),
        "affiliation": TEXT.about("The column of the speakers' parties, outlets or bodies."),
    },
    {"words": "text", "who": "speaker", "name": "speaker", "time": "start", "timestamp": "start", "topics": "tags",
     "party": "affiliation"},
)  # fmt: skip
COLUMNS: Shape[tuple[tuple[str, str], ...]] = Shape(
    lambda node, check: tuple((_COLUMN_KEYS.read(node, check) or {}).items()), _COLUMN_KEYS.schema
)

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
    "source": SOURCE.about("Where the text comes from: an address or words."),
    "media": one_or_many(RECORDING).about(
        "Recordings: files in static/ or addresses; or each with file, title, begins."
    ),
    "image": URL.about("A picture for cards where the page is shared: a file in static/ or an address."),
    "speakers": many(SPEAKER, "a list of speakers").about("Who takes part."),
    "topics": one_or_many(TEXT).about("What the whole transcript is about, by id or name."),
    "slug": TEXT.about("The name in addresses, where the file's name should not be it."),
    "aliases": one_or_many(TEXT).about("Old addresses that lead here."),
    "draft": FLAG.about("true: shown in the preview only."),
    "licence": TEXT.about("Under which terms the text may be used."),
    "credits": TEXT.about("Who recorded, transcribed, edited."),
    "withdrawn": WITHDRAWN.about("Why or since when it is withdrawn: the page stays, the words go."),
    "variant-of": TEXT.about("The transcript of which this is another text."),
    "variant": TEXT.about("Which text it is: translation, prepared, delivered, corrected."),
    "corrections": many(CORRECTION, "a list of corrections").about("What was corrected since it was published."),
    "columns": COLUMNS.about("For a table: what its columns are called that hold the speaker, the text, the start, …"),
    "extra": entries(TEXT).about("Further facts, shown as they are."),
}
_HINTS = {
    "name": "title", "subject": "title", "description": "summary", "abstract": "summary", "location": "place",
    "venue": "place", "tags": "topics", "subjects": "topics", "lang": "language", "locale": "language",
    "lastmod": "updated", "modified": "updated", "audio": "media", "video": "media", "recording": "media",
    "errata": "corrections", "changes": "corrections",
    "cover": "image", "thumbnail": "image", "picture": "image",
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


def front_matter_of_cells(
    cells: Mapping[str, str | tuple[str, ...]], path: str, line: int
) -> tuple[Meta, tuple[Problem, ...]]:
    """What a row of a table says, by keys of the front matter; checked like these, with the row as their place."""

    def node(value: str | tuple[str, ...]) -> Node:
        if isinstance(value, str):
            return Text(value, line, 1, 1, not value)
        return List(tuple(Text(one, line, 1) for one in value), line, 1)

    check = Check(Source("", path))
    values = FRONT_MATTER.read(Map(tuple((Text(key, line, 1), node(cells[key])) for key in cells), line, 1), check)
    problems = tuple(
        msgspec.structs.replace(found, place=Place(path, line)) if found.place else found for found in check.problems
    )
    return Meta(**(values or {})), problems


def with_defaults(meta: Meta, defaults: Meta) -> Meta:
    """`meta`, with what it leaves empty taken from `defaults`."""
    empty = (None, ())
    filled = {
        name: value
        for name in meta.__struct_fields__
        if getattr(meta, name) in empty and (value := getattr(defaults, name)) not in empty
    }
    return msgspec.structs.replace(meta, **filled)


def write_front_matter(meta: Meta) -> str:
    """YAML that reads back as the same `meta`, without the `---` around it; only what is given is written."""
    return "".join(f"{line}\n" for key in _KEYS for line in _written(key, getattr(meta, key.replace("-", "_"))))


def _written(key: str, value: Any) -> Iterator[str]:
    """The lines of one key of front matter; none where nothing is given."""
    if key == "speakers" and value:
        yield "speakers:"
        yield from (f"  - {{{_speaker_in_brackets(speaker)}}}" for speaker in value)
    elif key == "corrections" and value:
        yield "corrections:"
        yield from (f"  - {{{_correction_in_brackets(correction)}}}" for correction in value)
    elif key == "media" and any(isinstance(recording, Recording) for recording in value):
        yield "media:"
        yield from (f"  - {_recording_in_line(recording)}" for recording in value)
    elif key in ("columns", "extra") and value:
        yield f"{key}:"
        yield from (f"  {_written_key(name)}: {scalar(text)}" for name, text in value)
    elif isinstance(value, tuple) and value:
        yield f"{key}: {_list(value)}"
    elif isinstance(value, bool):
        yield f"{key}: {str(value).lower()}"
    elif isinstance(value, str):
        yield f"{key}: {scalar(value)}"


def _recording_in_line(recording: str | Recording) -> str:
    if isinstance(recording, str):
        return scalar(recording)
    parts = [f"file: {scalar(recording.file, in_brackets=True)}"]
    if recording.title is not None:
        parts.append(f"title: {scalar(recording.title, in_brackets=True)}")
    if recording.begins:
        time = clock(abs(recording.begins)).strip("[]")
        parts.append(f"begins: {quoted('-' + time) if recording.begins < 0 else time}")
    return f"{{{', '.join(parts)}}}"


def _speaker_in_brackets(speaker: Declared) -> str:
    given = {
        "name": speaker.name,
        "id": speaker.id,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "part": speaker.part,
    }
    parts = [f"{key}: {scalar(value, in_brackets=True)}" for key, value in given.items() if value is not None]
    if speaker.labels:
        parts.insert(-1 if speaker.part is not None else len(parts), f"label: {_list(speaker.labels)}")
    return ", ".join([*parts, "opening: true"] if speaker.opening else parts)


def _correction_in_brackets(correction: Correction) -> str:
    given = ((key, getattr(correction, key)) for key in ("date", "by", "what", "turn"))
    return ", ".join(f"{key}: {scalar(value, in_brackets=True)}" for key, value in given if value is not None)


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(scalar(text, in_brackets=True) for text in texts)}]"


def _written_key(key: str) -> str:
    written = scalar(key, in_brackets=True)
    return written if len(written) < _LONG_KEY else f"? {quoted(key)}\n  "


_LONG_KEY = 500  # YAML takes longer ones for keys only behind "?"
_MEANS = re.compile(": | #")
_MEANS_IN_BRACKETS = re.compile(r": | #|[],[{}]")
_NOT_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=~ ")


def scalar(text: str, in_brackets: bool = False) -> str:
    """As plain as YAML allows, else in double quotation marks."""
    plain = (
        text
        and text[0] not in _NOT_FIRST
        and text[-1] not in ": "
        and text.casefold() not in ("null", "...")
        and not (_MEANS_IN_BRACKETS if in_brackets else _MEANS).search(text)
        and text.isprintable()
    )
    return text if plain else quoted(text)
