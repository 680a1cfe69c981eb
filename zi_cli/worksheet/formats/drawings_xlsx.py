"""Which cells of an .xlsx sheet lie under a picture, a text box or another drawing."""

import re

from zi_cli.text import dotted
from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.drawings_vml import old_drawings
from zi_cli.worksheet.formats.grid import USUAL, Grid, turned, with_pen
from zi_cli.worksheet.formats.lengths import whole
from zi_cli.worksheet.formats.limits import MAX_RANGES, Damaged, LimitExceeded, parse_xml
from zi_cli.worksheet.formats.package_xlsx import read_relations, read_xml
from zi_cli.worksheet.formats.shape_text import LETTER_HEIGHT, THICKNESS, ShapeText, asks
from zi_cli.worksheet.formats.sheet_view import EVERYTHING, Range

_NAMESPACE = "/drawingml/2006/spreadsheetDrawing"
_STRICT_NAMESPACE = "/drawingml/spreadsheetDrawing"
_POSITION = ("col", "colOff", "row", "rowOff")
#: Anchors, and what says where each ends.
_ENDING = {"twoCellAnchor": "to.col", "oneCellAnchor": "cx", "absoluteAnchor": "cx"}
#: Half a turn, in sixtieths of a thousandth of a degree.
_HALF_TURN = 10_800_000
#: What makes a drawing reach beyond its place, and by which attributes.
_SPREADING = {
    "ln": ("w",), "glow": ("rad",), "outerShdw": ("dist", "blurRad"), "reflection": ("dist", "blurRad"),
    "sp3d": ("extrusionH", "contourW", "z"), "prstShdw": ("dist",), "blur": ("rad",),
}  # fmt: skip
#: One, in thousandths of a percent; a hundredth of a point, in EMU.
_HUNDRED, _HUNDREDTH_POINT = 100_000, 127
#: How many times its size a drawing reaches that goes where it likes; and so little that it does not count.
_UNBOUNDED, _LITTLE = 1e6, 0.02
#: Shapes with a point that may lie anywhere; names of points within a shape.
_PROTRUDING = re.compile("(?i)callout|connector|teardrop")
_IN_SHAPE = re.compile("[lrtbwh]|hc|vc|[whs][ds]?[0-9]*|i[lrtb]|ls|ss")


def covered(container: Container, sheet: str, relation_id: tuple[str, ...], grid: Grid = USUAL) -> list[Range]:
    """The ranges of cells under the drawings that the sheet part *sheet* names."""
    relations = read_relations(container, sheet)
    results: list[Range] = []
    for id_ in relation_id:
        target = relations.get(id_)
        if target is None or target.bagian is None or target.bagian not in container:
            continue
        if target.jenis == "vmlDrawing":
            content = container.read(target.bagian)
            results += old_drawings(content, grid)
        elif target.jenis == "drawing":
            content = read_xml(container, target.bagian)
            results += drawn(content, grid)
        if target.jenis not in ("drawing", "vmlDrawing") or (b"wsDr" in content) != (target.jenis == "drawing"):
            # Some programs go by what it is said to be, others by what leads to it.
            raise Damaged(f"bagian {sheet[:80]}: gambarnya disebut sebagai jenis lain")
        if len(results) > MAX_RANGES:
            raise LimitExceeded(f"lebih dari {dotted(MAX_RANGES)} gambar di satu lembar")
    return results


def drawn(content: bytes, grid: Grid = USUAL) -> list[Range]:
    """The ranges of cells under the drawings of one drawing part."""
    readers = _Anchors(grid)
    parse_xml(content, readers.begin, readers.end, readers.on_text, ruang_nama=True)
    return readers.daerah


