"""What sheets and cells of a .xlsb look like: hidden columns and rows, odd styles, drawings ([MS-XLSB] 2.4).

A record shorter than its fields raises ``struct.error`` or ``IndexError``, which the caller names.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from struct import iter_unpack, unpack_from

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.cell_style import Differential, Style, make_style
from zi_cli.worksheet.formats.known_formats import BAWAAN
from zi_cli.worksheet.formats.limits import GAYA, Damaged, LimitExceeded, ribuan
from zi_cli.worksheet.formats.looks import ODD_RUNS, Colors, SheetLook, SheetNotes, notable, run_colors
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
)  # fmt: skip
from zi_cli.worksheet.formats.sheet_view import SELURUHNYA, Alignment, Place, Range

_FONT, _FMT, _FILL, _XF, _BEGIN_CELLXFS, _END_CELLXFS = 43, 44, 45, 47, 617, 618
_ROW, _COLINFO, _WSFMTINFO, _BEGIN_WSVIEW, _PANE, _MERGECELL = 0, 60, 485, 137, 151, 176
_WSPROP, _ARRAY, _TABLE = 147, 426, 428
_BEGIN_CF, _BEGIN_CF14, _DRAWING, _LEGACY_DRAWING, _ISST, _CELL_RSTRING = 461, 1130, 550, 551, 7, 62
_CF_RULE, _DXF, _BY_VALUE, _BORDER, _INDEXED_COLOR = 463, 507, (465, 467, 469), 46, 475
#: Fonts of a theme by number.
_SKEMA = {1: "major", 2: "minor"}
#: Records of one cell with a value, from a number to a formula that is an error.
_SEL, _FORMULA = range(2, 12), range(8, 12)


def records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (type, start, end) of each record's data; raise ``Damaged`` for one that goes beyond the part."""
    p, size = 0, len(content)
    while p < size:
        kind = content[p]
        p += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[p] & 0x7F) << 7
            p += 1
        length = shift = 0
        while True:
            b = content[p]
            p += 1
            length |= (b & 0x7F) << shift
            shift += 7
            if b < 0x80 or shift == 28:
                break
        if p + length > size:
            raise Damaged("rekaman .xlsb terpotong")
        yield kind, p, p + length
        p += length


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


