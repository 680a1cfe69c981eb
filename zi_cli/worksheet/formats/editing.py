"""Opening a user's workbook to write it back: the one way for what reads with openpyxl, which trusts every part."""

from __future__ import annotations

import errno
import io
import zlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from zipfile import BadZipFile

from zi_cli.files import full_disk, temporary_folder
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
_TAK_TERSALIN = (
    *(ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError),
    *(BadZipFile, zlib.error),
)
#: Bytes of memory that a copy may need; that of an LKE takes some 30 MB.
_MEMORI = 300 << 20

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


class NotEditable(Exception):
    """The workbook can't be written back whole; the text says why."""


def edited(data: bytes, ubah: Callable[[], H]) -> H:
    """What *ubah* makes of the workbook *data*: within the limits of a package, in a bounded process of its own.

    Raises ``NotEditable`` whatever goes wrong in it, but ``OSError`` where its temporary files have no room.
    """
    try:
        check_package(data)
        with temporary_folder("zi-buku-") as tempat:
            return guarded(partial(_beside, str(tempat), ubah), perlu=True, memori=_MEMORI)
    except (*_TAK_TERSALIN, Crashed, Damaged, LimitExceeded, MemoryError) as e:
        if full_disk(e) is not None:
            raise
        diketahui = isinstance(e, Crashed | Damaged | LimitExceeded)
        raise NotEditable(one_line(str(e)) if diketahui else "susunan di dalamnya rusak") from e


def _beside(tempat: str, ubah: Callable[[], H]) -> H:
    """What *ubah* returns, its temporary files in *tempat*: the library leaves them behind when it fails."""
    import tempfile

    dahulu, tempfile.tempdir = tempfile.tempdir, tempat
    try:
        return ubah()
    except Exception as e:
        # The XML library has a name of its own for each error of the system.
        nomor = getattr(errno, str(e).removeprefix("IO_"), None) if str(e).startswith("IO_E") else None
        penuh = full_disk(OSError(nomor, str(e)) if nomor else e)
        if penuh is not None:
            raise OSError(*penuh.args) from None
        raise
    finally:
        tempfile.tempdir = dahulu


def workbook_bytes(buku: Workbook) -> bytes:
    """The bytes of a workbook of openpyxl's, as Open XML has it."""
    from openpyxl.styles.fonts import Font

    Font.__elements__ = _FONT
    wadah = io.BytesIO()
    buku.save(wadah)
    return wadah.getvalue()
