"""What sheets and cells of a .xlsb look like: hidden columns and rows, odd styles, drawings ([MS-XLSB] 2.4).

A record shorter than its fields raises ``struct.error`` or ``IndexError``, which the caller names.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from struct import unpack_from

from zi_cli.worksheet.formats.looks import AID, ODD_RUNS, PAPER, RICH, SPARKLINE, SheetLook, SheetNotes
from zi_cli.worksheet.formats.records_xlsb import newer_ranges, one_range, ranges, records, wide_string
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, Place, Range
from zi_cli.worksheet.formats.styles_xlsb import XlsbStyles

_ROW, _COLINFO, _WSFMTINFO, _BEGIN_WSVIEW, _PANE, _MERGECELL = 0, 60, 485, 137, 151, 176
_WSPROP, _ARRAY, _TABLE = 147, 426, 428
_BEGIN_CF, _BEGIN_CF14, _DRAWING, _LEGACY_DRAWING, _ISST, _CELL_RSTRING = 461, (1046, 1130), 550, 551, 7, 62
_CF_RULE, _BY_VALUE = 463, (465, 467, 469)
_AUTOFILTER = 161
_SPARKLINE, _BKHIM, _METADATA = 1043, 562, (49, 50)
#: Bits of a cell's style and of columns that say they show reading aids.
_CELL_AIDS, _COLUMN_AIDS = 1 << 24, 8
#: Records of one cell with a value, from a number to a formula that is an error.
_CELL_RECORDS, _FORMULA = range(2, 12), range(8, 12)


def read_look(
    content: bytes,
    style: XlsbStyles,
    covered: Callable[[tuple[str, ...]], list[Range]],
    around: Iterable[tuple[Range, str]] = (),
) -> SheetLook:
    """How the sheet part *content* is seen; *covered* gives the ranges under the drawings of these relations.

    *around* is what other parts may fill or change.
    """
    readers = _Reader(content, style)
    for region, what in around:
        readers.replaced(region, what)
    for kind, start, end in records(content):
        readers.take(kind, start, end)
    return readers.look(covered)


class _Reader(SheetNotes):
    def __init__(self, content: bytes, style: XlsbStyles) -> None:
        super().__init__()
        self._isi = content
        self._gaya = style
        self._r = 0
        self._awal: Place = (1, 0)
        self._gambar: list[str] = []
        self._daerah: list[Range] = []
        self._kaya = False

    def take(self, kind: int, start: int, end: int) -> None:
        """Note what one record says."""
        content = self._isi
        if kind in _CELL_RECORDS or kind == _CELL_RSTRING:
            self._cell(kind, start)
        elif kind == _ROW:
            self._row(start)
        elif kind == _COLINFO:
            a, b, width, _, flag = unpack_from("<IIIIH", content, start)
            self.column(a, b, width / 256, flag)
            if flag & _COLUMN_AIDS:
                self.replaced((EVERYTHING[0], a, EVERYTHING[2], b), AID)
        elif kind == _WSPROP:
            self.outline(unpack_from("<H", content, start)[0])
        elif kind in (_ARRAY, _TABLE):
            self._larik.append(one_range(unpack_from("<IIII", content, start)))
        elif kind == _WSFMTINFO:
            width, letters, height, flag = unpack_from("<IHHH", content, start)
            self.usual_rows(height / 20, flag)
            self.usual_columns(letters if width == 0xFFFFFFFF else width / 256, 16_383)
        elif kind == _BEGIN_WSVIEW:
            flag, _, row, column = unpack_from("<HIII", content, start)
            self._tanpa_nol = self._tanpa_nol or not flag & 0x10
            self._awal = row + 1, column
        elif kind == _PANE and content[start + 28] & 3:
            frozen_columns, frozen_rows = unpack_from("<dd", content, start)
            self.freeze(self._awal, frozen_rows, frozen_columns)
        elif kind == _MERGECELL:
            self._gabungan.append(one_range(unpack_from("<IIII", content, start)))
        elif kind in (_DRAWING, _LEGACY_DRAWING):
            self._gambar.append(wide_string(content, start, end))
        elif kind == _BEGIN_CF:
            self._daerah = [*ranges(content, start + 8, end)]
        elif kind == _CF_RULE:
            self._rule(unpack_from("<I", content, start + 8)[0])
        elif kind in _BY_VALUE:
            self._bersyarat += self._daerah
        elif kind in _BEGIN_CF14:
            # A rule of newer versions is not worked out here: it may hide what it likes.
            self._bersyarat += newer_ranges(content, start, end)
        elif kind == _SPARKLINE:
            for region in newer_ranges(content, start, end):
                self.replaced(region, SPARKLINE)
        elif kind == _AUTOFILTER:
            a, b, _, d = one_range(unpack_from("<IIII", content, start))
            self._tombol.append((a, b, a, d))
        elif kind == _BKHIM:
            self.replaced(EVERYTHING, PAPER)
        elif kind in _METADATA:
            self._kaya = True

    def _rule(self, dxf: int) -> None:
        if dxf != 0xFFFFFFFF:
            present = self._gaya.dxf[dxf] if dxf < len(self._gaya.dxf) else None
            self.condition(self._daerah, present, self._gaya.warna)

    def _cell(self, kind: int, start: int) -> None:
        k, xf = unpack_from("<II", self._isi, start)
        if self._kaya or xf & _CELL_AIDS:
            self.replaced((self._r + 1, k, self._r + 1, k), AID if xf & _CELL_AIDS else RICH)
        self._kaya = False
        style = self._gaya.aneh.get(xf & 0xFFFFFF)
        faint = self._gaya.teks_samar
        if style is None and (
            kind == _CELL_RSTRING or (faint and kind == _ISST and unpack_from("<I", self._isi, start + 8)[0] in faint)
        ):
            style = ODD_RUNS
        if style is not None:
            self._sel[self._r + 1, k] = style
        ink = self._gaya.teks_tinta
        if ink and kind == _ISST and (milik := ink.get(unpack_from("<I", self._isi, start + 8)[0])):
            background, number = self._gaya.latar, xf & 0xFFFFFF
            self.runs((self._r + 1, k), milik, background[number] if number < len(background) else ())
        if kind in _FORMULA:
            self._rumus.add((self._r + 1, k))

    def _row(self, start: int) -> None:
        self._r = unpack_from("<I", self._isi, start)[0]
        height, _, flag = unpack_from("<HBB", self._isi, start + 8)
        self.row(self._r + 1, height / 20, bool(flag & 0x10), flag & 7, bool(flag & 8))
        if self._isi[start + 12] & 1:
            self.replaced((self._r + 1, 0, self._r + 1, EVERYTHING[3]), AID)

    def look(self, covered: Callable[[tuple[str, ...]], list[Range]]) -> SheetLook:
        """What the records came to."""
        picture = tuple(covered(tuple(self._gambar))) if self._gambar else ()
        return self.noted(picture, partial(_styled, self._isi))


def _styled(content: bytes) -> Iterator[tuple[Place, int]]:
    """The cells of a sheet, with the numbers of their styles."""
    r = 0
    for kind, start, _ in records(content):
        if kind == _ROW:
            r = unpack_from("<I", content, start)[0]
        elif kind in _CELL_RECORDS or kind == _CELL_RSTRING:
            k, xf = unpack_from("<II", content, start)
            yield (r + 1, k), xf & 0xFFFFFF
