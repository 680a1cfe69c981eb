"""Workbooks with two faces by what stands where it has no place, and by what only takes room: the deepest small print.

An element of another namespace or a second one in a style or theme; what one version of a program reads and another
not; buttons, parts that stand still and formats that take more room than there is.
"""

from __future__ import annotations

import re
from random import Random

from tests.fuzz import small_lke
from tests.fuzz.basis import MAIN_NS, REL_NS
from tests.fuzz.mutations import MC, SHEET, STYLES, TEXTS, WORKBOOK_RELATIONS, Parts
from tests.fuzz.target import DML, DRAWING_NS, Named, Target, Trick, covered
from tests.fuzz.two_faced_more import VML, before, related, xf

_WHITE, _BLACK, _DARK = (f'<color rgb="FF{w}"/>' for w in ("FFFFFF", "000000", "050505"))
_FOREIGN = 'xmlns:z="urn:z"'
_REFUSED = ("LKE104",)


def _choice(pilihan: str, cadangan: str) -> str:
    """What newer programs read, and older ones."""
    return (
        f'<mc:AlternateContent xmlns:mc="{MC}" xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main">'
        f'<mc:Choice Requires="a14">{pilihan}</mc:Choice><mc:Fallback>{cadangan}</mc:Fallback></mc:AlternateContent>'
    )


def _with_cell(t: Target, bagian: Parts, isi: str, sifat: str = "") -> Parts:
    """The parts with the cell in the newest style and *isi* in it."""
    sel = f'<c r="{t.alamat}" s="6"{sifat}>{isi}</c>'
    pola = re.compile(rf'<c r="{t.alamat}"[^>]*>.*?</c>')
    return {**bagian, SHEET: pola.sub(lambda _: sel, str(bagian[SHEET]), count=1)}


def _replaced(bagian: Parts, lama: str, baru: str, nama: str = SHEET) -> Parts:
    isi = str(bagian[nama])
    assert lama in isi, lama
    return {**bagian, nama: isi.replace(lama, baru, 1)}


def _themed(t: Target, isi: str) -> Parts:
    rel = f'<Relationship Id="rId8" Type="{REL_NS}/theme" Target="theme/theme1.xml"/></Relationships>'
    return {
        **t.bagian,
        WORKBOOK_RELATIONS: t.text(WORKBOOK_RELATIONS).replace("</Relationships>", rel),
        "xl/theme/theme1.xml": f'<a:theme xmlns:a="{DML}" xmlns:z="urn:z" name="T">{isi}</a:theme>',
    }


# --- what stands where it has no place -----------------------------------------------------------


def _font(isi: str) -> str:
    return f'<font><sz val="11"/>{isi}<name val="Calibri"/></font>'


#: Parts of styles of which each says a thing twice, by elements of this namespace or another.
_TWICE = (
    ("fills", '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/>{}</patternFill></fill>',
     ('<z:fgColor rgb="FFFFFFFF"/>', '<z:x><fgColor rgb="FFFFFFFF"/></z:x>', '<fgColor rgb="FFFFFFFF"/>')),
    ("fills", '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill>{}</fill>',
     ('<patternFill patternType="none"/>', '<z:patternFill patternType="none"/>')),
    ("fonts", '<font><sz val="11"/><color rgb="FFFFFFFF"/>{}<name val="Calibri"/></font>',
     ('<z:x><color rgb="FF000000"/></z:x>',)),
    ("borders", '<border diagonalUp="1"><diagonal style="thick"/>{}</border>',
     ('<diagonal/>', '<diagonal style="none"/>')),
)  # fmt: skip


def _style_elements(t: Target, acak: Random) -> Named:
    """A second fill, line or colour beside the first, of this namespace or of another one."""
    daftar, isi, semua = acak.choice(_TWICE)
    kedua = acak.choice(semua)
    isi = isi.format(kedua)
    gaya = t.styled(
        f'<xf numFmtId="0" fontId="{2 * (daftar == "fonts")}" fillId="{3 * (daftar == "fills")}" '
        f'borderId="{daftar == "borders":d}" xfId="0"/>',
        **{daftar: isi},
    )
    disebut = (t.sel,) if kedua.startswith("<z:") else _REFUSED
    return _replaced(gaya, "<styleSheet ", f"<styleSheet {_FOREIGN} ", STYLES), disebut


