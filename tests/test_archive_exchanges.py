"""Questions and answers: found out from parts, labels and hand-overs, and put right in the text."""

import msgspec
import pytest

from generator.archive.introductions import announces, handed_to, introduces
from generator.exports import json
from generator.model import Exchange, Resolution
from tests.test_archive import codes, one, resolve

PRESS = """---
speakers:
  - {name: Ines Okafor, part: principal}
  - {name: Lars Emmet, part: moderator}
  - {name: Tomas Brandt, affiliation: The Post, part: questioner}
  - {name: Priya Nair, part: questioner}
---

"""


def kinds(found: Resolution) -> list[tuple[str, int | None, str | None]]:
    return [(turn.kind, turn.exchange, turn.replies_to) for turn in found.turns]


def exchanges(text: str) -> list[Exchange]:
    return list(one(text).exchanges)


def test_a_broken_off_answer_goes_on_behind_an_interjection() -> None:
    found = one(
        PRESS
        + "**Tomas Brandt:** When will it be done?\n\n**Ines Okafor:** We wanted to—\n\n**Priya Nair:** Never!\n\n"
        "**Ines Okafor:** —to finish it by June.\n\n**Tomas Brandt:** Which June, Commissioner?"
    )
    assert [turn.resumes for turn in found.turns] == [None, None, None, "ines-okafor-1", None]
    assert kinds(found)[1:4] == [
        ("answer", 0, "tomas-brandt-1"),
        ("interjection", 0, None),
        ("answer", 0, "tomas-brandt-1"),
    ]
    (exchange,) = found.exchanges
    assert exchange.questions == ("tomas-brandt-1", "tomas-brandt-2")
    assert exchange.interjections == ("priya-nair-1",)


@pytest.mark.parametrize(
    ("first", "second"),
    [("We wanted to", "—to finish"), ("We wanted to—", "To finish"), ("We—", "So.\n\n**B C:** a\n\n**A B:** —to")],
)
def test_a_turn_goes_on_only_where_both_have_a_dash_and_it_is_the_speakers_next(first: str, second: str) -> None:
    found = one(f"**A B:** {first}\n\n**B C:** Oh!\n\n**A B:** {second}")
    assert [turn.resumes for turn in found.turns] == [None] * len(found.turns)


def test_a_turn_says_which_question_it_answers() -> None:
    text = (
        PRESS + "**Tomas Brandt:** {#who} Who is exempt?\n\n**Priya Nair:** {#when} And when does it start?\n\n"
        "**Ines Okafor:** In June.\n\n**Ines Okafor:** {replies=who} Small boats.\n\n"
        "**Priya Nair:** {replies=who} Mine, for example?\n\n**Ines Okafor:** Yours."
    )
    found = one(text)
    assert [(e.questions, e.answers) for e in found.exchanges] == [
        (("who", "priya-nair-2"), ("ines-okafor-2", "ines-okafor-3")),
        (("when",), ("ines-okafor-1",)),
    ]
    assert [turn.replies_to for turn in found.turns[-3:]] == ["who", None, "priya-nair-2"]


def test_a_reply_to_no_question_is_reported_with_the_nearest() -> None:
    found = resolve({"x": PRESS + "**Tomas Brandt:** {#who} Who pays?\n\n**Ines Okafor:** {replies=whom} You."})
    assert codes(found) == ["unknown-question"]
    assert "who?" in found.problems[0].hint
    assert found.problems[0].place is not None and found.problems[0].place.line == 11


def test_a_question_can_be_said_to_be_new_or_to_follow() -> None:
    text = (
        PRESS + "**Tomas Brandt:** Who pays?\n\n**Ines Okafor:** You.\n\n**Tomas Brandt:** {.question} When?\n\n"
        "**Ines Okafor:** In June.\n\n**Priya Nair:** {.follow-up} Which June?\n\n**Ines Okafor:** This one."
    )
    assert [e.questions for e in exchanges(text)] == [("tomas-brandt-1",), ("tomas-brandt-2", "priya-nair-1")]


def test_a_question_without_an_answer_is_an_exchange_of_its_own() -> None:
    text = (
        PRESS + "**Tomas Brandt:** Who pays?\n\n**Lars Emmet:** Next question, Priya.\n\n"
        "**Priya Nair:** When?\n\n**Ines Okafor:** In June."
    )
    assert [(e.asker, e.answers) for e in exchanges(text)] == [
        ("tomas-brandt", ()),
        ("priya-nair", ("ines-okafor-1",)),
    ]


