"""Two texts of one event in a real browser: without JavaScript, on narrow and wide screens, in both directions."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.build import Options, build
from tests.test_versions import GERMAN, LEVY, PREPARED, archive

ARABIC = GERMAN.replace("language: de", "language: ar").replace("Guten Morgen.", "صباح الخير.")
PAGES = ("compare/prepared.html", "compare/german.html", "compare/arabic.html", "corrections/index.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("versions")
    build(archive(root, levy=LEVY, prepared=PREPARED, german=GERMAN, arabic=ARABIC), Options())
    return root / "site"


def opened(chromium: Browser, site: Path, url: str, width: int) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page.goto((site / url).as_uri())
    return page


@pytest.mark.parametrize("url", [*PAGES, "transcripts/levy.html"])
def test_nothing_is_wider_than_a_narrow_screen(chromium: Browser, site: Path, url: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.goto((site / url).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.querySelector('main').scrollWidth") <= 320
    page.close()


def test_changes_are_told_apart_without_colour(chromium: Browser, site: Path) -> None:
    page = opened(chromium, site, "compare/prepared.html", 1280)
    for element, line in (("ins", "underline"), ("del", "line-through")):
        shown = page.locator(f".woven {element}").first
        assert line in shown.evaluate("one => getComputedStyle(one).textDecorationLine")
    page.close()


def test_every_difference_is_reached_from_the_one_before(chromium: Browser, site: Path) -> None:
    page = opened(chromium, site, "compare/prepared.html", 1280)
    page.get_by_text("First difference").click()
    seen = [page.url.partition("#")[2]]
    while page.locator(f"[id='{seen[-1]}'] .next").count():
        page.locator(f"[id='{seen[-1]}'] .next").click()
        seen.append(page.url.partition("#")[2])
    assert len(seen) == len(set(seen)) == page.locator(".woven > :is(.is-changed, .is-added, .is-removed)").count()
    page.close()


def test_a_translation_is_beside_its_original_where_there_is_room_and_below_it_where_there_is_none(
    chromium: Browser, site: Path
) -> None:
    wide, narrow = (opened(chromium, site, "compare/german.html", width) for width in (1280, 390))
    for page, beside in ((wide, True), (narrow, False)):
        boxes = [page.get_by_text(words).bounding_box() for words in ("It ends after", "Sie endet nach")]
        assert boxes[0]
        assert boxes[1]
        assert (boxes[1]["x"] > boxes[0]["x"] + boxes[0]["width"] / 2) == beside
        assert (abs(boxes[1]["y"] - boxes[0]["y"]) < 5) == beside
        page.close()


def test_each_column_runs_in_its_direction(chromium: Browser, site: Path) -> None:
    page = opened(chromium, site, "compare/arabic.html", 1280)
    cells = page.locator(".turn .cell")
    assert [cells.nth(n).evaluate("one => getComputedStyle(one).direction") for n in (0, 1)] == ["ltr", "rtl"]
    page.close()
