"""Interviews from OHMS: old ones with sync marks, new ones with captions inside, indexes of both."""

# Fixtures are easier to read on their own lines.
# ruff: noqa: E501

from hypothesis import given
from hypothesis import strategies as st

from generator import readers
from generator.model import Declared, Section, Turn
from tests.transcripts import all_words, codes, read, said, times, told

FACTS = """<date value="1999-03-04" format="yyyy-mm-dd"/><title>Interview with Ada Brook</title><accession>OH1</accession>
<repository>Quay House</repository><subject>Boats</subject><interviewee>Brook, Ada, 1930-</interviewee>
<interviewer>Otto B. Lind</interviewer><media_url>https://example.org/a.mp3</media_url><language>English</language>
<description>She tells of boats.</description>"""


def ohms(inner: str, facts: str = FACTS) -> str:
    space = "https://www.weareavp.com/nunncenter/ohms"
    return f'<?xml version="1.0" encoding="UTF-8"?><ROOT xmlns="{space}"><record id="1" dt="2020-01-01">{facts}{inner}</record></ROOT>'


TALK = """LIND: This is the first of the talks with Ada Brook, held in her house
by the quay.

BROOK: I was born there. One thing I learned: never
go out at night. And [laughter] we did[[footnote]]1[[/footnote]]. LIND: Did you?

BROOK: Yes.

[END OF TAPE 1]

A paragraph of hers that begins without a label.

LIND: When was the wall built, and by whom?

BROOK: In March[[footnote]]7[[/footnote]].

[[footnotes]]
[[note]]In 1950.
Or 1951.[[/note]]
[[note]]To nothing.[[/note]]
[[/footnotes]]"""


def test_labels_at_the_start_of_lines_and_within_them() -> None:
    reading = read(ohms(f"<transcript>{TALK}</transcript>"))
    assert said(reading) == [
        ("LIND", ["This is the first of the talks with Ada Brook, held in her house by the quay."]),
        ("BROOK", ["I was born there. One thing I learned: never go out at night. And [laughter] we did."]),
        ("LIND", ["Did you?"]),
        ("BROOK", ["Yes.", "A paragraph of hers that begins without a label."]),
        ("LIND", ["When was the wall built, and by whom?"]),
        ("BROOK", ["In March[7]."]),
    ]
    assert [note.body for note in reading.transcript.notes] == ["In 1950. Or 1951."]
    assert told(reading) == ["[END OF TAPE 1]", "::: To nothing."]


def test_what_the_record_says_of_itself() -> None:
    meta = read(ohms(f"<transcript>{TALK}</transcript>")).transcript.meta
    assert (meta.title, meta.date, meta.language) == ("Interview with Ada Brook", "1999-03-04", "en")
    assert meta.media == ("https://example.org/a.mp3",)
    assert meta.topics == ("Boats",)
    assert meta.speakers == (
        Declared("Ada Brook", labels=("BROOK",), part="narrator"),
        Declared("Otto B. Lind", labels=("LIND",), part="interviewer"),
    )


def test_sync_marks_are_times_at_words() -> None:
    reading = read(ohms(f"<sync>1:|1(1)|5(3)|13(1)</sync><transcript>{TALK}</transcript>"))
    assert times(reading) == [(60_000, None), (None, None), (None, None), (None, None), (180_000, None), (None, None)]
    turn = reading.transcript.items[1]
    assert isinstance(turn, Turn)
    (block,) = turn.blocks
    (sync,) = (mark for mark in block.marks if mark.kind == "sync")
    assert sync.value == 120_000
    assert block.text[sync.start :].startswith("at night")


INDEX = """<index><point><time>130</time><title>The wall</title><keywords>quay wall; Boats</keywords><subjects/>
<partial_transcript>LIND: When was the wall built, and by whom?</partial_transcript></point>
<point><time>0</time><title>Youth</title><synopsis>Her youth.</synopsis>
<gpspoints><gps>1.5, 2.5</gps><gps_text>Port Ellery</gps_text></gpspoints>
<hyperlinks><hyperlink>https://example.org/wall</hyperlink><hyperlink_text>The wall</hyperlink_text></hyperlinks></point></index>"""


