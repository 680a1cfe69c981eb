"""Values of .xlsx sheets that are proven plain, taken straight from their bytes, without the reading library.

Only texts, numbers, and results of formulas that are numbers, in workbooks without formats of dates: whatever is less
ordinary is left to the library, and both give the same.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, compress

from zi_cli.worksheet.formats.limits import EXCEL_COLUMNS, EXCEL_ROWS
from zi_cli.worksheet.formats.plain_xlsx import PlainSheet, PlainTexts, RowShape
from zi_cli.worksheet.formats.styles_xlsx import Styles
from zi_cli.worksheet.model import NilaiSel

#: A number format in which no program sees a date.
_NO_DATE = re.compile(r'General|(?:"[^"dmyhsDMYHS]*"|\\[^A-Za-z]|[-0#?.,%@_()+*;$/ ])*')
_VALUE = re.compile(rb"<v>([^<]*+)")
_TEXT = re.compile(r"<t([^<]*+)</t>")
_PRESERVED = len(' xml:space="preserve">')
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def plain_values(
    sheets: Sequence[PlainSheet], text: PlainTexts | None, style: Styles
) -> list[list[list[NilaiSel]]] | None:
    """The rows of each sheet from cell A1 to the last that is filled; None when the library has to read them."""
    if not all(_NO_DATE.fullmatch(f) for f in {s.format for s in style.xf}):
        return None
    shared = [] if text is None else _texts(text.isi, text.jumlah) if not text.beragam else None
    results: list[list[list[NilaiSel]]] = []
    for one in sheets:
        row = None if shared is None else _rows(one, shared)
        if row is None:
            return None
        results.append(row)
    return results


def _texts(content: bytes, count: int) -> list[str] | None:
    """The *count* texts in *content*; None when some letter there is a number, an escape, or an end of line of old."""
    every = _decoded(content)
    if every is None:
        return None
    # Each begins behind "<t", with its attribute: without one, blanks at its edges are not part of it.
    pieces = every.split("</t></si><si><t")
    if len(pieces) == count:
        pieces[0] = pieces[0].partition("<t")[2]
        pieces[-1] = pieces[-1].partition("</t>")[0]
    else:
        pieces = _TEXT.findall(every)
    return _written(pieces, every)


def _decoded(content: bytes) -> str | None:
    # A single letter is found much faster than two, and two faster from the end.
    if any(content.find(s[:1]) >= 0 and content.rfind(s) >= 0 for s in (b"\r", b"&#", b"_x")):
        return None
    return content.decode()


def _written(pieces: Sequence[str], every: str) -> list[str]:
    """The texts of which *pieces* are all that follows ``<t``; *every* has them all."""
    daftar = [p[1:].strip(" \t\n") if p[0] == ">" else p[_PRESERVED:] for p in pieces]
    return [_unescaped(t) if "&" in t else t for t in daftar] if "&" in every else daftar


def _unescaped(text: str) -> str:
    for reference, letters in _ENTITIES:
        text = text.replace(reference, letters)
    return text


def _rows(sheet: PlainSheet, shared: Sequence[str]) -> list[list[NilaiSel]] | None:
    if sheet.bentuk is None or any(b">" in a or b"/" in a for a in sheet.atribut):
        return None
    content = sheet.isi
    filled = [b.terisi for b in sheet.bentuk if b.terisi is not None]
    if len(filled) < len(sheet.bentuk):
        return None
    every = _decoded(sheet.teks)
    if every is None:
        return None
    own = _written(every.split("<"), every) if every else []
    if len(own) != sum(len(t.sendiri) for t in filled):
        return None
    try:
        figures = chain.from_iterable(t.angka for t in filled)
        nilai = iter([float(v) if a else shared[int(v)] for a, v in zip(figures, _VALUE.findall(content), strict=True)])
    except (IndexError, ValueError):
        # A text that is not there, or no number: let the library say what it is.
        return None
    texts = iter(own)
    width = max(t.lebar for t in filled)
    numbers = [*_numbers(sheet.nomor, sheet.bentuk)]
    if 0 in sheet.nomor[:1] or width > EXCEL_COLUMNS or max(numbers) > EXCEL_ROWS:
        return None
    results: list[list[NilaiSel]] = [
        [""] * width for _ in range(max(compress(numbers, (t.lebar for t in filled)), default=0))
    ]
    for r, one in zip(numbers, filled, strict=True):
        if one.lebar:
            row = results[r - 1]
            # The columns go first: they end before a value is taken that belongs to the next row.
            for k, n in zip(one.kolom, nilai, strict=False):
                row[k] = n
            for k, s in zip(one.sendiri, texts, strict=False):
                row[k] = s
    return results


def _numbers(numbers: Sequence[int], shapes: Sequence[RowShape]) -> Iterator[int]:
    """The number of the row that each shape is of; 0 where none comes after the rows without cells."""
    ke = 0
    for b in shapes:
        ke += b.lewat
        yield numbers[ke] if ke < len(numbers) else 0
        ke += 1
