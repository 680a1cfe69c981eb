"""How far a drawing of an .ods reaches beyond its place: by its text, lines, shadow and the points of its outline."""

import re
from collections.abc import Iterable, Mapping

from zi_cli.worksheet.formats.grid import POIN_EMU
from zi_cli.worksheet.formats.looks_ods import OdsStyles, points
from zi_cli.worksheet.formats.shape_text import TEBAL, asks

#: How many times its size a drawing reaches that goes where it likes.
_TAK_TERBATAS = 1e6
#: Shapes with a point that may lie anywhere; the side of the square in which their points are told.
_MENJULUR = re.compile("(?i)callout|connector")
_SISI = 21_600.0
_ANGKA = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_TEPI = ("fo:padding", "fo:padding-left", "fo:padding-top", "fo:padding-right", "fo:padding-bottom")
_MENJOROK = ("fo:margin-left", "fo:margin-right", "fo:margin-top", "fo:margin-bottom", "fo:text-indent")
_BAYANG = ("draw:shadow-offset-x", "draw:shadow-offset-y", "draw:shadow-blur")
_UJUNG = ("draw:marker-start-width", "draw:marker-end-width", "lain:glow-radius")


class OdsShape:
    """One drawing, told element by element; lengths in points."""

    def __init__(self, gaya: OdsStyles, atr: Mapping[str, str]) -> None:
        self._gaya = gaya
        sifat = gaya.shape("graphic", atr.get("draw:style-name", ""))
        self._terbungkus = sifat.get("fo:wrap-option") != "no-wrap" and sifat.get("draw:auto-grow-width") != "true"
        self._tinggi = points(sifat.get("fo:font-size")) or 18.0
        self._geser = _sum(sifat, _TEPI)
        self._lebih = points(sifat.get("svg:stroke-width")) / 2 if sifat.get("draw:stroke") != "none" else 0.0
        self._lebih += _sum(sifat, _BAYANG if sifat.get("draw:shadow") == "visible" else ()) + _sum(sifat, _UJUNG)
        self._kali = 0.0
        self._huruf = self._terpanjang = self._baris = 0
        self._outline(atr)

    def begin(self, nama: str, atr: Mapping[str, str]) -> None:
        """An element within the drawing."""
        match nama:
            case "text:p" | "text:h" | "text:line-break":
                self._huruf, self._baris = 0, self._baris + 1
                self._styled("paragraph", atr)
            case "text:span":
                self._styled("text", atr)
            case "text:s" | "text:tab":
                jumlah = atr.get("text:c", "1")
                self._count(int(jumlah) if jumlah.isascii() and jumlah.isdigit() and len(jumlah) < 7 else 8)
            case "draw:enhanced-geometry":
                self._outline(atr)

    def text(self, teks: str) -> None:
        """Characters within the drawing."""
        if self._baris:
            self._count(len(teks))

    def reach(self, lebar: float, tinggi: float) -> tuple[float, float]:
        """How far it reaches beyond a place of that size, sideways and upwards."""
        lebih = self._lebih if self._lebih * POIN_EMU > TEBAL else 0.0
        if self._terpanjang:
            teks = asks(
                self._terpanjang, self._baris, int(self._tinggi * POIN_EMU), int(self._geser * POIN_EMU),
                terbungkus=self._terbungkus,
            )  # fmt: skip
            lebih += teks.beyond(int(lebar * POIN_EMU), int(tinggi * POIN_EMU)) / POIN_EMU
        return lebih + self._kali * lebar, lebih + self._kali * tinggi

    def _count(self, jumlah: int) -> None:
        self._huruf += jumlah
        self._terpanjang = max(self._terpanjang, self._huruf)

    def _styled(self, keluarga: str, atr: Mapping[str, str]) -> None:
        sifat = self._gaya.shape(keluarga, atr.get("text:style-name", ""))
        self._tinggi = max(self._tinggi, points(sifat.get("fo:font-size")))
        self._geser += _sum(sifat, _MENJOROK)

    def _outline(self, atr: Mapping[str, str]) -> None:
        """The points of a shape that is drawn by hand or has one that is moved; those it lies in are told beside."""
        if atr.get("draw:extrusion") == "true":
            self._kali = _TAK_TERBATAS
        if _MENJULUR.search(atr.get("draw:type", "")):
            self._kali = max(self._kali, _excess(atr.get("draw:modifiers", ""), (_SISI, _SISI)))
        jalur = " ".join(atr.get(n, "") for n in ("draw:enhanced-path", "draw:points", "svg:d"))
        sisi = _ANGKA.findall(atr.get("svg:viewBox", ""))
        if len(sisi) == 4 and not re.search(r"[?$a-z]", jalur.replace("e", "")):
            self._kali = max(self._kali, _excess(jalur, (float(sisi[2]), float(sisi[3]))))
        elif "?" in jalur and atr.get("draw:type", "non-primitive") == "non-primitive":
            self._kali = _TAK_TERBATAS


def _sum(sifat: Mapping[str, str], nama: Iterable[str]) -> float:
    return sum(points(sifat.get(n, "").lstrip("-")) for n in nama)


def _excess(angka: str, sisi: tuple[float, float]) -> float:
    """How many times its size the farthest of the points lies beyond a shape of these sides."""
    batas = max(min(sisi), 1.0)
    letak = [float(a) / batas for a in _ANGKA.findall(angka)]
    atas = max(sisi) / batas
    return min(max((max(x - atas, -x) for x in letak), default=0.0), _TAK_TERBATAS)
