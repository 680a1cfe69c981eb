"""A worksheet with a column of evidence, built by code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from openpyxl import load_workbook

from tests.builder import FormShape, build_book, perfect, raw_cells
from tests.builder.grid import Nilai

_COLUMNS = ("jawaban", "nilai", "persen", "catatan", "bukti")
LAYOUT = FormShape(kolom_penilai=_COLUMNS)


def worksheet(
    berkas: Path,
    bukti: Mapping[str, str],
    jawaban: Mapping[str, Nilai] | None = None,
    catatan: str = "",
    targets: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """Best answers but for *jawaban*, with the cells *bukti* by kode; *catatan* goes beside each of them.

    *targets* is where such a cell leads when it is clicked.
    """
    isi = {k: v for k, v in (raw_cells(perfect()) | (jawaban or {})).items() if v is not None}
    buku = build_book({"unit": isi}, LAYOUT)
    kisi = buku.lembar[0]
    for kode, teks in bukti.items():
        _, baris, kolom = buku.letak["unit", kode]
        kisi.sel[baris - 1, kolom + _COLUMNS.index("bukti")] = teks
        if catatan:
            kisi.sel[baris - 1, kolom + _COLUMNS.index("catatan")] = catatan
    buku.simpan(berkas)
    if targets:
        book = load_workbook(berkas)
        for kode, target in targets.items():
            _, baris, kolom = buku.letak["unit", kode]
            book.worksheets[0].cell(baris, kolom + _COLUMNS.index("bukti") + 1).hyperlink = target
        book.save(berkas)
    return berkas
