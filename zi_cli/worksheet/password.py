"""Workbooks protected by an opening password, decrypted in memory."""

import io

from zi_cli.worksheet.limits import Bersandi, Rusak

TANPA_SANDI = "jalankan ulang dengan --sandi, atau hapus sandinya di Excel"
SANDI_SALAH = "sandi yang diberikan tidak cocok"


def buka_sandi(data: bytes, sandi: str | None) -> bytes:
    """Decrypt *data* (an OLE file) with *sandi*.

    Raises ``Bersandi`` without a password or with a wrong one, ``Rusak`` when the encryption is
    damaged or of a kind that is not known.
    """
    if sandi is None:
        raise Bersandi(TANPA_SANDI)
    from struct import error as StructError
    from xml.parsers.expat import ExpatError

    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    keluaran = io.BytesIO()
    try:
        berkas = msoffcrypto.OfficeFile(io.BytesIO(data))
        berkas.load_key(password=sandi, verify_password=True)
        berkas.decrypt(keluaran)
    except InvalidKeyError:
        raise Bersandi(SANDI_SALAH) from None
    except (DecryptionError, FileFormatError, ParseError, ExpatError) as e:
        raise Rusak(f"sandi tidak dapat dibuka ({type(e).__name__})") from None
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, StructError) as e:
        raise Rusak(f"bagian sandinya rusak ({type(e).__name__})") from None
    return keluaran.getvalue()
