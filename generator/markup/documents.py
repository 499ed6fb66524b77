"""Note bodies and free pages as HTML, or their words alone.

Bodies that are plain words in paragraphs, which most notes are, need no parser: what they become is known.
"""

import re

from generator.markup.hypertext import Linker

# Signs, beginnings and ends of lines that may mean something in CommonMark; what is not certain is left to the parser.
_MEANS = re.compile(
    r"[\\`*_\[\]<&|\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|^(?:[^\S\n]|[#>+=~:-]|[0-9]+[.)])|[^\S\n]$|\A\n|\n\Z",
    re.M,
)


def note_html(markdown: str, link: Linker | None = None) -> str:
    """A note's body as HTML; headings in it become bold paragraphs, so that they do not disturb the page’s outline.

    Without `link`, the words of its cross-references lead nowhere.
    """
    if _is_plain(markdown):
        escaped = markdown.replace(">", "&gt;").replace('"', "&quot;")
        return "".join(f"<p>{words}</p>\n" for words in re.split("\n\n+", escaped))
    from generator.markup import commonmark

    return commonmark.note_html(markdown, link)


def references(markdown: str) -> tuple[str, ...]:
    """The targets of the cross-references in a note's body."""
    if "[[" not in markdown:
        return ()
    from generator.markup import commonmark

    return commonmark.references(markdown)


def page_html(markdown: str) -> str:
    """A free page as HTML; its headings begin below the page's own title."""
    from generator.markup import commonmark

    return commonmark.page_html(markdown)


def plain(markdown: str) -> str:
    """The words of a Markdown text alone."""
    if _is_plain(markdown):
        return " ".join(markdown.split())
    from generator.markup import commonmark

    return commonmark.plain(markdown)


def _is_plain(markdown: str) -> bool:
    return bool(markdown) and not _MEANS.search(markdown)
