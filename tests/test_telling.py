"""What the front page tells of a transcript: words that say something, and what was asked."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import (
    Exchange,
    Meta,
    Note,
    Outline,
    PlacedNote,
    PlacedTarget,
    Resolution,
    TopicUse,
    TurnFacts,
    TurnKind,
)
from generator.pages import telling
from tests.archive_factory import turn

WALL = "The wall was built by people who never meant to pay for it."
BOAT = "Somebody brought the stone here by boat, at night, and nobody asked."

Said = tuple[TurnKind, str]


def told(said: Sequence[Said], notes: tuple[PlacedNote, ...] = (), on: Sequence[int] = ()) -> tuple[int, str] | None:
    """The passage of a transcript in which this is said; the turns `on` are on a topic by a term."""
    outlines = tuple(turn(n, "A", words, words=len(words.split())) for n, (_, words) in enumerate(said))
    facts = tuple(
        TurnFacts(f"a-{n}", "a", (), kind, words=len(words.split()), topics=(TopicUse("t", "term"),) if n in on else ())
        for n, (kind, words) in enumerate(said)
    )
    outline = Outline("t", "t.md", Meta(), outlines, (), (), (), 0)
    found = Resolution("t", "en", (), facts, (), (), notes, (), (), None)
    return telling.passage(outline, found, {fact.anchor: n for n, fact in enumerate(facts)})


@pytest.mark.parametrize(
    "greeting",
    [
        "Good morning, everybody, and thanks to all of you for coming out on such a wet day.",
        "Thank you for that question, which I was asked before and am glad to be asked again.",
        "Let me begin by thanking the library, which has lent us this room for the third time.",
        "Ladies and gentlemen, it is a great honour to stand here and to see so many of you again.",
        "The meeting is called to order, and the clerk will read the names of all who are present.",
        "Next question, please, the lady in the third row with the green hat and the notebook.",
        "Guten Abend, meine Damen und Herren, ich freue mich, dass Sie alle gekommen sind heute.",
        "Vielen Dank für diese Frage, die ich schon erwartet habe, seit ich hier zur Tür hereinkam.",
        "Je vous remercie, et merci à toutes et à tous d'être venus ce soir malgré le mauvais temps.",
        "شكرا جزيلا لكم على حضوركم اليوم في هذا المكان الجميل الذي نلتقي فيه كل عام في الربيع.",
        "大家好，感谢各位今天来到这里，我们很高兴在这个美丽的地方见到这么多老朋友和新朋友，请大家坐下，谢谢。" * 2,
    ],
)
def test_neither_a_greeting_nor_thanks_nor_procedure_is_told(greeting: str) -> None:
    assert told([("answer", greeting)]) is None
    assert told([("answer", f"{greeting} {WALL}")]) == (0, WALL)
    assert told([("statement", f"{WALL} {greeting}")]) == (0, WALL)
    assert told([("answer", greeting), ("statement", WALL)]) == (1, WALL)


def test_words_that_greet_elsewhere_may_begin_what_is_told() -> None:
    for said in ("No granite lies within ninety miles of this harbour, and yet it is here.", f"Next year, {WALL}"):
        assert told([("answer", said)]) == (0, said)
        assert told([("answer", f"No, {WALL} {said}")]) == (0, said)


def test_answers_are_told_before_statements_and_what_is_on_a_topic_before_what_is_long() -> None:
    long = f"{BOAT} {BOAT}"
    assert told([("statement", long), ("answer", WALL)]) == (1, WALL)
    assert told([("answer", long), ("answer", WALL)], on=[1]) == (1, WALL)
    assert told([("answer", long), ("answer", WALL)]) == (0, long)
    assert told([("moderation", long), ("question", WALL)]) == (1, WALL)
    assert told([("moderation", WALL), ("interjection", BOAT)]) is None


def test_words_with_a_note_are_told_first_where_they_can_stand_alone() -> None:
    def noted(*quotes: str) -> tuple[PlacedNote, ...]:
        targets = tuple(PlacedTarget("a-1", (), quote) for quote in quotes)
        return (PlacedNote(Note("n", "So it is."), 1, targets),)

    said: list[Said] = [("answer", BOAT), ("statement", WALL)]
    assert told(said, noted("of it", WALL)) == (1, WALL)
    assert told(said, noted("by people who never meant to pay for it, as they said")) == (0, BOAT)
    assert told(said, noted("Thank you for asking me what I have so often been asked.")) == (0, BOAT)


def test_whole_sentences_are_told_before_cut_ones_and_cut_ones_before_nothing() -> None:
    cut = f"{WALL[:-1]}, and when it fell down again they were not there to see it and…"
    assert told([("answer", cut), ("statement", WALL)]) == (1, WALL)
    assert told([("answer", f"{WALL} And then they went and…")]) == (0, WALL)
    assert told([("answer", cut)]) == (0, cut)
    assert told([("answer", "So."), ("answer", "Indeed so.")]) is None
    assert told([]) is None


@given(st.lists(st.tuples(st.sampled_from(("answer", "statement")), st.text(max_size=300)), max_size=4))
def test_what_is_told_was_said(said: list[Said]) -> None:
    if found := told(said):
        assert "".join(found[1].split()) in "".join(said[found[0]][1].split())
        assert len(found[1]) in telling.TELLING


def asked(*excerpts: str) -> list[tuple[int, str]]:
    exchanges = tuple(Exchange((f"q-{n}",), ("x",), None, None, (), excerpt) for n, excerpt in enumerate(excerpts))
    found = Resolution("t", "en", (), (), (), exchanges, (), (), (), None)
    return telling.questions(telling.answered(found, {f"q-{n}": n for n in range(len(excerpts))}), 3)


def test_a_question_is_told_by_what_it_asks() -> None:
    ask = "Before people start to pay eleven crowns a metre, where has all of that money gone?"
    assert asked(f"Thank you. Tomas Brandt of the Post. {ask} And will you resign?") == [(0, ask)]
    assert asked("The book he wrote in. What happened to it?") == [(0, "The book he wrote in. What happened to it?")]
    assert asked("Good morning. Who pays?") == [(0, "Who pays?")]
    assert asked("Tell me of the wall.") == [(0, "Tell me of the wall.")]
    assert asked("Who pays?", ask) == [(1, ask), (0, "Who pays?")]
