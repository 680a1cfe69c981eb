"""Whether a picture holds nothing: told by what is left of its compressed bytes, hardly anything is decoded.

The limits (``aturan.toml``) were measured on blank pages, and on the same pages with one word, of each codec at 150
to 600 dots an inch: what holds a word is never said to hold nothing, and what can't be told is not.
"""

import zlib
from collections.abc import Iterator

from zi_cli.bukti.rules import load_rules

#: Bytes of a decoder's steps.
_CHUNK = 1 << 20
#: Rows that differ in a PNG of one colour: the first, those below it, and one more for a change of filter.
_SOLID_ROWS = 3
#: Bytes at both ends of a fax that say where it starts and ends; a blank row between them is one bit.
_FAX_END = 16
#: Segments of JBIG2: regions of plain pixels, and those that hold none.
_JBIG2_PIXELS, _JBIG2_OTHER = frozenset({36, 38, 39}), frozenset({48, 49, 50, 51, 52, 53, 62})
#: Bytes of a region of JBIG2 before its pixels.
_REGION_HEADER = 18
#: What a tile of JPEG 2000 begins with.
_TILE = b"\xff\x90\x00\x0a"


def is_plain(coding: str, content: bytes, pixel: int, raw: int) -> bool:
    """Whether the picture *content* is empty: compressed by *coding* (jpg, jpx, webp, faks, jbig2; mentah: deflated).

    *pixel* pixels, *raw* bytes when they stand uncompressed.
    """
    if coding == "faks":
        return _is_constant(content)
    if coding == "jbig2":
        return _is_plain_jbig2(content, pixel)
    basis, each = load_rules().sewarna[coding]
    limit = basis + each * (raw if coding == "mentah" else pixel)
    if coding == "jpg":
        content = _jpeg_pixels(content)
    elif coding == "jpx":
        limit += load_rules().ubin_jpx * content.count(_TILE)
    # Compressed again, little is left of what says the same thing all over.
    return len(content) > 0 and len(zlib.compress(content, 1)) < limit


def _is_constant(content: bytes) -> bool:
    return len(set(content[_FAX_END:-_FAX_END])) == 1


def _jpeg_pixels(content: bytes) -> bytes:
    """A JPEG from its first scan on: profile, preview and tables say nothing of what is on it."""
    i = 2
    while i + 4 <= len(content) and content[i] == 0xFF:
        i, mark = i + 2 + int.from_bytes(content[i + 2 : i + 4], "big"), content[i + 1]
        if mark == 0xDA:
            return content[i:]
    return content


def _is_plain_jbig2(content: bytes, pixel: int) -> bool:
    octets = 0
    for kind, data in _jbig2_segments(content):
        if kind in _JBIG2_PIXELS and len(data) > _REGION_HEADER:
            if data[_REGION_HEADER - 1] & 1:  # coded as a fax
                if not _is_constant(data[_REGION_HEADER:]):
                    return False
            else:
                octets += len(data)
        elif kind not in _JBIG2_OTHER:
            return False
    basis, each = load_rules().sewarna["jbig2"]
    return octets < basis + each * pixel


def _jbig2_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and data of every segment; kind -1 for what can't be told."""
    i = 0
    while i + 11 <= len(content):
        number, mark, reference = int.from_bytes(content[i : i + 4], "big"), content[i + 4], content[i + 5] >> 5
        panjang_acuan = 1 if number <= 256 else 2 if number <= 65536 else 4
        i += 6 + reference * panjang_acuan + (4 if mark & 0x40 else 1)
        length = int.from_bytes(content[i : i + 4], "big")
        i += 4
        if reference == 7 or length > len(content) - i:
            yield -1, b""
            return
        yield mark & 0x3F, content[i : i + length]
        i += length


def is_plain_png(content: bytes, row: int, pixel: int) -> bool:
    """Whether all pixels of a PNG are of one colour; *row* bytes a row with its filter, *pixel* bytes a pixel."""
    mekar, rest, examples, i = zlib.decompressobj(), b"", set[bytes](), 8
    try:
        while i + 12 <= len(content):
            length = int.from_bytes(content[i : i + 4], "big")
            inputs = content[i + 8 : i + 8 + length] if content[i + 4 : i + 8] == b"IDAT" else b""
            while inputs:
                rest += mekar.decompress(inputs, _CHUNK)
                inputs = mekar.unconsumed_tail
                full = len(rest) // row * row
                examples.update(rest[n : n + row] for n in range(0, full, row))
                rest = rest[full:]
                if len(examples) > _SOLID_ROWS:
                    return False
            i += 12 + length
    except zlib.error:
        return False
    # Whatever the filter, a row of one colour repeats one pixel from its second on.
    return bool(examples) and all(_repeats(b[1 + pixel :], pixel) for b in examples)


def _repeats(content: bytes, pixel: int) -> bool:
    return content == content[:pixel] * (len(content) // pixel)
