"""A work folder with one satker whose package is complete."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from tests.bukti.documents import docx, picture_pdf
from tests.surat.samples import prepare_tree
from zi_cli.cli import run_cli

KODE = "647102"
DATE = ("--tanggal", "2027-05-20")
KINDS = ("pengajuan", "sptjm", "keterangan-tlhp", "lhe")


def scan(jenis: str) -> bytes:
    """A scanned letter, each kind its own picture."""
    return picture_pdf(700, 990, KINDS.index(jenis))


def write_rows(folder: Path, isi: Callable[[str], dict[str, Any]]) -> None:
    """Fill the sheet Surat but for the TPM's letters, which are no pieces: for each kind the cells by heading."""
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    lembar = buku["Surat"]
    kolom = {c.value: c.column for c in lembar[1]}
    for r in range(2, lembar.max_row + 1):
        jenis = lembar.cell(r, 2).value
        if jenis and lembar.cell(r, kolom["Jalur"]).value != "TPM":
            for judul, nilai in isi(jenis).items():
                lembar.cell(r, kolom[judul]).value = nilai
    buku.save(folder / "satker.xlsx")


def make_ready(place: Path) -> Path:
    """One satker with letters made and signed, survey report and evidence, below *place*."""
    folder = prepare_tree(place)
    buku = openpyxl.load_workbook(folder / "satker.xlsx")
    lembar = buku["Satker"]
    for r in range(lembar.max_row, 2, -1):
        if str(lembar.cell(r, 1).value or "") != KODE:
            lembar.delete_rows(r)
    buku.save(folder / "satker.xlsx")
    for berkas in folder.rglob("lke-*.xlsx"):
        if berkas.stem != f"lke-{KODE}":
            berkas.unlink()
    with contextlib.chdir(folder):
        run_cli(["surat", "semua", *DATE])
        buku = openpyxl.load_workbook(folder / "satker.xlsx")
        buku["Surat"].append([KODE, "keterangan-tlhp"])
        buku.save(folder / "satker.xlsx")
        write_rows(folder, lambda j: {"Nomor": f"{j}/1", "Tanggal": "20/05/2027"})
        run_cli(["surat", "semua", *DATE])
    for jenis in KINDS:
        (folder / "pindaian").mkdir(exist_ok=True)
        (folder / "pindaian" / f"{jenis}.pdf").write_bytes(scan(jenis))
    write_rows(folder, lambda j: {"Berkas bertanda tangan": f"pindaian/{j}.pdf"} if j in KINDS else {})
    (folder / "survei").mkdir()
    (folder / "survei" / f"{KODE} laporan.docx").write_bytes(docx(["Laporan survei mandiri"]))
    bukti = folder / "bukti" / f"{KODE} Lapas"
    (bukti / "1 Manajemen Perubahan" / "A.I.1.i.a").mkdir(parents=True)
    (bukti / "bukti.xlsx").write_bytes(b"daftar")
    for n in range(3):
        (bukti / "1 Manajemen Perubahan" / "A.I.1.i.a" / f"SK {n}.pdf").write_bytes(b"x" * 400_000 + bytes([n]))
    return folder
