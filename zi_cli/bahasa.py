"""Indonesian rendering of numbers and dates (decimal comma, "21 Maret 2025")."""

from datetime import date
from fractions import Fraction

BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def bulatkan(nilai: Fraction, digit: int) -> int:
    """*nilai* × 10^*digit*, rounded half away from zero, as a whole number."""
    atas, bawah = nilai.as_integer_ratio()
    bulat: int = (2 * abs(atas) * 10**digit + bawah) // (2 * bawah)
    return bulat if atas >= 0 else -bulat


def titik(nilai: Fraction, digit: int = 2) -> str:
    """*nilai* with *digit* decimals after a point, rounded half up: for JSON and CSV."""
    bulat = bulatkan(nilai, digit)
    if digit == 0:
        return str(bulat)
    utuh, pecahan = divmod(abs(bulat), 10**digit)
    return f"{'-' if bulat < 0 else ''}{utuh}.{pecahan:0{digit}d}"


def desimal(nilai: Fraction, digit: int = 2) -> str:
    """*nilai* with a decimal comma and *digit* decimals, rounded half up ("81,23")."""
    return titik(nilai, digit).replace(".", ",")


def ringkas(nilai: Fraction, digit: int = 6) -> str:
    """*nilai* with a decimal comma and no idle zeros ("2,5", "75", at most *digit* decimals)."""
    teks = desimal(nilai, digit)
    return teks.rstrip("0").rstrip(",") if "," in teks else teks


def tanggal(hari: date) -> str:
    """A date in words: "21 Maret 2025"."""
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"


def sebaris(teks: str) -> str:
    """*teks* fit for one line of a terminal: what can't be printed (control and escape characters) becomes "?"."""
    return teks if teks.isprintable() else "".join(c if c.isprintable() else "?" for c in teks)


def rata(teks: str) -> str:
    """*teks* as words on one line: what can't be printed, line ends included, separates words like a space."""
    return " ".join("".join(c if c.isprintable() else " " for c in teks).split())


def teks_jalur(nama: str) -> str:
    """The name of a file as text that can be written anywhere: bytes that are not valid text become ``\\xNN``."""
    try:
        bita = nama.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a character, which Windows allows in a name
        bita = nama.encode("utf-8", "surrogatepass")
    return bita.decode("utf-8", "backslashreplace")
