"""What git would carry out of the house: the file of protected words, and files that one of them is in."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from generator.errors import Place, Problem, problem
from generator.history import redactions_file
from generator.redaction.leaks import LeakCheck
from generator.redaction.replacing import Redactor


def tracked(root: Path, redactor: Redactor, may_hold_words: bool) -> Iterator[Problem]:
    """What is wrong with what git tracks in the archive at `root`; nothing where it is in no repository.

    `may_hold_words`: only the file of protected words itself must not be tracked.
    """
    file = redactions_file(root)
    if file.is_file() and _listed(file.parent, file.name):
        yield problem("redactions-tracked", Place(file.name if file.parent == root else str(file)))
    if redactor.digest and not may_hold_words:
        look = LeakCheck(redactor).look
        for name in _listed(root):
            with suppress(OSError):  # tracked, and deleted since
                if (root / name).is_file() and (root / name) != file:
                    yield from look(name, root / name, "protected-tracked")


def _listed(folder: Path, *names: str) -> list[str]:
    """The paths of tracked files in a folder and below it."""
    command = ["git", "-C", str(folder), "ls-files", "-z", "--", *names]
    with suppress(OSError):  # no git here
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        if done.returncode == 0:
            return [name.decode("utf-8", "surrogateescape") for name in done.stdout.split(b"\0") if name]
    return []
