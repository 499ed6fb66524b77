"""Making the search index: Pagefind as a process beside the build, and keeping what it has made.

Its service (`pagefind --service`) takes messages on its standard input and answers on its output, each JSON in base64
with a comma behind it, and writes an index into a folder: https://pagefind.app/docs/node-api/ has what they say. It
indexes pages in the order in which they come, which makes the same index of the same pages; its walk through a folder
does not.

An index is kept in `.onrecord/search/KEY/`, so that one whose pages have not changed is neither made nor read again.
"""

import os
import shutil
import subprocess
import time
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from json import JSONDecoder
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import msgspec

from generator.errors import ContentError, problem
from generator.history import digest_of
from generator.memory import Lost
from generator.root import FOLDER
from generator.search import FOLDER as SITE_FOLDER
from generator.search import Bundle

_PACKAGES = ("pagefind_bin_extended", "pagefind_bin")  # the former cuts Chinese and Japanese into words
_CONTENTS = "contents.json"
_LEFT = 3600  # seconds after which a folder that nobody finished was left by a build that was killed
_SIGN = b"pagefind_dcd"  # before the JSON of a fragment
# Of what Pagefind writes, all that a page with a search of its own needs.
_NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")


class Index(msgspec.Struct, frozen=True):
    """The index of one bundle."""

    files: dict[str, str]  # path in the bundle's folder → hash of its bytes
    fragments: dict[str, str]  # transcript → Pagefind's name of it


class Indexing:
    """The indexes of an archive: `begin`, do other things, `finish`. As a context, it ends what it began."""

    def __init__(self, root: Path, bundles: Sequence[Bundle]) -> None:
        self._home = _home(root)
        self._bundles = bundles
        self._made = {bundle: found for bundle in bundles if (found := _kept(self._home / bundle.key))}
        self._services: list[_Service] = []
        self.missing = tuple(bundle for bundle in bundles if bundle not in self._made)

    def __enter__(self) -> "Indexing":
        return self

    def __exit__(self, *_: object) -> None:
        for service in self._services:
            service.end()

    def begin(self, pages: Callable[[Sequence[str]], Iterable[str]], processes: int) -> None:
        """Give the missing bundles to so many processes of Pagefind; `pages` makes the pages of transcripts."""
        self._services = [_Service(self._home) for _ in self.missing[:processes]]
        for number, bundle in enumerate(self.missing):
            self._services[number % len(self._services)].add(bundle, pages(bundle.transcripts))

    def finish(self) -> None:
        """Wait until all that was begun is there. ContentError where Pagefind fails."""
        for service in self._services:
            for bundle, folder in service.made():
                self._made[bundle] = _put(folder, self._home / bundle.key)
        _clear(self._home, {bundle.key for bundle in self._bundles})

    def files(self) -> Iterator[tuple[str, Path, str]]:
        """Every file of the indexes: its URL in the site, where it lies, the hash of its bytes."""
        for bundle in self._bundles:
            for path, digest in self._made[bundle].files.items():
                yield f"{SITE_FOLDER}{bundle.name}/{path}", self._home / bundle.key / path, digest

    def fragments(self) -> dict[str, dict[str, str]]:
        """Bundle → transcript → Pagefind's name of it."""
        return {bundle.name: self._made[bundle].fragments for bundle in self._bundles}

    def check(self, path: Path, digest: str) -> None:
        """Lost where a file that was kept is not as it was made; its index is then forgotten."""
        if digest_of(path) != digest:
            kept = next(folder for folder in path.parents if folder.parent == self._home)
            shutil.rmtree(kept, ignore_errors=True)
            raise Lost(str(path))


class _Service:
    """One process of Pagefind, its input open until it has done what it was told."""

    def __init__(self, home: Path) -> None:
        self._folder = home / f"{os.getpid()}-{time.time_ns()}.new"
        self._folder.mkdir(parents=True)
        self._answers = self._folder / "answers"
        self._bundles: list[Bundle] = []
        self._sent = 0
        with self._answers.open("wb") as answers:
            self._process = subprocess.Popen(  # noqa: S603  (the program that came with OnRecord)
                [_program(), "--service"], stdin=subprocess.PIPE, stdout=answers, stderr=subprocess.DEVNULL
            )

    def add(self, bundle: Bundle, pages: Iterable[str]) -> None:
        """Index the pages of a bundle's transcripts. It reads faster than it indexes, so that nobody has to wait."""
        number = len(self._bundles)
        self._bundles.append(bundle)
        self._send(type="NewIndex", config={})
        for id, page in zip(bundle.transcripts, pages, strict=True):
            self._send(type="AddFile", index_id=number, url=id, file_contents=page)
        self._send(type="WriteFiles", index_id=number, output_path=str(self._folder / bundle.key))

    def made(self) -> Iterator[tuple[Bundle, Path]]:
        """The bundles and the folders of their indexes, when they are all there."""
        self._wait()
        for bundle in self._bundles:
            _tidy(self._folder / bundle.key)
            yield bundle, self._folder / bundle.key

    def end(self) -> None:
        """End the process, and remove what nobody has taken."""
        self._process.kill()
        self._process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _send(self, **payload: Any) -> None:
        self._sent += 1
        message = b64encode(msgspec.json.encode({"message_id": self._sent, "payload": payload}))
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101
        try:
            stdin.write(message + b",")
            stdin.flush()
        except OSError as error:
            raise _failed("it ended before its work was done") from error

    def _wait(self) -> None:
        pause = 0.002
        with self._answers.open("rb") as answers:
            came = _answers(answers)
            while came < self._sent:
                if self._process.poll() is not None:
                    raise _failed("it ended before its work was done")
                time.sleep(pause)
                pause = min(pause * 1.5, 0.1)
                came += _answers(answers)


