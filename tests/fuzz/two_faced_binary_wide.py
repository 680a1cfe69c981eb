"""The old formats with two faces: what stands beside the cells, and how records spell texts, styles and sizes."""

from __future__ import annotations

from random import Random
from struct import pack
from typing import TYPE_CHECKING

from tests.fuzz.basis import xls_record, xlsb_record, xlsb_text
from tests.fuzz.small_binary import Cell, Font, Line, Rule, Xf, book
from tests.fuzz.two_faced_binary_fine import OTHER_THEME, Named

if TYPE_CHECKING:
    from tests.fuzz.two_faced_binary import Aim

_XLS_RANGE = "<HHHH"


def _format(a: Aim, acak: Random) -> Named:
    """A format that pushes the text out of its cell by blanks, by letters as wide, or by lines."""
    kode = ("_W" * 14 + "@", "@" + "_W" * 14, '"' + " " * 40 + '"@', '"\n\n\n"@', ";;;" + "_M" * 20 + "@")
    return a.styled(format_=acak.choice(kode))


def _number_format(a: Aim, acak: Random) -> Named:
    """The same of a number."""
    return a.styled(
        format_=acak.choice(("_W" * 14 + "0.00", "0.00" + "_W" * 14, '"' + " " * 40 + '"0.00', "?" * 40 + "0"))
    )


def _own_palette(a: Aim, acak: Random) -> Named:
    """A number format that names a colour by number, of which the workbook makes the ground's."""
    n = acak.choice((3, 10, 56))
    a.buku.palet = ["FFFFFF" if i == n + 7 else "000000" for i in range(64)]
    return a.styled(format_=f"[Color{n}]@")


def _truth(a: Aim, acak: Random) -> Named:
    """A truth in letters that can't be seen, or under a format of another word."""
    nilai, kata = acak.choice(((1, '"Tidak"'), (0, '"Ya";"Ya";"Ya"'), (1, ";;;")))
    if acak.random() < 0.5:
        a.styled(font=acak.choice((Font(warna="FFFFFF"), Font("Wingdings"), Font(ukuran=1), Font(coret=True))))
    else:
        a.styled(format_=kata)
    xf, isi = a.isi.xf, bytes((nilai, 0))
    a.lembar.sel.remove(a.isi)
    if a.format == "xls":
        a.lembar.tengah = xls_record(0x0205, pack("<HHH", a.r, a.k, xf + 15) + isi)
    else:
        baris = xlsb_record(0, pack("<IIHBBBI", a.r, 0, 300, 0, 0, 0, 0))
        a.lembar.tengah = baris + xlsb_record(4, pack("<II", a.k, xf) + isi[:1])
    return (a.sel,)


def _upright(a: Aim, acak: Random) -> Named:
    """Letters that stand upright, or one below the other, in a row that is too low for them."""
    a.isi.nilai = "Tidak"
    a.lembar.baris[a.r] = Line(acak.choice((13, 15)))
    return a.styled(Xf(putar=acak.choice((90, 180, 255))))


def _wide_letter(a: Aim, acak: Random) -> Named:
    """A letter wider than its column."""
    a.lembar.kolom[1, 4] = Line(1.5)
    a.lembar.baris[a.r] = Line(70)
    return a.styled(font=Font(ukuran=acak.choice((40, 60))))


def _usual_row(a: Aim, acak: Random) -> Named:
    """Letters higher than the height that all rows have."""
    ukuran, tinggi = acak.choice(((18, 7), (40, 12), (72, 14)))
    a.lembar.tinggi = tinggi
    a.lembar.baris = {a.r: Line(tinggi, bawaan=True)}
    if a.format == "xls" and acak.random() < 0.5:
        a.lembar.baris = {}
    return a.styled(font=Font(ukuran=ukuran))


def _beside(a: Aim, acak: Random) -> Named:
    """A pivot table, data loaded from elsewhere, a picture behind the cells, a reading aid, a small chart."""
    r, k = a.r, a.k
    if a.format == "xls":
        daerah = pack(_XLS_RANGE, r, r, k, k)
        a.lembar.akhir = acak.choice(
            (xls_record(0x00B0, pack(_XLS_RANGE, r - 1, r + 1, k - 1, k + 1) + bytes(44)),
             xls_record(0x01AD, pack("<HHHI", 1, 0, 0, 0) + b"\1\0\0D"),
             xls_record(0x00E9, pack("<HHI", 9, 1, 12) + bytes(12)),
             xls_record(0x00EF, pack("<HHH", 0, 0, 1) + daerah))
        )  # fmt: skip
        return (a.sel,)
    daerah = pack("<IIII", r, r, k, k)
    a.lembar.akhir = acak.choice(
        (xlsb_record(562, xlsb_text("rId1")),
         xlsb_record(1043, pack("<III", 6, 1, 0) + pack("<I", 1) + daerah + pack("<IIII", 1, 0, 0, 0)),
         xlsb_record(1046, pack("<III", 2, 1, 0) + pack("<I", 1) + daerah + pack("<II", 1, 0)))
    )  # fmt: skip
    return (a.sel,)


