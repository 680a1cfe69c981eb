"""Names, numbers and sizes in the XML of an .ods."""

from collections.abc import Mapping

from zi_cli.worksheet.formats.limits import Damaged

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
