"""Colours and fonts of workbooks: by theme, by index, by name, and which of them nobody can see or read."""

import re
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.attribute_values import decimal_number, is_colour, truth, whole_number
from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.symbol_fonts import is_symbol

#: The ways to name a colour, in the order in which most programs look for them.
_COLOUR_KINDS = ("rgb", "theme", "indexed")
#: The system's colours by index: of letters, and those that are pale; the others are black.
_SYSTEM_INDEX = {"64": "000000", "65": "FFFFFF", "66": "F0F0F0", "67": "F0F0F0", "78": "FFFFFF", "80": "FFFFE1"}
BLACK_TEXT = "000000"
#: A colour that a number format names by its number.
_NUMBERED_COLOUR = r"(?i)\[colou?r ?([0-9]{1,2})\]"
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
Rgb = tuple[int, int, int]
# A plain mapping: read-only ones do not travel between processes.
_NO_OTHERS: Mapping[str, Rgb] = {}
#: The elements of a font by name, with their attributes.
FontElements = dict[str, dict[str, str]]
T = TypeVar("T")
#: Fonts of a theme by number, as the binary formats have them.
SCHEMA = {1: "major", 2: "minor"}
COLOUR_NAMES = ("lt1", "dk1", "lt2", "dk2", *(f"accent{i}" for i in range(1, 7)), "hlink", "folHlink")
#: The colours of a theme by index, as it names them.
#: Colours of the usual theme by index: light, dark, second light and dark, then accents and links.
_DEFAULT_THEME: tuple[Rgb, ...] = (
    WHITE, BLACK, (238, 236, 225), (31, 73, 125), (79, 129, 189), (192, 80, 77), (155, 187, 89), (128, 100, 162),
    (75, 172, 198), (247, 150, 70), (0, 0, 255), (128, 0, 128),
)  # fmt: skip
_PALET = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF " * 2 + "800000 008000 000080 808000 800080 008080 C0C0C0 "
    "808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 "
    "0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 "
    "969696 003366 339966 003300 333300 993300 993366 333399 333333"
).split()
#: The character set of fonts of symbols; how much smaller raised or lowered letters are.
_SYMBOL_CHARSET, _SUPER_SUB = 2, 0.58
#: Below this contrast (WCAG) a text is not seen on its ground; light grey on white has 1.6.
_CONTRAST = 1.3
#: Steps from one colour of a gradient to the next; less than that contrast apart.
_HUE = 16
#: Smaller letters are not read; of larger ones a row shows but a slice.
_SMALLEST_LETTERS, _LARGEST_LETTERS = 4.0, 96.0
_FORMAT_COLOURS = {
    "black": (0, 0, 0), "white": (255, 255, 255), "red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255),
    "yellow": (255, 255, 0), "magenta": (255, 0, 255), "cyan": (0, 255, 255),
}  # fmt: skip


#: Patterns of which more is in their first colour than in their second.
_DARK_PATTERN = r"dark\w+|mediumGray"
#: The patterns of a ground by number, as the binary formats have them.
PATTERNS = (
    "none", "solid", "mediumGray", "darkGray", "lightGray", "darkHorizontal", "darkVertical", "darkDown", "darkUp",
    "darkGrid", "darkTrellis", "lightHorizontal", "lightVertical", "lightDown", "lightUp", "lightGrid", "lightTrellis",
    "gray125", "gray0625",
)  # fmt: skip


class Font(NamedTuple):
    """A font's colour (None for automatic), why its text is not what it seems ("" for none), its size in points."""

    warna: Rgb | None
    samar: str
    ukuran: float = 11.0


class Theme(NamedTuple):
    """Colours of a theme by the index that styles use, and those of its font schemes that are fonts of symbols.

    ``lain`` are the colours, by index, that the system's were when the theme was written, where these are others.
    """

    warna: tuple[Rgb, ...]
    simbol: frozenset[str] = frozenset()
    lain: Mapping[str, Rgb] = _NO_OTHERS


