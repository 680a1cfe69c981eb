"""What a register cell or an option says: dates, percentages, yes or no, SAKIP; never a guess."""

import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import isfinite
from typing import Any

from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.column_words import YA_TIDAK, accepted, choices
from zi_cli.text import ARTI_BULAN, canonical_name, cell_number, cuplik, rata, read_number, ringkas
from zi_cli.worksheet.cells import GALAT_RUMUS
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


_TAHUN = range(1990, 2101)
_TGL_KATA = re.compile(r"(\d{1,2})[\s-]+([A-Za-z]+)\.?[\s-]+(\d{4})")
_TGL_HBT = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
#: Two figures for a year: 25 may be a day as well, so it is asked for in full.
_TGL_DUA = re.compile(r"\d{1,2}(?:[/.-]\d{1,2}[/.-]|[\s-]+[A-Za-z]+\.?[\s-]+)\d{2}")
#: A year that comes first is followed by the month everywhere.
_TGL_ISO = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00)?)?")
#: Words alone: letters and digits, joined by blanks or hyphens.
_KATA = re.compile(r"[^\W_]+(?:[ -][^\W_]+)*\.?")
_TANDA_PERSEN = re.compile(r"(?:%|(?<=[\d ])persen)\Z", re.IGNORECASE)
_CACAH = re.compile(r"(\d{1,9})\s*(?:/|dari)\s*(\d{1,9})", re.IGNORECASE)


def cell_as_text(nilai: NilaiSel) -> str:
    """A cell as one line of text; whole numbers lose the ".0" a workbook gives them."""
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    if isinstance(nilai, int | float):
        # Not a number and infinity fail the comparison too, and print as they are.
        return ringkas(cell_number(nilai), 12) if abs(nilai) < 1e15 else f"{nilai:.0f}"
    if isinstance(nilai, datetime):
        return nilai.date().isoformat() if nilai.time() == time() else nilai.isoformat(" ")
    return rata(str(nilai))


def is_error(text: str) -> bool:
    """Whether a cell shows the error of a formula instead of a value ("#REF!")."""
    return text.casefold() in GALAT_RUMUS


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
        day = _tanggal_teks(nilai)
    else:
        raise InvalidValue("DAT513", nilai=cuplik(nilai), sebab="sel berisi angka, bukan tanggal")
    if day.year not in _TAHUN:
        raise InvalidValue("DAT513", nilai=cuplik(nilai), sebab=f"tahun {day.year} di luar 1990–2100")
    return day


def _tanggal_teks(text: str) -> date:
    clean = rata(text)
    if match := _TGL_ISO.fullmatch(clean):
        tahun, bulan, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _TGL_HBT.fullmatch(clean):
        day, bulan, tahun = int(match[1]), int(match[2]), int(match[3])
    elif (match := _TGL_KATA.fullmatch(clean)) and match[2].lower() in ARTI_BULAN:
        day, bulan, tahun = int(match[1]), ARTI_BULAN[match[2].lower()], int(match[3])
    else:
        two = _TGL_DUA.fullmatch(clean)
        reason = "tahunnya harus empat angka" if two else "bentuknya tidak dikenal"
        raise InvalidValue("DAT513", nilai=cuplik(clean), sebab=reason)
    try:
        return date(tahun, bulan, day)
    except ValueError:
        raise InvalidValue("DAT513", nilai=cuplik(clean), sebab="hari itu tidak ada di kalender") from None


def persen(nilai: NilaiSel) -> Persen:
    """A compliance figure, by rules that leave one meaning.

    "12/12" or "12 dari 12" are counts; "99,5%" or "99,5 persen" is a percentage; a bare number up to 1 is a ratio
    (what a percent-formatted cell holds, so 1 is 100 %), above 10 up to 100 a percentage.
    Raises :class:`InvalidValue`: DAT516 for a date (a spreadsheet turns 1/2 into one), DAT515 for
    anything above 100 %, between 1 and 10 (two meanings), or not a figure.
    """
    if isinstance(nilai, date | time | timedelta):
        raise InvalidValue("DAT516", nilai=cuplik(nilai))
    if isinstance(nilai, bool) or (isinstance(nilai, float) and not isfinite(nilai)):
        raise _bukan_persen(nilai, "bukan angka")
    if isinstance(nilai, int | float):
        return _persen_telanjang(cell_number(nilai), Fraction(1, 10**6), cell_as_text(nilai))
    text = rata(nilai)
    if match := _CACAH.fullmatch(text):
        return _persen_cacah(int(match[1]), int(match[2]), text)
    plain = _TANDA_PERSEN.sub("", text)
    marked = plain != text
    result = read_number(plain, lambda n: 0 <= n <= 100)
    if result is None:
        raise _bukan_persen(text, "bentuknya tidak dikenal")
    figure, digit = result
    setengah = Fraction(1, 2 * 10**digit)
    if not marked:
        return _persen_telanjang(figure, setengah, text)
    if figure < 0:
        raise _bukan_persen(text, "kurang dari 0")
    if figure > 100:
        raise _bukan_persen(text, "melebihi 100 %")
    return Persen(figure / 100, toleransi=setengah / 100, teks=text)


def _persen_cacah(done: int, whole: int, text: str) -> Persen:
    if done > whole:
        raise _bukan_persen(text, "melebihi 100 %")
    return Persen(Fraction(done, whole) if whole else None, done, whole, teks=text)


def _persen_telanjang(figure: Fraction, tolerance: Fraction, text: str) -> Persen:
    if figure < 0:
        raise _bukan_persen(text, "kurang dari 0")
    if figure <= 1:
        return Persen(figure, toleransi=tolerance, teks=f"{ringkas(figure * 100)} %")
    if figure > 100:
        raise _bukan_persen(text, "melebihi 100 %")
    if figure <= 10:
        raise _bukan_persen(text, "dapat berarti rasio atau persen")
    return Persen(figure / 100, toleransi=tolerance / 100, teks=f"{ringkas(figure)} %")


def _bukan_persen(nilai: object, reason: str) -> InvalidValue:
    return InvalidValue("DAT515", nilai=cuplik(nilai), sebab=reason)


def ya_tidak(nilai: NilaiSel, field: str = YA_TIDAK) -> bool:
    """Yes or no by the words that *field* accepts; raises :class:`InvalidValue` (DAT514) for anything else."""
    if isinstance(nilai, bool):
        return nilai
    meaning = {**accepted(YA_TIDAK), **accepted(field)}.get(_word(nilai))
    if meaning is None:
        raise InvalidValue(
            "DAT514", nilai=cuplik(nilai), pilihan=", ".join(dict.fromkeys((*choices(YA_TIDAK), *choices(field))))
        )
    return meaning == "ya"


def pilihan(nilai: NilaiSel, field: str) -> str:
    """The meaning of a word that *field* accepts; raises :class:`InvalidValue` (DAT514) for anything else."""
    meaning = None if isinstance(nilai, bool) else accepted(field).get(_word(nilai))
    if meaning is None:
        raise InvalidValue("DAT514", nilai=cuplik(nilai), pilihan=", ".join(choices(field)))
    return meaning


def _word(nilai: NilaiSel) -> str:
    """The levelled word of a cell; "" when a sign stands beside it, which makes it a doubt ("WBK?", "Ya*", "(WBK)")."""
    text = cell_as_text(nilai)
    return canonical_name(text) if _KATA.fullmatch(text) else ""


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
        raise InvalidValue("DAT518", nilai=cuplik(nilai), sebab="bukan 18 angka")
    return figure
