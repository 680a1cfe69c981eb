"""What the text of a drawing asks for, and how far it reaches beyond the drawing."""

from zi_cli.named_tuple import NamedTuple

#: The usual height of letters, and what of a reach does not count, in English Metric Units.
LETTER_HEIGHT, THICKNESS = 139_700, 76_200


class ShapeText(NamedTuple):
    """What the text of a shape asks for (EMU): room for its longest line and for all, and how far it is moved.

    ``penuh`` is the room for its paragraphs in one line each; ``terbungkus``: lines are broken at the shape's edge;
    ``terpotong``: what goes beyond its foot is cut off; ``tegak``: lines stand upright.
    """

    terpanjang: int
    penuh: int
    baris: int
    tinggi: int
    geser: int
    terbungkus: bool
    terpotong: bool = False
    tegak: bool = False

    def beyond(self, width: int, height: int) -> int:
        """How far it may reach beyond a shape of that size; a line more or less does not count."""
        if self.tegak:
            width, height = height, width
        excess = [self.geser + self.tinggi - width if self.geser > THICKNESS * 4 else 0]
        row = self.baris
        if self.terbungkus:
            row += self.penuh // max(width - 2 * THICKNESS, self.tinggi)
        else:
            excess.append(self.terpanjang - width)
        if not self.terpotong:
            excess.append(row * self.tinggi + self.geser - height)
        far = max(excess)
        return far if far > 2 * min(self.tinggi, LETTER_HEIGHT) else 0


def asks(
    letters: int, row: int, height: int, shift: int, *, terbungkus: bool, truncated: bool = False, upright: bool = False
) -> ShapeText:
    """The text of *row* lines, the longest of *letters* characters, in letters *height* high (EMU)."""
    length = letters * (height * 11 // 20)
    return ShapeText(length, length * max(row, 1), row, height * 6 // 5, shift, terbungkus, truncated, upright)
