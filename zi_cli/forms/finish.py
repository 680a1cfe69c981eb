"""Last touches on the written workbook that XlsxWriter has no option for."""

import io
import re
import zipfile

#: A height marked as set by hand would stop Excel from fitting the row to a longer note.
_TINGGI_TETAP = b' customHeight="1"'

#: A formula whose value is empty text: without its type it would read as never calculated.
_TEKS_KOSONG = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f>[^<]*</f><v></v></c>)')

#: Every value is already right; a program that calculates on opening would ask to save on closing.
_HITUNG_ULANG = b' fullCalcOnLoad="1"'

_WAKTU_ZIP = (1980, 1, 1, 0, 0, 0)


def pack(isi: bytes) -> bytes:
    """The workbook *isi* with rows that grow with their text and with typed empty results."""
    wadah = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(isi)) as asal, zipfile.ZipFile(wadah, "w", zipfile.ZIP_DEFLATED) as hasil:
        for info in asal.infolist():
            bagian = asal.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                bagian = _TEKS_KOSONG.sub(rb'\1 t="str"\2', bagian.replace(_TINGGI_TETAP, b""))
            elif info.filename == "xl/workbook.xml":
                bagian = bagian.replace(_HITUNG_ULANG, b"")
            hasil.writestr(zipfile.ZipInfo(info.filename, _WAKTU_ZIP), bagian, zipfile.ZIP_DEFLATED)
    return wadah.getvalue()
