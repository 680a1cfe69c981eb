"""What a file is by its bytes: fingerprint, kind, damage, password, size of a picture.

Only a picture that may be of one colour is looked into.

Read once from start to end in pieces, so that memory does not grow with the file.
"""

import hashlib
import re
from pathlib import Path

import msgspec

from zi_cli.bukti.plain import is_plain, is_plain_png
from zi_cli.bukti.rules import load_rules
from zi_cli.files import open_file, read_file
from zi_cli.named_tuple import NamedTuple

_CHUNK = 1 << 20
#: Bytes at the start and at the end in which a kind, its size and its end marks stand.
_AWAL, _TAIL = 1 << 18, 1 << 16
_PDF_PASSWORD = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"BM", "bmp"),
    (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gzip"), (b"ID3", "mp3"), (b"\xff\xfb", "mp3"),
    (b"\x1aE\xdf\xa3", "mkv"), (b"MZ", "exe"), (b"\x7fELF", "exe"), (b"L\x00\x00\x00\x01\x14\x02\x00", "lnk"),
)  # fmt: skip
#: What a PDF may not begin with, though readers of PDF skip it.
_NOT_PDF = (b"PK\x03\x04", *(tanda for tanda, _ in _MAGIC))
_OFFICE = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
#: Markers of a JPEG that carry its size.
_SOF = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
#: Pixels of a side from which it matters that a picture is of one colour.
_SOLID_SIDE = 100
#: Bytes of a picture that is looked into.
_MAX_UNPACKED = 4 << 20


class FileFacts(msgspec.Struct, frozen=True):
    """A file: bytes, SHA-256, kind ("" unknown), what is damaged ("" nothing), password, pixels, all one colour."""

    ukuran: int
    sha256: str
    isi: str
    rusak: str = ""
    sandi: bool = False
    lebar: int = 0
    tinggi: int = 0
    sewarna: bool = False


class _Picture(NamedTuple):
    lebar: int
    tinggi: int
    sewarna: bool


def read_facts(file: Path) -> FileFacts:
    """The facts of *file*; raises ``OSError`` when it can't be read."""
    digest, size, start, tail = hashlib.sha256(), 0, b"", b""
    with open_file(file, buffering=0) as f:
        while content := f.read(_CHUNK):
            digest.update(content)
            size += len(content)
            if len(start) < _AWAL:
                start += content[: _AWAL - len(start)]
            tail = content[-_TAIL:] if len(content) >= _TAIL else (tail + content)[-_TAIL:]
    kind = _kind(start, tail)
    picture = _picture(kind, start, size, file) or _Picture(0, 0, False)
    damaged = _damage(kind, start, tail) if size else ""
    if kind in ("png", "jpg") and not damaged and not picture.lebar:
        damaged = "ukuran gambarnya tidak terbaca"
    return FileFacts(size, digest.hexdigest(), kind, damaged, _has_password(kind, start, tail), *picture)


