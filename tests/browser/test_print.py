"""On paper: what a printed transcript is, as its PDF says."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from generator.build import build
from tests.archives import FILES, write

WORDS = "It was said in the evening and written down in the morning. " * 45
TALK = f"""---
title: The gate
speakers:
  - {{name: Ada Brook, part: narrator}}
---

## Before

**Ada Brook:** The gate was never high[^one]. See [the survey](https://example.net/survey)
and [[orchard-talk|the orchard]].

{WORDS}

## After

**Ada Brook:** The gate fell[^two]. Again [the survey](https://example.net/survey).

{WORDS}

[^one]: [!context]{{by="R. Vale"}} Measured by the guild, see [their book](https://example.net/book).
[^two]: [!context]{{by="R. Vale"}} In the spring.
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("archive")
    write(root, {**FILES, "content/transcripts/gate.md": TALK})
    build(root)
    site: Path = root / "site"
    return (site / "transcripts/gate.html").as_uri()


def printed(page: Page) -> list[str]:
    """The words of each page."""
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    return [" ".join(page.extract_text(extraction_mode="layout").split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_a_booklet_has_running_heads_and_page_numbers_and_no_interface(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address)
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    sheets = printed(page)
    assert len(sheets) >= 3
    first, second, third = sheets[:3]
    assert "The gate" in first and "Ada Brook" in first and "never high" not in first
    assert second.startswith("Test archive") and third.startswith("The gate")
    assert all(str(number) in sheet for number, sheet in enumerate(sheets, 1))
    text = " ".join(sheets)
    for word in ("Aa", "¶", "Skip", "Copy link", "Text size", "Read on", "This record", "next turn", "Made with"):
        assert word not in text, word
    page.close()


def test_notes_stand_behind_their_section_and_links_behind_the_text(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address)
    before = page.locator("main").inner_html()
    text = " ".join(printed(page))
    places = [text.index(words) for words in ("Measured by the guild", "The gate fell", "In the spring.")]
    assert places == sorted(places)
    assert text.index("written down in the morning") < places[0]
    assert "the survey [1]" in text and "Again the survey [1]" in text and "the orchard [2]" in text
    assert text.count("https://example.net/survey") == 1
    assert "https://example.org/archive/transcripts/orchard-talk.html" in text
    assert text.index("Links") < text.index("https://example.net/book")
    page.wait_for_function("() => !document.documentElement.dataset.printing")
    assert page.locator("main").inner_html() == before
    page.close()


def test_paper_does_not_show_what_the_reader_has_chosen_for_the_screen(chromium: Browser, address: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    usual = len(printed(page))
    page.evaluate(
        "for (const [name, value] of [['size', 'largest'], ['colours', 'dark']]) readersChoices.choose(name, value)"
    )
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert len(printed(page)) == usual
    context.close()


def test_without_scripts_notes_and_addresses_are_printed_where_they_are(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    text = " ".join(printed(page))
    assert text.index("Measured by the guild") < text.index("written down in the morning")
    assert "<https://example.net/survey>" in text
    context.close()