def _aid(a: Aim, acak: Random) -> Named:
    """A cell, a row or a column that shows a reading aid; a cell that shows a picture or a name for its value."""
    cara = acak.randrange(3)
    if a.format == "xls":
        # A row or a column.
        a.lembar.fonetik = ("baris" if cara else "kolom", a.r if cara else a.k)
    elif cara < 2:
        a.lembar.fonetik = (("sel", "baris")[cara], a.r)
        a.isi.xf |= 0 if cara else 1 << 24
    else:
        a.isi.sebelum = xlsb_record(acak.choice((49, 50)), pack("<I", 1))
    return (a.sel,)


def _texts(a: Aim, acak: Random) -> Named:
    """Shared texts with runs and reading aids, in letters of one or two bytes, cut in the middle."""
    a.buku.teks = acak.choice(("fonetik", "potong", "lebar", "semua"))
    a.isi.nilai = acak.choice(("Ya", "Tidak", "A", "C"))
    return ()


def _code_page(a: Aim, acak: Random) -> Named:
    """Texts under another page of codes than their letters are in."""
    a.isi.nilai = acak.choice(("Ya", "A", "\u00c0", "\u00dd", "A\u00a0"))
    a.isi.cara = acak.choice(("", "sendiri"))
    a.buku.halaman = acak.choice((437, 932, 1201, 1251, 10000, 37, 65000, 65001, 0, 21010, 1253))
    return ()


def _theme(a: Aim, acak: Random) -> Named:
    """Letters in a colour, or indented, as an extension of the style says, by a theme of the workbook's own."""
    if a.format == "xlsb":
        return a.styled(Xf(indent=acak.choice((60, 250))))
    nomor = 15 + len(a.buku.xf)
    cara = acak.randrange(3)
    sifat = (pack("<HHhhI", 13, 20, 3, 0, 1) + bytes(8), pack("<HHH", 15, 6, 250), pack("<HHB", 14, 5, 1))[cara]
    isi = pack("<HH8xHHHH", 0x087D, 0, 0, nomor, 0, 1) + sifat
    a.buku.rekaman = xls_record(0x087D, isi)
    if cara != 1:
        a.buku.tema = OTHER_THEME.format('<a:srgbClr val="FFFFFF"/>')
    return a.styled(Xf())


def _rule_format(a: Aim, acak: Random) -> Named:
    """A rule that gives a number format."""
    a.lembar.aturan.append(Rule((a.r, a.k, a.r, a.k), format=acak.choice((';;;"C"', ";;;", '@"C"'))))
    return (a.sel,)


def _format_twice(a: Aim, acak: Random) -> Named:
    """Two formats of one number."""
    a.buku.format_ganda = acak.choice(('"0.4"', "0.00"))
    a.styled(format_='"0.4"' if a.buku.format_ganda == "0.00" else "0.00")
    return ()


def _label(a: Aim, acak: Random) -> Named:
    """A row's text, or the heading of an assessor, that is shown otherwise."""
    lain = a._replace(**acak.choice(({"k": 0}, {"r": 2})))
    return lain.styled(font=acak.choice((Font(warna="FFFFFF"), Font("Wingdings"), Font(ukuran=1), Font(coret=True))))


def _table(a: Aim, acak: Random) -> Named:
    """A table in a style that hides, a pivot table or data from elsewhere, as parts of their own (.xlsb)."""
    if a.format == "xls":
        daerah = pack("<HHHH", 2, a.r + 2, 0, 4)
        jenis = acak.choice((0, 3))
        kepala = pack("<HH", 0x0878, 1) + daerah + pack("<HBIHIH", 5, 0, 0, 1, 0, 0) + daerah + pack("<I", jenis)
        gaya = pack("<HHHHHHHI", 0x0877, 0, 0, 0, 0, 0, 1, 1) + pack("<HH", 0, 1) + b"\0S"
        if acak.random() < 0.5:
            gaya = pack("<HHHHHHHI", 0x0877, 0, 0, 0, 0, 0, 0, 1) + pack("<IIIIII", 0, 0, 9, 0, 0, 0)
        a.lembar.akhir = xls_record(0x0878, kepala + bytes(60)) + xls_record(0x0877, gaya)
        return (a.sel,)
    daerah = pack("<IIII", 2, a.r + 2, 0, 4)
    jenis, isi = acak.choice(
        (("table", xlsb_record(343, daerah + pack("<IIII", 0, 1, 1, 0) + bytes(40)) +
          xlsb_record(513, pack("<H", 8) + xlsb_text("S"))),
         ("table", xlsb_record(343, daerah + pack("<IIII", 3, 1, 1, 0) + bytes(40))),
         ("pivotTable", xlsb_record(280, bytes(40)) + xlsb_record(314, daerah + bytes(20))),
         ("queryTable", xlsb_record(447, bytes(20))))
    )  # fmt: skip
    a.lembar.bagian.append((jenis, isi))
    return (a.sel,)


