"""A small part of ``make oracle``: LibreOffice recalculates random forms and agrees on every figure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from tests.alat import butuh_soffice
from tests.formulir.bantu import formulir
from tests.oracle.banding import banding
from tests.oracle.jalankan import jalankan
from tests.oracle.libre import ubah
from zi_cli.forms.write import write_form


def test_libreoffice_agrees(tmp_path: Path) -> None:
    butuh_soffice()
    laporan = jalankan(8, 99, tmp_path)
    assert laporan.beda == []
    assert laporan.angka > 5000


def test_a_wrong_formula_is_caught(tmp_path: Path) -> None:
    """The judge can say no: one formula of the form is made wrong, and the comparison names its row."""
    butuh_soffice()
    f = formulir("unit", ragam="lengkap")
    (tmp_path / "asal.xlsx").write_bytes(write_form(replace(f, penilaian={})))
    buku = load_workbook(tmp_path / "asal.xlsx")
    buku["LKE ZI"]["K10"] = "=$G10*L10+1"
    buku.save(tmp_path / "salah.xlsx")
    (tmp_path / "hasil").mkdir()
    (berkas,) = ubah([tmp_path / "salah.xlsx"], "xlsx", tmp_path / "hasil", tmp_path / "profil")
    tempat = {b.tempat for b in banding(berkas, f).beda}
    assert "unit A.I.1.i.a nilai" in tempat
    assert "unit TOTAL nilai" in tempat
