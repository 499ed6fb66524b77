"""A build that remembers gives what a build that remembers nothing gives, whatever happened in between."""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from benchmarks import archive
from generator import feeds, pages
from generator.build import Options, build
from generator.theme import Theme
from tests.archives import FILES as SMALL
from tests.archives import tree, write
from tests.histories import (
    BREAKS,
    CHANGES,
    OUTPUTS,
    WAYS,
    Change,
    Living,
    Way,
    assert_as_clean,
    clean,
    forget,
    in_place,
    marks,
    published,
    replaced,
)
from tests.test_build import command

# `pytest --hypothesis-profile=long` makes this file work for minutes instead of seconds.
HISTORIES = settings().max_examples // 10
KILLS = max(4, HISTORIES // 2)

# The commands here are to be of the same OnRecord as this process, wherever another one is installed.
PATH = os.pathsep.join(filter(None, (str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH"))))
ENVIRONMENT = {**os.environ, "PYTHONPATH": PATH}

WORDS = ("When did the bridge come?", "When did the bridge open?")
TALK = "content/transcripts/orchard-talk.md"
TITLES = ('title = "Test archive"', 'title = "Best archive"')

_options = st.just(Options()) | st.builds(
    Options,
    base_url=st.sampled_from((None, "https://c.example/")),
    output=st.sampled_from((None, "other")),
    drafts=st.booleans(),
    strict=st.sampled_from((False, False, True)),
    jobs=st.sampled_from((1, 1, 1, 2)),
)
_ways = st.sampled_from(WAYS)


class Histories(RuleBasedStateMachine):
    """Edits of all kinds, and builds now and then: each as if it were the first, and of nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.living = Living(Path(self.folder.name))
        self.root = self.living.root

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3), way=_ways, options=_options)
    def change_and_build(self, changes: list[Change], way: Way, options: Options) -> None:
        for change in changes:
            self.living.change(change, way)
        assert_as_clean(self.root, options)

    @rule(change=st.sampled_from(CHANGES), way=_ways)
    def change(self, change: Change, way: Way) -> None:
        self.living.change(change, way)

    @rule(change=st.sampled_from(BREAKS), way=_ways, options=_options)
    def break_and_build(self, change: Change, way: Way, options: Options) -> None:
        self.living.change(change, way)
        assert_as_clean(self.root, options)

    @rule(way=_ways, options=_options)
    def mend_and_build(self, way: Way, options: Options) -> None:
        self.living.mend(way)
        assert_as_clean(self.root, options)
        self.build_again(options)

    @rule(options=_options)
    def build_again(self, options: Options) -> None:
        """A build of what was built already writes nothing."""
        assert_as_clean(self.root, options)
        before = marks(self.root / (options.output or "site"))
        assert_as_clean(self.root, options)
        assert marks(self.root / (options.output or "site")) == before

    @rule(pick=st.randoms(use_true_random=False))
    def touch(self, pick: random.Random) -> None:
        os.utime(pick.choice(sorted(path for path in self.root.glob("content/**/*") if path.is_file())))

    @rule()
    def forget(self) -> None:
        forget(self.root)

    @rule(pick=st.randoms(use_true_random=False), output=st.sampled_from(OUTPUTS))
    def lose_a_page(self, pick: random.Random, output: str) -> None:
        for path in sorted(published(self.root / output))[:: pick.choice((1, 7, 50))]:
            (self.root / output / path).unlink()


Histories.TestCase.settings = settings(
    max_examples=HISTORIES,
    stateful_step_count=12,
    derandomize=HISTORIES <= 10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# In an archive as small as that, also what only large ones have: lists that are cut, and workers.
TestHistories = pytest.mark.usefixtures("little_is_much")(Histories.TestCase)


@pytest.fixture(scope="class")
def little_is_much() -> Iterator[None]:
    """Of everything, more than two or three is too much for one page, or for one process."""
    bounds = (
        (pages.cut, "PASSAGES TRANSCRIPTS LATEST LATEST_TRANSCRIPTS"),
        (pages.transcripts, "WHOLE_BOUND LATEST"),
        (pages.notes, "BOUND LATEST"),
        (pages.corrections, "BOUND LATEST"),
        (pages.home, "NEW VOICES TOPICS QUESTIONS SERIES"),
        (pages.speakers, "COMPANY"),
        (pages.beside, "SHOWN"),
        (pages.organisations, "NAMED"),
        (pages.topics, "SPEAKERS VOICES DAYS"),
        (pages.lookup, "NAMED"),
        (pages.extracts, "OF_FRONT PLACES"),
        (feeds, "FEED_BOUND"),
    )
    with pytest.MonkeyPatch.context() as patch:
        for module, names in bounds:
            for name in names.split():
                patch.setattr(module, name, 1 if name.startswith("LATEST") else 2)
        patch.setattr("generator.workers._PARALLEL_FROM", 1)
        patch.setattr("generator.workers._start_method", lambda: "fork")  # started ones would not know of these bounds
        yield


@pytest.mark.usefixtures("little_is_much")
def test_each_change_by_itself_is_noticed(tmp_path: Path) -> None:
    """One change, then a build: no other change can hide that a page is not made again which it concerns."""
    pick = random.Random(3 if HISTORIES <= 10 else None)  # noqa: S311
    changes: list[Change] = []
    for number in range(4 * HISTORIES):
        if not changes:
            living = Living(tmp_path / str(number))
            for change in pick.sample(CHANGES, 6):
                living.change(change, replaced)
            changes = pick.sample(CHANGES, len(CHANGES))
        change = changes.pop()
        before = living.change(change, pick.choice(WAYS))
        if clean(living.root).site is None:  # nothing would be built from here on
            living.change(before, replaced)
        assert_as_clean(living.root)


def edit(root: Path, path: str, old: str, new: str, way: Way = replaced) -> None:
    """Put `new` for `old`, or the other way round where that is how things stand."""
    text = (root / path).read_text("utf-8")
    old, new = (old, new) if old in text else (new, old)
    assert old in text
    way(root / path, text.replace(old, new).encode())


def say_another_word(root: Path, way: Way = replaced) -> None:
    edit(root, TALK, *WORDS, way)


def give_another_title(root: Path, way: Way = replaced) -> None:
    """Which changes every page."""
    edit(root, "onrecord.toml", *TITLES, way)


def leave_as_it_is(_root: Path) -> None:
    """No edit."""


EDITS = (leave_as_it_is, say_another_word, give_another_title)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small archive that was built before."""
    build(write(tmp_path))
    return tmp_path


# --- writing as little as can be -----------------------------------------------------------------------------------


def test_a_second_build_writes_nothing_and_says_so(root: Path) -> None:
    before = marks(root / "site")
    assert build(root).applied.written == ()
    assert "nothing to write" in command(root, "build", PYTHONPATH=PATH).stderr
    assert marks(root / "site") == before


def test_sources_that_were_only_touched_change_nothing(root: Path) -> None:
    before = marks(root / "site")
    for path in (root / "onrecord.toml", *root.glob("content/**/*")):
        os.utime(path)
    report = build(root)
    assert (report.applied.written, report.applied.removed) == ((), ())
    for path in filter(Path.is_file, root.glob("content/**/*")):
        replaced(path, path.read_bytes())
    assert build(root).applied.written == ()
    assert marks(root / "site") == before


def test_another_word_is_written_only_where_it_is_shown(root: Path) -> None:
    before, old = marks(root / "site"), published(root / "site")
    say_another_word(root)
    report = build(root)
    new, after = published(root / "site"), marks(root / "site")
    assert set(report.applied.written) == {path for path in new if new[path] != old[path]}
    assert {path for path in new if b"bridge open?" in new[path]} == set(report.applied.written)
    assert "transcripts/orchard-talk.html" in report.applied.written
    assert {path for path in new if after[path] != before[path]} == set(report.applied.written)


def test_a_page_that_shows_the_same_is_not_rendered_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = []
    render = Theme.render
    monkeypatch.setattr(Theme, "render", lambda self, page, *of: rendered.append(page.url) or render(self, page, *of))
    say_another_word(root)
    report = build(root)
    assert sorted(rendered) == sorted(url for url in report.applied.written if url.endswith(".html"))
    assert {url for url, _ in report.reasons} > set(rendered)


def test_explain_names_the_pages_and_what_changed(root: Path) -> None:
    old = published(root / "site")
    say_another_word(root)
    done = command(root, "build", "--explain", PYTHONPATH=PATH)
    assert done.returncode == 0, done.stderr
    told = {word.removeprefix("site/") for word in re.findall(r"[\w./-]+", done.stdout + done.stderr)}
    new = published(root / "site")
    assert TALK in told
    assert {path for path in new if path in told} == {path for path in new if new[path] != old[path]}


# --- edits that are easily overlooked --------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_an_edit_at_once_after_a_build_is_noticed(root: Path, way: Way) -> None:
    """Within one tick of the clock, with the same length and the same time."""
    say_another_word(root, way)  # as long as the word before
    for _ in range(6):
        build(root)
        say_another_word(root, way)
    text = (root / TALK).read_text("utf-8")
    build(root)
    assert next(word for word in WORDS if word in text) in (root / "site/transcripts/orchard-talk.txt").read_text()
    assert_as_clean(root)


@pytest.mark.parametrize("ahead", [-3600, 3600])
def test_a_time_in_the_future_or_past_does_not_hide_an_edit(root: Path, ahead: int) -> None:
    def dated(path: Path, data: bytes) -> None:
        in_place(path, data)
        os.utime(path, (moment, moment))

    moment = time.time() + ahead
    for _ in range(3):
        say_another_word(root, dated)
        assert_as_clean(root)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_an_edit_during_a_build_is_noticed_by_the_next(root: Path, way: Way) -> None:
    say_another_word(root, way)
    for kind, share in (
        ("Reading transcripts", 0.0),
        ("Writing pages", 0.0),
        ("Writing pages", 0.5),
        ("Writing pages", 1.0),
    ):
        give_another_title(root)
        edited = False

        def progress(what: str, done: int, of: int, kind: str = kind, share: float = share) -> None:
            nonlocal edited
            if not edited and what == kind and done >= share * of:
                edited = True
                say_another_word(root, way)
                edit(root, "content/topics.yaml", "name: Orchards", "name: Orchids!", way)

        build(root, Options(jobs=1), progress)
        assert edited
        assert_as_clean(root)


def test_an_edit_taken_back_during_a_build_leaves_nothing_behind(root: Path) -> None:
    kept = {"templates/free.html": "<p>{{ site.title }}</p>", "static/own.css": "b{}", TALK: SMALL[TALK]}
    build(write(root, kept))
    edited = {path: text.replace("p>", "b>").replace("b{", "i{").replace(*WORDS) for path, text in kept.items()}
    for moment in ("Reading transcripts", "Writing pages"):

        def progress(what: str, done: int, _of: int, moment: str = moment) -> None:
            if (what, done) == (moment, 1):
                write(root, edited)

        give_another_title(root)
        say_another_word(root)
        build(root, Options(jobs=1), progress)
        assert tree(root).items() >= {path: text.encode() for path, text in edited.items()}.items()
        write(root, kept)
        assert_as_clean(root)


def test_one_process_builds_again_and_again(root: Path) -> None:
    """As the preview does: nothing that the process itself has kept may be out of date."""
    for name in ("One", "Two", "Three"):
        give_another_title(root)
        write(root, {"templates/free.html": f"<p>{name} {{{{ site.title }}}}</p>", "static/own.css": f"/* {name} */"})
        build(root)
        assert name in (root / "site/about.html").read_text("utf-8")
    assert_as_clean(root)


@pytest.mark.parametrize("change", [say_another_word, give_another_title])
def test_what_comes_back_is_as_it_was(root: Path, change: Callable[[Path], None]) -> None:
    first = published(root / "site")
    for _ in range(2):
        change(root)
        assert_as_clean(root)
    assert published(root / "site") == first


# --- the output folder in other hands ---------------------------------------------------------------------------------


def _delete(path: Path) -> None:
    path.unlink()


def _scribble(path: Path) -> None:
    data = path.read_bytes()
    before = path.stat()
    in_place(path, bytes([data[0] ^ 1]) + data[1:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _empty(path: Path) -> None:
    replaced(path, b"")


@pytest.mark.parametrize("change", EDITS)
@pytest.mark.parametrize("spoil", [_delete, _scribble, _empty])
def test_pages_spoilt_by_hand_are_restored(
    root: Path, spoil: Callable[[Path], None], change: Callable[[Path], None]
) -> None:
    for path in ("index.html", "transcripts/bridge-toll.html", "transcripts/bridge-toll.json", "static/onrecord.css"):
        spoil(root / "site" / path)
    change(root)
    assert_as_clean(root)


def test_a_deleted_site_is_made_again(root: Path) -> None:
    shutil.rmtree(root / "site")
    assert_as_clean(root)
    (root / "site/.onrecord-manifest.json").unlink()
    say_another_word(root, in_place)
    (root / "site/transcripts/orchard-talk.html").unlink()
    for path in build_stops_at(root):
        path.unlink()
    assert_as_clean(root)


def build_stops_at(root: Path) -> Iterator[Path]:
    """Files that stand in the way of a build which does not know any more that they are its own."""
    from generator.errors import ContentError

    try:
        build(root)
    except ContentError as error:
        assert {problem.code for problem in error.problems} == {"foreign-file"}
        yield from (Path(problem.place.path) for problem in error.problems if problem.place)


# --- the memory lost or damaged ---------------------------------------------------------------------------------------


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    pick = random.Random(path.name)  # noqa: S311
    for _ in range(1 + len(data) // 500):
        data[pick.randrange(len(data) // 4, len(data))] ^= 1 << pick.randrange(8)
    in_place(path, bytes(data))


def _one_bit_flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) * 2 // 3] ^= 4
    in_place(path, bytes(data))


def _header_flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[:64] = bytes(byte ^ 0x55 for byte in data[:64])
    in_place(path, bytes(data))


def _truncated(path: Path) -> None:
    in_place(path, path.read_bytes()[: path.stat().st_size // 2])


def _text(path: Path) -> None:
    in_place(path, b"This is not what a build remembers.\n" * 300)


def _nothing(path: Path) -> None:
    in_place(path, b"")


def _a_folder(path: Path) -> None:
    path.unlink()
    write(path, {"inside.txt": "Somebody's."})


def _littered(path: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).write_bytes(b"litter" * 5000)


DAMAGES = (_flipped, _one_bit_flipped, _header_flipped, _truncated, _text, _nothing, _a_folder, _delete, _littered)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
@pytest.mark.parametrize("part", ["memory.sqlite", "last-*"])
def test_a_damaged_memory_is_as_none(root: Path, damage: Callable[[Path], None], part: str) -> None:
    for change in EDITS:
        kept = sorted((root / ".onrecord").glob(part))
        assert kept
        for path in kept:
            damage(path)
        change(root)
        assert_as_clean(root)
        assert build(root).applied.written == ()
        for path in filter(Path.is_dir, kept):  # which is not a build's to remove
            shutil.rmtree(path)
        os.utime(root / "onrecord.toml")  # or there would be nothing to do, and nothing to remember
        build(root)


@pytest.mark.parametrize("change", EDITS)
def test_a_forgotten_memory_changes_nothing(root: Path, change: Callable[[Path], None]) -> None:
    assert (root / ".onrecord").is_dir()
    forget(root)
    change(root)
    assert_as_clean(root)


def test_a_file_in_the_memorys_place_does_no_harm(root: Path) -> None:
    forget(root)
    (root / ".onrecord").write_text("Somebody's.")
    for change in EDITS:
        change(root)
        assert_as_clean(root)
    assert (root / ".onrecord").read_text() == "Somebody's."


def test_a_memory_from_another_place_does_no_harm(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As in continuous integration, where a cache meets a new checkout of other content."""
    other = tmp_path_factory.mktemp("checkout")
    files = {path: data for path, data in tree(root).items() if path.split("/")[0] not in OUTPUTS}
    write(other, files)
    say_another_word(other)
    assert_as_clean(other)


# --- killed, and two at once ---------------------------------------------------------------------------------------


def start(root: Path, *arguments: str, **how: Any) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "generator", "build", *arguments]
    return subprocess.Popen(
        line, cwd=root, stdout=subprocess.DEVNULL, env=ENVIRONMENT, **{"stderr": subprocess.DEVNULL, **how}
    )


def test_a_build_killed_at_any_time_does_no_harm(root: Path) -> None:
    pick = random.Random(7)  # noqa: S311
    give_another_title(root)
    began = time.perf_counter()
    assert start(root).wait(120) == 0
    lasts = time.perf_counter() - began
    for number in range(KILLS):
        (give_another_title if number % 2 else say_another_word)(root)
        if number % 3 == 2:
            forget(root)
        for _ in range(pick.randint(1, 2)):  # the second finds what the first left behind
            process = start(root)
            time.sleep(pick.uniform(0.2, 1) * lasts)
            process.kill()
            process.wait(60)
        assert_as_clean(root)


@pytest.mark.skipif(os.name == "nt", reason="there a group of processes ends in another way")
def test_a_killed_build_takes_its_workers_with_it(tmp_path: Path) -> None:
    """Else they would wait for work for ever, or go on writing to the memory beside the next build."""
    archive.write(tmp_path, 80, 3)  # enough for several workers to take part
    began = time.perf_counter()
    assert start(tmp_path, "--jobs", "2").wait(120) == 0
    lasts = time.perf_counter() - began
    for part in (0.4, 0.7):
        forget(tmp_path)
        with start(tmp_path, "--jobs", "2", stderr=subprocess.PIPE, start_new_session=True) as process:
            time.sleep(part * lasts)
            process.kill()
            try:
                process.communicate(timeout=20)  # ends when nobody is left who could write
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                pytest.fail("workers outlive their build")
    assert_as_clean(tmp_path, Options(jobs=1))


# Ends itself, as by kill -9, just before the n-th time that it would change something in the file system.
KILLED = """
import os, sys

root, left = os.getcwd(), int(sys.argv.pop(1))
changes = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink", "sqlite3.connect"}

def count(event, arguments):
    global left
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if event in changes or writes:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)

sys.dont_write_bytecode = True
sys.addaudithook(count)
from generator.build import build
from pathlib import Path
build(Path(root))
print(int(sys.argv[1]) - left)
"""


def kill_before_change(root: Path, number: int) -> int | None:
    """Build, but be killed before the change with this number; how many there were if that was too late."""
    line = [sys.executable, "-c", KILLED, str(number), str(number)]
    done = subprocess.run(line, cwd=root, env=ENVIRONMENT, capture_output=True, check=False)
    assert done.returncode == 0 or not done.stderr, done.stderr.decode()
    return int(done.stdout) if done.returncode == 0 else None


def test_a_build_killed_before_any_change_does_no_harm(root: Path) -> None:
    give_another_title(root)
    changes = kill_before_change(root, 1 << 30)
    assert changes
    for step in range(KILLS + 1):
        give_another_title(root)
        kill_before_change(root, step * (changes - 1) // KILLS)
        (give_another_title if step % 2 else say_another_word)(root)  # which may be to take back the first edit
        assert_as_clean(root)


@pytest.mark.parametrize("outputs", [("site", "site"), ("site", "other")])
def test_two_builds_at_once_do_each_other_no_harm(tmp_path: Path, outputs: tuple[str, str]) -> None:
    write(tmp_path)
    for change in (leave_as_it_is, give_another_title):  # the first time, nothing is remembered yet
        change(tmp_path)
        builds = [start(tmp_path, "--output", output) for output in outputs]
        assert [process.wait(120) for process in builds] == [0, 0]
        for output in outputs:
            assert_as_clean(tmp_path, Options(output=output))
            assert build(tmp_path, Options(output=output)).applied.written == ()


def test_builds_of_several_kinds_in_turn_do_not_mix(tmp_path: Path) -> None:
    draft = "---\ntitle: Not yet\ndraft: true\n---\n\n**Ada Brook:** See [[orchard-talk]].\n"
    write(tmp_path, {**SMALL, "content/transcripts/draft.md": draft})
    kinds = (Options(), Options(drafts=True), Options(base_url="https://c.example/"), Options(output="other"))
    for options in (*kinds, *kinds, *reversed(kinds)):
        assert_as_clean(tmp_path, options)
