"""A table as CSV."""

from fractions import Fraction

from zi_cli.outgoing import Angka, csv_text
from zi_cli.text import point_decimal
from zi_cli.views.table import Cell, Column, Table, plain


def render_csv(table: Table, *, indonesia: bool) -> str:
    """*table* as CSV, numbers with a decimal point; with *indonesia* semicolons and decimal commas."""
    row = ([_cell(s, k) for s, k in zip(b, table.kolom, strict=True)] for b in table.baris)
    return csv_text([k.judul for k in table.kolom], row, indonesia=indonesia)


def _cell(cell: Cell, column: Column) -> str | int | None:
    nilai = plain(cell)
    if not isinstance(nilai, Fraction):
        return nilai
    text = point_decimal(nilai, column.digit)
    return Angka(text.rstrip("0").rstrip(".") if column.ringkas and "." in text else text)
