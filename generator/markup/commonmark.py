"""Note bodies and free pages: full CommonMark, without raw HTML and without pictures from elsewhere."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from generator import routes


def note_html(markdown: str) -> str:
    """A note's body as HTML; headings in it become bold paragraphs, so that they do not disturb the page’s outline."""
    return _html(markdown, heading="")


def page_html(markdown: str) -> str:
    """A free page as HTML; its headings begin below the page's own title."""
    return _html(markdown, heading="h")


def plain(markdown: str) -> str:
    """The words of a Markdown text alone."""
    words = (_words(token) for token in _parser().parse(markdown) if token.type in ("inline", "code_block", "fence"))
    return " ".join(" ".join(words).split())


def _words(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join(" " if t.type in ("softbreak", "hardbreak") else t.content for t in token.children)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")


class _Renderer(RendererHTML):
    """markdown-it's own, with wide tables that can be scrolled by keyboard."""

    def table_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        number = sum(token.type == "table_open" for token in tokens[: idx + 1])
        return f'<div class="table" role="region" aria-label="Table {number}" tabindex="0"><table>\n'

    def table_close(self, *_: object) -> str:
        return "</table></div>\n"


def _html(markdown: str, heading: str) -> str:
    parser = _parser()
    tokens = parser.parse(markdown)
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=2)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = min(int(token.tag[1]) + 2 - highest, 6)
            token.tag = f"h{level}" if heading else "p"
        if token.children:
            token.children = list(_safe(token.children))
    html: Any = parser.renderer.render(tokens, parser.options, {})
    return str(html)


def _safe(tokens: Sequence[Token]) -> list[Token]:
    """Links only to safe addresses, and pictures only from the site itself; what is refused leaves its words."""
    kept: list[Token] = []
    refused: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            address = routes.safe_url(str(token.attrGet("href") or ""))
            refused.append(address is None)
            if address is not None:
                kept.append(token)
        elif token.type == "link_close":
            if not refused.pop():
                kept.append(token)
        elif token.type == "image":
            address = routes.safe_url(str(token.attrGet("src") or ""))
            own = address is not None and ":" not in address and not address.startswith("/")
            kept.append(token if own else _text(token.content))
        else:
            kept.append(token)
    return kept


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
