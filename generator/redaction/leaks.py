"""The leak check: protected words in what is about to be published, in whatever way they are written or packed.

What can be read as text is looked through as it is and with its escapes resolved: entities, percent signs, backslashes,
base64. Archives and compressed files are unpacked, the text of PDFs is taken out. Pictures and recordings are looked
through for what is written about them (titles, authors), not for what they show or say.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from generator.errors import Place, Problem, problem
from generator.redaction.matching import FORMATTING
from generator.redaction.replacing import Redactor

_DEEPEST = 4  # archives within archives
_LARGEST = 1 << 27  # bytes of a file that is unpacked, and of what comes out of it
_CHUNK = 1 << 22
_OVERLAP = 1 << 10  # longer than a name, in any encoding
_SURE_FROM = 5  # letters that no chance puts into a compressed file
_COMMON = r"amp;|lt;|gt;|quot;|#3[49];"
_ESCAPED = re.compile(rf"&(?!{_COMMON})(?:#\w+|\w+);|%[0-9A-Fa-f]{{2}}|\\(?:u|x|[0-9A-Fa-f])")
_BACKSLASH = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-9A-Fa-f]{1,6}) ?)")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{10,}={0,2}")
_PLAIN = re.compile(rb"[\t\n\r -~\x80-\xff]{8,}")
_SHIFTED = 1 << 10  # characters in which what is encoded may begin anywhere
# Encoding, where a character may begin, and how many characters in a row chance does not make readable.
_WAYS = (("utf-8", (0,), 16), ("latin-1", (0,), 40), ("utf-16-le", (0, 1), 16), ("utf-16-be", (0, 1), 16))
# Tags that part no words; in XML those of runs of text, but not of paragraphs and cells.
_INSIDE = rf"(?:{FORMATTING}|</?(?!w:(?:p|br|tab|t[cr])\b)[a-z]{{1,8}}:\w{{1,20}}\b[^<>]{{0,300}}>)"
_IN_WORD = re.compile(rf"\w{_INSIDE}{{1,12}}\w")
_TAGS = re.compile(_INSIDE)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_NAMES = re.compile(r"^</?[\w:.-]+|\sclass=\"[^\"]*\"|\s[\w:.-]+(?==[\"'])|\s[a-z]+(?=[\s>])|#?\bor-[\w-]+|=\"#?main\"")
_STYLE = re.compile(r"<style\b[^<]*</style>")
_STRINGS = re.compile(r"\"[^\"\n]*\"")
_KEY = re.compile(r"\"@?[a-z_]+\":")
_CODE = re.compile(r"[a-z0-9+/=]*")
_CODE_FROM = 60  # characters
_READABLE = re.compile(r"[ -~]*")
_PACKED: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "lzma"),
    (b"PK\x03\x04", "zip"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "png"),
)
_PACKED_SIGNS = tuple(sign for sign, _ in _PACKED)
_CLOSED: tuple[tuple[bytes, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", "it is a 7z archive"),
    (b"Rar!", "it is a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "it is compressed with Zstandard"),
    (b"\x04\x22\x4d\x18", "it is compressed with LZ4"),
    (b"\xd0\xcf\x11\xe0", "it is an old Word or Excel file"),
)


class _UnseenError(Exception):
    """Nobody knows what is in there."""


class LeakCheck:
    """Looks through files for what a redactor should have replaced."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._matcher = redactor.matcher

    def look(self, url: str, data: bytes | Path, code: str = "leak") -> tuple[Problem, ...]:
        """What is wrong with publishing `data`, or the file there, at `url`; without any protected word in it."""
        if not self._redactor.digest:
            return ()
        place = Place(self._redactor.address(url))
        found = []
        try:
            how = "in its name" if self._matcher.holds(unquote(url)) else self._how(data)
        except _UnseenError as error:
            return (problem("leak-unseen", place, reason=str(error)),) if code == "leak" else ()
        if how:
            found.append(problem(code, place, kind=how))
        return tuple(found)

    def _how(self, data: bytes | Path) -> str | None:
        """In which way a protected word stands in a file; None where it does not."""
        if isinstance(data, bytes):
            return self._in_bytes(data, 0)
        with data.open("rb") as file:
            start = file.read(_CHUNK)
            if len(start) < _CHUNK:
                return self._in_bytes(start, 0)
            if data.stat().st_size <= _LARGEST and start.startswith(_PACKED_SIGNS):
                return self._in_bytes(start + file.read(), 0)
            if start.startswith(_PACKED_SIGNS[:-1]):
                raise _UnseenError("it is too large to be unpacked")
            while start:
                if how := self._in_bytes(start, 0):
                    return how
                more = file.read(_CHUNK)
                start = start[-_OVERLAP:] + more if more else b""
        return None

    def _in_bytes(self, data: bytes, depth: int) -> str | None:
        unpack = next((kind for sign, kind in _PACKED if data.startswith(sign)), None)
        closed = next((why for sign, why in _CLOSED if data.startswith(sign)), None)
        if unpack is None and closed is None and b"\0" not in data:
            with suppress(UnicodeDecodeError):
                return self._in_text(data.decode(), depth)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return self._in_text(data.decode("utf-16", "replace"), depth)
        how = self._in_binary(data)
        if how is None and unpack:
            if depth >= _DEEPEST:
                raise _UnseenError("too many archives are in each other")
            inside: Callable[[bytes, int], Iterator[bytes]] = getattr(_Unpacked, unpack)
            for part in inside(data, _LARGEST):
                if self._in_bytes(part, depth + 1):
                    return f"packed as {unpack}"
        if how is None and closed:
            raise _UnseenError(closed)
        return how

    def _in_text(self, text: str, depth: int) -> str | None:
        """The same for what can be read."""
        holds = self._holds
        if holds(text):
            return "as text"
        if "<" in text and _IN_WORD.search(text) and holds(_TAGS.sub("", text)):
            return "with tags among its letters"
        if _ESCAPED.search(text):
            resolved = text
            for _ in range(3):
                before, resolved = resolved, _resolved(resolved)
                if holds(resolved):
                    return "with escapes"
                if resolved == before:
                    break
        if depth < _DEEPEST:
            for part in _decoded(text):
                strange = not part.startswith(_PACKED_SIGNS) and not _PLAIN.fullmatch(part)
                if self._in_binary(part) if strange else self._in_bytes(part, depth + 1):
                    return "in base64"
        return None

    def _holds(self, text: str) -> bool:
        """Whether a protected word is in a text; as a name of the markup (<mark>, class, "title":) it is none."""
        return self._sees(text) and self._sees(_without_names(text))

    def _sees(self, text: str) -> bool:
        """Whether a word is in a text; a short one within a long code, such as a picture's, is chance."""
        for folded, start, end in self._matcher.sightings(text):
            if end - start >= _SURE_FROM:
                return True
            before = _CODE.match(folded[max(0, start - _CODE_FROM) : start][::-1])
            behind = _CODE.match(folded, end, end + _CODE_FROM)
            if (len(before[0]) if before else 0) + (len(behind[0]) if behind else 0) < _CODE_FROM:
                return True
        return False

    def _in_binary(self, data: bytes) -> str | None:
        """The same for what cannot: short words count only where they stand among others."""
        lower = data.lower()
        for match in self._matcher.in_bytes.finditer(lower):
            window = data[max(0, match.start() - _OVERLAP) & ~1 : match.end() + _OVERLAP]
            for way, starts, run in _WAYS:
                if any(self._in_strange(window[start:].decode(way, "replace"), run) for start in starts):
                    return f"as {way.upper()}"
        return None

    def _in_strange(self, text: str, least: int) -> bool:
        for folded, start, end in self._matcher.sightings(text):
            if sum(map(str.isalnum, folded[start:end])) >= _SURE_FROM:
                return True
            before = _READABLE.match(folded[max(0, start - least) : start][::-1])
            behind = _READABLE.match(folded, end, end + least)
            run = end - start + (len(before[0]) if before else 0) + (len(behind[0]) if behind else 0)
            alone = "" < folded[max(0, start - 1) : start] < " " and folded[end : end + 1] == "\0"
            if run >= least or alone:
                return True
        return False


