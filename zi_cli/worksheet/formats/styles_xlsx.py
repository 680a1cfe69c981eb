"""Styles of .xlsx cells: number formats, and what makes a cell's text impossible to see or to trust.

The part is read as XML, and rewritten for the reading library with nothing but number formats in it.
"""

import re
from collections.abc import Mapping, Sequence

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.known_formats import BAWAAN, BULAT, is_ordinary
from zi_cli.worksheet.formats.limits import FORMAT_ANGKA, GAYA, Damaged, LimitExceeded, parse_xml, remembered, ribuan
from zi_cli.worksheet.formats.package_xlsx import MC, UTAMA, escape
from zi_cli.worksheet.formats.palette_xlsx import (
    HITAM,
    PUTIH,
    USUAL_THEME,
    Font,
    Palette,
    Rgb,
    blends,
    format_color,
    item_at,
    pattern_grounds,
    read_theme,
    set_once,
    shades,
    text_vanishes,
)
from zi_cli.worksheet.formats.sheet_view import HURUF_BESAR, INDENT_WAJAR, Alignment, Odd

_BENAR = ("1", "true")
#: Characters of one step of indentation, and how many times the width of its column a text that shrinks may be long.
_INDENT, _SUSUT = 1.3, 3

_BAWAAN = frozenset(map(str, BAWAAN))
_SEKALI = frozenset({"numFmts", "fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs", "borders"})


def _disguises_text(format_: str) -> bool:
    from zi_cli.worksheet.formats.number_format import text_shown

    return text_shown(format_, "A") is not None


class Style(NamedTuple):
    """A cell format: its number format, and why a text in it is not what it seems ("" for none).

    ``latar`` is its ground; ``indent`` by how many steps it is indented, ``melintas`` what may take it over other
    columns ("" for nothing), ``menyusut`` whether a text is made as small as its column asks for; ``ukuran`` is the
    size of its letters in points.
    """

    format: str
    samar: str
    latar: Rgb = PUTIH
    indent: int = 0
    melintas: str = ""
    menyusut: bool = False
    ukuran: float = 11.0

    @property
    def disguises_text(self) -> bool:
        """Whether a text in it may not be what it seems."""
        if (
            self.ukuran > HURUF_BESAR
            or self.samar
            or self.indent > 1
            or self.melintas
            or self.menyusut
            or self.inks("A")
        ):
            return True
        return not is_ordinary(self.format) and _disguises_text(self.format)

    def inks(self, nilai: str | float) -> bool:
        """Whether its number format shows *nilai* in the colour of its ground."""
        if "[" not in self.format:
            return False
        from zi_cli.worksheet.formats.number_format import color_shown

        colour = color_shown(self.format, nilai)
        return bool(colour) and blends(format_color(colour), None, self.latar)

    @property
    def disguises_numbers(self) -> bool:
        """Whether a number in it may not be shown as itself; :attr:`rounds` is apart."""
        return not is_ordinary(self.format)

    @property
    def rounds(self) -> bool:
        """Whether it shows whole numbers only."""
        return self.format in BULAT


def styled_odd(style: Style, nilai: object) -> Odd | None:
    """Why *nilai* is not what a cell of the style *style* shows; None for a value that is neither text nor number."""
    if isinstance(nilai, bool) or not isinstance(nilai, str | int | float):
        return None
    if style.samar:
        return Odd(f"tidak dapat dibaca: {style.samar}")
    if style.inks(nilai):
        return Odd("tidak dapat dibaca: huruf sewarna latarnya")
    if is_ordinary(style.format) and not (style.rounds and isinstance(nilai, float)):
        return None
    from zi_cli.worksheet.formats.number_format import number_shown, text_shown

    shown = text_shown(style.format, nilai) if isinstance(nilai, str) else number_shown(style.format, nilai)
    return None if shown is None else Odd(f"tampil {shown.teks}", shown.bulat)


