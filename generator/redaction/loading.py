"""The rules of an archive: from which file, whether it may be missing, and forgetting what was remembered before."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from generator import config, crash
from generator.config import Settings
from generator.decoding import decode
from generator.errors import ContentError, Place, Problem, problem
from generator.history import REDACTIONS, redactions_file
from generator.memory import Lost
from generator.redaction.replacing import NOTHING, Redactor
from generator.root import FOLDER

_STATE = "redaction"  # the file that tells under which rules the memory was filled
_COPIES = "redacted"  # the folder of static files with something replaced
_INDEXES = "search"  # of texts, for the search page


# The rules of each archive as they were last read in this process; workers that were not forked from it read them
# themselves, for they are kept nowhere else.
_loaded: dict[Path, Redactor] = {}


def loaded(root: Path, digest: str) -> Redactor:
    """The rules with this digest. Lost where the file has changed meanwhile."""
    if root not in _loaded or _loaded[root].digest != digest:
        load(root, config.load_settings(root)[0])
        if _loaded[root].digest != digest:
            raise Lost
    return _loaded[root]


def load(root: Path, settings: Settings) -> Redactor:
    """What replaces the protected words of an archive. ContentError where they should be known and are not."""
    _loaded[root] = _load(root, settings)
    return _loaded[root]


def _load(root: Path, settings: Settings) -> Redactor:
    file = redactions_file(root)
    place = Place(file.name if file.parent == root else str(file))
    expected = settings.redaction.required or bool(os.environ.get(REDACTIONS))
    missing = ContentError([problem("redactions-missing", place, variable=REDACTIONS)])
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        if expected:
            raise missing from None
        return NOTHING
    except OSError as error:
        raise ContentError([problem("unreadable-file", place, reason=error.strerror)]) from None
    text, wrong = decode(data, place.path)
    rules, problems = config.redactions(text, place.path)
    unclear = tuple(problem("redactions-unclear", Place(p.place.path if p.place else ""), name=p.code) for p in wrong)
    if problems or unclear:
        raise ContentError((*unclear, *problems))
    if not rules:  # as a pipeline leaves it whose secret is not set
        if expected:
            raise missing
        return NOTHING
    redactor = Redactor(rules, blake2b(data, digest_size=16).hexdigest())
    crash.conceal(redactor.text)
    if leaks := tuple(_in_theme(root, redactor)) + tuple(_in_settings(settings, redactor)):
        raise ContentError(leaks)
    return redactor


def forget_before(root: Path, redactor: Redactor, erase: Callable[[], None]) -> None:
    """Delete what was kept in `.onrecord/` under other rules than these; `erase` does so with the memory."""
    folder = root / FOLDER
    state = folder / _STATE
    try:
        before = state.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        before = ""
    if before == redactor.digest:
        return
    state.unlink(missing_ok=True)
    if not redactor.digest:  # what is kept from now on may hold anything
        return
    erase()
    for kept in folder.glob("last-*"):
        kept.unlink(missing_ok=True)
    for kept in folder.glob("imported/*"):
        with suppress(OSError):
            if redactor.protects(kept.read_text("utf-8", "replace")):
                kept.unlink()
    for name in (_COPIES, _INDEXES):
        shutil.rmtree(folder / name, ignore_errors=True)
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        state.write_text(redactor.digest, "utf-8")


def static_copy(root: Path, path: Path, redactor: Redactor) -> Path:
    """A static file as it may be published: itself, or a copy in which words of a text are replaced."""
    with suppress(OSError, UnicodeDecodeError):
        with path.open("rb") as file:
            if b"\0" in file.read(1 << 13):
                return path
        text = path.read_bytes().decode()
        redacted = redactor.text(text)
        if redacted != text:
            digest = blake2b(redacted.encode(), digest_size=16).hexdigest()
            copy = root / FOLDER / _COPIES / f"{digest}{path.suffix}"
            if not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(redacted.encode())
            return copy
    return path


def _in_theme(root: Path, redactor: Redactor) -> Iterator[Problem]:
    """Templates are code: they are not changed, and not even compiled with a protected word in them."""
    for path in sorted((root / "templates").rglob("*")):
        name = path.relative_to(root).as_posix()
        with suppress(OSError):
            if redactor.protects(name) or (path.is_file() and redactor.protects(path.read_text("utf-8", "replace"))):
                yield problem("leak-in-theme", Place(redactor.address(name)), what="this template")


def _in_settings(settings: Settings, redactor: Redactor) -> Iterator[Problem]:
    """Addresses that would lead nowhere with something else in the place of a word."""
    for name in ("output", "base_url", "edit_url", "media_base"):
        if redactor.protects(getattr(settings, name) or ""):
            yield problem("leak-in-theme", Place("onrecord.toml"), what=f"the setting {name}")
