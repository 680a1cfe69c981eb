"""Where the cells of an .ods lead when they are clicked: links in their text, and formulas of HYPERLINK."""

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.formulas_xlsx import Formula
from zi_cli.worksheet.formats.limits import EXCEL_COLUMNS, EXCEL_ROWS, parse_xml
from zi_cli.worksheet.formats.links import SheetLinks

_TABLE, _TEXT = "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_CELLS = (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell")
_HREF = "http://www.w3.org/1999/xlink href"


def read_links_ods(container: Container) -> list[SheetLinks]:
    """The links of each table of the document, in order."""
    readers = _Reader()
    parse_xml(container.read("content.xml"), readers.begin, readers.end, lambda _: None, ruang_nama=True)
    return readers.lembar


class _Reader:
    def __init__(self) -> None:
        self.lembar: list[SheetLinks] = []
        self._dalam = 0
        self._baris = self._kolom = self._ulang_baris = self._ulang_sel = 0

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        if element == f"{_TABLE} table":
            self._dalam += 1
            if self._dalam == 1:
                self.lembar.append(SheetLinks())
                self._baris = 0
        if self._dalam != 1:
            return
        if element == f"{_TABLE} table-row":
            self._ulang_baris, self._kolom = _repeated(attributes, "rows", EXCEL_ROWS), 0
        elif element in _CELLS:
            self._ulang_sel = _repeated(attributes, "columns", EXCEL_COLUMNS)
            formula = attributes.get(f"{_TABLE} formula", "")
            place = (self._baris + 1, self._kolom)
            self.lembar[-1].add_formula(place, Formula(formula, place))
        elif element == f"{_TEXT} a":
            a, k = self._baris + 1, self._kolom
            until = a + self._ulang_baris - 1, k + self._ulang_sel - 1
            self.lembar[-1].add((a, k, *until), attributes.get(_HREF, ""))

    def end(self, element: str) -> None:
        if element == f"{_TABLE} table":
            self._dalam -= 1
        elif self._dalam == 1 and element == f"{_TABLE} table-row":
            self._baris += self._ulang_baris
        elif self._dalam == 1 and element in _CELLS:
            self._kolom += self._ulang_sel


def _repeated(attributes: dict[str, str], what: str, most: int) -> int:
    text = attributes.get(f"{_TABLE} number-{what}-repeated", "1")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 11 else 1
