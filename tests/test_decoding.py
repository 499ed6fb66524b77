"""Bytes → text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.decoding import decode


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in decode(data, "x")[1]]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Größe".encode(), "Größe"),
        (codecs.BOM_UTF8 + "é".encode(), "é"),
        ("Größe".encode("utf-16"), "Größe"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("a\u2028b\u2029c\x85d".encode(), "a\nb\nc\nd"),
        (b"a\0b", "a\ufffdb"),
        (b"", ""),
    ],
)
def test_what_the_bytes_say(data: bytes, text: str) -> None:
    assert decode(data, "x") == (text, ())


def test_other_encodings_are_guessed_and_told() -> None:
    text = "Die Größe der Brücke überraschte alle, die darüber fuhren. “Wirklich”, sagte sie – später."
    assert decode(text.encode("cp1252"), "x")[0] == text
    assert codes(text.encode("cp1252")) == ["other-encoding"]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", b"PK\x03\x04" + bytes(range(256)), bytes(range(256)) * 4]
)
def test_what_is_no_text_is_an_error(data: bytes) -> None:
    assert decode(data, "x")[0] == ""
    assert codes(data) == ["not-text"]


def test_utf16_without_a_mark_is_recognised() -> None:
    assert decode("a line of text".encode("utf-16-le"), "x")[0] == "a line of text"


def test_control_characters_are_kept_and_told_once() -> None:
    text, (problem,) = decode(b"ab\x07c\x08", "x")
    assert text == "ab\x07c\x08"
    assert problem.code == "control-character"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (1, 3)


@given(st.text(st.characters(exclude_characters="\0\r\x85\u2028\u2029\ufeff", exclude_categories=["Cs"])))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode(), "x")[0] == text


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    text, problems = decode(data, "x")
    assert "\r" not in text
    assert text or not data or problems or data in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Señor Núñez: Buenos días, ¿cómo está? Mañana dijo “nunca más”."),
        ("cp1252", "Le président: Où êtes-vous né, à l’époque ? C’était déjà ça."),
        ("cp1252", "Não, amanhã não há reunião; são questões de educação."),
        ("cp1252", "Hvor er De født? På Fyn. Færgen sejlede hver søndag."),
        ("cp1252", "Mr Núñez met Frau Müller and Mme Lefèvre – in Malmö."),
        ("cp1250", "Pan Łukasz: Dzień dobry, proszę państwa. Chciałbym zacząć."),
        ("cp1250", "Předseda: Dobrý den, vážení přítomní. Začneme žádostí."),
        ("cp1254", "Başkan: Günaydın, değerli arkadaşlar. Çok teşekkürler."),
        ("mac_roman", "Señor Núñez: “Buenos días” en el café."),
        ("cp1251", "Председатель: Добрый день, уважаемые коллеги."),
        ("cp1253", "Πρόεδρος: Καλημέρα σας, κυρίες και κύριοι."),
    ],
)
def test_code_pages_are_told_apart_by_the_letters_of_a_language(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "x")[0] == text
