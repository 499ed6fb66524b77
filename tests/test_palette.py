"""The colours of the settings: whatever they are, everything can be read in both schemes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import palette
from generator.palette import contrast, palette_css
from tests.document_theme import properties

Colour = tuple[int, int, int]

_colours = st.none() | st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def rgb(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def schemes(css: str) -> tuple[dict[str, Colour], dict[str, Colour]]:
    """The colours of the light and of the dark scheme, where the style sheet of the theme is followed by this."""
    told = {**properties(), **dict(re.findall(r"(--[\w-]+):([^;}]+)", css))}
    light, dark = {}, {}
    for name, value in told.items():
        if pair := re.fullmatch(r"light-dark\((#\w{6}), ?(#\w{6})\)", value):
            light[name[2:]], dark[name[2:]] = rgb(pair[1]), rgb(pair[2])
    light["accent"], dark["accent"] = rgb(told["--accent-light"]), rgb(told["--accent-dark"])
    return light, dark


@settings(max_examples=200)
@given(_colours, _colours, _colours)
def test_everything_can_be_read_in_both_schemes(accent: str | None, paper: str | None, ink: str | None) -> None:
    for scheme in schemes(palette_css(accent, paper, ink)):
        assert contrast(scheme["ink"], scheme["paper"]) >= 7  # WCAG 2.2 AAA
        for ground in ("paper", "raised", "glow"):
            assert contrast(scheme["ink"], scheme[ground]) >= 4.5
            assert contrast(scheme["accent"], scheme[ground]) >= 4.5
        for ground in ("paper", "raised"):
            assert contrast(scheme["soft"], scheme[ground]) >= 4.5
            for voice in range(1, 5):
                assert contrast(scheme[f"voice-{voice}"], scheme[ground]) >= 3


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    light, dark = schemes(palette_css("#7a0019", "#fff1e5", "#102030"))
    assert (light["accent"], light["paper"], light["ink"]) == (rgb("#7a0019"), rgb("#fff1e5"), rgb("#102030"))
    assert schemes(palette_css("#7a0019"))[0] == {**schemes("")[0], "accent": rgb("#7a0019")}
    assert schemes(palette_css(paper="#101418"))[1]["paper"] == rgb("#101418")
    assert dark["paper"] != light["paper"]


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    for told, known in zip(schemes(""), (palette._LIGHT, palette._DARK), strict=True):
        assert (told["paper"], told["raised"], told["ink"], told["glow"]) == known[:4]


def test_short_and_long_ways_of_writing_a_colour_are_one() -> None:
    assert palette_css("#f00") == palette_css("#ff0000") != ""


@pytest.mark.parametrize("colour", ["", "red", "#12", "#12345g", "url(x)", "#fff;}body{"])
def test_what_is_no_colour_is_left_out(colour: str) -> None:
    assert palette_css(colour, colour, colour) == ""
