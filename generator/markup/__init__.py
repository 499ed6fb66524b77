"""Markdown and HTML: the only importer of markdown-it-py.

A turn's text is plain text with marks; Markdown is how people write it, HTML is made from text and marks. Note bodies
and free pages are full CommonMark.
"""

from generator.markup.documents import note_html, page_html, plain, references
from generator.markup.hypertext import html
from generator.markup.inline import parse_inline
from generator.markup.literal import escape, unescape
from generator.markup.marks import canonical
from generator.markup.writing import write_inline

__all__ = [
    "canonical",
    "escape",
    "html",
    "note_html",
    "page_html",
    "parse_inline",
    "plain",
    "references",
    "unescape",
    "write_inline",
]
