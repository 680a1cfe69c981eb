"""Names, numbers, sizes and values in the XML of an .ods."""

import re
from collections.abc import Mapping

from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.package_xlsx import escape

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {f"{_URN}{n}:1.0": n for n in ("office", "table", "text", "style", "config")} | {
    f"{_URN}xsl-fo-compatible:1.0": "fo",
    f"{_URN}svg-compatible:1.0": "svg",
    f"{_URN}datastyle:1.0": "number",
    f"{_URN}drawing:1.0": "draw",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}


def short_name(unsur: str) -> str:
    """A name with the usual prefix of its namespace; "lain:" for any other, which is not ours."""
    ruang, _, nama = unsur.rpartition(" ")
    return f"{NAMESPACES.get(ruang, 'lain')}:{nama}"


def spanned(atr: Mapping[str, str], apa: str) -> tuple[int, int]:
    """How many rows and columns a cell, or its formula (*apa*), is for."""
    baris, kolom = (whole(atr.get(f"table:{apa}-{n}-spanned", "1")) for n in ("rows", "columns"))
    return baris, kolom


def times(atr: Mapping[str, str], nama: str) -> int:
    """How often something is repeated; raises ``Damaged`` for never, which programs take in two ways."""
    ulang = whole(atr.get(nama, "1"))
    if not ulang:
        raise Damaged("jumlah ulangan 0 tidak berlaku")
    return ulang


def whole(teks: str) -> int:
    """A count; raises ``Damaged`` for what is none."""
    if not (teks.isascii() and teks.isdigit()) or len(teks) > 10:
        raise Damaged(f"jumlah ulangan “{teks[:20]}” tidak berlaku")
    return int(teks)


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
