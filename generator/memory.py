"""The build's memory: what pure steps have given before, each under a hash of its inputs.

One SQLite file (https://www.sqlite.org/fileformat.html), safe to delete at any time and shared by all workers of a
build. Whatever is in it can be made again: a file that is damaged is thrown away, a value that is damaged or missing is
None, and a folder that cannot be written costs nothing but the time saved.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

from generator.root import FOLDER

_FORMAT = "2"
_PATIENCE = 30.0  # seconds to wait for another build that writes
_AT_ONCE = 500  # keys in one question, below SQLite's bound on variables


class Lost(Exception):  # noqa: N818  (not somebody's error: the build goes on without what it remembered)
    """Something that was remembered a moment ago is not there any more."""


class Memory:
    """Bytes by key. A key is a hash, from `key`; equal keys mean equal values, so that nothing is ever overwritten."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.at_hand: dict[str, Any] = {}  # what its users have unpacked; gone with the file it came from
        self._inherited: list[sqlite3.Connection] = []
        self._process = 0  # that has opened the file: none yet, since a build that is refused must not even do that

    @property
    def is_shared(self) -> bool:
        """Whether other processes find in it what this one remembers: not where there can be no file."""
        return self._db is not None and self._place is not None

    def renew(self) -> None:
        """Open the file again where it was deleted, replaced, or could not be opened before."""
        if self._process and (self._place is None or _identity(self._file) != self._place):
            self.close()
            self._open((self._file, self._file, None))

    def get(self, key: str) -> bytes | None:
        """What is remembered under a key."""
        with self._mended():
            row = self._db.execute("SELECT value FROM memory WHERE key = ?", (key,)).fetchone()
            if row and _is_whole(key, row[0]):
                return bytes(row[0][4:])
        return None

    def get_all(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What is remembered under these keys; those without a value are missing."""
        wanted = list(keys)
        found: dict[str, bytes] = {}
        with self._mended():
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = self._db.execute(f"SELECT key, value FROM memory WHERE key IN ({marks})", some)  # noqa: S608
                found |= {name: value[4:] for name, value in rows if _is_whole(name, value)}
        return found

    def need(self, key: str) -> bytes:
        """What has been remembered under a key. Lost where it is gone."""
        value = self.get(key)
        if value is None:
            raise Lost(key)
        return value

    def put_all(self, values: Iterable[tuple[str, bytes]]) -> None:
        """Remember values under their keys, all or none."""
        rows = [(name, crc32(value, crc32(name.encode())).to_bytes(4, "big") + value) for name, value in values]
        with self._mended(), self._db:
            self._db.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?)", rows)

    def forget(self) -> None:
        """Begin anew."""
        self.close()
        _discard(self._file)
        self._open((self._file, self._file, None))

    def erase(self) -> None:
        """Begin anew, so that nothing of what was remembered is left in the file, even where it cannot be deleted."""
        self.close()
        _discard(self._file)
        if self._file.exists():  # open elsewhere, on Windows
            with suppress(sqlite3.Error), closing(_connect(self._file)) as db:
                db.execute("PRAGMA secure_delete = ON")
                with db:
                    db.execute("DELETE FROM memory")
                db.execute("VACUUM")
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._open((self._file, self._file, None))

    def withdraw(self) -> None:
        """Begin anew, and without a file, so that nobody else can do it any harm."""
        self.close()
        self._open((None,))

    def forget_all_but(self, needed: Callable[[], set[str]], room: int) -> None:
        """Clear away what nobody needs any more, once there are more than `room` values."""
        with self._mended():
            (count,) = self._db.execute("SELECT count(*) FROM memory").fetchone()
            if count > room:
                keep = needed()
                there = [name for (name,) in self._db.execute("SELECT key FROM memory")]
                with self._db:
                    gone = ((name,) for name in there if name not in keep)
                    self._db.executemany("DELETE FROM memory WHERE key = ?", gone)

    def close(self) -> None:
        """Let go of the file."""
        if self._process:
            with suppress(sqlite3.Error):
                self._db.close()

    @property
    def _db(self) -> sqlite3.Connection:
        if not self._process:
            self._open((self._file, self._file, None))
        elif self._process != os.getpid():  # a connection must not be used, nor closed, where it was not opened
            self._inherited.append(self._connection)
            self._open((self._file, None))
        return self._connection

    def _open(self, places: Iterable[Path | None]) -> None:
        self._process = os.getpid()
        self.at_hand.clear()
        for place in places:
            try:
                self._connection = _connect(place)
            except (sqlite3.Error, OSError) as error:
                if not _is_busy(error):
                    _discard(self._file)
            else:
                self._place = place and _identity(place)
                return
        raise AssertionError("a memory without a file cannot fail")

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """A damaged file is thrown away and begun anew; a full or busy disk only costs what would be remembered."""
        try:
            yield
        except sqlite3.OperationalError:
            pass
        except sqlite3.DatabaseError:
            self.forget()


@lru_cache(maxsize=4)
def memory_of(root: Path) -> Memory:
    """The memory of the archive at `root`, one for each process."""
    return Memory(root / FOLDER / "memory.sqlite")


def key(*parts: object) -> str:
    """A key for a step's inputs: bytes, or what has an unambiguous `repr`."""
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode() if isinstance(part, str) else repr(part).encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def _connect(file: Path | None) -> sqlite3.Connection:
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(file or ":memory:", timeout=_PATIENCE, check_same_thread=False)
    # A killed process leaves a whole file; after a power failure it may be damaged, which is noticed and mended.
    db.execute("PRAGMA page_size = 16384")  # values are large; of a new file only
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = OFF")
    with db:
        db.execute("CREATE TABLE IF NOT EXISTS memory (key TEXT PRIMARY KEY, value BLOB NOT NULL)")
        db.execute("CREATE TABLE IF NOT EXISTS format (version TEXT NOT NULL)")
        (version,) = db.execute("SELECT max(version) FROM format").fetchone()
        if version is None:
            db.execute("INSERT INTO format VALUES (?)", (_FORMAT,))
        elif version != _FORMAT:
            raise sqlite3.DatabaseError(version)
    return db


def _is_busy(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _identity(file: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = file.stat()
        return found.st_dev, found.st_ino
    return None


def _discard(file: Path) -> None:
    for name in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))):
        with suppress(OSError):
            name.unlink(missing_ok=True)


def _is_whole(name: str, value: object) -> bool:
    return isinstance(value, bytes) and crc32(value[4:], crc32(name.encode())).to_bytes(4, "big") == value[:4]
