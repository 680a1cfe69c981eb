"""Where cells lead when they are clicked, in .xls ([MS-XLS] 2.4.140, [MS-OSHARED] 2.3.7) and .xlsb ([MS-XLSB] 2.4.683).

A record shorter than its fields leads to what can't be told; so does a formula whose address is not written in it.
"""

import re
from collections.abc import Iterable
from struct import error as StructError
from struct import unpack_from

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.formulas_xlsx import Formula
from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.links import SheetLinks
from zi_cli.worksheet.formats.looks_xls import Record
from zi_cli.worksheet.formats.looks_xlsb import records
from zi_cli.worksheet.formats.package_xlsx import read_relations
from zi_cli.worksheet.formats.sheets_xls import sheet_records
from zi_cli.worksheet.formats.sheets_xlsb import sheet_parts

_FORMULA, _HLINK = 0x0006, 0x01B8
_HLINK_XLSB, _ROW, _FMLA = 494, 0, range(8, 12)
#: A text within a formula, the joining of two, and a call of the function 359.
_STR, _CONCAT, _CALL = 0x17, 0x08, re.compile(rb"[\x22\x42\x62][\x01\x02]\x67[\x01\x81]", re.DOTALL)
_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FILE = bytes.fromhex("0303000000000000c000000000000046")


def read_links_xls(alir: bytes) -> list[SheetLinks]:
    """The links of each worksheet of a workbook stream, in order."""
    try:
        return [_sheet_xls(alir, satu) for satu in sheet_records(alir)]
    except (StructError, IndexError):
        raise Damaged("rekaman .xls terpotong") from None


def _sheet_xls(isi: bytes, rekaman: Iterable[Record]) -> SheetLinks:
    lembar = SheetLinks()
    for jenis, awal, akhir in rekaman:
        if jenis == _HLINK:
            a, b, k, m = unpack_from("<HHHH", isi, awal)
            try:
                alamat = _hyperlink(isi[awal:akhir], 24)
            except (StructError, UnicodeDecodeError):
                alamat = ""
            lembar.add((a + 1, k, b + 1, m), alamat)
        elif jenis == _FORMULA:
            r, k = unpack_from("<HH", isi, awal)
            _formula(
                lembar, (r + 1, k), isi[awal + 22 : min(akhir, awal + 22 + unpack_from("<H", isi, awal + 20)[0])], 1
            )
    return lembar


def _hyperlink(isi: bytes, p: int) -> str:
    """The address of a hyperlink object; "#" and a place for one within the workbook."""
    _, bendera = unpack_from("<II", isi, p)
    p += 8
    for bit in (0x10, 0x80):  # what it shows, the frame it opens in
        if bendera & bit:
            p += 4 + 2 * unpack_from("<I", isi, p)[0]
    alamat = ""
    if bendera & 0x101 == 0x101:
        alamat, p = _text(isi, p)
    elif bendera & 1:
        jenis, p = isi[p : p + 16], p + 16
        panjang = unpack_from("<I", isi, p if jenis == _URL else p + 2)[0]
        if jenis == _URL:
            alamat, p = _until_null(isi[p + 4 : p + 4 + panjang].decode("utf-16-le")), p + 4 + panjang
        elif jenis == _FILE:
            alamat, p = isi[p + 6 : p + 6 + panjang].decode("latin-1").rstrip("\0"), p + 6 + panjang + 24
            lebar = unpack_from("<I", isi, p)[0]
            if lebar:
                alamat = isi[p + 10 : p + 10 + unpack_from("<I", isi, p + 4)[0]].decode("utf-16-le")
            p += 4 + lebar
        else:
            return ""
    return alamat + (f"#{_text(isi, p)[0]}" if bendera & 8 else "")


def _text(isi: bytes, p: int) -> tuple[str, int]:
    akhir = p + 4 + 2 * unpack_from("<I", isi, p)[0]
    return _until_null(isi[p + 4 : akhir].decode("utf-16-le")), akhir


def _until_null(teks: str) -> str:
    return teks.partition("\0")[0]


def _formula(lembar: SheetLinks, tempat: tuple[int, int], rumus: bytes, panjang: int) -> None:
    """A formula that calls HYPERLINK, its result or a part of it; *panjang*: see :func:`_address`."""
    if not _CALL.search(rumus):
        return
    try:
        alamat = _address(rumus, panjang).replace('"', '""')
    except IndexError:
        alamat = ""
    lembar.add_formula(tempat, Formula(f'HYPERLINK("{alamat}")' if alamat else "HYPERLINK(?)", tempat))


def _address(rumus: bytes, panjang: int) -> str:
    """The first argument of a call that is all of *rumus*, when all are texts, joined or not; "" otherwise.

    *panjang* bytes tell how long a text is: one in .xls, which a byte on its width follows, two in .xlsb.
    """
    tumpukan: list[str] = []
    p, akhir = 0, len(rumus) - 4
    while p < akhir:
        if rumus[p] == _STR:
            lebar = 2 if panjang == 2 or rumus[p + 2] & 1 else 1
            bita = lebar * int.from_bytes(rumus[p + 1 : p + 1 + panjang], "little")
            tumpukan.append(rumus[p + 3 : p + 3 + bita].decode("utf-16-le" if lebar == 2 else "latin-1", "replace"))
            p += 3 + bita
        elif rumus[p] == _CONCAT and len(tumpukan) > 1:
            tumpukan[-2:] = ["".join(tumpukan[-2:])]
            p += 1
        else:
            return ""
    return tumpukan[0] if _CALL.match(rumus, akhir) and len(tumpukan) == rumus[-3] else ""


def read_links_xlsb(wadah: Container, utama: str) -> list[SheetLinks]:
    """The links of each worksheet of a package whose workbook is the part *utama*, in order."""
    lembar = sheet_parts(wadah.read(utama), read_relations(wadah, utama))
    try:
        return [_sheet_xlsb(wadah, bagian) for _, bagian in lembar if bagian is not None]
    except (StructError, IndexError, UnicodeDecodeError):
        raise Damaged("rekaman .xlsb terpotong") from None


def _sheet_xlsb(wadah: Container, bagian: str) -> SheetLinks:
    lembar, isi, relasi, r = SheetLinks(), wadah.read(bagian), read_relations(wadah, bagian), 0
    for jenis, awal, akhir in records(isi):
        if jenis == _ROW:
            r = unpack_from("<I", isi, awal)[0]
        elif jenis == _HLINK_XLSB:
            a, b, k, m = unpack_from("<IIII", isi, awal)
            id_, p = _text(isi, awal + 16)
            tempat, _ = _text(isi, p)
            tujuan = relasi.get(id_)
            luar = tujuan.luar if tujuan is not None else None
            lembar.add((a + 1, k, b + 1, m), (luar or "") + (f"#{tempat}" if tempat else ""))
        elif jenis in _FMLA:
            p = _after_value(isi, jenis, awal) + 2
            if p + 4 <= akhir:
                k, n = unpack_from("<I", isi, awal)[0], unpack_from("<I", isi, p)[0]
                _formula(lembar, (r + 1, k), isi[p + 4 : min(akhir, p + 4 + n)], 2)
    return lembar


def _after_value(isi: bytes, jenis: int, awal: int) -> int:
    """Where the value of a cell with a formula ends: a text, a number, or one byte."""
    if jenis == 8:
        return awal + 12 + 2 * int(unpack_from("<I", isi, awal + 8)[0])
    return awal + (16 if jenis == 9 else 9)
