"""Looking over a finished site: links, anchors, ids, languages, and nothing loaded from elsewhere."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from generator.errors import Place, Problem, in_order, nearest, problem
from generator.model import Value

_LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
    "track": "src",
    "embed": "src",
}


class _Page(Value):
    """What matters of a finished page."""

    ids: frozenset[str]
    links: tuple[str, ...]
    loads: tuple[str, ...]
    problems: tuple[Problem, ...]


def check_site(
    files: Mapping[str, bytes], base_url: str | None, published: Iterable[tuple[str, str, str]] = ()
) -> tuple[Problem, ...]:
    """What is wrong in a finished site: `files` by URL relative to its root; only those of pages need their bytes.

    `published` are the anchors that have to be there: the URL of the page, the anchor, the file that tells of it.
    """
    pages = {url: _read(url, data) for url, data in files.items() if url.endswith(".html")}
    problems: list[Problem] = []
    for url, page in pages.items():
        problems += page.problems
        found = [
            wrong
            for link in dict.fromkeys((*page.loads, *page.links))
            for wrong in _follow(url, link, link in page.loads, files, pages, base_url)
        ]
        problems += dict.fromkeys(found)  # one of each: a recording that is not there is linked at each turn
    for url, anchor, path in published:
        if url in pages and anchor not in pages[url].ids:
            problems.append(problem("published-anchor-gone", Place(path, words=anchor), url=f"{url}#{anchor}"))
    return in_order(problems)


def _read(url: str, data: bytes) -> _Page:
    from bs4 import BeautifulSoup, Tag

    page = BeautifulSoup(data, "lxml")
    place = Place(url)
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    problems = [problem("double-id", place, id=id) for id in dict.fromkeys(ids) if ids.count(id) > 1]
    html, title = page.find("html"), page.find("title")
    if not (isinstance(html, Tag) and html.get("lang")):
        problems.append(problem("no-language", place))
    if not (title and title.get_text(strip=True)):
        problems.append(problem("no-title", place))
    links = [str(tag["href"]) for tag in page.find_all(["a", "area"], href=True)]
    for asleep in page.find_all("template"):  # until the reader asks
        asleep.decompose()
    links += [str(tag["content"]) for tag in page.find_all("meta", property="og:image", content=True)]
    loads = [str(tag[name]) for tag in page.find_all(list(_LOADING)) if (name := _LOADING[tag.name]) in tag.attrs]
    sheets = page.find_all("link", href=True)
    loads += [str(tag["href"]) for tag in sheets if set(tag.get("rel") or ()) & {"stylesheet", "icon", "preload"}]
    return _Page(frozenset(ids), tuple(links), tuple(loads), tuple(problems))


def _follow(
    url: str, link: str, loads: bool, files: Mapping[str, bytes], pages: Mapping[str, _Page], base_url: str | None
) -> Iterator[Problem]:
    """Whether a link leads somewhere."""
    place = Place(url)
    parts = urlsplit(link)
    base_path = urlsplit(base_url).path if base_url else ""
    if base_url and link.startswith(base_url):
        target = unquote(link[len(base_url) :].split("#")[0].split("?")[0])
    elif base_path and parts.path.startswith(base_path) and not parts.netloc:
        target = unquote(parts.path[len(base_path) :])
    elif parts.scheme or parts.netloc:
        if loads and parts.scheme != "data" and not _is_media(link):
            yield problem("loads-from-elsewhere", place, link=link[:100])
        return
    else:
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(url), unquote(parts.path)))[1:]
        depth = posixpath.normpath(posixpath.join(posixpath.dirname(url), unquote(parts.path)))
        if depth.startswith(".."):
            yield problem("link-leaves-site", place, link=link[:100])
            return
        target = url if not parts.path else target
    if not target or link.split("#")[0].endswith("/"):
        target = f"{target}/index.html".lstrip("/")
    if target not in files:
        near = nearest(target, files)
        yield problem(
            "broken-link", place, link=link.partition("#")[0][:100], hint=f"The nearest page is {near}." if near else ""
        )
    elif parts.fragment and target in pages and not _has(pages[target], unquote(parts.fragment)):
        yield problem("broken-anchor", place, link=link[:100])


def _is_media(link: str) -> bool:
    return link.rsplit(".", 1)[-1].casefold() in ("mp3", "m4a", "ogg", "opus", "wav", "flac", "mp4", "webm", "mov")


def _has(page: _Page, fragment: str) -> bool:
    anchor = fragment.split(":~:")[0]
    return not anchor or anchor in page.ids or anchor.startswith("t=") or anchor == "top"
