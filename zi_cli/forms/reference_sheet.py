"""Sheet "Referensi": scales, survey maximum and thresholds, from which every formula takes its figures."""

import re

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from zi_cli.forms.addresses import REFERENSI, cell_address
from zi_cli.forms.content import Formulir
from zi_cli.forms.styles import PERCENT, TWO_DECIMALS, Gaya, row_height
from zi_cli.instrumen.tree import PREDIKAT, Ambang, Predikat
from zi_cli.version import __version__

#: Defined names of the scale table and of the survey maximum.
SCALE_LABEL, SCALE_OPTIONS, SCALE_VALUE, SURVEI_MAXIMUM = "SkalaLabel", "SkalaPilihan", "SkalaNilai", "SurveiMaksimum"


def options_name(kind: str) -> str:
    """Defined name of the options of answer type *kind* (the source of a drop-down list)."""
    return f"Pilihan_{kind}"


def ambang_name(code: str, predikat: Predikat) -> str:
    """Defined name of one threshold cell."""
    return f"Ambang_{re.sub('[^A-Za-z0-9]', '_', code)}_{predikat}"


def label_ambang(form: Formulir, ambang: Ambang) -> str:
    """Words for one threshold; an area is called by its name."""
    name = form.instrumen.nama_area.get(ambang.simpul)
    return f"Area {ambang.simpul}: {name}" if name else ambang.label


def write_reference(book: Workbook, ws: Worksheet, form: Formulir, g: Gaya) -> None:
    """Write the sheet and the workbook's defined names."""
    ws.set_column(0, 0, 24, g())
    ws.set_column(1, 1, 68, g())
    ws.set_column(2, 4, 13, g())
    ws.write_string(0, 0, "Referensi", g(bold=True, font_size=14))
    ws.write_string(1, 0, "Angka di lembar ini dipakai oleh semua rumus; sumbernya data instrumen.", g(italic=True))
    row = _write_scale(book, ws, form, g, 3)
    row = _ambang(book, ws, form, g, row + 1)
    _write_sources(ws, form, g, row + 1)


def _define_name(book: Workbook, name: str, row: int, column: int, end: int | None = None) -> None:
    start = cell_address(row, column, baris_tetap=True, kolom_tetap=True)
    span = start if end is None else f"{start}:{cell_address(end, column, baris_tetap=True, kolom_tetap=True)}"
    book.define_name(name, f"={REFERENSI}!{span}")


def _write_scale(book: Workbook, ws: Worksheet, form: Formulir, g: Gaya, row: int) -> int:
    for column, text in enumerate(("Pilihan jawaban", "Pilihan", "Nilai")):
        ws.write_string(row, column, text, g.heading())
    start = row = row + 1
    for kind, skala in form.instrumen.skala.items():
        first = row
        for choice, nilai in skala.items():
            ws.write_string(row, 0, "/".join(skala), g.table_cell())
            ws.write_string(row, 1, choice, g.table_cell())
            ws.write_number(row, 2, float(nilai), g.table_cell(num_format=TWO_DECIMALS))
            row += 1
        _define_name(book, options_name(kind), first, 1, row - 1)
    for column, name in enumerate((SCALE_LABEL, SCALE_OPTIONS, SCALE_VALUE)):
        _define_name(book, name, start, column, row - 1)
    ws.write_string(row, 0, "Survei eksternal", g.table_cell())
    ws.write_string(row, 1, "Indeks tertinggi (nilai = indeks dibagi angka ini)", g.table_cell())
    ws.write_number(row, 2, float(form.instrumen.survei_maksimum), g.table_cell(num_format=TWO_DECIMALS))
    _define_name(book, SURVEI_MAXIMUM, row, 2)
    return row + 1


def _ambang(book: Workbook, ws: Worksheet, form: Formulir, g: Gaya, row: int) -> int:
    for column, text in enumerate(("Kode ambang", "Ambang", "Satuan", *PREDIKAT)):
        ws.write_string(row, column, text, g.heading())
    for ambang in form.ambang.daftar:
        row += 1
        persen = ambang.satuan == "persen"
        ws.write_string(row, 0, ambang.kode, g.table_cell())
        ws.write_string(row, 1, ambang.label, g.table_cell(text_wrap=True))
        ws.set_row(row, row_height([(ambang.label, 68, 10)]))
        ws.write_string(row, 2, ambang.satuan, g.table_cell())
        for column, predikat in enumerate(PREDIKAT, 3):
            minimal = ambang.minimal[predikat] / (100 if persen else 1)
            ws.write_number(row, column, float(minimal), g.table_cell(num_format=PERCENT if persen else TWO_DECIMALS))
            _define_name(book, ambang_name(ambang.kode, predikat), row, column)
    return row + 1


def _write_sources(ws: Worksheet, form: Formulir, g: Gaya, row: int) -> None:
    ambang = form.ambang
    content = (
        ("Instrumen", f"{form.instrumen.nama} ({form.instrumen.dasar_hukum})"),
        ("Set ambang", f"{ambang.nama} ({ambang.sumber})"),
        ("Verifikasi ambang", ambang.diverifikasi),
        ("Ambang yang diperketat", "; ".join(ambang.diubah) or "tidak ada"),
        ("Dibuat oleh", f"zi {__version__}"),
    )
    for number, (left, right) in enumerate(content, row):
        ws.write_string(number, 0, left, g.table_cell(bold=True))
        ws.write_string(number, 1, right, g.table_cell(text_wrap=True))
        ws.set_row(number, row_height([(right, 68, 10)]))
