"""What sheets and cells of a .xls look like: hidden columns and rows, odd styles, drawings ([MS-XLS] 2.4).

Only records that say how something is shown are read. The stream has been walked before, so every record ends
within it; a record shorter than its fields raises ``struct.error`` or ``IndexError``, which the caller names.
"""

from collections.abc import Callable, Iterator
from struct import unpack_from

from zi_cli.worksheet.formats.cell_style import Differential, faint_by_rule
from zi_cli.worksheet.formats.drawings_xls import Shapes
from zi_cli.worksheet.formats.looks import AID, LOADED, ODD_RUNS, PAPER, PIVOT, TABLE, SheetLook, SheetNotes, dresses
from zi_cli.worksheet.formats.palette_xlsx import WHITE, Rgb
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, Place, Range
from zi_cli.worksheet.formats.styles_xls import BACKGROUND, GROUND, INK, Record, XlsStyles, extension, short_string

_COLINFO, _DEFCOLWIDTH, _STANDARDWIDTH, _ROW, _DEFAULTROWHEIGHT = 0x007D, 0x0055, 0x0099, 0x0208, 0x0225
_WSBOOL, _ARRAY, _TABLE = 0x0081, 0x0221, 0x0236
#: What stands beside the cells: pivot tables, data loaded from elsewhere, a picture behind them, reading aids, tables
#: and the styles of these.
_SXVIEW, _QSI, _BKHIM, _PHONETICPR, _FEATURE11, _FEATURE12, _LIST12 = (
    0x00B0,
    0x01AD,
    0x00E9,
    0x00EF,
    0x0872,
    0x0878,
    0x0877,
)
#: Bits of a row and of columns that say their cells show reading aids.
_ROW_AIDS, _COLUMN_AIDS = 0x40, 8
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
_CELL_RECORDS = frozenset((_LABELSST, _FORMULA, 0x0205, 0x0203, 0x0204, 0x027E, _RSTRING))
#: Objects that are no cover: notes (shown when pointed at), and of lists those that the program itself puts there,
#: which are the arrows of filters and choices.
_NOTE, _DROPDOWN, _NOTE_SHOWN, _OF_PROGRAM = 0x19, 0x14, 0x001C, 0x0100
#: The text of a shape, and what goes on with it.
_TXO, _CONTINUE = 0x01B6, 0x003C
_BESIDE = frozenset((_SXVIEW, _QSI, _BKHIM, _PHONETICPR, _FEATURE11, _FEATURE12, _LIST12))


def read_look(content: bytes | bytearray, record: Callable[[], Iterator[Record]], style: XlsStyles) -> SheetLook:
    """How the sheet of these records (told from the start at each call) is seen, by the styles *style*."""
    readers = _Reader(content, style)
    for one in record():
        readers.take(*one)
    readers.dress_tables()
    return readers.noted((*readers.gambar,), lambda: (cell for one in record() for cell in _styled(content, *one)))


