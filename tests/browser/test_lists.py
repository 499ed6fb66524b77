"""Lists that are filtered and sorted in place, and figures, in a real browser: from disk, by mouse and by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.build import Options, build
from tests.archives import FILES, LEVY, write

TITLES = ("Pears", "Élan", "quinces", "Apples", "Medlars", "Cherries")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight transcripts of 2026 to 2030, one as long as its number."""
    files = dict(FILES)
    for number, title in enumerate(TITLES):
        text = LEVY.replace("Bridge toll: questions from the press", f"{title}: a talk")
        text = text.replace("2030-03-01", f"{2026 + number % 3}-0{number + 1}-01").replace(
            "[[orchard-talk", "[[nowhere"
        )
        text = text.replace("Otto Reyes", f"{title} Reyes").replace("Nobody on foot.", "Nobody. " * (number + 1))
        files[f"content/transcripts/talk-{number}.md"] = text
    root = tmp_path_factory.mktemp("archive")
    write(root, files)
    build(root, Options(base_url="https://example.org/some-project/"))
    return root / "site"


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def shown(page: Page, css: str) -> list[str]:
    return page.locator(css).locator("visible=true").all_inner_texts()


def test_the_transcripts_are_filtered_as_one_types_and_the_address_keeps_it(page: Page, site: Path) -> None:
    page.goto((site / "transcripts/index.html").as_uri())
    assert len(shown(page, ".entry .title")) == 8
    page.get_by_role("searchbox", name="Filter").press_sequentially("ELAN mara")
    assert shown(page, ".entry .title") == ["Élan: a talk"]
    expect(page.get_by_role("status").filter(has_text="1 of 8 transcripts")).to_be_visible()
    assert [heading for heading in shown(page, "h2") if heading.isdigit()] == ["2027"]
    assert page.url.endswith("?q=ELAN+mara")
    page.reload()
    assert shown(page, ".entry .title") == ["Élan: a talk"]
    page.get_by_role("searchbox").press("Escape")
    assert len(shown(page, ".entry .title")) == 8
    assert page.url.endswith("index.html")
    page.get_by_role("searchbox").fill("nobody has said this")
    expect(page.get_by_text("Nothing in this list has these words.")).to_be_visible()


def test_they_are_sorted_and_put_back(page: Page, site: Path) -> None:
    page.goto((site / "transcripts/index.html").as_uri())
    newest = shown(page, ".entry .title")
    order = page.get_by_label("Sort")
    order.select_option("By title")
    titles = [title.partition(":")[0] for title in shown(page, ".entry .title")]
    assert titles == [
        "An orchard above the river",
        "Apples",
        "Bridge toll",
        "Cherries",
        "Élan",
        "Medlars",
        "Pears",
        "quinces",
    ]
    assert [heading for heading in shown(page, "h2") if heading.isdigit()] == []
    assert page.url.endswith("?sort=title")
    order.select_option("Longest first")
    assert shown(page, ".entry .title")[:2] == ["Cherries: a talk", "Medlars: a talk"]
    order.select_option("Oldest first")
    assert shown(page, ".entry .title") == [*reversed(newest)]
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2028").click()
    assert shown(page, ".entry .title") == newest
    assert page.locator("#or-2028").bounding_box()["y"] < 900  # type: ignore[index]


def test_an_address_that_asks_for_an_order_and_words_is_answered(page: Page, site: Path) -> None:
    page.goto((site / "speakers/index.html").as_uri() + "?sort=transcripts&q=brid")
    assert shown(page, ".register .name")[0] == "Mara Lind"
    assert page.get_by_role("searchbox").input_value() == "brid"
    page.goto((site / "speakers/index.html").as_uri() + "?sort=by-chance&q=")
    assert page.get_by_label("Sort").input_value() == ""
    assert len(shown(page, ".register .name")) == 9


def test_notes_under_another_order_say_their_kind(page: Page, site: Path) -> None:
    page.goto((site / "notes/index.html").as_uri())
    assert shown(page, ".notes .told") == []
    page.get_by_label("Sort").select_option("Newest first")
    assert shown(page, ".notes .told")[0] == "Context"


def test_by_keyboard_alone(page: Page, site: Path) -> None:
    page.goto((site / "transcripts/index.html").as_uri())
    field = page.get_by_role("searchbox")
    for _ in range(40):
        page.keyboard.press("Tab")
        if field.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.type("quinces")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert "sort=oldest" in page.url
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "quinces: a talk"


def test_the_room_of_the_form_is_kept_for_it(chromium: Browser, site: Path) -> None:
    for width in (390, 1280):
        page = chromium.new_page(viewport={"width": width, "height": 800})
        page.goto((site / "transcripts/index.html").as_uri())
        form = page.locator(".filter").bounding_box()
        page.evaluate(
            "() => { const t = document.createElement('template'); t.id = 'or-filter';"
            "document.querySelector('.filter').replaceWith(t); }"
        )
        assert form is not None
        assert page.locator("#or-filter").bounding_box() == form
        page.close()


def test_without_javascript_lists_are_whole_and_have_no_dead_form(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "transcripts/index.html").as_uri())
    assert page.locator(".entry:visible").count() == 8
    assert page.locator("form:visible").count() == 0
    context.close()


def test_each_column_of_the_front_page_is_a_named_link(page: Page, site: Path) -> None:
    page.goto(site.as_uri() + "/index.html")
    figure = page.get_by_role("group", name="Transcripts by year")
    column = figure.get_by_role("link", name="2028: 2 transcripts")
    column.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/transcripts/index.html#or-2028")


@pytest.mark.parametrize("colours", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_columns_stand_out_in_all_colours(chromium: Browser, site: Path, colours: dict[str, str]) -> None:
    page = chromium.new_page(**colours)
    page.goto(site.as_uri() + "/index.html")
    column = page.locator(".columns a").first
    stroke = "one => getComputedStyle(one.querySelector('line')).stroke"
    rest = column.evaluate(stroke)
    column.locator(".hit").hover()
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert len({rest, column.evaluate(stroke), ground}) == 3
    page.close()
