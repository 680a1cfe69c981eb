"""A table as CSV."""

from fractions import Fraction

from zi_cli.outgoing import Angka, csv_text
from zi_cli.text import titik
from zi_cli.views.table import Cell, Column, Table, plain


def render_csv(tabel: Table, *, indonesia: bool) -> str:
    """*tabel* as CSV, numbers with a decimal point; with *indonesia* semicolons and decimal commas."""
    baris = ([_cell(s, k) for s, k in zip(b, tabel.kolom, strict=True)] for b in tabel.baris)
    return csv_text([k.judul for k in tabel.kolom], baris, indonesia=indonesia)


def _cell(sel: Cell, kolom: Column) -> str | int | None:
    nilai = plain(sel)
    if not isinstance(nilai, Fraction):
        return nilai
    teks = titik(nilai, kolom.digit)
    return Angka(teks.rstrip("0").rstrip(".") if kolom.ringkas and "." in teks else teks)
