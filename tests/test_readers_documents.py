"""Word documents and PDF files: who speaks, and what is never given out."""

import re
import zlib
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import readers
from generator.model import Matter, Reading, Turn
from tests.documents import Text, docx, page, paragraph, pdf, run, style, table, zipped

Said = list[tuple[str | None, list[str]]]
TWO: Said = [("Ada Brook", ["Hello."]), ("Otto", ["Hi.", "And more."]), ("Ada Brook", ["Bye."])]


def turns(reading: Reading) -> Said:
    return [(t.label, [b.text for b in t.blocks]) for t in reading.transcript.items if isinstance(t, Turn)]


def word(*body: str, **more: object) -> Reading:
    return readers.read(docx(*body, **more), "x.docx")  # type: ignore[arg-type]


def codes(data: bytes, name: str) -> list[str]:
    return [problem.code for problem in readers.read(data, name).problems]


# --- Word ------------------------------------------------------------------------------------------------------------

_NAMES = style("Sp", "Speaker") + style("Sc", "Speaker Name", kind="character")


@pytest.mark.parametrize(
    "body",
    [
        [paragraph("Ada Brook: Hello."), paragraph("Otto: Hi."), paragraph("And more."), paragraph("Ada Brook: Bye.")],
        [
            paragraph("**Ada Brook:", " Hello."),
            paragraph("**Otto:", " Hi."),
            paragraph("And more."),
            paragraph("**Ada Brook:", " Bye."),
        ],
        [
            paragraph("**Ada Brook"),
            paragraph("Hello."),
            paragraph("**Otto"),
            paragraph("Hi."),
            paragraph("And more."),
            paragraph("**Ada Brook"),
            paragraph("Bye."),
        ],
        [
            paragraph("Ada Brook", style="Sp"),
            paragraph("Hello."),
            paragraph("Otto", style="Sp"),
            paragraph("Hi."),
            paragraph("And more."),
            paragraph("Ada Brook", style="Sp"),
            paragraph("Bye."),
        ],
        [
            paragraph(run("Ada Brook", '<w:rStyle w:val="Sc"/>'), " Hello."),
            paragraph(run("Otto", '<w:rStyle w:val="Sc"/>'), " Hi."),
            paragraph("And more."),
            paragraph(run("Ada Brook", '<w:rStyle w:val="Sc"/>'), " Bye."),
        ],
        [paragraph("Ada Brook\tHello."), paragraph("Otto\tHi."), paragraph("And more."), paragraph("Ada Brook:\tBye.")],
        [
            table(
                ("Speaker", "Text"), ("Ada Brook", "Hello."), ("Otto", "Hi."), ("", "And more."), ("Ada Brook", "Bye.")
            )
        ],
        [table(("Ada Brook:", "Hello."), ("Otto:", paragraph("Hi.") + paragraph("And more.")), ("Ada Brook:", "Bye."))],
    ],
    ids="colon bold above style run tab table colons".split(),
)
def test_who_speaks_in_word(body: list[str]) -> None:
    assert turns(word(*body, styles=_NAMES)) == TWO


def test_styles_of_roles_tell_who_speaks_where_nothing_else_does() -> None:
    roles = style("I", "Interviewer") + style("N", "Interviewee")
    reading = word(
        paragraph("Who are you?", style="I"), paragraph("Me.", style="N"), paragraph("Still.", style="N"),
        paragraph("Why?", style="I"), styles=roles,
    )  # fmt: skip
    assert turns(reading) == [
        ("Interviewer", ["Who are you?"]),
        ("Interviewee", ["Me.", "Still."]),
        ("Interviewer", ["Why?"]),
    ]


