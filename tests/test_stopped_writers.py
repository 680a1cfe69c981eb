"""Commands that write, stopped at a moment or run twice at once: whole files only, nothing lost, nothing left over.

A few moments by a fixed seed; `make mati` takes more.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.survei.exports import HEADINGS, honest, rows, write_csv

ROOT = Path(__file__).parent.parent
#: Says when it begins: before that a signal is not ours to meet.
PROGRAM = "from zi_cli.__main__ import main; print(flush=True); main()"
DATE = ["--tanggal", "2027-05-20"]
COMMANDS = {
    "survei": ["survei", "respons.csv", "-o", "hasil.xlsx", "--timpa"],
    "survei peta": ["survei", "peta", "respons.csv", "-o", "peta.toml", "--timpa"],
    "tindak-lanjut": ["tindak-lanjut", "usulan", "--tulis", *DATE],
    "template": ["template", "--isi", "usulan", "-o", "formulir", "--timpa"],
    "portalrb": ["portalrb", "ekspor", "usulan", "--semua", "--lanjut", "-o", "ekspor", *DATE],
}
STOPS = [s for n in ("SIGINT", "SIGTERM", "SIGHUP", "SIGKILL") if (s := getattr(signal, n, None)) is not None]
RNG = Random(f"berhenti {os.environ.get('ZI_TEST_BIBIT', '')}")
#: How many moments for each command; a moment is a part of the time that an undisturbed run takes.
MOMENTS = int(os.environ.get("ZI_TEST_MATI", "2"))
DRAWN = [(c, STOPS[(n + i) % len(STOPS)], RNG.random()) for i, c in enumerate(COMMANDS) for n in range(MOMENTS)]
posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


class Undisturbed(NamedTuple):
    code: int
    seconds: float
    files: dict[str, object]


def start(command: str, place: Path) -> subprocess.Popen[str]:
    (place / "tmp").mkdir(exist_ok=True)
    there = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(place / "tmp"), "XDG_CACHE_HOME": str(place / "cache")}
    argv = [sys.executable, "-c", PROGRAM, *COMMANDS[command]]
    run = subprocess.Popen(argv, cwd=place, env=there, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None and run.stdout.readline() == "\n"
    return run


def finish(command: str, place: Path) -> tuple[int, str]:
    run = start(command, place)
    _, words = run.communicate(timeout=120)
    return run.returncode, words


def prepare(place: Path) -> Path:
    shutil.copytree(ROOT / "sample_lke" / "usulan-2027", place / "usulan")
    write_csv(place / "respons.csv", HEADINGS, rows(honest(40)))
    return place


def content(file: Path) -> object:
    """What *file* holds, apart from when a workbook was saved; fails where it is not whole."""
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    with zipfile.ZipFile(file) as z:
        return {n: z.read(n) for n in z.namelist() if n != "docProps/core.xml"}


def held(place: Path) -> dict[str, object]:
    """Every file below *place* but those of the cache and of a run that was killed while it worked elsewhere."""
    return {
        p.relative_to(place).as_posix(): content(p)
        for p in sorted(place.rglob("*"))
        if p.is_file() and p.relative_to(place).parts[0] not in ("cache", "tmp")
    }


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return held(prepare(tmp_path_factory.mktemp("semula")))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Undisturbed]:
    found: dict[str, Undisturbed] = {}
    for command in COMMANDS:
        place = prepare(tmp_path_factory.mktemp("utuh"))
        begin = time.monotonic()
        code, words = finish(command, place)
        assert code in (0, 1), words
        found[command] = Undisturbed(code, time.monotonic() - begin, held(place))
    return found


@posix
@pytest.mark.parametrize(("command", "number", "part"), DRAWN, ids=[f"{c} {s.name} {p:.2f}" for c, s, p in DRAWN])
def test_what_is_stopped_leaves_whole_files_and_runs_again(
    tmp_path: Path,
    before: dict[str, object],
    undisturbed: dict[str, Undisturbed],
    command: str,
    number: signal.Signals,
    part: float,
) -> None:
    whole = undisturbed[command]
    run = start(command, prepare(tmp_path))
    time.sleep(0.02 + part * whole.seconds)
    run.send_signal(number)
    _, words = run.communicate(timeout=60)
    assert run.returncode in (whole.code, 130, -number) and "Traceback" not in words
    if run.returncode == 130:
        assert words.splitlines()[-1] == "zi: dihentikan"
    for name, what in held(tmp_path).items():
        temporary = re.search(r"(^|/)\.zi-|\.sebagian$|\.cadangan$", name)
        if run.returncode > 0 or not temporary:
            assert what in (before.get(name), whole.files.get(name)), name
    code, words = finish(command, tmp_path)
    assert code == whole.code, words
    assert held(tmp_path) == whole.files
    assert [*(tmp_path / "tmp").iterdir()] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_two_runs_at_once_lose_nothing(tmp_path: Path, undisturbed: dict[str, Undisturbed], command: str) -> None:
    whole = undisturbed[command]
    prepare(tmp_path)
    pair = [start(command, tmp_path) for _ in range(2)]
    ends = [(r.communicate(timeout=120)[1], r.returncode) for r in pair]
    assert whole.code in [code for _, code in ends], ends
    for words, code in ends:
        # The second one waits, adds, or is refused in one line.
        assert code in (whole.code, 4) and "Traceback" not in words, words
    assert held(tmp_path) == whole.files
