"""What keeps the project's habits: every library has an oldest promised version, hooks use what make uses."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_dependency_has_a_lowest_version() -> None:
    extras = [r for group in PROJECT["optional-dependencies"].values() for r in group if not r.startswith("zi-cli[")]
    assert [r for r in (*PROJECT["dependencies"], *extras) if not re.match(r"[\w-]+>=\d+(\.\d+)*(,<|$)", r)] == []


def test_the_short_set_names_tests_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    short = makefile.split("TESTS_SHORT :=")[1].split("\n\n")[0].replace("\\\n", " ").split()
    assert len(short) > 3
    assert [t for t in short if not (ROOT / t).is_file()] == []
