"""A workbook as plain grids of values, and its way into a file (.xlsx, .csv; .xls and .ods by LibreOffice)."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.tools import soffice

Nilai = str | int | float | bool | None

#: Fixed document date: the same workbook gives the same bytes on any day.
FIXED_DATE = datetime(2026, 1, 5)

#: Cell styles by name, in xlsxwriter's terms; only samples use them.
STYLES: dict[str, dict[str, Any]] = {
    "judul": {"bold": True, "font_size": 13, "align": "center", "valign": "vcenter"},
    "identitas": {"bold": True},
    "kepala": {
        "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#1F3864",
        "font_color": "#FFFFFF",
    },
    "komponen": {"bold": True, "border": 1, "valign": "top", "bg_color": "#8EA9DB"},
    "aspek": {"bold": True, "border": 1, "valign": "top", "bg_color": "#B4C6E7"},
    "area": {"bold": True, "border": 1, "valign": "top", "bg_color": "#D9E1F2"},
    "sub": {"bold": True, "border": 1, "valign": "top", "bg_color": "#EDF1F9"},
    "isi": {"border": 1, "valign": "top", "text_wrap": True},
    "tengah": {"border": 1, "valign": "top", "align": "center", "text_wrap": True},
    "jawaban": {"border": 1, "valign": "top", "align": "center", "bg_color": "#FFF9E5", "text_wrap": True},
    "persen": {"border": 1, "valign": "top", "align": "center", "bg_color": "#FFF9E5", "num_format": "0.00%"},
    "nilai": {"border": 1, "valign": "top", "align": "right", "num_format": "0.00"},
    "rasio": {"border": 1, "valign": "top", "align": "right", "num_format": "0.00%"},
    "total": {"bold": True, "border": 1, "valign": "top", "bg_color": "#FFE699", "num_format": "0.00"},
}  # fmt: skip


@dataclass
class Kisi:
    """One sheet: values by (row, column), both zero-based, with what is merged, hidden and styled.

    ``beku`` is the first cell below and right of the frozen panes; ``cetak_kepala`` are the heading rows repeated
    on every printed page (A4, landscape, one page wide).
    """

    nama: str
    sel: dict[tuple[int, int], Nilai] = field(default_factory=dict)
    gabung: list[tuple[int, int, int, int]] = field(default_factory=list)
    baris_tersembunyi: list[int] = field(default_factory=list)
    kolom_tersembunyi: list[int] = field(default_factory=list)
    lebar: dict[int, float] = field(default_factory=dict)
    tinggi: dict[int, float] = field(default_factory=dict)
    gaya: dict[tuple[int, int], str] = field(default_factory=dict)
    beku: tuple[int, int] | None = None
    cetak_kepala: tuple[int, int] | None = None
    tersembunyi: bool = False

    def fit_heights(self) -> None:
        """Give every row the height (points) that its wrapped texts need in their columns."""
        for (b, k), nilai in self.sel.items():
            if STYLES.get(self.gaya.get((b, k), ""), {}).get("text_wrap") and isinstance(nilai, str):
                baris = sum(-(-max(len(t), 1) // max(int(self.lebar.get(k, 8) * 1.05), 1)) for t in nilai.split("\n"))
                self.tinggi[b] = max(self.tinggi.get(b, 15.0), 13.5 * baris + 1.5)

    def rows(self) -> list[list[Nilai]]:
        """The sheet as a dense list of rows from A1 on."""
        tinggi = max((b for b, _ in self.sel), default=-1) + 1
        lebar = max((k for _, k in self.sel), default=-1) + 1
        padat: list[list[Nilai]] = [[None] * lebar for _ in range(tinggi)]
        for (b, k), nilai in self.sel.items():
            padat[b][k] = nilai
        return padat


@dataclass
class BookDraft:
    """A workbook and where each answer was put: (assessor, kode) to (sheet, one-based row, zero-based column)."""

    lembar: list[Kisi]
    letak: dict[tuple[str, str], tuple[str, int, int]] = field(default_factory=dict)

    def xlsx(self) -> bytes:
        """The workbook's bytes, the same for the same content."""
        import xlsxwriter

        wadah = io.BytesIO()
        buku = xlsxwriter.Workbook(wadah, {"in_memory": True, "strings_to_urls": False})
        buku.set_properties({"created": FIXED_DATE, "author": "Contoh"})
        gaya = {nama: buku.add_format(isi) for nama, isi in STYLES.items()}
        for kisi in self.lembar:
            lembar = buku.add_worksheet(kisi.nama)
            for (b, k), nilai in kisi.sel.items():
                _write_cell(lembar, b, k, nilai, gaya.get(kisi.gaya.get((b, k), "")))
            for (b, k), nama in kisi.gaya.items():
                if (b, k) not in kisi.sel:
                    lembar.write_blank(b, k, None, gaya[nama])
            for b0, k0, b1, k1 in kisi.gabung:
                lembar.merge_range(b0, k0, b1, k1, "", gaya.get(kisi.gaya.get((b0, k0), "")))
                _write_cell(lembar, b0, k0, kisi.sel.get((b0, k0)), gaya.get(kisi.gaya.get((b0, k0), "")))
            for b, tinggi in kisi.tinggi.items():
                lembar.set_row(b, tinggi)
            for b in kisi.baris_tersembunyi:
                lembar.set_row(b, None, None, {"hidden": True})
            for k, lebar in kisi.lebar.items():
                lembar.set_column(k, k, lebar)
            for k in kisi.kolom_tersembunyi:
                lembar.set_column(k, k, None, None, {"hidden": True})
            if kisi.beku:
                lembar.freeze_panes(*kisi.beku)
            if kisi.cetak_kepala:
                lembar.set_paper(9)
                lembar.set_landscape()
                lembar.fit_to_pages(1, 0)
                lembar.repeat_rows(*kisi.cetak_kepala)
                lembar.set_footer("&C&P / &N")
            if kisi.tersembunyi:
                lembar.hide()
        buku.close()
        return wadah.getvalue()

    def csv(self, pemisah: str = ",") -> bytes:
        """The only sheet as CSV text in UTF-8 with BOM."""
        (kisi,) = self.lembar
        wadah = io.StringIO()
        penulis = csv.writer(wadah, delimiter=pemisah)
        for baris in kisi.rows():
            penulis.writerow([f"{n:.15g}" if isinstance(n, float) else n for n in baris])
        return b"\xef\xbb\xbf" + wadah.getvalue().encode()

    def simpan(self, berkas: Path) -> Path:
        """Write the workbook to *berkas* (.xlsx or .csv) and return it."""
        berkas.write_bytes(self.csv() if berkas.suffix == ".csv" else self.xlsx())
        return berkas


