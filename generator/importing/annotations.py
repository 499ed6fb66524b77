"""Annotations of other programs → notes: W3C Web Annotations in JSON-LD, as far as they are text on words.

Section numbers are those of the Web Annotation Data Model, https://www.w3.org/TR/annotation-model/. What cannot be a
note here (highlights without a word, areas of pictures, styles, selectors by the structure of another page) is told.
"""

import html
import re
from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from generator.errors import Place, Problem, problem
from generator.model import Note, Selector, Value

# The kinds that the motivations of section 3.3.5 come nearest to; any other makes a plain note.
_KINDS = {"assessing": "fact-check", "editing": "correction", "linking": "source", "questioning": "clarification"}
_NOTE = "#note-"
_DAY = "T00:00:00Z"
_TAG = re.compile(r"<[^<>]*>")


class Came(Value):
    """A note that came, and the transcript it is on."""

    transcript: str  # id, as far as its address tells it
    note: Note


def annotations(data: bytes, path: str, kinds: Collection[str]) -> tuple[tuple[Came, ...], tuple[Problem, ...]]:
    """The notes in a JSON-LD file of annotations, and what is wrong; `kinds` are those the archive has."""
    try:
        document = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        return (), (problem("not-annotations", Place(path), reason=str(error) or "it is too deep"),)
    found = [one for one in _annotations(document) if isinstance(one, dict)]
    if not found:
        return (), (problem("not-annotations", Place(path), reason="there is no annotation in it"),)
    came: list[Came] = []
    problems: list[Problem] = []
    for number, one in enumerate(found, 1):
        made = _came(one, kinds)
        if isinstance(made, Came):
            came.append(made)
        else:
            name = one["id"] if isinstance(one.get("id"), str) else f"number {number}"
            problems.append(problem("annotation-left-out", Place(path), name=name[:120], why=made))
    return tuple(came), tuple(problems)


def _annotations(document: object) -> Iterator[object]:
    """Those of a collection (5.1), of a page (5.2), of a list, or a single one."""
    while isinstance(document, dict) and document.get("type") == "AnnotationCollection":
        document = document.get("first")
    pages = [document]
    while pages:
        page = pages.pop()
        if isinstance(page, list):
            yield from page
        elif isinstance(page, dict) and "items" in page:
            yield from _list(page["items"])
            pages.append(page.get("next"))
        elif isinstance(page, dict) and "target" in page:
            yield page


def _came(annotation: Mapping[str, Any], kinds: Collection[str]) -> Came | str:
    """The note; or why it is none."""
    targets = [_target(target) for target in _list(annotation.get("target"))]
    transcripts = {transcript for transcript, _ in targets}
    if not targets or "" in transcripts:
        return "its target has no address"
    if len(transcripts) > 1:
        return "it is about several pages"
    selectors = [selector for _, selector in targets]
    if None in selectors:
        return "its target is not told by words or an anchor"
    bodies = [*_list(annotation.get("body")), *_list(annotation.get("bodyValue"))]
    text, tags, rating, sources = _read_bodies(bodies)
    if not text:
        return "it says nothing"
    motivation = next(iter(_list(annotation.get("motivation"))), None)
    guess = _KINDS.get(motivation, "context") if isinstance(motivation, str) else "context"
    kind = next((tag for tag in tags if tag in kinds), guess if guess in kinds else "context")
    note = Note(
        id=_id(annotation),
        body=text,
        kind=kind,
        by=", ".join(filter(None, map(_name, _list(annotation.get("creator"))))) or None,
        date=_date(annotation),
        sources=tuple(sources),
        rating=rating,
        selectors=tuple(filter(None, selectors)),
    )
    return Came(transcripts.pop(), note)


