"""Opening a user's workbook to write it back: the one way for what reads with openpyxl, which trusts every part."""

from __future__ import annotations

import errno
import io
import zlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from zipfile import BadZipFile

from zi_cli.errors import system_error
from zi_cli.files import temporary_folder
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

    Raises ``NotEditable`` whatever goes wrong in it, but ``OSError`` where the system refuses its temporary files.
    """
    try:
        check_package(data)
        with temporary_folder("zi-buku-") as place:
            return guarded(partial(_beside, str(place), change), needed=True, memory=_MEMORY)
    except (*_NOT_COPIED, Crashed, Damaged, LimitExceeded, MemoryError) as e:
        if _refused(e) is not None:
            raise
        known = isinstance(e, Crashed | Damaged | LimitExceeded)
        raise NotEditable(one_line(str(e)) if known else "susunan di dalamnya rusak") from e


def _beside(place: str, change: Callable[[], H]) -> H:
    """What *change* returns, its temporary files in *place*: the library leaves them behind when it fails."""
    import tempfile

    former, tempfile.tempdir = tempfile.tempdir, place
    try:
        return change()
    except Exception as e:
        # The XML library has a name of its own for each error of the system.
        number = getattr(errno, str(e).removeprefix("IO_"), None) if str(e).startswith("IO_E") else None
        refused = _refused(OSError(number, str(e)) if number else e)
        if refused is not None:
            raise OSError(refused.errno, refused.strerror, place) from None
        raise
    finally:
        tempfile.tempdir = former


def _refused(e: BaseException) -> OSError | None:
    """What the system refused behind *e*; libraries raise errors of that kind without its number for what they read."""
    reason = system_error(e)
    return None if reason is None or reason.errno is None else reason


def workbook_bytes(book: Workbook) -> bytes:
    """The bytes of a workbook of openpyxl's, as Open XML has it."""
    from openpyxl.styles.fonts import Font

    Font.__elements__ = _FONT
    container = io.BytesIO()
    book.save(container)
    return container.getvalue()
