"""How one sheet of an .ods looks, put together while it is read: styles of filled cells, drawings, conditions."""

import re
from bisect import bisect_right
from math import hypot
from typing import TypeVar

from zi_cli.worksheet.formats.grid import POIN_EMU, Axis, Grid
from zi_cli.worksheet.formats.limits import BARIS_EXCEL, RENTANG, LimitExceeded, ribuan
from zi_cli.worksheet.formats.looks import ODD_RUNS, SheetLook
from zi_cli.worksheet.formats.looks_ods import OdsStyles, points
from zi_cli.worksheet.formats.shapes_ods import OdsShape
from zi_cli.worksheet.formats.sheet_view import SELURUHNYA, Place, Range, SheetView
from zi_cli.worksheet.formats.styles_xlsx import Style
from zi_cli.worksheet.formats.view_xlsx import ranges

#: Points of a column and a row of usual size and of a character, and how far a drawing may reach into its last cell.
_KOLOM, _BARIS, HURUF, _TEPI_KOLOM, _TEPI_BARIS = 64.0, 12.8, 5.25, 10.0, 5.0
#: Formulas of several cells that may stand in one row.
_LARIK = 256
#: A turn and a move; skewed or stretched drawings are not followed.
_GERAK = re.compile(r"(?:rotate\s*\([^()]*\)\s*)?(?:translate\s*\(\s*([-0-9.a-z]+)[\s,]+([-0-9.a-z]+)\s*\))?")
_GELAP = re.compile(r"#[0-2][0-9A-Fa-f](?:[0-2][0-9A-Fa-f]){2}")


T = TypeVar("T")


