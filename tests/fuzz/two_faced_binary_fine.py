"""The old formats with two faces, by what [MS-XLS] and [MS-XLSB] say in their small print."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.fuzz.small_binary import Font, Line, Rule, Xf
from tests.fuzz.target import DML
from tests.fuzz.two_faced_fine import THEME_COLOURS

if TYPE_CHECKING:
    from tests.fuzz.two_faced_binary import Aim

Named = tuple[str, ...]


def _low_row(a: Aim, acak: Random) -> Named:
    """Letters higher than their row, or a line below them in a row of one."""
    ukuran, tinggi, isi = acak.choice(((72, 15, "Ya"), (40, 12, "Ya"), (18, 7, "Ya"), (11, 15, "Ya\n"), (20, 8, "Ya")))
    a.isi.nilai = isi
    a.lembar.baris[a.r] = Line(tinggi)
    return (*a.styled(font=Font(ukuran=ukuran)), "LKE154")


def _cut_number(a: Aim, acak: Random) -> Named:
    """A number as a text, of which its column, or the usual width of columns, shows a part."""
    a.isi.nilai = acak.choice(("100%", "0,95", "98.5%"))
    if acak.random() < 0.5:
        a.lembar.kolom[1, 4] = Line(2)
        return (a.sel, "LKE154")
    a.lembar.kolom = {(0, 0): Line(60)}
    a.lembar.lebar = 2
    return (a.sel, "LKE154")


def _known_format(a: Aim, acak: Random) -> Named:
    """A format that is known by its number alone."""
    return a.styled(Xf(format=acak.choice((5, 6, 14, 17, 20, 27, 30, 33, 36, 41, 42, 50, 57, 59, 61, 69, 71, 76, 81))))


OTHER_THEME = (
    f'<a:theme xmlns:a="{DML}" name="T"><a:themeElements><a:clrScheme name="T"><a:dk1>{{}}</a:dk1></a:clrScheme>'
    '<a:fontScheme name="T"><a:majorFont><a:latin typeface="Wingdings"/></a:majorFont><a:minorFont><a:latin '
    'typeface="Webdings"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
)
_BLACK = '<a:srgbClr val="000000"/>'


def _theme(a: Aim, acak: Random) -> Named:
    """A colour or font of the theme, or a colour by an index that the workbook gives another; of a .xls its palette."""
    if a.format == "xls":
        return a.styled(font=Font(warna="FEFEFE"))
    cara = acak.randrange(3)
    if cara == 0:
        a.buku.tema = OTHER_THEME.format(acak.choice(THEME_COLOURS))
        return (*a.styled(font=Font(warna="tema 1")), "LKE154")
    if cara == 1:
        a.buku.tema = OTHER_THEME.format(_BLACK)
        return (*a.styled(font=Font(skema=acak.choice((1, 2)))), "LKE154")
    a.buku.palet = ["FFFFFF"] * 64
    return (*a.styled(font=Font(warna=acak.choice(("indeks 8", "indeks 10", "indeks 63")))), "LKE154")


def _small_by_rule(a: Aim, acak: Random) -> Named:
    """A rule that makes letters too small or too large to be read."""
    daerah = (a.r, a.k, a.r, a.k)
    a.lembar.aturan.append(Rule(daerah, tinggi=acak.choice((20, 40, 8000))))
    return (a.sel, "LKE154")


FINE = (
    ("tema dan palet", _theme, False),
    ("ukuran menurut aturan", _small_by_rule, False),
    ("huruf di baris rendah", _low_row, False),
    ("teks angka terpotong", _cut_number, False),
    ("format menurut nomornya", _known_format, True),
)
