"""What the settings say of the look, in a browser: it holds, and the reader's own choices hold before it."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from generator.build import build
from tests.archives import FILES, SETTINGS, write

THEME = """
[theme]
accent = "#ffd500"
paper = "#fff1e5"
ink = "#1d2733"
book = ["fonts/Book.woff2", "Georgia"]
measure = 50
logo = "logo.svg"
logo_dark = "logo-dark.svg"
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>'
TRANSCRIPT = "transcripts/bridge-toll.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    static = {"static/logo.svg": SVG, "static/logo-dark.svg": SVG, "static/fonts/Book.woff2": "no font"}
    build(write(root, {**FILES, "onrecord.toml": SETTINGS + THEME, **static}))
    return root / "site"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened(page: Page, site: Path, url: str = TRANSCRIPT, **choices: str) -> Page:
    page.goto((site / url).as_uri())
    for name, value in choices.items():
        page.evaluate("([name, value]) => readersChoices.choose(name, value)", [name, value])
    return page


def logos(page: Page) -> list[str]:
    """Those that can be seen."""
    return [
        str(image.get_attribute("src")).rpartition("/")[2]
        for image in page.locator(".site-head img").all()
        if image.is_visible()
    ]


def measure(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--measure')"))


def test_the_logo_goes_with_the_colours_that_the_reader_sees(page: Page, site: Path) -> None:
    assert logos(opened(page, site)) == ["logo.svg"]
    page.emulate_media(color_scheme="dark")
    assert logos(page) == ["logo-dark.svg"]
    assert logos(opened(page, site, colours="dark")) == ["logo-dark.svg"]
    assert logos(opened(page, site, colours="light")) == ["logo.svg"]
    page.emulate_media(media="print")
    assert logos(opened(page, site, colours="dark")) == ["logo.svg"]


def test_the_logo_on_the_front_page_is_called_like_the_site(page: Page, site: Path) -> None:
    opened(page, site, "index.html")
    assert len(logos(page)) == 1
    link = page.get_by_role("link", name="Test archive", exact=True).first
    assert link.bounding_box()["width"] < 120  # type: ignore[index]  # the words are for those who do not see it


def test_paper_and_ink_are_those_of_the_settings_in_their_scheme(page: Page, site: Path) -> None:
    seen = "(s => [s.backgroundColor, s.color])(getComputedStyle(document.documentElement))"
    assert opened(page, site).evaluate(seen) == ["rgb(255, 241, 229)", "rgb(29, 39, 51)"]
    page.emulate_media(color_scheme="dark")
    by_default = ["rgb(23, 25, 28)", "rgb(221, 219, 213)"]
    assert not {*page.evaluate(seen)} & {"rgb(255, 241, 229)", "rgb(29, 39, 51)", *by_default}


def test_the_reader_and_paper_have_their_own_measure(page: Page, site: Path) -> None:
    assert measure(opened(page, site)) == "25.76rem"
    assert measure(opened(page, site, measure="wide")) == "44rem"
    opened(page, site, measure="")
    page.emulate_media(media="print")
    assert measure(page) == "none"


def test_a_font_file_is_asked_for_from_pages_at_any_depth(page: Page, site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for url in ("index.html", TRANSCRIPT):
        asked.clear()
        opened(page, site, url).wait_for_load_state("networkidle")
        assert (site / "static/fonts/Book.woff2").as_uri() in asked
    assert "or-book" in page.evaluate("getComputedStyle(document.body).fontFamily")


def test_nothing_is_wider_than_a_phone(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    for url in ("index.html", TRANSCRIPT, "topics/index.html"):
        assert opened(page, site, url).evaluate("document.documentElement.scrollWidth") == 320
