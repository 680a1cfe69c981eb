"""When two names are one satker: official abbreviations written out, classes kept apart, never by likeness alone."""

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from zi_cli.tables import read_table
from zi_cli.text import canonical_name

#: "Kelas II A", "Kelas II-A" and "Kelas IIA" are one class; IIA and IIB are two.
_CLASS_WORDS = re.compile(r"\bkelas ((?:iv|v?i{1,3}|[1-4]))(?: ?([a-d]))?\b")
_ROMAWI = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}
#: Two spellings of one word at least this alike are a slip of the pen when nothing else differs.
_SIMILAR = 0.8

#: Words that stay in capitals: classes, provinces, the gates of immigration.
_CAPITAL_WORD = re.compile(r"[^\W\d_]+")
_CLASS = re.compile(r"(?:IV|V?I{1,3}|V)[A-D]?|[A-D]")
_CAPITALS = frozenset({"TPI", "DKI", "DIY", "NTB", "NTT", "UPT"})

Kesesuaian = Literal["sama", "mungkin sama", "berbeda"]


@lru_cache(maxsize=8192)
def name_key(text: str) -> str:
    """*text* with its abbreviations written out, for exact comparison: one satker's official names are one key."""
    flat = canonical_name(text)
    for pattern, length in _abbreviations():
        flat = pattern.sub(length, flat)
    return _CLASS_WORDS.sub(lambda c: f"kelas {_ROMAWI.get(c[1], c[1])}{c[2] or ''}", flat)


def compare_names(one: str, other: str) -> Kesesuaian:
    """Whether two names are one satker's, may be (one says less, or a word is misspelt), or are two satker's."""
    a, b = name_key(one), name_key(other)
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return "sama"
    only_a, only_b = _words(a) - _words(b), _words(b) - _words(a)
    if not only_a or not only_b:
        return "mungkin sama"
    salah_tulis = len(only_a) == len(only_b) == 1 and _alike(*only_a, *only_b)
    return "mungkin sama" if salah_tulis else "berbeda"


def written_out(text: str) -> str:
    """*text* with the abbreviations that it begins with written out: "Kanim Contoh" is "Kantor Imigrasi Contoh".

    One all in capitals is written in ordinary letters, classes and known short forms aside.
    """
    if text.isupper():
        text = _CAPITAL_WORD.sub(lambda c: c[0] if c[0] in _CAPITALS or _CLASS.fullmatch(c[0]) else c[0].title(), text)
        text = text.replace(" Dan ", " dan ")
    flat = text.casefold()
    for pattern, length in _abbreviations():
        rest = len(length) if flat.startswith(f"{length} ") else (c.end() if (c := pattern.match(flat)) else 0)
        if rest and text[:rest].upper() not in _CAPITALS:
            start = text[:rest] if flat.startswith(length) else length.title().replace(" Dan ", " dan ")
            return start + text[rest : rest + 1] + written_out(text[rest + 1 :])
    return text


def is_satker_name(text: str) -> bool:
    """Whether *text* begins as the name of a kind of office does ("Lapas …", "Kantor Wilayah …")."""
    return name_key(text).startswith(_KINDS)


def is_higher_office(text: str) -> bool:
    """Whether *text* names an office that others belong to: a Kanwil, a unit of Eselon I, the ministry itself."""
    return name_key(text).startswith(_HIGHER)


def _words(key: str) -> frozenset[str]:
    """Words of a key; the class in one with its heading ("kelas iia") and "non" with what it denies, compared whole."""
    return frozenset(_CLASS_WORDS.sub(lambda c: f"kelas_{c[1]}{c[2] or ''}", key).replace(" non ", " non_").split())


def _alike(a: str, b: str) -> bool:
    """A slip in a long word; never in a class, a figure or a kind of office."""
    if min(len(a), len(b)) < 5 or "kelas_" in a + b or not (a.isalpha() and b.isalpha()):
        return False
    if a in _kind_words() or b in _kind_words():
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _SIMILAR


@cache
def _abbreviations() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of whole words, the longest first, so that "ditjen pas" is not taken apart."""
    rows = [(b["singkatan"], b["kepanjangan"]) for b in read_table(Path(__file__).with_name("singkatan.csv"))]
    # A short form that its long form begins with ("rumah tahanan") is written out only where it stands alone.
    return tuple(
        (re.compile(rf"\b{re.escape(s)}\b{_not_followed(s, p)}"), p) for s, p in sorted(rows, key=lambda x: -len(x[0]))
    )


def _not_followed(singkatan: str, length: str) -> str:
    rest = length.removeprefix(singkatan)
    return rf"(?!{re.escape(rest)})" if rest != length else ""


@cache
def _kind_words() -> frozenset[str]:
    return frozenset(word for _, length in _abbreviations() for word in length.split())


_KINDS = (
    "lembaga pemasyarakatan", "lembaga pembinaan", "rumah ", "balai ", "kantor ", "direktorat ", "sekretariat ",
    "inspektorat ", "badan ", "unit ", "satker ", "satuan kerja ", "politeknik ", "pusat ",
)  # fmt: skip
_HIGHER = (
    "kantor wilayah", "direktorat jenderal", "sekretariat jenderal", "inspektorat jenderal", "badan ", "kementerian",
)  # fmt: skip
