"""What the text of a drawing asks for, and how far it reaches beyond the drawing."""

from zi_cli.named_tuple import NamedTuple

#: The usual height of letters, and what of a reach does not count, in English Metric Units.
HURUF, TEBAL = 139_700, 76_200


class ShapeText(NamedTuple):
    """What the text of a shape asks for (EMU): room for its longest line and for all, and how far it is moved.

    ``penuh`` is the room for its paragraphs in one line each; ``terbungkus``: lines are broken at the shape's edge;
    ``terpotong``: what goes beyond its foot is cut off.
    """

    terpanjang: int
    penuh: int
    baris: int
    tinggi: int
    geser: int
    terbungkus: bool
    terpotong: bool = False

    def beyond(self, lebar: int, tinggi: int) -> int:
        """How far it may reach beyond a shape of that size; a line more or less does not count."""
        lebih = [self.geser + self.tinggi - lebar if self.geser > TEBAL * 4 else 0]
        baris = self.baris
        if self.terbungkus:
            baris += self.penuh // max(lebar - 2 * TEBAL, self.tinggi)
        else:
            lebih.append(self.terpanjang - lebar)
        if not self.terpotong:
            lebih.append(baris * self.tinggi + self.geser - tinggi)
        jauh = max(lebih)
        return jauh if jauh > 2 * min(self.tinggi, HURUF) else 0


def asks(huruf: int, baris: int, tinggi: int, geser: int, *, terbungkus: bool, terpotong: bool = False) -> ShapeText:
    """The text of *baris* lines, the longest of *huruf* characters, in letters *tinggi* high (EMU)."""
    panjang = huruf * (tinggi * 11 // 20)
    return ShapeText(panjang, panjang * max(baris, 1), baris, tinggi * 6 // 5, geser, terbungkus, terpotong)
