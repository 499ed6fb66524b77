"""The table `[theme]` of the settings, and the words by which settings name parts of the site."""

from typing import Any

from generator.config.schema import COLOUR, URL, Shape, keys, number, one_or_many, scalar, word
from generator.model import Value

# The site's own lists, as the navigation names them.
LISTS = {name: f"{name}/index.html" for name in ("transcripts", "speakers", "topics", "notes")}
# The parts of the front page below its head, in their usual order.
HOME = ("lead", "new", "questions", "voices", "topics", "series", "years")

_FONT_FILES = (".woff2", ".woff", ".ttf", ".otf")
_NARROWEST, _WIDEST = 45, 90  # characters: below and above, nobody reads at ease


class ThemeSettings(Value):
    """How the theme is varied. Paths are of files in `static/`, without that."""

    accent: str | None = None  # colours: #1b5e7a
    paper: str | None = None
    ink: str | None = None
    book: tuple[str, ...] = ()  # typefaces of the text and of everything around it: names and font files
    plain: tuple[str, ...] = ()
    measure: int | None = None  # width of the text in characters
    logo: str | None = None
    logo_dark: str | None = None
    home: tuple[str, ...] = HOME
    image: str | None = None  # for the cards of pages, as it was written

    @property
    def files(self) -> tuple[str, ...]:
        """The files of `static/` that the pages load."""
        fonts = (name for name in (*self.book, *self.plain) if is_font_file(name))
        return (*(logo for logo in (self.logo, self.logo_dark) if logo), *fonts)


def is_font_file(name: str) -> bool:
    """Whether a typeface is given as a file, not by its name."""
    return name.casefold().endswith(_FONT_FILES)


def _static_file(text: str) -> str | None:
    path = text.strip().removeprefix("./").removeprefix("static/")
    inside = path and path.isprintable() and not path.startswith("/") and ".." not in path.split("/")
    return path if inside and not set(path) & set("\\:?#") else None


def _typeface(text: str) -> str | None:
    name = text.strip()
    if is_font_file(name):
        return _static_file(name)
    return name if name.isprintable() and 0 < len(name) <= 100 and not set(name) & set("/\\:") else None


_FILE = scalar("the path of a file in static/, such as logo.svg", _static_file, {"type": "string"})
_TYPEFACE = scalar(
    "the name of a typeface or a font file in static/, such as fonts/Literata.woff2", _typeface, {"type": "string"}
)
_SECTIONS = one_or_many(word(HOME))
_HOME = Shape(lambda node, check: tuple(dict.fromkeys(_SECTIONS.read(node, check) or ())), _SECTIONS.schema)

THEME: Shape[dict[str, Any]] = keys(
    {
        "accent": COLOUR.about("The one colour of links and marks; made readable in both schemes."),
        "paper": COLOUR.about("The colour of the page: lightened for the light scheme, darkened for the dark one."),
        "ink": COLOUR.about("The colour of the text; made readable in both schemes."),
        "book": one_or_many(_TYPEFACE).about("The typeface of the text: names, or font files in static/."),
        "plain": one_or_many(_TYPEFACE).about("The typeface of names, dates and buttons."),
        "measure": number(f"a number of characters from {_NARROWEST} to {_WIDEST}", _NARROWEST, _WIDEST).about(
            "The width of the text, in characters; 66 by default."
        ),
        "logo": _FILE.about("A picture beside the site's name: a file in static/."),
        "logo_dark": _FILE.about("The same for the dark scheme."),
        "home": _HOME.about("The parts of the front page, in their order."),
        "image": URL.about("A picture for cards where a page is shared: a file in static/ or an address."),
    },
    {
        "color": "accent",
        "colour": "accent",
        "primary": "accent",
        "background": "paper",
        "text": "ink",
        "font": "book",
        "fonts": "book",
        "sans": "plain",
        "width": "measure",
        "sections": "home",
        "cover": "image",
    },
)
