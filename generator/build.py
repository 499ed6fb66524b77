"""From files to the site: read what has changed, link, plan, make what that changes, write what is different.

There is one way, and a build always goes all of it. What makes it short is memory: a step whose inputs are the same as
before is not done again, and an equal result stops a change from spreading.
"""

import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from generator import archive, config, ledger, markup, redaction, routes, search, sources
from generator.config import Registries, Settings
from generator.errors import ContentError, Place, Problem, Severity, UsageError, in_order, problem
from generator.history import FOLDER, Files, History, Last, Made, Options, Report, Seen
from generator.indexing import Indexing
from generator.memory import Lost, Memory, key
from generator.model import Entry, Reading, Record, Value
from generator.output import Stage, stage_bytes
from generator.pages import FreePage
from generator.pages.extracts import entry as entry_of
from generator.pages.page import Cause
from generator.published import Ledgers, Past
from generator.redaction import Redactor
from generator.site import Context, Published, Site
from generator.sources import Source, Text

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

__all__ = ["Options", "Report", "build", "compose", "forget", "load_settings", "record_of"]

_PARALLEL_FROM = 48  # tasks: starting workers costs more than doing fewer here
_BATCH = 16
_ROOM = 32  # values in the memory for each transcript; it needs about a dozen, and earlier versions may come back
_OPTIONS = {"bad-base-url": "--base-url", "output-inside-content": "--output"}  # problem → where it was said

In = TypeVar("In")
Out = TypeVar("Out")

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def no_progress(_what: str, _done: int, _of: int) -> None:
    """Says nothing."""


def compose(root: Path, options: Options = Options(), progress: Progress = no_progress) -> Site:
    """Read and link everything in the archive at `root`. ContentError when there are no usable settings."""
    history = History(root, options)
    site, problems = _with_memory(root, partial(_compose, root, options, progress, history))
    site.problems = _told(root, problems, site)
    return site


def _told(root: Path, problems: Iterable[Problem], site: Site) -> tuple[Problem, ...]:
    """What is wrong with the content and with the site that comes of it, with lines that may be shown."""
    return in_order(site.redactor.of(tuple(sources.with_lines(root, (*problems, *site.problems)))))


def _compose(root: Path, options: Options, progress: Progress, history: History) -> tuple[Site, tuple[Problem, ...]]:
    files = history.files(_seen.get(root) or history.last().files)
    parts, problems = _parts(root, options, progress, files)
    _seen[root] = files.settled
    return parts.site(root), problems


def build(
    root: Path, options: Options = Options(), progress: Progress = no_progress, history: History | None = None
) -> Report:
    """Build the archive at `root` into its output folder; `history` is given by those who know that it has changed.

    ContentError, with every problem of the run, when the content has errors (or, with `strict`, warnings), or when
    a template or the output folder is not usable; the site is then what it was before.
    """
    if history is None:
        history = History(root, options)
        done = history.unchanged(options.strict)
        if done is not None:
            return done
    try:
        return _with_memory(root, partial(_build, root, options, progress, history))
    except ContentError as error:
        if any(found.code == "leak" for found in error.problems):
            _memory(root).erase()  # what led to it may be in there
        raise


def _with_memory(root: Path, work: Callable[[], Out]) -> Out:
    """Do some work that needs the memory, and again where that was damaged or cleared away under our hands."""
    memory = _memory(root)
    memory.renew()
    for mend in (memory.forget, memory.withdraw):
        try:
            return work()
        except Lost:
            mend()
    return work()


def forget(root: Path) -> None:
    """Throw away what is remembered of an archive: something of it is lost."""
    _memory(root).forget()


def record_of(reading: Reading, id: str) -> tuple[Record, tuple[Problem, ...]]:
    """The record of a transcript that is in no archive, and what is doubtful in it."""
    outline = archive.outline(reading, id, "")
    found = archive.Resolver(Registries(), Settings()).resolve(outline, ())
    return Record(reading.transcript, found.resolution), found.problems


