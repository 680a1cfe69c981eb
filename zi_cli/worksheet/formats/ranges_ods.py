"""Ranges of an .ods that a database or a pivot table fills: they are told after the sheets, by their names."""

from collections.abc import Mapping, Sequence

from zi_cli.text import dotted
from zi_cli.worksheet.formats.limits import MAX_RANGES, LimitExceeded
from zi_cli.worksheet.formats.looks import LOADED, PIVOT, SheetLook
from zi_cli.worksheet.formats.ranges_xlsx import ranges
from zi_cli.worksheet.formats.sheet_view import Range

#: The lists in which such ranges stand.
FILLED = ("table:database-ranges", "table:data-pilot-tables")
_ADDRESS = "table:target-range-address"


class FilledRanges:
    """Notes them element by element."""

    def __init__(self) -> None:
        self._alamat = ""
        self._semua: list[tuple[str, str]] = []

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element of a list begins: a range of a database counts once it says where its content comes from."""
        if name == "table:database-range":
            self._alamat = attrs.get(_ADDRESS, "")
        elif name.startswith("table:database-source-"):
            self._semua.append((self._alamat, LOADED))
        elif name == "table:data-pilot-table":
            self._semua.append((attrs.get(_ADDRESS, ""), PIVOT))
        if len(self._semua) > MAX_RANGES:
            raise LimitExceeded(f"lebih dari {dotted(MAX_RANGES)} rentang basis data")

    def applied(self, names: Sequence[str], looks: Sequence[SheetLook]) -> list[SheetLook]:
        """The *looks* of the sheets *names* with these ranges; one of an unknown sheet may be on any."""
        results = [*looks]
        for address, what in self._semua:
            sheet = address.partition(":")[0].rpartition(".")[0].removeprefix("$").strip("'").replace("''", "'")
            regions = ranges(":".join(x.rpartition(".")[2] for x in address.split(":")))
            added: tuple[tuple[Range, str], ...] = tuple((r, what) for r in regions)
            for i, name in enumerate(names):
                if name == sheet or sheet not in names:
                    results[i] = results[i]._replace(sumber=(*results[i].sumber, *added))
        return results
