"""The theme: overrides, errors in templates, and what every page carries."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from generator.config import NavItem, Settings, ThemeSettings
from generator.errors import ContentError
from generator.looks import css_words
from generator.model import Block, Meta, Record, Resolution, Speaker, Transcript, Turn, TurnFacts, Value
from generator.pages.missing import MissingData
from generator.pages.page import Page
from generator.theme import Theme
from tests.archive_factory import load
from tests.test_pages_transcript import hearing, pages_of, talk, with_meta

SITE = Settings(title="The Harbour Papers")
EVIL = '</script><script>alert(1)</script>"onclick="alert(1)'


class Nothing(Value):
    """Data of a page that has none."""


def page(template: str = "plain.html", url: str = "speakers/x.html", language: str = "en") -> Page:
    return Page(url, template, "A page", "About it", Nothing(), language=language)


def rendered(record: Record, site: Settings = SITE) -> BeautifulSoup:
    return BeautifulSoup(render(record, site), "lxml")


def render(record: Record, site: Settings = SITE) -> bytes:
    (planned,) = pages_of(talk(record), site=site)
    return Theme(None, site, load).render(planned, record)


def write(root: Path, name: str, text: str) -> Path:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, "utf-8")
    return root


def test_a_template_of_the_archive_replaces_the_one_of_its_name_and_can_extend_it(tmp_path: Path) -> None:
    write(tmp_path, "templates/base.html", '{% extends "onrecord/base.html" %}{% block footer %}Ours{% endblock %}')
    write(tmp_path, "templates/plain.html", '{% extends "base.html" %}')
    html = Theme(tmp_path, SITE, load).render(page()).decode()
    assert "Ours" in html and "<h1" not in html and "The Harbour Papers" in html


def test_static_files_are_overridden_one_by_one(tmp_path: Path) -> None:
    write(tmp_path, "static/onrecord.css", "body{}")
    write(tmp_path, "static/audio/a.mp3", "")
    write(tmp_path, "static/.DS_Store", "")
    assets = Theme(tmp_path, SITE, load).assets()
    assert assets["static/onrecord.css"] == tmp_path / "static/onrecord.css"
    assert "static/audio/a.mp3" in assets and "static/onrecord.js" in assets
    assert not any("DS_Store" in url for url in assets)


def test_a_link_out_of_the_static_folder_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "secret.txt", "secret")
    (tmp_path / "static").mkdir()
    try:
        (tmp_path / "static/a.txt").symlink_to(tmp_path / "secret.txt")
    except OSError:
        pytest.skip("this system makes no symbolic links")
    assert "static/a.txt" not in Theme(tmp_path, SITE, load).assets()


@pytest.mark.parametrize(
    ("source", "line"),
    [("<p>\n{{ page.titel }}</p>", 2), ("\n\n{% if %}", 3), ("{{ 1 / 0 }}", 1), ("\n{{ nobody.name }}", 2)],
)
def test_an_error_in_a_template_is_a_problem_with_file_and_line(tmp_path: Path, source: str, line: int) -> None:
    write(tmp_path, "templates/plain.html", source)
    with pytest.raises(ContentError) as caught:
        Theme(tmp_path, SITE, load).render(page())
    problem = caught.value.problems[0]
    assert problem.code == "template-error" and problem.place is not None
    assert (problem.place.path, problem.place.line) == ("templates/plain.html", line)
    assert problem.place.excerpt == source.split("\n")[line - 1]


def test_what_is_printed_is_escaped_once_and_html_not_at_all(tmp_path: Path) -> None:
    write(tmp_path, "templates/part.html", "{{ words }}{% macro bold(word) %}<b>{{ word }}</b>{% endmacro %}")
    source = (
        '{% set words = "<&" %}{% from "part.html" import bold with context %}{% set block %}[{{ words }}]{% endset %}'
        '{% include "part.html" %}{{ block }}{{ bold(words) }}{{ "<i>"|safe }}{{ 3 }}{{ "de"|tongue }}{{ ""|tongue }}'
        '{% for n in (1204, 1) %}{{ ngettext("%(num)s turn", "%(num)s turns", n) }}, {% endfor %}{{ 1204|number }}'
    )
    write(tmp_path, "templates/plain.html", source)
    assert Theme(tmp_path, SITE, load).render(page()).decode() == (
        '&lt;&amp;[&lt;&amp;]<b>&lt;&amp;</b><i>3 lang="de" dir="auto"1,204 turns, 1 turn, 1,204'
    )


def test_a_missing_template_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, "templates/plain.html", '{% include "gone.html" %}')
    with pytest.raises(ContentError) as caught:
        Theme(tmp_path, SITE, load).render(page())
    assert caught.value.problems[0].code == "template-missing" and "gone.html" in str(caught.value)


def test_links_are_relative_to_the_page_and_those_of_the_settings_are_checked(tmp_path: Path) -> None:
    write(tmp_path, "templates/plain.html", '{% extends "base.html" %}')
    nav = (
        NavItem("About", "about.html"),
        NavItem("Bad", "javascript:alert(1)"),
        NavItem("Out", "https://example.org/"),
    )
    soup = BeautifulSoup(Theme(tmp_path, replace(SITE, nav=nav), load).render(page()), "lxml")
    links = {link.get_text(): link["href"] for link in soup.select("nav a")}
    assert links["About"] == "../about.html" and links["Speakers"] in ("index.html", "./index.html")
    assert links["Bad"] == "#" and links["Out"] == "https://example.org/"
    assert soup.select_one("link[rel=stylesheet]")["href"] == "../static/onrecord.css"


def nav(root: Path, *items: NavItem) -> list[tuple[str, str]]:
    write(root, "templates/plain.html", '{% extends "base.html" %}')
    soup = BeautifulSoup(Theme(root, replace(SITE, nav=items), load).render(page(url="x.html")), "lxml")
    return [(link.get_text(), link["href"]) for link in soup.select("nav a")]


def test_a_navigation_that_names_lists_of_the_site_is_the_whole_of_it(tmp_path: Path) -> None:
    usual = ["Transcripts", "Speakers", "Topics", "Notes"]
    about = NavItem("About", "about.html")
    assert [words for words, _ in nav(tmp_path, about)] == [*usual, "About"]
    assert nav(tmp_path, NavItem("", "topics/index.html"), about) == [
        ("Topics", "topics/index.html"),
        ("About", "about.html"),
    ]
    renamed = nav(tmp_path, about, NavItem("Interviews", "transcripts/index.html"))
    assert renamed == [("About", "about.html"), ("Interviews", "transcripts/index.html")]


def test_the_logo_stands_beside_the_name_and_at_night_another() -> None:
    soup = rendered(hearing(), replace(SITE, theme=ThemeSettings(logo="a b.svg", logo_dark="night.svg")))
    name = soup.select_one(".site-name")
    assert name.get_text(strip=True) == "The Harbour Papers"
    assert [image["src"] for image in name.select("img")] == ["../static/a%20b.svg", "../static/night.svg"]
    assert [image["alt"] for image in name.select("img")] == ["", ""]
    assert not rendered(hearing()).select(".site-head img")


def test_fonts_and_logo_are_found_from_the_page_for_what_is_missing(tmp_path: Path) -> None:
    site = replace(
        SITE, base_url="https://example.org/papers/", theme=ThemeSettings(book=("fonts/a.woff2",), logo="logo.svg")
    )
    missing = Page("404.html", "404.html", "Not here", "", MissingData("/papers/"), kind="missing")
    html = Theme(tmp_path, site, load).render(missing).decode()
    assert 'src="/papers/static/logo.svg"' in html
    assert 'url("' + css_words("/papers/static/fonts/a.woff2") in html


def test_canonical_and_feed_only_with_a_base_url() -> None:
    assert not rendered(hearing()).select("link[rel=canonical], link[type='application/atom+xml']")
    soup = rendered(hearing(), replace(SITE, base_url="https://example.org/papers/"))
    assert soup.select_one("link[rel=canonical]")["href"] == "https://example.org/papers/transcripts/hearing.html"
    assert soup.select_one("link[type='application/atom+xml']")["href"] == "../feed.xml"


def test_a_transcript_has_one_heading_of_its_own_landmarks_and_unique_ids() -> None:
    soup = rendered(hearing())
    assert [h.get_text() for h in soup.select("h1")] == ["A hearing"]
    assert soup.select_one("a.skip")["href"] == "#or-main" and soup.select_one("main#or-main")
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    fragments = {link["href"][1:] for link in soup.select("a[href^='#']")}
    assert fragments <= set(ids)


def test_nothing_is_loaded_from_elsewhere_and_there_is_no_inline_script_or_style_attribute() -> None:
    soup = rendered(hearing())
    data = ":not([type='application/ld+json']):not([type='application/json'])"
    assert not soup.select(f"[style], [onclick], iframe, script:not([src]){data}")
    tags = soup.select("script[src], link[rel~=stylesheet], audio[src], img[src]")
    assert tags and all(not (tag.get("src") or tag["href"]).startswith(("http", "//")) for tag in tags)


def test_hostile_words_stay_words() -> None:
    speaker = Speaker("x", EVIL, role=EVIL, affiliation=EVIL, turns=1, words=1)
    meta = Meta(title=EVIL, subtitle=EVIL, place=EVIL, summary=EVIL, kind=EVIL, status=EVIL, extra=((EVIL, EVIL),))
    text = Transcript(meta, (Turn(EVIL, (Block(EVIL),)), Turn(EVIL, (Block(EVIL),))))
    facts = (TurnFacts("x-1", "x"), TurnFacts("x-2", "x"))
    soup = rendered(Record(text, Resolution("evil", "en", (speaker,), facts, (), (), (), ())))
    assert not soup.select("[onclick]")
    named = [script["src"] for script in soup.select("script[src]")]
    assert named and all(source.startswith("../static/") for source in named)
    assert len(soup.select("script")) == len(named) + 2  # ours, the data for search engines, and that for citing
    assert json.loads(soup.select_one("script[type='application/ld+json']").string)["name"] == EVIL
    assert EVIL in json.loads(soup.select_one("script[type='application/json']").string)["csl"]["title"]


def test_the_page_is_in_the_language_and_direction_of_its_transcript() -> None:
    record = hearing()
    soup = rendered(replace(record, resolution=replace(record.resolution, language="ar")))
    assert (soup.html["lang"], soup.html["dir"]) == ("ar", "rtl")
    assert soup.select_one("header.site-head")["lang"] == "en"


def test_characters_that_html_cannot_hold_are_shown_as_replaced(tmp_path: Path) -> None:
    write(tmp_path, "templates/plain.html", "{{ site.title }}")
    site = replace(SITE, title="A\x01B\x7fC\uffffD\tE")
    assert Theme(tmp_path, site, load).render(page()).decode() == "A\ufffdB\ufffdC\ufffdD\tE"


def test_the_same_page_gives_the_same_bytes() -> None:
    assert render(hearing()) == render(hearing())


def test_the_accent_of_the_settings_reaches_every_page_and_no_script_may_be_inline() -> None:
    soup = rendered(hearing(), replace(SITE, theme=ThemeSettings(accent="#f00")))
    policy = soup.select_one("meta[http-equiv='Content-Security-Policy']")["content"]
    assert "--accent-light" in soup.select_one("style").string
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


def test_a_title_in_the_running_head_cannot_leave_its_string() -> None:
    meta = Meta(title='a"}body{display:none}</style><b>\\')
    soup = rendered(with_meta(hearing(), meta))
    style = soup.select_one("style").string
    assert "display:none}" not in style and style.count('"') == 4 and not soup.select("main b")
