"""Captions: who speaks, what and when, in the conventions of those who write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import readers
from generator.model import Event, Matter, Reading, Turn


def read(text: str, name: str = "talk.vtt") -> Reading:
    return readers.read(text.encode(), name)


def said(reading: Reading) -> list[tuple[str | None, list[str]]]:
    turns = (item for item in reading.transcript.items if isinstance(item, Turn))
    return [(turn.label, [block.text for block in turn.blocks]) for turn in turns]


def vtt(*cues: str) -> str:
    """Cues of two seconds each, one after the other."""
    made = (f"00:00:{2 * n:02}.000 --> 00:00:{2 * n + 2:02}.000\n{cue}" for n, cue in enumerate(cues))
    return "WEBVTT\n\n" + "\n\n".join(made) + "\n"


def srt(*cues: str) -> str:
    made = (f"{n + 1}\n00:00:{2 * n:02},000 --> 00:00:{2 * n + 2:02},000\n{cue}" for n, cue in enumerate(cues))
    return "\n\n".join(made) + "\n"


def test_cues_of_one_voice_are_one_turn_and_times_stay() -> None:
    reading = read(vtt("<v Ada>The ice came", "<v Ada>in March.", "<v.loud Otto Lind>Did it &amp; stay?</v>"))
    assert said(reading) == [("Ada", ["The ice came in March."]), ("Otto Lind", ["Did it & stay?"])]
    first, second = reading.transcript.items
    assert isinstance(first, Turn) and isinstance(second, Turn)
    assert (first.start, first.end, second.start, second.end) == (0, 4000, 4000, 6000)


def test_two_voices_in_one_cue_are_two_turns() -> None:
    assert said(read(vtt("<v Ada>No.</v> <v Otto>Yes.</v>"))) == [("Ada", ["No."]), ("Otto", ["Yes."])]


def test_a_meeting_with_a_name_in_every_cue() -> None:
    text = vtt("Ada Brook: Hello.", "pawel | dev: Hi: here is the list.", "Ada Brook: Ten o'clock: we begin.")
    labels = [label for label, _ in said(read(text))]
    assert labels == ["Ada Brook", "pawel | dev", "Ada Brook"]


def test_names_only_at_a_change_and_colons_in_speech() -> None:
    text = srt(
        "Ada: We went down\nto the river.",
        "And one thing was clear: it froze.",
        "Otto: When?",
        "Ada: In March.",
        "Otto: Oh.",
    )
    assert said(read(text, "talk.srt")) == [
        ("Ada", ["We went down to the river. And one thing was clear: it froze."]),
        ("Otto", ["When?"]),
        ("Ada", ["In March."]),
        ("Otto", ["Oh."]),
    ]


@pytest.mark.parametrize(("cue", "expected"), [(">> Good evening.", "?"), (">> ADA: Good evening.", "ADA")])
def test_chevrons_mark_a_change_of_speaker(cue: str, expected: str) -> None:
    assert said(read(srt(cue, ">> ADA: Again."), "x.srt"))[0][0] == expected


def test_dashes_in_one_cue_are_two_speakers() -> None:
    assert said(read(srt("- Who is there?\n- Nobody."), "x.srt")) == [("?", ["Who is there?"]), ("?", ["Nobody."])]


def test_lines_that_roll_up_are_read_once() -> None:
    text = vtt("so the ice", "so the ice\ncame in March", "came in March\nand it stayed", "and it stayed\nuntil May")
    assert said(read(text)) == [("?", ["so the ice came in March and it stayed until May"])]


def test_directions_are_events_and_notes_are_matter() -> None:
    text = vtt("[Applause]", "<v Ada>Good evening.", "♪ organ ♪", "<v Otto>Hm.").replace(
        "WEBVTT\n", "WEBVTT\n\nNOTE by hand\n"
    )
    kinds = [type(item) for item in read(text).transcript.items]
    assert kinds == [Matter, Event, Turn, Event, Turn]


def test_styles_settings_tags_and_a_missing_blank_line_are_no_words() -> None:
    text = (
        "WEBVTT - made by hand\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:02.000 align:start\n"
        "<c.yellow>Hel<00:01.500>lo</c>\n00:02.000 --> 00:03.000\n{\\an8}there"
    )
    assert said(read(text)) == [("?", ["Hello there"])]


def test_a_pause_begins_a_paragraph() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>One.\n\n00:09.000 --> 00:10.000\n<v Ada>Two."
    assert said(read(text)) == [("Ada", ["One.", "Two."])]


def test_times_that_run_backwards_are_told_and_the_words_kept() -> None:
    text = "1\n00:00:09,000 --> 00:00:10,000\nLate.\n\n2\n00:00:01,000 --> 00:00:02,000\nEarly.\n"
    reading = read(text, "x.srt")
    assert [p.code for p in reading.problems] == ["captions-without-names", "times-backwards"]
    assert said(reading) == [("?", ["Late. Early."])]


def test_captions_are_known_by_what_they_hold() -> None:
    assert readers.family(b"\xef\xbb\xbfWEBVTT\n\n", "talk.txt") == "captions"
    assert readers.family(srt("Hello.").encode(), "talk.txt") == "captions"


@given(st.lists(st.text(alphabet="aB :->\n[]<>v/&;.♪1", max_size=30), max_size=8))
def test_no_word_of_a_cue_is_lost(cues: list[str]) -> None:
    """Outside tags, and where nothing is shown twice."""
    words = [cue.replace("<", "").replace("&", "").replace("\n", " ") for cue in cues]
    kept = [word for word in words if word.strip() and "-->" not in word]
    reading = read(vtt(*(f"{n}x {word}" for n, word in enumerate(kept))))
    found = str(reading.transcript)
    letters = sorted(sign for word in kept for sign in word if sign.isalpha())
    assert [sign for sign in letters if sign not in sorted(found)] == []


@given(st.text(alphabet="WEBVT0123456789:.,-> \n<v>[]NOTE\r\0é", max_size=200))
def test_whatever_is_in_a_caption_file_it_is_read(text: str) -> None:
    for name in ("x.vtt", "x.srt"):
        read(text, name)
