"""How a sheet of .xlsx is set up to be seen: hidden columns and rows, merged ranges, conditional formats, drawings."""

import re
from collections.abc import Callable, Mapping
from math import inf

from zi_cli.text import dotted
from zi_cli.worksheet.formats.attribute_values import truth, whole_number
from zi_cli.worksheet.formats.limits import (
    EXCEL_COLUMNS,
    MAX_RANGES,
    Damaged,
    LimitExceeded,
    parse_xml,
    remembered,
)
from zi_cli.worksheet.formats.package_xlsx import MAIN_NS, MC
from zi_cli.worksheet.formats.palette_xlsx import FontElements, set_once
from zi_cli.worksheet.formats.ranges_xlsx import ranges, size
from zi_cli.worksheet.formats.sheet_view import (
    EVERYTHING,
    LOW_ROW,
    MIN_HEIGHT,
    MIN_WIDTH,
    TALL_ROW,
    Outline,
    Range,
    Rule,
    SheetView,
)
from zi_cli.worksheet.formats.still_parts import Still, frozen

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_ROW_TAG = rb'<row r="([0-9]+)"([^>]*)>'
#: The height of rows that say nothing of it, in points.
_USUAL_HEIGHT = 15.0
_HEIGHT = rb' ht="([0-9.eE+-]*)"'
#: A height or a truth that is not spelled in the usual way.
_SPELLED = rb' (?:hidden="(?!(?:0|1|true|false)")|ht="(?![0-9.eE+-]+"))'
_POSITION = ("lain:col", "lain:colOff", "lain:row", "lain:rowOff")
_OBJECT = "kendali atau objek di atasnya"
_WHITE = (("rgb", "FFFFFFFF"),)


def read_view(content: bytes, attributes: frozenset[bytes] | None) -> SheetView:
    """The set-up of a sheet part.

    *attributes* are the different attributes of its rows if its cells are written in the one ordinary form, else None.
    """
    readers = _Reader(original=attributes is not None)
    whole = content
    if attributes is not None:
        start, end = content.find(b"<sheetData>"), content.rfind(b"</sheetData>")
        outside = content[: start + len(b"<sheetData>")] + content[end:]
        if all(map(_ordinary_row, attributes)):
            sekeliling = _view_around(outside)
            if not sekeliling.baris_bawaan:
                return sekeliling.behind_windows(_heights(content))
        if not any(map(_beyond_pattern, attributes)):
            _plain_rows(content, start, end, readers)
            content = outside
    parse_xml(content, readers.begin, readers.end, readers.on_text, ruang_nama=True)
    return readers.view().behind_windows(readers.height if attributes is None else _heights(whole))


def _heights(content: bytes) -> Callable[[int], float]:
    """How high the rows of a sheet in the ordinary form are, in points; they stand in order, and few are asked for."""
    marks = re.finditer(_ROW_TAG, content)
    heights: dict[int, float] = {}
    last = 0

    def height(row: int) -> float:
        nonlocal last
        while last < row and (m := next(marks, None)) is not None:
            last = int(m[1])
            written = m[2].partition(b' ht="')[2].partition(b'"')[0]
            heights[last] = size(written.decode(), _USUAL_HEIGHT) if written else _USUAL_HEIGHT
        return heights.get(row, _USUAL_HEIGHT)

    return height


@remembered
def _view_around(outside: bytes) -> SheetView:
    """The set-up of a sheet whose rows all are seen, from what stands around them."""
    readers = _Reader(original=True)
    parse_xml(outside, readers.begin, readers.end, readers.on_text, ruang_nama=True)
    return readers.view()


def _ordinary_row(attribute: bytes) -> bool:
    """Whether a row of these attributes is seen."""
    return (
        b' hidden="' not in attribute
        and b' ph="' not in attribute
        and b' collapsed="' not in attribute
        and (b' ht="' not in attribute or _tall(attribute.partition(b' ht="')[2].partition(b'"')[0]))
    )


def _tall(height: bytes) -> bool:
    """Whether a height in plain digits shows something of a letter."""
    return height.replace(b".", b"", 1).isdigit() and float(height) >= LOW_ROW


