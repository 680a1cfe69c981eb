"""What an unknown heading of the register speaks of: the columns whose subject its words name."""

import csv
from functools import cache
from pathlib import Path

from zi_cli.files import open_file
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import canonical_name

_FILE = Path(__file__).with_name("pokok.csv")


class _Subject(NamedTuple):
    """A column, the parts of words that together name its subject, and whole words that say something else is meant."""

    field: str
    kata: tuple[str, ...]
    kecuali: frozenset[str]


@cache
def _subjects() -> tuple[_Subject, ...]:
    with open_file(_FILE, "r", encoding="utf-8", newline="") as f:
        return tuple(
            _Subject(b["kolom"], tuple(b["kata"].split()), frozenset(b["kecuali"].split()))
            for b in csv.DictReader(f, strict=True)
        )


def subjects_of(judul: str) -> frozenset[str]:
    """Fields of the columns that the heading *judul* speaks of: "Dicabut?" speaks of the revocation's date."""
    words = canonical_name(judul).split()
    return frozenset(
        s.field
        for s in _subjects()
        if all(any(part in w for w in words) for part in s.kata) and s.kecuali.isdisjoint(words)
    )
