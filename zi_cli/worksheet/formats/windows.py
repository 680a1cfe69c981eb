"""Which sheets the windows of a workbook lead to, whatever its format."""

from collections.abc import Iterable

from zi_cli.named_tuple import NamedTuple


class Window(NamedTuple):
    """One window: the sheet in front (by number, from zero), whether it has tabs to leave that one by, and is seen."""

    aktif: int = 0
    tab: bool = True
    tampil: bool = True


def unreachable(windows: Iterable[Window], count: int) -> frozenset[int]:
    """Those of *count* sheets, by number from zero, that no window shows and no tab leads to."""
    every = [*windows]
    if not every or any(j.tampil and j.tab for j in every):
        return frozenset()
    # Where no window is seen at all, nothing is.
    return frozenset(range(count)) - {j.aktif for j in every if j.tampil}
