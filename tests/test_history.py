"""What is known of the last build: which files are as they were, and whether there is anything to do at all."""

import os
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import pytest

from generator.build import build
from generator.errors import Severity
from generator.history import Files, History, Last, Options, digest_of, files_below, inputs
from tests.archives import FILES, write

TALK = "content/transcripts/orchard-talk.md"
LATER = 10**9  # nanoseconds after which stamps are as good as hashes


def hashed(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def files(root: Path, before: Files | None = None, began: int | None = None) -> Files:
    """The files as they are, for a build that begins a while after they were written."""
    known = before.settled if before else {}
    return Files(root, dict(inputs(root)), known, time.time_ns() + LATER if began is None else began)


# --- files -------------------------------------------------------------------------------------------------------


def test_a_file_is_known_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    write(tmp_path)
    there = files(tmp_path)
    assert there.known(TALK) is None
    assert there.digest(TALK) == there.known(TALK) == hashed(FILES[TALK].encode())
    assert there.digest("content/none.md") == there.known("content/none.md") == ""
    assert there.digest_at(tmp_path / TALK) == there.digest(TALK)
    assert there.digest_at(tmp_path / "none") == ""


def test_a_file_that_is_as_it_was_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    before = files(tmp_path)
    digest = before.digest(TALK)
    monkeypatch.setattr("generator.history.digest_of", lambda path: pytest.fail(f"read again: {path}"))
    assert files(tmp_path, before).digest(TALK) == digest


def _longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def _of_the_same_length_and_time(path: Path) -> None:
    stat, data = path.stat(), path.read_bytes()
    time.sleep(0.02)
    path.write_bytes(data[:-2] + b"!\n")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _another_in_its_place(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes()[:-2] + b"!\n")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize("edit", [_longer, _of_the_same_length_and_time, _another_in_its_place])
@pytest.mark.skipif(os.name == "nt", reason="there no file tells when its bytes were changed")
def test_a_file_that_was_edited_is_read_again(tmp_path: Path, edit: Callable[[Path], None]) -> None:
    write(tmp_path)
    before = files(tmp_path)
    before.digest(TALK)
    edit(tmp_path / TALK)
    assert files(tmp_path, before).digest(TALK) == hashed((tmp_path / TALK).read_bytes()) != before.digest(TALK)


def test_a_file_younger_than_the_build_is_read_by_the_next_one_too(tmp_path: Path) -> None:
    write(tmp_path)
    at_once = files(tmp_path, began=time.time_ns())
    at_once.digest(TALK)
    assert TALK not in at_once.settled
    assert not at_once.are_settled
    later = files(tmp_path)
    later.digest(TALK)
    assert later.settled.keys() == {TALK}
    assert later.are_settled


def test_what_others_have_read_is_taken_in(tmp_path: Path) -> None:
    write(tmp_path)
    there = files(tmp_path)
    there.learn(TALK, "abc")
    there.learn("content/none.md", "abc")
    assert there.digest(TALK) == "abc"
    assert there.settled.keys() == {TALK}


@pytest.mark.parametrize("change", ["edited", "added", "removed", None])
def test_a_folder_is_as_before_until_something_in_it_changes(tmp_path: Path, change: str | None) -> None:
    write(tmp_path, {**FILES, "templates/free.html": "a", "templates/own/part.html": "b"})
    there = files(tmp_path)
    if change == "edited":
        (tmp_path / "templates/own/part.html").write_text("longer")
    elif change == "added":
        (tmp_path / "templates/own/other.html").write_text("b")
    elif change == "removed":
        (tmp_path / "templates/free.html").unlink()
    assert there.are_as_before("templates") is (change is None)
    assert there.are_as_before("content")


def test_all_that_a_build_reads_is_among_its_files(tmp_path: Path) -> None:
    write(
        tmp_path, {**FILES, "templates/free.html": "a", "static/a/b.mp3": "c", "site/index.html": "", "notes.txt": ""}
    )
    there = dict(inputs(tmp_path))
    own = {path for path in there if not path.startswith("onrecord/")}
    assert own == {*FILES, "templates/free.html", "static/a/b.mp3"}
    assert {"onrecord/generator/cli.py", "onrecord/templates/base.html", "onrecord/static/onrecord.css"} <= there.keys()
    assert not any("__pycache__" in path for path in there)


@pytest.mark.parametrize("own", ["b/c.py", "locales/xx.po"])
def test_the_program_is_known_by_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str) -> None:
    """Another version, or an edit in a checkout, makes everything again."""
    package = write(tmp_path / "checkout", {"generator/a.py": "1", f"generator/{own}": "2", "templates/t.html": "3"})
    monkeypatch.setattr("generator.history._PACKAGE", package / "generator")
    code = files(tmp_path).code()
    assert files(tmp_path).code() == code
    (package / "templates/t.html").write_text("not code")
    assert files(tmp_path).code() == code
    (package / "generator" / own).write_text("another")
    assert files(tmp_path).code() != code


