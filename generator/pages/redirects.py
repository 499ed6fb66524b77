"""Pages at old addresses that lead to the new ones, keeping the fragment."""

from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import unquote, urlsplit

from generator import routes
from generator.languages import Tongue
from generator.model import Value
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause

_DATA = "transcripts/"


class RedirectData(Value):
    """Where the page went: its URL in the site and its title."""

    target: str
    title: str


def pages(lookup: Lookup) -> Iterator[Planned]:
    """A redirect for each alias of a transcript, person, topic or series, and for each earlier id of a transcript.

    An alias that is no safe path has none.
    """
    for url, target, title in _moved(lookup):
        yield planned(lookup, url, RedirectData(target, title))


def planned(lookup: Lookup, url: str, data: RedirectData) -> Planned:
    """The page at an old address."""
    causes = lookup.of((), cause(f"alias {url}", data))
    return Planned(url, "redirect", data.title, causes, partial(_page, url, data, lookup.tongue), indexed=False)


def moved_transcripts(lookup: Lookup) -> Iterator[tuple[str, str]]:
    """Earlier URLs of transcripts where their data files have been too, each with the id of the transcript."""
    ids = {routes.transcript(id): id for id in lookup.entries}
    yield from ((url, ids[target]) for url, target, _ in _moved(lookup) if target in ids and url.startswith(_DATA))


def _moved(lookup: Lookup) -> Iterator[tuple[str, str, str]]:
    """Old URL, new URL and title of everything that has moved."""
    archive = lookup.archive
    transcripts = [(e.meta.aliases, routes.transcript(e.id), e.title) for e in archive.entries]
    found = list(_all("transcripts", transcripts, lookup))
    known = {url for url, *_ in found}
    for id, now in archive.former:
        if routes.transcript(id) not in known:
            found.append((routes.transcript(id), routes.transcript(now), lookup.entries[now].title))
    yield from found
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


def is_address(url: str) -> bool:
    """Whether this can be the URL of a page of the site."""
    return url.endswith(".html") and all(part and _safe(part) for part in url.split("/"))


def _all(
    folder: str, things: Iterable[tuple[tuple[str, ...], str, str]], lookup: Lookup
) -> Iterator[tuple[str, str, str]]:
    for aliases, target, title in things:
        urls = (old_url(alias, folder, lookup.settings.base_url) for alias in aliases)
        for url in dict.fromkeys(urls):
            if url and url != target:
                yield url, target, title


def _page(url: str, data: RedirectData, tongue: Tongue) -> Page:
    about = tongue.gettext("This page has moved.")
    return Page(url, "redirect.html", data.title, about, data, language=tongue.language, indexed=False, kind="redirect")


def _safe(part: str) -> bool:
    """Whether a part of an old path can be the name of a file everywhere."""
    unsafe = part in {".", ".."} or part[0] == "." or len(part.encode()) > 200
    return not unsafe and part.isprintable() and not set(part) & set('\\:*?"<>|')
