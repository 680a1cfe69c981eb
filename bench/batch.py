"""Measure ``zi batch`` against plain loops, all in one run: ratios, not promises.

    python bench/batch.py [--jumlah 1000] [--besar 10000] [--folder FOLDER]

Prints files per second with 1 and 2 workers (recap included), the ratio to one process that loads each
workbook with openpyxl (``data_only=True``) and reads the same cells, the CPU of reading and
scoring one file against bare calamine, and the peak memory of the parent process.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).parents[1]


def cpu_per_file(berkas: Sequence[Path], fungsi: Callable[[Path], object], ulang: int = 3) -> float:
    """CPU seconds a file, the best of *ulang* rounds: what is measured is the work, not the neighbours."""
    terbaik = float("inf")
    for _ in range(ulang):
        gc.collect()
        awal = time.process_time()
        for b in berkas:
            fungsi(b)
        terbaik = min(terbaik, (time.process_time() - awal) / len(berkas))
    return terbaik


def calamine(berkas: Path) -> object:
    """All sheets of a workbook, as the reading library gives them."""
    from python_calamine import CalamineWorkbook

    buku = CalamineWorkbook.from_path(berkas)
    return [buku.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in buku.sheet_names]


def openpyxl(berkas: Path) -> object:
    """The same cells with openpyxl."""
    from openpyxl import load_workbook

    return [[[c.value for c in baris] for baris in lembar] for lembar in load_workbook(berkas, data_only=True)]


def read_and_score(berkas: Path) -> object:
    """Reading and scoring, all assessors."""
    from zi_cli.instrumen.loader import load_instrumen
    from zi_cli.scoring.score import score_worksheet
    from zi_cli.worksheet.read import read_worksheet

    return score_worksheet(read_worksheet(berkas, complete=False), load_instrumen())


def worker(berkas: Path) -> object:
    """All that a worker of ``zi batch`` does with a file."""
    from zi_cli.batch.score_file import Tugas, score_file
    from zi_cli.folder.discover import Berkas

    return score_file(Tugas(Berkas(berkas, berkas.name, "K")))


class Timing(NamedTuple):
    """One whole ``zi batch``: wall seconds, CPU seconds and peak memory in MB of the parent process."""

    lama: float
    cpu_induk: float
    puncak: float


def run_cli(folder: Path, jumlah_pekerja: int) -> Timing:
    """Run ``zi batch`` over *folder* in a process of its own."""
    with tempfile.TemporaryDirectory() as hasil:
        command = [sys.executable, str(Path(__file__)), "--satu", str(folder), hasil, str(jumlah_pekerja)]
        awal = time.perf_counter()
        keluar = subprocess.run(
            command, check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(_ROOT)}
        )
        return Timing(time.perf_counter() - awal, *map(float, keluar.stdout.strip().splitlines()[-1].split()))


def run_once(folder: str, hasil: str, jumlah_pekerja: str) -> None:
    """Run the command in this process, then print its CPU seconds and its peak memory in MB."""
    import contextlib
    import io
    import resource

    from zi_cli.cli import run_cli as zi

    with contextlib.redirect_stdout(io.StringIO()):
        kode = zi(["batch", folder, "-o", f"{hasil}/rekap", "--pekerja", jumlah_pekerja])
    if kode:
        sys.exit(kode)
    sendiri = resource.getrusage(resource.RUSAGE_SELF)
    puncak = sendiri.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(sendiri.ru_utime + sendiri.ru_stime, puncak)


def main() -> None:
    """Command line."""
    argumen = argparse.ArgumentParser(description="Mengukur zi batch.")
    argumen.add_argument("--jumlah", type=int, default=1000)
    argumen.add_argument("--besar", type=int, default=10000, help="untuk puncak memori; 0 untuk melewati")
    argumen.add_argument("--folder", type=Path, help="tempat berkas contoh (bawaan: folder sementara)")
    argumen.add_argument("--satu", nargs=3, help=argparse.SUPPRESS)
    pilihan = argumen.parse_args()
    if pilihan.satu:
        run_once(*pilihan.satu)
        return
    with tempfile.TemporaryDirectory(dir=pilihan.folder) as sementara:
        measure(Path(sementara), pilihan.jumlah, pilihan.besar)


def measure(sementara: Path, jumlah: int, besar: int) -> None:
    """Make the files, measure, print."""
    # Here, not above: what runs the command to be measured imports this module too.
    from pembuat import make_tree

    from zi_cli.batch.score_file import prepare
    from zi_cli.config import load_config

    folder = sementara / "pohon"
    awal = time.perf_counter()
    make_tree(folder, jumlah)
    berkas = sorted(folder.rglob("*.xlsx"))
    ukuran = sum(b.stat().st_size for b in berkas) / len(berkas) / 1024
    print(f"{jumlah} berkas, rata-rata {ukuran:.0f} KB, dibuat dalam {time.perf_counter() - awal:.1f} detik")
    contoh = berkas[:: max(1, len(berkas) // 60)][:60]
    prepare(load_config(None), None, False, False)
    for f in (calamine, read_and_score, worker):
        f(contoh[0])
    dasar = cpu_per_file(contoh, calamine)
    nilai = cpu_per_file(contoh, read_and_score)
    penuh = cpu_per_file(contoh, worker)
    lambat = cpu_per_file(contoh[:20], openpyxl, 2)
    print(f"CPU per berkas: calamine {dasar * 1e3:.2f} ms, openpyxl {lambat * 1e3:.1f} ms")
    print(f"baca dan nilai {nilai * 1e3:.2f} ms = {nilai / dasar:.2f} x calamine")
    print(f"pekerja (dengan rekaman JSON) {penuh * 1e3:.2f} ms = {penuh / dasar:.2f} x calamine")
    awal = time.perf_counter()
    cpu_awal = time.process_time()
    for b in berkas:
        openpyxl(b)
    cpu_openpyxl = time.process_time() - cpu_awal
    lama_openpyxl = time.perf_counter() - awal
    print(f"openpyxl, satu proses: {lama_openpyxl:.1f} detik, CPU {cpu_openpyxl:.1f} detik")
    for n in (1, 2):
        j = run_cli(folder, n)
        print(
            f"zi batch, {n} pekerja: {j.lama:.1f} detik, {jumlah / j.lama:.0f} berkas/detik, "
            f"{lama_openpyxl / j.lama:.1f} x openpyxl; CPU induk {j.cpu_induk:.1f} detik, "
            f"puncak memori induk {j.puncak:.0f} MB"
        )
    if besar > jumlah:
        make_tree(folder, besar, awal=jumlah)
        b = run_cli(folder, 2)
        tumbuh = (b.puncak - j.puncak) * 1024 / (besar - jumlah)
        print(
            f"{besar} berkas, 2 pekerja: {b.lama:.1f} detik, puncak memori induk {b.puncak:.0f} MB, "
            f"bertambah {tumbuh:.1f} KB per berkas"
        )


if __name__ == "__main__":
    main()
