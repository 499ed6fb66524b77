"""Writes `docs/theme-reference.md` from templates and what they are given: `python -m tests.document_theme`."""

import enum
import inspect
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args, get_origin, get_type_hints
from unittest.mock import patch

import jinja2
import msgspec
from jinja2 import nodes

from generator.build import compose
from generator.pages import beside, compare, cut, edition, referring, transcript
from generator.pages.compare import Compared
from generator.pages.listing import Exchange, NoteRow, Passage
from generator.pages.page import Page
from generator.pages.transcript import Surroundings
from generator.theme import SiteView
from tests.archives import FILES, LEVY, SEARCHED, write

TOP = Path(__file__).parent.parent

HEAD = """# What a theme may rely on

Every template of the theme with its blocks, every value that templates are given, and every custom property of the
style sheet. [Themes](themes.md) tells how to use them. What stands here changes only with a note in the
[changelog](../CHANGELOG.md).
"""

# Blocks are called alike wherever they are.
BLOCKS = {
    "title": "the words in the `<title>`; in `_front.html` what stands on top: the title itself, subtitle, summary",
    "head": "more for the `<head>`; empty, or what this kind of page needs: print `{{ super() }}` first",
    "top": "the site’s header, with name, search, navigation and the reader’s choices: `{{ super() }}` keeps it",
    "name": "in the header: the site’s name and logo",
    "nav": "in the header: the navigation",
    "main": "all between header and footer",
    "intro": "of a page: its title and what is told with it",
    "body": "of a page: all that follows",
    "strip": "of a transcript: who speaks when",
    "back": "of a transcript: what stands behind the text",
    "bottom": "the site’s footer: `{{ super() }}` keeps it",
    "footer": "the words in the footer",
    "lead": "of the front page: the newest transcript",
    "new": "of the front page: what else is new",
    "questions": "of the front page: questions asked",
    "voices": "of the front page: who speaks most",
    "topics": "of the front page: what it is about",
    "series": "of the front page: series",
    "years": "of the front page: the archive over the years",
    "persons": "before a transcript: who takes part",
    "contents": "before a transcript: its sections and questions",
    "about": "before a transcript: facts about it",
    "corrections": "behind a transcript: what was corrected",
    "cite": "behind a transcript: how to cite it",
    "files": "behind a transcript: the same record in other formats",
    "lists": "behind a transcript: all turns and topics as lists",
    "neighbours": "behind a transcript: the one before and the one after",
    "part": "all of a part that other templates include",
}

# What every template sees, and what only that of a transcript does.
NAMES = {
    "site": "the [site](#siteview)",
    "page": "the [page](#page)",
    "data": "what this kind of page shows: see its template below",
    "ui": "for interface words: `lang` on a page in another language, and `data-way` where they run the other way",
    "url": '`url("speakers/index.html")`: the link from this page to another; safe addresses elsewhere pass',
    "static": '`static("ours.css")`: the link to a static file',
    "absolute": "`absolute(page.url)`: the full address, where there is a `base_url`",
    "within": '`within("speakers/index.html")`: whether this page lies in that part of the site',
    "moved": "`moved(row.html, row.url)`: the body of a note made for that page, with its links led from here",
    "passages": "`passages(group.passages)`: the passages that a row stands for, each a [Passage](#passage)",
    "notes": "`notes(rows)`: the notes that rows stand for, each a [NoteRow](#noterow)",
    "exchanges": "`exchanges(data.said, data.exchanges)`: the questions of a transcript, each an [Exchange](#exchange)",
    "style": "CSS that the settings ask for; printed with `|safe`",
    "policy": "the content security policy",
    "_": '`_("Search")`, `ngettext(…)`, `{% trans %}` and the like: '
    "[words in the language of the site](languages.md#words-in-templates)",
    "card": 'the full address of the picture for cards, or ""',
    "edition": "on a transcript’s page: its text as it is set, an [Edition](#edition)",
    "linked_data": "on a transcript’s page: JSON-LD for search engines; printed with `|safe`",
    "citing": "on a transcript’s page: name and content of each `<meta>` for reference managers",
    "citations": "on a transcript’s page: the data of `cite.js`; printed with `|safe`",
}
FILTERS = {
    "date": "`2031-05-06` → 6 May 2031",
    "clock": "milliseconds → 1:02:09",
    "number": "1204 → 1,204",
    "year": "the heading of a year in a list: 2031, or undated in words",
    "capital": "words with a capital letter at the beginning, all others as they are",
    "turn_kind": "what a turn is, `question`, in words",
    "note_kind": "the name of a kind of note, in words",
    "counted": '`count|counted(forms("turn", "turns"))`: the form of words that goes with a count, filled in',
    "form": "the number of that form",
    "tongue": 'the attributes of words in the language whose tag this is; none for ""',
    "direction": "a language’s tag → `ltr` or `rtl`",
    "host": "an address → the name of its site",
    "slug": "words → a name for files and classes",
    "safe": "prints HTML as it is: only for values called `html`, `strip`, `style`, `linked_data` and `citations`",
}

