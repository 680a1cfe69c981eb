"""The old formats, .xls and .xlsb, made to show one thing and hold another: each trick once for both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from struct import pack
from typing import NamedTuple

from tests.fuzz import small_lke
from tests.fuzz.basis import xls_record, xlsb_record
from tests.fuzz.small_binary import GRADIENT, Book, Cell, Font, Line, Rule, Sheet, Xf, book, to_xls, to_xlsb
from tests.fuzz.target import TwoFaced
from tests.fuzz.two_faced_binary_deep import DEEP
from tests.fuzz.two_faced_binary_fine import FINE
from tests.fuzz.two_faced_binary_wide import WIDE

FORMATS = {"xls": to_xls, "xlsb": to_xlsb}


class Aim(NamedTuple):
    """A sound workbook to be changed, the cell under attack (row and column from zero), and the format to come."""

    buku: Book
    r: int
    k: int
    format: str

    @property
    def lembar(self) -> Sheet:
        """The sheet."""
        return self.buku.lembar[0]

    @property
    def sel(self) -> str:
        """The cell as findings name it."""
        return f"LKE!{'ABCDE'[self.k]}{self.r + 1}"

    @property
    def isi(self) -> Cell:
        """The cell itself."""
        return self.buku.cell((self.r, self.k))

    def styled(self, xf: Xf | None = None, font: Font | None = None, format_: str | None = None) -> tuple[str, ...]:
        """Give the cell that style; what must be named then."""
        self.buku.styled((self.r, self.k), xf or Xf(), font, format_)
        return (self.sel,)


#: Changes the workbook; the cells or codes that a finding must name, none where LibreOffice's view decides.
Trick = Callable[[Aim, Random], tuple[str, ...]]


def two_faced_binary(benih: int, jumlah: int) -> Iterator[TwoFaced]:
    """*jumlah* such workbooks, the same for the same seed: every trick in turn, in both formats."""
    acak = Random(benih)
    semua = [(f, n, t, angka) for n, t, angka in (*TRICKS, *FINE, *WIDE, *DEEP) for f in FORMATS]
    for i in range(jumlah):
        format_, nama, trik, angka = semua[i % len(semua)]
        baris = [r for r, b in small_lke.answer_rows() if (b.jenis_jawaban in ("nilai_0_4", "persen")) == angka]
        aim = Aim(book(), acak.choice(baris) - 1, acak.choice((3, 4)), format_)
        disebut = trik(aim, acak)
        jenis = f".{format_}: yang biasa" if trik is _sound else f".{format_} dua muka: {nama}"
        yield TwoFaced(jenis, FORMATS[format_](aim.buku), disebut, format_)


def _sound(a: Aim, acak: Random) -> tuple[str, ...]:
    """An ordinary workbook: still panes, white on dark, an open group, rules, coloured runs, a drawing elsewhere."""
    k = 7 - a.k
    sebelah = (3, k, 40, k)
    a.lembar.aturan = [
        Rule(sebelah, "006100", "C6EFCE"),
        Rule(sebelah, "9C0006", "FFC7CE"),
        Rule(sebelah, latar="FFEB9C"),
    ]
    lain = next(s for s in a.lembar.sel if s.k == k and s.r > 4 and isinstance(s.nilai, str))
    a.buku.font.append(Font(warna="0070C0"))
    lain.ragam = [(0, len(a.buku.font) - 1)]
    if a.format == "xls":
        a.lembar.tengah = _shape(7, 60, {4: 45 << 16}) + _shape(a.k, a.r, {}, macam=0x19)
    a.lembar.beku = (0, 0, 3, 1)
    a.lembar.baris[a.r].tingkat = 1
    a.buku.styled((a.r, a.k), Xf(latar="1F3864"), Font(warna="FFFFFF"))
    return ()


# --- hidden --------------------------------------------------------------------------------------


def _hidden_column(a: Aim, acak: Random) -> tuple[str, ...]:
    a.lembar.kolom = {(0, 0): Line(60), (a.k, a.k): acak.choice((Line(9, sembunyi=True), Line(0), Line(0.4)))}
    return ("LKE151",)


def _folded_columns(a: Aim, acak: Random) -> tuple[str, ...]:
    """Columns of a group that is folded, and not said to be hidden."""
    a.lembar.kolom = {(0, 0): Line(60), (a.k, a.k): Line(9, tingkat=1), (a.k + 1, a.k + 1): Line(9, lipat=True)}
    return ("LKE151",)


def _hidden_row(a: Aim, acak: Random) -> tuple[str, ...]:
    a.lembar.baris[a.r] = acak.choice((Line(15, sembunyi=True), Line(0), Line(1.5)))
    return (f"LKE!E{a.r + 1}",)


def _folded_row(a: Aim, acak: Random) -> tuple[str, ...]:
    a.lembar.di_bawah = acak.random() < 0.5
    a.lembar.baris[a.r] = Line(15, tingkat=acak.choice((1, 7)))
    sebelah = a.r + 1 if a.lembar.di_bawah else a.r - 1
    a.lembar.baris[sebelah] = Line(15, lipat=True)
    return (f"LKE!E{a.r + 1}",)


def _low_rows(a: Aim, acak: Random) -> tuple[str, ...]:
    a.lembar.tinggi, a.lembar.nol_baris = acak.choice(((1, False), (0, False), (15, True)))
    if a.format == "xls":
        a.lembar.baris = {a.r: Line(15, bawaan=True)} if acak.random() < 0.5 else {}
    else:
        for satu in a.lembar.baris.values():
            satu.ukuran = 1
    return ("LKE152",)


def _frozen(a: Aim, acak: Random) -> tuple[str, ...]:
    if acak.random() < 0.5:
        a.lembar.beku = (0, 5, 0, 1)
        return ("LKE151",)
    a.lembar.beku = (a.r + 1, 0, 2, 0)
    return ("LKE152",)


def _hidden_copy(a: Aim, acak: Random) -> tuple[str, ...]:
    lain = deepcopy(a.lembar)
    lain.nama, lain.keadaan = "LKE ZI", acak.choice((1, 2))
    for s in lain.sel:
        s.nilai = "Ya" if s.nilai == "Tidak" else s.nilai
    a.buku.lembar.insert(acak.choice((0, 1)), lain)
    return ("LKE153",)


def _hidden_sheet(a: Aim, acak: Random) -> tuple[str, ...]:
    a.lembar.keadaan = acak.choice((1, 2))
    a.buku.lembar.append(Sheet("Lain", [Cell(0, 0, 1.0)]))
    a.buku.aktif = 1
    return ("LKE151",)


def _no_tabs(a: Aim, acak: Random) -> tuple[str, ...]:
    """Another sheet in front, and no tab to leave it by."""
    a.buku.lembar.append(Sheet("Lain", [Cell(0, 0, 1.0)]))
    a.buku.aktif, a.buku.tab = 1, False
    return ("LKE151",)


# --- shown otherwise -----------------------------------------------------------------------------


def _font(a: Aim, acak: Random) -> tuple[str, ...]:
    return a.styled(
        font=acak.choice(
            (
                Font(warna="FFFFFF"),
                Font(warna="FEFEFE"),
                Font("Wingdings"),
                Font("Calibri", aksara=2),
                Font(ukuran=1),
                Font(ukuran=200),
                Font(coret=True),
                Font(ukuran=6, naik=1),
            )
        )
    )


def _ground(a: Aim, acak: Random) -> tuple[str, ...]:
    warna = acak.choice(("FFFF00", "1F3864", "000000", "00B0F0"))
    return a.styled(Xf(latar=warna), Font(warna=warna))


def _patterned(a: Aim, acak: Random) -> tuple[str, ...]:
    """Letters in a colour of a pattern, or of the end of a gradient."""
    pola = acak.choice((2, 3, 5, 9, 10))
    isian = [Xf(pola=pola, depan="000000"), Xf(pola=pola, latar="010101", depan="FFFF00"), Xf(pola=17, latar="000000")]
    if a.format == "xlsb":
        isian += [Xf(pola=GRADIENT, latar="FFFFFF", depan="000000")] * 2
    return a.styled(acak.choice(isian))


def _runs_on_ground(a: Aim, acak: Random) -> tuple[str, ...]:
    """Letters in a colour of their own on the same, by the cell or by a rule."""
    a.buku.font.append(Font(warna="0070C0"))
    a.isi.nilai, a.isi.ragam = "Ya", [(0, len(a.buku.font) - 1)]
    if acak.random() < 0.5:
        a.lembar.aturan.append(Rule((a.r, a.k, a.r + 3, a.k), latar="0070C0"))
        return (a.sel,)
    return a.styled(Xf(latar="0070C0"))


def _two_rules(a: Aim, acak: Random) -> tuple[str, ...]:
    """One rule gives the letters a colour, another the ground."""
    daerah = (a.r, a.k, a.r, a.k), acak.choice(((a.r, a.k, a.r, a.k), (3, 3, a.r, 4)))
    aturan = [Rule(daerah[0], huruf="FF0000"), Rule(daerah[1], latar="FF0000")]
    acak.shuffle(aturan)
    a.lembar.aturan += aturan
    return (a.sel,)


def _drawn(a: Aim, acak: Random) -> tuple[str, ...]:
    """A shape over the cell: in its place, turned, with a thick line, in a group, or a note that is shown."""
    k, r = a.k, a.r
    sifat: dict[int, int] = {}
    macam, tampak, grup = 6, b"", b""
    cara = acak.randrange(5)
    if cara == 1:
        k, r, sifat = a.k - 2, a.r - 3, {4: 45 << 16}
    elif cara == 2:
        r, sifat = a.r - 4, {0x01CB: 3_000_000}
    elif cara == 3:
        k, r, grup = 0, 0, _office(0xF00F, pack("<4i", 0, 0, 9999, 9999))
    elif cara == 4:
        macam, tampak = 0x19, xls_record(0x001C, pack("<HHHHHBB", a.r, 1, 2, 1, 1, 0, 65))
    if a.format == "xlsb":
        # Its drawings are those of .xlsx.
        return _font(a, acak)
    a.lembar.tengah = _shape(k, r, sifat, macam, grup, lebar=4 if cara == 1 else 1) + tampak
    return (a.sel,)


def _shape(k: int, r: int, sifat: dict[int, int], macam: int = 6, grup: bytes = b"", lebar: int = 1) -> bytes:
    """The records of one shape in those cells, with properties by number; *grup* in place of its anchor."""
    opsi = b"".join(pack("<Hi", n, x) for n, x in sifat.items())
    jangkar = _office(0xF010, pack("<9H", 0, k, 0, r, 0, k + lebar, 0, r + 1, 0))
    isi = _office(0xF00A, pack("<II", 1025, 0xA00), 0x12 | 1 << 4)
    isi += _office(0xF00B, opsi, len(sifat) << 4 | 3) + (grup or jangkar) + _office(0xF011, b"")
    if grup:
        isi = _office(0xF009, pack("<4i", 0, 0, 100, 100)) + isi
    obj = pack("<HHHHHIII", 0x15, 18, macam, 1, 0x6011, 0, 0, 0) + pack("<HH", 0, 0)
    return xls_record(0x00EC, _office(0xF004, isi, 0xF)) + xls_record(0x005D, obj)


def _office(jenis: int, isi: bytes, versi: int = 0) -> bytes:
    """A record of a drawing."""
    return pack("<HHI", versi, jenis, len(isi)) + isi


def _version(a: Aim, acak: Random) -> tuple[str, ...]:
    """A workbook said to be of an older version than its sheets."""
    a.buku.versi = acak.choice((0x0500, 0x0400, 0x0200, 0))
    return ()


def _text_format(a: Aim, acak: Random) -> tuple[str, ...]:
    kode = (';;;"E"', ";;;", '0;0;0;"Benar"', '@"C"', "[White]@", "@*C", "[$C]@", "@@", ';;;"x"@')
    return a.styled(format_=acak.choice(kode))


def _number_format(a: Aim, acak: Random) -> tuple[str, ...]:
    kode = (
        '"4"',
        ";;;",
        "0,",
        '[>0.1]"1";0.00',
        '"9"0',
        '0"5"',
        '[>1]"4";"1"',
        "0\\9",
        "0%%",
        "[White]0.00",
        "[$9]0.00",
    )
    return a.styled(format_=acak.choice(kode))


def _rounded(a: Aim, acak: Random) -> tuple[str, ...]:
    return a.styled(Xf(format=acak.choice((1, 3))))


def _no_zeros(a: Aim, acak: Random) -> tuple[str, ...]:
    a.isi.nilai, a.lembar.nol = 0.0, False
    return (a.sel,)


def _aligned(a: Aim, acak: Random) -> tuple[str, ...]:
    a.lembar.kolom[1, 4] = Line(9)
    rata = (Xf(mendatar=4), Xf(mendatar=6), Xf(mendatar=1, indent=9), Xf(putar=45), Xf(diagonal=True))
    return a.styled(acak.choice(rata))


def _pushed(a: Aim, acak: Random) -> tuple[str, ...]:
    a.isi.nilai = acak.choice(("\n\n\n\nA", " " * 60 + "A", "A" + " " * 60, "A\n\n\n"))
    a.isi.cara = acak.choice(("", "sendiri"))
    return (a.sel,)


def _merged(a: Aim, acak: Random) -> tuple[str, ...]:
    a.lembar.gabungan.append(acak.choice(((a.r, 2, a.r, 4), (a.r - 1, a.k, a.r + 1, a.k))))
    return (a.sel,)


def _runs(a: Aim, acak: Random) -> tuple[str, ...]:
    """A text whose letters are in fonts of their own."""
    a.buku.font.append(acak.choice((Font(warna="FFFFFF"), Font("Wingdings"), Font(ukuran=1), Font(coret=True))))
    a.isi.nilai, a.isi.ragam = "Ya ", [(0, len(a.buku.font) - 1), (2, 0)]
    if a.format == "xlsb" and acak.random() < 0.5:
        a.isi.cara = "ragam"
    return (a.sel,)


def _conditional(a: Aim, acak: Random) -> tuple[str, ...]:
    daerah = acak.choice(((a.r, a.k, a.r, a.k), (0, 3, a.r, 4), (0, a.k, 200, a.k)))
    a.lembar.aturan.append(
        acak.choice(
            (
                Rule(daerah, "FFFFFF"),
                Rule(daerah, "FF0000", "FF0000"),
                Rule(daerah, coret=True),
                Rule(daerah, latar="000000"),
            )
        )
    )
    return (a.sel,)


def _heading_format(a: Aim, acak: Random) -> tuple[str, ...]:
    kepala = a._replace(r=2)
    kepala.buku.styled((2, a.k), Xf(latar="1F3864"), Font(warna="FFFFFF"), ';;;"Jawaban Kanwil"')
    return (kepala.sel,)


def _label_format(a: Aim, acak: Random) -> tuple[str, ...]:
    label = a._replace(k=0)
    return label.styled(format_=';;;"a. Indikator yang lain sama sekali"')


# --- formulas ------------------------------------------------------------------------------------


def _formula(a: Aim, acak: Random) -> tuple[str, ...]:
    """A formula that gives "C", and whose stored result is another."""
    a.isi.nilai, a.isi.cara = "A", "rumus"
    return (a.sel,)


def _formulas_shown(a: Aim, acak: Random) -> tuple[str, ...]:
    a.isi.nilai, a.isi.cara, a.lembar.rumus_tampil = "C", "rumus", True
    return (a.sel,)


def _array(a: Aim, acak: Random) -> tuple[str, ...]:
    """A plain value in the range of another cell's array formula."""
    r = a.lembar.sel[-1].r + 1
    a.lembar.sel.append(Cell(r, a.k, "C", cara="rumus"))
    if a.format == "xls":
        larik = xls_record(0x0221, pack("<HHBBHIH", a.r, r, a.k, a.k, 0, 0, 4) + b"\x17\1\0C")
    else:
        larik = xlsb_record(426, pack("<IIIIBI", a.r, r, a.k, a.k, 0, 5) + b"\x17\1\0C\0" + pack("<I", 0))
    a.lembar.tengah = larik
    return (a.sel,)


