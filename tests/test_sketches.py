"""Sketches: found again after edits, and nothing to be read in them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator import sketches
from generator.sketches import Sketch, digest, groups, parse, sketch, words_of

texts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9), max_size=60).map(" ".join)


@given(texts)
def test_what_is_written_is_read_again(text: str) -> None:
    made = sketch(words_of(text))
    assert parse(str(made)) == made


@given(texts)
def test_a_text_has_the_groups_of_its_sketch(text: str) -> None:
    words = words_of(text)
    assert set(sketch(words).groups) <= set(groups(words))


def test_typography_and_case_make_no_difference() -> None:
    assert words_of("“It’s NO good”, he said – twice…") == words_of('"It\'s no good" he said - twice.')


def test_scripts_without_blanks_have_words() -> None:
    assert len(words_of("码头墙需要修理")) == 7


def test_a_word_has_less_in_its_digest_than_would_tell_it() -> None:
    said = ["yes", "no", "never", "always", *(f"word{n}" for n in range(500))]
    digests = {digest([word]) for word in said}
    assert len(digests) <= 16
    assert sketch(["yes"]) == Sketch(1, digest(["yes"]))


def test_no_word_stands_in_a_sketch() -> None:
    words = words_of("The levy goes to the quay wall and to nothing else, as I have said")
    assert not any(word in str(sketch(words)) for word in words if len(word) > 2)


def test_groups_of_a_sketch_do_not_touch() -> None:
    words = [f"w{n}" for n in range(80)]
    order = list(groups(words))
    places = [order.index(group) for group in sketch(words).groups]
    assert all(later - earlier >= sketches.GROUP for earlier, later in pairwise(places))


def test_what_is_not_a_sketch_is_none() -> None:
    assert [parse(text) for text in ("", "x", "3:zz", "3:abc:12", "-1")] == [None] * 5
