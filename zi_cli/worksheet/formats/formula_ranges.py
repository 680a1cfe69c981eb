"""Cells of an .xlsx sheet that show results of another cell's formula: array formulas and tables of data."""

import re
from collections.abc import Iterable, Iterator

from zi_cli.text import dotted
from zi_cli.worksheet.formats.limits import MAX_CELLS, Damaged, LimitExceeded
from zi_cli.worksheet.formats.plain_xlsx import column_number
from zi_cli.worksheet.formats.sheet_view import Place, Range

_ARRAY = rb'<f(?= [^<>]*t="(?:array|dataTable)")[^<>]*? ref="([^"]*)"'
_RANGE = rb"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?"


def spilled(content: bytes) -> Iterator[tuple[Place, Place]]:
    """Every cell in the range of such a formula of the sheet *content*, with the first of them.

    Rows count from one, columns from zero.

    Raises ``Damaged`` for a range that is none, ``LimitExceeded`` when they are more than a workbook may have cells.
    """
    # Words, not attributes: with letters that tags seldom have the search takes longer steps.
    if content.find(b"array") < 0 and content.find(b"dataTable") < 0:
        return
    yield from places(_ranges(content))


def _ranges(content: bytes) -> Iterator[Range]:
    for span in re.findall(_ARRAY, content):
        m = re.fullmatch(_RANGE, span)
        if m is None:
            raise Damaged(f"rentang rumus larik “{span[:20].decode('utf-8', 'replace')}” tidak berlaku")
        a, b = int(m[2]), column_number(m[1].decode()) - 1
        c, d = (int(m[4]), column_number(m[3].decode()) - 1) if m[3] else (a, b)
        yield a, b, c, d


def places(regions: Iterable[Range]) -> Iterator[tuple[Place, Place]]:
    """Every cell of these ranges of formulas, with the first of its range.

    Raises ``LimitExceeded`` when they are more than a workbook may have cells.
    """
    count = 0
    for a, b, c, d in regions:
        count += max(c - a + 1, 0) * max(d - b + 1, 0)
        if count > MAX_CELLS:
            raise LimitExceeded(f"rumus larik meliputi lebih dari {dotted(MAX_CELLS)} sel")
        yield from (((r, k), (a, b)) for r in range(a, c + 1) for k in range(b, d + 1))
