"""Colours and cell formats of the form, made once each, and heights of rows."""

from collections.abc import Iterable
from math import ceil
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

DARK_BLUE, BLUE, MID_BLUE, LIGHT_BLUE = "#1F3864", "#2F5597", "#B4C6E7", "#DCE6F4"
GREY, GREY_TEXT, LINE = "#F2F2F2", "#595959", "#BFBFBF"
INPUT_FILL, BLANK_FILL, WRONG_FILL, GREEN_FILL = "#FFFDF3", "#FFE699", "#F8CBAD", "#C6E0B4"
WRONG_TEXT, GREEN_TEXT = "#9C0006", "#375623"

_BASE: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "valign": "top"}

#: Look of each kind of row: fill, font colour, bold.
_ROW_STYLES: dict[str, dict[str, Any]] = {
    "komponen": {"bg_color": DARK_BLUE, "font_color": "#FFFFFF", "bold": True, "font_size": 11},
    "aspek": {"bg_color": BLUE, "font_color": "#FFFFFF", "bold": True},
    "area": {"bg_color": MID_BLUE, "bold": True},
    "sub": {"bg_color": LIGHT_BLUE, "bold": True},
    "kelompok": {"bg_color": GREY, "bold": True},
    "indikator": {},
    "jumlah": {"font_color": GREY_TEXT, "italic": True},
    "total": {"bg_color": DARK_BLUE, "font_color": "#FFFFFF", "bold": True, "font_size": 11},
}

WHOLE, TWO_DECIMALS, PERCENT, TEXT = "#,##0", "#,##0.00", "0.00%", "@"


def computed_fill(kind: str) -> str:
    """Fill of a computed cell in a row of kind *kind*: the row's own, grey where it has none."""
    return str(_ROW_STYLES[kind].get("bg_color", GREY))


class Gaya:
    """Formats of one workbook by their properties, so that equal ones are written once."""

    def __init__(self, book: Workbook) -> None:
        self._buku = book
        self._ada: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **trait: Any) -> Format:
        """The format with these properties on top of the base font."""
        key = tuple(sorted({**_BASE, **trait}.items()))
        if key not in self._ada:
            self._ada[key] = self._buku.add_format(dict(key))
        return self._ada[key]

    def plain(self, **trait: Any) -> Format:
        """A format of these properties alone, for conditional colours."""
        return self._buku.add_format(trait)

    def row(self, kind: str, **trait: Any) -> Format:
        """Format of a bordered cell in a row of kind *kind*."""
        return self(**{"border": 1, "border_color": LINE, **_ROW_STYLES[kind], **trait})

    def heading(self, **trait: Any) -> Format:
        """Format of a table heading."""
        return self(
            **{
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": DARK_BLUE,
                "border": 1,
                "border_color": "#FFFFFF",
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                **trait,
            }
        )

    def input_cell(self, **trait: Any) -> Format:
        """Format of a cell left open for the user."""
        return self(**{"border": 1, "border_color": LINE, "bg_color": INPUT_FILL, "locked": False, **trait})

    def table_cell(self, **trait: Any) -> Format:
        """Format of an ordinary bordered cell."""
        return self(**{"border": 1, "border_color": LINE, **trait})


#: Share of the point size an average letter is wide, and pixels of a column unit and of a point.
_LETTER_WIDTH, _COLUMN_PIXELS, _POINT_PIXELS = 0.475, 7, 96 / 72
_LINE_SPACING, _MARGIN, _MAX_HEIGHT = 1.28, 4.0, 400.0


def row_height(content: Iterable[tuple[str, float, float]]) -> float:
    """Height in points for cells given as (text, column width, font size in points)."""
    return min(
        _MAX_HEIGHT,
        max(_MARGIN + ceil(_line_count(t, width, letters) * letters * _LINE_SPACING) for t, width, letters in content),
    )


def _line_count(text: str, width: float, letters: float) -> int:
    muat = max(1, int(width * _COLUMN_PIXELS / (letters * _POINT_PIXELS * _LETTER_WIDTH)))
    return sum(len(wrap(t, muat)) or 1 for t in text.split("\n"))
