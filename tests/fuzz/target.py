"""The cell of a small workbook that is attacked, and what every trick starts from."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from tests.fuzz.basis import PKG, REL_NS
from tests.fuzz.mutations import SHEET, STYLES, TYPES, Parts

#: The parts of the changed workbook, and the cells or codes that a finding must name.
Named = tuple[Parts, tuple[str, ...]]
Trick = Callable[["Target", Random], Named]

DRAWING_NS = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
DML = "http://schemas.openxmlformats.org/drawingml/2006/main"


class TwoFaced(NamedTuple):
    """One such workbook: the trick, the file, and what a finding must name (cells or codes)."""

    jenis: str
    data: bytes
    disebut: tuple[str, ...] = ()
    akhiran: str = "xlsx"


class Target(NamedTuple):
    """A sound workbook and the answer cell under attack: its address and row."""

    bagian: Parts
    alamat: str
    baris: int

    @property
    def sel(self) -> str:
        """The cell as findings name it."""
        return f"LKE!{self.alamat}"

    def text(self, nama: str) -> str:
        """A part as text."""
        isi = self.bagian[nama]
        assert isinstance(isi, str)
        return isi

    def cell(self, baru: str) -> Parts:
        """The workbook with *baru* in place of the cell."""
        pola = re.compile(rf'<c r="{self.alamat}"[^>]*>.*?</c>')
        return {**self.bagian, SHEET: pola.sub(lambda _: baru, self.text(SHEET), 1)}

    def styled(self, xf: str, **bagian_gaya: str) -> Parts:
        """The cell in a new style *xf*; *bagian_gaya* adds to fonts, fills, numFmts and dxfs."""
        gaya = self.text(STYLES).replace("</cellXfs>", f"{xf}</cellXfs>")
        for nama, isi in bagian_gaya.items():
            if f"</{nama}>" in gaya:
                gaya = gaya.replace(f"</{nama}>", f"{isi}</{nama}>")
            else:
                gaya = gaya.replace("</styleSheet>", f"<{nama}>{isi}</{nama}></styleSheet>")
        lembar = re.sub(rf'(<c r="{self.alamat}") s="\d+"', r'\1 s="6"', self.text(SHEET), count=1)
        return {**self.bagian, STYLES: gaya, SHEET: lembar}

    def sheet(self, awal: str = "", akhir: str = "") -> Parts:
        """The sheet with *awal* after its columns and *akhir* after its cells."""
        lembar = self.text(SHEET).replace("<sheetData>", f"{awal}<sheetData>")
        return {**self.bagian, SHEET: lembar.replace("<mergeCells", f"{akhir}<mergeCells")}


def covered(t: Target, acak: Random) -> Parts:
    """A text box or a picture over the cell."""
    kolom = "ABCDE".index(t.alamat[0])
    dari, ke = (
        f"<xdr:col>{k}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{r}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        for k, r in ((kolom, t.baris - 1), (kolom + 1, t.baris))
    )
    bentuk = (
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="K"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
        '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
        "</xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>C</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )
    if acak.random() < 0.5:
        titik = f"<xdr:from>{dari}</xdr:from><xdr:to>{ke}</xdr:to>"
        jangkar = f"<xdr:twoCellAnchor>{titik}{bentuk}<xdr:clientData/></xdr:twoCellAnchor>"
    else:
        jangkar = (
            f'<xdr:oneCellAnchor><xdr:from>{dari}</xdr:from><xdr:ext cx="900000" cy="190500"/>{bentuk}<xdr:clientData/>'
            "</xdr:oneCellAnchor>"
        )
    return {
        **t.bagian,
        SHEET: t.text(SHEET).replace("</worksheet>", '<drawing r:id="rId1"/></worksheet>'),
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PKG}/relationships"><Relationship Id="rId1" '
        f'Type="{REL_NS}/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
        "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{DRAWING_NS}" xmlns:a="{DML}">{jangkar}</xdr:wsDr>',
        TYPES: t.text(TYPES).replace(
            "</Types>", '<Override PartName="/xl/drawings/drawing1.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>',
        ),
    }  # fmt: skip
