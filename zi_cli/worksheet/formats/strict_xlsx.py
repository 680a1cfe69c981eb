"""One reading of a sheet: the form of cells that is read one way, and the parser for all else.

A sheet in the form that spreadsheet programs write is proven to be so by a few passes of patterns and goes on
byte for byte. Any other is parsed as the standard says (ECMA-376 part 1, namespaces, markup compatibility) and
written anew in that form; what could be read in two ways is refused (``Damaged``) with its part and cell.
"""

import re

from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.package_xlsx import UTAMA
from zi_cli.worksheet.formats.plain_xlsx import BUKA, PlainSheet, PlainTexts, plain_sheet, plain_texts


def one_reading(isi: bytes, bagian: str, jumlah_teks: int, *, bagian_sel: int = 0, rumus: bool = False) -> PlainSheet:
    """The sheet in the form that is read one way; raises ``Damaged`` naming *bagian* and the cell.

    *jumlah_teks* is the number of shared texts that cells may refer to (in a sheet that is plain it is the reading
    library that refuses others: see :func:`check_references`), *bagian_sel* the number of cells that each sheet may
    have without being measured: up to there blank cells that only have a style count as filled. With *rumus* a
    sheet written anew keeps what its formulas say; reading values needs only that there is one.
    """
    lembar = plain_sheet(isi, bagian_sel)
    if lembar is not None:
        return lembar
    from zi_cli.worksheet.formats.rewrite_xlsx import rewritten_sheet

    lembar = plain_sheet(BUKA + rewritten_sheet(isi, bagian, jumlah_teks, rumus=rumus) + b"</worksheet>", bagian_sel)
    if lembar is None:
        raise Damaged(f"bagian {bagian[:80]}: susunan sel tidak dikenal")
    return lembar._replace(asli=False)


def check_references(isi: bytes, bagian: str, jumlah_teks: int) -> None:
    """Raise ``Damaged`` naming *bagian* and the cell of a plain sheet that refers to a text that is not there."""
    for m in re.finditer(rb'<c r="([A-Z]+[0-9]+)"(?: s="[0-9]+"|) t="s"><v>([0-9]+)', isi):
        if int(m[2]) >= jumlah_teks:
            raise Damaged(f"bagian {bagian[:80]}, sel {m[1].decode()}: nilai “{int(m[2])}” tidak berlaku")


def one_text_reading(isi: bytes, bagian: str) -> PlainTexts:
    """The shared texts in the form that is read one way; raises ``Damaged``.

    The counts that the part itself states serve only to reserve memory and are left out.
    """
    biasa = plain_texts(isi)
    if biasa is not None:
        return biasa
    from zi_cli.worksheet.formats.rewrite_xlsx import rewritten_texts

    potongan, jumlah = rewritten_texts(isi, bagian)
    return PlainTexts(f'<sst xmlns="{UTAMA[0]}">{potongan}</sst>'.encode(), jumlah, True)
