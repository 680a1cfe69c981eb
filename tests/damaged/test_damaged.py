"""What we wrote, damaged, is refused or said by name; a few by a fixed seed (`make rusak` takes all)."""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from random import Random

import pytest

from tests.damaged.damage import unreadable
from tests.damaged.trial import ROWS, Row, Trial
from tests.damaged.world import make_world

RNG = Random(f"rusak {os.environ.get('ZI_TEST_BIBIT', '')}")
DRAWN = [(row, RNG.random(), RNG.random()) for row in RNG.sample(ROWS, 32)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("dunia")
    with pytest.MonkeyPatch.context() as m:
        m.setenv("XDG_CACHE_HOME", str(top / "cache"))
        return make_world(top).parent


@pytest.mark.parametrize(("row", "one", "two"), DRAWN, ids=[f"{r.berkas} {r.perintah[:40]}" for r, *_ in DRAWN])
def test_a_damaged_file_is_refused_or_named(world: Path, tmp_path: Path, row: Row, one: float, two: float) -> None:
    trial = Trial(world, tmp_path / "coba", row)
    every = trial.damages()
    for damage in (every[int(one * len(every))], every[int(two * len(every))]):
        assert list(trial.faults(damage)) == [], damage.name


def test_the_mark_of_notepad_makes_no_other_document() -> None:
    toml = b"a = 1\n"
    assert not unreadable("toml", codecs.BOM_UTF8 + toml, toml)
    assert unreadable("toml", b"a =\n", toml)
