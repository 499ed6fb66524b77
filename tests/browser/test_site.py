"""The built site in a real browser: from disk, and under a project's path on a server."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from generator.build import Options, build
from generator.freezing import freeze
from tests.archives import FILES, ORCHARD, write

RTL = ORCHARD.replace("An orchard above the river", "بستان فوق النهر").replace("kind:", "language: ar\nkind:")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under /some-project/ and nothing elsewhere."""

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix("/some-project/")
        return super().translate_path(inside if inside != path else "/nowhere-at-all")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    write(root, {**FILES, "content/transcripts/bustan.md": RTL})
    build(root, Options(base_url="https://example.org/some-project/"))
    return root / "site"


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site))) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}/some-project/"
        httpd.shutdown()
        thread.join()


class Watched:
    """A page with everything that it asked for and complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", lambda got: self.complaints.append(got.url) if got.status >= 400 else None)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # an icon still on its way when the next page is opened
            self.complaints.append(f"{request.failure}: {request.url}")


def pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def crawl(context: BrowserContext, base: str, site: Path) -> dict[str, set[str]]:
    """Open every page; ids by page. Fails on complaints, requests elsewhere and links that lead nowhere."""
    watched = Watched(context)
    ids: dict[str, set[str]] = {}
    links: dict[str, list[str]] = {}
    for url in pages(site):
        if url == "404.html" and base.startswith("file:"):
            continue  # it is for servers
        watched.page.goto(base + url)
        ids[url] = set(watched.page.eval_on_selector_all("[id]", "found => found.map(one => one.id)"))
        links[url] = watched.page.eval_on_selector_all(
            "a[href]", "found => found.map(one => new URL(one.getAttribute('href'), location).href)"
        )
    assert watched.complaints == []
    assert [asked for asked in watched.asked if not asked.startswith((base, "data:"))] == []
    for url, found in links.items():
        for link in found:
            if link.startswith(base):
                path = unquote(urlsplit(link[len(base) :]).path) or "index.html"
                fragment = unquote(urlsplit(link).fragment)
                assert (site / path).is_file(), f"{url}: {link}"
                known = not fragment or fragment.startswith(("t=", ":~:")) or path not in ids or fragment in ids[path]
                assert known, f"{url}: {link}"
    return ids


def test_from_disk_nothing_is_broken_or_loaded_from_elsewhere(context: BrowserContext, site: Path) -> None:
    ids = crawl(context, site.as_uri() + "/", site)
    assert "mara-lind-1" in ids["transcripts/bridge-toll.html"]


def test_under_a_projects_path_nothing_is_broken_or_loaded_from_elsewhere(
    context: BrowserContext, site: Path, server: str
) -> None:
    crawl(context, server, site)


def test_everything_can_be_read_without_javascript(chromium: Browser, site: Path) -> None:
    with_script, without = (chromium.new_context(java_script_enabled=on) for on in (True, False))
    for url in ("transcripts/bridge-toll.html", "speakers/ada-brook.html", "topics/bridge-toll.html", "index.html"):
        seen = []
        for browsing in (with_script, without):
            page = browsing.new_page()
            page.goto((site / url).as_uri())
            seen.append(" ".join(page.locator("main").inner_text().split()))
        assert seen[0] == seen[1]
        assert len(seen[1]) > 100
    with_script.close()
    without.close()


def test_a_note_stands_beside_its_words_on_wide_screens_and_unfolds_on_narrow_ones(
    chromium: Browser, site: Path
) -> None:
    address = (site / "transcripts/bridge-toll.html").as_uri()
    wide = chromium.new_page(viewport={"width": 1440, "height": 900})
    wide.goto(address)
    words, note = wide.locator("mark.note-target").bounding_box(), wide.locator("details.note").bounding_box()
    assert words is not None
    assert note is not None
    assert note["x"] > words["x"]
    assert abs(note["y"] - words["y"]) < 120
    wide.close()
    narrow = chromium.new_page(viewport={"width": 390, "height": 800})
    narrow.goto(address)
    body = narrow.get_by_text("The old piers date from 1911.")
    assert not body.is_visible()
    narrow.locator("details.note summary").click()
    assert body.is_visible()
    narrow.close()


def test_the_front_is_folded_on_narrow_screens_and_stands_open_on_wide_ones(chromium: Browser, site: Path) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto(site.as_uri() + "/transcripts/bridge-toll.html")
    persons, summary, heading = (page.locator(f".persons {part}") for part in ("ul", "summary", "h2"))
    assert [part.is_visible() for part in (persons, summary, heading)] == [False, True, False]
    summary.click()
    assert persons.is_visible()
    summary.click()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert [part.is_visible() for part in (persons, summary, heading)] == [True, False, True]
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(media="print")
    assert [part.is_visible() for part in (persons, summary, heading)] == [True, False, True]
    page.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_is_wider_than_the_screen(chromium: Browser, site: Path, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    for url in pages(site):
        page.goto((site / url).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
    page.close()


def test_a_right_to_left_transcript_is_set_from_right_to_left(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto((site / "transcripts/bustan.html").as_uri())
    assert page.evaluate("document.documentElement.dir") == "rtl"
    name, words = (page.locator(f".turn {part}").first.bounding_box() for part in (".name", "p[id]"))
    assert name is not None
    assert words is not None
    assert name["x"] > words["x"]


def test_the_keyboard_reaches_the_text_and_every_turns_link(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto((site / "transcripts/bridge-toll.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.locator("#exemptions > a.anchor").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#exemptions")


def test_the_keyboard_follows_the_topics_on_the_strip(chromium: Browser, site: Path) -> None:
    """With scripts and without, from left to right and from right to left: reached, named, hidden, followed."""
    for script, url in ((True, "bridge-toll"), (False, "bridge-toll"), (False, "bustan")):
        context = chromium.new_context(java_script_enabled=script, reduced_motion="reduce")
        page = context.new_page()
        page.goto((site / f"transcripts/{url}.html").as_uri())
        topics = page.locator(".runs")
        stretch = topics.locator("li a").first
        name = stretch.locator("span")
        stop = topics if script else stretch  # with scripts one stop for all of them, and arrows between them
        page.keyboard.press("Tab")
        for _ in range(60):
            if stop.evaluate("one => one === document.activeElement"):
                break
            page.keyboard.press("Tab")
        if script:
            page.keyboard.press("ArrowRight" if url == "bridge-toll" else "ArrowLeft")
        assert stretch.evaluate("one => one === document.activeElement")
        assert name.inner_text().startswith("Bridge toll, turn")
        assert name.evaluate("one => getComputedStyle(one).clipPath") == "none"
        box, room = name.bounding_box(), page.viewport_size
        assert box and room and box["x"] >= 0 and box["x"] + box["width"] <= room["width"]
        if script:
            page.keyboard.press("Escape")
            assert name.evaluate("one => getComputedStyle(one).clipPath") != "none"
        page.keyboard.press("Enter")
        place = page.url.rpartition("#")[2]
        assert page.locator(f"[id='{place}']").bounding_box()["y"] < room["height"]  # type: ignore[index]
        context.close()


@pytest.mark.parametrize("colours", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_the_topics_on_the_strip_stand_out_in_all_colours(
    chromium: Browser, site: Path, colours: dict[str, str]
) -> None:
    page = chromium.new_page(reduced_motion="reduce", **colours)
    page.goto((site / "transcripts/bridge-toll.html").as_uri())
    colour_of = "one => getComputedStyle(one, '::before').backgroundColor"
    stretch = page.locator(".runs li a").first
    rest = stretch.evaluate(colour_of)
    stretch.hover()
    pointed = stretch.evaluate(colour_of)
    assert len({rest, pointed, page.evaluate("getComputedStyle(document.documentElement).backgroundColor")}) == 3
    stretch.click()
    assert "#" in page.url
    page.close()


def test_both_colour_schemes_have_readable_text(chromium: Browser, site: Path) -> None:
    lightness = {}
    for scheme in ("light", "dark"):
        page = chromium.new_page(color_scheme=scheme)
        page.goto((site / "index.html").as_uri())
        colour = page.evaluate("getComputedStyle(document.body).color")
        lightness[scheme] = sum(int(part) for part in colour.removeprefix("rgb(").rstrip(")").split(",")[:3])
        page.close()
    assert lightness["light"] < 200
    assert lightness["dark"] > 500


@pytest.mark.parametrize("script", [True, False])
def test_what_is_gone_says_so_to_those_who_come_by_a_link_and_to_nobody_else(
    chromium: Browser, tmp_path: Path, script: bool
) -> None:
    freeze(write(tmp_path))
    talk = tmp_path / "content/transcripts/orchard-talk.md"
    talk.write_text(ORCHARD.replace("> No toll, ever.\n", "**Otto Reyes:** Thank you.\n"), "utf-8")
    talk.rename(talk.with_name("fruit.md"))
    build(tmp_path)
    base = (tmp_path / "site/transcripts").as_uri()
    page = chromium.new_context(java_script_enabled=script).new_page()
    page.goto(f"{base}/fruit.html")
    told = page.locator("[id='ada-brook-1.p2']")
    assert not told.is_visible()
    # Without JavaScript only the browser itself could take a fragment along, and over a refresh not all do.
    page.goto(f"{base}/{'orchard-talk' if script else 'fruit'}.html#ada-brook-1.p2")
    told.wait_for(state="visible")
    assert "stood here and has been removed" in told.inner_text()
    assert page.url == f"{base}/fruit.html#ada-brook-1.p2"
