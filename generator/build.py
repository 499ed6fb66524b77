"""The way from files to the site: read, resolve, plan, render, write.

`compose` does everything but rendering and writing, and the preview stops there: it renders a page when it is asked
for. `build` renders all and writes what has changed. Both find every problem before anything is written.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cached_property, lru_cache, partial
from pathlib import Path
from time import perf_counter
from typing import Protocol, TypeVar

import msgspec

from generator import archive, config, exports, feeds, markup, pages, routes, sources
from generator.errors import ContentError, Place, Problem, Severity, UsageError, in_order, problem
from generator.model import Archive, Hit, Outline, Reading, Record, Resolution, Transcript, Value
from generator.output import Applied, Stage
from generator.pages import FreePage, Page
from generator.theme import Theme

_PARALLEL_FROM = 64  # transcripts: starting workers costs more than reading fewer
_BATCH = 16
_OPTIONS = {"bad-base-url": "--base-url", "output-inside-content": "--output"}  # problem → where it was said

In = TypeVar("In")
Out = TypeVar("Out")
Entry = TypeVar("Entry")

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def no_progress(_what: str, _done: int, _of: int) -> None:
    """Says nothing."""


class Options(Value):
    """How a site is to be built, where it is not the settings that say so."""

    base_url: str | None = None
    output: str | None = None
    drafts: bool = False
    strict: bool = False
    jobs: int | None = None  # None: as many as help


class Report(Value):
    """What a build did, for its summary line."""

    output: str
    pages: int
    transcripts: int
    turns: int
    people: int
    new_people: tuple[tuple[str, str | None], ...]  # name, nearest known name
    applied: Applied
    problems: tuple[Problem, ...]
    seconds: float


class Composition:
    """A whole site that is ready to be rendered, URL by URL. URLs are relative to the site's root."""

    def __init__(
        self,
        root: Path,
        settings: config.Settings,
        found: Archive,
        free: tuple[FreePage, ...],
        texts: Mapping[str, bytes],
        problems: Iterable[Problem],
    ) -> None:
        self.root = root
        self.settings = settings
        self.archive = found
        planned = pages.plan(found, settings, free)
        self.pages: Mapping[str, Page] = {page.url: page for page in planned}
        self.drafts = frozenset(
            (
                *(routes.transcript(entry.id) for entry in found.entries if entry.meta.draft),
                *(routes.free_page(page.name) for page in free if page.draft),
            )
        )
        self.theme = Theme(root, settings)
        self.assets: Mapping[str, Path] = self.theme.assets()
        self.problems = in_order((*problems, *found.problems, *pages.collisions(planned)))
        self._texts = texts
        self._resolutions = {entry.id: entry.resolution for entry in found.entries}

    @cached_property
    def feeds(self) -> Mapping[str, bytes]:
        """Feed, sitemap and the like."""
        return feeds.files(self.archive, self.settings, tuple(self.pages.values()))

    @cached_property
    def exports(self) -> Mapping[str, tuple[str, str]]:
        """URL → (transcript, format) of every record's data files."""
        return {
            f"{routes.transcript(id).removesuffix('.html')}.{form}": (id, form)
            for id in self._resolutions
            for form in exports.FORMATS
        }

    @property
    def urls(self) -> tuple[str, ...]:
        """Everything that the site has."""
        return (*self.pages, *self.exports, *self.feeds, *self.assets)

    def render(self, url: str) -> bytes:
        """The bytes at `url`. KeyError where the site has nothing there; ContentError where a template is wrong."""
        if url in self.pages or url in self.exports:
            return _render(self.theme, self.job(url))
        if url in self.assets:
            return self.assets[url].read_bytes()
        return self.feeds[url]

    def job(self, url: str) -> "Job":
        """All that is needed to make one page or data file, also in another process."""
        if url in self.pages:
            page = self.pages[url]
            return PageJob(url, page, self._texts[page.transcript] if page.transcript else None)
        id, form = self.exports[url]
        return DataJob(url, form, self._texts[id], self._resolutions[id])


class PageJob(Value):
    """One page to make, with its transcript, packed, if it needs one."""

    url: str
    page: Page
    text: bytes | None


class DataJob(Value):
    """One data file of a record to make."""

    url: str
    form: str  # a key of exports.FORMATS
    text: bytes  # the Transcript, packed
    resolution: Resolution


Job = PageJob | DataJob


class _Digest(Value):
    """What the archive needs of one transcript, and its text, packed, for its page."""

    outline: Outline
    hits: tuple[Hit, ...]
    text: bytes


