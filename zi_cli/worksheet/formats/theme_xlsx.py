"""The theme of a workbook: its colours, and those of its fonts that are fonts of symbols."""

from collections.abc import Sequence

from zi_cli.worksheet.formats.limits import parse_xml, remembered
from zi_cli.worksheet.formats.package_xlsx import MC
from zi_cli.worksheet.formats.palette_xlsx import (
    BLACK,
    COLOUR_NAMES,
    USUAL_THEME,
    WHITE,
    Palette,
    Rgb,
    Theme,
    read_rgb,
)
from zi_cli.worksheet.formats.symbol_fonts import is_symbol

_NAMESPACES = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_COLOURS, _FONTS = ("theme", "themeElements", "clrScheme"), ("theme", "themeElements", "fontScheme")
#: The system's colours of windows.
_SYSTEM_COLOURS = {"window": "FFFFFF", "windowText": "000000"}
_FONT_NAMES = {"majorFont": "major", "minorFont": "minor"}


def themed_palette(theme: bytes | None, colours: Sequence[str] = ()) -> Palette:
    """The palette of a workbook with this theme part, None for none, and these colours by index, or the usual."""
    return Palette(read_theme(theme) if theme else USUAL_THEME, colours)


@remembered
def read_theme(content: bytes) -> Theme:
    """What a theme part says; raises ``Damaged`` or ``LimitExceeded`` for one that is no XML within the limits.

    Of a choice between versions of programs both sides are noted.
    """
    readers = _Reader()
    parse_xml(content, readers.begin, readers.end, lambda _: None, ruang_nama=True)
    every = tuple(readers.colours.get(n, b) for n, b in zip(COLOUR_NAMES, USUAL_THEME.warna, strict=True))
    return Theme(every, frozenset(readers.symbols), readers.others)


class _Reader:
    def __init__(self) -> None:
        self.colours: dict[str, Rgb] = {}
        self.symbols: set[str] = set()
        self.others: dict[str, Rgb] = {}
        self._path: list[str] = []

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        if space == MC:
            return
        self._path.append(name if space in _NAMESPACES else f"lain: {name}")
        match self._path[3:] if (*self._path[:3],) in (_COLOURS, _FONTS) else ():
            case [colour, _] if self._path[2] == "clrScheme":
                self._colour(colour, name, attributes)
            case [colour, _, _] if self._path[2] == "clrScheme":
                # It is worked out from another colour.
                self._other(colour, None)
            case [font, "latin"] if is_symbol(attributes.get("typeface", "")):
                self.symbols.add(_FONT_NAMES.get(font, ""))

    def end(self, element: str) -> None:
        if not element.startswith(f"{MC} "):
            self._path.pop()

    def _colour(self, name: str, kind: str, attributes: dict[str, str]) -> None:
        val = attributes.get("val", "")
        earlier = attributes.get("lastClr", val)
        present = read_rgb(_SYSTEM_COLOURS.get(val, earlier)) or BLACK
        if self.colours.setdefault(name, present) != present:
            self._other(name, present)
        if (w := read_rgb(earlier)) is not None and w != self.colours[name]:
            self._other(name, w)
        elif kind != "srgbClr" and val not in _SYSTEM_COLOURS:
            self._other(name, None)

    def _other(self, name: str, w: Rgb | None) -> None:
        """Another colour that *name* may be; None where it is worked out from others in a way not followed here."""
        if name in COLOUR_NAMES:
            known = self.colours.get(name, WHITE)
            self.others[str(COLOUR_NAMES.index(name))] = w or (BLACK if known == WHITE else WHITE)
