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

    from zi_cli.report.xlsx_sheet import ColumnCells, Lembar

MAX_ROWS = 1_048_576
_MAX_TEXT = 32_000
_MAX_UTF16 = 32_767
_FONT = "Calibri"
#: Height of a line of text, in points.
_ROW_HEIGHT = 13.5


class SheetColumn(NamedTuple):
    """One column: heading, width in characters, and the format of its cells."""

    judul: str
    lebar: float
    gaya: str = "teks"


class Penulis:
    """Writes tables into the sheets of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self.buku = book
        self.gaya = _formats(book)

    def new_sheet(self, name: str) -> Lembar:
        """A new sheet, after those there are."""
        from zi_cli.report.xlsx_sheet import Lembar

        new: Lembar = self.buku.add_worksheet(name, Lembar)
        return new

    def prepare(
        self,
        sheet: Lembar,
        columns: Sequence[SheetColumn],
        header: int,
        *,
        key: int = 0,
        turned: int | None = None,
        skala: int | None = None,
        cetak: bool = False,
    ) -> None:
        """Headings, widths, frozen panes and print set-up of a table whose heading is row *header*.

        *key* columns stay in view; headings from column *turned* on are upright. Printed one page
        wide, or with *skala* (percent) over as many pages as it takes; without *cetak* not with the whole
        workbook: its print area is a blank cell, which is taken off before the sheet is printed by itself.
        """
        for k, c in enumerate(columns):
            sheet.set_column(k, k, c.lebar)
        title_row = max(_line_count(c.judul, c.lebar) for c in columns)
        sheet.set_row(header, 70 if turned is not None else 6 + _ROW_HEIGHT * title_row)
        for k, c in enumerate(columns):
            style = "kepala_putar" if turned is not None and k >= turned else "kepala"
            sheet.write_string(header, k, c.judul, self.gaya[style])
        sheet.freeze_panes(header + 1, key)
        sheet.repeat_rows(header)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        if skala is None:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_print_scale(skala)
            sheet.repeat_columns(0, max(key - 1, 0))
        if not cetak:
            sheet.print_area(MAX_ROWS - 1, len(columns) + 1, MAX_ROWS - 1, len(columns) + 1)
        sheet.set_footer("&L&8&A&C&8Halaman &P dari &N&R&8zi " + __version__)
        sheet.hide_gridlines(2)

    def column_cells(self, columns: Sequence[SheetColumn], *, empty: bool = True) -> list[ColumnCells]:
        """How the cells of the rows of a table are written; without *empty* one without content leaves none behind."""
        from zi_cli.report.xlsx_sheet import ColumnCells

        return [ColumnCells(k, self.gaya[c.gaya], storable_text, empty=empty) for k, c in enumerate(columns)]

    def fill(self, sheet: Lembar, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Any]]) -> int:
        """Write table rows from row 1 on until the sheet is full; the number written."""
        written = self.column_cells(columns)
        lipat = [(k, c.lebar) for k, c in enumerate(columns) if c.gaya == "lipat"]
        b = 0
        for b, cell in enumerate(rows, start=1):
            # Not every viewer fits rows to wrapped text by itself.
            height = max((_line_count(cell[k], width) for k, width in lipat if isinstance(cell[k], str)), default=1)
            if height > 1:
                sheet.set_row(b, _ROW_HEIGHT * height)
            sheet.write_cells(b, cell, written)
            if b == MAX_ROWS - 1:
                break
        sheet.autofilter(0, 0, max(1, b), len(columns) - 1)
        return b


def _formats(book: Workbook) -> dict[str, Format]:
    bases = {"font_name": _FONT, "font_size": 10, "valign": "top"}
    cells = {**bases, "border": 1, "border_color": "#BFBFBF"}
    # The quote prefix keeps text text when someone edits the cell, whatever it starts with.
    texts = {**cells, "quote_prefix": True}
    counts = {**cells, "bold": True, "bg_color": "#DDEBF7", "top": 2}
    headers = {
        **cells,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": "#1F4E78",
        "text_wrap": True,
        "align": "center",
    }
    shapes: dict[str, dict[str, Any]] = {
        "judul": {**bases, "bold": True, "font_size": 16, "font_color": "#1F4E78"},
        "label": {**bases, "bold": True},
        "polos": {**bases, "quote_prefix": True},
        "kepala": {**headers, "valign": "vcenter"},
        "kepala_putar": {**headers, "rotation": 90, "font_size": 8, "valign": "bottom"},
        "teks": texts,
        "lipat": {**texts, "text_wrap": True},
        "bulat": {**cells, "num_format": "#,##0"},
        "tahun": {**cells, "num_format": "0"},
        "angka": {**cells, "num_format": "0.00"},
        "rasio": {**cells, "num_format": "0.00", "font_size": 8},
        "tebal": {**cells, "num_format": "0.00", "bold": True},
        "jumlah_teks": counts,
        "jumlah_bulat": {**counts, "num_format": "#,##0"},
        "jumlah_angka": {**counts, "num_format": "0.00"},
        "hijau": GREEN.cell,
        "kuning": YELLOW.cell,
        "merah": RED.cell,
    }
    return {name: book.add_format(b) for name, b in shapes.items()}


def storable_text(text: str) -> str:
    """*text* as a cell can hold it: nothing that no reader sees, cut at the sheet's limit."""
    clean = strip_controls(text).replace("\r\n", "\n")
    if len(clean) <= _MAX_UTF16 // 2:
        return clean
    clean = clean[:_MAX_TEXT]
    # The limit counts characters beyond the first 65,536 twice.
    return clean.encode("utf-16-le")[: 2 * _MAX_UTF16].decode("utf-16-le", "ignore")


def _line_count(text: str, width: float) -> int:
    """Lines that *text* takes in a column of *width* characters, rather one more than one less."""
    return sum(1 + int(len(b) * 1.08 / width) for b in text.split("\n"))
