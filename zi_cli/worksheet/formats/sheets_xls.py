"""Checks of .xls (BIFF in an OLE container): how far cells reach, how much text they refer to.

The workbook stream is taken out of its container, walked record by record as the reading library
does, and put into a fresh container of one stream, so that nothing else in the file is ever read
(macros and embedded objects among it).
"""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise, takewhile
from struct import error as StructError
from struct import iter_unpack, pack, pack_into, unpack_from

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.limits import (
    ISI_BINER,
    RUMUS_XLS,
    SEL,
    TEKS,
    Budget,
    Damaged,
    LimitExceeded,
    check_sheet_count,
    ribuan,
)
from zi_cli.worksheet.formats.looks import BinaryBook, CellOrder, SheetLook
from zi_cli.worksheet.formats.looks_xls import Record, read_look, read_styles
from zi_cli.worksheet.formats.windows import Window, unreachable

TANDA_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_EOF, _BOF, _FILEPASS, _BOUNDSHEET, _SST, _CONTINUE = 0x000A, 0x0809, 0x002F, 0x0085, 0x00FC, 0x003C
_DIMENSIONS, _LABELSST, _FORMULA, _MULRK, _BOOLERR = 0x0200, 0x00FD, 0x0006, 0x00BD, 0x0205
_SEL = frozenset((_LABELSST, _FORMULA, _MULRK, _BOOLERR, 0x0203, 0x0204, 0x027E, 0x00D6))
_BLANK, _MULBLANK = 0x0201, 0x00BE
#: Records of cells as older versions write them, which some programs read here and others do not.
_SEL_LAMA = frozenset((0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0206, 0x0406))
#: What the head of a worksheet says it is, and what the list of sheets says.
_LEMBAR_KERJA, _JENIS_LEMBAR_KERJA = 0x0010, 0
#: The version of .xls that is read: that of Excel 97 and later.
_VERSI = 0x0600
_WINDOW1 = 0x003D
_RUMUS = frozenset((_FORMULA, 0x0206, 0x0406, 0x0221, 0x04BC, 0x0018))

#: Error values by their code in .xls and .xlsb files.
GALAT = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


def bersandi(alir: bytes) -> bool:
    """Whether the stream is encrypted (a FILEPASS record near its start)."""
    for jenis, _, _ in _rekaman(alir, 0):
        if jenis == _FILEPASS:
            return True
        if jenis in (_EOF, _BOUNDSHEET):
            return False
    return False


def prepare_xls(alir: bytes, takaran: Budget) -> BinaryBook:
    """Check the workbook stream *alir*; return what the reading library may read, and how its cells look.

    Raises ``Damaged`` or ``LimitExceeded``.
    """
    takaran.batas_isi = ISI_BINER
    takaran.add_bytes(len(alir))
    isi = bytearray(alir)
    try:
        return _check(isi, takaran)
    except (StructError, IndexError):
        raise Damaged("rekaman .xls terpotong") from None