def _read_bodies(bodies: list[Any]) -> tuple[str, list[str], str | None, list[str]]:
    """The words, tags, verdict and sources of an annotation's bodies (3.2), by their purposes (3.3.5)."""
    words: list[str] = []
    tags: list[str] = []
    sources: list[str] = []
    rating: str | None = None
    for body in bodies:
        if isinstance(body, str):
            (sources if "://" in body else words).append(body)
            continue
        if not isinstance(body, dict):
            continue
        value = body.get("value")
        purposes = _list(body.get("purpose"))
        if not isinstance(value, str):
            address = body.get("source", body.get("id"))
            sources += [address] if isinstance(address, str) else []
        elif "tagging" in purposes:
            tags.append(value)
        elif "classifying" in purposes:
            rating = value
        elif "linking" in purposes:
            sources.append(value)
        else:
            words.append(html.unescape(_TAG.sub("", value)) if body.get("format") == "text/html" else value)
    return "\n\n".join(word.strip() for word in words if word.strip()), tags, rating, sources


def _target(target: object) -> tuple[str, Selector | None]:
    """The transcript a target is on, "" where that is not told, and where on it; None where that is not understood."""
    selectors: list[Any] = []
    source = target
    if isinstance(target, dict):
        source = target.get("source", target.get("id"))
        selectors = _list(target.get("selector"))
    if isinstance(source, dict):
        source = source.get("id")
    if not isinstance(source, str):
        return "", None
    try:
        address = urlsplit(source)
    except ValueError:
        return "", None
    name = unquote(address.path.rpartition("/")[2]).removesuffix(".html")
    anchor = Selector(turn=_turn(unquote(address.fragment).partition(":~:")[0]))
    if not selectors:
        return name, anchor
    understood = (_selector(selector, anchor) for selector in selectors)  # each alone is enough (4.2)
    return name, next((selector for selector in understood if selector), None)


def _selector(selector: object, within: Selector) -> Selector | None:
    """A selector (4.2), refined by those inside it (4.2.9), in a part of the page."""
    if not isinstance(selector, dict):
        return None
    kind = selector.get("type")
    if kind == "FragmentSelector" and isinstance(selector.get("value"), str):
        within = Selector(turn=_turn(selector["value"]))
        return _selector(selector["refinedBy"], within) if "refinedBy" in selector else within
    if kind == "TextQuoteSelector":
        quote = _words(selector, "exact")
        if not quote:
            return None
        return Selector(quote, _words(selector, "prefix"), _words(selector, "suffix"), within.turn)
    if kind == "RangeSelector":
        start = _selector(selector.get("startSelector"), within)
        end: Any = selector.get("endSelector")
        until = None
        if isinstance(end, dict) and end.get("type") == "FragmentSelector" and isinstance(end.get("value"), str):
            end, until = end.get("refinedBy"), _turn(str(end["value"]))
        to = _words(end, "prefix") if isinstance(end, dict) else None
        if start and start.quote and to and isinstance(end, dict):
            return Selector(start.quote, start.before, _words(end, "exact"), start.turn, to, until)
    return None


def _words(selector: Mapping[str, Any], key: str) -> str | None:
    value = selector.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _turn(fragment: str) -> str | None:
    """The turn or section of an anchor; a paragraph's is its turn's with `.pN`."""
    return re.sub(r"\.p\d+$", "", fragment) or None


def _id(annotation: Mapping[str, Any]) -> str:
    """The note's own where it was one of ours, else one made from the annotation's address, or of all it says."""
    id = annotation.get("id")
    if isinstance(id, str) and _NOTE in id:
        return unquote(id.rpartition(_NOTE)[2])
    told = id.encode() if isinstance(id, str) else msgspec.json.encode(annotation)
    return f"w-{blake2b(told, digest_size=5).hexdigest()}"


def _date(annotation: Mapping[str, Any]) -> str | None:
    written = annotation.get("created", annotation.get("dcterms:date"))
    return written.removesuffix(_DAY) if isinstance(written, str) else None


def _name(agent: object) -> str:
    """What an agent (3.3.2) is called."""
    if isinstance(agent, dict):
        names = [name for key in ("name", "nickname", "id") for name in _list(agent.get(key))]
        return next((name for name in names if isinstance(name, str)), "")
    return agent if isinstance(agent, str) else ""


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
