"""Sheets and shared texts of .xlsx in any other form than the ordinary one, parsed and written anew in that form."""

import re

from zi_cli.findings.record import column_letters
from zi_cli.worksheet.formats.limits import MAX_ROWS, parse_xml
from zi_cli.worksheet.formats.package_xlsx import escape
from zi_cli.worksheet.formats.walk_xlsx import Cell, Cells, Texts

_RANGE = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?")


def rewritten_sheet(content: bytes, part: str, text_count: int, *, formula: bool) -> bytes:
    """``sheetData`` of the sheet part in ordinary form; raises ``Damaged`` and ``LimitExceeded``.

    With *formula* it keeps what its formulas say, else only that there is one.
    """
    readers = _Rewriter(part, text_count, formula=formula)
    parse_xml(content, readers.begin, readers.end, readers.on_text, ruang_nama=True)
    return readers.data()


def rewritten_texts(content: bytes, part: str) -> tuple[str, int]:
    """The shared texts in ordinary form (what ``sst`` holds) and their number; raises as :func:`rewritten_sheet`."""
    readers = Texts(part)
    parse_xml(content, readers.begin, readers.end, readers.on_text, ruang_nama=True)
    return "".join(f'<si><t xml:space="preserve">{escape(t)}</t></si>' for t in readers.teks), len(readers.teks)


class _Rewriter(Cells):
    """Collects cells as they are written in ordinary form."""

    def __init__(self, part: str, text_count: int, *, formula: bool) -> None:
        super().__init__(part, text_count, MAX_ROWS)
        self._simpan_rumus = formula
        self._sel: dict[int, dict[int, str]] = {}

    def data(self) -> bytes:
        """The cells in order, as ``sheetData``."""
        pieces = ["<sheetData>"]
        for number in sorted(self._sel):
            cell = "".join(
                f'<c r="{column_letters(k - 1)}{number}"{content}' for k, content in self._sel[number].items()
            )
            pieces.append(f'<row r="{number}">{cell}</row>')
        return ("".join(pieces) + "</sheetData>").encode("utf-8", "surrogatepass")

    def take(self, cell: Cell) -> None:
        """Note the cell."""
        row_cells = self._sel.setdefault(cell.baris, {})
        if cell.kolom in row_cells:
            raise self.refused("sel ada dua kali")
        row_cells[cell.kolom] = self._written(cell)

    def _written(self, cell: Cell) -> str:
        """What follows the address of the cell in ordinary form."""
        header = f' s="{cell.gaya}" t="{cell.tipe}">'
        if cell.tipe == "inlineStr":
            return f'{header}<is><t xml:space="preserve">{escape(cell.nilai or "")}</t></is></c>'
        header += self._formula(cell) if cell.rumus is not None else ""
        if cell.nilai is None:
            return f"{header}</c>"
        return f"{header}<v>{escape(cell.nilai)}</v></c>"

    def _formula(self, cell: Cell) -> str:
        a = cell.atribut_rumus
        if a.get("t") in ("array", "dataTable") and _RANGE.fullmatch(a.get("ref", "")):
            text = escape(cell.rumus or "") if self._simpan_rumus else ""
            return f'<f t="{a["t"]}" ref="{a["ref"]}">{text}</f>'
        if not self._simpan_rumus or not (a.get("t", "normal") + a.get("si", "")).isalnum():
            return "<f></f>"
        shared = f' t="{a["t"]}" si="{a.get("si", "")}"' if "t" in a else ""
        return f"<f{shared}>{escape(cell.rumus or '')}</f>"
