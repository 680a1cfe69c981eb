"""What is made of a .xls or .xlsb, and whether some cell of it is written twice."""

from collections import Counter
from collections.abc import Sequence
from itertools import compress, count

from zi_cli.findings.record import column_letters
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.looks import SheetLook
from zi_cli.worksheet.formats.sheet_view import Place


class BinaryBook(NamedTuple):
    """A .xls or .xlsb: the rebuilt file, and of each sheet whether it holds cells, its error values, its looks.

    Error values, and texts that the reading library leaves out, are keyed by (row, column), zero-based.
    ``tanpa_jalan`` are the sheets, by number among all, that no window leads to.
    """

    data: bytes
    dibaca: Sequence[bool]
    galat: Sequence[dict[tuple[int, int], str]]
    rupa: Sequence[SheetLook]
    tanpa_jalan: frozenset[int] = frozenset()

    @property
    def luput(self) -> frozenset[int]:
        """Those of ``tanpa_jalan`` that hold cells, by number among the sheets that do."""
        return frozenset(i for i, n in enumerate(compress(count(), self.dibaca)) if n in self.tanpa_jalan)


class CellOrder:
    """Whether some cell of a sheet is written twice; rows and columns from zero."""

    def __init__(self) -> None:
        self._semua: list[Place] = []
        self._urut = True

    def note(self, r: int, k: int) -> None:
        """Note one record of a cell, blank or not."""
        self._urut = self._urut and not (self._semua and (r, k) <= self._semua[-1])
        self._semua.append((r, k))

    def check(self) -> None:
        """Raise ``Damaged`` with the cell that has two records."""
        if not self._urut:
            twins = [t for t, n in Counter(self._semua).items() if n > 1]
            if twins:
                raise Damaged(f"sel {column_letters(twins[0][1])}{twins[0][0] + 1} ada dua kali")