def _beyond_pattern(attribute: bytes) -> bool:
    """Whether of a row of these attributes more than one pattern has to be known."""
    return b' collapsed="' in attribute or b' ph="' in attribute or re.search(_SPELLED, attribute) is not None


def _plain_rows(content: bytes, start: int, end: int, readers: "_Reader") -> None:
    for m in re.finditer(_ROW_TAG, content[start:end]):
        height = re.search(_HEIGHT, m[2])
        hidden = b' hidden="1"' in m[2] or b' hidden="true"' in m[2]
        readers.row(int(m[1]), hidden, height[1].decode() if height else None)


def _level(attributes: Mapping[str, str]) -> tuple[int, bool]:
    """How deep in groups a row or column lies by its attributes, and whether the group beside it is folded."""
    return whole_number(attributes.get("outlineLevel", "0")), truth(attributes.get("collapsed"))


class _Reader:
    """Collects the set-up; of the rows of a sheet in another form than the ordinary one (not *asli*) every height."""

    def __init__(self, *, original: bool) -> None:
        self._asli = original
        self._rendah: dict[int, float] = {}
        self._jalur: list[str] = []
        self._kolom: list[tuple[int, int]] = []
        self._baris: set[int] = set()
        self._tampil: set[int] = set()
        self._bawaan = self._tanpa_nol = False
        self._gabungan: list[Range] = []
        self._aturan: list[Rule] = []
        self._gambar: list[str] = []
        self._tabel: list[str] = []
        self._daerah = ""
        self._dxf: list[Rule] = []
        self._lebar: list[tuple[int, int, float]] = []
        self._lebar_bawaan = 8.43
        self._lebar_usul: list[float] = []
        self._beku: list[Still] = []
        self._tombol: list[Range] = []
        self._sekali: dict[str, dict[str, str]] = {}
        self._tinggi_bawaan = inf
        self._gulir = ""
        self._rumus = self._tanpa_tempat = self._bantuan = False
        self._jangkar: dict[str, str] | None = None
        self._r = 0
        self._sel = ""
        self._ragam: dict[str, list[FontElements]] = {}
        self._kaya: set[str] = set()
        self._lipat_baris, self._lipat_kolom = Outline(), Outline()

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        if space == MC:
            # One program reads this choice, another that one: what stands in either is noted.
            return
        prefix = "" if space in MAIN_NS else "x14:" if space in (_X14, _XM) else "lain:"
        self._jalur.append(prefix + name)
        match self._jalur[1:]:
            case ["cols", "col"]:
                self._col(attributes)
            case ["sheetData", "row"]:
                self._bantuan |= truth(attributes.get("ph"))
                number = attributes.get("r", "")
                self._r = int(number) if number.isascii() and number.isdigit() else self._r + 1
                self.row(self._r, truth(attributes.get("hidden")), attributes.get("ht"))
                self._lipat_baris.note(self._r, self._r, *_level(attributes))
            case ["sheetData", "row", "c"]:
                self._sel = attributes.get("r", "")
                if "vm" in attributes or truth(attributes.get("ph")):
                    self._kaya.add(self._sel)
            case ["sheetData", "row", "c", "is", "r", "rPr"]:
                self._ragam.setdefault(self._sel, []).append({})
            case ["sheetData", "row", "c", "is", "r", "rPr", _]:
                set_once(self._ragam[self._sel][-1], "name" if name == "rFont" else name, attributes)
            case ["sheetFormatPr"]:
                height = size(attributes.get("defaultRowHeight"), 15.0)
                # Told twice, it is as low and as narrow as one of them says.
                self._bawaan = self._bawaan or truth(attributes.get("zeroHeight")) or height < MIN_HEIGHT
                if truth(attributes.get("customHeight")) and MIN_HEIGHT <= height < TALL_ROW:
                    self._tinggi_bawaan = min(height, self._tinggi_bawaan)
                # The width of so many digits, and what stands beside them.
                basis = size(attributes.get("baseColWidth"), 8) + 0.43
                self._lebar_usul.append(size(attributes.get("defaultColWidth"), basis))
                self._lebar_bawaan = min(self._lebar_usul)
                if self._lebar_bawaan < MIN_WIDTH:
                    self._kolom.append((0, 16_383))
            case ["sheetViews", "sheetView"]:
                self._tanpa_nol = self._tanpa_nol or not truth(attributes.get("showZeros"), usual=True)
                self._gulir = attributes.get("topLeftCell", "")
                self._rumus = self._rumus or truth(attributes.get("showFormulas"))
            case ["sheetViews", "sheetView", "pane"]:
                self._pane(attributes)
            case ["sheetPr", "outlinePr"]:
                self._once(name, attributes)
                self._lipat_baris.di_bawah = truth(attributes.get("summaryBelow"), usual=True)
                self._lipat_kolom.di_bawah = truth(attributes.get("summaryRight"), usual=True)
            case ["picture"]:
                self._aturan.append(Rule((EVERYTHING,), tanpa_nilai=True, sebab="gambar latar lembarnya"))
            case ["autoFilter"]:
                self._tombol += ((a, b, a, d) for a, b, _, d in ranges(attributes.get("ref", "")))
            case ["mergeCells", "mergeCell"]:
                self._gabungan += ranges(attributes.get("ref", ""))
            case ["tableParts", "tablePart"]:
                self._tabel += [v for k, v in attributes.items() if k.rpartition(" ")[2] == "id"]
            case ["drawing" | "legacyDrawing"]:
                self._gambar += [v for k, v in attributes.items() if k.rpartition(" ")[2] == "id"]
            case [*_, "conditionalFormatting" | "x14:conditionalFormatting"]:
                self._daerah, self._dxf = attributes.get("sqref", ""), []
            case [*_, "cfRule" | "x14:cfRule"]:
                self._dxf.append(Rule((), attributes.get("dxfId", "")))
            case [*_, "iconSet" | "dataBar" | "x14:iconSet" | "x14:dataBar"]:
                if not truth(attributes.get("showValue"), usual=True) and self._dxf:
                    self._dxf[-1] = Rule((), tanpa_nilai=True)
            case (
                [*_, "colorScale" | "dataBar", "color"]
                | [*_, "x14:colorScale", "x14:color"]
                | [*_, "x14:dataBar", "x14:fillColor" | "x14:negativeFillColor"]
            ):
                if self._dxf:
                    colour = (*self._dxf[-1].warna, (*attributes.items(),))
                    # A bar grows pale towards its end.
                    colour += (_WHITE,) if self._jalur[-2].endswith("dataBar") else ()
                    self._dxf[-1] = self._dxf[-1]._replace(warna=colour)
            case [*_, "x14:cfRule", "x14:dxf", _]:
                # A differential format of its own, which is not in the list of the styles part: never trusted.
                self._dxf[-1] = Rule((), tanpa_nilai=True)
            case [*_, "x14:sparkline"]:
                self._daerah = ""
            case [*_, "control" | "oleObject"]:
                self._jangkar = {}

    def end(self, element: str) -> None:
        if element.startswith(f"{MC} "):
            return
        name = self._jalur.pop()
        if name.endswith("conditionalFormatting"):
            region = tuple(ranges(self._daerah))
            self._aturan += [r._replace(daerah=region) for r in self._dxf if r.dxf or r.tanpa_nilai or r.warna]
        elif name in ("control", "oleObject"):
            self._object()
        elif name == "x14:sparkline":
            self._aturan.append(Rule((*ranges(self._daerah),), tanpa_nilai=True, sebab="grafik mini"))

    def on_text(self, text: str) -> None:
        if self._jalur and self._jalur[-1] == "x14:sqref":
            self._daerah += text
        elif self._jangkar is not None and self._jalur[-1] in _POSITION:
            key = f"{self._jalur[-2]}.{self._jalur[-1]}".replace("lain:", "")
            self._jangkar[key] = self._jangkar.get(key, "") + text

    def _object(self) -> None:
        """Note where a control or an object of another program lies, if it says so itself."""
        from zi_cli.worksheet.formats.grid import anchored
        from zi_cli.worksheet.formats.lengths import whole

        position = self._jangkar or {}
        self._jangkar = None
        if not {"from.col", "from.row", "to.col", "to.row"} <= position.keys():
            self._tanpa_tempat = True
            return
        k1, x1, b1, y1, k2, x2, b2, y2 = (
            whole(position.get(f"{u}.{n}", "")) for u in ("from", "to") for n in ("col", "colOff", "row", "rowOff")
        )
        self._aturan.append(Rule((*anchored(k1, x1, b1, y1, k2, x2, b2, y2),), tanpa_nilai=True, sebab=_OBJECT))

    def row(self, number: int, hidden: bool, height: str | None) -> None:
        """Note one row: hidden, or lower than anything can be seen in."""
        if hidden or size(height, 15.0) < MIN_HEIGHT:
            self._baris.add(number)
        elif height is not None:
            self._tampil.add(number)
            if (t := size(height, 15.0)) < LOW_ROW or not self._asli:
                self._rendah[number] = t

    def height(self, number: int) -> float:
        """How high a row is, in points."""
        return self._rendah.get(number, _USUAL_HEIGHT)

    def _once(self, name: str, attributes: dict[str, str]) -> None:
        """Note that an element tells how the sheet is set up; raises ``Damaged`` for a second that says otherwise."""
        if self._sekali.setdefault(name, attributes) != attributes:
            raise Damaged(f"lembarnya menyebut {name} dua kali")

    def _col(self, attributes: dict[str, str]) -> None:
        a, b = whole_number(attributes.get("min", "")), whole_number(attributes.get("max", ""))
        width = size(attributes.get("width"), self._lebar_bawaan)
        self._lebar.append((a - 1, b - 1, width))
        if len(self._lebar) > EXCEL_COLUMNS:
            raise Damaged("lebar kolomnya ditulis lebih sering daripada banyaknya kolom")
        self._lipat_kolom.note(a, b, *_level(attributes))
        self._bantuan |= truth(attributes.get("phonetic"))
        if truth(attributes.get("hidden")) or width < MIN_WIDTH:
            self._kolom.append((a - 1, b - 1))

    def _pane(self, attributes: dict[str, str]) -> None:
        """Frozen panes: no scrolling leads to what lies before the first cell of the part that stands still."""
        start = ranges(self._gulir)
        if attributes.get("state") not in ("frozen", "frozenSplit"):
            return
        beku = int(size(attributes.get("ySplit"), 0.0)), int(size(attributes.get("xSplit"), 0.0))
        first = start[0][:2] if start else (1, 0)
        row, column = frozen(first, *beku)
        self._beku.append(Still(*first, *beku))
        self._baris |= row
        self._kolom += column

    def view(self) -> SheetView:
        if max(len(self._gabungan), sum(len(a.daerah) for a in self._aturan)) > MAX_RANGES:
            raise LimitExceeded(f"lebih dari {dotted(MAX_RANGES)} sel gabungan atau rentang bersyarat di satu lembar")
        if self._tanpa_tempat and not self._gambar and not any(a.sebab == _OBJECT for a in self._aturan):
            self._aturan.append(Rule((EVERYTHING,), tanpa_nilai=True, sebab=_OBJECT))
        if self._bantuan:
            self._aturan.append(Rule((EVERYTHING,), tanpa_nilai=True, sebab="bantuan bacaan di atas tulisannya"))
        self._kolom += [(a - 1, b - 1) for a, b in self._lipat_kolom.folded()]
        for a, b in self._lipat_baris.folded():
            self._baris.update(range(a, b + 1))
        return SheetView(
            tuple(self._kolom), frozenset(self._baris), self._bawaan, frozenset(self._tampil), tuple(self._gabungan),
            tuple(self._aturan), tuple(self._gambar), self._tanpa_nol, self._ragam,
            tuple(self._lebar), self._lebar_bawaan, frozenset(self._kaya), self._rumus, self._rendah,
            self._tinggi_bawaan, tuple(self._beku), tuple(self._tombol), tuple(self._tabel),
        )  # fmt: skip
