"""Workbooks protected by an opening password, decrypted in memory."""

import io

from zi_cli.worksheet.formats.limits import Damaged, PasswordNeeded

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
    except (DecryptionError, FileFormatError, ParseError, ExpatError) as e:
        raise Damaged(f"sandi tidak dapat dibuka ({type(e).__name__})") from None
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, StructError) as e:
        raise Damaged(f"bagian sandinya rusak ({type(e).__name__})") from None
    return keluaran.getvalue()
