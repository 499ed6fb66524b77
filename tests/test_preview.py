"""The preview always answers, with the site as it is now, whatever happens to what it remembers."""

import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.serve.preview import Preview
from tests.archives import FILES, write

TALK = "content/transcripts/orchard-talk.md"
PAGE = "transcripts/orchard-talk.html"
MEMORY = ".onrecord/memory.sqlite"


def _kept(_: Path) -> None:
    pass


def _deleted(root: Path) -> None:
    shutil.rmtree(root / ".onrecord")


def _cleared(root: Path) -> None:
    """By a build of another kind, which does not need the same."""
    with sqlite3.connect(root / MEMORY) as db:
        db.execute("DELETE FROM memory")
    db.close()


def _overwritten(root: Path) -> None:
    (root / MEMORY).write_bytes(b"not a database at all\n" * 1000)


@pytest.mark.parametrize("change", [_kept, _deleted, _cleared, _overwritten])
@pytest.mark.parametrize("edited", ["", TALK, "content/pages/about.md"])
def test_the_preview_does_not_depend_on_what_it_remembers(
    tmp_path: Path, change: Callable[[Path], None], edited: str
) -> None:
    alone = FILES["content/transcripts/bridge-toll.md"].replace("[[orchard-talk#ada-brook-1|the orchard talk]]", "it")
    write(
        tmp_path, {**FILES, "content/transcripts/bridge-toll.md": alone.replace("[[person:ada-brook|Mrs Brook]]", "")}
    )
    time.sleep(0.1)  # what is older than the clock is coarse is not read again
    preview = Preview(tmp_path)
    preview.refresh()
    assert b"bridge come?" in _body(preview, PAGE)
    change(tmp_path)
    if edited:
        text = (tmp_path / edited).read_text("utf-8").replace("bridge come?", "bridge open?")
        (tmp_path / edited).write_text(f"{text}\n\nNew words.\n", "utf-8")
        preview.refresh()
    assert (b"bridge open?" if edited == TALK else b"bridge come?") in _body(preview, PAGE)
    for url in ("index.html", "speakers/ada-brook.html", "topics/orchards.html", "about.html", PAGE):
        assert b"<h1" in _body(preview, url)
        assert preview.problems_of(url) == preview.problems


def _body(preview: Preview, url: str) -> bytes:
    shown = preview.show(url)
    assert shown is not None
    assert shown.url == url
    return shown.body
