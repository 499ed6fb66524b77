"""Word documents (Office Open XML, ECMA-376): labels in text, in bold, by style, before tabs and in tables.

Read with zipfile and lxml: what is deleted, hidden or a comment must be counted, which converters to HTML do not tell.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from generator.errors import Place, problem
from generator.model import Meta, Reading, Transcript
from generator.readers import courts, plain
from generator.readers.docx_lines import Walk
from generator.readers.docx_styles import STRICT, W, styles_of
from generator.readers.labels import Label, clock, is_clock, stands_as_name
from generator.readers.packages import Package, RefusedError
from generator.readers.paragraphs import with_names_above
from generator.readers.properties import completed
from generator.readers.speech import Line, understand

_TABBED = re.compile(r"\s*(?:([\[(]?\d[\d:.,]*[\])]?)\t+\s*)?([^\t]{1,60}?)[:：]?\s*\t+\s*(?=\S)")
_ARROW = re.compile(r"(\d{1,3}:\d{1,2}:\d{1,2}(?:\.\d{1,9})?) --> (\d{1,3}:\d{1,2}:\d{1,2}(?:\.\d{1,9})?)")
_ROLES = re.compile(
    r"(?:(?:transcript|interview)[\s_-]*)?(interviewer|interviewee|narrator|respondent|moderator|participant|question"
    r"|answer|host|guest|frage|antwort|interviewte[rn]?)(?:[\s_-]*(?:text|paragraph|style|speech|absatz))?$",
    re.I,
)


def read(data: bytes, path: str) -> Reading:
    """The transcript in a Word document. Never raises: what is wrong is in the reading's problems."""
    try:
        return _read(Package(data), path)
    except RefusedError as refused:
        return _failed("bomb", path, str(refused))
    except (ValueError, RecursionError) as error:
        return _failed("broken-document", path, str(error) or "it is nested too deeply")


def _failed(code: str, path: str, reason: str) -> Reading:
    return Reading(Transcript(), problems=(problem(code, Place(path), reason=reason),))


def _read(package: Package, path: str) -> Reading:
    document = _part(package, "word/document.xml")
    body = None if document is None else document.find(W + "body")
    if body is None:
        raise ValueError("it has no text of a Word document in it")
    walk = Walk(styles_of(_part(package, "word/styles.xml")), _links(package))
    walk.body(body)
    walk.notes(_part(package, "word/footnotes.xml"))
    walk.notes(_part(package, "word/endnotes.xml"))
    reading = _understood(walk, path)
    meta, doubtful = completed(reading.transcript.meta, path, **_properties(package))
    comments = _part(package, "word/comments.xml")
    number = 0 if comments is None else len(comments.findall(W + "comment"))
    left = [(count, what) for what, count in (*walk.left.items(), ("comments", number)) if count]
    told = [problem("not-published", Place(path), number=count, what=what) for count, what in left]
    return msgspec.structs.replace(
        reading,
        transcript=msgspec.structs.replace(reading.transcript, meta=meta),
        problems=(*doubtful, *told, *reading.problems),
    )


def _part(package: Package, name: str) -> Any:
    """A part in XML. Documents in the strict form have other namespaces for the same elements (ECMA-376 part 1)."""
    root = package.xml(name)
    if root is not None and STRICT.decode() in (root.nsmap or {}).values():
        for element in root.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.replace("{" + STRICT.decode() + "}", W)
                for key in [key for key in element.attrib if str(key).startswith("{" + STRICT.decode())]:
                    element.set(str(key).replace("{" + STRICT.decode() + "}", W), element.attrib.pop(key))
    return root


def _links(package: Package) -> dict[str, str]:
    root = package.xml("word/_rels/document.xml.rels")
    return {} if root is None else {str(one.get("Id")): str(one.get("Target")) for one in root.iterchildren()}


def _understood(walk: Walk, path: str) -> Reading:
    """The lines of a document as a transcript; one that is plain text line by line is read as such."""
    blocks = [block for block in walk.blocks if block]
    meta = Meta(title=walk.title)
    if not any(line.label for block in blocks for line in block):
        lines = [line.text for block in walk.blocks for line in (block or [Line(0, "")])]
        if _is_plain(walk.blocks, lines):
            reading = plain.read("\n".join(lines).encode(), path)
            title = walk.title or reading.transcript.meta.title
            told = msgspec.structs.replace(reading.transcript.meta, title=title)
            return msgspec.structs.replace(reading, transcript=msgspec.structs.replace(reading.transcript, meta=told))
        blocks = _timed(blocks) or _tabbed(blocks) or _by_style(walk) or with_names_above(blocks)
    return understand(blocks, meta, path)