def set_once(element: FontElements, name: str, attributes: dict[str, str]) -> None:
    """Note an element of a font or of another part of a style.

    Raises ``Damaged`` for one that stands there twice and says two things.
    """
    if element.setdefault(name, attributes) != attributes:
        raise Damaged(f"satu huruf atau gaya menyebut {name[:20]} dua kali")


class Palette:
    """Colours and fonts as the attributes of styles and of runs of text name them."""

    def __init__(self, theme: Theme, colours: Sequence[str]) -> None:
        self._tema = theme
        # Where its own colours end, the usual ones go on.
        self._warna = [*colours, *_PALET[len(colours) :]] if colours else []

    @classmethod
    def of_colors(cls, colours: Sequence[str]) -> "Palette":
        """The palette of a workbook with these colours by index and the usual theme."""
        return cls(USUAL_THEME, colours)

    def font(self, font: FontElements) -> Font:
        """What the elements of a font come to."""
        name = font.get("name", {}).get("val", "")
        symbol = is_symbol(name) or font.get("scheme", {}).get("val") in self._tema.simbol
        symbol = symbol or whole_number(font.get("charset", {}).get("val", "1")) == _SYMBOL_CHARSET
        faint = f"huruf simbol {name[:30]}" if symbol else ""
        size = decimal_number(font.get("sz", {}).get("val", "11"))
        if font.get("vertAlign", {}).get("val") in ("superscript", "subscript"):
            size *= _SUPER_SUB
        if not _SMALLEST_LETTERS <= size <= _LARGEST_LETTERS:
            faint = f"huruf terlalu {'kecil' if size < _SMALLEST_LETTERS else 'besar'} untuk dibaca"
        if self.other_colors(font.get("color")):
            faint = "huruf yang warnanya ditulis dua cara"
        if "strike" in font and truth(font["strike"].get("val"), usual=True):
            faint = "huruf dicoret"
        return Font(self.color(font.get("color")), faint, size)

    def format(self, code: str) -> str:
        """The number format *code* with the workbook's own colours in place of their numbers."""
        if not self._warna or "[" not in code:
            return code
        return re.sub(_NUMBERED_COLOUR, lambda m: f"[#{item_at(self._warna, str(int(m[1]) + 7), BLACK_TEXT)}]", code)

    def color(self, attributes: dict[str, str] | None) -> Rgb | None:
        """The colour that the attributes of a colour element name; None for automatic."""
        if attributes is None:
            return None
        return next((w for way in _COLOUR_KINDS if (w := self._one(attributes, way)) is not None), None)

    def other_colors(self, attributes: dict[str, str] | None) -> list[Rgb]:
        """What other colours than :meth:`color` some program may take the same attributes for."""
        if attributes is None:
            return []
        if (text := attributes.get("rgb")) is not None and not is_colour(text):
            # Programs take what they can of it.
            return [BLACK, WHITE]
        if "indexed" in attributes and not is_colour(self._indexed(attributes["indexed"])):
            return [BLACK, WHITE]
        if not (len(attributes) > 1 or self._tema.lain):
            return []
        every = [w for way in _COLOUR_KINDS if (w := self._one(attributes, way)) is not None]
        if every and truth(attributes.get("auto")):
            every.append(BLACK)
        if (other := self._tema.lain.get(attributes.get("theme", ""))) is not None:
            every.append(_tint(other, attributes.get("tint", "0")))
        return [w for w in every[1:] if w != every[0]]

    def _one(self, attributes: dict[str, str], way: str) -> Rgb | None:
        """The colour by one of the ways to name one, None where that names none."""
        if way not in attributes:
            return None
        if way == "rgb":
            colour = read_rgb(attributes["rgb"])
        elif way == "theme":
            colour = item_at(self._tema.warna, attributes["theme"], BLACK)
        else:
            colour = read_rgb(self._indexed(attributes["indexed"]))
        return colour if colour is None or "tint" not in attributes else _tint(colour, attributes["tint"])

    def _indexed(self, number: str) -> str:
        """The colour of that number, as it is written."""
        number = str(whole_number(number))
        return _SYSTEM_INDEX.get(number) or item_at(self._warna or _PALET, number, BLACK_TEXT)


