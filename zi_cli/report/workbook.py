"""A table as a workbook: headings in view, filter, fitted columns, links to the cells of the source files."""

from __future__ import annotations

import io
import os
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zi_cli.files import OUR_MARK, real_path
from zi_cli.findings.record import GREEN, RED, YELLOW
from zi_cli.outgoing import safe_cell
from zi_cli.text import titik
from zi_cli.views.table import Cell, Column, Place, Table, plain, tone_of

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Widest and narrowest column, in characters; longer text wraps.
_LEBAR_MAKS, _LEBAR_MIN = 60, 8
_TEKS_MAKS = 32_767
#: Links of one sheet; Excel takes 65,530.
_TAUTAN_MAKS = 65_000
#: Files that hold cells one can jump to.
_BERSEL = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
#: The date that workbooks carry: equal content gives equal bytes.
CREATED = datetime(2000, 1, 1)
_KEPALA: dict[str, Any] = {
    "bold": True,
    "bg_color": "#1F4E78",
    "font_color": "#FFFFFF",
    "border": 1,
    "text_wrap": True,
    "valign": "top",
}
_WARNA: dict[str, dict[str, str]] = {
    "baik": GREEN.cell,
    "waspada": YELLOW.cell,
    "buruk": RED.cell,
    "redup": {"font_color": "#595959"},
}


def render_workbook(tabel: Table, tujuan: Path | None = None, *lain: Table) -> bytes:
    """*tabel* and each of *lain* as the sheets of an .xlsx workbook, to be saved as *tujuan* (for relative links).

    Numbers are numbers, text from files is never a formula, and the same table gives the same bytes.
    """
    import xlsxwriter

    wadah = io.BytesIO()
    opsi = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(wadah, opsi) as buku:
        buku.set_properties({"title": tabel.judul, "category": OUR_MARK, "created": CREATED})
        for satu in (tabel, *lain):
            lembar = buku.add_worksheet(satu.judul[:31])
            _Sheet(buku, lembar, tujuan.parent if tujuan is not None else None).write(satu)
    return wadah.getvalue()


class _Sheet:
    def __init__(self, buku: Any, lembar: Worksheet, folder: Path | None) -> None:
        self.buku, self.lembar, self.folder = buku, lembar, folder
        self.tautan = 0
        self._gaya: dict[tuple[str, ...], Format] = {}

    def write(self, tabel: Table) -> None:
        kolom = tabel.kolom
        kepala = self.buku.add_format(_KEPALA)
        for k, c in enumerate(kolom):
            self.lembar.write_string(0, k, c.judul, kepala)
        lebar = [len(c.judul) for c in kolom]
        nomor = 0
        for nomor, isi in enumerate(tabel.baris, 1):
            for k, (sel, c) in enumerate(zip(isi, kolom, strict=True)):
                tertulis = self._cell(nomor, k, sel, c)
                lebar[k] = max(lebar[k], *(len(b) for b in tertulis.split("\n")))
        for k, n in enumerate(lebar):
            self.lembar.set_column(k, k, min(_LEBAR_MAKS, max(_LEBAR_MIN, n + 2)))
        self.lembar.freeze_panes(1, 0)
        self.lembar.autofilter(0, 0, nomor, max(0, len(kolom) - 1))
        self.lembar.set_landscape()
        self.lembar.set_paper(9)
        self.lembar.fit_to_pages(1, 0)
        self.lembar.repeat_rows(0)

    def _cell(self, baris: int, k: int, sel: Cell, kolom: Column) -> str:
        """Write one cell; what it shows, for the width of its column."""
        nilai, nada = plain(sel), tone_of(sel, kolom)
        if nilai is None:
            return ""
        if isinstance(nilai, Fraction):
            teks = titik(nilai, kolom.digit)
            desimal = f"0.00{'#' * (kolom.digit - 2)}" if kolom.digit >= 2 else "0.0" if kolom.digit else "0"
            self.lembar.write_number(baris, k, float(teks), self._format(nada, desimal))
            return teks
        if isinstance(nilai, int):
            self.lembar.write_number(baris, k, nilai, self._format(nada, "0"))
            return str(nilai)
        teks = safe_cell(nilai)[:_TEKS_MAKS]
        alamat = self._address(sel) if isinstance(sel, Place) else None
        if alamat is None or self.lembar.write_url(baris, k, alamat, self._format("tautan"), teks):
            self.lembar.write_string(baris, k, teks, self._format(nada))
        return teks

    def _address(self, tempat: Place) -> str | None:
        """Where the link of a cell leads; None where there can be none."""
        if tempat.berkas is None or self.folder is None or tempat.berkas.suffix.lower() not in _BERSEL:
            return None
        try:
            jalur = os.path.relpath(real_path(tempat.berkas), real_path(self.folder))
        except (OSError, ValueError):  # another drive
            return None
        if self.tautan >= _TAUTAN_MAKS or not jalur.isprintable() or set(jalur) & set('#<>"|?*%'):
            return None
        self.tautan += 1
        lembar = tempat.sel.lembar.replace("'", "''")
        return f"external:{jalur}#'{lembar}'!{str(tempat.sel).rpartition('!')[2]}"

    def _format(self, *sifat: str) -> Format:
        if sifat not in self._gaya:
            isi: dict[str, Any] = {"valign": "top", "border": 1, "border_color": "#D9D9D9"}
            nada, *bentuk = sifat
            if nada == "tautan":
                isi |= {"font_color": "#0563C1", "underline": 1}
            isi |= {"num_format": bentuk[0]} if bentuk else {"text_wrap": True, "quote_prefix": True}
            isi |= _WARNA.get(nada, {})
            self._gaya[sifat] = self.buku.add_format(isi)
        return self._gaya[sifat]
