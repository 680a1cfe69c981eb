"""How one sheet of an .ods looks, put together while it is read: styles of filled cells, drawings, conditions."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from math import hypot
from typing import TypeVar

from zi_cli.text import dotted
from zi_cli.worksheet.formats.cell_style import Differential, Style
from zi_cli.worksheet.formats.grid import POIN_EMU, Axis, Grid
from zi_cli.worksheet.formats.limits import EXCEL_ROWS, MAX_RANGES, LimitExceeded
from zi_cli.worksheet.formats.looks import ODD_RUNS, SheetLook, SheetNotes, notable, row_height
from zi_cli.worksheet.formats.looks_ods import OdsStyles, points
from zi_cli.worksheet.formats.palette_xlsx import WHITE, Rgb, read_hex, shades
from zi_cli.worksheet.formats.ranges_ods import addresses
from zi_cli.worksheet.formats.ranges_xlsx import ranges
from zi_cli.worksheet.formats.shapes_ods import OdsShape
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, MIN_HEIGHT, Place, Range, SheetView

#: Points of a column and a row of usual size and of a character, and how far a drawing may reach into its last cell.
_COLUMN_WIDTH, _ROW_HEIGHT, LETTER_WIDTH, _COLUMN_MARGIN, _ROW_MARGIN = 64.0, 12.8, 5.25, 10.0, 5.0
#: Formulas of several cells that may stand in one row.
_MAX_ARRAY = 256
#: Points of the thickness that a thin line is counted with.
_PEN = 3.15
#: A turn and a move; skewed or stretched drawings are not followed.
_TRANSFORM = re.compile(r"(?:rotate\s*\([^()]*\)\s*)?(?:translate\s*\(\s*([-0-9.a-z]+)[\s,]+([-0-9.a-z]+)\s*\))?")
_DARK = re.compile(r"#[0-2][0-9A-Fa-f](?:[0-2][0-9A-Fa-f]){2}")


#: Pairs of rules and colours of cells that are compared one by one.
_MAX_PAIRS = 100_000
#: Colours of a bar.
_BARS = ("calcext:positive-color", "calcext:negative-color")
#: What may fill cells anew.
LUAR = "data dari luar yang dimuat ulang"

T = TypeVar("T")


class SheetMarks:
    """One sheet; rows and columns are counted from zero as they are told."""

    def __init__(self, style: OdsStyles, *, terlindung: bool) -> None:
        self._gaya = style
        self._terlindung = terlindung
        self._akhir_kolom: list[int] = []
        self._gaya_kolom: list[str] = []
        self._gaya_baris = self._gaya_ini = ""
        self._baris = 0
        self._ragam = False
        self._aneh: list[tuple[int, int, Style]] = []
        self._larik: list[Range] = []
        self._berumus: list[tuple[int, int]] = []
        self._rumus: set[Place] = set()
        self._gaya_sel: dict[Place, Style] = {}
        self._gambar: list[Range] = []
        self._lebar: list[tuple[int, int, float]] = []
        self._tinggi: list[tuple[int, int, int]] = []
        self._persegi: list[tuple[int, int, float, float, float, float]] = []
        self._tepi: list[tuple[int, int, int, int, float]] = []
        self._tempat = (0, 0, 0.0, 0.0, 0.0, 0.0)
        self._bersyarat: list[Range] = []
        self._daerah: list[Range] = []
        self._aturan: dict[Differential, list[Range]] = {}
        self._tangga: Rgb | None = None
        self._sumber: list[tuple[Range, str]] = []
        self._rendah: list[tuple[int, int, float]] = []
        self._warna: dict[tuple[Rgb, Rgb], int] = {}
        self._warna_gaya: dict[str, int] = {}
        self._isi_baris: list[tuple[int, int, int, frozenset[Rgb]]] = []
        self._isi: list[tuple[int, int, list[tuple[int, int, int, frozenset[Rgb]]]]] = []
        self._tinta: frozenset[Rgb] = frozenset()
        self._dari_kolom = False
        self._gaya_teks: list[str] = []
        self._tinggi_baris: float | None = None

    def column(self, end: int, style: str, width: float | None) -> None:
        """The columns up to *end* (not with it), of that width in points, give the style *style* to their cells."""
        if width is not None:
            self._lebar.append((self._akhir_kolom[-1] if self._akhir_kolom else 0, end - 1, width))
        self._edged(style, (0, self._akhir_kolom[-1] if self._akhir_kolom else 0), (EXCEL_ROWS, end))
        self._akhir_kolom.append(end)
        self._gaya_kolom.append(style)

    def row(self, style: str, number: int, repeated: int, height: float | None, *, fitted: bool) -> None:
        """A row begins that gives the style *style* to cells without one, *repeated* times from *number* on.

        *fitted*: it is as high as its content asks for, whatever *height* says.
        """
        self._tinggi_baris = None if fitted else height
        self._isi_baris = []
        if height is not None:
            self._tinggi.append((number, number + repeated - 1, int(height * POIN_EMU)))
        self._gaya_baris = style
        self._aneh, self._berumus, self._baris = [], [], number + 1
        self._larik = [d for d in self._larik if d[2] > number]

    def cell(self, style: str, column: int, luas: tuple[int, int]) -> None:
        """A cell begins in *column*, with a style of its own or "" for none, of as many rows and columns as *luas*."""
        self._ragam = False
        self._tinta = frozenset()
        self._gaya_teks = []
        self._dari_kolom = not style and not self._gaya_baris
        if self._dari_kolom:
            style = self._of_column(bisect_right(self._akhir_kolom, column))
        self._gaya_ini = style or self._gaya_baris
        self._edged(self._gaya_ini, (self._baris - 1, column), (self._baris - 1 + luas[0], column + luas[1]))

    def _of_column(self, i: int) -> str:
        return self._gaya_kolom[i] if i < len(self._gaya_kolom) else ""

    def _stretches(self, column: int, repeated: int) -> Iterator[tuple[int, int, str]]:
        """The cell at hand, *repeated* times from *column* on, in stretches of one style."""
        end = column + repeated
        if not self._dari_kolom:
            yield column, end, self._gaya_ini
            return
        i = bisect_right(self._akhir_kolom, column)
        while column < end:
            border = min(self._akhir_kolom[i], end) if i < len(self._akhir_kolom) else end
            yield column, border, self._of_column(i)
            column, i = border, i + 1

    def _edged(self, style: str, dari: Place, ke: Place) -> None:
        """Cells from *dari* up to *ke* (zero-based, not with it), whose edges may lie over those around them."""
        if thickness := self._gaya.edge(style):
            self._add(self._tepi, [(*dari, *ke, thickness)])

    def text(self, style: str) -> None:
        """A paragraph or a part of one, in the style *style*, begins in the cell at hand."""
        if style:
            self._gaya_teks.append(style)
            self._tinta |= self._gaya.inks(style)

    def formula(self, column: int, repeated: int, span: tuple[int, int]) -> None:
        """The cell at hand holds a formula, of as many rows and columns as *span*, or lies within such a one."""
        if span != (1, 1):
            self._larik.append((self._baris, column, self._baris + span[0] - 1, column + span[1] - 1))
            if len(self._larik) > _MAX_ARRAY:
                raise LimitExceeded(f"lebih dari {_MAX_ARRAY} rumus larik di satu baris")
        self._berumus.append((column, column + repeated))

    def in_array(self, column: int) -> bool:
        """Whether a cell of the row at hand lies under a formula of several cells."""
        return any(b <= column <= d for _, b, _, d in self._larik)

    def field(self) -> None:
        """Something in the cell at hand may be shown as other than it is written."""
        self._ragam = True

    def filled(self, column: int, repeated: int) -> None:
        """The cell at hand holds something; it stands *repeated* times from *column* on."""
        for start, end, name in self._stretches(column, repeated):
            style = self._gaya.cell(name)
            if self._ragam or any(self._gaya.hides_text(t, style.latar) for t in self._gaya_teks):
                style = ODD_RUNS
            if self._terlindung and self._gaya.conceals(name):
                style = style._replace(samar="disembunyikan oleh pelindungan lembarnya")
            elif self._gaya.conditional(name):
                style = style._replace(samar="gayanya bergantung pada syarat")
            if notable(style):
                self._aneh.append((start, end, style))
            if name not in self._warna_gaya:
                self._warna_gaya[name] = self._warna.setdefault(self._gaya.colours(name), len(self._warna))
            self._isi_baris.append((start, end, self._warna_gaya[name], self._tinta))

    def end_row(self, row: int, repeated: int) -> None:
        """The row at hand, with something in it, stands *repeated* times from *row* on."""
        self._isi.append((row + 1, row + repeated, self._isi_baris))
        if self._tinggi_baris is not None and self._tinggi_baris >= MIN_HEIGHT and row_height(self._tinggi_baris):
            self._rendah.append((row + 1, row + repeated, self._tinggi_baris))
        for r in range(row + 1, row + repeated + 1):
            self._gaya_sel |= {(r, k): g for a, b, g in self._aneh for k in range(a, b)}
            self._rumus |= {(r, k) for a, b in self._berumus for k in range(a, b)}

    def drawing(self, attrs: dict[str, str], row: int, column: int) -> OdsShape:
        """A drawing anchored in a cell begins: it reaches to the cell that it names, and by its size."""
        edges = ranges(attrs.get("table:end-cell-address", "").rpartition(".")[2])
        if edges:
            border = points(attrs.get("table:end-x")) < _COLUMN_MARGIN, points(attrs.get("table:end-y")) < _ROW_MARGIN
            self._add(self._gambar, [(row + 1, column, edges[0][0] - border[1], edges[0][1] - border[0])])
        self._tempat = self._placed(attrs, row, column)
        return OdsShape(self._gaya, attrs)

    def end_drawing(self, shape: OdsShape) -> None:
        """All of the drawing has been told, so that its reach is known."""
        row, column, x, y, width, height = self._tempat
        least = shape.least
        width, height = max(width, least[0]), max(height, least[1])
        ke_samping, ke_atas = shape.reach(width, height)
        x, width = x - ke_samping, width + 2 * ke_samping
        y, height = y - ke_atas, height + 2 * ke_atas
        if max(width, height) > _PEN:
            # A line, however thin, strikes out what it goes through.
            x, width = (x, width) if width >= _PEN else (x + width / 2 - _PEN / 2, _PEN)
            y, height = (y, height) if height >= _PEN else (y + height / 2 - _PEN / 2, _PEN)
            self._add(self._persegi, [(row, column, x, y, width, height)])

    def hidden_by(self, region: Range) -> None:
        """A drawing lies over the cells of *region*."""
        self._add(self._gambar, [region])

    def beside(self, name: str, attrs: dict[str, str]) -> None:
        """What stands beside the rows: conditions with the cells they are for."""
        missing = False
        if name == "calcext:conditional-format":
            every = addresses(attrs.get("calcext:target-range-address", ""))
            self._daerah = [d for _, regions in every for d in regions]
        elif name in ("calcext:condition", "calcext:date-is"):
            style = attrs.get("calcext:apply-style-name", attrs.get("calcext:style", ""))
            missing = self._gaya.changes(style)
            self._rule(self._gaya.differential(style))
        elif name == "calcext:sparkline":
            self._daerah = [d for _, regions in addresses(attrs.get("calcext:cell-address", "")) for d in regions]
            missing = True
        elif name in ("calcext:icon-set", "calcext:data-bar"):
            missing = attrs.get("calcext:show-value") == "false" or _dark(attrs.get("calcext:positive-color", ""))
            for colour in map(read_hex, map(attrs.get, _BARS)):
                self._rule(Differential(latar=(*shades((colour, WHITE)),) if colour is not None else ()))
        elif name == "calcext:color-scale":
            self._tangga = None
        elif name == "calcext:color-scale-entry":
            missing = _dark(attrs.get("calcext:color", ""))
            colour = read_hex(attrs.get("calcext:color")) or WHITE
            self._rule(Differential(latar=(*shades((self._tangga or colour, colour)),)))
            self._tangga = colour
        if missing:
            self._add(self._bersyarat, self._daerah)
            # One condition that hides is enough.
            self._daerah = []

    def _rule(self, dxf: Differential) -> None:
        """Note what a condition gives to the cells at hand."""
        if dxf.huruf is not None or dxf.latar:
            self._add(self._aturan.setdefault(dxf, []), self._daerah)

    def replaced(self, region: Range, what: str) -> None:
        """The cells of *region* may be filled anew by something else (*what*)."""
        self._add(self._sumber, [(region, what)])

    def source(self, column: int, rows: int, columns: int) -> None:
        """The cell at hand is the first of as many as are loaded from another document."""
        last = self._baris + max(rows, 1) - 1, column + max(columns, 1) - 1
        self.replaced((self._baris, column, *last), LUAR)

    def _ruled(self) -> SheetLook:
        """What conditions make of the cells, of their runs and of each other."""
        notes = SheetNotes()
        colours = [*self._warna]
        if not self._aturan:
            return SheetLook()
        for a, b, cells in self._isi:
            for r in range(a, b + 1):
                for dari, ke, number, inks in cells:
                    for k in range(dari, ke) if inks else ():
                        notes.runs((r, k), inks, (colours[number][1],))
        few = len(colours) * len(self._aturan) <= _MAX_PAIRS
        for dxf, regions in self._aturan.items():
            notes.condition(regions, dxf if few else None, colours)
        return notes.noted((), lambda: self._numbered())

    def _numbered(self) -> Iterator[tuple[Place, int]]:
        for a, b, cells in self._isi:
            yield from (((r, k), n) for r in range(a, b + 1) for dari, ke, n, _ in cells for k in range(dari, ke))

    def look(self, appearance: SheetView) -> SheetLook:
        """The sheet with its set-up."""
        width = tuple((a, b, w / LETTER_WIDTH) for a, b, w in self._lebar)
        columns = [(a, b, int(w * POIN_EMU)) for a, b, w in self._lebar]
        grid = Grid(Axis(int(_COLUMN_WIDTH * POIN_EMU), columns), Axis(int(_ROW_HEIGHT * POIN_EMU), self._tinggi))
        for r, k, *persegi in self._persegi:
            x, y, w, h = (int(p * POIN_EMU) for p in persegi)
            x, y = x + grid.kolom.position(k), y + grid.baris.position(r)
            self._add(self._gambar, [*grid.covers(x, y, x + w, y + h)])
        for r, k, r2, k2, thickness in self._tepi:
            t = int(thickness * POIN_EMU)
            x, y, x2, y2 = (
                s.position(n) for s, n in ((grid.kolom, k), (grid.baris, r), (grid.kolom, k2), (grid.baris, r2))
            )
            self._add(self._gambar, [*grid.covers(x - t, y - t, x2 + t, y2 + t)])
        low = {r: t for a, b, t in self._rendah for r in range(a, b + 1)}
        rules = self._ruled()
        appearance = appearance._replace(lebar=width, rendah=low)
        appearance = appearance.behind_windows(lambda r: grid.baris.size(r - 1) / POIN_EMU)
        return rules._replace(
            tampilan=appearance, gaya=self._gaya_sel, gambar=tuple(self._gambar),
            bersyarat=(*self._bersyarat, *rules.bersyarat), rumus=frozenset(self._rumus), sumber=tuple(self._sumber),
        )  # fmt: skip

    def _placed(self, attrs: dict[str, str], row: int, column: int) -> tuple[int, int, float, float, float, float]:
        """Where a drawing lies by its place and size; one that is turned, wherever it may reach."""
        x, y, width, height = (points(attrs.get(f"svg:{n}")) for n in ("x", "y", "width", "height"))
        if "svg:x1" in attrs:
            # A line, by its ends.
            x, y, x2, y2 = (points(attrs.get(f"svg:{n}")) for n in ("x1", "y1", "x2", "y2"))
            x, y, width, height = min(x, x2), min(y, y2), abs(x2 - x), abs(y2 - y)
        if "svg:cx" in attrs or "svg:cy" in attrs:
            # A round one, by its centre.
            across, down = (points(attrs.get(f"svg:{n}", attrs.get("svg:r"))) for n in ("rx", "ry"))
            x, y = points(attrs.get("svg:cx")) - across, points(attrs.get("svg:cy")) - down
            width, height = 2 * across, 2 * down
        gerak = attrs.get("draw:transform")
        if gerak is not None:
            m = _TRANSFORM.fullmatch(gerak.strip())
            if m is None:
                self._add(self._gambar, [EVERYTHING])
                return row, column, 0.0, 0.0, 0.0, 0.0
            side = hypot(width, height)
            x, y = (points(s.lstrip("-")) * (-1 if s.startswith("-") else 1) - side for s in m.groups(default="0pt"))
            width = height = 2 * side
        return row, column, x, y, width, height

    @staticmethod
    def _add(daftar: list[T], new: list[T]) -> None:
        daftar += new
        if len(daftar) > MAX_RANGES:
            raise LimitExceeded(f"lebih dari {dotted(MAX_RANGES)} gambar atau rentang bersyarat di satu lembar")


def _dark(colour: str) -> bool:
    """Whether black text vanishes on this ground."""
    return _DARK.fullmatch(colour) is not None