PROPERTIES = {
    "--accent-light": "the accent in the light scheme",
    "--accent-dark": "the accent in the dark scheme",
    "--accent": "the one of the two that holds",
    "--paper": "the page",
    "--raised": "what lies on it: a button, the bar of a figure",
    "--ink": "text",
    "--soft": "quiet words",
    "--line": "rules",
    "--glow": "behind a passage that a link leads to",
    "--voice-1": "the second voice on the strip; the first has the accent",
    "--voice-2": "the third",
    "--voice-3": "the fourth",
    "--voice-4": "all others, and the columns of figures",
    "--book": "the typeface of the text",
    "--plain": "the typeface of everything around it",
    "--leading": "line height of the text",
    "--line-height": "the same as a length",
    "--measure": "width of the text",
    "--names": "width of the margin with the names",
    "--notes": "width of the margin with the notes",
    "--gap": "between text and margins",
    "--edge": "beside the page",
    "--page": "width of all of it together; follows from these",
    "--small": "size of the interface’s letters",
}

_ON_TEMPLATES = """The pages first, each with what its `data` is; then the parts, whose names begin with `_` or that lie
in a folder: what they need stands between backticks. `onrecord theme copy NAME` copies any of them.
"""


def as_markdown() -> str:
    """The page as it is to stand in `docs/`."""
    data = data_types()
    labels = _labels((SiteView, Page, edition.Edition, Passage, NoteRow, Exchange, *data.values()))
    parts = [
        HEAD,
        "## Blocks\n\nA template that extends another one fills its blocks; `{{ super() }}` prints what was there.\n",
        _table(("block", "what"), ((f"`{name}`", what) for name, what in BLOCKS.items())),
        "## Templates\n",
        _ON_TEMPLATES,
        _table(("template", "what", "blocks", "`data`"), _templates(data, labels)),
        "## Values\n\nIn every template:\n",
        _table(("name", "what"), ((f"`{name}`", what) for name, what in NAMES.items())),
        "Filters, besides [those of Jinja](https://jinja.palletsprojects.com/en/stable/templates/#builtin-filters):\n",
        _table(("filter", "what"), ((f"`|{name}`", what) for name, what in FILTERS.items())),
        *(_value(kind, labels) for kind in sorted(labels, key=labels.__getitem__)),
        "## Custom properties\n\nOf `static/onrecord.css`, with their values where nothing else is said:\n",
        _table(("property", "what", "value"), _properties()),
    ]
    return "\n".join(parts)


# --- templates ------------------------------------------------------------------------------------------------


def templates() -> dict[str, str]:
    """Name → text of every template of the theme; the pages before the parts they include."""
    folder = TOP / "templates"
    found = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")}
    return {name: found[name] for name in sorted(found, key=lambda name: (is_part(name), name != "base.html", name))}


def is_part(name: str) -> bool:
    """Whether a template is no page, but included by others."""
    return name.startswith("_") or "/" in name


def description(text: str) -> str:
    """The comment in which a template says what it is for; "" without one."""
    found = re.match(r"\{#(.*?)#\}", text, re.S)
    return " ".join(found[1].split()) if found else ""


def blocks(text: str) -> list[str]:
    """The blocks that a template has, in order."""
    return [
        block.name
        for block in jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
        .parse(text)
        .find_all(nodes.Block)
    ]


def _templates(data: Mapping[str, type], labels: Mapping[type, str]) -> Iterator[tuple[str, ...]]:
    for name, text in templates().items():
        own = ", ".join(f"`{block}`" for block in blocks(text))
        yield f"`{name}`", description(text), own, _link(data[name], labels) if name in data else ""


# --- values ---------------------------------------------------------------------------------------------------

# An archive in which each kind of page is there once, when of everything one is too much for a page.
EVERYTHING = {
    **FILES,
    "onrecord.toml": SEARCHED,
    "content/transcripts/bridge-toll.md": LEVY.replace(
        "topics:", "aliases: [toll-talk]\ncorrections:\n  - {date: 2030-04-01, what: A name.}\ntopics:"
    ),
    "content/transcripts/bridge-toll-2.md": LEVY.replace("2030-03-01", "2031-03-01").replace(
        "topics:", "variant-of: bridge-toll\nvariant: corrected\ntopics:"
    ),
    "content/anchors/_pages.yaml": "- speakers/nobody.html\n",
}


