"""Checks of .xlsb: the binary records of each sheet, walked as the reading library walks them."""

from collections.abc import Iterable, Iterator
from functools import partial
from struct import error as StructError
from struct import unpack_from

from zi_cli.worksheet.formats.binary_book import BinaryBook, CellOrder
from zi_cli.worksheet.formats.container import Container, assemble
from zi_cli.worksheet.formats.drawings_xlsx import covered
from zi_cli.worksheet.formats.limits import (
    EXCEL_COLUMNS,
    EXCEL_ROWS,
    MAX_BINARY_BYTES,
    MAX_CODE,
    Budget,
    Damaged,
    LimitExceeded,
    check_sheet_count,
)
from zi_cli.worksheet.formats.looks import SheetLook
from zi_cli.worksheet.formats.looks_xlsb import read_look
from zi_cli.worksheet.formats.package_xlsx import OFFICE_RELATION, Relation, escape, read_relations, related
from zi_cli.worksheet.formats.records_xlsb import records
from zi_cli.worksheet.formats.sheets_xls import ERRORS
from zi_cli.worksheet.formats.styles_xlsb import XlsbStyles, read_styles, run_fonts
from zi_cli.worksheet.formats.tables_xlsb import surroundings
from zi_cli.worksheet.formats.windows import Window, unreachable

_WORKBOOK = "xl/workbook.bin"
_RELATIONS = "xl/_rels/workbook.bin.rels"
_TEXTS = "xl/sharedStrings.bin"
_STYLES = "xl/styles.bin"

_ROW, _ERROR, _ISST, _FMLA_ERROR, _BEGIN_SHEET_DATA, _END_SHEET_DATA = 0x0000, 0x0003, 0x0007, 0x000B, 0x0091, 0x0092
_SST_ITEM, _FMT, _BUNDLE_SH, _BOOK_VIEW, _RSTRING = 0x0013, 0x002C, 0x009C, 0x009E, 0x003E
#: Cells that are counted from the one before, which some programs read and others do not.
_SHORT_CELLS = range(12, 19)
#: Around what only some versions understand.
_BEGIN_APART, _END_APART = (35, 37), (36, 38)


def prepare_xlsb(container: Container, workbook_name: str, measure: Budget) -> BinaryBook:
    """Check the workbook; return what the reading library may read, and how its cells look.

    *workbook_name* is the workbook that the package names; relations lead to all other parts.
    Raises ``Damaged`` or ``LimitExceeded``.
    """
    measure.batas_isi = MAX_BINARY_BYTES
    try:
        return _check(container, workbook_name, measure)
    except (StructError, IndexError):
        raise Damaged("rekaman .xlsb terpotong") from None


def _check(container: Container, workbook_name: str, measure: Budget) -> BinaryBook:
    book, relation = container.read(workbook_name), read_relations(container, workbook_name)
    parts: list[tuple[str, bytes, int | None]] = [(_WORKBOOK, book, None)]
    lengths: list[int] = []
    variants: dict[int, list[int]] = {}
    style = XlsbStyles({}, frozenset())
    text_name, style_name = related(relation, "sharedStrings"), related(relation, "styles")
    if text_name is not None and text_name in container:
        text = container.read(text_name)
        units = [(start, end) for kind, start, end in records(text) if kind == _SST_ITEM]
        lengths = [3 * unpack_from("<I", text, start + 1)[0] for start, _ in units]
        variants = {i: fonts for i, (start, end) in enumerate(units) if (fonts := run_fonts(text, start, end))}
        parts.append((_TEXTS, text, None))
    if style_name is not None and style_name in container:
        style_content = container.read(style_name)
        if any(kind == _FMT and end - start > 2 * MAX_CODE for kind, start, end in records(style_content)):
            raise LimitExceeded(f"format angka lebih dari {MAX_CODE} karakter")
        theme_name = related(relation, "theme")
        theme = container.read(theme_name) if theme_name is not None and theme_name in container else None
        style = read_styles(style_content, theme, variants)
        parts.append((_STYLES, style_content, None))
    sheets = sheet_parts(book, relation)
    check_sheet_count(len(sheets))
    used = [b for _, b in sheets if b is not None]
    if len(set(used)) < len(used):
        raise Damaged("satu bagian dipakai oleh dua lembar")
    errors: list[dict[tuple[int, int], str]] = []
    looks: list[SheetLook] = []
    for i, (_, name) in enumerate(sheets, 1):
        if name is None:
            errors.append({})
            looks.append(SheetLook())
            continue
        content = container.read(name)
        errors.append(_measure(content, measure, lengths))
        around = surroundings(container, read_relations(container, name))
        looks.append(read_look(content, style, partial(covered, container, name), around))
        parts.append((f"xl/worksheets/sheet{i}.bin", content, None))
    parts.append((_RELATIONS, _relations(id_ for id_, _ in sheets), None))
    dibaca = [b is not None for _, b in sheets]
    return BinaryBook(assemble(parts), dibaca, errors, looks, unreachable(_windows(book), len(sheets)))


