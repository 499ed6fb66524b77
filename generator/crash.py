"""Crash reports: what the developers need to mend a bug, in a file, instead of a traceback on the screen."""

import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from generator import __version__

_conceal: list[Callable[[str], str]] = []


def conceal(replace: Callable[[str], str]) -> None:
    """Let nothing into reports before `replace` has taken protected words out of it."""
    _conceal[:] = [replace]


def report(error: BaseException) -> Path:
    """Write a report on `error` into the system's folder for temporary files; where it is."""
    trace = "".join(traceback.format_exception(error))
    text = "\n".join(
        (
            f"onrecord {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"command: {' '.join(sys.argv[1:])}",
            "",
            trace,
        )
    )
    for replace in _conceal:
        text = replace(text)
    name = f"onrecord-crash-{blake2b(trace.encode(errors='replace'), digest_size=4).hexdigest()}.txt"
    path = Path(tempfile.gettempdir()) / name
    path.write_text(text, encoding="utf-8", errors="replace")
    return path
