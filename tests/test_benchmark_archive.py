"""The archive that speed is measured on: the same each time, and in order."""

from pathlib import Path

from benchmarks import archive, table
from generator.build import build


def test_it_is_the_same_each_time_and_builds_without_problems(tmp_path: Path) -> None:
    assert list(archive.files(12, 6)) == list(archive.files(12, 6))
    report = build(archive.write(tmp_path, 12, 6))
    assert (report.transcripts, report.problems) == (12, ())
    assert report.turns == 12 * (6 + 1)


def test_a_million_is_reckoned_from_what_grows() -> None:
    def run(transcripts: int, wall: float) -> dict[str, object]:
        used = {"transcripts": transcripts, "processor": 2 * wall, "memory": 50_000_000}
        return {"name": f"test_a_cold_build[{transcripts}]", "extra_info": used, "stats": {"median": wall}}

    rows = table.rows({"benchmarks": [run(100, 1.1), run(1000, 2.0)]})
    assert rows[0] == "| a cold build[100] | 1.100 s | 2.200 s | 50 MB |"
    assert rows[2] == "| a cold build[1000000], reckoned | 1,001.000 s | 2,002.000 s | 50 MB |"
