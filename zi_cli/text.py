"""Words, numbers and dates as people read them (decimal comma, "21 Maret 2025"), and text made harmless."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

#: Months by every word that stands for one in Indonesian or English, in lower case.
MONTH_BY_WORD = {
    kata: n
    for n, semua in enumerate(
        (
            "jan januari january", "feb peb februari pebruari february", "mar maret march", "apr april", "mei may",
            "jun juni june", "jul juli july", "agu ags agt aug agustus august", "sep sept september",
            "okt oct oktober october", "nov nop november nopember", "des dec desember december",
        ),
        1,
    )
    for kata in semua.split()
}  # fmt: skip

#: Letters and marks that show nothing, though they count as printable.
_HOLLOW_LETTERS = tuple("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0")
# Control and escape characters, marks that turn the direction of text round, separators no editor shows as such,
# what has no width, invisible tags and half characters; tabs, line feeds and the line end CR LF are text.
_INVISIBLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]|\r(?!\n)"
)
_FORBIDDEN_IN_NAMES = r'[<>:"/\\|?*\x00-\x1f]+'
_DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"} | {f"{p}{n}" for p in ("com", "lpt") for n in "123456789¹²³"}
)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9:]{8})?")
_POINT_NUMBER = re.compile(r"-?(?:0\.[0-9]+|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,}))(?:e[+-][0-9]+)?")
_NUMBER = re.compile(r"([+-]?)([0-9]{1,30}(?:[.,][0-9]{1,30}){0,9})")


def round_half_up(nilai: Fraction, digit: int) -> int:
    """*nilai* × 10^*digit*, rounded half away from zero, as a whole number."""
    upper, lower = nilai.as_integer_ratio()
    integer: int = (2 * abs(upper) * 10**digit + lower) // (2 * lower)
    return integer if upper >= 0 else -integer


def point_decimal(nilai: Fraction, digit: int = 2) -> str:
    """*nilai* with *digit* decimals after a point, rounded half up: for JSON and CSV."""
    integer = round_half_up(nilai, digit)
    if digit == 0:
        return str(integer)
    whole, pecahan = divmod(abs(integer), 10**digit)
    return f"{'-' if integer < 0 else ''}{whole}.{pecahan:0{digit}d}"


def decimal_text(nilai: Fraction, digit: int = 2) -> str:
    """*nilai* with a decimal comma and *digit* decimals, rounded half up ("81,23")."""
    return point_decimal(nilai, digit).replace(".", ",")


def read_number(text: str, possible: Callable[[Fraction], bool] | None = None) -> tuple[Fraction, int] | None:
    """A number as people write it, and its number of decimals; None when it is none or could be two.

    The one parser of typed numbers: worksheet, register, configuration, costs and command line. Point or comma is
    the decimal mark; where both stand the last one is, and the others part thousands, as do several of one kind.
    "1.234" alone is 1234 or 1,234: the one that *possible* says is possible is read, and none when both are or
    nobody says. When neither is possible the decimal is given, for the caller to refuse by its range.
    """
    meanings = number_readings(text)
    if len(meanings) == 2:
        bisa = [a for a in meanings if possible is not None and possible(a[0])]
        return None if possible is None or len(bisa) == 2 else (*bisa, meanings[0])[0]
    return meanings[0] if meanings else None


def folded(text: str) -> str:
    """*text* with compatible characters levelled (full-width, no-break space); never one with raised or ringed digits.

    "2³" is not 23.
    """
    return text if any(c.isdigit() and not c.isdecimal() for c in text) else unicodedata.normalize("NFKC", text)


def number_readings(text: str) -> tuple[tuple[Fraction, int], ...]:
    """Every number that *text* may stand for, with its decimals: none, one, or the decimal and the thousands."""
    if not text.isascii():
        # Full-width digits look like numbers; those of other scripts stay what they are.
        text = folded(text)
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return ()
    mark, (whole, *split) = -1 if match[1] == "-" else 1, re.split("[.,]", match[2])
    separator = re.sub("[0-9]", "", match[2])
    ribuan = len(whole) <= 3 and whole[0] != "0" and all(len(p) == 3 for p in split)
    seutuhnya = Fraction(mark * int(whole + "".join(split)))
    if len(set(separator)) == 2:
        rapi = separator.count(separator[-1]) == 1 and len(whole) <= 3 and all(len(p) == 3 for p in split[:-1])
        return ((seutuhnya / 10 ** len(split[-1]), len(split[-1])),) if rapi else ()
    if len(separator) > 1:
        return ((seutuhnya, 0),) if ribuan else ()
    digit = sum(map(len, split))
    desimal = (seutuhnya / 10**digit, digit)
    # A comma alone is never the mark of thousands in Indonesian.
    return (desimal, (seutuhnya, 0)) if ribuan and separator == "." else (desimal,)


def cell_number(nilai: float | int) -> Fraction:
    """Exact value of a numeric cell as Excel shows it: its 15-significant-digit decimal."""
    # By way of a decimal: half the time that a fraction takes to read a text.
    return Fraction(nilai) if isinstance(nilai, int) else Fraction(Decimal(f"{nilai:.15g}"))


def short_number(nilai: Fraction, digit: int = 6) -> str:
    """*nilai* with a decimal comma and no idle zeros ("2,5", "75", at most *digit* decimals)."""
    text = decimal_text(nilai, digit)
    return text.rstrip("0").rstrip(",") if "," in text else text


def dotted(nilai: int) -> str:
    """A whole number with points between thousands ("1.500.000")."""
    return f"{nilai:,}".replace(",", ".")


def shown(nilai: object) -> str:
    """What a cell or a setting holds, as people read it: a number with a decimal comma, a date in words."""
    if isinstance(nilai, bool):
        return str(nilai).upper()
    if isinstance(nilai, float):
        return f"{nilai:.15g}".replace(".", ",")
    if isinstance(nilai, datetime):
        return long_date(nilai) + (f" {nilai:%H.%M}" if nilai.time() != time() else "")
    return long_date(nilai) if isinstance(nilai, date) else str(nilai)


def shown_figure(text: str) -> str:
    """*text* as typed; a date ("2027-03-01") in words, a bare number ("92.35") with a decimal comma.

    Not one whose point may part thousands ("1.234").
    """
    if _ISO_DATE.fullmatch(text):
        with suppress(ValueError):
            return shown(datetime.fromisoformat(text))
    return text.replace(".", ",") if _POINT_NUMBER.fullmatch(text) else text


def record_number(nilai: float | int | Fraction | str) -> Fraction:
    """Exact value of a number as the JSON record writes it (0.1 is one tenth)."""
    if isinstance(nilai, float):
        return Fraction(Decimal(repr(nilai)))
    return nilai if isinstance(nilai, Fraction) else Fraction(nilai)


def figure_text(nilai: float | int | Fraction | None, digit: int = 2) -> str:
    """A number of a record for people: decimal comma, rounded half up; a dash for None."""
    return "–" if nilai is None else decimal_text(record_number(nilai), digit)


def short_figure(nilai: float | int | Fraction | None) -> str:
    """A number of a record without idle zeros ("75", "18,25"); a dash for None."""
    return "–" if nilai is None else short_number(record_number(nilai))


def long_date(day: date) -> str:
    """A date in words: "21 Maret 2025"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def one_line(text: str) -> str:
    """*text* fit for one line of a terminal: what can't be printed (control and escape characters) becomes "?"."""
    return text if _printable(text) else "".join(c if _printable(c) else "?" for c in text)