def test_meeting_programs() -> None:
    times = word(
        paragraph("0:0:3.50 --> 0:0:5.900"), paragraph("Ada Brook"), paragraph("Hello."),
        paragraph("0:0:6.0 --> 0:0:7.100"), paragraph("Otto"), paragraph("Hi."),
    )  # fmt: skip
    assert [(t.label, t.start, t.end) for t in times.transcript.items if isinstance(t, Turn)] == [
        ("Ada Brook", 3_500, 5_900),
        ("Otto", 6_000, 7_100),
    ]
    beside = word(*(paragraph(text) for text in ("Ada  0:03", "Hello.", "Otto  0:08", "Hi.", "Ada  1:03", "Bye.")))
    assert [(t.label, t.start) for t in beside.transcript.items if isinstance(t, Turn)] == [
        ("Ada", 3_000), ("Otto", 8_000), ("Ada", 63_000),
    ]  # fmt: skip


def test_deleted_hidden_and_commented_words_are_counted_and_never_given_out() -> None:
    reading = word(
        paragraph(
            "Ada: Hello ",
            "<w:del><w:r><w:delText>secret plan</w:delText></w:r></w:del>",
            f"<w:ins>{run('new ')}</w:ins>",
            run("hidden", "<w:vanish/>"),
            run("shown ", '<w:vanish w:val="0"/>'),
            "there.",
        ),
        f"<w:moveFrom>{paragraph('moved away')}</w:moveFrom>",
        paragraph("veiled words", style="H"),
        paragraph("Otto: Hi."),
        table(("Speaker", "Text"), ("Ada", paragraph("Bye", "<w:del><w:r><w:delText>taken</w:delText></w:r></w:del>"))),
        styles=style("H", "Quiet", properties="<w:vanish/>"),
        parts={
            "word/comments.xml": '<w:comments><w:comment w:id="1"><w:p><w:r><w:t>remark</w:t></w:r></w:p></w:comment></w:comments>',  # noqa: E501
            "word/header1.xml": "<w:hdr><w:p><w:r><w:t>pagehead</w:t></w:r></w:p></w:hdr>",
        },
    )
    assert "Hello new shown there." in str(reading)
    for words in ("secret", "hidden", "veiled", "moved", "taken", "remark", "pagehead"):
        assert words not in str(reading.transcript) + str(reading.explained)
    told = {(p.message.split(" in this")[0]) for p in reading.problems if p.code == "not-published"}
    assert told == {"5 deleted words", "3 hidden words", "1 comments"}


def test_notes_are_matter_and_text_in_frames_stands_once() -> None:
    frame = "<w:txbxContent><w:p><w:r><w:t>In a frame.</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {mc}><mc:Choice>{frame}</mc:Choice><mc:Fallback>{frame}</mc:Fallback></mc:AlternateContent>"  # noqa: E501
    foot = (
        '<w:footnotes><w:footnote w:type="separator"><w:p/></w:footnote>'
        "<w:footnote><w:p><w:r><w:t>At the foot.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    reading = word(
        paragraph("Ada: Hello."), paragraph("Otto: Hi."), f"<w:p><w:r>{both}</w:r></w:p>", paragraph("Ada: Bye."),
        parts={"word/footnotes.xml": foot},
    )  # fmt: skip
    assert str(reading.transcript).count("In a frame.") == 1
    last = reading.transcript.items[-1]
    assert isinstance(last, Matter)
    assert last.blocks[0].text == "At the foot."


def test_title_and_date_of_a_document() -> None:
    facts = (
        '<cp:coreProperties xmlns:cp="a" xmlns:dc="b"><dc:title>{}</dc:title>'
        "<created>2031-01-02T03:04:05Z</created></cp:coreProperties>"
    )
    talk = [paragraph("Ada: Hello."), paragraph("Otto: Hi."), paragraph("Ada: Bye.")]
    told = word(*talk, parts={"docProps/core.xml": facts.format("My talk")})
    assert (told.transcript.meta.title, told.transcript.meta.date) == ("My talk", "2031-01-02")
    assert "date-of-file" in [p.code for p in told.problems]
    own = [paragraph("Ferry talk", style="T"), paragraph("12 March 2030"), *talk]
    text = word(*own, styles=style("T", "Title"), parts={"docProps/core.xml": facts.format("Microsoft Word - x.docx")})
    assert (text.transcript.meta.title, text.transcript.meta.date) == ("Ferry talk", "2030-03-12")


