"""Where columns and rows of a sheet begin, in English Metric Units, and which of them a stretch covers."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from math import hypot

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.sheet_view import Range

#: The size of a usual column and row; of one character's width and of a point.
COLUMN_EMU, ROW_EMU, LETTER_EMU, POIN_EMU = 609_600, 190_500, 66_675, 12_700
#: How far over the edge of a column or row a drawing may reach uncounted, and how small one within it may be.
_COLUMN_MARGIN, _ROW_MARGIN, _SMALLEST = 200_000, 60_000, 40_000
#: Half of the least that a line is counted with.
_PEN = 20_000
_LAST_COLUMN, _LAST_ROW = 16_383, 1_048_575


class Axis:
    """Columns or rows, from zero: the *biasa* size, and those of other sizes as (first, last, size)."""

    def __init__(self, ordinary: int, others: Iterable[tuple[int, int, int]] = ()) -> None:
        self._mulai, self._letak, self._ukuran = [0], [0], [max(ordinary, 1)]
        for a, b, size in sorted(others):
            a = max(a, self._mulai[-1])
            if a <= b:
                self._cut(a, max(size, 1))
                self._cut(b + 1, max(ordinary, 1))

    def _cut(self, begin: int, size: int) -> None:
        self._letak.append(self.position(begin))
        self._mulai.append(begin)
        self._ukuran.append(size)

    def position(self, number: int) -> int:
        """Where the column or row *number* begins."""
        i = bisect_right(self._mulai, number) - 1
        return self._letak[i] + (number - self._mulai[i]) * self._ukuran[i]

    def size(self, number: int) -> int:
        """How wide or high it is."""
        return self.position(number + 1) - self.position(number)

    def at(self, position: int) -> int:
        """The column or row at a place."""
        i = bisect_right(self._letak, max(position, 0)) - 1
        return self._mulai[i] + (max(position, 0) - self._letak[i]) // self._ukuran[i]

    def covered(self, dari: int, ke: int, border: int, end: int) -> tuple[int, int] | None:
        """First and last that a stretch covers; one that it merely touches by less than *border* does not count."""
        a, b = self.at(dari), min(self.at(max(ke - 1, dari)), end)
        if a == b:
            return (a, b) if ke - dari >= min(_SMALLEST, self.size(a) // 3) else None
        a += self.position(a + 1) - dari < min(border, self.size(a) // 3)
        b -= ke - self.position(b) < min(border, self.size(b) // 3)
        return (a, b) if a <= b else None


class Grid(NamedTuple):
    """Columns and rows of a sheet."""

    kolom: Axis = Axis(COLUMN_EMU)
    baris: Axis = Axis(ROW_EMU)

    def point(self, column: int, x: int, row: int, y: int) -> tuple[int, int]:
        """A place by column and row (from zero) and the distance into each, which ends where the cell does."""
        dalam = min(x, self.kolom.size(column)), min(y, self.baris.size(row))
        return self.kolom.position(column) + dalam[0], self.baris.position(row) + dalam[1]

    def covers(self, x1: int, y1: int, x2: int, y2: int) -> Iterator[Range]:
        """The cells under the rectangle."""
        column = self.kolom.covered(max(x1, 0), x2, _COLUMN_MARGIN, _LAST_COLUMN)
        row = self.baris.covered(max(y1, 0), y2, _ROW_MARGIN, _LAST_ROW)
        if column is not None and row is not None and x2 > 0 and y2 > 0:
            yield row[0] + 1, column[0], row[1] + 1, column[1]


USUAL = Grid()


def with_pen(x1: int, y1: int, x2: int, y2: int) -> tuple[int, int, int, int]:
    """The same as wide and high as a line at the least: however thin, it strikes out what it goes through."""
    x1, x2 = (x1, x2) if x2 - x1 >= 2 * _PEN else ((x1 + x2) // 2 - _PEN, (x1 + x2) // 2 + _PEN)
    y1, y2 = (y1, y2) if y2 - y1 >= 2 * _PEN else ((y1 + y2) // 2 - _PEN, (y1 + y2) // 2 + _PEN)
    return x1, y1, x2, y2


def turned(x1: float, y1: float, x2: float, y2: float) -> tuple[float, float, float, float]:
    """What a rectangle reaches when it is turned about its centre, whatever the angle."""
    side = hypot(x2 - x1, y2 - y1) / 2
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return x - side, y - side, x + side, y + side


def anchored(
    k1: int, x1: int, b1: int, y1: int, k2: int, x2: int, b2: int, y2: int, grid: Grid = USUAL
) -> Iterator[Range]:
    """The cells between two points, each a column, a distance into it, a row, a distance into it."""
    return grid.covers(*grid.point(k1, x1, b1, y1), *grid.point(k2, x2, b2, y2))
