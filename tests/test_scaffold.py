"""A new archive: complete, valid, and never at the cost of what was there."""

import importlib.metadata
import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import __version__, config
from generator.errors import UsageError
from generator.scaffold import init
from tests.archives import tree


def test_a_new_archive_has_everything(tmp_path: Path) -> None:
    written = init(tmp_path / "river-voices", None)
    assert {path.relative_to(tmp_path / "river-voices").as_posix() for path in written} == {
        ".gitattributes",
        ".github/workflows/pages.yml",
        ".gitignore",
        "README.md",
        "content/pages/about.md",
        "content/people.yaml",
        "content/topics.yaml",
        "content/transcripts/example.md",
        "example-to-import.txt",
        "onrecord.toml",
        "requirements.txt",
    }
    assert all(path.is_file() for path in written)
    assert not any(b"@TITLE@" in data or b"@REQUIREMENT@" in data for data in tree(tmp_path).values())


def test_its_workflow_freezes_and_commits_before_it_builds(tmp_path: Path) -> None:
    init(tmp_path)
    steps = yaml.safe_load((tmp_path / ".github/workflows/pages.yml").read_text("utf-8"))["jobs"]["publish"]["steps"]
    order = [step.get("name") or step.get("uses", "").partition("@")[0] for step in steps]
    assert order.index("Freeze") < order.index("Build") < order.index("actions/deploy-pages")
    freeze = next(step["run"] for step in steps if step.get("name") == "Freeze")
    assert freeze.index("onrecord freeze") < freeze.index("git commit") < freeze.index("git push")
    assert "content/anchors/*.yaml merge=union" in (tmp_path / ".gitattributes").read_text("utf-8")


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, f"onrecord>={__version__}"),
        ({"url": "file:///home/ada/onrecord", "dir_info": {}}, f"onrecord>={__version__}"),
        (
            {"url": "https://git.example/ada/onrecord", "vcs_info": {"vcs": "git", "commit_id": "0a1b"}},
            "onrecord @ git+https://git.example/ada/onrecord",
        ),
        (
            {
                "url": "https://git.example/ada/onrecord",
                "vcs_info": {"vcs": "git", "commit_id": "0a1b", "requested_revision": "v1"},
            },
            "onrecord @ git+https://git.example/ada/onrecord@v1",
        ),
    ],
)
def test_it_is_built_elsewhere_with_the_onrecord_that_made_it(
    origin: dict[str, object] | None, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = origin and json.dumps(origin)
    monkeypatch.setattr(importlib.metadata.PathDistribution, "read_text", lambda *_: text)
    init(tmp_path / "a")
    assert (tmp_path / "a/requirements.txt").read_text("utf-8").splitlines()[-1] == line


def test_its_settings_and_registries_are_in_order(tmp_path: Path) -> None:
    init(tmp_path, 'The river\'s "voices" \\ 1974')
    loaded, problems = config.load_settings(tmp_path)
    assert loaded.title == 'The river\'s "voices" \\ 1974'
    assert problems == ()
    for name, read in (("people", config.people), ("topics", config.topics)):
        text = (tmp_path / f"content/{name}.yaml").read_text("utf-8")
        assert read(text, f"{name}.yaml") == ((), ())
        shown = re.sub(r"^# ?(?=[a-z]+-[a-z]+:|  )", "", text, flags=re.M)  # the example, without its # signs
        entries, problems = read(shown, f"{name}.yaml")
        assert entries
        assert problems == ()


def test_every_setting_it_suggests_is_a_setting(tmp_path: Path) -> None:
    init(tmp_path)
    lines = (tmp_path / "onrecord.toml").read_text("utf-8").split("\n")
    suggested = [line.removeprefix("# ") for line in lines if " = " in line or line.startswith("# [")]
    (tmp_path / "onrecord.toml").write_text("\n".join(suggested), "utf-8")
    loaded, problems = config.load_settings(tmp_path)
    assert problems == ()
    assert loaded.theme.accent
    assert loaded.nav


def test_the_example_is_a_draft_whose_front_matter_is_in_order(tmp_path: Path) -> None:
    init(tmp_path)
    text = (tmp_path / "content/transcripts/example.md").read_text("utf-8")
    meta, problems = config.front_matter(text.split("---\n")[1], "example.md", 2)
    assert meta.draft
    assert problems == ()


def test_it_is_called_as_its_folder_unless_it_has_a_title(tmp_path: Path) -> None:
    init(tmp_path / "river-voices", None)
    assert config.load_settings(tmp_path / "river-voices")[0].title == "River voices"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=20))
def test_any_title_makes_settings_that_can_be_read(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    folder = tmp_path_factory.mktemp("archive")
    init(folder, title)
    read = tomllib.loads((folder / "onrecord.toml").read_text("utf-8"))
    assert read["title"]


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="not empty") as caught:
        init(tmp_path, None)
    assert "onrecord init" in caught.value.hint
    assert tree(tmp_path) == {"notes.txt": b"mine"}


def test_an_archive_is_not_made_twice(tmp_path: Path) -> None:
    init(tmp_path, "One")
    before = tree(tmp_path)
    with pytest.raises(UsageError, match="already"):
        init(tmp_path, "Two")
    assert tree(tmp_path) == before


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x", "utf-8")
    for folder in (tmp_path / "mine", tmp_path / "mine/below"):
        with pytest.raises(UsageError):
            init(folder, None)


def test_a_fresh_clone_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert init(tmp_path, None)
