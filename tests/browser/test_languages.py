"""Interfaces in other languages in a browser: words of scripts, mirrored margins, stretches of the other direction."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.build import build
from tests.archives import FILES, write

ARABIC = """---
title: جسر على النهر
date: 2031-05-06
kind: interview
language: ar
speakers:
  - {name: ليلى حدّاد, part: interviewee}
  - {name: Otto Reyes, part: interviewer}
---

**Otto Reyes:** من بنى الجسر؟

**ليلى حدّاد:** ==بناه البحّارة==[^one] في عام واحد.

[^one]: [!context]{by="R. Vale" date=2031-05-07} قبل الحرب.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    settings = 'title = "الأرشيف"\nlanguage = "ar"\nsearch.enabled = false\n'
    write(root, {**FILES, "onrecord.toml": settings, "content/transcripts/_defaults.yaml": "language: en\n"})
    write(root, {"content/transcripts/jisr.md": ARABIC})
    build(root)
    return root / "site"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    fresh = chromium.new_context(viewport={"width": 1440, "height": 900}, permissions=["clipboard-write"])
    fresh.set_default_timeout(10_000)
    yield fresh.new_page()
    fresh.close()


def test_margins_are_mirrored(page: Page, root: Path) -> None:
    page.goto((root / "transcripts/jisr.html").as_uri())
    text, name, note = (page.locator(css).first.bounding_box() for css in (".turn > p[id]", ".turn .name", ".note"))
    assert text and name and note
    assert name["x"] > text["x"] + text["width"] - 1 and note["x"] + note["width"] < text["x"] + 1


@pytest.mark.parametrize(
    "url", ["index.html", "transcripts/jisr.html", "transcripts/index.html", "speakers/index.html"]
)
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_runs_out_of_the_window(page: Page, root: Path, url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((root / url).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.dir") == "rtl"


def test_scripts_speak_the_language_of_the_site(page: Page, root: Path) -> None:
    page.goto((root / "transcripts/jisr.html").as_uri())
    page.locator(".turn > .anchor").nth(1).click()
    menu = page.locator(".share-menu")
    assert menu.get_attribute("aria-label") == "مشاركة المداخلة 2، ليلى حدّاد"
    buttons = menu.locator("button").all_text_contents()
    assert buttons[:3] == ["نسخ الرابط", "نسخ الاقتباس", "مرجع"]
    assert [one for one in buttons if one.isascii()] == ["BibTeX", "RIS", "CSL-JSON"]
    menu.locator("button").first.click()
    page.locator(".share-menu .said", has_text="نُسخ الرابط").wait_for()
    page.keyboard.press("Escape")
    page.locator(".note-bar .step:not(.back)").click()
    assert page.locator("p.vh[role=status]").last.text_content() == "الحاشية 1 من 1"


def test_the_menu_on_a_page_of_the_other_direction_runs_its_own_way(page: Page, root: Path) -> None:
    page.goto((root / "transcripts/bridge-toll.html").as_uri())
    assert page.evaluate("document.documentElement.dir") == "ltr"
    page.locator(".turn > .anchor").first.click()
    menu = page.locator(".share-menu")
    assert (menu.get_attribute("lang"), menu.get_attribute("dir")) == ("ar", "rtl")


def test_a_name_of_the_other_direction_keeps_what_follows_it_in_its_place(page: Page, root: Path) -> None:
    """ "Otto Reyes، 2 مداخلة": the figure stands on the left of the name, not inside its line."""
    page.goto((root / "speakers/index.html").as_uri())
    found = page.evaluate(
        """() => {
          const line = document.querySelector(".register .detail");
          const name = document.createElement("p");
          name.innerHTML = "<a href='#'>Otto Reyes</a>، 3 مايو";
          line.after(name);
          const digits = document.createRange();
          digits.setStart(name.lastChild, 2);
          digits.setEnd(name.lastChild, 3);
          return [name.firstChild.getBoundingClientRect().left, digits.getBoundingClientRect().right];
        }"""
    )
    assert found[1] <= found[0]
