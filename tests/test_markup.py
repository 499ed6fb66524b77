"""HTML from text and marks, note bodies and free pages."""

import pytest

from generator.markup import html, moved, note_html, page_html, parse_inline, plain, write_inline
from generator.model import Mark


def test_marks_that_cross_make_html_that_nests() -> None:
    made = html("abcdef", (Mark(0, 4, "emphasis"), Mark(2, 6, "strong")))
    assert made == "<em>ab<strong>cd</strong></em><strong>ef</strong>"


def test_a_link_never_holds_another_nor_the_call_of_a_note() -> None:
    marks = (Mark(0, 6, "link", "https://a.example/"), Mark(1, 3, "reference", "x"), Mark(2, 4, "note", "n"))
    made = html("abcdef", marks, lambda _: ("y", "reference", "Y"), lambda id: f"<a>{id}</a>")
    depth = 0
    for piece in made.split("<"):
        depth += piece.startswith(("a ", "a>")) - piece.startswith("/a>")
        assert 0 <= depth <= 1
    assert "data-note" in made


def test_everything_in_the_text_is_escaped_and_unsafe_addresses_lead_nowhere() -> None:
    assert html("<b>&", ()) == "&lt;b&gt;&amp;"
    assert html("x", (Mark(0, 1, "link", "javascript:alert(1)"),)) == "<a>x</a>"
    assert html("x", (Mark(0, 1, "language", '"><script>'),)).count("<") == 2
    assert html("x", (Mark(0, 1, "language", "no tag"),)) == '<span dir="auto">x</span>'
    assert html("x", (Mark(0, 1, "language", "pt-BR"),)) == '<span lang="pt-BR" dir="auto">x</span>'


def test_a_reference_without_words_is_called_by_its_goal() -> None:
    text, marks = parse_inline("See [[person:ada]].")
    assert (
        html(text, marks, lambda _: ("a.html", "reference", "Ada Brook"))
        == 'See <a class="reference" href="a.html">Ada Brook</a>.'
    )


@pytest.mark.parametrize(
    "source",
    [
        "[" * 50_000,
        "*" * 50_000,
        "==" * 30_000,
        "*[" * 30_000,
        "[](" * 30_000,
        "<a" * 30_000,
        "&" * 50_000,
        "_a*" * 30_000,
        "[[" * 30_000 + "]]" * 30_000,
    ],
)
def test_no_source_is_slow(source: str) -> None:
    text, marks = parse_inline(source)
    assert text or marks or source


def test_prose_is_written_without_escapes() -> None:
    for text in ("It cost 5 * 3 = 15.", "snake_case & co.", "He said: [sic] (yes) #1 – 1986. <3 {x}"):
        written = write_inline(text, ())
        assert written.replace("\\*", "*") == text


def test_notes_have_paragraphs_lists_and_links_but_no_html_headings_or_foreign_pictures() -> None:
    made = note_html("# Head\n\nA *b* <script>x</script> ![p](https://a.example/p.png) [j](javascript:x)\n\n- one")
    assert "<h" not in made
    assert "<script" not in made
    assert "<img" not in made
    assert 'href="javascript' not in made
    assert "<em>b</em>" in made
    assert "<li>one</li>" in made


def test_pages_keep_their_headings_below_the_title() -> None:
    assert "<h2>One</h2>" in page_html("# One\n\n## Two")
    assert "<h2>One</h2>" in page_html("## One")
    assert "<h3>Two</h3>" in page_html("# One\n\n## Two")


def test_pages_may_have_tables_and_own_pictures() -> None:
    made = page_html("| a | b |\n|---|---|\n| 1 | 2 |\n\n![Map](static/map.png)")
    assert "<td>1</td>" in made
    assert '<img src="static/map.png" alt="Map"' in made


def test_plain_has_the_words_alone() -> None:
    assert plain("A *b* [c](d)\n\n- e `f`") == "A b c e f"


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("../transcripts/other.html#a", "../../transcripts/other.html#a"),
        ("other.html", "../../transcripts/other.html"),
        ("#note-x", "../../transcripts/talk.html#note-x"),
        ("../speakers/", "../../speakers/"),
        ("/top.html", "/top.html"),
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_a_note_that_is_shown_elsewhere_leads_to_the_same_places(address: str, there: str) -> None:
    body = note_html(f"See [this]({address}).")
    assert f'href="{there}"' in moved(body, "transcripts/talk.html", "notes/on/levy.html")
    assert moved(body, "transcripts/talk.html", "transcripts/talk.html").count("href") == 1
