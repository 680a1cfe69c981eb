"""``make fuzz``: every damaged and hostile file through ``zi score``, with a table of what happened.

Usage: python -m tests.fuzz [--benih N] [--ulang N] [--setiap N] [--detik DETIK] [--waktu DETIK] [--langkah N]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from tests.fuzz.kasus import AKAR, Kasus, semua
from tests.fuzz.pelari import DETIK, MB, Hasil, jalankan


def main() -> int:
    """Run the cases; 1 when any went wrong."""
    opsi = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    opsi.add_argument("--benih", type=int, default=2026, help="seed of the random damages")
    opsi.add_argument("--ulang", type=int, default=12, help="random damages for each kind and format")
    opsi.add_argument("--setiap", type=int, default=1, help="run one case in so many")
    opsi.add_argument("--detik", type=float, default=DETIK, help="seconds a file may take")
    opsi.add_argument("--waktu", type=float, default=900, help="seconds after which no new file is started")
    opsi.add_argument("--langkah", type=int, default=20, help="one file in so many also goes through a fresh process")
    pilihan = opsi.parse_args()

    mulai = time.monotonic()
    hasil: list[Hasil] = []
    sampel: list[str] = []
    with tempfile.TemporaryDirectory() as nama:
        folder = Path(nama)
        for i, k in enumerate(islice(semua(pilihan.benih, ulang=pilihan.ulang), 0, None, pilihan.setiap)):
            if time.monotonic() - mulai > pilihan.waktu:
                print(f"waktu habis setelah {i} berkas", file=sys.stderr)
                break
            hasil.append(jalankan(k, folder, pilihan.detik)._replace(kasus=k._replace(data=b"")))
            if i % pilihan.langkah == 0 and (salah := _proses_baru(k, folder)):
                sampel.append(f"{os.fsdecode(k.nama)!a} (proses baru): {salah}")
    _cetak(hasil)
    salah = [f"{h.kasus.nama!a}: {h.salah}" for h in hasil if h.salah] + sampel
    for baris in salah:
        print(baris)
    print(f"{len(hasil)} berkas, {len(salah)} salah, {time.monotonic() - mulai:.0f} detik")
    return 1 if salah else 0


def _proses_baru(kasus: Kasus, folder: Path) -> str:
    """Run the installed program as a user does; return what was wrong."""
    berkas = folder / os.fsdecode(kasus.nama)
    berkas.write_bytes(kasus.data)
    try:
        p = subprocess.run(
            [sys.executable, "-m", "zi_cli", "score", berkas], capture_output=True, timeout=DETIK + 5, cwd=AKAR
        )
    except subprocess.TimeoutExpired:
        return "tidak selesai"
    finally:
        berkas.unlink()
    if p.returncode not in kasus.harap:
        return f"kode keluar {p.returncode}"
    return "traceback" if b"Traceback" in p.stderr or b"panicked" in p.stderr else ""


def _cetak(hasil: list[Hasil]) -> None:
    print(f"{'jenis':18} {'berkas':>6} {'kode 0':>6} {'kode 3':>6} {'lain':>5} {'detik':>6} {'MB':>5}")
    for jenis in dict.fromkeys(h.kasus.jenis for h in hasil):
        bagian = [h for h in hasil if h.kasus.jenis == jenis]
        kode = Counter(h.kode for h in bagian)
        lain = len(bagian) - kode[0] - kode[3]
        print(
            f"{jenis:18} {len(bagian):6} {kode[0]:6} {kode[3]:6} {lain:5} "
            f"{max(h.detik for h in bagian):6.2f} {max(h.mb for h in bagian):5.0f}"
        )
    lama = max(hasil, key=lambda h: h.detik)
    besar = max(hasil, key=lambda h: h.mb)
    print(f"terlama {lama.kasus.nama!a} {lama.detik:.2f} detik; terbesar {besar.kasus.nama!a} {besar.mb:.0f} MB")
    print(f"batas: {DETIK} detik, {MB} MB, kode 0 atau 3")


if __name__ == "__main__":
    sys.exit(main())
