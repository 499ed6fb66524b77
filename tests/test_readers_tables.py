"""Tables of speech: columns by their names or contents, dialects, what is wrong with them. Nothing lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import readers
from generator.model import Attributes, Declared, Event, Matter, Reading, Turn


def read(text: str, name: str = "x.csv") -> Reading:
    return readers.read(text.encode(), name)


def said(reading: Reading) -> list[tuple[str | None, list[str], int | None]]:
    turns = (item for item in reading.transcript.items if isinstance(item, Turn))
    return [(turn.label, [block.text for block in turn.blocks], turn.start) for turn in turns]


ORAL_HISTORY = """speaker,words,tags,timestamp
Ada Brook,"Where, if I may, were you born?",childhood; urban life,[00:00]
,And when?,childhood;,
Otto Lind:,By the quay &#8212; in a shed.<br><br>Cold it was.,,[00:15] (SHOWS A PHOTO)
Otto Lind:,More?,,01:43
,(laughter),,
Ada Brook,(Applause.),,1:05:30
"""


def test_the_columns_of_oral_history_as_data() -> None:
    reading = read(ORAL_HISTORY)
    assert said(reading) == [
        ("Ada Brook", ["Where, if I may, were you born?", "And when?"], 0),
        ("Otto Lind", ["By the quay — in a shed.", "Cold it was."], 15_000),
        ("Otto Lind", ["More?"], 103_000),
        ("Ada Brook", ["[Applause.]"], 3_930_000),
    ]
    first, shows, *_ = reading.transcript.items
    assert isinstance(first, Turn) and first.attributes == Attributes(topics=("childhood", "urban-life"))
    assert shows == Event("SHOWS A PHOTO") and Event("laughter") in reading.transcript.items
    assert reading.problems == ()


def test_columns_may_come_twice_and_rows_may_be_short_or_empty() -> None:
    text = (
        'timestamp,speakers,words,tags,timestamp\n,,"(About the pictures)",\n'
        "[00:03:43],DB:,Your name?,,223\n,LG:,Lou.\n,,,\n"
    )
    assert said(read(text)) == [("DB", ["Your name?"], 223_000), ("LG", ["Lou."], None)]
    assert read(text).transcript.items[0] == Event("About the pictures")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('sep=;\nZeit;Sprecher;Text\n0:05;Ada;"Er rief: ""Nein""."\n0:09;Otto;Ja, so.\n', [5_000, 9_000]),
        ("﻿Speaker Name\tStart Time\tText\r\nAda\t00:00:05\tNo.\r\nOtto\t00:00:09\tYes, so.\r\n", [5_000, 9_000]),
        ("TEXT|WHO|BEGIN\nNo.|Ada|5.0\nYes, so.|Otto|9\n", [5_000, 9_000]),
        ("START_MS,END_MS,SPEAKER,UTTERANCE\n5000,6000,Ada,No.\n9000,9900,Otto,So.\n", [5_000, 9_000]),
        ("start (s),speaker_id,content\n5,0,No.\n9,1,Yes.\n", [5_000, 9_000]),
        ("Start Time,Name,Message\n[00:00:05:15],Ada,No.\n[00:00:09:00],Otto,Yes.\n", [5_500, 9_000]),
        ("time,speaker,text\n0:05 - 0:07,Ada,No.\n00:00:09.000 --> 00:00:10.000,Otto,Yes.\n", [5_000, 9_000]),
        ("00:00:05\tAda\tNo, she said.\n00:00:09\tOtto\tYes, he said.\n", [5_000, 9_000]),
        ("Title,Ebbe\n\nSpeaker,Time,Text\nAda,5s,No.\nOtto,9s,Yes.\n", [5_000, 9_000]),
    ],
)
def test_dialects_names_and_times(text: str, expected: list[int]) -> None:
    turns = said(read(text, "x.tsv"))
    assert [start for _, _, start in turns] == expected
    assert [label for label, _, _ in turns] in (["Ada", "Otto"], ["0", "1"])


def test_a_table_without_names_of_columns() -> None:
    text = "Ada Brook,Good evening to all of you.\nOtto Lind,It is late.\nAda Brook,Then we begin at once.\n"
    assert [label for label, _, _ in said(read(text))] == ["Ada Brook", "Otto Lind", "Ada Brook"]


def test_segments_of_a_recogniser_are_joined_and_contributions_are_not() -> None:
    fragments = "start,end,speaker,text\n0.5,2.2,S0,so the ice\n2.3,4.0,S0,came early\n4.1,5.0,S1,yes\n"
    assert said(read(fragments)) == [("S0", ["so the ice came early"], 500), ("S1", ["yes"], 4_100)]
    whole = "start,end,speaker,text\n0.5,2.2,Ada,The ice came.\n2.3,4.0,Ada,It stayed.\n"
    assert said(read(whole)) == [("Ada", ["The ice came."], 500), ("Ada", ["It stayed."], 2_300)]


def test_a_table_without_speakers_is_like_captions() -> None:
    assert said(read("timestamp,text\n0:01,Ada: One.\n0:05,Otto: Two.\n0:09,Ada: Three.\n")) == [
        ("Ada", ["One."], 1_000), ("Otto", ["Two."], 5_000), ("Ada", ["Three."], 9_000)
    ]  # fmt: skip
    whisper = read("start\tend\ttext\n0\t4000\tGood evening.\n4000\t9500\tIt is late.\n", "x.tsv")
    assert said(whisper) == [("?", ["Good evening. It is late."], 0)]


def test_words_with_delimiters_and_without_quotes() -> None:
    assert said(read("speaker,text\nAda,Well, yes, no.\nOtto,Hm.\n"))[0] == ("Ada", ["Well, yes, no."], None)


def test_other_columns_are_facts_of_the_whole_or_of_a_turn() -> None:
    text = (
        "id,Date,Title,Speaker,Party,Mood,Text\n1,2031-05-06,Ebbe,Ada Brook,Greens,calm,One.\n"
        "2,2031-05-06,Ebbe,Otto Lind,Blues,angry,Two.\n3,2031-05-06,Ebbe,Ada Brook,Greens,calm,Three.\n"
    )
    transcript = read(text).transcript
    assert (transcript.meta.title, transcript.meta.date, transcript.meta.extra) == ("Ebbe", "2031-05-06", ())
    assert transcript.meta.speakers == (
        Declared("Ada Brook", affiliation="Greens"),
        Declared("Otto Lind", affiliation="Blues"),
    )
    turns = [item for item in transcript.items if isinstance(item, Turn)]
    assert [turn.attributes.extra for turn in turns] == [(("mood", "calm"),), (("mood", "angry"),), (("mood", "calm"),)]


def test_voices_without_names_are_never_joined() -> None:
    assert [label for label, _, _ in said(read("Speaker,Text\nQ,and then\nQ,what of\nA,So.\n"))] == ["Q", "Q", "A"]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ('speaker,text\nAda,"One.\nOtto,Two.\nAda,Three.\n', "quote-not-closed", "Three."),
        ("speaker,text,start\nAda,One.,-0:01\nOtto,Two.,0:09\n", "times-negative", "Two."),
        ("speaker,text,start\nAda,One.,0:09\nOtto,Two.,0:05\n", "times-backwards", "Two."),
        ("speaker,text,start\nAda,One.,0:01,more\nOtto,Two.,0:05\n", "row-too-long", "more"),
        ("tag,description\nice,All about ice\nharbour,About it\n", "table-without-speech", "All about ice"),
        ("speaker,text\nAda,\n,\n", "nothing-spoken", ""),
        ("speaker,text\nAda,One\0two.\nOtto,Three.\n", "", "Three."),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_kept(text: str, code: str, words: str) -> None:
    reading = read(text)
    assert [p.code for p in reading.problems] == ([code] if code else [])
    assert words in str(reading.transcript)


def test_a_table_is_known_by_its_columns() -> None:
    assert readers.family(b"speaker,words,tags,timestamp\nAda,One.,,\n", "talk.txt") == "tables"
    assert readers.family(b"Ada: One text, and a speaker.\n", "talk.txt") == "plain"
    assert isinstance(read("tag,what\nice,nothing\n").transcript.items[0], Matter)


CELL = st.text(alphabet='aé1 \n",;:.[]()<b>&-\t|', max_size=12)


@given(st.lists(st.tuples(st.sampled_from(("Ada", "Otto", "")), CELL), max_size=8), st.sampled_from(",;\t|"))
def test_no_letter_of_a_table_is_lost(rows: list[tuple[str, str]], delimiter: str) -> None:
    kept = [(who, f"x{n}y {cell.replace('<', '').replace('&', '')}") for n, (who, cell) in enumerate(rows)]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([("speaker", "words"), *kept])
    items = read(written.getvalue()).transcript.items
    turns = [item for item in items if isinstance(item, Turn)]
    # Where nobody is named in the column of speakers, a cell may begin with who speaks.
    texts = (text for turn in turns for text in ((turn.label or "").strip("?"), *(block.text for block in turn.blocks)))
    found = [sign for text in texts if text not in ("Ada", "Otto") for sign in text if sign.isalnum()]
    assert found == [sign for _, cell in kept for sign in cell if sign.isalnum()]


@given(st.text(alphabet='speakr,wod;\t|"\n\r\0 0:1-é[]', max_size=200))
def test_whatever_is_in_a_table_it_is_read(text: str) -> None:
    for name in ("x.csv", "x.tsv"):
        read(text, name)


def test_columns_may_be_named_by_somebody() -> None:
    text = "Wer,Rolle,Gesagtes,Ab\nAda,x,Ice held.,0:05\nOtto,y,When?,0:09\n"
    named = {"speaker": "Rolle", "text": "gesagtes", "start": "Ab"}
    reading = readers.read(text.encode(), "x.csv", named)
    assert said(reading) == [("x", ["Ice held."], 5_000), ("y", ["When?"], 9_000)]
    assert reading.problems == ()


def test_a_named_column_that_is_not_there_is_told() -> None:
    text = "speaker,words,extra\nAda,Ice held.,z\nOtto,When?,z\n"
    (wrong,) = readers.read(text.encode(), "x.csv", {"text": "words", "end": "extro"}).problems
    assert wrong.code == "no-such-column" and "extra" in wrong.hint
    assert said(readers.read(text.encode(), "x.csv", {"end": "until"})) == said(read(text))