def test_the_chair_names_who_asks_under_a_letter() -> None:
    text = (
        "**MS. EMMET:** Next question, Tomas from the Post.\n\n**Q:** Who pays?\n\n**MR. OKAFOR:** You do.\n\n"
        "**MS. EMMET:** Harbour Radio, please.\n\n**Q:** When?\n\n**MR. OKAFOR:** In June.\n\n"
        "**MS. EMMET:** This will be the last question.\n\n**Q:** Priya Nair, from Coastal Wire. Where?\n\n"
        "**MR. OKAFOR:** Here."
    )
    found = one(text)
    assert [(e.introduced, e.outlet) for e in found.exchanges] == [
        ("Tomas", "the Post"),
        ("Harbour Radio", None),
        ("Priya Nair", "Coastal Wire"),
    ]
    assert [e.answerers for e in found.exchanges] == [("mr-okafor",)] * 3
    assert [turn.kind for turn in found.turns if turn.speaker == "ms-emmet"] == [
        "statement",
        "moderation",
        "moderation",
    ]


def test_a_chair_who_is_declared_closes_what_nobody_answered() -> None:
    head = "---\nspeakers:\n  - {name: Ines Okafor, part: principal}\n  - {name: Lars Emmet, part: moderator}\n---\n\n"
    text = head + "**Q:** Who pays?\n\n**Lars Emmet:** Harbour Radio.\n\n**Q:** When?\n\n**Ines Okafor:** In June."
    assert [(e.introduced, e.questions, e.answers) for e in exchanges(text)] == [
        ("", ("q-1",), ()),
        ("Harbour Radio", ("q-2",), ("ines-okafor-1",)),
    ]


def test_an_outlet_that_only_the_chair_names_belongs_to_whom_it_is_given() -> None:
    text = (
        "---\nspeakers:\n  - {name: Lars Emmet, part: moderator}\n  - {name: Tomas Brandt, part: questioner}\n---\n\n"
        "**Lars Emmet:** Next, Tomas from Harbour Radio.\n\n**Tomas Brandt:** Who pays?\n\n"
        "**Lars Emmet:** Priya from the Bell.\n\n**Tomas Brandt:** But when?"
    )
    assert [(e.introduced, e.outlet) for e in exchanges(text)] == [("", "Harbour Radio"), ("", None)]


def test_who_asks_somebody_declared_to_answer_need_not_be_declared() -> None:
    narrator = "---\nspeakers:\n  - {name: Ada Brook, part: narrator}\n---\n\n"
    text = narrator + "**Otto Reyes:** When?\n\n**Ada Brook:** Then.\n\n**Otto Reyes:** Why?\n\n**Ada Brook:** So."
    assert [(e.asker, e.answerers) for e in exchanges(text)] == [("otto-reyes", ("ada-brook",))] * 2
    assert exchanges(text.replace("?", ".")) == []
    assert exchanges(text.replace("speakers:", "kind: debate\nspeakers:")) == []


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("Next question, Tomas from the Post.", ("Tomas", "the Post")),
        ("Thank you. Mr. Lusk, please.", ("Mr Lusk", "")),
        ("How about NPR, Tamara Keith.", ("NPR, Tamara Keith", "")),
        ("Yonhap News Agency, lady in the third row.", ("Yonhap News Agency", "")),
        ("The next one goes to Ada B. Brook of The Norhaven Herald.", ("Ada B Brook", "The Norhaven Herald")),
        ("Die nächste Frage, Frau Müller vom Kurier.", ("Frau Müller", "Kurier")),
        ("Okay, the gentleman in the front row here.", None),
        ("Can we take care of it?", None),
        ("Thank you.", None),
        ("Please.", None),
        ("", None),
        ("Tomas from the…", None),
    ],
)
def test_how_a_chair_hands_over(words: str, given: tuple[str, str] | None) -> None:
    assert handed_to(words) == given


def test_how_people_say_who_they_are() -> None:
    assert introduces("Hello, Ken Moriyasu from Nikkei Asia. There was talk") == ("Ken Moriyasu", "Nikkei Asia")
    assert introduces("Thank you, Mr President of France.") is None
    assert introduces("When does it start?") is None
    assert announces("This will be the last question.") and not announces("A good question.")


@pytest.mark.parametrize("sign", ["A ", "Ab de la ", "from ", "A.", "the next ", "A, "])
def test_no_words_stall_it(sign: str) -> None:
    for words in (sign * 400, sign * 400 + "x", sign * 400 + "from"):
        handed_to(words)
        introduces(words)


def test_the_record_tells_all_of_it() -> None:
    text = "**Q:** Priya Nair, from Coastal Wire. Who—\n\n**MR. OKAFOR:** You.\n\n**Q:** —pays?"
    found = resolve({"x": text})
    document = msgspec.json.decode(json.write(found.record("x")))
    assert document["exchanges"] == [
        {
            "questions": ["q-1", "q-2"],
            "answers": [],
            "asked_by": "q",
            "for": "Coastal Wire",
            "answered_by": [],
            "interjections": ["mr-okafor-1"],
            "introduced_as": "Priya Nair",
        }
    ]
    assert [item["resumes"] for item in document["items"]] == [None, None, "q-1"]
