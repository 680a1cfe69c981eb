"""Number formats that are known by their number alone, and those that show every number as itself."""

import re

from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.palette_xlsx import Palette

_CURRENCY, _ACCOUNTING = '"$"#,##{0}_);("$"#,##{0})', '_("{0}"* #,##{1}_);_("{0}"* (#,##{1});_("{0}"* "-"_);_(@_)'
_DATES = (*range(27, 32), 36, *range(50, 59), *range(71, 76), 78)
_TIMES = (*range(32, 36), 76, 77, *range(79, 82))
#: By number; some are other ones in other languages. Those of dates make dates, which are no answers.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);(#,##0)", 39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    59: "0", 60: "0.00", 61: "#,##0", 62: "#,##0.00", 67: "0%", 68: "0.00%", 69: "# ?/?", 70: "# ??/??",
    **dict.fromkeys((5, 6), _CURRENCY.format("0")), **dict.fromkeys((7, 8), _CURRENCY.format("0.00")),
    **{i: _ACCOUNTING.format("$" if i % 2 == 0 else "", "0" if i < 43 else "0.00") for i in range(41, 45)},
    **dict.fromkeys(_DATES, "m/d/yy"), **dict.fromkeys(_TIMES, "h:mm:ss"),
}  # fmt: skip
#: Formats that show a number as itself, to some decimal or to the whole number.
_ORDINARY_NUMBER = r"General|@|0|#,##0|(?:#,##)?0\.0+|0(?:\.0+)?%|0\.0+E\+0+"
#: Those of them that most cells have, for which no pattern is compiled.
_MOST_USUAL = frozenset({"General", "@", "0", "0.00", "#,##0", "#,##0.00", "0%", "0.00%"})
#: Formats of whole numbers.
WHOLE = frozenset({"0", "#,##0"})


def surest(number: int, written: str | None) -> str:
    """The format of that number, *written* in the file so or (None) known by its number alone.

    Some programs go by a number that they know, others by what is written: what shows less counts.
    """
    known = BUILT_IN.get(number)
    if written is None or known is None:
        return written or known or "General"
    return min(written, known, key=lambda f: is_ordinary(f) + (is_ordinary(f) and f not in WHOLE))


class Formats:
    """The number formats of a workbook in records, by number, in the colours of its palette."""

    def __init__(self, palette: Palette) -> None:
        self._palet = palette
        self._ada: dict[int, str] = {}

    def add(self, number: int, code: str) -> None:
        """Note a format; raises ``Damaged`` for a second one of its number that says something else."""
        code = self._palet.format(code)
        if self._ada.setdefault(number, code) != code:
            raise Damaged("satu nomor format ada dua kali")

    def get(self, number: int) -> str:
        """The format of that number."""
        return surest(number, self._ada.get(number))


def is_ordinary(format_: str) -> bool:
    """Whether a number format shows every number as itself, to some decimal or to the whole, and every text."""
    return format_ in _MOST_USUAL or re.fullmatch(_ORDINARY_NUMBER, format_) is not None
