"""Notes in a browser: hiding a kind, going from note to note, a link to a sentence; and all of it without scripts."""

import pytest
from playwright.sync_api import Browser, Page

from generator.build import build
from tests.archives import FILES, write

TALK = """---
title: The gate
---

**Ada Brook:** The gate was ==never high==[^one]. It fell in 1931.

It was ==mended ==twice==[^two] by the council==[^three]. The gate was sold.

**Otto Reyes:** Who bought the gate? Who bought the gate?

[^one]: [!fact-check]{by="ada-brook" rating="False"} It *was*.
[^two]: Once only.
[^three]: [!fact-check]{by="R. Vale"} By the guild.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("archive")
    people = "ada-brook:\n  name: Ada Brook\n  description: She kept the gate.\n  roles: [Gatekeeper]\n"
    write(root, {**FILES, "content/transcripts/gate.md": TALK, "content/people.yaml": people})
    build(root)
    return (root / "site/transcripts/gate.html").as_uri()


@pytest.fixture(params=[1440, 390])
def page(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Page:
    page = chromium.new_page(viewport={"width": request.param, "height": 800})
    page.goto(address)
    request.addfinalizer(page.close)
    return page


def shown(page: Page) -> list[str]:
    return [note.locator(".number").inner_text() for note in page.locator("details.note").all() if note.is_visible()]


def test_a_kind_can_be_hidden_and_shown_also_by_key(page: Page) -> None:
    assert shown(page) == ["1", "2", "3"]
    page.get_by_label("Fact-check", exact=False).first.focus()
    page.keyboard.press("Space")
    assert shown(page) == ["2"] or shown(page) == ["3"]
    assert page.locator("a.call:visible").count() == 1
    assert page.locator("mark.quiet").count() >= 2
    page.keyboard.press("Space")
    assert shown(page) == ["1", "2", "3"]
    assert page.locator("mark.quiet").count() == 0


def test_without_scripts_kinds_can_be_hidden_and_all_is_read(chromium: Browser, address: str) -> None:
    page = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
    page.goto(address)
    for summary in page.locator("details.note summary").all():
        summary.click()
    for words in ("It was.", "Once only.", "By the guild.", "3 notes"):
        assert page.get_by_text(words).first.is_visible()
    assert page.locator(".note .by", has_text="Gatekeeper").is_visible()
    page.get_by_label("Context").first.uncheck()
    assert len(shown(page)) == 2
    page.locator(".note .by a").first.click()
    assert page.get_by_role("heading", name="Notes by Ada Brook").is_visible()
    assert page.get_by_text("She kept the gate.").is_visible()
    page.context.close()


def test_buttons_and_keys_lead_from_note_to_note(page: Page) -> None:
    def here() -> str:
        return str(page.evaluate("document.activeElement.closest('details.note')?.querySelector('.number').innerText"))

    page.get_by_role("button", name="Next note").focus()
    page.keyboard.press("Enter")
    seen = [here()]
    for _ in range(2):
        page.keyboard.press("n")
        seen.append(here())
    assert seen == ["1", "2", "3"]
    assert page.locator("details.note[open]").count() == 3
    assert page.locator("mark.current").count() >= 1
    assert page.get_by_text("Note 3 of 3").count() == 1
    page.keyboard.press("p")
    assert here() == "2"
    page.get_by_role("button", name="Previous note").click()
    assert here() == "1"
    page.get_by_label("Fact-check", exact=False).first.uncheck()
    page.get_by_role("button", name="Next note").click()
    assert page.get_by_text("Note 1 of 1").count() == 1


CHOOSE = """([paragraph, start, end]) => {
  const walk = document.createTreeWalker(document.querySelectorAll(".turn > p[id]")[paragraph], NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let at = 0, node = walk.nextNode(); node; at += node.data.length, node = walk.nextNode()) {
    if (at <= start && start <= at + node.data.length) range.setStart(node, start - at);
    if (at <= end && end <= at + node.data.length) { range.setEnd(node, end - at); break; }
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.mark.parametrize(
    ("paragraph", "start", "end", "link"),
    [
        (0, 26, 41, "#ada-brook-1.p1:~:text=It%20fell%20in%201931"),
        (0, 0, 41, "#ada-brook-1.p1:~:text=The%20gate%20was%20never%20high,.%20It%20fell%20in%201931"),
        (2, 21, 40, "#otto-reyes-1.p1:~:text=Who%20bought%20the%20gate%3F-,Who%20bought%20the%20gate"),
    ],
)
def test_chosen_words_give_a_link_that_leads_to_them(
    chromium: Browser, address: str, paragraph: int, start: int, end: int, link: str
) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 800})
    page.goto(address)
    page.evaluate(CHOOSE, [paragraph, start, end])
    page.locator("button.share-words").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "share-words"
    given = page.locator("button.share-words").get_attribute("data-address") or ""
    assert given == address + link
    page.keyboard.press("Escape")
    assert page.locator("button.share-words").count() == 0
    page.goto("about:blank")
    page.goto(given)
    assert page.evaluate("location.hash") == link.partition(":~:")[0]
    page.close()


def test_no_browser_error_and_nothing_too_wide(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= (page.viewport_size or {})["width"]
