"""What a cell's raw value means as an answer: option, percentage, survey index or count."""

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import isfinite

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import cell_number, folded, read_number, shown
from zi_cli.worksheet.model import NOT_CALCULATED, NilaiSel

#: What people type for "nothing".
_NO_CONTENT = frozenset({"", "-", "--", "–", "—", "n/a", "na"})
#: What a formula that failed shows instead of a value, in lower case.
FORMULA_ERRORS = frozenset(
    ["#div/0!", "#n/a", "#name?", "#null!", "#num!", "#ref!", "#value!", "#getting_data", "#spill!", "#calc!"]
)
_RATIO_TOLERANCE = Fraction(1, 1_000_000)
_HALF_PERCENT = Fraction(1, 200)
_MAX_RAW = 200
#: What may surround a typed number.
_QUOTES = " \"'“”"


class Reading(NamedTuple):
    """The meaning of one cell.

    ``nilai``: the canonical option, or a number (a percentage as a ratio), or None. ``masalah``:
    the finding code of what is wrong, or None (a blank cell has neither). ``toleransi``: half a
    unit of the last written digit of a percentage, as a ratio.
    """

    nilai: str | Fraction | None
    masalah: str | None
    mentah: str | None
    toleransi: Fraction = Fraction(0)

    @property
    def is_blank(self) -> bool:
        """True for a cell with nothing in it (as opposed to something unusable)."""
        return self.nilai is None and self.masalah is None


BLANK = Reading(None, None, None)


def is_filled(nilai: NilaiSel) -> bool:
    """Whether a cell holds anything, usable or not; "-" and "n/a" are what people type for nothing."""
    return nilai != "" and _not_an_entry(nilai) is not BLANK


def tidy_cell(text: str) -> str:
    """*text* with compatible characters folded (full-width, no-break space) and spaces collapsed."""
    return " ".join(folded(text).split())


def raw_text(nilai: NilaiSel) -> str | None:
    """The value as the user would say it was typed; None for a blank cell."""
    if isinstance(nilai, str):
        return (nilai[:_MAX_RAW] or None) if nilai.strip() else None
    if isinstance(nilai, bool):
        return "TRUE" if nilai else "FALSE"
    if isinstance(nilai, int | float):
        return f"{nilai:.15g}"
    return str(nilai)


def shown_text(nilai: NilaiSel) -> str:
    """The value as people read it (:func:`zi_cli.text.shown`); "" for a blank cell."""
    return "" if isinstance(nilai, str) and not nilai.strip() else shown(nilai)[:_MAX_RAW]


@lru_cache(maxsize=8192, typed=True)
def parse_option(nilai: NilaiSel, choices: tuple[str, ...]) -> Reading:
    """Read an answer among *choices* ("Ya", "Tidak" or letters); anything else is LKE201."""
    common = _not_an_entry(nilai)
    if common is not None:
        return common
    raw = raw_text(nilai)
    if isinstance(nilai, bool) and "Ya" in choices:
        return Reading("Ya" if nilai else "Tidak", None, raw)
    if isinstance(nilai, str):
        clean = tidy_cell(nilai).strip(" .()[]:;\"'“”‘’").casefold()
        for p in choices:
            if clean == p.casefold():
                return Reading(p, None, raw)
    return Reading(None, "LKE201", raw)


