"""Limits on what a file may hold, checked before the reading library sees a byte of it.

The reading library fills a dense table from the first cell to the last: a few kilobytes can name a
cell at XFD1048576 and take many gigabytes, which ends the whole process and can't be caught. Every
format therefore has a checker (``sheets_*.py``) that measures a sheet first, against one ``Takaran``
for the file. Each limit is explained, with the measurement behind it, in ``docs/batas.md``.
"""

from __future__ import annotations

MIB = 1 << 20

UKURAN_BERKAS = 64 * MIB  #: bytes of the file on disk; pictures inside count here and nowhere else
ENTRI_ZIP = 4096  #: entries of a zip container
ISI_DIBACA = 24 * MIB  #: bytes, after inflating, of all parts that are read (sheets, texts, styles)
RASIO_MAMPAT = 250  #: times a part may grow when inflated; only parts above ``RASIO_MULAI`` are judged
RASIO_MULAI = MIB  #: bytes
LEMBAR = 256  #: sheets in a workbook
SEL = 1_000_000  #: cells of the dense tables, A1 to the last filled cell, all sheets together
TEKS = 32 * MIB  #: bytes of text once every reference to a shared text has been written out
FORMAT_ANGKA = 1024  #: characters of one number format (Excel allows 255)
RUMUS_XLS = 2 * MIB  #: bytes of formulas in a .xls file, which the library writes out as text
BARIS_EXCEL = 1_048_576
KOLOM_EXCEL = 16_384
BERKAS_CSV = 8 * MIB  #: bytes of a .csv file


class Lampau(Exception):
    """A limit is exceeded (finding LKE110); the text names the limit and what was found."""


class Rusak(Exception):
    """The file is damaged or not what it seems (finding LKE104); the text says how."""


class Takaran:
    """What the file has used up so far of the limits that count over the whole workbook."""

    __slots__ = ("isi", "sel", "teks")

    def __init__(self) -> None:
        self.isi = 0
        self.sel = 0
        self.teks = 0

    def tambah_isi(self, bita: int) -> None:
        """Count *bita* inflated bytes; raise ``Lampau`` above ``ISI_DIBACA``."""
        self.isi += bita
        if self.isi > ISI_DIBACA:
            raise Lampau(f"isi setelah dimekarkan lebih dari {ISI_DIBACA // MIB} MB")

    def tambah_lembar(self, baris: int, kolom: int, teks: int = 0) -> None:
        """Count a sheet whose last filled cell is in row *baris*, column *kolom* (both one-based).

        *teks* is the number of bytes of its texts. Raises ``Lampau`` when the dense table or the
        texts would go beyond the limit.
        """
        self.sel += baris * kolom
        if self.sel > SEL:
            raise Lampau(f"sel terisi sampai baris {baris}, kolom {kolom} (paling banyak {ribuan(SEL)} sel)")
        self.teks += teks
        if self.teks > TEKS:
            raise Lampau(f"teks seluruhnya lebih dari {TEKS // MIB} MB")

    def muat(self, baris: int, kolom: int, teks: int = 0) -> bool:
        """Whether a sheet of that size would still fit."""
        return self.sel + baris * kolom <= SEL and self.teks + teks <= TEKS


def ribuan(n: int) -> str:
    """*n* with a point between thousands, as written in Indonesian."""
    return f"{n:,}".replace(",", ".")


def periksa_jumlah_lembar(jumlah: int) -> None:
    """Raise ``Lampau`` when a workbook has more than ``LEMBAR`` sheets."""
    if jumlah > LEMBAR:
        raise Lampau(f"{ribuan(jumlah)} lembar (paling banyak {LEMBAR})")
