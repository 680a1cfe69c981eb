"""Addresses behind the text of a cell: read, judged like those that are written, and named where the two differ."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.bukti.worksheet import worksheet
from tests.tools import butuh_soffice
from zi_cli.bukti.ledger import read_ledger
from zi_cli.cli import run_cli
from zi_cli.worksheet.formats.open import open_with_links

A, B = "https://drive.google.com/file/d/a1/view", "https://drive.google.com/file/d/b2/view"


def book(berkas: Path) -> Path:
    buku = xlsxwriter.Workbook(berkas)
    lembar = buku.add_worksheet("Bukti")
    lembar.write_url("B2", A, string="klik di sini")
    lembar.write_formula("B3", f'=HYPERLINK("{B}","Notula")', value="Notula")
    lembar.write_url("B4", "internal:'Bukti'!A1", string="ke atas")
    lembar.write_url("B5", "external:SK%20Tim.pdf", string="SK Tim")
    lembar.write_string("B6", "tanpa tautan")
    buku.close()
    return berkas


@pytest.mark.parametrize("jenis", ["ods", "xls"])
def test_links_of_libreoffice_are_read(jenis: str, tmp_path: Path) -> None:
    profil = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    perintah = [butuh_soffice(), profil, "--headless", "--convert-to", jenis, "--outdir", str(tmp_path)]
    subprocess.run([*perintah, str(book(tmp_path / "x.xlsx"))], check=True, capture_output=True, timeout=180)
    _, tautan = open_with_links(tmp_path / f"x.{jenis}")
    dituju = [tautan["Bukti"].at((r, 1), lambda _: "") for r in range(2, 7)]
    assert dituju[:3] + dituju[4:] == [(A,), (B,), (), ()]
    assert dituju[3][0].replace("%20", " ").endswith("SK Tim.pdf")


def linked(berkas: Path, sel: dict[str, str]) -> Path:
    """A worksheet whose cells Bukti, given by their text, lead elsewhere."""
    buku = openpyxl.load_workbook(berkas)
    for lembar in buku:
        for baris in lembar.iter_rows():
            for c in baris:
                if isinstance(c.value, str) and c.value in sel:
                    teks = c.value
                    c.hyperlink = sel[teks]
                    c.value = teks
    buku.save(berkas)
    return berkas


def check(tmp_path: Path, lke: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    (tmp_path / "bukti").mkdir(exist_ok=True)
    run_cli(["bukti", "periksa", str(tmp_path / "bukti"), "--lke", str(lke), "--format", "json"])
    semua = [t["temuan"] for t in json.loads(capsys.readouterr().out)["temuan"]]
    return [t for t in semua if t["indikator"] == "A.I.1.i.a"]


def test_a_link_behind_words_is_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lke = worksheet(tmp_path / "lke.xlsx", {"A.I.1.i.a": "klik di sini"})
    assert [t["kode"] for t in check(tmp_path, lke, capsys)] == ["BKT801"]
    assert check(tmp_path, linked(lke, {"klik di sini": A}), capsys) == []
    folder = check(tmp_path, linked(lke, {"klik di sini": "https://drive.google.com/drive/folders/x"}), capsys)
    assert [t["kode"] for t in folder] == ["BKT823"]
    beda = check(tmp_path, linked(worksheet(tmp_path / "beda.xlsx", {"A.I.1.i.a": A}), {A: B}), capsys)
    assert [t["kode"] for t in beda] == ["BKT847"] and beda[0]["sel"]


def test_the_table_takes_over_the_link_and_reads_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lke = linked(worksheet(tmp_path / "lke.xlsx", {"A.I.1.i.a": "SK Tim"}), {"SK Tim": A})
    assert run_cli(["bukti", "siapkan", str(tmp_path / "bukti"), "--lke", str(lke)]) == 0
    tabel = tmp_path / "bukti" / "bukti.xlsx"
    (baris,) = [b for b in read_ledger(tabel) if b.indikator == "A.I.1.i.a"]
    assert (baris.dokumen, baris.judul, baris.tautan) == (A, "SK Tim", ())
    linked(tabel, {A: B})
    assert [t["kode"] for t in check(tmp_path, lke, capsys) if t["kode"] == "BKT847"] == ["BKT847"]
    nama = next((tmp_path / "bukti").glob("*/A.I.1.i.a*")) / "SK Tim 2026.pdf"
    nama.write_bytes(b"%PDF-1.4\n")
    linked(tabel, {B: "x"})
    buku = openpyxl.load_workbook(tabel)
    for c in buku.active["D"]:
        if c.value == A:
            c.value, c.hyperlink = "SK", f"{nama.parent.parent.name}/{nama.parent.name}/SK%20Tim%202026.pdf"
            c.value = "SK"
    buku.save(tabel)
    kode = {t["kode"] for t in check(tmp_path, lke, capsys)}
    assert "BKT826" not in kode and "BKT834" not in kode