def load_settings(root: Path, options: Options = Options()) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of the archive at `root`, with what the command line says instead: UsageError if that is wrong."""
    settings, problems = config.load_settings(root)
    said = {name: value for name in ("base_url", "output") if (value := getattr(options, name)) is not None}
    if options.base_url:
        said["base_url"] = routes.base_url(options.base_url) or options.base_url
    for wrong in config.check_settings(Settings(**said), root):  # the options alone: the file is not to blame
        raise UsageError(f"{_OPTIONS[wrong.code]}: {wrong.message}", wrong.hint)
    return msgspec.structs.replace(settings, **said), problems


def _build(root: Path, options: Options, progress: Progress, history: History) -> Report:
    began = perf_counter()
    last = history.last()
    files = history.files(last.files)
    parts, problems = _parts(root, options, progress, files)
    site = parts.site(root)
    problems = _told(root, problems, site)
    _settle(problems, options.strict)
    folder = root / site.settings.output
    with Stage(folder, last.outputs, site.leaks) as stage, Indexing(root, site.bundles) as indexing:
        made, causes, reasons = _keep(site, last, stage)
        jobs = [_Job(url, stage.there(url), last.pages.get(url)) for url in sorted(reasons)]
        offered, processes = _offered(root, parts, site), _processes(root, options)
        indexing.begin(partial(_run, partial(_searched, root, offered), jobs=processes), processes)
        work = partial(_render_all, root, folder, offered)
        shown = {url: last.pages[url].shown for url in made.keys() - reasons.keys()}
        rendered = zip(jobs, _run(work, jobs, processes), strict=True)
        for done, (job, (digest, shown[job.url])) in enumerate(rendered, 1):
            stage.add(job.url, digest, job.there)
            progress("Writing pages", done, len(jobs))
        for url, data in site.feeds.items():
            stage.put(url, data)
        for url, path in site.assets.items():
            stage.put_file(url, path, files.digest_at(path))
        _put_index(site, indexing, stage)
        problems = in_order((*problems, *stage.problems))
        _settle(problems, options.strict)
        applied = stage.commit()
        outputs = stage.stamps(applied)
    found = site.archive
    report = Report(
        output=str(folder),
        pages=len(site.pages),
        transcripts=len(found.entries),
        turns=sum(entry.turns for entry in found.entries),
        people=len(found.people),
        new_people=found.new_people,
        applied=applied,
        problems=problems,
        seconds=perf_counter() - began,
        reasons=tuple(reasons.items()),
    )
    # What was removed may have been called after somebody who was not protected then.
    report = msgspec.structs.replace(site.redactor.of(report), output=report.output)
    # Templates are read again by whoever renders them: where one has changed meanwhile, nobody knows what is in a page.
    known = made if files.are_as_before("templates") else {}
    kept = {url: Made(digest, shown[url], stage.hashes[url]) for url, digest in known.items()}
    settled = {path: seen for path, seen in files.settled.items() if not site.redactor.protects(path)}
    history.remember(report, Last(settled, outputs, kept, causes), files)
    _memory(root).forget_all_but(partial(_needed, parts, site), _ROOM * (len(found.entries) + _ROOM))
    return report


def _put_index(site: Site, indexing: Indexing, stage: Stage) -> None:
    indexing.finish()
    for url, path, digest in indexing.files():
        if not stage.keep(url, digest):
            indexing.check(path, digest)
            stage.put_file(url, path, digest)
    for url, data in site.search_table(indexing.fragments()).items():
        stage.put(url, data)


def _needed(parts: "_Parts", site: Site) -> set[str]:
    return {*parts.entries}.union(*(entry.kept for entry in site.archive.entries))


def _settle(problems: tuple[Problem, ...], strict: bool) -> None:
    stopping = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(p.severity in stopping for p in problems):
        raise ContentError(problems)


def _keep(site: Site, last: Last, stage: Stage) -> tuple[dict[str, str], dict[str, str], dict[str, tuple[str, ...]]]:
    """URL → hash of what it is made from; every cause with its hash; what must be made again, and why."""
    made: dict[str, str] = {}
    causes: dict[str, str] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    before: tuple[Cause, ...] = ()
    digest = ""
    for url, of in site.causes():
        if of is not before:  # the data files of a transcript have the same
            causes.update(of)
            before, digest = of, key("".join([digest for _, digest in of]))
        made[url] = digest
        if url not in last.pages:
            reasons[url] = ("new",)
        elif last.pages[url].causes != made[url]:
            reasons[url] = _changed(of, last)
        elif not stage.keep(url, last.pages[url].bytes):
            reasons[url] = ("the file in the output folder is not as it was made",)
    return made, causes, reasons


def _changed(causes: Iterable[Cause], last: Last) -> tuple[str, ...]:
    changed = tuple(name for name, digest in causes if last.causes.get(name) != digest)
    return changed or ("what it lists has changed",)


# --- from files to a site that is ready to be made ----------------------------------------------------------------


class _Parts(Value):
    """What a site is made from, small enough to be told to another process."""

    context: Context
    entries: tuple[str, ...]  # keys in the memory
    free: tuple[FreePage, ...]
    published: Published

    def site(self, root: Path) -> Site:
        memory = _memory(root)
        redactor = _redactor(root, self.context.redaction)
        reads = _at_hand_or_in(memory, self.entries)
        if len(reads) < len(self.entries):
            raise Lost
        entries = [read.entry for read in reads.values() if read.entry]
        return Site(root, memory, self.context, entries, self.free, self.published, redactor)


def _parts(root: Path, options: Options, progress: Progress, files: Files) -> tuple[_Parts, tuple[Problem, ...]]:
    settings, problems = load_settings(root, options)
    redactor = redaction.load(root, settings)
    redaction.forget_before(root, redactor, _memory(root).erase)
    _rules[root] = redactor
    registries, found = sources.registries(root)
    problems += found
    places, found = sources.find(root)
    problems += found
    code = key(files.code(), redactor.digest) if redactor.digest else files.code()
    context = Context(code, redactor.of(settings), redactor.of(registries), redactor.digest)
    entries: list[str] = []
    for name, read in _entries(root, options, progress, context, places, files):
        problems += read.problems
        if read.entry and (options.drafts or not read.entry.meta.draft):
            entries.append(name)
    free, found = _free_pages(root, options, settings.language, redactor)
    pages, wrong = sources.published_pages(root)
    published = Published(tuple(sources.ledgers(root).items()), pages)
    return _Parts(context, tuple(entries), free, published), (*problems, *found, *wrong)


# The rules of each archive as its last composition in this process has read them; workers that were not forked from it
# read them themselves, for they are kept nowhere else.
_rules: dict[Path, Redactor] = {}


def _redactor(root: Path, digest: str) -> Redactor:
    """The rules with this digest; Lost where the file has changed meanwhile."""
    if root not in _rules or _rules[root].digest != digest:
        _rules[root] = redaction.load(root, config.load_settings(root)[0])
        if _rules[root].digest != digest:
            raise Lost
    return _rules[root]


def _entries(
    root: Path, options: Options, progress: Progress, context: Context, places: Sequence[Source], files: Files
) -> Iterator[tuple[str, "_Read"]]:
    """The key and the entry of each transcript, remembered or made."""
    memory = _memory(root)
    known = (context.code, context.resolving)
    keys = {place.path: _keys(place, files.known, *known) for place in places}
    found = _at_hand_or_in(memory, (names.entry for names in keys.values() if names))
    missing = [place for place in places if (names := keys[place.path]) is None or names.entry not in found]
    if missing:
        packed = msgspec.msgpack.encode(context)
        memory.put_all([(key(packed), packed)])
        work = partial(_read_all, root, key(packed))
        for done, (place, (names, digests, data)) in enumerate(
            zip(missing, _run(work, missing, _processes(root, options)), strict=True), 1
        ):
            for path, digest in digests:
                files.learn(path, digest)
            keys[place.path], found[names.entry] = names, msgspec.msgpack.decode(data, type=_Read)
            progress("Reading transcripts", done, len(missing))
    memory.at_hand.clear()
    memory.at_hand.update(found)
    return ((names.entry, found[names.entry]) for names in keys.values() if names)


# What the last composition in this process has seen: the preview composes the same archive again and again.
_seen: dict[Path, dict[str, Seen]] = {}  # by the archive's root


def _at_hand_or_in(memory: Memory, names: Iterable[str]) -> dict[str, "_Read"]:
    wanted = list(names)
    found = memory.get_all(name for name in wanted if name not in memory.at_hand)
    there = ((name, memory.at_hand.get(name)) for name in wanted)
    return {
        name: read or msgspec.msgpack.decode(found[name], type=_Read) for name, read in there if read or name in found
    }


class _Keys(NamedTuple):
    """Where the memory keeps what is made of one transcript."""

    text: str
    entry: str


def _keys(place: Source, digest: Callable[[str], str | None], code: str, resolving: str) -> _Keys | None:
    """The keys of a transcript by the hashes of its files; None where one of them is not known."""
    digests, published = ([(path, digest(path)) for path in of] for of in (place.files, place.ledgers))
    if any(found is None for _, found in (*digests, *published)):
        return None
    text = key("text", code, *(f"{path}\0{found}" for path, found in digests))
    return _Keys(text, key("entry", text, resolving, *(f"{path}\0{found}" for path, found in published)))


def _free_pages(
    root: Path, options: Options, language: str, redactor: Redactor
) -> tuple[tuple[FreePage, ...], tuple[Problem, ...]]:
    free: list[FreePage] = []
    paths, outside = sources.free_pages(root)
    problems = [*outside]
    for path in paths:
        page, meta, found = sources.read_page(root, path, redactor)
        problems += found
        if options.drafts or not meta.draft:
            html = markup.page_html(page)
            if leaks := redaction.LeakCheck(redactor).look(path, html.encode()):
                problems += leaks
                continue
            name = routes.slugify(meta.slug or redactor.address(Path(path).stem))
            free.append(
                FreePage(name, meta.title or name.capitalize(), html, meta.language or language, bool(meta.draft))
            )
    return tuple(free), tuple(problems)


# --- what workers do: functions from values to values; they share nothing but the archive's folder and its memory ---


class _Read(Value):
    """A transcript's entry, None where its file cannot be read, and what is wrong with it."""

    entry: Entry | None
    problems: tuple[Problem, ...]


