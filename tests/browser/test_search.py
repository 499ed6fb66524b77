"""The search page in a real browser: typing, facets, the keyboard alone, shared addresses, marked words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.build import build
from tests.archives import FILES, ORCHARD, SEARCHED, write
from tests.browser.test_preview import Preview
from tests.browser.test_site import Watched

GERMAN = """---
title: Ein Gespräch über Brücken
date: 2031-02
kind: interview
language: de
speakers:
  - {name: Jan Holm, part: interviewer}
  - {name: Ada Brook, part: narrator}
---

**Jan Holm:** Welche Brücken kennen Sie?

**Ada Brook:** Nur eine Brücke, und sie hat einen Zoll.
"""
FERRY = """---
title: The ferry at night
date: 2031-05-01
kind: hearing
speakers:
  - {name: Mara Lind, role: Ferry Warden}
  - {name: Ada Brook, role: Keeper}
---

**Mara Lind:** The ferry ran for a toll. Every boat was paid for.

**Ada Brook:** No toll was ever paid by walkers.
"""
WORDS = " ".join(f"Word{number}" for number in range(120))
LONG = f"---\ntitle: A long talk\ndate: 2020\n---\n\n**Ada Brook:** {WORDS} zeppelin {WORDS}\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("searched")
    talks = {"bruecken": GERMAN, "ferry": FERRY, "long": LONG, "hidden": ORCHARD.replace("kind:", "draft: true\nkind:")}
    files = {f"content/transcripts/{name}.md": text for name, text in talks.items()}
    return write(folder, {**FILES, **files, "onrecord.toml": SEARCHED})


@pytest.fixture(scope="module")
def preview(root: Path) -> Iterator[Preview]:
    running = Preview(root, "--port", "0")
    yield running
    running.stop()


@pytest.fixture
def watched(context: BrowserContext) -> Iterator[Watched]:
    found = Watched(context)
    yield found
    assert found.complaints == []


@pytest.fixture
def page(watched: Watched, preview: Preview) -> Page:
    watched.page.goto(preview.address + "search.html")
    return watched.page


def titles(page: Page) -> list[str]:
    return page.locator("#or-results h2").all_inner_texts()


def wait_for(page: Page, words: str) -> None:
    page.wait_for_function("words => document.getElementById('or-search').dataset.shown === words", arg=words)


def ask(page: Page, words: str) -> None:
    page.get_by_label("Words to look for").fill(words)
    wait_for(page, words)


def test_results_come_while_one_types_and_lead_to_their_turns(page: Page) -> None:
    page.get_by_label("Words to look for").press_sequentially("walkers")
    expect(page.locator("#or-results h2")).to_have_text(["The ferry at night"])
    turn = page.locator("#or-results .passages li")
    expect(turn).to_have_count(1)
    expect(turn.locator(".voice")).to_have_text("Ada Brook Keeper")
    expect(turn.locator("mark")).to_have_text("walkers.")
    expect(page.locator("#or-results .detail")).to_contain_text("1 May 2031")
    expect(page.locator("#or-said")).to_have_text("Found in one transcript.")
    turn.locator("a").click()
    expect(page).to_have_url(re.compile(r"transcripts/ferry\.html\?mark=walkers#ada-brook-1$"))
    page.wait_for_function("() => CSS.highlights.get('or-found')?.size === 1")
    marked = page.evaluate("[...CSS.highlights.get('or-found')].map(String)")
    assert marked == ["walkers"]
    assert page.locator("#ada-brook-1 mark").count() == 0


def test_the_words_around_are_shown_and_seen_where_they_lead(page: Page) -> None:
    ask(page, "zeppelin")
    words = page.locator("#or-results .words").inner_text()
    assert words.startswith("… ")
    assert words.endswith(" …")
    assert "Word119 zeppelin Word0" in words
    page.locator("#or-results .words a").click()
    page.wait_for_function(
        """() => [...CSS.highlights.get("or-found") || []].some((range) => {
          const box = range.getBoundingClientRect();
          return box.top > 0 && box.bottom < innerHeight;
        })"""
    )


def test_all_words_must_be_there_and_turns_with_more_of_them_are_meant(page: Page) -> None:
    ask(page, "toll paid walkers")
    assert titles(page) == ["The ferry at night"]
    expect(page.locator("#or-results .voice")).to_have_text(["Ada Brook Keeper"])
    ask(page, '"ran for a toll"')
    expect(page.locator("#or-results .voice")).to_have_text(["Mara Lind Ferry Warden"])
    ask(page, "tollxyz")
    ask(page, "walxyz zzz")
    expect(page.locator("#or-said")).to_have_text("Nothing found.")
    expect(page.get_by_role("link", name="Transcripts by year")).to_be_visible()


def test_notes_and_sections_are_found_by_their_words(page: Page) -> None:
    ask(page, "1911")
    expect(page.locator("#or-results .mark")).to_have_text("Context")
    page.locator("#or-results .words a").click()
    expect(page).to_have_url(re.compile("#note-piers$"))
    expect(page.locator("#note-piers")).to_be_visible()


def test_each_language_is_searched_by_its_own_rules(page: Page) -> None:
    ask(page, "brücke")
    expect(page.locator("#or-results mark")).to_have_text(["Brücken", "Brücke,"])
    assert page.locator("#or-results h2").get_attribute("lang") == "de"
    ask(page, "toll")
    assert "The ferry at night" in titles(page)


def test_drafts_are_not_found(page: Page) -> None:
    ask(page, "brother")
    assert titles(page) == ["An orchard above the river"]


def test_facets_narrow_turns_not_only_transcripts(page: Page) -> None:
    ask(page, "toll")
    facets = page.locator("#or-facets")
    facets.get_by_label("Ada Brook").check()
    expect(page).to_have_url(re.compile("speaker=ada-brook"))
    expect(page.locator("#or-results .voice")).to_have_text(["Ada Brook Keeper", "Ada Brook narrator"])
    facets.get_by_label("Keeper").check()
    expect(page.locator("#or-results .voice")).to_have_text(["Ada Brook Keeper"])
    facets.get_by_label("Keeper").uncheck()
    facets.get_by_label("2029").check()
    expect(page.locator("#or-results h2")).to_have_text(["An orchard above the river"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=toll&kind=press-conference", ["Bridge toll: questions from the press"]),
        ("q=toll&topic=bridge-toll&speaker=mara-lind&year=2031", ["The ferry at night"]),
        ("q=piers&note=context", ["Bridge toll: questions from the press"]),
        ("q=toll&series=river-voices", ["An orchard above the river"]),
        ("q=toll&in=orchard-talk", ["An orchard above the river"]),
        (
            "speaker=ada-brook&sort=oldest",
            ["An orchard above the river", "Ein Gespräch über Brücken", "The ferry at night"],
        ),
        ("q=toll&year=1066", []),
        ("q=toll&speaker=nobody", []),
    ],
)
def test_an_address_says_all_that_is_asked(page: Page, preview: Preview, query: str, found: list[str]) -> None:
    page.goto(f"{preview.address}search.html?{query}")
    wait_for(page, "toll" if "toll" in query else "piers" if "piers" in query else "")
    seen = [title for title in titles(page) if title != "A long talk"]
    assert seen == found


def test_order_is_by_relevance_or_by_date_and_stands_in_the_address(page: Page) -> None:
    ask(page, "toll")
    page.get_by_label("Oldest first").check()
    dates = ["An orchard above the river", "Bridge toll: questions from the press", "The ferry at night"]
    expect(page.locator("#or-results h2")).to_have_text(dates)
    page.get_by_label("Newest first").check()
    expect(page.locator("#or-results h2")).to_have_text(dates[::-1])
    page.reload()
    expect(page.locator("#or-results h2")).to_have_text(dates[::-1])
    expect(page.get_by_label("Newest first")).to_be_checked()


def test_the_keyboard_alone_is_enough(page: Page, preview: Preview) -> None:
    page.goto(preview.address)
    page.locator("body").press("/")
    page.keyboard.type("toll", delay=20)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"search\.html\?q=toll$"))
    expect(page.locator("#or-results h2")).to_have_count(3)
    page.get_by_label("Words to look for").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement === document.querySelector('#or-results a')")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Words to look for")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("transcripts/"))
    page.go_back()
    expect(page.get_by_label("Words to look for")).to_have_value("toll")
    expect(page.locator("#or-results h2")).to_have_count(3)


def test_the_slash_can_be_switched_off(page: Page, preview: Preview) -> None:
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys do this").uncheck()
    page.goto(preview.address)
    page.locator("body").press("/")
    assert page.evaluate("document.activeElement === document.body")


def test_a_transcript_and_a_person_can_be_searched_from_their_pages(page: Page, preview: Preview) -> None:
    page.goto(f"{preview.address}transcripts/ferry.html")
    page.get_by_label("Search in this transcript").last.fill("toll")
    page.keyboard.press("Enter")
    expect(page.locator("#or-results h2")).to_have_text(["The ferry at night"])
    expect(page.locator("#or-only")).to_contain_text("Only in The ferry at night")
    page.get_by_role("button", name="everywhere").click()
    expect(page.locator("#or-results h2")).to_have_count(3)
    page.goto(f"{preview.address}speakers/ada-brook.html")
    page.get_by_label("Search in their words").last.fill("toll")
    page.keyboard.press("Enter")
    expect(page.locator("#or-results .voice")).to_have_text(["Ada Brook Keeper", "Ada Brook narrator"])
    expect(page.locator("#or-facets").get_by_label("Ada Brook")).to_be_checked()


def test_people_and_topics_that_are_called_so_are_named(page: Page) -> None:
    ask(page, "broo")
    expect(page.locator("#or-pages a")).to_have_attribute("href", "speakers/ada-brook.html")


def test_what_is_saved_can_be_found_at_once(page: Page, preview: Preview) -> None:
    page.evaluate("window.stale = true")
    preview.edit("content/transcripts/ferry.md", "Every boat", "Every canoe")
    page.wait_for_function("() => !window.stale")  # the page reloads by itself
    ask(page, "canoe")
    assert titles(page) == ["The ferry at night"]
    preview.edit("content/transcripts/ferry.md", "Every canoe", "Every boat")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_cut_off_on_any_screen(chromium: Browser, preview: Preview, width: int, scheme: str) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 700}, color_scheme=scheme, forced_colors="active"
    )  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{preview.address}search.html?q=toll")
    wait_for(page, "toll")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 700:
        expect(page.locator("#or-facets fieldset").first).not_to_be_visible()
        page.get_by_text("Narrow").click()
    expect(page.locator("#or-facets").get_by_label("Mara Lind")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_from_disk_and_without_javascript_the_page_says_so_and_leads_to_the_lists(
    chromium: Browser, root: Path, preview: Preview, tmp_path: Path
) -> None:
    site = write(tmp_path, FILES | {"onrecord.toml": SEARCHED})
    build(site)
    without = chromium.new_context(java_script_enabled=False)
    with_script = chromium.new_context()
    for context, address, said in (
        (with_script, (site / "site/search.html").as_uri(), "opened from a file"),
        (without, (site / "site/search.html").as_uri() + "?q=toll", "needs JavaScript"),
        (without, f"{preview.address}search.html?q=toll", "needs JavaScript"),
    ):
        watched = Watched(context)
        watched.page.goto(address)
        expect(watched.page.locator(".standfirst:visible")).to_have_count(1)
        expect(watched.page.locator(".standfirst:visible")).to_contain_text(said)
        expect(watched.page.get_by_role("link", name="Speakers A–Z")).to_be_visible()
        expect(watched.page.locator("#or-ask")).not_to_be_visible()
        assert watched.complaints == []
    without.close()
    with_script.close()


def test_an_index_that_is_not_there_is_told(context: BrowserContext, preview: Preview) -> None:
    page = context.new_page()
    page.route("**/archive.json", lambda route: route.abort())
    page.goto(f"{preview.address}search.html?q=toll")
    expect(page.get_by_text("could not be loaded")).to_be_visible()
    expect(page.get_by_role("link", name="Topics A–Z")).to_be_visible()
