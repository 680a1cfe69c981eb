"""Feed one file to the program in a process of its own, bounded in time and memory.

The process is forked from one that has the program loaded, so that a run costs milliseconds; it goes
through the same entry point as the console script. Needs a Unix system.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.cases import CaseData
from zi_cli.cli import run_cli as zi
from zi_cli.errors import EXIT_DONE, EXIT_UNREADABLE, EXIT_UNWRITABLE, EXIT_USAGE, TIDAK

# Loaded before forking, so that a run measures the file and not the start.
for _modul in (
    "python_calamine",
    "zi_cli.cli.check",
    "zi_cli.cli.compare",
    "zi_cli.cli.lint",
    "zi_cli.cli.score",
    "zi_cli.worksheet.formats.sheets_csv",
    "zi_cli.worksheet.formats.document_ods",
    "zi_cli.worksheet.formats.sheets_xlsb",
):
    import_module(_modul)

SECONDS = 10  #: seconds of wall time a file may take
MB = 400  #: megabytes the process may hold at its peak
_ADDRESS_SPACE = 3 << 30


class Command(NamedTuple):
    """A command on one file: its arguments (FILE and OUT stand for paths), and the exit codes that are right."""

    argumen: tuple[str, ...]
    harap: frozenset[int]


_SELALU = (EXIT_DONE, EXIT_UNREADABLE)
#: Every command that reads a worksheet, by name; "score" goes by what each case expects of it.
COMMANDS = {
    "score": Command(("score", "FILE", "--format", "json"), frozenset(_SELALU)),
    "lint --rumus": Command(("lint", "FILE", "--rumus"), frozenset({*_SELALU, TIDAK})),
    "score --tulis": Command(
        ("score", "FILE", "--tulis", "OUT.xlsx", "--format", "json"), frozenset({*_SELALU, EXIT_UNWRITABLE})
    ),
    "check": Command(("check", "FILE", "--format", "json"), frozenset({*_SELALU, TIDAK})),
    # One assessor, or none in common: there is nothing to compare.
    "compare": Command(("compare", "FILE"), frozenset({*_SELALU, EXIT_USAGE})),
    "plan": Command(("plan", "FILE", "--format", "json"), frozenset({*_SELALU, TIDAK})),
    "template --isi": Command(("template", "--isi", "FILE", "-o", "OUT.xlsx"), frozenset({*_SELALU, EXIT_UNWRITABLE})),
    "report": Command(("report", "FILE", "-o", "OUT.html"), frozenset({*_SELALU, EXIT_UNWRITABLE})),
}


class Hasil(NamedTuple):
    """What a run did; ``salah`` says what was wrong with it, "" when nothing was."""

    kasus: CaseData
    perintah: str
    kode: int
    detik: float
    mb: float
    salah: str


def run_cli(kasus: CaseData, folder: Path, batas_detik: float = SECONDS, perintah: str = "score") -> Hasil:
    """Write the file of *kasus* into *folder*, run *perintah* of ``COMMANDS`` on it, and judge the outcome."""
    berkas = folder / os.fsdecode(kasus.nama)
    berkas.write_bytes(kasus.data)
    keluar, galat = folder / "stdout", folder / "stderr"
    mulai = time.monotonic()
    pid = os.fork()
    if pid == 0:
        hasil = str(folder / "keluaran")
        argumen = [a.replace("OUT", hasil) if a.startswith("OUT") else a for a in COMMANDS[perintah].argumen]
        _anak([str(berkas) if a == "FILE" else a for a in argumen], keluar, galat)
    status, pakai = _wait_for(pid, mulai + batas_detik + 2)
    detik = time.monotonic() - mulai
    berkas.unlink()
    for sisa in folder.glob("keluaran.*"):
        sisa.unlink()
    kode = os.waitstatus_to_exitcode(status)
    mb = pakai.ru_maxrss / 1024
    return Hasil(
        kasus,
        perintah,
        kode,
        detik,
        mb,
        _judge(kasus, perintah, kode, mb, galat.read_bytes()) or (f"{detik:.1f} detik" if detik > batas_detik else ""),
    )


def _anak(argumen: list[str], keluar: Path, galat: Path) -> None:
    """The child: never returns."""
    kode = 99
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for fd, tujuan in ((1, keluar), (2, galat)):
            os.dup2(os.open(tujuan, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), fd)
        for aliran, fd in (("stdout", 1), ("stderr", 2)):
            setattr(sys, aliran, os.fdopen(fd, "w", encoding="utf-8", errors="replace", closefd=False))
        kode = zi(argumen)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(kode)


def _wait_for(pid: int, batas: float) -> tuple[int, resource.struct_rusage]:
    jeda = 0.0005
    while True:
        selesai, status, pakai = os.wait4(pid, os.WNOHANG)
        if selesai:
            return status, pakai
        if time.monotonic() > batas:
            os.kill(pid, signal.SIGKILL)
            _, status, pakai = os.wait4(pid, 0)
            return status, pakai
        time.sleep(jeda)
        jeda = min(jeda * 1.5, 0.02)


def _judge(kasus: CaseData, perintah: str, kode: int, mb: float, galat: bytes) -> str:
    if kode < 0:
        return f"mati oleh sinyal {-kode}"
    harap = kasus.harap if perintah == "score" else COMMANDS[perintah].harap
    if kode not in harap:
        return f"kode keluar {kode}, seharusnya {sorted(harap)}"
    for kata in (b"Traceback", b"panicked", b"RUST_BACKTRACE", b"memory allocation"):
        if kata in galat:
            return f"stderr memuat {kata.decode()}"
    baris = galat.count(b"\n")
    if kode == EXIT_UNREADABLE and perintah == "score" and baris != 1:
        return f"{baris} baris di stderr"
    if b"\x1b" in galat:
        return "stderr memuat kendali terminal"
    if mb > MB:
        return f"{mb:.0f} MB"
    return ""
