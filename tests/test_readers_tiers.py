"""Annotations in tiers and their kin: ELAN, Transcriber, Praat, EXMARaLDA, CHAT."""

# Fixtures are easier to read on their own lines.
# ruff: noqa: E501

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import readers
from generator.model import Declared, Event, Matter, Turn
from tests.transcripts import codes, read, said, times, told


def elan(*tiers: str) -> str:
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="ts{n}" TIME_VALUE="{n * 1000}"/>' for n in range(9))
    media = '<HEADER TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/me/talk.wav"/></HEADER>'
    return f"<ANNOTATION_DOCUMENT>{media}<TIME_ORDER>{slots}</TIME_ORDER>{''.join(tiers)}</ANNOTATION_DOCUMENT>"


def tier(name: str, *values: tuple[int, str], more: str = "") -> str:
    made = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}{at}" TIME_SLOT_REF1="ts{at}" TIME_SLOT_REF2="ts{at + 1}">'
        f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        for at, value in values
    )
    return f'<TIER TIER_ID="{name}" LINGUISTIC_TYPE_REF="x" {more}>{made}</TIER>'


def test_tiers_of_elan_are_speakers() -> None:
    reading = read(
        elan(tier("Ada", (0, "The ice"), (1, "came.")), tier("tier2", (2, "When?"), more='PARTICIPANT="Otto"'))
    )
    assert said(reading) == [("Ada", ["The ice came."]), ("Otto", ["When?"])]
    assert times(reading) == [(0, 2000), (2000, 3000)]
    assert reading.transcript.meta.extra == (("recording", "talk.wav"),)


def test_dependent_tiers_are_left_out_and_named() -> None:
    def refers(name: str, value: str) -> str:
        return (
            f'<TIER TIER_ID="{name}" PARENT_REF="ref@AB" PARTICIPANT="Ada"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}" '
            f'ANNOTATION_REF="ref@AB0"><ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>'
        )

    ref = tier("ref@AB", (0, "talk.001"), more='PARTICIPANT="Ada"')
    reading = read(elan(ref, refers("tx@AB", "Das Eis kam."), refers("ft@AB", "The ice came.")), "talk.eaf")
    assert said(reading) == [("Ada", ["Das Eis kam."])]
    assert times(reading) == [(0, 1000)]
    (problem,) = reading.problems
    assert problem.code == "tiers-left-out"
    assert "ref@AB, ft@AB" in problem.message
    assert "The ice came." in [line.text for line in reading.explained if line.kind == "left out"]


def test_one_tier_that_names_nobody() -> None:
    assert said(read(elan(tier("default", (0, "Hello."))))) == [("?", ["Hello."])]