def test_a_court_and_a_text_wrapped_by_hand_are_read_as_plain_text() -> None:
    court = word(*(paragraph(line) for line in (
        "1            P R O C E E D I N G S", "2    THE COURT:  Good morning.", "3    MR. SNOW:  Thank you,",
        "4 Your Honor.", "5    Q   Who are you?", "6    A   Otto Reyes.",
    )))  # fmt: skip
    assert turns(court)[:2] == [("THE COURT", ["Good morning."]), ("MR. SNOW", ["Thank you, Your Honor."])]
    lines = ["ADA: One two three", "four five six", "seven eight.", "", "OTTO: Nine ten", "eleven twelve.", ""] * 4
    assert turns(word(*(paragraph(line) for line in lines)))[0] == ("ADA", ["One two three four five six seven eight."])


def test_documents_that_cannot_be_opened() -> None:
    good = docx(paragraph("Ada: Hello."))
    assert codes(good[: len(good) // 2], "x.docx") == ["broken-document"]
    assert codes(b"no document", "x.docx") == ["broken-document"]
    assert codes(zipped({"word/other.xml": b"<a/>"}), "x.docx") == ["broken-document"]
    assert codes(zipped({"word/document.xml": b"<a><b>"}), "x.docx") == ["broken-document"]
    assert codes(zipped({"word/document.xml": b"x" * 60_000_000}), "x.docx") == ["bomb"]
    assert codes(zipped({f"word/{n}.xml": b"" for n in range(6_000)}), "x.docx") == ["bomb"]
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert codes(zipped({"word/document.xml": laughs}), "x.docx") == ["bomb"]
    assert codes(zipped({"word/document.xml": b" " * 5_000 + laughs}), "x.docx") in (["bomb"], ["broken-document"])


def test_a_document_is_known_by_its_content() -> None:
    assert (
        len(turns(readers.read(docx(paragraph("Ada: Hello."), paragraph("Otto: Hi."), paragraph("Ada: So.")), "x.bin")))
        == 3
    )
    assert len(turns(readers.read(pdf(page(["Ada: Hello.", "", "Otto: Hi.", "", "Ada: So."])), "x.txt"))) == 3


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (rb"{\rtf1\ansi Hello}", "x.rtf"),
        (rb"{\rtf1\ansi Hello}", "x.doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "x.doc"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "x.odt"),
        (zipped({"Index/Document.iwa": b"x"}), "x.pages"),
    ],
)
def test_other_documents_say_how_to_save_them(data: bytes, name: str) -> None:
    (problem,) = readers.read(data, name).problems
    assert problem.code == "save-as-docx"
    assert "Word" in problem.hint


# --- PDF -------------------------------------------------------------------------------------------------------------

_LINES = [
    "{0}: The board has looked at the quay",
    "wall and found that it must be dredged",
    "before winter number {1} comes.",
    "",
]


def talk(count: int) -> list[str]:
    return [line.format(("ADA", "OTTO")[n % 2], n) for n in range(count) for line in _LINES]


def printed(
    lines: list[str], size: int, head: str = "Harbour Board     Minutes", foot: str = "Page {}"
) -> list[list[Text]]:
    parts = [lines[at : at + size] for at in range(0, len(lines), size)]
    return [page([head, "", *part, "", foot.format(n)]) for n, part in enumerate(parts, 1)]


def expected(count: int) -> Said:
    text = "The board has looked at the quay wall and found that it must be dredged before winter number {} comes."
    return [(("ADA", "OTTO")[n % 2], [text.format(n)]) for n in range(count)]


@pytest.mark.parametrize("size", [9, 18, 30])
def test_heads_feet_and_numbers_of_pages_are_left(size: int) -> None:
    reading = readers.read(pdf(*printed(talk(20), size)), "x.pdf")
    assert [(label, [" ".join(blocks)]) for label, blocks in turns(reading)] == expected(20)
    assert "page-furniture" in [p.code for p in reading.problems]
    assert "Minutes" not in str(reading.transcript)


def test_lines_set_wide_apart_are_one_paragraph() -> None:
    lines = [line for line in talk(8) if line]
    pages = [page(lines[at : at + 12], leading=28) for at in range(0, len(lines), 12)]
    assert [(label, [" ".join(blocks)]) for label, blocks in turns(readers.read(pdf(*pages), "x.pdf"))] == expected(8)


def test_columns_are_read_one_after_the_other() -> None:
    left, right = ([line.format("ADA", n) for n in range(4) for line in _LINES[:3]] for _ in (1, 2))
    right = [line.replace("ADA", "OTTO") for line in right]
    across = page(["          MINUTES OF THE HARBOUR BOARD OF NORHAVEN FOR THE WHOLE YEAR"], left=50)
    texts = [*across, *page(left, left=40, top=700), *page(right, left=330, top=700)]
    labels = [label for label, _ in turns(readers.read(pdf(texts, size=9), "x.pdf"))]
    assert labels == ["ADA"] * 4 + ["OTTO"] * 4


def test_two_columns_of_names_and_text_are_no_columns_of_a_page() -> None:
    lines = [
        "ADA:        Hello to all of you here today in the hall",
        "OTTO:       Good morning and thank you for it.",
    ] * 6
    assert [label for label, _ in turns(readers.read(pdf(page(lines)), "x.pdf"))] == ["ADA", "OTTO"] * 6


def test_words_broken_at_line_ends_are_joined() -> None:
    lines = [
        "ADA: the work is inter-",
        "esting and well-",
        "known, pre-",
        "and post-war, so well-known.",
        "",
        "OTTO: Yes.",
        "",
        "ADA: No.",
    ]
    assert turns(readers.read(pdf(page(lines)), "x.pdf"))[0] == (
        "ADA",
        ["the work is interesting and well-known, pre- and post-war, so well-known."],
    )


def test_numbered_lines_of_a_court_are_never_taken_for_heads() -> None:
    answer = ["     Q   Who are you?", "     A   Otto Reyes. I live in", "Norhaven."]
    opening = ["            P R O C E E D I N G S", "     THE COURT:  Good morning.", "     Q   Yes?"]
    pages = [
        page(
            ["  Norhaven Reporting   " + str(n + 1), "", *(f"{at:2}  {line}" for at, line in enumerate(lines, 1))],
            left=60,
        )
        for n, lines in enumerate([opening + answer * 7, answer * 8, answer * 8])
    ]
    reading = readers.read(pdf(*pages), "x.pdf")
    said = turns(reading)
    assert said.count(("A", ["Otto Reyes. I live in Norhaven."])) == 23
    assert "Reporting" not in str(reading.transcript)


def test_numbers_before_all_lines_are_dropped() -> None:
    lines = [line for line in talk(20) if line]
    parts = [lines[at : at + 20] for at in range(0, len(lines), 20)]
    pages = [page([f"{n:2}  {line}" for n, line in enumerate(part, 1)]) for part in parts]
    assert [(label, [" ".join(blocks)]) for label, blocks in turns(readers.read(pdf(*pages), "x.pdf"))] == expected(20)


def test_title_and_day_of_a_pdf() -> None:
    facts = "/Title (Harbour talk) /CreationDate (D:20310304120000Z)"
    meta = readers.read(pdf(page(talk(3)), facts=facts), "x.pdf").transcript.meta
    assert (meta.title, meta.date) == ("Harbour talk", "2031-03-04")


def test_pdf_files_that_cannot_be_read() -> None:
    good = pdf(*printed(talk(20), 18))
    assert codes(b"no pdf at all", "x.pdf") == ["broken-pdf"]
    assert codes(b"%PDF-1.4\n", "x.pdf") == ["broken-pdf"]
    locked = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + "x" * 32 + ") /U (" + "y" * 32 + ") /P -4 >> /ID [(a) (a)]"
    )
    assert codes(pdf(page(talk(3)), trailer=locked), "x.pdf") == ["locked-pdf"]
    picture = good.replace(b"/Font << /F1 3 0 R >>", b"/XObject << >>        ").replace(b"Tj", b"  ")
    assert codes(picture, "x.pdf") == ["scanned-pdf"]