def run_fonts(content: bytes, start: int, end: int) -> list[int]:
    """The numbers of the fonts of a shared text's runs; none when it is in its cell's font."""
    if not content[start] & 1:
        return []
    p = start + 5 + 2 * unpack_from("<I", content, start + 1)[0]
    count = min(unpack_from("<I", content, p)[0], (end - p - 4) // 4)
    return [number for _, number in iter_unpack("<HH", content[p + 4 : p + 4 + 4 * count])]


def read_styles(content: bytes, theme: bytes | None, variants: Mapping[int, Sequence[int]]) -> XlsbStyles:
    """The styles of the part *content* by its theme part; *variants* are the fonts of the runs of each shared text.

    Raises ``LimitExceeded`` for more styles than are looked at.
    """
    own = [content[start : start + 3].hex() for kind, start, _ in records(content) if kind == _INDEXED_COLOR]
    palette = Palette.of_theme(theme, own)
    letters: list[Font] = []
    backgrounds: list[tuple[Rgb, list[Rgb]]] = []
    format_ = dict(BAWAAN)
    odd: dict[int, Style] = {}
    colours: list[tuple[Rgb, Rgb]] = []
    style_background: list[list[Rgb]] = []
    dxf: list[Differential] = []
    number, line = -1, 0
    struck: set[int] = set()
    for kind, start, end in records(content):
        if kind == _FMT:
            format_[unpack_from("<H", content, start)[0]] = _string(content, start + 2, end)
        elif kind == _FONT:
            letters.append(_font(content, start, end, palette))
        elif kind == _FILL:
            backgrounds.append(_fill(content, start, end, palette))
        elif kind == _BORDER:
            # A line across the cell, of a style.
            if content[start] & 3 and content[start + 41]:
                struck.add(line)
            line += 1
        elif kind == _BEGIN_CELLXFS:
            number = 0
        elif kind == _END_CELLXFS:
            number = -1
        elif kind == _XF and number >= 0:
            _, format_index, font_index, i_latar, i_garis, turned, indent, position = unpack_from(
                "<HHHHHBBH", content, start
            )
            one = letters[font_index] if font_index < len(letters) else Font(None, "")
            basis, dark = backgrounds[i_latar] if i_latar < len(backgrounds) else (PUTIH, [])
            rata = Alignment(
                indent, position & 7 == 4, position & 7 == 6, bool(position & 0x100), turned, i_garis in struck
            )
            style = make_style(format_.get(format_index, "General"), one, basis, rata, dark)
            if notable(style):
                odd[number] = style
            colours.append((one.warna or (0, 0, 0), basis))
            style_background.append([basis, *dark])
            number += 1
        elif kind == _DXF:
            dxf.append(_differential(content, start + 2, end, palette, format_))
        if max(number, len(letters), len(backgrounds), len(dxf)) > GAYA:
            raise LimitExceeded(f"gaya sel lebih dari {ribuan(GAYA)}")
    disguised = {i for i, f in enumerate(letters) if f.samar or blends(f.warna, None, PUTIH)}
    texts = frozenset(t for t, isinya in variants.items() if not disguised.isdisjoint(isinya))
    return XlsbStyles(odd, texts, colours, dxf, run_colors(variants, letters), style_background)


def _fill(content: bytes, start: int, end: int, palette: Palette) -> tuple[Rgb, list[Rgb]]:
    """The ground of a cell by its fill, and further colours of a pattern or a gradient ([MS-XLSB] 2.4.660)."""
    others = [w for p in (start + 4, start + 12) for w in palette.other_colors(_color_attributes(content, p))]
    pattern = unpack_from("<I", content, start)[0]
    front, back = _color(content, start + 4, palette), _color(content, start + 12, palette)
    if pattern < len(POLA):
        background, dark = pattern_grounds(POLA[pattern], front, back)
        return background, [*dark, *others]
    count = min(unpack_from("<I", content, start + 64)[0], (end - start - 68) // 16)
    ladder = [w for i in range(count) if (w := _color(content, start + 68 + 16 * i, palette)) is not None]
    return (ladder or [PUTIH])[0], shades(ladder)


def _differential(content: bytes, start: int, end: int, palette: Palette, format_: Mapping[int, str]) -> Differential:
    """What a conditional format changes, property by property ([MS-XLSB] 2.5.165)."""
    count, p = unpack_from("<H", content, start + 2)[0], start + 4
    letters: Rgb | None = None
    backgrounds: list[Rgb] = []
    ladder: list[Rgb] = []
    elements: dict[str, dict[str, str]] = {}
    code: str | None = None
    for _ in range(count):
        if p + 4 > end:
            break
        kind, length = unpack_from("<HH", content, p)
        match kind:
            case 0 if not content[p + 4]:
                # No ground is that of the paper, whatever the cell's own is.
                backgrounds.append(PUTIH)
            case 1 | 2:
                backgrounds.append(_color(content, p + 4, palette) or PUTIH)
            case 4:
                ladder.append(_color(content, p + 14, palette) or PUTIH)
            case 5:
                letters = _color(content, p + 4, palette) or HITAM
            case 0x18:
                elements["name"] = {"val": _short(content, p + 4, p + length)}
            case 0x1D if content[p + 4]:
                elements["strike"] = {}
            case 0x24:
                elements["sz"] = {"val": str(unpack_from("<I", content, p + 4)[0] / 20)}
            case 0x26:
                # A text, or its number and then the text.
                own = length == 6 + 2 * unpack_from("<H", content, p + 4)[0]
                code = _short(content, p + (4 if own else 6), p + length)
            case 0x29:
                code = format_.get(unpack_from("<H", content, p + 4)[0], "General")
        p += max(length, 4)
    return Differential(code, letters, (*backgrounds, *shades(ladder)), palette.font(elements).samar)


def _short(content: bytes, start: int, end: int) -> str:
    """A text whose length stands in two bytes."""
    length = unpack_from("<H", content, start)[0]
    return content[start + 2 : min(end, start + 2 + 2 * length)].decode("utf-16-le", "replace")


def _font(content: bytes, start: int, end: int, palette: Palette) -> Font:
    height, flag = unpack_from("<HH", content, start)
    elements = {
        "name": {"val": _string(content, start + 21, end)},
        "sz": {"val": str(height / 20)},
        "charset": {"val": str(content[start + 10])},
        "scheme": {"val": _SKEMA.get(content[start + 20], "")},
        **({"strike": {}} if flag & 8 else {}),
        **({"vertAlign": {"val": "superscript"}} if content[start + 6] else {}),
    }
    if colour := _color_attributes(content, start + 12):
        elements["color"] = colour
    return palette.font(elements)


def _color(content: bytes, start: int, palette: Palette) -> Rgb | None:
    return palette.color(_color_attributes(content, start) or None)


def _color_attributes(content: bytes, start: int) -> dict[str, str]:
    """A colour ([MS-XLSB] 2.5.16): automatic (none), by index, as such, or of the theme, and how it is tinted."""
    kind, number, tint = unpack_from("<BBh", content, start)
    way = {1: "indexed", 2: "rgb", 3: "theme"}.get(kind >> 1)
    if way is None:
        return {}
    named = content[start + 4 : start + 7].hex() if way == "rgb" else str(number)
    return {way: named, **({"tint": str(tint / 32767)} if tint else {})}


def _string(content: bytes, start: int, end: int) -> str:
    length = unpack_from("<I", content, start)[0]
    return content[start + 4 : min(end, start + 4 + 2 * length)].decode("utf-16-le", "replace")


def read_look(content: bytes, style: XlsbStyles, covered: Callable[[tuple[str, ...]], list[Range]]) -> SheetLook:
    """How the sheet part *content* is seen; *covered* gives the ranges under the drawings of these relations."""
    readers = _Reader(content, style)
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

    def take(self, kind: int, start: int, end: int) -> None:
        """Note what one record says."""
        content = self._isi
        if kind in _SEL or kind == _CELL_RSTRING:
            self._cell(kind, start)
        elif kind == _ROW:
            self._row(start)
        elif kind == _COLINFO:
            a, b, width, _, flag = unpack_from("<IIIIH", content, start)
            self.column(a, b, width / 256, flag)
        elif kind == _WSPROP:
            self.outline(unpack_from("<H", content, start)[0])
        elif kind in (_ARRAY, _TABLE):
            self._larik.append(_range(unpack_from("<IIII", content, start)))
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
            self._gabungan.append(_range(unpack_from("<IIII", content, start)))
        elif kind in (_DRAWING, _LEGACY_DRAWING):
            self._gambar.append(_string(content, start, end))
        elif kind == _BEGIN_CF:
            self._daerah = [*_ranges(content, start + 8, end)]
        elif kind == _CF_RULE:
            self._rule(unpack_from("<I", content, start + 8)[0])
        elif kind in _BY_VALUE:
            self._bersyarat += self._daerah
        elif kind == _BEGIN_CF14:
            # A rule of newer versions is not worked out here: it may hide what it likes.
            self._bersyarat += _newer_ranges(content, start, end)

    def _rule(self, dxf: int) -> None:
        if dxf != 0xFFFFFFFF:
            present = self._gaya.dxf[dxf] if dxf < len(self._gaya.dxf) else None
            self.condition(self._daerah, present, self._gaya.warna)

    def _cell(self, kind: int, start: int) -> None:
        k, xf = unpack_from("<II", self._isi, start)
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
        elif kind in _SEL or kind == _CELL_RSTRING:
            k, xf = unpack_from("<II", content, start)
            yield (r + 1, k), xf & 0xFFFFFF


def _newer_ranges(content: bytes, start: int, end: int) -> Iterable[Range]:
    """The ranges in the head of a record of newer versions ([MS-XLSB] 2.5.48); the whole sheet where it has others."""
    flag, count = unpack_from("<II", content, start)
    if flag & 0xF == 2 and count == 1:
        return _ranges(content, start + 12, end)
    return [SELURUHNYA]


def _ranges(content: bytes, start: int, end: int) -> Iterable[Range]:
    count = min(unpack_from("<I", content, start)[0], (end - start - 4) // 16)
    return (_range(unpack_from("<IIII", content, start + 4 + 16 * i)) for i in range(count))


def _range(limits: tuple[int, ...]) -> Range:
    a, b, c, d = limits
    return a + 1, c, b + 1, d
