"""One table, as every renderer takes it: column names and rows of plain cells."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class DataTable(NamedTuple):
    """What a command lists, one row a thing.

    A cell is text, a whole number, a truth value, None (nothing known), or :class:`zi_cli.files.Angka`
    (a number written with a decimal point).
    """

    judul: str
    kolom: Sequence[str]
    baris: Iterable[Sequence[object]]