def _kind(start: bytes, tail: bytes) -> str:
    if b"%PDF-" in start[:1024] and not any(start.startswith(mark) for mark in _NOT_PDF):
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if start[30:66].startswith(b"mimetypeapplication/vnd.oasis"):
            return "odf"
        return next((name for part, name in _OFFICE if part in tail or part in start[:4096]), "zip")
    for mark, name in _MAGIC:
        if start.startswith(mark):
            return name
    if start[:4] == b"RIFF":
        return "webp" if start[8:12] == b"WEBP" else "riff"
    if start[4:8] in (b"ftyp", b"moov", b"mdat", b"wide"):
        return "mp4"
    header = start[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if header.startswith((b"<!doctype html", b"<html", b"<head")):
        return "html"
    return "teks" if start and _is_text(start[:8192]) else ""


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(c < 9 or 13 < c < 32 for c in content)


def _damage(kind: str, start: bytes, tail: bytes) -> str:
    """What the marks at both ends say is missing; "" when they are there."""
    if kind == "pdf":
        return "" if b"%%EOF" in tail and b"startxref" in tail else "terpotong sebelum akhirnya"
    if kind == "png":
        return "" if b"IEND" in tail[-256:] else "terpotong sebelum akhirnya"
    if kind == "jpg":
        return "" if b"\xff\xd9" in tail else "terpotong sebelum akhirnya"
    if kind == "gif":
        return "" if b"\x3b" in tail[-64:] else "terpotong sebelum akhirnya"
    if kind in ("docx", "xlsx", "pptx", "odf", "zip"):
        if b"PK\x05\x06" not in tail:
            return "terpotong sebelum akhirnya"
        return "bagian utamanya tidak ada" if kind == "docx" and b"word/document" not in start + tail else ""
    if kind == "ole":
        return "" if len(start) >= 1536 else "terpotong sebelum akhirnya"
    return ""


def _has_password(kind: str, start: bytes, tail: bytes) -> bool:
    if kind == "pdf":
        return bool(_PDF_PASSWORD.search(tail) or _PDF_PASSWORD.search(start[:8192]))
    if kind == "ole":
        return "EncryptedPackage".encode("utf-16-le") in start + tail
    return kind in ("zip", "docx", "xlsx", "pptx") and len(start) > 7 and bool(start[6] & 1)


def _picture(kind: str, start: bytes, size: int, file: Path) -> _Picture | None:
    if kind == "png" and start[12:16] == b"IHDR" and len(start) >= 29:
        width, height = int.from_bytes(start[16:20], "big"), int.from_bytes(start[20:24], "big")
        pixel = _PNG_CHANNELS.get(start[25], 1) * start[24]
        row = 1 + (width * pixel + 7) // 8
        rules = load_rules()
        possible = size < rules.rasio_png * row * height and row * height <= rules.mentah_png and not start[28]
        large = min(width, height) >= _SOLID_SIDE and row <= _CHUNK
        sewarna = large and possible and is_plain_png(read_file(file), row, max(1, pixel // 8))
        return _Picture(width, height, sewarna)
    if kind == "jpg" and (side := _jpeg_size(start)) is not None:
        return _Picture(*side, _is_empty("jpg", *side, size, file))
    if kind == "webp" and (side := _webp_size(start)) is not None:
        return _Picture(*side, _is_empty("webp", *side, size, file))
    if kind == "gif" and len(start) >= 10:
        return _Picture(int.from_bytes(start[6:8], "little"), int.from_bytes(start[8:10], "little"), False)
    if kind == "bmp" and len(start) >= 26:
        height = abs(int.from_bytes(start[22:26], "little", signed=True))
        return _Picture(int.from_bytes(start[18:22], "little"), height, False)
    return None


def _is_empty(coding: str, width: int, height: int, size: int, file: Path) -> bool:
    """Whether a picture that is large for its bytes holds nothing; one of few bytes only is read again."""
    pixel = width * height
    possible = min(width, height) >= _SOLID_SIDE and size < load_rules().bita_gambar * pixel and size <= _MAX_UNPACKED
    return possible and is_plain(coding, read_file(file), pixel, 3 * pixel)


def _webp_size(start: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in the simple form, lossy or not; an extended one is not looked into."""
    if start[12:16] == b"VP8 " and start[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(start[26:28], "little") & 0x3FFF, int.from_bytes(start[28:30], "little") & 0x3FFF
    if start[12:16] == b"VP8L" and start[20:21] == b"\x2f":
        side = int.from_bytes(start[21:25], "little")
        return (side & 0x3FFF) + 1, (side >> 14 & 0x3FFF) + 1
    return None


def _jpeg_size(start: bytes) -> tuple[int, int] | None:
    """Width and height from the frame header, past the blocks before it."""
    i = 2
    while i + 9 < len(start):
        if start[i] != 0xFF:
            return None
        mark = start[i + 1]
        if mark == 0xFF or 0xD0 <= mark <= 0xD8:
            i += 1 if mark == 0xFF else 2
            continue
        if mark in _SOF:
            return int.from_bytes(start[i + 7 : i + 9], "big"), int.from_bytes(start[i + 5 : i + 7], "big")
        i += 2 + int.from_bytes(start[i + 2 : i + 4], "big")
    return None
