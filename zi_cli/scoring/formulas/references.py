"""The references in a formula's text: written as distances, moved, or in place of the names that stand for them."""

import re
from collections.abc import Callable, Mapping

from zi_cli.findings.record import column_letters

SHEET = r"(?:'(?:[^']|'')+'|[\w.\[\]]+)!"
REFERENCE = r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})"
#: Whole columns (K:M) and whole rows (7:9).
WHOLE_COLUMN = r"(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w(.!:])"
WHOLE_ROW = r"(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})(?![\w(.!:])"
_LITERAL = r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\''
_REFERENCE_TEXT = re.compile(
    rf"{_LITERAL}|(?<![\w.$:])(?:{WHOLE_COLUMN}|{WHOLE_ROW})|(?<![\w.$]){REFERENCE}(?![\w(.!])"
)
_NAME_TEXT = re.compile(rf"{_LITERAL}|(?<![\w.$!'\]])([^\W\d][\w.]*)(?![\w.(!:$\[])")
_NAME_MEANING = re.compile(
    rf"=?((?:{SHEET})(?:\$[A-Za-z]{{1,3}}\$[0-9]{{1,7}}(?::\$[A-Za-z]{{1,3}}\$[0-9]{{1,7}})?"
    r"|\$[A-Za-z]{1,3}:\$[A-Za-z]{1,3}|\$[0-9]{1,7}:\$[0-9]{1,7})|-?[0-9]+(?:\.[0-9]+)?%?)"
)

_Rewrite = Callable[[str, str], str]


def relative_text(text: str, row: int, column: int) -> str:
    """The formula with its references written as distances from its own cell: the same for formulas that are alike."""

    def column_part(fixed: str, letters: str) -> str:
        return f"{fixed}{letters if fixed else column_index(letters) - column}"

    def row_part(fixed: str, number: str) -> str:
        return number if fixed else f"[{int(number) - row}]"

    return _rewritten(text, column_part, row_part, "!")


def moved_text(text: str, row: int, column: int) -> str:
    """The formula as it reads once copied *row* rows down and *column* columns to the right."""

    def column_part(fixed: str, letters: str) -> str:
        return f"{fixed}{letters if fixed else column_letters(column_index(letters) + column)}"

    def row_part(fixed: str, number: str) -> str:
        return f"{fixed}{number if fixed else int(number) + row}"

    return _rewritten(text, column_part, row_part, "")


def _rewritten(text: str, pada_kolom: _Rewrite, pada_baris: _Rewrite, separator: str) -> str:
    """*text* with the column and the row of each reference rewritten (each from its "$" and its letters or number)."""

    def replaced(m: re.Match[str]) -> str:
        if m[2]:
            return f"{pada_kolom(m[1], m[2])}:{pada_kolom(m[3], m[4])}"
        if m[6]:
            return f"{pada_baris(m[5], m[6])}:{pada_baris(m[7], m[8])}"
        return f"{pada_kolom(m[9], m[10])}{separator}{pada_baris(m[11], m[12])}" if m[10] else m[0]

    return _REFERENCE_TEXT.sub(replaced, text)


def expand_names(text: str, sheet: str, names: Mapping[tuple[str, str], str]) -> str:
    """*text*, a formula on the sheet *sheet*, with defined names replaced by the fixed cells or number they stand for.

    A name that stands for anything else is left, and the formula can't be worked out.
    """
    if not names:
        return text

    def replaced(m: re.Match[str]) -> str:
        if m[1] is None:
            return m[0]
        key = m[1].upper()
        meaning = _NAME_MEANING.fullmatch(names.get((sheet, key), names.get(("", key), "")).strip())
        return f"({meaning[1]})" if meaning else m[0]

    return _NAME_TEXT.sub(replaced, text)


def column_index(letters: str) -> int:
    """Zero-based index of a column's letters, in either case."""
    n = 0
    for h in letters.upper():
        n = 26 * n + ord(h) - 64
    return n - 1