def test_points_of_the_index_are_sections_where_their_words_are() -> None:
    reading = read(ohms(f"{INDEX}<transcript>{TALK}</transcript>"))
    kinds = [item.title if isinstance(item, Section) else type(item).__name__ for item in reading.transcript.items]
    assert kinds == ["Youth", "Matter", "Turn", "Turn", "Turn", "Turn", "The wall", "Matter", "Turn", "Turn", "Matter"]
    sections = [item for item in reading.transcript.items if isinstance(item, Section)]
    assert sections[1].attributes.topics == ("quay-wall", "boats")
    assert sections[1].attributes.extra == (("time", "0:02:10"),)
    assert told(reading)[1:4] == ["::: Her youth.", "::: Port Ellery 1.5, 2.5", "::: The wall https://example.org/wall"]


def test_an_index_without_a_transcript_keeps_what_it_quotes() -> None:
    reading = read(ohms(f"{INDEX}<transcript>No transcript.</transcript>"))
    assert said(reading) == []
    assert "::: LIND: When was the wall built, and by whom?" in told(reading)
    assert codes(reading) == ["nothing-spoken"]


def test_captions_inside() -> None:
    vtt = (
        "WEBVTT\n\nNOTE\nTRANSCRIPTION BEGIN\n\n00:00:04.000 --> 00:00:09.000\n<v LIND>   When?\n\n00:00:09.000 --> 00:00:20.000\n"
        "<v BROOK>In March.\n\n00:00:20.000 --> 00:00:00.000\nOr in May.<br><br>Or June.\n"
    )
    reading = read(ohms(f"<vtt_transcript><![CDATA[{vtt}]]></vtt_transcript>"))
    assert said(reading) == [("LIND", ["When?"]), ("BROOK", ["In March. Or in May. Or June."])]
    assert [start for start, _ in times(reading)] == [4000, 9000]
    assert [speaker.labels for speaker in reading.transcript.meta.speakers] == [("BROOK",), ("LIND",)]


def test_annotations_of_captions_are_notes_on_their_words() -> None:
    vtt = (
        "WEBVTT\n\nNOTE\nTRANSCRIPTION BEGIN\nTranscript Title: The ice\n\n"
        "00:00:01.000 --> 00:00:04.000\n<v LIND>Where did the <c.1>ice ship</c> go, <c.9>and</c> when?\n\n"
        "NOTE\nTRANSCRIPTION END\n\nNOTE\nANNOTATIONS BEGIN\nAnnotation Set Title: Ships\n\n"
        'NOTE\n<annotation ref="1">The <i>Brigid</i>: <a href="https://example.org/b">see</a> &amp; read.</annotation>\n'
        '<annotation ref="2">No word points here.</annotation>\n\nNOTE\nANNOTATIONS END\n'
    )
    reading = read(ohms(f"<vtt_transcript><![CDATA[{vtt}]]></vtt_transcript>"))
    assert said(reading) == [("LIND", ["Where did the ice ship go, and when?"])]
    (note,) = reading.transcript.notes
    assert note.body == "The Brigid: [see](https://example.org/b) & read."
    (turn,) = (item for item in reading.transcript.items if isinstance(item, Turn))
    assert [(m.start, m.end, m.value) for m in turn.blocks[0].marks if m.kind == "note"] == [(22, 22, "n1")]
    assert told(reading) == ["::: Annotation Set Title: Ships", "::: No word points here."]
    assert ("Transcript Title", "The ice") in reading.transcript.meta.extra


def test_a_translation_is_kept_behind() -> None:
    inner = f"<transcript>{TALK}</transcript><transcript_alt>LIND: Wann?\n\nBROOK: Im März.</transcript_alt><transcript_alt_lang>German</transcript_alt_lang>"
    assert told(read(ohms(inner)))[-3:] == ["## German", "::: LIND: Wann?", "::: BROOK: Im März."]


def test_other_labels() -> None:
    text = "Q: When?\n\nA: In March.\n\nQ: Why?\n\nA: Well.\n\nUnidentified: Ha."
    reading = read(ohms(f"<transcript>{text}</transcript>"))
    assert [label for label, _ in said(reading)] == ["Q", "A", "Q", "A", "Unidentified"]
    assert [speaker.labels for speaker in reading.transcript.meta.speakers] == [("A",), ("Q",)]


@given(
    st.lists(
        st.sampled_from(("LIND: ", "BROOK: ", "word", " so", "\n", "\n\n", "[[footnote]]1[[/footnote]]", "(ha)", ".")),
        max_size=25,
    )
)
def test_no_word_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    reading = readers.read(ohms(f"<transcript>{text}\n\nLIND: word.</transcript>").encode(), "x.xml")
    found = "".join(all_words(reading.transcript))
    assert found.count("word") == text.count("word") + 1
    assert found.count("so") == text.count("so")
    assert found.count("ha") == text.count("ha")
