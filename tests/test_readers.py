"""Foreign transcripts: who speaks, what they say, and what is not speech. Nothing lost, nothing invented."""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import readers
from generator.build import record_of
from generator.model import Event, Matter, Reading, Section, Transcript, Turn

PRESS = """Closing remarks

by Harbour Board President Mara Lind after the spring meeting in Norhaven

  • 12 Mar. 2030 -
  • |
  • Last updated: 13 Mar. 2030 13:46

(As delivered)

Good afternoon.

We agreed on the bridge.
For as long as it takes.

With that, I take your questions.

Otto Reyes, Herald
Thank you. When will it open?

Harbour Board President
In June. The work goes well.

We are not late.

Nia Holt, Board Spokesperson
Coastal Wire, lady in the third row.

Bea Crane, Coastal Wire
Who pays, please?

Harbour Board President
All of us.

Nia Holt, Board Spokesperson
Thank you. This concludes it.
"""


def read(text: str, name: str = "x.txt") -> Reading:
    return readers.read(text.encode(), name)


def turns(reading: Reading) -> list[tuple[str | None, list[str]]]:
    return [(t.label, [b.text for b in t.blocks]) for t in reading.transcript.items if isinstance(t, Turn)]


def labels(text: str, name: str = "x.txt") -> list[str | None]:
    return [label for label, _ in turns(read(text, name))]


def all_words(transcript: Transcript) -> str:
    parts: list[str] = [transcript.meta.title or "", transcript.meta.subtitle or ""]
    for item in transcript.items:
        match item:
            case Turn():
                parts.append(item.label or "")
                parts += [part.text for part in item.parts]
            case Matter():
                parts += [block.text for block in item.blocks]
            case Section():
                parts.append(item.title)
            case Event():
                parts.append(item.text)
    return " ".join(parts)


# --- a press conference as it stands on the web ----------------------------------------------------------------------


def test_the_head_is_understood() -> None:
    meta = read(PRESS).transcript.meta
    assert (meta.title, meta.date, meta.updated, meta.status) == (
        "Closing remarks",
        "2030-03-12",
        "2030-03-13",
        "as delivered",
    )
    assert meta.subtitle == "by Harbour Board President Mara Lind after the spring meeting in Norhaven"


def test_a_date_right_below_the_title_or_told_twice_is_part_of_the_head() -> None:
    plain = read("Ferry talk\n12 March 1991\n\nADA LIND: Good morning.\n\nOTTO: Good morning.\n").transcript
    page = read(
        "<html><h1>Ferry talk</h1><time datetime='1991-03-12'>12 March 1991</time>"
        "<p><b>Ada Lind:</b> Good morning.</p><p><b>Otto:</b> Good morning.</p></html>",
        "x.html",
    ).transcript
    for found in (plain, page):
        assert (found.meta.title, found.meta.date) == ("Ferry talk", "1991-03-12")
        assert not any(isinstance(item, Matter) for item in found.items)


def test_a_title_above_a_date_may_have_a_colon() -> None:
    title = "Oral history: Rosa Vint, tape 12, side B"
    for between in ("\n", "\n\n"):
        found = read(f"{title}{between}12 March 1991\n\nADA LIND: Hello.\n\nROSA VINT: Hello.\n")
        assert (found.transcript.meta.title, found.transcript.meta.date) == (title, "1991-03-12")
        assert turns(found) == [("ADA LIND", ["Hello."]), ("ROSA VINT", ["Hello."])]
    asked = read("Q: When were you born?\n12 March 1991\n\nQ: Where?\nNorhaven.\n")
    assert asked.transcript.meta.title is None


def test_who_says_what() -> None:
    assert turns(read(PRESS)) == [
        (
            None,
            [
                "Good afternoon.",
                "We agreed on the bridge. For as long as it takes.",
                "With that, I take your questions.",
            ],
        ),
        ("Otto Reyes, Herald", ["Thank you. When will it open?"]),
        ("Harbour Board President", ["In June. The work goes well.", "We are not late."]),
        ("Nia Holt, Board Spokesperson", ["Coastal Wire, lady in the third row."]),
        ("Bea Crane, Coastal Wire", ["Who pays, please?"]),
        ("Harbour Board President", ["All of us."]),
        ("Nia Holt, Board Spokesperson", ["Thank you. This concludes it."]),
    ]


