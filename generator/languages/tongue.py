"""One language of the interface, as pages and templates use it."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from generator.languages import catalog as catalogs
from generator.languages.catalog import Catalog
from generator.languages.formats import Formats, formats, moment

_PERCENT = str.maketrans({"%": "%%"})
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_SAMPLES = (*range(30), 100, 1_000_000)  # among them are numbers of every category of every language


def message(words: str) -> str:
    """Marks words for the catalogs that are looked up later, by `Tongue.known` or by `gettext` of a variable."""
    return words


def meaning(context: str, words: str) -> str:  # noqa: ARG001  (for the catalogs alone)
    """The same for words that mean several things: `context` says which."""
    return words


class Tongue:
    """The words of a language, and how it writes dates, numbers and lists. `key` differs where anything may differ."""

    def __init__(self, language: str, catalog: Catalog, written: Formats, own: str = "") -> None:
        self.language = language
        self.key = f"{language}\0{own}"
        self._forms = catalog.forms
        self._formats = written
        self.number = written.number  # how a whole number is written
        self._date = lru_cache(maxsize=1 << 14)(self._dated)
        self._plural = _english if catalog.plural == catalogs.ENGLISH.plural else _chooser(catalog.plural)
        self._number = catalog.number

    @property
    def speaks(self) -> bool:
        """Whether there are any words in this language."""
        return bool(self._forms) or self.language.casefold().partition("-")[0] == "en"

    # --- words

    def gettext(self, words: str, **values: object) -> str:
        """English words in this language, with their values."""
        return self.forms(words)[0] % values

    def pgettext(self, context: str, words: str, **values: object) -> str:
        """The same for words that mean several things: `context` says which."""
        return self.forms(words, context=context)[0] % values

    def ngettext(self, one: str, more: str, count: int, **values: object) -> str:
        """Words with a count, which they have as `%(num)s`."""
        return self.counted(count, self.forms(one, more), **values)

    def known(self, words: str, context: str = "", otherwise: str | None = None) -> str:
        """Words that the catalog may know, such as the kind of an event; else as they are, or what is given."""
        found = self._forms and self._forms.get((context, words.translate(_PERCENT)))
        return found[0] % {} if found else words if otherwise is None else otherwise

    def forms(self, one: str, more: str | None = None, context: str = "") -> tuple[str, ...]:
        """All forms of words, with their values still to be filled in; without `more` there is one."""
        found = self._forms.get((context, one))
        if found or more is None:
            return found or (one,)
        # English words, one for each form of this language.
        alone = self._plural(1) if self._plural(1) != self._plural(2) else -1
        return tuple(one if form == alone else more for form in range(self._number))

    def counted(self, count: int, forms: tuple[str, ...], **values: object) -> str:
        """That of the forms which goes with a count, filled in."""
        return forms[self._plural(count)] % {"num": self.number(count), **values}

    def form(self, count: int) -> int:
        """The number of the form which goes with a count."""
        return self._plural(count)

    def categories(self, one: str, more: str) -> Mapping[str, str]:
        """The forms of words by their category in CLDR, for scripts, which choose by `Intl.PluralRules`."""
        forms = self.forms(one, more)
        found = {self._formats.category(number): forms[self._plural(number)] for number in _SAMPLES}
        return {category: found[category] for category in _CATEGORIES if category in found}

    # --- what is no word

    def date(self, date: str) -> str:
        """A date of front matter for people; what is not a date is given back as it is."""
        return self._date(date)

    def year(self, year: str) -> str:
        """The heading of a year in a list, "2031" or "undated"."""
        return year if year.isdigit() else self.known(year)

    def joined(self, names: Iterable[str]) -> str:
        """A list in running text: `A, B and C`."""
        return self._formats.joined(tuple(names))

    def language_name(self, tag: str) -> str:
        """The name of a language, or its tag where there is none."""
        return self._formats.language(tag)

    def _dated(self, date: str) -> str:
        found = moment(date)
        try:
            return self._formats.date(found) if found else date
        except ValueError:  # a day that no calendar has
            return date


@lru_cache(maxsize=32)
def tongue(language: str, own: str = "") -> Tongue:
    """How the interface speaks `language`; `own` is the text of the archive's catalog, which `load_own` has checked."""
    shipped = "" if language.casefold() == "en" else catalogs.shipped(language)
    read = catalogs.read(language, shipped, own) if shipped or own else catalogs.ENGLISH
    return Tongue(language, read, formats(language), own)


def _english(count: int) -> int:
    return int(count != 1)


def _chooser(plural: str) -> Callable[[int], int]:
    from gettext import c2py

    return lru_cache(maxsize=4096)(c2py(plural))


ENGLISH = tongue("en")