# --- two values in one place ---------------------------------------------------------------------


def _twice(a: Aim, acak: Random) -> tuple[str, ...]:
    """A second record for the cell: beside it, at the end, or before all others."""
    kedua = Cell(a.r, a.k, acak.choice(("A", "C", "Ya", 3.0)), cara=acak.choice(("", "sendiri")))
    letak = a.lembar.sel.index(a.isi)
    a.lembar.sel.insert(acak.choice((0, letak, letak + 1, len(a.lembar.sel))), kedua)
    return ()


def _blank_over(a: Aim, acak: Random) -> tuple[str, ...]:
    """A blank record for a cell that has a value."""
    if a.format == "xls":
        satu = xls_record(0x0201, pack("<HHH", a.r, a.k, 15))
        banyak = xls_record(0x00BE, pack("<HHHHH", a.r, a.k, 15, 15, a.k + 1))
        a.lembar.tengah = acak.choice((satu, banyak))
    else:
        baris = xlsb_record(0, pack("<IIHBBBI", a.r, 0, 300, 0, 0, 0, 0))
        a.lembar.tengah = baris + xlsb_record(1, pack("<II", a.k, 0))
    return ()


def _out_of_order(a: Aim, acak: Random) -> tuple[str, ...]:
    """Cells in another order than by row and column."""
    if acak.random() < 0.5:
        a.lembar.sel.reverse()
    else:
        acak.shuffle(a.lembar.sel)
    return ()


