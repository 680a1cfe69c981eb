"""What is hidden or shown otherwise: named at its cell, and never the ground of a yes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font, GradientFill, PatternFill

from tests.pembangun import mentah, sempurna, susun
from zi_cli.config import load_config
from zi_cli.evaluation import Evaluation, evaluate
from zi_cli.findings.record import Temuan
from zi_cli.worksheet.formats.number_format import number_shown, text_shown
from zi_cli.worksheet.formats.styles_xlsx import Style

SEMPURNA = {"unit": mentah(sempurna()), "tpi": mentah(sempurna())}


def nilai(
    tmp_path: Path, ubah: Callable[[Any, Any], None], kode: str = "A.I.1.i.b", penilai: str = "tpi"
) -> Evaluation:
    """The evaluation of a perfect worksheet after *ubah* (workbook, answer cell of *penilai*)."""
    b = susun(SEMPURNA)
    nama, r, k = b.letak[penilai, kode]
    berkas = b.simpan(tmp_path / "lke.xlsx")
    buku = openpyxl.load_workbook(berkas)
    ubah(buku, buku[nama].cell(r, k + 1))
    buku.save(berkas)
    return evaluate(berkas, load_config(None))


def satu(e: Evaluation, kode: str) -> Temuan:
    ada = [t for t in e.ws.temuan if t.kode == kode]
    assert len(ada) == 1, [(t.kode, t.pesan) for t in e.ws.temuan]
    return ada[0]


def keadaan(e: Evaluation) -> str:
    return e.penentu.putusan["WBBM"].keadaan


def test_nothing_is_wrong_with_a_sound_form(tmp_path: Path) -> None:
    e = nilai(tmp_path, lambda b, s: None)
    assert e.ws.temuan == [] and keadaan(e) == "memenuhi"


def test_a_hidden_column_that_decides_leaves_the_verdict_open(tmp_path: Path) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.parent.column_dimensions[sel.column_letter].hidden = True

    e = nilai(tmp_path, ubah)
    assert satu(e, "LKE151").tingkat == "peringatan"
    assert keadaan(e) == "belum dapat dipastikan" and e.penentu.sebab == ("LKE151",)
    # The other assessor's own column is in plain sight.
    assert e.of("unit").putusan["WBBM"].keadaan == "memenuhi"


def test_a_hidden_column_of_another_is_only_mentioned(tmp_path: Path) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.parent.column_dimensions[sel.column_letter].hidden = True

    e = nilai(tmp_path, ubah, penilai="unit")
    assert satu(e, "LKE151").tingkat == "info" and keadaan(e) == "memenuhi"


@pytest.mark.parametrize("keadaan_lembar", ["hidden", "veryHidden"])
@pytest.mark.parametrize("depan", [True, False])
def test_a_hidden_copy_never_wins(tmp_path: Path, keadaan_lembar: str, depan: bool) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.value = "C"
        salinan = buku.copy_worksheet(sel.parent)
        salinan[sel.coordinate].value = "A"
        salinan.sheet_state = keadaan_lembar
        if depan:
            buku.move_sheet(salinan, -1)

    e = nilai(tmp_path, ubah)
    assert e.penentu.indikator["A.I.1.i.b"].jawaban == "C"
    assert satu(e, "LKE153").sel is not None and "LKE114" not in {t.kode for t in e.ws.temuan}


@pytest.mark.parametrize(
    "gaya",
    [
        {"number_format": ';;;"C"'},
        {"font": Font(color="FFFFFFFF")},
        {"font": Font(color="FF112233"), "fill": PatternFill("solid", fgColor="FF112234")},
        {"font": Font(name="Wingdings")},
        {"font": Font(sz=1)},
        {"font": Font(strike=True)},
        {"font": Font(sz=300)},
        {"number_format": "[White]@"},
        {"number_format": "[Color 2]General"},
        {"fill": PatternFill("darkGray", fgColor="FF000000")},
        {"fill": GradientFill(stop=("FF000000", "FF000000"))},
        {"alignment": Alignment(horizontal="fill")},
        {"alignment": Alignment(horizontal="centerContinuous")},
    ],
)
def test_a_cell_that_shows_something_else_is_doubtful(tmp_path: Path, gaya: dict[str, Any]) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        for nama, isi in gaya.items():
            setattr(sel, nama, isi)

    e = nilai(tmp_path, ubah)
    t = satu(e, "LKE154")
    assert t.sel == e.penentu.indikator["A.I.1.i.b"].sel and t.indikator == "A.I.1.i.b"
    assert [r.kode for r in e.penentu.ragu] == ["A.I.1.i.b"]


@pytest.mark.parametrize(
    ("kode", "gelap"),
    [
        ("[White]0.00", True),
        ("[color 2]@", True),
        ("0;-0;[White]0", False),
        ("[Red]@", False),
        ("[White]0;0;0;@", False),
    ],
)
def test_the_colour_of_a_format(kode: str, gelap: bool) -> None:
    assert Style(kode, "").inks("A") is gelap
    assert Style(kode, "", (0, 0, 0)).inks("A") is False


@pytest.mark.parametrize("awal", ["F1", "A9"])
def test_frozen_panes_that_no_scrolling_leads_into(tmp_path: Path, awal: str) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.parent.freeze_panes = "B2"
        sel.parent.sheet_view.topLeftCell = f"{sel.offset(0, 1).column_letter}1" if awal == "F1" else f"A{sel.row + 1}"

    e = nilai(tmp_path, ubah)
    assert {t.kode for t in e.ws.temuan if t.tingkat != "info"} == {"LKE151" if awal == "F1" else "LKE152"}


def test_panes_frozen_at_the_start_hide_nothing(tmp_path: Path) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.parent.freeze_panes = sel.coordinate

    assert nilai(tmp_path, ubah).ws.temuan == []


def test_a_whole_column_in_white_is_one_finding(tmp_path: Path) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        for (s,) in sel.parent.iter_rows(min_row=sel.row, min_col=sel.column, max_col=sel.column):
            s.font = Font(color="FFFFFFFF")

    e = nilai(tmp_path, ubah)
    assert "berikutnya" in satu(e, "LKE154").pesan
    assert keadaan(e) == "belum dapat dipastikan" and len(e.penentu.ragu) > 100


def test_white_on_a_dark_ground_is_seen(tmp_path: Path) -> None:
    def ubah(buku: Any, sel: Any) -> None:
        sel.font, sel.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F3864")

    assert nilai(tmp_path, ubah).ws.temuan == []


@pytest.mark.parametrize(
    ("kode", "teks", "tampil"),
    [
        ("General", "A", None),
        ("@", "A", None),
        ("0.00", "A", None),
        ("0.00;-0.00;0;@", "A", None),
        ('_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "A", None),
        (';;;"C"', "A", "sebagai “C”"),
        (";;;", "A", "sebagai sel kosong"),
        ('@"C"', "A", "sebagai “AC”"),
        ("0;0;0;\\C", "A", "sebagai “C”"),
        (';;;"A"', "A", None),
        ("@*C", "A", "sebagai “ACC”"),
        ("[$C]@", "A", "sebagai “CA”"),
        ("@* ", "A", None),
    ],
)
def test_texts_under_a_format(kode: str, teks: str, tampil: str | None) -> None:
    hasil = text_shown(kode, teks)
    assert (hasil and hasil.teks) == tampil


@pytest.mark.parametrize(
    ("kode", "angka", "tampil"),
    [
        ("General", 3.5, None),
        ("0.00", 3.456, None),
        ("0%", 0.956, None),
        ("#,##0", 1234.0, None),
        ('"Rp"#,##0', 5.0, None),
        ('0.0 "poin"', 3.5, None),
        ('_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', 3.5, None),
        ("0", 3.0, None),
        ("0", 3.5, "dibulatkan sebagai “4”"),
        ('"4"', 3.0, "sebagai “4”"),
        (";;;", 3.0, "sebagai sel kosong"),
        ("#", 0.0, "sebagai sel kosong"),
        ('[<2]"4";0', 1.0, "sebagai “4”"),
        ('[=1]"Ya";"Tidak"', 1.0, "sebagai “Ya”"),
        ("0,", 4000.0, "sebagai “4”"),
        ("yyyy", 1.0, "sebagai tanggal atau waktu"),
        ('0"%"', 1.0, "sebagai “1%”"),
        ('0;0;"4"', 0.0, "sebagai “4”"),
        ("[$Rp-421]\\ #,##0.00", 3.5, None),
        ("#\\ ##0.00", 1234.5, None),
        ("[$-1010421]0.00;[Red]-0.00", 3.5, None),
        ("0.00*5", 3.0, "sebagai “3.0055”"),
        ("[$9-421]0.0", 3.0, "sebagai “93.0”"),
        ("0\\.0", 35.0, "dengan tanda di antara angkanya"),
        ("0 0", 35.0, "dengan tanda di antara angkanya"),
        ("[DBNum1]0.0", 3.5, "dengan angka aksara lain"),
        ("[$-D000000]0.0", 3.5, "dengan angka aksara lain"),
        ("?/?", 3.0, "sebagai pecahan"),
    ],
)
def test_numbers_under_a_format(kode: str, angka: float, tampil: str | None) -> None:
    hasil = number_shown(kode, angka)
    assert (hasil and hasil.teks) == tampil
