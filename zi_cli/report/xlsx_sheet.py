"""A sheet that takes whole rows: a recap has some hundred thousand cells, and calls for each are most of its cost."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet
from xlsxwriter.xmlwriter import XMLwriter

from zi_cli.named_tuple import NamedTuple

#: What the cells of a row begin with: before and behind the number of the row.
CellStarts = Sequence[tuple[str, str]]


def cell_starts(styles: Sequence[Format]) -> CellStarts:
    """How the cells of rows in these formats begin, from column A on; said once for all rows of a table."""
    return [(f'<c r="{xl_col_to_name(k)}', f'" s="{g._get_xf_index()}"') for k, g in enumerate(styles)]


class _Baris(NamedTuple):
    """Cells of one row, ready as XML; stands in XlsxWriter's table where its first cell would."""

    xml: str


@lru_cache(maxsize=1024)
def _inline(text: str) -> str:
    """The content of a text's cell and its end; names and words of a recap come back row by row."""
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    # Most text needs no escaping at all, and asking is cheaper than doing.
    plain = text.isprintable() and "_x" not in text
    content = XMLwriter._escape_data(None, text if plain else XMLwriter._escape_control_characters(text))
    return f"<is><t{space}>{content}</t></is></c>"


@lru_cache(maxsize=4096)
def _figure(nilai: float) -> str:
    """A number as XlsxWriter writes it; the values of indicators are a few."""
    return f"{nilai:.16G}"


class Lembar(Worksheet):  # type: ignore[misc]
    """XlsxWriter's sheet in constant memory, with rows written at once; a test compares the two."""

    def write_cells(self, b: int, cells: Sequence[Any], start: CellStarts, *, empty: bool = True) -> None:
        """Write *cells* (text that a cell can hold, numbers, None) into row *b*, the next one, from column A on.

        Without *empty* a None leaves no cell behind, not even its borders.
        """
        self._check_dimensions(b, 0)
        self._check_dimensions(b, len(cells) - 1)
        if b > self.previous_row:
            self._write_single_row(b)
        xml = []
        number = str(b + 1)
        for (letters, style), content in zip(start, cells, strict=True):
            if content is None or content != content:
                if empty:
                    xml.append(f"{letters}{number}{style}/>")
            elif isinstance(content, str):
                xml.append(f'{letters}{number}{style} t="inlineStr">{_inline(content)}')
            else:
                xml.append(f"{letters}{number}{style}><v>{_figure(content)}</v></c>")
        self.table[b][0] = _Baris("".join(xml))

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if isinstance(cell, _Baris):
            self.fh.write(cell.xml)
        else:
            super()._write_cell(row, col, cell)