def _windows(book: bytes) -> Iterator[Window]:
    for kind, start, _ in records(book):
        if kind == _BOOK_VIEW:
            active, flag = unpack_from("<IB", book, start + 24)
            yield Window(active, bool(flag & 0x20), not flag & 3)


def sheet_parts(book: bytes, relations: dict[str, Relation]) -> list[tuple[str, str | None]]:
    """The sheets that the workbook part lists: relation and part, which is None for one without cells."""
    sheets: list[tuple[str, str | None]] = []
    for kind, start, end in records(book):
        if kind == _BUNDLE_SH:
            n = unpack_from("<I", book, start + 8)[0]
            if n == 0xFFFFFFFF:
                continue
            relation_id = book[start + 12 : min(end, start + 12 + 2 * n)].decode("utf-16-le", "replace")
            target = relations.get(relation_id)
            if target is None or target.bagian is None:
                raise Damaged("lembar tanpa isi")
            # Charts, dialogs and macro sheets hold no cells of a worksheet.
            sheets.append((relation_id, target.bagian if target.jenis == "worksheet" else None))
    return sheets


def _relations(id_lembar: Iterable[str]) -> bytes:
    """The workbook's relations to its sheets, written anew."""
    one = (
        f'<Relationship Id="{escape(id_)}" Type="{OFFICE_RELATION}/worksheet" Target="worksheets/sheet{i}.bin"/>'
        for i, id_ in enumerate(id_lembar, 1)
    )
    paket = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{paket}">{"".join(one)}</Relationships>'.encode()


def _measure(content: bytes, measure: Budget, lengths: list[int]) -> dict[tuple[int, int], str]:
    """The error values and texts of the sheet that the reading library leaves out, by place."""
    errors: dict[tuple[int, int], str] = {}
    order = CellOrder()
    row = column = text = r = begin = separate = 0
    for kind, start, end in records(content):
        if kind == _ROW:
            r = unpack_from("<I", content, start)[0]
            if r >= EXCEL_ROWS:
                raise LimitExceeded(f"baris {r + 1}")
        elif kind in (_BEGIN_SHEET_DATA, _END_SHEET_DATA):
            begin += 1
        elif kind in _BEGIN_APART or kind in _END_APART:
            separate += 1 if kind in _BEGIN_APART else -1
        elif kind in _SHORT_CELLS:
            raise Damaged("sel .xlsb ditulis tanpa kolomnya")
        elif 1 <= kind <= _FMLA_ERROR or kind == _RSTRING:
            k = unpack_from("<I", content, start)[0]
            order.note(r, k)
            if begin != 1 or separate:
                raise Damaged("sel .xlsb di luar isi lembarnya, atau isi lembarnya ada dua")
            if r >= EXCEL_ROWS or k >= EXCEL_COLUMNS:
                raise LimitExceeded(f"sel pada baris {r + 1}, kolom {k + 1}")
            if kind == 1:
                continue
            row, column = max(row, r + 1), max(column, k + 1)
            if kind == _ISST:
                i = unpack_from("<I", content, start + 8)[0]
                text += lengths[i] if i < len(lengths) else 0
            elif kind in (_ERROR, _FMLA_ERROR):
                errors[r, k] = ERRORS.get(content[start + 8], "#N/A")
            elif kind == _RSTRING:
                text_length = unpack_from("<I", content, start + 9)[0]
                errors[r, k] = content[start + 13 : min(end, start + 13 + 2 * text_length)].decode(
                    "utf-16-le", "replace"
                )
                text += 3 * len(errors[r, k])
    order.check()
    measure.add_sheet(row, column, text)
    return errors
