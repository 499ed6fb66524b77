"""Pages at old addresses that lead to the new ones, keeping the fragment."""

from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import unquote, urlsplit

from generator import routes
from generator.model import Value
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause


class RedirectData(Value):
    """Where the page went: its URL in the site and its title."""

    target: str
    title: str


def pages(lookup: Lookup) -> Iterator[Planned]:
    """A redirect for each alias of a transcript, person, topic or series. An alias that is no safe path has none."""
    archive = lookup.archive
    yield from _all(
        "transcripts", ((e.meta.aliases, routes.transcript(e.id), e.title) for e in archive.entries), lookup
    )
    yield from _all("speakers", ((p.aliases, routes.person(p.id), p.name) for p in lookup.listed), lookup)
    yield from _all("topics", ((t.aliases, routes.topic(t.id), t.name) for t in archive.topics), lookup)
    yield from _all("series", ((s.aliases, routes.series(s.id), s.name) for s in archive.series), lookup)


def old_url(alias: str, folder: str, base_url: str | None = None) -> str | None:
    """The site-relative URL an alias means: an old path ("old/talk.html", "/old/talk/", a full address) or an old id.

    None for what is no path inside the site.
    """
    path = urlsplit(alias.strip()).path if "//" in alias else alias.strip().partition("#")[0].partition("?")[0]
    if base_url and "//" in alias:
        path = path.removeprefix(urlsplit(base_url).path.rstrip("/"))
    path = unquote(path)
    parts = [part for part in path.split("/") if part]
    if not parts or any(not _safe(part) for part in parts):
        return None
    if path.endswith("/"):
        return "/".join((*parts, "index.html"))
    if len(parts) == 1 and not path.startswith("/") and not parts[0].endswith(".html"):
        return f"{folder}/{parts[0]}.html"
    return "/".join(parts) + ("" if parts[-1].endswith((".html", ".htm")) else ".html")


def _all(folder: str, things: Iterable[tuple[tuple[str, ...], str, str]], lookup: Lookup) -> Iterator[Planned]:
    for aliases, target, title in things:
        urls = (old_url(alias, folder, lookup.settings.base_url) for alias in aliases)
        for url in dict.fromkeys(urls):
            if url and url != target:
                data = RedirectData(target, title)
                causes = lookup.of((), cause(f"alias {url}", data))
                yield Planned(url, "redirect", title, causes, partial(_page, url, data, lookup.language), indexed=False)


def _page(url: str, data: RedirectData, language: str) -> Page:
    about = "This page has moved."
    return Page(url, "redirect.html", data.title, about, data, language=language, indexed=False, kind="redirect")


def _safe(part: str) -> bool:
    """Whether a part of an old path can be the name of a file everywhere."""
    unsafe = part in {".", ".."} or part[0] == "." or len(part.encode()) > 200
    return not unsafe and part.isprintable() and not set(part) & set('\\:*?"<>|')
