"""Cells of a plain .xlsx sheet: how long its texts are, and which formulas were never calculated."""

import re
from functools import cached_property

from zi_cli.text import dotted
from zi_cli.worksheet.formats.limits import MAX_CELLS, MAX_TEXT_BYTES, Budget, LimitExceeded
from zi_cli.worksheet.formats.plain_xlsx import PlainSheet, column_number

# Compiled where they are used: an ordinary sheet needs none of them.
_TIDY_CELL = rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="\d{1,5}")?(?: t="(\w+)")?>'
_TEXT_REFERENCE = rb' t="s"><v>(\d{1,7})</v></c>'
_SHORTEST_REFERENCE = len(b'<c t="s"><v>0</v></c>')
_ERROR = rb'(<c r="[A-Z0-9]+"(?: s="[0-9]+"|)) t="e">'
_FORMULA = rb"</f>|<f [^<>]*/>"
# Starts with the one letter that both ends of a formula share: the search looks for that letter first.
_EMPTY_FORMULA = rb"f(?:(?<=</f)>|(?<=<f) [^<>]*/>)(?:<v></v>|<v ?/>|<v>0</v>)?</c>"


class SharedStrings:
    """The shared texts, and upper bounds in bytes for how long they are.

    *bita_lembar* is the size of all sheets that may refer to them.
    """

    def __init__(self, content: bytes, sheet_bytes: int) -> None:
        self.isi = content
        self._bita_lembar = sheet_bytes

    @cached_property
    def surely_fits(self) -> bool:
        """Whether the texts stay within the limit even if the sheets were nothing but references to the longest."""
        reference = self._bita_lembar // _SHORTEST_REFERENCE
        return reference * len(self.isi) <= MAX_TEXT_BYTES or self._all_closed_within(MAX_TEXT_BYTES // reference)

    @cached_property
    def longest(self) -> int:
        """An upper bound in bytes for the longest text, found without looking at each."""
        for limit in (2048, 8192, 32_768):
            if self._all_closed_within(limit):
                return min(limit, len(self.isi))
        return len(self.isi)

    def _all_closed_within(self, limit: int) -> bool:
        """Whether every stretch of *limit* bytes holds a closing tag (one written otherwise does not count)."""
        p = 0
        while len(self.isi) - p > limit:
            p = self.isi.rfind(b"</si>", p + 1, p + limit)
            if p < 0:
                return False
        return True

    @cached_property
    def lengths(self) -> list[int]:
        """A bound for each text."""
        return [*map(len, self.isi.split(b"</si>"))]


def check_sheet(
    sheet: PlainSheet, measure: Budget, text: SharedStrings, recalculate: bool
) -> tuple[bytes, list[tuple[int, int]]]:
    """Count the sheet in *measure*; return the bytes to read and the formulas without a value.

    The library drops an error value and refuses the newer ones; turned into text both come through.
    """
    content = sheet.isi
    if len(content) > 8 * MAX_CELLS and content.count(b"</c>") > MAX_CELLS:
        raise LimitExceeded(f"lebih dari {dotted(MAX_CELLS)} sel di satu lembar")
    formula = _empty_formulas(content, recalculate) if sheet.tanpa_hasil else []
    octets = 0
    if not text.surely_fits:
        octets = content.count(b' t="s"') * text.longest
        if not measure.fits(sheet.baris, sheet.kolom, octets):
            length = text.lengths
            octets = sum(length[int(n)] for n in re.findall(_TEXT_REFERENCE, content))
    measure.add_sheet(sheet.baris, sheet.kolom, octets)
    return re.sub(_ERROR, rb'\1 t="str">', content) if content.rfind(b' t="e"') >= 0 else content, formula


def _empty_formulas(content: bytes, recalculate: bool) -> list[tuple[int, int]]:
    """Formulas whose cell holds no value.

    A value "" of type ``str`` is a result. Where the file asks to be calculated on opening and every
    formula of the sheet says 0, none was calculated: some programs write 0 beside each formula.
    """
    results: list[tuple[int, int]] = []
    zeros: list[tuple[int, int]] = []
    for m in re.finditer(_EMPTY_FORMULA, content):
        cell = re.compile(_TIDY_CELL).match(content, content.rfind(b"<c ", 0, m.start()))
        if cell is None:
            # Text that only looks like the end of a formula.
            continue
        if cell[3] == b"str" and b"<v" in m[0]:
            continue
        (zeros if b"<v>0" in m[0] else results).append((int(cell[2]), column_number(cell[1].decode()) - 1))
    if recalculate and zeros and len(zeros) == len(re.findall(_FORMULA, content)):
        return zeros
    return results
