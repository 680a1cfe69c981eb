"""Write random forms, let LibreOffice recalculate them, compare: ``python -m tests.oracle.run``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.oracle.compare import Mismatch, compare_file
from tests.oracle.libre import ubah
from tests.oracle.random_forms import VARIANTS, random_ambang, random_entries, random_penilai
from zi_cli.forms.content import CoverIdentity, Formulir
from zi_cli.forms.write import write_form
from zi_cli.instrumen.loader import load_instrumen

_AT_ONCE = 50  # files a LibreOffice process


class Laporan(NamedTuple):
    """The outcome of a run: files, figures compared, differences, and how often each verdict came up."""

    berkas: int
    angka: int
    beda: list[Mismatch]
    ragam: Counter[str]
    putusan: Counter[str]


def run_command(jumlah: int, benih: int, folder: Path) -> Laporan:
    """Make *jumlah* random forms from the seed *benih* in *folder* and compare them all.

    The forms carry wrong cached values on purpose (all zero): only a recalculation can mend them.
    """
    instrumen = load_instrumen()
    asal, hasil = folder / "asal", folder / "hasil"
    asal.mkdir()
    hasil.mkdir()
    formulir: dict[str, Formulir] = {}
    ragam: Counter[str] = Counter()
    putusan: Counter[str] = Counter()
    for n in range(jumlah):
        acak = Random(benih * 1_000_003 + n)
        nama = f"lke-{n:04}.xlsx"
        penilai = random_penilai(acak)
        isian = {}
        for p in penilai:
            r = acak.choice(list(VARIANTS))
            ragam[r] += 1
            if acak.random() >= 0.05:
                isian[p] = random_entries(instrumen, acak, r, tanpa_hasil=acak.random() < 0.25)
        ambang = random_ambang(instrumen.ambang, acak) if n % 3 == 0 else instrumen.ambang
        formulir[nama] = Formulir(instrumen, ambang, penilai, CoverIdentity(satker="Satker Contoh", tahun=2026), isian)
        (asal / nama).write_bytes(write_form(formulir[nama]))
    beda: list[Mismatch] = []
    angka = 0
    semua = sorted(asal.iterdir())
    for i in range(0, len(semua), _AT_ONCE):
        for berkas in ubah(semua[i : i + _AT_ONCE], "xlsx", hasil, folder / "profil"):
            b = compare_file(berkas, formulir[berkas.name])
            angka += b.jumlah
            beda += b.beda
            putusan.update(b.putusan)
    return Laporan(jumlah, angka, beda, ragam, putusan)


def main() -> int:
    """Run from the command line; exit code 1 when any figure differs."""
    opsi = argparse.ArgumentParser(description=__doc__)
    opsi.add_argument("--jumlah", type=int, default=200)
    opsi.add_argument("--benih", type=int, default=2026)
    pilihan = opsi.parse_args()
    with tempfile.TemporaryDirectory(prefix="zi-oracle-") as folder:
        laporan = run_command(pilihan.jumlah, pilihan.benih, Path(folder))
    print(f"{laporan.berkas} buku kerja, {laporan.angka} angka dibandingkan, {len(laporan.beda)} berbeda")
    print("ragam isian: " + ", ".join(f"{k} {n}" for k, n in sorted(laporan.ragam.items())))
    print("putusan: " + ", ".join(f"{k} {n}" for k, n in sorted(laporan.putusan.items())))
    for b in laporan.beda[:40]:
        print(f"{b.berkas}: {b.tempat}: LibreOffice {b.libreoffice!r}, kita {b.kita!r}")
    return 1 if laporan.beda else 0


if __name__ == "__main__":
    sys.exit(main())
