"""What lies in `content/`: which files are transcripts, what belongs to each, and reading one with all that is its own.

Files are told apart by name: `NAME.meta.yaml` and `NAME.notes.yaml` belong to the transcript `NAME.*` beside them,
`_defaults.yaml` to all transcripts below it. Hidden files and those that editors leave behind are passed over.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from generator import config, native, readers, routes
from generator.config import Registries
from generator.decoding import decode
from generator.errors import Place, Problem, problem
from generator.model import Declared, Meta, Note, Position, Reading, Transcript, Value

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


class Text(Value):
    """One transcript with all that is its own, before it meets the others."""

    id: str
    reading: Reading  # front matter complete; its problems are all that were found
    notes: tuple[tuple[Note, Position], ...] = ()


def find(root: Path) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """All transcripts in the archive at `root`, by path, and what is wrong with the files there."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for folder, names in _folders(root, problems):
        defaults = _defaults_above(root, folder)
        for name in names:
            path = f"{folder}/{name}"
            if name == "_defaults.yaml" or name.endswith(_BESIDE):
                stem = name.removesuffix(".meta.yaml").removesuffix(".notes.yaml")
                if name.endswith((".meta.yaml", ".notes.yaml")) and not _has_transcript(stem, names):
                    problems.append(problem("nothing-beside", Place(path), stem=stem))
            elif Path(name).suffix.casefold() in _MEDIA:
                problems.append(problem("media-in-content", Place(path)))
            else:
                stem = f"{folder}/{Path(name).stem}"
                meta, notes = (_if_file(root, stem + ending) for ending in (".meta.yaml", ".notes.yaml"))
                sources.append(Source(path, meta, notes, defaults))
    return tuple(sources), tuple(problems)


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
    """Whether a file of this name is hidden, or left behind by an editor or the system."""
    return any(fnmatch(name, pattern) for pattern in _SCRATCH)


def read(root: Path, source: Source) -> Text:
    """Read one transcript with its notes, and complete its front matter from the files beside and above it."""
    data = (root / source.path).read_bytes()
    is_native = source.path.endswith(".md")
    reading = native.read(data, source.path) if is_native else readers.read(data, source.path)
    transcript, problems = reading.transcript, list(reading.problems)
    meta = transcript.meta
    for path in filter(None, (source.meta, *source.defaults)):
        yaml, wrong = text_of(root, path)
        beside, found = config.front_matter(yaml, path)
        # What a reader made of a foreign file is a guess; what somebody wrote beside it is not.
        guessed = path == source.meta and not is_native
        meta = _corrected(meta, beside) if guessed else config.with_defaults(meta, beside)
        problems += (*wrong, *found)
    notes: tuple[tuple[Note, Position], ...] = ()
    if source.notes:
        yaml, wrong = text_of(root, source.notes)
        notes, found = config.side_notes(yaml, source.notes)
        problems += (*wrong, *found)
    if meta.withdrawn:  # the words are gone from everything; that there was a transcript is not
        transcript, notes = Transcript(), ()
    transcript = msgspec.structs.replace(transcript, meta=meta)
    id = routes.slugify(meta.slug or Path(source.path).name.removesuffix(Path(source.path).suffix))
    reading = msgspec.structs.replace(reading, transcript=transcript, problems=tuple(problems))
    return Text(id, reading, notes)


def _corrected(guess: Meta, said: Meta) -> Meta:
    """What was said, and where nothing was, the guess; also for each speaker, and those of whom nothing was said."""
    guessed = {speaker.name: speaker for speaker in guess.speakers}
    speakers = [_completed(speaker, guessed.get(speaker.name, speaker)) for speaker in said.speakers]
    known = {name for speaker in said.speakers for name in (speaker.name, *speaker.labels)}
    speakers += (speaker for speaker in guess.speakers if known.isdisjoint((speaker.name, *speaker.labels)))
    return config.with_defaults(msgspec.structs.replace(said, speakers=tuple(speakers)), guess)


def _completed(said: Declared, guess: Declared) -> Declared:
    fields = {name: getattr(said, name) or getattr(guess, name) for name in said.__struct_fields__}
    return msgspec.structs.replace(said, **fields)


def read_page(root: Path, path: str) -> tuple[str, Meta, tuple[Problem, ...]]:
    """A free page: its Markdown, its front matter, problems."""
    text, problems = text_of(root, path)
    yaml, first_line, body, _ = native.front_matter_of(text)
    meta, found = config.front_matter(yaml, path, first_line)
    return body, meta, (*problems, *found)


def text_of(root: Path, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of one of the archive's files, and what is wrong with its characters."""
    if not is_inside(root, path):
        return "", (problem("outside-archive", Place(path)),)
    try:
        return decode((root / path).read_bytes(), path)
    except OSError as error:
        return "", (problem("unreadable-file", Place(path), reason=error.strerror),)


def _folders(root: Path, problems: list[Problem]) -> Iterator[tuple[str, list[str]]]:
    """Folders of transcripts with the names of their usable files, in order. Links may not lead out of the archive."""
    for top, folders, files in os.walk(root / TRANSCRIPTS):
        folder = Path(top).relative_to(root).as_posix()
        for name in [*folders, *files]:
            path = Path(top, name)
            if path.is_symlink() and not (path.exists() and is_inside(root, f"{folder}/{name}")):
                problems.append(problem("outside-archive", Place(f"{folder}/{name}")))
        folders[:] = sorted(name for name in folders if not is_scratch(name))
        yield folder, sorted(name for name in files if not is_scratch(name) and _if_file(root, f"{folder}/{name}"))


def _defaults_above(root: Path, folder: str) -> tuple[str, ...]:
    levels = [folder, *(p.as_posix() for p in Path(folder).parents)]
    inside = levels[: levels.index(TRANSCRIPTS) + 1]
    return tuple(filter(None, (_if_file(root, f"{level}/_defaults.yaml") for level in inside)))


def _if_file(root: Path, path: str) -> str | None:
    """The path, where a file of this archive lies there; a link may not lead out of it."""
    try:
        return path if (root / path).is_file() and is_inside(root, path) else None
    except OSError:  # a name that no file can have
        return None


def _has_transcript(stem: str, names: list[str]) -> bool:
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
            found = msgspec.structs.replace(found, place=_on_its_line(place, lines(place.path)))
        yield found


def _on_its_line(place: Place, lines: Sequence[str]) -> Place:
    """The place with its line, and with its column where the words it is about are in that line or below."""
    for number, line in enumerate(lines[place.line - 1 :] if place.words else (), place.line):
        at = line.find(place.words)
        if at >= 0:
            return Place(place.path, number, at + 1, line[:2000], len(place.words), place.words)
    return msgspec.structs.replace(place, excerpt="".join(lines[place.line - 1 : place.line])[:2000])
