"""Commands that write, stopped at a moment or run twice at once: whole files only, nothing lost, nothing left over.

A few moments by a fixed seed; `make mati` takes more.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.survei.exports import HEADINGS, honest, rows, write_csv

ROOT = Path(__file__).parent.parent
#: Says when it begins: before that a signal is not ours to meet.
PROGRAM = "from zi_cli.__main__ import main; print(flush=True); main()"
DATE = ["--tanggal", "2027-05-20"]
ACCEPT = ["--alasan", "sudah diperiksa", "--oleh", "Ketua Tim", "--sampai", "2099-12-31", "--terima"]
COMMANDS = {
    "survei": ["survei", "respons.csv", "-o", "hasil.xlsx", "--timpa"],
    "survei peta": ["survei", "peta", "respons.csv", "-o", "peta.toml", "--timpa"],
    "tindak-lanjut": ["tindak-lanjut", "usulan", "--tulis", *DATE],
    "template": ["template", "--isi", "usulan/Kanwil Contoh Utara", "-o", "formulir", "--timpa"],
    "portalrb": ["portalrb", "ekspor", "usulan", "--semua", "--lanjut", "-o", "ekspor", *DATE],
    "surat semua": ["surat", "semua", "usulan", "-o", "surat", *DATE],
    "batch": ["batch", "usulan", "--lanjut", "--pekerja", "2", "-o", "rekap", *DATE],
    "paket": ["paket", "usulan", "--draf", "-o", "paket", *DATE],
    "bukti siapkan": ["bukti", "siapkan", "siap", "--lke", "salah.xlsx", "--timpa"],
    "bukti periksa": ["bukti", "periksa", "bukti", "--lke", "salah.xlsx", "--tahun", "2026", "--triwulan", "1"],
    "lint --terima": ["lint", "salah.xlsx", *ACCEPT, "LKE240", "A.II.1.i.b"],
}
#: What a run says that finds its work done by another, where that is no good end.
ALREADY = {"lint --terima": 2}
#: Where a run that was stopped keeps what it did, and what it then says of that.
KEPT = {
    "batch": (
        {"rekap/hasil.jsonl.sebagian", "rekap/hasil.jsonl"},
        "; hasil yang sudah selesai disimpan di “rekap”, teruskan dengan --lanjut",
    )
}
#: Another run in the same folder that has work of its own.
OTHERS = {
    "bukti periksa": [*COMMANDS["bukti periksa"][:-1], "2"],
    "lint --terima": ["lint", "salah.xlsx", *ACCEPT, "LKE240", "A.II.5.iii.b"],
}
STOPS = [s for n in ("SIGINT", "SIGTERM", "SIGHUP", "SIGKILL") if (s := getattr(signal, n, None)) is not None]
FINGERPRINT = re.compile(rb"[0-9a-f]{64}")
RNG = Random(f"berhenti {os.environ.get('ZI_TEST_BIBIT', '')}")
#: How many moments for each command (0: one for some of them); a moment is a part of an undisturbed run's time.
MOMENTS = int(os.environ.get("ZI_TEST_MATI", "0"))
DRAWN = [(c, STOPS[(n + i) % len(STOPS)], RNG.random()) for i, c in enumerate(COMMANDS) for n in range(MOMENTS or 1)]
DRAWN = DRAWN if MOMENTS else RNG.sample(DRAWN, 6)
posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


class Undisturbed(NamedTuple):
    code: int
    seconds: float
    files: dict[str, object]


def start(command: str, place: Path, words: list[str] | None = None) -> subprocess.Popen[str]:
    (place / "tmp").mkdir(exist_ok=True)
    there = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(place / "tmp"), "XDG_CACHE_HOME": str(place / "cache")}
    argv = [sys.executable, "-c", PROGRAM, *(words or COMMANDS[command])]
    run = subprocess.Popen(argv, cwd=place, env=there, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None and run.stdout.readline() == "\n"
    return run


def finish(command: str, place: Path) -> tuple[int, str]:
    run = start(command, place)
    _, words = run.communicate(timeout=120)
    return run.returncode, words


def prepare(place: Path) -> Path:
    place.mkdir(exist_ok=True)
    shutil.copytree(ROOT / "sample_lke" / "usulan-2027", place / "usulan")
    write_csv(place / "respons.csv", HEADINGS, rows(honest(40)))
    shutil.copy(ROOT / "sample_lke" / "lke-banyak-salah.xlsx", place / "salah.xlsx")
    for sub in ("1 Manajemen Perubahan", "2 Penataan Tatalaksana"):
        (folder := place / "bukti" / sub / "A.I.1.i.a").mkdir(parents=True)
        (folder / "SK Tim.txt").write_text(sub)
    return place


def content(file: Path) -> object:
    """What *file* holds, apart from when a workbook was saved, and from fingerprints, in which that shows.

    Fails where it is not whole, or a manifest names another fingerprint than the file has.
    """
    if not zipfile.is_zipfile(file):
        data = file.read_bytes()
        if file.name == "manifes.json" and file.parent.name == "surat":
            for letter in json.loads(data)["surat"].values():
                assert hashlib.sha256((file.parent / letter["berkas"]).read_bytes()).hexdigest() == letter["sha256"]
        return FINGERPRINT.sub(b"#", data)
    with zipfile.ZipFile(file) as z:
        return {n: FINGERPRINT.sub(b"#", z.read(n)) for n in z.namelist() if n != "docProps/core.xml"}


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
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Undisturbed]:
    @functools.cache
    def run(command: str) -> Undisturbed:
        place = prepare(tmp_path_factory.mktemp("utuh"))
        begin = time.monotonic()
        code, words = finish(command, place)
        assert code in (0, 1), words
        return Undisturbed(code, time.monotonic() - begin, held(place))

    return run


@posix
@pytest.mark.parametrize(("command", "number", "part"), DRAWN, ids=[f"{c} {s.name} {p:.2f}" for c, s, p in DRAWN])
def test_what_is_stopped_leaves_whole_files_and_runs_again(
    tmp_path: Path,
    before: dict[str, object],
    undisturbed: Callable[[str], Undisturbed],
    command: str,
    number: signal.Signals,
    part: float,
) -> None:
    whole = undisturbed(command)
    run = start(command, prepare(tmp_path))
    time.sleep(0.02 + part * whole.seconds)
    run.send_signal(number)
    _, words = run.communicate(timeout=60)
    assert run.returncode in (whole.code, 130, -number) and "Traceback" not in words
    left = held(tmp_path)
    kept, of_kept = KEPT.get(command, (set(), ""))
    if run.returncode == 130:
        last = words.splitlines()[-1]
        assert last == "zi: dihentikan" or (left.keys() & kept and last == f"zi: dihentikan{of_kept}"), words
    for name, what in left.items():
        temporary = re.search(r"(^|/)\.zi-|\.sebagian$|\.cadangan$", name)
        if not temporary or (run.returncode > 0 and name not in kept):
            assert what in (before.get(name), whole.files.get(name)), name
    code, words = finish(command, tmp_path)
    assert code in (whole.code, ALREADY.get(command)), words
    assert held(tmp_path) == whole.files
    assert [*(tmp_path / "tmp").iterdir()] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_two_runs_at_once_lose_nothing(tmp_path: Path, undisturbed: Callable[[str], Undisturbed], command: str) -> None:
    whole = undisturbed(command)
    prepare(tmp_path)
    pair = [start(command, tmp_path) for _ in range(2)]
    ends = [(r.communicate(timeout=120)[1], r.returncode) for r in pair]
    assert whole.code in [code for _, code in ends], ends
    for words, code in ends:
        # The second one waits, adds, or is refused in one line.
        assert code in (whole.code, 4, ALREADY.get(command)) and "Traceback" not in words, words
    assert held(tmp_path) == whole.files


@pytest.mark.parametrize("command", OTHERS)
def test_two_runs_with_work_of_their_own_are_both_kept(tmp_path: Path, command: str) -> None:
    one_by_one, at_once = prepare(tmp_path / "a"), prepare(tmp_path / "b")
    for words in (COMMANDS[command], OTHERS[command]):
        run = start(command, one_by_one, words)
        assert run.communicate(timeout=120) and run.returncode in (0, 1)
    for run in [start(command, at_once, words) for words in (OTHERS[command], COMMANDS[command])]:
        assert run.communicate(timeout=120) and run.returncode in (0, 1)
    together, wanted = held(at_once), held(one_by_one)
    assert together.keys() == wanted.keys()
    for name in wanted:
        # Which came first is not ours to say.
        assert sorted(repr(together[name])) == sorted(repr(wanted[name])), name
