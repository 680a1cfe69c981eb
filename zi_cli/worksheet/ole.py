"""OLE containers: what they hold, decrypted where a password is needed."""

from __future__ import annotations

import io
from struct import error as StructError

from zi_cli.worksheet.limits import Rusak
from zi_cli.worksheet.password import buka_sandi
from zi_cli.worksheet.sheets_xls import bersandi


def baca_ole(data: bytes, sandi: str | None) -> bytes:
    """The workbook stream of an .xls file, or the .xlsx file that an encrypted container holds.

    Raises ``Bersandi`` when the password is missing or wrong, ``Rusak`` when there is no workbook.
    """
    terenkripsi, alir = _isi(data)
    if terenkripsi:
        return buka_sandi(data, sandi)
    if alir is None:
        raise Rusak("berkas Office tanpa buku kerja di dalamnya")
    if bersandi(alir):
        alir = _isi(buka_sandi(data, sandi))[1]
        if alir is None:
            raise Rusak("isi setelah sandi dibuka bukan buku kerja")
    return alir


def _isi(data: bytes) -> tuple[bool, bytes | None]:
    """Whether *data* is an encrypted package, and its workbook stream if it has one."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                return True, None
            for nama in ("Workbook", "Book"):
                if ole.exists(nama):
                    return False, bytes(ole.openstream(nama).read())
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, StructError):
        raise Rusak("wadah OLE rusak") from None
    return False, None