@lru_cache(maxsize=8192, typed=True)
def parse_percent(nilai: NilaiSel) -> Reading:
    """Read a percentage as a ratio: 0–1 bare, or text with "%"; a bare number above 1 is LKE205.

    Text above 100 % is kept as it is (the scorer caps it).
    """
    common = _not_an_entry(nilai)
    if common is not None:
        return common
    raw = raw_text(nilai)
    if isinstance(nilai, bool):
        return Reading(None, "LKE214", raw)
    if isinstance(nilai, int | float):
        figure, berpersen = cell_number(nilai), False
        tolerance = _ratio_tolerance(figure)
    else:
        text = tidy_cell(str(nilai)).strip(_QUOTES)
        berpersen = text.endswith("%")
        result = read_number(text.removesuffix("%"), lambda n: 0 <= n <= (100 if berpersen else 1))
        if result is None:
            return Reading(None, "LKE214", raw)
        figure, tolerance = result[0], Fraction(1, 2 * 10 ** result[1])
        # "1" and "0,9" may be 100 % and 90 %, shown by a cell's format: never wider than half a percent.
        tolerance = tolerance if berpersen else min(tolerance, _HALF_PERCENT)
    if figure < 0:
        return Reading(None, "LKE214", raw)
    if berpersen:
        return Reading(figure / 100, None, raw, tolerance / 100)
    if figure > 1:
        # The number is kept for the comparison with the counts, which may explain it.
        return Reading(figure, "LKE205", raw, tolerance)
    return Reading(figure, None, raw, tolerance)


def _ratio_tolerance(ratio: Fraction) -> Fraction:
    """Half a unit of the last digit of a *ratio* written with two to four decimals; of one with more, 1e-6."""
    for desimal in (2, 3, 4):
        if (ratio * 10**desimal).denominator == 1:
            return Fraction(1, 2 * 10**desimal)
    return _RATIO_TOLERANCE


def _number(nilai: NilaiSel, masuk_akal: Callable[[Fraction], bool]) -> Fraction | None:
    """The number that a cell holds; of two ways to read a text the one that *masuk_akal*."""
    if isinstance(nilai, int | float) and not isinstance(nilai, bool):
        return cell_number(nilai)
    result = read_number(tidy_cell(nilai).strip(_QUOTES), masuk_akal) if isinstance(nilai, str) else None
    return result[0] if result else None


@lru_cache(maxsize=8192, typed=True)
def parse_survey(nilai: NilaiSel, maximum: Fraction) -> Reading:
    """Read a survey index 0 to *maximum*; LKE209 when outside, LKE215 when not a number."""
    common = _not_an_entry(nilai)
    if common is not None:
        return common
    raw, figure = raw_text(nilai), _number(nilai, lambda n: 0 <= n <= maximum)
    if figure is None:
        return Reading(None, "LKE215", raw)
    if not 0 <= figure <= maximum:
        return Reading(None, "LKE209", raw)
    return Reading(figure, None, raw)


@lru_cache(maxsize=8192, typed=True)
def parse_count(nilai: NilaiSel) -> Reading:
    """Read a count: a whole number from 0 up; anything else is LKE210."""
    common = _not_an_entry(nilai)
    if common is not None:
        return common
    raw, figure = raw_text(nilai), _number(nilai, lambda n: n.denominator == 1)
    if figure is None or figure < 0 or figure.denominator != 1:
        return Reading(None, "LKE210", raw)
    return Reading(figure, None, raw)


def cell_figure(nilai: NilaiSel) -> Fraction | None:
    """A figure of the sheet itself (points, percent), numeric or as text, exact; None when it is none.

    No such figure is above 100, so "81.234" is 81,234.
    """
    if isinstance(nilai, bool):
        return None
    if isinstance(nilai, int | float):
        return cell_number(nilai) if isfinite(nilai) else None
    if isinstance(nilai, str):
        text = tidy_cell(nilai)
        result = read_number(text.removesuffix("%"), lambda n: n <= 100)
        return None if result is None else result[0] / (100 if text.endswith("%") else 1)
    return None


def _not_an_entry(nilai: NilaiSel) -> Reading | None:
    """Blank cells, formula errors, formulas never calculated, and dates: alike for every answer type."""
    if isinstance(nilai, str):
        if nilai == NOT_CALCULATED:
            return Reading(None, "LKE112", None)
        clean = tidy_cell(nilai).casefold()
        if clean in _NO_CONTENT:
            return BLANK
        if clean in FORMULA_ERRORS:
            return Reading(None, "LKE212", raw_text(nilai))
        return None
    if isinstance(nilai, int | float):
        return None if isfinite(nilai) else Reading(None, "LKE212", raw_text(nilai))
    return Reading(None, "LKE213", raw_text(nilai))
