"""The output folder: only what changed is written, only what is ours is removed, nothing is half done."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from generator import output
from generator.errors import ContentError
from generator.history import Applied, digest_of, files_below
from generator.output import Stage, recover, stage_bytes


def put(folder: Path, files: Mapping[str, bytes]) -> Applied:
    with Stage(folder, {}) as stage:
        for path, data in files.items():
            stage.put(path, data)
        return stage.commit()


def there(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".onrecord"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_writes_files_and_says_which(tmp_path: Path) -> None:
    applied = put(tmp_path / "site", {"index.html": b"home", "a/b.html": b"deep"})
    assert set(applied.written) == {"index.html", "a/b.html"}
    assert there(tmp_path / "site") == {"index.html": b"home", "a/b.html": b"deep"}


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": b"home"})
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert put(tmp_path, {"index.html": b"home"}) == Applied((), (), 1)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_removes_what_is_no_longer_made_and_folders_left_empty(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": b"home", "old/page.html": b"old"})
    assert put(tmp_path, {"index.html": b"home"}).removed == ("old/page.html",)
    assert not (tmp_path / "old").exists()


def test_leaves_files_alone_that_are_not_ours_or_were_changed(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": b"home", "old.html": b"old"})
    (tmp_path / ".gitignore").write_bytes(b"*")
    (tmp_path / "notes.txt").write_bytes(b"mine")
    (tmp_path / "old.html").write_bytes(b"changed by hand")
    assert put(tmp_path, {"index.html": b"home"}).removed == ()
    assert there(tmp_path) == {
        ".gitignore": b"*",
        "notes.txt": b"mine",
        "old.html": b"changed by hand",
        "index.html": b"home",
    }


def test_refuses_to_write_over_a_file_that_is_not_ours_and_then_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"somebody's home page")
    with pytest.raises(ContentError) as caught:
        put(tmp_path, {"about.html": b"new", "index.html": b"home"})
    assert [p.code for p in caught.value.problems] == ["foreign-file"]
    assert there(tmp_path) == {"index.html": b"somebody's home page"}


def test_adopts_a_file_that_is_already_the_same(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"home")
    assert put(tmp_path, {"index.html": b"home"}).unchanged == 1


def test_leaving_without_commit_changes_nothing(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": b"home"})
    with pytest.raises(ZeroDivisionError), Stage(tmp_path, {}) as stage:
        stage.put("index.html", b"new")
        raise ZeroDivisionError
    assert there(tmp_path) == {"index.html": b"home"}
    assert not (tmp_path / output._STAGE).exists()


def test_copies_large_files_without_reading_them_whole(tmp_path: Path) -> None:
    source = tmp_path / "talk.mp3"
    source.write_bytes(b"sound" * 1000)
    for expected in (("static/talk.mp3",), ()):
        with Stage(tmp_path / "site", {}) as stage:
            stage.put_file("static/talk.mp3", source, digest_of(source) or "")
            assert stage.commit().written == expected
    assert there(tmp_path / "site") == {"static/talk.mp3": b"sound" * 1000}


def test_what_is_kept_stays_as_it_is_and_is_ours(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": b"home", "old.html": b"old"})
    with Stage(tmp_path, {}) as stage:
        assert stage.keep("index.html", digest_of(tmp_path / "index.html") or "")
        applied = stage.commit()
        stamps = stage.stamps(applied)
    assert applied == Applied((), ("old.html",), 1)
    assert there(tmp_path) == {"index.html": b"home"}
    assert stamps == dict(files_below(tmp_path, ""))


@pytest.mark.parametrize("remembered", [False, True])
def test_what_was_changed_or_lost_or_is_not_ours_cannot_be_kept(tmp_path: Path, remembered: bool) -> None:
    put(tmp_path, {"index.html": b"home", "about.html": b"about"})
    (tmp_path / "mine.html").write_bytes(b"mine")
    last = dict(files_below(tmp_path, "")) if remembered else {}
    digests = {name: digest_of(tmp_path / name) or "" for name in ("index.html", "about.html", "mine.html")}
    (tmp_path / "index.html").write_bytes(b"changed by hand")
    (tmp_path / "about.html").unlink()
    with Stage(tmp_path, last) as stage:
        assert [stage.keep(path, digest) for path, digest in digests.items()] == [False] * 3


def test_what_was_staged_in_another_process_is_taken_in(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": b"home"})
    with Stage(tmp_path, {}) as stage:
        for path, data in (("index.html", b"home"), ("deep/new.html", b"new")):
            now = stage.there(path)
            stage.add(path, stage_bytes(tmp_path, path, data, now), now)
        assert stage.commit() == Applied(("deep/new.html",), (), 1)
    assert there(tmp_path) == {"index.html": b"home", "deep/new.html": b"new"}


KILLED = """
import os, sys
from pathlib import Path
from generator import output

moves = 0
really = os.replace

def replace(source, target):
    global moves
    if moves == int(sys.argv[2]):
        os._exit(9)
    moves += 1
    really(source, target)

output.os.replace = replace
with output.Stage(Path(sys.argv[1]), {}) as stage:
    for number in range(3):
        stage.put(f"{number}.html", b"new")
    stage.commit()
