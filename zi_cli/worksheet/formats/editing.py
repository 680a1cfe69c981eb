"""Opening a user's workbook to write it back: the one way for what reads with openpyxl, which trusts every part."""

import zlib
from collections.abc import Callable
from typing import TypeVar
from zipfile import BadZipFile

from zi_cli.text import one_line
from zi_cli.worksheet.formats.container import check_package
from zi_cli.worksheet.formats.guard import Crashed, guarded
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

H = TypeVar("H")

#: What openpyxl raises on parts of a workbook it does not understand (XML errors are SyntaxError).
_TAK_TERSALIN = (
    *(ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError),
    *(BadZipFile, zlib.error),
)
#: Bytes of memory that a copy may need; that of an LKE takes some 30 MB.
_MEMORI = 300 << 20


class NotEditable(Exception):
    """The workbook can't be written back whole; the text says why."""


def edited(data: bytes, ubah: Callable[[], H]) -> H:
    """What *ubah* makes of the workbook *data*: within the limits of a package, in a bounded process of its own.

    Raises ``NotEditable`` whatever goes wrong in it.
    """
    try:
        check_package(data)
        return guarded(ubah, perlu=True, memori=_MEMORI)
    except (*_TAK_TERSALIN, Crashed, Damaged, LimitExceeded, MemoryError) as e:
        diketahui = isinstance(e, Crashed | Damaged | LimitExceeded)
        raise NotEditable(one_line(str(e)) if diketahui else type(e).__name__) from e
