"""What ``zi score`` costs beside the bare library, in one run.

    python -m bench.skor [BERKAS...]

First the whole process against a bare Python process that imports typer and python_calamine and
reads the same sheets into lists; then reading and scoring in one process against bare calamine and
against openpyxl. CPU time, the least of several rounds; only the ratios mean anything elsewhere.
Compile first (``make`` does), or start-up measures the compiler.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.builder import FormShape, acak, build_book, raw_cells
from tests.builder.formula_form import FormulaForm, calculated, clean_answers, formula_form, sow
from tests.builder.spellings import spell
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.read import read_worksheet

_PROSES = 15
_ROUNDS = 15
_REPEATS = 8
_BARE = """
import sys, typer
from python_calamine import CalamineWorkbook
buku = CalamineWorkbook.from_path(sys.argv[1])
isi = [buku.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in buku.sheet_names]
"""


def cpu_proses(*commands: list[str]) -> list[float]:
    """Least CPU time (s) of each child process, in rounds that take turns so that noise hits all alike."""
    terbaik = [float("inf")] * len(commands)
    for _ in range(_PROSES):
        for i, command in enumerate(commands):
            awal = getrusage(RUSAGE_CHILDREN)
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            akhir = getrusage(RUSAGE_CHILDREN)
            terbaik[i] = min(terbaik[i], akhir.ru_utime + akhir.ru_stime - awal.ru_utime - awal.ru_stime)
    return terbaik


def cpu(kerja: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Least CPU time (s) of each job, in rounds that take turns so that noise hits all alike."""
    terbaik = dict.fromkeys(kerja, float("inf"))
    for _ in range(_ROUNDS):
        for nama, f in kerja.items():
            awal = time.process_time()
            for _ in range(_REPEATS):
                f()
            terbaik[nama] = min(terbaik[nama], (time.process_time() - awal) / _REPEATS)
    return terbaik


def ordinary_file(folder: Path) -> Path:
    """An ordinary worksheet: three assessors, all columns, long notes, about 75 KB."""
    rng = Random(1)
    jawaban = {p: raw_cells(acak(rng)) for p in ("unit", "tpi-unit", "tpi")}
    bentuk = FormShape(kepala_dua=True, kolom_penilai=("jawaban", "nilai", "persen", "catatan", "bukti"), bergaya=True)
    buku = build_book(jawaban, bentuk)
    for kisi in buku.lembar:
        for sel, nilai in kisi.sel.items():
            if nilai == "Ada penjelasan.":
                kisi.sel[sel] = " ".join(rng.choice(_WORDS) for _ in range(rng.randint(15, 60)))
    return buku.simpan(folder / "biasa.xlsx")


_WORDS = [
    "dokumen",
    "laporan",
    "kegiatan",
    "rapat",
    "pembinaan",
    "evaluasi",
    "triwulan",
    "keputusan",
    "area",
    "layanan",
]


def calamine(berkas: Path) -> list[object]:
    buku = CalamineWorkbook.from_path(berkas)
    return [buku.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in buku.sheet_names]


def openpyxl(berkas: Path) -> list[object]:
    buku = load_workbook(berkas, data_only=True)
    return [[[s.value for s in baris] for baris in lembar.iter_rows()] for lembar in buku]


def main(berkas: list[Path]) -> None:
    instrumen = load_instrumen()
    print(f"{'berkas':<24} {'KB':>5} {'proses':>8} {'bantuan':>8} {'/calamine':>10} {'openpyxl/':>10}")
    zi = [sys.executable, "-m", "zi_cli"]
    typer, bantuan = cpu_proses([sys.executable, "-c", "import typer"], [*zi, "--help"])
    for b in berkas:
        proses, telanjang = cpu_proses(
            [*zi, "score", str(b), "--format", "json"], [sys.executable, "-c", _BARE, str(b)]
        )
        waktu = cpu(
            {
                "kami": lambda b=b: score_worksheet(read_worksheet(b, instrumen=instrumen, complete=False), instrumen),
                "calamine": lambda b=b: calamine(b),
            }
        )
        awal = time.process_time()
        openpyxl(b)
        waktu["openpyxl"] = time.process_time() - awal
        print(
            f"{b.name:<24} {b.stat().st_size / 1000:>5.0f} {proses / telanjang:>8.2f} {bantuan / typer:>8.2f}"
            f" {waktu['kami'] / waktu['calamine']:>10.2f} {waktu['openpyxl'] / waktu['kami']:>10.1f}"
        )


def explained(folder: Path) -> None:
    """What a total that is not ours costs: the whole command, without one and with faults, against one that agrees."""
    rng = Random(3)
    berkas: dict[str, Path] = {}

    def keep(nama: str, f: FormulaForm) -> None:
        berkas[nama] = calculated(f, folder).rename(folder / f"{nama}.xlsx")

    jawaban = raw_cells(clean_answers(rng))
    benar = formula_form(jawaban)
    keep("total sama", benar)
    tanpa = formula_form(jawaban)
    for kode in ("TOTAL", "A.TOTAL", "B.TOTAL", "A", "B"):
        tanpa.put(kode, None)
    keep("tanpa total", tanpa)
    satu = formula_form(jawaban)
    satu.put("A.I.1.i", f"=AVERAGE({satu.address('A.I.1.i.a')})*0.4")
    keep("satu rumus salah", satu)
    sow(benar, rng, 5)
    keep("lima kesalahan", benar)
    spell(benar, rng, {x.kode for x in benar.ditanam})
    keep("lima kesalahan, ejaan lain", benar)
    perintah = [[sys.executable, "-m", "zi_cli", "score", str(b), "--format", "json"] for b in berkas.values()]
    waktu = dict(zip(berkas, cpu_proses(*perintah), strict=True))
    for nama, t in waktu.items():
        print(f"{nama}: {t / waktu['total sama']:.2f} kali")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as sementara:
        pilihan = [Path(a) for a in sys.argv[1:]]
        contoh = [Path("tests/data/lke-nyata-2024.xlsx"), Path("sample_lke/lke-wbk.xlsx")]
        main(pilihan or [*contoh, ordinary_file(Path(sementara))])
        explained(Path(sementara))
