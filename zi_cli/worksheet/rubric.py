"""The rubric that a worksheet carries itself: the text beside each row that says which answer is which."""

from collections.abc import Mapping

from zi_cli.instrumen.tree import Instrumen
from zi_cli.text import strip_controls
from zi_cli.worksheet.formats.open import Workbook
from zi_cli.worksheet.model import NOT_CALCULATED
from zi_cli.worksheet.read import find_layout

#: Longest text a cell of a workbook holds.
_MAX_TEXT = 32767


def read_rubric(book: Workbook, instrumen: Instrumen) -> Mapping[str, str]:
    """Texts of the column of criteria, by kode of the row; empty where there is no such column.

    Raises ``UnreadableInput`` (LKE105) when *book* holds no worksheet.
    """
    layout, _ = find_layout(book, instrumen)
    columns: dict[int, int] = {}
    for b in layout.bagian:
        for k, t in b.kepala.kolom:
            if t.peran == "kriteria":
                columns.setdefault(b.indeks, k)
    results: dict[str, str] = {}
    for code, sheet, r, _ in layout.letak:
        row = book.lembar[sheet][1][r]
        k = columns.get(sheet, len(row))
        content = row[k] if k < len(row) else ""
        if isinstance(content, str) and content != NOT_CALCULATED and (text := strip_controls(content).strip()):
            results[code] = text[:_MAX_TEXT]
    return results
