"""A sheet that takes whole rows: a recap has some hundred thousand cells, and calls for each are most of its cost."""

from collections.abc import Callable, Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet
from xlsxwriter.xmlwriter import XMLwriter

from zi_cli.named_tuple import NamedTuple

#: Where the number of the row belongs in a cell's XML; no text keeps this character.
_ROW = "\0"
#: Contents of one column whose XML is kept: names and words of a recap come back row by row, most figures too.
_KEPT = 4096


class ColumnCells(dict[Any, str]):
    """What a cell of one column is as XML, by its content, with the row's number left open.

    *storable* makes text what a cell can hold. Without *empty* a None leaves no cell behind, not even its borders.
    """

    def __init__(self, k: int, style: Format, storable: Callable[[str], str], *, empty: bool = True) -> None:
        super().__init__()
        self._awal = f'<c r="{xl_col_to_name(k)}{_ROW}" s="{style._get_xf_index()}"'
        self._storable, self._empty = storable, empty

    def __missing__(self, content: Any) -> str:
        if len(self) >= _KEPT:
            self.clear()
        self[content] = made = self._make(content)
        return made

    def _make(self, content: Any) -> str:
        if content is None or content != content:
            return f"{self._awal}/>" if self._empty else ""
        if isinstance(content, str):
            return f'{self._awal} t="inlineStr">{_inline(self._storable(content))}'
        return f"{self._awal}><v>{content:.16G}</v></c>"


class _Baris(NamedTuple):
    """Cells of one row, ready as XML; stands in XlsxWriter's table where its first cell would."""

    xml: str


def _inline(text: str) -> str:
    """The content of a text's cell and its end."""
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    # Most text needs no escaping at all, and asking is cheaper than doing.
    plain = text.isprintable() and "_x" not in text
    content = XMLwriter._escape_data(None, text if plain else XMLwriter._escape_control_characters(text))
    return f"<is><t{space}>{content}</t></is></c>"


class Lembar(Worksheet):  # type: ignore[misc]
    """XlsxWriter's sheet in constant memory, with rows written at once; a test compares the two."""

    def write_cells(self, b: int, cells: Sequence[Any], columns: Sequence[ColumnCells]) -> None:
        """Write *cells* (text, numbers, None) into row *b*, the next one, from column A on."""
        self._check_dimensions(b, 0)
        self._check_dimensions(b, len(cells) - 1)
        if b > self.previous_row:
            self._write_single_row(b)
        xml = "".join([c[x] for c, x in zip(columns, cells, strict=True)])
        self.table[b][0] = _Baris(xml.replace(_ROW, str(b + 1)))

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        # Ours hold no function newer than the format, which XlsxWriter would search each of them for by 36 patterns.
        return formula.removeprefix("=")

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if isinstance(cell, _Baris):
            self.fh.write(cell.xml)
        else:
            super()._write_cell(row, col, cell)
