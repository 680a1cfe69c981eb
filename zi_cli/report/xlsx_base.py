"""What all sheets of rekap.xlsx share: formats, table set-up, safe text, writing rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from zi_cli.findings.record import GREEN, RED, YELLOW
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import strip_controls
from zi_cli.version import __version__

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from zi_cli.report.xlsx_sheet import CellStarts, Lembar

BARIS_MAKS = 1_048_576
_TEKS_MAKS = 32_000
_UTF16_MAKS = 32_767
_HURUF = "Calibri"
#: Height of a line of text, in points.
_TINGGI = 13.5


class SheetColumn(NamedTuple):
    """One column: heading, width in characters, and the format of its cells."""

    judul: str
    lebar: float
    gaya: str = "teks"


class Penulis:
    """Writes tables into the sheets of one workbook."""

    def __init__(self, buku: Workbook) -> None:
        self.buku = buku
        self.gaya = _gaya(buku)

    def lembar(self, nama: str) -> Lembar:
        """A new sheet, after those there are."""
        from zi_cli.report.xlsx_sheet import Lembar

        baru: Lembar = self.buku.add_worksheet(nama, Lembar)
        return baru

    def prepare(
        self,
        lembar: Lembar,
        kolom: Sequence[SheetColumn],
        kepala: int,
        *,
        kunci: int = 0,
        putar: int | None = None,
        skala: int | None = None,
        cetak: bool = False,
    ) -> None:
        """Headings, widths, frozen panes and print set-up of a table whose heading is row *kepala*.

        *kunci* columns stay in view; headings from column *putar* on are upright. Printed one page
        wide, or with *skala* (percent) over as many pages as it takes; without *cetak* not with the whole
        workbook: its print area is a blank cell, which is taken off before the sheet is printed by itself.
        """
        for k, c in enumerate(kolom):
            lembar.set_column(k, k, c.lebar)
        baris_judul = max(_baris_teks(c.judul, c.lebar) for c in kolom)
        lembar.set_row(kepala, 70 if putar is not None else 6 + _TINGGI * baris_judul)
        for k, c in enumerate(kolom):
            gaya = "kepala_putar" if putar is not None and k >= putar else "kepala"
            lembar.write_string(kepala, k, c.judul, self.gaya[gaya])
        lembar.freeze_panes(kepala + 1, kunci)
        lembar.repeat_rows(kepala)
        lembar.set_landscape()
        lembar.set_paper(9)  # A4
        lembar.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        if skala is None:
            lembar.fit_to_pages(1, 0)
        else:
            lembar.set_print_scale(skala)
            lembar.repeat_columns(0, max(kunci - 1, 0))
        if not cetak:
            lembar.print_area(BARIS_MAKS - 1, len(kolom) + 1, BARIS_MAKS - 1, len(kolom) + 1)
        lembar.set_footer("&L&8&A&C&8Halaman &P dari &N&R&8zi " + __version__)
        lembar.hide_gridlines(2)

    def cell_starts(self, kolom: Sequence[SheetColumn]) -> CellStarts:
        """How the cells of the rows of a table begin."""
        from zi_cli.report.xlsx_sheet import cell_starts

        return cell_starts([self.gaya[c.gaya] for c in kolom])

    def fill(self, lembar: Lembar, kolom: Sequence[SheetColumn], baris: Iterable[Sequence[Any]]) -> int:
        """Write table rows from row 1 on until the sheet is full; the number written."""
        awal = self.cell_starts(kolom)
        lipat = [(k, c.lebar) for k, c in enumerate(kolom) if c.gaya == "lipat"]
        b = 0
        for b, sel in enumerate(baris, start=1):
            # Not every viewer fits rows to wrapped text by itself.
            tinggi = max((_baris_teks(sel[k], lebar) for k, lebar in lipat if isinstance(sel[k], str)), default=1)
            if tinggi > 1:
                lembar.set_row(b, _TINGGI * tinggi)
            lembar.write_cells(b, [storable_text(x) if isinstance(x, str) else x for x in sel], awal)
            if b == BARIS_MAKS - 1:
                break
        lembar.autofilter(0, 0, max(1, b), len(kolom) - 1)
        return b


def _gaya(buku: Workbook) -> dict[str, Format]:
    dasar = {"font_name": _HURUF, "font_size": 10, "valign": "top"}
    sel = {**dasar, "border": 1, "border_color": "#BFBFBF"}
    # The quote prefix keeps text text when someone edits the cell, whatever it starts with.
    teks = {**sel, "quote_prefix": True}
    jumlah = {**sel, "bold": True, "bg_color": "#DDEBF7", "top": 2}
    kepala = {**sel, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E78", "text_wrap": True, "align": "center"}
    bentuk: dict[str, dict[str, Any]] = {
        "judul": {**dasar, "bold": True, "font_size": 16, "font_color": "#1F4E78"},
        "label": {**dasar, "bold": True},
        "polos": {**dasar, "quote_prefix": True},
        "kepala": {**kepala, "valign": "vcenter"},
        "kepala_putar": {**kepala, "rotation": 90, "font_size": 8, "valign": "bottom"},
        "teks": teks,
        "lipat": {**teks, "text_wrap": True},
        "bulat": {**sel, "num_format": "#,##0"},
        "tahun": {**sel, "num_format": "0"},
        "angka": {**sel, "num_format": "0.00"},
        "rasio": {**sel, "num_format": "0.00", "font_size": 8},
        "tebal": {**sel, "num_format": "0.00", "bold": True},
        "jumlah_teks": jumlah,
        "jumlah_bulat": {**jumlah, "num_format": "#,##0"},
        "jumlah_angka": {**jumlah, "num_format": "0.00"},
        "hijau": GREEN.cell,
        "kuning": YELLOW.cell,
        "merah": RED.cell,
    }
    return {nama: buku.add_format(b) for nama, b in bentuk.items()}


def storable_text(teks: str) -> str:
    """*teks* as a cell can hold it: nothing that no reader sees, cut at the sheet's limit."""
    bersih = strip_controls(teks).replace("\r\n", "\n")
    if len(bersih) <= _UTF16_MAKS // 2:
        return bersih
    bersih = bersih[:_TEKS_MAKS]
    # The limit counts characters beyond the first 65,536 twice.
    return bersih.encode("utf-16-le")[: 2 * _UTF16_MAKS].decode("utf-16-le", "ignore")


def _baris_teks(teks: str, lebar: float) -> int:
    """Lines that *teks* takes in a column of *lebar* characters, rather one more than one less."""
    return sum(1 + int(len(b) * 1.08 / lebar) for b in teks.split("\n"))
