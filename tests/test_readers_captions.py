"""Captions: who speaks, what and when, in the conventions of those who write them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import readers
from generator.model import Block, Comment, Event, Matter, Reading, Turn


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


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [
        (("Ada", "Otto", "Ada", "Otto"), ["Ada", "Otto", "Ada", "Otto"]),
        (("1 - Ada Brook", "2 - Otto", "3 - Ada Brook", "4 - Otto"), ["Ada Brook", "Otto", "Ada Brook", "Otto"]),
        (('1 "Ada Brook" (34346457)', '2 "" (0)', '3 "Otto" (9)', '4 "Otto" (9)'), ["Ada Brook", "?", "Otto"]),
        (("Speaker 1", "Speaker 2", "Speaker 1", "Speaker 1"), ["Speaker 1", "Speaker 2", "Speaker 1"]),
        (("cue-1", "cue-2", "cue-3", "cue-4"), ["?"]),
        (("f3a1b2c3-1111-4222-8333-aaaabbbbcccc/1-0", "intro", "3", ""), ["?"]),
    ],
)
def test_identifiers_that_recur_tell_who_speaks(identifiers: tuple[str, ...], expected: list[str]) -> None:
    cues = (f"{name}\n00:00:0{n}.000 --> 00:00:0{n + 1}.000\nSaid: so.\n" for n, name in enumerate(identifiers))
    assert [label for label, _ in said(read("WEBVTT\n\n" + "\n".join(cues)))] == expected


def test_notes_of_a_recogniser_are_facts_and_doubts() -> None:
    reading = read(
        'WEBVTT\n\nNOTE duration:"00:10:00"\n\nNOTE language:en-us\n\nNOTE Confidence: 0.91\n\n'
        "1\n00:01.000 --> 00:02.000\n<v Brook, Ada>Sure.</v>\n\nNOTE Confidence: 0.31\n\n"
        "2\n00:02.000 --> 00:03.000\n<v Lind, Otto (Guest)>Mist.</v>"
    )
    assert (reading.transcript.meta.language, reading.transcript.meta.extra) == ("en-us", (("duration", "00:10:00"),))
    first, second = (item for item in reading.transcript.items if isinstance(item, Turn))
    assert (first.label, second.label) == ("Brook, Ada", "Lind, Otto (Guest)")
    assert first.blocks[0].marks == () and [mark.kind for mark in second.blocks[0].marks] == ["unsure"]


def test_notes_between_cues_are_comments_in_their_place() -> None:
    reading = read(vtt("<v Ada>One.", "<v Ada>Two.").replace("\n\n00:00:02", "\n\nNOTE check this\n\n00:00:02"))
    (turn,) = reading.transcript.items
    assert isinstance(turn, Turn) and [type(part) for part in turn.parts] == [Block, Comment, Block]


def test_the_head_of_a_file_tells_facts() -> None:
    meta = read(
        "WEBVTT - by the harbour choir\nKind: captions\nLanguage: de\nTitle: Ebbe\n\n" + vtt("Ja.")[8:]
    ).transcript
    assert (meta.meta.language, meta.meta.title) == ("de", "Ebbe")
    assert isinstance(meta.items[0], Matter) and meta.items[0].blocks[0].text == "by the harbour choir"


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (("[SPEAKER_00] One.", "[SPEAKER_01]: Two.", "three."), ["SPEAKER_00", "SPEAKER_01"]),
        (("(speaker 0) One.", "(speaker 1) Two."), ["speaker 0", "speaker 1"]),
        (("(Ada Brook)\nOne", "(Ada Brook)\ntwo.", "(Otto)\nThree.", "(Otto)\n(laughs)\nFour."), ["Ada Brook", "Otto"]),
        (("[Ada] One.", "two.", "[Sighs] Three.", "[Otto] Four.", "[Ada] Five."), ["Ada", "Otto", "Ada"]),
        (("- [Host] Welcome.", "It is late.", "- [Ada Brook] Thanks.", "- Okay."), ["Host", "Ada Brook", "?"]),
        (("ADA:\nOne.", "two.", "MAN 2:\nThree.", "ADA:\nFour."), ["ADA", "MAN 2", "ADA"]),
        (("NARRATOR:", "They built it.", "ADA:", "Yes."), ["NARRATOR", "ADA"]),
        (("Ada B\nOne.", "Otto L\nTwo.", "Ada B\nThree.", "Otto L\nFour."), ["Ada B", "Otto L", "Ada B", "Otto L"]),
        ((">> ADA: One. >> Two. >> OTTO: Three.", "four.", ">>> Five."), ["ADA", "?", "OTTO", "?"]),
        (("Who is it?\n- Nobody.", "- Really?", "Yes - no."), ["?", "?", "?"]),
        (("[Music] ADA: One.", "[laughs] OTTO: Two.", "ADA: Three."), ["ADA", "OTTO", "ADA"]),
        (("ADA (on air): One.", "OTTO: Two.", "ADA (on air): Three."), ["ADA (on air)", "OTTO", "ADA (on air)"]),
        (("Ada: One. Otto: Two.", "Ada: Three.", "Otto: I told Ada: no."), ["Ada", "Otto", "Ada", "Otto"]),
        (("Speaker 1: One.", "two", "and three."), ["Speaker 1"]),
        (("Speaker 1 (00:01):\nOne.", "two", "Speaker 2 (00:05):\nThree."), ["Speaker 1", "Speaker 2"]),
        (("Ada: One.", "two. From Otto.", "Otto: Three."), ["Ada", "Otto"]),
        (("主持人：大家好", "嘉宾：谢谢。", "主持人：好的"), ["主持人", "嘉宾", "主持人"]),
        (("Анна: Да.", "Олег: Нет.", "Анна: Вот: так."), ["Анна", "Олег", "Анна"]),
        (("ada_b: one", "otto: two", "ada_b: three", "otto: four: five"), ["ada_b", "otto", "ada_b", "otto"]),
    ],
)  # fmt: skip
def test_ways_to_name_who_speaks(cues: tuple[str, ...], expected: list[str]) -> None:
    assert [label for label, _ in said(read(srt(*cues), "x.srt"))] == expected


@pytest.mark.parametrize(
    "cues",
    [
        ("It begins.", "Remember: it froze.", "Here is the thing:", "we went.", "Remember: never again."),
        ("Hello.", "[Door Closing] What?", "[Sighs] Well.", "[Sighs] Yes.", "(laughs) No."),
        ("One rule.", "Mark 4: the ship sailed.", "We read on."),
        ("Look - a boat.", "- said he.", "And so on."),
        ("#1 in the town.", "Half - or more - of us."),
    ],
)
def test_colons_brackets_and_dashes_in_speech_are_no_labels(cues: tuple[str, ...]) -> None:
    reading = read(srt(*cues), "x.srt")
    assert [label for label, _ in said(reading)] == ["?"]
    words = " ".join(cues).replace("\n", " ")
    assert " ".join(text for _, texts in said(reading) for text in texts) == words
    assert "captions-without-names" in [p.code for p in reading.problems]


def test_voices_of_a_file_are_its_only_labels() -> None:
    assert said(read(vtt("<v Ada>Otto: came home.", "Otto: stayed.", "<v>Who?", "<v.b Otto>Me."))) == [
        ("Ada", ["Otto: came home. Otto: stayed. Who?"]),
        ("Otto", ["Me."]),
    ]


def test_captions_painted_on_word_by_word_are_read_once() -> None:
    reading = read(vtt("so", "so the", "so the ice", "so the ice came", "in", "in March"))
    assert said(reading) == [("?", ["so the ice came in March"])]
    assert [item.end for item in reading.transcript.items if isinstance(item, Turn)] == [12_000]


def test_the_rolling_captions_of_a_video_site() -> None:
    text = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n00:00:00.160 --> 00:00:02.389 align:start position:0%\n \n"
        "so<00:00:00.480><c> the</c><00:00:00.900><c> ice</c>\n\n"
        "00:00:02.389 --> 00:00:02.399 align:start position:0%\n"
        "so the ice\n \n\n00:00:02.399 --> 00:00:04.790 align:start position:0%\nso the ice\n"
        "&gt;&gt; came<00:00:03.000><c> early</c>\n\n"
        "00:00:04.790 --> 00:00:04.800 align:start position:0%\n&gt;&gt; came early\n \n"
    )
    assert said(read(text)) == [("?", ["so the ice"]), ("?", ["came early"])]


def test_what_is_said_twice_stays_where_nothing_rolls() -> None:
    assert said(read(vtt("<v Ada>No.", "<v Ada>No.", "<v Otto>Why?", "<v Ada>So.", "<v Otto>Hm.", "<v Ada>Ja."))) == [
        ("Ada", ["No. No."]), ("Otto", ["Why?"]), ("Ada", ["So."]), ("Otto", ["Hm."]), ("Ada", ["Ja."])
    ]  # fmt: skip


def test_what_looks_like_a_tag_and_is_none_stays() -> None:
    text = vtt(
        "<i>He</i> <laughs> &amp; <font color='red'>goes</font>", "<ruby>漢<rt>kan</rt></ruby>字 {\\an8}{\\i1}ja{\\i0}"
    )
    assert said(read(text)) == [("?", ["He <laughs> & goes 漢(kan)字 ja"])]


def test_words_behind_an_empty_line_are_of_the_cue_before() -> None:
    text = srt("One,\n\ntwo.", "", "Three.")
    reading = read(text, "x.srt")
    assert said(reading) == [("?", ["One, two.", "Three."])]
    assert "cues-empty" in [p.code for p in reading.problems]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1\n-00:00:01,000 --> 00:00:02,000\nOne.\n", ["times-negative"]),
        ("1\n00:00:05,000 --> 00:00:02,000\nOne.\n", ["times-backwards"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\n00:00:0x,0 --> 00:00:04\ntwo.\n", ["cue-times"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nOne, two.\n\n2\n00:00:03", ["captions-cut-off"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nOne, two.\n\n2\n", ["captions-cut-off"]),
        (srt("One.", ""), ["captions-cut-off", "cues-empty"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nOne\0two.\n", []),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_the_rest_kept(text: str, codes: list[str]) -> None:
    reading = read(text, "x.srt")
    assert [p.code for p in reading.problems if p.code != "captions-without-names"] == codes
    assert "One" in str(reading.transcript)


SUBSTATION = """[Script Info]
Title: Ebbe

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.50,Default,ADA,0,0,0,,One\\Ntwo{\\i1}.
Dialogue: 0,0:00:03.00,0:00:04.00,Default,OTTO,0,0,0,,Three.
"""
TIMED_TEXT = """<?xml version="1.0" encoding="utf-8"?><!-- made by hand: 1 --> <tt xmlns="http://www.w3.org/ns/ttml"
 xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head><metadata><ttm:agent xml:id="a" type="person">
 <ttm:name type="full">ADA</ttm:name></ttm:agent></metadata></head><body><div begin="1s">
 <p begin="0s" end="00:00:01.500" ttm:agent="a">One<br/>two.</p>
 <p begin="2000ms" dur="1s"><span ttm:agent="OTTO">Three.</span></p></div></body></tt>"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.sbv", "0:00:01.000,0:00:02.500\n>> ADA: One\ntwo.\n\n0:00:03.000,0:00:04.000\n>> OTTO: Three.\n"),
        ("x.lrc", "[la:en]\n[00:01.00]ADA: One two.\n[00:03.00]OTTO: Three.\n[00:04.00]\n"),
        ("x.ass", SUBSTATION),
        ("x.ttml", TIMED_TEXT),
    ],
)
def test_other_formats_of_captions(name: str, text: str) -> None:
    reading = read(text, name)
    assert said(reading) == [("ADA", ["One two."]), ("OTTO", ["Three."])]
    first, second = (item for item in reading.transcript.items if isinstance(item, Turn))
    assert (first.start, second.start, second.end) == (1000, 3000, 4000)
    assert [p for p in reading.problems if p.code != "cues-empty"] == []


