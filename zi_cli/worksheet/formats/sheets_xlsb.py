"""Checks of .xlsb: the binary records of each sheet, walked as the reading library walks them."""

from collections.abc import Iterator
from struct import error as StructError
from struct import unpack_from

from zi_cli.worksheet.formats.container import Container, kunci, susun
from zi_cli.worksheet.formats.limits import (
    BARIS_EXCEL,
    FORMAT_ANGKA,
    ISI_BINER,
    KOLOM_EXCEL,
    Budget,
    Damaged,
    LimitExceeded,
    check_sheet_count,
)
from zi_cli.worksheet.formats.package_xlsx import read_relations
from zi_cli.worksheet.formats.sheets_xls import GALAT

_BUKU = "xl/workbook.bin"
_RELASI = "xl/_rels/workbook.bin.rels"
_TEKS = "xl/sharedStrings.bin"
_GAYA = "xl/styles.bin"

_ROW, _ERROR, _ISST, _FMLA_ERROR, _END_SHEET_DATA = 0x0000, 0x0003, 0x0007, 0x000B, 0x0092
_SST_ITEM, _FMT, _BUNDLE_SH = 0x0013, 0x002C, 0x009C


def siapkan(wadah: Container, takaran: Budget) -> tuple[bytes, list[bool], list[dict[tuple[int, int], str]]]:
    """Check the workbook; return the rebuilt file, which sheets hold cells, and their error values.

    Errors are keyed by (row, column), zero-based. Raises ``Damaged`` or ``LimitExceeded``.
    """
    takaran.batas_isi = ISI_BINER
    try:
        return _periksa(wadah, takaran)
    except (StructError, IndexError):
        raise Damaged("rekaman .xlsb terpotong") from None


def _periksa(wadah: Container, takaran: Budget) -> tuple[bytes, list[bool], list[dict[tuple[int, int], str]]]:
    buku, relasi = wadah.baca(_BUKU), wadah.baca(_RELASI)
    tujuan = {
        id_: r.bagian if r.jenis == "worksheet" else None
        for id_, r in read_relations(wadah, _BUKU).items()
        if r.bagian is not None
    }
    bagian: list[tuple[str, bytes, int | None]] = [(_BUKU, buku, None), (_RELASI, relasi, None)]
    panjang: list[int] = []
    if _TEKS in wadah:
        teks = wadah.baca(_TEKS)
        panjang = [3 * unpack_from("<I", teks, awal + 1)[0] for jenis, awal, _ in _rekaman(teks) if jenis == _SST_ITEM]
        bagian.append((_TEKS, teks, None))
    if _GAYA in wadah:
        gaya = wadah.baca(_GAYA)
        if any(jenis == _FMT and akhir - awal > 2 * FORMAT_ANGKA for jenis, awal, akhir in _rekaman(gaya)):
            raise LimitExceeded(f"format angka lebih dari {FORMAT_ANGKA} karakter")
        bagian.append((_GAYA, gaya, None))
    lembar = []
    for jenis, awal, akhir in _rekaman(buku):
        if jenis == _BUNDLE_SH:
            n = unpack_from("<I", buku, awal + 8)[0]
            if n == 0xFFFFFFFF:
                continue
            id_relasi = buku[awal + 12 : min(akhir, awal + 12 + 2 * n)].decode("utf-16-le", "replace")
            if id_relasi not in tujuan:
                raise Damaged("lembar tanpa isi")
            lembar.append(tujuan[id_relasi])
    check_sheet_count(len(lembar))
    dipakai = [b for b in lembar if b is not None]
    if len(set(map(kunci, dipakai))) < len(dipakai):
        raise Damaged("satu bagian dipakai oleh dua lembar")
    galat: list[dict[tuple[int, int], str]] = []
    for nama in lembar:
        if nama is None:
            galat.append({})
            continue
        isi = wadah.baca(nama)
        galat.append(_ukur(isi, takaran, panjang))
        bagian.append((wadah.nama_asli(nama), isi, None))
    return susun(bagian), [b is not None for b in lembar], galat


def _ukur(isi: bytes, takaran: Budget, panjang: list[int]) -> dict[tuple[int, int], str]:
    galat: dict[tuple[int, int], str] = {}
    baris = kolom = teks = r = 0
    for jenis, awal, _ in _rekaman(isi):
        if jenis == _ROW:
            r = unpack_from("<I", isi, awal)[0]
        elif jenis == _END_SHEET_DATA:
            break
        elif 2 <= jenis <= _FMLA_ERROR:
            k = unpack_from("<I", isi, awal)[0]
            if r >= BARIS_EXCEL or k >= KOLOM_EXCEL:
                raise LimitExceeded(f"sel pada baris {r + 1}, kolom {k + 1}")
            baris, kolom = max(baris, r + 1), max(kolom, k + 1)
            if jenis == _ISST:
                i = unpack_from("<I", isi, awal + 8)[0]
                teks += panjang[i] if i < len(panjang) else 0
            elif jenis in (_ERROR, _FMLA_ERROR):
                galat[r, k] = GALAT.get(isi[awal + 8], "#N/A")
    takaran.tambah_lembar(baris, kolom, teks)
    return galat


def _rekaman(isi: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (type, start, end) of each record's data; raise ``Damaged`` for one that goes beyond the part."""
    p, ukuran = 0, len(isi)
    while p < ukuran:
        jenis = isi[p]
        p += 1
        if jenis & 0x80:
            jenis = (jenis & 0x7F) | (isi[p] & 0x7F) << 7
            p += 1
        panjang = geser = 0
        while True:
            b = isi[p]
            p += 1
            panjang |= (b & 0x7F) << geser
            geser += 7
            if b < 0x80 or geser == 28:
                break
        if p + panjang > ukuran:
            raise Damaged("rekaman .xlsb terpotong")
        yield jenis, p, p + panjang
        p += panjang
