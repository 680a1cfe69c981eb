"""What sheets and cells of a .xls look like: hidden columns and rows, odd styles, drawings ([MS-XLS] 2.4).

Only records that say how something is shown are read. The stream has been walked before, so every record ends
within it; a record shorter than its fields raises ``struct.error`` or ``IndexError``, which the caller names.
"""

from collections.abc import Iterator, Mapping, Sequence
from struct import unpack_from
from typing import NamedTuple

from zi_cli.worksheet.formats.drawings_xlsx import anchored
from zi_cli.worksheet.formats.grid import BARIS_EMU, KOLOM_EMU
from zi_cli.worksheet.formats.limits import FORMAT_ANGKA, GAYA, LimitExceeded, ribuan
from zi_cli.worksheet.formats.looks import ODD_RUNS, SheetLook, SheetNotes
from zi_cli.worksheet.formats.number_format import BAWAAN
from zi_cli.worksheet.formats.styles_xlsx import PUTIH, Font, Palette, Rgb, Style, blends, make_style, usual_palette
from zi_cli.worksheet.formats.view_xlsx import LEBAR_MIN, TINGGI_MIN, Range

_FONT, _FORMAT, _XF, _PALETTE, _XFEXT = 0x0031, 0x041E, 0x00E0, 0x0092, 0x087D
_COLINFO, _DEFCOLWIDTH, _STANDARDWIDTH, _ROW, _DEFAULTROWHEIGHT = 0x007D, 0x0055, 0x0099, 0x0208, 0x0225
_WINDOW2, _MERGEDCELLS, _MSODRAWING, _OBJ = 0x023E, 0x00E5, 0x00EC, 0x005D
_CONDFMT, _CF, _CONDFMT12, _RSTRING, _LABELSST, _MULRK = 0x01B0, 0x01B1, 0x0879, 0x00D6, 0x00FD, 0x00BD
#: Records of one cell with a value: row, column, style.
_SEL = frozenset((_LABELSST, 0x0006, 0x0205, 0x0203, 0x0204, 0x027E, _RSTRING))
#: Objects that are no cover: notes (shown when pointed at) and the arrows of lists and filters.
_NOTE, _DROPDOWN = 0x19, 0x14
_ANCHOR = 0xF010

#: A record: its type and where its data begin and end.
Record = tuple[int, int, int]


class XlsStyles(NamedTuple):
    """The styles of a .xls: those of cells whose value may be disguised or rounded, by number; texts with odd runs.

    ``huruf`` and ``latar`` are each style's colours, ``palet`` resolves those of conditional formats.
    """

    aneh: Mapping[int, Style]
    huruf: Sequence[Rgb]
    latar: Sequence[Rgb]
    teks_samar: frozenset[int]
    palet: Palette


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
    lain: dict[int, dict[int, str]] = {}
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
            nomor, sifat = _extension(isi, awal, akhir)
            lain[nomor] = sifat
        if len(xf) > GAYA or len(huruf) > GAYA:
            raise LimitExceeded(f"gaya sel lebih dari {ribuan(GAYA)}")
    aneh: dict[int, Style] = {}
    tinta: list[Rgb] = []
    dasar: list[Rgb] = []
    for n, (awal, _) in enumerate(xf):
        i_huruf, i_format = unpack_from("<HH", isi, awal)
        satu = huruf[i_huruf] if i_huruf < len(huruf) else Font(None, "")
        sifat = lain.get(n, {})
        if _TEKS in sifat:
            satu = satu._replace(warna=palet.color({"rgb": sifat[_TEKS]}))
        latar = PUTIH
        if isi[awal + 17] >> 2 == 1:
            nomor_latar = unpack_from("<H", isi, awal + 18)[0] & 0x7F
            latar = palet.color({"rgb": sifat[_LATAR]} if _LATAR in sifat else {"indexed": str(nomor_latar)}) or PUTIH
        gaya = make_style(format_.get(i_format, "General"), satu, latar, menjorok=isi[awal + 8] & 0x0F > 9)
        if gaya.disguises_text or gaya.disguises_numbers or gaya.rounds:
            aneh[n] = gaya
        tinta.append(satu.warna or (0, 0, 0))
        dasar.append(latar)
    tersamar = {i for i, f in enumerate(huruf) if f.samar or blends(f.warna, None, PUTIH)}
    teks = frozenset(t for t, isinya in ragam.items() if not tersamar.isdisjoint(isinya))
    return XlsStyles(aneh, tinta, dasar, teks, palet)


