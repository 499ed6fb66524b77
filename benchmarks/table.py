"""The figures of a run as rows for docs/performance.md, from pytest-benchmark's JSON on stdin."""

import sys
from typing import Any

import msgspec

MILLION = 1_000_000


def rows(run: dict[str, Any]) -> list[str]:
    """A row for each benchmark; then, for each that was run at two sizes, what a million transcripts would take."""
    made, sizes = [], {}
    for found in run["benchmarks"]:
        name, more, median = found["name"].removeprefix("test_"), found["extra_info"], found["stats"]["median"]
        made.append(_row(name, median, more.get("processor"), more.get("memory")))
        if "processor" in more:
            at = sizes.setdefault(name.partition("[")[0], {})
            at[more["transcripts"]] = (median, more["processor"], more["memory"])
    for name, at in sizes.items():
        if len(at) > 1:
            made.append(_row(f"{name}[{MILLION}], reckoned", *_reckoned(at)))
    return made


def _reckoned(at: dict[int, tuple[float, ...]]) -> list[float]:
    """What grows with the number of transcripts grows on; what does not, stays."""
    (few, least), (many, most) = min(at.items()), max(at.items())
    return [low + (MILLION - few) * (high - low) / (many - few) for low, high in zip(least, most, strict=True)]


def _row(name: str, wall: float, processor: float | None, memory: float | None) -> str:
    cells = (
        name.replace("_", " "),
        f"{wall:,.3f} s" if wall >= 0.1 else f"{wall * 1000:.2f} ms",
        f"{processor:,.3f} s" if processor is not None else "",
        f"{memory / 1e6:,.0f} MB" if memory is not None else "",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(rows(msgspec.json.decode(sys.stdin.buffer.read()))) + "\n")