_Made = tuple[_Keys, tuple[tuple[str, str], ...], bytes]  # keys, the hash of each file read, the _Read


def _read_all(root: Path, context: str, places: Sequence[Source]) -> list[_Made]:
    memory, reader = _memory(root), _reader(root, context)
    kept: dict[str, bytes] = {}
    ledgers = _Loader(root)  # those that no transcript goes with concern all that have none
    made = [reader.made(place, memory, kept, _Loader(root, ledgers)) for place in places]
    memory.put_all(kept.items())
    return made


class _Loader:
    """Reads files, each once, and tells the hashes of what was read; ledgers may be shared with others."""

    def __init__(self, root: Path, ledgers: "_Loader | None" = None) -> None:
        self._root = root
        self._ledgers = ledgers
        self._read: dict[str, bytes] = {}
        self.digests: dict[str, str] = {}

    def load(self, path: str) -> bytes:
        if self._ledgers and path.startswith(ledger.FOLDER):
            return self._ledgers.load(path)
        if path not in self._read:
            self._read[path] = (self._root / path).read_bytes()
        return self._read[path]

    def digest(self, path: str) -> str:
        if self._ledgers and path.startswith(ledger.FOLDER):
            self.digests[path] = self._ledgers.digests.get(path) or self._ledgers.digest(path)
            return self.digests[path]
        with suppress(OSError):
            self.digests[path] = blake2b(self.load(path), digest_size=16).hexdigest()
        return self.digests.get(path, "")


