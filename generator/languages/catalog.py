"""Catalogs of gettext, read as their translators have written them.

The format is that of PO files (https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html), read by Babel.
Values stand in the words as `%(name)s`; a percent sign is written twice.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import Place, Problem, problem

if TYPE_CHECKING:
    from babel.messages import Message

FOLDER = "locales"  # of an archive
_SHIPPED = Path(__file__).parent.parent / FOLDER
_VALUE = re.compile(r"%(?:\((\w+)\)s|(%)|(.?))", re.S)


class Catalog(NamedTuple):
    """The words of one language. `plural` is the expression, in C, by which gettext chooses among forms."""

    forms: Mapping[tuple[str, str], tuple[str, ...]]  # context, "" for none, and English words → forms
    plural: str
    number: int  # of these forms


ENGLISH = Catalog({}, "n != 1", 2)


def tags(language: str) -> tuple[str, ...]:
    """A language tag as files may be called after it, the nearest first: `pt-BR`, `pt_BR`, `pt`."""
    under = language.replace("-", "_")
    return tuple(dict.fromkeys((language, under, under.partition("_")[0].casefold())))


def shipped(language: str) -> str:
    """The catalog that comes with OnRecord; "" for none."""
    places = (_SHIPPED / tag / "LC_MESSAGES" / "onrecord.po" for tag in tags(language) if tag.isidentifier())
    return next((place.read_text("utf-8") for place in places if place.is_file()), "")


def load_own(root: Path, language: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of the archive's own catalog, "" for none or one that cannot be used, and what is wrong with it."""
    for tag in tags(language):
        path = f"{FOLDER}/{tag}.po"
        if not (root / path).is_file():
            continue
        try:
            text = (root / path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            return "", (problem("not-text", Place(path)),)
        except OSError as error:
            return "", (problem("unreadable-file", Place(path), reason=error.strerror),)
        problems = tuple(_problems(text, language, path))
        return "" if problems else text, problems
    return "", ()


def read(language: str, *texts: str) -> Catalog:
    """The words in the texts of catalogs, later ones before earlier; what is not translated is left out."""
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    plural, number = ENGLISH.plural, ENGLISH.number
    for text in filter(None, texts):
        known, own, count = _read(text, language)
        if not forms:
            plural, number = own, count
        order = _order(plural, number, own)
        for one in known:
            said = _all(one.string)
            if one.id and all(said) and not one.fuzzy:
                counted = len(_all(one.id)) > 1
                forms[one.context or "", _first(one.id)] = tuple(said[at] for at in order) if counted else said
    return Catalog(forms, plural, number)


def _order(plural: str, number: int, own: str) -> list[int]:
    """Where a catalog that chooses forms by `own` has those that `plural` chooses: tools differ in that."""
    if plural == own:
        return list(range(number))
    from gettext import c2py

    choose, found = c2py(own), c2py(plural)
    same = {found(count): choose(count) for count in reversed(range(1200))}
    return [same.get(form, 0) for form in range(number)]


def pieces(words: str) -> Iterator[tuple[str, str]]:
    """Words in their parts: each a text before a value, and the value's name; "" at the end."""
    text, at = "", 0
    for found in _VALUE.finditer(words):
        text += words[at : found.start()] + (found[2] or "")
        at = found.end()
        if found[1]:
            yield text, found[1]
            text = ""
    yield text + words[at:], ""


def _first(words: str | Iterable[str] | None) -> str:
    return _all(words)[0]


def _all(words: str | Iterable[str] | None) -> tuple[str, ...]:
    return (words or "",) if words is None or isinstance(words, str) else tuple(words)


def _read(text: str, language: str) -> "tuple[list[Message], str, int]":
    """The messages of a catalog, how a form is chosen, and how many there are."""
    from io import StringIO

    from babel.messages.pofile import read_po

    catalog = read_po(StringIO(text), locale=tags(language)[-1], abort_invalid=True)
    return list(catalog), catalog.plural_expr, catalog.num_plurals


def _problems(text: str, language: str, path: str) -> Iterator[Problem]:
    """What is wrong with an archive's own catalog: for its readers nothing may break where it is used."""
    from gettext import c2py

    from babel.messages.pofile import PoFileError

    lines = text.split("\n")
    try:
        messages, plural, count = _read(text, language)
        choose = c2py(plural)
        chosen = {choose(number) for number in range(200)}
    except PoFileError as error:
        yield _problem("catalog-broken", path, lines, max(error.lineno, 0) + 1, reason=str(error).partition(" on ")[0])
        return
    except (ValueError, LookupError, ZeroDivisionError, RecursionError, OverflowError) as error:
        yield _problem("catalog-broken", path, lines, 1, reason=str(error).partition("\n")[0])
        return
    for one in messages:
        forms = _all(one.string)
        if not one.id or not any(forms) or one.fuzzy:
            continue
        known = {name for words in _all(one.id) for _, name in pieces(words)} | {""}
        said = {name for words in forms for _, name in pieces(words)}
        broken = any(found[3] is not None for words in forms for found in _VALUE.finditer(words))
        if said - known or broken:
            names = ", ".join(f"%({name})s" for name in sorted(known - {""})) or "no values"
            yield _problem("catalog-value", path, lines, one.lineno, words=_first(one.id), names=names)
        elif not all(forms) or (len(_all(one.id)) > 1 and max(chosen) >= len(forms)):
            yield _problem("catalog-forms", path, lines, one.lineno, words=_first(one.id), count=count)


def _problem(kind: str, path: str, lines: list[str], line: int | None, **facts: object) -> Problem:
    line = min(line or 1, len(lines))
    excerpt = lines[line - 1]
    return problem(kind, Place(path, line, 1, excerpt, max(1, len(excerpt))), **facts)
