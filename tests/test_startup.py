"""What a command imports before it does its work: an import not needed is time that everybody waits for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archives import FILES, TOPICS, write

# Runs the command, then tells which modules were imported, by name, and from files outside the standard library.
TELLING = """
import atexit, sys, sysconfig

before = set(sys.modules)

def tell():
    own = sysconfig.get_path("stdlib")
    found = {}
    for name, module in list(sys.modules.items()):
        path = getattr(module, "__file__", None) or ""
        library = path and (not path.startswith(own) or "site-packages" in path)
        if name not in before and library and not name.startswith("__"):
            found[name.split(".")[0]] = None
    print("imported:", *found)
    print("modules:", *(name for name in sys.modules if name not in before))

atexit.register(tell)
from generator.cli import main
main()
"""

COMMAND = {"generator", "click"}
MEMORY = COMMAND | {"msgspec"}
# What msgspec looks for itself, and the C part of PyYAML's loader.
_AT_HAND = {"typing_extensions", "_yaml"}
BUILD = MEMORY | {"jinja2", "markupsafe", "markdown_it", "mdurl", "yaml"}
NEVER = {
    *("bs4", "lxml", "starlette", "uvicorn", "watchdog", "mammoth", "charset_normalizer", "rich", "babel"),
    *("soupsieve", "anyio", "html5lib", "pkg_resources", "importlib_metadata"),
}
# Of the standard library: slow to import, and of no use to these commands.
SLOW = {"asyncio", "http.client", "http.server", "xml.etree", "email.message", "unittest", "ssl", "importlib.metadata"}
WORKERS = {"multiprocessing.pool", "concurrent.futures.process"}


def imported(root: Path, *arguments: str) -> tuple[set[str], set[str]]:
    """Libraries, and all modules, that a command imports."""
    place = os.pathsep.join(filter(None, (str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-c", TELLING, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": place},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    libraries, modules = done.stdout.splitlines()[-2:]
    assert libraries.startswith("imported:")
    return set(libraries.split()[1:]) - _AT_HAND, set(modules.split()[1:])


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("build", "--help")])
def test_help_imports_nothing_but_the_command_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    libraries, modules = imported(tmp_path, *arguments)
    assert libraries <= COMMAND
    assert modules & (SLOW | WORKERS | {"sqlite3", "difflib", "tempfile", "subprocess"}) == set()
    assert {name for name in modules if name.startswith("generator")} <= {
        *("generator", "generator.cli", "generator.terminal")
    }


def test_a_build_with_nothing_to_do_imports_no_parser_and_no_templates(tmp_path: Path) -> None:
    imported(write(tmp_path), "build")
    libraries, modules = imported(tmp_path, "build")
    assert libraries <= MEMORY
    assert modules & (SLOW | WORKERS) == set()


def test_a_small_build_imports_what_it_uses(tmp_path: Path) -> None:
    libraries, modules = imported(write(tmp_path), "build")
    assert libraries <= BUILD | {"Stemmer"}
    assert libraries & NEVER == set()
    assert modules & SLOW == set()


def test_without_terms_no_stems_are_looked_for(tmp_path: Path) -> None:
    files = {**FILES, "content/topics.yaml": TOPICS.replace("  terms: [toll]\n", "")}
    libraries, _ = imported(write(tmp_path, files), "build")
    assert libraries <= BUILD