def _font(isi: bytes | bytearray, awal: int, akhir: int, palet: Palette) -> Font:
    tinggi, bendera, warna = unpack_from("<HHH", isi, awal)
    unsur = {
        "name": {"val": _string(isi, awal + 14, akhir, pendek=True)},
        "sz": {"val": str(tinggi / 20)},
        **({"strike": {}} if bendera & 8 else {}),
        **({"color": {"indexed": str(warna)}} if warna < 0x7FFF else {}),
    }
    return palet.font(unsur)


#: Properties of a style that newer versions of Excel add: the ground's and the text's colour.
_LATAR, _TEKS = 4, 13


def _extension(isi: bytes | bytearray, awal: int, akhir: int) -> tuple[int, dict[int, str]]:
    """Which style an extension is of, and its colours that are written as such."""
    nomor, jumlah = unpack_from("<H", isi, awal + 14)[0], unpack_from("<H", isi, awal + 18)[0]
    p = awal + 20
    sifat: dict[int, str] = {}
    for _ in range(jumlah):
        if p + 4 > akhir:
            break
        jenis, panjang = unpack_from("<HH", isi, p)
        if jenis in (_LATAR, _TEKS) and unpack_from("<H", isi, p + 4)[0] == 2:
            sifat[jenis] = isi[p + 8 : p + 11].hex()
        p += max(panjang, 4)
    return nomor, sifat


def _string(isi: bytes | bytearray, awal: int, akhir: int, *, pendek: bool = False) -> str:
    """A text with its length in front, in one byte when it is *pendek*, else in two."""
    panjang, p = (isi[awal], awal + 1) if pendek else (unpack_from("<H", isi, awal)[0], awal + 2)
    lebar = 1 + (isi[p] & 1)
    mentah = bytes(isi[p + 1 : min(akhir, p + 1 + panjang * lebar)])
    return mentah.decode("utf-16-le" if lebar == 2 else "latin-1", "replace")


def read_look(isi: bytes | bytearray, rekaman: Iterator[Record], gaya: XlsStyles) -> SheetLook:
    """How the sheet of these records is seen, by the styles *gaya*."""
    baca = _Reader(isi, gaya)
    for jenis, awal, akhir in rekaman:
        baca.take(jenis, awal, akhir)
    return baca.look()