def _heading_hidden(a: Aim, acak: Random) -> Named:
    """The row of headings hidden, and another above it, which is seen, with the assessors the other way round."""
    tajuk = [Cell(1, 3, "Jawaban TPI"), Cell(1, 4, "Jawaban Unit")]
    letak = next(i for i, s in enumerate(a.lembar.sel) if s.r > 1)
    a.lembar.sel[letak:letak] = tajuk
    a.lembar.baris[2] = acak.choice((Line(15, sembunyi=True), Line(1), Line(0)))
    return ("LKE!D3",)


def _two_books(a: Aim, acak: Random) -> Named:
    """Two workbooks in one container, under the names of older and newer versions, or spelled otherwise (.xls)."""
    lain = book()
    for s in lain.lembar[0].sel:
        s.nilai = {"Tidak": "Ya", "C": "A", "D": "A", "E": "A"}.get(str(s.nilai), s.nilai)
    lain.versi = acak.choice((0x0600, 0x0600, 0x0500))
    nama = "Book" if lain.versi == 0x0500 else acak.choice(("Book", "BOOK", "workbook", "Workbook"))
    a.buku.lain = [(nama, lain)]
    a.buku.lain_di_depan = acak.randrange(2)
    return ()


def _usual_table(a: Aim, acak: Random) -> Named:
    """A table in a usual style, and a pivot table elsewhere, which leave the answers as they are."""
    if a.format == "xls":
        kepala = pack("<HH", 0x0878, 1) + pack("<HHHH", 2, a.r, 0, 4)
        kepala += pack("<HBIHIH", 5, 0, 0, 1, 0, 0) + pack("<HHHHI", 2, a.r, 0, 4, 0)
        nama = b"TableStyleMedium2"
        gaya = pack("<HHHHHHHI", 0x0877, 0, 0, 0, 0, 0, 1, 1) + pack("<HHB", 0, len(nama), 0) + nama
        tanpa = pack("<HHHHHHHI", 0x0877, 0, 0, 0, 0, 0, 0, 1) + pack("<IIIIII", 0, 9, 0, 9, 0, 9)
        poros = xls_record(0x00B0, pack(_XLS_RANGE, 90, 95, 9, 12) + bytes(44))
        a.lembar.akhir = xls_record(0x0878, kepala + bytes(60))
        a.lembar.akhir += xls_record(0x0877, tanpa) + xls_record(0x0877, gaya) + poros
        return ()
    tabel = xlsb_record(343, pack("<IIII", 2, a.r, 0, 4) + pack("<IIIII", 0, 1, 1, 0, 0) + b"\xff" * 24)
    tabel += xlsb_record(347, pack("<II", 1, 0) + b"\xff" * 12)
    a.lembar.bagian.append(("table", tabel + xlsb_record(513, pack("<H", 8) + xlsb_text("TableStyleLight9"))))
    a.lembar.bagian.append(("pivotTable", xlsb_record(314, pack("<IIII", 90, 95, 9, 12) + bytes(20))))
    return ()


WIDE = (
    ("format berspasi", _format, False),
    ("format angka berspasi", _number_format, True),
    ("palet sendiri di format", _own_palette, False),
    ("nilai logika", _truth, False),
    ("huruf tegak", _upright, False),
    ("huruf lebar", _wide_letter, False),
    ("tinggi bawaan", _usual_row, False),
    ("di samping sel", _beside, False),
    ("bantuan bacaan", _aid, False),
    ("teks bersama", _texts, False),
    ("halaman kode", _code_page, False),
    ("tema sendiri", _theme, False),
    ("format menurut aturan", _rule_format, False),
    ("format dua kali", _format_twice, True),
    ("label dan tajuk", _label, False),
    ("tabel", _table, False),
    ("dua buku kerja", _two_books, False),
    ("baris tajuk tersembunyi", _heading_hidden, False),
    ("tabel biasa", _usual_table, False),
)
