"""Parts of .xlsx and .xlsm: which are read, what each must be, and the file rebuilt from them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from deflate import crc32

from zi_cli.worksheet.formats.cells_xlsx import SharedStrings, check_sheet
from zi_cli.worksheet.formats.container import Container, kunci, susun
from zi_cli.worksheet.formats.limits import (
    FORMAT_ANGKA,
    GAYA,
    Budget,
    Damaged,
    LimitExceeded,
    check_sheet_count,
    ribuan,
)

_BUKU = "xl/workbook.xml"
_RELASI = "xl/_rels/workbook.xml.rels"
_TEKS = "xl/sharedStrings.xml"
_GAYA = "xl/styles.xml"

# The two parts that only say where the workbook is; the rebuilt file has it at the usual place.
_KERANGKA = tuple(
    (nama, isi, crc32(isi))
    for nama, isi in (
        (
            "[Content_Types].xml",
            b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName='
            b'"/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.'
            b'main+xml"/></Types>',
        ),
        (
            "_rels/.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            b'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            b'Target="xl/workbook.xml"/></Relationships>',
        ),
    )
)

# For merged ranges, which nobody here asks for, the reading library goes through the whole sheet a second
# time, until it meets them. Said to be none before the cells, they cost nothing.
_TANPA_GABUNGAN = (b"<sheetData", b"<mergeCells></mergeCells><sheetData")

_ATRIBUT = re.compile(rb"""\s+([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ELEMEN = rb"""<(?:[\w.-]+:)?%s((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*+)\s*/?>"""
_ELEMEN_LEMBAR = re.compile(_ELEMEN % b"sheet")
_ELEMEN_RELASI = re.compile(_ELEMEN % b"Relationship")
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?s:.*?)\?>|<!--(?s:.*?)-->)*+<[A-Za-z_]")
_PENYANDIAN = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")
_FORMAT_PANJANG = re.compile(rb"""formatCode\s*=\s*["'][^"']{%d}""" % (FORMAT_ANGKA + 1))


class Siap(NamedTuple):
    """A workbook ready for the reading library: its rebuilt bytes and, by sheet part, what it needs to know.

    ``bagian`` holds the part of each sheet in workbook order, None for one that is not to be read;
    ``rumus_kosong`` lists (one-based row, zero-based column) of formulas never calculated, by part.
    """

    data: bytes
    bagian: list[str | None]
    rumus_kosong: dict[str, list[tuple[int, int]]]


def siapkan(wadah: Container, takaran: Budget) -> Siap:
    """Check every part the reading library will open; raise ``Damaged`` or ``LimitExceeded``."""
    buku = _baca_xml(wadah, _BUKU)
    relasi = _baca_xml(wadah, _RELASI)
    lembar = list(_bagian_lembar(buku, relation_map(relasi)))
    check_sheet_count(len(lembar))
    dipakai = [b for b in lembar if b is not None]
    if len(set(dipakai)) < len(dipakai):
        raise Damaged("satu bagian dipakai oleh dua lembar")
    bagian: list[tuple[str, bytes, int | None]] = [*_KERANGKA, (_BUKU, buku, None), (_RELASI, relasi, None)]
    bita_lembar = sum(wadah.ukuran(b) for b in dipakai if b in wadah)
    teks = SharedStrings(b"", bita_lembar)
    if _TEKS in wadah:
        teks = SharedStrings(_baca_xml(wadah, _TEKS), bita_lembar)
        bagian.append((_TEKS, teks.isi, wadah.jumlah_uji(_TEKS)))
    if _GAYA in wadah:
        gaya = _baca_xml(wadah, _GAYA)
        if gaya.count(b"xf") > 2 * GAYA:
            raise LimitExceeded(f"gaya sel lebih dari {ribuan(GAYA)}")
        if _FORMAT_PANJANG.search(gaya):
            raise LimitExceeded(f"format angka lebih dari {ribuan(FORMAT_ANGKA)} karakter")
        bagian.append((_GAYA, gaya, wadah.jumlah_uji(_GAYA)))
    hitung_ulang = re.search(rb"fullCalcOnLoad\s*=\s*.(?:1|true)", buku) is not None
    kosong: dict[str, list[tuple[int, int]]] = {}
    for nama in dipakai:
        if nama not in wadah:
            raise Damaged(f"bagian {nama[:80]} tidak ada")
        isi = _baca_xml(wadah, nama)
        isi, rumus = check_sheet(isi, takaran, teks, hitung_ulang)
        if rumus:
            kosong[nama] = rumus
        bagian.append((wadah.nama_asli(nama), isi.replace(*_TANPA_GABUNGAN, 1), None))
    return Siap(susun(bagian), lembar, kosong)


def _baca_xml(wadah: Container, nama: str) -> bytes:
    """A part that must be UTF-8 XML without a document type (entities are never expanded)."""
    isi = wadah.baca(nama)
    if isi.find(b"\0") >= 0:
        raise Damaged(f"bagian {nama[:80]} bukan XML UTF-8")
    awal = isi[:400]
    sandi = _PENYANDIAN.search(awal)
    if sandi is not None and sandi[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise Damaged(f"bagian {nama[:80]} bukan XML UTF-8")
    if not _PROLOG.match(isi):
        # Nothing but a document type can stand there in sound XML.
        raise LimitExceeded(f"bagian {nama[:80]} memuat deklarasi entitas, atau bukan XML")
    return isi


def relation_map(relasi: bytes) -> dict[bytes, str | None]:
    """The part that each relation of the workbook leads to; None when it is not a worksheet.

    A target outside the file (``TargetMode="External"``) is never followed.
    """
    tujuan: dict[bytes, str | None] = {}
    for m in _ELEMEN_RELASI.finditer(relasi):
        atribut = _atribut(m[1])
        if b"Id" in atribut and b"Target" in atribut and atribut.get(b"TargetMode") != b"External":
            nama = kunci(atribut[b"Target"].decode("utf-8", "replace"))
            nama = nama if nama.startswith("xl/") else f"xl/{nama}"
            tujuan[atribut[b"Id"]] = nama if atribut.get(b"Type", b"").endswith(b"/worksheet") else None
    return tujuan


def _bagian_lembar(buku: bytes, tujuan: dict[bytes, str | None]) -> Iterator[str | None]:
    """The part of each sheet in workbook order; None for a chart, dialog or macro sheet."""
    for m in _ELEMEN_LEMBAR.finditer(buku):
        id_relasi = next((v for k, v in _atribut(m[1]).items() if k.endswith(b":id")), b"")
        if id_relasi not in tujuan:
            raise Damaged("lembar tanpa isi")
        yield tujuan[id_relasi]


def _atribut(teks: bytes) -> dict[bytes, bytes]:
    return {m[1]: m[2] if m[2] is not None else m[3] for m in _ATRIBUT.finditer(teks)}
