"""Small true documents built by code: PDF, PNG, JPEG, DOCX; the same bytes for the same arguments."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from random import Random

_KAPAN = (2026, 1, 1, 0, 0, 0)


def pdf(pages: Sequence[str], *, extra: Mapping[str, bytes] | None = None, catalog: str = "", page: str = "") -> bytes:
    """A PDF of *pages* of text; *extra* objects by name stand behind them, as "«name»" in *catalog* and *page*."""
    names = {n: 4 + 2 * len(pages) + i for i, n in enumerate(extra or {})}

    def filled(text: str) -> str:
        for n, number in names.items():
            text = text.replace(f"«{n}»", f"{number} 0 R")
        return text

    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{filled(catalog)}>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for i, text in enumerate(pages):
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n")) if text else ""
        content = f"BT /F1 11 Tf 60 780 Td {lines}ET".encode("latin-1") if text else b""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * i} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>>>{filled(page)}>>".encode()
        )
        objects.append(stream(content))
    objects += list((extra or {}).values())
    return assemble(objects)


def stream(content: bytes, head: str = "") -> bytes:
    return f"<</Length {len(content)}{head}>>\nstream\n".encode() + content + b"\nendstream"


def assemble(objects: Sequence[bytes], trailer: str = "") -> bytes:
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for n, o in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + o + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{p:010} 00000 n \n".encode() for p in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def picture_pdf(width: int, height: int, seed: int = 0, *, blank: bool = False) -> bytes:
    """One page that is a picture, as a scanner makes it."""
    picture = stream(
        jpeg(width, height, seed, blank=blank),
        f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8"
        "/Filter/DCTDecode",
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        stream(b"595 0 0 842 0 0 cm /I Do"),
        picture,
    ]
    return assemble(objects)


def png(width: int, height: int, *, blank: bool = False, seed: int = 0) -> bytes:
    """A grey picture: of one colour, or with noise as a photograph has it."""
    dice = Random(f"{width}x{height}/{seed}")
    row = b"\x00" + bytes(width)
    rows = (
        row * height
        if blank
        else b"".join(b"\x00" + dice.randbytes(width // 8) * 8 + bytes(width % 8) for _ in range(height))
    )

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def jpeg(width: int, height: int, seed: int = 0, *, blank: bool = False) -> bytes:
    """A picture by its marks: nothing here decodes what lies between them."""
    dice = Random(f"{width}x{height}/{seed}")
    # A block of 8 x 8 pixels of one colour takes the same byte everywhere.
    body = b"\x28" * (width * height // 64) if blank else dice.randbytes(width * height // 8).replace(b"\xff", b"\x7e")
    frame = struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0)
    parts = [b"\xff\xd8", b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"]
    parts += [
        b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame,
        b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00",
        body,
    ]
    return b"".join([*parts, b"\xff\xd9"])


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of *parts* with a fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in parts.items():
            z.writestr(zipfile.ZipInfo(name, _KAPAN), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def docx(paragraphs: Sequence[str], pages: int = 2, more: Mapping[str, bytes] | None = None) -> bytes:
    """A Word document."""
    ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    document = f'<?xml version="1.0"?><w:document xmlns:w="{ns}"><w:body>{body}</w:body></w:document>'
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "word/document.xml": document.encode(),
            "docProps/app.xml": f"<?xml version='1.0'?><Properties><Pages>{pages}</Pages></Properties>".encode(),
            **(more or {}),
        }
    )
