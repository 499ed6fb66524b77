"""What is protected is found in every spelling, and what stands in its place leaves the rest as it was."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Place
from generator.model import (
    Attributes,
    Block,
    Declared,
    Mark,
    Meta,
    Note,
    Protected,
    Reading,
    Selector,
    Transcript,
    Turn,
)
from generator.redaction import Redactor
from generator.redaction.replacing import MARK
from tests import strategies

RULES = (
    Protected("Jána Quixley", ("Janie", "Quixley"), "Witness A"),
    Protected("14 Wharf Lane"),
    Protected("O'Hallen"),
    Protected("王小明", (), "甲"),
)
HIDE = Redactor(RULES, "digest")


@pytest.mark.parametrize(
    "spelt",
    [
        *("Jána Quixley", "JÁNA QUIXLEY", "jána quixley", "Jana Quixley", "jAnA qUiXlEy", "Quixley, Jána"),
        *("Jána\u00a0Quixley", "Jána\nQuixley", "Jána  Quixley", "Jána-Quixley", "Jána\u2011Quixley", "jana_quixley"),
        *("janaquixley", "JanaQuixley", "Ja\u00adna Quix\u200bley", "Ja\u0301na Quixley", "**Jána** Quixley", "Janie"),
        *("Quixley", "QUIXLEY", "Jana.Quixley"),
        unicodedata.normalize("NFD", "Jána Quixley"),
        "\uff2a\uff41\uff4e\uff41 Quixley",
    ],
)
def test_a_name_is_found_in_every_spelling(spelt: str) -> None:
    assert HIDE.text(f"Then {spelt} spoke.").replace("**", "") == "Then Witness A spoke."


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Quixley's boat", "Witness A's boat"),
        ("Quixley’s boat", "Witness A’s boat"),
        ("Quixleys Boot", "Witness As Boot"),
        ("at 14 Wharf Lane.", f"at {MARK}."),
        ("at 14 wharf\nlane", f"at {MARK}"),
        ("Mr O’Hallen, Mr O'HALLEN and Ohallen", f"Mr {MARK}, Mr {MARK} and {MARK}"),
        ("昨天王小明说", "昨天甲说"),
        ("see https://example.org/jana-quixley/x", "see https://example.org/witness-a/x"),
        ("write to j.quixley@example.org", "write to j.witness-a@example.org"),
    ],
)
def test_what_stands_around_stays(text: str, redacted: str) -> None:
    assert HIDE.text(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "Quixleyville",
        "114 Wharf Lane",
        "Wharf Lane 14",
        "I saw Jána. Quixot came.",
        "O. Hall",
        "Jana",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert HIDE.text(text) == text


def test_of_several_names_the_longest_counts() -> None:
    hide = Redactor((Protected("Ann", (), "A"), Protected("Ann Lee", (), "B"), Protected("Lee", (), "C")), "d")
    assert hide.text("Ann Lee, Ann, and Lee") == "B, A, and C"


def test_marks_stay_on_their_words() -> None:
    text = "So Jána Quixley said 14 Wharf Lane, truly."
    marks = (
        Mark(0, 15, "emphasis"),
        Mark(8, 8, "sync", 1200),
        Mark(21, 34, "note", "n"),
        Mark(36, 41, "strong"),
        Mark(36, 41, "link", "https://example.org/quixley"),
    )
    block = HIDE.of(Block(text, marks))
    assert block.text == f"So Witness A said {MARK}, truly."
    spans = {(mark.kind, block.text[mark.start : mark.end]) for mark in block.marks}
    assert spans == {
        ("emphasis", "So Witness A"),
        ("sync", ""),
        ("note", MARK),
        ("strong", "truly"),
        ("link", "truly"),
        ("redacted", MARK),
    }
    assert {mark.value for mark in block.marks if mark.kind == "link"} == {"https://example.org/witness-a"}


def test_a_name_is_found_across_marks_and_an_event() -> None:
    across = Block("So Jána [coughs] Quixley said.", (Mark(3, 7, "strong"), Mark(8, 16, "event")))
    assert HIDE.of(across).text == "So Witness A said."
    within = Block("So [Quixley coughs] said.", (Mark(3, 19, "event"),))
    assert HIDE.of(within).text == "So [Witness A coughs] said."


def test_labels_are_names_and_ids_stay_ids() -> None:
    turn = HIDE.of(Turn("Jána Quixley", (), Attributes(id="jana-quixley", by=("quixley",))))
    assert (turn.label, turn.attributes.id, turn.attributes.by) == ("Witness A", "witness-a", ("witness-a",))
    assert HIDE.of(Declared("O’Hallen", id="ohallen")) == Declared("Redacted 3", id="redacted-3")
    meta = HIDE.of(Meta(title="On Quixley", slug="on-quixley", media=("talks/Jana Quixley.mp3",), date="2030-01-01"))
    assert meta == Meta(title="On Witness A", slug="on-witness-a", media=("talks/witness-a.mp3",), date="2030-01-01")
    note = HIDE.of(Note("quixley", "About **Quixley**.", selectors=(Selector("Quixley said", turn="quixley-1"),)))
    assert note == Note(
        "witness-a", "About **Witness A**.", selectors=(Selector("Witness A said", turn="witness-a-1"),)
    )


def test_a_place_shows_the_redacted_line_with_its_caret_on_the_same_words() -> None:
    place = Place("content/quixley.md", 3, 23, "Jána Quixley and Janie wrong here.", 5, "Quixley wrong")
    redacted = HIDE.of(place)
    assert redacted.path == "content/witness-a.md"
    assert redacted.excerpt == "Witness A and Witness A wrong here."
    assert redacted.excerpt[redacted.column - 1 :][: redacted.length] == " wron"
    assert redacted.words == "Witness A wrong"


def test_without_rules_everything_is_the_same_object() -> None:
    reading = Reading(Transcript())
    assert Redactor().of(reading) is reading
    assert not Redactor().protects("anything")


# --- laws ------------------------------------------------------------------------------------------------------------

around = st.text("ab ,.!\n\"'é–“”ß\u0301王", max_size=12).map(lambda text: f" {text} ")


def spellings(words: str) -> st.SearchStrategy[str]:
    """A name with other capitals, blanks and accents."""
    ways = st.sampled_from((str.upper, str.lower, str.title, str.swapcase, lambda text: text))
    blanks = st.sampled_from((" ", "\n", "\u00a0", "  ", "-", "–", "_", "\u202f"))
    forms = st.sampled_from(("NFC", "NFD", "NFKC", "NFKD"))
    return st.builds(
        lambda way, blank, form: unicodedata.normalize(form, way(words).replace(" ", blank)), ways, blanks, forms
    )


names = st.sampled_from(("Jána Quixley", "Janie", "14 Wharf Lane", "O'Hallen", "Quixley")).flatmap(spellings)


@given(st.lists(st.one_of(around, names.map(lambda name: f" {name} ")), max_size=6).map("".join))
def test_nothing_protected_is_left_in_any_text(text: str) -> None:
    redacted = HIDE.text(text)
    assert not HIDE.protects(redacted)
    assert HIDE.text(redacted) == redacted


@settings(max_examples=40)
@given(strategies.transcripts(), names)
def test_whatever_a_transcript_has_its_marks_stay_within_its_text(transcript: Transcript, name: str) -> None:
    hide = Redactor((*RULES, Protected("ab"), Protected("a b", (), "zz")), "d")
    for item in hide.of(transcript).items:
        for block in item.blocks if isinstance(item, Turn) else ():
            assert not hide.protects(block.text)
            assert all(0 <= mark.start <= mark.end <= len(block.text) for mark in block.marks)
