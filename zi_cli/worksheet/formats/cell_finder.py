"""Single cells of plain .xlsx sheets, as they are written."""

import re

from zi_cli.findings.record import column_letters
from zi_cli.worksheet.formats.sheet_view import Place

_CELL_START = rb'<c r="[A-Z]+[0-9]+"'
#: Bytes of a sheet in which single cells are searched for; in a larger one their places are noted once.
_SEARCH_DIRECTLY = 300_000


class CellFinder:
    """Finds the cells of sheets, which are told apart by number."""

    def __init__(self) -> None:
        self._letak: dict[int, dict[bytes, int]] = {}

    def cell(self, sheet: int, content: bytes, place: Place) -> bytes:
        """A cell of the sheet *content* as it is written, "" where none is."""
        address = f'<c r="{column_letters(place[1])}{place[0]}"'.encode()
        if len(content) < _SEARCH_DIRECTLY:
            start = content.find(address)
        else:
            if sheet not in self._letak:
                self._letak[sheet] = {m[0]: m.start() for m in re.finditer(_CELL_START, content)}
            start = self._letak[sheet].get(address, -1)
        end = content.find(b">", start) + 1
        if start < 0 or content[end - 2 : end] == b"/>":
            return content[start:end] if start >= 0 else b""
        return content[start : content.find(b"</c>", end)]
