"""What lies in `content/`: which files are transcripts, what belongs to each, and reading one with all that is its own.

Files are told apart by name: `NAME.meta.yaml` and `NAME.notes.yaml` belong to the transcript `NAME.*` beside them,
`_defaults.yaml` to all transcripts below it. Hidden files and those that editors leave behind are passed over.
"""

import fnmatch
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from unicodedata import normalize

import msgspec

from generator import config, ledger, native, readers, routes
from generator.config import Registries
from generator.decoding import decode
from generator.errors import Place, Problem, problem
from generator.ledger import Ledger
from generator.model import Declared, Meta, Note, Position, Reading, Transcript, Value
from generator.redaction import NOTHING, Redactor

Registered = TypeVar("Registered", bound=Value)

TRANSCRIPTS = "content/transcripts"
PAGES = "content/pages"
_SCRATCH = (
    *(".*", "*~", "~$*", "#*#", "4913", "*___jb_tmp___", "*___jb_old___", "*.tmp", "*.sw?", "*.kate-swp", "*.crswap"),
    *("*.bak", "*.orig", "*.part", "Thumbs.db", "desktop.ini"),
)
_BESIDE = (".meta.yaml", ".notes.yaml", ".words.json")
_MEDIA = (".mp3", ".m4a", ".ogg", ".opus", ".wav", ".flac", ".mp4", ".webm", ".mov", ".jpg", ".jpeg", ".png", ".gif")


class Source(Value):
    """One transcript's file and what belongs to it; paths are relative to the archive's root, with `/`."""

    path: str
    meta: str | None = None
    notes: str | None = None
    defaults: tuple[str, ...] = ()  # nearest first
    ledger: str | None = None
    lost: tuple[str, ...] = ()  # where it has none: the ledgers that no transcript goes with, since one may be of it

    @property
    def files(self) -> tuple[str, ...]:
        """Every file it is read from; what has been published of it changes nothing there."""
        return (self.path, *filter(None, (self.meta, self.notes)), *self.defaults)

    @property
    def ledgers(self) -> tuple[str, ...]:
        """Every ledger that its anchors may be from."""
        return (self.ledger,) if self.ledger else self.lost


class Text(Value):
    """One transcript with all that is its own, before it meets the others."""

    id: str
    reading: Reading  # front matter complete; its problems are all that were found
    notes: tuple[tuple[Note, Position], ...] = ()


def find(root: Path) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """All transcripts in the archive at `root`, by path, and what is wrong with the files there."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for folder, names, defaults in _folders(root, problems):
        for name in names:
            path = f"{folder}/{name}"
            if is_beside(name):
                stem = next((name.removesuffix(of) for of in _BESIDE if name.endswith(of)), None)
                if stem is not None and not _has_transcript(stem, names):
                    problems.append(problem("nothing-beside", Place(path), stem=stem))
                continue
            stem = name.rpartition(".")[0]
            if is_media(name):
                problems.append(problem("media-in-content", Place(path)))
            else:
                beside = (f"{stem or name}{of}" for of in (".meta.yaml", ".notes.yaml"))
                meta, notes = (f"{folder}/{other}" if other in names else None for other in beside)
                sources.append(Source(path, meta, notes, defaults))
    return _with_ledgers(root, sources), tuple(problems)


def ledgers(root: Path) -> dict[str, str]:
    """The ledgers of published anchors in the archive at `root`: id of the transcript → path."""
    paths: dict[str, str] = {}
    for entry in sorted(_entries_of(root / ledger.FOLDER), key=lambda entry: entry.name):
        path = f"{ledger.FOLDER}/{entry.name}"
        ours = entry.name.endswith(".yaml") and path != ledger.PAGES and not is_scratch(entry.name)
        if ours and (not entry.is_symlink() or is_inside(root, path)):
            # Some systems take the accents of a file's name apart.
            paths[normalize("NFC", entry.name.removesuffix(".yaml"))] = path
    return paths


def _with_ledgers(root: Path, sources: Sequence[Source]) -> tuple[Source, ...]:
    """Each transcript with its ledger: by its name, else by the path that the ledger tells."""
    found = ledgers(root)
    if not found:
        return tuple(sources)
    own: dict[str, str] = {}
    for source in sources:
        id = routes.slugify(_name_of(source.path))
        if id in found:
            own[source.path] = found[id]
    taken = set(own.values())
    lost = {path: None for path in found.values() if path not in taken}
    paths = {source.path for source in sources}
    for path in tuple(lost):
        told = ledger.source_of(text_of(root, path)[0])
        if told in paths and told not in own:
            own[told] = path
            del lost[path]
    return tuple(
        msgspec.structs.replace(source, ledger=own.get(source.path), lost=() if source.path in own else tuple(lost))
        for source in sources
    )


def read_ledger(path: str, load: Callable[[str], bytes]) -> tuple[Ledger, tuple[Problem, ...]]:
    """One of the ledgers, and what is wrong in it; `load` gives the bytes of one of the archive's files."""
    text, problems = _text(path, load)
    found, wrong = ledger.read(text, path)
    return found, (*problems, *wrong)


