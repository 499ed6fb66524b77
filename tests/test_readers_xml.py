"""XML that is broken, wrongly declared or made to do harm."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import readers
from generator.readers import xml
from tests.transcripts import codes, read, said

SPEECH = "<publicwhip><speech speakername='Ada'><p>{}</p></speech></publicwhip>"


def text_of(data: bytes) -> str:
    root, _ = xml.parse(data, "x.xml")
    return xml.words(root)


BOMB = "<!DOCTYPE a [<!ENTITY a '0123456789'>{}]>".format(
    "".join(f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB + SPEECH.format("&i;"),
        "<!DOCTYPE a [<!ENTITY a '&a;'>]>" + SPEECH.format("&a;"),
        "<!DOCTYPE a [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>" + SPEECH.format("&a;"),
        f"<!DOCTYPE a [<!ENTITY a '{'x' * 900}'>]>" + SPEECH.format("&a;" * 10_000),
    ],
)
def test_a_bomb_is_refused_with_a_clear_problem(text: str) -> None:
    reading = readers.read(text.encode(), "x.xml")
    assert codes(reading) == ["xml-bomb"]
    assert said(reading) == []


def test_nothing_is_fetched_from_outside() -> None:
    doctype = "<!DOCTYPE publicwhip SYSTEM 'http://localhost:9/x.dtd' [<!ENTITY secret SYSTEM 'file:///etc/passwd'>]>"
    reading = read(doctype + SPEECH.format("It is &secret; here."))
    assert said(reading) == [("Ada", ["It is &secret; here."])]
    assert "xml-outside" in codes(reading)


def test_the_characters_that_a_file_names_itself_are_read() -> None:
    doctype = "<!DOCTYPE publicwhip\n[\n<!ENTITY mdash '&#8212;'>\n<!-- ]> -->\n<!ENTITY both '&mdash;!'>\n]>\n"
    assert said(read(doctype + SPEECH.format("Tea&mdash;or milk&both; &amp; &eacute; &#233;"))) == [
        ("Ada", ["Tea—or milk—! & é é"])
    ]


def test_lines_stay_where_they_are_behind_a_document_type() -> None:
    doctype = "<?xml version='1.0'?>\n<!DOCTYPE publicwhip [\n<!ENTITY a 'b'>\n]>\n"
    assert read(doctype + SPEECH.format("Hello.")).item_positions[0].line == 5


def test_a_lone_ampersand_stays_and_is_told() -> None:
    reading = read(SPEECH.format("Brook & Lind &nosuch; &#0; sons"))
    assert said(reading) == [("Ada", ["Brook & Lind &nosuch; &#0; sons"])]
    assert codes(reading) == ["xml-ampersand"]


def test_a_file_that_was_cut_off_is_kept_as_far_as_it_goes() -> None:
    reading = read("<publicwhip><speech speakername='Ada'><p>One.</p></speech><speech speakername='Otto'><p>Tw")
    assert said(reading) == [("Ada", ["One."]), ("Otto", ["Tw"])]
    assert codes(reading) == ["xml-broken"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("ISO-8859-1", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("utf-8", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("windows-1250", "cp1250"),
        ("no-such-thing", "utf-8"),
        (None, "utf-16-le"),
    ],
)
def test_encodings_are_as_they_are_and_not_as_declared(declared: str | None, encoding: str) -> None:
    head = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    text = head + SPEECH.format("Das Café war schön, sagte Käthe; größer als üblich.")
    assert said(read(text.encode(encoding))) == [("Ada", ["Das Café war schön, sagte Käthe; größer als üblich."])]


def test_the_root_tells_the_format_and_not_the_ending() -> None:
    for name in ("talk.xml", "talk.txt", "talk"):
        assert readers.family(SPEECH.encode(), name) == "publicwhip"
    assert readers.family(b"<?xml version='1.0'?><!DOCTYPE html><html></html>", "x.xml") == "html"
    assert readers.family(b"<Ada:>\nHello.\n", "x.txt") == "plain"


def test_xml_of_another_kind_is_named() -> None:
    (problem,) = read("<?xml version='1.0'?><recipe><salt/></recipe>").problems
    assert problem.code == "xml-unknown"
    assert "<recipe>" in problem.message


@pytest.mark.parametrize(
    "data",
    [
        b"<!--" * 50_000,
        b"<!DOCTYPE a [" + b"<!a" * 50_000,
        b"<!DOCTYPE a [" + b'<!ENTITY a "' * 50_000,
        b"<a>" + b"<![CDATA[" * 50_000,
        b"<a>" + b"&" * 200_000,
        b"<a>" * 50_000,
        b"<a " * 50_000,
        b"<?" * 50_000,
    ],
    ids=range(8),
)
def test_what_goes_on_without_end_does_not_hang(data: bytes) -> None:
    start = time.process_time()
    xml.parse(data, "x.xml")
    xml.root_name(data)
    assert time.process_time() - start < 3


@given(st.text(alphabet="<>/!-[]?&;#xa1=\"' \n\0é", max_size=80))
def test_whatever_stands_in_an_xml_file_it_is_read(text: str) -> None:
    readers.read(text.encode(), "x.xml")
    xml.parse(text.encode(), "x.xml")


def test_cdata_is_taken_as_it_is() -> None:
    assert text_of(b"<a><![CDATA[x &amp; <b> &nbsp;]]></a>") == "x &amp; <b> &nbsp;"
