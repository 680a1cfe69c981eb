"""Where libraries are absent, commands give the same results without them, or say what they lack.

pandas, numpy and highspy: every command works but ``zi plan``, which says so. What a browser lacks besides (compiled
extensions, processes): what stands in for it in ``zi_cli.libraries`` changes no byte.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zi_cli.cli import run_cli

SAMPLES = Path(__file__).parent.parent / "sample_lke"
FOLDER = SAMPLES / "usulan-2027" / "Kanwil Contoh Utara"
BASIC = ("pandas", "numpy", "highspy")
#: Absent from the page of docs/peramban.md.
BROWSER = (*BASIC, "deflate", "rapidfuzz", "pebble", "resource", "lxml", "markupsafe._speedups", "_multiprocessing")
#: Runs at the start of every process, workers included.
_HIDE = """
import os, sys
HIDDEN = {hidden}
if "pebble" in HIDDEN and hasattr(os, "fork"):
    del os.fork
class _Absent:
    def find_spec(self, nama, path=None, target=None):
        if nama in HIDDEN or nama.partition(".")[0] in HIDDEN:
            raise ImportError("No module named " + repr(nama), name=nama)
sys.meta_path.insert(0, _Absent())
"""


def _run(tempat: Path, *argumen: object, hidden: tuple[str, ...] = BASIC) -> subprocess.CompletedProcess[str]:
    (tempat / "sitecustomize.py").write_text(_HIDE.replace("{hidden}", repr(hidden)), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "zi_cli", *map(str, argumen)],
        cwd=tempat,
        env=os.environ | {"PYTHONPATH": str(tempat)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "argumen",
    [
        ("score", SAMPLES / "lke-wbk.xlsx"),
        ("check", FOLDER, "--data", FOLDER.parent / "satker.xlsx", "--tanggal", "2027-05-20"),
        ("compare", FOLDER),
        ("report", SAMPLES / "lke-wbk.xlsx", "-o", "l.html"),
    ],
    ids=lambda a: str(a[0]),
)
def test_commands_work_without_them(argumen: tuple[object, ...], tmp_path: Path) -> None:
    hasil = _run(tmp_path, *argumen)
    assert hasil.returncode in (0, 1), hasil.stderr
    assert hasil.stdout


def test_batch_writes_the_same_recap_without_them(tmp_path: Path) -> None:
    lengkap, tanpa = tmp_path / "lengkap", tmp_path / "tanpa"
    argumen = ("batch", FOLDER, "--data", FOLDER.parent / "satker.xlsx", "--tanggal", "2027-05-20", "--pekerja", "1")
    assert _run(tmp_path, *argumen, "-o", tanpa).returncode == 0
    (tmp_path / "sitecustomize.py").unlink()
    subprocess.run([sys.executable, "-m", "zi_cli", *map(str, argumen), "-o", lengkap], check=True, capture_output=True)
    for nama in ("rekap.json", "rekap.csv"):
        assert (tanpa / nama).read_bytes() == (lengkap / nama).read_bytes()
    assert len(json.loads((tanpa / "rekap.json").read_bytes())["satker"]) == 5
    assert (tanpa / "rekap.xlsx").stat().st_size > 10_000


def test_plan_says_what_it_lacks(tmp_path: Path) -> None:
    hasil = _run(tmp_path, "plan", SAMPLES / "lke-wbk.xlsx", "--target", "WBBM", "--izinkan", "survei,hitungan")
    assert (hasil.returncode, hasil.stdout, len(hasil.stderr.splitlines())) == (3, "", 1)
    assert "highspy" in hasil.stderr


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blank form: no sheet of it but one is an LKE, and on those nothing is alike."""
    berkas = tmp_path_factory.mktemp("kosong") / "lke.xlsx"
    assert run_cli(["template", "-o", str(berkas)]) == 0
    return berkas


@pytest.mark.parametrize(
    "argumen",
    [
        ("score", SAMPLES / "lke-banyak-salah.xlsx", "--format", "json"),
        ("score", "{blank}", "--format", "json"),
        ("lint", SAMPLES / "lke-banyak-salah.xlsx", "--format", "json"),
        ("check", FOLDER, "--data", FOLDER.parent / "satker.xlsx", "--tanggal", "2027-05-20", "--format", "json"),
        ("compare", FOLDER, "--format", "json"),
    ],
    ids=lambda a: str(a[0]),
)
def test_a_browser_s_python_gives_the_same_bytes(argumen: tuple[object, ...], blank: Path, tmp_path: Path) -> None:
    argumen = tuple(blank if a == "{blank}" else a for a in argumen)
    real, poor = (_run(tmp_path, *argumen, hidden=h) for h in ((), BROWSER))
    assert (poor.returncode, poor.stdout, poor.stderr) == (real.returncode, real.stdout, real.stderr)
    assert real.stdout
