"""Cells of an .xlsx sheet that show results of another cell's formula: array formulas and tables of data."""

import re
from collections.abc import Iterator

from zi_cli.worksheet.formats.limits import SEL, LimitExceeded, ribuan
from zi_cli.worksheet.formats.plain_xlsx import column_number

_LARIK = re.compile(
    rb'<f(?= [^<>]*t="(?:array|dataTable)")[^<>]*? ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"'
)


def spilled(isi: bytes) -> Iterator[tuple[int, int]]:
    """One-based row and zero-based column of every cell in the range of such a formula of the sheet *isi*.

    Raises ``LimitExceeded`` when they are more than a workbook may have cells.
    """
    banyak = 0
    for k1, r1, k2, r2 in _LARIK.findall(isi):
        a, b, c, d = int(r1), column_number(k1.decode()) - 1, int(r2), column_number(k2.decode()) - 1
        banyak += max(c - a + 1, 0) * max(d - b + 1, 0)
        if banyak > SEL:
            raise LimitExceeded(f"rumus larik meliputi lebih dari {ribuan(SEL)} sel")
        yield from ((r, k) for r in range(a, c + 1) for k in range(b, d + 1))
