"""What a cell of an .ods holds, written anew for the reading library."""

import re
from collections.abc import Mapping

from zi_cli.worksheet.formats.package_xlsx import escape

_NILAI = {
    "float": "value", "percentage": "value", "currency": "value", "boolean": "boolean-value", "date": "date-value",
    "time": "time-value",
}  # fmt: skip
_BENTUK = {
    "value": re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"),
    "boolean-value": re.compile("true|false"),
    "date-value": re.compile(r"[-0-9T:.Z+]{1,40}"),
    "time-value": re.compile(r"-?P[0-9DTHMS.,]{1,40}"),
}


def cell_content(atr: Mapping[str, str], teks: str) -> str:
    """What follows the repetition of a cell with these attributes and this text; "" for one that holds nothing.

    Raises ``ValueError`` (which says why) for a value that is none, or that is told in two ways.
    """
    tipe = atr.get("office:value-type", "")
    if atr.get("calcext:value-type", tipe) not in (tipe, "error"):
        raise ValueError("dua jenis yang berbeda")
    if tipe in _NILAI:
        nama = _NILAI[tipe]
        nilai = atr.get(f"office:{nama}", "")
        if not _BENTUK[nama].fullmatch(nilai):
            raise ValueError(f"nilai “{nilai[:20]}” tidak berlaku")
        tulis = "float" if nama == "value" else tipe
        return f' office:value-type="{tulis}" office:{nama}="{nilai}"></table:table-cell>'
    if tipe not in ("string", ""):
        raise ValueError(f"jenis sel “{tipe[:20]}” tidak dikenal")
    tertulis = atr.get("office:string-value", "")
    if atr.get("calcext:value-type") == "error":
        teks = teks.strip() or "#N/A"
    elif tertulis and teks and tertulis.split() != teks.split():
        raise ValueError("dua nilai yang berbeda")
    teks = teks or tertulis
    if not teks:
        return ""
    alinea = "".join(f"<text:p>{escape(x)}</text:p>" for x in teks.split("\n"))
    return f' office:value-type="string">{alinea}</table:table-cell>'
