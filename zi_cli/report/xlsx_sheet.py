"""A sheet that takes whole rows: a recap has some hundred thousand cells, and calls for each are most of its cost."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from zi_cli.named_tuple import NamedTuple

_huruf = cache(xl_col_to_name)


class _Baris(NamedTuple):
    """Cells of one row, ready as XML; stands in XlsxWriter's table where its first cell would."""

    xml: str


class Lembar(Worksheet):  # type: ignore[misc]
    """XlsxWriter's sheet in constant memory, with rows written at once; a test compares the two."""

    def write_cells(self, b: int, sel: Sequence[Any], gaya: Sequence[Format], *, kosong: bool = True) -> None:
        """Write *sel* (text that a cell can hold, numbers, None) into row *b*, the next one, from column A on.

        Without *kosong* a None leaves no cell behind, not even its borders.
        """
        self._check_dimensions(b, 0)
        self._check_dimensions(b, len(sel) - 1)
        if b > self.previous_row:
            self._write_single_row(b)
        nomor = b + 1
        xml = []
        for k, (isi, g) in enumerate(zip(sel, gaya, strict=True)):
            if isi is None or isi != isi:
                if kosong:
                    xml.append(f'<c r="{_huruf(k)}{nomor}" s="{g._get_xf_index()}"/>')
            elif isinstance(isi, str):
                ruang = ' xml:space="preserve"' if isi[:1].isspace() or isi[-1:].isspace() else ""
                # Most text needs no escaping at all, and asking is cheaper than doing.
                teks = isi if isi.isprintable() and "_x" not in isi else self._escape_control_characters(isi)
                awal = f'<c r="{_huruf(k)}{nomor}" s="{g._get_xf_index()}" t="inlineStr">'
                xml.append(f"{awal}<is><t{ruang}>{self._escape_data(teks)}</t></is></c>")
            else:
                xml.append(f'<c r="{_huruf(k)}{nomor}" s="{g._get_xf_index()}"><v>{isi:.16G}</v></c>')
        self.table[b][0] = _Baris("".join(xml))

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if isinstance(cell, _Baris):
            self.fh.write(cell.xml)
        else:
            super()._write_cell(row, col, cell)