def test_a_pdf_cut_off_is_read_as_far_as_it_goes_or_refused() -> None:
    good = pdf(*printed(talk(20), 18))
    for length in range(20, len(good), 997):
        reading = readers.read(good[:length], "x.pdf")
        assert reading.problems or turns(reading)


# --- laws ------------------------------------------------------------------------------------------------------------

_WORDS = st.lists(st.sampled_from("quay wall boat harbour tide rope sail mast".split()), min_size=1, max_size=8).map(
    " ".join
)
_PARTS = st.lists(st.tuples(st.sampled_from(("Ada: ", "Otto: ", "")), _WORDS), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(_PARTS)
def test_no_word_of_a_document_is_lost(parts: list[tuple[str, str]]) -> None:
    lines = [f"{name}{words} n{at}x." for at, (name, words) in enumerate(parts)]
    wanted = [f"n{at}x" for at in range(len(lines))]
    for data, name in (
        (docx(*(paragraph(line) for line in lines)), "x.docx"),
        (pdf(*printed(list(chain.from_iterable((line, "") for line in lines)), 24)), "x.pdf"),
        ("".join(f"<p>{line}</p>" for line in lines).encode(), "x.html"),
    ):
        assert re.findall(r"n\d+x", f"{readers.read(data, name).transcript}") == wanted


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300), st.sampled_from((b"", b"%PDF-1.4\n", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")))
def test_documents_of_any_bytes_are_no_exception(data: bytes, start: bytes) -> None:
    for name in ("x.docx", "x.pdf", "x.doc", "x"):
        readers.read(start + data, name)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2_000), st.integers(0, 255), st.booleans())
