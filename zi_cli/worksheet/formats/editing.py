"""Opening a user's workbook to write it back: the one way for what reads with openpyxl, which trusts every part."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from zipfile import BadZipFile

from zi_cli.errors import os_reason, system_error
from zi_cli.text import one_line
from zi_cli.worksheet.formats.container import check_package
from zi_cli.worksheet.formats.guard import Crashed, guarded
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

H = TypeVar("H")

#: The parts of a font in the order of the standard; openpyxl has one of its own, which Open XML SDK calls invalid.
_FONT = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color"),
    *("name", "family", "charset", "scheme"),
)

#: What openpyxl raises on parts of a workbook it does not understand (XML errors are SyntaxError).
_NOT_COPIED = (
    *(ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError),
    *(BadZipFile, zlib.error),
)
#: Bytes of memory that a copy may need; that of an LKE takes some 30 MB.
_MEMORY = 300 << 20

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


class NotEditable(Exception):
    """The workbook can't be written back whole; the text says why."""


def edited(data: bytes, change: Callable[[], H]) -> H:
    """What *change* makes of the workbook *data*: within the limits of a package, in a bounded process of its own.

    Raises ``NotEditable`` whatever goes wrong in it.
    """
    try:
        check_package(data)
        return guarded(change, needed=True, memory=_MEMORY)
    except (*_NOT_COPIED, Crashed, Damaged, LimitExceeded, MemoryError) as e:
        raise NotEditable(_reason(e)) from e


def _reason(e: BaseException) -> str:
    if isinstance(e, Crashed | Damaged | LimitExceeded):
        return one_line(str(e))
    # Libraries raise errors of the system's kind for what they read; those of the system itself have a number.
    refused = system_error(e)
    return os_reason(refused) if refused is not None and refused.errno is not None else "susunan di dalamnya rusak"


def workbook_bytes(book: Workbook) -> bytes:
    """The bytes of a workbook of openpyxl's, as Open XML has it; made in memory.

    The library itself has each sheet written to a temporary file, by another one that says nothing where the disk is
    full: half of a sheet would be taken for all of it.
    """
    from datetime import UTC, datetime
    from zipfile import ZIP_DEFLATED, ZipFile

    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.styles.fonts import Font
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    container = io.BytesIO()
    with ZipFile(container, "w", ZIP_DEFLATED) as archive:

        class Writer(ExcelWriter):
            def write_worksheet(self, ws: Any) -> None:
                ws._drawing = SpreadsheetDrawing()
                ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
                content = io.BytesIO()
                sheet: Any = WorksheetWriter(ws, content)
                sheet.write()
                ws._rels = sheet._rels
                archive.writestr(ws.path[1:], content.getvalue())
                self.manifest.append(ws)

        Font.__elements__ = _FONT
        book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
        Writer(book, archive).write_data()
    return container.getvalue()
