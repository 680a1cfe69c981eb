"""How one sheet of an .ods looks, put together while it is read: styles of filled cells, drawings, conditions."""

import re
from bisect import bisect_right

from zi_cli.worksheet.formats.limits import RENTANG, LimitExceeded, ribuan
from zi_cli.worksheet.formats.looks import ODD_RUNS, SheetLook
from zi_cli.worksheet.formats.looks_ods import OdsStyles, points
from zi_cli.worksheet.formats.sheet_view import Place, Range, SheetView
from zi_cli.worksheet.formats.styles_xlsx import Style
from zi_cli.worksheet.formats.view_xlsx import ranges

#: Points of a column and a row of usual size, and how far a drawing may reach into the last cell that it names.
_KOLOM, _BARIS, _TEPI_KOLOM, _TEPI_BARIS = 64.0, 12.8, 10.0, 5.0
_GELAP = re.compile(r"#[0-2][0-9A-Fa-f](?:[0-2][0-9A-Fa-f]){2}")


class SheetMarks:
    """One sheet; rows and columns are counted from zero as they are told."""

    def __init__(self, gaya: OdsStyles, *, terlindung: bool) -> None:
        self._gaya = gaya
        self._terlindung = terlindung
        self._akhir_kolom: list[int] = []
        self._gaya_kolom: list[str] = []
        self._gaya_baris = self._gaya_ini = ""
        self._ragam = False
        self._aneh: list[tuple[int, int, Style]] = []
        self._gaya_sel: dict[Place, Style] = {}
        self._gambar: list[Range] = []
        self._bersyarat: list[Range] = []
        self._daerah: list[Range] = []

    def column(self, akhir: int, gaya: str) -> None:
        """The columns up to *akhir* (not with it) give the style *gaya* to cells without one."""
        self._akhir_kolom.append(akhir)
        self._gaya_kolom.append(gaya)

    def row(self, gaya: str) -> None:
        """A row begins that gives the style *gaya* to cells without one."""
        self._gaya_baris = gaya
        self._aneh = []

    def cell(self, gaya: str, kolom: int) -> None:
        """A cell begins in *kolom*, with a style of its own or "" for none."""
        self._ragam = False
        if not gaya and not self._gaya_baris:
            i = bisect_right(self._akhir_kolom, kolom)
            gaya = self._gaya_kolom[i] if i < len(self._gaya_kolom) else ""
        self._gaya_ini = gaya or self._gaya_baris

    def text(self, gaya: str) -> None:
        """A paragraph or a part of one, in the style *gaya*, begins in the cell at hand."""
        if gaya and not self._ragam:
            self._ragam = self._gaya.hides_text(gaya, self._gaya.cell(self._gaya_ini).latar)

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

    def drawing(self, atr: dict[str, str], baris: int, kolom: int) -> None:
        """A drawing anchored in a cell: it reaches to the cell that it names, else by its size."""
        ujung = ranges(atr.get("table:end-cell-address", "").rpartition(".")[2])
        if ujung:
            tepi = points(atr.get("table:end-x")) < _TEPI_KOLOM, points(atr.get("table:end-y")) < _TEPI_BARIS
            self._add(self._gambar, [(baris + 1, kolom, ujung[0][0] - tepi[1], ujung[0][1] - tepi[0])])
        else:
            self._sized(atr, baris, kolom)

    def beside(self, nama: str, atr: dict[str, str]) -> None:
        """What stands beside the rows: drawings, and conditions with the cells they are for."""
        hilang = False
        if nama.startswith("draw:"):
            self._sized(atr, 0, 0)
        elif nama == "calcext:conditional-format":
            alamat = atr.get("calcext:target-range-address", "").split()
            self._daerah = [d for a in alamat for d in ranges(":".join(x.rpartition(".")[2] for x in a.split(":")))]
        elif nama in ("calcext:condition", "calcext:date-is"):
            hilang = self._gaya.changes(atr.get("calcext:apply-style-name", atr.get("calcext:style", "")))
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
        return SheetLook(tampilan, self._gaya_sel, tuple(self._gambar), tuple(self._bersyarat))

    def _sized(self, atr: dict[str, str], baris: int, kolom: int) -> None:
        """A drawing by its place and size, over columns and rows of the usual size."""
        x, y, lebar, tinggi = (points(atr.get(f"svg:{n}")) for n in ("x", "y", "width", "height"))
        dari_kolom, dari_baris = kolom + int(x / _KOLOM), baris + int(y / _BARIS)
        ke_kolom, ke_baris = kolom + int((x + lebar) / _KOLOM - 0.3), baris + int((y + tinggi) / _BARIS - 0.3)
        if ke_kolom >= dari_kolom and ke_baris >= dari_baris:
            self._add(self._gambar, [(dari_baris + 1, dari_kolom, ke_baris + 1, ke_kolom)])

    @staticmethod
    def _add(daftar: list[Range], baru: list[Range]) -> None:
        daftar += baru
        if len(daftar) > RENTANG:
            raise LimitExceeded(f"lebih dari {ribuan(RENTANG)} gambar atau rentang bersyarat di satu lembar")


def _dark(warna: str) -> bool:
    """Whether black text vanishes on this ground."""
    return _GELAP.fullmatch(warna) is not None
