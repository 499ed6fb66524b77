"""Bytes → text: encodings, byte-order marks, line ends."""

import codecs
import re
from collections import Counter

from generator.errors import Place, Problem, locate, problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# charset-normalizer often takes one code page of Latin letters for another ("Seńor"). Read in the right one, bytes are
# letters of one language; the commoner code page comes first.
_CODE_PAGES = ("cp1252", "cp1250", "cp1254", "cp1257", "mac_roman")
_ALPHABETS = [
    frozenset(letters)
    for letters in """áéíóúüñ àâæçéèêëîïôœùûü äöüß àáâãçéêíóôõú àèéìíòóùú æøåéö áðéíóúýþæö àçèéíïòóúü äåéö äöõüšž
    ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîşţ čćđšž âçğıîöşüû āčēģīķļņšūž ąčęėįšųūž""".split()
]
_SEVERAL = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüœß")  # names from several languages in one text
_SIGNS = frozenset("“”‘’„‚–—…«»‹›¿¡€£§°·•½ªº©®™\xa0")
_CONTROLS = bytes([*range(1, 9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_SAMPLE = 1 << 16  # bytes that are enough to tell text from other things and guess its encoding


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, whose lines all end with `\\n`, and what is wrong with its characters.

    UTF-8, UTF-16 and UTF-32 with a byte-order mark, UTF-16 without one, else the encoding that is
    the most likely, with a notice. What is no text at all is "", with an error. NUL becomes U+FFFD.
    """
    text, problems = _decoded(data, path)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text, (*problems, *_controls(text, path))


def _decoded(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError:
                break
    try:
        text = data.decode("utf-8")
        nulls = text.count("\0", 0, _SAMPLE)
        if nulls < 4 or nulls * 8 < min(len(text), _SAMPLE):
            return text, ()
    except UnicodeDecodeError:
        pass
    encoding = _utf16(data) or ("" if _is_binary(data) else _guessed(data))
    if not encoding:
        return "", (problem("not-text", Place(path)),)
    text = data.decode(encoding, "replace")
    return text, (problem("other-encoding", Place(path), encoding=encoding),)


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark has NULs at every second byte of Western text."""
    sample = data[:_SAMPLE]
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        half = sample[offset::2]
        if len(half) > 1 and half.count(0) > 0.6 * len(half) and sample[1 - offset :: 2].count(0) == 0:
            return encoding
    return None


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = sum(sample.count(byte) for byte in range(32) if byte not in b"\t\n\f\r\x1b")
    return data.startswith((b"\x89PNG", b"PK\x03\x04", b"%PDF", b"\xff\xd8\xff", b"ID3")) or controls * 50 > len(sample)


def _guessed(data: bytes) -> str:
    import charset_normalizer

    try:  # mostly UTF-8 with a few stray bytes
        if data.decode("utf-8", "replace").count("\ufffd") * 200 < len(data) and not data.isascii():
            high = sum(byte >= 0x80 for byte in data[:_SAMPLE])
            if data[:_SAMPLE].decode("utf-8", "ignore").isascii() is False and high > 20:
                return "utf-8"
    except UnicodeError:
        pass
    latin = _latin(data[:_SAMPLE])
    if latin:
        return latin
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best and best.encoding not in ("ascii", "utf_8") else "cp1252"


def _latin(data: bytes) -> str | None:
    """The code page in which the bytes are text in Latin letters; None where there is none."""
    high = [byte for byte in data if byte >= 0x80]
    if not high or len(high) > len(data) / 2:
        return None
    found = {encoding: _likeness(bytes(high).decode(encoding, "replace")) for encoding in _CODE_PAGES}
    best = max(_CODE_PAGES, key=lambda encoding: found[encoding])
    return best if found[best] > 0.8 else None


def _likeness(signs: str) -> float:
    """How many of these signs beside ASCII belong together, from 0 to 1."""
    counts = Counter(signs.lower())
    known = (
        weight * sum(number for sign, number in counts.items() if sign in letters or sign in _SIGNS)
        for letters, weight in (*((letters, 1.0) for letters in _ALPHABETS), (_SEVERAL, 0.9))
    )
    return max(known) / counts.total()


def _controls(text: str, path: str) -> tuple[Problem, ...]:
    """Other control characters are kept, and reported once with their first place."""
    data = text.encode("utf-8", "surrogatepass")
    number = len(data) - len(data.translate(None, _CONTROLS))  # the fastest way to look at every character
    found = re.search(f"[{re.escape(_CONTROLS.decode())}]", text) if number else None
    if not found:
        return ()
    place = locate(path, text, found.start())
    return (problem("control-character", place, sign=f"U+{ord(found[0]):04X}", number=number),)
