"""Styles of a .xls: fonts, grounds and formats of its cells, and what newer versions add to them ([MS-XLS] 2.4).

The stream has been walked before, so every record ends within it; a record shorter than its fields raises
``struct.error`` or ``IndexError``, which the caller names.
"""

from collections.abc import Mapping, Sequence
from struct import unpack_from

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import dotted
from zi_cli.worksheet.formats.cell_style import PIVOT_BUTTON, Style, make_style
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.known_formats import Formats
from zi_cli.worksheet.formats.limits import MAX_CODE, MAX_STYLES, Budget, LimitExceeded
from zi_cli.worksheet.formats.looks import Colors, notable, odd_in_runs, run_colors
from zi_cli.worksheet.formats.palette_xlsx import (
    PATTERNS,
    SCHEMA,
    Font,
    Palette,
    Rgb,
    pattern_grounds,
    shades,
    usual_palette,
)
from zi_cli.worksheet.formats.sheet_view import Alignment
from zi_cli.worksheet.formats.theme_xlsx import themed_palette

_FONT, _FORMAT, _XF, _PALETTE, _XFEXT = 0x0031, 0x041E, 0x00E0, 0x0092, 0x087D
_THEME, _CONTINUEFRT12, _THEME_PART = 0x0896, 0x087F, "theme/theme/theme1.xml"

#: Of a style's colours: its cells show the button of a pivot table.
_BUTTON = 0x4000
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
    format: Formats


def read_styles(content: bytes | bytearray, records: Sequence[Record], runs: Mapping[int, Sequence[int]]) -> XlsStyles:
    """The styles among the records of the workbook's globals; *runs*: each shared text's numbers of fonts, if any.

    Raises ``LimitExceeded`` for more styles than are looked at.
    """
    colours = [*usual_palette()]
    for kind, start, _ in records:
        if kind == _PALETTE:
            for i in range(min(unpack_from("<H", content, start)[0], len(colours) - 8)):
                colours[8 + i] = content[start + 2 + 4 * i : start + 5 + 4 * i].hex()
    palette = themed_palette(_theme(content, records), colours)
    letters: list[Font] = []
    format_ = Formats(palette)
    xf: list[tuple[int, int]] = []
    others: dict[int, dict[int, dict[str, str]]] = {}
    for kind, start, end in records:
        if kind == _FONT:
            # The font numbered 4 does not exist.
            letters += [_font(content, start, end, palette)] * (2 if len(letters) == 3 else 1)
        elif kind == _FORMAT:
            code = short_string(content, start + 2, end)
            if len(code) > MAX_CODE:
                raise LimitExceeded(f"format angka lebih dari {dotted(MAX_CODE)} karakter")
            format_.add(unpack_from("<H", content, start)[0], code)
        elif kind == _XF:
            xf.append((start, end))
        elif kind == _XFEXT:
            others[unpack_from("<H", content, start + 14)[0]] = extension(content, start + 18, end)
        if len(xf) > MAX_STYLES or len(letters) > MAX_STYLES:
            raise LimitExceeded(f"gaya sel lebih dari {dotted(MAX_STYLES)}")
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
        background, dark = pattern_grounds(PATTERNS[pattern] if pattern < len(PATTERNS) else "", *basis)
        traits = others.get(n, {})
        dark += shades([w for k, a in traits.items() if k >= _GRADIENT_STOPS and (w := palette.color(a)) is not None])
        # Newer programs take the colours of an extension, others those that it stands beside.
        added = palette.font({k: traits[n] for n, k in ((INK, "color"), (_FONT_SCHEME, "scheme")) if n in traits})
        new_font = one._replace(warna=added.warna if INK in traits else one.warna, samar=one.samar or added.samar)
        new_fill = (palette.color(traits[BACKGROUND]) if dense and BACKGROUND in traits else None) or background
        code = format_.get(format_index)
        rata = _alignment(content, start)
        rata = rata._replace(indent=max(rata.indent, int(traits.get(_INDENT, {}).get("indent", "0"))))
        style, old = (make_style(code, h, w, rata, dark) for h, w in ((new_font, new_fill), (one, background)))
        style = old if old.samar else style
        if fill_number & _BUTTON:
            style = style._replace(samar=style.samar or PIVOT_BUTTON)
        if notable(style):
            odd[n] = style
        inks.append((new_font.warna or (0, 0, 0), new_fill))
        style_background.append([new_fill, *dark])
    disguised = {i for i, f in enumerate(letters) if odd_in_runs(f)}
    texts = frozenset(t for t, isinya in runs.items() if not disguised.isdisjoint(isinya))
    berwarna = run_colors(runs, letters)
    return XlsStyles(odd, inks, texts, berwarna, style_background, palette, format_)


