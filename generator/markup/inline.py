"""Inline Markdown → plain text and marks.

Most paragraphs have no markup, or only the simplest. These are read here, by one regular expression for each piece of
markup, exactly as the whole grammar (`generator.markup.rules`) reads them; all others are handed to it. markdown-it
is imported only then, because most builds never need it.
"""

import re

from generator.markup.marks import canonical
from generator.model import Mark

SYNC = r"\[(?:(\d{1,3}):)?(\d{1,2}):([0-5]\d)(?:\.(\d{1,3}))?\]"
_SYNC = re.compile(SYNC)
_SIGN = re.compile(r"[\\*_\[<&\n=]")
_GOAL = r"[\w:\#./-]+"
_PLAIN = r"[^\\*_\[\]<&\n=]"


def _between(stars: str, kind: str) -> str:
    """Words between asterisks of which the first can only open, and the second only close: so they are a pair.

    That is certain where a blank stands outside and none inside, and where one of these common signs or a note's call
    stands outside and a letter or digit inside; but before a bracket an asterisk may begin an event.
    """
    opens = rf"""{stars}(?:(?<![^ ]{stars})(?=[^\s(])|(?<=[("“‘«—–/-]{stars})(?=[^\W_]))"""
    closes = rf"""(?<=\S){stars}(?:(?=[ ]|\Z)|(?<=[^\W_]{stars})(?=[.,;:!?)"”’»…—–/-]|\[\^[\w-]+\](?!\*)))"""
    return rf"{opens}({_PLAIN}+)(?P<{kind}>){closes}"


_EMPHASIS, _STRONG = _between(r"\*", "emphasis"), _between(r"\*\*", "strong")

# What may begin with a sign, in the order in which the rules of the whole grammar are tried. Each piece that is a mark
# has two groups: its words, and one with the name of its kind that holds its value. The last six are text.
_PIECE = re.compile(
    rf"""
      \*(?<!\*\*)(\[{_PLAIN}+\]|\((?:(?![()]){_PLAIN})+\))(?P<event>)\*(?!\*)
    | {_EMPHASIS}
    | {_STRONG}
    | ()(?P<sync>{SYNC})
    | (?:==({_PLAIN}+)==)?\[\^(?P<note>[\w-]+)\]
    | \[((?!\^){_PLAIN}+)\]\((?P<link>(?:[\w./:?#%@!$+,;~|*'-]|=(?!=))+)\)
    | \[\[(?=(?:{_GOAL}\|)?({_PLAIN}+)\]\])(?P<reference>{_GOAL})(?:\|{_PLAIN}+)?\]\]
    | \[(?![\^\d]){_PLAIN}+\](?![({{])
    | \*(?<=[ ]\*)(?=[ ])
    | _(?<=[^\W_]_)(?=[^\W_])
    | <(?![A-Za-z])
    | &(?![\#A-Za-z][A-Za-z0-9]*;)
    | =(?!=)
    """,
    re.X,
)


def parse_inline(source: str) -> tuple[str, tuple[Mark, ...]]:
    """Plain text and marks in canonical form. In `source`, `\\n` stands only behind a backslash: a hard break."""
    sign = _SIGN.search(source)
    if not sign:
        return source, ()
    return _simple(source, sign.start()) or _any(source)


def milliseconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    """The time that the parts of `[hh:mm:ss.mmm]` tell."""
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "").ljust(3, "0"))


def _simple(source: str, at: int) -> tuple[str, tuple[Mark, ...]] | None:
    """The same for a source whose first sign is at `at`; None where not all markup is of the simplest."""
    parts: list[str] = []
    marks: list[Mark] = []
    done = length = 0  # of the source, and of the text made of it
    apart, last = True, -1  # whether each mark begins behind the end of the one before, which is `last`
    while at >= 0:
        piece = _PIECE.match(source, at)
        if not piece:
            return None
        end = piece.end()
        if (kind := piece.lastgroup) and (group := piece.lastindex):
            words, value = piece[group - 1] or "", piece[group] or None
            parts += (source[done:at], words)
            start = length + at - done
            length = start + len(words)
            apart = apart and start > last
            last = length
            marks.append(Mark(start, length, kind, _time(value) if kind == "sync" else value))  # type: ignore[arg-type]
            done = end
        sign = _SIGN.search(source, end)
        at = sign.start() if sign else -1
    parts.append(source[done:])
    return "".join(parts), tuple(marks) if apart else canonical(marks)


def _time(source: str) -> int:
    found = _SYNC.match(source)
    return milliseconds(*found.groups()) if found else 0


def _any(source: str) -> tuple[str, tuple[Mark, ...]]:
    from generator.markup.rules import parse

    return parse(source)
