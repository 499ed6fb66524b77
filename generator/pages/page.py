"""What one page of the site is: a value that says its URL, its template and all that the template may see."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from generator.memory import key
from generator.model import Value

LANES = 4  # of the strip: the voices that have one of their own; all others share the next

# Primary subtags of languages written from right to left, and the scripts that make any language so.
_RIGHT_TO_LEFT = frozenset(
    (
        *("ar", "arc", "arz", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc"),
        *("mzn", "nqo", "pnb", "prs", "ps", "sd", "syr", "ug", "ur", "yi"),
    )
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"))


class Page(Value):
    """One page. Equal pages give equal bytes under equal settings and templates."""

    url: str  # from the site's root, "transcripts/harbour-levy.html"
    template: str  # "transcript.html"
    title: str
    description: str
    data: Value  # what this kind of page shows: small plain values, and keys of rows that the memory keeps
    language: str = "en"
    indexed: bool = True  # False: kept out of search engines and of the sitemap
    kind: str = "page"  # home, transcript, speaker, topic, …
    image: str = ""  # for cards, as the front matter names it

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return direction(self.language)


Cause = tuple[str, str]  # what a page is made from, and a hash of it


class Planned(NamedTuple):
    """A page that is not made yet. It need not be made again as long as its causes are the same."""

    url: str
    kind: str
    title: str
    causes: tuple[Cause, ...]
    make: Callable[[], Page]
    indexed: bool = True  # False: kept out of search engines and of the sitemap

    @property
    def template(self) -> str:
        """The name of its template."""
        return "404.html" if self.kind == "missing" else f"{self.kind}.html"


def cause(name: str, value: Value) -> Cause:
    """A value as a cause under a name that people understand: "person ines-okafor"."""
    return name, key(msgspec.msgpack.encode(value))


class FreePage(Value):
    """A page of `content/pages/`, already HTML."""

    name: str
    title: str
    html: str
    language: str
    draft: bool = False


class PageLink(Value):
    """Words that lead to a page of the site; `url` is site-relative and may have a fragment."""

    title: str
    url: str
    detail: str = ""  # quiet words beside it: a date, a role
    language: str = ""  # of the title


def direction(language: str) -> str:
    """`rtl` for a language tag (BCP 47) written from right to left, else `ltr`."""
    primary, *rest = language.casefold().replace("_", "-").split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary in _RIGHT_TO_LEFT else "ltr"


def clock(milliseconds: int) -> str:
    """A time in a recording: `0:04`, `12:30`, `1:02:09`."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
