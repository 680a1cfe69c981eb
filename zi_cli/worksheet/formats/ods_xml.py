"""Names, numbers, sizes and values in the XML of an .ods."""

import re
from collections.abc import Mapping

from zi_cli.worksheet.formats.container import Container
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


def short_name(element: str) -> str:
    """A name with the usual prefix of its namespace; "lain:" for any other, which is not ours."""
    space, _, name = element.rpartition(" ")
    return f"{NAMESPACES.get(space, 'lain')}:{name}"


def spanned(attrs: Mapping[str, str], what: str) -> tuple[int, int]:
    """How many rows and columns a cell, or its formula (*what*), is for."""
    row, column = (whole(attrs.get(f"table:{what}-{n}-spanned", "1")) for n in ("rows", "columns"))
    return row, column


def clean_part(container: Container, part: str) -> bytes:
    """A part beside the content; raises ``Damaged`` for one that declares entities or is in another encoding."""
    content = container.read(part)
    if b"\0" in content or b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        raise Damaged(f"bagian {part} bukan XML UTF-8 tanpa deklarasi entitas")
    return content


def times(attrs: Mapping[str, str], name: str) -> int:
    """How often something is repeated; raises ``Damaged`` for never, which programs take in two ways."""
    repeated = whole(attrs.get(name, "1"))
    if not repeated:
        raise Damaged("jumlah ulangan 0 tidak berlaku")
    return repeated


def whole(text: str) -> int:
    """A count; raises ``Damaged`` for what is none."""
    if not (text.isascii() and text.isdigit()) or len(text) > 10:
        raise Damaged(f"jumlah ulangan “{text[:20]}” tidak berlaku")
    return int(text)


_VALUE_ATTRIBUTES = {
    "float": "value", "percentage": "value", "currency": "value", "boolean": "boolean-value", "date": "date-value",
    "time": "time-value",
}  # fmt: skip
_VALUE_SHAPES = {
    "value": re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"),
    "boolean-value": re.compile("true|false"),
    "date-value": re.compile(r"[-0-9T:.Z+]{1,40}"),
    "time-value": re.compile(r"-?P[0-9DTHMS.,]{1,40}"),
}


def cell_content(attrs: Mapping[str, str], text: str) -> str:
    """What follows the repetition of a cell with these attributes and this text; "" for one that holds nothing.

    Raises ``ValueError`` (which says why) for a value that is none, or that is told in two ways.
    """
    type_name = attrs.get("office:value-type", "")
    if attrs.get("calcext:value-type", type_name) not in (type_name, "error"):
        raise ValueError("dua jenis yang berbeda")
    if type_name in _VALUE_ATTRIBUTES:
        name = _VALUE_ATTRIBUTES[type_name]
        nilai = attrs.get(f"office:{name}", "")
        if not _VALUE_SHAPES[name].fullmatch(nilai):
            raise ValueError(f"nilai “{nilai[:20]}” tidak berlaku")
        write = "float" if name == "value" else type_name
        return f' office:value-type="{write}" office:{name}="{nilai}"></table:table-cell>'
    if type_name not in ("string", ""):
        raise ValueError(f"jenis sel “{type_name[:20]}” tidak dikenal")
    written = attrs.get("office:string-value", "")
    if attrs.get("calcext:value-type") == "error":
        text = text.strip() or "#N/A"
    elif written and text and written.split() != text.split():
        raise ValueError("dua nilai yang berbeda")
    text = text or written
    if not text:
        return ""
    paragraph = "".join(f"<text:p>{escape(x)}</text:p>" for x in text.split("\n"))
    return f' office:value-type="string">{paragraph}</table:table-cell>'