def _string_number(a: Aim, acak: Random) -> tuple[str, ...]:
    """A number of a shared text that there is none of."""
    nomor = acak.choice((9999, 0xFFFFFFFF, 0x80000000))
    a.lembar.sel.remove(a.isi)
    if a.format == "xls":
        a.lembar.tengah = xls_record(0x00FD, pack("<HHHI", a.r, a.k, 15, nomor))
    else:
        baris = xlsb_record(0, pack("<IIHBBBI", a.r, 0, 300, 0, 0, 0, 0))
        a.lembar.tengah = baris + xlsb_record(7, pack("<III", a.k, 0, nomor))
    return ()


def _odd_record(a: Aim, acak: Random) -> tuple[str, ...]:
    """A value in a record that few programs write."""
    a.lembar.sel.remove(a.isi)
    if a.format == "xls":
        a.lembar.tengah = acak.choice(
            (
                xls_record(0x00D6, pack("<HHHH", a.r, a.k, 15, 1) + b"\0A" + pack("<H", 0)),
                xls_record(0x00D6, pack("<HHHH", a.r, a.k, 15, 1) + b"\0A" + pack("<HHH", 1, 0, 0)),
                xls_record(0x0004, pack("<HHBBBB", a.r, a.k, 0, 0, 0, 1) + b"A"),
                xls_record(0x0002, pack("<HHBBBH", a.r, a.k, 0, 0, 0, 3)),
                xls_record(0x0003, pack("<HHBBBd", a.r, a.k, 0, 0, 0, 3.0)),
                xls_record(0x0005, pack("<HHBBBBB", a.r, a.k, 0, 0, 0, 1, 0)),
                xls_record(0x0406, pack("<HHHdHIH", a.r, a.k, 15, 3.0, 0, 0, 3) + b"\x1e\3\0"),
                xls_record(0x0206, pack("<HHHdHH", a.r, a.k, 15, 3.0, 0, 3) + b"\x1e\3\0"),
            )
        )
    else:
        baris = xlsb_record(0, pack("<IIHBBBI", a.r, 0, 300, 0, 0, 0, 0))
        kosong = xlsb_record(1, pack("<II", a.k - 1, 0)) if a.k - 1 == 0 else b""
        a.lembar.tengah = acak.choice(
            (
                baris + xlsb_record(62, pack("<II", a.k, 0) + b"\0\1\0\0\0A\0"),
                baris
                + xlsb_record(2, pack("<II", 4, 0) + pack("<I", 3 << 2 | 2))
                + xlsb_record(17, pack("<I", 0) + b"\1\0\0\0A\0"),
                baris + kosong + xlsb_record(13, pack("<I", 0) + pack("<I", 3 << 2 | 2)),
            )
        )
    return ()


