"""Indonesian forms of official letters: NIP, words for numbers, list letters, dates."""

import re
from datetime import date
from functools import cache

from zi_cli.text import BULAN

HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_KECIL = frozenset({"dan", "di", "ke", "dari", "untuk", "yang"})


def nip(teks: str) -> str:
    """An NIP of 18 digits spaced 8-6-1-3; any other text is left as it is."""
    angka = re.sub(r"[\s.\-]", "", teks)
    if len(angka) == 18 and angka.isdigit():
        return f"{angka[:8]} {angka[8:14]} {angka[14]} {angka[15:]}"
    return teks.strip()


@cache
def terbilang(bilangan: int) -> str:
    """A whole number in Indonesian words: 21 is "dua puluh satu"."""
    from num2words import num2words

    # num2words 0.5.14 writes 1001000 as "satu juta satu ribu".
    return re.sub(r"\b(juta|miliar|triliun) satu ribu\b", r"\1 seribu", str(num2words(bilangan, lang="id")))


def hari(tanggal: date) -> str:
    """Name of the day of the week."""
    return HARI[tanggal.weekday()]


def bulan(tanggal: date) -> str:
    """Name of the month."""
    return BULAN[tanggal.month - 1]


def list_letter(nomor: int) -> str:
    """List letter of item *nomor*, counted from 1: a … z, aa, ab …"""
    huruf = ""
    while nomor > 0:
        nomor, sisa = divmod(nomor - 1, 26)
        huruf = chr(97 + sisa) + huruf
    return huruf


def title_capitals(teks: str) -> str:
    """Title capitals as in EYD: every word but particles; letters already capital stay."""

    def kata(m: re.Match[str]) -> str:
        k = m.group(0)
        return k if k in _KECIL and m.start() > 0 else k[0].upper() + k[1:]

    return re.sub(r"[^\W\d_]+", kata, teks)
