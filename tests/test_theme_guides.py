"""What the pages about themes tell people to write does what they say."""

import re
import tomllib
from pathlib import Path
from textwrap import dedent

from bs4 import BeautifulSoup

from generator.build import Options, compose
from tests.archives import FILES, SETTINGS, write

DOCS = Path(__file__).parent.parent / "docs"
HEADER, FOOTER = ".our-head", ".our-foot"


def fences(page: str, language: str) -> list[str]:
    """The examples of a page in one language."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", (DOCS / page).read_text("utf-8"), re.S | re.M)
    return [dedent(text) for _, text in found]


def templates(page: str) -> dict[str, str]:
    """The templates that a page tells, by the path in their first line."""
    told = ((re.match(r"\{# (templates/\S+) #\}", text), text) for text in fences(page, "jinja"))
    return {found[1]: text for found, text in told if found}


def test_the_settings_of_the_guide_are_understood(tmp_path: Path) -> None:
    shown, *others = fences("themes.md", "toml")
    files = [*tomllib.loads(shown)["theme"]["book"][:2], "logo.svg", "logo-dark.svg"]
    write(tmp_path, {**FILES, "onrecord.toml": shown, **{f"static/{file}": "" for file in files}})
    site = compose(tmp_path)
    assert site.problems == ()
    front = BeautifulSoup(site.render("index.html"), "lxml")
    assert [link.get_text() for link in front.select("nav a")] == ["Transcripts", "Topics", "The Ellery Post"]
    assert site.render("transcripts/bridge-toll.html").count(b"@font-face") == 2
    for settings in others:
        assert compose(write(tmp_path, {"onrecord.toml": settings})).problems == ()


def test_the_templates_of_the_guide_add_to_every_page(tmp_path: Path) -> None:
    told = templates("themes.md")
    assert told.keys() == {"templates/base.html", "templates/transcript.html"}
    site = compose(write(tmp_path, {**FILES, **told}))
    transcript = site.render("transcripts/bridge-toll.html")
    assert b"static/ours.css" in transcript and b"static/print.js" in transcript
    assert b"A project of the town library." in transcript and b"Made with OnRecord" in transcript
    assert b"Recorded and kept by the town library." in transcript
    assert b"Recorded and kept" not in site.render("index.html")


def test_an_archive_stands_under_the_header_and_footer_of_a_site(tmp_path: Path) -> None:
    told = templates("beside-an-existing-site.md")
    assert {f"templates/{name}.html" for name in ("site-header", "site-footer", "base", "404")} == told.keys()
    site = compose(write(tmp_path, {**FILES, **told, "onrecord.toml": SETTINGS}), Options())
    for url in site.pages:
        page = BeautifulSoup(site.render(url), "lxml")
        order = [found.get("class", [found.name])[0] for found in page.select("body > :is(div, header, main, footer)")]
        ends = [] if url == "404.html" else ["site-foot", "our-foot"]
        assert order == ["our-head", "site-head", "main", *ends], url
        assert "static/site.css" in str(page.head)
        skip = page.select_one("body > :first-child")
        assert skip is not None
        assert url == "404.html" or skip["href"] == "#or-main"
    for rule in re.findall(r"^\s*([.\w][^{@]*)\{", fences("beside-an-existing-site.md", "css")[0], re.M):
        assert rule.startswith((HEADER, FOOTER))
