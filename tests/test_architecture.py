"""The house as `docs/architecture.md` tells it: floors, and who may import which library."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import generator
from tests.document_problems import as_markdown

PACKAGE = Path(generator.__file__).parent
TOP = Path(__file__).parent.parent
ONLY_IN = {
    "jinja2": {"theme", "wording"},
    "babel": {"languages", "readers"},
    "markdown_it": {"markup"},
    "bs4": {"check", "readers"},
    "lxml": {"readers"},
    "Stemmer": {"archive"},
    "yaml": {"config"},
    "watchdog": {"serve"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "click": {"cli", "terminal"},
    "rich": {"terminal"},
}


def floors() -> dict[str, int]:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", (TOP / "docs/architecture.md").read_text("utf-8"), re.M)
    return {module: int(floor) for floor, module in rows}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room not in ("__init__", "__main__"):
            yield room, path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_has_its_floor() -> None:
    assert {room for room, _ in modules()} == set(floors())


@pytest.mark.parametrize(
    ("room", "path"), list(modules()), ids=lambda part: part if isinstance(part, str) else part.stem
)
def test_a_module_imports_only_from_floors_below(room: str, path: Path) -> None:
    floor = floors()
    used = {name.split(".")[1] for name in imports(path) if name.startswith("generator.")} - {room, "__version__"}
    assert {other for other in used if floor[other] >= floor[room]} == set()


@pytest.mark.parametrize(
    ("room", "path"), list(modules()), ids=lambda part: part if isinstance(part, str) else part.stem
)
def test_each_library_has_one_door(room: str, path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)}
    assert {library for library in used & ONLY_IN.keys() if room not in ONLY_IN[library]} == set()


def test_every_problem_is_documented() -> None:
    assert (TOP / "docs/problems.md").read_text("utf-8") == as_markdown(), "run: python -m tests.document_problems"


def test_every_kind_of_problem_is_used_somewhere() -> None:
    from generator.errors import CATALOGUE

    code = "".join(path.read_text("utf-8") for _, path in modules())
    assert {kind for kind in CATALOGUE if code.count(f'"{kind}"') < 2} == set()
