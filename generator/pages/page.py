"""What one page of the site is: a value that says its URL, its template and all that the template may see."""

from collections.abc import Callable
from functools import lru_cache
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


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def readable_date(date: str) -> str:
    """A date as written in front matter, for people: `6 May 2031`, `May 2031`, `1974`, `6 May 2031, 10:02`.

    What is not a date is given back as it is. No time zone is ever applied: the day stays the day that was written.
    """
    day, _, time = date.strip().replace("T", " ").partition(" ")
    parts = day.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        return date
    numbers = [int(part) for part in parts]
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        return date
    words = [str(numbers[0])]
    if len(numbers) > 1:
        words.insert(0, _MONTHS[numbers[1] - 1])
    if len(numbers) > 2:
        words.insert(0, str(numbers[2]))
    hour = time[:5] if time[2:3] == ":" and time[:2].isdigit() and time[3:5].isdigit() else ""
    return " ".join(words) + (f", {hour}" if hour else "")


def clock(milliseconds: int) -> str:
    """A time in a recording: `0:04`, `12:30`, `1:02:09`."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@lru_cache(maxsize=64)
def language_name(tag: str) -> str:
    """The English name of a language, or its tag where there is none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag.replace("-", "_")).get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag
