"""What a cell's raw value means as an answer: option, percentage, survey index or count."""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from zi_cli.worksheet.model import BELUM_DIHITUNG, NilaiSel

#: What people type for "nothing".
_TANPA_ISI = frozenset({"", "-", "--", "–", "—", "n/a", "na"})
_GALAT_RUMUS = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|GETTING_DATA|SPILL!|CALC!)", re.IGNORECASE)
_ANGKA = re.compile(r"([+-]?)([0-9]{1,30}(?:[.,][0-9]{1,30})*)")
_TOLERANSI_RASIO = Fraction(1, 1_000_000)
_SETENGAH_PERSEN = Fraction(1, 200)
_MENTAH_MAKS = 200


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
    def kosong(self) -> bool:
        """True for a cell with nothing in it (as opposed to something unusable)."""
        return self.nilai is None and self.masalah is None


KOSONG = Reading(None, None, None)


def is_filled(nilai: NilaiSel) -> bool:
    """Whether a cell holds anything, usable or not; "-" and "n/a" are what people type for nothing."""
    return nilai != "" and _bukan_isian(nilai) is not KOSONG


def rapikan(teks: str) -> str:
    """*teks* with compatible characters folded (full-width, no-break space) and spaces collapsed."""
    return " ".join(unicodedata.normalize("NFKC", teks).split())


def pecahan(angka: float | int) -> Fraction:
    """Exact value of a numeric cell as Excel shows it: its 15-significant-digit decimal."""
    return Fraction(angka) if isinstance(angka, int) else Fraction(f"{angka:.15g}")


def raw_text(nilai: NilaiSel) -> str | None:
    """The value as the user would say it was typed; None for a blank cell."""
    if isinstance(nilai, str):
        return (nilai[:_MENTAH_MAKS] or None) if nilai.strip() else None
    if isinstance(nilai, bool):
        return "TRUE" if nilai else "FALSE"
    if isinstance(nilai, int | float):
        return f"{nilai:.15g}"
    return str(nilai)


@lru_cache(maxsize=8192, typed=True)
def parse_option(nilai: NilaiSel, pilihan: tuple[str, ...]) -> Reading:
    """Read an answer among *pilihan* ("Ya", "Tidak" or letters); anything else is LKE201."""
    umum = _bukan_isian(nilai)
    if umum is not None:
        return umum
    mentah = raw_text(nilai)
    if isinstance(nilai, bool) and "Ya" in pilihan:
        return Reading("Ya" if nilai else "Tidak", None, mentah)
    if isinstance(nilai, str):
        bersih = rapikan(nilai).strip(" .()[]:;\"'“”‘’").casefold()
        for p in pilihan:
            if bersih == p.casefold():
                return Reading(p, None, mentah)
    return Reading(None, "LKE201", mentah)


@lru_cache(maxsize=8192, typed=True)
def parse_percent(nilai: NilaiSel) -> Reading:
    """Read a percentage as a ratio: 0–1 bare, or text with "%"; a bare number above 1 is LKE205.

    Text above 100 % is kept as it is (the scorer caps it).
    """
    umum = _bukan_isian(nilai)
    if umum is not None:
        return umum
    mentah = raw_text(nilai)
    if isinstance(nilai, bool):
        return Reading(None, "LKE214", mentah)
    if isinstance(nilai, int | float):
        angka, berpersen = pecahan(nilai), False
        toleransi = _toleransi_rasio(angka)
    else:
        teks = rapikan(str(nilai)).strip(" \"'“”")
        berpersen = teks.endswith("%")
        hasil = angka_teks(teks.rstrip("% "))
        if hasil is None:
            return Reading(None, "LKE214", mentah)
        angka, toleransi = hasil
        # "1" and "0,9" may be 100 % and 90 %, shown by a cell's format: never wider than half a percent.
        toleransi = toleransi if berpersen else min(toleransi, _SETENGAH_PERSEN)
    if angka < 0:
        return Reading(None, "LKE214", mentah)
    if berpersen:
        return Reading(angka / 100, None, mentah, toleransi / 100)
    if angka > 1:
        # The number is kept for the comparison with the counts, which may explain it.
        return Reading(angka, "LKE205", mentah, toleransi)
    return Reading(angka, None, mentah, toleransi)


def _toleransi_rasio(rasio: Fraction) -> Fraction:
    """Half a unit of the last digit of a *rasio* written with two to four decimals; of one with more, 1e-6."""
    for desimal in (2, 3, 4):
        if (rasio * 10**desimal).denominator == 1:
            return Fraction(1, 2 * 10**desimal)
    return _TOLERANSI_RASIO


@lru_cache(maxsize=8192, typed=True)
def parse_survey(nilai: NilaiSel, maksimum: Fraction) -> Reading:
    """Read a survey index 0 to *maksimum*; LKE209 when outside, LKE215 when not a number."""
    umum = _bukan_isian(nilai)
    if umum is not None:
        return umum
    mentah = raw_text(nilai)
    angka: Fraction | None = None
    if isinstance(nilai, int | float) and not isinstance(nilai, bool):
        angka = pecahan(nilai)
    elif isinstance(nilai, str):
        hasil = angka_teks(rapikan(nilai).strip(" \"'“”"))
        angka = hasil[0] if hasil else None
    if angka is None:
        return Reading(None, "LKE215", mentah)
    if not 0 <= angka <= maksimum:
        return Reading(None, "LKE209", mentah)
    return Reading(angka, None, mentah)


@lru_cache(maxsize=8192, typed=True)
def parse_count(nilai: NilaiSel) -> Reading:
    """Read a count: a whole number from 0 up; anything else is LKE210."""
    umum = _bukan_isian(nilai)
    if umum is not None:
        return umum
    mentah = raw_text(nilai)
    angka: Fraction | None = None
    if isinstance(nilai, int | float) and not isinstance(nilai, bool):
        angka = pecahan(nilai)
    elif isinstance(nilai, str):
        hasil = angka_teks(rapikan(nilai).strip(" \"'“”"), ribuan=True)
        angka = hasil[0] if hasil else None
    if angka is None or angka < 0 or angka.denominator != 1:
        return Reading(None, "LKE210", mentah)
    return Reading(angka, None, mentah)


def angka_teks(teks: str, *, ribuan: bool = False) -> tuple[Fraction, Fraction] | None:
    """A number as people write it, with half a unit of its last digit; None when it is none.

    "1.234,5" and "1,234.5" group thousands before the last separator; a lone separator is the
    decimal one, except that with *ribuan* (counts) dots between groups of three are thousands.
    """
    cocok = _ANGKA.fullmatch(teks)
    if cocok is None:
        return None
    tanda, badan = cocok[1], cocok[2]
    pemisah = [c for c in badan if c in ".,"]
    kelompok = re.split(r"[.,]", badan)
    ribuan_rapi = len(kelompok[0]) <= 3 and kelompok[0][0] != "0" and all(len(k) == 3 for k in kelompok[1:])
    if len(set(pemisah)) == 2:
        desimal = pemisah[-1]
        if pemisah.count(desimal) > 1 or not all(len(k) == 3 for k in kelompok[1:-1]):
            return None
        utuh, pecah = "".join(kelompok[:-1]), kelompok[-1]
    elif len(pemisah) > 1 or (ribuan and ribuan_rapi and pemisah == ["."]):
        if not ribuan_rapi:
            return None
        utuh, pecah = "".join(kelompok), ""
    else:
        utuh, pecah = kelompok[0], kelompok[1] if pemisah else ""
    angka = Fraction(int(utuh + pecah), 10 ** len(pecah))
    return (-angka if tanda == "-" else angka), Fraction(1, 2 * 10 ** len(pecah))


def angka_sel(nilai: NilaiSel) -> Fraction | None:
    """A number in a cell, numeric or as text, exact; None when it is none."""
    if isinstance(nilai, bool):
        return None
    if isinstance(nilai, int | float):
        return pecahan(nilai) if isfinite(nilai) else None
    if isinstance(nilai, str):
        teks = rapikan(nilai)
        hasil = angka_teks(teks.rstrip("% "))
        return None if hasil is None else hasil[0] / (100 if teks.endswith("%") else 1)
    return None


def _bukan_isian(nilai: NilaiSel) -> Reading | None:
    """Blank cells, formula errors, formulas never calculated, and dates: alike for every answer type."""
    if isinstance(nilai, str):
        if nilai == BELUM_DIHITUNG:
            return Reading(None, "LKE112", None)
        bersih = rapikan(nilai)
        if bersih.casefold() in _TANPA_ISI:
            return KOSONG
        if _GALAT_RUMUS.fullmatch(bersih):
            return Reading(None, "LKE212", raw_text(nilai))
        return None
    if isinstance(nilai, int | float):
        return None if isfinite(nilai) else Reading(None, "LKE212", raw_text(nilai))
    return Reading(None, "LKE213", raw_text(nilai))
