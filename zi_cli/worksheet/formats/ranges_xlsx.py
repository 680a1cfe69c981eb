"""Ranges of cells and sizes of rows and columns, as attributes write them."""

import re
from math import isfinite, nan

from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.plain_xlsx import column_number
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, Range

_ONE_CELL = r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?"
_RANGE = f"{_ONE_CELL}(?::{_ONE_CELL})?"
_MAX_SIZE = 10_000.0


def ranges(text: str) -> list[Range]:
    """The ranges of an attribute such as "A1:B2 D4"."""
    return [*map(_range, text.split())]


def _range(text: str) -> Range:
    """One of them, whichever corner comes first; whole rows or columns are such, what is none may be anywhere."""
    m = re.fullmatch(_RANGE, text)
    if m is None or (":" in text and (bool(m[1]), bool(m[2])) != (bool(m[3]), bool(m[4]))):
        return EVERYTHING
    k1, r1, k2, r2 = m[1], m[2], m[3] or m[1], m[4] or m[2]
    if ":" not in text and not (k1 and r1):
        return EVERYTHING
    a, c = sorted((int(r1), int(r2))) if r1 else (EVERYTHING[0], EVERYTHING[2])
    b, d = sorted((column_number(k1) - 1, column_number(k2) - 1)) if k1 else (EVERYTHING[1], EVERYTHING[3])
    return a, b, c, d


def size(text: str | None, default: float) -> float:
    """A width or height as it is written, *default* where none is; raises ``Damaged`` for what is no number."""
    if text is None:
        return default
    try:
        nilai = float(text.replace("_", "x"))
    except ValueError:
        nilai = nan
    if not isfinite(nilai):
        raise Damaged(f"ukuran baris atau kolom “{text[:20]}” tidak berlaku")
    return min(max(nilai, 0.0), _MAX_SIZE)