def test_a_role_as_label_is_the_person_of_the_byline() -> None:
    record, _ = record_of(read(PRESS), "x")
    assert [turn.speaker for turn in record.resolution.turns] == [
        "mara-lind",
        "otto-reyes",
        "mara-lind",
        "nia-holt",
        "bea-crane",
        "mara-lind",
        "nia-holt",
    ]
    speakers = {s.id: s for s in record.resolution.speakers}
    assert (speakers["mara-lind"].role, speakers["otto-reyes"].affiliation) == ("Harbour Board President", "Herald")
    assert [(e.asker, e.answerers) for e in record.resolution.exchanges] == [
        ("otto-reyes", ("mara-lind",)),
        ("bea-crane", ("mara-lind",)),
    ]


def test_every_line_is_explained() -> None:
    reading = read(PRESS)
    lines = {number for number, line in enumerate(PRESS.split("\n"), 1) if line.strip()}
    assert {line.line for line in reading.explained} == lines
    assert all(line.why for line in reading.explained)
    kinds = {line.text: line.kind for line in reading.explained}
    assert kinds["Otto Reyes, Herald"] == "label"
    assert kinds["Coastal Wire, lady in the third row."] == "speech"


# --- labels of many kinds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T\n\nADA BROOK: One.\n\nOTTO REYES: Two.\n", ["ADA BROOK", "OTTO REYES"]),
        ("T\n\nAda: One.\nOtto: Two.\nAda: Three.\n", ["Ada", "Otto", "Ada"]),
        ("T\n\nTHE CHAIR: One.\n\nMR. SNOW: Two.\n\nTHE CHAIR: Three.\n", ["THE CHAIR", "MR. SNOW", "THE CHAIR"]),
        ("T\n\nQ   One?\n\nA   Two.\n\nQ   Three?\n", ["Q", "A", "Q"]),
        ("T\n\nQ. One?\nA. Two.\nQ. Three?\nA. Four.\n", ["Q", "A", "Q", "A"]),
        ("T\n\nQUESTION: One?\n\nANSWER: Two.\n\nQUESTION: Three?\n", ["QUESTION", "ANSWER", "QUESTION"]),
        ("T\n\nSpeaker 0: One.\n\nSpeaker 1: Two.\n\nSpeaker 0: Three.\n", ["Speaker 0", "Speaker 1", "Speaker 0"]),
        ("T\n\n李明：一。\n\n王芳：二。\n\n李明：三。\n", ["李明", "王芳", "李明"]),
    ],
)
def test_labels_found_in_the_wild(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


def test_times_beside_labels_are_kept() -> None:
    text = "T\n\nAda: 00:12:14\nOne.\n\n[00:13:00] Otto: Two.\n\nAda  13:20\nThree.\n\nOtto  13:40\nFour.\n"
    found = [item for item in read(text).transcript.items if isinstance(item, Turn)]
    assert [(turn.label, turn.start) for turn in found] == [
        ("Ada", 734_000),
        ("Otto", 780_000),
        ("Ada", 800_000),
        ("Otto", 820_000),
    ]


def test_sentences_with_colons_are_speech() -> None:
    text = (
        "T\n\nADA: One.\n\nBut my point is this: it fell.\n\n"
        "OTTO: Two. See https://a.example/x: there.\n\nADA: Three.\n"
    )
    assert turns(read(text))[0] == ("ADA", ["One.", "But my point is this: it fell."])
    assert labels(text) == ["ADA", "OTTO", "ADA"]


def test_directions_headings_and_wrapped_lines() -> None:
    text = "T\n\nADA: One\n  two\nthree.\n\n(Applause.)\n\nFour.\n\n[Laughter]\n\nOTTO: (laughing) Five.\n\nADA: Six.\n"
    ada = read(text).transcript.items[0]
    assert isinstance(ada, Turn)
    assert [part.text for part in ada.parts] == ["One two three.", "Applause", "Four."]
    assert Event("Laughter") in read(text).transcript.items


def test_text_without_any_label_is_one_unnamed_turn() -> None:
    reading = read("Once there was a bridge.\n\nIt fell.\n")
    assert turns(reading) == [("?", ["Once there was a bridge.", "It fell."])]
    assert [problem.code for problem in reading.problems] == ["no-speakers-found"]


# --- Markdown and web pages ------------------------------------------------------------------------------------------


def test_markdown_of_other_systems() -> None:
    text = (
        "---\ntitle: A talk\ndate: 2030-03-12\ntags: [bridges]\nspeakers: [Ada Brook]\nsource_url: https://a.example/\n"
        "weather: fine\n---\n\n## Start\n\n"
        "**Ada Brook:** One *two*.\n\n**Otto**: Three\n\nstill.\n\n**Ada Brook:** Four.\n"
    )
    transcript = read(text, "x.markdown").transcript
    meta = transcript.meta
    assert (meta.title, meta.date, meta.topics, meta.source) == (
        "A talk",
        "2030-03-12",
        ("bridges",),
        "https://a.example/",
    )
    assert ("weather", "fine") in meta.extra
    assert turns(read(text, "x.markdown")) == [
        ("Ada Brook", ["One two."]),
        ("Otto", ["Three", "still."]),
        ("Ada Brook", ["Four."]),
    ]


def test_items_of_a_list_in_markdown_are_paragraphs_of_their_own() -> None:
    text = (
        "**Ada Brook:** I bring:\n- a list,\n  of things\n- **another**\n\n1. one\n2) two\n\nIn the year\n1986. So.\n\n"
        "> - said\n> - and done\n\n**Otto:** Yes.\n"
    )
    said = [
        "I bring:",
        "- a list, of things",
        "- another",
        "1. one",
        "2) two",
        "In the year 1986. So.",
        "- said",
        "- and done",
    ]
    assert turns(read(text, "x.markdown")) == [("Ada Brook", said), ("Otto", ["Yes."])]


def test_a_quotation_in_markdown_keeps_its_words_and_no_signs() -> None:
    reading = read("**Ada Brook:** So:\n\n> No *toll*,\n> ever.\n\n**Otto:** Yes.\n", "x.markdown")
    assert turns(reading) == [("Ada Brook", ["So:", "No toll, ever."]), ("Otto", ["Yes."])]


PAGE = """<!doctype html><html lang="en"><head><title>A talk | Site</title></head><body>
<nav><a href="/">Home</a></nav><header>Site</header>
<article><h1>A talk</h1><time datetime="2030-03-12">12 March</time>
<h2>Start</h2>
<p><strong>Ada Brook:</strong> One <em>two</em> <a href="javascript:x()">three</a>.</p>
<p>Still Ada.</p>
<p><b>Otto Reyes</b></p><p>Four.</p>
<p><strong>Ada Brook:</strong> Five &amp; six.</p>
<blockquote>A quotation.</blockquote>
</article><aside>Buy now</aside><footer>About</footer><script>evil()</script></body></html>"""


def test_a_web_page() -> None:
    reading = read(PAGE, "x.html")
    assert (reading.transcript.meta.title, reading.transcript.meta.date) == ("A talk", "2030-03-12")
    assert turns(reading) == [
        ("Ada Brook", ["One two three.", "Still Ada."]),
        ("Otto Reyes", ["Four."]),
        ("Ada Brook", ["Five & six.", "A quotation."]),
    ]
    words = all_words(reading.transcript)
    assert not any(furniture in words for furniture in ("Home", "Buy", "About", "evil"))
    marks = [
        mark.kind
        for item in reading.transcript.items
        if isinstance(item, Turn)
        for b in item.blocks
        for mark in b.marks
    ]
    assert "emphasis" in marks
    assert "link" not in marks


def test_cite_and_time_name_who_speaks_and_when() -> None:
    reading = read(
        "<cite>Ada:</cite>\n<time>0:05</time>\n<p>One.</p>\n<cite>Otto:</cite>\n<time>1:10</time>\n<p>Two.</p>",
        "x.html",
    )
    found = [item for item in reading.transcript.items if isinstance(item, Turn)]
    assert [(turn.label, turn.start, turn.blocks[0].text) for turn in found] == [
        ("Ada", 5_000, "One."),
        ("Otto", 70_000, "Two."),
    ]


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html", "x"])
def test_empty_files_and_what_is_not_text_are_refused_with_one_problem(name: str) -> None:
    for data in (b"", b" \n\t\r\n", b"\xef\xbb\xbf\n", "\n".encode("utf-16")):
        assert [p.code for p in readers.read(data, name).problems] == ["empty-file"]
    for data in (b"\x89PNG\r\n\x1a\n\0\0\0\xff\xfe", b"\0\0\0\1Bud1\0\0\x10\0\0\0\x08\0\0\0\x10\0"):
        assert [p.code for p in readers.read(data, name).problems] == ["not-text"]


def test_other_formats_are_refused_with_the_formats_that_are_read() -> None:
    (problem,) = readers.read(b"PK\x03\x04", "x.xlsx").problems
    assert problem.code == "unknown-format"
    assert ".txt" in problem.hint


# --- laws ------------------------------------------------------------------------------------------------------------

_LINES = st.sampled_from(
    (
        "ADA BROOK: Good morning.",
        "Otto Reyes, Herald",
        "Thank you all.",
        "(Applause.)",
        "Q   Why so?",
        "[00:01:02]",
        "But this is it: yes.",
        "12 March 2030",
        "by Board President Mara Lind",
        "(As delivered)",
        "  indented words",
        "1986. A year",
        "中文：你好",
        "**Ada:** bold",
        "",
        "",
    )
) | st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), max_size=12)


