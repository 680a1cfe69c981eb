"""Worksheets and workbooks for the report and comparison tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

from tests.builder import FormShape, Jawaban, build_book, perfect, raw_cells
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.read import read_worksheet


def random_answers(benih: int, mutu: float) -> Jawaban:
    """Answers drawn with seed *benih*: each the best with probability *mutu*, else any option."""
    acak = Random(benih)
    isi = perfect()
    for b in load_instrumen().indikator:
        pilihan = list(load_instrumen().options(b.kode))
        if pilihan and acak.random() > mutu:
            isi[b.kode] = acak.choice(pilihan)
    return isi


def without_hasil(jawaban: Jawaban) -> Jawaban:
    """The same answers with the component Hasil left blank: a preliminary assessment."""
    return {k: None if k in load_instrumen().hasil_codes else n for k, n in jawaban.items()}


def write_lke(
    tujuan: Path, penilai: Mapping[str, Jawaban], *, satker: str = "Kantor Imigrasi Contoh", tahun: int = 2026
) -> Path:
    """Write an LKE workbook with one answer column and one notes column for each assessor."""
    bentuk = FormShape(
        judul=((f"LEMBAR KERJA EVALUASI ZONA INTEGRITAS TAHUN {tahun}",), ("Satker", ":", satker), ()),
        kolom_penilai=("jawaban", "catatan"),
    )
    tujuan.parent.mkdir(parents=True, exist_ok=True)
    return build_book({p: raw_cells(j) for p, j in penilai.items()}, bentuk).simpan(tujuan)


def scores(tempat: Path, penilai: Mapping[str, Jawaban]) -> dict[str, Penilaian]:
    """The scores of a workbook with these answers, by assessor."""
    ws = read_worksheet(write_lke(tempat / "lke.xlsx", penilai))
    return {p.penilai: p for p in score_worksheet(ws, load_instrumen())}
