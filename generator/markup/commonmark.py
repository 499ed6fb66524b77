"""Note bodies and free pages: full CommonMark, without raw HTML and without pictures from elsewhere."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from generator import routes
from generator.markup.hypertext import Linker
from generator.model import Mark

_REFERENCE = re.compile(r"\[\[([^\[\]|\\\n]+)(?:\|([^\[\]\n]+))?\]\]")
# What a cross-reference without words of its own is about: exact words, or the id of a thing.
_ABOUT = re.compile(r"[^\"“„]*[\"“„](?P<words>.+)[\"”“]|(?:person|topic|organisation):(?P<id>.+)")


def note_html(markdown: str, link: Linker | None = None) -> str:
    """A note's body as HTML; headings in it become bold paragraphs, so that they do not disturb the page’s outline."""
    return _html(_notes(), markdown, "", link)


def page_html(markdown: str) -> str:
    """A free page as HTML; its headings begin below the page's own title."""
    return _html(_parser(), markdown, "h")


def references(markdown: str) -> tuple[str, ...]:
    """The targets of the cross-references in a note's body."""
    inline = (token.children or () for token in _notes().parse(markdown) if token.type == "inline")
    return tuple(str(t.meta["target"]) for tokens in inline for t in tokens if t.type == "reference")


def plain(markdown: str) -> str:
    """The words of a Markdown text alone."""
    words = (_words(token) for token in _notes().parse(markdown) if token.type in ("inline", "code_block", "fence"))
    return " ".join(" ".join(words).split())


def _words(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join(" " if t.type in ("softbreak", "hardbreak") else _content(t) for t in token.children)


def _content(token: Token) -> str:
    """The words of a token; a cross-reference that has none tells what can be told where nobody knows names."""
    about = _ABOUT.fullmatch(token.content) if token.type == "reference" else None
    if about is None or token.content != token.meta["target"]:
        return token.content
    return f"“{about['words'].strip()}”" if about["words"] else about["id"].replace("-", " ")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")


@lru_cache(maxsize=1)
def _notes() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    parser.inline.ruler.before("link", "reference", _reference)
    return parser


def _reference(state: StateInline, silent: bool) -> bool:
    found = _REFERENCE.match(state.src, state.pos, state.posMax) if state.src.startswith("[[", state.pos) else None
    target = found[1].strip() if found else ""
    if not found or not target:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content, token.meta = found[2] or target, {"target": target}
    state.pos = found.end()
    return True


class _Renderer(RendererHTML):
    """markdown-it's own, with wide tables that can be scrolled by keyboard."""

    def table_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        number = sum(token.type == "table_open" for token in tokens[: idx + 1])
        return f'<div class="table" role="region" aria-label="Table {number}" tabindex="0"><table>\n'

    def table_close(self, *_: object) -> str:
        return "</table></div>\n"


def _html(parser: MarkdownIt, markdown: str, heading: str, link: Linker | None = None) -> str:
    tokens = parser.parse(markdown)
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=2)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = min(int(token.tag[1]) + 2 - highest, 6)
            token.tag = f"h{level}" if heading else "p"
        if token.children:
            token.children = list(_linked(_safe(token.children), link))
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


def _linked(tokens: Sequence[Token], link: Linker | None) -> Iterator[Token]:
    """Cross-references as links, or as words alone: those that are dead, and those inside of other links."""
    inside = 0
    for token in tokens:
        inside += (token.type == "link_open") - (token.type == "link_close")
        if token.type != "reference":
            yield token
            continue
        target = token.meta["target"]
        found = link(Mark(0, 0, "reference", target)) if link else None
        words = found[2] if found and token.content == target else _content(token)
        leads = bool(found and found[0] and not inside)
        if found and leads:
            yield Token("link_open", "a", 1, attrs={"class": found[1], "href": found[0]})
        yield _text(words)
        if leads:
            yield Token("link_close", "a", -1)


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
