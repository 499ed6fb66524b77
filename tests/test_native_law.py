"""The law of the native format: reading what was written gives the same."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import native
from generator.markup import html, parse_inline, write_inline
from generator.model import Block, Transcript
from generator.native import grammar, writer
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


label_lines = st.builds(
    "{}{}{}{}{}".format,
    st.builds("**{}**".format, strategies.any_text | st.sampled_from(("A:", "A\\:", "\\*:", " :", "名：", "A: "))),
    st.sampled_from(("", " ", "\t ")),
    st.sampled_from(("", "{#id by=a}", "{.a}", "{}", "{x", "{ #id }")),
    st.sampled_from(("", " ", "[12:30]", " [1:02–1:03]", "[x]")),
    strategies.any_text,
)


@settings(max_examples=500, deadline=None)
@given(label_lines | strategies.any_text)
def test_only_what_a_sign_begins_can_be_more_than_words(line: str) -> None:
    line = line.replace("\n", " ").strip(" \t")
    patterns = (
        grammar.HEADING.fullmatch,
        grammar.FENCE.fullmatch,
        grammar.DEFINITION.match,
        grammar.event,
        grammar.label,
    )
    found = [bool(pattern(line)) for pattern in patterns]
    assert line[:1] in grammar.SIGNS or not any(found)
    assert not line.startswith("**") or not any(found[:-1])
    assert bool(grammar.begins_block(line)) == any(found)


@settings(max_examples=500, deadline=None)
@given(label_lines)
def test_attributes_and_times_of_a_label_are_looked_for_only_where_they_can_be(line: str) -> None:
    if label := grammar.label(line.replace("\n", " ")):
        end = line.index("**", 2)
        while line[:end].endswith("\\") and (end - len(line[:end].rstrip("\\"))) % 2:
            end = line.index("**", end + 1)
        attributes, position = grammar.attributes_at(line, end + 2)
        assert (label.attributes, label.start, label.stop, label.end) == (
            attributes,
            *grammar.times_at(line, position),
        )


@settings(max_examples=500, deadline=None)
@given(label_lines, strategies.texts)
def test_words_that_follow_a_label_are_read_with_it_only_where_they_could_be_part_of_it(head: str, words: str) -> None:
    found = grammar.label(f"{head} {words.partition(chr(10))[0]}")
    assert writer.follows_label(head, words) == (found is not None and found.end == len(head))


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
