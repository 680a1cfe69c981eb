"""Open a workbook: its bytes, its hash, and the values of every sheet."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from zi_cli.worksheet.model import NilaiSel


class BukuKerja(NamedTuple):
    """The values of a workbook: ``lembar`` pairs each sheet's name with its rows, from cell A1 on.

    The rows of one sheet are equally long (blank cells are "").

    ``rumus_kosong`` holds (sheet, one-based row, zero-based column) of formulas that were never
    calculated: their value reads as blank but is not.
    """

    nama: str
    sha256: str
    lembar: tuple[tuple[str, list[list[NilaiSel]]], ...]
    rumus_kosong: frozenset[tuple[str, int, int]] = frozenset()


def buka(berkas: Path, *, sandi: str | None = None) -> BukuKerja:
    """Read all sheets of *berkas*; raise ``TakTerbaca`` with an LKE1xx finding when that can't be done."""
    from python_calamine import CalamineWorkbook

    isi = berkas.read_bytes()
    buku = CalamineWorkbook.from_path(berkas)
    lembar = tuple((n, buku.get_sheet_by_name(n).to_python(skip_empty_area=False)) for n in buku.sheet_names)
    return BukuKerja(berkas.name, hashlib.sha256(isi).hexdigest(), lembar)
