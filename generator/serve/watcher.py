"""Watching the archive's files: what changed, in batches that have settled."""

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from generator.sources import is_scratch

FOLDERS = ("content", "templates", "static", "locales")
_QUIET = 0.01  # seconds without a change after which a batch has settled
_LONGEST = 1.0  # seconds after which it is taken as it is


class _Handler(FileSystemEventHandler):
    def __init__(self, changes: "queue.Queue[str]") -> None:
        self._changes = changes

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write") or (event.is_directory and event.event_type == "modified"):
            return  # what changed inside a folder has an event of its own
        for path in (event.src_path, event.dest_path):
            if path:
                self._changes.put(path if isinstance(path, str) else path.decode("utf-8", "surrogateescape"))


class Watcher:
    """Calls `changed` with the paths of each batch, relative to `root`, in a thread of its own.

    Folders are watched, not files, so that an editor that puts a new file in the old one's place is noticed too.
    """

    def __init__(self, root: Path, changed: Callable[[frozenset[str]], None]) -> None:
        self._root = root.resolve()
        self._changed = changed
        self._changes: queue.Queue[str] = queue.Queue()
        self._observer: BaseObserver | None = None
        self._watched: frozenset[str] = frozenset()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._watch()
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._stopped.set()
        self._changes.put("")
        self._thread.join(2)
        if self._observer:
            self._observer.stop()

    def _watch(self) -> None:
        """Watch the folders that exist now; again when one of them came or went."""
        there = frozenset(name for name in FOLDERS if (self._root / name).is_dir())
        if self._observer:
            self._observer.stop()
        handler = _Handler(self._changes)
        for make in (Observer, PollingObserver):  # polling where the system cannot watch, as in some containers
            observer = make()
            try:
                observer.schedule(handler, str(self._root), recursive=False)
                for name in sorted(there):
                    observer.schedule(handler, str(self._root / name), recursive=True)
                observer.start()
            except OSError:
                continue
            self._observer, self._watched = observer, there
            return

    def _run(self) -> None:
        while not self._stopped.is_set():
            batch = self._batch()
            there = frozenset(name for name in FOLDERS if (self._root / name).is_dir())
            if there != self._watched or batch & frozenset(FOLDERS):  # another folder may lie in the old one's place
                self._watch()
            if batch and not self._stopped.is_set():
                self._changed(batch)

    def _batch(self) -> frozenset[str]:
        """The next changes that matter, as soon as no more come."""
        batch = {self._meant(self._changes.get())}
        began = time.monotonic()
        while time.monotonic() - began < _LONGEST:
            try:
                batch.add(self._meant(self._changes.get(timeout=_QUIET)))
            except queue.Empty:
                break
        return frozenset(filter(None, batch))

    def _meant(self, changed: str) -> str | None:
        """The path within the archive, if a change there can change a page."""
        try:
            path = Path(changed).relative_to(self._root)
        except ValueError:
            return None
        parts = path.parts
        if not parts or any(is_scratch(part) for part in parts):
            return None
        if parts[0] in FOLDERS or parts in (("onrecord.toml",), ("redactions.yaml",)):
            return path.as_posix()
        return None
