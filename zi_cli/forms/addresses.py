"""Floor plan of the form: which cell holds what, in every sheet that refers to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from xlsxwriter.utility import xl_rowcol_to_cell

from zi_cli.instrumen.tree import Baris, Instrumen
from zi_cli.text import ringkas
from zi_cli.worksheet.model import Penilai

Kolom = Literal["jawaban", "nilai", "persen", "catatan", "bukti"]
KOLOM: tuple[Kolom, ...] = ("jawaban", "nilai", "persen", "catatan", "bukti")

SAMPUL = "Sampul"
PETUNJUK = "Petunjuk"
LKE = "LKE ZI"
HITUNGAN = "Hitungan"
RINGKASAN = "Ringkasan"
REFERENSI = "Referensi"
SALINAN = "Catatan Salinan"

#: Zero-based columns of the worksheet proper; five marker columns come first.
PENANDA, TEKS, BOBOT, KRITERIA, PILIHAN, PENILAI_PERTAMA = 0, 5, 6, 7, 8, 9

#: Zero-based row of the upper header; the official row 2 follows the lower one.
KEPALA = 3
_GESER = KEPALA

#: Column (zero-based) of each kind of row's marker; its text stands in the next column.
_TINGKAT = {"komponen": 0, "aspek": 1, "area": 2, "sub": 3, "indikator": 4, "kelompok": 4, "jumlah": 4, "total": -1}


def alamat(baris: int, kolom: int, *, baris_tetap: bool = False, kolom_tetap: bool = False) -> str:
    """A1 address of a zero-based cell, with $ where row or column is to stay."""
    return str(xl_rowcol_to_cell(baris, kolom, baris_tetap, kolom_tetap))


def tingkat(baris: Baris) -> int:
    """Zero-based column of the marker of *baris*; its text stands one column to the right."""
    return _TINGKAT[baris.jenis]


def printed_marker(instrumen: Instrumen, baris: Baris) -> str:
    """The marker as the official sheet prints it: "A.", "I.", "1", "iv.", "a.", "-" below a kelompok."""
    if baris.jenis in ("total", "jumlah"):
        return ""
    if baris.jenis == "kelompok":
        return baris.kode.split(".")[-2] + "."
    if baris.jenis == "area":
        return baris.huruf
    if f"{baris.kode}.0" in instrumen.per_kode:
        return "-"
    return baris.huruf + "."


def label_pilihan(instrumen: Instrumen, baris: Baris) -> str:
    """Text of the "Pilihan Jawaban" cell of *baris*; empty for rows without an answer."""
    if baris.jenis_jawaban is None:
        return ""
    if baris.jenis_jawaban in instrumen.skala:
        return "/".join(instrumen.skala[baris.jenis_jawaban])
    return {"persen": "%", "jumlah": "Jumlah"}.get(
        baris.jenis_jawaban, f"Nilai (0-{ringkas(instrumen.survei_maksimum)})"
    )


@dataclass(frozen=True)
class CellPlan:
    """Addresses in a form of *instrumen* for the assessors *penilai*."""

    instrumen: Instrumen
    penilai: tuple[Penilai, ...]

    def baris(self, kode: str) -> int:
        """Zero-based row of *kode* in the worksheet."""
        return self.instrumen.per_kode[kode].nomor + _GESER

    @property
    def baris_pertama(self) -> int:
        """Zero-based first row below the header."""
        return self.instrumen.baris[0].nomor + _GESER

    @property
    def baris_akhir(self) -> int:
        """Zero-based last row."""
        return self.instrumen.baris[-1].nomor + _GESER

    def kolom(self, penilai: Penilai, kolom: Kolom) -> int:
        """Zero-based column of *kolom* of *penilai*."""
        return PENILAI_PERTAMA + len(KOLOM) * self.penilai.index(penilai) + KOLOM.index(kolom)

    def sel(self, penilai: Penilai, kolom: Kolom, kode: str, *, lembar: bool = False) -> str:
        """Address of a cell of the worksheet, with the sheet's name when *lembar*."""
        a = alamat(self.baris(kode), self.kolom(penilai, kolom))
        return f"'{LKE}'!{a}" if lembar else a

    def rentang(self, kolom: int, simpul: str | None = None) -> str:
        """A column of the worksheet as an absolute range with the sheet's name: all of it, or the rows of *simpul*."""
        baris = [self.baris_pertama, self.baris_akhir]
        if simpul is not None:
            baris = [self.baris(b.kode) for b in self.instrumen.indikator if self.milik(simpul, b.kode)]
        awal, akhir = (alamat(b, kolom, baris_tetap=True, kolom_tetap=True) for b in (baris[0], baris[-1]))
        return f"'{LKE}'!{awal}:{akhir}"

    def milik(self, simpul: str, kode: str) -> bool:
        """Whether indicator *kode* counts for the row *simpul*."""
        total = self.instrumen.per_kode[simpul].jenis == "total"
        return total or kode == simpul or kode.startswith(f"{simpul}.")

    def bobot(self, kode: str) -> str:
        """Address of the weight of a row, with the sheet's name."""
        return f"'{LKE}'!{alamat(self.baris(kode), BOBOT)}"

    def kosong(self, penilai: Penilai, kali: str = "1", simpul: str | None = None) -> str:
        """Formula: the sum of *kali* over the indicators (of *simpul*) without a usable answer."""
        pilihan = self.rentang(PILIHAN, simpul)
        persen = self.rentang(self.kolom(penilai, "persen"), simpul)
        return f'SUMPRODUCT(({pilihan}<>"")*({pilihan}<>"Jumlah")*({persen}="")*{kali})'

    def nama_penilai(self, penilai: Penilai) -> str:
        """Name of an assessor outside the worksheet proper, where "Unit Kerja" alone would label a satker."""
        return f"Penilaian {self.instrumen.penilai.tim(penilai).kepala}"

    def blok(self) -> Iterator[tuple[Penilai, int]]:
        """Each assessor with the first column of the block."""
        for p in self.penilai:
            yield p, self.kolom(p, "jawaban")
