"""The only module that writes the output folder: stage, journal, apply, prune.

A build stages its files in the output folder's own `.onrecord-stage/`, so that moving them into place is a rename
within one file system. When all are there, a journal says what is to be moved and removed; from then on the build is
decided, and whoever comes next completes it (`recover`). Before that, a killed build has changed nothing. Workers stage
what they make by themselves (`stage_bytes`).

The manifest names the files that are ours with a hash of what we wrote. Only these, unchanged since, are removed.
"""

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path, PurePosixPath

import msgspec

from generator.errors import ContentError, Place, Problem, Severity, problem
from generator.history import Applied, Stamp, digest_of, files_below, stamp_of

MANIFEST = ".onrecord-manifest.json"
_JOURNAL = ".onrecord-journal.json"
_STAGE = ".onrecord-stage"
_LOCK = ".onrecord-lock"  # on Windows only


Look = Callable[[str, bytes | Path], Sequence[Problem]]


class _Journal(msgspec.Struct, frozen=True):
    write: tuple[str, ...]  # staged under the same path
    remove: tuple[str, ...]
    manifest: dict[str, str]


class Stage:
    """The files of one build on their way into `folder`, by `with Stage(folder) as stage: …; stage.commit()`.

    Holds the folder's lock: a second build of the same folder waits. Leaving without `commit` changes nothing.
    `last` are the stamps of the files as the last build left them, which saves reading what still has them.
    `look` says what is wrong with publishing something at a path: what has errors is not staged, and is told of in
    `problems`.
    """

    def __init__(self, folder: Path, last: Mapping[str, Stamp], look: Look | None = None) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self._look = look
        self._last = last
        self.hashes: dict[str, str] = {}  # of all that the site has, by path
        self._changed: list[str] = []
        self._foreign: list[str] = []
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> "Stage":
        with _writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._stack.enter_context(_locked(self.folder))
            recover(self.folder)
            _make.cache_clear()
        self._now = dict(files_below(self.folder, "", "."))
        self._ours = _manifest(self.folder)
        return self

    def __exit__(self, *_: object) -> None:
        if not (self.folder / _JOURNAL).exists():
            shutil.rmtree(self.folder / _STAGE, ignore_errors=True)
        self._stack.close()

    def there(self, path: str) -> str | None:
        """The hash of the file that is there now; None where there is none."""
        stamp = self._now.get(path)
        if stamp is not None and stamp == self._last.get(path) and path in self._ours:
            return self._ours[path]
        with _writing(self.folder / path):
            return digest_of(self.folder / path)

    def keep(self, path: str, digest: str) -> bool:
        """Let a file of ours with this hash stay. False where there is none."""
        if self._ours.get(path) != digest or self.there(path) != digest:
            return False
        self.hashes[path] = digest
        return True

    def put(self, path: str, data: bytes) -> None:
        """Stage `data` for the site-relative `path`, unless the file there is the same already."""
        if self._may_go(path, data):
            there = self.there(path)
            self.add(path, stage_bytes(self.folder, path, data, there), there)

    def put_file(self, path: str, source: Path, digest: str) -> None:
        """Stage a copy of the file `source`, which may be larger than memory; `digest` is the hash of its bytes."""
        if not self._may_go(path, source):
            return
        there = self.there(path)
        if there != digest:
            with _writing(self.folder / path):
                staged = Path(_room(self.folder, path))
                shutil.copyfile(source, staged)
                digest = digest_of(staged) or ""  # it may have changed meanwhile
        self.add(path, digest, there)

    def _may_go(self, path: str, what: bytes | Path) -> bool:
        """Whether something may be published."""
        found = self._look(path, what) if self._look else ()
        self.problems += found
        return all(one.severity is not Severity.ERROR for one in found)

    def add(self, path: str, digest: str, there: str | None) -> None:
        """Take in what `stage_bytes` has staged, here or in another process."""
        self.hashes[path] = digest
        if there == digest:
            return
        if there is not None and path not in self._ours:
            self._foreign.append(path)
        else:
            self._changed.append(path)

    def commit(self) -> Applied:
        """Move what is new into place and remove what is ours and no longer made. ContentError where that cannot be."""
        if any(one.severity is Severity.ERROR for one in self.problems):
            raise ContentError(self.problems)
        if self._foreign:
            places = sorted(self._foreign)
            raise ContentError(problem("foreign-file", Place(str(self.folder / path))) for path in places)
        gone = tuple(path for path in sorted(self._ours.keys() - self.hashes.keys()))
        remove = tuple(path for path in gone if digest_of(self.folder / path) == self._ours[path])
        journal = _Journal(tuple(sorted(self._changed)), remove, dict(sorted(self.hashes.items())))
        if self._changed or gone or journal.manifest != self._ours:
            ready: dict[Path, bool] = {}
            for path in (*journal.write, *journal.remove):
                with _writing(self.folder / path):
                    _try(self.folder / path, ready)
            with _writing(self.folder):
                _replace(self.folder / _JOURNAL, msgspec.json.encode(journal))
                recover(self.folder)
        return Applied(journal.write, remove, len(self.hashes) - len(journal.write))

    def stamps(self, applied: Applied) -> dict[str, Stamp]:
        """The stamps of all files in the folder after `commit`, before another build may come in."""
        found = {path: stamp for path, stamp in self._now.items() if path not in applied.removed}
        changed = ((path, stamp_of(self.folder / path)) for path in (*applied.written, MANIFEST))
        return found | {path: stamp for path, stamp in changed if stamp}


