"""How many pixels a picture claims, told from its headers alone: what an office program would make room for."""

import struct
from collections.abc import Callable, Iterator

#: Markers of a JPEG that begin a frame; those without a length; the one behind which the picture itself begins.
_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset((*range(0xD0, 0xD8), 0x01))
JPEG_SCAN = 0xDA
#: Pages of a TIFF.
_PAGES = 100
#: Tags of a TIFF that hold width and height, and the layouts of their types.
_WIDTH, _HEIGHT, _NUMBERS = 256, 257, {3: "H", 4: "I"}


class DamagedPicture(ValueError):
    """Why the picture can't be used, in words."""


def pixels(content: bytes) -> int:
    """Pixels of all frames and pages of a PNG, JPEG, GIF, BMP or TIFF; raises :class:`DamagedPicture` where none is."""
    frames = next((f for start, f in _KINDS.items() if content.startswith(start)), None)
    try:
        sizes = list(frames(content)) if frames is not None else []
    except (struct.error, IndexError):
        raise DamagedPicture("terpotong") from None
    if not sizes:
        raise DamagedPicture("tanpa ukuran")
    return sum(abs(w * h) for w, h in sizes)


def jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers of a JPEG with what belongs to each, up to the scan, which has all that follows."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise DamagedPicture("rusak: susunannya tidak dikenal")
        marker = content[at + 1]
        if marker == 0xFF or marker in _BARE:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2:
            raise DamagedPicture("rusak: susunannya tidak dikenal")
        yield marker, content[at + 4 : at + 2 + length] if marker != JPEG_SCAN else content[at + 4 :]
        if marker == JPEG_SCAN:
            return
        at += 2 + length


def jpeg_size(marker: int, body: bytes) -> tuple[int, int] | None:
    """Width and height that a segment of a JPEG tells; None for one that begins no frame."""
    if marker not in _FRAME or len(body) < 5:
        return None
    height, width = struct.unpack_from(">HH", body, 1)
    return width, height


def _jpeg(content: bytes) -> Iterator[tuple[int, int]]:
    for segment in jpeg_segments(content):
        if (size := jpeg_size(*segment)) is not None:
            yield size


def _png(content: bytes) -> Iterator[tuple[int, int]]:
    at = 8
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind in (b"IHDR", b"fcTL"):
            # A frame of an animation has its number in front.
            yield struct.unpack_from(">II", content, at + (8 if kind == b"IHDR" else 12))
        at += 12 + length


def _gif(content: bytes) -> Iterator[tuple[int, int]]:
    def colours(packed: int) -> int:
        return 3 << ((packed & 7) + 1) if packed & 0x80 else 0

    yield struct.unpack_from("<HH", content, 6)
    at = 13 + colours(content[10])
    while content[at] != 0x3B:
        if content[at] == 0x2C:
            yield struct.unpack_from("<HH", content, at + 5)
            at += 11 + colours(content[at + 9])
        elif content[at] == 0x21:
            at += 2
        else:
            raise DamagedPicture("rusak: susunannya tidak dikenal")
        while content[at]:
            at += 1 + content[at]
        at += 1


def _bmp(content: bytes) -> Iterator[tuple[int, int]]:
    old = struct.unpack_from("<I", content, 14)[0] == 12
    yield struct.unpack_from("<HH" if old else "<ii", content, 18)


def _tiff(content: bytes) -> Iterator[tuple[int, int]]:
    order = "<" if content[:1] == b"I" else ">"
    (at,) = struct.unpack_from(f"{order}I", content, 4)
    for _ in range(_PAGES):
        (count,) = struct.unpack_from(f"{order}H", content, at)
        size = {}
        for n in range(count):
            tag, kind = struct.unpack_from(f"{order}HH", content, at + 2 + 12 * n)
            if tag in (_WIDTH, _HEIGHT) and kind in _NUMBERS:
                (size[tag],) = struct.unpack_from(order + _NUMBERS[kind], content, at + 10 + 12 * n)
        yield size.get(_WIDTH, 0), size.get(_HEIGHT, 0)
        (at,) = struct.unpack_from(f"{order}I", content, at + 2 + 12 * count)
        if not at:
            return
    raise DamagedPicture(f"lebih dari {_PAGES} halaman")


#: What a picture of each kind begins with, and the sizes of its frames.
_KINDS: dict[bytes, Callable[[bytes], Iterator[tuple[int, int]]]] = {
    b"\x89PNG\r\n\x1a\n": _png, b"\xff\xd8\xff": _jpeg, b"GIF8": _gif, b"BM": _bmp, b"II*\0": _tiff, b"MM\0*": _tiff,
}  # fmt: skip