def flattened(text: str) -> str:
    """*text* as words on one line: what can't be printed, line ends included, separates words like a space."""
    shown = text if _printable(text) else "".join(c if _printable(c) else " " for c in text)
    return " ".join(shown.split())


def shell_word(jalur: object) -> str:
    """A path as it is typed in a command: in quotes where it holds a space (cmd, PowerShell and sh read it so)."""
    text = str(jalur)
    return f'"{text}"' if " " in text else text


def strip_controls(text: str, replacement: str = "") -> str:
    """*text* with *replacement* for what no reader sees as it is: control and escape characters, marks of direction, …

    Such marks could make a name look like another one, or command a terminal. Line breaks and tabs stay.
    """
    return text if _all_seen(text) else re.sub(_INVISIBLE, replacement, text)


def escaped(json: str) -> str:
    """A JSON document with those characters as ``\\u`` escapes: the same data, nothing raw."""
    return json if _all_seen(json) else re.sub(_INVISIBLE, lambda m: "".join(f"\\u{n:04x}" for n in _utf16(m[0])), json)


def _all_seen(text: str) -> bool:
    """Whether every character can be printed: nothing to look for, nor a pattern to compile for it."""
    return _printable(text.replace("\n", ""))


def _printable(text: str) -> bool:
    return text.isprintable() and (text.isascii() or not any(c in text for c in _HOLLOW_LETTERS))


def _utf16(c: str) -> Iterable[int]:
    n = ord(c)
    return (n,) if n < 0x10000 else (0xD800 + (n - 0x10000 >> 10), 0xDC00 + (n & 0x3FF))


