"""Dates, numbers and lists as a language writes them: English as this project always has, all others by CLDR.

The Unicode Common Locale Data Repository (https://cldr.unicode.org) is read through Babel. Digits are always 0 to 9, as
in the anchors, times and numbers of turns beside which they stand. No time zone is ever applied.
"""

from datetime import datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from babel import Locale

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Formats(Protocol):
    """How one language writes what is no word."""

    def date(self, moment: "Moment") -> str:
        """A date, as precise as it is known. ValueError for a day that no calendar has."""

    def number(self, number: int) -> str:
        """A whole number."""

    def joined(self, names: tuple[str, ...]) -> str:
        """A list in running text: `A, B and C`."""

    def language(self, tag: str) -> str:
        """The name of a language, or its tag where there is none."""

    def category(self, number: int) -> str:
        """Which words go with a number, as `Intl.PluralRules` of browsers says it: "one", "few", "other"."""


class Moment(NamedTuple):
    """A date as it was written; what is not known is 0 or ""."""

    year: int
    month: int = 0
    day: int = 0
    time: str = ""  # "10:02"


def moment(date: str) -> Moment | None:
    """What a date of front matter says: `2031-05-06T10:02`, `2031-05`, `1974`; None for what is no date."""
    written, _, hour = date.strip().replace("T", " ").partition(" ")
    parts = written.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    numbers = [int(part) for part in parts]
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        return None
    has_time = hour[2:3] == ":" and hour[:2].isdigit() and hour[3:5].isdigit()
    year, month, day = [*numbers, 0, 0][:3]
    return Moment(year, month, day, hour[:5] if has_time else "")


class English:
    """`6 May 2031`, `May 2031`, `1974`, `6 May 2031, 10:02`."""

    def date(self, moment: Moment) -> str:
        words = [str(moment.year)]
        if moment.month:
            words.insert(0, _MONTHS[moment.month - 1])
        if moment.day:
            words.insert(0, str(moment.day))
        return " ".join(words) + (f", {moment.time}" if moment.time else "")

    def number(self, number: int) -> str:
        return f"{number:,}"

    def joined(self, names: tuple[str, ...]) -> str:
        *some, last = names or ("",)
        return f"{', '.join(some)} and {last}" if some else last

    def language(self, tag: str) -> str:
        return _language_name(tag, "en")

    def category(self, number: int) -> str:
        return "one" if number == 1 else "other"


class Cldr:
    """As CLDR says for a locale."""

    def __init__(self, locale: "Locale") -> None:
        self._locale = locale
        self._number = lru_cache(maxsize=4096)(self._formatted)

    def date(self, moment: Moment) -> str:
        from babel.dates import format_date, format_skeleton, format_time, get_datetime_format

        day = datetime(moment.year, moment.month or 1, moment.day or 1)
        if not moment.day:
            return format_skeleton("yMMMM" if moment.month else "y", day, locale=self._locale)
        written = format_date(day, "long", locale=self._locale)
        if not moment.time:
            return written
        hour = format_time(time.fromisoformat(moment.time), "HH:mm", locale=self._locale)
        both = str(get_datetime_format("medium", locale=self._locale)).replace("'", "")
        return both.replace("{0}", hour).replace("{1}", written)

    def number(self, number: int) -> str:
        return self._number(number)

    def joined(self, names: tuple[str, ...]) -> str:
        from babel.lists import format_list

        return format_list(names, locale=self._locale)

    def language(self, tag: str) -> str:
        return _language_name(tag, str(self._locale))

    def category(self, number: int) -> str:
        return str(self._locale.plural_form(number))

    def _formatted(self, number: int) -> str:
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self._locale)


def formats(language: str) -> Formats:
    """How a language writes; one that CLDR does not know writes as English does."""
    if language.casefold() == "en":
        return English()
    from babel import Locale, UnknownLocaleError

    for tag in dict.fromkeys((language, language.partition("-")[0])):
        try:
            return Cldr(Locale.parse(tag.replace("-", "_"), resolve_likely_subtags=False))
        except (UnknownLocaleError, ValueError):
            continue
    return English()


@lru_cache(maxsize=256)
def _language_name(tag: str, told_in: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag.replace("-", "_")).get_display_name(told_in) or tag
    except (UnknownLocaleError, ValueError):
        return tag
