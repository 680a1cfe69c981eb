"""A file that breaks its reader is one finding; the others, and the command, go on."""

from __future__ import annotations

import faulthandler
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.builder import build_book, perfect, raw_cells
from tests.fuzz.basis import xlsx_parts, zip_of
from zi_cli.cli import run_cli
from zi_cli.errors import UnwritableOutput
from zi_cli.worksheet.formats import guard, guard_child
from zi_cli.worksheet.formats.container import check_package
from zi_cli.worksheet.formats.guard import Crashed, guarded, guarding_several
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="perlu sistem dengan fork")

#: Loaded by every interpreter that finds it: the reader of one file aborts its process.
ABORTING = """
import os
from zi_cli.worksheet.formats import open as pembuka
asli = pembuka._read_content
def baca(data, berkas, *lain):
    if berkas.stem == "rusak":
        os.abort()
    return asli(data, berkas, *lain)
pembuka._read_content = baca
"""


@pytest.mark.parametrize("perlu", [True, False])
def test_results_and_errors_come_back(perlu: bool) -> None:
    assert guarded(lambda: {"a": [1, 2]}, needed=perlu) == {"a": [1, 2]}

    def salah() -> None:
        raise Damaged("begini")

    with pytest.raises(Damaged, match="begini"):
        guarded(salah, needed=perlu)


def _abort() -> None:
    faulthandler.disable()
    os.abort()


def test_an_abort_is_survived() -> None:
    with pytest.raises(Crashed, match="sinyal 6"):
        guarded(_abort, needed=True)
    with pytest.raises(Crashed, match="kode 7"):
        guarded(lambda: os._exit(7), needed=True)


def test_time_has_an_end_without_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 0.1)
    dahulu = signal.getsignal(signal.SIGALRM)

    def forever() -> None:
        while True:
            pass

    with pytest.raises(LimitExceeded, match="detik"):
        guarded(forever, needed=False)
    assert signal.getsignal(signal.SIGALRM) is dahulu
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_time_and_memory_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 0.3)
    mulai = time.monotonic()
    with pytest.raises(LimitExceeded, match="detik"):
        guarded(lambda: time.sleep(30), needed=True)
    assert time.monotonic() - mulai < 5
    monkeypatch.setattr(guard, "SECONDS", 30)
    with pytest.raises(LimitExceeded, match="memori"):
        guarded(lambda: bytes(3 << 30), needed=True)


