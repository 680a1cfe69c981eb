"""``make fuzz``: every damaged and hostile file through every command that reads one, with a table of what happened.

Usage: python -m tests.fuzz [--benih N] [--ulang N] [--setiap N] [--detik DETIK] [--waktu DETIK] [--langkah N]
       [--perintah score|semua] [--mutasi N] [--dua-muka N] [--sekumpulan N]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from tests.fuzz.cases import ROOT, CaseData, all_cases, damaged
from tests.fuzz.mutations import mutations
from tests.fuzz.runner import COMMANDS, MB, SECONDS, Hasil, run_cli
from tests.fuzz.two_faced import two_faced
from tests.fuzz.two_faced_binary import two_faced_binary
from tests.fuzz.two_faced_ods import two_faced_ods
from zi_cli.errors import EXIT_DONE, EXIT_UNREADABLE, TIDAK


def main() -> int:
    """Run the cases; 1 when any went wrong."""
    opsi = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    opsi.add_argument("--benih", type=int, default=2026, help="seed of the random damages")
    opsi.add_argument("--ulang", type=int, default=12, help="random damages for each kind and format")
    opsi.add_argument("--setiap", type=int, default=1, help="run one case in so many")
    opsi.add_argument("--detik", type=float, default=SECONDS, help="seconds a file may take")
    opsi.add_argument("--waktu", type=float, default=900, help="seconds after which no new file is started")
    opsi.add_argument("--perintah", choices=("score", "semua"), default="score", help="the commands to run")
    opsi.add_argument("--mutasi", type=int, default=0, help="changes of structure, the commands in turn")
    opsi.add_argument("--dua-muka", type=int, default=0, help="two-faced files, the commands in turn")
    opsi.add_argument("--sekumpulan", type=int, default=0, help="files of one zi batch, so many at a time (0: none)")
    opsi.add_argument("--langkah", type=int, default=20, help="one file in so many also goes through a fresh process")
    pilihan = opsi.parse_args()

    mulai = time.monotonic()
    hasil: list[Hasil] = []
    sampel: list[str] = []
    with tempfile.TemporaryDirectory() as nama:
        folder = Path(nama)
        kumpulan: list[CaseData] = []
        for i, (k, perintah) in enumerate(_runs(pilihan)):
            if time.monotonic() - mulai > pilihan.waktu:
                print(f"waktu habis setelah {i} berkas", file=sys.stderr)
                break
            for p in perintah:
                hasil.append(run_cli(k, folder, pilihan.detik, p)._replace(kasus=k._replace(data=b"")))
            if i % pilihan.langkah == 0 and "score" in perintah and (salah := _new_process(k, folder)):
                sampel.append(f"{os.fsdecode(k.nama)!a} (proses baru): {salah}")
            if pilihan.sekumpulan:
                kumpulan.append(k)
                if len(kumpulan) == pilihan.sekumpulan:
                    sampel += _batch(kumpulan, folder)
                    kumpulan = []
        sampel += _batch(kumpulan, folder)
    _print_table(hasil, "perintah", [h.perintah for h in hasil])
    _print_table(hasil, "jenis", [h.kasus.jenis for h in hasil])
    salah = [f"{h.kasus.nama!a} ({h.perintah}): {h.salah}" for h in hasil if h.salah] + sampel
    for baris in salah:
        print(baris)
    print(f"{len(hasil)} kasus, {len(salah)} salah, {time.monotonic() - mulai:.0f} detik")
    return 1 if salah else 0


def _runs(pilihan: argparse.Namespace) -> Iterator[tuple[CaseData, list[str]]]:
    """Each file with the commands to run on it."""
    semua_perintah = [*COMMANDS] if pilihan.perintah == "semua" else ["score"]
    for k in islice(all_cases(pilihan.benih, ulang=pilihan.ulang), 0, None, pilihan.setiap):
        yield k, semua_perintah
    lain = [
        (f"struktur, {m.jenis.partition(':')[0]}", "xlsx", m.data) for m in mutations(pilihan.benih, pilihan.mutasi)
    ]
    lain += [
        (f"dua muka, {f.akhiran}", f.akhiran, f.data)
        for buat in (two_faced, two_faced_ods, two_faced_binary)
        for f in buat(pilihan.benih, pilihan.dua_muka)
    ]
    lain += [(j, a, d) for j, a, d in _damaged_two_faced(pilihan)]
    for i, (jenis, akhiran, data) in enumerate(lain):
        yield CaseData(jenis, f"ubah{i}.{akhiran}".encode(), data), [semua_perintah[i % len(semua_perintah)]]


def _damaged_two_faced(pilihan: argparse.Namespace) -> Iterator[tuple[str, str, bytes]]:
    """Two-faced .ods, .xls and .xlsb with some of their bytes changed, within the parts of a zip too."""
    acak = Random(pilihan.benih)
    for buat in (two_faced_ods, two_faced_binary):
        for f in buat(pilihan.benih + 1, pilihan.dua_muka):
            yield f"dua muka rusak, {f.akhiran}", f.akhiran, damaged(f.data, acak)


def _batch(kumpulan: list[CaseData], folder: Path) -> list[str]:
    """Run ``zi batch`` over all of them at once; what was wrong."""
    if not kumpulan:
        return []
    tempat = folder / "batch"
    tempat.mkdir()
    for i, k in enumerate(kumpulan):
        akhiran = os.fsdecode(k.nama).rpartition(".")[2]
        (tempat / f"b{i:04}.{akhiran if akhiran.isalnum() else 'xlsx'}").write_bytes(k.data)
    perintah = [sys.executable, "-m", "zi_cli", "batch", tempat, "-o", folder / "rekap"]
    p = subprocess.run(perintah, capture_output=True, timeout=60 * len(kumpulan), cwd=ROOT)
    ada = sorted(p.name for p in (folder / "rekap").iterdir()) if (folder / "rekap").exists() else []
    for nama in ("batch", "rekap"):
        shutil.rmtree(folder / nama, ignore_errors=True)
    salah = []
    if p.returncode not in (EXIT_DONE, TIDAK, EXIT_UNREADABLE) or b"Traceback" in p.stderr:
        salah.append(f"batch atas {len(kumpulan)} berkas: kode keluar {p.returncode}, {p.stderr[-300:]!a}")
    if "rekap.json" not in ada:
        salah.append(f"batch atas {len(kumpulan)} berkas: tanpa rekap.json ({ada})")
    return salah


def _new_process(kasus: CaseData, folder: Path) -> str:
    """Run the installed program as a user does; return what was wrong."""
    berkas = folder / os.fsdecode(kasus.nama)
    berkas.write_bytes(kasus.data)
    try:
        p = subprocess.run(
            [sys.executable, "-m", "zi_cli", "score", berkas], capture_output=True, timeout=SECONDS + 5, cwd=ROOT
        )
    except subprocess.TimeoutExpired:
        return "tidak selesai"
    finally:
        berkas.unlink()
    if p.returncode not in kasus.harap:
        return f"kode keluar {p.returncode}"
    return "traceback" if b"Traceback" in p.stderr or b"panicked" in p.stderr else ""


def _print_table(hasil: list[Hasil], judul: str, kelompok: list[str]) -> None:
    print(f"{judul:18} {'kasus':>6} {'kode 0':>6} {'kode 3':>6} {'lain':>5} {'detik':>6} {'MB':>5}")
    for jenis in dict.fromkeys(kelompok):
        bagian = [h for h, j in zip(hasil, kelompok, strict=True) if j == jenis]
        kode = Counter(h.kode for h in bagian)
        lain = len(bagian) - kode[0] - kode[3]
        print(
            f"{jenis:18} {len(bagian):6} {kode[0]:6} {kode[3]:6} {lain:5} "
            f"{max(h.detik for h in bagian):6.2f} {max(h.mb for h in bagian):5.0f}"
        )
    lama = max(hasil, key=lambda h: h.detik)
    besar = max(hasil, key=lambda h: h.mb)
    print(f"terlama {lama.kasus.nama!a} {lama.detik:.2f} detik; terbesar {besar.kasus.nama!a} {besar.mb:.0f} MB")
    print(f"batas: {SECONDS} detik, {MB} MB, kode keluar menurut tabelnya\n")


if __name__ == "__main__":
    sys.exit(main())
