"""How far a drawing reaches over the cells of an .xlsx sheet: as far as it is drawn, and no farther."""

from __future__ import annotations

import pytest

from zi_cli.worksheet.formats.drawings_vml import old_drawings
from zi_cli.worksheet.formats.drawings_xlsx import drawn
from zi_cli.worksheet.formats.grid import USUAL
from zi_cli.worksheet.formats.sheet_view import Place, within

_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_DML = "http://schemas.openxmlformats.org/drawingml/2006/main"
#: The drawing lies over F21:G22 (two columns, two rows); the answer is C16, the neighbours are E21 and H21.
JAUH, SEBELAH = (16, 2), [(21, 4), (21, 7), (19, 5), (24, 5)]
KOTAK = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1219200" cy="381000"/></a:xfrm>'


def part(bentuk: str) -> bytes:
    dari, ke = (
        f"<xdr:col>{k}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{r}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        for k, r in ((5, 20), (7, 22))
    )
    return (
        f'<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="{_DML}"><xdr:twoCellAnchor><xdr:from>{dari}</xdr:from><xdr:to>{ke}'
        f"</xdr:to>{bentuk}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    ).encode()


def shape(sifat: str = "", teks: str = "", xfrm: str = KOTAK) -> str:
    return (
        '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="K"/></xdr:nvSpPr>'
        f"<xdr:spPr>{xfrm}{sifat}</xdr:spPr>{teks}</xdr:sp>"
    )


def body(isi: str = "Catatan", atribut: str = "", paragraf: str = "") -> str:
    return (
        f"<xdr:txBody><a:bodyPr {atribut}/><a:p>{paragraf}<a:r><a:rPr sz='1100'/><a:t>{isi}</a:t></a:r></a:p>"
        "</xdr:txBody>"
    )


def group(anak: str, ch: str = '<a:chOff x="0" y="0"/><a:chExt cx="1219200" cy="381000"/>') -> str:
    xfrm = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="1219200" cy="381000"/>{ch}</a:xfrm>'
    return f"<xdr:grpSp><xdr:nvGrpSpPr/><xdr:grpSpPr>{xfrm}</xdr:grpSpPr>{anak}</xdr:grpSp>"


def at(x: int, y: int, cx: int = 609_600, cy: int = 190_500) -> str:
    return shape(xfrm=f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>')


def preset(nama: str, nilai: int) -> str:
    return f'<a:prstGeom prst="{nama}"><a:avLst><a:gd name="adj1" fmla="val {nilai}"/></a:avLst></a:prstGeom>'


def path(ukuran: str, *titik: str) -> str:
    isi = "".join(f"<a:lnTo>{t}</a:lnTo>" for t in titik)
    return f"<a:custGeom><a:pathLst><a:path {ukuran}>{isi}</a:path></a:pathLst></a:custGeom>"


REACHING = {
    "child outside its group": group(at(-2_000_000, -1_000_000)),
    "child of a stretched group": group(at(-20, -10, 6, 2), '<a:chOff x="0" y="0"/><a:chExt cx="12" cy="4"/>'),
    "child of a group without size": group(at(-20, -10, 6, 2), '<a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'),
    "child of a group in a group": group(group(at(-4_000_000, -1_500_000))),
    "text in one line": shape(teks=body("x" * 80, 'wrap="none"')),
    "lines of text": shape(teks=body("x " * 400)),
    "blank lines": shape(teks=body("C").replace("<a:p>", "<a:p/>" * 30 + "<a:p>")),
    "large letters": shape(teks=body("C").replace("1100", "40000")),
    "text moved aside": shape(teks=body("C", 'lIns="-3000000"')),
    "text indented": shape(teks=body("C", paragraf='<a:pPr marL="3000000"/>')),
    "text after a gap": shape(teks=body("C", paragraf='<a:pPr><a:spcBef><a:spcPts val="30000"/></a:spcBef></a:pPr>')),
    "shadow": shape('<a:effectLst><a:outerShdw dist="3000000"/></a:effectLst>'),
    "large shadow": shape('<a:effectLst><a:outerShdw sx="900000" sy="900000"/></a:effectLst>'),
    "thick line": shape('<a:ln w="4000000"/>'),
    "callout": shape(preset("wedgeRectCallout", -400000)),
    "path": shape(path('w="100" h="100"', '<a:pt x="-300" y="-300"/>')),
    "path without size": shape(path("", '<a:pt x="-3000000" y="0"/>')),
    "path by formula": shape(path('w="100" h="100"', '<a:pt x="x1" y="t"/>')),
    "arc": shape(path('w="100" h="100"', '<a:arcTo wR="400" hR="400"/>')),
    "depth": shape('<a:sp3d extrusionH="4000000"/>'),
    "perspective": shape('<a:scene3d><a:camera prst="perspectiveFront" zoom="900000"/></a:scene3d>'),
    "turned": shape(xfrm='<a:xfrm rot="2700000"><a:off x="0" y="0"/><a:ext cx="1219200" cy="9"/></a:xfrm>'),
}  # fmt: skip
STILL = {
    "shape": shape(),
    "short text": shape(teks=body("Catatan tim")),
    "text that is cut off": shape(teks=body("x " * 400, 'vertOverflow="clip" horzOverflow="clip"')),
    "usual margins": shape(teks=body("C", 'lIns="91440" tIns="45720" rIns="91440" bIns="45720"')),
    "usual shadow": shape('<a:effectLst><a:outerShdw blurRad="40000" dist="20000"/></a:effectLst>'),
    "group": group(at(0, 0) + at(609_600, 190_500)),
    "moved group": group(at(50, 90, 6, 2), '<a:chOff x="50" y="90"/><a:chExt cx="12" cy="4"/>'),
    "rounded": shape(preset("roundRect", 16667)),
    "arc by angle": shape(preset("arc", 16200000)),
    "drawn by hand": shape(path('w="9" h="9"', '<a:pt x="0" y="0"/>', '<a:pt x="9" y="5"/>', '<a:pt x="r" y="b"/>')),
}  # fmt: skip


@pytest.mark.parametrize("nama", REACHING)
def test_a_drawing_that_reaches_beyond_its_place(nama: str) -> None:
    daerah = drawn(part(REACHING[nama]))
    assert any(within(sel, daerah) for sel in [JAUH, *SEBELAH]), daerah


@pytest.mark.parametrize("nama", STILL)
def test_a_drawing_covers_its_place_and_no_more(nama: str) -> None:
    daerah = drawn(part(STILL[nama]))
    assert within((21, 5), daerah) and within((22, 6), daerah)
    assert not any(within(sel, daerah) for sel in [JAUH, *SEBELAH]), daerah


@pytest.mark.parametrize(
    ("jangkar", "tertutup"),
    [
        ("<x:Anchor>2, 0, 15, 0, 3, 0, 16, 0</x:Anchor>", True),
        ("<x:Anchor>5, 0, 20, 0, 7, 0, 22, 0</x:Anchor>", False),
        ("", True),
        ("<x:Anchor>&#50;, 0, 15, 0, 3, 0, 16, 0</x:Anchor>", True),
    ],
)
@pytest.mark.parametrize("penyandian", ["utf-8", "utf-16", "utf-16-be"])
def test_an_old_drawing_without_a_place_may_lie_anywhere(jangkar: str, tertutup: bool, penyandian: str) -> None:
    isi = f'<xml><x:ClientData ObjectType="Button">{jangkar}</x:ClientData></xml>'.encode(penyandian)
    assert within(JAUH, [*old_drawings(isi, USUAL)]) is tertutup


def test_a_note_that_shows_when_pointed_at_covers_nothing() -> None:
    jangkar = "<x:Anchor>2, 0, 15, 0, 3, 0, 16, 0</x:Anchor>"
    catatan = f'<xml><x:ClientData ObjectType="Note">{jangkar}%s</x:ClientData></xml>'
    tempat: Place = JAUH
    assert not within(tempat, [*old_drawings((catatan % "").encode(), USUAL)])
    assert within(tempat, [*old_drawings((catatan % "<x:Visible/>").encode(), USUAL)])