@settings(max_examples=200, deadline=None)
@given(st.lists(_LINES, max_size=14))
def test_no_word_of_a_plain_text_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    reading = read(text)
    seen = all_words(reading.transcript)
    facts = " ".join(
        line.text for line in reading.explained if line.kind in ("date", "updated", "status", "ornament", "time")
    )
    for line in lines:
        for word in re.split(r"\*\*|\\N|[:：\s]", line):  # captions break lines by \N
            bare = word.strip("()[].,*-–>|")
            assert bare in seen or bare in facts or bare in str(reading.transcript), word


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(("x.txt", "x.markdown", "x.html")))
def test_reading_never_raises(data: bytes, name: str) -> None:
    readers.read(data, name)


@pytest.mark.parametrize(
    "text",
    ["word " * 500_000, "A: b\n\n" * 50_000, "(" * 100_000, "A" * 300_000, "[" * 100_000 + "\n\nA: b", "<p>" * 20_000],
)
@pytest.mark.parametrize("name", ["x.txt", "x.markdown", "x.html"])
def test_no_text_is_slow(text: str, name: str) -> None:
    read(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ANN LEE: hello\n" + "more words\n" * 160_000, "x.txt"),
        ("A title\n\n" + "more words here.\n\n" * 120_000, "x.txt"),
        ("<html><body>" + "<article>a" * 15_000, "x.html"),
        ("<html><body>" + "<header>a" * 20_000, "x.html"),
    ],
    ids=["lines", "matter", "articles", "headers"],
)
def test_no_text_takes_the_square_of_its_length(text: str, name: str) -> None:
    began = process_time()
    read(text, name)
    assert process_time() - began < 20


