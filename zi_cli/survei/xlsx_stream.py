"""Sheets of an .xlsx read cell by cell, without holding more than one row and the shared texts.

As strict as the worksheet reader, by whose grammar (``walk_xlsx``) it goes: one reading or none. Rows or cells out of
order are refused besides: they could not be put in order without holding the sheet.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import (
    EXCEL_COLUMNS,
    EXCEL_ROWS,
    MIB,
    Budget,
    Damaged,
    LimitExceeded,
    check_sheet_count,
)
from zi_cli.worksheet.formats.package_xlsx import main_part, read_relations, read_workbook, related
from zi_cli.worksheet.formats.walk_xlsx import Cell, Cells, Texts, Walker

SHEET_BYTES = 1024 * MIB  #: bytes of one sheet, inflated
TEXT_BYTES = 128 * MIB  #: bytes of the shared texts, inflated
_CHUNK = 1 * MIB  #: bytes between two "<"; no cell is that long

#: What a formula holds whose result was never stored: no answer, and no blank.
NOT_CALCULATED = "(rumus belum dihitung)"

Baris = Callable[[], Iterator[tuple[int, list[Any]]]]


def stream_sheets(data: bytes) -> list[tuple[str, bool, int, Baris]] | None:
    """Name, visibility, epoch and rows of each worksheet of *data*; None when it holds no .xlsx workbook.

    The epoch is the number of days to add to a date's number so that it counts from 30 December 1899.
    Raises ``Damaged`` or ``LimitExceeded``, now or while rows are read.
    """
    container = Container(data, Budget())
    main = main_part(container)
    if main is None or main.endswith(".bin") or "content.xml" in container:
        return None
    book = read_workbook(container, main)
    check_sheet_count(len(book.lembar))
    relations = read_relations(container, main)
    bagian_teks = related(relations, "sharedStrings")
    texts: list[str] = []

    def shared() -> list[str]:
        if not texts and bagian_teks is not None and bagian_teks in container:
            texts.extend(_shared_strings(container, bagian_teks))
        return texts

    sheets: list[tuple[str, bool, int, Baris]] = []
    shift = 1462 if book.tarikh_1904 else 0
    for entry in book.lembar:
        target = relations.get(entry.id_relasi)
        if target is None or target.bagian is None:
            raise Damaged("lembar tanpa isi")
        if target.jenis == "worksheet":

            def rows(part: str = target.bagian) -> Iterator[tuple[int, list[Any]]]:
                return _rows(container, part, shared())

            sheets.append((entry.nama, entry.keadaan == "visible", shift, rows))
    return sheets


class _Parser:
    """Feeds pieces of XML to a walker; names come as "namespace name"."""

    def __init__(self, part: str, recipient: Walker) -> None:
        import pyexpat

        self._bagian, self._galat = part, pyexpat.ExpatError
        self._sejak = 0
        self._p = p = pyexpat.ParserCreate(namespace_separator=" ")
        p.buffer_text = True
        p.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_NEVER)
        p.StartDoctypeDeclHandler = self._doctype
        p.StartElementHandler = recipient.begin
        p.EndElementHandler = recipient.end
        p.CharacterDataHandler = recipient.on_text

    def _doctype(self, *_: object) -> None:
        raise LimitExceeded(f"bagian {self._bagian[:80]} memuat deklarasi entitas")

    def feed(self, chunk: bytes, end: bool = False) -> None:
        first = chunk.find(b"<")
        self._sejak += len(chunk) if first < 0 else first
        if self._sejak > _CHUNK:
            raise LimitExceeded("satu bagian XML terlalu panjang")
        if first >= 0:
            self._sejak = len(chunk) - chunk.rfind(b"<")
        try:
            self._p.Parse(chunk, end)
        except self._galat as e:
            raise Damaged(f"bagian {self._bagian[:80]} rusak pada baris {e.lineno}") from None


def _shared_strings(container: Container, part: str) -> list[str]:
    recipient = Texts(part)
    _feed_all(container, part, TEXT_BYTES, _Parser(part, recipient))
    return recipient.teks


def _feed_all(container: Container, part: str, limit: int, parser: _Parser) -> None:
    for chunk in container.stream(part, limit):
        parser.feed(chunk)
    parser.feed(b"", end=True)


class _Rows(Cells):
    """Makes rows of the cells of one sheet, which stand in order."""

    def __init__(self, part: str, texts: list[str]) -> None:
        super().__init__(part, len(texts), EXCEL_ROWS)
        self.siap: list[tuple[int, list[Any]]] = []
        self._teks = texts
        self._baris: list[Any] = []
        self._sampai = (0, 0)

    def take(self, cell: Cell) -> None:
        """Add the cell to its row."""
        if (cell.baris, cell.kolom) <= self._sampai:
            raise self.refused("sel atau baris tidak urut")
        self._sampai = (cell.baris, cell.kolom)
        content = self._value(cell)
        if content is not None:
            self._baris += [None] * (cell.kolom - 1 - len(self._baris))
            self._baris.append(content)

    def end_row(self) -> None:
        """The row is whole."""
        self._sampai = max(self._sampai, (self.row_number, EXCEL_COLUMNS))
        if self._baris:
            self.siap.append((self.row_number, self._baris))
            self._baris = []

    def _value(self, cell: Cell) -> object:
        """Text, number, or None for a cell that shows nothing."""
        if not cell.nilai and cell.rumus is not None and cell.tipe != "str":
            return NOT_CALCULATED
        if not cell.nilai:
            return None
        if cell.tipe == "s":
            return self._teks[int(cell.nilai)] or None
        if cell.tipe == "b":
            return "TRUE" if cell.nilai in ("1", "true") else "FALSE"
        if cell.tipe == "n":
            figure = float(cell.nilai)
            if not math.isfinite(figure):
                raise self.refused("nilai sel bukan angka")
            return figure
        return cell.nilai


def _rows(container: Container, part: str, texts: list[str]) -> Iterator[tuple[int, list[Any]]]:
    recipient = _Rows(part, texts)
    parser = _Parser(part, recipient)
    for chunk in container.stream(part, SHEET_BYTES):
        parser.feed(chunk)
        if recipient.siap:
            yield from recipient.siap
            recipient.siap = []
    parser.feed(b"", end=True)
    yield from recipient.siap
