"""The settings: what is understood, what is refused, and where it stands."""

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import __version__, config
from generator.config import NavItem, NoteKind, ThemeSettings
from generator.errors import Problem
from generator.root import find_root
from tests.archives import write


def load(root: Path, text: str | bytes) -> tuple[config.Settings, tuple[Problem, ...]]:
    return config.load_settings(write(root, {"onrecord.toml": text}))


FULL = """
title = "The Harbour Papers"
description = "What was said"
language = "pt-BR"
base-url = "https://example.org/papers"
output = "public"
author = "The editors"
licence = "CC BY 4.0"
nav = [
  { title = "About", url = "about.html" },
  { title = "Index", url = "https://example.org/" },
]
edit_url = "https://example.org/edit/{path}"
media_base = "https://media.example.org/"
requires = "0.0.1"

[notes]
legal = "Legal note"
context = "Background"

[theme]
accent = "#1b5e7A"
paper = "#fff"
ink = "#102030"
book = ["static/fonts/Literata.woff2", "Georgia"]
plain = "Inter"
measure = 70
logo = "./logo.svg"
logo-dark = "night.svg"
home = ["lead", "topics", "lead"]
image = "card.png"

[people]
listed = false

[search]
enabled = false
"""


def test_everything_it_knows(tmp_path: Path) -> None:
    found, problems = load(tmp_path, FULL)
    assert problems == ()
    assert found.title == "The Harbour Papers"
    assert (found.base_url, found.output, found.language) == ("https://example.org/papers/", "public", "pt-BR")
    assert found.nav == (NavItem("About", "about.html"), NavItem("Index", "https://example.org/"))
    assert found.notes[0] == NoteKind("context", "Background")
    assert found.notes[-1] == NoteKind("legal", "Legal note")
    assert found.theme == ThemeSettings(
        accent="#1b5e7A",
        paper="#fff",
        ink="#102030",
        book=("fonts/Literata.woff2", "Georgia"),
        plain=("Inter",),
        measure=70,
        logo="logo.svg",
        logo_dark="night.svg",
        home=("lead", "topics"),
        image="card.png",
    )
    assert (found.people.listed, found.search.enabled) == (False, False)


def test_the_navigation_names_lists_of_the_site(tmp_path: Path) -> None:
    found, problems = load(tmp_path, 'nav = ["Topics", { title = "About", url = "about.html" }]')
    assert (found.nav, problems) == ((NavItem("", "topics/index.html"), NavItem("About", "about.html")), ())


def test_without_settings_all_is_as_by_default(tmp_path: Path) -> None:
    found, problems = load(tmp_path, "")
    assert (found, problems) == (config.Settings(), ())
    kinds = ["context", "fact-check", "correction", "clarification", "source", "translation", "editor"]
    assert [kind.id for kind in found.notes] == kinds


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("baseURL", "base_url"),
        ("baseurl", "base_url"),
        ("site_url", "base_url"),
        ("site_name", "title"),
        ("site_dir", "output"),
        ("publishDir", "output"),
        ("destination", "output"),
        ("titel", "title"),
        ("langauge", "language"),
    ],
)
def test_words_of_other_generators_and_slips_get_a_hint(tmp_path: Path, word: str, meant: str) -> None:
    (problem,) = load(tmp_path, f'{word} = "x"')[1]
    assert (problem.code, problem.hint) == ("unknown-key", f"Did you mean “{meant}”?")


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "length"),
    [
        ("title = Harbour", "bad-toml", 1, 9, 1),
        ('title = "x', "bad-toml", 1, 11, 1),
        ('title = "x"\n\ntitle = "y"', "bad-toml", 3, 12, 1),
        ('title = "x"\n\n[theme]\naccent = "red"', "wrong-value", 4, 10, 3),
        ('[theme]\ncolors = "x"', "unknown-key", 2, 1, 6),
        ("[theme]\nmeasure = 20", "wrong-value", 2, 11, 2),
        ('[theme]\nmeasure = "wide"', "wrong-value", 2, 11, 4),
        ('[theme]\nhome = ["lead", "news"]', "wrong-value", 2, 17, 4),
        ('[theme]\nhome = [\n  "lead",\n\n  # and\n  "news",\n]', "wrong-value", 6, 3, 4),
        ('[theme]\nbook = "https://example.org/a.woff2"', "wrong-value", 2, 8, 27),
        ('[theme]\nbook = ["Georgia", "../a.woff2"]', "wrong-value", 2, 20, 10),
        ('[theme]\nlogo = "https://example.org/a.svg"', "wrong-value", 2, 8, 25),
        ('[theme]\nlogo = "../a.svg"', "wrong-value", 2, 8, 8),
        ('nav = ["topics", "toppics"]', "wrong-value", 1, 18, 7),
        ('theme.accent = "red"', "wrong-value", 1, 16, 3),
        ('theme = { accent = "red" }', "wrong-value", 1, 20, 3),
        ('[search]\nenabled = "sometimes"', "wrong-value", 2, 11, 9),
        ('base_url = "/papers/"', "wrong-value", 1, 12, 8),
        ('base_url = "ftp://example.org"', "wrong-value", 1, 12, 17),
        ('language = "english"', "wrong-value", 1, 12, 7),
        ('requires = "newest"', "wrong-value", 1, 12, 6),
        ('x = """\ntitel = 1\n"""\ntitel = 2', "unknown-key", 1, 1, 1),
        ('nav = [\n  {title = "A", url = "a"},\n  {title = "B", url = "javascript:x"},\n]', "unsafe-url", 3, 23, 12),
        ('[[nav]]\ntitle = "A"\nurl = "a"\n[[nav]]\ntitle = "B"\nurl = "//b"', "unsafe-url", 6, 7, 3),
        ('nav = [{title = "A"}]', "missing-key", 1, 9, 1),
        ('nav = [{title = "", url = "topics/index.html"}]', "missing-key", 1, 9, 1),
        ('nav = "about.html"', "wrong-type", 1, 7, 1),
        ('title = ["x"]', "wrong-type", 1, 9, 1),
        ('output = "content/site"', "output-inside-content", 1, 1, 6),
        ('\nrequires = "99"', "too-old", 2, 1, 8),
    ],
)
def test_mistakes_have_their_place(tmp_path: Path, text: str, code: str, line: int, column: int, length: int) -> None:
    problem = load(tmp_path, text)[1][0]
    assert problem.place is not None
    assert (problem.code, problem.place.line, problem.place.column) == (code, line, column)
    if code not in ("wrong-type", "missing-key"):
        assert problem.place.length == length
    assert problem.place.excerpt == text.split("\n")[line - 1]
    assert problem.hint


