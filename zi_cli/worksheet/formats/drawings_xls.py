"""Which cells of a .xls sheet lie under a drawing ([MS-ODRAW] 2.2, [MS-XLS] 2.5.193)."""

from collections.abc import Iterator
from struct import iter_unpack, unpack_from

from zi_cli.worksheet.formats.grid import COLUMN_EMU, ROW_EMU, USUAL, turned, with_pen
from zi_cli.worksheet.formats.shape_text import LETTER_HEIGHT, THICKNESS, asks
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, Range

_SHAPE, _GROUP, _CHILD, _ANCHOR = 0xF004, 0xF009, 0xF00F, 0xF010
_OPTIONS = frozenset((0xF00B, 0xF121, 0xF122))
#: Properties of a shape: how far it is turned (in parts of a degree), its line, how far its shadow falls.
_ROTATION, _SPREADING = 0x0004, frozenset((0x01CB, 0x0205, 0x0206))
_DEGREE, _HALF_TURN = 0x10000, 180


class Shapes:
    """Reads drawing records one after another: a group may go on in the next."""

    def __init__(self) -> None:
        self._grup = (0, 0, 0, 0)
        self._kotak: tuple[int, int, int, int] | None = None

    def read(self, content: bytes | bytearray, start: int, end: int) -> Iterator[Range]:
        """The ranges under the shapes of one record; raises ``struct.error`` for one that is cut short."""
        p = start
        traits: dict[int, int] = {}
        while p + 8 <= end:
            version, kind, length = unpack_from("<HHI", content, p)
            p += 8
            if kind == _SHAPE:
                traits = {}
            elif kind in _OPTIONS and p + 6 * (version >> 4) <= end:
                traits |= {n & 0x3FFF: nilai for n, nilai in iter_unpack("<Hi", content[p : p + 6 * (version >> 4)])}
            elif kind == _GROUP and p + 16 <= end:
                self._grup = unpack_from("<4i", content, p)
            elif kind == _CHILD and p + 16 <= end:
                x1, y1, x2, y2 = unpack_from("<4i", content, p)
                a, b, c, d = self._grup
                if min(x1, x2) < a or min(y1, y2) < b or max(x1, x2) > c or max(y1, y2) > d or _turned(traits):
                    # How far that is on the sheet its group alone does not tell.
                    yield EVERYTHING
            elif kind == _ANCHOR and length >= 18 and p + 18 <= end:
                self._kotak = _box(content, p)
                yield from _placed(self._kotak, traits)
            # A container's content follows its head, and may go on in later records.
            if version & 0xF != 0xF:
                p += length

    def beyond(self, longest: int, lines: int) -> Iterator[Range]:
        """The cells that a text of so many letters and lines reaches from the last shape, of which it is."""
        if self._kotak is None or not longest:
            return
        x1, y1, x2, y2 = self._kotak
        excess = asks(longest, lines, LETTER_HEIGHT, 0, terbungkus=True).beyond(x2 - x1, y2 - y1)
        if excess:
            yield from USUAL.covers(x1 - excess, y1 - excess, x2 + excess, y2 + excess)


def _turned(traits: dict[int, int]) -> bool:
    return traits.get(_ROTATION, 0) // _DEGREE % _HALF_TURN != 0


def _box(content: bytes | bytearray, p: int) -> tuple[int, int, int, int]:
    """The place of an anchor between its two points."""
    k1, x1, b1, y1, k2, x2, b2, y2 = unpack_from("<HHHHHHHH", content, p + 2)
    left, upper = USUAL.point(k1, x1 * COLUMN_EMU // 1024, b1, y1 * ROW_EMU // 256)
    right, lower = USUAL.point(k2, x2 * COLUMN_EMU // 1024, b2, y2 * ROW_EMU // 256)
    return left, upper, right, lower


def _placed(box: tuple[int, int, int, int], traits: dict[int, int]) -> Iterator[Range]:
    """The cells within a place, and as far as the shape reaches beyond."""
    left, upper, right, lower = with_pen(*box)
    if _turned(traits):
        left, upper, right, lower = map(int, turned(left, upper, right, lower))
    excess = sum(abs(traits.get(n, 0)) for n in _SPREADING)
    excess = excess if excess > THICKNESS else 0
    yield from USUAL.covers(left - excess, upper - excess, right + excess, lower + excess)
