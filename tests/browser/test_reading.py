"""Reading comfort in a browser: the reader's choices, single keys, the place last read, and finding what is folded."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from generator.build import build
from tests.archives import FILES, write

TURNS = 60
LONG = "---\ntitle: A long evening\nlanguage: en\n---\n\n" + "\n\n".join(
    f"**Ada Brook:** {'{.question}' if at % 10 == 5 else ''} [00:{at:02d}:00] "
    + ("What of it?" if at % 10 == 5 else f"This is turn {at}. " * 20 + (f"[^n{at}]" if at in (21, 41) else ""))
    for at in range(TURNS)
)
LONG += "\n\n[^n21]: [!context]{by=R.} On 21.\n\n[^n41]: [!context]{by=R.} On 41, hidden treasure.\n"
HERE = "document.activeElement.closest('.turn')?.id"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    write(root, {**FILES, "content/transcripts/evening.md": LONG})
    build(root)
    return root / "site"


@pytest.fixture
def address(site: Path) -> str:
    return (site / "transcripts/evening.html").as_uri()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def choose(page: Page, label: str) -> None:
    page.get_by_role("button", name="Text and colours").first.click()
    page.get_by_label(label, exact=True).check()
    page.keyboard.press("Escape")


def test_text_and_colours_are_chosen_by_keyboard_and_hold_on_every_page(context: BrowserContext, site: Path) -> None:
    page = opened(context, (site / "transcripts/evening.html").as_uri())
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    usual, light = page.evaluate(size), page.evaluate(ground)
    page.get_by_role("button", name="Text and colours").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.choice") == "size"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(size) > usual
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(ground) != light
    page.keyboard.press("Escape")
    assert not page.locator("#or-choices").is_visible()
    other = opened(context, (site / "index.html").as_uri())
    assert other.evaluate("({ ...document.documentElement.dataset })") == {
        "script": "",
        "size": "large",
        "colours": "dark",
    }
    other.get_by_role("button", name="Text and colours").click()
    assert other.get_by_label("Dark", exact=True).is_checked()
    other.get_by_role("button", name="All as usual").click()
    assert (other.evaluate(ground), page.evaluate(ground)) == (light, light)


def test_a_choice_is_there_before_anything_is_painted(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    choose(page, "Dark")
    page.add_init_script(
        "new MutationObserver(() => { if (document.body && !window.first)"
        " window.first = document.documentElement.dataset.colours || 'none'; })"
        ".observe(document, { childList: true, subtree: true });"
    )
    page.reload()
    assert page.evaluate("window.first") == "dark"


def test_times_can_be_hidden(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    time = page.locator(".who .time").first
    assert time.is_visible()
    page.get_by_role("button", name="Text and colours").first.click()
    page.get_by_label("Times beside the turns").uncheck()
    assert not time.is_visible()
    page.reload()
    assert not time.is_visible()


def test_what_was_kept_by_others_or_by_mistake_does_no_harm(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    for kept in ("{", "null", "[1]", '"words"', '{"size": {}}'):
        page.evaluate(
            "kept => { localStorage['onrecord-choices'] = kept; localStorage['onrecord-places'] = kept }", kept
        )
        page.reload()
        page.keyboard.press("t")
        assert page.evaluate(HERE) == "ada-brook-1"


def test_keys_lead_through_turns_questions_and_notes(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    seen = []
    for key in ("t", "t", "q", "q", "Shift+Q", "Shift+T", "t", "T"):
        page.keyboard.press(key)
        seen.append(page.evaluate(HERE))
    expected = [1, 2, 6, 16, 6, 5, 6, 7]  # the last as with Caps Lock: it is Shift that leads back
    assert seen == [f"ada-brook-{number}" for number in expected]
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.closest('.note')?.innerText").startswith("1")
    page.keyboard.press("n")
    page.keyboard.press("Shift+N")
    page.get_by_text("Note 1 of 2").wait_for(state="attached")


def test_at_the_end_of_the_page_keys_reach_the_last_turn_and_stay(context: BrowserContext, address: str) -> None:
    page = opened(context, address + f"#ada-brook-{TURNS - 3}")
    for _ in range(8):
        page.keyboard.press("t")
    assert page.evaluate(HERE) == f"ada-brook-{TURNS}"


def test_no_key_is_taken_from_fields_browsers_or_those_who_switched_them_off(
    context: BrowserContext, address: str
) -> None:
    page = opened(context, address)
    for key in ("Control+t", "Alt+q", "Meta+n"):
        page.dispatch_event(
            "body", "keydown", {"key": key[-1], f"{key.split('+')[0].lower().replace('control', 'ctrl')}Key": True}
        )
    page.evaluate("document.querySelector('main').prepend(Object.assign(document.createElement('input'), {id: 'x'}))")
    page.locator("#x").focus()
    page.keyboard.type("tqn?")
    assert page.locator("#x").input_value() == "tqn?"
    assert page.evaluate("document.querySelector('[tabindex].turn')") is None
    page.get_by_role("button", name="Keys").click()
    assert page.evaluate("document.activeElement.closest('dialog')?.id") == "or-keys"
    page.keyboard.press("t")
    page.get_by_label("Single keys do this").uncheck()
    page.get_by_role("button", name="Close").click()
    for key in "tqn?":
        page.keyboard.press(key)
    assert page.evaluate("document.querySelector('[tabindex].turn, dialog[open]')") is None


def test_the_sheet_of_keys_opens_by_key_closes_and_leads_to_the_choices(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("?")
    page.locator(".to-choices").click()
    assert page.get_by_label("Dark", exact=True).is_visible()
    assert page.evaluate("document.activeElement.dataset.choice") == "size"


def test_keys_work_where_the_keyboard_writes_another_script(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'й', code: 'KeyQ', bubbles: true }))"
    )
    assert page.evaluate(HERE) == "ada-brook-6"


def read_to(page: Page, anchor: str) -> None:
    page.mouse.move(600, 400)
    page.mouse.wheel(0, 10)
    page.evaluate("id => document.getElementById(id).scrollIntoView({ behavior: 'instant' })", anchor)
    page.wait_for_function("() => localStorage['onrecord-places']?.includes('ada-brook')")


def test_the_place_last_read_is_offered_and_never_jumped_to(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    offer = page.locator("#or-read-on")
    assert not offer.is_visible()
    read_to(page, "ada-brook-31")
    page.close()
    page = opened(context, address)
    offer = page.locator("#or-read-on")
    offer.wait_for()
    assert page.evaluate("scrollY") == 0
    assert "Ada Brook: This is turn" in offer.inner_text()
    offer.get_by_role("link").click()
    assert not offer.is_visible()
    assert abs(int(page.url.rpartition("#ada-brook-")[2].partition(".")[0]) - 31) <= 2
    page.close()
    page = opened(context, address + "#ada-brook-3")  # who comes by a link goes there
    page.wait_for_timeout(200)
    assert not page.locator("#or-read-on").is_visible()
    page.close()
    page = opened(context, address)
    page.get_by_role("button", name="Do not read on there").click()
    page.reload()
    page.wait_for_timeout(200)
    assert not page.locator("#or-read-on").is_visible()


def test_a_page_only_passed_through_by_a_link_keeps_the_place(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    read_to(page, "ada-brook-31")
    kept = page.evaluate("localStorage['onrecord-places']")
    page.goto("about:blank")
    page.goto(address + "#ada-brook-12")
    page.wait_for_timeout(400)
    assert page.evaluate("localStorage['onrecord-places']") == kept


def test_find_in_page_opens_what_is_folded(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto(address + "#:~:text=hidden%20treasure")
    page.get_by_text("hidden treasure").wait_for(state="visible")
    page.close()


@pytest.mark.parametrize("options", [{}, {"reduced_motion": "reduce"}])
def test_a_far_jump_arrives_at_once(chromium: Browser, address: str, options: dict[str, str]) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, **options)
    page = opened(context, address)
    before, after = page.evaluate(
        f"[scrollY, (location.hash = 'ada-brook-{TURNS - 5}', document.documentElement.offsetTop, scrollY)]"
    )
    assert before == 0
    assert after > 5000
    context.close()


@pytest.mark.parametrize("name", ["index.html", "transcripts/evening.html"])
def test_at_320_px_with_the_largest_text_nothing_is_too_wide_and_touch_reaches_all(
    chromium: Browser, site: Path, name: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    page = opened(context, (site / name).as_uri())
    page.get_by_role("button", name="Text and colours").first.tap()
    page.get_by_role("radio", name="Largest").tap()
    page.get_by_role("radio", name="Long").tap()
    assert page.evaluate("({ ...document.documentElement.dataset })")["size"] == "largest"
    box = page.locator("#or-choices").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_what_is_chosen_shows_in_forced_colours(chromium: Browser, address: str) -> None:
    context = chromium.new_context(forced_colors="active")
    page = opened(context, address)
    page.get_by_role("button", name="Text and colours").first.click()
    widths = page.locator(".choices .sizes label").evaluate_all("all => all.map(one => one.clientLeft)")
    assert len(set(widths)) == 2
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    mark = page.evaluate("getComputedStyle(document.activeElement, '::before').borderInlineStartWidth")
    assert mark == "3px"
    context.close()


def test_without_scripts_nothing_is_offered_that_does_nothing(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = opened(context, address)
    assert page.locator(".reading-tools, #or-choices, #or-keys, #or-read-on").filter(visible=True).count() == 0
    assert page.get_by_text("This is turn 59.").first.is_visible()
    context.close()
