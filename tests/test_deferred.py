"""What the parser of the command line seldom uses is not loaded with it, and is the real thing when it is used."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from zi_cli import __main__ as entry
from zi_cli.libraries.deferred import deferred

#: Prints what holds a stand-in once the command line has run, and what of the seldom used was loaded nevertheless.
_LOOK = """
import atexit, sys
from zi_cli import __main__ as entry
from zi_cli.libraries import deferred
def look():
    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()):
            if type(value) in (deferred.DeferredName, deferred._DeferredModule):
                print("holds", module.__name__, name, file=sys.stderr)
    seldom = (*entry._SELDOM_USED, "hashlib", "tomllib")
    print("loaded", *(n for n in seldom if n in sys.modules), file=sys.stderr)
atexit.register(look)
sys.argv = ["zi", *sys.argv[1:]]
entry.main()
"""


def zi(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", _LOOK, *words], capture_output=True, text=True, check=False)


def test_a_score_loads_none_of_it(tmp_path: Path) -> None:
    seen = zi("score", "sample_lke/lke-wbk.xlsx", "--format", "json")
    assert seen.returncode == 0
    assert "\nloaded\n" in seen.stderr


def test_only_the_parser_holds_what_stands_in() -> None:
    """A module of our own that holds one would carry a name that a version of it may not allow."""
    holders = {line.split()[1].partition(".")[0] for line in zi("--help").stderr.splitlines() if line[:5] == "holds"}
    assert holders == {"typer", "inspect", "pathlib"}


def test_a_misspelt_command_is_still_guessed_at() -> None:
    seen = zi("scroe")
    assert seen.returncode == 2
    assert "score" in seen.stderr.partition("\n")[0]
    assert "loaded difflib" in seen.stderr


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module that is there and not loaded."""
    (tmp_path / "contoh_jarang.py").write_text(
        "LIMIT = 5\nclass Kind:\n    WORD = 'a'\ndef double(n, by=2):\n    return n * by\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "contoh_jarang", raising=False)
    return "contoh_jarang"


def test_what_stands_in_is_the_real_thing_when_used(sample: str) -> None:
    with deferred(sample):
        held = importlib.import_module(sample)
        double, kind = held.double, held.Kind
    assert sample not in sys.modules
    assert kind != "another"
    assert sample not in sys.modules
    assert held.LIMIT == 5
    real = importlib.import_module(sample)
    assert real is not held
    assert (double(4), double(4, by=3)) == (8, 12)
    assert kind == real.Kind
    assert hash(kind) == hash(real.Kind)
    assert isinstance(kind(), real.Kind)
    assert kind.WORD == "a"
    with pytest.raises(AttributeError):
        _ = held.nothing


def test_what_is_loaded_already_stays(sample: str) -> None:
    real = importlib.import_module(sample)
    with deferred(sample):
        assert importlib.import_module(sample) is real
    assert importlib.import_module(sample) is real


def test_the_names_are_modules() -> None:
    for name in entry._SELDOM_USED:
        importlib.import_module(name)