def _without_names(text: str) -> str:
    """HTML, XML or JSON without the names of its elements, attributes, classes and keys, which nobody is called by."""
    start = text[:200].lstrip()[:1]
    if start == "<":
        text = _STYLE.sub(lambda match: " ".join(_STRINGS.findall(match[0])), text)
        return _KEY.sub("", _TAG.sub(lambda match: _NAMES.sub(" ", match[0]), text))
    return _KEY.sub("", text) if start in ("{", "[") else text


def _resolved(text: str) -> str:
    """The text with one layer of escapes taken off: of HTML, addresses, JSON, JavaScript, style sheets."""
    text = _BACKSLASH.sub(_sign, unescape(text))
    text = unquote(text, errors="replace") if "%" in text else text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _sign(match: re.Match[str]) -> str:
    code = int(next(filter(None, match.groups())), 16)
    return chr(code) if code <= 0x10FFFF else " "


def _decoded(text: str) -> Iterator[bytes]:
    """What every stretch of text may be that looks like base64, joined to few pieces where there are many."""
    from base64 import b64decode

    small: list[bytes] = []
    for match in _BASE64.finditer(text):
        if match[0][1:].islower():  # what is encoded nearly always has a capital
            continue
        letters = match[0].rstrip("=").replace("-", "+").replace("_", "/")
        for start in range(4 if len(letters) <= _SHIFTED else 1):
            some = letters[start:]
            some = some[: len(some) - (len(some) % 4 == 1)]
            small.append(b64decode(some + "=" * (-len(some) % 4)))
            if small[-1].startswith(_PACKED_SIGNS) or _PLAIN.fullmatch(small[-1]):
                yield small.pop()
    yield b"\0".join(small)