def _write_cell(lembar: Any, baris: int, kolom: int, nilai: Nilai, gaya: Any) -> None:
    if isinstance(nilai, bool):
        lembar.write_boolean(baris, kolom, nilai, gaya)
    elif isinstance(nilai, int | float):
        lembar.write_number(baris, kolom, nilai, gaya)
    elif nilai and nilai.startswith("#") and nilai.endswith(("!", "?", "/A")):
        lembar.write_formula(baris, kolom, "=1/0", gaya, nilai)
    elif nilai:
        lembar.write_string(baris, kolom, nilai, gaya)
    else:
        lembar.write_blank(baris, kolom, None, gaya)


def change_format(berkas: Sequence[Path], akhiran: str, folder: Path) -> list[Path]:
    """Let LibreOffice convert *berkas* to *akhiran* ("xls", "ods") in one run, into *folder*."""
    program = soffice()
    if program is None:
        raise FileNotFoundError("LibreOffice tidak terpasang")
    with tempfile.TemporaryDirectory() as profil:
        command = [program, "--headless", f"-env:UserInstallation={Path(profil).as_uri()}", "--convert-to", akhiran]
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, berkas)],
            check=True, capture_output=True, timeout=240, env={**os.environ, "HOME": profil},
        )  # fmt: skip
    return [folder / f"{b.stem}.{akhiran}" for b in berkas]
