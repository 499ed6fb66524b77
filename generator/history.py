"""What the last build with the same options saw, made and said: how a build with nothing to do knows that it is one.

Files are known by their stamps, which save reading them and nothing else: a file with another stamp is read, and what
counts is a hash of its bytes. A stamp is as good as that hash where the file was last changed well before the build
that read it began, so that no later change can hide behind the same stamp.

This module is all that a build with nothing to do imports.
"""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import NamedTuple, TypeVar
from zlib import crc32

import msgspec

from generator.errors import Problem
from generator.root import FILE, FOLDER

REDACTIONS = "ONRECORD_REDACTIONS"  # the variable that says where the protected words stand
_FORMAT = 3
_PACKAGE = Path(__file__).parent
_INPUTS = ("content", "templates", "static", "locales")
_LIBRARIES = (
    *("babel", "beautifulsoup4", "jinja2", "lxml", "markdown_it_py", "markupsafe", "msgspec", "pagefind", "pypdf"),
    "pystemmer",
    "pyyaml",
)
_TICK = 50_000_000  # nanoseconds by which a file must be older than the build that reads it: clocks of files are coarse


Kept = TypeVar("Kept", bound=msgspec.Struct)


class Options(msgspec.Struct, frozen=True):
    """How a site is to be built, where it is not the settings that say so."""

    base_url: str | None = None
    output: str | None = None
    drafts: bool = False
    strict: bool = False
    jobs: int | None = None  # None: as many as help


class Applied(msgspec.Struct, frozen=True):
    """What a build did to the output folder: site-relative paths."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0


class Report(msgspec.Struct, frozen=True):
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
    reasons: tuple[tuple[str, tuple[str, ...]], ...] = ()  # URL → why it was made again


class Stamp(NamedTuple):
    """What a file system says of a file: bytes, and when it was changed, in nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """A file as the last build saw it."""

    stamp: Stamp
    digest: str


class Made(NamedTuple):
    """A page as the last build made it: hashes of all it was made from, of what it shows, and of its bytes."""

    causes: str
    shown: str
    bytes: str


class Last(msgspec.Struct, frozen=True):
    """The last build, as far as a later one can use it."""

    files: dict[str, Seen] = {}
    outputs: dict[str, Stamp] = {}
    pages: dict[str, Made] = {}  # by URL
    causes: dict[str, str] = {}  # what pages were made from → its hash
    entries: tuple[str, ...] = ()  # keys in the memory


class _Told(msgspec.Struct, frozen=True):
    """What a build with nothing to do says again."""

    format: int
    inputs: str  # a hash of every stamp that matters; "" where stamps cannot be trusted yet
    outputs: str
    report: Report


class History:
    """The last build of the archive at `root` with these options."""

    def __init__(self, root: Path, options: Options) -> None:
        self.began = time.time_ns()
        self._root = root
        self._stamps: dict[str, Stamp] = {}  # once they were needed
        name = blake2b(msgspec.msgpack.encode((options.base_url, options.output, options.drafts)), digest_size=8)
        self._file = root / FOLDER / f"last-{name.hexdigest()}"

    def unchanged(self, strict: bool) -> Report | None:
        """What the last build reported, where a build now would find and make just the same."""
        told = _read(self._file, _Told)
        if told:
            stops = strict and any(found.severity == "warning" for found in told.report.problems)
            if told.format == _FORMAT and told.inputs and not stops and self._is_as(told):
                applied = Applied((), (), len(told.report.applied.written) + told.report.applied.unchanged)
                seconds = (time.time_ns() - self.began) / 1e9
                return msgspec.structs.replace(told.report, applied=applied, reasons=(), seconds=seconds)
        return None

    def files(self, known: Mapping[str, Seen]) -> "Files":
        """The files as they are; `known` are those seen before."""
        return Files(self._root, self._stamps or dict(inputs(self._root)), known, self.began)

    def last(self) -> Last:
        """What the last build saw and made; nothing where there was none."""
        return _read(self._details, Last) or Last()

    def remember(self, report: Report, last: Last, files: "Files") -> None:
        """Keep what this build saw, made and said. Where that cannot be written, the next build does more."""
        seen = _scene(files.stamps) if files.are_settled else ""
        with suppress(OSError, UnicodeError):  # the archive's folder may have a name that is not Unicode
            self._file.parent.mkdir(exist_ok=True)
            _write(self._details, last)
            _write(self._file, _Told(_FORMAT, seen, _scene(last.outputs), report))

    @property
    def _details(self) -> Path:
        return self._file.with_suffix(".details")

    def _is_as(self, told: _Told) -> bool:
        """Whether all is as it was; where the archive is not, there is no need to look through the whole site."""
        self._stamps = dict(inputs(self._root))
        return told.inputs == _scene(self._stamps) and told.outputs == _scene(
            dict(files_below(told.report.output, "", "."))
        )


