"""Two texts of one event on a page of their own: their differences in one text, or a translation side by side."""

from collections.abc import Iterator
from functools import partial

from generator import routes
from generator.model import Entry, Record, Value
from generator.pages.differences import Differences, differences
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause, direction, language_name, readable_date
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
    versions = Versions(lookup)
    for variant, original in versions.pairs():
        side_by_side = is_translation(variant, original)
        in_order = side_by_side or _stage(original) <= _stage(variant)
        first, second = (original, variant) if in_order else (variant, original)
        named = (language_name(text.language) if side_by_side else versions.name(text) for text in (first, second))
        manner = Manner(tuple(named), side_by_side)
        url, title = routes.comparison(variant.id), f"{second.title}: {' and '.join(manner.names)}"
        causes = lookup.of((first.id, second.id), cause(f"comparison of {first.path} with {second.path}", manner))
        make = partial(_page, url, title, Compared(first, second, manner), lookup.language)
        yield Planned(url, "compare", title, causes, make, indexed=False)


def comparison(compared: Compared, first: Record, second: Record) -> Comparison:
    """The page's text."""
    left, right = (_text(entry, name) for entry, name in zip(compared.entries, compared.manner.names, strict=True))
    if compared.manner.side_by_side:
        return Comparison(left, right, None, parallel(first, second))
    return Comparison(left, right, differences(first, second), None)


def is_translation(variant: Entry, original: Entry) -> bool:
    """Whether two texts are in different languages: then words cannot be compared."""
    return variant.meta.variant == "translation" or _tongue(variant) != _tongue(original)


def _tongue(entry: Entry) -> str:
    return entry.language.replace("_", "-").partition("-")[0].casefold()


def _stage(entry: Entry) -> int:
    """How far a text has come: prepared, delivered, corrected; one that does not say so is as delivered."""
    said = entry.meta.variant or (entry.meta.status or "").casefold()
    return next((stage for stage, word in enumerate(_STAGES) if word in said), 1)


def _page(url: str, title: str, compared: Compared, language: str) -> Page:
    how = "side by side" if compared.manner.side_by_side else "with what differs marked"
    about = f"Two texts of one event, {compared.manner.names[0]} and {compared.manner.names[1]}, {how}."
    return Page(url, "compare.html", title, about, compared, language=language, indexed=False, kind="compare")


def _text(entry: Entry, name: str) -> Text:
    meta = entry.meta
    facts = (
        readable_date(meta.date) if meta.date else "",
        f"updated {readable_date(meta.changed)}" if meta.changed else "",
        f"{entry.words:,} words",
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