USUAL_THEME = Theme(_DEFAULT_THEME)


def usual_palette() -> Sequence[str]:
    """The colours of a workbook that names none of its own, by index."""
    return _PALET


def format_color(name: str) -> Rgb:
    """The colour that a number format names: by number of the usual palette, or as :meth:`Palette.format` does."""
    if name.startswith("#"):
        return read_rgb(name[1:]) or BLACK
    if name in _FORMAT_COLOURS:
        return _FORMAT_COLOURS[name]
    return read_rgb(item_at(_PALET, str(int(name.lstrip("colur ")) + 7), "000000")) or BLACK


def blends(letters: Rgb | None, background: Rgb | None, cell_background: Rgb) -> bool:
    """Whether a conditional format makes text vanish: its font on its own ground, or on the cell's."""
    return letters is not None and text_vanishes(letters, background or cell_background)


def pattern_grounds(pattern: str, front: Rgb | None, back: Rgb | None) -> tuple[Rgb, list[Rgb]]:
    """The ground that a pattern of two colours (None for automatic) gives, and what else of it letters stand on."""
    if pattern == "solid":
        # Automatic is black to one program, none to another.
        return front or WHITE, [BLACK] if front is None else []
    if pattern in ("none", ""):
        return WHITE, []
    return back or WHITE, [front or BLACK] if re.fullmatch(_DARK_PATTERN, pattern) else []


def text_vanishes(letters: Rgb, background: Rgb) -> bool:
    """Whether letters of that colour can't be seen on that ground."""
    a, b = sorted((_luminance(letters), _luminance(background)))
    return (b + 0.05) / (a + 0.05) < _CONTRAST


def shades(colours: Sequence[Rgb]) -> list[Rgb]:
    """*colours*, and what lies between each two that follow each other: the grounds of a gradient or a scale."""
    between = ((a, b, i) for a, b in pairwise(colours) for i in range(1, _HUE))
    return [*colours, *(_mix(a, b, i / _HUE) for a, b, i in between)]


def _mix(a: Rgb, b: Rgb, part: float) -> Rgb:
    x, y, z = (round(p + (q - p) * part) for p, q in zip(a, b, strict=True))
    return x, y, z


def some_vanish(letters: Iterable[Rgb], backgrounds: Iterable[Rgb]) -> bool:
    """Whether letters of one of these colours can't be seen on one of these grounds, in time for thousands of each."""
    # The nearest in brightness vanishes first.
    ordered = sorted(set(backgrounds), key=_luminance)
    bright = [_luminance(w) for w in ordered]
    near = ((h, ordered[max(0, (i := bisect(bright, _luminance(h))) - 1) : i + 1]) for h in set(letters))
    return any(text_vanishes(h, w) for h, every in near for w in every)


def _luminance(colours: Rgb) -> float:
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (x / 255 for x in colours))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _tint(colour: Rgb, tint: str) -> Rgb:
    """Lighter (above 0) or darker: the distance to white or black, as part of it."""
    t = max(-1.0, min(1.0, decimal_number(tint)))
    return _mix(colour, WHITE if t > 0 else BLACK, abs(t))


def read_rgb(text: str) -> Rgb | None:
    """A colour in hexadecimal digits; None for what is none."""
    if not is_colour(text):
        return None
    n = int(text[-6:], 16)
    return n >> 16, n >> 8 & 255, n & 255


def read_hex(text: str | None) -> Rgb | None:
    """A colour as documents of .ods write it ("#rrggbb", a sign that is no digit is nought); None for what is none."""
    return read_rgb(re.sub("[^0-9A-Fa-f]", "0", text[1:])) if text is not None and re.fullmatch("#.{6}", text) else None


def item_at(daftar: Sequence[T], number: str, other: T) -> T:
    """The item with that number, *other* where there is none; raises ``Damaged`` for what is no number."""
    return daftar[n] if 0 <= (n := whole_number(number)) < len(daftar) else other
