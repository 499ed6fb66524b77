"""The facts about a transcript that its page lists: when, where, of what kind, from which source."""

from collections.abc import Iterator

from generator import routes
from generator.config import Settings
from generator.languages import Tongue
from generator.model import IMPORT_MEMORY, Entry, Value
from generator.pages.naming import capital, kind_of_event, status
from generator.pages.page import PageLink


class Fact(Value):
    """One fact of the event: "Place", "Port Ellery"."""

    name: str
    value: str
    url: str | None = None  # of the site or, checked, of another
    id: str = ""  # by which data find it, whatever it is called


def facts(entry: Entry, series: PageLink | None, settings: Settings, tongue: Tongue) -> Iterator[Fact]:
    """What is known of a transcript, in the order in which it is shown."""
    meta, language = entry.meta, entry.language
    source = routes.safe_url(meta.source) if meta.source else None
    found = (
        Fact(tongue.gettext("Date"), tongue.date(meta.date) if meta.date else ""),
        Fact(tongue.gettext("Place"), meta.place or ""),
        Fact(tongue.gettext("Kind"), capital(kind_of_event(meta.kind or "", tongue))),
        Fact(tongue.gettext("Status"), status(meta.status or "", tongue)),
        Fact(
            tongue.pgettext("of a transcript", "Series"),
            f"{series.title} ({series.detail})" if series else "",
            series.url if series else None,
        ),
        Fact(tongue.gettext("Language"), tongue.language_name(language) if language != settings.language else ""),
        Fact(tongue.gettext("Last updated"), tongue.date(meta.changed) if meta.changed else ""),
        Fact(tongue.gettext("Source"), routes.readable(meta.source or ""), source, "source"),
        Fact(tongue.gettext("Credits"), meta.credits or ""),
        Fact(tongue.gettext("Licence"), meta.licence or settings.licence or "", id="licence"),
        *(Fact(capital(name), value) for name, value in meta.extra if name not in IMPORT_MEMORY),
    )
    return (fact for fact in found if fact.value)
