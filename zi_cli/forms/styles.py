"""Colours and cell formats of the form, made once each, and heights of rows."""

from collections.abc import Iterable
from math import ceil
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

BIRU_TUA, BIRU, BIRU_SEDANG, BIRU_MUDA = "#1F3864", "#2F5597", "#B4C6E7", "#DCE6F4"
ABU, ABU_TEKS, GARIS = "#F2F2F2", "#595959", "#BFBFBF"
ISIAN, KOSONG, SALAH, HIJAU = "#FFFDF3", "#FFE699", "#F8CBAD", "#C6E0B4"
TEKS_SALAH, TEKS_HIJAU = "#9C0006", "#375623"

_DASAR: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "valign": "top"}

#: Look of each kind of row: fill, font colour, bold.
_BARIS: dict[str, dict[str, Any]] = {
    "komponen": {"bg_color": BIRU_TUA, "font_color": "#FFFFFF", "bold": True, "font_size": 11},
    "aspek": {"bg_color": BIRU, "font_color": "#FFFFFF", "bold": True},
    "area": {"bg_color": BIRU_SEDANG, "bold": True},
    "sub": {"bg_color": BIRU_MUDA, "bold": True},
    "kelompok": {"bg_color": ABU, "bold": True},
    "indikator": {},
    "jumlah": {"font_color": ABU_TEKS, "italic": True},
    "total": {"bg_color": BIRU_TUA, "font_color": "#FFFFFF", "bold": True, "font_size": 11},
}

BULAT, DUA, PERSEN, TEKS = "#,##0", "#,##0.00", "0.00%", "@"


def computed_fill(kind: str) -> str:
    """Fill of a computed cell in a row of kind *kind*: the row's own, grey where it has none."""
    return str(_BARIS[kind].get("bg_color", ABU))


class Gaya:
    """Formats of one workbook by their properties, so that equal ones are written once."""

    def __init__(self, book: Workbook) -> None:
        self._buku = book
        self._ada: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **trait: Any) -> Format:
        """The format with these properties on top of the base font."""
        key = tuple(sorted({**_DASAR, **trait}.items()))
        if key not in self._ada:
            self._ada[key] = self._buku.add_format(dict(key))
        return self._ada[key]

    def polos(self, **trait: Any) -> Format:
        """A format of these properties alone, for conditional colours."""
        return self._buku.add_format(trait)

    def baris(self, kind: str, **trait: Any) -> Format:
        """Format of a bordered cell in a row of kind *kind*."""
        return self(**{"border": 1, "border_color": GARIS, **_BARIS[kind], **trait})

    def kepala(self, **trait: Any) -> Format:
        """Format of a table heading."""
        return self(
            **{
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": BIRU_TUA,
                "border": 1,
                "border_color": "#FFFFFF",
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                **trait,
            }
        )

    def isian(self, **trait: Any) -> Format:
        """Format of a cell left open for the user."""
        return self(**{"border": 1, "border_color": GARIS, "bg_color": ISIAN, "locked": False, **trait})

    def tabel(self, **trait: Any) -> Format:
        """Format of an ordinary bordered cell."""
        return self(**{"border": 1, "border_color": GARIS, **trait})


#: Share of the point size an average letter is wide, and pixels of a column unit and of a point.
_LEBAR_HURUF, _PIKSEL_KOLOM, _PIKSEL_TITIK = 0.475, 7, 96 / 72
_JARAK_BARIS, _TEPI, _TINGGI_MAKS = 1.28, 4.0, 400.0


def row_height(content: Iterable[tuple[str, float, float]]) -> float:
    """Height in points for cells given as (text, column width, font size in points)."""
    return min(
        _TINGGI_MAKS,
        max(_TEPI + ceil(_baris(t, width, letters) * letters * _JARAK_BARIS) for t, width, letters in content),
    )


def _baris(text: str, width: float, letters: float) -> int:
    muat = max(1, int(width * _PIKSEL_KOLOM / (letters * _PIKSEL_TITIK * _LEBAR_HURUF)))
    return sum(len(wrap(t, muat)) or 1 for t in text.split("\n"))
