"""What is read and written in short ways is the same as in the long way, which takes any text."""

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.markup import commonmark, inline, note_html, parse_inline, plain, rules
from tests import strategies

# Pieces of simple markup, whole and broken, and what may stand beside them.
_SIMPLE = (
    "*word*", "**two words**", "[words](https://a.example/b_c?d=e)", "[^id]", "[^1]", "==words==[^id]", "[12:30]",
    "[1:02:03.5]", "*[laughs]*", "*(sighs)*", "[sic]", "[by] ", "3 * 4", "snake_case", "AT&T", "R & D", "a = b", "3 < 4",
    "<3", "*a b*", "**A:**",
)  # fmt: skip
_PIECES = (
    *_SIMPLE, "*", "**", "_", "[", "]", "(", ")", "==", "=", "&", "&amp;", "<", ">", "\\", "\n", "{.unsure}", "[[a|b]]",
    "![x](y)", "[](u)", " ", " ", " ", "a", "é", "1", ".", ",", "“", "”", "—", "-", "!", "\u00a0", "\u0301", "中", "²", "~",
    "`",
)  # fmt: skip
sources = st.lists(st.sampled_from(_PIECES), max_size=8).map("".join) | strategies.any_text
prose = st.lists(st.sampled_from(_SIMPLE) | st.sampled_from((" ", "word")), max_size=8).map(" ".join)


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