def _is_plain(blocks: Sequence[Sequence[Line]], lines: list[str]) -> bool:
    """Whether paragraphs are the lines of a text that was wrapped by hand, or those of a court with their numbers."""
    if courts.is_numbered(lines) or courts.laid_out(lines):
        return True
    texts = [block[0].text for block in blocks if len(block) == 1]
    goes_on = sum(after[:1].islower() for after in texts)
    return len(texts) > 10 and goes_on * 3 > len(texts) and max(map(len, texts)) < 120


def _timed(blocks: Sequence[Sequence[Line]]) -> list[list[Line]] | None:
    """Lines as captions have them, as meeting programs write them: times, then a name, then words; else None."""
    lines = [line for block in blocks for line in block]
    found = [_ARROW.fullmatch(line.text.strip()) for line in lines]
    heads = {at for at, times in enumerate(found[:-2]) if times and _is_name(lines[at + 1].text)}
    if len(heads) < 2 or len(heads) * 2 < sum(times is not None for times in found):
        return None
    made: list[list[Line]] = []
    for at, line in enumerate(lines):
        if at in heads:
            made.append([msgspec.structs.replace(line, role="time")])
        elif at - 1 in heads and (times := found[at - 1]):
            label = Label(line.text.strip(), "marked", len(line.text), _moment(times[1]), _moment(times[2]))
            made.append([msgspec.structs.replace(line, label=label)])
        elif at - 2 in heads:
            made[-1].append(line)
        else:
            made.append([line])
    return made


def _is_name(text: str) -> bool:
    return len(text) <= 60 and stands_as_name(text.strip()) and not is_clock(text)


def _moment(text: str) -> int:
    """Milliseconds of a time whose parts may lack a digit: `0:0:3.5`."""
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds * 1000)


def _tabbed(blocks: Sequence[Sequence[Line]]) -> list[list[Line]] | None:
    """Blocks whose names stand before tabs; None where they do not. A time may stand before a name."""
    found = [[_before_tab(line) for line in block] for block in blocks]
    names = Counter(label.text for block in found for label in block if label)
    if sum(names.values()) < 2 or len(names) * 3 > sum(names.values()) * 2 or len(names) < 2:
        return None
    return [
        [msgspec.structs.replace(line, label=label) for line, label in zip(block, labels, strict=True)]
        for block, labels in zip(blocks, found, strict=True)
    ]


def _before_tab(line: Line) -> Label | None:
    found = _TABBED.match(line.text) if "\t" in line.text and not line.heading else None
    if not found:
        return None
    name = found[2].strip()
    if name in ("Q", "A", "Q.", "A."):
        return Label(name[0], "letter", found.end())
    if not stands_as_name(name) or is_clock(name) or not any(map(str.isalpha, name)):
        return None
    times = clock(found[1])[:2] if found[1] and is_clock(found[1]) else (None, None)
    return Label(name, "marked", found.end(), *times)


def _by_style(walk: Walk) -> list[list[Line]] | None:
    """Blocks of a document that says only by its styles who speaks: "Interviewer", "Interviewee"; else None."""
    roles = [_ROLES.match(kind) if block else None for block, kind in zip(walk.blocks, walk.kinds, strict=True)]
    if len({role[1].casefold() for role in roles if role}) < 2:
        return None
    told = [role[1] if role else None for role in roles]
    blocks: list[list[Line]] = []
    before: str | None = None
    for block, role in zip(walk.blocks, told, strict=True):
        if not block:
            continue
        if role and role != before and not _has_label(block[0], role):
            first = msgspec.structs.replace(block[0], label=Label(role, "marked", 0))
            blocks.append([first, *block[1:]])
        elif role and role != before:
            return None
        else:
            blocks.append(list(block))
        before = role or before
    return blocks


def _has_label(line: Line, role: str) -> bool:
    """Whether a paragraph in the style of a role begins with a name itself."""
    return re.match(r"[^.?!:\t]{1,40}[:\t]|[QA][.\s]", line.text) is not None and role.casefold() != ""


def _properties(package: Package) -> dict[str, str]:
    """Title, day and language by the properties of the document (ECMA-376 part 2, 8.3)."""
    try:
        root = package.xml("docProps/core.xml")
    except ValueError:
        root = None
    facts = {} if root is None else {str(one.tag).split("}")[-1]: one.text or "" for one in root}
    told = {name: str(facts.get(name, "")) for name in ("title", "created", "language")}
    return {**told, "created": told["created"][:10]}