"""


@pytest.mark.parametrize("moves", range(6))
def test_a_killed_build_leaves_the_old_site_or_is_completed_by_the_next_command(tmp_path: Path, moves: int) -> None:
    old = {f"{number}.html": b"old" for number in (0, 1, 3)}
    new = {f"{number}.html": b"new" for number in range(3)}
    put(tmp_path, old)
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path, str(moves)], check=False)
    assert done.returncode == (9 if moves < 5 else 0)
    recover(tmp_path)
    assert there(tmp_path) == (old if moves == 0 else new)
    assert put(tmp_path, new) == Applied((), (), 3) or moves == 0


def test_a_journal_cannot_reach_outside(tmp_path: Path) -> None:
    (tmp_path / "victim.txt").write_bytes(b"precious")
    site = tmp_path / "site"
    put(site, {"index.html": b"home"})
    (site / output._JOURNAL).write_bytes(
        msgspec.json.encode({"write": [], "remove": ["../victim.txt"], "manifest": {}})
    )
    with pytest.raises(ContentError):
        recover(site)
    assert (tmp_path / "victim.txt").exists()


@pytest.mark.parametrize("name", [output.MANIFEST, output._JOURNAL])
def test_a_damaged_manifest_or_journal_is_no_traceback(tmp_path: Path, name: str) -> None:
    put(tmp_path, {"index.html": b"home"})
    (tmp_path / name).write_bytes(b"\xff not JSON")
    assert put(tmp_path, {"index.html": b"home"}).unchanged == 1


def test_a_locked_file_is_a_problem_that_names_it_and_the_next_build_completes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"a.html": b"old", "b.html": b"old"})
    really = os.replace

    def replace(source: Path, target: Path) -> None:
        if target.name == "b.html":
            raise PermissionError(13, "Permission denied", str(target))
        really(source, target)

    with monkeypatch.context() as patched, pytest.raises(ContentError) as caught:
        patched.setattr(output.os, "replace", replace)
        put(tmp_path, {"a.html": b"new", "b.html": b"new"})
    (problem,) = caught.value.problems
    assert (problem.code, Path(problem.place.path).name if problem.place else "") == ("not-writable", "b.html")
    put(tmp_path, {"a.html": b"new", "b.html": b"new"})
    assert set(there(tmp_path).values()) == {b"new"}


def _file_for_folder(site: Path, _: pytest.MonkeyPatch) -> str:
    (site / "z/b.html").unlink()
    (site / "z").rmdir()
    (site / "z").write_bytes(b"a file")
    return "z"


def _folder_for_file(site: Path, _: pytest.MonkeyPatch) -> str:
    (site / "z/b.html").unlink()
    (site / "z/b.html").mkdir()
    return "b.html"


def _locked_file(_: Path, patched: pytest.MonkeyPatch) -> str:
    really = Path.open

    def refuse(path: Path, mode: str = "r", *rest: object) -> object:
        if path.name == "b.html" and "+" in mode:
            raise PermissionError(errno.EPERM, "Operation not permitted", str(path))
        return really(path, mode, *rest)  # type: ignore[call-overload]

    patched.setattr(Path, "open", refuse)
    return "b.html"


def _locked_folder(_: Path, patched: pytest.MonkeyPatch) -> str:
    patched.setattr(output.os, "access", lambda path, _: Path(path).name != "z")
    return "z"


def _unreadable_file(_: Path, patched: pytest.MonkeyPatch) -> str:
    really = Path.open

    def refuse(path: Path, mode: str = "r", *rest: object) -> object:
        if path.name == "b.html":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return really(path, mode, *rest)  # type: ignore[call-overload]

    patched.setattr(Path, "open", refuse)
    return "b.html"


@pytest.mark.parametrize("spoil", [_file_for_folder, _folder_for_file, _locked_file, _locked_folder, _unreadable_file])
def test_what_could_not_be_put_in_place_is_found_before_anything_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path, pytest.MonkeyPatch], str]
) -> None:
    site = tmp_path / "site"
    put(site, {"a.html": b"old", "z/b.html": b"old"})
    with monkeypatch.context() as patched:
        named = spoil(site, patched)
        with pytest.raises(ContentError) as caught:
            put(site, {"a.html": b"new", "z/b.html": b"new"})
    (problem,) = caught.value.problems
    assert (problem.code, Path(problem.place.path).name if problem.place else "") == ("not-writable", named)
    assert (site / "a.html").read_bytes() == b"old"
    assert not (site / output._JOURNAL).exists()


def test_a_file_where_the_folder_should_be_is_a_problem_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"a file")
    with pytest.raises(ContentError) as caught:
        put(tmp_path / "site", {"index.html": b"home"})
    (problem,) = caught.value.problems
    assert problem.code == "not-writable"
    assert problem.place is not None
    assert problem.place.path.endswith("site")


def test_two_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from generator.output import Stage\n"
        "for n in range(5):\n"
        "    with Stage(Path(sys.argv[1]), {}) as stage:\n"
        "        [stage.put(f'{k}.html', sys.argv[2].encode() * (n + 1)) for k in range(20)]\n"
        "        stage.commit()\n"
    )
    builds = [subprocess.Popen([sys.executable, "-c", code, tmp_path, who]) for who in "ab"]
    assert [build.wait(60) for build in builds] == [0, 0]
    assert len(set(there(tmp_path).values())) == 1
