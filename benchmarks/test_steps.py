"""What one step costs, for one transcript or page, in this process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import archive
from generator import exports, native, pages
from generator.build import Composition, compose
from generator.model import Record
from generator.theme import Theme

Benchmark = Callable[..., Any]
SIZE = 100  # transcripts of the archive that the steps are taken from
ID = "talk-50"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive.write(tmp_path_factory.mktemp("steps"), SIZE)


@pytest.fixture(scope="module")
def site(root: Path) -> Composition:
    return compose(root)


@pytest.fixture(scope="module")
def record(root: Path, site: Composition) -> Record:
    (path,) = root.glob(f"content/transcripts/*/{ID}.md")
    resolution = next(entry.resolution for entry in site.archive.entries if entry.id == ID)
    return Record(native.read(path.read_bytes(), path.name).transcript, resolution)


def test_parsing_a_transcript(benchmark: Benchmark, root: Path) -> None:
    (path,) = root.glob(f"content/transcripts/*/{ID}.md")
    data = path.read_bytes()
    benchmark.extra_info["bytes"] = len(data)
    assert benchmark(native.read, data, path.name).transcript.items


def test_rendering_a_transcript_page(benchmark: Benchmark, root: Path, site: Composition, record: Record) -> None:
    theme = Theme(root, site.settings)
    page = site.pages[f"transcripts/{ID}.html"]
    theme.render(page, record.transcript)  # compiles the templates
    data = benchmark(theme.render, page, record.transcript)
    benchmark.extra_info["bytes"] = len(data)


@pytest.mark.parametrize("form", sorted(exports.FORMATS))
def test_exporting_a_record(benchmark: Benchmark, record: Record, form: str) -> None:
    data = benchmark(exports.write, record, form)
    benchmark.extra_info["bytes"] = len(data)


def test_planning_all_pages(benchmark: Benchmark, site: Composition) -> None:
    planned = benchmark(pages.plan, site.archive, site.settings)
    benchmark.extra_info |= {"transcripts": SIZE, "pages": len(planned)}
