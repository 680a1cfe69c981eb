"""Headings: titles above them are not assessors, names above answers are."""

from __future__ import annotations

import pytest

from zi_cli.instrumen.loader import load_instrumen
from zi_cli.worksheet.recognise.headings import Headings, find_headings

TAJUK = ["Penilaian", "", "", "", "", "", "", "Bobot", "Kriteria Nilai", "Pilihan Jawaban"]


def kepala(*baris: list[str]) -> Headings:
    hasil = find_headings([[*b] for b in baris], load_instrumen().penilai)
    assert hasil is not None
    return hasil


def jawaban(k: Headings) -> dict[int, str | None]:
    return {i: t.penilai for i, t in dict(k.kolom).items() if t.peran == "jawaban"}


@pytest.mark.parametrize(
    "judul",
    [
        ["Satuan Kerja : Kantor Imigrasi Contoh"],
        ["Unit Kerja", ":", "Kantor Imigrasi Kelas II TPI Contoh"],
        ["", "", "Kantor Imigrasi Kelas I TPI Contoh"],
        ["Tim Penilai Internal"],
    ],
)
def test_judul_tepat_di_atas_kepala(judul: list[str]) -> None:
    k = kepala(judul, [*TAJUK, "Jawaban"], ["A.", "PENGUNGKIT"])
    assert (k.awal, k.akhir, jawaban(k)) == (1, 1, {10: "unit"})


def test_judul_di_atas_kolom_jawaban_pertama() -> None:
    k = kepala(["Satuan Kerja : Kantor Imigrasi Kelas I TPI Contoh"], ["Jawaban", "Penilaian", "Bobot"], ["Ya"])
    assert (k.awal, jawaban(k)) == (1, {0: "unit"})


def test_nama_penilai_di_atas_jawaban() -> None:
    k = kepala(["Satuan Kerja : Kantor Imigrasi Contoh"], [*TAJUK, "Unit Kerja", "", "TPI"],
               [*[""] * 10, "Jawaban", "Nilai", "Jawaban", "Nilai"], ["A.", "PENGUNGKIT"])  # fmt: skip
    assert (k.awal, k.akhir, jawaban(k)) == (1, 2, {10: "unit", 12: "tpi"})
    assert k.milik("nilai", "tpi") == [13]


def test_nama_penilai_pada_baris_sendiri_di_atas_kepala() -> None:
    k = kepala([*[""] * 10, "Kanwil", "", "Itjen"], [*TAJUK, "Jawaban", "Catatan", "Jawaban", "Catatan"], ["A."])
    assert (k.awal, k.akhir, jawaban(k)) == (0, 1, {10: "kanwil", 12: "tpi"})
