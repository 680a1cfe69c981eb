"""When two names are one satker: official abbreviations written out, classes kept apart, never by likeness alone."""

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from zi_cli.tables import read_table
from zi_cli.text import canonical_name

#: "Kelas II A", "Kelas II-A" and "Kelas IIA" are one class; IIA and IIB are two.
_KELAS = re.compile(r"\bkelas ((?:iv|v?i{1,3}|[1-4]))(?: ?([a-d]))?\b")
_ROMAWI = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}
#: Two spellings of one word at least this alike are a slip of the pen when nothing else differs.
_MIRIP = 0.8

#: Words that stay in capitals: classes, provinces, the gates of immigration.
_CAPITAL_WORD = re.compile(r"[^\W\d_]+")
_CLASS = re.compile(r"(?:IV|V?I{1,3}|V)[A-D]?|[A-D]")
_CAPITALS = frozenset({"TPI", "DKI", "DIY", "NTB", "NTT", "UPT"})

Kesesuaian = Literal["sama", "mungkin sama", "berbeda"]


@lru_cache(maxsize=8192)
def name_key(teks: str) -> str:
    """*teks* with its abbreviations written out, for exact comparison: one satker's official names are one key."""
    datar = canonical_name(teks)
    for pola, panjang in _abbreviations():
        datar = pola.sub(panjang, datar)
    return _KELAS.sub(lambda c: f"kelas {_ROMAWI.get(c[1], c[1])}{c[2] or ''}", datar)


def compare_names(satu: str, lain: str) -> Kesesuaian:
    """Whether two names are one satker's, may be (one says less, or a word is misspelt), or are two satker's."""
    a, b = name_key(satu), name_key(lain)
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return "sama"
    hanya_a, hanya_b = _words(a) - _words(b), _words(b) - _words(a)
    if not hanya_a or not hanya_b:
        return "mungkin sama"
    salah_tulis = len(hanya_a) == len(hanya_b) == 1 and _alike(*hanya_a, *hanya_b)
    return "mungkin sama" if salah_tulis else "berbeda"


def written_out(teks: str) -> str:
    """*teks* with the abbreviations that it begins with written out: "Kanim Contoh" is "Kantor Imigrasi Contoh".

    One all in capitals is written in ordinary letters, classes and known short forms aside.
    """
    if teks.isupper():
        teks = _CAPITAL_WORD.sub(lambda c: c[0] if c[0] in _CAPITALS or _CLASS.fullmatch(c[0]) else c[0].title(), teks)
        teks = teks.replace(" Dan ", " dan ")
    datar = teks.casefold()
    for pola, panjang in _abbreviations():
        sisa = len(panjang) if datar.startswith(f"{panjang} ") else (c.end() if (c := pola.match(datar)) else 0)
        if sisa and teks[:sisa].upper() not in _CAPITALS:
            awal = teks[:sisa] if datar.startswith(panjang) else panjang.title().replace(" Dan ", " dan ")
            return awal + teks[sisa : sisa + 1] + written_out(teks[sisa + 1 :])
    return teks


def is_satker_name(teks: str) -> bool:
    """Whether *teks* begins as the name of a kind of office does ("Lapas …", "Kantor Wilayah …")."""
    return name_key(teks).startswith(_KINDS)


def is_higher_office(teks: str) -> bool:
    """Whether *teks* names an office that others belong to: a Kanwil, a unit of Eselon I, the ministry itself."""
    return name_key(teks).startswith(_HIGHER)


def _words(kunci: str) -> frozenset[str]:
    """Words of a key; the class in one with its heading ("kelas iia") and "non" with what it denies, compared whole."""
    return frozenset(_KELAS.sub(lambda c: f"kelas_{c[1]}{c[2] or ''}", kunci).replace(" non ", " non_").split())


def _alike(a: str, b: str) -> bool:
    """A slip in a long word; never in a class, a figure or a kind of office."""
    if min(len(a), len(b)) < 5 or "kelas_" in a + b or not (a.isalpha() and b.isalpha()):
        return False
    if a in _kind_words() or b in _kind_words():
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _MIRIP


@cache
def _abbreviations() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of whole words, the longest first, so that "ditjen pas" is not taken apart."""
    baris = [(b["singkatan"], b["kepanjangan"]) for b in read_table(Path(__file__).with_name("singkatan.csv"))]
    # A short form that its long form begins with ("rumah tahanan") is written out only where it stands alone.
    return tuple(
        (re.compile(rf"\b{re.escape(s)}\b{_not_followed(s, p)}"), p) for s, p in sorted(baris, key=lambda x: -len(x[0]))
    )


def _not_followed(singkatan: str, panjang: str) -> str:
    sisa = panjang.removeprefix(singkatan)
    return rf"(?!{re.escape(sisa)})" if sisa != panjang else ""


@cache
def _kind_words() -> frozenset[str]:
    return frozenset(kata for _, panjang in _abbreviations() for kata in panjang.split())


_KINDS = (
    "lembaga pemasyarakatan", "lembaga pembinaan", "rumah ", "balai ", "kantor ", "direktorat ", "sekretariat ",
    "inspektorat ", "badan ", "unit ", "satker ", "satuan kerja ", "politeknik ", "pusat ",
)  # fmt: skip
_HIGHER = (
    "kantor wilayah", "direktorat jenderal", "sekretariat jenderal", "inspektorat jenderal", "badan ", "kementerian",
)  # fmt: skip
