"""What keeps the project's habits: the oldest promised versions can be pinned, hooks use what make uses."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_dependency_has_a_lowest_version() -> None:
    printed = subprocess.run(
        [sys.executable, ROOT / ".ci/lowest.py"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(printed) == len(PROJECT["dependencies"])
    for requirement, pin in zip(PROJECT["dependencies"], printed, strict=True):
        assert re.fullmatch(r"[\w-]+==\d+(\.\d+)*", pin)
        assert requirement.startswith(pin.replace("==", ">="))


def test_the_short_set_names_tests_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    short = makefile.split("TESTS_SHORT :=")[1].split("\n\n")[0].replace("\\\n", " ").split()
    assert len(short) > 3
    assert [t for t in short if not (ROOT / t).is_file()] == []
