"""rekap.xlsx: live sums with the right values, and a form fit for reading and printing."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.tools import butuh_soffice
from zi_cli.report.xlsx_sheet import ColumnCells, Lembar

Tulis = Callable[..., Path]
Zi = Callable[..., int]

#: Group names that a counting formula with criteria would misread.
_GRUP = ("Kanwil A*", "kanwil a*", ">5", "=x", "Kanwil B")


@pytest.fixture
def rekap(tulis: Tulis, zi_batch: Zi, tmp_path: Path) -> Path:
    for i in range(15):
        tulis(f"{_GRUP[i % 5]}/UPT {i}/LKE.xlsx", i)
    tulis("Kanwil B/rusak.xlsx", 99).write_bytes(b"x")
    tulis("Kanwil C/rusak.xlsx", 99).write_bytes(b"x")
    assert zi_batch() == 3
    return tmp_path / "rekap" / "rekap.xlsx"


def _summary_rows(buku: Any) -> list[tuple[Any, ...]]:
    baris = list(buku["Ringkasan"].iter_rows(values_only=True))
    awal = next(i for i, r in enumerate(baris) if r[0] == "Kanwil")
    return [r for r in baris[awal:] if r[0] is not None]


def test_rows_are_those_that_xlsxwriter_writes(tmp_path: Path) -> None:
    """Rows written at once give the very XML that XlsxWriter's own calls give."""
    teks = ["", "biasa", " tepi ", "akhir\n", 'a<b> & "c"', "_x0041_ =1+1", "\ufffe\u00e9\U0001f600", "\u00a0"]
    baris = [
        [*teks, None, float("nan"), 0, 7, -2.5, 1 / 3, 1e-7, 12345678901234567],
        ["x", *[None] * 15],
        # What a column had before, and the same in another column.
        [*teks[::-1], *range(8)],
        [*teks, None, 0.0, 0, 7, -2.5, "7", 0, 1],
    ]

    def sheet_contents(nama: str, *, sekaligus: bool) -> bytes:
        with xlsxwriter.Workbook(tmp_path / nama, {"constant_memory": True}) as buku:
            lembar = buku.add_worksheet("A", Lembar)
            gaya = [buku.add_format({"font_size": 8 + k % 3}) for k in range(16)]
            kolom = [ColumnCells(k, g, lambda text: text) for k, g in enumerate(gaya)]
            lembar.write_string(0, 0, "Kepala", gaya[0])
            for b, sel in enumerate(baris, start=1):
                lembar.set_row(b, 20 + b)
                if sekaligus:
                    lembar.write_cells(b, sel, kolom)
                    continue
                for k, (x, g) in enumerate(zip(sel, gaya, strict=True)):
                    if x is None or x != x:
                        lembar.write_blank(b, k, None, g)
                    elif isinstance(x, str):
                        lembar.write_string(b, k, x, g)
                    else:
                        lembar.write_number(b, k, x, g)
        return zipfile.ZipFile(tmp_path / nama).read("xl/worksheets/sheet1.xml")

    assert sheet_contents("a.xlsx", sekaligus=True) == sheet_contents("b.xlsx", sekaligus=False)


def test_a_sum_is_a_formula_with_its_value(rekap: Path) -> None:
    rumus = _summary_rows(openpyxl.load_workbook(rekap))[1:]
    assert all(isinstance(s, str) and s.startswith("=") for r in rumus for s in r[1:])
    nilai = {r[0]: r[1:] for r in _summary_rows(openpyxl.load_workbook(rekap, data_only=True))[1:]}
    assert [nilai[g][0] for g in _GRUP] == [3] * 5
    assert nilai["Kanwil C"][0] == 0
    assert nilai["Jumlah"][0] == 15
    assert (nilai["Kanwil B"][-1], nilai["Kanwil C"][-1], nilai["Jumlah"][-1]) == (1, 1, 2)


def test_the_form_of_a_sheet(rekap: Path) -> None:
    buku = openpyxl.load_workbook(rekap)
    assert buku.sheetnames == [
        *("Ringkasan", "Rekap", "Per indikator", "Temuan", "Gagal dibaca", "Usulan WBK", "Usulan WBBM"),
    ]
    for lembar in buku:
        assert (lembar.page_setup.orientation, int(lembar.page_setup.paperSize)) == ("landscape", 9)
        assert lembar.freeze_panes is not None
        assert lembar.print_title_rows is not None
        if lembar.title != "Per indikator":
            assert lembar.auto_filter.ref is not None
    isi = buku["Rekap"]
    kepala = [c.value for c in isi[1]]
    assert isi.cell(2, kepala.index("Total") + 1).number_format == "0.00"
    assert len(isi.conditional_formatting) >= 8
    assert buku["Per indikator"].max_column == 2 + 113


def test_libreoffice_calculates_the_same_values(rekap: Path, tmp_path: Path) -> None:
    program = butuh_soffice()
    # Without cached values LibreOffice has to calculate, so that the comparison means something.
    tanpa_nilai = tmp_path / "tanpa-nilai.xlsx"
    openpyxl.load_workbook(rekap).save(tanpa_nilai)
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}", "--headless", "--convert-to", "ods",
         "--outdir", str(tmp_path), str(tanpa_nilai)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    from python_calamine import CalamineWorkbook

    hitung = CalamineWorkbook.from_path(tmp_path / "tanpa-nilai.ods").get_sheet_by_name("Ringkasan").to_python()
    hitung = [r for r in hitung if r[0] != ""]
    harap = [r for r in _summary_rows(openpyxl.load_workbook(rekap, data_only=True)) if r[0] is not None]
    hitung = hitung[next(i for i, r in enumerate(hitung) if r[0] == "Kanwil") :]
    assert len(hitung) == len(harap) == 8
    for dihitung, tersimpan in zip(hitung[1:], harap[1:], strict=True):
        assert dihitung[0] == tersimpan[0]
        for a, b in zip(dihitung[1:], tersimpan[1:], strict=True):
            if b in (None, ""):
                assert a == ""
            else:
                assert a == pytest.approx(b, abs=1e-9)
