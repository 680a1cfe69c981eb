"""Indonesian forms of official letters: NIP, words for numbers, list letters, dates."""

import re
from datetime import date
from functools import cache

from zi_cli.text import MONTHS

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_SMALL_WORDS = frozenset({"dan", "di", "ke", "dari", "untuk", "yang"})


def nip(text: str) -> str:
    """An NIP of 18 digits spaced 8-6-1-3; any other text is left as it is."""
    figure = re.sub(r"[\s.\-]", "", text)
    if len(figure) == 18 and figure.isdigit():
        return f"{figure[:8]} {figure[8:14]} {figure[14]} {figure[15:]}"
    return text.strip()


@cache
def number_in_words(bilangan: int) -> str:
    """A whole number in Indonesian words: 21 is "dua puluh satu"."""
    from num2words import num2words

    # num2words 0.5.14 writes 1001000 as "satu juta satu ribu".
    return re.sub(r"\b(juta|miliar|triliun) satu ribu\b", r"\1 seribu", str(num2words(bilangan, lang="id")))


def day_name(tanggal: date) -> str:
    """Name of the day of the week."""
    return DAYS[tanggal.weekday()]


def month_name(tanggal: date) -> str:
    """Name of the month."""
    return MONTHS[tanggal.month - 1]


def list_letter(number: int) -> str:
    """List letter of item *number*, counted from 1: a … z, aa, ab …"""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def title_capitals(text: str) -> str:
    """Title capitals as in EYD: every word but particles; letters already capital stay."""

    def capital_word(m: re.Match[str]) -> str:
        k = m.group(0)
        return k if k in _SMALL_WORDS and m.start() > 0 else k[0].upper() + k[1:]

    return re.sub(r"[^\W\d_]+", capital_word, text)
