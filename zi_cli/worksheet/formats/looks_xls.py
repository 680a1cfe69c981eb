"""What sheets and cells of a .xls look like: hidden columns and rows, odd styles, drawings ([MS-XLS] 2.4).

Only records that say how something is shown are read. The stream has been walked before, so every record ends
within it; a record shorter than its fields raises ``struct.error`` or ``IndexError``, which the caller names.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from struct import unpack_from

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.cell_style import Differential, Style, make_style
from zi_cli.worksheet.formats.drawings_xls import Shapes
from zi_cli.worksheet.formats.known_formats import BAWAAN
from zi_cli.worksheet.formats.limits import FORMAT_ANGKA, GAYA, LimitExceeded, ribuan
from zi_cli.worksheet.formats.looks import ODD_RUNS, Colors, SheetLook, SheetNotes, notable, run_colors
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
from zi_cli.worksheet.formats.sheet_view import Alignment, Place, Range

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


def read_styles(content: bytes | bytearray, records: Sequence[Record], runs: Mapping[int, Sequence[int]]) -> XlsStyles:
    """The styles among the records of the workbook's globals; *runs*: each shared text's numbers of fonts, if any.

    Raises ``LimitExceeded`` for more styles than are looked at.
    """
    colours = [*usual_palette()]
    for kind, start, _ in records:
        if kind == _PALETTE:
            for i in range(min(unpack_from("<H", content, start)[0], len(colours) - 8)):
                colours[8 + i] = content[start + 2 + 4 * i : start + 5 + 4 * i].hex()
    palette = Palette.of_colors(colours)
    letters: list[Font] = []
    format_ = dict(BAWAAN)
    xf: list[tuple[int, int]] = []
    others: dict[int, dict[int, dict[str, str]]] = {}
    for kind, start, end in records:
        if kind == _FONT:
            # The font numbered 4 does not exist.
            letters += [_font(content, start, end, palette)] * (2 if len(letters) == 3 else 1)
        elif kind == _FORMAT:
            code = _string(content, start + 2, end)
            if len(code) > FORMAT_ANGKA:
                raise LimitExceeded(f"format angka lebih dari {ribuan(FORMAT_ANGKA)} karakter")
            format_[unpack_from("<H", content, start)[0]] = code
        elif kind == _XF:
            xf.append((start, end))
        elif kind == _XFEXT:
            others[unpack_from("<H", content, start + 14)[0]] = _extension(content, start + 18, end)
        if len(xf) > GAYA or len(letters) > GAYA:
            raise LimitExceeded(f"gaya sel lebih dari {ribuan(GAYA)}")
    odd: dict[int, Style] = {}
    inks: list[tuple[Rgb, Rgb]] = []
    style_background: list[list[Rgb]] = []
    for n, (start, _) in enumerate(xf):
        font_index, format_index = unpack_from("<HH", content, start)
        one = letters[font_index] if font_index < len(letters) else Font(None, "")
        pattern = content[start + 17] >> 2
        dense = pattern == 1
        fill_number = unpack_from("<H", content, start + 18)[0]
        basis = (palette.color({"indexed": str(x & 0x7F)}) for x in (fill_number, fill_number >> 7))
        background, dark = pattern_grounds(POLA[pattern] if pattern < len(POLA) else "", *basis)
        traits = others.get(n, {})
        dark += shades([w for k, a in traits.items() if k >= _GRADASI_KE and (w := palette.color(a)) is not None])
        # Newer programs take the colours of an extension, others those that it stands beside.
        new_font = one._replace(warna=palette.color(traits[_TEKS])) if _TEKS in traits else one
        new_fill = (palette.color(traits[_LATAR]) if dense and _LATAR in traits else None) or background
        code = format_.get(format_index, "General")
        rata = _alignment(content, start)
        style, old = (make_style(code, h, w, rata, dark) for h, w in ((new_font, new_fill), (one, background)))
        style = old if old.samar else style
        if notable(style):
            odd[n] = style
        inks.append((new_font.warna or (0, 0, 0), new_fill))
        style_background.append([new_fill, *dark])
    disguised = {i for i, f in enumerate(letters) if f.samar or blends(f.warna, None, PUTIH)}
    texts = frozenset(t for t, isinya in runs.items() if not disguised.isdisjoint(isinya))
    berwarna = run_colors(runs, letters)
    return XlsStyles(odd, inks, texts, berwarna, style_background, palette, format_)


def _alignment(content: bytes | bytearray, start: int) -> Alignment:
    """How a style places its content, and whether a line goes across it."""
    position, turned, other = content[start + 6] & 7, content[start + 7], content[start + 8]
    direction, line = unpack_from("<II", content, start + 10)
    struck = direction >> 30 != 0 and line >> 21 & 0xF != 0
    return Alignment(other & 0xF, position == 4, position == 6, bool(other & 0x10), turned, struck)


def _font(content: bytes | bytearray, start: int, end: int, palette: Palette) -> Font:
    height, flag, colour = unpack_from("<HHH", content, start)
    elements = {
        "name": {"val": _string(content, start + 14, end, short=True)},
        "sz": {"val": str(height / 20)},
        "charset": {"val": str(content[start + 12])},
        **({"strike": {}} if flag & 8 else {}),
        **({"vertAlign": {"val": "superscript"}} if content[start + 8] else {}),
        **({"color": {"indexed": str(colour)}} if colour < 0x7FFF else {}),
    }
    return palette.font(elements)


#: Properties of a style that newer versions of Excel add: the ground's two colours, its gradient, and the text's.
_LATAR, _DASAR, _GRADASI, _TEKS = 4, 5, 6, 13
#: From here on the stops of a gradient are noted.
_GRADASI_KE = 0x10000
_JENIS_WARNA = {1: "indexed", 2: "rgb", 3: "theme"}


def _extension(content: bytes | bytearray, start: int, end: int) -> dict[int, dict[str, str]]:
    """The colours that an extension names, by what they are of."""
    p = start + 2
    traits: dict[int, dict[str, str]] = {}
    for _ in range(unpack_from("<H", content, start)[0]):
        if p + 4 > end:
            break
        kind, length = unpack_from("<HH", content, p)
        if kind == _GRADASI and length >= 52:
            for i in range(min(unpack_from("<I", content, p + 48)[0], (length - 52) // 22)):
                colour_kind, colour_value = unpack_from("<HI", content, p + 52 + 22 * i)
                nilai = content[p + 54 + 22 * i : p + 57 + 22 * i].hex() if colour_kind == 2 else str(colour_value)
                if colour_kind in _JENIS_WARNA:
                    traits[_GRADASI_KE + i] = {_JENIS_WARNA[colour_kind]: nilai}
        elif kind in (_LATAR, _DASAR, _TEKS):
            colour_kind, tint = unpack_from("<Hh", content, p + 4)
            nilai = content[p + 8 : p + 11].hex() if colour_kind == 2 else str(unpack_from("<I", content, p + 8)[0])
            if colour_kind in _JENIS_WARNA:
                traits[kind] = {_JENIS_WARNA[colour_kind]: nilai, **({"tint": str(tint / 32767)} if tint else {})}
        p += max(length, 4)
    return traits


def _string(content: bytes | bytearray, start: int, end: int, *, short: bool = False) -> str:
    """A text with its length in front, in one byte when it is *short*, else in two."""
    length, p = (content[start], start + 1) if short else (unpack_from("<H", content, start)[0], start + 2)
    width = 1 + (content[p] & 1)
    raw = bytes(content[p + 1 : min(end, p + 1 + length * width)])
    return raw.decode("utf-16-le" if width == 2 else "latin-1", "replace")


def read_look(content: bytes | bytearray, record: Callable[[], Iterator[Record]], style: XlsStyles) -> SheetLook:
    """How the sheet of these records (told from the start at each call) is seen, by the styles *style*."""
    readers = _Reader(content, style)
    for one in record():
        readers.take(*one)
    return readers.noted((*readers.gambar,), lambda: (cell for one in record() for cell in _styled(content, *one)))


def _styled(content: bytes | bytearray, kind: int, start: int, end: int) -> Iterator[tuple[Place, int]]:
    """The cells of a record, with the numbers of their styles."""
    if kind in _SEL:
        r, k, xf = unpack_from("<HHH", content, start)
        yield (r + 1, k), xf
    elif kind == _MULRK:
        r, k = unpack_from("<HH", content, start)
        for i, p in enumerate(range(start + 4, end - 2, 6)):
            yield (r + 1, k + i), unpack_from("<H", content, p)[0]


class _Reader(SheetNotes):
    def __init__(self, content: bytes | bytearray, style: XlsStyles) -> None:
        super().__init__()
        self._isi = content
        self._gaya = style
        self._beku: Place | None = None
        self._bentuk = Shapes()
        self._jangkar: list[Range] = []
        self._catatan: dict[int, list[Range]] = {}
        self.gambar: list[Range] = []
        self._daerah: list[Range] = []
        self._aturan: dict[int, list[Range]] = {}

    def take(self, kind: int, start: int, end: int) -> None:
        """Note what one record says."""
        content = self._isi
        if kind in _SEL or kind == _MULRK:
            for place, xf in _styled(content, kind, start, end):
                if xf in self._gaya.aneh:
                    self._sel[place] = self._gaya.aneh[xf]
                if kind == _FORMULA:
                    self._rumus.add(place)
            faint = self._gaya.teks_samar
            if kind == _RSTRING or (faint and kind == _LABELSST and unpack_from("<I", content, start + 6)[0] in faint):
                r, k = unpack_from("<HH", content, start)
                self._sel.setdefault((r + 1, k), ODD_RUNS)
            elif self._gaya.teks_tinta and kind == _LABELSST:
                ink = self._gaya.teks_tinta.get(unpack_from("<I", content, start + 6)[0])
                r, k, xf = unpack_from("<HHH", content, start)
                if ink:
                    self.runs((r + 1, k), ink, self._gaya.latar[xf] if xf < len(self._gaya.latar) else ())
        elif kind == _ROW:
            self._row(start)
        elif kind == _COLINFO:
            a, b, width, _, flag = unpack_from("<HHHHH", content, start)
            self.column(a, b, width / 256, flag)
        elif kind in (_DEFCOLWIDTH, _STANDARDWIDTH):
            self.usual_columns(unpack_from("<H", content, start)[0] / (1 if kind == _DEFCOLWIDTH else 256), 255)
        elif kind == _WSBOOL:
            self.outline(unpack_from("<H", content, start)[0])
        elif kind in (_ARRAY, _TABLE):
            a, b, c, d = unpack_from("<HHBB", content, start)
            self._larik.append((a + 1, c, b + 1, d))
        elif kind == _DEFAULTROWHEIGHT:
            flag, height = unpack_from("<HH", content, start)
            self.usual_rows(height / 20, flag)
        elif kind == _WINDOW2:
            flag, row, column = unpack_from("<HHH", content, start)
            self._tanpa_nol = self._tanpa_nol or not flag & 0x10
            self._beku = (row + 1, column) if flag & 8 else None
        elif kind == _PANE and self._beku is not None:
            column, row = unpack_from("<HH", content, start)
            self.freeze(self._beku, row, column)
        elif kind == _MERGEDCELLS:
            count = min(unpack_from("<H", content, start)[0], (end - start - 2) // 8)
            self._gabungan += [self._range(start + 2 + 8 * i) for i in range(count)]
        elif kind == _MSODRAWING:
            self._jangkar = [*self._bentuk.read(content, start, end)]
        elif kind == _OBJ:
            macam, number = unpack_from("<HH", content, start + 4)
            if macam == _NOTE:
                self._catatan[number] = self._jangkar
            elif macam != _DROPDOWN:
                self.gambar += self._jangkar
            self._jangkar = []
        elif kind == _NOTE_SHOWN and content[start + 4] & 2:
            # Notes stand behind the objects that they are shown by.
            self.gambar += self._catatan.get(unpack_from("<H", content, start + 6)[0], ())
        elif kind in (_CONDFMT, _CONDFMT12):
            p = start + (12 if kind == _CONDFMT else 24)
            count = min(unpack_from("<H", content, p)[0], (end - p - 2) // 8)
            self._daerah = [self._range(p + 2 + 8 * i) for i in range(count)]
            self._aturan[unpack_from("<H", content, p - 10)[0] >> 1] = self._daerah
        elif kind == _CF:
            self.condition(self._daerah, self._differential(start + 6, end)[0], self._gaya.warna)
        elif kind == _CF12:
            self._newer(content[start + 12], self._daerah, start + 18, end)
        elif kind == _CFEX:
            # What follows, or this, says more of how a rule of the old form looks.
            self._daerah = self._aturan.get(unpack_from("<H", content, start + 16)[0], [self._range(start + 4)])
            if not unpack_from("<I", content, start + 12)[0] and content[start + 25]:
                self._newer(0, self._daerah, start + 26, end)

    def _row(self, start: int) -> None:
        r, height = unpack_from("<H", self._isi, start)[0], unpack_from("<H", self._isi, start + 6)[0]
        own = None if height & 0x8000 and height & 0x7FFF else (height & 0x7FFF) / 20
        flag = self._isi[start + 12]
        self.row(r + 1, own, bool(flag & 0x20), flag & 7, bool(flag & 0x10))

    def _range(self, start: int) -> Range:
        a, b, c, d = unpack_from("<HHHH", self._isi, start)
        return a + 1, c, b + 1, d

    def _newer(self, kind: int, regions: list[Range], start: int, end: int) -> None:
        """A rule of newer versions: what it changes, if it is none of colours, bars or icons by value."""
        size = unpack_from("<I", self._isi, start)[0]
        if kind in (3, 4, 6):
            self._bersyarat += regions
        elif size:
            dxf, p = self._differential(start + 4, end)
            traits = _extension(self._isi, p + 6, end) if p + 8 <= min(start + 4 + size, end) else {}
            colours = {k: self._gaya.palet.color(w) for k, w in traits.items()}
            background = tuple(w for k in (_DASAR, _LATAR) if (w := colours.get(k)) is not None)
            dxf = dxf._replace(huruf=colours.get(_TEKS, dxf.huruf), latar=background or dxf.latar)
            self.condition(regions, dxf, self._gaya.warna)

    def _differential(self, start: int, end: int) -> tuple[Differential, int]:
        """What a conditional format changes ([MS-XLS] 2.5.105), and where that ends."""
        content = self._isi
        flag, again = unpack_from("<IH", content, start)
        p = start + 6
        format_: str | None = None
        letters: Rgb | None = None
        faint = ""
        backgrounds: list[Rgb] = []
        if flag & 1 << 25 and again & 1:
            format_ = _string(content, p + 2, end)
            p += max(unpack_from("<H", content, p)[0], 2)
        elif flag & 1 << 25:
            format_ = self._gaya.format.get(content[p + 1], "General")
            p += 2
        if flag & 1 << 26:
            struck = unpack_from("<I", content, p + 68)[0] & ~unpack_from("<I", content, p + 88)[0] & 0x80
            number = unpack_from("<i", content, p + 80)[0]
            height = unpack_from("<i", content, p + 64)[0]
            size = {"sz": {"val": str(height / 20)}} if 0 <= height < 0x8000 else {}
            faint = "huruf dicoret" if struck else self._gaya.palet.font(size).samar
            letters = self._color(number) if number >= 0 else None
            p += 118
        p += 8 * (flag >> 27 & 1) + 8 * (flag >> 28 & 1)
        if flag & 1 << 29:
            colour = unpack_from("<H", content, p + 2)[0]
            used = ((17, colour & 0x7F), (18, colour >> 7 & 0x7F))
            backgrounds = [w for bit, n in used if not flag & 1 << bit and (w := self._color(n)) is not None]
            if not (backgrounds or flag & 1 << 16 or unpack_from("<H", content, p)[0] >> 10):
                # No pattern is the ground of the paper, whatever the cell's own is.
                backgrounds = [PUTIH]
            p += 4
        return Differential(format_, letters, tuple(backgrounds), faint), p + 2 * (flag >> 30 & 1)

    def _color(self, number: int) -> Rgb | None:
        return self._gaya.palet.color({"indexed": str(number)})
