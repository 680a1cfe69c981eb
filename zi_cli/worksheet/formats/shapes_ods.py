"""How far a drawing of an .ods reaches beyond its place: by its text, lines, shadow and the points of its outline."""

import re
from collections.abc import Iterable, Mapping

from zi_cli.worksheet.formats.grid import POIN_EMU
from zi_cli.worksheet.formats.looks_ods import OdsStyles, points
from zi_cli.worksheet.formats.shape_text import THICKNESS, asks

#: How many times its size a drawing reaches that goes where it likes.
_UNBOUNDED = 1e6
#: Shapes with a point that may lie anywhere; the side of the square in which their points are told.
_PROTRUDING = re.compile("(?i)callout|connector")
_SIDE = 21_600.0
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_PADDING = ("fo:padding", "fo:padding-left", "fo:padding-top", "fo:padding-right", "fo:padding-bottom")
_INDENTS = ("fo:margin-left", "fo:margin-right", "fo:margin-top", "fo:margin-bottom", "fo:text-indent")
_SHADOW = ("draw:shadow-offset-x", "draw:shadow-offset-y", "draw:shadow-blur")
_LINE_ENDS = ("draw:marker-start-width", "draw:marker-end-width", "lain:glow-radius")


class OdsShape:
    """One drawing, told element by element; lengths in points."""

    def __init__(self, style: OdsStyles, attrs: Mapping[str, str]) -> None:
        self._gaya = style
        traits = style.shape("graphic", attrs.get("draw:style-name", ""))
        self._terbungkus = traits.get("fo:wrap-option") != "no-wrap" and traits.get("draw:auto-grow-width") != "true"
        self._tinggi = points(traits.get("fo:font-size")) or 18.0
        self._geser = _sum(traits, _PADDING)
        self._lebih = points(traits.get("svg:stroke-width")) / 2 if traits.get("draw:stroke") != "none" else 0.0
        self._lebih += _sum(traits, _SHADOW if traits.get("draw:shadow") == "visible" else ()) + _sum(
            traits, _LINE_ENDS
        )
        grows = traits.get("draw:auto-grow-height") != "false"
        #: The least width and height that its content or its style gives it.
        self.least = (points(traits.get("fo:min-width")), points(traits.get("fo:min-height")) if grows else 0.0)
        self._kali = 0.0
        self._huruf = self._terpanjang = self._baris = 0
        self._outline(attrs)

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element within the drawing."""
        match name:
            case "text:p" | "text:h" | "text:line-break":
                self._huruf, self._baris = 0, self._baris + 1
                self._styled("paragraph", attrs)
            case "text:span":
                self._styled("text", attrs)
            case "text:s" | "text:tab":
                count = attrs.get("text:c", "1")
                self._count(int(count) if count.isascii() and count.isdigit() and len(count) < 7 else 8)
            case "draw:text-box":
                told = points(attrs.get("fo:min-width")), points(attrs.get("fo:min-height"))
                self.least = max(self.least[0], told[0]), max(self.least[1], told[1])
            case "draw:enhanced-geometry":
                self._outline(attrs)

    def text(self, string: str) -> None:
        """Characters within the drawing."""
        if self._baris:
            self._count(len(string))

    def reach(self, width: float, height: float) -> tuple[float, float]:
        """How far it reaches beyond a place of that size, sideways and upwards."""
        excess = self._lebih if self._lebih * POIN_EMU > THICKNESS else 0.0
        if self._terpanjang:
            text = asks(
                self._terpanjang, self._baris, int(self._tinggi * POIN_EMU), int(self._geser * POIN_EMU),
                terbungkus=self._terbungkus,
            )  # fmt: skip
            excess += text.beyond(int(width * POIN_EMU), int(height * POIN_EMU)) / POIN_EMU
        return excess + self._kali * width, excess + self._kali * height

    def _count(self, count: int) -> None:
        self._huruf += count
        self._terpanjang = max(self._terpanjang, self._huruf)

    def _styled(self, family: str, attrs: Mapping[str, str]) -> None:
        traits = self._gaya.shape(family, attrs.get("text:style-name", ""))
        self._tinggi = max(self._tinggi, points(traits.get("fo:font-size")))
        self._geser += _sum(traits, _INDENTS)

    def _outline(self, attrs: Mapping[str, str]) -> None:
        """The points of a shape that is drawn by hand or has one that is moved; those it lies in are told beside."""
        if attrs.get("draw:extrusion") == "true":
            self._kali = _UNBOUNDED
        if _PROTRUDING.search(attrs.get("draw:type", "")):
            self._kali = max(self._kali, _excess(attrs.get("draw:modifiers", ""), (_SIDE, _SIDE)))
        jalur = " ".join(attrs.get(n, "") for n in ("draw:enhanced-path", "draw:points", "svg:d"))
        sides = _NUMBER.findall(attrs.get("svg:viewBox", ""))
        if len(sides) == 4 and not re.search(r"[?$a-z]", jalur.replace("e", "")):
            self._kali = max(self._kali, _excess(jalur, (float(sides[2]), float(sides[3]))))
        elif "?" in jalur and attrs.get("draw:type", "non-primitive") == "non-primitive":
            self._kali = _UNBOUNDED


def _sum(traits: Mapping[str, str], names: Iterable[str]) -> float:
    return sum(points(traits.get(n, "").lstrip("-")) for n in names)


def _excess(figure: str, side: tuple[float, float]) -> float:
    """How many times its size the farthest of the points lies beyond a shape of these sides."""
    limit = max(min(side), 1.0)
    positions = [float(a) / limit for a in _NUMBER.findall(figure)]
    upper = max(side) / limit
    return min(max((max(x - upper, -x) for x in positions), default=0.0), _UNBOUNDED)
