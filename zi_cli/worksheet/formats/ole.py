"""OLE containers: what they hold, decrypted where a password is needed."""

import io
import re
from struct import error as StructError

from zi_cli.text import dotted
from zi_cli.worksheet.formats.limits import (
    MAX_ENCRYPTED_XLS,
    MAX_PASSWORD_ROUNDS,
    MIB,
    Damaged,
    LimitExceeded,
    PasswordNeeded,
)
from zi_cli.worksheet.formats.sheets_xls import is_encrypted

NO_PASSWORD = "jalankan ulang dengan --sandi, atau hapus sandinya di Excel"
NO_LIBRARY = "di sini berkas bersandi tidak dapat dibuka; hapus sandinya di Excel"
WRONG_PASSWORD = "sandi yang diberikan tidak cocok"


def decrypt(data: bytes, password: str | None) -> bytes:
    """Decrypt *data* (an OLE file) with *password*.

    Raises ``PasswordNeeded`` without a password or with a wrong one, ``Damaged`` when the encryption is
    damaged or of a kind that is not known.
    """
    if password is None:
        raise PasswordNeeded(NO_PASSWORD)
    from struct import error as StructError
    from xml.parsers.expat import ExpatError

    try:
        import msoffcrypto
        from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError
    except ImportError:
        raise PasswordNeeded(NO_LIBRARY) from None

    output = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=password, verify_password=True)
        file.decrypt(output)
    except InvalidKeyError:
        raise PasswordNeeded(WRONG_PASSWORD) from None
    except (DecryptionError, FileFormatError, ParseError, ExpatError):
        raise Damaged("sandi tidak dapat dibuka") from None
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, StructError):
        raise Damaged("bagian sandinya rusak") from None
    return output.getvalue()


#: Names of the workbook stream, that of older versions second, and the version in the head of an older one.
_BUKU, _BUKU_LAMA, _EXCEL_5 = "workbook", "book", b"\0\5"
#: Version 4.4 of the encryption's description: XML after eight bytes.
_AGILE = b"\4\0\4\0"


def read_ole(data: bytes, password: str | None) -> bytes:
    """The workbook stream of an .xls file, or the .xlsx file that an encrypted container holds.

    Raises ``PasswordNeeded`` when the password is missing or wrong, ``LimitExceeded`` beyond a limit, ``Damaged``
    when there is no workbook.
    """
    remark, alir = _content(data)
    if remark is not None:
        xml = remark.startswith(_AGILE)
        if b"<!" in remark or (xml and b"\0" in remark[8:]):
            raise Damaged("keterangan sandinya rusak")
        # Python's int() also takes a sign, blanks and underscores: only digits pass.
        for rotation in re.findall(rb"spinCount\s*=\s*[\"']([^\"']*)", remark) if xml else ():
            if not re.fullmatch(rb"[0-9]+", rotation):
                raise Damaged("jumlah putaran sandinya bukan angka")
            if len(rotation) > 9 or int(rotation) > MAX_PASSWORD_ROUNDS:
                raise LimitExceeded(f"sandi diacak lebih dari {dotted(MAX_PASSWORD_ROUNDS)} kali")
        return decrypt(data, password)
    if alir is None:
        raise Damaged("berkas Office tanpa buku kerja di dalamnya")
    if is_encrypted(alir):
        if len(data) > MAX_ENCRYPTED_XLS:
            raise LimitExceeded(f"berkas .xls bersandi lebih dari {MAX_ENCRYPTED_XLS // MIB} MB")
        alir = _content(decrypt(data, password))[1]
        if alir is None:
            raise Damaged("isi setelah sandi dibuka bukan buku kerja")
    return alir


def _content(data: bytes) -> tuple[bytes | None, bytes | None]:
    """What *data* says about its encryption if it is an encrypted package, and its workbook stream if any."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                return bytes(ole.openstream("EncryptionInfo").read()), None
            names = [path[0].casefold() for path in ole.listdir() if len(path) == 1]
            present = [n for n in (_BUKU, _BUKU_LAMA) if n in names]
            streams = [bytes(ole.openstream(n).read()) for n in present]
            # Beside the newer workbook an older one of Excel 5 may stand, which only older programs take.
            older = len(streams) < 2 or streams[1][4:6] == _EXCEL_5
            if not older or any(names.count(n) > 1 for n in present):
                raise Damaged("ada dua buku kerja di dalamnya")
            return None, streams[0] if streams else None
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, StructError):
        raise Damaged("wadah OLE rusak") from None
