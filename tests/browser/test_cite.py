"""Sharing and citing a turn in a browser: by keyboard, by touch, what is on the clipboard; and without scripts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from generator.build import build
from tests.archives import FILES, write

TALK = """---
title: "Low & high water"
date: 2031-05-06
kind: interview
place: Norhaven
status: as delivered
speakers:
  - {name: Ada van der Brook, role: Gatekeeper, part: interviewee}
  - {name: Otto Reyes, part: interviewer}
---

**Otto Reyes:** Who bought the gate?

**Ada van der Brook:** The ==guild==[^one] did.

It was *mended* twice, {and} sold.

**Q:** When?

[^one]: Of masons.
"""
ADDRESS = "https://example.org/archive/transcripts/gate.html"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("archive")
    write(root, {**FILES, "content/transcripts/gate.md": TALK})
    build(root)
    return (root / "site/transcripts/gate.html").as_uri()


@pytest.fixture
def opened(chromium: Browser) -> Iterator[BrowserContext]:
    fresh = chromium.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    fresh.set_default_timeout(10_000)
    yield fresh
    fresh.close()


def copied(page: Page, button: str) -> str:
    page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()
    page.locator(".share-menu .said", has_text="copied").wait_for()
    return str(page.evaluate("navigator.clipboard.readText()")).replace("\r\n", "\n")


def test_by_keyboard_a_turn_is_shared_and_the_page_goes_on_behind_it(opened: BrowserContext, address: str) -> None:
    page = opened.new_page()
    page.goto(address)
    page.locator("#ada-van-der-brook-1 > .anchor").focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog", name="Share turn 2 of Ada van der Brook")
    assert menu.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".share-menu .said", has_text="Quotation copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "“The guild did.\n\nIt was mended twice, {and} sold.”\n— Ada van der Brook, Gatekeeper, "
        "Low & high water, Interview, Norhaven, 6 May 2031, as delivered. Test archive. "
        f"{ADDRESS}#ada-van-der-brook-1"
    )
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert page.evaluate("document.activeElement.hash") == "#ada-van-der-brook-1"
    page.keyboard.press("Enter")
    for _ in range(7):
        page.keyboard.press("Tab")
    assert not menu.is_visible()
    assert page.evaluate("!!document.activeElement.closest('.turn')")
    page.locator("#ada-van-der-brook-1 > .anchor").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.hash") == "#ada-van-der-brook-1"


def test_a_turn_is_cited_with_its_own_speaker_and_address(opened: BrowserContext, address: str) -> None:
    page = opened.new_page()
    page.goto(address)
    page.locator("#ada-van-der-brook-1 > .anchor").click()
    assert copied(page, "Copy link").endswith("/gate.html#ada-van-der-brook-1")
    assert copied(page, "Citation").startswith("Ada van der Brook, turn 2, in: Low & high water, Interview")
    bibtex = copied(page, "BibTeX")
    assert bibtex.startswith("@misc{gate-2,\n  author = {van der Brook, Ada},\n  title = {{Low \\& high water}},\n")
    assert f"  url = {{{ADDRESS}#ada-van-der-brook-1}},\n  note = {{turn 2}},\n}}\n" in bibtex
    ris = copied(page, "RIS").split("\n")
    assert ris[:3] == ["TY  - ELEC", "ID  - gate-2", "AU  - van der Brook, Ada"]
    assert [line for line in ris if line[:2] in ("A2", "UR", "N1")] == [
        f"UR  - {ADDRESS}#ada-van-der-brook-1",
        "N1  - turn 2",
    ]
    assert ris[-2:] == ["ER  - ", ""]
    (item,) = json.loads(copied(page, "CSL-JSON"))
    assert (item["id"], item["note"], item["version"]) == ("gate-2", "turn 2", "as delivered")
    assert item["author"] == [{"family": "van der Brook", "given": "Ada"}]
    assert item["URL"] == f"{ADDRESS}#ada-van-der-brook-1"
    assert "interviewer" not in item


def test_a_paragraph_a_nameless_voice_and_chosen_words(opened: BrowserContext, address: str) -> None:
    page = opened.new_page()
    page.goto(address)
    page.locator("#ada-van-der-brook-1\\.p2").hover()
    page.locator("#ada-van-der-brook-1\\.p2 .anchor").click()
    assert copied(page, "Copy quotation").startswith("“It was mended twice, {and} sold.”\n")
    assert "note = {turn 2, paragraph 2}" in copied(page, "BibTeX")
    page.keyboard.press("Escape")
    page.locator("#q-1 > .anchor").click()
    assert page.get_by_role("dialog", name="Share turn 3 of Q").is_visible()
    (item,) = json.loads(copied(page, "CSL-JSON"))
    assert item["note"] == "turn 3 (Q)"
    assert "author" not in item
    page.keyboard.press("Escape")
    page.evaluate(
        """() => {
          const words = document.getElementById("ada-van-der-brook-1.p1").firstChild;
          getSelection().setBaseAndExtent(words, 0, words, 3);
        }"""
    )
    page.locator("#ada-van-der-brook-1 > .anchor").click()
    assert copied(page, "Copy chosen words").startswith("“The”\n— Ada van der Brook")


def test_a_press_elsewhere_or_again_closes_the_menu(opened: BrowserContext, address: str) -> None:
    page = opened.new_page()
    page.goto(address)
    link, menu = page.locator("#q-1 > .anchor"), page.locator(".share-menu")
    page.set_viewport_size({"width": 1440, "height": 300})
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    link.click()
    assert menu.is_visible()
    assert page.evaluate("scrollY") == before
    assert page.locator("#q-1:target").count() == 1
    link.click()
    assert not menu.is_visible()
    link.click()
    assert menu.is_visible()
    page.mouse.click(5, 5)
    assert not menu.is_visible()


def test_zotero_is_told_of_the_turn_in_the_address(opened: BrowserContext, address: str) -> None:
    page = opened.new_page()
    page.goto(f"{address}#ada-van-der-brook-1.p2")

    def told() -> dict[str, list[str]]:
        return dict(
            page.evaluate(
                """() => Object.fromEntries(["citation_author", "citation_public_url", "z:interviewers"].map((name) =>
                  [name, [...document.querySelectorAll(`head meta[name="${name}"]`)].map((tag) => tag.content)]))"""
            )
        )

    assert told()["citation_author"] == ["van der Brook, Ada"]
    assert told()["citation_public_url"] == [f"{ADDRESS}#ada-van-der-brook-1.p2"]
    page.evaluate("addEventListener('ZoteroItemUpdated', () => { document.title = 'told'; })")
    page.evaluate("location.hash = '#or-top'")
    page.wait_for_function("document.title === 'told'")
    assert told() == {
        "citation_author": [],
        "citation_public_url": [ADDRESS],
        "z:interviewers": ["Reyes, Otto"],
    }


def test_by_touch_the_menu_fits_the_screen_and_numbers_are_remembered(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    number = "getComputedStyle(document.getElementById('ada-van-der-brook-1.p2'), '::before').content"
    assert page.evaluate(number) in ("none", "normal")
    page.locator("#ada-van-der-brook-1 > .anchor").tap()
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    for control in page.locator(".share-menu :is(button, label)").all():
        assert (control.bounding_box() or {"height": 0})["height"] >= 24
    page.get_by_label("Number turns and paragraphs").tap()
    assert "counter(or-turn)" in page.evaluate(number)
    page.reload()
    assert "counter(or-turn)" in page.evaluate(number)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_what_may_not_be_copied_is_there_to_be_copied_by_hand(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(address)
    page.locator("#q-1 > .anchor").click()
    page.get_by_role("button", name="Copy quotation").click()
    by_hand = page.get_by_label("To copy by hand")
    assert by_hand.input_value().startswith("“When?”\n— Q, Low & high water")
    assert page.evaluate("getSelection().toString()").startswith("“When?”")
    page.close()


def test_without_scripts_links_lead_to_turns_and_the_end_says_how_to_cite(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("#q-1 > .anchor").click()
    assert page.url.endswith("#q-1")
    cited = page.get_by_role("region", name="How to cite")
    assert "Low & high water, Interview, Norhaven, 6 May 2031, as delivered. Test archive." in cited.inner_text()
    for name, ending in (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "csl.json")):
        link = cited.get_by_role("link", name=name)
        file = Path(address.removeprefix("file://")).parent / str(link.get_attribute("href"))
        assert file.name == f"gate.{ending}"
        assert file.is_file()
    assert page.locator(".share-menu").count() == 0
    context.close()


def test_on_paper_turns_and_paragraphs_are_numbered(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address)
    page.emulate_media(media="print")
    found = "getComputedStyle(document.getElementById('ada-van-der-brook-1.p2'), '::before').content"
    assert "counter(or-turn)" in page.evaluate(found)
    page.close()
