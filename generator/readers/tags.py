"""The tags of captions: those of WebVTT (section 4.2.2 of https://www.w3.org/TR/webvtt1/), those that SubRip borrowed
from HTML, and the overrides of Advanced SubStation.

What looks like a tag and is none of these is text: "<laughs>".
"""

import re
from html import unescape

_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|lang|ruby|rt|rp|font|span|em|strong|p|a|div|big|small|del|ins|sub|sup)(?:[\s.][^<>]*)?/?>"
    r"|<(?:\d+:)?\d+:\d[\d.:,]*>"
    r"|\{\\[^{}]*\}|\{[ybiusfcp]:[^{}]{1,40}\}",
    re.I,
)
_BREAK = re.compile(r"<br\s*/?>|\\[Nnh](?![a-z])", re.I)
_READING = re.compile(
    r"(?:<rp>[^<>]*</rp>\s*)?<rt(?:\.[^<>]*)?>\s*([^<>]*?)\s*(?:</rt>(?:\s*<rp>[^<>]*</rp>)?|(?=</ruby>))", re.I
)
_UNSEEN = re.compile("[\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u00ad]")


def without(line: str) -> str:
    """The words of a line: tags away, character references read, one blank between words."""
    if "<" in line or "{" in line or "\\" in line:
        line = _BREAK.sub(" ", line)
        if "<rt" in line or "<RT" in line:
            line = _READING.sub(r"(\1)", line)
        line = _TAG.sub("", line)
    if "&" in line:
        line = unescape(line)
    if not line.isascii():
        line = _UNSEEN.sub("", line)
    return " ".join(line.split())