def out_of_place(style: Style, nilai: object, width: float, *, crossing: bool) -> str:
    """Why the content of a cell in a column *width* characters wide is not seen there, "" when it is.

    That it may stand over other columns counts only with *crossing*.
    """
    if style.indent * _INDENT > width - 1:
        return "menjorok ke luar kolomnya"
    if style.menyusut and isinstance(nilai, str) and len(nilai) > _SUSUT * width:
        return "disusutkan sampai tidak dapat dibaca"
    return f"dapat tampil di kolom lain karena {style.melintas}" if style.melintas and crossing else ""


class Differential(NamedTuple):
    """What a conditional format changes: number format and colour of the font, None for what it leaves alone.

    ``latar`` are the grounds that it may give; ``samar`` says why a text in its font is not what it seems.
    """

    format: str | None = None
    huruf: Rgb | None = None
    latar: tuple[Rgb, ...] = ()
    samar: str = ""

    def hides(self, ink: Rgb, background: Rgb) -> bool:
        """Whether a text in *ink* on *background* can't be seen or trusted any more, whatever its number format."""
        letters = self.huruf or ink
        return bool(self.samar) or any(text_vanishes(letters, w) for w in self.latar or (background,))

    @property
    def disguises(self) -> bool:
        """Whether its number format may show a value as something else."""
        return self.format is not None and not is_ordinary(self.format)


class Styles(NamedTuple):
    """All cell formats by index, the differential ones, and the part for the reading library.

    ``samar`` are those in which a text may not be what it seems, ``angka`` those in which a number may not be
    shown as itself, ``bulat`` those of whole numbers; ``latar`` is the ground of each and ``latar_lain`` what else
    of it letters stand on, ``huruf`` its font's colour.
    ``tabel`` are the differential formats of each style of tables, by its name.
    """

    xf: tuple[Style, ...]
    dxf: tuple[Differential, ...]
    isi: bytes
    samar: frozenset[int]
    angka: frozenset[int]
    bulat: frozenset[int]
    latar: tuple[Rgb, ...]
    huruf: tuple[Rgb, ...]
    palet: "Palette"
    tabel: Mapping[str, Sequence[str]]
    latar_lain: tuple[tuple[Rgb, ...], ...] = ()


STYLES_NONE = Styles((), (), b"", frozenset(), frozenset(), frozenset(), (), (), Palette(USUAL_THEME, ()), {})


@remembered
def read_styles(content: bytes, theme: bytes | None, part: str) -> Styles:
    """Parse the styles part; raises ``Damaged`` for a list that stands twice, ``LimitExceeded`` beyond a limit."""
    readers = _Reader(part)
    parse_xml(content, readers.begin, readers.end, lambda _: None, ruang_nama=True)
    readers.palet = Palette(read_theme(theme) if theme else USUAL_THEME, readers.warna)
    xf, background, letters, other = (
        zip(*map(readers.style, readers.xf), strict=True) if readers.xf else ((), (), (), ())
    )
    faint = frozenset(i for i, s in enumerate(xf) if s.disguises_text)
    figures = frozenset(i for i, s in enumerate(xf) if s.disguises_numbers)
    integers = frozenset(i for i, s in enumerate(xf) if s.rounds)
    dxf = tuple(map(readers.differential, readers.dxf))
    return Styles(
        xf, dxf, readers.rewritten(), faint, figures, integers, background, letters, readers.palet, readers.tabel, other
    )


