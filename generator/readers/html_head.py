"""What a web page says about itself: title, date, language, address.

Sources: `<meta>` of HTML, Open Graph, Dublin Core and Highwire, `itemprop` and JSON-LD of schema.org, `<time>`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag

from generator.model import Meta
from generator.readers.heads import date_in
from generator.routes import safe_url

_DATES = """article:published_time og:article:published_time datepublished date dc.date dc.date.issued dc.date.created
dcterms.date dcterms.issued dcterms.created citation_date citation_publication_date pubdate publishdate publish-date
publish_date parsely-pub-date sailthru.date cxenseparse:recs:publishtime uploaddate datecreated startdate
video:release_date article.published date.issued""".split()
_TITLES = "og:title twitter:title dc.title dcterms.title citation_title headline parsely-title".split()
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}")
_SITE = re.compile(r"\s+(?:[|·»«:]{1,2}|[-–—])\s+")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)\b")
_LONGEST = 1 << 20  # characters of a script that is looked into


def meta_of(page: BeautifulSoup, article: Tag | None) -> Meta:
    """Title, date, language and address of a page."""
    told = _told(page)
    linked = tuple(_linked(page))
    language = _content(page.find("html"), "lang") or _content(page.find("html"), "xml:lang")
    canonical = page.find("link", rel="canonical")
    address = told.get("og:url") or _content(canonical, "href")
    return Meta(
        title=_title(page, article, told, linked),
        date=_date(page, article, told, linked),
        language=language if _LANGUAGE.fullmatch(language) else None,
        source=safe_url(address) if address.startswith(("http://", "https://")) else None,
    )


def _told(page: BeautifulSoup) -> dict[str, str]:
    """What `<meta>` and `itemprop` say, by name in small letters; the first of a name counts."""
    told: dict[str, str] = {}
    for tag in page.find_all("meta"):
        for attribute in ("property", "name", "itemprop"):
            key = _content(tag, attribute).casefold()
            value = " ".join(_content(tag, "content").split())
            if key and value:
                told.setdefault(key, value)
    return told


def _content(tag: object, attribute: str) -> str:
    value = tag.get(attribute) if isinstance(tag, Tag) else None
    return (" ".join(value) if isinstance(value, list) else str(value)).strip() if value else ""


def _linked(page: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD in the page, the outer ones and those in their graph."""
    for script in page.find_all("script", type="application/ld+json"):
        text = script.string or ""
        if len(text) > _LONGEST:
            continue
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for one in found if isinstance(found, list) else [found]:
            graph = one.get("@graph") if isinstance(one, dict) else None
            yield from (part for part in (one, *(graph if isinstance(graph, list) else ())) if isinstance(part, dict))


def _title(
    page: BeautifulSoup, article: Tag | None, told: dict[str, str], linked: tuple[dict[str, Any], ...]
) -> str | None:
    """The heading of the article, else what the page calls itself; a site's name behind it is no part of it."""
    within = [_words(tag) for tag in article.find_all("h1")] if article else []
    anywhere = [_words(tag) for tag in page.find_all("h1")]
    declared = [told[name] for name in _TITLES if name in told]
    declared += [str(one["headline"]) for one in linked if one.get("headline")]
    called = _words(page.find("title"))
    headings = list(filter(None, within)) or list(filter(None, anywhere))
    if len(set(headings)) > 1:  # the one that the page is called after
        known = f"{called} {' '.join(declared)}"
        headings = [heading for heading in headings if heading in known] or headings
    found = next((text for text in (*headings[:1], *declared) if text), None)
    return " ".join((found or _without_site(called, told.get("og:site_name", ""))).split()) or None


def _without_site(title: str, site: str) -> str:
    parts = _SITE.split(title)
    if site and len(parts) > 1 and site.casefold() in (parts[0].casefold(), parts[-1].casefold()):
        edge = _SITE.search(title) if site.casefold() == parts[0].casefold() else list(_SITE.finditer(title))[-1]
        if edge:
            return title[edge.end() :] if site.casefold() == parts[0].casefold() else title[: edge.start()]
    return title


def _words(tag: object) -> str:
    return " ".join(tag.get_text(" ").split()) if isinstance(tag, Tag) else ""


def _date(
    page: BeautifulSoup, article: Tag | None, told: dict[str, str], linked: tuple[dict[str, Any], ...]
) -> str | None:
    """The first date that is said: in the article, in the page's own facts, in its title."""
    times = [*(article.find_all("time", limit=5) if article else ()), *page.find_all("time", limit=5)]
    said = [_content(tag, "datetime") for tag in times if len(_content(tag, "datetime")) >= 8]
    marked = page.find_all(
        attrs={"itemprop": re.compile("^(?:datePublished|dateCreated|startDate|uploadDate)$")}, limit=3
    )
    said += [_content(tag, "datetime") or _content(tag, "content") or _words(tag) for tag in marked]
    said += [told[name] for name in _DATES if name in told]
    said += [str(one[key]) for one in linked for key in ("datePublished", "uploadDate", "startDate") if one.get(key)]
    said.append(_words(page.find("title")))
    return next((date for text in said if (date := date_in(_COMPACT.sub(r"\1-\2-\3", text[:200], count=1)))), None)
