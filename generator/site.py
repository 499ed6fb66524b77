"""A whole site that is ready to be made, URL by URL: the archive linked, every page planned, ready to render."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from generator import archive, exports, feeds, pages, routes, search, skos, sources
from generator.config import Registries, Settings
from generator.errors import Place, Problem, in_order, nearest, problem
from generator.exports import Publication
from generator.history import digest_of
from generator.languages import tongue
from generator.memory import Memory, key
from generator.model import Entry, Extract, Quotation, Record, Resolution, Value
from generator.pages import FreePage, Planned
from generator.pages.compare import Compared
from generator.pages.extracts import Front
from generator.pages.page import Cause, Page, cause
from generator.pages.transcript import Surroundings, publication
from generator.redaction import LeakCheck, Redactor
from generator.redaction.loading import static_copy
from generator.sources import Text
from generator.theme import Compiled, Theme
from generator.worklist import Task, tasks


class Context(Value):
    """What every step may depend on besides its own input. `code` is a hash of the program and its libraries."""

    code: str
    settings: Settings
    registries: Registries
    redaction: str = ""  # the digest of the rules for protected words
    catalog: str = ""  # the archive's own words of the interface

    @property
    def resolving(self) -> str:
        """A hash of all that what is known of one transcript depends on, besides its text."""
        settings = self.settings
        return key(msgspec.msgpack.encode((self.registries, settings.language, settings.notes, settings.people)))


class Published(Value):
    """What has been published before: transcripts, each with the path of its ledger, and the URLs of other pages."""

    transcripts: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = ()


class Site:
    """The site that `entries` and `free` pages make. URLs are relative to the site's root."""

    def __init__(
        self,
        root: Path,
        memory: Memory,
        context: Context,
        entries: Iterable[Entry],
        free: tuple[FreePage, ...],
        published: Published,
        redactor: Redactor,
    ) -> None:
        self.root = root
        self.redactor = redactor
        self.context = context
        self.settings = context.settings
        self._memory = memory
        self.record = lru_cache(maxsize=1)(self._loaded)  # a page and its data files are made one after the other
        self._page = lru_cache(maxsize=1)(lambda url: self.pages[url].make())
        self.archive = archive.link(entries, context.registries, self._anchors, self._quotation)
        self.tongue = tongue(self.settings.language, context.catalog)
        lookup = pages.Lookup(self.archive, self.settings, self._front, self.tongue)
        planned = pages.plan(lookup, free, published.pages)
        self.pages: Mapping[str, Planned] = {page.url: page for page in planned}
        self.published = published
        self.problems = in_order(
            (*self.archive.problems, *pages.collisions(planned), *self._broken(planned), *self._missing())
        )
        self._moved = tuple(pages.moved_transcripts(lookup))
        self.drafts = frozenset(
            (
                *(routes.transcript(entry.id) for entry in self.archive.entries if entry.meta.draft),
                *(routes.free_page(page.name) for page in free if page.draft),
            )
        )

    @cached_property
    def theme(self) -> Theme:
        compiled = Compiled(self._memory, key(self.context.code, self.tongue.key))
        return Theme(self.root, self.settings, self._memory.need, compiled, self.tongue)

    @cached_property
    def assets(self) -> Mapping[str, Path]:
        """URL → where the file lies that is published there."""
        found = self.theme.assets()
        if not self.redactor.digest:
            return found
        own = self.root / "static"
        return {
            self.redactor.address(url): static_copy(self.root, path, self.redactor) if own in path.parents else path
            for url, path in found.items()
        }

    @cached_property
    def feeds(self) -> Mapping[str, bytes]:
        """Feed, sitemap, the subject index for machines and the like."""
        found = feeds.files(self.archive, self.settings, tuple(self.pages.values()), self.tongue)
        return {**found, **skos.files(self.archive, self.settings)}

    @cached_property
    def exports(self) -> Mapping[str, tuple[Entry, str]]:
        """URL → (transcript, format) of every record's data files, also where its page has been before."""
        entries = {entry.id: entry for entry in self.archive.entries}
        places = {url: entries[id] for url, id in self._moved}
        places |= {routes.transcript(id): entry for id, entry in entries.items()}
        return {
            f"{url.removesuffix('.html')}.{exports.FORMATS[form].ending}": (entry, form)
            for url, entry in places.items()
            for form in exports.formats_of(entry)
        }

    @cached_property
    def bundles(self) -> tuple[search.Bundle, ...]:
        """What is to be indexed for the search page."""
        return search.bundles(self.archive.entries, self.context.code) if self.settings.search.enabled else ()

    def searched(self, transcripts: Iterable[str]) -> Iterator[str]:
        """The pages of transcripts as Pagefind indexes them."""
        entries = {entry.id: entry for entry in self.archive.entries}
        return (search.page(self.record(entries[id])) for id in transcripts)

    def search_table(self, fragments: Mapping[str, Mapping[str, str]]) -> Mapping[str, bytes]:
        """URL → the table beside the indexes; nothing where there is no search."""
        enabled = self.settings.search.enabled
        return {search.TABLE: search.table(self.archive, self.settings, fragments, self.tongue)} if enabled else {}

    @property
    def urls(self) -> tuple[str, ...]:
        """Everything that the site has."""
        return (*self.pages, *self.exports, *self.feeds, *self.assets)

    def has(self, url: str) -> bool:
        """Whether there is something at a URL; the feeds, which list all pages, are made only where they are meant."""
        return url in self.pages or url in self.exports or url in self.assets or url in self.feeds

    def causes(self) -> Iterator[tuple[str, tuple[Cause, ...]]]:
        """The URL of every page and data file with what it is made from; those of one transcript follow each other."""
        program = ("onrecord", self.context.code)
        for url, page in self.pages.items():
            yield url, (program, (f"template {page.template}", self._closures[page.template]), *page.causes)
        publication = cause("title and address of the site", self._publication)
        before: Entry | None = None
        for url, (entry, form) in self.exports.items():
            if entry is not before:
                text, record = (f"text of {entry.path}", entry.text), (f"record of {entry.path}", entry.resolution)
                before, causes, cited = entry, (program, text, record), (program, text, record, publication)
            yield url, cited if exports.FORMATS[form].is_citation else causes

    def shown(self, url: str) -> str:
        """A hash of all that the page at `url` shows: where that is as before, so are its bytes. "" for data files."""
        if url not in self.pages:
            return ""
        page = self._page(url)
        texts = (name for entry in _texts(page) for name in (entry.text, entry.resolution))
        return key(self._manner, self._closures[page.template], *texts, msgspec.msgpack.encode(page))

    def render(self, url: str) -> bytes:
        """The bytes at `url`. KeyError where the site has nothing there; ContentError where a template is wrong."""
        if url in self.pages:
            page = self._page(url)
            return self.theme.render(page, *map(self.record, _texts(page)))
        if url in self.exports:
            entry, form = self.exports[url]
            return exports.write(self.record(entry), form, self._publication)
        if url in self.assets:
            return self.assets[url].read_bytes()
        return self.feeds[url]

    def leaks(self, url: str, data: bytes | Path) -> tuple[Problem, ...]:
        """What is wrong with publishing this at `url`; a file that was looked through before is not read again."""
        if not self.redactor.digest:
            return ()
        if isinstance(data, Path) and self.root not in data.parents:  # OnRecord's own
            return ()
        if isinstance(data, Path) and url.startswith(search.FOLDER):  # whose pages were looked through
            return ()
        if isinstance(data, bytes):
            return self._leak_check.look(url, data)
        name = key("leaks", self.context.code, url, digest_of(data))
        known = self._memory.get(name)
        if known is not None:
            return msgspec.msgpack.decode(known, type=tuple[Problem, ...])
        found = self._leak_check.look(url, data)
        self._memory.put_all([(name, msgspec.msgpack.encode(found))])
        return found

    @cached_property
    def _closures(self) -> Mapping[str, str]:
        return self.theme.closures()

    @cached_property
    def _manner(self) -> str:
        return key(self.context.code, self.tongue.key, msgspec.msgpack.encode(self.settings))

    @property
    def _publication(self) -> Publication:
        return publication(self.settings)

    @cached_property
    def _leak_check(self) -> LeakCheck:
        return LeakCheck(self.redactor)

    def worklist(self) -> Iterator[Task]:
        """What is still to be listened to, by transcript and time."""
        for entry in sorted(self.archive.entries, key=lambda entry: entry.path):
            beside = self.root / f"{entry.path.rpartition('.')[0]}.words.json"
            words = beside.read_bytes() if beside.is_file() else None
            yield from self.redactor.of(tasks(entry, self.text(entry).reading, self.record(entry).resolution, words))

    def text(self, entry: Entry) -> Text:
        """A transcript as it was read, with its places."""
        return msgspec.msgpack.decode(self._memory.need(entry.text), type=Text)

    def published_anchors(self) -> Iterator[tuple[str, str, str]]:
        """Every published anchor of a transcript: the URL of the page it has to be on, the anchor, its ledger."""
        now = dict(self.archive.former)
        for id, path in self.published.transcripts:
            ledger, _ = sources.read_ledger(path, lambda path: (self.root / path).read_bytes())
            yield from ((routes.transcript(now.get(id, id)), one.anchor, path) for one in ledger.anchors)

    def _broken(self, planned: Iterable[Planned]) -> Iterator[Problem]:
        """What has been published and is not there any more."""
        for id, path in self.published.transcripts:
            if routes.transcript(id) not in self.pages:
                yield problem("published-transcript-gone", Place(path), url=routes.transcript(id))
        yield from pages.removed_problems(self.published.pages, planned)

    def _missing(self) -> Iterator[Problem]:
        """The files that the settings name for every page and that are not there."""
        for file in self.settings.theme.files:
            if self.redactor.address(f"static/{file}") not in self.assets:
                meant = nearest(f"static/{file}", self.assets)
                near = f" The nearest is {meant}." if meant else ""
                yield problem("static-missing", Place("onrecord.toml", 1, words=file), file=file, near=near)

    def _loaded(self, entry: Entry) -> Record:
        text = self.text(entry)
        resolution = msgspec.msgpack.decode(self._memory.need(entry.resolution), type=Resolution)
        return Record(text.reading.transcript, resolution)

    def _anchors(self, entry: Entry) -> Mapping[str, str]:
        return msgspec.msgpack.decode(self._memory.need(entry.anchors), type=dict[str, str])

    def _quotation(self, entry: Entry, anchor: str, words: str) -> Quotation:
        name = key("quotation", entry.text, entry.resolution, anchor, words)
        remembered = self._memory.get(name)
        if remembered is not None:
            return msgspec.msgpack.decode(remembered, type=Quotation)
        found = archive.quotation(self.record(entry), anchor, words)
        self._memory.put_all([(name, msgspec.msgpack.encode(found))])
        return found

    def _front(self, extract: Extract) -> Front:
        (front,) = msgspec.msgpack.decode(self._memory.need(extract.key), type=tuple[Front])
        return front


def _texts(page: Page) -> tuple[Entry, ...]:
    """The transcripts whose words a page shows."""
    return page.data.entries if isinstance(page.data, Surroundings | Compared) else ()
