"""Where an archive is: the folder that has its settings, and what is remembered of it."""

from pathlib import Path

FILE = "onrecord.toml"
FOLDER = ".onrecord"  # what is remembered of it; may be deleted at any time


def find_root(start: Path) -> Path | None:
    """The archive that `start` lies in: the nearest folder, from there upwards, with an `onrecord.toml`."""
    return next((folder for folder in (start, *start.parents) if (folder / FILE).is_file()), None)
