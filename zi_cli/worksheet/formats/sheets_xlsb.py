"""Checks of .xlsb: the binary records of each sheet, walked as the reading library walks them."""

from collections.abc import Iterable, Iterator
from functools import partial
from struct import error as StructError
from struct import unpack_from

from zi_cli.worksheet.formats.container import Container, assemble
from zi_cli.worksheet.formats.drawings_xlsx import covered
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
from zi_cli.worksheet.formats.looks import BinaryBook, CellOrder, SheetLook
from zi_cli.worksheet.formats.looks_xlsb import XlsbStyles, read_look, read_styles, records, run_fonts
from zi_cli.worksheet.formats.package_xlsx import RELASI_KANTOR, Relation, escape, read_relations, related
from zi_cli.worksheet.formats.sheets_xls import GALAT
from zi_cli.worksheet.formats.windows import Window, unreachable

_BUKU = "xl/workbook.bin"
_RELASI = "xl/_rels/workbook.bin.rels"
_TEKS = "xl/sharedStrings.bin"
_GAYA = "xl/styles.bin"

_ROW, _ERROR, _ISST, _FMLA_ERROR, _BEGIN_SHEET_DATA, _END_SHEET_DATA = 0x0000, 0x0003, 0x0007, 0x000B, 0x0091, 0x0092
_SST_ITEM, _FMT, _BUNDLE_SH, _BOOK_VIEW, _RSTRING = 0x0013, 0x002C, 0x009C, 0x009E, 0x003E
#: Cells that are counted from the one before, which some programs read and others do not.
_SEL_RINGKAS = range(12, 19)
#: Around what only some versions understand.
_BEGIN_APART, _END_APART = (35, 37), (36, 38)


def prepare_xlsb(wadah: Container, nama_buku: str, takaran: Budget) -> BinaryBook:
    """Check the workbook; return what the reading library may read, and how its cells look.

    *nama_buku* is the workbook that the package names; relations lead to all other parts.
    Raises ``Damaged`` or ``LimitExceeded``.
    """
    takaran.batas_isi = ISI_BINER
    try:
        return _check(wadah, nama_buku, takaran)
    except (StructError, IndexError):
        raise Damaged("rekaman .xlsb terpotong") from None


def _check(wadah: Container, nama_buku: str, takaran: Budget) -> BinaryBook:
    buku, relasi = wadah.read(nama_buku), read_relations(wadah, nama_buku)
    bagian: list[tuple[str, bytes, int | None]] = [(_BUKU, buku, None)]
    panjang: list[int] = []
    ragam: dict[int, list[int]] = {}
    gaya = XlsbStyles({}, frozenset())
    nama_teks, nama_gaya = related(relasi, "sharedStrings"), related(relasi, "styles")
    if nama_teks is not None and nama_teks in wadah:
        teks = wadah.read(nama_teks)
        satuan = [(awal, akhir) for jenis, awal, akhir in records(teks) if jenis == _SST_ITEM]
        panjang = [3 * unpack_from("<I", teks, awal + 1)[0] for awal, _ in satuan]
        ragam = {i: fonts for i, (awal, akhir) in enumerate(satuan) if (fonts := run_fonts(teks, awal, akhir))}
        bagian.append((_TEKS, teks, None))
    if nama_gaya is not None and nama_gaya in wadah:
        isi_gaya = wadah.read(nama_gaya)
        if any(jenis == _FMT and akhir - awal > 2 * FORMAT_ANGKA for jenis, awal, akhir in records(isi_gaya)):
            raise LimitExceeded(f"format angka lebih dari {FORMAT_ANGKA} karakter")
        nama_tema = related(relasi, "theme")
        tema = wadah.read(nama_tema) if nama_tema is not None and nama_tema in wadah else None
        gaya = read_styles(isi_gaya, tema, ragam)
        bagian.append((_GAYA, isi_gaya, None))
    lembar = sheet_parts(buku, relasi)
    check_sheet_count(len(lembar))
    dipakai = [b for _, b in lembar if b is not None]
    if len(set(dipakai)) < len(dipakai):
        raise Damaged("satu bagian dipakai oleh dua lembar")
    galat: list[dict[tuple[int, int], str]] = []
    rupa: list[SheetLook] = []
    for i, (_, nama) in enumerate(lembar, 1):
        if nama is None:
            galat.append({})
            rupa.append(SheetLook())
            continue
        isi = wadah.read(nama)
        galat.append(_measure(isi, takaran, panjang))
        rupa.append(read_look(isi, gaya, partial(covered, wadah, nama)))
        bagian.append((f"xl/worksheets/sheet{i}.bin", isi, None))
    bagian.append((_RELASI, _relations(id_ for id_, _ in lembar), None))
    dibaca = [b is not None for _, b in lembar]
    return BinaryBook(assemble(bagian), dibaca, galat, rupa, unreachable(_windows(buku), len(lembar)))


