"""Where cells lead when they are clicked, in .xls ([MS-XLS] 2.4.140, [MS-OSHARED] 2.3.7) and .xlsb ([MS-XLSB] 2.4.683).

A record shorter than its fields leads to what can't be told; so does a formula whose address is not written in it.
"""

import re
from collections.abc import Iterable
from struct import error as StructError
from struct import unpack_from

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.formulas_xlsx import Formula
from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.links import SheetLinks
from zi_cli.worksheet.formats.package_xlsx import read_relations
from zi_cli.worksheet.formats.records_xlsb import records
from zi_cli.worksheet.formats.sheets_xls import sheet_records
from zi_cli.worksheet.formats.sheets_xlsb import sheet_parts
from zi_cli.worksheet.formats.styles_xls import Record

_FORMULA, _HLINK = 0x0006, 0x01B8
_HLINK_XLSB, _ROW, _FMLA = 494, 0, range(8, 12)
#: A text within a formula, the joining of two, and a call of the function 359.
_STR, _CONCAT, _CALL = 0x17, 0x08, re.compile(rb"[\x22\x42\x62][\x01\x02]\x67[\x01\x81]", re.DOTALL)
_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FILE = bytes.fromhex("0303000000000000c000000000000046")


def read_links_xls(alir: bytes) -> list[SheetLinks]:
    """The links of each worksheet of a workbook stream, in order."""
    try:
        return [_sheet_xls(alir, one) for one in sheet_records(alir)]
    except (StructError, IndexError):
        raise Damaged("rekaman .xls terpotong") from None


def _sheet_xls(content: bytes, record: Iterable[Record]) -> SheetLinks:
    sheet = SheetLinks()
    for kind, start, end in record:
        if kind == _HLINK:
            a, b, k, m = unpack_from("<HHHH", content, start)
            try:
                address = _hyperlink(content[start:end], 24)
            except (StructError, UnicodeDecodeError):
                address = ""
            sheet.add((a + 1, k, b + 1, m), address)
        elif kind == _FORMULA:
            r, k = unpack_from("<HH", content, start)
            _formula(
                sheet,
                (r + 1, k),
                content[start + 22 : min(end, start + 22 + unpack_from("<H", content, start + 20)[0])],
                1,
            )
    return sheet


def _hyperlink(content: bytes, p: int) -> str:
    """The address of a hyperlink object; "#" and a place for one within the workbook."""
    _, flag = unpack_from("<II", content, p)
    p += 8
    for bit in (0x10, 0x80):  # what it shows, the frame it opens in
        if flag & bit:
            p += 4 + 2 * unpack_from("<I", content, p)[0]
    address = ""
    if flag & 0x101 == 0x101:
        address, p = _text(content, p)
    elif flag & 1:
        kind, p = content[p : p + 16], p + 16
        length = unpack_from("<I", content, p if kind == _URL else p + 2)[0]
        if kind == _URL:
            address, p = _until_null(content[p + 4 : p + 4 + length].decode("utf-16-le")), p + 4 + length
        elif kind == _FILE:
            address, p = content[p + 6 : p + 6 + length].decode("latin-1").rstrip("\0"), p + 6 + length + 24
            width = unpack_from("<I", content, p)[0]
            if width:
                address = content[p + 10 : p + 10 + unpack_from("<I", content, p + 4)[0]].decode("utf-16-le")
            p += 4 + width
        else:
            return ""
    return address + (f"#{_text(content, p)[0]}" if flag & 8 else "")


def _text(content: bytes, p: int) -> tuple[str, int]:
    end = p + 4 + 2 * unpack_from("<I", content, p)[0]
    return _until_null(content[p + 4 : end].decode("utf-16-le")), end


def _until_null(text: str) -> str:
    return text.partition("\0")[0]


def _formula(sheet: SheetLinks, place: tuple[int, int], formula: bytes, length: int) -> None:
    """A formula that calls HYPERLINK, its result or a part of it; *length*: see :func:`_address`."""
    if not _CALL.search(formula):
        return
    try:
        address = _address(formula, length).replace('"', '""')
    except IndexError:
        address = ""
    sheet.add_formula(place, Formula(f'HYPERLINK("{address}")' if address else "HYPERLINK(?)", place))


def _address(formula: bytes, length: int) -> str:
    """The first argument of a call that is all of *formula*, when all are texts, joined or not; "" otherwise.

    *length* bytes tell how long a text is: one in .xls, which a byte on its width follows, two in .xlsb.
    """
    stacks: list[str] = []
    p, end = 0, len(formula) - 4
    while p < end:
        if formula[p] == _STR:
            width = 2 if length == 2 or formula[p + 2] & 1 else 1
            octets = width * int.from_bytes(formula[p + 1 : p + 1 + length], "little")
            stacks.append(formula[p + 3 : p + 3 + octets].decode("utf-16-le" if width == 2 else "latin-1", "replace"))
            p += 3 + octets
        elif formula[p] == _CONCAT and len(stacks) > 1:
            stacks[-2:] = ["".join(stacks[-2:])]
            p += 1
        else:
            return ""
    return stacks[0] if _CALL.match(formula, end) and len(stacks) == formula[-3] else ""


def read_links_xlsb(container: Container, main: str) -> list[SheetLinks]:
    """The links of each worksheet of a package whose workbook is the part *main*, in order."""
    sheets = sheet_parts(container.read(main), read_relations(container, main))
    try:
        return [_sheet_xlsb(container, part) for _, part in sheets if part is not None]
    except (StructError, IndexError, UnicodeDecodeError):
        raise Damaged("rekaman .xlsb terpotong") from None


def _sheet_xlsb(container: Container, part: str) -> SheetLinks:
    sheet, content, relation, r = SheetLinks(), container.read(part), read_relations(container, part), 0
    for kind, start, end in records(content):
        if kind == _ROW:
            r = unpack_from("<I", content, start)[0]
        elif kind == _HLINK_XLSB:
            a, b, k, m = unpack_from("<IIII", content, start)
            id_, p = _text(content, start + 16)
            place, _ = _text(content, p)
            target = relation.get(id_)
            outside = target.luar if target is not None else None
            sheet.add((a + 1, k, b + 1, m), (outside or "") + (f"#{place}" if place else ""))
        elif kind in _FMLA:
            p = _after_value(content, kind, start) + 2
            if p + 4 <= end:
                k, n = unpack_from("<I", content, start)[0], unpack_from("<I", content, p)[0]
                _formula(sheet, (r + 1, k), content[p + 4 : min(end, p + 4 + n)], 2)
    return sheet


def _after_value(content: bytes, kind: int, start: int) -> int:
    """Where the value of a cell with a formula ends: a text, a number, or one byte."""
    if kind == 8:
        return start + 12 + 2 * int(unpack_from("<I", content, start + 8)[0])
    return start + (16 if kind == 9 else 9)
