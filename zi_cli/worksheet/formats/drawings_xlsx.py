"""Which cells of an .xlsx sheet lie under a picture, a text box or another drawing."""

import re
from collections.abc import Iterator
from math import hypot

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.grid import USUAL, Grid
from zi_cli.worksheet.formats.limits import RENTANG, LimitExceeded, parse_xml, ribuan
from zi_cli.worksheet.formats.package_xlsx import read_relations, read_xml
from zi_cli.worksheet.formats.view_xlsx import Range

_RUANG = "/drawingml/2006/spreadsheetDrawing"
_RUANG_KETAT = "/drawingml/spreadsheetDrawing"
#: Half a turn, in sixtieths of a thousandth of a degree; lines up to this thickness (EMU) do not count.
_SETENGAH_PUTARAN, _TEBAL = 10_800_000, 76_200
#: What makes a drawing reach beyond its place, and by which attributes.
_MELUAS = {"ln": ("w",), "glow": ("rad",), "outerShdw": ("dist", "blurRad"), "reflection": ("dist", "blurRad")}
_VML = re.compile(rb"ObjectType\s*=\s*[\"']([^\"'<]*)[\"'](.*?)ClientData\s*>", re.DOTALL)
_JANGKAR = re.compile(rb"Anchor\s*>\s*([0-9,\s]+?)\s*</")


def covered(wadah: Container, lembar: str, id_relasi: tuple[str, ...], kisi: Grid = USUAL) -> list[Range]:
    """The ranges of cells under the drawings that the sheet part *lembar* names."""
    relasi = read_relations(wadah, lembar)
    hasil: list[Range] = []
    for id_ in id_relasi:
        tujuan = relasi.get(id_)
        if tujuan is None or tujuan.bagian is None or tujuan.bagian not in wadah:
            continue
        if tujuan.jenis == "vmlDrawing":
            hasil += _vml(wadah.baca(tujuan.bagian), kisi)
        elif tujuan.jenis == "drawing":
            baca = _Anchors(kisi)
            parse_xml(read_xml(wadah, tujuan.bagian), baca.mulai, baca.selesai, baca.huruf, ruang_nama=True)
            hasil += baca.daerah
        if len(hasil) > RENTANG:
            raise LimitExceeded(f"lebih dari {ribuan(RENTANG)} gambar di satu lembar")
    return hasil


class _Anchors:
    def __init__(self, kisi: Grid) -> None:
        self.daerah: list[Range] = []
        self._kisi = kisi
        self._titik: dict[str, int] = {}
        self._diputar = False
        self._lebih = 0
        self._jalur: list[str] = []

    def mulai(self, unsur: str, atribut: dict[str, str]) -> None:
        ruang, _, nama = unsur.rpartition(" ")
        sendiri = ruang.endswith((_RUANG, _RUANG_KETAT))
        self._jalur.append(nama if sendiri else f"lain: {nama}")
        if sendiri and nama in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"):
            self._titik, self._diputar, self._lebih = {}, False, 0
        elif sendiri and nama == "ext":
            self._titik |= {k: _whole(atribut.get(k, "")) for k in ("cx", "cy")}
        elif sendiri and nama == "pos":
            self._titik |= {k: _whole(atribut.get(k, "")) for k in ("x", "y")}
        elif nama == "xfrm":
            self._diputar = self._diputar or _whole(atribut.get("rot", "0").lstrip("-")) % _SETENGAH_PUTARAN != 0
        else:
            # Lines, glow and shadows reach beyond the drawing itself.
            self._lebih += sum(_whole(atribut.get(a, "")) for a in _MELUAS.get(nama, ()))

    def huruf(self, teks: str) -> None:
        if self._jalur[-1] in ("col", "colOff", "row", "rowOff") and len(self._jalur) > 1:
            kunci = f"{self._jalur[-2]}.{self._jalur[-1]}"
            self._titik[kunci] = _whole(teks)

    def selesai(self, _: str) -> None:
        nama = self._jalur.pop()
        t = self._titik
        if nama == "twoCellAnchor" and "to.col" in t:
            self._note(*self._point("from"), *self._point("to"))
        elif nama in ("oneCellAnchor", "absoluteAnchor"):
            x, y = self._point("from")
            x, y = t.get("x", x), t.get("y", y)
            self._note(x, y, x + t.get("cx", 0), y + t.get("cy", 0))

    def _point(self, ujung: str) -> tuple[int, int]:
        return self._kisi.point(*(self._titik.get(f"{ujung}.{b}", 0) for b in ("col", "colOff", "row", "rowOff")))

    def _note(self, x1: int, y1: int, x2: int, y2: int) -> None:
        if self._diputar:
            # Turned about its centre, whatever the angle.
            sisi = int(hypot(x2 - x1, y2 - y1) / 2)
            x, y = (x1 + x2) // 2, (y1 + y2) // 2
            x1, y1, x2, y2 = x - sisi, y - sisi, x + sisi, y + sisi
        lebih = self._lebih if self._lebih > _TEBAL else 0
        self.daerah += self._kisi.covers(x1 - lebih, y1 - lebih, x2 + lebih, y2 + lebih)


def anchored(
    k1: int, x1: int, b1: int, y1: int, k2: int, x2: int, b2: int, y2: int, kisi: Grid = USUAL
) -> Iterator[Range]:
    """The cells between two points, each a column, a distance into it, a row, a distance into it."""
    return kisi.covers(*kisi.point(k1, x1, b1, y1), *kisi.point(k2, x2, b2, y2))


def _vml(isi: bytes, kisi: Grid) -> Iterator[Range]:
    """Old drawings: all but notes, which show when pointed at unless said to be visible."""
    for m in _VML.finditer(isi):
        jangkar = _JANGKAR.search(m[2])
        if jangkar is None or (m[1] == b"Note" and b"Visible" not in m[2]):
            continue
        angka = [_whole(x.decode()) for x in jangkar[1].split(b",")]
        if len(angka) == 8:
            k1, x1, b1, y1, k2, x2, b2, y2 = (n * (9525 if i % 2 else 1) for i, n in enumerate(angka))
            yield from anchored(k1, x1, b1, y1, k2, x2, b2, y2, kisi)


def _whole(teks: str) -> int:
    teks = teks.strip()
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 12 else 0
