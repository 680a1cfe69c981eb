"""Which cells of a .xls sheet lie under a drawing ([MS-ODRAW] 2.2, [MS-XLS] 2.5.193)."""

from collections.abc import Iterator
from struct import iter_unpack, unpack_from

from zi_cli.worksheet.formats.drawings_xlsx import turned
from zi_cli.worksheet.formats.grid import BARIS_EMU, KOLOM_EMU, USUAL
from zi_cli.worksheet.formats.shape_text import TEBAL
from zi_cli.worksheet.formats.sheet_view import SELURUHNYA, Range

_SHAPE, _GROUP, _CHILD, _ANCHOR = 0xF004, 0xF009, 0xF00F, 0xF010
_OPTIONS = frozenset((0xF00B, 0xF121, 0xF122))
#: Properties of a shape: how far it is turned (in parts of a degree), its line, how far its shadow falls.
_PUTAR, _MELUAS = 0x0004, frozenset((0x01CB, 0x0205, 0x0206))
_DERAJAT, _SETENGAH = 0x10000, 180


class Shapes:
    """Reads drawing records one after another: a group may go on in the next."""

    def __init__(self) -> None:
        self._grup = (0, 0, 0, 0)

    def read(self, isi: bytes | bytearray, awal: int, akhir: int) -> Iterator[Range]:
        """The ranges under the shapes of one record; raises ``struct.error`` for one that is cut short."""
        p = awal
        sifat: dict[int, int] = {}
        while p + 8 <= akhir:
            versi, jenis, panjang = unpack_from("<HHI", isi, p)
            p += 8
            if jenis == _SHAPE:
                sifat = {}
            elif jenis in _OPTIONS and p + 6 * (versi >> 4) <= akhir:
                sifat |= {n & 0x3FFF: nilai for n, nilai in iter_unpack("<Hi", isi[p : p + 6 * (versi >> 4)])}
            elif jenis == _GROUP and p + 16 <= akhir:
                self._grup = unpack_from("<4i", isi, p)
            elif jenis == _CHILD and p + 16 <= akhir:
                x1, y1, x2, y2 = unpack_from("<4i", isi, p)
                a, b, c, d = self._grup
                if min(x1, x2) < a or min(y1, y2) < b or max(x1, x2) > c or max(y1, y2) > d or _turned(sifat):
                    # How far that is on the sheet its group alone does not tell.
                    yield SELURUHNYA
            elif jenis == _ANCHOR and panjang >= 18 and p + 18 <= akhir:
                yield from _placed(isi, p, sifat)
            # A container's content follows its head, and may go on in later records.
            if versi & 0xF != 0xF:
                p += panjang


def _turned(sifat: dict[int, int]) -> bool:
    return sifat.get(_PUTAR, 0) // _DERAJAT % _SETENGAH != 0


def _placed(isi: bytes | bytearray, p: int, sifat: dict[int, int]) -> Iterator[Range]:
    """The cells between the two points of an anchor, and as far as the shape reaches beyond."""
    k1, x1, b1, y1, k2, x2, b2, y2 = unpack_from("<HHHHHHHH", isi, p + 2)
    kiri, atas = USUAL.point(k1, x1 * KOLOM_EMU // 1024, b1, y1 * BARIS_EMU // 256)
    kanan, bawah = USUAL.point(k2, x2 * KOLOM_EMU // 1024, b2, y2 * BARIS_EMU // 256)
    if _turned(sifat):
        kiri, atas, kanan, bawah = map(int, turned(kiri, atas, kanan, bawah))
    lebih = sum(abs(sifat.get(n, 0)) for n in _MELUAS)
    lebih = lebih if lebih > TEBAL else 0
    yield from USUAL.covers(kiri - lebih, atas - lebih, kanan + lebih, bawah + lebih)