def _check(isi: bytearray, takaran: Budget) -> BinaryBook:
    lembar: list[tuple[int, int]] = []
    teks_bersama = SharedTexts([], {})
    rumus = 0
    umum: list[Record] = []
    jendela: list[Window] = []
    for jenis, awal, akhir in _rekaman(isi, 0):
        if jenis == _EOF:
            break
        umum.append((jenis, awal, akhir))
        if jenis == _BOUNDSHEET:
            lembar.append((unpack_from("<I", isi, awal)[0], isi[awal + 5]))
        elif jenis == _WINDOW1:
            bendera, aktif = unpack_from("<HH", isi, awal + 8)
            jendela.append(Window(aktif, bool(bendera & 0x20), not bendera & 5))
        elif jenis == _SST:
            if teks_bersama.panjang:
                raise Damaged("tabel teks .xls ada dua")
            teks_bersama = _shared_texts(isi, awal, akhir)
        elif jenis in _RUMUS:
            rumus += akhir - awal
    check_sheet_count(len(lembar))
    gaya = read_styles(isi, umum, teks_bersama.ragam)
    panjang = teks_bersama.panjang
    galat: list[dict[tuple[int, int], str]] = []
    rupa: list[SheetLook] = []
    rentang: list[tuple[int, int]] = []
    dilalui = 0
    for letak, jenis_lembar in lembar:
        _check_head(isi, letak, jenis_lembar)
        urutan = CellOrder()
        satu: dict[tuple[int, int], str] = {}
        baris = kolom = teks = 0
        akhir = letak
        for jenis, awal, akhir in _until_end(isi, letak, len(isi)):
            if jenis == _DIMENSIONS and akhir - awal >= 14:
                # Only a hint for how much memory to reserve; a false one reserves gigabytes.
                pack_into("<IIHH", isi, awal, 0, 1, 0, 1)
            elif jenis == _DIMENSIONS:
                isi[awal:akhir] = pack("<HHHH", 0, 1, 0, 1).ljust(akhir - awal, b"\0")[: akhir - awal]
            elif jenis in _SEL:
                r, k = unpack_from("<HH", isi, awal)
                for i in range((akhir - awal - 6) // 6 if jenis == _MULRK else 1):
                    urutan.note(r, k + i)
                baris = max(baris, r + 1)
                kolom = max(kolom, k + 1)
                if jenis == _LABELSST:
                    i = unpack_from("<I", isi, awal + 6)[0]
                    teks += panjang[i] if i < len(panjang) else 0
                elif jenis == _MULRK:
                    kolom = max(kolom, unpack_from("<H", isi, akhir - 2)[0] + 1, k + (akhir - awal) // 6)
                elif jenis == _BOOLERR and isi[awal + 7]:
                    satu[r, k] = GALAT.get(isi[awal + 6], "#N/A")
                elif jenis == _FORMULA and isi[awal + 12 : awal + 14] == b"\xff\xff" and isi[awal + 6] == 2:
                    satu[r, k] = GALAT.get(isi[awal + 8], "#N/A")
            elif jenis in (_BLANK, _MULBLANK):
                r, k = unpack_from("<HH", isi, awal)
                for i in range((akhir - awal - 6) // 2 if jenis == _MULBLANK else 1):
                    urutan.note(r, k + i)
            elif jenis in _SEL_LAMA:
                raise Damaged("sel .xls ditulis dengan rekaman versi lama")
            if jenis in _RUMUS:
                rumus += akhir - awal
        urutan.check()
        rentang.append((letak, akhir))
        dilalui += akhir - letak
        if dilalui > len(isi):
            raise Damaged("lembar .xls saling bertumpuk")
        takaran.add_sheet(baris, kolom, teks)
        galat.append(satu)
        batas = min((mulai for mulai, _ in lembar if mulai > letak), default=len(isi))
        rupa.append(read_look(isi, partial(_until_end, isi, letak, batas), gaya))
    rentang.sort()
    if any(akhir > letak for (_, akhir), (letak, _) in pairwise(rentang)):
        # The same bytes read as two sheets could be read in two ways.
        raise Damaged("lembar .xls saling bertumpuk")
    if rumus > RUMUS_XLS:
        raise LimitExceeded(f"rumus lebih dari {RUMUS_XLS >> 20} MB")
    dibaca = [jenis == _JENIS_LEMBAR_KERJA for _, jenis in lembar]
    return BinaryBook(build_ole("Workbook", bytes(isi)), dibaca, galat, rupa, unreachable(jendela, len(lembar)))


def _check_head(isi: bytearray, letak: int, jenis: int) -> None:
    """Raise ``Damaged`` where the head of a sheet says it is another kind, or version, than is said elsewhere."""
    rekaman, panjang = unpack_from("<HH", isi, letak)
    if {unpack_from("<H", isi, p + 4)[0] for p in (0, letak)} != {_VERSI}:
        # Older versions write texts, fonts and formats otherwise.
        raise Damaged("versinya lebih tua daripada Excel 97, atau tidak sama di semua lembarnya")
    if rekaman != _BOF or panjang < 4 or (unpack_from("<H", isi, letak + 6)[0] == _LEMBAR_KERJA) != (jenis == 0):
        raise Damaged("jenis lembar .xls tidak sama dengan daftarnya")


def _until_end(isi: bytes | bytearray, letak: int, batas: int) -> Iterator[Record]:
    """The records of the sheet at *letak*, before *batas*, to its end, without those of what it embeds (a chart)."""
    dalam = 0
    for jenis, awal, akhir in _rekaman(isi, letak):
        if awal > batas:
            return
        if jenis == _BOF:
            dalam += 1
        elif jenis == _EOF:
            dalam -= 1
            if dalam <= 0:
                yield jenis, awal, akhir
                return
        elif dalam <= 1:
            yield jenis, awal, akhir


def sheet_records(alir: bytes) -> list[Iterator[Record]]:
    """The records of each worksheet of a stream that was checked, in order; those of what it embeds left out."""
    umum = takewhile(lambda r: r[0] != _EOF, _rekaman(alir, 0))
    letak = [(unpack_from("<I", alir, awal)[0], alir[awal + 5]) for jenis, awal, _ in umum if jenis == _BOUNDSHEET]
    return [_until_end(alir, mulai, len(alir)) for mulai, jenis in letak if jenis == 0]


def _rekaman(isi: bytes | bytearray, letak: int) -> Iterator[Record]:
    """Yield (type, start, end) of each record's data from *letak* on."""
    ukuran = len(isi)
    while letak + 4 <= ukuran:
        jenis, panjang = unpack_from("<HH", isi, letak)
        awal = letak + 4
        letak = awal + panjang
        if letak > ukuran:
            raise Damaged("rekaman .xls terpotong")
        yield jenis, awal, letak


class SharedTexts(NamedTuple):
    """The shared table: an upper bound in bytes (UTF-8) for each text, and the fonts of the runs of those with any."""

    panjang: list[int]
    ragam: dict[int, list[int]]


def _shared_texts(isi: bytearray, awal: int, akhir: int) -> SharedTexts:
    jumlah = unpack_from("<I", isi, awal + 4)[0]
    if jumlah > SEL:
        raise LimitExceeded(f"{ribuan(jumlah)} teks (paling banyak {ribuan(SEL)})")
    hasil: list[int] = []
    semua_ragam: dict[int, list[int]] = {}
    p = awal + 8

    def sambung() -> None:
        """Go on in the CONTINUE record that follows."""
        nonlocal p, akhir
        jenis, panjang = unpack_from("<HH", isi, akhir)
        if jenis != _CONTINUE:
            raise Damaged("tabel teks .xls terpotong")
        p = akhir + 4
        akhir = p + panjang

    total = 0
    while len(hasil) < jumlah:
        if p >= akhir:
            sambung()
        cch = unpack_from("<H", isi, p)[0]
        bendera = isi[p + 2]
        p += 3
        ragam = ekor = 0
        if bendera & 8:
            ragam = ekor = 4 * unpack_from("<H", isi, p)[0]
            p += 2
        if bendera & 4:
            ekor += unpack_from("<I", isi, p)[0]
            p += 4
        lebar, sisa = 1 + (bendera & 1), cch
        while sisa:
            ada = min(sisa, (akhir - p) // lebar)
            p += ada * lebar
            sisa -= ada
            if sisa:
                sambung()
                lebar = 1 + (isi[p] & 1)
                p += 1
        mentah = bytearray()
        while ekor > 0:
            if p >= akhir:
                sambung()
            ada = min(ekor, akhir - p)
            mentah += isi[p : p + min(ada, ragam - len(mentah))]
            p += ada
            ekor -= ada
        if ragam:
            semua_ragam[len(hasil)] = [nomor for _, nomor in iter_unpack("<HH", mentah)]
        hasil.append(3 * cch)
        total += 3 * cch
        if total > TEKS:
            raise LimitExceeded(f"teks seluruhnya lebih dari {TEKS >> 20} MB")
    return SharedTexts(hasil, semua_ragam)


def build_ole(nama: str, isi: bytes) -> bytes:
    """An OLE file (version 4, sectors of 4,096 bytes) that holds the one stream *nama*.

    Its sectors: the stream, an empty mini stream (the library wants one), the directory, the FAT.
    """
    sektor = 4096
    # Shorter streams would go into the mini stream; padding after the last record is never read.
    isi = isi.ljust(sektor, b"\0")
    n = -(-len(isi) // sektor)
    fat_n = 1
    while fat_n * (sektor // 4) < n + 2 + fat_n:
        fat_n += 1
    akhir, bebas = 0xFFFFFFFE, 0xFFFFFFFF
    fat = [*range(1, n), akhir, akhir, akhir, *([0xFFFFFFFD] * fat_n)]
    fat += [bebas] * (fat_n * (sektor // 4) - len(fat))
    kepala = TANDA_OLE + bytes(16)
    kepala += pack("<HHHHH6xIIIIIIIII", 0x3E, 4, 0xFFFE, 12, 6, 1, fat_n, n + 1, 0, sektor, akhir, 0, akhir, 0)
    kepala += pack("<109I", *range(n + 2, n + 2 + fat_n), *([bebas] * (109 - fat_n)))
    direktori = _direktori("Root Entry", 5, 1, n, sektor) + _direktori(nama, 2, bebas, 0, len(isi))
    return b"".join(
        (
            kepala.ljust(sektor, b"\0"),
            isi.ljust(n * sektor, b"\0"),
            bytes(sektor),
            direktori.ljust(sektor, b"\0"),
            pack(f"<{len(fat)}I", *fat),
        )
    )


def _direktori(nama: str, jenis: int, anak: int, awal: int, ukuran: int) -> bytes:
    n = nama.encode("utf-16-le") + b"\0\0"
    bebas = 0xFFFFFFFF
    return n.ljust(64, b"\0") + pack("<HBBIII36xIQ", len(n), jenis, 1, bebas, bebas, anak, awal, ukuran)
