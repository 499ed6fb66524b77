"""Copies of the theme's files: stamped when they are made, and told of when their originals have changed."""

import re
from pathlib import Path

import pytest

from generator import copies
from generator.build import compose
from generator.errors import Problem, UsageError
from generator.theme import files_in, shipped
from tests.archives import write
from tests.test_build import command


def rendered(root: Path) -> dict[str, bytes]:
    site = compose(root)
    return {url: site.render(url) for url in site.pages}


def outdated(root: Path) -> list[Problem]:
    return list(copies.outdated(root))


def test_a_copy_changes_nothing_and_is_up_to_date(tmp_path: Path) -> None:
    before = rendered(write(tmp_path))
    names = [
        path.relative_to(shipped(of)).as_posix() for of in ("templates", "static") for path in files_in(shipped(of))
    ]
    for name in names:
        copies.copy(tmp_path, name)
        assert copies.difference(tmp_path, name) == ""
    assert len(list((tmp_path / "static").rglob("*.*"))) + len(list((tmp_path / "templates").rglob("*.*"))) == len(
        names
    )
    assert rendered(tmp_path) == before
    assert outdated(tmp_path) == []


@pytest.mark.parametrize("name", ["base.html", "templates/base.html", "./templates/base.html", "templates\\base.html"])
def test_a_file_is_named_with_its_folder_or_without(tmp_path: Path, name: str) -> None:
    assert copies.copy(tmp_path, name) == "templates/base.html"


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    write(tmp_path, {"templates/base.html": "mine"})
    with pytest.raises(UsageError) as caught:
        copies.copy(tmp_path, "base.html")
    assert "onrecord theme diff base.html" in caught.value.hint
    assert (tmp_path / "templates/base.html").read_text("utf-8") == "mine"


@pytest.mark.parametrize(("name", "hint"), [("bse.html", "base.html"), ("../static/onrecord.css", "onrecord.css")])
def test_a_name_that_the_theme_does_not_have_gets_a_hint(tmp_path: Path, name: str, hint: str) -> None:
    for work in (copies.copy, copies.difference):
        with pytest.raises(UsageError) as caught:
            work(tmp_path, name)
        assert hint in caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["lists/years.html", "onrecord.css", "first.js", "favicon.svg"])
def test_a_copy_says_when_its_original_has_changed(tmp_path: Path, name: str) -> None:
    path = copies.copy(tmp_path, name)
    text = (tmp_path / path).read_text("utf-8")
    stamp = re.search(r"[0-9a-f]{12}", text.split("\n")[0])
    assert stamp
    write(tmp_path, {path: text.replace(stamp[0], "0123456789ab") + "\nmore\n"})
    (problem,) = outdated(tmp_path)
    assert (problem.code, problem.place and problem.place.path) == ("copy-outdated", path)
    assert f"theme diff {name}`" in problem.hint and stamp[0] in problem.hint
    assert "+more" in copies.difference(tmp_path, name)
    write(tmp_path, {path: text + "more"})  # the stamp as it is said in the hint
    assert outdated(tmp_path) == []


def test_a_copy_of_what_is_no_more_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"templates/x.html": "{# onrecord theme copy: templates/x.html 0123456789ab (0.1.0) #}\n"})
    assert [found.code for found in outdated(tmp_path)] == ["copy-without-original"]


def test_files_of_ones_own_are_nobodys_copies(tmp_path: Path) -> None:
    write(
        tmp_path, {"templates/base.html": '{% extends "onrecord/base.html" %}', "static/a.js": "", "static/b.mp3": "x"}
    )
    assert outdated(tmp_path) == []


def test_a_copy_with_line_ends_of_another_system_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / copies.copy(tmp_path, "base.html")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert (copies.difference(tmp_path, "base.html"), outdated(tmp_path)) == ("", [])


def test_on_the_command_line(tmp_path: Path) -> None:
    write(tmp_path)
    assert command(tmp_path, "theme", "copy", "base.html", "onrecord.css").returncode == 0
    path = tmp_path / "templates/base.html"
    path.write_text(re.sub(r"[0-9a-f]{12}", "0123456789ab", path.read_text("utf-8"), count=1) + "mine", "utf-8")
    checked = command(tmp_path, "check")
    assert checked.returncode == 0 and "onrecord theme diff base.html" in checked.stderr
    shown = command(tmp_path, "theme", "diff", "base.html", "onrecord.css")
    assert shown.returncode == 0 and "+mine" in shown.stdout
    assert command(tmp_path, "theme", "copy", "base.html").returncode == 2