def published_pages(root: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The published URLs of pages that are no transcripts, and what is wrong with the file that lists them."""
    if not (root / ledger.PAGES).is_file():
        return (), ()
    text, problems = text_of(root, ledger.PAGES)
    urls, wrong = ledger.read_pages(text, ledger.PAGES)
    return urls, (*problems, *wrong)


def _name_of(path: str) -> str:
    """The name of a file without its ending."""
    return Path(path).name.removesuffix(Path(path).suffix)


def free_pages(root: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The Markdown files in `content/pages/`, relative to `root`, and what is wrong with the files there."""
    folder = root / PAGES
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    paths = [f"{PAGES}/{name}" for name in names if name.endswith(".md") and not is_scratch(name)]
    outside = [path for path in paths if not is_inside(root, path)]
    return (
        tuple(path for path in paths if path not in outside),
        tuple(problem("outside-archive", Place(path)) for path in outside),
    )


def is_inside(root: Path, path: str) -> bool:
    """Whether a path, links followed, stays in the archive."""
    try:
        return (root / path).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a circle of links
        return False


def is_scratch(name: str) -> bool:
    """Whether a file of this name is hidden, or left behind by an editor or the system, or has no name to speak of."""
    return bool(_scratch_pattern().match(name)) or not _is_unicode(name)


def is_beside(name: str) -> bool:
    """Whether a file of this name belongs to a transcript, or to all in its folder."""
    return name == "_defaults.yaml" or name.endswith(_BESIDE)


def is_media(name: str) -> bool:
    """Whether a file of this name is a picture or a recording."""
    return name.casefold().endswith(_MEDIA)


def _is_unicode(name: str) -> bool:
    """Not every system keeps names to that."""
    return name.isascii() or name.encode("utf-8", "replace").decode() == name


@lru_cache(maxsize=1)
def _scratch_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(fnmatch.translate, _SCRATCH)))


def read(source: Source, load: Callable[[str], bytes], redactor: Redactor = NOTHING) -> Text:
    """Read one transcript with its notes, and complete its front matter from the files beside and above it.

    `load` gives the bytes of one of the archive's files. OSError where the transcript's own cannot be read.
    What `redactor` protects is in nothing that comes out.
    """
    data = load(source.path)
    is_native = source.path.endswith(".md")
    said = [(path, *_said(path, load)) for path in filter(None, (source.meta, *source.defaults))]
    columns = dict(next((beside.columns for _, beside, _ in said if beside.columns), ()))
    reading = native.read(data, source.path) if is_native else readers.read(data, source.path, columns)
    transcript, problems = reading.transcript, list(reading.problems)
    meta = transcript.meta
    for path, beside, found in said:
        # What a reader made of a foreign file is a guess; what somebody wrote beside it is not.
        guessed = path == source.meta and not is_native
        meta = corrected(meta, beside) if guessed else config.with_defaults(meta, beside)
        problems += found
    notes: tuple[tuple[Note, Position], ...] = ()
    if source.notes:
        yaml, wrong = _text(source.notes, load)
        notes, found = config.side_notes(yaml, source.notes)
        problems += (*wrong, *found)
    if meta.withdrawn:  # the words, as text and as sound, are gone from everything; that there was a transcript is not
        transcript, notes = Transcript(), ()
        meta = msgspec.structs.replace(meta, summary=None, corrections=(), media=())
    # What the columns are called is said to the reader, and nothing that anybody would look up.
    transcript = msgspec.structs.replace(transcript, meta=msgspec.structs.replace(meta, columns=()))
    name = meta.slug or _name_of(source.path)
    reading = msgspec.structs.replace(reading, transcript=transcript, problems=tuple(problems))
    return Text(routes.slugify(redactor.address(name)), redactor.of(reading), redactor.of(notes))


def _said(path: str, load: Callable[[str], bytes]) -> tuple[Meta, tuple[Problem, ...]]:
    """What a file of front matter says, and what is wrong with it."""
    yaml, wrong = _text(path, load)
    said, found = config.front_matter(yaml, path)
    return said, (*wrong, *found)


def columns_beside(file: Path) -> dict[str, str]:
    """What the columns of a table are called, as `NAME.meta.yaml` or `_defaults.yaml` beside it say."""
    for path in (file.with_name(f"{file.stem}.meta.yaml"), file.with_name("_defaults.yaml")):
        if path.is_file() and (columns := _said(str(path), lambda name: Path(name).read_bytes())[0].columns):
            return dict(columns)
    return {}


def corrected(guess: Meta, said: Meta) -> Meta:
    """What was said, and where nothing was, the guess; also for each speaker, and those of whom nothing was said."""
    guessed = {speaker.name: speaker for speaker in guess.speakers}
    speakers = [_completed(speaker, guessed.get(speaker.name, speaker)) for speaker in said.speakers]
    known = {name for speaker in said.speakers for name in (speaker.name, *speaker.labels)}
    speakers += (speaker for speaker in guess.speakers if known.isdisjoint((speaker.name, *speaker.labels)))
    return config.with_defaults(msgspec.structs.replace(said, speakers=tuple(speakers)), guess)


