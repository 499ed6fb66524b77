"""Where in a web page the transcript is: what is marked as the article; menus, footers and the like are left."""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, NavigableString, Tag

from generator.readers.html_speakers import is_time

_FURNITURE = """script style noscript template nav header footer aside form button iframe svg figure select dialog
object audio video canvas map menu textarea input""".split()
_UNSEEN = ("script", "style", "template", "noscript")
_ASIDE = frozenset(
    """nav navbar navigation menu breadcrumb breadcrumbs sidebar footer masthead cookie cookies consent newsletter
    subscribe share sharing social related recommended comments pagination pager skip advert advertisement ads toolbar
    promo popup modal toc searchform noprint msocomoff msocomtxt""".split()
)
_ASIDE_ROLES = frozenset("navigation banner contentinfo complementary search dialog menu menubar toolbar".split())
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:transcript(?:ion)?s?|entry-content|post-content|article-?body|article-content|page-content"
    r"|main-content|field-docs-content|story-body|interview|episode-content|body-content|mw-parser-output)(?:$|[\s_-])",
    re.I,
)
_TRANSCRIPT = re.compile(r"transcript", re.I)


def article_of(page: BeautifulSoup) -> tuple[Tag, frozenset[int]]:
    """The element that holds the transcript, and what in it is furniture, by identity of the elements."""
    body = page.body or page
    sizes = _sizes(body, frozenset())
    telling = _ancestors(body.find_all(["p", "blockquote", "h1", "cite", "dd"]))
    aside = frozenset(
        id(tag)
        for tag in body.find_all(True)
        if _is_furniture(tag)
        and sizes[id(tag)] * 2 <= sizes[id(body)]
        and not (tag.name == "header" and id(tag) in telling)
        and not (tag.name == "button" and is_time(tag))
    )
    return _marked(body, _sizes(body, aside)), aside


def outside(page: BeautifulSoup, article: Tag, aside: frozenset[int]) -> list[tuple[int, str]]:
    """What stands on a page outside its article and is no furniture, with the numbers of its lines."""
    found: list[tuple[int, str]] = []
    waiting = [page.body or page]
    while waiting:
        tag = waiting.pop()
        if tag is article or id(tag) in aside or tag.name in _UNSEEN:
            continue
        for child in tag.children:
            if isinstance(child, Tag):
                waiting.append(child)
            elif type(child) is NavigableString and child.strip():
                found.append((tag.sourceline or 1, " ".join(child.split())))
    return sorted(found, key=lambda one: one[0])


def _is_furniture(tag: Tag) -> bool:
    if tag.name in _FURNITURE or str(tag.get("role") or "").casefold() in _ASIDE_ROLES:
        return True
    names = [*(tag.get_attribute_list("class") if tag.get("class") else ()), str(tag.get("id") or "")]
    return tag.name in ("div", "ul", "section", "ol", "p") and any(
        name and not _TRANSCRIPT.search(name) and _ASIDE.intersection(re.split(r"[\W_]+", name.casefold()))
        for name in names
    )


def _marked(body: Tag, sizes: dict[int, int]) -> Tag:
    """The smallest element marked as article or transcript that holds most of the text."""
    whole = sizes[id(body)]
    best = body
    for tag in body.find_all(True):
        size = sizes[id(tag)]
        if size * 2 > whole and size <= sizes[id(best)] and _is_marked(tag):
            best = tag
    return best


def _is_marked(tag: Tag) -> bool:
    if tag.name in ("article", "main") or tag.get("role") == "main":
        return True
    if tag.get("itemprop") in ("articleBody", "transcript", "text"):
        return True
    named = f"{tag.get('id') or ''} {' '.join(filter(None, tag.get_attribute_list('class')))}"
    return tag.name in ("div", "section", "td") and _MARKED.search(named) is not None


def _sizes(body: Tag, aside: frozenset[int]) -> dict[int, int]:
    """Characters of text below each element, by identity, without what is aside; each element is visited once."""
    sizes: dict[int, int] = {}
    for tag in reversed([body, *body.find_all(True)]):
        plain = tag.name not in _UNSEEN
        own = sum(
            sizes.get(id(child), 0) if isinstance(child, Tag) else len(child.strip()) * plain for child in tag.children
        )
        sizes[id(tag)] = 0 if id(tag) in aside else own
    return sizes


def _ancestors(tags: Iterable[Tag]) -> set[int]:
    """The elements that have any of these tags in them, by identity; each is visited once."""
    found: set[int] = set()
    for tag in tags:
        for parent in tag.parents:
            if id(parent) in found:
                break
            found.add(id(parent))
    return found
