"""The words a column accepts, and what each of them means: one table for the whole register."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from zi_cli.tables import read_table
from zi_cli.text import canonical_name

#: Words of every yes-or-no column; one with further words of its own has them under its field.
YA_TIDAK = "ya_tidak"


@cache
def accepted(field: str) -> Mapping[str, str]:
    """Meaning of every word that *field* accepts, by levelled word; {} for a column of free text."""
    return {canonical_name(word): nilai for word, nilai in _table().get(field, ())}


@cache
def choices(field: str) -> tuple[str, ...]:
    """What a list of *field* offers: the first word of every meaning, in order."""
    first: dict[str, str] = {}
    for word, nilai in _table().get(field, ()):
        first.setdefault(nilai, word)
    return tuple(first.values())


@cache
def _table() -> dict[str, list[tuple[str, str]]]:
    results: dict[str, list[tuple[str, str]]] = {}
    for b in read_table(Path(__file__).with_name("kata.csv")):
        results.setdefault(b["kolom"], []).append((b["kata"], b["nilai"]))
    return results
