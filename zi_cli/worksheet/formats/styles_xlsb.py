"""Styles of a .xlsb: fonts, grounds and formats of its cells, and those of its rules ([MS-XLSB] 2.4).

A record shorter than its fields raises ``struct.error`` or ``IndexError``, which the caller names.
"""

from collections.abc import Mapping, Sequence
from struct import iter_unpack, unpack_from

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import dotted
from zi_cli.worksheet.formats.cell_style import PIVOT_BUTTON, Differential, Style, faint_by_rule, make_style
from zi_cli.worksheet.formats.known_formats import Formats
from zi_cli.worksheet.formats.limits import MAX_STYLES, LimitExceeded
from zi_cli.worksheet.formats.looks import Colors, notable, odd_in_runs, run_colors
from zi_cli.worksheet.formats.palette_xlsx import (
    BLACK,
    PATTERNS,
    SCHEMA,
    WHITE,
    Font,
    Palette,
    Rgb,
    pattern_grounds,
    shades,
)
from zi_cli.worksheet.formats.records_xlsb import records, wide_string
from zi_cli.worksheet.formats.sheet_view import Alignment
from zi_cli.worksheet.formats.theme_xlsx import themed_palette

_FONT, _FMT, _FILL, _XF, _BEGIN_CELLXFS, _END_CELLXFS = 43, 44, 45, 47, 617, 618
_DXF, _BORDER, _INDEXED_COLOR = 507, 46, 475
#: Of how a style places its content: its cells show the button of a pivot table.
_BUTTON = 0x4000


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
    palette = themed_palette(theme, own)
    letters: list[Font] = []
    backgrounds: list[tuple[Rgb, list[Rgb]]] = []
    format_ = Formats(palette)
    odd: dict[int, Style] = {}
    colours: list[tuple[Rgb, Rgb]] = []
    style_background: list[list[Rgb]] = []
    dxf: list[Differential] = []
    number, line = -1, 0
    struck: set[int] = set()
    for kind, start, end in records(content):
        if kind == _FMT:
            format_.add(unpack_from("<H", content, start)[0], wide_string(content, start + 2, end))
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
            basis, dark = backgrounds[i_latar] if i_latar < len(backgrounds) else (WHITE, [])
            rata = Alignment(
                indent, position & 7 == 4, position & 7 == 6, bool(position & 0x100), turned, i_garis in struck
            )
            style = make_style(format_.get(format_index), one, basis, rata, dark)
            if position & _BUTTON:
                style = style._replace(samar=style.samar or PIVOT_BUTTON)
            if notable(style):
                odd[number] = style
            colours.append((one.warna or (0, 0, 0), basis))
            style_background.append([basis, *dark])
            number += 1
        elif kind == _DXF:
            dxf.append(_differential(content, start + 2, end, palette, format_))
        if max(number, len(letters), len(backgrounds), len(dxf)) > MAX_STYLES:
            raise LimitExceeded(f"gaya sel lebih dari {dotted(MAX_STYLES)}")
    disguised = {i for i, f in enumerate(letters) if odd_in_runs(f)}
    texts = frozenset(t for t, isinya in variants.items() if not disguised.isdisjoint(isinya))
    return XlsbStyles(odd, texts, colours, dxf, run_colors(variants, letters), style_background)


def _fill(content: bytes, start: int, end: int, palette: Palette) -> tuple[Rgb, list[Rgb]]:
    """The ground of a cell by its fill, and further colours of a pattern or a gradient ([MS-XLSB] 2.4.660)."""
    others = [w for p in (start + 4, start + 12) for w in palette.other_colors(_color_attributes(content, p))]
    pattern = unpack_from("<I", content, start)[0]
    front, back = _color(content, start + 4, palette), _color(content, start + 12, palette)
    if pattern < len(PATTERNS):
        background, dark = pattern_grounds(PATTERNS[pattern], front, back)
        return background, [*dark, *others]
    count = min(unpack_from("<I", content, start + 64)[0], (end - start - 68) // 16)
    ladder = [w for i in range(count) if (w := _color(content, start + 68 + 16 * i, palette)) is not None]
    return (ladder or [WHITE])[0], shades(ladder)


def _differential(content: bytes, start: int, end: int, palette: Palette, format_: Formats) -> Differential:
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
                backgrounds.append(WHITE)
            case 1 | 2:
                backgrounds.append(_color(content, p + 4, palette) or WHITE)
            case 4:
                ladder.append(_color(content, p + 14, palette) or WHITE)
            case 5:
                letters = _color(content, p + 4, palette) or BLACK
            case 0x18:
                elements["name"] = {"val": _short(content, p + 4, p + length)}
            case 0x1D if content[p + 4]:
                elements["strike"] = {}
            case 0x24:
                elements["sz"] = {"val": str(unpack_from("<I", content, p + 4)[0] / 20)}
            case 0x26:
                # A text, or its number and then the text.
                own = length == 6 + 2 * unpack_from("<H", content, p + 4)[0]
                code = palette.format(_short(content, p + (4 if own else 6), p + length))
            case 0x29:
                code = format_.get(unpack_from("<H", content, p + 4)[0])
        p += max(length, 4)
    return Differential(code, letters, (*backgrounds, *shades(ladder)), faint_by_rule(palette.font(elements)))


def _short(content: bytes, start: int, end: int) -> str:
    """A text whose length stands in two bytes."""
    length = unpack_from("<H", content, start)[0]
    return content[start + 2 : min(end, start + 2 + 2 * length)].decode("utf-16-le", "replace")


def _font(content: bytes, start: int, end: int, palette: Palette) -> Font:
    height, flag = unpack_from("<HH", content, start)
    elements = {
        "name": {"val": wide_string(content, start + 21, end)},
        "sz": {"val": str(height / 20)},
        "charset": {"val": str(content[start + 10])},
        "scheme": {"val": SCHEMA.get(content[start + 20], "")},
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