def _completed(said: Declared, guess: Declared) -> Declared:
    fields = {name: getattr(said, name) or getattr(guess, name) for name in said.__struct_fields__}
    return msgspec.structs.replace(said, **fields)


def read_page(root: Path, path: str, redactor: Redactor = NOTHING) -> tuple[str, Meta, tuple[Problem, ...]]:
    """A free page: its Markdown, its front matter, problems; without what `redactor` protects."""
    text, problems = text_of(root, path)
    yaml, first_line, body, _ = native.front_matter_of(text)
    meta, found = config.front_matter(yaml, path, first_line)
    return redactor.text(body), redactor.of(meta), redactor.of((*problems, *found))


def text_of(root: Path, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of one of the archive's files, and what is wrong with its characters."""
    if not is_inside(root, path):
        return "", (problem("outside-archive", Place(path)),)
    return _text(path, lambda path: (root / path).read_bytes())


def _text(path: str, load: Callable[[str], bytes]) -> tuple[str, tuple[Problem, ...]]:
    try:
        return decode(load(path), path)
    except OSError as error:
        return "", (problem("unreadable-file", Place(path), reason=error.strerror),)


def _folders(root: Path, problems: list[Problem]) -> Iterator[tuple[str, dict[str, None], tuple[str, ...]]]:
    """Folders of transcripts, in order, with the names of their usable files and the defaults that hold there."""
    waiting: list[tuple[str, tuple[str, ...]]] = [(TRANSCRIPTS, ())]
    if not is_inside(root, TRANSCRIPTS):
        problems.append(problem("outside-archive", Place(TRANSCRIPTS)))
        return
    while waiting:
        folder, defaults = waiting.pop()
        names: dict[str, None] = {}
        below: list[str] = []
        for entry in sorted(_entries_of(root / folder), key=lambda entry: entry.name):
            # Links may lead to files, not to folders, and not out of the archive.
            path = f"{folder}/{entry.name}"
            if entry.is_symlink() and not ((root / path).exists() and is_inside(root, path)):
                problems.append(problem("outside-archive", Place(path)))
            elif not _is_unicode(entry.name):
                spelt = path.encode("utf-8", "backslashreplace").decode()
                problems.append(problem("name-not-unicode", Place(spelt)))
            elif is_scratch(entry.name):
                continue
            elif entry.is_dir(follow_symlinks=False):
                below.append(path)
            elif entry.is_file():
                names[entry.name] = None
        if "_defaults.yaml" in names:
            defaults = (f"{folder}/_defaults.yaml", *defaults)
        yield folder, names, defaults
        waiting += ((inner, defaults) for inner in reversed(below))


def _entries_of(folder: Path) -> Iterable[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:  # no such folder, or not ours to read
        return []


def _has_transcript(stem: str, names: Iterable[str]) -> bool:
    return any(Path(name).stem == stem and not name.endswith(_BESIDE) for name in names)


def registries(root: Path) -> tuple[Registries, tuple[Problem, ...]]:
    """What is registered in the archive at `root`, and what is wrong with it."""
    people, wrong_people = _registry(root, "content/people.yaml", config.people)
    topics, wrong_topics = _registry(root, "content/topics.yaml", config.topics)
    series, wrong_series = _registry(root, "content/series.yaml", config.series)
    return Registries(people, topics, series), (*wrong_people, *wrong_topics, *wrong_series)


def _registry(
    root: Path, path: str, load: Callable[[str, str], tuple[tuple[Registered, ...], tuple[Problem, ...]]]
) -> tuple[tuple[Registered, ...], tuple[Problem, ...]]:
    if not (root / path).is_file():
        return (), ()
    text, problems = text_of(root, path)
    entries, found = load(text, path)
    return entries, (*problems, *found)


def with_lines(root: Path, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The archive knows lines, not their text: what it found gets its excerpt here."""
    lines = lru_cache(maxsize=8)(lambda path: text_of(root, path)[0].split("\n"))
    for found in problems:
        place = found.place
        if place and place.line and not place.excerpt and (root / place.path).is_file():
            shown = _on_its_line(place, lines(place.path))
            beside = place.path.removesuffix(Path(place.path).suffix) + ".meta.yaml"
            if place.words and not shown.column and (root / beside).is_file():
                in_facts = _on_its_line(msgspec.structs.replace(place, path=beside), lines(beside))
                shown = in_facts if in_facts.column else shown
            found = msgspec.structs.replace(found, place=shown)
        yield found


def _on_its_line(place: Place, lines: Sequence[str]) -> Place:
    """The place with its line, and with its column where the words it is about are in that line or below."""
    for number, line in enumerate(lines[place.line - 1 :] if place.words else (), place.line):
        at = line.find(place.words)
        if at >= 0:
            return Place(place.path, number, at + 1, line[:2000], len(place.words), place.words)
    return msgspec.structs.replace(place, excerpt="".join(lines[place.line - 1 : place.line])[:2000])
