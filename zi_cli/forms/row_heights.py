"""Row heights: no program fits wrapped rows of a file it did not write itself, so they are estimated."""

from collections.abc import Iterable
from math import ceil
from textwrap import wrap

#: Share of the point size an average letter is wide, and pixels of a column unit and of a point.
_LEBAR_HURUF, _PIKSEL_KOLOM, _PIKSEL_TITIK = 0.475, 7, 96 / 72
_JARAK_BARIS, _TEPI, _TINGGI_MAKS = 1.28, 4.0, 400.0


def tinggi_baris(isi: Iterable[tuple[str, float, float]]) -> float:
    """Height in points for cells given as (text, column width, font size in points)."""
    return min(
        _TINGGI_MAKS, max(_TEPI + ceil(_baris(t, lebar, huruf) * huruf * _JARAK_BARIS) for t, lebar, huruf in isi)
    )


def _baris(teks: str, lebar: float, huruf: float) -> int:
    muat = max(1, int(lebar * _PIKSEL_KOLOM / (huruf * _PIKSEL_TITIK * _LEBAR_HURUF)))
    return sum(len(wrap(t, muat)) or 1 for t in teks.split("\n"))