class _Reader:
    """Collects attributes of the lists; colours are worked out at the end, when the palette is known."""

    def __init__(self, part: str) -> None:
        self.format: dict[str, str] = {}
        self.font: list[dict[str, dict[str, str]]] = []
        self.fill: list[dict[str, dict[str, str]]] = []
        self.border: list[dict[str, str]] = []
        self.xf: list[dict[str, str]] = []
        self.induk: list[dict[str, str]] = []
        self.dxf: list[dict[str, dict[str, str]]] = []
        self.warna: list[str] = []
        self.palet = Palette(USUAL_THEME, ())
        self.tabel: dict[str, list[str]] = {}
        self._tabel: list[str] = []
        self._bagian = part
        self._jalur: list[str] = []
        self._ada: set[str] = set()

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        self._jalur.append(name if space in UTAMA else f"lain: {name}")
        jalur = (*self._jalur[1:],)
        if len(self._jalur) == 1 and (space not in UTAMA or name != "styleSheet"):
            raise Damaged(f"bagian {self._bagian[:80]} bukan styleSheet")
        if space == MC and "extLst" not in self._jalur:
            # Which of them counts shifts the numbers of all that follow.
            raise Damaged(f"bagian {self._bagian[:80]}: pilihan antarversi di antara gaya")
        if len(jalur) == 1 and name in _SEKALI:
            if name in self._ada:
                raise Damaged(f"bagian {self._bagian[:80]}: {name} ada dua kali")
            self._ada.add(name)
        match jalur:
            case ("numFmts", "numFmt"):
                code = attributes.get("formatCode", "")
                if len(code) > FORMAT_ANGKA:
                    raise LimitExceeded(f"format angka lebih dari {ribuan(FORMAT_ANGKA)} karakter")
                if self.format.setdefault(attributes.get("numFmtId", ""), code) != code:
                    raise Damaged(f"bagian {self._bagian[:80]}: satu nomor format ada dua kali")
            case ("cellXfs", "xf"):
                self.xf.append(attributes)
                if len(self.xf) > GAYA:
                    raise LimitExceeded(f"gaya sel lebih dari {ribuan(GAYA)}")
            case ("cellStyleXfs", "xf"):
                self.induk.append(attributes)
            case ("cellXfs", "xf", "alignment"):
                self.xf[-1] = {**attributes, **self.xf[-1]}
            case ("fonts", "font"):
                self.font.append({})
            case ("fonts", "font", _):
                set_once(self.font[-1], name, attributes)
            case ("borders", "border"):
                self.border.append(attributes)
            case ("borders", "border", "diagonal"):
                self.border[-1] = {**self.border[-1], "style": attributes.get("style", "none")}
            case ("fills", "fill"):
                self.fill.append({})
            case ("fills", "fill", "gradientFill", "stop", "color"):
                self.fill[-1][f"stop {len(self.fill[-1])}"] = attributes
            case ("fills", "fill", *_):
                self.fill[-1][name] = attributes
            case ("dxfs", "dxf"):
                self.dxf.append({})
            case ("dxfs", "dxf", "fill", "gradientFill", "stop", "color"):
                self.dxf[-1][f"stop {len(self.dxf[-1])}"] = attributes
            case ("dxfs", "dxf", _) | ("dxfs", "dxf", "font" | "fill", _) | ("dxfs", "dxf", "fill", "patternFill", _):
                self.dxf[-1][name] = attributes
            case ("tableStyles", "tableStyle"):
                self.tabel[attributes.get("name", "")] = self._tabel = []
            case ("tableStyles", "tableStyle", "tableStyleElement"):
                self._tabel.append(attributes.get("dxfId", ""))
            case ("colors", "indexedColors", "rgbColor"):
                self.warna.append(attributes.get("rgb", "")[-6:])

    def end(self, _: str) -> None:
        self._jalur.pop()

    def style(self, xf: dict[str, str]) -> tuple[Style, Rgb, Rgb, tuple[Rgb, ...]]:
        # What it leaves unsaid the style may say that it is based on.
        xf = {**item_at(self.induk, xf.get("xfId", "0"), {}), **xf}
        letters = self.palet.font(item_at(self.font, xf.get("fontId", "0"), {}))
        isian = item_at(self.fill, xf.get("fillId", "0"), {})
        background, other = self._grounds(isian)
        rata = _alignment(xf, item_at(self.border, xf.get("borderId", "0"), {}))
        return (
            make_style(self._format(xf.get("numFmtId", "0")), letters, background, rata, other),
            background,
            letters.warna or HITAM,
            (*other,),
        )

    def _grounds(self, isian: dict[str, dict[str, str]]) -> tuple[Rgb, list[Rgb]]:
        """The ground of a cell by its fill, and further colours of a pattern or a gradient."""
        ladder = [w for k, a in isian.items() if k.startswith("stop ") and (w := self.palet.color(a)) is not None]
        if ladder:
            return ladder[0], shades(ladder)
        pattern = isian.get("patternFill", {}).get("patternType", "none")
        front, back = (self.palet.color(isian.get(n)) for n in ("fgColor", "bgColor"))
        others = [w for n in ("fgColor", "bgColor") for w in self.palet.other_colors(isian.get(n))]
        background, dark = pattern_grounds(pattern, front, back)
        return background, [*dark, *others]

    def differential(self, dxf: dict[str, dict[str, str]]) -> Differential:
        figure = dxf.get("numFmt")
        format_ = None if figure is None else figure.get("formatCode", self._format(figure.get("numFmtId", "0")))
        dense = dxf.get("patternFill", {}).get("patternType", "solid") == "solid"
        names = [n for n in ("bgColor", "fgColor") if n in dxf][: 1 if dense else 2]
        backgrounds = [w for n in names for w in (self.palet.color(dxf[n]) or PUTIH, *self.palet.other_colors(dxf[n]))]
        # A ground of no pattern or no colour is that of the paper, whatever the cell's own is.
        backgrounds += [PUTIH] if "fill" in dxf and not names else []
        ladder = [self.palet.color(a) or PUTIH for k, a in dxf.items() if k.startswith("stop ")]
        backgrounds += shades(ladder)
        letters = self.palet.font(dxf)
        colour = letters.warna or (HITAM if "color" in dxf else None)
        rata = _alignment(dxf.get("alignment", {}), dxf.get("border", {}))
        shifted = rata.out_of_sight or rata.across or ("disusutkan" if rata.menyusut or rata.indent > 1 else "")
        faint = letters.samar or shifted
        return Differential(format_, colour, (*backgrounds,), faint)

    def _format(self, number: str) -> str:
        written = self.format.get(number)
        if written is not None:
            return written
        return BAWAAN.get(int(number), "General") if number.isascii() and number.isdigit() else "General"

    def rewritten(self) -> bytes:
        """Number formats alone, as the reading library needs them to tell dates."""
        numbers = {k: i for i, k in enumerate(self.format, 164)}
        format_ = "".join(f'<numFmt numFmtId="{i}" formatCode="{escape(self.format[k])}"/>' for k, i in numbers.items())
        used = (x.get("numFmtId", "0") for x in self.xf)
        xf = "".join(f'<xf numFmtId="{numbers.get(n, n if n in _BAWAAN else 0)}"/>' for n in used)
        return (
            f'<styleSheet xmlns="{UTAMA[0]}"><numFmts>{format_}</numFmts><cellXfs>{xf}</cellXfs></styleSheet>'.encode()
        )