def _windows(buku: bytes) -> Iterator[Window]:
    for jenis, awal, _ in records(buku):
        if jenis == _BOOK_VIEW:
            aktif, bendera = unpack_from("<IB", buku, awal + 24)
            yield Window(aktif, bool(bendera & 0x20), not bendera & 3)


def sheet_parts(buku: bytes, relasi: dict[str, Relation]) -> list[tuple[str, str | None]]:
    """The sheets that the workbook part lists: relation and part, which is None for one without cells."""
    lembar: list[tuple[str, str | None]] = []
    for jenis, awal, akhir in records(buku):
        if jenis == _BUNDLE_SH:
            n = unpack_from("<I", buku, awal + 8)[0]
            if n == 0xFFFFFFFF:
                continue
            id_relasi = buku[awal + 12 : min(akhir, awal + 12 + 2 * n)].decode("utf-16-le", "replace")
            tujuan = relasi.get(id_relasi)
            if tujuan is None or tujuan.bagian is None:
                raise Damaged("lembar tanpa isi")
            # Charts, dialogs and macro sheets hold no cells of a worksheet.
            lembar.append((id_relasi, tujuan.bagian if tujuan.jenis == "worksheet" else None))
    return lembar


def _relations(id_lembar: Iterable[str]) -> bytes:
    """The workbook's relations to its sheets, written anew."""
    satu = (
        f'<Relationship Id="{escape(id_)}" Type="{RELASI_KANTOR}/worksheet" Target="worksheets/sheet{i}.bin"/>'
        for i, id_ in enumerate(id_lembar, 1)
    )
    paket = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{paket}">{"".join(satu)}</Relationships>'.encode()


def _measure(isi: bytes, takaran: Budget, panjang: list[int]) -> dict[tuple[int, int], str]:
    """The error values and texts of the sheet that the reading library leaves out, by place."""
    galat: dict[tuple[int, int], str] = {}
    urutan = CellOrder()
    baris = kolom = teks = r = mulai = terpisah = 0
    for jenis, awal, akhir in records(isi):
        if jenis == _ROW:
            r = unpack_from("<I", isi, awal)[0]
            if r >= BARIS_EXCEL:
                raise LimitExceeded(f"baris {r + 1}")
        elif jenis in (_BEGIN_SHEET_DATA, _END_SHEET_DATA):
            mulai += 1
        elif jenis in _BEGIN_APART or jenis in _END_APART:
            terpisah += 1 if jenis in _BEGIN_APART else -1
        elif jenis in _SEL_RINGKAS:
            raise Damaged("sel .xlsb ditulis tanpa kolomnya")
        elif 1 <= jenis <= _FMLA_ERROR or jenis == _RSTRING:
            k = unpack_from("<I", isi, awal)[0]
            urutan.note(r, k)
            if mulai != 1 or terpisah:
                raise Damaged("sel .xlsb di luar isi lembarnya, atau isi lembarnya ada dua")
            if r >= BARIS_EXCEL or k >= KOLOM_EXCEL:
                raise LimitExceeded(f"sel pada baris {r + 1}, kolom {k + 1}")
            if jenis == 1:
                continue
            baris, kolom = max(baris, r + 1), max(kolom, k + 1)
            if jenis == _ISST:
                i = unpack_from("<I", isi, awal + 8)[0]
                teks += panjang[i] if i < len(panjang) else 0
            elif jenis in (_ERROR, _FMLA_ERROR):
                galat[r, k] = GALAT.get(isi[awal + 8], "#N/A")
            elif jenis == _RSTRING:
                panjang_teks = unpack_from("<I", isi, awal + 9)[0]
                galat[r, k] = isi[awal + 13 : min(akhir, awal + 13 + 2 * panjang_teks)].decode("utf-16-le", "replace")
                teks += 3 * len(galat[r, k])
    urutan.check()
    takaran.add_sheet(baris, kolom, teks)
    return galat
