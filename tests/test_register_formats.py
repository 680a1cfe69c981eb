"""Registers as people keep them, saved as .ods, .xls and .xlsx: merged, hidden and filtered cells are told alike."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from tests.tools import butuh_soffice
from zi_cli.pengajuan.register.instansi import read_instansi
from zi_cli.pengajuan.register.read_register import DaftarSatker, read_register

_TITLES = ["Kode", "Nama satker", "Usulan", "Kanwil", "Tanggal pencabutan", "TLHP", "SAKIP"]
_ROWS = [
    ["1", "Kantor Imigrasi Contoh Satu", "WBK", "Kanwil Contoh", date(2026, 1, 1), "12/12", "BB"],
    ["2", "Kantor Imigrasi Contoh Dua", "WBK", None, None, "3/3", "BB"],
    ["3", "Kantor Imigrasi Contoh Tiga", "WBK", "Kanwil Lain", None, "4/4", "A"],
    ["JUMLAH", None, "3", None, None, None, None],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same register in three formats, Kanwil and revocation merged over two rows, SAKIP and row 4 hidden."""
    folder = tmp_path_factory.mktemp("daftar")
    buku = openpyxl.Workbook()
    lama, lembar, instansi = buku.active, buku.create_sheet("D2027"), buku.create_sheet("Instansi")
    for sel in [_TITLES, ["9", "Kantor Imigrasi Lama", "WBK", None, None, None, None]]:
        lama.append(sel)
    lama.title, lama.sheet_state, buku.active = "D2026", "hidden", 1
    for sel in [_TITLES, *_ROWS]:
        lembar.append(sel)
    for rentang in ("D2:D3", "E2:E3"):
        lembar.merge_cells(rentang)
    lembar.column_dimensions["G"].hidden = True
    lembar.row_dimensions[4].hidden = True
    lembar["F3"].font = Font(color="FFFFFFFF")
    instansi.append(["Isian", "Nilai"])
    instansi.append(["instansi.opini_bpk", "WTP"])
    instansi.append(["instansi.sakip", "BB"])
    instansi.row_dimensions[3].hidden = True
    buku.save(folder / "d.xlsx")
    for akhiran in ("ods", "xls"):
        subprocess.run(
            [butuh_soffice(), f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless", "--convert-to",
             akhiran, "--outdir", str(folder), str(folder / "d.xlsx")],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    return folder


def told(daftar: DaftarSatker) -> list[tuple[str, str]]:
    return sorted((t.kode, str(t.sel)) for t in daftar.temuan if t.kode != "DAT523")


@pytest.mark.parametrize("akhiran", ["xlsx", "ods", "xls"])
def test_merged_hidden_and_filtered_cells(akhiran: str, folder: Path) -> None:
    daftar = read_register(folder / f"d.{akhiran}")
    a, b, c = daftar.satker
    assert (a.kanwil, b.kanwil, c.kanwil) == ("Kanwil Contoh", "Kanwil Contoh", "Kanwil Lain")
    # What a merged cell says of the first row it says of the others: that the next one is blank is no "never".
    assert (a.tanggal_pencabutan, b.tanggal_pencabutan) == (date(2026, 1, 1),) * 2
    assert (a.galat, b.galat) == ({"sakip"}, {"sakip", "tlhp"})
    assert c.galat >= {"usulan", "tlhp", "sakip"}
    assert told(daftar) == [
        ("DAT526", "D2026!A1"), ("DAT527", "D2027!D3"), ("DAT527", "D2027!E3"), ("DAT528", "D2027!A5"),
        ("DAT549", "D2027!A4"), ("DAT549", "D2027!F3"), ("DAT549", "D2027!G2"),
    ]  # fmt: skip
    assert daftar.ragu == ""


@pytest.mark.parametrize("akhiran", ["xlsx", "ods", "xls"])
def test_a_hidden_row_of_the_sheet_instansi_is_not_used(akhiran: str, folder: Path) -> None:
    isi = read_instansi(folder / f"d.{akhiran}")
    assert isi is not None
    assert isi.isi == {"instansi": {"opini_bpk": "WTP"}}
    assert [(t.kode, str(t.sel)) for t in isi.temuan] == [("DAT571", "Instansi!B3")]