_BIASA = Alignment()


def make_style(
    format_: str, letters: Font, background: Rgb, rata: Alignment = _BIASA, others: Sequence[Rgb] = ()
) -> Style:
    """A cell format by its number format, its font on its ground (and *others* of it), and its alignment."""
    missing = any(text_vanishes(letters.warna or HITAM, w) for w in (background, *others))
    faint = letters.samar or ("huruf sewarna latarnya" if missing else "")
    return Style(
        format_, faint or rata.out_of_sight, background, rata.indent, rata.across, rata.menyusut, letters.ukuran
    )


def _alignment(rata: Mapping[str, str], lines: Mapping[str, str]) -> Alignment:
    """By the attributes of an alignment and of a border, whose diagonal may be of no style."""
    indent, turned, position = rata.get("indent", "0"), rata.get("textRotation", "0"), rata.get("horizontal", "")
    diagonal = lines.get("diagonalUp") in _BENAR or lines.get("diagonalDown") in _BENAR
    return Alignment(
        int(indent) if re.fullmatch("[0-9]{1,3}", indent) else 0 if indent == "0" else INDENT_WAJAR + 1,
        position == "fill",
        position == "centerContinuous",
        rata.get("shrinkToFit") in _BENAR,
        int(turned) if re.fullmatch("[0-9]{1,3}", turned) else 0,
        diagonal and lines.get("style", "thin") != "none",
    )
