"""What an unknown heading of the register speaks of: the columns whose subject its words name."""

from functools import cache
from pathlib import Path

from zi_cli.named_tuple import NamedTuple
from zi_cli.tables import read_rows
from zi_cli.text import canonical_name


class _Subject(NamedTuple):
    """A column, the parts of words that together name its subject, and whole words that say something else is meant."""

    kolom: str
    kata: list[str]
    kecuali: frozenset[str]


@cache
def _subjects() -> tuple[_Subject, ...]:
    return read_rows(
        Path(__file__).with_name("pokok.csv"), _Subject, kata=str.split, kecuali=lambda t: frozenset(t.split())
    )


def subjects_of(title: str) -> frozenset[str]:
    """Fields of the columns that the heading *title* speaks of: "Dicabut?" speaks of the revocation's date."""
    words = canonical_name(title).split()
    return frozenset(
        s.kolom
        for s in _subjects()
        if all(any(part in w for w in words) for part in s.kata) and s.kecuali.isdisjoint(words)
    )