_Found = tuple[_Digest | None, tuple[Problem, ...]]


def compose(root: Path, options: Options = Options(), progress: Progress = no_progress) -> Composition:
    """Read and link everything in the archive at `root`. ContentError when there are no usable settings."""
    with _workers(root, options) as run:
        return _compose(root, options, progress, run)


def record_of(reading: Reading, id: str) -> tuple[Record, tuple[Problem, ...]]:
    """The record of a transcript that is in no archive, and what is doubtful in it."""
    outline = archive.outline(reading, id, "")
    found = archive.resolve([outline], {}, config.Registries(), config.Settings())
    return Record(reading.transcript, found.entries[0].resolution), found.problems


def build(root: Path, options: Options = Options(), progress: Progress = no_progress) -> Report:
    """Build the archive at `root` into its output folder.

    ContentError, with every problem of the run, when the content has errors (or, with `strict`, warnings), or when
    a template or the output folder is not usable; the site is then what it was before.
    """
    began = perf_counter()
    _theme.cache_clear()  # templates and settings may have changed since the last build in this process
    with _workers(root, options) as run:
        site = _compose(root, options, progress, run)
        folder = root / site.settings.output
        _settle(site.problems, options.strict)
        with Stage(folder) as stage:
            jobs = [site.job(url) for url in (*site.pages, *site.exports)]
            for done, (url, data) in enumerate(run(partial(_render_all, root, options), jobs), 1):
                stage.put(url, data)
                progress("Writing pages", done, len(jobs))
            for url, data in site.feeds.items():
                stage.put(url, data)
            for url, path in site.assets.items():
                stage.put_file(url, path)
            applied = stage.commit()
    found = site.archive
    return Report(
        output=str(folder),
        pages=len(site.pages),
        transcripts=len(found.entries),
        turns=sum(len(entry.outline.turns) for entry in found.entries),
        people=len(found.people),
        new_people=found.new_people,
        applied=applied,
        problems=site.problems,
        seconds=perf_counter() - began,
    )


def _settle(problems: tuple[Problem, ...], strict: bool) -> None:
    stopping = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(p.severity in stopping for p in problems):
        raise ContentError(problems)


def _compose(root: Path, options: Options, progress: Progress, run: "_Run") -> Composition:
    settings, problems = load_settings(root, options)
    registries, found = _registries(root)
    problems += found
    places, found = sources.find(root)
    problems += found
    lexicon = archive.lexicon(registries)
    digests: list[_Digest] = []
    for done, (digest, found) in enumerate(run(partial(_digest_all, root, lexicon), places), 1):
        digests += [digest] if digest else []
        problems += found
        progress("Reading transcripts", done, len(places))
    kept = [d for d in digests if options.drafts or not d.outline.meta.draft]
    hits = {d.outline.id: d.hits for d in kept}
    resolved = archive.resolve([d.outline for d in kept], hits, registries, settings)
    free, found = _free_pages(root, options, settings.language)
    texts = {d.outline.id: d.text for d in kept}
    site = Composition(root, settings, resolved, free, texts, (*problems, *found))
    site.problems = tuple(_with_excerpts(root, site.problems))
    return site


def load_settings(root: Path, options: Options = Options()) -> tuple[config.Settings, tuple[Problem, ...]]:
    """The settings of the archive at `root`, with what the command line says instead: UsageError if that is wrong."""
    settings, problems = config.load_settings(root)
    said = {name: value for name in ("base_url", "output") if (value := getattr(options, name)) is not None}
    if options.base_url:
        said["base_url"] = routes.base_url(options.base_url) or options.base_url
    for wrong in config.check_settings(config.Settings(**said), root):  # the options alone: the file is not to blame
        raise UsageError(f"{_OPTIONS[wrong.code]}: {wrong.message}", wrong.hint)
    return msgspec.structs.replace(settings, **said), problems


def _registries(root: Path) -> tuple[config.Registries, tuple[Problem, ...]]:
    people, wrong_people = _registry(root, "people.yaml", config.people)
    topics, wrong_topics = _registry(root, "topics.yaml", config.topics)
    series, wrong_series = _registry(root, "series.yaml", config.series)
    return config.Registries(people, topics, series), (*wrong_people, *wrong_topics, *wrong_series)


