"""What a register cell or an option says: dates, percentages, yes or no, SAKIP; never a guess."""

import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import isfinite
from typing import Any

from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.column_words import YA_TIDAK, accepted, choices
from zi_cli.text import MONTH_BY_WORD, canonical_name, cell_number, excerpt, flattened, read_number, short_number
from zi_cli.worksheet.cells import FORMULA_ERRORS
from zi_cli.worksheet.model import NilaiSel


class InvalidValue(ValueError):
    """A cell that can't be used: the DAT5xx code of the finding and the fields of its message."""

    def __init__(self, code: str, **content: Any) -> None:
        super().__init__(code)
        self.kode = code
        self.isi = content


class Persen(NamedTuple):
    """A compliance figure as a ratio 0 to 1; ``nilai`` is None for 0/0 (nobody, nothing to do).

    ``selesai`` and ``seluruh`` are the counts when it was written as counts. ``toleransi`` is
    half a unit of the last written digit, as a ratio: 0 for counts.
    """

    nilai: Fraction | None
    selesai: int | None = None
    seluruh: int | None = None
    toleransi: Fraction = Fraction(0)
    teks: str = ""


_YEARS = range(1990, 2101)
_DATE_IN_WORDS = re.compile(r"(\d{1,2})[\s-]+([A-Za-z]+)\.?[\s-]+(\d{4})")
_DATE_DMY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
#: Two figures for a year: 25 may be a day as well, so it is asked for in full.
_DATE_TWO_DIGITS = re.compile(r"\d{1,2}(?:[/.-]\d{1,2}[/.-]|[\s-]+[A-Za-z]+\.?[\s-]+)\d{2}")
#: A year that comes first is followed by the month everywhere.
_DATE_ISO = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00)?)?")
#: Words alone: letters and digits, joined by blanks or hyphens.
_WORD = re.compile(r"[^\W_]+(?:[ -][^\W_]+)*\.?")
_PERCENT_SIGN = re.compile(r"(?:%|(?<=[\d ])persen)\Z", re.IGNORECASE)
_COUNTS = re.compile(r"(\d{1,9})\s*(?:/|dari)\s*(\d{1,9})", re.IGNORECASE)


def cell_as_text(nilai: NilaiSel) -> str:
    """A cell as one line of text; whole numbers lose the ".0" a workbook gives them."""
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    if isinstance(nilai, int | float):
        # Not a number and infinity fail the comparison too, and print as they are.
        return short_number(cell_number(nilai), 12) if abs(nilai) < 1e15 else f"{nilai:.0f}"
    if isinstance(nilai, datetime):
        return nilai.date().isoformat() if nilai.time() == time() else nilai.isoformat(" ")
    return flattened(str(nilai))


def is_error(text: str) -> bool:
    """Whether a cell shows the error of a formula instead of a value ("#REF!")."""
    return text.casefold() in FORMULA_ERRORS


def read_date(nilai: NilaiSel) -> date:
    """A date cell, or text "21 Maret 2025", "21 March 2025", "21/03/2025" (day first, always), "2025-03-21".

    Raises :class:`InvalidValue` (DAT513) for anything else: two-digit years, impossible days, bare
    numbers, years outside 1990 to 2100.
    """
    if isinstance(nilai, datetime):
        day = nilai.date()
    elif isinstance(nilai, date):
        day = nilai
    elif isinstance(nilai, str):
        day = _date_from_text(nilai)
    else:
        raise InvalidValue("DAT513", nilai=excerpt(nilai), sebab="sel berisi angka, bukan tanggal")
    if day.year not in _YEARS:
        raise InvalidValue("DAT513", nilai=excerpt(nilai), sebab=f"tahun {day.year} di luar 1990–2100")
    return day


def _date_from_text(text: str) -> date:
    clean = flattened(text)
    if match := _DATE_ISO.fullmatch(clean):
        tahun, bulan, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _DATE_DMY.fullmatch(clean):
        day, bulan, tahun = int(match[1]), int(match[2]), int(match[3])
    elif (match := _DATE_IN_WORDS.fullmatch(clean)) and match[2].lower() in MONTH_BY_WORD:
        day, bulan, tahun = int(match[1]), MONTH_BY_WORD[match[2].lower()], int(match[3])
    else:
        two = _DATE_TWO_DIGITS.fullmatch(clean)
        reason = "tahunnya harus empat angka" if two else "bentuknya tidak dikenal"
        raise InvalidValue("DAT513", nilai=excerpt(clean), sebab=reason)
    try:
        return date(tahun, bulan, day)
    except ValueError:
        raise InvalidValue("DAT513", nilai=excerpt(clean), sebab="hari itu tidak ada di kalender") from None


