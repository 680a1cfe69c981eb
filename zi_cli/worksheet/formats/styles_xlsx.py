"""Styles of .xlsx cells: number formats, and what makes a cell's text impossible to see or to trust.

The part is read as XML, and rewritten for the reading library with nothing but number formats in it.
"""

from collections.abc import Mapping, Sequence

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import dotted
from zi_cli.worksheet.formats.attribute_values import truth, whole_number
from zi_cli.worksheet.formats.cell_style import PIVOT_BUTTON, Differential, Style, faint_by_rule, make_style
from zi_cli.worksheet.formats.known_formats import BUILT_IN, surest
from zi_cli.worksheet.formats.limits import MAX_CODE, MAX_STYLES, Damaged, LimitExceeded, parse_xml, remembered
from zi_cli.worksheet.formats.package_xlsx import MAIN_NS, MC, escape
from zi_cli.worksheet.formats.palette_xlsx import (
    BLACK,
    USUAL_THEME,
    WHITE,
    Palette,
    Rgb,
    item_at,
    pattern_grounds,
    set_once,
    shades,
)
from zi_cli.worksheet.formats.sheet_view import Alignment
from zi_cli.worksheet.formats.theme_xlsx import themed_palette

#: Among the attributes of a cell format: its alignment, or its parent's, may place a text elsewhere than at the left.
_ELSEWHERE = "rata lain"
#: Among them: it has one of its own; and the attributes of one that count.
_ALIGNED = "rata sendiri"
_ALIGNMENT = frozenset({"indent", "textRotation", "horizontal", "shrinkToFit"})
_BUILT_IN = frozenset(map(str, BUILT_IN))
_ONCE_ONLY = frozenset({"numFmts", "fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs", "borders"})


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
    readers.palet = themed_palette(theme, readers.warna)
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
        self._asing = 0
        self._ada: set[str] = set()

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        self._jalur.append(name if space in MAIN_NS else f"lain: {name}")
        jalur = (*self._jalur[1:],)
        if len(self._jalur) == 1 and (space not in MAIN_NS or name != "styleSheet"):
            raise Damaged(f"bagian {self._bagian[:80]} bukan styleSheet")
        if space == MC and "extLst" not in self._jalur:
            # Which of them counts shifts the numbers of all that follow.
            raise Damaged(f"bagian {self._bagian[:80]}: pilihan antarversi di antara gaya")
        self._asing += space not in MAIN_NS
        if self._asing:
            # What no program knows says nothing.
            return
        if len(jalur) == 1 and name in _ONCE_ONLY:
            if name in self._ada:
                raise Damaged(f"bagian {self._bagian[:80]}: {name} ada dua kali")
            self._ada.add(name)
        match jalur:
            case ("numFmts", "numFmt"):
                code = attributes.get("formatCode", "")
                if len(code) > MAX_CODE:
                    raise LimitExceeded(f"format angka lebih dari {dotted(MAX_CODE)} karakter")
                if self.format.setdefault(_number(attributes), code) != code:
                    raise Damaged(f"bagian {self._bagian[:80]}: satu nomor format ada dua kali")
            case ("cellXfs", "xf"):
                self.xf.append(attributes)
                if len(self.xf) > MAX_STYLES:
                    raise LimitExceeded(f"gaya sel lebih dari {dotted(MAX_STYLES)}")
            case ("cellStyleXfs", "xf"):
                self.induk.append(attributes)
            case ("cellStyleXfs" | "cellXfs", "xf", "alignment"):
                all_xf = self.xf if jalur[0] == "cellXfs" else self.induk
                if _ALIGNED in all_xf[-1]:
                    raise Damaged(f"bagian {self._bagian[:80]}: satu gaya menyebut alignment dua kali")
                elsewhere = {} if jalur[0] == "cellXfs" and _begins_left(attributes) else {_ELSEWHERE: "1"}
                all_xf[-1] = {**attributes, **all_xf[-1], **elsewhere, _ALIGNED: "1"}
            case ("fonts", "font"):
                self.font.append({})
            case ("fonts", "font", _):
                set_once(self.font[-1], name, attributes)
            case ("borders", "border"):
                self.border.append({k: v for k, v in attributes.items() if k != "style"})
            case ("borders", "border", "diagonal"):
                line = attributes.get("style", "none")
                if self.border[-1].setdefault("style", line) != line:
                    raise Damaged(f"bagian {self._bagian[:80]}: satu garis tepi menyebut diagonal dua kali")
            case ("fills", "fill"):
                self.fill.append({})
            case ("fills", "fill", "gradientFill", "stop", "color"):
                self.fill[-1][f"stop {len(self.fill[-1])}"] = attributes
            case ("fills", "fill", "gradientFill", "stop"):
                pass
            case ("fills", "fill", *_):
                set_once(self.fill[-1], name, attributes)
            case ("dxfs", "dxf"):
                self.dxf.append({})
            case ("dxfs", "dxf", "fill", "gradientFill", "stop", "color"):
                self.dxf[-1][f"stop {len(self.dxf[-1])}"] = attributes
            case ("dxfs", "dxf", _) | ("dxfs", "dxf", "font" | "fill", _) | ("dxfs", "dxf", "fill", "patternFill", _):
                set_once(self.dxf[-1], name, attributes)
            case ("tableStyles", "tableStyle"):
                self.tabel[attributes.get("name", "")] = self._tabel = []
            case ("tableStyles", "tableStyle", "tableStyleElement"):
                self._tabel.append(attributes.get("dxfId", ""))
            case ("colors", "indexedColors", "rgbColor"):
                self.warna.append(attributes.get("rgb", "")[-6:])

    def end(self, element: str) -> None:
        self._jalur.pop()
        self._asing -= element.rpartition(" ")[0] not in MAIN_NS

    def style(self, xf: dict[str, str]) -> tuple[Style, Rgb, Rgb, tuple[Rgb, ...]]:
        # What it leaves unsaid the style may say that it is based on, of an alignment all or nothing.
        basis = item_at(self.induk, xf.get("xfId", "0"), {})
        xf = {**({k: v for k, v in basis.items() if k not in _ALIGNMENT} if _ALIGNED in xf else basis), **xf}
        letters = self.palet.font(item_at(self.font, xf.get("fontId", "0"), {}))
        isian = item_at(self.fill, xf.get("fillId", "0"), {})
        background, other = self._grounds(isian)
        rata = _alignment(xf, item_at(self.border, xf.get("borderId", "0"), {}))
        style = make_style(self._format(_number(xf)), letters, background, rata, other)
        if truth(xf.get("pivotButton")):
            style = style._replace(samar=style.samar or PIVOT_BUTTON)
        return (
            style,
            background,
            letters.warna or BLACK,
            (*other,),
        )

    def _grounds(self, isian: dict[str, dict[str, str]]) -> tuple[Rgb, list[Rgb]]:
        """The ground of a cell by its fill, and further colours of a pattern or a gradient."""
        ladder = [w for k, a in isian.items() if k.startswith("stop ") and (w := self.palet.color(a)) is not None]
        if ladder:
            if "patternFill" in isian:
                raise Damaged("satu latar ditulis dua kali")
            return ladder[0], shades(ladder)
        pattern = isian.get("patternFill", {}).get("patternType", "none")
        front, back = (self.palet.color(isian.get(n)) for n in ("fgColor", "bgColor"))
        others = [w for n in ("fgColor", "bgColor") for w in self.palet.other_colors(isian.get(n))]
        background, dark = pattern_grounds(pattern, front, back)
        return background, [*dark, *others]

    def differential(self, dxf: dict[str, dict[str, str]]) -> Differential:
        figure = dxf.get("numFmt")
        format_ = None if figure is None else self._format(_number(figure), figure.get("formatCode"))
        # Of a pattern that is said to be solid some programs take the one colour, some the other.
        usual = "patternType" not in dxf.get("patternFill", {})
        names = [n for n in ("bgColor", "fgColor") if n in dxf][: 1 if usual else 2]
        backgrounds = [w for n in names for w in (self.palet.color(dxf[n]) or WHITE, *self.palet.other_colors(dxf[n]))]
        # A ground of no pattern or no colour is that of the paper, whatever the cell's own is.
        backgrounds += [WHITE] if "fill" in dxf and not names else []
        ladder = [self.palet.color(a) or WHITE for k, a in dxf.items() if k.startswith("stop ")]
        backgrounds += shades(ladder)
        letters = self.palet.font(dxf)
        colour = letters.warna or (BLACK if "color" in dxf else None)
        rata = _alignment(dxf.get("alignment", {}), dxf.get("border", {}))
        shifted = rata.out_of_sight or rata.across or ("disusutkan" if rata.menyusut or rata.indent > 1 else "")
        faint = faint_by_rule(letters) or shifted
        return Differential(format_, colour, (*backgrounds,), faint)

    def _format(self, number: str, code: str | None = None) -> str:
        written = self.format.get(number) if code is None else code
        return self.palet.format(surest(int(number), written))

    def rewritten(self) -> bytes:
        """Number formats alone, as the reading library needs them to tell dates."""
        numbers = {k: i for i, k in enumerate(self.format, 164)}
        format_ = "".join(f'<numFmt numFmtId="{i}" formatCode="{escape(self.format[k])}"/>' for k, i in numbers.items())
        used = map(_number, self.xf)
        xf = "".join(f'<xf numFmtId="{numbers.get(n, n if n in _BUILT_IN else 0)}"/>' for n in used)
        sheet = f'<styleSheet xmlns="{MAIN_NS[0]}"><numFmts>{format_}</numFmts><cellXfs>{xf}</cellXfs></styleSheet>'
        return sheet.encode()