class _Reader:
    """From a file to its entry; what is the same for all transcripts is made once."""

    def __init__(self, root: Path, context: Context) -> None:
        self._settings = context.settings
        self._known = (context.code, context.resolving)
        self._redactor = _redactor(root, context.redaction)
        self._leak_check = redaction.LeakCheck(self._redactor)
        self._resolver = archive.Resolver(context.registries, context.settings)
        self._lexicon = archive.lexicon(context.registries, context.settings.language)
        self._names = archive.Names(context.registries, context.settings)
        self._ledgers = Ledgers()

    def made(self, place: Source, memory: Memory, kept: dict[str, bytes], loader: _Loader) -> _Made:
        """The entry of one transcript, as bytes, and what it is made from; what is to be remembered goes to `kept`."""
        keys = _keys(place, loader.digest, *self._known)
        assert keys is not None  # noqa: S101  (a file that cannot be read has the hash "")
        remembered = memory.get_all(keys)
        data = remembered.get(keys.entry)
        if data is None:
            read = self._read(place, loader, keys.text, remembered.get(keys.text), kept)
            data = msgspec.msgpack.encode(read)
            if read.entry:  # what cannot be read now may be readable tomorrow
                kept[keys.entry] = data
        return keys, tuple(loader.digests.items()), data

    def _read(
        self, place: Source, loader: _Loader, name: str, remembered: bytes | None, kept: dict[str, bytes]
    ) -> _Read:
        if remembered is not None:
            text = msgspec.msgpack.decode(remembered, type=Text)
        else:
            try:
                text = sources.read(place, loader.load, self._redactor)
            except OSError as error:
                wrong = problem("unreadable-file", Place(place.path), reason=error.strerror)
                return _Read(None, (self._redactor.of(wrong),))
            kept[name] = msgspec.msgpack.encode(text)
        path, notes = (self._redactor.address(one or "") for one in (place.path, place.notes))
        outline = archive.outline(text.reading, text.id, path, text.notes, notes)
        hits = archive.hits(text.reading.transcript, self._lexicon)
        hits = self._names.add_to(hits, text.reading.transcript)
        past = self._ledgers.past(place, text, loader.load, loader.digest) if place.ledgers else Past()
        resolved = self._resolver.resolve(outline, hits, past.ledger)
        entry, more = entry_of(outline, resolved, hits, name, self._settings, past.was)
        problems = (*text.reading.problems, *past.problems, *resolved.problems)
        if leaks := tuple(leak for value in more.values() for leak in self._leak_check.look(path, value)):
            return _Read(None, (*problems, *leaks[:1]))
        kept |= more
        return _Read(entry, problems)