TRS = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE Trans SYSTEM "trans-14.dtd">
<Trans scribe="me" audio_filename="talk" version="2" xml:lang="fr"><Topics><Topic id="to1" desc="the quay"/></Topics>
<Speakers><Speaker id="spk1" name="Ada Brook"/><Speaker id="spk2" name="speaker#2"/></Speakers>
<Episode program="Morning" air_date="310506"><Section type="nontrans" startTime="0" endTime="2"><Turn startTime="0" endTime="2">
<Sync time="0"/>
[music]
</Turn></Section><Section type="report" topic="to1" startTime="2" endTime="9">
<Turn speaker="spk1" startTime="2" endTime="5.5"><Sync time="2"/>
The ice <Event desc="rire" type="noise" extent="instantaneous"/> came
<Event desc="i" type="noise" extent="instantaneous"/><Sync time="4"/>
in March.
</Turn><Turn speaker="spk1 spk2" startTime="5.5" endTime="7"><Sync time="5.5"/><Who nb="1"/>
Yes.
<Who nb="2"/>
No.
</Turn><Turn startTime="7" endTime="9"><Sync time="7"/>
Who?
</Turn></Section></Episode></Trans>"""


def test_transcriber() -> None:
    reading = read(TRS, "talk.trs")
    assert said(reading) == [
        ("Ada Brook", ["The ice [rire] came in March. Yes."]),
        ("speaker#2", ["No."]),
        ("?", ["Who?"]),
    ]
    assert times(reading) == [(2000, 7000), (5500, 7000), (7000, 9000)]
    assert told(reading) == ["[music]", "## the quay"]
    meta = reading.transcript.meta
    assert (meta.title, meta.date, meta.language, meta.speakers) == (
        "Morning",
        "2031-05-06",
        "fr",
        (Declared("Ada Brook"),),
    )
    assert codes(reading) == ["speaker-not-told"]


LONG = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 3
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "Ada - utterances"
        xmin = 0
        xmax = 3
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 1.5
            text = "The ""ice""
came in 2031."
        intervals [2]:
            xmin = 1.5
            xmax = 3
            text = "<sil>"
    item [2]:
        class = "IntervalTier"
        name = "Ada - phones"
        xmin = 0
        xmax = 3
        intervals: size = 1
        intervals [1]:
            xmin = 0
            xmax = 3
            text = "ai"
"""
SHORT = """File type = "ooTextFile"
"TextGrid"

0
3
<exists>
2
"IntervalTier"
"ADA"
0
3
2
0
1.5
"The ice came."
1.5
3
""
"IntervalTier"
"OTTO"
0
3
1
1.5
3
"When?"
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_text_grids_long_and_short(encoding: str) -> None:
    reading = read(LONG.encode(encoding), "talk.TextGrid")
    assert said(reading) == [("Ada", ['The "ice" came in 2031.'])]
    assert times(reading) == [(0, 1500)]
    assert codes(reading) == ["tiers-left-out"]
    reading = read(SHORT.encode(encoding), "talk.txt")
    assert said(reading) == [("ADA", ["The ice came."]), ("OTTO", ["When?"])]
    assert times(reading) == [(0, 1500), (1500, 3000)]


def test_words_of_a_tier_are_joined() -> None:
    words = '"IntervalTier"\n"words"\n0\n3\n3\n0\n1\n"the"\n1\n2\n"ice"\n2\n3\n"<eps>"\n'
    assert said(read(SHORT[: SHORT.index('"IntervalTier"')] + words, "x.TextGrid")) == [("?", ["the ice"])]


def test_exmaralda() -> None:
    speakers = (
        '<speaker id="SPK0"><abbreviation>AB</abbreviation></speaker><speaker id="SPK1"><abbreviation>OL</abbreviation>'
        '<ud-speaker-information><ud-information attribute-name="Name">Otto Lind</ud-information></ud-speaker-information></speaker>'
    )
    points = '<tli id="T0" time="0.0"/><tli id="T1" time="1.5"/><tli id="T2"/><tli id="T3" time="3.0"/>'
    body = (
        '<tier id="t0" speaker="SPK0" category="v" type="t" display-name="AB [v]"><event start="T0" end="T1">The ice </event>'
        '<event start="T1" end="T2">came. </event></tier><tier id="t1" speaker="SPK0" category="en" type="a" '
        'display-name="AB [en]"><event start="T0" end="T1">ice</event></tier><tier id="t2" speaker="SPK1" category="v" type="t" '
        'display-name="OL [v]"><event start="T2" end="T3">When? </event></tier>'
    )
    reading = read(
        f"<basic-transcription><head><speakertable>{speakers}</speakertable></head><basic-body><common-timeline>{points}"
        f"</common-timeline>{body}</basic-body></basic-transcription>",
        "talk.exb",
    )
    assert said(reading) == [("AB", ["The ice came."]), ("OL", ["When?"])]
    assert reading.transcript.meta.speakers == (Declared("Otto Lind", labels=("OL",)),)
    assert codes(reading) == ["tiers-left-out"]


def test_what_happens_in_exmaralda_is_an_event_where_nobody_does_it() -> None:
    points = "".join(f'<tli id="T{n}" time="{n}.0"/>' for n in range(4))
    tier = '<tier id="{0}" {1} category="{2}" display-name="{0}"><event start="{3}" end="T3">{4}</event></tier>'
    body = "".join(
        (
            tier.format("t0", 'type="t" speaker="S"', "v", "T0", "The ice came. "),
            tier.format("t1", 'type="d"', "nn", "T1", "((laughter)) "),
            tier.format("t2", 'type="d" speaker="S"', "nv", "T1", "nods"),
            tier.format("t3", 'type="d"', "k", "T1", "Word [by] word " * 20),
        )
    )
    reading = read(
        '<basic-transcription><head><speakertable><speaker id="S"><abbreviation>AB</abbreviation></speaker></speakertable>'
        f"</head><basic-body><common-timeline>{points}</common-timeline>{body}</basic-body></basic-transcription>",
        "talk.exb",
    )
    assert said(reading) == [("AB", ["The ice came."])]
    assert reading.transcript.items[1:] == (Event("laughter"),)
    assert codes(reading) == ["tiers-left-out"]
    assert "t2, t3" in str(reading.problems[0])


CHAT = (
    "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tADA Ada_Brook Investigator, CHI Lisa Target_Child\n@Media:\ttalk, audio\n"
    "@Date:\t06-MAY-2031\n@Comment:\tIn the kitchen.\n*ADA:\twhere is <the dog> [//] the cat ? \x150_1500\x15\n"
    "*CHI:\tit is &-um (.) there &=laughs\n\tand xxx +... \x151500_3000\x15\n%mor:\tpro|it v|be\n@G:\tOutside\n"
    "*ADA:\tyes .\n@End\n"
)


def test_chat() -> None:
    reading = read(CHAT, "talk.cha")
    assert said(reading) == [
        ("ADA", ["where is the dog the cat?"]),
        ("CHI", ["it is um there [laughs] and xxx…"]),
        ("ADA", ["yes."]),
    ]
    assert times(reading) == [(0, 1500), (1500, 3000), (None, None)]
    assert told(reading) == ["::: In the kitchen.", "## Outside"]
    meta = reading.transcript.meta
    assert (meta.date, meta.language) == ("2031-05-06", "en")
    assert meta.speakers == (
        Declared("Ada Brook", role="Investigator", labels=("ADA",), part="interviewer"),
        Declared("Lisa", role="Target Child", labels=("CHI",)),
    )
    assert codes(reading) == ["tiers-left-out"]
    assert readers.family(CHAT.encode(), "talk.txt") == "chat"


def test_lines_that_are_none_of_chat_are_matter() -> None:
    reading = read("@Begin\n*ADA:\tyes .\nstray words\n@End\n", "talk.cha")
    (turn, matter) = reading.transcript.items
    assert isinstance(turn, Turn) and isinstance(matter, Matter)
    assert matter.blocks[0].text == "stray words"


@given(st.sampled_from((CHAT, SHORT, LONG, TRS)), st.integers(0, 2000), st.text('<>"&*@%:\t\n0.x\x15é', max_size=12))
def test_whatever_stands_in_such_a_file_it_is_read(text: str, at: int, added: str) -> None:
    for name in ("x.cha", "x.TextGrid", "x.trs"):
        readers.read((text[:at] + added + text[at:]).encode(), name)
