"""Sheets of an .xlsx read cell by cell, without holding more than one row and the shared texts.

As strict as the worksheet reader, by whose grammar (``walk_xlsx``) it goes: one reading or none. Rows or cells out of
order are refused besides: they could not be put in order without holding the sheet.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import (
    BARIS_EXCEL,
    KOLOM_EXCEL,
    MIB,
    Budget,
    Damaged,
    LimitExceeded,
    check_sheet_count,
)
from zi_cli.worksheet.formats.package_xlsx import main_part, read_relations, read_workbook, related
from zi_cli.worksheet.formats.walk_xlsx import Cell, Cells, Texts, Walker

ISI_LEMBAR = 1024 * MIB  #: bytes of one sheet, inflated
ISI_TEKS = 128 * MIB  #: bytes of the shared texts, inflated
_KEPING = 1 * MIB  #: bytes between two "<"; no cell is that long

#: What a formula holds whose result was never stored: no answer, and no blank.
BELUM_DIHITUNG = "(rumus belum dihitung)"

Baris = Callable[[], Iterator[tuple[int, list[Any]]]]


def stream_sheets(data: bytes) -> list[tuple[str, bool, int, Baris]] | None:
    """Name, visibility, epoch and rows of each worksheet of *data*; None when it holds no .xlsx workbook.

    The epoch is the number of days to add to a date's number so that it counts from 30 December 1899.
    Raises ``Damaged`` or ``LimitExceeded``, now or while rows are read.
    """
    wadah = Container(data, Budget())
    utama = main_part(wadah)
    if utama is None or utama.endswith(".bin") or "content.xml" in wadah:
        return None
    buku = read_workbook(wadah, utama)
    check_sheet_count(len(buku.lembar))
    relasi = read_relations(wadah, utama)
    bagian_teks = related(relasi, "sharedStrings")
    teks: list[str] = []

    def shared() -> list[str]:
        if not teks and bagian_teks is not None and bagian_teks in wadah:
            teks.extend(_shared_strings(wadah, bagian_teks))
        return teks

    lembar: list[tuple[str, bool, int, Baris]] = []
    geser = 1462 if buku.tarikh_1904 else 0
    for entri in buku.lembar:
        tujuan = relasi.get(entri.id_relasi)
        if tujuan is None or tujuan.bagian is None:
            raise Damaged("lembar tanpa isi")
        if tujuan.jenis == "worksheet":

            def rows(bagian: str = tujuan.bagian) -> Iterator[tuple[int, list[Any]]]:
                return _rows(wadah, bagian, shared())

            lembar.append((entri.nama, entri.keadaan == "visible", geser, rows))
    return lembar


class _Parser:
    """Feeds pieces of XML to a walker; names come as "namespace name"."""

    def __init__(self, bagian: str, penerima: Walker) -> None:
        import pyexpat

        self._bagian, self._galat = bagian, pyexpat.ExpatError
        self._sejak = 0
        self._p = p = pyexpat.ParserCreate(namespace_separator=" ")
        p.buffer_text = True
        p.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_NEVER)
        p.StartDoctypeDeclHandler = self._doctype
        p.StartElementHandler = penerima.begin
        p.EndElementHandler = penerima.end
        p.CharacterDataHandler = penerima.huruf

    def _doctype(self, *_: object) -> None:
        raise LimitExceeded(f"bagian {self._bagian[:80]} memuat deklarasi entitas")

    def feed(self, keping: bytes, akhir: bool = False) -> None:
        pertama = keping.find(b"<")
        self._sejak += len(keping) if pertama < 0 else pertama
        if self._sejak > _KEPING:
            raise LimitExceeded("satu bagian XML terlalu panjang")
        if pertama >= 0:
            self._sejak = len(keping) - keping.rfind(b"<")
        try:
            self._p.Parse(keping, akhir)
        except self._galat as e:
            raise Damaged(f"bagian {self._bagian[:80]} rusak pada baris {e.lineno}") from None


def _shared_strings(wadah: Container, bagian: str) -> list[str]:
    penerima = Texts(bagian)
    _feed_all(wadah, bagian, ISI_TEKS, _Parser(bagian, penerima))
    return penerima.teks


def _feed_all(wadah: Container, bagian: str, batas: int, parser: _Parser) -> None:
    for keping in wadah.stream(bagian, batas):
        parser.feed(keping)
    parser.feed(b"", akhir=True)


class _Rows(Cells):
    """Makes rows of the cells of one sheet, which stand in order."""

    def __init__(self, bagian: str, teks: list[str]) -> None:
        super().__init__(bagian, len(teks), BARIS_EXCEL)
        self.siap: list[tuple[int, list[Any]]] = []
        self._teks = teks
        self._baris: list[Any] = []
        self._sampai = (0, 0)

    def take(self, sel: Cell) -> None:
        """Add the cell to its row."""
        if (sel.baris, sel.kolom) <= self._sampai:
            raise self.refused("sel atau baris tidak urut")
        self._sampai = (sel.baris, sel.kolom)
        isi = self._value(sel)
        if isi is not None:
            self._baris += [None] * (sel.kolom - 1 - len(self._baris))
            self._baris.append(isi)

    def end_row(self) -> None:
        """The row is whole."""
        self._sampai = max(self._sampai, (self.row_number, KOLOM_EXCEL))
        if self._baris:
            self.siap.append((self.row_number, self._baris))
            self._baris = []

    def _value(self, sel: Cell) -> object:
        """Text, number, or None for a cell that shows nothing."""
        if not sel.nilai and sel.rumus is not None and sel.tipe != "str":
            return BELUM_DIHITUNG
        if not sel.nilai:
            return None
        if sel.tipe == "s":
            return self._teks[int(sel.nilai)] or None
        if sel.tipe == "b":
            return "TRUE" if sel.nilai in ("1", "true") else "FALSE"
        if sel.tipe == "n":
            angka = float(sel.nilai)
            if not math.isfinite(angka):
                raise self.refused("nilai sel bukan angka")
            return angka
        return sel.nilai


def _rows(wadah: Container, bagian: str, teks: list[str]) -> Iterator[tuple[int, list[Any]]]:
    penerima = _Rows(bagian, teks)
    parser = _Parser(bagian, penerima)
    for keping in wadah.stream(bagian, ISI_LEMBAR):
        parser.feed(keping)
        if penerima.siap:
            yield from penerima.siap
            penerima.siap = []
    parser.feed(b"", akhir=True)
    yield from penerima.siap
