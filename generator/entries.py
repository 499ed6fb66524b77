"""The entry of each transcript: remembered, or made from its files.

Workers make them; they share nothing but the archive's folder and its memory.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator import archive, ledger, redaction, sources, workers
from generator.errors import Place, Problem, problem
from generator.history import Files
from generator.memory import Memory, key, memory_of
from generator.model import Entry, Value
from generator.pages.extracts import entry as entry_of
from generator.published import Ledgers, Past
from generator.site import Context
from generator.sources import Source, Text
from generator.workers import Progress


class Read(Value):
    """A transcript's entry, None where its file cannot be read, and what is wrong with it."""

    entry: Entry | None
    problems: tuple[Problem, ...]


def entries(
    root: Path, context: Context, places: Sequence[Source], files: Files, jobs: int | None, progress: Progress
) -> Iterator[tuple[str, Read]]:
    """The key in the memory and the entry of each transcript; `jobs` may work at once, None: as many as help."""
    memory = memory_of(root)
    known = (context.code, context.resolving)
    keys = {place.path: _keys(place, files.known, *known) for place in places}
    found = at_hand_or_in(memory, (names.entry for names in keys.values() if names))
    missing = [place for place in places if (names := keys[place.path]) is None or names.entry not in found]
    if missing:
        packed = msgspec.msgpack.encode(context)
        memory.put_all([(key(packed), packed)])
        work = partial(_read_all, root, key(packed))
        for done, (place, (names, digests, data)) in enumerate(
            zip(missing, workers.run(work, missing, workers.processes(jobs, memory)), strict=True), 1
        ):
            for path, digest in digests:
                files.learn(path, digest)
            keys[place.path], found[names.entry] = names, msgspec.msgpack.decode(data, type=Read)
            progress("Reading transcripts", done, len(missing))
    memory.at_hand.clear()
    memory.at_hand.update(found)
    return ((names.entry, found[names.entry]) for names in keys.values() if names)


def at_hand_or_in(memory: Memory, names: Iterable[str]) -> dict[str, Read]:
    """What is remembered under these keys; those without a value are missing."""
    wanted = list(names)
    found = memory.get_all(name for name in wanted if name not in memory.at_hand)
    there = ((name, memory.at_hand.get(name)) for name in wanted)
    return {
        name: read or msgspec.msgpack.decode(found[name], type=Read) for name, read in there if read or name in found
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


# --- what workers do ---


_Made = tuple[_Keys, tuple[tuple[str, str], ...], bytes]  # keys, the hash of each file read, the Read


def _read_all(root: Path, context: str, places: Sequence[Source]) -> list[_Made]:
    memory, reader = memory_of(root), _reader(root, context)
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
        self._redactor = redaction.loaded(root, context.redaction)
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
    ) -> Read:
        if remembered is not None:
            text = msgspec.msgpack.decode(remembered, type=Text)
        else:
            try:
                text = sources.read(place, loader.load, self._redactor)
            except OSError as error:
                wrong = problem("unreadable-file", Place(place.path), reason=error.strerror)
                return Read(None, (self._redactor.of(wrong),))
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
            return Read(None, (*problems, *leaks[:1]))
        kept |= more
        return Read(entry, problems)


@lru_cache(maxsize=2)
def _reader(root: Path, context: str) -> _Reader:
    return _Reader(root, msgspec.msgpack.decode(memory_of(root).need(context), type=Context))