def test_documents_with_a_byte_changed_are_no_exception(at: int, byte: int, is_pdf: bool) -> None:
    data = bytearray(_PDF if is_pdf else _DOCX)
    data[at % len(data)] = byte
    readers.read(bytes(data), "x.pdf" if is_pdf else "x.docx")


_PDF = pdf(page(talk(3)))
_DOCX = docx(paragraph("Ada: Hello."), paragraph("Otto: Hi."), table(("a", "b"), ("c", "d")))


def test_a_stream_that_unpacks_without_end_is_refused() -> None:
    packed = zlib.compress(bytes(300_000_000), 9)
    good = pdf(page(["Ada: Hello."]))
    head, rest = good.split(b"stream\n", 1)
    _, tail = rest.split(b"endstream", 1)
    head = re.sub(rb"/Length \d+ >>\n$", b"/Length %d /Filter /FlateDecode >>\n" % len(packed), head)
    assert codes(head + b"stream\n" + packed + b"\nendstream" + tail, "x.pdf")


def test_a_table_of_facts_is_no_table_of_turns() -> None:
    facts = table(("Interviewee:", "Ada Brook"), ("Interviewer:", "Otto Reyes"), ("Date:", "12 May 2031"))
    reading = word(facts, paragraph("Q: Who?"), paragraph("A: Me."), paragraph("Q: Why?"))
    assert [label for label, _ in turns(reading)] == ["Q", "A", "Q"]
    assert reading.transcript.meta.date == "2031-05-12"
    assert {"Ada Brook", "Otto Reyes"} <= {speaker.name for speaker in reading.transcript.meta.speakers}


def test_text_is_found_however_deep_it_is_nested_and_once() -> None:
    def nested(tag: str, text: str, depth: int) -> str:
        return f"<w:{tag}>" * depth + text + f"</w:{tag}>" * depth

    control = nested("sdtContent", paragraph("Ada: deep one."), 200)
    inline = f"<w:p>{nested('smartTag', run('Otto: deep two.'), 200)}</w:p>"
    frame = (
        "<w:p><w:r><w:txbxContent><w:p><w:r><w:txbxContent>{}</w:txbxContent></w:r></w:p></w:txbxContent></w:r></w:p>"
    )
    reading = word(control, inline, paragraph("Ada: So."), frame.format(paragraph("deep three.")))
    for words in ("deep one", "deep two", "deep three"):
        assert str(reading.transcript).count(words) == 1
    assert codes(docx(nested("sdtContent", paragraph("Ada: too deep."), 2_000)), "x.docx") == ["broken-document"]
