"""The small LKE as .xls and .xlsb, record by record: any font, style, row, window or record of it can be false."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from struct import pack

from tests.fuzz import small_lke
from tests.fuzz.basis import PKG, REL_NS, xls_record, xlsb_record, xlsb_text, zip_of
from zi_cli.worksheet.formats.palette_xlsx import usual_palette

#: The first row and column, the last row and column; all from zero.
Area = tuple[int, int, int, int]
#: Style records of a .xls that come before those of cells.
_PARENT_STYLE = 15
#: The pattern of a gradient, which only .xlsb has.
GRADIENT = 40


@dataclass
class Font:
    """A font; *warna* None for automatic, *naik* 1 for raised letters."""

    nama: str = "Calibri"
    ukuran: float = 11
    warna: str | None = None
    coret: bool = False
    aksara: int = 0
    naik: int = 0
    skema: int = 0


@dataclass
class Xf:
    """A cell style: font and format by number, ground, and how it places its content.

    *pola* is the number of its pattern, *depan* the colour of that where it is not solid.
    """

    font: int = 0
    format: int = 0
    latar: str | None = None
    pola: int = 1
    depan: str | None = None
    mendatar: int = 0
    indent: int = 0
    putar: int = 0
    susut: bool = False
    diagonal: bool = False
    tombol: bool = False


@dataclass
class Cell:
    """A cell; *cara* is "" (shared text or number), "sendiri" (text within), "rumus", "ragam" (text in runs)."""

    r: int
    k: int
    nilai: str | float
    xf: int = 0
    cara: str = ""
    ragam: Sequence[tuple[int, int]] = ()
    #: Records before it (.xlsb).
    sebelum: bytes = b""


@dataclass
class Line:
    """A row or some columns: height in points or width in characters, and what hides them."""

    ukuran: float
    sembunyi: bool = False
    tingkat: int = 0
    lipat: bool = False
    bawaan: bool = False


@dataclass
class Rule:
    """A conditional format that always holds: its ranges, and the colours and strike that it gives."""

    daerah: Area
    huruf: str | None = None
    latar: str | None = None
    coret: bool = False
    tinggi: int = -1
    format: str | None = None


@dataclass
class Sheet:
    """A sheet; *keadaan* 1 hidden, 2 very hidden; *beku* the first row and column, then how many rows and columns."""

    nama: str
    sel: list[Cell]
    keadaan: int = 0
    baris: dict[int, Line] = field(default_factory=dict)
    kolom: dict[tuple[int, int], Line] = field(default_factory=dict)
    tinggi: float = 15
    lebar: int = 8
    nol_baris: bool = False
    gabungan: list[Area] = field(default_factory=list)
    beku: tuple[int, int, int, int] | None = None
    nol: bool = True
    rumus_tampil: bool = False
    aturan: list[Rule] = field(default_factory=list)
    di_bawah: bool = True
    #: Records before the rows, after the rows and at the end, whatever they are.
    awal: bytes = b""
    tengah: bytes = b""
    akhir: bytes = b""
    #: The row or column (by "baris", "kolom") that shows reading aids.
    fonetik: tuple[str, int] = ("", 0)
    #: Further parts of a .xlsb that the sheet leads to, with the kinds of their relations.
    bagian: list[tuple[str, bytes]] = field(default_factory=list)


@dataclass
class Book:
    """A workbook; *tab* whether the names of its sheets are shown, *aktif* the sheet in front."""

    lembar: list[Sheet]
    font: list[Font]
    format: list[str]
    xf: list[Xf]
    tab: bool = True
    aktif: int = 0
    tahun_1904: bool = False
    jenis_lembar: int = 0
    versi: int = 0x0600
    rekaman: bytes = b""
    #: Its theme, and its own colours by index.
    tema: str = ""
    palet: Sequence[str] = ()
    #: How shared texts are written ("fonetik", "potong", "lebar"), and the page of codes that is named (.xls).
    teks: str = ""
    halaman: int = 1200
    #: Further workbook streams beside it (.xls), by name, and how many of them stand before it.
    lain: list[tuple[str, Book]] = field(default_factory=list)
    lain_di_depan: int = 0
    #: A second format of the last number.
    format_ganda: str = ""

    def styled(self, alamat: tuple[int, int], xf: Xf, font: Font | None = None, format_: str | None = None) -> None:
        """Give the cell of the first sheet a new style, with a new font or format of its own."""
        if font is not None:
            xf.font = len(self.font)
            self.font.append(font)
        if format_ is not None:
            xf.format = 164 + len(self.format)
            self.format.append(format_)
        self.cell(alamat).xf = len(self.xf)
        self.xf.append(xf)

    def cell(self, alamat: tuple[int, int]) -> Cell:
        """A cell of the first sheet."""
        return next(s for s in self.lembar[0].sel if (s.r, s.k) == alamat)


def book() -> Book:
    """The small LKE, sound, in the styles that the .xlsx has."""
    sel = [
        Cell(r - 1, k, v, small_lke.style(k, v, r))
        for r, isi in enumerate(small_lke.grid(), 1)
        for k, v in enumerate(isi)
        if v is not None
    ]
    lembar = Sheet("LKE", sel, kolom={(0, 0): Line(60), (1, 4): Line(14)}, gabungan=[(0, 0, 0, 4)])
    lembar.baris = {r: Line(15) for r in sorted({s.r for s in sel})}
    xf = [Xf(), Xf(1, 0, "1F3864"), Xf(), Xf(0, 9), Xf(0, 164), Xf(mendatar=2)]
    return Book([lembar], [Font(), Font(warna="FFFFFF")], ["0.00"], xf)


def _by_row(sel: Sequence[Cell]) -> Iterator[tuple[int, list[Cell]]]:
    """Cells in the order given, in stretches of one row."""
    grup: list[Cell] = []
    for satu in sel:
        if grup and grup[-1].r != satu.r:
            yield grup[0].r, grup
            grup = []
        grup.append(satu)
    if grup:
        yield grup[0].r, grup


# --- .xls ----------------------------------------------------------------------------------------


class _Xls:
    def __init__(self, buku: Book) -> None:
        self._buku = buku
        self._warna: list[str] = [*(buku.palet or usual_palette())[8:64]]
        self._dipakai: list[str] = []
        self._teks: dict[tuple[str, tuple[tuple[int, int], ...]], int] = {}

    def color(self, warna: str | None, otomatis: int) -> int:
        """The number of a colour; the palette is filled from its end."""
        if warna is None:
            return otomatis
        if warna not in self._dipakai:
            self._dipakai.append(warna)
            self._warna[-len(self._dipakai)] = warna
        return 8 + len(self._warna) - 1 - self._dipakai.index(warna)

    def stream(self) -> bytes:
        lembar = [self._sheet(s) for s in self._buku.lembar]
        kepala = [_string(s.nama, pendek=True) for s in self._buku.lembar]
        awal, akhir = self._globals()
        letak = len(awal) + sum(10 + len(n) for n in kepala) + len(akhir)
        daftar = b""
        for s, nama, isi in zip(self._buku.lembar, kepala, lembar, strict=True):
            daftar += xls_record(0x0085, pack("<IBB", letak, s.keadaan, self._buku.jenis_lembar) + nama)
            letak += len(isi)
        return awal + daftar + akhir + b"".join(lembar)

    def _globals(self) -> tuple[bytes, bytes]:
        b = self._buku
        gaya = b"".join(map(self._font, b.font))
        gaya += b"".join(xls_record(0x041E, pack("<H", 164 + i) + _string(f)) for i, f in _formats(b))
        gaya += b"".join(self._xf(Xf(), 0xFFF5) for _ in range(_PARENT_STYLE)) + b"".join(self._xf(x, 1) for x in b.xf)
        palet = pack("<H", len(self._warna)) + b"".join(bytes.fromhex(w) + b"\0" for w in self._warna)
        jendela = pack("<HHHHHHHHH", 0, 0, 20000, 12000, 0x18 | 0x20 * b.tab, b.aktif, 0, 1, 600)
        awal = b"".join(
            (
                xls_record(0x0809, pack("<HHHHII", b.versi, 5, 0x1FAA, 0x07CD, 0x100C1, 0x406)),
                xls_record(0x0042, pack("<H", b.halaman)),
                xls_record(0x003D, jendela),
                xls_record(0x0022, pack("<H", b.tahun_1904)),
                gaya,
                xls_record(0x0092, palet),
                xls_record(0x0293, pack("<HBB", 0x8000, 0, 255)),
                b.rekaman,
            )
        )
        if b.tema:
            awal += xls_record(0x0896, pack("<HH8xI", 0x0896, 0, 0) + zip_of({"theme/theme/theme1.xml": b.tema}))
        return awal, _texts(self._teks, b.teks) + xls_record(0x000A)

    def _font(self, f: Font) -> bytes:
        kepala = pack(
            "<HHHHHBBBB", int(f.ukuran * 20), 8 * f.coret, self.color(f.warna, 0x7FFF), 400, f.naik, 0, 2, f.aksara, 0
        )
        return xls_record(0x0031, kepala + _string(f.nama, pendek=True))

    def _xf(self, x: Xf, sifat: int) -> bytes:
        font = x.font if x.font < 4 else x.font + 1
        pola = 0 if x.latar is None and x.depan is None else x.pola << 26
        depan, belakang = (x.latar, None) if x.pola == 1 else (x.depan, x.latar)
        return xls_record(
            0x00E0,
            pack(
                "<HHHBBBBIIH", font, x.format, sifat, x.mendatar | 0x20, x.putar, x.indent | 0x10 * x.susut, 0xFC,
                0x40000000 * x.diagonal, 1 << 21 if x.diagonal else pola,
                self.color(depan, 64) | self.color(belakang, 65) << 7 | 0x4000 * x.tombol,
            ),
        )  # fmt: skip

    def _sheet(self, s: Sheet) -> bytes:
        beku = s.beku or (0, 0, 0, 0)
        tampil = 0x6A6 | 0x10 * s.nol | 8 * (s.beku is not None) | s.rumus_tampil
        isi = [
            xls_record(0x0809, pack("<HHHHII", 0x0600, 0x10, 0x1FAA, 0x07CD, 0x100C1, 0x406)),
            xls_record(0x0225, pack("<HH", 2 * s.nol_baris | (s.tinggi != 15), int(s.tinggi * 20))),
            xls_record(0x0055, pack("<H", s.lebar)),
            xls_record(0x0081, pack("<H", 0x0481 | 0x40 * s.di_bawah)),
            *(
                xls_record(0x007D, pack("<HHHHHH", a, b, int(k.ukuran * 256), 15, _column(k) | _aid(s, a, b), 0))
                for (a, b), k in s.kolom.items()
            ),
            xls_record(0x0200, pack("<IIHHH", 0, max(c.r for c in s.sel) + 1, 0, 6, 0)),
            s.awal,
            *(self._row(r, baris, ("baris", r) == s.fonetik) for r, baris in s.baris.items()),
            *map(self._cell, s.sel),
            s.tengah,
            xls_record(0x023E, pack("<HHHIHHI", tampil, *beku[:2], 64, 0, 0, 0)),
            xls_record(0x0041, pack("<HHHHH", beku[3], beku[2], 90, 90, 3)) if s.beku else b"",
            *(xls_record(0x00E5, pack("<HHHHH", 1, a, c, b, d)) for a, b, c, d in s.gabungan),
            *map(self._rule, s.aturan),
            s.akhir,
            xls_record(0x000A),
        ]
        return b"".join(isi)

    @staticmethod
    def _row(r: int, b: Line, aksara: int) -> bytes:
        sifat = 0x100 | b.tingkat | 0x10 * b.lipat | 0x20 * b.sembunyi | 0x40
        tinggi = int(b.ukuran * 20) | 0x8000 * b.bawaan
        return xls_record(0x0208, pack("<HHHHHHHH", r, 0, 6, tinggi, 0, 0, sifat, 15 | 0x4000 * aksara))

    def _cell(self, c: Cell) -> bytes:
        kepala = pack("<HHH", c.r, c.k, c.xf + _PARENT_STYLE)
        if c.cara == "rumus":
            isi = str(c.nilai)
            rumus = pack("<BBB", 0x17, 1, 0) + b"C"
            nilai = b"\0\0\0\0\0\0\xff\xff" + pack("<HIH", 0, 0, len(rumus)) + rumus
            return xls_record(0x0006, kepala + nilai) + xls_record(0x0207, _string(isi))
        if not isinstance(c.nilai, str):
            return xls_record(0x0203, kepala + pack("<d", c.nilai))
        if c.cara == "sendiri":
            return xls_record(0x0204, kepala + _string(c.nilai))
        nomor = self._teks.setdefault((c.nilai, (*c.ragam,)), len(self._teks))
        return xls_record(0x00FD, kepala + pack("<I", nomor))

    def _rule(self, a: Rule) -> bytes:
        r1, k1, r2, k2 = a.daerah
        rentang = pack("<HHHH", r1, r2, k1, k2)
        bendera, isi = 0, b""
        if a.format is not None:
            bendera |= 1 << 25
            isi += pack("<H", 4 + len(_string(a.format)) - 2) + _string(a.format)
        if a.huruf is not None or a.coret or a.tinggi >= 0:
            bendera |= 1 << 26
            huruf = bytearray(118)
            huruf[64:72] = pack("<iI", a.tinggi, 0x80 * a.coret)
            huruf[80:84] = pack("<i", self.color(a.huruf, -1))
            huruf[88:92] = pack("<I", 0 if a.coret else 0x9A)
            isi += huruf
        if a.latar is not None:
            bendera |= 1 << 29
            isi += pack("<HH", 1 << 10, 64 | self.color(a.latar, 65) << 7)
        dxf = pack("<IH", bendera | 0x20000 * (a.latar is not None), a.format is not None) + isi
        aturan = xls_record(0x01B1, pack("<BBHH", 2, 0, 2, 0) + dxf + b"\x1d\x01")
        return xls_record(0x01B0, pack("<HH", 1, 2) + rentang + pack("<H", 1) + rentang) + aturan


def _formats(b: Book) -> list[tuple[int, str]]:
    """The formats by number, the last of them perhaps twice."""
    return [*enumerate(b.format), *([(len(b.format) - 1, b.format_ganda)] if b.format_ganda else [])]


def _aid(s: Sheet, a: int, b: int) -> int:
    """What says that the columns show reading aids."""
    return 8 * (s.fonetik[0] == "kolom" and a <= s.fonetik[1] <= b)


def _column(k: Line) -> int:
    return k.sembunyi | k.tingkat << 8 | 0x1000 * k.lipat


def _string(teks: str, *, pendek: bool = False) -> bytes:
    """A text of a .xls with its length in front; in one byte a letter where that will do."""
    panjang = pack("<B" if pendek else "<H", len(teks))
    try:
        return panjang + b"\0" + teks.encode("latin-1")
    except UnicodeEncodeError:
        return panjang + b"\1" + teks.encode("utf-16-le")


def _shared(teks: str, ragam: Sequence[tuple[int, int]]) -> bytes:
    if not ragam:
        return _string(teks)
    bagian = b"".join(pack("<HH", letak, font if font < 4 else font + 1) for letak, font in ragam)
    return pack("<HBH", len(teks), 9, len(ragam)) + teks.encode("utf-16-le") + bagian


def _texts(semua: Sequence[tuple[str, Sequence[tuple[int, int]]]] | dict, cara: str) -> bytes:
    """The table of shared texts; cut in the middle of a text, or with reading aids, as *cara* says."""
    kepala = pack("<II", len(semua), len(semua))
    if cara in ("", "fonetik"):
        isi = b"".join(_shared(t, r) if cara == "" or r else _with_aid(t) for t, r in semua)
        return xls_record(0x00FC, kepala + isi)
    rekaman = [bytearray(kepala)]
    for i, (t, r) in enumerate(semua):
        if r or len(t) < 2:
            rekaman[-1] += _shared(t, r)
            continue
        # The first letters in one byte or two, those in the next record the other way.
        lebar = cara == "lebar" and i % 2 == 0
        n = len(t) // 2
        fonetik = cara == "semua"
        depan = pack("<HB", len(t), lebar | 4 * fonetik) + (pack("<I", 8) if fonetik else b"")
        rekaman[-1] += depan + t[:n].encode("utf-16-le" if lebar else "latin-1")
        rekaman.append(bytearray(bytes([not lebar]) + t[n:].encode("latin-1" if lebar else "utf-16-le")))
        rekaman[-1] += b"\1\0\4\0\0\0\0\0" if fonetik else b""
    return b"".join(xls_record(0x003C if i else 0x00FC, bytes(r)) for i, r in enumerate(rekaman))


def _with_aid(teks: str) -> bytes:
    """A text with a reading aid, "C", above it."""
    bantuan = pack("<HHHHH", 0, 0, 1, 1, 1) + "C".encode("utf-16-le") + pack("<HHH", 0, 0, len(teks))
    isi = pack("<HH", 1, len(bantuan)) + bantuan
    return pack("<HBI", len(teks), 5, len(isi)) + teks.encode("utf-16-le") + isi


def ole(*alir: tuple[str, bytes]) -> bytes:
    """An OLE file of version 3, as programs write it, that holds these streams by name."""
    sektor, bebas, akhir = 512, 0xFFFFFFFF, 0xFFFFFFFE
    isi, fat = b"", list[int]()
    direktori = _entry("Root Entry", 5, 1, bebas, akhir, 0)
    for i, (nama, satu) in enumerate(alir, 2):
        satu = satu.ljust(4096, b"\0")
        n = -(-len(satu) // sektor)
        direktori += _entry(nama, 2, bebas, i if i <= len(alir) else bebas, len(fat), len(satu))
        fat += [*range(len(fat) + 1, len(fat) + n), akhir]
        isi += satu.ljust(n * sektor, b"\0")
    letak = len(fat)
    fat_n = next(f for f in range(1, 110) if f * 128 >= letak + 1 + f)
    fat += [akhir, *([0xFFFFFFFD] * fat_n)]
    fat += [bebas] * (fat_n * 128 - len(fat))
    kepala = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    kepala += pack("<IIIIIIIII", 0, fat_n, letak, 0, 4096, akhir, 0, akhir, 0)
    kepala += pack("<109I", *range(letak + 1, letak + 1 + fat_n), *([bebas] * (109 - fat_n)))
    return kepala + isi + direktori.ljust(sektor, b"\0") + pack(f"<{len(fat)}I", *fat)


def _entry(nama: str, jenis: int, anak: int, kanan: int, awal: int, ukuran: int) -> bytes:
    n = nama.encode("utf-16-le") + b"\0\0"
    return n.ljust(64, b"\0") + pack("<HBBIII36xIQ", len(n), jenis, 1, 0xFFFFFFFF, kanan, anak, awal, ukuran)


def to_xls(buku: Book) -> bytes:
    """The workbook as a whole .xls."""
    alir = _Xls(buku).stream()
    lain = [(nama, _Xls(b).stream()) for nama, b in buku.lain]
    return ole(*lain[: buku.lain_di_depan], ("Workbook", alir), *lain[buku.lain_di_depan :])


# --- .xlsb ---------------------------------------------------------------------------------------


def _color_xlsb(warna: str | None) -> bytes:
    if warna is None:
        return bytes(8)
    jenis, _, nomor = warna.partition(" ")
    if nomor:
        return pack("<BBhI", {"indeks": 3, "tema": 7}[jenis], int(nomor), 0, 0)
    return pack("<BBh", 5, 255, 0) + bytes.fromhex(warna) + b"\xff"


def _list_xlsb(awal: int, akhir: int, isi: Sequence[bytes]) -> bytes:
    return xlsb_record(awal, pack("<I", len(isi))) + b"".join(isi) + xlsb_record(akhir)


def _styles_xlsb(b: Book) -> bytes:
    semua = [_fill_xlsb(Xf()), _fill_xlsb(Xf(pola=17, depan="808080")), *map(_fill_xlsb, b.xf)]
    xf = [
        pack(
            "<HHHHHBBHH", 0, x.format, x.font, semua.index(_fill_xlsb(x)), int(x.diagonal), x.putar, x.indent,
            x.mendatar | 2 << 3 | 0x100 * x.susut | 0x4000 * x.tombol, 0x3F,
        )
        for x in b.xf
    ]  # fmt: skip
    garis = [bytes(51), b"\1" + bytes(40) + b"\1\0" + _color_xlsb("000000")]
    return b"".join(
        (
            xlsb_record(278),
            _list_xlsb(615, 616, [xlsb_record(44, pack("<H", 164 + i) + xlsb_text(f)) for i, f in _formats(b)]),
            _list_xlsb(611, 612, [xlsb_record(43, _font_xlsb(f)) for f in b.font]),
            _list_xlsb(603, 604, [xlsb_record(45, i) for i in semua]),
            _list_xlsb(613, 614, [xlsb_record(46, g) for g in garis]),
            _list_xlsb(626, 627, [xlsb_record(47, pack("<HHHHHBBHH", 0xFFFF, 0, 0, 0, 0, 0, 0, 16, 0))]),
            _list_xlsb(617, 618, [xlsb_record(47, x) for x in xf]),
            _list_xlsb(619, 620, [xlsb_record(48, pack("<IHBB", 0, 1, 0, 0) + xlsb_text("Normal"))]),
            _list_xlsb(505, 506, [xlsb_record(507, _dxf_xlsb(a)) for s in b.lembar for a in s.aturan]),
            *(xlsb_record(473), xlsb_record(565)),
            *(xlsb_record(475, bytes.fromhex(w) + b"\0") for w in b.palet),
            *(xlsb_record(566), xlsb_record(474)),
            xlsb_record(279),
        )
    )


def _fill_xlsb(x: Xf) -> bytes:
    if x.pola == GRADIENT:
        tangga = b"".join(_color_xlsb(w) + pack("<d", i) for i, w in enumerate((x.latar, x.depan)))
        return pack("<I", GRADIENT) + bytes(60) + pack("<I", 2) + tangga
    pola = 0 if x.latar is None and x.depan is None else x.pola
    depan, belakang = (x.latar, None) if pola == 1 else (x.depan, x.latar)
    return pack("<I", pola) + _color_xlsb(depan) + _color_xlsb(belakang) + bytes(48)


def _font_xlsb(f: Font) -> bytes:
    kepala = pack("<HHHHBBBB", int(f.ukuran * 20), 8 * f.coret, 400, f.naik, 0, 2, f.aksara, 0)
    return kepala + _color_xlsb(f.warna) + bytes([f.skema]) + xlsb_text(f.nama)


def _dxf_xlsb(a: Rule) -> bytes:
    sifat = [(2, _color_xlsb(a.latar)), (5, _color_xlsb(a.huruf)), (0x1D, b"\1"), (0x24, pack("<I", a.tinggi & 0x7FFF))]
    kode = a.format or ""
    sifat.append((0x26, pack("<HH", 164, len(kode)) + kode.encode("utf-16-le")))
    ada = [(n, i) for (n, i), ya in zip(sifat, (a.latar, a.huruf, a.coret, a.tinggi >= 0, kode), strict=True) if ya]
    return pack("<HHH", 0, 0, len(ada)) + b"".join(pack("<HH", n, 4 + len(i)) + i for n, i in ada)


def _sheet_xlsb(s: Sheet, teks: dict[tuple[str, tuple[tuple[int, int], ...]], int], dxf: int) -> bytes:
    beku = s.beku or (0, 0, 0, 0)
    tampil = 0x3CC | 0x10 * s.nol | 2 * s.rumus_tampil
    panel = xlsb_record(151, pack("<ddIIIB", beku[3], beku[2], 90, 90, 3, 1)) if s.beku else b""
    jendela = xlsb_record(137, pack("<HIIIB", tampil, 0, *beku[:2], 64) + bytes(15)) + panel + xlsb_record(138)
    kolom = [
        xlsb_record(60, pack("<IIIIH", a, b, int(k.ukuran * 256), 0, _column(k) | _aid(s, a, b)))
        for (a, b), k in s.kolom.items()
    ]
    data = b""
    for r, sel in _by_row(s.sel):
        baris = s.baris.get(r, Line(15))
        sifat = baris.tingkat | 8 * baris.lipat | 0x10 * baris.sembunyi | 0x20
        aksara = ("baris", r) == s.fonetik
        sifat -= 0x20 * baris.bawaan
        data += xlsb_record(0, pack("<IIHBBBI", r, 0, int(baris.ukuran * 20), 0, sifat, aksara, 0))
        data += b"".join(c.sebelum + _cell_xlsb(c, teks) for c in sel)
    gabungan = [xlsb_record(176, pack("<IIII", a, c, b, d)) for a, b, c, d in s.gabungan]
    return b"".join(
        (
            xlsb_record(129),
            xlsb_record(
                147, pack("<HB", 0x04C9 & ~0x40 | 0x40 * s.di_bawah, 0) + bytes(8) + b"\xff" * 8 + xlsb_text("")
            ),
            xlsb_record(148, pack("<IIII", 0, max(c.r for c in s.sel), 0, 4)),
            *(xlsb_record(133), jendela, xlsb_record(134)),
            xlsb_record(
                485, pack("<IHHHBB", 0xFFFFFFFF, s.lebar, int(s.tinggi * 20), 2 * s.nol_baris | (s.tinggi != 15), 0, 0)
            ),
            *(xlsb_record(390), *kolom, xlsb_record(391)),
            *(s.awal, xlsb_record(145), data, s.tengah, xlsb_record(146)),
            _list_xlsb(177, 178, gabungan),
            *(_rule_xlsb(a, dxf + i) for i, a in enumerate(s.aturan)),
            s.akhir,
            xlsb_record(130),
        )
    )


def _rule_xlsb(a: Rule, dxf: int) -> bytes:
    r1, k1, r2, k2 = a.daerah
    rumus = pack("<IBBI", 2, 0x1D, 1, 0)
    isi = pack("<IIIIIIIIH", 2, 0, dxf, 1, 0, 0, 0, 0, 0) + pack("<III", len(rumus), 0, 0) + b"\xff" * 4 + rumus
    awal = xlsb_record(461, pack("<IIIIIII", 1, 0, 1, r1, r2, k1, k2))
    return awal + xlsb_record(463, isi) + xlsb_record(464) + xlsb_record(462)


def _cell_xlsb(c: Cell, teks: dict[tuple[str, tuple[tuple[int, int], ...]], int]) -> bytes:
    kepala = pack("<II", c.k, c.xf)
    if c.cara == "rumus":
        rumus = pack("<BH", 0x17, 1) + "C".encode("utf-16-le")
        return xlsb_record(8, kepala + xlsb_text(str(c.nilai)) + pack("<HI", 0, len(rumus)) + rumus + pack("<I", 0))
    if not isinstance(c.nilai, str):
        return xlsb_record(5, kepala + pack("<d", c.nilai))
    if c.cara == "sendiri":
        return xlsb_record(6, kepala + xlsb_text(c.nilai))
    if c.cara == "ragam":
        return xlsb_record(62, kepala + _rich_xlsb(c.nilai, c.ragam))
    return xlsb_record(7, kepala + pack("<I", teks.setdefault((c.nilai, (*c.ragam,)), len(teks))))


def _rich_xlsb(teks: str, ragam: Sequence[tuple[int, int]]) -> bytes:
    bagian = pack("<I", len(ragam)) + b"".join(pack("<HH", *r) for r in ragam) if ragam else b""
    return bytes([bool(ragam)]) + xlsb_text(teks) + bagian


def _aided(teks: str) -> bytes:
    """A text with a reading aid, "C", above it."""
    return b"\2" + xlsb_text(teks) + xlsb_text("C") + pack("<IHHHHH", 1, 0, 0, len(teks), 0, 0)


def to_xlsb(buku: Book) -> bytes:
    """The workbook as a whole .xlsb."""
    teks: dict[tuple[str, tuple[tuple[int, int], ...]], int] = {}
    lembar: list[bytes] = []
    dxf = 0
    for s in buku.lembar:
        lembar.append(_sheet_xlsb(s, teks, dxf))
        dxf += len(s.aturan)
    daftar = [
        xlsb_record(156, pack("<II", s.keadaan, i) + xlsb_text(f"rId{i}") + xlsb_text(s.nama))
        for i, s in enumerate(buku.lembar, 1)
    ]
    jendela = pack("<IIIIIIIB", 0, 0, 20000, 12000, 600, 0, buku.aktif, 0x18 | 0x20 * buku.tab)
    isi_buku = b"".join(
        (
            xlsb_record(131),
            xlsb_record(153, pack("<III", 0x10020 | buku.tahun_1904, 0, 0)),
            *(xlsb_record(135), xlsb_record(158, jendela), xlsb_record(136)),
            *(xlsb_record(143), *daftar, xlsb_record(144)),
            buku.rekaman,
            xlsb_record(132),
        )
    )
    rel = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.bin") for i in range(1, len(lembar) + 1)]
    rel += [("rIdt", "sharedStrings", "sharedStrings.bin"), ("rIdg", "styles", "styles.bin")]
    rel += [("rIdm", "theme", "theme/theme1.xml")] if buku.tema else []
    tipe = "application/vnd.ms-excel"
    jenis = [("workbook", "sheet.binary.macroEnabled.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]
    jenis += [(f"worksheets/sheet{i}", "worksheet") for i in range(1, len(lembar) + 1)]
    bersama = [xlsb_record(19, _aided(t) if buku.teks and not r else _rich_xlsb(t, r)) for t, r in teks]
    lagi = {f"xl/lain/{i}{j}.bin": isi for i, s in enumerate(buku.lembar) for j, (_, isi) in enumerate(s.bagian)}
    rel_lembar = {
        f"xl/worksheets/_rels/sheet{i + 1}.bin.rels": f'<Relationships xmlns="{PKG}/relationships">'
        + "".join(
            f'<Relationship Id="rId{j + 1}" Type="{REL_NS}/{t}" Target="../lain/{i}{j}.bin"/>'
            for j, (t, _) in enumerate(s.bagian)
        )
        + "</Relationships>"
        for i, s in enumerate(buku.lembar)
        if s.bagian
    }
    return zip_of(
        {
            "[Content_Types].xml": f'<Types xmlns="{PKG}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType='
            f'"{tipe}.sheet.binary.macroEnabled.main"/>'
            + "".join(f'<Override PartName="/xl/{n}.bin" ContentType="{tipe}.{t}"/>' for n, t in jenis)
            + "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{PKG}/relationships"><Relationship Id="r1" '
            f'Type="{REL_NS}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
            "xl/workbook.bin": isi_buku,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PKG}/relationships">'
            + "".join(f'<Relationship Id="{i}" Type="{REL_NS}/{t}" Target="{n}"/>' for i, t, n in rel)
            + "</Relationships>",
            **{f"xl/worksheets/sheet{i}.bin": isi for i, isi in enumerate(lembar, 1)},
            **({"xl/theme/theme1.xml": buku.tema} if buku.tema else {}),
            **lagi,
            **rel_lembar,
            "xl/styles.bin": _styles_xlsb(buku),
            "xl/sharedStrings.bin": xlsb_record(159, pack("<II", len(teks), len(teks)))
            + b"".join(bersama)
            + xlsb_record(160),
        }
    )