def clean_prose(text: str) -> str:
    """*text* without control, bidirectional, invisible, private-use and unpaired surrogate characters.

    Line breaks stay; a tab becomes a space.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in text if c == "\n" or not _forbidden(c))


def _forbidden(c: str) -> bool:
    return c in _HOLLOW_LETTERS or unicodedata.category(c) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


def file_part(text: str, *, length: int = 80) -> str:
    """*text* as one harmless part of a file name on Windows and Linux; "tanpa-nama" if nothing is left."""
    name = re.sub(_FORBIDDEN_IN_NAMES, "-", unicodedata.normalize("NFC", clean_prose(text).replace("\n", " ")))
    name = re.sub(r"\.{2,}", ".", name)
    name = re.sub(r"\s+", " ", name)
    name = re.sub(r"(?:\s*-\s*){2,}", "-", name)[:length].strip(" .-")
    if is_device(name):
        name = f"_{name}"
    return name or "tanpa-nama"


def is_device(name: str) -> bool:
    """Whether Windows takes a file of that name, whatever its ending, for one of its devices (CON, NUL, COM1 …)."""
    return name.split(".")[0].strip().lower() in _DEVICE_NAMES


def path_text(name: str) -> str:
    """The name of a file as text that can be written anywhere: bytes that are not valid text become ``\\xNN``."""
    try:
        octets = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a character, which Windows allows in a name
        octets = name.encode("utf-8", "surrogatepass")
    return octets.decode("utf-8", "backslashreplace")


def canonical_name(text: str) -> str:
    """*text* for exact comparison of names: case, spacing, punctuation and Unicode forms levelled.

    Two different words never become the same; nothing is matched by likeness.
    """
    flat = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", flat).split())


#: Words that speak of doubt, and those that a name may hold: they do only in a remark, in brackets.
_DOUBT_WORDS = (
    "belum|tidak|bukan|rencana|batal|dibatalkan|kira-kira|tbc|tba|menunggu|menyusul|ditolak|dikembalikan|dicabut"
    "|ditunda|diragukan|sekitar|kurang dari|lebih dari|sebelumnya|dst|dll|dkk"
)
_NOTE_WORDS = "cek|dicek|draf|draft|usulan|akan|salah|keliru|ragu|kosong|konfirmasi"
_DOUBT_SIGNS = (
    rf"[?*~±≈≤≥…]|\.\.\.|\A[<>]|\A\(.*\)\Z|\b(?:{_DOUBT_WORDS})\b|[(\[].*\b(?:{_NOTE_WORDS})\b"
    r"|\(sementara\)|\A(?:salah|keliru|draf|akan)\b"
)
#: Without any of these an ASCII text has no such mark, and the pattern need not be compiled.
_DOUBT_PARTS = (*"?*~<>([", "...", *_DOUBT_WORDS.split("|"), *_NOTE_WORDS.split("|"))


def is_marked_doubtful(text: str) -> bool:
    """Whether a name or number has a mark by which a person says that it is not certain, or says nothing at all."""
    low = text.lower()
    possible = not text.isascii() or any(b in low for b in _DOUBT_PARTS)
    return (possible and re.search(_DOUBT_SIGNS, text, re.IGNORECASE) is not None) or not any(c.isalnum() for c in text)


#: What people write behind a name that is no part of it: a cross, and from when or until when.
_NAME_REMARK = (
    r"(?-i:\sx\Z)|\sxx+\Z|\b(?:tmt|t\.m\.t|s/d|sampai|hingga|sejak|terhitung|berlaku)\b|\bs\.d\b"
    r"|\bsd\.?\s+\d|[,;:(\[]\s*(?:per|mulai|tgl|tanggal)\s+\d|\s(?:per|tgl|tanggal)\s+\d"
)


def has_remark(text: str) -> bool:
    """Whether a remark stands behind a name: "… x", "… tmt 1 Mei 2027", "… s.d. 2026", "… per 2 Mei"."""
    return re.search(_NAME_REMARK, text, re.IGNORECASE) is not None


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """The name of *allowed* most like *name*, to be offered and never used; None when none is like it."""
    from difflib import get_close_matches

    near = get_close_matches(name[:80], list(allowed), n=1, cutoff=0.6)
    return near[0] if near else None


def suggestion(name: str, allowed: Iterable[str]) -> str:
    """What to say after an unknown *name*: the nearest known one, else all of them."""
    daftar = list(allowed)
    near = nearest(name, daftar)
    return f"mungkin {near}" if near else f"yang dikenal: {', '.join(daftar)}"


#: Small whole numbers in words.
_NUMBER_WORDS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
    "dua belas",
)  # fmt: skip


def number_word(n: int) -> str:
    """The whole number *n* in words up to twelve, in figures above."""
    return _NUMBER_WORDS[n] if 0 <= n < len(_NUMBER_WORDS) else str(n)


def excerpt(nilai: object, length: int = 60) -> str:
    """*nilai* as one printable line of at most *length* characters.

    What is longer ends after a word and with an ellipsis; within a word only where the words left would be few.
    """
    try:
        text = flattened(shown(nilai)[: 4 * length])
    except ValueError:  # a whole number of thousands of digits
        text = "…"
    if len(text) <= length:
        return text
    whole = text[: length - 1].rpartition(" ")[0].rstrip(" ,;:(–-/")
    return f"{whole} …" if 2 * len(whole) > length else f"{text[: length - 1]}…"


def within_sentence(text: str) -> str:
    """A title as it stands within a sentence: the first letter small, unless its word is all capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def capitalised(text: str) -> str:
    """*text* as a sentence begins: the first letter a capital, names and abbreviations after it as they are."""
    return text[:1].upper() + text[1:]
