"""OLE containers: what they hold, decrypted where a password is needed."""

import io
import re
from struct import error as StructError

from zi_cli.worksheet.formats.limits import (
    MIB,
    PUTARAN_SANDI,
    XLS_BERSANDI,
    Damaged,
    LimitExceeded,
    PasswordNeeded,
    ribuan,
)
from zi_cli.worksheet.formats.sheets_xls import bersandi

TANPA_SANDI = "jalankan ulang dengan --sandi, atau hapus sandinya di Excel"
TANPA_PUSTAKA = "di sini berkas bersandi tidak dapat dibuka; hapus sandinya di Excel"
SANDI_SALAH = "sandi yang diberikan tidak cocok"


def decrypt(data: bytes, sandi: str | None) -> bytes:
    """Decrypt *data* (an OLE file) with *sandi*.

    Raises ``PasswordNeeded`` without a password or with a wrong one, ``Damaged`` when the encryption is
    damaged or of a kind that is not known.
    """
    if sandi is None:
        raise PasswordNeeded(TANPA_SANDI)
    from struct import error as StructError
    from xml.parsers.expat import ExpatError

    try:
        import msoffcrypto
        from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError
    except ImportError:
        raise PasswordNeeded(TANPA_PUSTAKA) from None

    keluaran = io.BytesIO()
    try:
        berkas = msoffcrypto.OfficeFile(io.BytesIO(data))
        berkas.load_key(password=sandi, verify_password=True)
        berkas.decrypt(keluaran)
    except InvalidKeyError:
        raise PasswordNeeded(SANDI_SALAH) from None
    except (DecryptionError, FileFormatError, ParseError, ExpatError):
        raise Damaged("sandi tidak dapat dibuka") from None
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, StructError):
        raise Damaged("bagian sandinya rusak") from None
    return keluaran.getvalue()


#: Version 4.4 of the encryption's description: XML after eight bytes.
_AGILE = b"\4\0\4\0"


def read_ole(data: bytes, sandi: str | None) -> bytes:
    """The workbook stream of an .xls file, or the .xlsx file that an encrypted container holds.

    Raises ``PasswordNeeded`` when the password is missing or wrong, ``LimitExceeded`` beyond a limit, ``Damaged``
    when there is no workbook.
    """
    keterangan, alir = _content(data)
    if keterangan is not None:
        xml = keterangan.startswith(_AGILE)
        if b"<!" in keterangan or (xml and b"\0" in keterangan[8:]):
            raise Damaged("keterangan sandinya rusak")
        # Python's int() also takes a sign, blanks and underscores: only digits pass.
        for putaran in re.findall(rb"spinCount\s*=\s*[\"']([^\"']*)", keterangan) if xml else ():
            if not re.fullmatch(rb"[0-9]+", putaran):
                raise Damaged("jumlah putaran sandinya bukan angka")
            if len(putaran) > 9 or int(putaran) > PUTARAN_SANDI:
                raise LimitExceeded(f"sandi diacak lebih dari {ribuan(PUTARAN_SANDI)} kali")
        return decrypt(data, sandi)
    if alir is None:
        raise Damaged("berkas Office tanpa buku kerja di dalamnya")
    if bersandi(alir):
        if len(data) > XLS_BERSANDI:
            raise LimitExceeded(f"berkas .xls bersandi lebih dari {XLS_BERSANDI // MIB} MB")
        alir = _content(decrypt(data, sandi))[1]
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
            for nama in ("Workbook", "Book"):
                if ole.exists(nama):
                    return None, bytes(ole.openstream(nama).read())
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, StructError):
        raise Damaged("wadah OLE rusak") from None
    return None, None