class _Reader(SheetNotes):
    def __init__(self, isi: bytes | bytearray, gaya: XlsStyles) -> None:
        super().__init__()
        self._isi = isi
        self._gaya = gaya
        self._jangkar: list[Range] = []
        self._gambar: list[Range] = []
        self._daerah: list[Range] = []

    def take(self, jenis: int, awal: int, akhir: int) -> None:
        """Note what one record says."""
        isi = self._isi
        if jenis in _SEL:
            r, k, xf = unpack_from("<HHH", isi, awal)
            self._cell(r, k, xf)
            samar = self._gaya.teks_samar
            if jenis == _RSTRING or (samar and jenis == _LABELSST and unpack_from("<I", isi, awal + 6)[0] in samar):
                self._sel.setdefault((r + 1, k), ODD_RUNS)
        elif jenis == _MULRK:
            r, k = unpack_from("<HH", isi, awal)
            for i, p in enumerate(range(awal + 4, akhir - 2, 6)):
                self._cell(r, k + i, unpack_from("<H", isi, p)[0])
        elif jenis == _ROW:
            self._row(awal)
        elif jenis == _COLINFO:
            a, b, lebar, _, bendera = unpack_from("<HHHHH", isi, awal)
            if bendera & 1 or lebar / 256 < LEBAR_MIN:
                self._kolom.append((a, b))
        elif (jenis == _DEFCOLWIDTH and unpack_from("<H", isi, awal)[0] == 0) or (
            jenis == _STANDARDWIDTH and unpack_from("<H", isi, awal)[0] / 256 < LEBAR_MIN
        ):
            self._kolom.append((0, 255))
        elif jenis == _DEFAULTROWHEIGHT:
            self._bawaan = bool(isi[awal] & 2)
        elif jenis == _WINDOW2:
            self._tanpa_nol = not isi[awal] & 0x10
        elif jenis == _MERGEDCELLS:
            jumlah = min(unpack_from("<H", isi, awal)[0], (akhir - awal - 2) // 8)
            self._gabungan += [self._range(awal + 2 + 8 * i) for i in range(jumlah)]
        elif jenis == _MSODRAWING:
            self._jangkar = [*_anchors(isi, awal, akhir)]
        elif jenis == _OBJ:
            if unpack_from("<H", isi, awal + 4)[0] not in (_NOTE, _DROPDOWN):
                self._gambar += self._jangkar
            self._jangkar = []
        elif jenis in (_CONDFMT, _CONDFMT12):
            self._conditional(jenis, awal, akhir)
        elif jenis == _CF and self._disguises(awal, akhir):
            self._bersyarat += self._daerah

    def _cell(self, r: int, k: int, xf: int) -> None:
        gaya = self._gaya.aneh.get(xf)
        if gaya is not None:
            self._sel[r + 1, k] = gaya

    def _row(self, awal: int) -> None:
        r, tinggi = unpack_from("<H", self._isi, awal)[0], unpack_from("<H", self._isi, awal + 6)[0] & 0x7FFF
        if self._isi[awal + 12] & 0x20 or tinggi / 20 < TINGGI_MIN:
            self._baris.add(r + 1)
        else:
            self._tampil.add(r + 1)

    def _range(self, awal: int) -> Range:
        a, b, c, d = unpack_from("<HHHH", self._isi, awal)
        return a + 1, c, b + 1, d

    def _conditional(self, jenis: int, awal: int, akhir: int) -> None:
        """Where the conditional formats that follow apply; those of newer versions hide what they like."""
        p = awal + (12 if jenis == _CONDFMT else 24)
        jumlah = min(unpack_from("<H", self._isi, p)[0], (akhir - p - 2) // 8)
        self._daerah = [self._range(p + 2 + 8 * i) for i in range(jumlah)]
        if jenis == _CONDFMT12:
            self._bersyarat += self._daerah

    def _disguises(self, awal: int, akhir: int) -> bool:
        """Whether a conditional format changes the number format, or makes a text vanish on some ground of the book."""
        bendera = unpack_from("<I", self._isi, awal + 6)[0]
        if bendera & 1 << 25:
            return True
        p = awal + 12
        huruf: Rgb | None = None
        latar: list[Rgb | None] = [None]
        if bendera & 1 << 26:
            nomor = unpack_from("<i", self._isi, p + 80)[0]
            huruf = self._color(nomor) if nomor >= 0 else None
            p += 118
        p += 8 * (bendera >> 27 & 1) + 8 * (bendera >> 28 & 1)
        if bendera & 1 << 29 and p + 4 <= akhir:
            warna = unpack_from("<H", self._isi, p + 2)[0]
            latar = [self._color(warna & 0x7F), self._color(warna >> 7 & 0x7F)]
        if huruf is None and latar == [None]:
            return False
        tinta = [huruf] if huruf is not None else [*dict.fromkeys(self._gaya.huruf)]
        dasar = [*dict.fromkeys(self._gaya.latar)] if latar == [None] else [PUTIH]
        return any(blends(h, x, d) for h in tinta for x in latar for d in dasar)

    def _color(self, nomor: int) -> Rgb | None:
        return self._gaya.palet.color({"indexed": str(nomor)})

    def look(self) -> SheetLook:
        """What the records came to."""
        return self.noted(tuple(self._gambar))


def _anchors(isi: bytes | bytearray, awal: int, akhir: int) -> Iterator[Range]:
    """The ranges under the shapes of one drawing record ([MS-ODRAW] 2.2.3, [MS-XLS] 2.5.193)."""
    p = awal
    while p + 8 <= akhir:
        versi, jenis, panjang = unpack_from("<HHI", isi, p)
        p += 8
        if jenis == _ANCHOR and panjang >= 18 and p + 18 <= akhir:
            k1, x1, b1, y1, k2, x2, b2, y2 = unpack_from("<HHHHHHHH", isi, p + 2)
            x1, x2 = (x * KOLOM_EMU // 1024 for x in (x1, x2))
            y1, y2 = (y * BARIS_EMU // 256 for y in (y1, y2))
            yield from anchored(k1, x1, b1, y1, k2, x2, b2, y2)
        # A container's content follows its head, and may go on in later records.
        if versi & 0xF != 0xF:
            p += panjang