def data_types() -> dict[str, type]:
    """Template → the type of the `data` that it is given."""
    with (
        TemporaryDirectory() as folder,
        patch.object(cut, "PASSAGES", 1),
        patch.object(cut, "TRANSCRIPTS", 1),
        patch.object(beside, "SHOWN", 0),
        patch.object(referring, "SHOWN", 0),
    ):
        made = [planned.make() for planned in compose(write(Path(folder), EVERYTHING)).pages.values()]
    return {page.template: _given(page.data) for page in made}


def _given(data: msgspec.Struct) -> type:
    """The type of what a template sees, which for texts is more than what the page is planned with."""
    if isinstance(data, Surroundings):
        return _result(transcript.data)
    return _result(compare.comparison) if isinstance(data, Compared) else type(data)


def _result(function: Any) -> type:
    found: type = get_type_hints(function)["return"]
    return found


def _labels(kinds: Iterable[type]) -> dict[type, str]:
    """Every kind of value that can be reached from these, with a name of its own."""
    reached: dict[type, None] = {}
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop()
        if kind not in reached:
            reached[kind] = None
            waiting += [part for hint in _fields(kind).values() for part in _parts(hint)]
    names = [kind.__name__ for kind in reached]

    return {
        kind: kind.__name__
        if names.count(kind.__name__) == 1
        else f"{kind.__name__} of {kind.__module__.split('.')[-1]}"
        for kind in reached
    }


def _fields(kind: type) -> dict[str, Any]:
    """Name → type of what a value has, properties too."""
    hints = get_type_hints(kind)
    stored = {name: hints[name] for name in getattr(kind, "__struct_fields__", getattr(kind, "_fields", ()))}
    derived = {
        name: get_type_hints(one.fget)["return"]
        for name, one in vars(kind).items()
        if isinstance(one, property) and one.fget and not name.startswith("_")
    }
    return {**stored, **derived}


def _parts(hint: Any) -> Iterator[type]:
    """The kinds of values in a type."""
    for part in get_args(hint):
        yield from _parts(part)
    if isinstance(hint, type) and (issubclass(hint, msgspec.Struct) or hasattr(hint, "_fields")):
        yield hint


def _value(kind: type, labels: Mapping[type, str]) -> str:
    said = " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())
    comments = dict(re.findall(r"^    (\w+): [^#\n]*?  # (.+)$", inspect.getsource(kind), re.M))
    for name, one in vars(kind).items():
        if isinstance(one, property) and one.__doc__:
            comments[name] = " ".join(one.__doc__.split())
    rows = ((f"`{name}`", _words(hint, labels), comments.get(name, "")) for name, hint in _fields(kind).items())
    return f"### {labels[kind]}\n\n{said}\n\n" + _table(("value", "is", "what"), rows)


def _words(hint: Any, labels: Mapping[type, str]) -> str:
    """A type in words."""
    origin, of = get_origin(hint), get_args(hint)
    if hint in labels:
        return _link(hint, labels)
    if origin is tuple and len(of) == 2 and of[1] is Ellipsis:
        return f"list of {_words(of[0], labels)}"
    if origin is tuple:
        return f"({', '.join(_words(one, labels) for one in of)})"
    if isinstance(hint, types.UnionType):
        return " or ".join(_words(one, labels) for one in of)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return "one of " + ", ".join(f"`{one.value}`" for one in hint)
    return {str: "text", int: "number", float: "number", bool: "true or false", types.NoneType: "none"}.get(
        hint, f"`{getattr(hint, '__name__', hint)}`"
    )


def _link(kind: type, labels: Mapping[type, str]) -> str:
    label = labels[kind]
    return f"[{label}](#{label.casefold().replace(' ', '-')})"


# --- custom properties ----------------------------------------------------------------------------------------


def properties() -> dict[str, str]:
    """The custom properties of the style sheet with their values."""
    text = (TOP / "static/onrecord.css").read_text("utf-8")
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", text.partition(":root {")[2].partition("\n}")[0]))


def _properties() -> Iterator[tuple[str, ...]]:
    values = properties()
    return ((f"`{name}`", what, f"`{values[name]}`") for name, what in PROPERTIES.items())


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    cells = ((cell.replace("|", "\\|") for cell in row) for row in rows)
    return "\n".join(
        (f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in cells), "")
    )


if __name__ == "__main__":
    (TOP / "docs/theme-reference.md").write_text(as_markdown(), "utf-8")