class Files:
    """The files of an archive and of OnRecord itself, each with a hash of its bytes, read only where it may differ."""

    def __init__(self, root: Path, stamps: dict[str, Stamp], known: Mapping[str, Seen], began: int) -> None:
        self.stamps = stamps
        self._root = root
        self._began = began
        self._known = {name: seen for name, seen in known.items() if self.stamps.get(name) == seen.stamp}

    def digest(self, path: str) -> str:
        """The hash of the file at a path relative to the archive's root; "" where there is none."""
        known = self.known(path)
        return self.learn(path, digest_of(self._place(path)) or "") if known is None else known

    def known(self, path: str) -> str | None:
        """The same where it is known without reading the file."""
        if path not in self.stamps:
            return ""
        seen = self._known.get(path)
        return seen.digest if seen else None

    def learn(self, path: str, digest: str) -> str:
        """Take in the hash of what somebody else has read."""
        if path in self.stamps:
            self._known[path] = Seen(self.stamps[path], digest)
        return digest

    def digest_at(self, place: Path) -> str:
        """The hash of a file by its place on this machine: one of the archive's, or one that OnRecord ships."""
        for folder, name in ((self._root, ""), (_PACKAGE.parent, "onrecord/")):  # either may lie in the other
            path = f"{name}{place.relative_to(folder).as_posix()}" if place.is_relative_to(folder) else ""
            if path in self.stamps:
                return self.digest(path)
        return digest_of(place) or ""

    def below(self, folder: str) -> list[str]:
        """The paths of all files in a folder of the archive, in order."""
        return sorted(path for path in self.stamps if path.startswith(f"{folder}/"))

    def code(self) -> str:
        """A hash of the program and of the libraries that shape what it makes."""
        code = blake2b("\n".join(libraries()).encode(), digest_size=16)
        for path in self.below("onrecord"):
            if path.endswith((".py", ".po")):
                code.update(f"{path}\0{self.digest(path)}\n".encode())
        return code.hexdigest()

    @property
    def settled(self) -> dict[str, Seen]:
        """The files that were asked for and whose stamp is as good as their hash."""
        return {path: seen for path, seen in self._known.items() if self._is_old(seen.stamp)}

    @property
    def are_settled(self) -> bool:
        """Whether that is true of all files there are."""
        return all(map(self._is_old, self.stamps.values()))

    def are_as_before(self, folder: str) -> bool:
        """Whether the files in a folder of the archive still have their stamps."""
        now = dict(files_below(self._root / folder, folder))
        return now == {path: self.stamps[path] for path in self.below(folder)}

    def _is_old(self, stamp: Stamp) -> bool:
        return max(stamp.changed, stamp.modified) < self._began - _TICK  # on Windows, `changed` is when it was made

    def _place(self, path: str) -> Path:
        return _PACKAGE.parent / path.removeprefix("onrecord/") if path.startswith("onrecord/") else self._root / path


