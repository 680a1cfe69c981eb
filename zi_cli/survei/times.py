"""Points in time as exports write them. Day and month are never guessed: a whole column decides, or nobody."""

import re
from array import array
from datetime import datetime, timedelta
from typing import Literal

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import ARTI_BULAN

Urutan = Literal["dmy", "mdy"]

_JAM = r"(?:[ T,]+(?:pukul |jam )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?"
_ZONA = r"\s*(?:Z|WIB|WITA|WIT|(?:GMT|UTC)?\s*[+-]\d{1,2}:?(?:\d{2})?|GMT|UTC)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_JAM}{_ZONA}")
_ANGKA = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_JAM}{_ZONA}")
_HARI_BULAN = re.compile(
    rf"(?:[A-Za-z'’]+,? )?(\d{{1,2}})[-/ ]([A-Za-z]{{3,9}})\.?[-/ ,]+(\d{{4}}|\d{{2}}){_JAM}{_ZONA}"
)
_BULAN_HARI = re.compile(rf"(?:[A-Za-z]+, )?([A-Za-z]{{3,9}})\.? (\d{{1,2}}),? (\d{{4}}){_JAM}{_ZONA}")
_AWAL_SERI, _AWAL_UNIX = datetime(1899, 12, 30), datetime(1970, 1, 1)
#: Days from 30 December 1899 that may be a date of a survey: 2000 to 2099.
_SERI = (36_526, 73_050)


class Readings(NamedTuple):
    """What a cell may mean as day-month-year and as month-day-year; None where it can't be read so."""

    dmy: datetime | None
    mdy: datetime | None


_BUTA = Readings(None, None)


def read_time(sel: str | float | datetime, geser: int = 0) -> Readings:
    """Both readings of a cell; *geser* is the sheet's epoch in days (see ``SheetRows``)."""
    if isinstance(sel, datetime):
        polos = sel.replace(tzinfo=None)
        return Readings(polos, polos)
    if isinstance(sel, float):
        hari = sel + geser
        if not _SERI[0] <= hari < _SERI[1]:
            return Readings(None, None)
        waktu = _AWAL_SERI + timedelta(seconds=round(hari * 86_400))
        return Readings(waktu, waktu)
    teks = " ".join(sel.split())[:80]
    if cocok := _ISO.fullmatch(teks):
        satu = _make(cocok[1], cocok[2], cocok[3], cocok.groups()[3:])
        return Readings(satu, satu)
    if cocok := _ANGKA.fullmatch(teks):
        jam = cocok.groups()[3:]
        return Readings(_make(cocok[3], cocok[2], cocok[1], jam), _make(cocok[3], cocok[1], cocok[2], jam))
    if cocok := _HARI_BULAN.fullmatch(teks):
        satu = _make(cocok[3], ARTI_BULAN.get(cocok[2].lower()), cocok[1], cocok.groups()[3:])
        return Readings(satu, satu)
    if cocok := _BULAN_HARI.fullmatch(teks):
        satu = _make(cocok[3], ARTI_BULAN.get(cocok[1].lower()), cocok[2], cocok.groups()[3:])
        return Readings(satu, satu)
    return Readings(None, None)


def _make(tahun: str, bulan: str | int | None, hari: str, jam: tuple[str | None, ...]) -> datetime | None:
    pukul, menit, detik, paruh = jam
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
        return datetime(t, int(bulan), int(hari), j, int(menit or 0), int(detik or 0))
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

    def add(self, sel: str | float | datetime | None, geser: int = 0) -> None:
        """The next cell; *geser* is the sheet's epoch in days (see ``SheetRows``)."""
        for bacaan, waktu in zip((self.dmy, self.mdy), _BUTA if sel is None else read_time(sel, geser), strict=True):
            bacaan.append(-1 if waktu is None else int((waktu - _AWAL_UNIX).total_seconds()))

    def order(self) -> Order:
        """Which reading the whole column allows; cells that can't be read at all do not count."""
        hanya_dmy = hanya_mdy = berbeda = False
        for dmy, mdy in zip(self.dmy, self.mdy, strict=True):
            if dmy != mdy:
                hanya_dmy |= mdy < 0
                hanya_mdy |= dmy < 0
                berbeda |= dmy >= 0 and mdy >= 0
        if hanya_dmy and hanya_mdy:
            return Order(None, True)
        if hanya_mdy:
            return Order("mdy", False)
        return Order("dmy" if hanya_dmy or not berbeda else None, False)

    def seconds(self, urutan: Urutan) -> "array[int]":
        """The column in one reading."""
        return self.dmy if urutan == "dmy" else self.mdy

    def unreadable(self, urutan: Urutan | None) -> list[int]:
        """Positions that can't be read so, or (None) in neither way."""
        dibaca = map(max, self.dmy, self.mdy) if urutan is None else self.seconds(urutan)
        return [i for i, w in enumerate(dibaca) if w < 0]
