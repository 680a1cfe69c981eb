"""One reading of a sheet: the form of cells that is read one way, and the parser for all else.

A sheet in the form that spreadsheet programs write is proven to be so by a few passes of patterns and goes on
byte for byte. Any other is parsed as the standard says (ECMA-376 part 1, namespaces, markup compatibility) and
written anew in that form; what could be read in two ways is refused (``Damaged``) with its part and cell.
"""

import re

from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.package_xlsx import MAIN_NS
from zi_cli.worksheet.formats.plain_xlsx import OPENING, PlainSheet, PlainTexts, plain_sheet, plain_texts


def one_reading(
    content: bytes, part: str, text_count: int, *, cell_share: int = 0, formula: bool = False
) -> PlainSheet:
    """The sheet in the form that is read one way; raises ``Damaged`` naming *part* and the cell.

    *text_count* is the number of shared texts that cells may refer to (in a sheet that is plain it is the reading
    library that refuses others: see :func:`check_references`), *cell_share* the number of cells that each sheet may
    have without being measured: up to there blank cells that only have a style count as filled. With *formula* a
    sheet written anew keeps what its formulas say; reading values needs only that there is one.
    """
    sheet = plain_sheet(content, cell_share)
    if sheet is not None:
        return sheet
    from zi_cli.worksheet.formats.rewrite_xlsx import rewritten_sheet

    sheet = plain_sheet(
        OPENING + rewritten_sheet(content, part, text_count, formula=formula) + b"</worksheet>", cell_share
    )
    if sheet is None:
        raise Damaged(f"bagian {part[:80]}: susunan sel tidak dikenal")
    return sheet._replace(asli=False)


def check_references(content: bytes, part: str, text_count: int) -> None:
    """Raise ``Damaged`` naming *part* and the cell of a plain sheet that refers to a text that is not there."""
    for m in re.finditer(rb'<c r="([A-Z]+[0-9]+)"(?: s="[0-9]+"|) t="s"><v>([0-9]+)', content):
        if int(m[2]) >= text_count:
            raise Damaged(f"bagian {part[:80]}, sel {m[1].decode()}: nilai “{int(m[2])}” tidak berlaku")


def one_text_reading(content: bytes, part: str) -> PlainTexts:
    """The shared texts in the form that is read one way; raises ``Damaged``.

    The counts that the part itself states serve only to reserve memory and are left out.
    """
    ordinary = plain_texts(content)
    if ordinary is not None:
        return ordinary
    from zi_cli.worksheet.formats.rewrite_xlsx import rewritten_texts

    piece, count = rewritten_texts(content, part)
    return PlainTexts(f'<sst xmlns="{MAIN_NS[0]}">{piece}</sst>'.encode(), count, True)
