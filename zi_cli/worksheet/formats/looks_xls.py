"""What sheets and cells of a .xls look like: hidden columns and rows, odd styles, drawings ([MS-XLS] 2.4).

Only records that say how something is shown are read. The stream has been walked before, so every record ends
within it; a record shorter than its fields raises ``struct.error`` or ``IndexError``, which the caller names.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from struct import unpack_from

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.drawings_xls import Shapes
from zi_cli.worksheet.formats.known_formats import BAWAAN
from zi_cli.worksheet.formats.limits import FORMAT_ANGKA, GAYA, LimitExceeded, ribuan
from zi_cli.worksheet.formats.looks import ODD_RUNS, Colors, SheetLook, SheetNotes, run_colors
from zi_cli.worksheet.formats.palette_xlsx import (
    POLA,
    PUTIH,
    Font,
    Palette,
    Rgb,
    blends,
    pattern_grounds,
    shades,
    usual_palette,
)
from zi_cli.worksheet.formats.sheet_view import LEBAR_MIN, Alignment, Place, Range
from zi_cli.worksheet.formats.styles_xlsx import Differential, Style, make_style

_FONT, _FORMAT, _XF, _PALETTE, _XFEXT = 0x0031, 0x041E, 0x00E0, 0x0092, 0x087D
_COLINFO, _DEFCOLWIDTH, _STANDARDWIDTH, _ROW, _DEFAULTROWHEIGHT = 0x007D, 0x0055, 0x0099, 0x0208, 0x0225
_WSBOOL, _ARRAY, _TABLE = 0x0081, 0x0221, 0x0236
_WINDOW2, _PANE, _MERGEDCELLS, _MSODRAWING, _OBJ = 0x023E, 0x0041, 0x00E5, 0x00EC, 0x005D
_CONDFMT, _CF, _CONDFMT12, _CF12, _CFEX, _RSTRING, _LABELSST, _MULRK = (
    0x01B0,
    0x01B1,
    0x0879,
    0x087A,
    0x087B,
    0x00D6,
    0x00FD,
    0x00BD,
)
#: Records of one cell with a value: row, column, style.
_FORMULA = 0x0006
_SEL = frozenset((_LABELSST, _FORMULA, 0x0205, 0x0203, 0x0204, 0x027E, _RSTRING))
#: Objects that are no cover: notes (shown when pointed at) and the arrows of lists and filters.
_NOTE, _DROPDOWN, _NOTE_SHOWN = 0x19, 0x14, 0x001C

#: A record: its type and where its data begin and end.
Record = tuple[int, int, int]


class XlsStyles(NamedTuple):
    """The styles of a .xls: those of cells whose value may be disguised or rounded, by number; texts with odd runs.

    ``teks_tinta`` are the colours of the runs of each text with any, ``latar`` all of each style's ground. ``warna``
    are each style's colours, ``palet`` and ``format`` what conditional formats name by number.
    """

    aneh: Mapping[int, Style]
    warna: Colors
    teks_samar: frozenset[int]
    teks_tinta: Mapping[int, frozenset[Rgb]]
    latar: Sequence[Sequence[Rgb]]
    palet: Palette
    format: Mapping[int, str]


def read_styles(isi: bytes | bytearray, rekaman: Sequence[Record], ragam: Mapping[int, Sequence[int]]) -> XlsStyles:
    """The styles among the records of the workbook's globals.

    *ragam* are the numbers of the fonts of the runs of each shared text that has any.
    Raises ``LimitExceeded`` for more styles than are looked at.
    """
    warna = [*usual_palette()]
    for jenis, awal, _ in rekaman:
        if jenis == _PALETTE:
            for i in range(min(unpack_from("<H", isi, awal)[0], len(warna) - 8)):
                warna[8 + i] = isi[awal + 2 + 4 * i : awal + 5 + 4 * i].hex()
    palet = Palette.of_colors(warna)
    huruf: list[Font] = []
    format_ = dict(BAWAAN)
    xf: list[tuple[int, int]] = []
    lain: dict[int, dict[int, dict[str, str]]] = {}
    for jenis, awal, akhir in rekaman:
        if jenis == _FONT:
            # The font numbered 4 does not exist.
            huruf += [_font(isi, awal, akhir, palet)] * (2 if len(huruf) == 3 else 1)
        elif jenis == _FORMAT:
            kode = _string(isi, awal + 2, akhir)
            if len(kode) > FORMAT_ANGKA:
                raise LimitExceeded(f"format angka lebih dari {ribuan(FORMAT_ANGKA)} karakter")
            format_[unpack_from("<H", isi, awal)[0]] = kode
        elif jenis == _XF:
            xf.append((awal, akhir))
        elif jenis == _XFEXT:
            lain[unpack_from("<H", isi, awal + 14)[0]] = _extension(isi, awal + 18, akhir)
        if len(xf) > GAYA or len(huruf) > GAYA:
            raise LimitExceeded(f"gaya sel lebih dari {ribuan(GAYA)}")
    aneh: dict[int, Style] = {}
    tinta: list[tuple[Rgb, Rgb]] = []
    latar_gaya: list[list[Rgb]] = []
    for n, (awal, _) in enumerate(xf):
        i_huruf, i_format = unpack_from("<HH", isi, awal)
        satu = huruf[i_huruf] if i_huruf < len(huruf) else Font(None, "")
        pola = isi[awal + 17] >> 2
        padat = pola == 1
        nomor_latar = unpack_from("<H", isi, awal + 18)[0]
        dasar = (palet.color({"indexed": str(x & 0x7F)}) for x in (nomor_latar, nomor_latar >> 7))
        latar, gelap = pattern_grounds(POLA[pola] if pola < len(POLA) else "", *dasar)
        sifat = lain.get(n, {})
        gelap += shades([w for k, a in sifat.items() if k >= _GRADASI_KE and (w := palet.color(a)) is not None])
        # Newer programs take the colours of an extension, others those that it stands beside.
        huruf_baru = satu._replace(warna=palet.color(sifat[_TEKS])) if _TEKS in sifat else satu
        latar_baru = (palet.color(sifat[_LATAR]) if padat and _LATAR in sifat else None) or latar
        kode = format_.get(i_format, "General")
        rata = _alignment(isi, awal)
        gaya, lama = (make_style(kode, h, w, rata, gelap) for h, w in ((huruf_baru, latar_baru), (satu, latar)))
        gaya = lama if lama.samar else gaya
        if gaya.disguises_text or gaya.disguises_numbers or gaya.rounds:
            aneh[n] = gaya
        tinta.append((huruf_baru.warna or (0, 0, 0), latar_baru))
        latar_gaya.append([latar_baru, *gelap])
    tersamar = {i for i, f in enumerate(huruf) if f.samar or blends(f.warna, None, PUTIH)}
    teks = frozenset(t for t, isinya in ragam.items() if not tersamar.isdisjoint(isinya))
    berwarna = run_colors(ragam, huruf)
    return XlsStyles(aneh, tinta, teks, berwarna, latar_gaya, palet, format_)


def _alignment(isi: bytes | bytearray, awal: int) -> Alignment:
    """How a style places its content, and whether a line goes across it."""
    letak, putar, lain = isi[awal + 6] & 7, isi[awal + 7], isi[awal + 8]
    arah, garis = unpack_from("<II", isi, awal + 10)
    dicoret = arah >> 30 != 0 and garis >> 21 & 0xF != 0
    return Alignment(lain & 0xF, letak == 4, letak == 6, bool(lain & 0x10), putar, dicoret)


def _font(isi: bytes | bytearray, awal: int, akhir: int, palet: Palette) -> Font:
    tinggi, bendera, warna = unpack_from("<HHH", isi, awal)
    unsur = {
        "name": {"val": _string(isi, awal + 14, akhir, pendek=True)},
        "sz": {"val": str(tinggi / 20)},
        "charset": {"val": str(isi[awal + 12])},
        **({"strike": {}} if bendera & 8 else {}),
        **({"vertAlign": {"val": "superscript"}} if isi[awal + 8] else {}),
        **({"color": {"indexed": str(warna)}} if warna < 0x7FFF else {}),
    }
    return palet.font(unsur)


#: Properties of a style that newer versions of Excel add: the ground's two colours, its gradient, and the text's.
_LATAR, _DASAR, _GRADASI, _TEKS = 4, 5, 6, 13
#: From here on the stops of a gradient are noted.
_GRADASI_KE = 0x10000
_JENIS_WARNA = {1: "indexed", 2: "rgb", 3: "theme"}


def _extension(isi: bytes | bytearray, awal: int, akhir: int) -> dict[int, dict[str, str]]:
    """The colours that an extension names, by what they are of."""
    p = awal + 2
    sifat: dict[int, dict[str, str]] = {}
    for _ in range(unpack_from("<H", isi, awal)[0]):
        if p + 4 > akhir:
            break
        jenis, panjang = unpack_from("<HH", isi, p)
        if jenis == _GRADASI and panjang >= 52:
            for i in range(min(unpack_from("<I", isi, p + 48)[0], (panjang - 52) // 22)):
                jenis_warna, nilai_warna = unpack_from("<HI", isi, p + 52 + 22 * i)
                nilai = isi[p + 54 + 22 * i : p + 57 + 22 * i].hex() if jenis_warna == 2 else str(nilai_warna)
                if jenis_warna in _JENIS_WARNA:
                    sifat[_GRADASI_KE + i] = {_JENIS_WARNA[jenis_warna]: nilai}
        elif jenis in (_LATAR, _DASAR, _TEKS):
            jenis_warna, tint = unpack_from("<Hh", isi, p + 4)
            nilai = isi[p + 8 : p + 11].hex() if jenis_warna == 2 else str(unpack_from("<I", isi, p + 8)[0])
            if jenis_warna in _JENIS_WARNA:
                sifat[jenis] = {_JENIS_WARNA[jenis_warna]: nilai, **({"tint": str(tint / 32767)} if tint else {})}
        p += max(panjang, 4)
    return sifat


def _string(isi: bytes | bytearray, awal: int, akhir: int, *, pendek: bool = False) -> str:
    """A text with its length in front, in one byte when it is *pendek*, else in two."""
    panjang, p = (isi[awal], awal + 1) if pendek else (unpack_from("<H", isi, awal)[0], awal + 2)
    lebar = 1 + (isi[p] & 1)
    mentah = bytes(isi[p + 1 : min(akhir, p + 1 + panjang * lebar)])
    return mentah.decode("utf-16-le" if lebar == 2 else "latin-1", "replace")


def read_look(isi: bytes | bytearray, rekaman: Callable[[], Iterator[Record]], gaya: XlsStyles) -> SheetLook:
    """How the sheet of these records (told from the start at each call) is seen, by the styles *gaya*."""
    baca = _Reader(isi, gaya)
    for satu in rekaman():
        baca.take(*satu)
    return baca.noted((*baca.gambar,), lambda: (sel for satu in rekaman() for sel in _styled(isi, *satu)))


def _styled(isi: bytes | bytearray, jenis: int, awal: int, akhir: int) -> Iterator[tuple[Place, int]]:
    """The cells of a record, with the numbers of their styles."""
    if jenis in _SEL:
        r, k, xf = unpack_from("<HHH", isi, awal)
        yield (r + 1, k), xf
    elif jenis == _MULRK:
        r, k = unpack_from("<HH", isi, awal)
        for i, p in enumerate(range(awal + 4, akhir - 2, 6)):
            yield (r + 1, k + i), unpack_from("<H", isi, p)[0]


class _Reader(SheetNotes):
    def __init__(self, isi: bytes | bytearray, gaya: XlsStyles) -> None:
        super().__init__()
        self._isi = isi
        self._gaya = gaya
        self._beku: Place | None = None
        self._bentuk = Shapes()
        self._jangkar: list[Range] = []
        self._catatan: dict[int, list[Range]] = {}
        self.gambar: list[Range] = []
        self._daerah: list[Range] = []
        self._aturan: dict[int, list[Range]] = {}

    def take(self, jenis: int, awal: int, akhir: int) -> None:
        """Note what one record says."""
        isi = self._isi
        if jenis in _SEL or jenis == _MULRK:
            for tempat, xf in _styled(isi, jenis, awal, akhir):
                if xf in self._gaya.aneh:
                    self._sel[tempat] = self._gaya.aneh[xf]
                if jenis == _FORMULA:
                    self._rumus.add(tempat)
            samar = self._gaya.teks_samar
            if jenis == _RSTRING or (samar and jenis == _LABELSST and unpack_from("<I", isi, awal + 6)[0] in samar):
                r, k = unpack_from("<HH", isi, awal)
                self._sel.setdefault((r + 1, k), ODD_RUNS)
            elif self._gaya.teks_tinta and jenis == _LABELSST:
                tinta = self._gaya.teks_tinta.get(unpack_from("<I", isi, awal + 6)[0])
                r, k, xf = unpack_from("<HHH", isi, awal)
                if tinta:
                    self.runs((r + 1, k), tinta, self._gaya.latar[xf] if xf < len(self._gaya.latar) else ())
        elif jenis == _ROW:
            self._row(awal)
        elif jenis == _COLINFO:
            a, b, lebar, _, bendera = unpack_from("<HHHHH", isi, awal)
            self.column(a, b, lebar / 256, bendera)
        elif (jenis == _DEFCOLWIDTH and unpack_from("<H", isi, awal)[0] == 0) or (
            jenis == _STANDARDWIDTH and unpack_from("<H", isi, awal)[0] / 256 < LEBAR_MIN
        ):
            self._kolom.append((0, 255))
        elif jenis == _WSBOOL:
            self.outline(unpack_from("<H", isi, awal)[0])
        elif jenis in (_ARRAY, _TABLE):
            a, b, c, d = unpack_from("<HHBB", isi, awal)
            self._larik.append((a + 1, c, b + 1, d))
        elif jenis == _DEFAULTROWHEIGHT:
            bendera, tinggi = unpack_from("<HH", isi, awal)
            self.usual_rows(tinggi / 20, bool(bendera & 2))
        elif jenis == _WINDOW2:
            bendera, baris, kolom = unpack_from("<HHH", isi, awal)
            self._tanpa_nol = self._tanpa_nol or not bendera & 0x10
            self._beku = (baris + 1, kolom) if bendera & 8 else None
        elif jenis == _PANE and self._beku is not None:
            kolom, baris = unpack_from("<HH", isi, awal)
            self.freeze(self._beku, baris, kolom)
        elif jenis == _MERGEDCELLS:
            jumlah = min(unpack_from("<H", isi, awal)[0], (akhir - awal - 2) // 8)
            self._gabungan += [self._range(awal + 2 + 8 * i) for i in range(jumlah)]
        elif jenis == _MSODRAWING:
            self._jangkar = [*self._bentuk.read(isi, awal, akhir)]
        elif jenis == _OBJ:
            macam, nomor = unpack_from("<HH", isi, awal + 4)
            if macam == _NOTE:
                self._catatan[nomor] = self._jangkar
            elif macam != _DROPDOWN:
                self.gambar += self._jangkar
            self._jangkar = []
        elif jenis == _NOTE_SHOWN and isi[awal + 4] & 2:
            # Notes stand behind the objects that they are shown by.
            self.gambar += self._catatan.get(unpack_from("<H", isi, awal + 6)[0], ())
        elif jenis in (_CONDFMT, _CONDFMT12):
            p = awal + (12 if jenis == _CONDFMT else 24)
            jumlah = min(unpack_from("<H", isi, p)[0], (akhir - p - 2) // 8)
            self._daerah = [self._range(p + 2 + 8 * i) for i in range(jumlah)]
            self._aturan[unpack_from("<H", isi, p - 10)[0] >> 1] = self._daerah
        elif jenis == _CF:
            self.condition(self._daerah, self._differential(awal + 6, akhir)[0], self._gaya.warna)
        elif jenis == _CF12:
            self._newer(isi[awal + 12], self._daerah, awal + 18, akhir)
        elif jenis == _CFEX:
            # What follows, or this, says more of how a rule of the old form looks.
            self._daerah = self._aturan.get(unpack_from("<H", isi, awal + 16)[0], [self._range(awal + 4)])
            if not unpack_from("<I", isi, awal + 12)[0] and isi[awal + 25]:
                self._newer(0, self._daerah, awal + 26, akhir)

    def _row(self, awal: int) -> None:
        r, tinggi = unpack_from("<H", self._isi, awal)[0], unpack_from("<H", self._isi, awal + 6)[0]
        sendiri = None if tinggi & 0x8000 and tinggi & 0x7FFF else (tinggi & 0x7FFF) / 20
        bendera = self._isi[awal + 12]
        self.row(r + 1, sendiri, bool(bendera & 0x20), bendera & 7, bool(bendera & 0x10))

    def _range(self, awal: int) -> Range:
        a, b, c, d = unpack_from("<HHHH", self._isi, awal)
        return a + 1, c, b + 1, d

    def _newer(self, jenis: int, daerah: list[Range], awal: int, akhir: int) -> None:
        """A rule of newer versions: what it changes, if it is none of colours, bars or icons by value."""
        ukuran = unpack_from("<I", self._isi, awal)[0]
        if jenis in (3, 4, 6):
            self._bersyarat += daerah
        elif ukuran:
            dxf, p = self._differential(awal + 4, akhir)
            sifat = _extension(self._isi, p + 6, akhir) if p + 8 <= min(awal + 4 + ukuran, akhir) else {}
            warna = {k: self._gaya.palet.color(w) for k, w in sifat.items()}
            latar = tuple(w for k in (_DASAR, _LATAR) if (w := warna.get(k)) is not None)
            dxf = dxf._replace(huruf=warna.get(_TEKS, dxf.huruf), latar=latar or dxf.latar)
            self.condition(daerah, dxf, self._gaya.warna)

    def _differential(self, awal: int, akhir: int) -> tuple[Differential, int]:
        """What a conditional format changes ([MS-XLS] 2.5.105), and where that ends."""
        isi = self._isi
        bendera, lagi = unpack_from("<IH", isi, awal)
        p = awal + 6
        format_: str | None = None
        huruf: Rgb | None = None
        samar = ""
        latar: list[Rgb] = []
        if bendera & 1 << 25 and lagi & 1:
            format_ = _string(isi, p + 2, akhir)
            p += max(unpack_from("<H", isi, p)[0], 2)
        elif bendera & 1 << 25:
            format_ = self._gaya.format.get(isi[p + 1], "General")
            p += 2
        if bendera & 1 << 26:
            dicoret = unpack_from("<I", isi, p + 68)[0] & ~unpack_from("<I", isi, p + 88)[0] & 0x80
            nomor = unpack_from("<i", isi, p + 80)[0]
            samar = "huruf dicoret" if dicoret else ""
            huruf = self._color(nomor) if nomor >= 0 else None
            p += 118
        p += 8 * (bendera >> 27 & 1) + 8 * (bendera >> 28 & 1)
        if bendera & 1 << 29:
            warna = unpack_from("<H", isi, p + 2)[0]
            dipakai = ((17, warna & 0x7F), (18, warna >> 7 & 0x7F))
            latar = [w for bit, n in dipakai if not bendera & 1 << bit and (w := self._color(n)) is not None]
            if not (latar or bendera & 1 << 16 or unpack_from("<H", isi, p)[0] >> 10):
                # No pattern is the ground of the paper, whatever the cell's own is.
                latar = [PUTIH]
            p += 4
        return Differential(format_, huruf, tuple(latar), samar), p + 2 * (bendera >> 30 & 1)

    def _color(self, nomor: int) -> Rgb | None:
        return self._gaya.palet.color({"indexed": str(nomor)})