def test_xml_of_captions_is_read_without_trust() -> None:
    bomb = f'<!DOCTYPE tt [<!ENTITY a "{"ha" * 900}">]><tt><body><p begin="1s">&a;</p></body></tt>'
    reading = read(bomb, "x.ttml")
    assert [p.code for p in reading.problems] == ["xml-bomb"] and reading.transcript.items == ()
    named = (
        '<!DOCTYPE tt [<!ENTITY a "ice">]><tt:tt><tt:body><tt:p begin="1s">The &a; &eacute;.</tt:p></tt:body></tt:tt>'
    )
    assert said(read(named, "x.ttml")) == [("?", ["The ice é."])]


def test_breaks_and_frames_as_television_writes_them() -> None:
    cues = "".join(
        f'<p begin="00:{n:02}:00:{n % 25:02}" end="00:{n:02}:01:24">'
        f"<span>-{who}: Number {n}</span><br><span>{n}b.</span></p>"
        for n, who in enumerate(["A.Lind", "O.Brook"] * 29)
    )
    reading = read(f"<tt><body><div>{cues}</div></body></tt>", "x.xml")
    assert said(reading)[:2] == [("A.Lind", ["Number 0 0b."]), ("O.Brook", ["Number 1 1b."])]
    first = next(item for item in reading.transcript.items if isinstance(item, Turn))
    assert (first.start, first.end) == (0, 1960)


def test_in_a_meeting_whoever_is_named_once_speaks() -> None:
    """Where most cues have a name, a name within an unfinished sentence is one too."""
    reading = read(
        vtt(
            "Ada Lind: So we are recording",
            "Otto Brook: She just came back.",
            "Ada Lind: Yes.",
            "Mia Tal: Hello.",
            "and that",
            "Mia Tal: is it.",
            "Yes. Okay.",
        )
    )
    assert [label for label, _ in said(reading)] == ["Ada Lind", "Otto Brook", "Ada Lind", "Mia Tal"]


def test_captions_are_known_by_what_they_hold() -> None:
    assert readers.family(b"\xef\xbb\xbfWEBVTT\n\n", "talk.txt") == "captions"
    assert readers.family(srt("Hello.").encode(), "talk.txt") == "captions"


@given(st.lists(st.text(alphabet="aB :->\n[]<>v/&;.♪1", max_size=30), max_size=8))
@example([":", "B:"])
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
