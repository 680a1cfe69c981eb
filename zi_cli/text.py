"""Words, numbers and dates as people read them (decimal comma, "21 Maret 2025"), and text made harmless."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

_TAK_TAMPAK = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
_TERLARANG_BERKAS = r'[<>:"/\\|?*\x00-\x1f]+'
_NAMA_PERANGKAT = frozenset({"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)})
_ANGKA = re.compile(r"(\d{1,12})(?:[.,](\d{1,12}))?")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def round_half_up(nilai: Fraction, digit: int) -> int:
    """*nilai* × 10^*digit*, rounded half away from zero, as a whole number."""
    atas, bawah = nilai.as_integer_ratio()
    bulat: int = (2 * abs(atas) * 10**digit + bawah) // (2 * bawah)
    return bulat if atas >= 0 else -bulat


def titik(nilai: Fraction, digit: int = 2) -> str:
    """*nilai* with *digit* decimals after a point, rounded half up: for JSON and CSV."""
    bulat = round_half_up(nilai, digit)
    if digit == 0:
        return str(bulat)
    utuh, pecahan = divmod(abs(bulat), 10**digit)
    return f"{'-' if bulat < 0 else ''}{utuh}.{pecahan:0{digit}d}"


def desimal(nilai: Fraction, digit: int = 2) -> str:
    """*nilai* with a decimal comma and *digit* decimals, rounded half up ("81,23")."""
    return titik(nilai, digit).replace(".", ",")


def read_decimal(teks: str) -> tuple[Fraction, int] | None:
    """A non-negative decimal with point or comma, and its number of decimals; None when it is none."""
    cocok = _ANGKA.fullmatch(teks.strip())
    if cocok is None:
        return None
    digit = len(cocok[2] or "")
    return Fraction(int(cocok[1] + (cocok[2] or "")), 10**digit), digit


def ringkas(nilai: Fraction, digit: int = 6) -> str:
    """*nilai* with a decimal comma and no idle zeros ("2,5", "75", at most *digit* decimals)."""
    teks = desimal(nilai, digit)
    return teks.rstrip("0").rstrip(",") if "," in teks else teks


def pecahan(nilai: float | int | Fraction | str) -> Fraction:
    """Exact value of a number as the JSON record writes it (0.1 is one tenth)."""
    return nilai if isinstance(nilai, Fraction) else Fraction(str(nilai))


def angka(nilai: float | int | Fraction | None, digit: int = 2) -> str:
    """A number of a record for people: decimal comma, rounded half up; a dash for None."""
    return "–" if nilai is None else desimal(pecahan(nilai), digit)


def angka_ringkas(nilai: float | int | Fraction | None) -> str:
    """A number of a record without idle zeros ("75", "18,25"); a dash for None."""
    return "–" if nilai is None else ringkas(pecahan(nilai))


def tanggal(hari: date) -> str:
    """A date in words: "21 Maret 2025"."""
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"


def one_line(teks: str) -> str:
    """*teks* fit for one line of a terminal: what can't be printed (control and escape characters) becomes "?"."""
    return teks if teks.isprintable() else "".join(c if c.isprintable() else "?" for c in teks)


def rata(teks: str) -> str:
    """*teks* as words on one line: what can't be printed, line ends included, separates words like a space."""
    return " ".join("".join(c if c.isprintable() else " " for c in teks).split())


def bersih(teks: str) -> str:
    """*teks* without control characters, marks that turn the direction of text round, and lone surrogates.

    Such marks could make a name look like another one. Line breaks and tabs stay.
    """
    return re.sub(_TAK_TAMPAK, "", teks).encode("utf-8", "replace").decode()


def clean_prose(teks: str) -> str:
    """*teks* without control, bidirectional, private-use and unpaired surrogate characters.

    Line breaks stay; a tab becomes a space.
    """
    teks = teks.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in teks if c == "\n" or not _forbidden(c))


def _forbidden(c: str) -> bool:
    return c in _BIDI or unicodedata.category(c) in ("Cc", "Co", "Cs", "Cn")


def nama_berkas(teks: str, *, panjang: int = 80) -> str:
    """*teks* as one harmless part of a file name on Windows and Linux; "tanpa-nama" if nothing is left."""
    nama = re.sub(_TERLARANG_BERKAS, "-", unicodedata.normalize("NFC", clean_prose(teks).replace("\n", " ")))
    nama = re.sub(r"\.{2,}", ".", nama)
    nama = re.sub(r"\s+", " ", nama)
    nama = re.sub(r"(?:\s*-\s*){2,}", "-", nama)[:panjang].strip(" .-")
    if nama.split(".")[0].strip().lower() in _NAMA_PERANGKAT:
        nama = f"_{nama}"
    return nama or "tanpa-nama"


def path_text(nama: str) -> str:
    """The name of a file as text that can be written anywhere: bytes that are not valid text become ``\\xNN``."""
    try:
        bita = nama.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a character, which Windows allows in a name
        bita = nama.encode("utf-8", "surrogatepass")
    return bita.decode("utf-8", "backslashreplace")


def add_years(hari: date, tahun: int) -> date:
    """The same day *tahun* years later; 29 February becomes 1 March in a common year."""
    try:
        return hari.replace(year=hari.year + tahun)
    except ValueError:
        return date(hari.year + tahun, 3, 1)


def terdekat(nama: str, boleh: Iterable[str]) -> str | None:
    """The name of *boleh* most like *nama*, to be offered and never used; None when none is like it."""
    from difflib import get_close_matches

    dekat = get_close_matches(nama[:80], list(boleh), n=1, cutoff=0.6)
    return dekat[0] if dekat else None


def saran(nama: str, boleh: Iterable[str]) -> str:
    """What to say after an unknown *nama*: the nearest known one, else all of them."""
    daftar = list(boleh)
    dekat = terdekat(nama, daftar)
    return f"mungkin {dekat}" if dekat else f"yang dikenal: {', '.join(daftar)}"


def cuplik(nilai: object, panjang: int = 60) -> str:
    """*nilai* as one printable line of at most *panjang* characters."""
    teks = rata(str(nilai)[: 4 * panjang])
    return teks if len(teks) <= panjang else teks[: panjang - 1] + "…"
