"""TOML in the form of our own data, read line by line: short, and nothing to load.

Reading the three files of an instrument with ``tomllib`` costs a twentieth of ``zi score``, most of it for loading
``tomllib`` itself. What this reader does not know it leaves to that one, so that there is one meaning of TOML.
"""

import json
from datetime import date
from typing import Any

#: Characters that TOML allows nowhere, or that end a line elsewhere.
_KENDALI = [chr(n) for n in (*range(9), *range(11, 32), 127)]
_URAI = json.JSONDecoder().raw_decode


def read_plain(teks: str) -> dict[str, Any] | None:
    """The document *teks* as ``tomllib`` reads it; None for one in any but the plain form, faulty ones included.

    Plain is: a table, a key or nothing on each line; bare keys, or one in quotes; texts in double quotes without
    escapes but of ``"`` and ``\\``, whole numbers, true and false, dates, and lists of such texts on one line.
    """
    teks = teks.replace("\r\n", "\n")
    if any(c in teks for c in _KENDALI):
        return None
    isi: dict[str, Any] = {}
    tabel = isi
    for mentah in teks.split("\n"):
        baris = mentah.strip(" \t")
        if not baris or baris[0] == "#":
            continue
        if baris[0] == "[":
            baru = _open_table(isi, baris.partition("#")[0].rstrip(" \t"))
            if baru is None:
                return None
            tabel = baru
            continue
        kunci, _, nilai = baris.partition("=")
        kunci = kunci.rstrip(" \t")
        if len(kunci) > 1 and kunci[0] == kunci[-1] == '"' and "\\" not in kunci and '"' not in kunci[1:-1]:
            kunci = kunci[1:-1]
        elif not _is_bare(kunci):
            return None
        terbaca = _value(nilai.lstrip(" \t"))
        if terbaca is None or kunci in tabel:
            return None
        tabel[kunci] = terbaca
    return isi


def _is_bare(kunci: str) -> bool:
    return kunci.isascii() and kunci.replace("_", "a").replace("-", "a").isalnum()


def _open_table(isi: dict[str, Any], kepala: str) -> dict[str, Any] | None:
    """The new table that the line *kepala* begins; None when it is not plain, or may not begin there."""
    ganda = kepala[:2] == "[["
    lebar = 2 if ganda else 1
    if kepala[-lebar:] != "]" * lebar:
        return None
    jalur = kepala[lebar:-lebar].strip(" \t").split(".")
    if not all(map(_is_bare, jalur)):
        return None
    di: Any = isi
    for kunci in jalur[:-1]:
        di = di.setdefault(kunci, {})
        if type(di) is list:
            di = di[-1] if di else None
        if type(di) is not dict:
            return None
    baru: dict[str, Any] = {}
    ada = di.get(jalur[-1])
    if ganda and type(ada) is list and ada and type(ada[-1]) is dict:
        ada.append(baru)
    elif ada is None:
        di[jalur[-1]] = [baru] if ganda else baru
    else:
        return None
    return baru


def _value(teks: str) -> Any:
    """The value that *teks* begins with, behind which a comment may stand; None when it is not plain."""
    if "\\" in teks and "\\" in teks.replace("\\\\", "").replace('\\"', ""):
        return None
    try:
        nilai, akhir = _URAI(teks)
        if type(nilai) is int and teks[4:5] == teks[7:8] == "-":
            nilai, akhir = date.fromisoformat(teks[:10]), 10
    except (ValueError, RecursionError):
        return None
    sisa = teks[akhir:].lstrip(" \t")
    if sisa and sisa[0] != "#":
        return None
    if type(nilai) is list:
        return nilai if all(type(n) is str for n in nilai) else None
    return nilai if type(nilai) in (str, int, bool, date) else None