def _registry(
    root: Path, name: str, load: Callable[[str, str], tuple[tuple[Entry, ...], tuple[Problem, ...]]]
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    path = f"content/{name}"
    if not (root / path).is_file():
        return (), ()
    text, problems = sources.text_of(root, path)
    entries, found = load(text, path)
    return entries, (*problems, *found)


def _free_pages(root: Path, options: Options, language: str) -> tuple[tuple[FreePage, ...], tuple[Problem, ...]]:
    free: list[FreePage] = []
    paths, outside = sources.free_pages(root)
    problems = [*outside]
    for path in paths:
        page, meta, found = sources.read_page(root, path)
        problems += found
        if options.drafts or not meta.draft:
            html = markup.page_html(page)
            name = routes.slugify(meta.slug or Path(path).stem)
            free.append(
                FreePage(name, meta.title or name.capitalize(), html, meta.language or language, bool(meta.draft))
            )
    return tuple(free), tuple(problems)


def _with_excerpts(root: Path, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The archive knows lines, not their text: what it found gets its excerpt here."""
    lines = lru_cache(maxsize=8)(lambda path: sources.text_of(root, path)[0].split("\n"))
    for found in problems:
        place = found.place
        if place and place.line and not place.excerpt and (root / place.path).is_file():
            found = msgspec.structs.replace(found, place=_on_its_line(place, lines(place.path)))
        yield found


def _on_its_line(place: Place, lines: Sequence[str]) -> Place:
    """The place with its line, and with its column where the words it is about are in that line or below."""
    for number, line in enumerate(lines[place.line - 1 :] if place.words else (), place.line):
        at = line.find(place.words)
        if at >= 0:
            return Place(place.path, number, at + 1, line[:2000], len(place.words), place.words)
    return msgspec.structs.replace(place, excerpt="".join(lines[place.line - 1 : place.line])[:2000])


# --- what workers do: functions from values to values; they share nothing but the archive's folder ---------------


def _digest_all(root: Path, lexicon: archive.Lexicon, batch: Sequence[sources.Source]) -> list[_Found]:
    return [_digest(root, lexicon, source) for source in batch]


def _digest(root: Path, lexicon: archive.Lexicon, source: sources.Source) -> _Found:
    try:
        text = sources.read(root, source)
    except OSError as error:
        return None, (problem("unreadable-file", Place(source.path), reason=error.strerror),)
    transcript = text.reading.transcript
    outline = archive.outline(text.reading, text.id, source.path, text.notes, source.notes or "")
    hits = archive.hits(transcript, lexicon)
    return _Digest(outline, hits, msgspec.msgpack.encode(transcript)), text.reading.problems


def _render_all(root: Path, options: Options, batch: Sequence[Job]) -> list[tuple[str, bytes]]:
    theme = _theme(root, options)
    return [(job.url, _render(theme, job)) for job in batch]


@lru_cache(maxsize=1)
def _theme(root: Path, options: Options) -> Theme:
    return Theme(root, load_settings(root, options)[0])


def _render(theme: Theme, job: Job) -> bytes:
    if isinstance(job, PageJob):
        return theme.render(job.page, _unpacked(job.text) if job.text else None)
    return exports.write(Record(_unpacked(job.text), job.resolution), job.form)


def _unpacked(text: bytes) -> Transcript:
    return msgspec.msgpack.decode(text, type=Transcript)


# --- workers -----------------------------------------------------------------------------------------------------


class _Run(Protocol):
    """Applies a function from batches to batches to all tasks; the results come in the tasks' order."""

    def __call__(self, work: Callable[[Sequence[In]], list[Out]], tasks: Sequence[In]) -> Iterator[Out]: ...


@contextmanager
def _workers(root: Path, options: Options) -> Iterator[_Run]:
    """Processes where they help, else this one."""
    jobs = options.jobs or min(os.cpu_count() or 1, 8)
    if jobs == 1 or len(sources.find(root)[0]) < _PARALLEL_FROM:
        yield _here
        return
    # Not forked: the preview builds in a thread, and a forked process would inherit its locks.
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        yield partial(_in_pool, pool, jobs)


def _here(work: Callable[[Sequence[In]], list[Out]], tasks: Sequence[In]) -> Iterator[Out]:
    for task in tasks:
        yield from work([task])


def _in_pool(
    pool: ProcessPoolExecutor, jobs: int, work: Callable[[Sequence[In]], list[Out]], tasks: Sequence[In]
) -> Iterator[Out]:
    """A few batches are under way at a time, so that results waiting to be used do not fill the memory."""
    waiting: deque[Future[list[Out]]] = deque()
    for start in range(0, len(tasks), _BATCH):
        waiting.append(pool.submit(work, tasks[start : start + _BATCH]))
        if len(waiting) > 4 * jobs:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()