class _Job(NamedTuple):
    """A page or data file to be made again, unless it shows what it has shown."""

    url: str
    there: str | None  # the hash of the file that is there
    was: Made | None


def _render_all(root: Path, folder: Path, parts: str, jobs: Sequence[_Job]) -> list[tuple[str, str]]:
    """For each job the hashes of its bytes, and of what it shows."""
    site = _site(root, parts)
    made: list[tuple[str, str]] = []
    leaks: list[Problem] = []
    for url, there, was in jobs:
        shown = site.shown(url)
        if shown and was and (was.shown, was.bytes) == (shown, there):
            made.append((was.bytes, shown))
            continue
        data = site.render(url)
        leaks += site.leaks(url, data)
        if not leaks:
            made.append((stage_bytes(folder, url, data, there), shown))
    if leaks:
        raise ContentError(leaks)
    return made


def _searched(root: Path, parts: str, transcripts: Sequence[str]) -> list[str]:
    site = _site(root, parts)
    made = list(site.searched(transcripts))
    if leaks := [leak for page in made for leak in site.leaks(search.TABLE, page.encode())]:
        raise ContentError(leaks)
    return made


_ready: dict[str, Site] = {}  # by the key of its parts: a forked worker finds there what was composed before


def _offered(root: Path, parts: _Parts, site: Site) -> str:
    """The key under which workers find a site: as it is where they are forked, else in the memory, in parts."""
    packed = msgspec.msgpack.encode(parts)
    _memory(root).put_all([(key(packed), packed)])
    _ready.clear()
    _ready[key(packed)] = site
    return key(packed)


def _site(root: Path, parts: str) -> Site:
    if parts not in _ready:
        _ready[parts] = msgspec.msgpack.decode(_memory(root).need(parts), type=_Parts).site(root)
    return _ready[parts]


@lru_cache(maxsize=2)
def _reader(root: Path, context: str) -> _Reader:
    return _Reader(root, msgspec.msgpack.decode(_memory(root).need(context), type=Context))


@lru_cache(maxsize=4)
def _memory(root: Path) -> Memory:
    return Memory(root / FOLDER / "memory.sqlite")


# --- workers -----------------------------------------------------------------------------------------------------


def _processes(root: Path, options: Options) -> int:
    """How many may work at once: one, where others could not see what it remembers."""
    return (options.jobs or min(os.cpu_count() or 1, 8)) if _memory(root).is_shared else 1


def _run(work: Callable[[Sequence[In]], list[Out]], tasks: Sequence[In], jobs: int) -> Iterator[Out]:
    """Applies a function from batches to batches to all tasks, in processes where that helps; results in order."""
    if jobs == 1 or len(tasks) < _PARALLEL_FROM:
        for start in range(0, len(tasks), _BATCH):
            yield from work(tasks[start : start + _BATCH])
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, multiprocessing.get_context(_start_method()), _begin_working) as pool:
        yield from _in_pool(pool, jobs, work, tasks)


def _begin_working() -> None:
    # A worker would wait for ever for the work of a build that was killed.
    threading.Thread(target=_wait_for_parent, daemon=True).start()
    gc.disable()  # it lives for one piece of work: collecting garbage costs more than it gives back


def _wait_for_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _start_method() -> str:
    """A forked worker has all modules and the site at once; but locks that other threads hold stay locked in it."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _in_pool(
    pool: "Executor", jobs: int, work: Callable[[Sequence[In]], list[Out]], tasks: Sequence[In]
) -> Iterator[Out]:
    """A few batches are under way at a time, so that results waiting to be used do not fill the memory."""
    waiting: deque[Future[list[Out]]] = deque()
    for start in range(0, len(tasks), _BATCH):
        waiting.append(pool.submit(work, tasks[start : start + _BATCH]))
        if len(waiting) > 4 * jobs:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()
