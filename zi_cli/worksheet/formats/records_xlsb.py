"""The records of which every part of a .xlsb consists ([MS-XLSB] 2.1.4), and the texts and ranges in them."""

from collections.abc import Iterable, Iterator
from struct import unpack_from

from zi_cli.worksheet.formats.limits import Damaged
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, Range

_NONE = 0xFFFFFFFF


def records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (type, start, end) of each record's data; raise ``Damaged`` for one that goes beyond the part."""
    p, size = 0, len(content)
    while p < size:
        kind = content[p]
        p += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[p] & 0x7F) << 7
            p += 1
        length = shift = 0
        while True:
            b = content[p]
            p += 1
            length |= (b & 0x7F) << shift
            shift += 7
            if b < 0x80 or shift == 28:
                break
        if p + length > size:
            raise Damaged("rekaman .xlsb terpotong")
        yield kind, p, p + length
        p += length


def wide_string(content: bytes, start: int, end: int) -> str:
    """A text whose length stands in four bytes; "" for none."""
    length = unpack_from("<I", content, start)[0]
    return (
        "" if length == _NONE else content[start + 4 : min(end, start + 4 + 2 * length)].decode("utf-16-le", "replace")
    )


def newer_ranges(content: bytes, start: int, end: int) -> Iterable[Range]:
    """The ranges in the head of a record of newer versions ([MS-XLSB] 2.5.48); the whole sheet where it has others."""
    flag, count = unpack_from("<II", content, start)
    if flag & 0xF == 2 and count == 1:
        return ranges(content, start + 12, end)
    return [EVERYTHING]


def ranges(content: bytes, start: int, end: int) -> Iterable[Range]:
    """Ranges whose number stands before them."""
    count = min(unpack_from("<I", content, start)[0], (end - start - 4) // 16)
    return (one_range(unpack_from("<IIII", content, start + 4 + 16 * i)) for i in range(count))


def one_range(limits: tuple[int, ...]) -> Range:
    """The range of these numbers: first and last row, first and last column, from zero."""
    a, b, c, d = limits
    return a + 1, c, b + 1, d