def _styled(content: bytes | bytearray, kind: int, start: int, end: int) -> Iterator[tuple[Place, int]]:
    """The cells of a record, with the numbers of their styles."""
    if kind in _CELL_RECORDS:
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
        self._awal_beku: Place | None = None
        self._bentuk = Shapes()
        self._jangkar: list[Range] = []
        self._catatan: dict[int, list[Range]] = {}
        self.gambar: list[Range] = []
        self._daerah: list[Range] = []
        self._tables: list[Range] = []
        self._tables_styled = False
        self._aturan: dict[int, list[Range]] = {}
        self._penutup = False

    def dress_tables(self) -> None:
        """Note the tables of the sheet where one of them has a style that may hide what it holds."""
        for region in self._tables if self._tables_styled else ():
            self.replaced(region, TABLE)

    def take(self, kind: int, start: int, end: int) -> None:
        """Note what one record says."""
        content = self._isi
        if kind in _CELL_RECORDS or kind == _MULRK:
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
            if flag & _COLUMN_AIDS:
                self.replaced((EVERYTHING[0], a, EVERYTHING[2], b), AID)
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
            self._awal_beku = (row + 1, column) if flag & 8 else self._awal_beku
        elif kind == _PANE and self._awal_beku is not None:
            column, row = unpack_from("<HH", content, start)
            self.freeze(self._awal_beku, row, column)
        elif kind == _MERGEDCELLS:
            count = min(unpack_from("<H", content, start)[0], (end - start - 2) // 8)
            self._gabungan += [self._range(start + 2 + 8 * i) for i in range(count)]
        elif kind == _MSODRAWING:
            self._jangkar = [*self._bentuk.read(content, start, end)]
        elif kind == _OBJ:
            self._object(*unpack_from("<HHH", content, start + 4))
        elif kind == _TXO and self._penutup:
            self.gambar += self._bentuk.beyond(*self._text(start, end))
        elif kind == _NOTE_SHOWN and content[start + 4] & 2:
            # Notes stand behind the objects that they are shown by.
            self.gambar += self._catatan.get(unpack_from("<H", content, start + 6)[0], ())
        elif kind in _BESIDE:
            self._beside(kind, start, end)
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

    def _object(self, macam: int, number: int, flag: int) -> None:
        """Note what lies where the drawing before it says."""
        self._penutup = macam not in (_NOTE, _DROPDOWN)
        if macam == _NOTE:
            self._catatan[number] = self._jangkar
        elif macam == _DROPDOWN and flag & _OF_PROGRAM:
            # The arrow of a filter or of a list of choices.
            self._tombol += self._jangkar
        else:
            self.gambar += self._jangkar
        self._jangkar = []

    def _text(self, start: int, end: int) -> tuple[int, int]:
        """How long the longest line of a shape's text is, and how many lines it has."""
        count = unpack_from("<H", self._isi, start + 10)[0]
        if end + 4 > len(self._isi) or unpack_from("<H", self._isi, end)[0] != _CONTINUE:
            return count, 1
        wide = 1 + (self._isi[end + 4] & 1)
        raw = bytes(
            self._isi[end + 5 : min(end + 4 + unpack_from("<H", self._isi, end + 2)[0], end + 5 + count * wide)]
        )
        text = raw.decode("utf-16-le" if wide == 2 else "latin-1", "replace")
        lines = text.replace("\r", "\n").split("\n")
        return max(max(map(len, lines)), count - len(text)), len(lines)

    def _row(self, start: int) -> None:
        r, height = unpack_from("<H", self._isi, start)[0], unpack_from("<H", self._isi, start + 6)[0]
        own = None if height & 0x8000 and height & 0x7FFF else (height & 0x7FFF) / 20
        flag = self._isi[start + 12]
        self.row(r + 1, own, bool(flag & 0x20), flag & 7, bool(flag & 0x10))
        if self._isi[start + 15] & _ROW_AIDS:
            self.replaced((r + 1, 0, r + 1, EVERYTHING[3]), AID)

    def _beside(self, kind: int, start: int, end: int) -> None:
        """What may change or cover cells without being of one."""
        content = self._isi
        if kind == _SXVIEW:
            self.replaced(self._range(start), PIVOT)
        elif kind == _PHONETICPR:
            count = min(unpack_from("<H", content, start + 4)[0], (end - start - 6) // 8)
            for i in range(count):
                self.replaced(self._range(start + 6 + 8 * i), AID)
        elif kind == _LIST12:
            self._tables_styled |= self._dresses(start, end)
        elif kind in (_FEATURE11, _FEATURE12):
            count = min(unpack_from("<H", content, start + 19)[0], (end - start - 27) // 8)
            regions = [self._range(start + 27 + 8 * i) for i in range(count)]
            self._tables += regions
            if unpack_from("<I", content, start + 27 + 8 * count)[0]:
                for region in regions:
                    self.replaced(region, LOADED)
        else:
            self.replaced(EVERYTHING, LOADED if kind == _QSI else PAPER)

    def _dresses(self, start: int, end: int) -> bool:
        """Whether a table's record gives its cells a format, or a style that is none of the usual ones."""
        content = self._isi
        what = unpack_from("<H", content, start + 12)[0]
        if what == 0:
            return any(unpack_from("<I", content, start + 18 + 8 * i)[0] for i in range(3))
        return what == 1 and dresses(short_string(content, start + 20, end))

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
            traits = extension(self._isi, p + 6, end) if p + 8 <= min(start + 4 + size, end) else {}
            colours = {k: self._gaya.palet.color(w) for k, w in traits.items()}
            background = tuple(w for k in (GROUND, BACKGROUND) if (w := colours.get(k)) is not None)
            dxf = dxf._replace(huruf=colours.get(INK, dxf.huruf), latar=background or dxf.latar)
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
            format_ = short_string(content, p + 2, end)
            p += max(unpack_from("<H", content, p)[0], 2)
        elif flag & 1 << 25:
            format_ = self._gaya.format.get(content[p + 1])
            p += 2
        if flag & 1 << 26:
            struck = unpack_from("<I", content, p + 68)[0] & ~unpack_from("<I", content, p + 88)[0] & 0x80
            number = unpack_from("<i", content, p + 80)[0]
            height = unpack_from("<i", content, p + 64)[0]
            size = {"sz": {"val": str(height / 20)}} if 0 <= height < 0x8000 else {}
            faint = "huruf dicoret" if struck else faint_by_rule(self._gaya.palet.font(size))
            letters = self._color(number) if number >= 0 else None
            p += 118
        p += 8 * (flag >> 27 & 1) + 8 * (flag >> 28 & 1)
        if flag & 1 << 29:
            colour = unpack_from("<H", content, p + 2)[0]
            used = ((17, colour & 0x7F), (18, colour >> 7 & 0x7F))
            backgrounds = [w for bit, n in used if not flag & 1 << bit and (w := self._color(n)) is not None]
            if not (backgrounds or flag & 1 << 16 or unpack_from("<H", content, p)[0] >> 10):
                # No pattern is the ground of the paper, whatever the cell's own is.
                backgrounds = [WHITE]
            p += 4
        return Differential(format_, letters, tuple(backgrounds), faint), p + 2 * (flag >> 30 & 1)

    def _color(self, number: int) -> Rgb | None:
        return self._gaya.palet.color({"indexed": str(number)})
