"""The files in `content/anchors/`: plain, line by line, and kind to merges."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import ledger
from generator.ledger import Ledger, Published
from generator.sketches import Sketch, sketch
from tests.strategies import words

anchors = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=8).filter(bool)
sketched = st.none() | st.lists(words, max_size=30).map(sketch)
lines = st.builds(
    Published,
    kind=st.sampled_from(("section", "turn", "paragraph", "note")),
    anchor=anchors,
    speaker=st.none() | anchors,
    sketch=sketched,
    inside=st.just("") | anchors,
) | st.builds(Published, kind=st.just("turn"), anchor=anchors, gone=st.just(True))
ledgers = st.builds(
    Ledger,
    anchors=st.lists(lines, max_size=6, unique_by=lambda one: one.anchor).map(tuple),
    path=anchors,
    was=st.lists(anchors, max_size=2, unique=True).map(lambda ids: tuple(sorted(ids))),
)


@given(ledgers)
def test_what_is_written_is_read_again(one: Ledger) -> None:
    assert ledger.read(ledger.write(one), "x.yaml") == (one, ())


@given(ledgers)
def test_it_is_yaml_with_one_line_for_each_anchor(one: Ledger) -> None:
    text = ledger.write(one)
    assert len(yaml.safe_load(text)) == 1 + len(one.was) + len(one.anchors)
    assert len(text.splitlines()) == 3 + len(one.was) + len(one.anchors)
    assert ledger.source_of(text) == one.path


def test_lines_that_two_branches_wrote_count_once() -> None:
    first = Published("turn", "a-1", "a")
    text = ledger.write(Ledger((first, Published("turn", "b-1", "b")), "x.md"))
    doubled = text + "- {turn: a-1, by: c}\n" + text
    assert ledger.read(doubled, "x.yaml")[0].anchors == (first, Published("turn", "b-1", "b"))


def test_a_mark_of_a_conflict_is_told_of_with_its_line() -> None:
    text = ledger.write(Ledger((), "x.md")) + "<<<<<<< HEAD\n- {turn: a-1, by: a}\n=======\n- {turn: a-1\n>>>>>>> x\n"
    found, problems = ledger.read(text, "x.yaml")
    assert [one.anchor for one in found.anchors] == ["a-1"]
    assert [(p.code, p.place and p.place.line) for p in problems] == [("bad-ledger-line", n) for n in (4, 6, 7, 8)]


def test_a_sketch_stands_in_its_line() -> None:
    one = Published("paragraph", "a-1.p1", sketch=Sketch(3, "abc"))
    assert '- {paragraph: a-1.p1, sketch: "3:abc"}\n' in ledger.write(Ledger((one,), "x.md"))


@given(st.lists(anchors, max_size=5))
def test_other_pages_are_listed_in_order(urls: list[str]) -> None:
    assert ledger.read_pages(ledger.write_pages(urls), "x") == (tuple(sorted(set(urls))), ())
