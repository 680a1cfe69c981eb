"""Values of .xlsx sheets that are proven plain, taken straight from their bytes, without the reading library.

Only texts, numbers, and results of formulas that are numbers, in workbooks without formats of dates: whatever is less
ordinary is left to the library, and both give the same.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, compress

from zi_cli.worksheet.formats.limits import BARIS_EXCEL, KOLOM_EXCEL
from zi_cli.worksheet.formats.plain_xlsx import PlainSheet, PlainTexts, RowShape
from zi_cli.worksheet.formats.styles_xlsx import Styles
from zi_cli.worksheet.model import NilaiSel

#: A number format in which no program sees a date.
_TANPA_TANGGAL = re.compile(r'General|(?:"[^"dmyhsDMYHS]*"|\\[^A-Za-z]|[-0#?.,%@_()+*;$/ ])*')
_NILAI = re.compile(rb"<v>([^<]*+)")
_TEKS = re.compile(r"<t([^<]*+)</t>")
_UTUH = len(' xml:space="preserve">')
_RUJUKAN = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def plain_values(
    lembar: Sequence[PlainSheet], teks: PlainTexts | None, gaya: Styles
) -> list[list[list[NilaiSel]]] | None:
    """The rows of each sheet from cell A1 to the last that is filled; None when the library has to read them."""
    if not all(_TANPA_TANGGAL.fullmatch(f) for f in {s.format for s in gaya.xf}):
        return None
    bersama = [] if teks is None else _texts(teks.isi, teks.jumlah) if not teks.beragam else None
    hasil: list[list[list[NilaiSel]]] = []
    for satu in lembar:
        baris = None if bersama is None else _rows(satu, bersama)
        if baris is None:
            return None
        hasil.append(baris)
    return hasil


def _texts(isi: bytes, jumlah: int) -> list[str] | None:
    """The *jumlah* texts in *isi*; None when some letter there is a number, an escape, or an end of line of old."""
    # A single letter is found much faster than two, and two faster from the end.
    if any(isi.find(s[:1]) >= 0 and isi.rfind(s) >= 0 for s in (b"\r", b"&#", b"_x")):
        return None
    semua = isi.decode()
    # Each begins behind "<t", with its attribute: without one, blanks at its edges are not part of it.
    potongan = semua.split("</t></si><si><t")
    if len(potongan) == jumlah:
        potongan[0] = potongan[0].partition("<t")[2]
        potongan[-1] = potongan[-1].partition("</t>")[0]
    else:
        potongan = _TEKS.findall(semua)
    daftar = [p[1:].strip(" \t\n") if p[0] == ">" else p[_UTUH:] for p in potongan]
    return [_unescaped(t) if "&" in t else t for t in daftar] if "&" in semua else daftar


def _unescaped(teks: str) -> str:
    for rujukan, huruf in _RUJUKAN:
        teks = teks.replace(rujukan, huruf)
    return teks


def _rows(lembar: PlainSheet, bersama: Sequence[str]) -> list[list[NilaiSel]] | None:
    if lembar.bentuk is None or any(b">" in a or b"/" in a for a in lembar.atribut):
        return None
    isi = lembar.isi
    terisi = [b.terisi for b in lembar.bentuk if b.terisi is not None]
    if len(terisi) < len(lembar.bentuk):
        return None
    sendiri: list[str] | None = []
    if banyak := sum(len(t.sendiri) for t in terisi):
        sendiri = _texts(isi[isi.find(b"inlineStr") : isi.rfind(b"</is>")], banyak)
    if sendiri is None:
        return None
    try:
        angka = chain.from_iterable(t.angka for t in terisi)
        nilai = iter([float(v) if a else bersama[int(v)] for a, v in zip(angka, _NILAI.findall(isi), strict=True)])
    except (IndexError, ValueError):
        # A text that is not there, or no number: let the library say what it is.
        return None
    teks = iter(sendiri)
    lebar = max(t.lebar for t in terisi)
    nomor = [*_numbers(lembar.nomor, lembar.bentuk)]
    if 0 in lembar.nomor[:1] or lebar > KOLOM_EXCEL or max(nomor) > BARIS_EXCEL:
        return None
    hasil: list[list[NilaiSel]] = [
        [""] * lebar for _ in range(max(compress(nomor, (t.lebar for t in terisi)), default=0))
    ]
    for r, satu in zip(nomor, terisi, strict=True):
        if satu.lebar:
            baris = hasil[r - 1]
            # The columns go first: they end before a value is taken that belongs to the next row.
            for k, n in zip(satu.kolom, nilai, strict=False):
                baris[k] = n
            for k, s in zip(satu.sendiri, teks, strict=False):
                baris[k] = s
    return hasil


def _numbers(nomor: Sequence[int], bentuk: Sequence[RowShape]) -> Iterator[int]:
    """The number of the row that each shape is of; 0 where none comes after the rows without cells."""
    ke = 0
    for b in bentuk:
        ke += b.lewat
        yield nomor[ke] if ke < len(nomor) else 0
        ke += 1
