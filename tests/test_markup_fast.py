"""What is read and written in short ways is the same as in the long way, which takes any text."""

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.markup import commonmark, hypertext, inline, note_html, parse_inline, plain, rules, write_inline, writing
from generator.model import Block, Mark
from tests import strategies

# Pieces of simple markup, whole and broken, and what may stand beside them.
_SIMPLE = (
    "*word*", "**two words**", "[words](https://a.example/b_c?d=e)", "[^id]", "[^1]", "==words==[^id]", "[12:30]",
    "[1:02:03.5]", "*[laughs]*", "*(sighs)*", "[sic]", "[by] ", "3 * 4", "snake_case", "AT&T", "R & D", "a = b",
    "3 < 4", "<3", "*a b*", "**A:**", "[[a]]", "[[2031-talk#ada-1|at the hearing]]", "[[person:ada|b|c]]",
)  # fmt: skip
_PIECES = (
    *_SIMPLE, "*", "**", "_", "[", "]", "(", ")", "==", "=", "&", "&amp;", "<", ">", "\\", "\n",
    "{.unsure}", "[[", "]]", "|", "[[a|]]",
    "![x](y)", "[](u)", " ", " ", " ", "a", "é", "1", ".", ",", "“", "”", "—", "-", "!", "\u00a0", "\u0301", "中", "²",
    "~", "`",
)  # fmt: skip
sources = st.lists(st.sampled_from(_PIECES), max_size=8).map("".join) | strategies.any_text
prose = st.lists(st.sampled_from(_SIMPLE) | st.sampled_from((" ", "word")), max_size=8).map(" ".join)
blocks = strategies.blocks() | (sources | prose).map(lambda source: Block(*rules.parse(source)))


@settings(max_examples=1500, deadline=None)
@given(sources | prose)
@example("*a*[^1]")
@example("*a*[^1]*[x]*")
@example("*(* *)*")
@example("*a*(b *c)* d")
@example("[^1]*a*")
@example("[^1][^1][1:00]")
@example("[a](u)[b](u)[c](v)")
@example("[1:00](u)")
@example("a=b==c==[^n]==d==[^n]")
def test_simple_markup_is_read_as_by_the_whole_grammar(source: str) -> None:
    assert parse_inline(source) == rules.parse(source)


@pytest.mark.parametrize("source", [*_SIMPLE, "Said (*he*), **she**[^1]: [see](u); *[laughs]* ==no==[^2]."])
def test_simple_markup_needs_no_parser(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "_any", pytest.fail)
    parse_inline(f"well {source} yes")
    parse_inline(source)


@settings(max_examples=1500, deadline=None)
@given(blocks.filter(lambda block: block.text))
@example(Block("a [b](c) d", ()))
@example(Block("a b ", (Mark(0, 1, "link", "x\ny"), Mark(2, 3, "reference", "p\nq"))))
@example(Block("(a(b) c[d]", (Mark(0, 5, "event"), Mark(7, 10, "event"))))
def test_simple_marks_are_written_as_by_the_long_way(block: Block) -> None:
    def stands(written: str) -> bool:
        return not written.startswith(("*", ">", "["))

    for may in (lambda _: True, stands):
        assert write_inline(block.text, block.marks, may) == writing.write_any(block.text, block.marks, may)


def linked(mark: Mark) -> tuple[str, str, str] | None:
    return (f"{mark.value}.html", "reference", f"<{mark.value}>") if mark.value != "a" else None


@settings(max_examples=1500, deadline=None)
@given(blocks)
@example(Block("a b c", (Mark(0, 1, "note", "1"), Mark(1, 1, "note", "2"), Mark(2, 2, "sync", 1500))))
@example(Block("a b", (Mark(0, 1, "reference", "a"), Mark(2, 3, "reference", "b"))))
def test_marks_apart_become_the_html_that_nested_ones_would(block: Block) -> None:
    for link in (None, linked):
        for note_ref in (None, "<sup>{}</sup>".format):
            made = hypertext.html(block.text, block.marks, link, note_ref)
            assert made == hypertext.nested_html(block.text, block.marks, link, note_ref)


_LINES = ("\n", "\n\n", "# ", "1. ", "1986", "- ", "a", '"', "'", "|", "---", "\t")
bodies = st.lists(st.sampled_from(_PIECES + _LINES)).map("".join)


@settings(max_examples=1000, deadline=None)
@given(bodies | strategies.any_text | st.text())
@example("He said: \"no\" > 'yes'\nagain.\n\nAnd 1986.\n\n\n2029 budget")
def test_plain_note_bodies_become_what_commonmark_makes_of_them(body: str) -> None:
    assert note_html(body) == commonmark.note_html(body)
    assert plain(body) == commonmark.plain(body)


def test_text_without_markup_is_read_without_markdown_it() -> None:
    program = (
        "import sys; from generator import native; from generator.markup import note_html;"
        "native.read(b'---\\ntitle: T\\n---\\n\\n**A B:** One *two*.\\n\\n[^a]: Note.\\n', 'x.md'); note_html('Note.');"
        "print('markdown_it' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "False\n"