def _alignments(t: Target, acak: Random) -> Named:
    """A second alignment beside the first; one that only the style has which the cell's is based on."""
    kuat, biasa = acak.choice(('indent="120"', 'horizontal="fill"', 'textRotation="45"')), 'horizontal="left"'
    cara = acak.randrange(3)
    if cara == 2:
        induk = f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"><alignment {kuat}/></xf>'
        return t.styled('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="1"/>', cellStyleXfs=induk), (t.sel,)
    dua = f"<alignment {biasa}/><alignment {kuat}/>" if cara else f"<alignment {kuat}/><alignment {biasa}/>"
    return t.styled(f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0">{dua}</xf>'), _REFUSED


_DXF = (
    f'<font>{_WHITE}<z:color rgb="FF000000"/></font>', f"<font>{_WHITE}{_BLACK}</font>",
    '<fill><patternFill><bgColor rgb="FF000000"/><z:bgColor rgb="FFFFFFFF"/></patternFill></fill>',
    '<fill><patternFill><bgColor rgb="FF000000"/><bgColor rgb="FFFFFFFF"/></patternFill></fill>',
    '<numFmt numFmtId="200" formatCode=";;;"/><z:numFmt numFmtId="0" formatCode="General"/>',
    f"<font>{_WHITE}</font><font>{_BLACK}</font>",
)  # fmt: skip


def _rule_elements(t: Target, acak: Random) -> Named:
    """What a rule changes, told twice."""
    aturan = '<cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule>'
    bagian = before(t, "<pageMargins", f'<conditionalFormatting sqref="{t.alamat}">{aturan}</conditionalFormatting>')
    isi = acak.choice(_DXF)
    dxf = f'</cellStyles><dxfs count="1"><dxf {_FOREIGN}>{isi}</dxf></dxfs>'
    return _replaced(bagian, "</cellStyles>", dxf, STYLES), (t.sel,) if "<z:" in isi else _REFUSED


def _scheme(dk1: str) -> str:
    """A scheme of colours, whose dark one is *dk1* and whose light one is white."""
    return f'<a:clrScheme name="T">{dk1}<a:lt1><a:srgbClr val="FFFFFF"/></a:lt1></a:clrScheme>'


def _theme_places(t: Target, acak: Random) -> Named:
    """A theme whose true colours stand behind others, or among what only some versions read."""
    putih, hitam = (f'<a:dk1><a:srgbClr val="{w}"/></a:dk1>' for w in ("FFFFFF", "000000"))
    unsur = "<a:themeElements>{}</a:themeElements>"
    simbol = '<a:minorFont><a:latin typeface="Wingdings"/></a:minorFont>'
    isi = acak.choice(
        (f"<a:extraClrSchemeLst><a:extraClrScheme>{_scheme(hitam)}</a:extraClrScheme></a:extraClrSchemeLst>"
         + unsur.format(_scheme(putih)),
         unsur.format(f"<z:clrScheme>{hitam}</z:clrScheme>{_scheme(putih)}"),
         unsur.format(f"<z:x>{_scheme(hitam)}</z:x>{_scheme(putih)}"),
         unsur.format(_scheme(_choice(putih, hitam))), unsur.format(_choice(_scheme(putih), _scheme(hitam))),
         unsur.format(_scheme(f"{hitam}{putih}")), _choice(unsur.format(_scheme(putih)), unsur.format(_scheme(hitam))))
    )  # fmt: skip
    if acak.random() < 0.2:
        huruf = f"<a:fontScheme name='T'>{_choice(simbol, '')}</a:fontScheme>"
        bagian = _themed(t, unsur.format(f"{_scheme(hitam)}{huruf}"))
        skema = '<name val="Calibri"/><scheme val="minor"/></font>'
        return _replaced(bagian, '<name val="Calibri"/></font>', skema, STYLES), ("LKE154",)
    return _themed(t, isi), ("LKE154",)


def _choices_of_setup(t: Target, acak: Random) -> Named:
    """What one version of a program hides, and another does not, in one place of the sheet."""
    hidup, mati, disebut, lama = acak.choice(
        (('<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>', '<sheetFormatPr defaultRowHeight="15"/>', "LKE152",
          '<sheetFormatPr defaultRowHeight="15"/>'),
         ('<sheetFormatPr defaultRowHeight="3" customHeight="1"/>', '<sheetFormatPr defaultRowHeight="15"/>', "LKE152",
          '<sheetFormatPr defaultRowHeight="15"/>'),
         (f'<sheetViews><sheetView topLeftCell="A{t.baris + 1}" workbookViewId="0"><pane ySplit="2" state="frozen"/>'
          "</sheetView></sheetViews>", '<sheetViews><sheetView workbookViewId="0"/></sheetViews>', "LKE152",
          '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'))
    )  # fmt: skip
    dua = (hidup, mati) if acak.random() < 0.5 else (mati, hidup)
    baru = _choice(*dua) if acak.random() < 0.6 else "".join(dua)
    return _replaced(t.bagian, lama, baru), (disebut,)


def _table(t: Target, isi: str, sifat: str = "", kolom: str = "") -> Parts:
    akhir = max(r for r, _ in small_lke.answer_rows())
    kolom = kolom or "".join(f'<tableColumn id="{i}" name="{j}"/>' for i, j in enumerate(small_lke.HEADINGS, 1))
    bagian = before(t, "</worksheet>", '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>')
    tabel = f'<table xmlns="{MAIN_NS}" {_FOREIGN} id="1" name="T" displayName="T" ref="A3:E{akhir}"{sifat}>'
    return related(
        bagian, "table", "tables/table1.xml", f'{tabel}<tableColumns count="5">{kolom}</tableColumns>{isi}</table>'
    )


def _table_choices(t: Target, acak: Random) -> Named:
    """The style of a table that only some versions read, or that stands there twice; columns counted otherwise."""
    gaya = '<tableStyleInfo name="S"/>'
    biasa = '<tableStyleInfo name="TableStyleLight1"/>'
    dxf = f'<dxfs count="1"><dxf><font>{_WHITE}</font></dxf></dxfs><tableStyles count="1"><tableStyle name="S" '
    dxf += 'pivot="0" count="1"><tableStyleElement type="wholeTable" dxfId="0"/></tableStyle></tableStyles>'
    k = "ABCDE".index(t.alamat[0]) + 1
    kolom = "".join(
        ("<z:tableColumn/>" if i == 1 else "") + f'<tableColumn id="{i}" name="{j}"{" dataDxfId=" * (i == k)}'
        f"{chr(34) + '0' + chr(34) if i == k else ''}/>"
        for i, j in enumerate(small_lke.HEADINGS, 1)
    )
    bagian = acak.choice(
        (_table(t, _choice(gaya, biasa)), _table(t, _choice(biasa, gaya)), _table(t, biasa + gaya),
         _table(t, biasa, kolom=kolom), _table(t, f"<z:tableStyleInfo name='TableStyleLight1'/>{gaya}"))
    )  # fmt: skip
    return _replaced(bagian, "</cellStyles>", f"</cellStyles>{dxf}", STYLES), (t.sel,)


def _short_palette(t: Target, acak: Random) -> Named:
    """A palette of the workbook's own that ends before the colour that is meant, or leaves colours out."""
    warna = acak.choice(("9", "1"))
    palet = '<rgbColor rgb="00000000"/>' * (1 if warna == "1" else 3)
    if acak.random() < 0.3:
        palet = "<rgbColor/>" * 64
    bagian = t.styled(xf(2, lain=' applyFont="1"'), fonts=_font(f'<color indexed="{warna}"/>'))
    isi = f"<colors><indexedColors>{palet}</indexedColors></colors></styleSheet>"
    return _replaced(bagian, "</styleSheet>", isi, STYLES), (t.sel,)


def _plain_runs(t: Target, acak: Random) -> Named:
    """White letters on a black ground, of which a run names no colour and so is black."""
    latar = '<fill><patternFill patternType="solid"><fgColor rgb="FF050505"/></patternFill></fill>'
    bagian = t.styled(xf(2, 3, ' applyFont="1" applyFill="1"'), fonts=_font(_WHITE), fills=latar)
    rpr = acak.choice(
        ('<rPr><b/><sz val="11"/></rPr>', '<rPr><color auto="1"/></rPr>', "<rPr><rFont val='Arial'/></rPr>")
    )
    isi = f"<r><rPr>{rpr}</rPr><t>A</t></r>"
    if acak.random() < 0.5:
        return _with_cell(t, bagian, f"<is>{isi}</is>", ' t="inlineStr"'), (t.sel,)
    teks = t.text(TEXTS).replace("</sst>", f"<si>{isi}</si></sst>")
    return {**_with_cell(t, bagian, f"<v>{teks.count('<si>') - 1}</v>", ' t="s"'), TEXTS: teks}, (t.sel,)


# --- what takes room -----------------------------------------------------------------------------


def _buttons(t: Target, acak: Random) -> Named:
    """The button of a filter, of a table or of a pivot table over the answer."""
    cara = acak.randrange(4)
    if cara == 0:
        return t.styled('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" pivotButton="1"/>'), (t.sel,)
    akhir = t.baris + 5
    if cara == 1:
        tabel = f'<autoFilter ref="A{t.baris}:E{akhir}"/>'
        bagian = _table(t, "", "")
        nama = "xl/tables/table1.xml"
        bagian = {
            **bagian,
            nama: re.sub(r'ref="[^"]*">', f'ref="A{t.baris}:E{akhir}">{tabel}', str(bagian[nama]), count=1),
        }
        return bagian, (t.sel,)
    saring = f'<autoFilter ref="A{t.baris}:E{akhir}"/>'
    return before(t, "<mergeCells", saring if cara == 2 else _choice(saring, "")), (t.sel,)


def _still_parts(t: Target, acak: Random) -> Named:
    """Rows or columns that stand still and fill any window by their heights or widths."""
    if acak.random() < 0.5:
        lembar = t.text(SHEET)
        for r in (1, 2, 3):
            lembar = lembar.replace(f'<row r="{r}"', f'<row r="{r}" ht="409" customHeight="1"')
        panel = '<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/>'
        disebut = "LKE152"
    else:
        lebar = acak.choice((255, 200))
        lembar = re.sub(
            r"<cols>.*</cols>", f'<cols><col min="1" max="3" width="{lebar}" customWidth="1"/></cols>', t.text(SHEET)
        )
        panel = '<pane xSplit="3" topLeftCell="D1" activePane="topRight" state="frozen"/>'
        disebut = "LKE151"
    tampilan = f'<sheetView tabSelected="1" workbookViewId="0">{panel}</sheetView>'
    lama = '<sheetView tabSelected="1" workbookViewId="0"/>'
    return _replaced({**t.bagian, SHEET: lembar}, lama, tampilan), (disebut,)


def _hashes(t: Target, acak: Random) -> Named:
    """A number that its column is too narrow for, by the digits that its format asks for, its size or its indent."""
    kode, huruf, rata, lebar = acak.choice(
        (("0.000000000000000", "11", "", 14), ("0.00000000", "11", "", 6), ('"nilai akhir dinilai "0.00', "11", "", 14),
         ("0.00", "24", "", 5), ("0.00", "11", 'indent="6" horizontal="right"', 10), ("0.0000000000%", "11", "", 8),
         ("0.00E+000", "11", "", 5), ("000000000.0", "11", "", 6), ("0.00", "11", 'textRotation="0" indent="4"', 6))
    )  # fmt: skip
    bagian = t.styled(
        '<xf numFmtId="200" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1">'
        f"<alignment {rata or 'vertical=' + chr(34) + 'top' + chr(34)}/></xf>",
        numFmts=f'<numFmt numFmtId="200" formatCode="{kode.replace(chr(34), "&quot;")}"/>',
        fonts=f'<font><sz val="{huruf}"/><name val="Calibri"/></font>',
    )
    baru = f'<col min="2" max="5" width="{lebar}"'
    return _replaced(bagian, '<col min="2" max="5" width="14"', baru), (t.sel,)


# --- number formats ------------------------------------------------------------------------------


def _system_format(t: Target, acak: Random) -> Named:
    """A format that stands for the system's own of dates or times, whatever is written behind it."""
    kode = acak.choice(
        ("[$-F800]0.00", "[$-F400]0.00", "[$-f800]General", "[$-x-sysdate]0.00", "[$-x-systime]0.0", "[$-0F800]0.0")
    )
    return t.styled(
        '<xf numFmtId="200" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        numFmts=f'<numFmt numFmtId="200" formatCode="{kode}"/>',
    ), (t.sel,)


#: Conditions of formats spelled with exponents, signs, blanks and other marks.
_CONDITIONS = (
    ">1E2", "> 5", ">+5", ">5.", ">=5,0", ">05", ">.5E1", ">5 ", ">-1E-9", "=9E-1", "<1e0", "<>9E-1", ">$5", ">&H1",
    ">5%", ">#5", "> =5", "=>5", "><5", "<=+1", "<1/2",
)  # fmt: skip


def _conditions(t: Target, acak: Random) -> Named:
    """A format by a condition that is spelled otherwise than with plain digits; LibreOffice's view decides."""
    kode = acak.choice(("[{}]0.00;&quot;4&quot;", "[{}]&quot;4&quot;;0.00", "[{}]0.00;[&gt;0]&quot;4&quot;;0.0"))
    syarat = acak.choice(_CONDITIONS).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return t.styled(
        '<xf numFmtId="200" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        numFmts=f'<numFmt numFmtId="200" formatCode="{kode.format(syarat)}"/>',
    ), ()


def _large_by_rule(t: Target, acak: Random) -> Named:
    """A rule that makes letters higher than their row."""
    aturan = '<cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule>'
    bagian = before(t, "<pageMargins", f'<conditionalFormatting sqref="{t.alamat}">{aturan}</conditionalFormatting>')
    dxf = f'</cellStyles><dxfs count="1"><dxf><font><sz val="{acak.choice((40, 72, 90))}"/></font></dxf></dxfs>'
    bagian = _replaced(bagian, f'<row r="{t.baris}"', f'<row r="{t.baris}" ht="12" customHeight="1"')
    return _replaced(bagian, "</cellStyles>", dxf, STYLES), (t.sel,)


def _like_digits(t: Target, acak: Random) -> Named:
    """A letter or sign beside the number that looks like a digit or a decimal sign of it."""
    kode = acak.choice(
        ('"l"0.0', '0.0"O"', '"I"0.00', '0.00"o"', '"|"0.0', '"\u0399"0.0', '"\u041e"0.0', '"\u00b7"0', '"\u066b"0.0',
         '"\u201a"0.0', '"\u2024"0.0', '0.0"\u041e"', "\\l0.0", '"S"0.0', '0.0"B"', '"\u0301"0.0', '"\u02d9"0')
    )  # fmt: skip
    return t.styled(
        '<xf numFmtId="200" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        numFmts=f'<numFmt numFmtId="200" formatCode="{kode.replace(chr(34), "&quot;")}"/>',
    ), (t.sel,)


#: What number formats are made of in the languages of several programs, by letters and signs.
_SIGNS = (
    *"ABbCDdEeFGgHhIJKkLMmNnOoPQqRrSTtUuVvWwXxYyZz", *"0##??..,,%@;;[]()<>=!&~^{}|'-+/*_ ", "General", "AM/PM", "A/P",
    "NNN", "NNNN", "QQ", "WW", "aaa", "aaaa", "bb", "ee", "gg", "rr", "[h]", "[B1]", "[B2]", "E+", "E-", "e+0", "0.0",
    "B2", "[ss].0", "[$]", "[$-]", "[$C-]", "[$-409]", "[$-en-US]", "[>0]", "[<=1]", "[red]", "[Rot]", "[NatNum1]",
)  # fmt: skip


def _letters(t: Target, acak: Random) -> Named:
    """Every answer in a format of its own, put together of letters and signs."""
    gaya, lembar = t.text(STYLES), t.text(SHEET)
    tempat = [f"{k}{r}" for r, _ in small_lke.answer_rows() for k in "DE"]
    kode = []
    for _ in tempat:
        isi = "".join(acak.choices(_SIGNS, k=acak.randint(1, 5)))
        isi = acak.choice((isi, f"0.00{isi}", f"{isi}0.0", f"{isi}@", f"General{isi}"))
        kode.append(isi.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    format_ = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{k}"/>' for i, k in enumerate(kode))
    gaya_sel = "".join(
        f'<xf numFmtId="{200 + i}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for i in range(len(kode))
    )
    for i, alamat in enumerate(tempat):
        lembar = re.sub(rf'(<c r="{alamat}") s="\d+"', rf'\1 s="{6 + i}"', lembar, count=1)
    gaya = gaya.replace("</numFmts>", f"{format_}</numFmts>").replace("</cellXfs>", f"{gaya_sel}</cellXfs>")
    return {**t.bagian, STYLES: gaya, SHEET: lembar}, ()


# --- drawings ------------------------------------------------------------------------------------


def _anchored(t: Target, titik: tuple[int, int, int, int, int, int, int, int], bentuk: str) -> Parts:
    """A drawing part whose only drawing lies between two points (column, offset, row, offset each)."""
    bagian = covered(t, Random(1))
    ujung = [
        f"<xdr:col>{k}</xdr:col><xdr:colOff>{x}</xdr:colOff><xdr:row>{r}</xdr:row><xdr:rowOff>{y}</xdr:rowOff>"
        for k, x, r, y in (titik[:4], titik[4:])
    ]
    isi = f"<xdr:from>{ujung[0]}</xdr:from><xdr:to>{ujung[1]}</xdr:to>{bentuk}<xdr:clientData/>"
    gambar = (
        f'<xdr:wsDr xmlns:xdr="{DRAWING_NS}" xmlns:a="{DML}"><xdr:twoCellAnchor>{isi}</xdr:twoCellAnchor></xdr:wsDr>'
    )
    return {**bagian, "xl/drawings/drawing1.xml": gambar}


_SHAPE = (
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="K"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>{}'
    '<a:prstGeom prst="{}"><a:avLst/></a:prstGeom>{}</xdr:spPr></xdr:sp>'
)


def _strokes(t: Target, acak: Random) -> Named:
    """A line through the answer, which strikes it out, in a thick or a thin pen."""
    k, r = "ABCDE".index(t.alamat[0]), t.baris - 1
    tebal = acak.choice((9525, 38100, 60000))
    garis = f'<a:ln w="{tebal}"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
    titik = acak.choice(
        ((k, 0, r, 95250, k, 600000, r, 95250), (k, 100000, r, 90000, k, 500000, r, 100000),
         (k, 30000, r, 10000, k, 250000, r, 180000), (k, 0, r, 95250, k + 1, 0, r, 95250),
         (k - 1, 300000, r, 95250, k + 1, 30000, r, 95250), (k, 80000, r, 0, k, 80000, r + 1, 0))
    )  # fmt: skip
    bentuk = _SHAPE.format("", "line", garis)
    if acak.random() < 0.4:
        bentuk = bentuk.replace("xdr:sp ", "xdr:cxnSp ").replace("xdr:sp>", "xdr:cxnSp>")
        bentuk = bentuk.replace("nvSpPr", "nvCxnSpPr").replace("cNvSpPr", "cNvCxnSpPr").replace(' textlink=""', "")
    return _anchored(t, titik, bentuk), (t.sel,)


def _effects(t: Target, acak: Random) -> Named:
    """A shape that reaches over the answer by a shadow, a blur or a turn of the camera."""
    k, r = "ABCDE".index(t.alamat[0]), t.baris - 1
    isi = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
    jauh = (k, 0, r + 6, 0, k + 1, 0, r + 7, 0)
    ef = "<a:effectLst>{}</a:effectLst>"
    warna = '<a:srgbClr val="000000"/>'
    kamera = '<a:scene3d><a:camera prst="orthographicFront"><a:rot lat="0" lon="0" rev="{}"/></a:camera></a:scene3d>'
    titik, tambah = acak.choice(
        ((jauh, ef.format(f'<a:prstShdw prst="shdw1" dist="2000000" dir="16200000">{warna}</a:prstShdw>')),
         (jauh, ef.format('<a:blur rad="3000000" grow="1"/>')),
         (jauh, ef.format(f'<a:outerShdw dist="0" ky="2700000" kx="3000000">{warna}</a:outerShdw>')),
         ((k - 1, 0, r + 2, 0, k + 2, 0, r + 3, 0), kamera.format(5400000)),
         (jauh, ef.format('<a:reflection sy="-900000" dist="0"/>')),
         (jauh, f'<a:ln w="76000"><a:solidFill>{warna}</a:solidFill><a:tailEnd type="triangle" w="lg" len="lg"/></a:ln>'
          + ef.format('<a:glow rad="2000000"/>')))
    )  # fmt: skip
    return _anchored(t, titik, _SHAPE.format("", "rect", isi + tambah)), (t.sel,)


def _old_lines(t: Target, acak: Random) -> Named:
    """A note that is shown far from the answer, whose line, shadow or turn reaches over it."""
    k, r = "ABCDE".index(t.alamat[0]), t.baris - 1
    gaya, atribut, dalam = acak.choice(
        (("", ' strokeweight="400pt"', ""), ("", "", '<v:stroke weight="300pt"/>'),
         ("", "", '<v:shadow on="t" offset="-200pt,-150pt"/>'), (";rotation:90", "", ""),
         ("", ' strokeweight="15cm"', ""))
    )  # fmt: skip
    jauh = f"<x:Anchor>{k}, 0, {r + 4}, 0, {k + 1}, 0, {r + 5}, 0</x:Anchor>"
    if "rotation" in gaya:
        jauh = f"<x:Anchor>{max(k - 3, 0)}, 0, {r + 3}, 0, {k + 4}, 0, {r + 4}, 0</x:Anchor>"
    bentuk = (
        f'<v:shape id="s1" type="#t" style="visibility:visible{gaya}"{atribut}>{dalam}<x:ClientData ObjectType="Note">'
        f"{jauh}<x:Visible/><x:Row>90</x:Row><x:Column>0</x:Column></x:ClientData></v:shape>"
    )
    bagian = before(t, "</worksheet>", '<legacyDrawing r:id="rId1"/>')
    return related(bagian, "vmlDrawing", "drawings/v1.vml", VML.format(bentuk)), (t.sel,)


#: Fonts of icons, of parts of mathematics and of other signs, which have a letter's place but not its shape.
FONTS = (
    "Glyphicons Halflings", "Ionicons", "Octicons", "Elusive-Icons", "bootstrap-icons", "remixicon", "Linotype Pi",
    "European Pi Std", "Universal News with Commercial Pi BT", "Lucida New Math Symbol", "cmsy10", "cmex10", "msam10",
    "wasy10", "Carta", "Type Embellishments One LET", "GDT", "AMGDT", "Symeteo", "Syastro", "Chess Merida", "Fences",
    "password dots", "text-security-disc", "Animals 1", "Almanac MT", "Directions MT", "Cypher", "Weather Icons",
)  # fmt: skip


def _icons(t: Target, acak: Random) -> Named:
    """A font of signs that is known by what it is for."""
    return t.styled(xf(2), fonts=f'<font><sz val="11"/><name val="{acak.choice(FONTS)}"/></font>'), (t.sel,)


#: Formulas that are true in exact numbers, and not in those that programs keep.
_EXACT_ONLY = (
    "INT((0.1+0.7)*10)=8", "(0.5-0.4-0.1)=0", "MOD(0.3,0.1)=0", "SUM(0.1,0.7)*10&gt;=8", "TRUNC(4.35*100)=435",
    "INT(0.29*100)=29", "(1.1-1-0.1)=0", "INT(8.2*100)=820",
)  # fmt: skip


def _binary_numbers(t: Target, acak: Random) -> Named:
    """A formula whose saved result is that of exact numbers, and another in the digits that programs keep."""
    rumus = f'IF({acak.choice(_EXACT_ONLY)},"A","C")'
    return t.cell(f'<c r="{t.alamat}" t="str"><f>{rumus}</f><v>A</v></c>'), (t.sel,)


def _other_kinds(t: Target, acak: Random) -> Named:
    """A drawing or a table that its relation says to be of another kind than what leads to it."""
    if acak.random() < 0.4:
        dxf = f'<dxfs count="1"><dxf><font>{_WHITE}</font></dxf></dxfs><tableStyles count="1"><tableStyle name="S" '
        dxf += 'pivot="0" count="1"><tableStyleElement type="wholeTable" dxfId="0"/></tableStyle></tableStyles>'
        bagian = _replaced(_table(t, '<tableStyleInfo name="S"/>'), "</cellStyles>", f"</cellStyles>{dxf}", STYLES)
        lama, baru = "/table", acak.choice(("/image", "/lain", "/hyperlink"))
    else:
        bagian = covered(t, acak)
        lama, baru = "/drawing", acak.choice(("/image", "/lain", "/vmlDrawing", "/chart"))
    return _replaced(bagian, f'{lama}" Target', f'{baru}" Target', "xl/worksheets/_rels/sheet1.xml.rels"), _REFUSED


def _broken_theme(t: Target, acak: Random) -> Named:
    """A theme that breaks off behind a colour that some programs have taken by then."""
    putih = '<a:themeElements><a:clrScheme name="T"><a:dk1><a:srgbClr val="FFFFFF"/></a:dk1>'
    bagian = _themed(t, putih + acak.choice(("</a:clrScheme>", "", "&x;")))
    return bagian, _REFUSED


def _solid_rule(t: Target, acak: Random) -> Named:
    """A ground of a rule in two colours, said to be solid, of which each program takes another."""
    dua = ['<fgColor rgb="FF000000"/>', '<bgColor rgb="FFFFFFFF"/>']
    if acak.random() < 0.5:
        dua = ['<fgColor rgb="FFFFFFFF"/>', '<bgColor rgb="FF000000"/>']
    aturan = '<cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule>'
    bagian = before(t, "<pageMargins", f'<conditionalFormatting sqref="{t.alamat}">{aturan}</conditionalFormatting>')
    pola = f'<patternFill patternType="solid">{"".join(dua)}</patternFill>'
    dxf = f'</cellStyles><dxfs count="1"><dxf><fill>{pola}</fill></dxf></dxfs>'
    return _replaced(bagian, "</cellStyles>", dxf, STYLES), (t.sel,)


def _large_runs(t: Target, acak: Random) -> Named:
    """A text of which a run is in letters higher than its row, or wider than its column."""
    isi = f'<r><rPr><sz val="{acak.choice((40, 72, 90))}"/><rFont val="Calibri"/></rPr><t>A</t></r>'
    bagian = t.cell(f'<c r="{t.alamat}" t="inlineStr"><is>{isi}</is></c>')
    if acak.random() < 0.5:
        teks = t.text(TEXTS).replace("</sst>", f"<si>{isi}</si></sst>")
        bagian = {**t.cell(f'<c r="{t.alamat}" t="s"><v>{teks.count("<si>") - 1}</v></c>'), TEXTS: teks}
    return _replaced(bagian, f'<row r="{t.baris}"', f'<row r="{t.baris}" ht="12" customHeight="1"'), (t.sel,)


def _upright_text(t: Target, acak: Random) -> Named:
    """A low and wide box whose text stands upright, and so reaches far beyond it."""
    k, r = "ABCDE".index(t.alamat[0]), t.baris - 1
    badan = acak.choice(('vert="vert"', 'vert="vert270"', 'rot="5400000"', 'vert="wordArtVert"'))
    teks = f'<xdr:txBody><a:bodyPr {badan} wrap="none"/><a:p><a:r><a:t>{"panjang " * 12}</a:t></a:r></a:p></xdr:txBody>'
    bentuk = _SHAPE.format("", "rect", "").replace("</xdr:sp>", f"{teks}</xdr:sp>")
    return _anchored(t, (k - 1, 0, r + 4, 0, k + 9, 0, r + 5, 0), bentuk), (t.sel,)


DEEP: tuple[tuple[str, Trick], ...] = (
    ("unsur gaya dua kali", _style_elements),
    ("perataan dua kali", _alignments),
    ("unsur aturan dua kali", _rule_elements),
    ("tema di tempat lain", _theme_places),
    ("susunan menurut versi", _choices_of_setup),
    ("tabel menurut versi", _table_choices),
    ("palet pendek", _short_palette),
    ("ragam tanpa warna", _plain_runs),
    ("tombol di atas sel", _buttons),
    ("panel beku sebesar jendela", _still_parts),
    ("format angka lebih panjang daripada kolomnya", _hashes),
    ("format angka sistem", _system_format),
    ("format angka mirip angka", _like_digits),
    ("format berhuruf acak", _letters),
    ("garis menembus sel", _strokes),
    ("bayangan dan kamera", _effects),
    ("garis catatan", _old_lines),
    ("huruf ikon", _icons),
    ("format angka bersyarat lain", _conditions),
    ("aturan memperbesar huruf", _large_by_rule),
    ("tema rusak", _broken_theme),
    ("relasi berjenis lain", _other_kinds),
    ("rumus dengan angka biner", _binary_numbers),
    ("aturan berlatar dua warna", _solid_rule),
    ("ragam huruf besar", _large_runs),
    ("teks tegak di gambar", _upright_text),
)
