"""Words without their typography: how two texts that say the same are seen to be the same.

Quotation marks, dashes, blanks, ellipses, soft hyphens and composed letters may differ, and nothing else; case is
kept, and compared apart. What is found in such a text is led back to where it stands in the text as it was.
"""

import re
import unicodedata
from bisect import bisect_right

PARTED = "\0"  # parts a turn from the next, and is like nothing else

_ALIKE = str.maketrans("‘’‚‛′`´“”„‟″«»‐‑\u00a0\u202f\u2009\u3000", "'''''''\"\"\"\"\"\"\"--    ")
_DASHES = "‒–—―−"
_ELLIPSIS = r"(?:…|\.{3,}|\. \. \.(?: \.)?)"
_RUN = re.compile(
    rf"\s+(?:(?:[{_DASHES}]|--+|-(?=\s)|{_ELLIPSIS})\s*)?"
    rf"|(?:[{_DASHES}]|--+|{_ELLIPSIS})\s*"
    r"|[\u00ad\u200b\u2060\ufeff]"
    r"|[^\W\d_][\u0300-\u036f]+"
)
# Scripts that put no blanks between words: there each sign may begin or end a quote.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_ONE_SIGN = re.compile(rf"[{_UNSPACED}]")


class Plain:
    """A text without its typography: `cased`, and `folded` without difference of case; both of one length."""

    def __init__(self, text: str) -> None:
        parts: list[str] = []
        self._ends: list[int] = []  # in the plain text, where it runs apart from the text
        self._shifts: list[int] = [0]  # how far the text is ahead behind each of them
        at = done = 0
        for run in _RUN.finditer(text):
            written = _written(run[0])
            if written == run[0]:
                continue
            parts += (text[done : run.start()], written)
            at += run.start() - done + len(written)
            done = run.end()
            if len(written) != len(run[0]):
                self._ends.append(at)
                self._shifts.append(done - at)
        self.cased = "".join((*parts, text[done:])).translate(_ALIKE)
        self.folded = _lower(self.cased)

    def origin(self, at: int) -> int:
        """Where in the text the sign at `at` begins, or what ends there ends."""
        return at + self._shifts[bisect_right(self._ends, at)]

    def is_inside_word(self, at: int) -> bool:
        """Whether a word runs over this place."""
        text = self.folded
        if not 0 < at < len(text) or not (text[at - 1].isalnum() and text[at].isalnum()):
            return False
        return not (_ONE_SIGN.match(text[at - 1]) or _ONE_SIGN.match(text[at]))


def plain(text: str) -> str:
    """Words as they are looked for, case kept."""
    return Plain(text).cased.strip()


def folded(text: str) -> str:
    """Words as they are looked for, without difference of case."""
    return _lower(plain(text))


def _written(run: str) -> str:
    if run[0].isalpha():
        return unicodedata.normalize("NFC", run)
    kernel = run.strip()
    if not kernel:
        return " "
    if kernel[0] in "….":
        return "…"
    return "-" if kernel[0] in _DASHES or kernel[0] == "-" else ""


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return lowered
