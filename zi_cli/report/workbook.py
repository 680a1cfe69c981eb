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
from zi_cli.text import point_decimal
from zi_cli.views.table import Cell, Column, Place, Table, plain, tone_of

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Widest and narrowest column, in characters; longer text wraps.
_MAX_WIDTH, _MIN_WIDTH = 60, 8
_MAX_TEXT = 32_767
#: Links of one sheet; Excel takes 65,530.
_MAX_LINKS = 65_000
#: Files that hold cells one can jump to.
_WITH_CELLS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
#: The date that workbooks carry: equal content gives equal bytes.
CREATED = datetime(2000, 1, 1)
_HEADER_STYLE: dict[str, Any] = {
    "bold": True,
    "bg_color": "#1F4E78",
    "font_color": "#FFFFFF",
    "border": 1,
    "text_wrap": True,
    "valign": "top",
}
_COLOURS: dict[str, dict[str, str]] = {
    "baik": GREEN.cell,
    "waspada": YELLOW.cell,
    "buruk": RED.cell,
    "redup": {"font_color": "#595959"},
}


def render_workbook(table: Table, target: Path | None = None, *other: Table) -> bytes:
    """*table* and each of *other* as the sheets of an .xlsx workbook, to be saved as *target* (for relative links).

    Numbers are numbers, text from files is never a formula, and the same table gives the same bytes.
    """
    import xlsxwriter

    container = io.BytesIO()
    opsi = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(container, opsi) as book:
        book.set_properties({"title": table.judul, "category": OUR_MARK, "created": CREATED})
        for one in (table, *other):
            sheet = book.add_worksheet(one.judul[:31])
            _Sheet(book, sheet, target.parent if target is not None else None).write(one)
    return container.getvalue()


class _Sheet:
    def __init__(self, book: Any, sheet: Worksheet, folder: Path | None) -> None:
        self.buku, self.lembar, self.folder = book, sheet, folder
        self.tautan = 0
        self._gaya: dict[tuple[str, ...], Format] = {}

    def write(self, table: Table) -> None:
        columns = table.kolom
        header = self.buku.add_format(_HEADER_STYLE)
        for k, c in enumerate(columns):
            self.lembar.write_string(0, k, c.judul, header)
        widths = [len(c.judul) for c in columns]
        number = 0
        for number, content in enumerate(table.baris, 1):
            for k, (cell, c) in enumerate(zip(content, columns, strict=True)):
                written = self._cell(number, k, cell, c)
                widths[k] = max(widths[k], *(len(b) for b in written.split("\n")))
        for k, n in enumerate(widths):
            self.lembar.set_column(k, k, min(_MAX_WIDTH, max(_MIN_WIDTH, n + 2)))
        self.lembar.freeze_panes(1, 0)
        self.lembar.autofilter(0, 0, number, max(0, len(columns) - 1))
        self.lembar.set_landscape()
        self.lembar.set_paper(9)
        self.lembar.fit_to_pages(1, 0)
        self.lembar.repeat_rows(0)

    def _cell(self, row: int, k: int, cell: Cell, column: Column) -> str:
        """Write one cell; what it shows, for the width of its column."""
        nilai, tone = plain(cell), tone_of(cell, column)
        if nilai is None:
            return ""
        if isinstance(nilai, Fraction):
            text = point_decimal(nilai, column.digit)
            desimal = f"0.00{'#' * (column.digit - 2)}" if column.digit >= 2 else "0.0" if column.digit else "0"
            self.lembar.write_number(row, k, float(text), self._format(tone, desimal))
            return text
        if isinstance(nilai, int):
            self.lembar.write_number(row, k, nilai, self._format(tone, "0"))
            return str(nilai)
        text = safe_cell(nilai)[:_MAX_TEXT]
        address = self._address(cell) if isinstance(cell, Place) else None
        if address is None or self.lembar.write_url(row, k, address, self._format("tautan"), text):
            self.lembar.write_string(row, k, text, self._format(tone))
        return text

    def _address(self, place: Place) -> str | None:
        """Where the link of a cell leads; None where there can be none."""
        if place.berkas is None or self.folder is None or place.berkas.suffix.lower() not in _WITH_CELLS:
            return None
        try:
            jalur = os.path.relpath(real_path(place.berkas), real_path(self.folder))
        except (OSError, ValueError):  # another drive
            return None
        if self.tautan >= _MAX_LINKS or not jalur.isprintable() or set(jalur) & set('#<>"|?*%'):
            return None
        self.tautan += 1
        sheet = place.sel.lembar.replace("'", "''")
        return f"external:{jalur}#'{sheet}'!{str(place.sel).rpartition('!')[2]}"

    def _format(self, *trait: str) -> Format:
        if trait not in self._gaya:
            content: dict[str, Any] = {"valign": "top", "border": 1, "border_color": "#D9D9D9"}
            tone, *shape = trait
            if tone == "tautan":
                content |= {"font_color": "#0563C1", "underline": 1}
            content |= {"num_format": shape[0]} if shape else {"text_wrap": True, "quote_prefix": True}
            content |= _COLOURS.get(tone, {})
            self._gaya[trait] = self.buku.add_format(content)
        return self._gaya[trait]
