"""Two texts of one event on a page of their own: their differences in one text, or a translation side by side."""

from collections.abc import Iterator
from functools import partial

from generator import routes
from generator.languages import Tongue
from generator.model import Entry, Record, Value
from generator.pages.differences import Differences, differences
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause, direction
from generator.pages.parallel import Parallel, parallel
from generator.pages.versions import Versions

_STAGES = ("prepared", "delivered", "corrected")


class Text(Value):
    """One of the two texts."""

    id: str
    title: str
    url: str
    name: str  # "as prepared", or the language of a translation's
    language: str
    direction: str
    facts: tuple[str, ...]  # what tells it from others at a glance


class Manner(Value):
    """How two texts are shown."""

    names: tuple[str, ...]  # "as prepared", or a language
    side_by_side: bool


class Compared(Value):
    """What the page is made from besides the two texts; `first` is the earlier one, or the original."""

    first: Entry
    second: Entry
    manner: Manner

    @property
    def entries(self) -> tuple[Entry, Entry]:
        """The transcripts whose texts the page shows."""
        return self.first, self.second


class Comparison(Value):
    """What the template sees: one of `differences` and `parallel` is there."""

    first: Text
    second: Text
    differences: Differences | None
    parallel: Parallel | None


def pages(lookup: Lookup) -> Iterator[Planned]:
    """One page for each text that is another text of one of the archive."""
    versions, tongue = Versions(lookup), lookup.tongue
    for variant, original in versions.pairs():
        side_by_side = is_translation(variant, original)
        in_order = side_by_side or _stage(original) <= _stage(variant)
        first, second = (original, variant) if in_order else (variant, original)
        named = (_language(one, tongue) if side_by_side else versions.name(one) for one in (first, second))
        manner = Manner(tuple(named), side_by_side)
        url, names = routes.comparison(variant.id), tongue.joined(manner.names)
        title = tongue.gettext("%(title)s: %(names)s", title=second.title, names=names)
        causes = lookup.of((first.id, second.id), cause(f"comparison of {first.path} with {second.path}", manner))
        make = partial(_page, url, title, Compared(first, second, manner), tongue)
        yield Planned(url, "compare", title, causes, make, indexed=False)


def comparison(compared: Compared, records: tuple[Record, Record], tongue: Tongue) -> Comparison:
    """The page's text."""
    named = zip(compared.entries, compared.manner.names, strict=True)
    left, right = (_text(entry, name, tongue) for entry, name in named)
    if compared.manner.side_by_side:
        return Comparison(left, right, None, parallel(*records, tongue))
    return Comparison(left, right, differences(*records, tongue), None)


def is_translation(variant: Entry, original: Entry) -> bool:
    """Whether two texts are in different languages: then words cannot be compared."""
    return variant.meta.variant == "translation" or _tongue(variant) != _tongue(original)


def _language(entry: Entry, tongue: Tongue) -> str:
    return tongue.language_name(entry.language)


def _tongue(entry: Entry) -> str:
    return entry.language.replace("_", "-").partition("-")[0].casefold()


def _stage(entry: Entry) -> int:
    """How far a text has come: prepared, delivered, corrected; one that does not say so is as delivered."""
    said = entry.meta.variant or (entry.meta.status or "").casefold()
    return next((stage for stage, word in enumerate(_STAGES) if word in said), 1)


def _page(url: str, title: str, compared: Compared, tongue: Tongue) -> Page:
    names = tongue.joined(compared.manner.names)
    if compared.manner.side_by_side:
        about = tongue.gettext("Two texts of one event, %(names)s, side by side.", names=names)
    else:
        about = tongue.gettext("Two texts of one event, %(names)s, with what differs marked.", names=names)
    language = tongue.language
    return Page(url, "compare.html", title, about, compared, language=language, indexed=False, kind="compare")


def _text(entry: Entry, name: str, tongue: Tongue) -> Text:
    meta = entry.meta
    facts = (
        tongue.date(meta.date) if meta.date else "",
        tongue.gettext("updated %(date)s", date=tongue.date(meta.changed)) if meta.changed else "",
        tongue.ngettext("%(num)s word", "%(num)s words", entry.words),
    )
    return Text(
        id=entry.id,
        title=entry.title,
        url=routes.transcript(entry.id),
        name=name,
        language=entry.language,
        direction=direction(entry.language),
        facts=tuple(fact for fact in facts if fact),
    )
