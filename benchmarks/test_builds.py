"""What a build costs as people run it: a command of its own, with its start, its workers and its memory."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import archive

Benchmark = Callable[..., Any]
ROUNDS = 3


class Builds:
    """Builds of one archive, and what the largest of them took."""

    def __init__(self, root: Path, transcripts: int) -> None:
        self.root = root
        self.transcripts = transcripts
        self._edits = 0
        self._processor: list[float] = []
        self._memory: list[int] = []

    def build(self) -> None:
        """Run the command to its end."""
        line = [sys.executable, "-m", "generator", "build", str(self.root)]
        process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        self._processor.append(used.ru_utime + used.ru_stime)
        self._memory.append(used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))

    def forget(self) -> None:
        """As if there had never been a build."""
        for name in ("site", ".onrecord"):
            shutil.rmtree(self.root / name, ignore_errors=True)

    def edit(self) -> None:
        """Another word in one turn of one transcript."""
        (path,) = self.root.glob(f"content/transcripts/*/talk-{self.transcripts // 2}.md")
        self._edits += 1
        text = re.sub(r"At last \w*", f"At last {self._edits}", path.read_text("utf-8"))
        path.write_text(text, "utf-8", newline="\n")

    def measure(self, benchmark: Benchmark, before: Callable[[], None]) -> None:
        """Build `ROUNDS` times, each after `before`."""
        self._processor, self._memory = [], []
        benchmark.pedantic(self.build, setup=before, rounds=ROUNDS)
        benchmark.extra_info |= {
            "transcripts": self.transcripts,
            "processor": sorted(self._processor)[ROUNDS // 2],
            "memory": max(self._memory),
        }


@pytest.fixture(scope="module", params=[100, 1000])
def builds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Builds:
    return Builds(archive.write(tmp_path_factory.mktemp("builds"), request.param), request.param)


def test_a_cold_build(benchmark: Benchmark, builds: Builds) -> None:
    builds.measure(benchmark, builds.forget)


def test_a_build_with_nothing_to_do(benchmark: Benchmark, builds: Builds) -> None:
    builds.build()
    builds.measure(benchmark, lambda: None)


def test_a_build_after_one_edit(benchmark: Benchmark, builds: Builds) -> None:
    builds.build()
    builds.measure(benchmark, builds.edit)
