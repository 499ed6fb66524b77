"""What one step costs, for one transcript or page, in this process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import archive
from generator import exports, native, pages
from generator.build import compose
from generator.model import Record
from generator.pages.extracts import Front
from generator.pages.page import Page
from generator.site import Site

Benchmark = Callable[..., Any]
SIZE = 100  # transcripts of the archive that the steps are taken from
ID = "talk-50"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive.write(tmp_path_factory.mktemp("steps"), SIZE)


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    return compose(root)


@pytest.fixture(scope="module")
def record(site: Site) -> Record:
    return site.record(next(entry for entry in site.archive.entries if entry.id == ID))


def test_parsing_a_transcript(benchmark: Benchmark, root: Path) -> None:
    (path,) = root.glob(f"content/transcripts/*/{ID}.md")
    data = path.read_bytes()
    benchmark.extra_info["bytes"] = len(data)
    assert benchmark(native.read, data, path.name).transcript.items


def test_rendering_a_transcript_page(benchmark: Benchmark, site: Site, record: Record) -> None:
    page = site.pages[f"transcripts/{ID}.html"].make()
    site.theme.render(page, record)  # compiles the templates
    data = benchmark(site.theme.render, page, record)
    benchmark.extra_info["bytes"] = len(data)


@pytest.mark.parametrize("form", sorted(exports.FORMATS))
def test_exporting_a_record(benchmark: Benchmark, record: Record, form: str) -> None:
    data = benchmark(exports.write, record, form)
    benchmark.extra_info["bytes"] = len(data)


def test_planning_all_pages(benchmark: Benchmark, site: Site) -> None:
    def made() -> list[Page]:
        lookup = pages.Lookup(site.archive, site.settings, lambda _: Front(None, (), None))
        return [page.make() for page in pages.plan(lookup)]

    planned = benchmark(made)
    benchmark.extra_info |= {"transcripts": SIZE, "pages": len(planned)}
