"""Published anchors last: through every edit they lead to their words, and where those are gone they say so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import native
from generator.ledger import Ledger
from generator.model import Former, Record, Resolution, Transcript
from tests.edits import Talk, conversation, frozen, history, picking, places, resolved

TEXT = """**Ada Brook:** The year my brother was born they built the bridge of stone and iron.

Nobody had asked us whether we wanted a bridge at all over our river.

**Otto Reyes:** Did the ferry stop when the bridge had come, or did it run on?

**Ada Brook:** It ran until the flood took it, in the spring of the second winter.

## The toll

**Otto Reyes:** Who paid for all of this, the town or the people who walked across?

**Ada Brook:** Everybody did, and nobody was pleased about it, my father least of all.
"""
PARAGRAPHS = TEXT.strip().split("\n\n")
BRIDGE, WANTED, FERRY, FLOOD, TOLL, WHO, EVERYBODY = PARAGRAPHS


def read(*paragraphs: str) -> Transcript:
    return native.read(("\n\n".join(paragraphs) + "\n").encode(), "talk.md").transcript


PUBLISHED = frozen(resolved(read(TEXT), None))


def now(*paragraphs: str) -> Resolution:
    """What becomes of the published text, edited so."""
    return resolved(read(*paragraphs), PUBLISHED).resolution


def turns(found: Resolution) -> list[str]:
    return [turn.anchor for turn in found.turns]


def test_the_first_edition_counts_a_speakers_turns() -> None:
    assert turns(now(TEXT)) == ["ada-brook-1", "otto-reyes-1", "ada-brook-2", "otto-reyes-2", "ada-brook-3"]
    assert now(TEXT).former == ()
    assert now(TEXT).paragraphs == ()


def test_a_new_turn_gets_a_number_that_was_never_used() -> None:
    found = now(BRIDGE, WANTED, "**Otto Reyes:** Go on.", "**Ada Brook:** I shall.", FERRY, FLOOD, TOLL, WHO, EVERYBODY)
    assert turns(found) == [
        *("ada-brook-1", "otto-reyes-3", "ada-brook-4"),
        *("otto-reyes-1", "ada-brook-2", "otto-reyes-2", "ada-brook-3"),
    ]


def test_a_removed_turn_keeps_its_anchors_where_it_was_and_says_so() -> None:
    found = now(BRIDGE, WANTED, FERRY, TOLL, WHO, EVERYBODY)
    assert turns(found) == ["ada-brook-1", "otto-reyes-1", "otto-reyes-2", "ada-brook-3"]
    assert found.former == (
        Former("turn", "ada-brook-2", 2, gone=True),
        Former("paragraph", "ada-brook-2.p1", 2, gone=True),
    )


def test_a_number_is_not_used_again_after_its_turn_was_removed() -> None:
    without = resolved(read(BRIDGE, WANTED, FERRY, FLOOD, TOLL, WHO), PUBLISHED)
    later = resolved(
        read(BRIDGE, WANTED, FERRY, FLOOD, TOLL, WHO, "**Ada Brook:** Ask me about the harbour instead, young man."),
        frozen(without, PUBLISHED),
    )
    assert turns(later.resolution)[-1] == "ada-brook-4"
    assert places(later)["ada-brook-3"] is None


def test_words_that_come_back_get_their_anchor_back() -> None:
    without = resolved(read(BRIDGE, WANTED, FERRY, TOLL, WHO, EVERYBODY), PUBLISHED)
    again = resolved(read(TEXT), frozen(without, PUBLISHED))
    assert turns(again.resolution) == turns(now(TEXT))
    assert again.resolution.former == ()


def test_a_split_turn_leaves_its_anchor_with_most_of_its_words() -> None:
    first, rest = FLOOD.split(", in ")
    parts = (f"{first} in the spring.", "**Otto Reyes:** The first one?", f"**Ada Brook:** {rest.split('spring ')[1]}")
    assert turns(now(BRIDGE, WANTED, FERRY, *parts, TOLL, WHO))[2:5] == ["ada-brook-2", "otto-reyes-3", "ada-brook-4"]


def test_merged_turns_keep_both_anchors() -> None:
    merged = f"{FERRY} {FLOOD.removeprefix('**Ada Brook:** ')}"
    found = now(BRIDGE, WANTED, merged, TOLL, WHO, EVERYBODY)
    where = places(resolved(read(BRIDGE, WANTED, merged, TOLL, WHO, EVERYBODY), PUBLISHED))
    assert where["otto-reyes-1"] == where["ada-brook-2"] == where["ada-brook-2.p1"] == 1
    assert not any(one.gone for one in found.former)


def test_moved_turns_take_their_anchors_along() -> None:
    found = now(FLOOD, WHO, EVERYBODY, TOLL, BRIDGE, WANTED, FERRY)
    assert turns(found) == ["ada-brook-2", "otto-reyes-2", "ada-brook-3", "ada-brook-1", "otto-reyes-1"]


def test_edited_turns_keep_their_anchors() -> None:
    edited = TEXT.replace("built", "put up").replace("ran until", "went on until").replace("Everybody did", "All did")
    assert turns(now(edited)) == turns(now(TEXT))


def test_a_renamed_speaker_keeps_the_old_anchors_and_begins_new_ones() -> None:
    found = now(TEXT.replace("Ada Brook", "Ada Crane"), "**Otto Reyes:** Thank you.", "**Ada Crane:** You are welcome.")
    assert turns(found) == [*turns(now(TEXT)), "otto-reyes-3", "ada-crane-1"]


def test_paragraphs_keep_their_anchors_too() -> None:
    found = now("**Ada Brook:** Let me begin.", BRIDGE.removeprefix("**Ada Brook:** "), WANTED, FERRY, FLOOD)
    assert found.paragraphs[0] == ("ada-brook-1.p3", "ada-brook-1.p1", "ada-brook-1.p2")


def test_a_paragraph_that_became_a_turn_keeps_its_anchor() -> None:
    found = now(BRIDGE, "**Otto Reyes:** Yes?", f"**Ada Brook:** {WANTED}", FERRY, FLOOD, TOLL, WHO, EVERYBODY)
    assert found.paragraphs[2] == ("ada-brook-1.p2",)


def test_an_explicit_id_wins_and_the_old_anchor_stays_at_its_turn() -> None:
    found = now(TEXT.replace("**Otto Reyes:** Who", "**Otto Reyes:** {#payers} Who"))
    assert turns(found)[3] == "payers"
    assert Former("turn", "otto-reyes-2", 3, 0) in found.former


def test_an_explicit_id_may_take_an_anchor_away() -> None:
    found = now(TEXT.replace("**Otto Reyes:** Who", "**Otto Reyes:** {#ada-brook-1} Who"))
    assert turns(found) == ["ada-brook-4", "otto-reyes-1", "ada-brook-2", "ada-brook-1", "ada-brook-3"]


def test_an_explicit_id_that_was_published_stays_when_it_is_deleted() -> None:
    explicit = frozen(resolved(read(TEXT.replace("**Otto Reyes:** Who", "**Otto Reyes:** {#payers} Who")), None))
    assert turns(resolved(read(TEXT), explicit).resolution)[3] == "payers"


def test_headings_keep_their_anchors() -> None:
    assert now(TEXT.replace("## The toll", "## The price")).sections == ("the-toll",)
    assert now("## What is to pay", "**Ada Brook:** Sit down.", TEXT).sections == ("what-is-to-pay", "the-toll")
    gone = now(BRIDGE, WANTED, FERRY, FLOOD, WHO, EVERYBODY)
    assert gone.former == (Former("section", "the-toll", 3, gone=True),)


def test_a_note_that_was_taken_out_leaves_its_anchor() -> None:
    noted = TEXT.replace("Who paid", "==Who paid==[^a]") + "\n[^a]: By vote.\n"
    published = frozen(resolved(read(noted), None))
    assert resolved(read(noted), published).resolution.former == ()
    assert resolved(read(TEXT), published).resolution.former == (Former("note", "note-a", 3, 1, gone=True),)


def test_a_turn_without_words_keeps_its_anchor() -> None:
    silent = (BRIDGE, "**Otto Reyes:**", "*[Nods]*", FLOOD)
    published = frozen(resolved(read(*silent), None))
    found = resolved(read("**Otto Reyes:** Good morning.", *silent), published).resolution
    assert turns(found) == ["otto-reyes-2", "ada-brook-1", "otto-reyes-1", "ada-brook-2"]


def test_withdrawn_words_leave_no_hash_and_their_anchors_come_back_with_them() -> None:
    withdrawn = Record(Transcript(native.read(b"---\nwithdrawn: 2031\n---\n", "x.md").transcript.meta), now(TEXT))
    ledger = frozen(withdrawn, PUBLISHED)
    assert [one.anchor for one in ledger.anchors] == [one.anchor for one in PUBLISHED.anchors]
    assert not any(one.sketch.digest for one in ledger.anchors if one.sketch)
    assert turns(resolved(read(TEXT), ledger).resolution) == turns(now(TEXT))
    assert places(resolved(Transcript(), ledger)).keys() >= {"ada-brook-1", "ada-brook-1.p2", "note-a"} - {"note-a"}


def test_a_whole_other_text_keeps_every_anchor() -> None:
    other = " ".join(f"other{n} words{n}" for n in range(90))
    where = places(resolved(read(f"**Zed Low:** {other}"), PUBLISHED))
    assert where.keys() >= places(resolved(read(TEXT), None)).keys()


# --- laws --------------------------------------------------------------------------------------------------------


@settings(max_examples=max(10, settings().max_examples // 8), deadline=None)
@given(st.integers(0, 1 << 32), st.booleans())
def test_no_published_anchor_ever_fails_to_resolve(seed: int, gentle: bool) -> None:
    pick = picking(seed)
    talk = Talk(pick, conversation(pick, pick.randint(1, 20)), gentle)
    assert [fate.anchor for fate in history(pick, talk) if not fate.resolves] == []


@pytest.mark.parametrize(("gentle", "wrong"), [(False, 0.01), (True, 0.0)])
def test_anchors_lead_to_the_turn_with_most_of_their_words(gentle: bool, wrong: float) -> None:
    """All do where no third of any turn was touched; of turns' anchors under any edits at all nearly all."""
    fates = []
    for seed in range(15):
        pick = picking(seed)
        fates += history(pick, Talk(pick, conversation(pick, pick.randint(3, 40)), gentle))
    judged = [fate.right for fate in fates if fate.right is not None and ".p" not in fate.anchor]
    assert judged.count(False) <= wrong * len(judged)


@settings(max_examples=max(10, settings().max_examples // 8), deadline=None)
@given(st.integers(0, 1 << 32))
def test_what_is_frozen_is_frozen(seed: int) -> None:
    """Freezing changes no anchor, and freezing again changes nothing."""
    pick = picking(seed)
    talk = Talk(pick, conversation(pick, pick.randint(1, 20)))
    ledger: Ledger | None = None
    for _ in range(3):
        talk.edit()
        record = resolved(talk.transcript(), ledger)
        ledger = frozen(record, ledger)
        again = resolved(talk.transcript(), ledger)
        assert places(again) == places(record)
        assert frozen(again, ledger) == ledger


def test_an_unchanged_text_is_followed_without_a_look_at_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def groups(words: object) -> None:
        raise AssertionError(words)

    monkeypatch.setattr("generator.sketches.groups", groups)
    assert turns(now(TEXT, "**Otto Reyes:** Thank you for telling us all of that today.")) == [
        *turns(now(TEXT)),
        "otto-reyes-3",
    ]