def _inner_stream(a: Aim, acak: Random) -> tuple[str, ...]:
    """A sheet within the sheet, or cells after its end; a row that no sheet has."""
    if a.format == "xls":
        dalam = xls_record(0x0809, pack("<HHHHII", 0x0600, acak.choice((0x20, 0x10)), 0, 0, 0, 0))
        dalam += xls_record(0x0204, pack("<HHHHB", a.r, a.k, 15, 1, 0) + b"B") + xls_record(0x000A)
        if acak.random() < 0.5:
            a.lembar.awal = dalam
        else:
            a.lembar.tengah = dalam
        return ()
    lagi = xlsb_record(0, pack("<IIHBBBI", a.r, 0, 300, 0, 0, 0, 0))
    lagi += xlsb_record(6, pack("<II", a.k, 0) + b"\1\0\0\0B\0")
    cara = acak.randrange(4)
    if cara == 0:
        a.lembar.akhir = xlsb_record(145) + lagi + xlsb_record(146)
    elif cara == 1:
        a.lembar.awal = xlsb_record(145) + lagi + xlsb_record(146)
    elif cara == 2:
        a.lembar.awal = lagi
    else:
        jauh = xlsb_record(0, pack("<IIHBBBI", 0x100001, 0, 300, 0, 0, 0, 0))
        a.lembar.tengah = jauh + lagi
        a.lembar.sel.remove(a.isi)
    return ()