def _answers(file: BinaryIO) -> int:
    """How many answers came since last time. ContentError for one that tells of an error."""
    place = file.tell()
    whole = file.read().rpartition(b",")[0]
    file.seek(place + len(whole) + bool(whole))
    answers = whole.split(b",") if whole else []
    for answer in answers:
        payload = msgspec.json.decode(b64decode(answer))["payload"]
        if payload["type"] == "Error":
            raise _failed(str(payload["message"]))
    return len(answers)


def _tidy(folder: Path) -> None:
    """Leave only what the search page loads; words without rules of their language are needed where it has none."""
    languages = msgspec.json.decode((folder / "pagefind-entry.json").read_bytes())["languages"]
    wasm = {f"wasm.{one['wasm'] or 'unknown'}.pagefind" for one in languages.values()}
    for path in folder.iterdir():
        if path.is_file() and path.suffix != ".pf_meta" and path.name not in wasm and path.name not in _NEEDED:
            path.unlink()


def _put(made: Path, kept: Path) -> Index:
    """Keep an index that was made, unless another build has kept the same meanwhile."""
    fragments = {_transcript_of(path): path.stem for path in sorted(made.glob("fragment/*"))}
    paths = sorted(path for path in made.rglob("*") if path.is_file())
    index = Index({path.relative_to(made).as_posix(): digest_of(path) or "" for path in paths}, fragments)
    (made / _CONTENTS).write_bytes(msgspec.json.encode(index))
    try:
        made.rename(kept)
    except OSError:
        if (other := _kept(kept)) is not None:
            return other
        shutil.rmtree(kept, ignore_errors=True)  # something damaged
        made.rename(kept)
    return index


def _transcript_of(fragment: Path) -> str:
    """The id of the transcript that a fragment is of: its JSON begins with the URL, which is the id."""
    with fragment.open("rb") as file:
        head = zlib.decompressobj(wbits=31).decompress(file.read(4096), 4096).removeprefix(_SIGN)
    start = head.index(b":") + 1
    url, _ = JSONDecoder().raw_decode(head[start:].decode("utf-8", "ignore"))
    return str(url).strip("/")


def _kept(folder: Path) -> Index | None:
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((folder / _CONTENTS).read_bytes(), type=Index)
    return None


def _clear(home: Path, used: set[str]) -> None:
    """Keep the indexes that are used and as many others, those made last; remove what killed builds have left."""
    with suppress(OSError):
        others = sorted((p.stat().st_mtime, p) for p in home.iterdir() if p.name not in used and p.suffix != ".new")
        left = [p for p in home.glob("*.new") if time.time() - p.stat().st_mtime > _LEFT]
        for path in (*(path for _, path in others[: -max(2, len(used))]), *left):
            shutil.rmtree(path, ignore_errors=True)


def _home(root: Path) -> Path:
    home = root / FOLDER / "search"
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not os.access(home, os.W_OK):
            raise PermissionError
    except OSError:
        return Path(_elsewhere(root).name)
    return home


@lru_cache
def _elsewhere(_root: Path) -> "TemporaryDirectory[str]":
    """Where an archive that cannot be written has its indexes; gone with the process."""
    return TemporaryDirectory(prefix="onrecord-")


def _program() -> str:
    """The program that the package brings; importing the package would take longer than most of its work."""
    for package in _PACKAGES:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for name in ("pagefind_extended", "pagefind", "pagefind_extended.exe", "pagefind.exe"):
                program = Path(folder, name)
                if program.is_file():
                    return str(program)
    raise _failed("it is not installed")


def _failed(reason: str) -> ContentError:
    return ContentError([problem("search-failed", reason=reason)])
