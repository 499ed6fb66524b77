"""Literal text in Markdown: backslash escapes and character references (CommonMark 0.31, sections 2.4 and 2.5)."""

import re
from html.entities import html5

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&(#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_REFERENCE = re.compile(r"&(#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
# What would be read as a line's end or lost; our reader decodes these references, also where CommonMark would not.
_UNWRITABLE = re.compile("[\r\x85\u2028\u2029]")


def unescape(source: str) -> str:
    """The text that a literal stretch of Markdown stands for."""
    if "\\" not in source and "&" not in source:
        return source
    return _ESCAPED.sub(lambda found: found[1] or character(found[2]) or found[0], source)


def escape(text: str, signs: str) -> str:
    """Literal Markdown for `text`, with backslashes before these signs where they stand; `unescape` undoes it."""
    for sign in "\\" + signs:
        if sign in text:
            text = text.replace(sign, "\\" + sign)
    return guard(text)


def guard(text: str) -> str:
    """`text` without accidental character references, and with references for what a line cannot hold."""
    if "&" in text:
        text = _REFERENCE.sub(lambda found: f"\\{found[0]}" if character(found[1]) else found[0], text)
    return _UNWRITABLE.sub(lambda found: f"&#{ord(found[0])};", text)


def character(name: str) -> str | None:
    """What the reference `&name;` stands for; None where it is no character."""
    if name[0] != "#":
        return html5.get(name + ";")
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else None
