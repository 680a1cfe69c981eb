"""Which cells of an .xlsx sheet lie under a picture, a text box or another drawing."""

import re
from collections.abc import Iterator

from zi_cli.worksheet.formats.container import Container
from zi_cli.worksheet.formats.limits import parse_xml
from zi_cli.worksheet.formats.package_xlsx import read_relations, read_xml
from zi_cli.worksheet.formats.view_xlsx import Range

_RUANG = "/drawingml/2006/spreadsheetDrawing"
_RUANG_KETAT = "/drawingml/spreadsheetDrawing"
#: English Metric Units of a column and a row of usual size, and how far into a cell a drawing may reach uncounted.
KOLOM_EMU, BARIS_EMU, _TEPI_KOLOM, _TEPI_BARIS = 609_600, 190_500, 200_000, 60_000
_VML = re.compile(rb"ObjectType\s*=\s*[\"']([^\"'<]*)[\"'](.*?)ClientData\s*>", re.DOTALL)
_JANGKAR = re.compile(rb"Anchor\s*>\s*([0-9,\s]+?)\s*</")


def covered(wadah: Container, lembar: str, id_relasi: tuple[str, ...]) -> list[Range]:
    """The ranges of cells under the drawings that the sheet part *lembar* names."""
    relasi = read_relations(wadah, lembar)
    hasil: list[Range] = []
    for id_ in id_relasi:
        tujuan = relasi.get(id_)
        if tujuan is None or tujuan.bagian is None or tujuan.bagian not in wadah:
            continue
        if tujuan.jenis == "vmlDrawing":
            hasil += _vml(wadah.baca(tujuan.bagian))
        elif tujuan.jenis == "drawing":
            baca = _Anchors()
            parse_xml(read_xml(wadah, tujuan.bagian), baca.mulai, baca.selesai, baca.huruf, ruang_nama=True)
            hasil += baca.daerah
    return hasil


class _Anchors:
    def __init__(self) -> None:
        self.daerah: list[Range] = []
        self._titik: dict[str, int] = {}
        self._jalur: list[str] = []

    def mulai(self, unsur: str, atribut: dict[str, str]) -> None:
        ruang, _, nama = unsur.rpartition(" ")
        sendiri = ruang.endswith((_RUANG, _RUANG_KETAT))
        self._jalur.append(nama if sendiri else f"lain: {nama}")
        if sendiri and nama in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"):
            self._titik = {}
        elif sendiri and nama == "ext":
            self._titik |= {k: _whole(atribut.get(k, "")) for k in ("cx", "cy")}
        elif sendiri and nama == "pos":
            self._titik |= {k: _whole(atribut.get(k, "")) for k in ("x", "y")}

    def huruf(self, teks: str) -> None:
        if self._jalur[-1] in ("col", "colOff", "row", "rowOff") and len(self._jalur) > 1:
            kunci = f"{self._jalur[-2]}.{self._jalur[-1]}"
            self._titik[kunci] = _whole(teks)

    def selesai(self, _: str) -> None:
        nama = self._jalur.pop()
        if nama == "twoCellAnchor" and "to.col" in self._titik:
            t = self._titik
            self.daerah += anchored(
                *(t.get(f"{u}.{b}", 0) for u in ("from", "to") for b in ("col", "colOff", "row", "rowOff"))
            )
        elif nama == "oneCellAnchor" or nama == "absoluteAnchor":
            t = self._titik
            kolom, x = divmod(t.get("x", t.get("from.col", 0) * KOLOM_EMU + t.get("from.colOff", 0)), KOLOM_EMU)
            baris, y = divmod(t.get("y", t.get("from.row", 0) * BARIS_EMU + t.get("from.rowOff", 0)), BARIS_EMU)
            kolom_akhir, x_akhir = divmod(kolom * KOLOM_EMU + x + t.get("cx", 0), KOLOM_EMU)
            baris_akhir, y_akhir = divmod(baris * BARIS_EMU + y + t.get("cy", 0), BARIS_EMU)
            self.daerah += anchored(kolom, x, baris, y, kolom_akhir, x_akhir, baris_akhir, y_akhir)


def anchored(k1: int, x1: int, b1: int, y1: int, k2: int, x2: int, b2: int, y2: int) -> Iterator[Range]:
    """The cells between two points; one that is merely touched at its edge does not count."""
    k2 -= x2 < _TEPI_KOLOM
    b2 -= y2 < _TEPI_BARIS
    k1 += x1 > KOLOM_EMU - _TEPI_KOLOM
    b1 += y1 > BARIS_EMU - _TEPI_BARIS
    if k1 <= k2 and b1 <= b2:
        yield b1 + 1, k1, b2 + 1, k2


def _vml(isi: bytes) -> Iterator[Range]:
    """Old drawings: all but notes, which show when pointed at unless said to be visible."""
    for m in _VML.finditer(isi):
        jangkar = _JANGKAR.search(m[2])
        if jangkar is None or (m[1] == b"Note" and b"Visible" not in m[2]):
            continue
        angka = [_whole(x.decode()) for x in jangkar[1].split(b",")]
        if len(angka) == 8:
            k1, x1, b1, y1, k2, x2, b2, y2 = (n * (9525 if i % 2 else 1) for i, n in enumerate(angka))
            yield from anchored(k1, x1, b1, y1, k2, x2, b2, y2)


def _whole(teks: str) -> int:
    teks = teks.strip()
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 12 else 0