def test_a_time_of_day_in_speech_stays_in_speech() -> None:
    assert turns(read("Otto: 3:15 was the time.\n\nAda: It was.\n\nOtto: 12:30\n")) == [
        ("Otto", ["3:15 was the time."]),
        ("Ada", ["It was."]),
        ("Otto", []),
    ]


def test_a_bare_time_before_a_label_is_when_it_begins() -> None:
    found = read("Otto: Hi.\n\n00:01:05 Ada: Later.\n\n00:01:09 Otto: Yes.\n").transcript.items
    assert [(t.label, t.start) for t in found if isinstance(t, Turn)] == [
        ("Otto", None),
        ("Ada", 65_000),
        ("Otto", 69_000),
    ]


def test_the_byline_names_labels_that_stand_once() -> None:
    text = (
        "Bridge toll\n\nBy Bridge Warden Mara Lind at the Guildhall\n\n1 March 2030 - Last updated: 2 March 2030\n\n"
        "Good morning.\n\nNote: no label this.\n\nOtto Reyes, Herald\nWho pays?\n\nBridge Warden\nNobody.\n\n"
        "Mara Lind\nNobody at all.\n"
    )
    reading = read(text)
    assert (reading.transcript.meta.date, reading.transcript.meta.updated) == ("2030-03-01", "2030-03-02")
    assert turns(reading) == [
        (None, ["Good morning.", "Note: no label this."]),
        ("Otto Reyes, Herald", ["Who pays?"]),
        ("Bridge Warden", ["Nobody."]),
        ("Mara Lind", ["Nobody at all."]),
    ]
