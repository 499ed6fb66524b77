"""Notes tell the truth, whatever is edited: on the words they were written for, or reported."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive import quotes
from generator.archive.typography import Plain
from generator.model import Block, Selector, Transcript, Turn
from tests.note_histories import Talk
from tests.strategies import any_text


@settings(max_examples=12)
@given(st.integers(0, 1 << 32), st.integers(0, 60))
def test_after_any_edits_no_note_is_on_wrong_words_and_none_is_lost_silently(seed: int, edits: int) -> None:
    talk = Talk(seed, turns=12)
    notes = talk.notes(60)
    for _ in range(edits):
        talk.edit()
    placed, reported = talk.placed(notes)
    for written in notes:
        if written.note.id in placed:
            assert talk.is_right(written, placed[written.note.id]), written.note
        else:
            assert written.note.id in reported


@settings(max_examples=12)
@given(st.integers(0, 1 << 32))
def test_edits_elsewhere_and_other_typography_lose_no_note(seed: int) -> None:
    talk = Talk(seed, turns=12)
    notes = talk.notes(60)
    for _ in range(20):
        talk.edit_elsewhere()
    assert talk.right(notes) == {written.note.id for written in notes}


@settings(max_examples=300)
@given(any_text, st.integers(0, 40), st.integers(1, 40))
def test_any_words_of_a_text_are_found_where_they_stand(text: str, start: int, length: int) -> None:
    text = text.replace("\0", "")
    end = min(len(text), start + length)
    quote = text[start:end].strip()
    cut = Plain(text)
    found = quotes.Text(Transcript(items=(Turn("A", (Block(text),)),))).find(Selector(quote))
    for candidate in found:
        for spot in candidate.spots:
            words = text[spot.start : spot.end]
            assert quotes.folded(words) == quotes.folded(quote)
    inside = any(text[at - 1 : at + 1].isalnum() and 0 < at < len(text) for at in (start, end))
    if quotes.folded(quote) and not inside and len(cut.cased) == len(text) and quote == text[start:end]:
        assert any(candidate.spots[0].start == start for candidate in found)


@pytest.mark.parametrize("paragraph", ["a " * 10_000, "gate wall " * 5_000, "— … " * 5_000])
def test_very_common_quotes_cost_little(paragraph: str) -> None:
    text = quotes.Text(Transcript(items=(Turn("A", (Block(paragraph + "end"),)),)))
    for quote in ("a", "gate", "wall gate", "…"):
        for context in ("a", "gate", "wall", "nothing"):
            text.find(Selector(quote, before=context, to="end"))
            text.near(Selector(quote + " x", before=context, after=context))
