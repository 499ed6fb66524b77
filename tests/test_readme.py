"""The README's way without `make`, line by line, in a fresh copy of the checkout."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def plain_way() -> list[str]:
    """The README's lines for those without `make`."""
    after = (ROOT / "README.md").read_text("utf-8").split("wherever there is no `make`:")[1]
    return re.findall(r"^    (\S.*)$", after.split("(On Windows")[0], re.M)


def test_the_way_without_make(tmp_path: Path) -> None:
    checkout = tmp_path / "onrecord"
    passed = shutil.ignore_patterns(".venv", ".git", ".onrecord", "site", "dist", "*cache*", "__pycache__")
    shutil.copytree(ROOT, checkout, ignore=passed)
    *lines, tests = plain_way()
    assert tests == ".venv/bin/python -m pytest"  # this very run
    environment = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "PYTHONPATH")}
    for line in lines:
        program, *arguments = line.split()
        if program == "python":
            program = sys.executable
        elif os.name == "nt":
            program = program.replace("bin", "Scripts").replace("/", "\\")
        done = subprocess.run(
            [str(checkout / program), *arguments],  # an absolute program stays what it is
            cwd=checkout,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    assert (checkout / "site/index.html").is_file()