def _theme(content: bytes | bytearray, records: Sequence[Record]) -> bytes | None:
    """The workbook's own theme, which is a package within its records; None for none, or the usual one."""
    whole = bytearray()
    for kind, start, end in records:
        if kind == _THEME and not unpack_from("<I", content, start + 12)[0]:
            whole = bytearray(content[start + 16 : end])
        elif kind == _CONTINUEFRT12 and whole and unpack_from("<H", content, start)[0] == _THEME:
            whole += content[start + 12 : end]
    if not whole:
        return None
    package = Container(bytes(whole), Budget())
    return package.read(_THEME_PART) if _THEME_PART in package else None


def _alignment(content: bytes | bytearray, start: int) -> Alignment:
    """How a style places its content, and whether a line goes across it."""
    position, turned, other = content[start + 6] & 7, content[start + 7], content[start + 8]
    direction, line = unpack_from("<II", content, start + 10)
    struck = direction >> 30 != 0 and line >> 21 & 0xF != 0
    return Alignment(other & 0xF, position == 4, position == 6, bool(other & 0x10), turned, struck)


def _font(content: bytes | bytearray, start: int, end: int, palette: Palette) -> Font:
    height, flag, colour = unpack_from("<HHH", content, start)
    elements = {
        "name": {"val": short_string(content, start + 14, end, short=True)},
        "sz": {"val": str(height / 20)},
        "charset": {"val": str(content[start + 12])},
        **({"strike": {}} if flag & 8 else {}),
        **({"vertAlign": {"val": "superscript"}} if content[start + 8] else {}),
        **({"color": {"indexed": str(colour)}} if colour < 0x7FFF else {}),
    }
    return palette.font(elements)


#: Properties of a style that newer versions of Excel add: the ground's two colours, its gradient, the text's colour,
#: the font of the theme that it is in, and how far it is indented.
BACKGROUND, GROUND, _GRADIENT, INK, _FONT_SCHEME, _INDENT = 4, 5, 6, 13, 14, 15
#: From here on the stops of a gradient are noted.
_GRADIENT_STOPS = 0x10000
_COLOUR_TYPES = {1: "indexed", 2: "rgb", 3: "theme"}


def extension(content: bytes | bytearray, start: int, end: int) -> dict[int, dict[str, str]]:
    """The colours that an extension names, by what they are of."""
    p = start + 2
    traits: dict[int, dict[str, str]] = {}
    for _ in range(unpack_from("<H", content, start)[0]):
        if p + 4 > end:
            break
        kind, length = unpack_from("<HH", content, p)
        if kind == _GRADIENT and length >= 52:
            for i in range(min(unpack_from("<I", content, p + 48)[0], (length - 52) // 22)):
                colour_kind, colour_value = unpack_from("<HI", content, p + 52 + 22 * i)
                nilai = content[p + 54 + 22 * i : p + 57 + 22 * i].hex() if colour_kind == 2 else str(colour_value)
                if colour_kind in _COLOUR_TYPES:
                    traits[_GRADIENT_STOPS + i] = {_COLOUR_TYPES[colour_kind]: nilai}
        elif kind in (BACKGROUND, GROUND, INK):
            colour_kind, tint = unpack_from("<Hh", content, p + 4)
            nilai = content[p + 8 : p + 11].hex() if colour_kind == 2 else str(unpack_from("<I", content, p + 8)[0])
            if colour_kind in _COLOUR_TYPES:
                traits[kind] = {_COLOUR_TYPES[colour_kind]: nilai, **({"tint": str(tint / 32767)} if tint else {})}
        elif kind == _FONT_SCHEME and length > 4:
            traits[kind] = {"val": SCHEMA.get(content[p + 4], "")}
        elif kind == _INDENT and length > 5:
            traits[kind] = {"indent": str(unpack_from("<H", content, p + 4)[0])}
        p += max(length, 4)
    return traits


def short_string(content: bytes | bytearray, start: int, end: int, *, short: bool = False) -> str:
    """A text with its length in front, in one byte when it is *short*, else in two."""
    length, p = (content[start], start + 1) if short else (unpack_from("<H", content, start)[0], start + 2)
    flag = content[p]
    width = 1 + (flag & 1)
    # How many runs and aids it has stands before its letters.
    p += (2 if flag & 8 else 0) + (4 if flag & 4 else 0)
    raw = bytes(content[p + 1 : min(end, p + 1 + length * width)])
    return raw.decode("utf-16-le" if width == 2 else "latin-1", "replace")
