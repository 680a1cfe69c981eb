"""Ranges of an .ods that a database or a pivot table fills: they are told after the sheets, by their names."""

import re
from collections.abc import Iterator, Mapping, Sequence

from zi_cli.text import dotted
from zi_cli.worksheet.formats.limits import MAX_RANGES, LimitExceeded
from zi_cli.worksheet.formats.looks import LOADED, PIVOT, SheetLook
from zi_cli.worksheet.formats.ranges_xlsx import ranges
from zi_cli.worksheet.formats.sheet_view import Range

#: The lists in which such ranges stand.
FILLED = ("table:database-ranges", "table:data-pilot-tables")
#: What conditions and small charts may make of cells, in words.
CONDITIONS = "format bersyarat atau grafik mini di lembar lain"
_ADDRESS = "table:target-range-address"
#: An address of cells with the name of its sheet, which may stand in quotes.
_TOKEN = re.compile(r"(?:'(?:[^']|'')*'|[^\s'])+")
_QUOTED = re.compile(r"'(?:[^']|'')*'")


def addresses(text: str) -> list[tuple[str, list[Range]]]:
    """The ranges of a list of addresses, each with the name of the sheet that it is on, "" where it names none."""
    results: list[tuple[str, list[Range]]] = []
    for token in _TOKEN.findall(text) if "'" not in text or text.count("'") % 2 == 0 else (text,):
        # Within quotes a point or a colon is a letter.
        names: list[str] = _QUOTED.findall(token)
        bare = _QUOTED.sub("\0", token)
        cells = ":".join(x.rpartition(".")[2] for x in bare.split(":"))
        sheet = bare.partition(":")[0].rpartition(".")[0].removeprefix("$")
        sheet = names[0][1:-1].replace("''", "'") if sheet == "\0" else sheet
        results.append((sheet, ranges(cells)))
    return results


class FilledRanges:
    """Notes them element by element."""

    def __init__(self) -> None:
        self._alamat = ""
        self._semua: list[tuple[str, str]] = []
        self._tombol: list[str] = []

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element of a list begins: a range of a database counts once it says where its content comes from."""
        if name == "table:database-range":
            self._alamat = attrs.get(_ADDRESS, "")
            if attrs.get("table:display-filter-buttons") == "true":
                self._tombol.append(self._alamat)
        elif name.startswith("table:database-source-"):
            self._semua.append((self._alamat, LOADED))
        elif name == "table:data-pilot-table":
            self._semua.append((attrs.get(_ADDRESS, ""), PIVOT))
        self._check()

    def elsewhere(self, address: str, sheet: str, what: str) -> None:
        """Note what stands on *sheet* and is for the cells of *address*, which may be on another one."""
        if any(name not in ("", sheet) for name, _ in addresses(address)):
            self._semua.append((address, what))
            self._check()

    def _check(self) -> None:
        if len(self._semua) + len(self._tombol) > MAX_RANGES:
            raise LimitExceeded(f"lebih dari {dotted(MAX_RANGES)} rentang basis data")

    def applied(self, names: Sequence[str], looks: Sequence[SheetLook]) -> list[SheetLook]:
        """The *looks* of the sheets *names* with these ranges; one of an unknown sheet may be on any."""
        results = [*looks]
        for address, what in self._semua:
            for i, regions in _placed(address, names):
                added: tuple[tuple[Range, str], ...] = tuple((r, what) for r in regions)
                results[i] = results[i]._replace(sumber=(*results[i].sumber, *added))
        for address in self._tombol:
            for i, regions in _placed(address, names):
                view = results[i].tampilan
                buttons = (*view.tombol, *((a, b, a, d) for a, b, _, d in regions))
                results[i] = results[i]._replace(tampilan=view._replace(tombol=buttons))
        return results


def _placed(address: str, names: Sequence[str]) -> Iterator[tuple[int, list[Range]]]:
    """The ranges of an address by the number of their sheet."""
    for sheet, regions in addresses(address):
        yield from ((i, regions) for i, name in enumerate(names) if name == sheet or sheet not in names)