def _style_number(a: Aim, acak: Random) -> tuple[str, ...]:
    """A style that there is none of, or a style in a font or format that there is none of."""
    if acak.random() < 0.5:
        a.isi.xf = acak.choice((90, 4000))
    else:
        a.styled(acak.choice((Xf(font=90), Xf(format=1999))))
    return ()


def _another_kind(a: Aim, acak: Random) -> tuple[str, ...]:
    """A truth, an error or a date in place of an answer; dates of 1904."""
    a.lembar.sel.remove(a.isi)
    isi = acak.choice((b"\1\0", b"\0\0", b"\x2a\1", b"\7\1", b"\x63\1"))
    if a.format == "xls":
        a.lembar.tengah = xls_record(0x0205, pack("<HHH", a.r, a.k, 15) + isi)
    else:
        baris = xlsb_record(0, pack("<IIHBBBI", a.r, 0, 300, 0, 0, 0, 0))
        a.lembar.tengah = baris + xlsb_record(3 if isi[1] else 4, pack("<II", a.k, 0) + isi[:1])
    a.buku.tahun_1904 = acak.random() < 0.5
    return ()


#: Name, trick, and whether it is about numbers.
TRICKS: tuple[tuple[str, Trick, bool], ...] = (
    ("", _sound, False),
    ("kolom tersembunyi", _hidden_column, False),
    ("kolom dilipat", _folded_columns, False),
    ("baris tersembunyi", _hidden_row, False),
    ("baris dilipat", _folded_row, False),
    ("baris bawaan rendah", _low_rows, False),
    ("panel beku", _frozen, False),
    ("salinan tersembunyi", _hidden_copy, False),
    ("lembar tersembunyi", _hidden_sheet, False),
    ("lembar tanpa tab", _no_tabs, False),
    ("huruf", _font, False),
    ("latar", _ground, False),
    ("latar berpola", _patterned, False),
    ("ragam huruf di atas latar", _runs_on_ground, False),
    ("dua aturan bersama", _two_rules, False),
    ("gambar", _drawn, False),
    ("versi lain", _version, False),
    ("format teks", _text_format, False),
    ("format angka", _number_format, True),
    ("dibulatkan", _rounded, True),
    ("tanpa nol", _no_zeros, True),
    ("rata, menjorok", _aligned, False),
    ("didorong keluar", _pushed, False),
    ("sel gabungan", _merged, False),
    ("ragam huruf", _runs, False),
    ("format bersyarat", _conditional, False),
    ("format tajuk", _heading_format, False),
    ("format teks indikator", _label_format, False),
    ("rumus", _formula, False),
    ("rumus ditampilkan", _formulas_shown, False),
    ("rumus larik", _array, False),
    ("sel dua kali", _twice, False),
    ("sel kosong di atasnya", _blank_over, False),
    ("sel tak berurut", _out_of_order, False),
    ("nomor teks bersama", _string_number, False),
    ("rekaman lain", _odd_record, False),
    ("lembar di dalam lembar", _inner_stream, False),
    ("nomor gaya", _style_number, True),
    ("jenis sel", _another_kind, False),
)
