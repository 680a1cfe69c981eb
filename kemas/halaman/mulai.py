"""zi inside the page: run one command line over files in memory. Loaded by pekerja.js, once."""

import contextlib
import gc
import io
import os
import shutil
import sys
from pathlib import Path

from zi_cli.cli import run_cli
from zi_cli.worksheet.formats import guard
from zi_cli.worksheet.formats.limits import LimitExceeded

_ROOT = Path("/kerja")
#: Files that broke the machine before (their reading does not begin again): path and what happened.
_runtuh: dict[str, str] = {}
_kabar = None


def prepare(kabar: object, runtuh: dict[str, str]) -> None:
    """Tell *kabar* (JavaScript) each file before it is read; those in *runtuh* are not read."""
    global _kabar
    _kabar = kabar
    _runtuh.clear()
    _runtuh.update(runtuh)


def _listen(berkas: Path) -> None:
    jalur = str(berkas)
    if _kabar is not None:
        _kabar(jalur)
    sebab = _runtuh.get(jalur)
    if sebab == "lama":
        raise LimitExceeded(f"belum selesai dibaca dalam {guard.SECONDS:g} detik")
    if sebab is not None:
        raise guard.Crashed(sebab)


guard.listeners.append(_listen)


def open_folder() -> None:
    """An empty folder, where the commands that follow run."""
    os.chdir("/")
    shutil.rmtree(_ROOT, ignore_errors=True)
    _ROOT.mkdir()
    os.chdir(_ROOT)


def write(jalur: str, isi: bytes) -> None:
    """Put an input file into the folder."""
    tujuan = _ROOT / jalur
    tujuan.parent.mkdir(parents=True, exist_ok=True)
    tujuan.write_bytes(isi)


def _all_files() -> dict[str, tuple[int, int]]:
    return {
        p.relative_to(_ROOT).as_posix(): (s.st_mtime_ns, s.st_size)
        for p in sorted(_ROOT.rglob("*"))
        if p.is_file() and (s := p.stat())
    }


def execute(argumen: list[str]) -> tuple[int, str, str, list[str]]:
    """Run one command line: exit code, standard output, standard error, and the files it wrote."""
    dahulu = _all_files()
    keluaran, galat = (io.TextIOWrapper(io.BytesIO(), "utf-8", "replace", newline="") for _ in range(2))
    with contextlib.redirect_stdout(keluaran), contextlib.redirect_stderr(galat):
        try:
            kode = run_cli(argumen)
        except SystemExit as e:
            kode = e.code if isinstance(e.code, int) else 1
    hasil = []
    for aliran in (keluaran, galat):
        aliran.flush()
        hasil.append(aliran.buffer.getvalue().decode())
    tertulis = [n for n, s in _all_files().items() if dahulu.get(n) != s]
    gc.collect()
    return kode, hasil[0], hasil[1], tertulis


def fetch(jalur: str) -> bytes:
    """The bytes of a file that a command wrote."""
    return (_ROOT / jalur).read_bytes()


def close() -> None:
    """Leave nothing of the files behind."""
    os.chdir("/")
    shutil.rmtree(_ROOT, ignore_errors=True)
    sys.stdout.flush()