class _Anchors:
    """Reads the anchors of a drawing part: the place of each drawing, and how far it reaches beyond it."""

    def __init__(self, grid: Grid) -> None:
        self.daerah: list[Range] = []
        self._kisi = grid
        self._jalur: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self._titik: dict[str, int] = {}
        self._angka: dict[str, str] = {}
        self._diputar = False
        self._lebih = 0
        # How many times its own size a drawing reaches beyond itself, and the part of its place that it takes.
        self._kali = 0.0
        self._bingkai = (0.0, 0.0, 1.0, 1.0)
        self._grup: list[dict[str, int]] = []
        self._kotak: dict[str, int] = {}
        self._bentuk = ""
        self._ukuran = (0, 0)
        self._huruf, self._terpanjang, self._baris, self._tinggi, self._geser = 0, 0, 0, LETTER_HEIGHT, 0
        self._badan: dict[str, str] = {}
        self._teks: list[ShapeText] = []

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        own = space.endswith((_NAMESPACE, _STRICT_NAMESPACE))
        self._jalur.append(name if own else f"lain: {name}")
        if own and name in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"):
            self._begin()
        elif own and name in _POSITION:
            key = f"{self._jalur[-2]}.{name}"
            # Told twice, it may lie anywhere.
            self._kali = _UNBOUNDED if key in self._angka else self._kali
            self._angka[key] = ""
        elif own and name == "ext":
            self._titik |= {k: max(whole(attributes.get(k, "")), 0) for k in ("cx", "cy")}
        elif own and name == "pos":
            self._titik |= {k: whole(attributes.get(k, "")) for k in ("x", "y")}
        elif name == "grpSp":
            self._grup.append({})
        elif name == "xfrm":
            self._kotak = self._grup[-1] if self._grup and self._jalur[-2].endswith("grpSpPr") else {}
            diputar = whole(attributes.get("rot", "0")) % _HALF_TURN != 0
            self._kotak["rot"] = diputar
            self._diputar = self._diputar or diputar
        elif name in ("off", "ext", "chOff", "chExt") and self._jalur[-2].endswith("xfrm"):
            self._kotak |= {f"{name}.{k}": whole(v) for k, v in attributes.items() if k in ("x", "y", "cx", "cy")}
        else:
            self._look(name, attributes)

    def _look(self, name: str, attributes: dict[str, str]) -> None:
        """What of a shape's looks reaches beyond it."""
        # Lines, glow and shadows reach beyond the drawing itself.
        self._lebih += sum(abs(whole(attributes.get(a, ""))) for a in _SPREADING.get(name, ()))
        match name:
            case "outerShdw":
                skala = (abs(whole(attributes.get(a, "100000"))) / _HUNDRED for a in ("sx", "sy"))
                self._kali = max(self._kali, *(s - 1 for s in skala))
                if any(whole(attributes.get(a, "0")) for a in ("kx", "ky")):
                    # It leans, perhaps as far as it likes.
                    self._kali = max(self._kali, _UNBOUNDED)
            case "reflection":
                leans = any(whole(attributes.get(a, "0")) for a in ("kx", "ky"))
                skala = (abs(whole(attributes.get(a, "100000"))) / _HUNDRED for a in ("sx", "sy"))
                self._kali = max(self._kali, _UNBOUNDED if leans else 1.0, *skala)
            case "effectDag":
                self._kali = _UNBOUNDED
            case "rot" if self._jalur[-2] == "lain: camera":
                # Turned by what looks at it; away from it, it only grows smaller.
                self._diputar = self._diputar or whole(attributes.get("rev", "0")) % _HALF_TURN != 0
            case "camera" if attributes.get("prst") != "orthographicFront" or "zoom" in attributes:
                self._kali = max(self._kali, 1.0, abs(whole(attributes.get("zoom", "0"))) / _HUNDRED)
            case "prstGeom":
                self._bentuk = attributes.get("prst", "")
            case "gd" if _PROTRUDING.search(self._bentuk):
                nilai = attributes.get("fmla", "").removeprefix("val ")
                self._kali = max(self._kali, abs(whole(nilai)) / _HUNDRED - 0.5)
            case "custGeom":
                self._bentuk = name
            case "path" if self._bentuk == "custGeom":
                self._ukuran = whole(attributes.get("w", "0")), whole(attributes.get("h", "0"))
            case "pt" | "arcTo" if self._bentuk == "custGeom":
                self._point_of_path(name, attributes)
            case "bodyPr":
                self._badan = attributes
                self._geser += sum(abs(whole(attributes.get(a, "0"))) for a in ("lIns", "tIns", "rIns", "bIns"))
            case "p" | "br":
                self._huruf, self._baris = 0, self._baris + 1
            case "pPr":
                self._geser += sum(abs(whole(attributes.get(a, "0"))) for a in ("marL", "marR", "indent"))
            case "spcPts":
                self._geser += abs(whole(attributes.get("val", "0"))) * _HUNDREDTH_POINT
            case "spcPct":
                self._baris += abs(whole(attributes.get("val", "0"))) // _HUNDRED - 1
            case "rPr" | "defRPr" | "endParaRPr" if "sz" in attributes:
                self._tinggi = max(self._tinggi, abs(whole(attributes["sz"])) * _HUNDREDTH_POINT)

    def _point_of_path(self, name: str, attributes: dict[str, str]) -> None:
        """A point of a shape drawn by hand, which may lie outside of it."""
        for edge, size in zip(("wR", "hR") if name == "arcTo" else ("x", "y"), self._ukuran, strict=True):
            text = attributes.get(edge, "0")
            if not re.fullmatch(r"-?[0-9]+", text):
                # A name of a point of the shape itself, or one worked out by a formula that is not followed here.
                self._kali = max(self._kali, 0.0 if _IN_SHAPE.fullmatch(text) else _UNBOUNDED)
                continue
            position = whole(text) * (2 if name == "arcTo" else 1)
            if size:
                self._kali = max(self._kali, position / size - 1, -position / size)
            else:
                limit = self._kotak.get("ext.cx" if edge in ("x", "wR") else "ext.cy", 0)
                self._lebih += max(position - limit, -position, 0)

    def on_text(self, text: str) -> None:
        if self._jalur[-1] in _POSITION and len(self._jalur) > 1:
            self._angka[f"{self._jalur[-2]}.{self._jalur[-1]}"] += text
        elif self._jalur[-1] == "lain: t" and text:
            self._huruf += len(text.expandtabs(8))
            self._terpanjang = max(self._terpanjang, self._huruf)

    def end(self, _: str) -> None:
        name = self._jalur.pop()
        t = self._titik
        if name in ("sp", "pic", "cxnSp", "graphicFrame"):
            self._end_of_shape()
        elif name == "grpSp":
            self._grup.pop()
        elif name in _POSITION and self._jalur:
            key = f"{self._jalur[-1]}.{name}"
            nilai = whole(self._angka[key])
            # What begins before its own cell may reach as far to any side.
            self._titik[key], self._lebih = max(nilai, 0), self._lebih + max(-nilai, 0)
        elif name in _ENDING and _ENDING[name] not in t:
            # Where it ends is not said.
            self.daerah.append(EVERYTHING)
        elif name == "twoCellAnchor":
            (x1, y1), (x2, y2) = self._point("from"), self._point("to")
            self._note(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        elif name in ("oneCellAnchor", "absoluteAnchor"):
            x, y = self._point("from")
            x, y = t.get("x", x), t.get("y", y)
            self._note(x, y, x + t.get("cx", 0), y + t.get("cy", 0))

    def _end_of_shape(self) -> None:
        """Note where in its group a shape lies, and what its text asks for."""
        if self._grup:
            k = self._kotak
            x1, y1 = float(k.get("off.x", 0)), float(k.get("off.y", 0))
            x2, y2 = x1 + k.get("ext.cx", 0), y1 + k.get("ext.cy", 0)
            if k.get("rot"):
                x1, y1, x2, y2 = turned(x1, y1, x2, y2)
            for g in reversed(self._grup):
                size = max(g.get("chExt.cx", 0), 1), max(g.get("chExt.cy", 0), 1)
                x1, x2 = ((x - g.get("chOff.x", 0)) / size[0] for x in (x1, x2))
                y1, y2 = ((y - g.get("chOff.y", 0)) / size[1] for y in (y1, y2))
                if g is not self._grup[0]:
                    x1, x2 = (g.get("off.x", 0) + x * g.get("ext.cx", 0) for x in (x1, x2))
                    y1, y2 = (g.get("off.y", 0) + y * g.get("ext.cy", 0) for y in (y1, y2))
            a, b, c, d = self._bingkai
            self._bingkai = min(a, x1), min(b, y1), max(c, x2), max(d, y2)
        turned_text = whole(self._badan.get("rot", "0")) % _HALF_TURN != 0
        if self._terpanjang:
            self._teks.append(
                asks(
                    self._terpanjang, self._baris, self._tinggi, self._geser,
                    terbungkus=self._badan.get("wrap") != "none",
                    truncated=self._badan.get("vertOverflow") == "clip",
                    upright=self._badan.get("vert", "horz") != "horz" or turned_text,
                )
            )  # fmt: skip
        self._huruf, self._terpanjang, self._baris, self._tinggi, self._geser = 0, 0, 0, LETTER_HEIGHT, 0
        self._badan, self._bentuk, self._kotak = {}, "", {}

    def _point(self, edge: str) -> tuple[int, int]:
        return self._kisi.point(*(self._titik.get(f"{edge}.{b}", 0) for b in ("col", "colOff", "row", "rowOff")))

    def _note(self, x1: int, y1: int, x2: int, y2: int) -> None:
        x1, y1, x2, y2 = with_pen(x1, y1, x2, y2)
        width, height = x2 - x1, y2 - y1
        excess = self._lebih if self._lebih > THICKNESS else 0
        excess += max((t.beyond(width, height) for t in self._teks), default=0)
        times = self._kali if self._kali > _LITTLE else 0.0
        a, b, c, d = self._bingkai
        x1, x2 = x1 + min(int(width * a), 0), x1 + int(width * c)
        y1, y2 = y1 + min(int(height * b), 0), y1 + int(height * d)
        if self._diputar:
            x1, y1, x2, y2 = map(int, turned(x1, y1, x2, y2))
        tepi_x, tepi_y = excess + int(times * (x2 - x1)), excess + int(times * (y2 - y1))
        self.daerah += self._kisi.covers(x1 - tepi_x, y1 - tepi_y, x2 + tepi_x, y2 + tepi_y)
