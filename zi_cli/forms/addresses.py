"""Floor plan of the form: which cell holds what, in every sheet that refers to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from xlsxwriter.utility import xl_rowcol_to_cell

from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.text import short_number
from zi_cli.worksheet.model import Penilai

Kolom = Literal["jawaban", "nilai", "persen", "catatan", "bukti"]
COLUMNS: tuple[Kolom, ...] = ("jawaban", "nilai", "persen", "catatan", "bukti")

SAMPUL = "Sampul"
PETUNJUK = "Petunjuk"
LKE = "LKE ZI"
HITUNGAN = "Hitungan"
RINGKASAN = "Ringkasan"
REFERENSI = "Referensi"
SALINAN = "Catatan Salinan"

#: Zero-based columns of the worksheet proper; five marker columns come first.
MARKER_COLUMN, TEXT_COLUMN, BOBOT, KRITERIA, OPTIONS_COLUMN, FIRST_PENILAI = 0, 5, 6, 7, 8, 9

#: Zero-based row of the upper header; the official row 2 follows the lower one.
HEADER_ROW = 3
_SHIFT = HEADER_ROW

#: Column (zero-based) of each kind of row's marker; its text stands in the next column.
_TINGKAT = {"komponen": 0, "aspek": 1, "area": 2, "sub": 3, "indikator": 4, "kelompok": 4, "jumlah": 4, "total": -1}


def cell_address(row: int, column: int, *, baris_tetap: bool = False, kolom_tetap: bool = False) -> str:
    """A1 address of a zero-based cell, with $ where row or column is to stay."""
    return str(xl_rowcol_to_cell(row, column, baris_tetap, kolom_tetap))


def tingkat(row: Baris) -> int:
    """Zero-based column of the marker of *row*; its text stands one column to the right."""
    return _TINGKAT[row.jenis]


def printed_marker(instrumen: Instrumen, row: Baris) -> str:
    """The marker as the official sheet prints it: "A.", "I.", "1", "iv.", "a.", "-" below a kelompok."""
    if row.jenis in ("total", "jumlah"):
        return ""
    if row.jenis == "kelompok":
        return row.kode.split(".")[-2] + "."
    if row.jenis == "area":
        return row.marker
    if f"{row.kode}.0" in instrumen.per_kode:
        return "-"
    return row.marker + "."


def option_label(instrumen: Instrumen, row: Baris) -> str:
    """Text of the "Pilihan Jawaban" cell of *row*; empty for rows without an answer."""
    if row.jenis_jawaban is None:
        return ""
    if row.jenis_jawaban in instrumen.skala:
        return "/".join(instrumen.skala[row.jenis_jawaban])
    return {"persen": "%", "jumlah": "Jumlah"}.get(
        row.jenis_jawaban, f"Nilai (0-{short_number(instrumen.survei_maksimum)})"
    )


@dataclass(frozen=True)
class CellPlan:
    """Addresses in a form of *instrumen* for the assessors *penilai*."""

    instrumen: Instrumen
    penilai: tuple[Penilai, ...]

    def row(self, code: str) -> int:
        """Zero-based row of *code* in the worksheet."""
        return self.instrumen.per_kode[code].nomor + _SHIFT

    @property
    def first_row(self) -> int:
        """Zero-based first row below the header."""
        return self.instrumen.baris[0].nomor + _SHIFT

    @property
    def last_row(self) -> int:
        """Zero-based last row."""
        return self.instrumen.baris[-1].nomor + _SHIFT

    def column(self, penilai: Penilai, column: Kolom) -> int:
        """Zero-based column of *column* of *penilai*."""
        return FIRST_PENILAI + len(COLUMNS) * self.penilai.index(penilai) + COLUMNS.index(column)

    def cell(self, penilai: Penilai, column: Kolom, code: str, *, sheet: bool = False) -> str:
        """Address of a cell of the worksheet, with the sheet's name when *sheet*."""
        a = cell_address(self.row(code), self.column(penilai, column))
        return f"'{LKE}'!{a}" if sheet else a

    def column_range(self, column: int, node: str | None = None) -> str:
        """A column of the worksheet as an absolute range with the sheet's name: all of it, or the rows of *node*."""
        rows = [self.first_row, self.last_row]
        if node is not None:
            rows = [self.row(b.kode) for b in self.instrumen.indikator if self.covers(node, b.kode)]
        start, end = (cell_address(b, column, baris_tetap=True, kolom_tetap=True) for b in (rows[0], rows[-1]))
        return f"'{LKE}'!{start}:{end}"

    def covers(self, node: str, code: str) -> bool:
        """Whether indicator *code* counts for the row *node*."""
        total = self.instrumen.per_kode[node].jenis == "total"
        return total or code == node or code.startswith(f"{node}.")

    def bobot(self, code: str) -> str:
        """Address of the weight of a row, with the sheet's name."""
        return f"'{LKE}'!{cell_address(self.row(code), BOBOT)}"

    def blank_formula(self, penilai: Penilai, times: str = "1", node: str | None = None) -> str:
        """Formula: the sum of *times* over the indicators (of *node*) without a usable answer."""
        choice = self.column_range(OPTIONS_COLUMN, node)
        persen = self.column_range(self.column(penilai, "persen"), node)
        return f'SUMPRODUCT(({choice}<>"")*({choice}<>"Jumlah")*({persen}="")*{times})'

    def penilai_name(self, penilai: Penilai) -> str:
        """Name of an assessor outside the worksheet proper, where "Unit Kerja" alone would label a satker."""
        return f"Penilaian {self.instrumen.penilai.tim(penilai).kepala}"

    def blok(self) -> Iterator[tuple[Penilai, int]]:
        """Each assessor with the first column of the block."""
        for p in self.penilai:
            yield p, self.column(p, "jawaban")
