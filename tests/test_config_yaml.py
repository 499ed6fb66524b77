"""YAML as people write it: their words stay as written, and mistakes are told with place and better line."""

from time import perf_counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import config
from generator.errors import Problem


def first_problem(text: str, first_line: int = 1) -> Problem:
    problems = config.front_matter(text, "x.md", first_line)[1]
    assert problems, "no problem found"
    return problems[0]


@pytest.mark.parametrize(
    "word", ["no", "yes", "1:12:30", "0012", "1e3", "0x1F", "2031-05-06", "1_000", ".inf", "=", "<<"]
)
def test_scalars_stay_as_they_are_written(word: str) -> None:
    meta, problems = config.front_matter(f"title: {word}\nplace: '{word}'\n", "x.md")
    assert (meta.title, meta.place, problems) == (word, word, ())


@pytest.mark.parametrize("nothing", ["", "~", "null", " # later"])
def test_nothing_written_is_nothing_given(nothing: str) -> None:
    assert config.front_matter(f"title: {nothing}\ntopics: {nothing}\n", "x.md") == (config.front_matter("", "")[0], ())


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "better"),
    [
        ("title: Harbour levy: questions", "unquoted-colon", 1, 20, 'title: "Harbour levy: questions"'),
        ('title: The "levy": why', "unquoted-colon", 1, 18, 'title: "The \\"levy\\": why"'),
        ("title: Levy: why # later", "unquoted-colon", 1, 12, 'title: "Levy: why" # later'),
        ("title: Why:", "unquoted-colon", 1, 11, 'title: "Why:"'),
        ("speakers:\n  - name: A: B", "unquoted-colon", 2, 12, '- name: "A: B"'),
        ("speakers:\n  - {name: A: B, role: C}", "unquoted-colon", 2, 13, '- {name: "A: B", role: C}'),
        ("title: @levy", "yaml-sign", 1, 8, 'title: "@levy"'),
        ("title: `levy`", "yaml-sign", 1, 8, 'title: "`levy`"'),
        ("title: *levy*", "yaml-sign", 1, 8, 'title: "*levy*"'),
        ("title: *levy", "yaml-sign", 1, 8, 'title: "*levy"'),
        ("title: &levy x", "yaml-sign", 1, 8, 'title: "&levy x"'),
        ("title: !!str x", "yaml-sign", 1, 8, 'title: "!!str x"'),
        ("topics: [a, *b, c]", "yaml-sign", 1, 13, 'topics: [a, "*b", c]'),
        ("title: 'It's true'", "yaml-after-end", 1, 12, 'title: "It\'s true"'),
        ('title: "Levy" and more', "yaml-after-end", 1, 15, 'title: "\\"Levy\\" and more"'),
        ("title: [sic] and more", "yaml-after-end", 1, 14, 'title: "[sic] and more"'),
    ],
)
def test_what_quotation_marks_mend_gets_the_mended_line(
    text: str, code: str, line: int, column: int, better: str
) -> None:
    found = first_problem(text)
    assert found.place is not None
    assert (found.code, found.place.line, found.place.column) == (code, line, column)
    assert found.hint == f"Write it as: {better}"
    lines = text.split("\n")
    indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
    mended = "\n".join((*lines[: line - 1], indent + better, *lines[line:]))
    assert config.front_matter(mended, "x.md")[1] == ()


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("title: x\n\tdate: 2030", "yaml-tab", 2, 1),
        ("speakers:\n\t- A", "yaml-tab", 2, 1),
        ("title: 'x\ndate: 2030", "bad-yaml", 1, 8),
        ("title: x\ntopics: [a, b\ndate: 2030", "bad-yaml", 2, 9),
        ("title: x\n   date: 2030", "bad-yaml", 2, 8),
        ("  title: x\ndate: 2030", "bad-yaml", 2, 1),
        ("topics: [\n\n", "bad-yaml", 1, 10),
        ("title: - x", "bad-yaml", 1, 8),
        ("title: x\ntitle: y", "duplicate-key", 2, 1),
        ("variant-of: x\nvariant_of: y", "duplicate-key", 2, 1),
        ("title: x\n---\ntitle: y", "yaml-documents", 2, 1),
        ("? [a]\n: b", "yaml-key", 1, 3),
        ("just words", "wrong-type", 1, 1),
        ("title:x", "wrong-type", 1, 1),
    ],
)
def test_mistakes_have_their_place(text: str, code: str, line: int, column: int) -> None:
    found = first_problem(text)
    assert found.place is not None
    assert (found.code, found.place.line, found.place.column) == (code, line, column)
    assert found.place.excerpt == text.split("\n")[line - 1]
    assert found.hint


def test_places_count_from_where_the_text_begins_in_its_file() -> None:
    found = first_problem("title: x\ntitel: 港: y", 11)
    assert found.place is not None
    assert (found.place.line, found.place.excerpt) == (12, "titel: 港: y")


def test_columns_count_characters() -> None:
    found = first_problem("speakers: [{name: 港🙂, rol: x}]")
    assert found.place is not None
    assert (found.place.column, found.place.length) == (23, 3)


@pytest.mark.parametrize(
    "text",
    [
        "extra: " + "{a: " * 50_000,
        "extra: " + "[" * 200_000,
        "- " * 100_000,
        "? " * 100_000,
        "title: " + "x" * 5_000_000,
        "title: [" + "'" * 500_001,
        "extra:\n" + "  k: v\n" * 20_000,
        "".join(f"k{n}: v\n" for n in range(10_000)),
        "extra: &a [" + "*a, " * 50_000,
        "#" * 1_000_000,
        "\t" * 1_000_000,
        "title: " + ": " * 500_000,
    ],
    ids=range(12),
)
def test_hostile_texts_neither_stall_nor_crash(text: str) -> None:
    began = perf_counter()
    config.front_matter(text, "x.md")
    assert perf_counter() - began < 10


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@`,? \n\t.0é", max_size=60))
def test_any_text_is_read_or_is_a_problem_with_a_place_in_it(text: str) -> None:
    for problem in config.front_matter(text, "x.md", 5)[1]:
        assert problem.place is not None
        assert problem.place.line >= 5
        assert problem.place.column >= 1
        assert problem.message
        assert problem.hint


@pytest.mark.parametrize(
    "text",
    ["title: a: b", "title: @x", "title: 'x\ndate: 2030", "a: [b\n", "title: x\n\ty: z", "title: 'a' b", "[" * 300],
)
def test_without_libyaml_mistakes_are_found_too(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    found = first_problem(text)
    assert found.place is not None
    assert found.place.line
