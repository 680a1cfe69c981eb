"""The old formats with two faces by what takes room: buttons, lists, lines, texts of shapes, still parts, digits."""

from __future__ import annotations

from random import Random
from struct import pack
from typing import TYPE_CHECKING

from tests.fuzz.basis import xls_record, xlsb_record
from tests.fuzz.small_binary import Font, Line, Xf
from tests.fuzz.two_faced_binary_fine import Named

if TYPE_CHECKING:
    from tests.fuzz.two_faced_binary import Aim

_LIST, _TEXT_BOX, _LINE = 0x14, 6, 1


def office(jenis: int, isi: bytes, versi: int = 0) -> bytes:
    """A record of a drawing."""
    return pack("<HHI", versi, jenis, len(isi)) + isi


def shape(inbox_tree: tuple[int, int, int, int, int, int, int, int], macam: int, sifat: int = 0x6011) -> bytes:
    """The records of a shape between two points, each a column, a part of it, a row and a part of it."""
    isi = office(0xF00A, pack("<II", 1025, 0xA00), 0x12 | 1 << 4)
    isi += office(0xF010, pack("<9H", 0, *inbox_tree)) + office(0xF011, b"")
    obj = pack("<HHHHHIII", 0x15, 18, macam, 1, sifat, 0, 0, 0) + pack("<HH", 0, 0)
    return xls_record(0x00EC, office(0xF004, isi, 0xF)) + xls_record(0x005D, obj)


def _cell(a: Aim) -> tuple[int, int, int, int, int, int, int, int]:
    return (a.k, 0, a.r, 0, a.k + 1, 0, a.r + 1, 0)


def _lists(a: Aim, acak: Random) -> Named:
    """A list to choose from over the answer, or the button of a filter."""
    if a.format == "xlsb":
        a.lembar.akhir = xlsb_record(161, pack("<IIII", a.r, a.r + 5, 0, 4)) + xlsb_record(162)
        return (a.sel,)
    a.lembar.tengah = shape(_cell(a), _LIST, acak.choice((0x6011, 0x2101)))
    return (a.sel,)


def _lines(a: Aim, acak: Random) -> Named:
    """A line through the answer (.xls), or a button of a pivot table."""
    if a.format == "xlsb" or acak.random() < 0.3:
        return a.styled(Xf(tombol=True))
    titik = acak.choice(
        ((a.k, 0, a.r, 128, a.k, 900, a.r, 128), (a.k - 1, 500, a.r, 128, a.k + 1, 90, a.r, 128),
         (a.k, 100, a.r, 0, a.k, 100, a.r + 1, 0), (a.k, 0, a.r, 110, a.k + 1, 0, a.r, 140))
    )  # fmt: skip
    a.lembar.tengah = shape(titik, _LINE)
    return (a.sel,)


def _long_texts(a: Aim, acak: Random) -> Named:
    """A box above the answer with more text than it has room for (.xls)."""
    if a.format == "xlsb":
        return a.styled(Xf(tombol=True))
    teks = acak.choice(("A\n" * 40, "kata lain " * 300))
    inbox_tree = (a.k, 0, max(a.r - 3, 0), 0, a.k + 1, 0, max(a.r - 2, 1), 0)
    txo = pack("<HHHHHHHI", 0x212, 0, 0, 0, 0, len(teks), 16, 0)
    a.lembar.tengah = shape(inbox_tree, _TEXT_BOX) + xls_record(0x00EC, office(0xF00D, b"")) + xls_record(0x01B6, txo)
    a.lembar.tengah += xls_record(0x003C, b"\0" + teks.encode()) + xls_record(0x003C, bytes(16))
    return (a.sel,)


def _still_parts(a: Aim, acak: Random) -> Named:
    """Rows or columns that stand still and fill any window by their heights or widths."""
    if acak.random() < 0.5:
        for r in range(3):
            a.lembar.baris[r] = Line(409)
        a.lembar.beku = (0, 0, 3, 0)
        return ("LKE152",)
    a.lembar.kolom = {(0, 2): Line(acak.choice((255, 200)))}
    a.lembar.beku = (0, 0, 0, 3)
    return ("LKE151",)


def _hashes(a: Aim, acak: Random) -> Named:
    """A number that its column is too narrow for, by the digits that its format asks for, its size or its indent."""
    kode, ukuran, indent, lebar = acak.choice(
        (("0.000000000000000", 11, 0, 14), ("0.00000000", 11, 0, 6), ("0.00", 24, 0, 5), ("0.00", 11, 6, 10),
         ('"nilai akhir dinilai "0.00', 11, 0, 14), ("0.0000", 11, 0, 3))
    )  # fmt: skip
    a.lembar.kolom[1, 4] = Line(lebar)
    return a.styled(Xf(indent=indent, mendatar=3), Font(ukuran=ukuran), kode)


def _any_number(a: Aim, acak: Random) -> Named:
    """A number in a format of the system, beside letters like digits, or of signs in no order."""
    kode = (
        "[$-F800]0.00", "[$-F400]0.00", '"l"0.0', '0.0"O"', '"\u00b7"0', "0.0.0", "%0.0", '0"x"%', "General0",
        "0.0[$-421]", "x[$-421]0.0", "0.00_^0", "General@",
    )  # fmt: skip
    return a.styled(format_=acak.choice(kode))


def _black_runs(a: Aim, acak: Random) -> Named:
    """White letters on black, of which a run is in a font of no colour, and so black."""
    a.buku.font.append(Font("Arial"))
    a.isi.nilai, a.isi.ragam = "Ya", [(0, len(a.buku.font) - 1)]
    return a.styled(Xf(latar="050505"), Font(warna="FFFFFF"))


def _rich_format(a: Aim, acak: Random) -> Named:
    """A format whose text is said to have runs or aids, which stand before its letters (.xls)."""
    if a.format == "xlsb":
        return a.styled(format_='"Z"@')
    nomor = 200
    bendera, lebih = acak.choice(((8, pack("<H", 0)), (4, pack("<I", 0)), (12, pack("<HI", 0, 0))))
    kode = acak.choice((';;;"Z"', '"Z"@', ";;;"))
    a.buku.rekaman = xls_record(0x041E, pack("<HHB", nomor, len(kode), bendera) + lebih + kode.encode())
    return a.styled(Xf(format=nomor))


def _large_runs(a: Aim, acak: Random) -> Named:
    """A text of which a run is in letters higher than its row."""
    a.buku.font.append(Font(ukuran=acak.choice((40, 72, 90))))
    a.isi.nilai, a.isi.ragam = "Ya", [(0, len(a.buku.font) - 1)]
    a.lembar.baris[a.r] = Line(12)
    return (a.sel,)


#: Name, trick, and whether it is about numbers.
DEEP = (
    ("daftar dan tombol", _lists, False),
    ("garis menembus sel", _lines, False),
    ("teks kotak meluap", _long_texts, False),
    ("panel beku sebesar jendela", _still_parts, False),
    ("lebih panjang daripada kolomnya", _hashes, True),
    ("format angka lain", _any_number, True),
    ("ragam tanpa warna", _black_runs, False),
    ("format bertulisan kaya", _rich_format, False),
    ("ragam huruf besar", _large_runs, False),
)
