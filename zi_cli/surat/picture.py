"""A picture for a letterhead, read strictly: PNG or JPEG, whole, of a size that can be drawn."""

import struct
import zlib
from functools import lru_cache
from pathlib import Path

from zi_cli.errors import read_reason
from zi_cli.files import read_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.surat.picture_size import JPEG_SCAN, DamagedPicture, jpeg_segments, jpeg_size
from zi_cli.text import path_text

_BYTES = 2 * 1024 * 1024
_SIDE = 6000
#: Decompressed bytes of a PNG: never more than this is asked of the memory, a piece at a time.
_PIXELS, _PIECE = 4 * _SIDE * _SIDE, 1 << 20
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def read_picture(file: Path) -> bytes:
    """The bytes of a PNG or JPEG of at most 2 MB; raises :class:`UnreadableInput` (SRT656) with what is wrong."""
    try:
        content = read_file(file, _BYTES + 1)
        reason = _fault(content)
    except OSError as e:
        reason = read_reason(e)
    if reason:
        raise UnreadableInput(make_temuan("SRT656", berkas=path_text(file.name), sebab=reason))
    return content


@lru_cache(maxsize=8)
def _fault(content: bytes) -> str:
    """What is wrong with a picture ("" nothing): told once of the logo of many letters, by its bytes."""
    try:
        _check(content)
    except DamagedPicture as e:
        return str(e)
    return ""


def _check(content: bytes) -> None:
    if not content:
        raise DamagedPicture("kosong")
    if len(content) > _BYTES:
        raise DamagedPicture(f"lebih besar daripada {_BYTES >> 20} MB")
    if content.startswith(_PNG):
        width, height = _check_png(content)
    elif content.startswith(_JPEG):
        width, height = _check_jpeg(content)
    else:
        raise DamagedPicture("bukan PNG atau JPEG")
    if not (0 < width <= _SIDE and 0 < height <= _SIDE):
        raise DamagedPicture(f"ukurannya {width} × {height} piksel (paling besar {_SIDE})")


def _check_png(content: bytes) -> tuple[int, int]:
    position, width, height, parsed, count, required = 8, 0, 0, zlib.decompressobj(), 0, 0
    while True:
        if position + 12 > len(content):
            raise DamagedPicture("terpotong")
        length, kind = struct.unpack(">I4s", content[position : position + 8])
        body = content[position + 8 : position + 8 + length]
        digest = content[position + 8 + length : position + 12 + length]
        if len(body) < length or len(digest) < 4:
            raise DamagedPicture("terpotong")
        if zlib.crc32(kind + body) != int.from_bytes(digest, "big"):
            raise DamagedPicture("rusak: sidik isinya tidak cocok")
        if kind == b"IHDR" and length == 13:
            width, height, bit, colour, _, _, selang = struct.unpack(">IIBBBBB", body)
            if not (0 < width <= _SIDE and 0 < height <= _SIDE) or colour not in _CHANNELS:
                return width, height
            required = 0 if selang else height * (1 + (width * bit * _CHANNELS[colour] + 7) // 8)
        elif kind == b"IDAT":
            count += _inflated(parsed, body, count)
        elif kind == b"IEND":
            if not parsed.eof or (required and count != required):
                raise DamagedPicture("rusak: gambarnya tidak lengkap")
            return width, height
        position += 12 + length


def _inflated(parsed: "zlib._Decompress", body: bytes, sudah: int) -> int:
    """Bytes that *body* becomes, a piece at a time."""
    count = 0
    try:
        while body:
            count += len(parsed.decompress(body, _PIECE))
            body = parsed.unconsumed_tail
            if sudah + count > _PIXELS:
                raise DamagedPicture("rusak: gambarnya lebih besar daripada ukurannya")
    except zlib.error:
        raise DamagedPicture("rusak: gambarnya tidak dapat diurai") from None
    return count


def _check_jpeg(content: bytes) -> tuple[int, int]:
    size = (0, 0)
    for mark, body in jpeg_segments(content):
        size = jpeg_size(mark, body) or size
        if mark == JPEG_SCAN and b"\xff\xd9" in body:
            return size
    raise DamagedPicture("terpotong")
