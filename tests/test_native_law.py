"""The law of the native format: reading what was written gives the same."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import native
from generator.markup import html, parse_inline, write_inline
from generator.model import Block, Transcript
from tests import strategies


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.transcripts())
def test_reading_what_was_written_gives_the_same_transcript(transcript: Transcript) -> None:
    written = native.write(transcript)
    assert native.read(written.encode(), "x.md").transcript == transcript


@settings(max_examples=300, deadline=None)
@given(strategies.blocks())
def test_inline_markdown_reads_back(block: Block) -> None:
    assert parse_inline(write_inline(block.text, block.marks)) == (block.text, block.marks)


@settings(max_examples=300, deadline=None)
@given(strategies.broken_texts)
def test_any_source_is_stable_after_one_reading(source: str) -> None:
    once = native.read(source.encode(), "x.md").transcript
    assert native.read(native.write(once).encode(), "x.md").transcript == once


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_reading_never_raises(data: bytes) -> None:
    native.read(data, "x.md")


@settings(max_examples=300, deadline=None)
@given(strategies.blocks())
def test_html_shows_every_word_and_nests_well(block: Block) -> None:
    from bs4 import BeautifulSoup

    made = html(block.text, block.marks, lambda mark: ("x", "reference", str(mark.value)))
    shown = BeautifulSoup(f"<p>{made.replace('<br>', chr(10))}</p>", "lxml").get_text()
    assert "".join(shown.split()) == "".join(block.text.replace("\0", "").split()) or any(
        sign < " " or "\x7f" <= sign < "\xa0" or "\ufdd0" <= sign <= "\ufdef" or ord(sign) & 0xFFFE == 0xFFFE
        for sign in block.text
    )
    for tag in ("a", "em", "strong", "mark", "span"):
        assert made.count(f"<{tag}") == made.count(f"</{tag}>")
