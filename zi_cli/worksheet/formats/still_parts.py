"""Rows and columns of a sheet that no scrolling leads to, where a part of it stands still."""

from collections.abc import Callable, Iterable

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.limits import EXCEL_COLUMNS, MAX_ROWS

#: Rows and columns of the usual size that fit into a window, however large.
_WINDOW_ROWS, _WINDOW_COLUMNS = 150, 100
#: How much higher (in points) or wider (in characters) than the usual they may be together; the usual of each.
_MORE_HEIGHT, _MORE_WIDTH = 800.0, 300.0
_HEIGHT, _WIDTH = 15.0, 8.43


class Still(NamedTuple):
    """A part that stands still: the one-based row and zero-based column it begins with, how many of each it has."""

    baris: int
    kolom: int
    banyak_baris: int
    banyak_kolom: int


def frozen(start: tuple[int, int], row: int, column: int) -> tuple[set[int], list[tuple[int, int]]]:
    """The rows and columns that no scrolling leads to, where that many of each stand still from the cell *start* on."""
    r, k = start
    closed = {*range(1, min(r, MAX_ROWS + 1))} if row else set()
    lajur = [(0, k - 1)] if k and column else []
    # Of a still part larger than any window the rest is never seen.
    closed.update(range(r + _WINDOW_ROWS, min(r + row, MAX_ROWS + 1)))
    if column > _WINDOW_COLUMNS:
        lajur.append((k + _WINDOW_COLUMNS, k + column - 1))
    return closed, lajur


def beyond_windows(
    still: Iterable[Still], height: Callable[[int], float], width: Callable[[int], float]
) -> tuple[set[int], list[tuple[int, int]]]:
    """The rows and columns behind still parts that fill any window by the *height* of rows and *width* of columns."""
    closed: set[int] = set()
    lajur: list[tuple[int, int]] = []
    for one in still:
        r = _full(one.baris, one.banyak_baris, lambda n: height(n) - _HEIGHT, _MORE_HEIGHT)
        closed.update(range(r, MAX_ROWS + 1) if r is not None else ())
        k = _full(one.kolom, one.banyak_kolom, lambda n: width(n) - _WIDTH, _MORE_WIDTH)
        lajur += [(k, EXCEL_COLUMNS - 1)] if k is not None else []
    return closed, lajur


def _full(start: int, count: int, more: Callable[[int], float], limit: float) -> int | None:
    """The first of *count* lines from *start* on, or the next behind them, that no window has room for."""
    total = 0.0
    for n in range(start, start + min(count, _WINDOW_ROWS)):
        total += max(more(n), 0.0)
        if total > limit:
            return n + 1
    return None