def test_folders_that_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "", ".hidden/b.md": "", "c/.d/e.md": "", "c/f.md": "", ".g": ""})
    assert {path for path, _ in files_below(tmp_path, "x", ".")} == {"x/a.md", "x/c/f.md", "x/.g"}
    assert {path for path, _ in files_below(tmp_path, "")} == {"a.md", ".hidden/b.md", "c/.d/e.md", "c/f.md", ".g"}
    assert list(files_below(tmp_path / "none", "x")) == []


def test_links_to_folders_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    write(tmp_path, {"in/a.md": "", "elsewhere/b.md": "", "elsewhere/deep/c.md": ""})
    try:
        (tmp_path / "in/linked").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "elsewhere/round").symlink_to(tmp_path / "in")
        (tmp_path / "in/nowhere").symlink_to(tmp_path / "none")
    except OSError:
        pytest.skip("this system makes no symbolic links")
    found = [path for path, _ in files_below(tmp_path / "in", "")]
    assert sorted(found) == ["a.md", "linked/b.md", "linked/deep/c.md"]


def test_the_hash_of_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    assert digest_of(tmp_path / "a") == hashed(b"a")
    assert digest_of(tmp_path / "none") is None
    assert digest_of(tmp_path / "a/b") is None
    assert digest_of(tmp_path) == ""


# --- the last build --------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive that was built when its files were no longer new."""
    write(tmp_path)
    build(tmp_path)
    time.sleep(0.1)
    build(tmp_path)
    return tmp_path


def test_where_nothing_has_changed_the_last_report_holds(root: Path) -> None:
    told = History(root, Options()).unchanged(strict=False)
    assert told is not None
    assert (told.pages, told.transcripts, told.reasons) == (build(root).pages, 2, ())
    assert (told.applied.written, told.applied.removed) == ((), ())
    made = [path for path in (root / "site").rglob("*") if path.is_file() and not path.name.startswith(".onrecord")]
    assert told.applied.unchanged == len(made)


@pytest.mark.parametrize(
    "path", ["onrecord.toml", TALK, "content/people.yaml", "content/new.md", "templates/a.html", "static/a.css"]
)
def test_after_any_change_there_is_something_to_do(root: Path, path: str) -> None:
    (root / path).parent.mkdir(exist_ok=True)
    with (root / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert History(root, Options()).unchanged(strict=False) is None


@pytest.mark.parametrize("path", ["index.html", ".onrecord-manifest.json", "static/onrecord.css"])
def test_a_change_in_the_site_is_something_to_do(root: Path, path: str) -> None:
    (root / "site" / path).unlink()
    assert History(root, Options()).unchanged(strict=False) is None


@pytest.mark.parametrize(
    "options", [Options(base_url="https://b.example/"), Options(output="other"), Options(drafts=True)]
)
def test_builds_of_other_kinds_have_histories_of_their_own(root: Path, options: Options) -> None:
    assert History(root, options).unchanged(strict=False) is None
    assert History(root, options).last() == Last()
    assert History(root, Options(strict=True, jobs=3)).last() == History(root, Options()).last() != Last()


def test_a_report_with_warnings_does_not_hold_for_a_strict_build(root: Path) -> None:
    assert History(root, Options(strict=True)).unchanged(strict=True) is not None
    (root / TALK).write_text(FILES[TALK].replace("[orchards]", "[unheard of]"), "utf-8")
    time.sleep(0.1)
    assert {found.severity for found in build(root).problems} == {Severity.WARNING}
    assert History(root, Options()).unchanged(strict=False) is not None
    assert History(root, Options(strict=True)).unchanged(strict=True) is None


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: data[:20] + b"!" + data[21:], lambda _: b""])
def test_a_damaged_history_is_as_none(root: Path, spoil: Callable[[bytes], bytes]) -> None:
    for file in (root / ".onrecord").glob("last-*"):
        file.write_bytes(spoil(file.read_bytes()))
    assert History(root, Options()).unchanged(strict=False) is None
    assert History(root, Options()).last() == Last()