@pytest.fixture
def without_fork(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system like Windows: no fork, no timer of the system's."""
    monkeypatch.delattr(os, "fork")
    monkeypatch.delattr(signal, "setitimer")
    yield
    guard_child._end()


def test_without_fork_one_process_reads_all(without_fork: None) -> None:
    pertama = guarded(os.getpid, needed=True)
    assert pertama not in (os.getpid(), guarded(partial(abs, -1), needed=True))
    assert guarded(os.getpid, needed=True) == pertama
    with pytest.raises(ZeroDivisionError):
        guarded(partial(divmod, 1, 0), needed=True)
    assert guarded(os.getpid, needed=True) == pertama
    # Work that can't travel is done here.
    assert guarded(lambda: os.getpid(), needed=True) == os.getpid()


def test_without_fork_a_crash_is_survived(without_fork: None) -> None:
    with pytest.raises(Crashed, match="sinyal 6"):
        guarded(os.abort, needed=True)
    with pytest.raises(Crashed, match="kode 7"):
        guarded(partial(os._exit, 7), needed=True)
    assert guarded(os.getpid, needed=True) != os.getpid()


def test_without_fork_time_and_memory_have_an_end(without_fork: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert guarded(partial(abs, -1), needed=True) == 1
    monkeypatch.setattr(guard, "SECONDS", 0.3)
    mulai = time.monotonic()
    with pytest.raises(LimitExceeded, match="detik"):
        guarded(partial(time.sleep, 30), needed=True)
    with pytest.raises(LimitExceeded, match="detik"):
        guarded(_forever, needed=False)
    assert time.monotonic() - mulai < 10 and threading.active_count() == 1
    monkeypatch.setattr(guard, "SECONDS", 60)
    with pytest.raises(LimitExceeded, match="memori"):
        guarded(partial(bytes, 3 << 30), needed=True)
    assert guarded(partial(abs, -1), needed=True) == 1


def _forever() -> None:
    while True:
        pass


def test_several_files_are_guarded_each_and_one_is_not() -> None:
    induk = os.getpid()
    with guarding_several([1, 2]):
        assert guarded(os.getpid, needed=False) != induk
    with guarding_several([1]):
        assert guarded(os.getpid, needed=False) == induk
    assert guarded(os.getpid, needed=False) == induk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for nama in ("rusak", "satu", "dua"):
        build_book({"unit": raw_cells(perfect()), "tpi": raw_cells(perfect())}).simpan(tmp_path / f"{nama}.xlsx")
    return tmp_path


@pytest.mark.parametrize("sistem", ["", "windows"])
@pytest.mark.parametrize("perintah", ["score", "compare", "check", "batch"])
def test_one_crash_takes_no_other_file_along(folder: Path, perintah: str, sistem: str) -> None:
    berkas = sorted(folder.glob("*.xlsx"))
    lain = {
        "score": [*berkas, "--format", "json"],
        "compare": berkas,
        "check": [folder, "--format", "json"],
        "batch": [folder, "-o", folder / "rekap"],
    }[perintah]
    tanpa = (Path(__file__).parent / "windows" / "sitecustomize.py").read_text() if sistem else ""
    (folder / "sitecustomize.py").write_text(tanpa + ABORTING)
    p = subprocess.run(
        [sys.executable, "-m", "zi_cli", perintah, *map(str, lain)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    keluaran = p.stdout + p.stderr
    assert "Traceback" not in keluaran, keluaran
    assert "LKE133" in keluaran and "sinyal 6" in keluaran, keluaran
    assert p.returncode in (1, 3)
    if perintah == "score":
        assert {json.loads(b)["berkas"]["nama"] for b in p.stdout.splitlines()} == {"satu.xlsx", "dua.xlsx"}


def _widened(nama: str, isi: bytes, ukuran: int) -> bytes:
    """An .xlsx with a part whose size the directory states as *ukuran*."""
    data = bytearray(zip_of({**xlsx_parts('<row r="1"><c r="A1"><v>1</v></c></row>'), nama: isi}))
    p = data.rindex(b"PK\x01\x02")
    data[p + 24 : p + 28] = ukuran.to_bytes(4, "little")
    return bytes(data)


def test_parts_that_a_copy_opens_are_within_the_limits(folder: Path) -> None:
    with pytest.raises(LimitExceeded, match=r"docProps/app\.xml"):
        check_package(_widened("docProps/app.xml", b"<a/>", 1_900_000_000))
    besar = io.BytesIO()
    with zipfile.ZipFile(besar, "w", zipfile.ZIP_DEFLATED) as z, zipfile.ZipFile(folder / "satu.xlsx") as asal:
        for n in asal.namelist():
            z.writestr(n, asal.read(n) if n != "docProps/app.xml" else b"<a>" + b" " * (60 << 20) + b"</a>")
    (folder / "satu.xlsx").write_bytes(besar.getvalue())
    p = subprocess.run(
        [sys.executable, "-m", "zi_cli", "score", folder / "satu.xlsx", "--tulis", folder / "hasil.xlsx"],
        capture_output=True,
        text=True,
    )
    assert p.returncode == UnwritableOutput("").kode_keluar and p.stderr.count("\n") == 1, p.stderr
    assert not (folder / "hasil.xlsx").exists()


def test_recognition_and_scoring_end_in_time_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is done with one file has an end, not its reading alone."""

    def endless(*_: object, **__: object) -> None:
        while True:
            time.sleep(0.01)

    berkas = build_book({"unit": raw_cells(perfect())}).simpan(tmp_path / "lke.xlsx")
    monkeypatch.setattr(guard, "SECONDS", 0.2)
    for nama in ("build_worksheet", "score_worksheet"):
        with monkeypatch.context() as m:
            m.setattr(f"zi_cli.evaluation.{nama}", endless)
            assert run_cli(["score", str(berkas)]) == 3
        assert "LKE110" in capsys.readouterr().err
    monkeypatch.setattr(guard, "SECONDS", 60)
    assert run_cli(["score", str(berkas)]) == 0
