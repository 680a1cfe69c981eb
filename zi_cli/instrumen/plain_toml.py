"""TOML in the form of our own data, read line by line: short, and nothing to load.

Reading the three files of an instrument with ``tomllib`` costs a twentieth of ``zi score``, most of it for loading
``tomllib`` itself. What this reader does not know it leaves to that one, so that there is one meaning of TOML.
"""

import json
from datetime import date
from typing import Any

#: Characters that TOML allows nowhere, or that end a line elsewhere.
_CONTROLS = [chr(n) for n in (*range(9), *range(11, 32), 127)]
_DECODE = json.JSONDecoder().raw_decode


def read_plain(text: str) -> dict[str, Any] | None:
    """The document *text* as ``tomllib`` reads it; None for one in any but the plain form, faulty ones included.

    Plain is: a table, a key or nothing on each line; bare keys, or one in quotes; texts in double quotes without
    escapes but of ``"`` and ``\\``, whole numbers, true and false, dates, and lists of such texts on one line.
    """
    text = text.replace("\r\n", "\n")
    if any(c in text for c in _CONTROLS):
        return None
    content: dict[str, Any] = {}
    table = content
    for raw in text.split("\n"):
        row = raw.strip(" \t")
        if not row or row[0] == "#":
            continue
        if row[0] == "[":
            new = _open_table(content, row.partition("#")[0].rstrip(" \t"))
            if new is None:
                return None
            table = new
            continue
        key, _, nilai = row.partition("=")
        key = key.rstrip(" \t")
        if len(key) > 1 and key[0] == key[-1] == '"' and "\\" not in key and '"' not in key[1:-1]:
            key = key[1:-1]
        elif not _is_bare(key):
            return None
        readable = _value(nilai.lstrip(" \t"))
        if readable is None or key in table:
            return None
        table[key] = readable
    return content


def _is_bare(key: str) -> bool:
    return key.isascii() and key.replace("_", "a").replace("-", "a").isalnum()


def _open_table(content: dict[str, Any], header: str) -> dict[str, Any] | None:
    """The new table that the line *header* begins; None when it is not plain, or may not begin there."""
    duplicate = header[:2] == "[["
    width = 2 if duplicate else 1
    if header[-width:] != "]" * width:
        return None
    jalur = header[width:-width].strip(" \t").split(".")
    if not all(map(_is_bare, jalur)):
        return None
    di: Any = content
    for key in jalur[:-1]:
        di = di.setdefault(key, {})
        if type(di) is list:
            di = di[-1] if di else None
        if type(di) is not dict:
            return None
    new: dict[str, Any] = {}
    present = di.get(jalur[-1])
    if duplicate and type(present) is list and present and type(present[-1]) is dict:
        present.append(new)
    elif present is None:
        di[jalur[-1]] = [new] if duplicate else new
    else:
        return None
    return new


def _value(text: str) -> Any:
    """The value that *text* begins with, behind which a comment may stand; None when it is not plain."""
    if "\\" in text and "\\" in text.replace("\\\\", "").replace('\\"', ""):
        return None
    try:
        nilai, end = _DECODE(text)
        if type(nilai) is int and text[4:5] == text[7:8] == "-":
            nilai, end = date.fromisoformat(text[:10]), 10
    except (ValueError, RecursionError):
        return None
    rest = text[end:].lstrip(" \t")
    if rest and rest[0] != "#":
        return None
    if type(nilai) is list:
        return nilai if all(type(n) is str for n in nilai) else None
    return nilai if type(nilai) in (str, int, bool, date) else None
