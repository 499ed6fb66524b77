"""What a theme may rely on is what `docs/theme-reference.md` says, and is there."""

from pathlib import Path

import jinja2
import pytest

from generator.build import compose
from generator.site import Site
from generator.theme import _Template
from tests import document_theme as reference
from tests.archives import write

TEMPLATES = reference.templates()
# It has macros alone, which a block could not change.
MACROS = {"lists/words.html"}
FRAMES = {"base.html", "404.html", "redirect.html"}
MARK = "<!-- or-here -->"


def site(root: Path) -> Site:
    return compose(write(root, reference.EVERYTHING))


def test_the_page_is_as_the_code_is() -> None:
    shown = (reference.TOP / "docs/theme-reference.md").read_text("utf-8")
    assert shown == reference.as_markdown(), "run: python -m tests.document_theme"


def test_every_kind_of_page_tells_what_its_template_sees() -> None:
    pages = {name for name in TEMPLATES if not reference.is_part(name)}
    assert reference.data_types().keys() == pages - {"base.html"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_says_what_it_is_for_and_has_blocks(name: str) -> None:
    assert reference.description(TEMPLATES[name])
    found = reference.blocks(TEMPLATES[name])
    if reference.is_part(name):
        assert bool(found) == (name not in MACROS)
    elif name not in FRAMES:
        assert {"main", "intro", "body"} <= set(found)


def test_blocks_are_called_alike_everywhere() -> None:
    used = {block for text in TEMPLATES.values() for block in reference.blocks(text)}
    assert used == reference.BLOCKS.keys()


def test_the_values_of_templates_are_those_that_they_are_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: set[str] = set()
    render = _Template.render

    def noting(self: _Template, context: dict[str, object]) -> str:
        given.update(context)
        return render(self, context)

    monkeypatch.setattr(_Template, "render", noting)
    made = site(tmp_path)
    for url in made.pages:
        made.render(url)
    environment, usual = made.theme._environment, jinja2.Environment(autoescape=True)
    given |= environment.globals.keys() - usual.globals.keys()
    assert given == reference.NAMES.keys()
    own = {name for name, one in environment.filters.items() if usual.filters.get(name) is not one}
    assert own == reference.FILTERS.keys()


def test_the_custom_properties_are_those_of_the_style_sheet() -> None:
    assert reference.properties().keys() == reference.PROPERTIES.keys()


def test_a_theme_that_extends_every_block_and_keeps_what_was_there_changes_nothing(tmp_path: Path) -> None:
    before = site(tmp_path)
    pages = {url: before.render(url).decode() for url in before.pages}
    marked = 0
    for name, text in TEMPLATES.items():
        own = "".join(
            f"{{% block {block} %}}{MARK}{{{{ super() }}}}{{% endblock %}}" for block in reference.blocks(text)
        )
        write(tmp_path, {f"templates/{name}": f'{{% extends "onrecord/{name}" %}}{own}'} if own else {})
    after = site(tmp_path)
    for url, html in pages.items():
        found = after.render(url).decode()
        marked += found.count(MARK)
        assert found.replace(MARK, "") == html
    assert marked > 10 * len(pages)
