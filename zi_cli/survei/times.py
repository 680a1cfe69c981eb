"""Points in time as exports write them. Day and month are never guessed: a whole column decides, or nobody."""

import re
from array import array
from datetime import date, datetime, time, timedelta
from typing import Literal

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import MONTH_BY_WORD

Urutan = Literal["dmy", "mdy"]

_TIME_OF_DAY = r"(?:[ T,]+(?:pukul |jam )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?"
_TIMEZONE = r"\s*(?:Z|WIB|WITA|WIT|(?:GMT|UTC)?\s*[+-]\d{1,2}:?(?:\d{2})?|GMT|UTC)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME_OF_DAY}{_TIMEZONE}")
_NUMERIC_DATE = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME_OF_DAY}{_TIMEZONE}")
_DAY_MONTH = re.compile(
    rf"(?:[A-Za-z'’]+,? )?(\d{{1,2}})[-/ ]([A-Za-z]{{3,9}})\.?[-/ ,]+(\d{{4}}|\d{{2}}){_TIME_OF_DAY}{_TIMEZONE}"
)
_MONTH_DAY = re.compile(rf"(?:[A-Za-z]+, )?([A-Za-z]{{3,9}})\.? (\d{{1,2}}),? (\d{{4}}){_TIME_OF_DAY}{_TIMEZONE}")
_SERIAL_START, _AWAL_UNIX = datetime(1899, 12, 30), datetime(1970, 1, 1)
#: Days from 30 December 1899 that may be a date of a survey: 2000 to 2099.
_SERIAL_RANGE = (36_526, 73_050)


class Readings(NamedTuple):
    """What a cell may mean as day-month-year and as month-day-year; None where it can't be read so."""

    dmy: datetime | None
    mdy: datetime | None


_NOTHING_READ = Readings(None, None)


def read_time(cell: str | float | datetime, shift: int = 0) -> Readings:
    """Both readings of a cell; *shift* is the sheet's epoch in days (see ``SheetRows``)."""
    if isinstance(cell, datetime):
        plain = cell.replace(tzinfo=None)
        return Readings(plain, plain)
    if isinstance(cell, float):
        day = cell + shift
        if not _SERIAL_RANGE[0] <= day < _SERIAL_RANGE[1]:
            return Readings(None, None)
        moment = _SERIAL_START + timedelta(seconds=round(day * 86_400))
        return Readings(moment, moment)
    text = " ".join(cell.split())[:80]
    if match := _ISO.fullmatch(text):
        one = _make(match[1], match[2], match[3], match.groups()[3:])
        return Readings(one, one)
    if match := _NUMERIC_DATE.fullmatch(text):
        hour = match.groups()[3:]
        return Readings(_make(match[3], match[2], match[1], hour), _make(match[3], match[1], match[2], hour))
    if match := _DAY_MONTH.fullmatch(text):
        one = _make(match[3], MONTH_BY_WORD.get(match[2].lower()), match[1], match.groups()[3:])
        return Readings(one, one)
    if match := _MONTH_DAY.fullmatch(text):
        one = _make(match[3], MONTH_BY_WORD.get(match[1].lower()), match[2], match.groups()[3:])
        return Readings(one, one)
    return Readings(None, None)


def _make(tahun: str, bulan: str | int | None, day: str, hours: tuple[str | None, ...]) -> datetime | None:
    pukul, minutes, detik, paruh = hours
    j = int(pukul or 0)
    if paruh:
        if not 1 <= j <= 12:
            return None
        j = j % 12 + (12 if paruh[0] in "Pp" else 0)
    t = int(tahun)
    t += 2000 if t < 100 else 0
    if bulan is None or not 2000 <= t <= 2099:
        return None
    try:
        return datetime(t, int(bulan), int(day), j, int(minutes or 0), int(detik or 0))
    except ValueError:
        return None


class Order(NamedTuple):
    """How a column writes its dates: ``urutan`` None when both readings fit and differ, or neither fits all cells.

    ``bertentangan`` tells the second case: some cells fit only one reading and some only the other.
    """

    urutan: Urutan | None
    bertentangan: bool


class TimeColumn:
    """The points in time of one column, in both readings, as seconds since 1970 (-1: can't be read so)."""

    def __init__(self) -> None:
        self.dmy, self.mdy = array("q"), array("q")

    def add(self, cell: str | float | datetime | None, shift: int = 0) -> None:
        """The next cell; *shift* is the sheet's epoch in days (see ``SheetRows``)."""
        for reading, moment in zip(
            (self.dmy, self.mdy), _NOTHING_READ if cell is None else read_time(cell, shift), strict=True
        ):
            reading.append(-1 if moment is None else int((moment - _AWAL_UNIX).total_seconds()))

    def order(self) -> Order:
        """Which reading the whole column allows; cells that can't be read at all do not count."""
        hanya_dmy = hanya_mdy = differing = False
        for dmy, mdy in zip(self.dmy, self.mdy, strict=True):
            if dmy != mdy:
                hanya_dmy |= mdy < 0
                hanya_mdy |= dmy < 0
                differing |= dmy >= 0 and mdy >= 0
        if hanya_dmy and hanya_mdy:
            return Order(None, True)
        if hanya_mdy:
            return Order("mdy", False)
        return Order("dmy" if hanya_dmy or not differing else None, False)

    def seconds(self, order: Urutan) -> "array[int]":
        """The column in one reading."""
        return self.dmy if order == "dmy" else self.mdy

    def unreadable(self, order: Urutan | None) -> list[int]:
        """Positions that can't be read so, or (None) in neither way."""
        dibaca = map(max, self.dmy, self.mdy) if order is None else self.seconds(order)
        return [i for i, w in enumerate(dibaca) if w < 0]

    def later(self, order: Urutan, day: date) -> list[int]:
        """Positions of what lies after *day*, read so."""
        end = (datetime.combine(day, time()) + timedelta(days=1) - _AWAL_UNIX).total_seconds()
        return [i for i, w in enumerate(self.seconds(order)) if w >= end]
