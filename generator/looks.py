"""What the settings say of colours, typefaces and measure, as CSS in the head of every page."""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from generator.config import Settings, is_font_file
from generator.model import Value
from generator.palette import palette_css

# A measure of so many characters is so wide in the theme's own typeface.
_USUAL_MEASURE, _USUAL_WIDTH = 66, 34  # characters, rem
# What stands in for a typeface that a device has not, or has not yet.
_FALLBACKS = {"book": 'Georgia,"Noto Serif",serif', "plain": "system-ui,sans-serif"}
# Names that CSS does not take in quotation marks (CSS Fonts 4, "generic-family").
_GENERIC = frozenset(
    ("serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded")
)
# What the names of font files say of their weight; a heavier word holds lighter ones, so it stands before them.
_WEIGHTS = {
    "variable": "100 900", "wght": "100 900", "extralight": "200", "ultralight": "200", "semibold": "600",
    "demibold": "600", "extrabold": "800", "ultrabold": "800", "thin": "100", "light": "300", "medium": "500",
    "bold": "700", "heavy": "800", "black": "900",
}  # fmt: skip
_NUMBERED = re.compile(r"(?<![0-9])[1-9]00(?![0-9])")


class Face(Value):
    """One font file of a typeface. `file` is its path in `static/`."""

    family: str
    file: str
    weight: str
    italic: bool


class Look(Value):
    """CSS that is the same on every page, and the font files, whose addresses are not."""

    css: str = ""
    faces: tuple[Face, ...] = ()

    def style(self, static: Callable[[str], str]) -> str:
        """The CSS of a page, where `static` makes the address of a file in `static/`."""
        return "".join(_font_face(face, static(face.file)) for face in self.faces) + self.css


def look(settings: Settings) -> Look:
    """What the settings say of the look; "" and nothing where all is as by default."""
    theme = settings.theme
    css = palette_css(theme.accent, theme.paper, theme.ink)
    if theme.measure:
        # Not where readers have chosen another measure, nor on paper, which has its own.
        width = theme.measure * _USUAL_WIDTH / _USUAL_MEASURE
        css += f"@media screen{{:root:not([data-measure]){{--measure:{width:.2f}rem}}}}"
    faces: list[Face] = []
    for part, names in (("book", theme.book), ("plain", theme.plain)):
        if names:
            files = [_face(f"or-{part}", name) for name in names if is_font_file(name)]
            faces += files
            # Other scripts keep the typefaces that the theme has for them; the site's own language does not.
            css += f":root,:lang({settings.language}){{--{part}:{_family(part, names, files)}}}"
    return Look(css, tuple(faces))


def css_words(words: str) -> str:
    """Words as they can stand in a CSS string, whatever they are."""
    return "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in words)


def _family(part: str, names: Iterable[str], files: list[Face]) -> str:
    told = (name if name in _GENERIC else f'"{css_words(name)}"' for name in names if not is_font_file(name))
    return ",".join((*(f'"or-{part}"' for _ in files[:1]), *told, _FALLBACKS[part]))


def _face(family: str, file: str) -> Face:
    """A font file, with the weight and slope that its name tells: `Literata-SemiBoldItalic.woff2`, `inter-400.woff`."""
    name = PurePosixPath(file).stem.casefold()
    numbered = _NUMBERED.search(name)
    told = (weight for word, weight in _WEIGHTS.items() if word in name.replace("-", "").replace("_", ""))
    weight = numbered[0] if numbered else next(told, "400")
    return Face(family, file, weight, "italic" in name or "oblique" in name)


def _font_face(face: Face, address: str) -> str:
    style = "italic" if face.italic else "normal"
    return (
        f'@font-face{{font-family:{face.family};src:url("{css_words(address)}");'
        f"font-weight:{face.weight};font-style:{style};font-display:swap}}"
    )