def read_percent(nilai: NilaiSel) -> Persen:
    """A compliance figure, by rules that leave one meaning.

    "12/12" or "12 dari 12" are counts; "99,5%" or "99,5 persen" is a percentage; a bare number up to 1 is a ratio
    (what a percent-formatted cell holds, so 1 is 100 %), above 10 up to 100 a percentage.
    Raises :class:`InvalidValue`: DAT516 for a date (a spreadsheet turns 1/2 into one), DAT515 for
    anything above 100 %, between 1 and 10 (two meanings), or not a figure.
    """
    if isinstance(nilai, date | time | timedelta):
        raise InvalidValue("DAT516", nilai=excerpt(nilai))
    if isinstance(nilai, bool) or (isinstance(nilai, float) and not isfinite(nilai)):
        raise _not_a_percent(nilai, "bukan angka")
    if isinstance(nilai, int | float):
        return _bare_percent(cell_number(nilai), Fraction(1, 10**6), cell_as_text(nilai))
    text = flattened(nilai)
    if match := _COUNTS.fullmatch(text):
        return _percent_of_counts(int(match[1]), int(match[2]), text)
    plain = _PERCENT_SIGN.sub("", text)
    marked = plain != text
    result = read_number(plain, lambda n: 0 <= n <= 100)
    if result is None:
        raise _not_a_percent(text, "bentuknya tidak dikenal")
    figure, digit = result
    setengah = Fraction(1, 2 * 10**digit)
    if not marked:
        return _bare_percent(figure, setengah, text)
    if figure < 0:
        raise _not_a_percent(text, "kurang dari 0")
    if figure > 100:
        raise _not_a_percent(text, "melebihi 100 %")
    return Persen(figure / 100, toleransi=setengah / 100, teks=text)


def _percent_of_counts(done: int, whole: int, text: str) -> Persen:
    if done > whole:
        raise _not_a_percent(text, "melebihi 100 %")
    return Persen(Fraction(done, whole) if whole else None, done, whole, teks=text)


def _bare_percent(figure: Fraction, tolerance: Fraction, text: str) -> Persen:
    if figure < 0:
        raise _not_a_percent(text, "kurang dari 0")
    if figure <= 1:
        return Persen(figure, toleransi=tolerance, teks=f"{short_number(figure * 100)} %")
    if figure > 100:
        raise _not_a_percent(text, "melebihi 100 %")
    if figure <= 10:
        raise _not_a_percent(text, "dapat berarti rasio atau persen")
    return Persen(figure / 100, toleransi=tolerance / 100, teks=f"{short_number(figure)} %")


def _not_a_percent(nilai: object, reason: str) -> InvalidValue:
    return InvalidValue("DAT515", nilai=excerpt(nilai), sebab=reason)


def read_yes_no(nilai: NilaiSel, field: str = YA_TIDAK) -> bool:
    """Yes or no by the words that *field* accepts; raises :class:`InvalidValue` (DAT514) for anything else."""
    if isinstance(nilai, bool):
        return nilai
    meaning = {**accepted(YA_TIDAK), **accepted(field)}.get(_word(nilai))
    if meaning is None:
        raise InvalidValue(
            "DAT514", nilai=excerpt(nilai), pilihan=", ".join(dict.fromkeys((*choices(YA_TIDAK), *choices(field))))
        )
    return meaning == "ya"


def read_choice(nilai: NilaiSel, field: str) -> str:
    """The meaning of a word that *field* accepts; raises :class:`InvalidValue` (DAT514) for anything else."""
    meaning = None if isinstance(nilai, bool) else accepted(field).get(_word(nilai))
    if meaning is None:
        raise InvalidValue("DAT514", nilai=excerpt(nilai), pilihan=", ".join(choices(field)))
    return meaning


def _word(nilai: NilaiSel) -> str:
    """The levelled word of a cell; "" when a sign stands beside it, which makes it a doubt ("WBK?", "Ya*", "(WBK)")."""
    text = cell_as_text(nilai)
    return canonical_name(text) if _WORD.fullmatch(text) else ""


def own_word(nilai: NilaiSel, field: str) -> str | None:
    """The meaning of a word that *field* accepts and that is no plain yes or no ("WBBM", "Belum layak"), else None."""
    word = _word(nilai)
    return None if word in accepted(YA_TIDAK) or word in accepted("ada") else accepted(field).get(word)


def plain_answer(nilai: NilaiSel) -> bool | None:
    """Whether a cell says plainly that there is something (True) or nothing (False); None when it says neither."""
    return {"ya": True, "tidak": False}.get(accepted("ada").get(_word(nilai), "")) if isinstance(nilai, str) else None


def nip(nilai: NilaiSel) -> str:
    """Eighteen digits, spaces dropped; raises :class:`InvalidValue` (DAT518), also for a numeric cell."""
    if isinstance(nilai, int | float) and not isinstance(nilai, bool):
        raise InvalidValue("DAT518", nilai=cell_as_text(nilai), sebab="tersimpan sebagai angka, digit akhirnya hilang")
    figure = "".join(cell_as_text(nilai).split())
    if len(figure) != 18 or not (figure.isascii() and figure.isdigit()):
        raise InvalidValue("DAT518", nilai=excerpt(nilai), sebab="bukan 18 angka")
    return figure
