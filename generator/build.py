"""From files to the site: read what has changed, link, plan, make what that changes, write what is different.

There is one way, and a build always goes all of it. What makes it short is memory: a step whose inputs are the same as
before is not done again, and an equal result stops a change from spreading.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeVar

import msgspec

from generator import archive, config, markup, redaction, routes, search, sources, workers
from generator.config import Registries, Settings
from generator.entries import at_hand_or_in, entries
from generator.errors import ContentError, Problem, Severity, UsageError, in_order
from generator.history import Files, History, Last, Made, Options, Report, Seen
from generator.indexing import Indexing
from generator.memory import Lost, key, memory_of
from generator.model import Reading, Record, Value
from generator.output import Stage, stage_bytes
from generator.pages import FreePage
from generator.pages.page import Cause
from generator.redaction import Redactor
from generator.site import Context, Published, Site
from generator.workers import Progress, no_progress

__all__ = ["Options", "Report", "build", "compose", "forget", "load_settings", "record_of"]

_ROOM = 32  # values in the memory for each transcript; it needs about a dozen, and earlier versions may come back
_OPTIONS = {"bad-base-url": "--base-url", "output-inside-content": "--output"}  # problem → where it was said

Out = TypeVar("Out")


def compose(root: Path, options: Options = Options(), progress: Progress = no_progress) -> Site:
    """Read and link everything in the archive at `root`. ContentError when there are no usable settings."""
    history = History(root, options)
    site, problems = _with_memory(root, partial(_compose, root, options, progress, history))
    site.problems = _told(root, problems, site)
    return site


def _told(root: Path, problems: Iterable[Problem], site: Site) -> tuple[Problem, ...]:
    """What is wrong with the content and with the site that comes of it, with lines that may be shown."""
    return in_order(site.redactor.of(tuple(sources.with_lines(root, (*problems, *site.problems)))))


# What the last composition in this process has seen: the preview composes the same archive again and again.
_seen: dict[Path, dict[str, Seen]] = {}  # by the archive's root


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
            memory_of(root).erase()  # what led to it may be in there
        raise


def _with_memory(root: Path, work: Callable[[], Out]) -> Out:
    """Do some work that needs the memory, and again where that was damaged or cleared away under our hands."""
    memory = memory_of(root)
    memory.renew()
    for mend in (memory.forget, memory.withdraw):
        try:
            return work()
        except Lost:
            mend()
    return work()


def forget(root: Path) -> None:
    """Throw away what is remembered of an archive: something of it is lost."""
    memory_of(root).forget()


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
        offered, processes = _offered(root, parts, site), workers.processes(options.jobs, memory_of(root))
        indexing.begin(partial(workers.run, partial(_searched, root, offered), jobs=processes), processes)
        work = partial(_render_all, root, folder, offered)
        shown = {url: last.pages[url].shown for url in made.keys() - reasons.keys()}
        rendered = zip(jobs, workers.run(work, jobs, processes), strict=True)
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
    memory_of(root).forget_all_but(partial(_needed, parts, site), _ROOM * (len(found.entries) + _ROOM))
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
        memory = memory_of(root)
        redactor = redaction.loaded(root, self.context.redaction)
        reads = at_hand_or_in(memory, self.entries)
        if len(reads) < len(self.entries):
            raise Lost
        entries = [read.entry for read in reads.values() if read.entry]
        return Site(root, memory, self.context, entries, self.free, self.published, redactor)


def _parts(root: Path, options: Options, progress: Progress, files: Files) -> tuple[_Parts, tuple[Problem, ...]]:
    settings, problems = load_settings(root, options)
    redactor = redaction.load(root, settings)
    redaction.forget_before(root, redactor, memory_of(root).erase)
    registries, found = sources.registries(root)
    problems += found
    places, found = sources.find(root)
    problems += found
    code = key(files.code(), redactor.digest) if redactor.digest else files.code()
    context = Context(code, redactor.of(settings), redactor.of(registries), redactor.digest)
    names: list[str] = []
    for name, read in entries(root, context, places, files, options.jobs, progress):
        problems += read.problems
        if read.entry and (options.drafts or not read.entry.meta.draft):
            names.append(name)
    free, found = _free_pages(root, options, settings.language, redactor)
    pages, wrong = sources.published_pages(root)
    published = Published(tuple(sources.ledgers(root).items()), pages)
    return _Parts(context, tuple(names), free, published), (*problems, *found, *wrong)


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
    memory_of(root).put_all([(key(packed), packed)])
    _ready.clear()
    _ready[key(packed)] = site
    return key(packed)


def _site(root: Path, parts: str) -> Site:
    if parts not in _ready:
        _ready[parts] = msgspec.msgpack.decode(memory_of(root).need(parts), type=_Parts).site(root)
    return _ready[parts]
