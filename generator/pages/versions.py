"""The texts of one event: what each is called, and which others there are."""

from collections.abc import Iterator

from generator import routes
from generator.languages import Tongue
from generator.model import Entry, Value
from generator.pages.lookup import Lookup
from generator.pages.naming import KIND_OF_TEXT, capital


class Version(Value):
    """Another text of the same event."""

    title: str
    url: str
    language: str
    name: str  # "as prepared"
    comparison: str  # URL of the page that compares the two; "" where one of them has no words


class Versions:
    """Which transcripts of an archive are texts of one event."""

    def __init__(self, lookup: Lookup) -> None:
        self._entries = lookup.entries
        self._tongue = lookup.tongue
        self._originals = dict(lookup.archive.variants)
        self._variants: dict[str, list[Entry]] = {}
        for id, original in lookup.archive.variants:
            self._variants.setdefault(original, []).append(lookup.entries[id])

    def original(self, entry: Entry) -> Entry | None:
        """The transcript of which one is another text."""
        id = self._originals.get(entry.id)
        return self._entries[id] if id is not None else None

    def name(self, entry: Entry) -> str:
        """What a text is called among the others of its event."""
        return version_name(entry, self.original(entry), self._tongue)

    def others(self, entry: Entry) -> Iterator[Version]:
        """That of which one is another text, and the other texts of this one."""
        original = self.original(entry)
        if original:
            yield self._version(original, entry, original)
        for variant in self._variants.get(entry.id, ()):
            yield self._version(variant, variant, entry)

    def pairs(self) -> Iterator[tuple[Entry, Entry]]:
        """Each text that can be compared, with that of which it is another."""
        for id, original in self._originals.items():
            pair = self._entries[id], self._entries[original]
            if _comparable(*pair):
                yield pair

    def _version(self, other: Entry, variant: Entry, original: Entry) -> Version:
        url = routes.comparison(variant.id) if _comparable(variant, original) else ""
        return Version(other.title, routes.transcript(other.id), other.language, self.name(other), url)


def _comparable(one: Entry, two: Entry) -> bool:
    return bool(one.turns and two.turns)


def version_name(entry: Entry, original: Entry | None, tongue: Tongue) -> str:
    """ "as delivered", "corrected 8 May 2031", "translation from German", or what its status says."""
    meta = entry.meta
    match meta.variant:
        case "translation":
            if not original:
                return tongue.gettext("translation")
            return tongue.gettext("translation from %(language)s", language=tongue.language_name(original.language))
        case "prepared":
            return tongue.gettext("as prepared")
        case "delivered":
            return tongue.gettext("as delivered")
        case "corrected":
            return (
                tongue.gettext("corrected %(date)s", date=tongue.date(meta.changed))
                if meta.changed
                else tongue.gettext("corrected")
            )
    words = meta.variant or meta.status or "original"
    return tongue.known(capital(words), KIND_OF_TEXT, words)


def cited_version(entry: Entry, original: Entry | None, tongue: Tongue) -> tuple[str, ...]:
    """What a citation says of the version of a text: what it is called, when it was corrected and updated."""
    meta = entry.meta
    name = version_name(entry, original, tongue) if meta.variant or meta.status else ""
    dated = [name] if name else []
    if meta.corrected and meta.variant != "corrected":
        dated.append(tongue.gettext("corrected %(date)s", date=tongue.date(meta.corrected)))
    if meta.updated and meta.updated == meta.changed and meta.variant != "corrected":
        dated.append(tongue.gettext("updated %(date)s", date=tongue.date(meta.updated)))
    return tuple(dated)