class _Unpacked:
    """What comes out of each kind of packed file, as far as it goes; at most so many bytes."""

    @staticmethod
    def gzip(data: bytes, most: int) -> Iterator[bytes]:
        from gzip import GzipFile

        yield from _streamed(lambda: GzipFile(fileobj=BytesIO(data)).read(most + 1), most)

    @staticmethod
    def bz2(data: bytes, most: int) -> Iterator[bytes]:
        from bz2 import BZ2File

        yield from _streamed(lambda: BZ2File(BytesIO(data)).read(most + 1), most)

    @staticmethod
    def lzma(data: bytes, most: int) -> Iterator[bytes]:
        from lzma import LZMAFile

        yield from _streamed(lambda: LZMAFile(BytesIO(data)).read(most + 1), most)  # noqa: SIM115

    @staticmethod
    def zip(data: bytes, most: int) -> Iterator[bytes]:
        from zipfile import BadZipFile, ZipFile

        try:
            with ZipFile(BytesIO(data)) as packed:
                for member in packed.infolist():
                    if member.flag_bits & 1:
                        raise _UnseenError("it is locked with a password")
                    most -= member.file_size
                    if most < 0:
                        raise _UnseenError("it is too large to be unpacked")
                    yield member.filename.encode(errors="replace")
                    yield packed.read(member)
        except (BadZipFile, OSError, NotImplementedError, EOFError, ValueError) as error:
            raise _UnseenError("it is a damaged archive") from error

    @staticmethod
    def pdf(data: bytes, most: int) -> Iterator[bytes]:
        from pypdf import PdfReader

        try:
            reader = PdfReader(BytesIO(data))
            yield "\n".join(map(str, (reader.metadata or {}).values())).encode(errors="replace")
            for page in reader.pages:
                text = page.extract_text()
                most -= len(text)
                if most < 0:
                    raise _UnseenError("it is too large to be looked through")
                yield text.encode(errors="replace")
        except _UnseenError:
            raise
        except Exception as error:  # of whatever kind: the library has many
            raise _UnseenError("the text of this PDF cannot be read") from error

    @staticmethod
    def png(data: bytes, most: int) -> Iterator[bytes]:
        """Texts that are compressed (PNG, third edition, sections 11.3.3.3 and 11.3.3.4)."""
        from zlib import decompressobj, error

        at = 8
        while at + 8 <= len(data):
            size = int.from_bytes(data[at : at + 4], "big")
            kind, chunk = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
            at += size + 12
            if kind in (b"zTXt", b"iTXt") and (start := chunk.find(b"\x78")) >= 0:
                for begin in [n for n in range(start, min(len(chunk), start + 300)) if chunk[n : n + 1] == b"\x78"]:
                    with suppress(error):
                        yield decompressobj().decompress(chunk[begin:], most)


def _streamed(read: Callable[[], bytes], most: int) -> Iterator[bytes]:
    from zlib import error

    try:
        unpacked = read()
    except (OSError, EOFError, ValueError, error) as wrong:
        raise _UnseenError("it is damaged") from wrong
    if len(unpacked) > most:
        raise _UnseenError("it is too large to be unpacked")
    yield unpacked