@pytest.mark.parametrize(
    "folder",
    ["content", "content/x", "Content", "templates", "static/x", ".", "", "..", "x/../content", ".git", "a\\u0000"],
)
def test_a_site_is_never_written_over_the_archive(tmp_path: Path, folder: str) -> None:
    assert load(tmp_path, f'output = "{folder}"')[1]


def test_nor_through_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"content/x.txt": ""})
    (tmp_path / "public").symlink_to(tmp_path / "content")
    assert [p.code for p in load(tmp_path, 'output = "public"')[1]] == ["output-inside-content"]


@pytest.mark.parametrize("folder", ["site", "public/site", "../elsewhere", "contents"])
def test_other_folders_are_fine(tmp_path: Path, folder: str) -> None:
    assert load(tmp_path / "archive", f'output = "{folder}"')[1] == ()


def test_an_archive_may_need_this_version(tmp_path: Path) -> None:
    assert load(tmp_path, f'requires = "{__version__}"')[1] == ()


@pytest.mark.parametrize("text", [b"\xff\xfe\x00", b"a = " + b"[" * 100_000, b"a = " + b"9" * 10_000])
def test_what_cannot_be_read_is_a_problem_and_no_crash(tmp_path: Path, text: bytes) -> None:
    found, problems = load(tmp_path, text)
    assert found == config.Settings()
    assert len(problems) == 1


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert [p.code for p in config.load_settings(tmp_path)[1]] == ["unreadable-file"]


def test_a_byte_order_mark_and_other_line_ends_are_fine(tmp_path: Path) -> None:
    found, problems = load(tmp_path, b'\xef\xbb\xbftitle = "x"\r\nauthor = "y"\r\n')
    assert (found.title, found.author, problems) == ("x", "y", ())


def test_many_settings_do_not_stall(tmp_path: Path) -> None:
    began = perf_counter()
    load(
        tmp_path,
        "".join(f'k{n} = "x"\n' for n in range(10_000)) + "[notes]\n" + "".join(f'n{n} = "x"\n' for n in range(10_000)),
    )
    assert perf_counter() - began < 10


def test_the_root_is_found_from_below(tmp_path: Path) -> None:
    write(tmp_path, {"onrecord.toml": "", "content/transcripts/a/b.md": ""})
    assert find_root(tmp_path / "content/transcripts/a") == tmp_path
    assert find_root(tmp_path) == tmp_path


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="abtile=[]{}\"'\n .,#-_1", max_size=60))
def test_any_text_is_settings_or_problems(tmp_path: Path, text: str) -> None:
    for problem in load(tmp_path, text)[1]:
        assert problem.place is not None
        assert problem.message
