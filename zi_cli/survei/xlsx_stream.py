"""Sheets of an .xlsx read cell by cell, without holding more than one row and the shared texts.

As strict as the worksheet reader: one reading or none. An element that is not the standard's within a cell, a value
twice, rows or cells out of order are refused.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import DALAM_XML, MIB, Budget, Damaged, LimitExceeded, check_sheet_count
from zi_cli.worksheet.formats.package_xlsx import UTAMA, main_part, read_relations, read_workbook, related

ISI_LEMBAR = 1024 * MIB  #: bytes of one sheet, inflated
ISI_TEKS = 128 * MIB  #: bytes of the shared texts, inflated
_KEPING = 1 * MIB  #: bytes between two "<"; no cell is that long
_HURUF_KOLOM = {c: n for n, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1)}

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
    """Feeds pieces of XML to a handler object; names come as "namespace name"."""

    def __init__(self, bagian: str, penerima: Any) -> None:
        import pyexpat

        self._bagian, self._galat = bagian, pyexpat.ExpatError
        self._sejak = 0
        self._p = p = pyexpat.ParserCreate(namespace_separator=" ")
        p.buffer_text = True
        p.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_NEVER)
        p.StartDoctypeDeclHandler = self._doctype
        p.StartElementHandler = penerima.mulai
        p.EndElementHandler = penerima.selesai
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


class _Text:
    """Handlers that collect the texts of ``<si>``: runs joined, phonetic guides left out."""

    def __init__(self) -> None:
        self.jalur: list[str] = []
        self.semua: list[str] = []
        self.isi: list[str] = []

    def mulai(self, unsur: str, _: dict[str, str]) -> None:
        if len(self.jalur) >= DALAM_XML:
            raise LimitExceeded(f"XML bersarang lebih dari {DALAM_XML} tingkat")
        nama = _local(unsur)
        self.jalur.append(nama)
        if nama == "si":
            self.isi = []

    def selesai(self, unsur: str) -> None:
        if self.jalur.pop() == "si":
            self.semua.append("".join(self.isi))

    def huruf(self, teks: str) -> None:
        if self.jalur and self.jalur[-1] == "t" and "rPh" not in self.jalur:
            self.isi.append(teks)


def _shared_strings(wadah: Container, bagian: str) -> list[str]:
    penerima = _Text()
    _feed_all(wadah, bagian, ISI_TEKS, _Parser(bagian, penerima))
    return penerima.semua


def _feed_all(wadah: Container, bagian: str, batas: int, parser: _Parser) -> None:
    for keping in wadah.stream(bagian, batas):
        parser.feed(keping)
    parser.feed(b"", akhir=True)


def _local(unsur: str) -> str:
    """The local name of an element of the spreadsheet standard; other elements keep their namespace."""
    ruang, _, nama = unsur.rpartition(" ")
    return nama if ruang in UTAMA else unsur


class _Cells:
    """Handlers that make rows of the cells of one sheet."""

    def __init__(self, bagian: str, teks: list[str]) -> None:
        self.bagian, self.teks = bagian, teks
        self.jalur: list[str] = []
        self.siap: list[tuple[int, list[Any]]] = []
        self.nomor = 0
        self.baris: list[Any] = []
        self.kolom = 0
        self.jenis = "n"
        self.nilai: list[str] | None = None
        self.langsung: list[str] = []
        self.data = 0

    def _tolak(self, apa: str) -> Damaged:
        return Damaged(f"bagian {self.bagian[:80]}, baris {self.nomor}: {apa}")

    def mulai(self, unsur: str, atribut: dict[str, str]) -> None:
        if len(self.jalur) >= DALAM_XML:
            raise LimitExceeded(f"XML bersarang lebih dari {DALAM_XML} tingkat")
        nama = _local(unsur)
        self.jalur.append(nama)
        dalam = len(self.jalur)
        if nama == "sheetData":
            self.data += 1
            if dalam != 2 or self.data > 1:
                raise self._tolak("sheetData ada dua kali, atau tidak di tempatnya")
        elif dalam >= 3 and self.jalur[1] == "sheetData":
            if dalam == 3:
                self._mulai_baris(nama, atribut)
            elif dalam == 4:
                self._mulai_sel(nama, atribut)
            elif dalam == 5:
                if nama == "v":
                    if self.nilai is not None:
                        raise self._tolak("satu sel berisi dua nilai")
                    self.nilai = []
                elif nama not in ("f", "is", "extLst"):
                    raise self._tolak(f"unsur {nama[-40:]} di dalam sel")
                elif nama == "is" and self.jenis != "inlineStr":
                    raise self._tolak("satu sel berisi dua nilai")

    def _mulai_baris(self, nama: str, atribut: dict[str, str]) -> None:
        if nama != "row":
            raise self._tolak(f"unsur {nama[-40:]} di antara baris")
        nomor = atribut.get("r")
        baru = self.nomor + 1 if nomor is None else int(nomor) if nomor.isascii() and nomor.isdigit() else 0
        if baru <= self.nomor:
            raise self._tolak("nomor baris tidak urut")
        self.nomor, self.baris, self.kolom = baru, [], 0

    def _mulai_sel(self, nama: str, atribut: dict[str, str]) -> None:
        if nama != "c":
            raise self._tolak(f"unsur {nama[-40:]} di antara sel")
        tempat = atribut.get("r")
        baru = self.kolom + 1
        if tempat is not None:
            huruf = tempat.rstrip("0123456789")
            if tempat[len(huruf) :] != str(self.nomor) or not 1 <= len(huruf) <= 3:
                raise self._tolak(f"sel {tempat[:20]} bukan milik barisnya")
            baru = 0
            for c in huruf:
                baru = baru * 26 + _HURUF_KOLOM.get(c, 100_000)
        if not self.kolom < baru <= 16_384:
            raise self._tolak("sel tidak urut")
        self.kolom, self.jenis, self.nilai, self.langsung = baru, atribut.get("t", "n"), None, []

    def huruf(self, teks: str) -> None:
        jalur = self.jalur
        if len(jalur) < 5 or jalur[1] != "sheetData":
            return
        if jalur[-1] == "v" and self.nilai is not None:
            self.nilai.append(teks)
        elif jalur[-1] == "t" and jalur[4] == "is" and "rPh" not in jalur:
            self.langsung.append(teks)

    def selesai(self, unsur: str) -> None:
        jalur = self.jalur
        jalur.pop()
        if len(jalur) == 3 and jalur[1] == "sheetData":
            isi = self._isi()
            if isi is not None:
                self.baris += [None] * (self.kolom - 1 - len(self.baris))
                self.baris.append(isi)
        elif len(jalur) == 2 and jalur[1] == "sheetData" and self.baris:
            self.siap.append((self.nomor, self.baris))

    def _isi(self) -> object:
        if self.jenis == "inlineStr":
            if self.nilai is not None:
                raise self._tolak("satu sel berisi dua nilai")
            return "".join(self.langsung) or None
        if self.nilai is None or not (mentah := "".join(self.nilai)):
            return None
        if self.jenis == "s":
            if not (mentah.isascii() and mentah.isdigit() and int(mentah[:12]) < len(self.teks)):
                raise self._tolak("petunjuk teks di luar daftar")
            return self.teks[int(mentah)] or None
        if self.jenis == "b":
            return "TRUE" if mentah.strip() in ("1", "true") else "FALSE"
        if self.jenis in ("str", "e", "d"):
            return mentah
        try:
            angka = float(mentah)
        except ValueError:
            raise self._tolak("nilai sel bukan angka") from None
        if not math.isfinite(angka):
            raise self._tolak("nilai sel bukan angka")
        return angka


def _rows(wadah: Container, bagian: str, teks: list[str]) -> Iterator[tuple[int, list[Any]]]:
    penerima = _Cells(bagian, teks)
    parser = _Parser(bagian, penerima)
    for keping in wadah.stream(bagian, ISI_LEMBAR):
        parser.feed(keping)
        if penerima.siap:
            yield from penerima.siap
            penerima.siap = []
    parser.feed(b"", akhir=True)
    yield from penerima.siap
