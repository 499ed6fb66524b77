"""The work of `onrecord init`: a new archive, with an example of everything, from the files in `starter/`."""

import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from generator import __version__
from generator.errors import UsageError

_STARTER = Path(__file__).parent / "starter"
# What a folder may hold and still count as empty: a fresh clone is where many archives begin.
_NOTHING = frozenset((".git", ".DS_Store"))


def init(folder: Path, title: str | None = None) -> tuple[Path, ...]:
    """Write a new archive into `folder`, which is made if need be; the files written, in order.

    Without a title it is called as its folder. UsageError where something stands in the way: nothing is overwritten.
    """
    _settle(folder)
    title = _one_line(title or "") or _one_line(folder.resolve().name.replace("-", " ").replace("_", " "))
    title = title[:1].upper() + title[1:] or "Transcripts"
    written = []
    try:
        for path in _files():
            target = folder.joinpath(*(part.replace("dot-", ".", 1) for part in path.relative_to(_STARTER).parts))
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(_filled(path, title))
            written.append(target)
    except OSError as error:
        raise UsageError(
            f"{error.filename or folder} cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from error
    return tuple(written)


def _settle(folder: Path) -> None:
    """UsageError unless a new archive can be here."""
    if folder.is_dir():
        inside = sorted(path.name for path in folder.iterdir() if path.name not in _NOTHING)
        if "onrecord.toml" in inside:
            raise UsageError(f"{folder} is an archive already.", f"Go on with it: onrecord serve {folder}")
        if inside:
            some = ", ".join(inside[:3]) + (", …" if len(inside) > 3 else "")
            raise UsageError(
                f"The folder {folder} is not empty: it has {some}.",
                "Name a folder that does not exist yet, such as `onrecord init my-archive`; "
                "then move what belongs into the archive there.",
            )
    elif folder.exists() or folder.is_symlink():
        raise UsageError(f"{folder} is a file.", "Name a folder that does not exist yet.")


def _files() -> Iterator[Path]:
    return (path for path in sorted(_STARTER.rglob("*")) if path.is_file())


def _filled(path: Path, title: str) -> str:
    text = path.read_text("utf-8").replace("@REQUIREMENT@", _requirement())
    if path.suffix == ".toml":
        title = json.dumps(title, ensure_ascii=False)[1:-1]  # a JSON string is a TOML string
    return text.replace("@TITLE@", title)


def _requirement() -> str:
    """What makes pip install this OnRecord elsewhere: the repository it came from, else the package index."""
    try:
        origin = json.loads(distribution("onrecord").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        origin = {}
    if "vcs_info" not in origin:
        return f"onrecord>={__version__}"
    revision = origin["vcs_info"].get("requested_revision")
    return f"onrecord @ {origin['vcs_info']['vcs']}+{origin['url']}" + (f"@{revision}" if revision else "")


def _one_line(text: str) -> str:
    """Without line ends, control characters and halves of characters."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in whole).split())
