"""What is to be imported: files, all files of a folder, or the standard input; and where originals stay."""

import os
import re
import shutil
import sys
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from generator import sources
from generator.errors import UsageError
from generator.model import Value

_STANDARD_INPUT = "-"
_ADDRESS = re.compile(r"(?:https?|ftp):/|www\.\w", re.I)
_VIDEO = re.compile(r"youtu\.?be|vimeo|dailymotion|tiktok|podcasts?\.|spotify|soundcloud", re.I)


class Input(Value):
    """Something to import: `name` is how it is shown, `path` where it lies; None for the standard input."""

    name: str
    path: str | None = None

    @property
    def file(self) -> Path | None:
        return None if self.path is None else Path(self.path)

    def read(self) -> bytes:
        """Its bytes; OSError where they cannot be read."""
        return sys.stdin.buffer.read() if self.path is None else Path(self.path).read_bytes()


def inputs(given: Iterable[str]) -> tuple[Input, ...]:
    """What the words on the command line mean: of a folder all below it but for hidden files, those of editors, what
    belongs to a transcript beside it, pictures and recordings. Each file once. UsageError for what is no file."""
    found: dict[str, Input] = {}
    for word in given:
        if word == _STANDARD_INPUT:
            found[word] = Input("standard input")
            continue
        if _ADDRESS.match(word):
            raise _web_address(word)
        path = Path(word)
        for one in _below(path) if path.is_dir() else (path,):
            found.setdefault(str(one.absolute()), Input(str(one), str(one)))
    return tuple(found.values())


def _below(folder: Path) -> list[Path]:
    below = [
        one
        for one in sorted(folder.rglob("*"))
        if one.is_file()
        and not any(sources.is_scratch(part) for part in one.relative_to(folder).parts)
        and not sources.is_beside(one.name)
        and not sources.is_media(one.name)
    ]
    if not below:
        raise UsageError(
            f"There are no files to import in {folder}.", "Name a folder with transcripts, or the files themselves."
        )
    return below


def _web_address(word: str) -> UsageError:
    if _VIDEO.search(word):
        return UsageError(
            f"“{word}” is a web address, and OnRecord imports files.",
            "Download the captions or the transcript there (.vtt, .srt or text), then import that file.",
        )
    return UsageError(
        f"“{word}” is a web address, and OnRecord imports files.",
        "Open it in a browser, save the page (Ctrl+S, on a Mac Cmd+S; choose “web page, HTML only”), "
        "and import the saved file.",
    )


def among_transcripts(path: Path, root: Path) -> sources.Source | None:
    """A file that lies in `content/transcripts/` as it is, with the facts beside it."""
    base = (root / sources.TRANSCRIPTS).resolve()
    real = path.resolve()
    if not (real.is_file() and real.is_relative_to(base) and real.suffix != ".md"):
        return None
    place = f"{sources.TRANSCRIPTS}/{real.relative_to(base).as_posix()}"
    facts = f"{place.removesuffix(real.suffix)}.meta.yaml"
    return sources.Source(place, facts if (root / facts).is_file() else None)


def bring_along(original: Path, target: Path) -> None:
    """What lies beside an original goes where its transcript went, unless something is there."""
    for ending in (".notes.yaml", ".words.json"):
        beside, there = original.with_suffix(ending), target.with_suffix(ending)
        if beside.is_file() and not there.exists():
            shutil.move(beside, there)


def resting_place(path: Path, root: Path) -> Path:
    """Where an original stays: where it is, but for one in `content/`, where the transcript would be there twice."""
    real = path.resolve()
    if not real.is_relative_to((root / "content").resolve()):
        return real
    place = root.resolve() / "sources" / real.name
    return free(place) if place.exists() else place


def put_away(path: Path, root: Path) -> str:
    """Move an original to its resting place, and say so."""
    real, place = path.resolve(), resting_place(path, root)
    if place == real:
        return ""
    place.parent.mkdir(exist_ok=True)
    shutil.move(real, place)
    return f"the original is now {shown(place, root.resolve())}"


def free(target: Path) -> Path:
    """The same place with the first number behind the name that nothing has yet."""
    numbered = (target.with_name(f"{target.stem}-{number}{target.suffix}") for number in count(2))
    return next(path for path in numbered if not path.exists())


def is_numbered(path: Path, target: Path) -> bool:
    """Whether a path is the same place with a number behind the name."""
    return path.parent == target.parent and bool(re.fullmatch(re.escape(target.stem) + r"-\d+", path.stem))


def shown(path: Path, root: Path) -> str:
    """A path as it is best shown."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def replace(target: Path, text: str) -> None:
    """Write a file whole, or leave it as it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, target)  # noqa: PTH105