def _number(attributes: Mapping[str, str]) -> str:
    """The number of a format in its usual spelling; 0 where none is told."""
    number = attributes.get("numFmtId", "0")
    return number if number in _BUILT_IN else str(whole_number(number))


def _alignment(rata: Mapping[str, str], lines: Mapping[str, str]) -> Alignment:
    """By the attributes of an alignment and of a border, whose diagonal may be of no style."""
    indent, turned, position = rata.get("indent", "0"), rata.get("textRotation", "0"), rata.get("horizontal", "")
    diagonal = truth(lines.get("diagonalUp")) or truth(lines.get("diagonalDown"))
    return Alignment(
        whole_number(indent),
        position == "fill",
        position == "centerContinuous",
        truth(rata.get("shrinkToFit")),
        whole_number(turned),
        diagonal and lines.get("style", "thin") != "none",
        _ELSEWHERE not in rata,
    )


def _begins_left(rata: Mapping[str, str]) -> bool:
    """Whether a text that is so aligned begins at the left, of its only line or of the one that is surely seen."""
    plain = all(rata.get(k, "0") in ("0", "false") for k in ("textRotation", "readingOrder"))
    one_line = rata.get("wrapText", "0") in ("0", "false") or rata.get("vertical") == "top"
    return plain and one_line and rata.get("horizontal", "general") in ("general", "left")
