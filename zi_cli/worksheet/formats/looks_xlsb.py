"""What sheets and cells of a .xlsb look like: hidden columns and rows, odd styles, drawings ([MS-XLSB] 2.4).

A record shorter than its fields raises ``struct.error`` or ``IndexError``, which the caller names.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from struct import iter_unpack, unpack_from

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.known_formats import BAWAAN
from zi_cli.worksheet.formats.limits import GAYA, Damaged, LimitExceeded, ribuan
from zi_cli.worksheet.formats.looks import ODD_RUNS, Colors, SheetLook, SheetNotes, run_colors
from zi_cli.worksheet.formats.palette_xlsx import (
    HITAM,
    POLA,
    PUTIH,
    Font,
    Palette,
    Rgb,
    blends,
    pattern_grounds,
    shades,
)
from zi_cli.worksheet.formats.sheet_view import LEBAR_MIN, SELURUHNYA, Alignment, Place, Range
from zi_cli.worksheet.formats.styles_xlsx import Differential, Style, make_style

_FONT, _FMT, _FILL, _XF, _BEGIN_CELLXFS, _END_CELLXFS = 43, 44, 45, 47, 617, 618
_ROW, _COLINFO, _WSFMTINFO, _BEGIN_WSVIEW, _PANE, _MERGECELL = 0, 60, 485, 137, 151, 176
_WSPROP, _ARRAY, _TABLE = 147, 426, 428
_BEGIN_CF, _BEGIN_CF14, _DRAWING, _LEGACY_DRAWING, _ISST, _CELL_RSTRING = 461, 1130, 550, 551, 7, 62
_CF_RULE, _DXF, _BY_VALUE, _BORDER = 463, 507, (465, 467, 469), 46
#: Records of one cell with a value, from a number to a formula that is an error.
_SEL, _FORMULA = range(2, 12), range(8, 12)


def records(isi: bytes) -> Iterator[tuple[int, int, int]]:
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


class XlsbStyles(NamedTuple):
    """The styles of cells whose value may be disguised or rounded, by number, and the shared texts with odd runs.

    ``warna`` are the colours of each style, ``dxf`` what conditional formats change, ``teks_tinta`` the colours of the
    runs of each shared text with any, ``latar`` all of each style's ground.
    """

    aneh: Mapping[int, Style]
    teks_samar: frozenset[int]
    warna: Colors = ()
    dxf: Sequence[Differential] = ()
    teks_tinta: Mapping[int, frozenset[Rgb]] = {}
    latar: Sequence[Sequence[Rgb]] = ()


def run_fonts(isi: bytes, awal: int, akhir: int) -> list[int]:
    """The numbers of the fonts of a shared text's runs; none when it is in its cell's font."""
    if not isi[awal] & 1:
        return []
    p = awal + 5 + 2 * unpack_from("<I", isi, awal + 1)[0]
    jumlah = min(unpack_from("<I", isi, p)[0], (akhir - p - 4) // 4)
    return [nomor for _, nomor in iter_unpack("<HH", isi[p + 4 : p + 4 + 4 * jumlah])]


def read_styles(isi: bytes, tema: bytes | None, ragam: Mapping[int, Sequence[int]]) -> XlsbStyles:
    """The styles of the part *isi* by its theme part; *ragam* are the fonts of the runs of each shared text.

    Raises ``LimitExceeded`` for more styles than are looked at.
    """
    palet = Palette.of_theme(tema)
    huruf: list[Font] = []
    latar: list[tuple[Rgb, list[Rgb]]] = []
    format_ = dict(BAWAAN)
    aneh: dict[int, Style] = {}
    warna: list[tuple[Rgb, Rgb]] = []
    latar_gaya: list[list[Rgb]] = []
    dxf: list[Differential] = []
    nomor, garis = -1, 0
    dicoret: set[int] = set()
    for jenis, awal, akhir in records(isi):
        if jenis == _FMT:
            format_[unpack_from("<H", isi, awal)[0]] = _string(isi, awal + 2, akhir)
        elif jenis == _FONT:
            huruf.append(_font(isi, awal, akhir, palet))
        elif jenis == _FILL:
            latar.append(_fill(isi, awal, akhir, palet))
        elif jenis == _BORDER:
            # A line across the cell, of a style.
            if isi[awal] & 3 and isi[awal + 41]:
                dicoret.add(garis)
            garis += 1
        elif jenis == _BEGIN_CELLXFS:
            nomor = 0
        elif jenis == _END_CELLXFS:
            nomor = -1
        elif jenis == _XF and nomor >= 0:
            _, i_format, i_huruf, i_latar, i_garis, putar, indent, letak = unpack_from("<HHHHHBBH", isi, awal)
            satu = huruf[i_huruf] if i_huruf < len(huruf) else Font(None, "")
            dasar, gelap = latar[i_latar] if i_latar < len(latar) else (PUTIH, [])
            rata = Alignment(indent, letak & 7 == 4, letak & 7 == 6, bool(letak & 0x100), putar, i_garis in dicoret)
            gaya = make_style(format_.get(i_format, "General"), satu, dasar, rata, gelap)
            if gaya.disguises_text or gaya.disguises_numbers or gaya.rounds:
                aneh[nomor] = gaya
            warna.append((satu.warna or (0, 0, 0), dasar))
            latar_gaya.append([dasar, *gelap])
            nomor += 1
        elif jenis == _DXF:
            dxf.append(_differential(isi, awal + 2, akhir, palet, format_))
        if max(nomor, len(huruf), len(latar), len(dxf)) > GAYA:
            raise LimitExceeded(f"gaya sel lebih dari {ribuan(GAYA)}")
    tersamar = {i for i, f in enumerate(huruf) if f.samar or blends(f.warna, None, PUTIH)}
    teks = frozenset(t for t, isinya in ragam.items() if not tersamar.isdisjoint(isinya))
    return XlsbStyles(aneh, teks, warna, dxf, run_colors(ragam, huruf), latar_gaya)


def _fill(isi: bytes, awal: int, akhir: int, palet: Palette) -> tuple[Rgb, list[Rgb]]:
    """The ground of a cell by its fill, and further colours of a pattern or a gradient ([MS-XLSB] 2.4.660)."""
    pola = unpack_from("<I", isi, awal)[0]
    depan, belakang = _color(isi, awal + 4, palet), _color(isi, awal + 12, palet)
    if pola < len(POLA):
        return pattern_grounds(POLA[pola], depan, belakang)
    jumlah = min(unpack_from("<I", isi, awal + 64)[0], (akhir - awal - 68) // 16)
    tangga = [w for i in range(jumlah) if (w := _color(isi, awal + 68 + 16 * i, palet)) is not None]
    return (tangga or [PUTIH])[0], shades(tangga)


def _differential(isi: bytes, awal: int, akhir: int, palet: Palette, format_: Mapping[int, str]) -> Differential:
    """What a conditional format changes, property by property ([MS-XLSB] 2.5.165)."""
    jumlah, p = unpack_from("<H", isi, awal + 2)[0], awal + 4
    huruf: Rgb | None = None
    latar: list[Rgb] = []
    tangga: list[Rgb] = []
    unsur: dict[str, dict[str, str]] = {}
    kode: str | None = None
    for _ in range(jumlah):
        if p + 4 > akhir:
            break
        jenis, panjang = unpack_from("<HH", isi, p)
        match jenis:
            case 0 if not isi[p + 4]:
                # No ground is that of the paper, whatever the cell's own is.
                latar.append(PUTIH)
            case 1 | 2:
                latar.append(_color(isi, p + 4, palet) or PUTIH)
            case 4:
                tangga.append(_color(isi, p + 14, palet) or PUTIH)
            case 5:
                huruf = _color(isi, p + 4, palet) or HITAM
            case 0x18:
                unsur["name"] = {"val": _short(isi, p + 4, p + panjang)}
            case 0x1D if isi[p + 4]:
                unsur["strike"] = {}
            case 0x24:
                unsur["sz"] = {"val": str(unpack_from("<I", isi, p + 4)[0] / 20)}
            case 0x26:
                # A text, or its number and then the text.
                sendiri = panjang == 6 + 2 * unpack_from("<H", isi, p + 4)[0]
                kode = _short(isi, p + (4 if sendiri else 6), p + panjang)
            case 0x29:
                kode = format_.get(unpack_from("<H", isi, p + 4)[0], "General")
        p += max(panjang, 4)
    return Differential(kode, huruf, (*latar, *shades(tangga)), palet.font(unsur).samar)


def _short(isi: bytes, awal: int, akhir: int) -> str:
    """A text whose length stands in two bytes."""
    panjang = unpack_from("<H", isi, awal)[0]
    return isi[awal + 2 : min(akhir, awal + 2 + 2 * panjang)].decode("utf-16-le", "replace")


def _font(isi: bytes, awal: int, akhir: int, palet: Palette) -> Font:
    tinggi, bendera = unpack_from("<HH", isi, awal)
    unsur = {
        "name": {"val": _string(isi, awal + 21, akhir)},
        "sz": {"val": str(tinggi / 20)},
        "charset": {"val": str(isi[awal + 10])},
        **({"strike": {}} if bendera & 8 else {}),
        **({"vertAlign": {"val": "superscript"}} if isi[awal + 6] else {}),
    }
    return palet.font(unsur)._replace(warna=_color(isi, awal + 12, palet))


def _color(isi: bytes, awal: int, palet: Palette) -> Rgb | None:
    """A colour ([MS-XLSB] 2.5.16): automatic (None), by index, as such, or of the theme, and how it is tinted."""
    jenis, nomor, tint = unpack_from("<BBh", isi, awal)
    tinted = {"tint": str(tint / 32767)} if tint else {}
    match jenis >> 1:
        case 1:
            return palet.color({"indexed": str(nomor), **tinted})
        case 2:
            return palet.color({"rgb": isi[awal + 4 : awal + 7].hex(), **tinted})
        case 3:
            return palet.color({"theme": str(nomor), **tinted})
    return None


def _string(isi: bytes, awal: int, akhir: int) -> str:
    panjang = unpack_from("<I", isi, awal)[0]
    return isi[awal + 4 : min(akhir, awal + 4 + 2 * panjang)].decode("utf-16-le", "replace")


def read_look(isi: bytes, gaya: XlsbStyles, covered: Callable[[tuple[str, ...]], list[Range]]) -> SheetLook:
    """How the sheet part *isi* is seen; *covered* gives the ranges under the drawings of these relations."""
    baca = _Reader(isi, gaya)
    for jenis, awal, akhir in records(isi):
        baca.take(jenis, awal, akhir)
    return baca.look(covered)


class _Reader(SheetNotes):
    def __init__(self, isi: bytes, gaya: XlsbStyles) -> None:
        super().__init__()
        self._isi = isi
        self._gaya = gaya
        self._r = 0
        self._awal: Place = (1, 0)
        self._gambar: list[str] = []
        self._daerah: list[Range] = []

    def take(self, jenis: int, awal: int, akhir: int) -> None:
        """Note what one record says."""
        isi = self._isi
        if jenis in _SEL or jenis == _CELL_RSTRING:
            self._cell(jenis, awal)
        elif jenis == _ROW:
            self._row(awal)
        elif jenis == _COLINFO:
            a, b, lebar, _, bendera = unpack_from("<IIIIH", isi, awal)
            self.column(a, b, lebar / 256, bendera)
        elif jenis == _WSPROP:
            self.outline(unpack_from("<H", isi, awal)[0])
        elif jenis in (_ARRAY, _TABLE):
            self._larik.append(_range(unpack_from("<IIII", isi, awal)))
        elif jenis == _WSFMTINFO:
            lebar, huruf, tinggi, bendera = unpack_from("<IHHH", isi, awal)
            self.usual_rows(tinggi / 20, bool(bendera & 2))
            if (huruf if lebar == 0xFFFFFFFF else lebar / 256) < LEBAR_MIN:
                self._kolom.append((0, 16_383))
        elif jenis == _BEGIN_WSVIEW:
            bendera, _, baris, kolom = unpack_from("<HIII", isi, awal)
            self._tanpa_nol = self._tanpa_nol or not bendera & 0x10
            self._awal = baris + 1, kolom
        elif jenis == _PANE and isi[awal + 28] & 3:
            kolom_beku, baris_beku = unpack_from("<dd", isi, awal)
            self.freeze(self._awal, baris_beku, kolom_beku)
        elif jenis == _MERGECELL:
            self._gabungan.append(_range(unpack_from("<IIII", isi, awal)))
        elif jenis in (_DRAWING, _LEGACY_DRAWING):
            self._gambar.append(_string(isi, awal, akhir))
        elif jenis == _BEGIN_CF:
            self._daerah = [*_ranges(isi, awal + 8, akhir)]
        elif jenis == _CF_RULE:
            self._rule(unpack_from("<I", isi, awal + 8)[0])
        elif jenis in _BY_VALUE:
            self._bersyarat += self._daerah
        elif jenis == _BEGIN_CF14:
            # A rule of newer versions is not worked out here: it may hide what it likes.
            self._bersyarat += _newer_ranges(isi, awal, akhir)

    def _rule(self, dxf: int) -> None:
        if dxf != 0xFFFFFFFF:
            ada = self._gaya.dxf[dxf] if dxf < len(self._gaya.dxf) else None
            self.condition(self._daerah, ada, self._gaya.warna)

    def _cell(self, jenis: int, awal: int) -> None:
        k, xf = unpack_from("<II", self._isi, awal)
        gaya = self._gaya.aneh.get(xf & 0xFFFFFF)
        samar = self._gaya.teks_samar
        if gaya is None and (
            jenis == _CELL_RSTRING or (samar and jenis == _ISST and unpack_from("<I", self._isi, awal + 8)[0] in samar)
        ):
            gaya = ODD_RUNS
        if gaya is not None:
            self._sel[self._r + 1, k] = gaya
        tinta = self._gaya.teks_tinta
        if tinta and jenis == _ISST and (milik := tinta.get(unpack_from("<I", self._isi, awal + 8)[0])):
            latar, nomor = self._gaya.latar, xf & 0xFFFFFF
            self.runs((self._r + 1, k), milik, latar[nomor] if nomor < len(latar) else ())
        if jenis in _FORMULA:
            self._rumus.add((self._r + 1, k))

    def _row(self, awal: int) -> None:
        self._r = unpack_from("<I", self._isi, awal)[0]
        tinggi, _, bendera = unpack_from("<HBB", self._isi, awal + 8)
        self.row(self._r + 1, tinggi / 20, bool(bendera & 0x10), bendera & 7, bool(bendera & 8))

    def look(self, covered: Callable[[tuple[str, ...]], list[Range]]) -> SheetLook:
        """What the records came to."""
        gambar = tuple(covered(tuple(self._gambar))) if self._gambar else ()
        return self.noted(gambar, partial(_styled, self._isi))


def _styled(isi: bytes) -> Iterator[tuple[Place, int]]:
    """The cells of a sheet, with the numbers of their styles."""
    r = 0
    for jenis, awal, _ in records(isi):
        if jenis == _ROW:
            r = unpack_from("<I", isi, awal)[0]
        elif jenis in _SEL or jenis == _CELL_RSTRING:
            k, xf = unpack_from("<II", isi, awal)
            yield (r + 1, k), xf & 0xFFFFFF


def _newer_ranges(isi: bytes, awal: int, akhir: int) -> Iterable[Range]:
    """The ranges in the head of a record of newer versions ([MS-XLSB] 2.5.48); the whole sheet where it has others."""
    bendera, jumlah = unpack_from("<II", isi, awal)
    if bendera & 0xF == 2 and jumlah == 1:
        return _ranges(isi, awal + 12, akhir)
    return [SELURUHNYA]


def _ranges(isi: bytes, awal: int, akhir: int) -> Iterable[Range]:
    jumlah = min(unpack_from("<I", isi, awal)[0], (akhir - awal - 4) // 16)
    return (_range(unpack_from("<IIII", isi, awal + 4 + 16 * i)) for i in range(jumlah))


def _range(batas: tuple[int, ...]) -> Range:
    a, b, c, d = batas
    return a + 1, c, b + 1, d
