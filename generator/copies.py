"""Copies of the theme's files in an archive: each is stamped with what it is a copy of, and compared by that later.

The stamp is a comment in the first line, `onrecord theme copy: templates/base.html 3f2a9c1d2b4e (0.1.0)`: the original,
a hash of its text, and the version of OnRecord, which is for people.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from difflib import unified_diff
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from generator import __version__
from generator.errors import Place, Problem, UsageError, nearest, problem
from generator.theme import files_in, shipped

_FOLDERS = ("templates", "static")
_COMMENTS = {".html": "{{# {} #}}", ".css": "/* {} */", ".js": "// {}", ".svg": "<!-- {} -->"}
_STAMP = re.compile(r"onrecord theme copy: (\S+) ([0-9a-f]{12})")
_FIRST_LINES = 3  # an editor may have put one before it


def copy(root: Path, name: str) -> str:
    """Copy a file of the theme into the archive at `root`; its path there. UsageError for what is not, or is, there."""
    path, text = _original(name)
    stamp = f"onrecord theme copy: {path} {_hash(text)} ({__version__})"
    target = root / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_COMMENTS[target.suffix].format(stamp) + "\n" + text)
    except FileExistsError as error:
        hint = f"`onrecord theme diff {_short(path)}` shows how it differs from the original."
        raise UsageError(f"{path} is there already.", hint) from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.", "Make the folder writable.") from error
    return path


def difference(root: Path, name: str) -> str:
    """How the archive's file differs from the theme's of this name, as a unified diff; "" where it does not."""
    path, text = _original(name)
    try:
        own = (root / path).read_text("utf-8", "replace").splitlines()
    except OSError as error:
        hint = f"`onrecord theme copy {_short(path)}` makes a copy of the theme's."
        raise UsageError(f"There is no {path} in this archive.", hint) from error
    own = [line for number, line in enumerate(own) if number >= _FIRST_LINES or not _STAMP.search(line)]
    found = unified_diff(text.splitlines(), own, f"OnRecord {__version__}: {path}", f"yours: {path}", lineterm="")
    return "".join(f"{line}\n" for line in found)


def outdated(root: Path) -> Iterator[Problem]:
    """The copies in an archive whose originals have changed since they were made."""
    known = _originals()
    for folder in _FOLDERS:
        for path in files_in(root / folder):
            stamp = _stamp(path)
            if stamp is None:
                continue
            line, origin, was = stamp
            place = Place(path.relative_to(root).as_posix(), line)
            if origin not in known:
                yield problem("copy-without-original", place, origin=origin)
            elif (now := _hash(known[origin].read_text("utf-8"))) != was:
                yield problem("copy-outdated", place, origin=origin, name=_short(origin), was=was, now=now)


def _stamp(path: Path) -> tuple[int, str, str] | None:
    """The line of the stamp in a file, and what it says: the original and its hash."""
    if path.suffix in _COMMENTS:
        with suppress(OSError), path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(islice(file, _FIRST_LINES), 1):
                if found := _STAMP.search(line[:500]):
                    return number, found[1], found[2]
    return None


def _original(name: str) -> tuple[str, str]:
    """The path and the text of the theme's file that is meant: `base.html`, or `templates/base.html`."""
    known = _originals()
    wanted = name.replace("\\", "/").removeprefix("./")
    for path in (wanted, *(f"{folder}/{wanted}" for folder in _FOLDERS)):
        if path in known:
            return path, known[path].read_text("utf-8")
    short = [_short(path) for path in known]
    meant = nearest(wanted, short)
    hint = f"Did you mean {meant}?" if meant else f"It has {', '.join(short)}."
    raise UsageError(f"The theme has no file “{name}”.", hint)


def _originals() -> dict[str, Path]:
    return {
        f"{folder}/{path.relative_to(shipped(folder)).as_posix()}": path
        for folder in _FOLDERS
        for path in files_in(shipped(folder))
    }


def _short(path: str) -> str:
    return path.partition("/")[2]


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()
