"""The ledger: what has been published of one transcript, in `content/anchors/ID.yaml`.

YAML with one line for each anchor, in the order of the text, so that versions of it compare and merge line by line. It
is read line by line too, since it is written by `onrecord freeze` alone; lines that two branches both wrote count once.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from generator import sketches
from generator.errors import Place, Problem, problem
from generator.model import Value
from generator.sketches import Sketch

FOLDER = "content/anchors"
PAGES = f"{FOLDER}/_pages.yaml"  # the addresses of all other pages: no transcript has an id like that

Kind = Literal["section", "turn", "paragraph", "note"]

_HEAD = (
    "# The published addresses in this transcript, with hashes of the words there.\n"
    "# `onrecord freeze` writes this file: keep it with the transcript, and leave it as it is.\n"
)
_PAGES_HEAD = (
    "# The published addresses of pages that are no transcripts.\n"
    "# `onrecord freeze` writes this file: keep it, and leave it as it is.\n"
)
_VALUE = r'(?:"(?:[^"\\]|\\.)*"|[^\s,\[\]{}"#&*!|>\'%@`:?-][^\s,\[\]{}"#]*)'
_LINE = re.compile(
    rf"- \{{(?:(?P<kind>section|turn|paragraph|note): (?P<anchor>{_VALUE})"
    rf"(?:, by: (?P<by>{_VALUE}))?(?:, sketch: \"(?P<sketch>[0-9a-f:]*)\")?"
    rf"(?:, (?:in: (?P<place>{_VALUE})|(?P<gone>gone: true)))?"
    rf"|transcript: (?P<path>{_VALUE})|was: (?P<was>{_VALUE}))\}}"
)
_URL = re.compile(rf"- (?P<url>{_VALUE})")
_PLAIN = re.compile(r"[^\W_][\w./-]*")


class Published(Value):
    """An anchor that has been published. One that is no longer of its own stands `inside` another, or is `gone`."""

    kind: Kind
    anchor: str
    speaker: str | None = None  # of a turn
    sketch: Sketch | None = None  # of a section or paragraph
    inside: str = ""
    gone: bool = False

    @property
    def former(self) -> bool:
        """Whether there is nothing any more that it is the id of."""
        return self.gone or bool(self.inside)


class Ledger(Value):
    """All that has been published of a transcript, in the order of the text."""

    anchors: tuple[Published, ...] = ()
    path: str = ""  # of the transcript's file when it was written
    was: tuple[str, ...] = ()  # earlier ids


def ledger_path(id: str) -> str:
    """Where the ledger of a transcript is."""
    return f"{FOLDER}/{id}.yaml"


def read(text: str, path: str) -> tuple[Ledger, tuple[Problem, ...]]:
    """The ledger that a file tells, and the lines of it that cannot be read."""
    problems: list[Problem] = []
    anchors: dict[str, Published] = {}
    source, was = "", []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("-"):
            if line.strip() and not line.startswith("#"):
                problems.append(_unreadable(path, number, line))
            continue
        found = _LINE.fullmatch(line.rstrip())
        if not found:
            problems.append(_unreadable(path, number, line))
        elif found["path"]:
            source = _value(found["path"])
        elif found["was"]:
            was.append(_value(found["was"]))
        else:
            one = _published(found)
            anchors.setdefault(one.anchor, one)
    return Ledger(tuple(anchors.values()), source, tuple(dict.fromkeys(was))), tuple(problems)


def write(ledger: Ledger) -> str:
    """The text of a ledger's file."""
    lines = [_HEAD, f"- {{transcript: {_quoted(ledger.path)}}}\n"]
    lines += [f"- {{was: {_quoted(id)}}}\n" for id in sorted(ledger.was)]
    for one in ledger.anchors:
        parts = [f"{one.kind}: {_quoted(one.anchor)}"]
        if one.speaker is not None:
            parts.append(f"by: {_quoted(one.speaker)}")
        if one.sketch is not None:
            parts.append(f'sketch: "{one.sketch}"')
        if one.former:
            parts.append("gone: true" if one.gone else f"in: {_quoted(one.inside)}")
        lines.append(f"- {{{', '.join(parts)}}}\n")
    return "".join(lines)


def source_of(text: str) -> str:
    """The path of the transcript that a ledger was written for, from its first lines; "" where they do not tell."""
    for line in text.split("\n", 8)[:8]:
        found = _LINE.fullmatch(line.rstrip())
        if found and found["path"]:
            return _value(found["path"])
    return ""


def read_pages(text: str, path: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The published URLs of other pages, and the lines that cannot be read."""
    lines = [(number, line.rstrip()) for number, line in enumerate(text.split("\n"), 1) if line[:1] not in ("", "#")]
    found = [(number, line, _URL.fullmatch(line)) for number, line in lines]
    problems = tuple(_unreadable(path, number, line) for number, line, url in found if not url)
    return tuple(dict.fromkeys(_value(url["url"]) for _, _, url in found if url)), problems


def write_pages(urls: Iterable[str]) -> str:
    """The text of the file with the URLs of other pages."""
    return _PAGES_HEAD + "".join(_sorted_lines(urls))


def _sorted_lines(urls: Iterable[str]) -> Iterator[str]:
    return (f"- {_quoted(url)}\n" for url in sorted(set(urls)))


def _published(found: re.Match[str]) -> Published:
    kind: Kind = found["kind"]  # type: ignore[assignment]
    speaker = _value(found["by"]) if found["by"] else None
    sketch = sketches.parse(found["sketch"]) if found["sketch"] else None
    place = _value(found["place"]) if found["place"] else ""
    return Published(kind, _value(found["anchor"]), speaker, sketch, place, bool(found["gone"]))


def _quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=not value.isprintable())


def _value(written: str) -> str:
    if not written.startswith('"'):
        return written
    try:
        return str(json.loads(written))
    except ValueError:
        return written.strip('"')


def _unreadable(path: str, number: int, line: str) -> Problem:
    return problem("bad-ledger-line", Place(path, number, 1, line[:2000], max(1, len(line.rstrip()))))