def redactions_file(root: Path) -> Path:
    """Where the protected words of an archive stand, whether there are any or not."""
    said = os.environ.get(REDACTIONS)
    return Path(said).absolute() if said else root / "redactions.yaml"


def inputs(root: Path) -> Iterator[tuple[str, Stamp]]:
    """Every file that a build reads, with its stamp: the archive's own, then OnRecord's as `onrecord/…`."""
    with suppress(OSError):
        yield FILE, _stamp((root / FILE).stat())
    with suppress(OSError):
        yield "redactions.yaml", _stamp(redactions_file(root).stat())
    for folder in _INPUTS:
        yield from files_below(root / folder, folder)
    yield from files_below(_PACKAGE, f"onrecord/{_PACKAGE.name}", "__pycache__")
    for folder in ("templates", "static"):  # beside the package in a checkout, in it once installed
        yield from files_below(_PACKAGE.parent / folder, f"onrecord/{folder}")


def files_below(folder: str | Path, name: str, but: str | None = None) -> list[tuple[str, Stamp]]:
    """All files in a folder and below it with their stamps; `name` is what paths begin with.

    Passed over are folders whose names begin with `but`, and in a folder linked to those linked to: links may run in
    circles.
    """
    files: list[tuple[str, Stamp]] = []
    waiting = [(os.fspath(folder), f"{name}/" if name else "", False)]
    while waiting:
        place, prefix, linked = waiting.pop()
        with suppress(OSError), os.scandir(place) as found:
            for entry in found:
                if not entry.name.isascii() and entry.name.encode("utf-8", "replace").decode() != entry.name:
                    continue  # nothing is made of what has no name in Unicode
                try:
                    if not entry.is_dir():
                        files.append((prefix + entry.name, _stamp(entry.stat())))
                    elif not (but and entry.name.startswith(but)) and not (linked and entry.is_symlink()):
                        waiting.append((entry.path, f"{prefix}{entry.name}/", linked or entry.is_symlink()))
                except OSError:  # gone meanwhile, or a link to nowhere
                    continue
    return files


def _scene(files: Mapping[str, Stamp]) -> str:
    """One hash of the program's libraries and of the stamps of files."""
    return blake2b(msgspec.msgpack.encode((libraries(), sorted(files.items()))), digest_size=16).hexdigest()


def digest_of(path: Path) -> str | None:
    """The hash of a file's bytes; None where there is no file."""
    try:
        with path.open("rb") as file:
            return file_digest(file, lambda: blake2b(digest_size=16)).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError:
        return ""


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None where there is none."""
    with suppress(OSError):
        return _stamp(path.stat())
    return None


def libraries() -> list[str]:
    """Name and version of Python and of each library that shapes what is made, as their installed folders tell."""
    found = {f"python-{sys.version}"}
    for folder in sys.path:
        with suppress(OSError):
            for name in os.listdir(folder or "."):  # noqa: PTH208  (quicker)
                if name.endswith(".dist-info") and name.lower().replace("-", "_").startswith(_LIBRARIES):
                    found.add(name)
    return sorted(found)


def _stamp(stat: os.stat_result) -> Stamp:
    inode = 0 if os.name == "nt" else stat.st_ino  # where those who list a folder are not told of it
    return Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, inode)


def _read(file: Path, kind: type[Kept]) -> Kept | None:
    """What was written; None where there is nothing, or something damaged."""
    with suppress(OSError, msgspec.MsgspecError):
        data = file.read_bytes()
        if data[:4] == _sum(data[4:]):
            return msgspec.msgpack.decode(data[4:], type=kind)
    return None


def _write(file: Path, value: msgspec.Struct) -> None:
    data = msgspec.msgpack.encode(value)
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    beside.write_bytes(_sum(data) + data)
    os.replace(beside, file)  # noqa: PTH105


def _sum(data: bytes) -> bytes:
    return crc32(data).to_bytes(4, "big")