def stage_bytes(folder: Path, path: str, data: bytes, there: str | None) -> str:
    """Stage `data` for `path`, unless what is `there` has the same hash; the hash of `data`."""
    digest = blake2b(data, digest_size=16).hexdigest()
    if digest != there:
        with _writing(folder / path), open(_room(folder, path), "wb", buffering=0) as file:  # noqa: PTH123
            file.write(data)
    return digest


def _room(folder: Path, path: str) -> str:
    """Where `path` is staged; its folder is there."""
    place = f"{folder}/{_STAGE}/{path}"
    _make(place.rpartition("/")[0])
    return place


@lru_cache(maxsize=1 << 10)
def _make(folder: str) -> None:
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def recover(folder: Path) -> bool:
    """Complete what a killed build had decided, and clear away what it had not. True where there was a journal."""
    stage, journal_file = folder / _STAGE, folder / _JOURNAL
    try:
        journal = msgspec.json.decode(journal_file.read_bytes(), type=_Journal)
    except (FileNotFoundError, msgspec.MsgspecError):
        journal_file.unlink(missing_ok=True)
        shutil.rmtree(stage, ignore_errors=True)
        return False
    for path in journal.write:
        _inside(folder, path)
    _move_all(stage, folder)
    for path in journal.remove:
        target = _inside(folder, path)
        target.unlink(missing_ok=True)
        _remove_empty(target.parent, folder)
    _replace(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(journal.manifest), indent=0))
    journal_file.unlink()
    shutil.rmtree(stage, ignore_errors=True)
    return True


def _move_all(stage: Path, folder: Path) -> None:
    """Move all that is staged into its place: whole folders where there is none yet of that name."""
    try:
        found = list(os.scandir(stage))
    except FileNotFoundError:  # all was moved before the kill
        return
    for entry in found:
        target = folder / entry.name
        if entry.is_dir(follow_symlinks=False) and target.exists():
            _move_all(Path(entry.path), target)
        else:
            os.replace(entry.path, target)  # noqa: PTH105


def _try(target: Path, ready: dict[Path, bool]) -> None:
    """OSError where a file could not be moved to its place or removed: better now than half-way.

    `ready` has the folders that were looked at, and whether they are there already.
    """
    if target.parent not in ready:
        ready[target.parent] = target.parent.is_dir()
        above = next(parent for parent in target.parents if os.path.lexists(parent))
        if not above.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "a file stands where a folder must be", str(above))
        if not os.access(above, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(above))
    if not ready[target.parent] or not target.exists():
        return
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder stands where a file must be", str(target))
    try:
        target.open("r+b").close()
    except PermissionError as error:
        # A file that is only not ours to write can be replaced all the same, but not on Windows.
        if os.name == "nt" or error.errno != errno.EACCES:
            raise


def _inside(folder: Path, path: str) -> Path:
    """A path from a journal may have been tampered with: it must stay in the folder."""
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts:
        raise ContentError([problem("unsafe-output", Place(str(folder)), path=path)])
    return folder / parts


def _manifest(folder: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=dict[str, str])
    except (FileNotFoundError, msgspec.MsgspecError):
        return {}


def _replace(target: Path, data: bytes) -> None:
    beside = target.with_name(target.name + ".new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, target)  # noqa: PTH105


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    """What the file system refuses becomes a problem that names the file."""
    try:
        yield
    except OSError as error:
        where = Path(os.fsdecode(error.filename2 or error.filename)) if error.filename else path
        raise ContentError([problem("not-writable", Place(str(where)), reason=error.strerror or error)]) from error


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Wait for and hold an exclusive lock; the system lets go of it when the process ends, however it ends."""
    if os.name == "nt":  # a folder cannot be locked there
        import msvcrt

        with (folder / _LOCK).open("ab") as file:
            while True:
                with contextlib.suppress(OSError):  # gives up after ten seconds
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
                    break
            yield
    else:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
