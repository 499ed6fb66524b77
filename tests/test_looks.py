"""Typefaces and measure of the settings, as CSS."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.config import Settings, ThemeSettings
from generator.looks import css_words, look


def style(language: str = "en", **theme: object) -> str:
    settings = replace(Settings(), language=language, theme=ThemeSettings(**theme))  # type: ignore[arg-type]
    return look(settings).style(lambda file: f"../static/{file}")


def unescaped(css: str) -> str:
    return re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), css)


def test_without_settings_there_is_nothing() -> None:
    assert style() == ""


def test_names_come_before_what_every_device_has() -> None:
    assert style(book=("Literata", "Georgia")) == (
        ':root,:lang(en){--book:"Literata","Georgia",Georgia,"Noto Serif",serif}'
    )
    assert style("zh-Hant", plain=("system-ui",)) == ":root,:lang(zh-Hant){--plain:system-ui,system-ui,sans-serif}"


def test_files_make_one_typeface() -> None:
    css = unescaped(style(book=("fonts/L-Regular.woff2", "fonts/L-SemiBoldItalic.woff2", "Georgia")))
    assert css.count("@font-face{font-family:or-book;") == 2
    assert 'src:url("../static/fonts/L-Regular.woff2");font-weight:400;font-style:normal' in css
    assert 'src:url("../static/fonts/L-SemiBoldItalic.woff2");font-weight:600;font-style:italic' in css
    assert '--book:"or-book","Georgia",' in css


@pytest.mark.parametrize(
    ("file", "weight", "slope"),
    [
        ("Literata.woff2", "400", "normal"),
        ("EBGaramond-VariableFont_wght.ttf", "100 900", "normal"),
        ("EBGaramond-Italic-VariableFont_wght.ttf", "100 900", "italic"),
        ("inter-latin-300-normal.woff2", "300", "normal"),
        ("Inter-ExtraBold.OTF", "800", "normal"),
        ("source-serif-4-semi-bold-italic.woff", "600", "italic"),
        ("Roboto-LightOblique.woff2", "300", "italic"),
        ("Charis-Bold.ttf", "700", "normal"),
    ],
)
def test_the_name_of_a_font_file_tells_weight_and_slope(file: str, weight: str, slope: str) -> None:
    assert f"font-weight:{weight};font-style:{slope};" in style(plain=(file,))


def test_the_measure_is_for_screens_where_nobody_has_chosen_another() -> None:
    assert style(measure=66) == "@media screen{:root:not([data-measure]){--measure:34.00rem}}"


@given(st.text(min_size=1, max_size=30))
def test_no_name_leaves_its_string(name: str) -> None:
    css = style(book=(name,), plain=(f"{name}.woff2",))
    assert set('<>"\n{};') & set(css_words(name)) == set()
    assert css.count("{") == css.count("}") == 3
    assert css.count('"') % 2 == 0
