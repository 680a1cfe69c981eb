"""Where the cells of a sheet lead when they are clicked: hyperlinks, and formulas of HYPERLINK; nothing is opened.

A cell may show other words than the address that it leads to ("klik di sini"), or even another address.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from zi_cli.text import dotted
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.formulas_xlsx import Formula, read_formulas
from zi_cli.worksheet.formats.limits import (
    EXCEL_COLUMNS,
    EXCEL_ROWS,
    MAX_LINK_LENGTH,
    MAX_RANGES,
    MAX_ROWS,
    LimitExceeded,
    parse_xml,
)
from zi_cli.worksheet.formats.package_xlsx import MAIN_NS, read_relations, read_workbook, read_xml
from zi_cli.worksheet.formats.plain_xlsx import column_number
from zi_cli.worksheet.formats.sheet_view import Place, Range
from zi_cli.worksheet.model import NilaiSel

_LINKS = frozenset(f"{ruang} hyperlink" for ruang in MAIN_NS)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_CALL = re.compile(r"(?<![\w.])HYPERLINK\s*\(\s*", re.IGNORECASE)
#: A text, or a cell of the same sheet; in OpenDocument the latter stands in brackets.
_TERM = re.compile(r'"((?:[^"]|"")*+)"|(\[?\.?)(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})\]?')

#: The value of a cell by its place.
ValueAt = Callable[[Place], NilaiSel]


class SheetLinks:
    """The addresses behind the cells of one sheet; "" is one that can't be told."""

    def __init__(self) -> None:
        self._sel: dict[Place, list[str]] = {}
        self._rentang: list[tuple[Range, str]] = []
        self._rumus: dict[Place, Formula] = {}

    def add(self, span: Range, address: str) -> None:
        """The cells of *span* lead to *address*; a place within the same workbook is no address."""
        if address.startswith("#"):
            return
        if len(address) > MAX_LINK_LENGTH:
            raise LimitExceeded(f"alamat di balik sel lebih dari {dotted(MAX_LINK_LENGTH)} karakter")
        a, k, b, m = span
        if (a, k) == (b, m):
            self._sel.setdefault((a, k), []).append(address)
        else:
            self._rentang.append((span, address))
        if len(self._sel) > MAX_ROWS or len(self._rentang) > MAX_RANGES:
            raise LimitExceeded(f"lebih dari {dotted(MAX_RANGES)} rentang bertautan di satu lembar")

    def add_formula(self, place: Place, formula: Formula) -> None:
        """The cell's formula, which may call HYPERLINK."""
        if _CALL.search(formula.teks):
            self._rumus[place] = formula

    def at(self, place: Place, nilai: ValueAt) -> tuple[str, ...]:
        """The addresses behind one cell, each once, by the values of the sheet."""
        formula = self._rumus.get(place)
        every = [
            *self._sel.get(place, ()),
            *(t for (a, k, b, m), t in self._rentang if a <= place[0] <= b and k <= place[1] <= m),
            *(_called(formula, place, nilai) if formula is not None else ()),
        ]
        return tuple(dict.fromkeys(t for t in every if not t.startswith("#")))


def values_of(rows: Sequence[Sequence[NilaiSel]]) -> ValueAt:
    """The values of a sheet's rows by place; "" outside of them."""

    def value(place: Place) -> NilaiSel:
        r, k = place
        return rows[r - 1][k] if 0 < r <= len(rows) and 0 <= k < len(rows[r - 1]) else ""

    return value


def _called(formula: Formula, place: Place, nilai: ValueAt) -> Iterator[str]:
    """The first argument of every call of HYPERLINK: texts and cells joined by "&"; "" for anything else."""
    for m in _CALL.finditer(formula.teks):
        address, p = "", m.end()
        while (suku := _TERM.match(formula.teks, p)) is not None:
            if suku[1] is not None:
                address += suku[1].replace('""', '"')
            else:
                row, column = int(suku[6]), column_number(suku[4].upper()) - 1
                row += 0 if suku[5] else place[0] - formula.asal[0]
                column += 0 if suku[3] else place[1] - formula.asal[1]
                content = nilai((row, column))
                address += content if isinstance(content, str) else "\0"
            p = suku.end()
            sambung = re.compile(r"\s*&\s*").match(formula.teks, p)
            if sambung is None or len(address) > MAX_LINK_LENGTH:
                break
            p = sambung.end()
        done = re.compile(r"\s*[,;)]").match(formula.teks, p) is not None
        address = address.strip()
        if done and "\0" not in address and len(address) <= MAX_LINK_LENGTH:
            if address:
                yield address
        else:
            yield ""


def read_links_xlsx(data: bytes, container: Container, main: str) -> list[SheetLinks]:
    """The links of each worksheet of the package, in order; raises ``Damaged`` or ``LimitExceeded``."""
    relation, formula = read_relations(container, main), read_formulas(data).sel
    results = []
    for entry in read_workbook(container, main).lembar:
        target = relation.get(entry.id_relasi)
        if target is not None and target.jenis == "worksheet" and target.bagian is not None:
            sheet = SheetLinks()
            _hyperlinks(container, target.bagian, sheet)
            for place, one in formula.get(entry.nama, {}).items():
                sheet.add_formula(place, one)
            results.append(sheet)
    return results


def _hyperlinks(container: Container, part: str, sheet: SheetLinks) -> None:
    """The elements ``hyperlink`` of a sheet; the address is that of a relation to what lies outside the file."""
    content = read_xml(container, part)
    if b"hyperlink" not in content:
        return
    relations = read_relations(container, part)

    def begin(element: str, attributes: dict[str, str]) -> None:
        region = cell_range(attributes.get("ref", "")) if element in _LINKS else None
        if region is None:
            return
        id_ = next((v for k, v in attributes.items() if k.endswith("/relationships id")), None)
        target = relations.get(id_) if id_ is not None else None
        place = f"#{attributes['location']}" if attributes.get("location") else ""
        if target is not None and target.luar is not None:
            sheet.add(region, target.luar + place)
        elif place == "" or id_ is not None:
            sheet.add(region, "")

    parse_xml(content, begin, lambda _: None, lambda _: None, ruang_nama=True)


def cell_range(text: str) -> Range | None:
    """The range that *text* names ("N5", "N5:O6"); None for no range."""
    m = _RANGE.fullmatch(text)
    if m is None:
        return None
    a, k = int(m[2]), column_number(m[1]) - 1
    b, n = (int(m[4]), column_number(m[3]) - 1) if m[3] else (a, k)
    return (a, k, b, n) if a <= b <= EXCEL_ROWS and k <= n < EXCEL_COLUMNS else None
