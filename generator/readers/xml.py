"""XML, parsed without trusting it: nothing from outside, no expansion bombs, encodings as they are and not as declared.

The document type declaration is read here, for the characters it names, and never reaches the parser.
"""

import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from typing import Any, NamedTuple, TypeAlias

from lxml import etree  # type: ignore[import-untyped]

from generator.decoding import decode
from generator.errors import Place, Problem, locate, problem
from generator.model import Reading, Transcript

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"""^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']""")
_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.S)
_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^\[>"']|"[^"]*"|'[^']*')*""")
_ENTITY = re.compile(
    r"""<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[^\s"'>]+)\s+"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<outside>(?:SYSTEM|PUBLIC)\b))"""
)
_IN_SUBSET = re.compile(r"<!--|<!|<\?|\]")
_AMPERSAND = re.compile(r"&(#\d{1,9};|#x[\da-fA-F]{1,7};|[^\s&;<>\"'#]{1,60};)?")
_NAMED = re.compile(r"&([^\s&;#]+);")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# References to half a character, which lxml takes and cannot give back.
_HALF = re.compile(
    r"&#(?:x0*d[89a-f][0-9a-f]{2}|0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3]));", re.I
)
_BUILT_IN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_LONGEST = 1_000  # characters an entity may stand for: more is no character and no phrase
_MOST = 5_000_000  # characters all of them may add
_LATIN = frozenset(("iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"))

Element: TypeAlias = Any  # of lxml, which has no types


class Parsed(NamedTuple):
    """A document: its root, None where there is none to be had, and what is wrong with it."""

    root: Element | None
    problems: tuple[Problem, ...]


def read(data: bytes, path: str) -> Reading:
    """What is said of XML that no reader knows."""
    root, problems = parse(data, path)
    if root is not None:
        problems = (*problems, problem("xml-unknown", Place(path, line(root)), root=name(root)))
    return Reading(Transcript(), problems=problems)


class _BombError(ValueError):
    """An entity that stands for too much."""


def parse(data: bytes, path: str) -> Parsed:
    """The document in a file. Never raises: what is broken is kept as far as it can be understood, and reported."""
    text, problems = _decoded(data, path)
    if any(found.code == "not-text" for found in problems):
        return Parsed(None, problems)
    declaration = _DECLARATION.match(text)
    if declaration:
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    try:
        text, found = _without_entities(text, path)
    except _BombError:
        return Parsed(None, (*problems, problem("xml-bomb", Place(path))))
    text = _HALF.sub("\ufffd", _FORBIDDEN.sub("\ufffd", text))
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    broken = tuple(_broken(parser, root, text, path))
    return Parsed(root, (*problems, *found, *broken))


def _decoded(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """As declared, where the bytes bear it out: UTF-8 is told by itself, whatever is declared."""
    declared = _ENCODING.match(data)
    name = declared[1].decode("ascii").casefold() if declared else ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            if name and not name.startswith("utf"):
                text = data.decode("cp1252" if name in _LATIN else name, "replace")
                return text.replace("\r\n", "\n").replace("\r", "\n"), ()
        except LookupError:
            pass
    text, problems = decode(data, path)
    return text, tuple(found for found in problems if found.code != "control-character")


def _without_entities(text: str, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text with its named characters in place and without its document type; lines stay where they are."""
    start = _PROLOGUE.match(text)
    at = start.end() if start else 0
    doctype = _DOCTYPE.match(text, at)
    named: dict[str, str] = {}
    problems: list[Problem] = []
    if doctype:
        end = doctype.end()
        if text[end : end + 1] == "[":
            end = _subset(text, end + 1, named, problems, path)
        close = text.find(">", end)
        end = close + 1 if close >= 0 else end
        text = text[:at] + "\n" * text.count("\n", at, end) + text[end:]
    if "&" not in text:
        return text, tuple(problems)
    values = {name: _value(name, named, 0) for name in named}
    return _resolved(text, values, problems, path), tuple(problems)


def _subset(text: str, at: int, named: dict[str, str], problems: list[Problem], path: str) -> int:
    """Learn the entities of the internal subset; where it ends."""
    while sign := _IN_SUBSET.search(text, at):
        at = sign.start()
        if sign[0] == "]":
            return at + 1
        entity = _ENTITY.match(text, at)
        if entity and not entity["parameter"]:
            if entity["outside"]:
                problems.append(problem("xml-outside", locate(path, text, at), name=entity["name"]))
            else:
                named.setdefault(entity["name"], entity["double"] or entity["single"] or "")
        closing = {"<!--": "-->", "<?": "?>"}.get(sign[0], ">")
        end = text.find(closing, entity.end() if entity else sign.end())
        if end < 0:
            break
        at = end + len(closing)
    return len(text)


def _value(name: str, named: Mapping[str, str], depth: int) -> str:
    """What an entity stands for. One that stands for others more than a few deep, or for very much, is a bomb."""
    value = named[name]
    if depth > 4 or len(value) > _LONGEST:
        raise _BombError(name)

    def inner(found: re.Match[str]) -> str:
        return _value(found[1], named, depth + 1) if found[1] in named else found[0]

    value = _NAMED.sub(inner, value)
    if len(value) > _LONGEST:
        raise _BombError(name)
    return value


def _resolved(text: str, values: Mapping[str, str], problems: list[Problem], path: str) -> str:
    added = 0
    unknown: list[int] = []

    def put(found: re.Match[str]) -> str:
        nonlocal added
        name = (found[1] or "")[:-1]
        if name in _BUILT_IN or (name.startswith("#") and _is_character(name)):
            return found[0]
        value = values.get(name)
        if value is None and name:
            value = html5.get(name + ";")
            value = _escaped(value) if value is not None else None
        if value is None:
            unknown.append(found.start() + offset)
            return "&amp;" + found[0][1:]
        added += len(value)
        if added > _MOST:
            raise _BombError(name)
        return value

    pieces: list[str] = []
    offset = 0
    while offset < len(text):  # nothing in a CDATA section stands for anything else
        start = text.find("<![CDATA[", offset)
        start = len(text) if start < 0 else start
        end = text.find("]]>", start)
        end = len(text) if end < 0 else end + 3
        pieces += (_AMPERSAND.sub(put, text[offset:start]), text[start:end])
        offset = end
    resolved = "".join(pieces)
    if unknown:
        problems.append(problem("xml-ampersand", locate(path, text, unknown[0]), number=len(unknown)))
    return resolved


def _is_character(name: str) -> bool:
    """Whether a reference by number is to a character that XML can have."""
    number = int(name[2:], 16) if name[1:2] == "x" else int(name[1:])
    return number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _broken(parser: etree.XMLParser, root: Element | None, text: str, path: str) -> Iterator[Problem]:
    """The first error of the parser: those behind it mostly follow from it."""
    error = next((found for found in parser.error_log if found.level >= 2 and "xml:id" not in found.message), None)
    if root is None:
        reason = error.message.strip() if error else "there is no element in it"
        yield problem("xml-unreadable", Place(path, error.line if error else 1), reason=reason.rstrip("."))
    elif error is not None:
        line = min(max(error.line, 1), text.count("\n") + 1)
        yield problem("xml-broken", Place(path, line), reason=error.message.strip().rstrip("."))


def name(element: Element) -> str:
    """The local name of an element, whatever its namespace, declared or not; "" for what is no element."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def attribute(element: Element, *names: str) -> str | None:
    """The first of these attributes that has a value, whatever its namespace."""
    for wanted in names:
        value = element.get(wanted)
        if value is None:
            value = next((v for key, v in element.attrib.items() if _local(key) == wanted), None)
        if value is not None and value.strip():
            return " ".join(str(value).split())
    return None


def children(element: Element, *names: str) -> Iterator[Element]:
    """The child elements, of these local names where any are given."""
    for child in element:
        if isinstance(child.tag, str) and (not names or name(child) in names):
            yield child


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """The elements below this one, in the order of the document, of these local names."""
    for found in element.iter(etree.Element):
        if found is not element and name(found) in names:
            yield found


def first(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of local names, of which `**` means any depth before the next."""
    at = [element] if element is not None else []
    deep = False
    for step in path:
        if step == "**":
            deep = True
            continue
        at = [found for one in at for found in (descendants(one, step) if deep else children(one, step))]
        deep = False
    return at[0] if at else None


def words(element: Element | None) -> str:
    """All the text in an element, on one line."""
    return " ".join("".join(str(text) for text in element.itertext()).split()) if element is not None else ""


def line(element: Element) -> int:
    """The line of the file it begins on."""
    return int(element.sourceline or 1)


_TAG = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_SUBSET_END = re.compile(rb"\]\s*>(?=\s*<)")


def root_name(data: bytes) -> str | None:
    """The local name of the root element, told from the beginning of a file; None where it is no XML."""
    start = data[: 1 << 16].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    at = 0
    while at >= 0:
        while start[at : at + 1].isspace():
            at += 1
        if start.startswith(b"<?", at):
            at = _behind(start, b"?>", at)
        elif start.startswith(b"<!--", at):
            at = _behind(start, b"-->", at)
        elif start[at : at + 9].upper() == b"<!DOCTYPE":
            close, subset = start.find(b">", at), start.find(b"[", at)
            if 0 <= subset < close:
                found = _SUBSET_END.search(start, subset)
                at = found.end() if found else -1
            else:
                at = close + 1 or -1
        else:
            tag = _TAG.match(start, at)
            return tag[1].decode("ascii", "replace") if tag else None
    return None


def _behind(data: bytes, closing: bytes, at: int) -> int:
    end = data.find(closing, at)
    return end + len(closing) if end >= 0 else -1