class SheetMarks:
    """One sheet; rows and columns are counted from zero as they are told."""

    def __init__(self, gaya: OdsStyles, *, terlindung: bool) -> None:
        self._gaya = gaya
        self._terlindung = terlindung
        self._akhir_kolom: list[int] = []
        self._gaya_kolom: list[str] = []
        self._gaya_baris = self._gaya_ini = ""
        self._baris = 0
        self._ragam = False
        self._aneh: list[tuple[int, int, Style]] = []
        self._larik: list[Range] = []
        self._berumus: list[tuple[int, int]] = []
        self._rumus: set[Place] = set()
        self._gaya_sel: dict[Place, Style] = {}
        self._gambar: list[Range] = []
        self._lebar: list[tuple[int, int, float]] = []
        self._tinggi: list[tuple[int, int, int]] = []
        self._persegi: list[tuple[int, int, float, float, float, float]] = []
        self._tepi: list[tuple[int, int, int, int, float]] = []
        self._tempat = (0, 0, 0.0, 0.0, 0.0, 0.0)
        self._bersyarat: list[Range] = []
        self._daerah: list[Range] = []

    def column(self, akhir: int, gaya: str, lebar: float | None) -> None:
        """The columns up to *akhir* (not with it), of that width in points, give the style *gaya* to their cells."""
        if lebar is not None:
            self._lebar.append((self._akhir_kolom[-1] if self._akhir_kolom else 0, akhir - 1, lebar))
        self._edged(gaya, (0, self._akhir_kolom[-1] if self._akhir_kolom else 0), (BARIS_EXCEL, akhir))
        self._akhir_kolom.append(akhir)
        self._gaya_kolom.append(gaya)

    def row(self, gaya: str, baris: int, ulang: int, tinggi: float | None) -> None:
        """A row begins that gives the style *gaya* to cells without one, *ulang* times from *baris* on."""
        if tinggi is not None:
            self._tinggi.append((baris, baris + ulang - 1, int(tinggi * POIN_EMU)))
        self._gaya_baris = gaya
        self._aneh, self._berumus, self._baris = [], [], baris + 1
        self._larik = [d for d in self._larik if d[2] > baris]

    def cell(self, gaya: str, kolom: int, luas: tuple[int, int]) -> None:
        """A cell begins in *kolom*, with a style of its own or "" for none, of as many rows and columns as *luas*."""
        self._ragam = False
        if not gaya and not self._gaya_baris:
            i = bisect_right(self._akhir_kolom, kolom)
            gaya = self._gaya_kolom[i] if i < len(self._gaya_kolom) else ""
        self._gaya_ini = gaya or self._gaya_baris
        self._edged(self._gaya_ini, (self._baris - 1, kolom), (self._baris - 1 + luas[0], kolom + luas[1]))

    def _edged(self, gaya: str, dari: Place, ke: Place) -> None:
        """Cells from *dari* up to *ke* (zero-based, not with it), whose edges may lie over those around them."""
        if tebal := self._gaya.edge(gaya):
            self._add(self._tepi, [(*dari, *ke, tebal)])

    def text(self, gaya: str) -> None:
        """A paragraph or a part of one, in the style *gaya*, begins in the cell at hand."""
        if gaya and not self._ragam:
            self._ragam = self._gaya.hides_text(gaya, self._gaya.cell(self._gaya_ini).latar)

    def formula(self, kolom: int, ulang: int, bentang: tuple[int, int]) -> None:
        """The cell at hand holds a formula, of as many rows and columns as *bentang*, or lies within such a one."""
        if bentang != (1, 1):
            self._larik.append((self._baris, kolom, self._baris + bentang[0] - 1, kolom + bentang[1] - 1))
            if len(self._larik) > _LARIK:
                raise LimitExceeded(f"lebih dari {_LARIK} rumus larik di satu baris")
        self._berumus.append((kolom, kolom + ulang))

    def in_array(self, kolom: int) -> bool:
        """Whether a cell of the row at hand lies under a formula of several cells."""
        return any(b <= kolom <= d for _, b, _, d in self._larik)

    def field(self) -> None:
        """Something in the cell at hand may be shown as other than it is written."""
        self._ragam = True

    def filled(self, kolom: int, ulang: int) -> None:
        """The cell at hand holds something; it stands *ulang* times from *kolom* on."""
        gaya = ODD_RUNS if self._ragam else self._gaya.cell(self._gaya_ini)
        if self._terlindung and self._gaya.conceals(self._gaya_ini):
            gaya = gaya._replace(samar="disembunyikan oleh pelindungan lembarnya")
        elif self._gaya.conditional(self._gaya_ini):
            gaya = gaya._replace(samar="gayanya bergantung pada syarat")
        if gaya.disguises_text or gaya.disguises_numbers or gaya.rounds:
            self._aneh.append((kolom, kolom + ulang, gaya))

    def end_row(self, baris: int, ulang: int) -> None:
        """The row at hand, with something in it, stands *ulang* times from *baris* on."""
        for r in range(baris + 1, baris + ulang + 1):
            self._gaya_sel |= {(r, k): g for a, b, g in self._aneh for k in range(a, b)}
            self._rumus |= {(r, k) for a, b in self._berumus for k in range(a, b)}

    def drawing(self, atr: dict[str, str], baris: int, kolom: int) -> OdsShape:
        """A drawing anchored in a cell begins: it reaches to the cell that it names, and by its size."""
        ujung = ranges(atr.get("table:end-cell-address", "").rpartition(".")[2])
        if ujung:
            tepi = points(atr.get("table:end-x")) < _TEPI_KOLOM, points(atr.get("table:end-y")) < _TEPI_BARIS
            self._add(self._gambar, [(baris + 1, kolom, ujung[0][0] - tepi[1], ujung[0][1] - tepi[0])])
        self._tempat = self._placed(atr, baris, kolom)
        return OdsShape(self._gaya, atr)

    def end_drawing(self, bentuk: OdsShape) -> None:
        """All of the drawing has been told, so that its reach is known."""
        baris, kolom, x, y, lebar, tinggi = self._tempat
        ke_samping, ke_atas = bentuk.reach(lebar, tinggi)
        x, lebar = x - ke_samping, lebar + 2 * ke_samping
        y, tinggi = y - ke_atas, tinggi + 2 * ke_atas
        if lebar > 0 and tinggi > 0:
            self._add(self._persegi, [(baris, kolom, x, y, lebar, tinggi)])

    def beside(self, nama: str, atr: dict[str, str]) -> None:
        """What stands beside the rows: conditions with the cells they are for."""
        hilang = False
        if nama == "calcext:conditional-format":
            alamat = atr.get("calcext:target-range-address", "").split()
            self._daerah = [d for a in alamat for d in ranges(":".join(x.rpartition(".")[2] for x in a.split(":")))]
        elif nama in ("calcext:condition", "calcext:date-is"):
            hilang = self._gaya.changes(atr.get("calcext:apply-style-name", atr.get("calcext:style", "")))
        elif nama == "calcext:sparkline":
            self._daerah = ranges(atr.get("calcext:cell-address", "").rpartition(".")[2])
            hilang = True
        elif nama in ("calcext:icon-set", "calcext:data-bar"):
            hilang = atr.get("calcext:show-value") == "false" or _dark(atr.get("calcext:positive-color", ""))
        elif nama == "calcext:color-scale-entry":
            hilang = _dark(atr.get("calcext:color", ""))
        if hilang:
            self._add(self._bersyarat, self._daerah)
            # One condition that hides is enough.
            self._daerah = []

    def look(self, tampilan: SheetView) -> SheetLook:
        """The sheet with its set-up."""
        lebar = tuple((a, b, w / HURUF) for a, b, w in self._lebar)
        kolom = [(a, b, int(w * POIN_EMU)) for a, b, w in self._lebar]
        kisi = Grid(Axis(int(_KOLOM * POIN_EMU), kolom), Axis(int(_BARIS * POIN_EMU), self._tinggi))
        for r, k, *persegi in self._persegi:
            x, y, w, h = (int(p * POIN_EMU) for p in persegi)
            x, y = x + kisi.kolom.position(k), y + kisi.baris.position(r)
            self._add(self._gambar, [*kisi.covers(x, y, x + w, y + h)])
        for r, k, r2, k2, tebal in self._tepi:
            t = int(tebal * POIN_EMU)
            x, y, x2, y2 = (
                s.position(n) for s, n in ((kisi.kolom, k), (kisi.baris, r), (kisi.kolom, k2), (kisi.baris, r2))
            )
            self._add(self._gambar, [*kisi.covers(x - t, y - t, x2 + t, y2 + t)])
        tampilan = tampilan._replace(lebar=lebar)
        return SheetLook(
            tampilan, self._gaya_sel, tuple(self._gambar), tuple(self._bersyarat), rumus=frozenset(self._rumus)
        )

    def _placed(self, atr: dict[str, str], baris: int, kolom: int) -> tuple[int, int, float, float, float, float]:
        """Where a drawing lies by its place and size; one that is turned, wherever it may reach."""
        x, y, lebar, tinggi = (points(atr.get(f"svg:{n}")) for n in ("x", "y", "width", "height"))
        if "svg:x1" in atr:
            # A line, by its ends.
            x, y, x2, y2 = (points(atr.get(f"svg:{n}")) for n in ("x1", "y1", "x2", "y2"))
            x, y, lebar, tinggi = min(x, x2), min(y, y2), abs(x2 - x), abs(y2 - y)
        gerak = atr.get("draw:transform")
        if gerak is not None:
            m = _GERAK.fullmatch(gerak.strip())
            if m is None:
                self._add(self._gambar, [SELURUHNYA])
                return baris, kolom, 0.0, 0.0, 0.0, 0.0
            sisi = hypot(lebar, tinggi)
            x, y = (points(s.lstrip("-")) * (-1 if s.startswith("-") else 1) - sisi for s in m.groups(default="0pt"))
            lebar = tinggi = 2 * sisi
        return baris, kolom, x, y, lebar, tinggi

    @staticmethod
    def _add(daftar: list[T], baru: list[T]) -> None:
        daftar += baru
        if len(daftar) > RENTANG:
            raise LimitExceeded(f"lebih dari {ribuan(RENTANG)} gambar atau rentang bersyarat di satu lembar")


def _dark(warna: str) -> bool:
    """Whether black text vanishes on this ground."""
    return _GELAP.fullmatch(warna) is not None
