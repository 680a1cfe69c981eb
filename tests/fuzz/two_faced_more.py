"""Further workbooks that show one thing and hold another: windows, notes, palettes, rules that act together."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz import small_lke
from tests.fuzz.basis import MAIN_NS, PKG, REL_NS
from tests.fuzz.mutations import MC, SHEET, STYLES, TEXTS, WORKBOOK, WORKBOOK_RELATIONS, Parts
from tests.fuzz.target import DML, Named, Target, Trick, covered

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XDR = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
_WHITE, _BLACK = '<color rgb="FFFFFFFF"/>', '<color rgb="FF000000"/>'


def xf(font: int | str = 0, fill: int = 0, lain: str = "") -> str:
    nomor = f' fontId="{font}"' if font != "" else ""
    return f'<xf numFmtId="0"{nomor} fillId="{fill}" borderId="0" xfId="0"{lain}/>'


def _replaced(t: Target, bagian: str, lama: str, baru: str) -> Parts:
    isi = t.text(bagian)
    assert lama in isi
    return {**t.bagian, bagian: isi.replace(lama, baru, 1)}


def _ground(warna: str) -> str:
    """A differential format of nothing but a ground."""
    return f'<dxf><fill><patternFill><bgColor rgb="{warna}"/></patternFill></fill></dxf>'


def before(t: Target, tempat: str, isi: str, bagian: Parts | None = None) -> Parts:
    """The sheet with *isi* before the element *tempat*."""
    semua = bagian or t.bagian
    return {**semua, SHEET: str(semua[SHEET]).replace(tempat, isi + tempat, 1)}


def related(bagian: Parts, jenis: str, target: str, isi: str) -> Parts:
    rel = f'<Relationship Id="rId1" Type="{REL_NS}/{jenis}" Target="../{target}"/>'
    rels = f'<Relationships xmlns="{PKG}/relationships">{rel}</Relationships>'
    return {**bagian, "xl/worksheets/_rels/sheet1.xml.rels": rels, f"xl/{target}": isi}


def _around(t: Target) -> tuple[int, int]:
    """The cell's column and row, from zero."""
    return "ABCDE".index(t.alamat[0]), t.baris - 1


# --- windows and sizes ---------------------------------------------------------------------------


def _low_rows(t: Target, acak: Random) -> Named:
    tinggi = acak.choice(("0", "1", "5.5"))
    sendiri = acak.choice(("", ' customHeight="1"'))
    baru = f'<sheetFormatPr defaultRowHeight="{tinggi}"{sendiri}/>'
    return _replaced(t, SHEET, '<sheetFormatPr defaultRowHeight="15"/>', baru), ("LKE152",)


def _narrow_base(t: Target, acak: Random) -> Named:
    """Columns as wide as no letter, by the width that all of them have."""
    bagian = _replaced(t, SHEET, "<cols>", "<!--")
    baru = acak.choice(('baseColWidth="0"', 'defaultColWidth="0.2"'))
    lembar = re.sub(r"<!--.*?</cols>", "", str(bagian[SHEET])).replace("<sheetFormatPr", f"<sheetFormatPr {baru}")
    return {**bagian, SHEET: lembar}, ("LKE151",)


def _column_twice(t: Target, acak: Random) -> Named:
    k = _around(t)[0] + 1
    dua = ['<col min="{0}" max="{0}" width="14"/>', '<col min="{0}" max="{0}" width="14" hidden="1"/>']
    acak.shuffle(dua)
    kolom = f"<cols>{''.join(dua).format(k)}</cols>"
    return {**t.bagian, SHEET: re.sub(r"<cols>.*</cols>", kolom, t.text(SHEET))}, ("LKE151",)


def second_sheet(t: Target, acak: Random, jendela: str) -> Parts:
    """Another sheet in front of the window *jendela*."""
    lain = f'<worksheet xmlns="{MAIN_NS}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    buku = t.text(WORKBOOK).replace("</sheets>", '<sheet name="Lain" sheetId="2" r:id="rId9"/></sheets>')
    rel = f'<Relationship Id="rId9" Type="{REL_NS}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>'
    return {
        **t.bagian,
        WORKBOOK: re.sub(r"<bookViews>.*</bookViews>", f"<bookViews>{jendela}</bookViews>", buku),
        "xl/worksheets/sheet2.xml": lain,
        WORKBOOK_RELATIONS: t.text(WORKBOOK_RELATIONS).replace("</Relationships>", rel),
    }


def _no_tabs(t: Target, acak: Random) -> Named:
    jendela = acak.choice(
        ('<workbookView activeTab="1" showSheetTabs="0"/>', '<workbookView activeTab="1" showSheetTabs="false"/>',
         '<workbookView visibility="hidden"/>', '<workbookView activeTab="1" showSheetTabs="0"/><workbookView '
         'visibility="veryHidden"/>')
    )  # fmt: skip
    return second_sheet(t, acak, jendela), ("LKE151",)


def _formulas_shown(t: Target, acak: Random) -> Named:
    sel = f'<c r="{t.alamat}" t="str"><f>"C"</f><v>C</v></c>'
    bagian = t.cell(sel)
    return {**bagian, SHEET: str(bagian[SHEET]).replace("<sheetView ", '<sheetView showFormulas="1" ', 1)}, (t.sel,)


def _alternate_setup(t: Target, acak: Random) -> Named:
    """What hides or covers the cell, within a choice between versions of Excel."""
    k = _around(t)[0] + 1
    jenis = acak.choice(("cols", "mergeCells", "conditionalFormatting", "sheetViews", "sheetFormatPr"))
    hidup, disebut = {
        "cols": (f'<cols><col min="{k}" max="{k}" width="9" hidden="1"/></cols>', "LKE151"),
        "mergeCells": (f'<mergeCells><mergeCell ref="C{t.baris}:E{t.baris}"/></mergeCells>', t.sel),
        "conditionalFormatting": (
            f'<conditionalFormatting sqref="{t.alamat}"><cfRule type="expression" dxfId="0" priority="1"><formula>TRUE'
            "</formula></cfRule></conditionalFormatting>",
            t.sel,
        ),
        "sheetViews": (
            f'<sheetViews><sheetView topLeftCell="A{t.baris + 1}" workbookViewId="0"><pane ySplit="2" state="frozen"/>'
            "</sheetView></sheetViews>",
            "LKE152",
        ),
        "sheetFormatPr": ('<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>', "LKE152"),
    }[jenis]
    pilihan = acak.choice(('Choice Requires="x14"', "Fallback"))
    ujung = pilihan.partition(" ")[0]
    isi = f'<mc:AlternateContent xmlns:mc="{MC}" xmlns:x14="{X14}"><mc:{pilihan}>{hidup}</mc:{ujung}>'
    isi += "</mc:AlternateContent>"
    lembar = re.sub(r"<cols>.*</cols>", "", t.text(SHEET)) if jenis == "cols" else t.text(SHEET)
    tempat = "<sheetData>" if jenis in ("cols", "sheetViews", "sheetFormatPr") else "<pageMargins"
    gaya = t.text(STYLES).replace(
        "</cellStyles>", f'</cellStyles><dxfs count="1"><dxf><font>{_WHITE}</font></dxf></dxfs>'
    )
    return {**t.bagian, SHEET: lembar.replace(tempat, isi + tempat, 1), STYLES: gaya}, (disebut,)


def _alternate_style(t: Target, acak: Random) -> Named:
    """A style, a font or a ground more or less, by the version that reads them."""
    daftar, satu = acak.choice(
        (("cellXfs", xf(1)), ("fonts", f"<font>{_WHITE}</font>"),
         ("fills", '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill>'))
    )  # fmt: skip
    isi = f'<mc:AlternateContent xmlns:mc="{MC}" xmlns:x14="{X14}"><mc:Choice Requires="x14">{satu}</mc:Choice>'
    isi += f"<mc:Fallback>{satu * acak.choice((0, 2))}</mc:Fallback></mc:AlternateContent>"
    gaya = re.sub(rf"(<{daftar} [^>]*>)", lambda m: m[1] + isi, t.text(STYLES))
    return {**t.bagian, STYLES: gaya}, ("LKE104",)


# --- ranges in other spellings -------------------------------------------------------------------


def _odd_range(t: Target, acak: Random) -> Named:
    """The range of a rule or of a merged cell: backwards, whole columns or rows, with signs, on this sheet."""
    k, r = t.alamat[0], t.baris
    if acak.random() < 0.4:
        gabung = acak.choice((f"E{r}:C{r}", f"{k}{r + 1}:{k}{r - 1}", f"$C${r}:$E${r}", f"E{r}:c{r}"))
        lembar = t.text(SHEET).replace('<mergeCells count="1">', f'<mergeCells count="2"><mergeCell ref="{gabung}"/>')
        return {**t.bagian, SHEET: lembar}, (t.sel,)
    daerah = acak.choice(
        (f"{k}:{k}", f"D:E A{r}", f"{r}:{r}", f"E{r + 3}:D{r - 3}", f"${k}$1:${k}$99", f"{k}{r}:{k}1", f"A1,{k}{r}")
    )
    aturan = '<cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule>'
    isi = f'<conditionalFormatting sqref="{daerah}">{aturan}</conditionalFormatting>'
    gaya = t.text(STYLES).replace(
        "</cellStyles>", f'</cellStyles><dxfs count="1"><dxf><font>{_WHITE}</font></dxf></dxfs>'
    )
    return {**before(t, "<pageMargins", isi), STYLES: gaya}, (t.sel,)


# --- drawings ------------------------------------------------------------------------------------

VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="t" style="visibility:hidden"/>{}</xml>'
)


def _note(t: Target, acak: Random) -> Named:
    """A note that is shown by its style alone, or a shape without what tells where it lies."""
    k, r = _around(t)
    gaya = acak.choice(
        (
            "visibility:visible",
            "position:absolute",
            "visibility:inherit",
            "VISIBILITY : Visible",
            "visibility:hidden;visibility:visible",
        )
    )
    jangkar = f"<x:Anchor>{k}, 0, {r}, 0, {k + 1}, 0, {r + 1}, 0</x:Anchor><x:Row>{r}</x:Row><x:Column>0</x:Column>"
    bentuk = (
        f'<v:shape id="s1" type="#t" style="{gaya}"><x:ClientData ObjectType="Note">{jangkar}</x:ClientData></v:shape>'
    )
    if acak.random() < 0.4:
        bentuk = acak.choice(
            ('<v:rect id="s2" style="position:absolute;margin-left:0;margin-top:0;width:900pt;height:900pt"/>',
             '<v:shape id="s2" style="width:900pt;height:900pt"><v:textbox/></v:shape>',
             '<v:image id="s2" src="a.png" style="width:900pt;height:900pt"/>')
        )  # fmt: skip
    bagian = before(t, "</worksheet>", '<legacyDrawing r:id="rId1"/>')
    return related(bagian, "vmlDrawing", "drawings/v1.vml", VML.format(bentuk)), (t.sel,)


def _control(t: Target, acak: Random) -> Named:
    """A control or an object with a place of its own, or with none."""
    k, r = _around(t)
    titik = f"<xdr:col>{k}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{r}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    ujung = titik.replace(f"<xdr:col>{k}", f"<xdr:col>{k + 1}").replace(f"<xdr:row>{r}", f"<xdr:row>{r + 1}")
    letak = f"<anchor {_XDR}><from>{titik}</from><to>{ujung}</to></anchor>"
    satu = acak.choice(
        (f'<controls><control shapeId="1025" name="K"><controlPr>{letak}</controlPr></control></controls>',
         '<controls><control shapeId="1025" name="K"/></controls>',
         f'<oleObjects><oleObject progId="Word" shapeId="1026"><objectPr>{letak}</objectPr></oleObject></oleObjects>',
         '<oleObjects><oleObject progId="Word" shapeId="1026"/></oleObjects>')
    )  # fmt: skip
    if acak.random() < 0.5:
        satu = (
            f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x14">{satu}</mc:Choice></mc:AlternateContent>'
        )
    return before(t, "</worksheet>", satu), (t.sel,)


def _other_drawing(t: Target, acak: Random) -> Named:
    """A drawing within a choice, absolute, a picture, ink, or a chart over the cell."""
    bagian = covered(t, acak)
    isi = str(bagian["xl/drawings/drawing1.xml"])
    cara = acak.randrange(3)
    if cara == 0:
        isi = re.sub(
            r"(<xdr:(\w+Anchor)>.*</xdr:\2>)",
            rf'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="a14">\1</mc:Choice></mc:AlternateContent>',
            isi,
        )
    elif cara == 1:
        isi = re.sub(r"<xdr:sp .*</xdr:sp>", '<xdr:contentPart r:id="rId9" xmlns:r="urn:x"/>', isi)
    else:
        isi = re.sub(
            r"<xdr:\w+Anchor>.*</xdr:\w+Anchor>",
            '<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="99999999" cy="99999999"/><xdr:pic/>'
            "<xdr:clientData/></xdr:absoluteAnchor>",
            isi,
        )
    return {**bagian, "xl/drawings/drawing1.xml": isi}, (t.sel,)


# --- colours and fonts ---------------------------------------------------------------------------


def _two_colours(t: Target, acak: Random) -> Named:
    """A colour told in two ways, in a palette of the workbook's own, or automatic on black."""
    warna = acak.choice(
        ('<color rgb="FF000000" theme="0"/>', '<color theme="1" rgb="FFFFFFFF"/>', '<color indexed="8" theme="0"/>',
         '<color auto="1" rgb="FFFFFFFF"/>', '<color indexed="9" rgb="FF000000"/>', '<color indexed="20"/>',
         '<color rgb="00FFFFFF"/>', '<color rgb="FF000000" tint="0.999"/>', '<color theme="0" tint="-0.01"/>',
         '<color rgb="ffffffff"/>', '<color indexed="65"/>')
    )  # fmt: skip
    bagian = t.styled(xf(2, lain=' applyFont="1"'), fonts=f'<font><sz val="11"/>{warna}<name val="Calibri"/></font>')
    if "20" in warna:
        palet = "".join(f'<rgbColor rgb="00{"FFFFFF" if i == 20 else "000000"}"/>' for i in range(64))
        gaya = str(bagian[STYLES]).replace(
            "</styleSheet>", f"<colors><indexedColors>{palet}</indexedColors></colors></styleSheet>"
        )
        bagian = {**bagian, STYLES: gaya}
    return bagian, (t.sel,)


def _automatic(t: Target, acak: Random) -> Named:
    """Letters of no colour of their own on a dark ground."""
    warna = acak.choice(("", '<color auto="1"/>', '<color indexed="64"/>'))
    isian = acak.choice(
        ('<fgColor rgb="FF000000"/>', '<fgColor theme="1"/>', '<fgColor indexed="64"/>', '<fgColor auto="1"/>')
    )
    return t.styled(
        xf(2, 3, ' applyFont="1" applyFill="1"'),
        fonts=f'<font><sz val="11"/>{warna}<name val="Calibri"/></font>',
        fills=f'<fill><patternFill patternType="solid">{isian}</patternFill></fill>',
    ), (t.sel,)


def _font_twice(t: Target, acak: Random) -> Named:
    """A font that says one thing twice."""
    dua = list(
        acak.choice(
            (
                ('<sz val="11"/>', '<sz val="1"/>'),
                (_BLACK, _WHITE),
                ('<name val="Calibri"/>', '<name val="Wingdings"/>'),
            )
        )
    )
    acak.shuffle(dua)
    return t.styled(xf(2), fonts=f"<font>{''.join(dua)}</font>"), ("LKE104",)


def _inherited(t: Target, acak: Random) -> Named:
    """A style that leaves its font to the one it is based on."""
    bagian = t.styled(
        '<xf numFmtId="0" xfId="1"/>', fonts=f'<font><sz val="11"/>{_WHITE}<name val="Calibri"/></font>',
        cellStyleXfs='<xf numFmtId="0" fontId="2" fillId="0" borderId="0"/>',
    )  # fmt: skip
    return bagian, (t.sel,)


def _system_colour(t: Target, acak: Random) -> Named:
    """A theme whose text is the system's colour, said to have been white when it was written, or the other way."""
    sistem, akhir = acak.choice((("windowText", "FFFFFF"), ("window", "000000")))
    warna = f'<a:dk1><a:sysClr val="{sistem}" lastClr="{akhir}"/></a:dk1>'
    warna += "".join(
        f'<a:{n}><a:srgbClr val="{v}"/></a:{n}>' for n, v in (("lt1", "FFFFFF"), ("dk2", "1F497D"), ("lt2", "EEECE1"))
    )
    warna += "".join(f'<a:accent{i}><a:srgbClr val="4F81BD"/></a:accent{i}>' for i in range(1, 7))
    tema = f'<a:theme xmlns:a="{DML}"><a:themeElements><a:clrScheme name="T">{warna}'
    rel = f'<Relationship Id="rId8" Type="{REL_NS}/theme" Target="theme/theme1.xml"/></Relationships>'
    return {
        **t.bagian,
        WORKBOOK_RELATIONS: t.text(WORKBOOK_RELATIONS).replace("</Relationships>", rel),
        "xl/theme/theme1.xml": f"{tema}</a:clrScheme></a:themeElements></a:theme>",
    }, ("LKE154",)


def _known_number(t: Target, acak: Random) -> Named:
    """A format by a number that programs know, written as another."""
    nomor, kode = acak.choice(
        (("2", ';;;"4"'), ("14", "0.00"), ("9", '"4"'), ("1", "0.00"), ("12", "0.00"), ("46", "0.00"))
    )
    return t.styled(
        f'<xf numFmtId="{nomor}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        numFmts=f'<numFmt numFmtId="{nomor}" formatCode="{kode.replace(chr(34), "&quot;")}"/>',
    ), (t.sel,)


def _style_of_column(t: Target, acak: Random) -> Named:
    """A cell of no style in a column or row that has one, which is not the cell's."""
    gaya = t.styled(xf(2).replace('Id="0"', 'Id="49"', 1), fonts=f"<font>{_WHITE}</font>")
    lembar = re.sub(rf'(<c r="{t.alamat}") s="\d+"', r"\1", str(gaya[SHEET]))
    k = _around(t)[0] + 1
    if acak.random() < 0.5:
        lembar = re.sub(r"<cols>.*</cols>", f'<cols><col min="{k}" max="{k}" width="14" style="6"/></cols>', lembar)
    else:
        lembar = lembar.replace(f'<row r="{t.baris}"', f'<row r="{t.baris}" s="6" customFormat="1"')
    return {**gaya, SHEET: lembar}, ()


def _style_number(t: Target, acak: Random) -> Named:
    """Numbers of styles, fonts, grounds and borders that there are none of."""
    if acak.random() < 0.4:
        lembar = re.sub(rf'(<c r="{t.alamat}") s="\d+"', r'\1 s="77"', t.text(SHEET))
        return {**t.bagian, SHEET: lembar}, ()
    return t.styled(acak.choice((xf(99), xf(0, 99), xf("-1"), xf("00"), xf("")))), ()


# --- rules that act together ---------------------------------------------------------------------


def _two_rules(t: Target, acak: Random) -> Named:
    """One rule gives the letters a colour, another the ground: each alone can be read."""
    warna = acak.choice(("FFFF0000", "FF0070C0", "FF808080"))
    dxf = f'<dxf><font><color rgb="{warna}"/></font></dxf>{_ground(warna)}'
    aturan = [
        f'<cfRule type="expression" dxfId="{i}" priority="{i + 1}"><formula>TRUE</formula></cfRule>' for i in (0, 1)
    ]
    acak.shuffle(aturan)
    daerah = acak.choice(((t.alamat, t.alamat), (f"D1:E{t.baris}", t.alamat)))
    isi = "".join(
        f'<conditionalFormatting sqref="{d}">{a}</conditionalFormatting>' for d, a in zip(daerah, aturan, strict=True)
    )
    gaya = t.text(STYLES).replace("</cellStyles>", f'</cellStyles><dxfs count="2">{dxf}</dxfs>')
    return {**before(t, "<pageMargins", isi), STYLES: gaya}, (t.sel,)


def _rule_and_runs(t: Target, acak: Random) -> Named:
    """Letters in a colour of their own, and a rule or a scale that gives the same to the ground."""
    warna = "FF0070C0"
    isi = f'<r><rPr><color rgb="{warna}"/></rPr><t>A</t></r>'
    bagian = t.cell(f'<c r="{t.alamat}" t="inlineStr"><is>{isi}</is></c>')
    if acak.random() < 0.5:
        teks = t.text(TEXTS).replace("</sst>", f"<si>{isi}</si></sst>")
        bagian = {**t.cell(f'<c r="{t.alamat}" t="s"><v>{teks.count("<si>") - 1}</v></c>'), TEXTS: teks}
    if acak.random() < 0.5:
        aturan = '<cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule>'
    else:
        c, ujung = f'<color rgb="{warna}"/>', '<cfvo type="min"/><cfvo type="max"/>'
        aturan = f'<cfRule type="colorScale" priority="1"><colorScale>{ujung}{c}{c}</colorScale></cfRule>'
    dxf = _ground(warna)
    gaya = t.text(STYLES).replace("</cellStyles>", f'</cellStyles><dxfs count="1">{dxf}</dxfs>')
    hasil = before(
        t, "<pageMargins", f'<conditionalFormatting sqref="{t.alamat}">{aturan}</conditionalFormatting>', bagian
    )
    return {**hasil, STYLES: gaya}, (t.sel,)


def _newer_rule(t: Target, acak: Random) -> Named:
    """A rule in the form of newer versions."""
    hitam = '<x14:color rgb="FF000000"/>'
    ujung = '<x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/>'
    aturan = acak.choice(
        (f'<x14:cfRule type="colorScale"><x14:colorScale>{ujung}{hitam * 2}'
         "</x14:colorScale></x14:cfRule>",
         f'<x14:cfRule type="dataBar"><x14:dataBar gradient="0">{ujung}'
         '<x14:fillColor rgb="FF000000"/><x14:negativeFillColor rgb="FF000000"/></x14:dataBar></x14:cfRule>',
         f'<x14:cfRule type="dataBar"><x14:dataBar>{ujung}'
         '<x14:negativeFillColor rgb="FF000000"/></x14:dataBar></x14:cfRule>',
         '<x14:cfRule type="iconSet"><x14:iconSet showValue="0" custom="1"><x14:cfIcon iconSet="NoIcons" iconId="0"/>'
         "</x14:iconSet></x14:cfRule>",
         '<x14:cfRule type="expression"><xm:f>TRUE</xm:f><x14:dxf><font><color theme="0"/></font></x14:dxf>'
         "</x14:cfRule>",
         '<x14:cfRule type="expression"><xm:f>TRUE</xm:f><x14:dxf><numFmt numFmtId="9" formatCode=";;;"/></x14:dxf>'
         "</x14:cfRule>")
    )  # fmt: skip
    ekstra = (
        f'<extLst><ext xmlns:x14="{X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        f"{aturan}<xm:sqref>{t.alamat}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    return before(t, "</worksheet>", ekstra), (t.sel,)


def _table_formats(t: Target, acak: Random) -> Named:
    """Formats that a table gives to a column of its own, or to all of it."""
    akhir = max(r for r, _ in small_lke.answer_rows())
    di_kolom = acak.random() < 0.5
    k, kolom_ini = _around(t)[0], ' dataDxfId="0"'
    kolom = "".join(
        f'<tableColumn id="{i}" name="{j}"{kolom_ini if di_kolom and i == k + 1 else ""}/>'
        for i, j in enumerate(small_lke.HEADINGS, 1)
    )
    sifat = "" if di_kolom else ' dataDxfId="0"'
    bagian = before(t, "</worksheet>", '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>')
    tabel = f'<table xmlns="{MAIN_NS}" id="1" name="T" displayName="T" ref="A3:E{akhir}"{sifat}>'
    tabel += f'<tableColumns count="5">{kolom}'
    gaya = t.text(STYLES).replace(
        "</cellStyles>", f'</cellStyles><dxfs count="1"><dxf><font>{_WHITE}</font></dxf></dxfs>'
    )
    return {**related(bagian, "table", "tables/table1.xml", f"{tabel}</tableColumns></table>"), STYLES: gaya}, (t.sel,)


def _filter(t: Target, acak: Random) -> Named:
    """A filter whose rows are not said to be hidden, and so are seen until someone filters anew."""
    akhir = max(r for r, _ in small_lke.answer_rows())
    syarat = acak.choice(
        ('<filters><filter val="tidak ada"/></filters>',
         '<customFilters><customFilter operator="equal" val="zzz"/></customFilters>',
         '<filters blank="1"/>', '<dynamicFilter type="today"/>', '<top10 val="1"/>', '<colorFilter dxfId="0"/>')
    )  # fmt: skip
    isi = f'<autoFilter ref="A3:E{akhir}"><filterColumn colId="{_around(t)[0]}">{syarat}</filterColumn></autoFilter>'
    return before(t, "<mergeCells", isi), ()


# --- values from elsewhere -----------------------------------------------------------------------


def _far_formula(t: Target, acak: Random) -> Named:
    """A formula by names, of other workbooks, of the moment, or shared, whose stored result is another."""
    rumus, sifat = acak.choice(
        (("Nilai", ""), ("[1]Lain!$A$1", ""), ('IF(TODAY()&gt;1,"C","A")', ""), ('IF(RAND()&lt;2,"C","A")', ""),
         ('INDIRECT("C3")', ""), ("OFFSET(A1,2,2)", ""), ('"C"', f' t="shared" ref="{t.alamat}" si="0"'),
         ('T("C")', ' ca="1"'), ('IFERROR(1/0,"C")', ""), ('CHOOSE(2,"A","C")', ""), ('MID("ABC",3,1)', ""),
         ('SUBSTITUTE("A","A","C")', ""), ('IF(CELL("row")&gt;0,"C","A")', ""), ('LKE!$C$3&amp;""', ""),
         ('_xlfn.SWITCH(1,1,"C")', ""), ('HYPERLINK("https://contoh.go.id","C")', ""), ('_xlfn.UNICHAR(67)', ""))
    )  # fmt: skip
    bagian = t.cell(f'<c r="{t.alamat}" t="str"><f{sifat}>{rumus}</f><v>A</v></c>')
    nama = '</sheets><definedNames><definedName name="Nilai">"C"</definedName></definedNames>'
    return {**bagian, WORKBOOK: t.text(WORKBOOK).replace("</sheets>", nama)}, (t.sel,)


def _link_text(t: Target, acak: Random) -> Named:
    """A link whose text is another than the cell's, over the cell or over an empty one."""
    isi = f'<hyperlinks><hyperlink ref="{t.alamat}" location="LKE!A1" display="A" tooltip="A"/></hyperlinks>'
    bagian = t.cell(f'<c r="{t.alamat}" s="5"/>') if acak.random() < 0.3 else t.bagian
    return before(t, "<pageMargins", isi, bagian), ()


def _state(t: Target, acak: Random) -> Named:
    """A sheet in a state that there is none of."""
    keadaan = acak.choice(("Hidden", "veryhidden", "", "hidden ", "0", "true"))
    buku = t.text(WORKBOOK).replace('name="LKE"', f'name="LKE" state="{keadaan}"')
    return {**t.bagian, WORKBOOK: buku}, ("LKE104",)


def _refreshed(t: Target, acak: Random) -> Named:
    """Cells that are loaded anew from elsewhere when the workbook is opened."""
    isi = f'<queryTable xmlns="{MAIN_NS}" name="Q" connectionId="1" refreshOnLoad="1"/>'
    return related(t.bagian, "queryTable", "queryTables/queryTable1.xml", isi), (t.sel,)


def _shared_blanks(t: Target, acak: Random) -> Named:
    """Shared texts with runs, line breaks, blanks that are kept or not, and letters written by number."""
    isi = acak.choice(
        ("<t> A </t>", '<t xml:space="preserve"> A </t>', "<r><t>A</t></r><r><t/></r>", "<t>&#65;</t>", "<t>A&#10;</t>",
         "<r><t>Y</t></r><r><t>a</t></r>", "<t>A&#9;</t>", "<t>&#160;A</t>", "<t/>",
         "<r><t>A</t></r><phoneticPr fontId='0'/>",
         "<t>A&#13;&#10;</t>", "<t>a</t>", "<r><rPr><b/></rPr><t>A</t></r>")
    )  # fmt: skip
    teks = t.text(TEXTS).replace("</sst>", f"<si>{isi}</si></sst>")
    return {**t.cell(f'<c r="{t.alamat}" t="s"><v>{teks.count("<si>") - 1}</v></c>'), TEXTS: teks}, ()


def _apart_styles(t: Target, acak: Random) -> Named:
    """Attributes that say a style's number format, font or alignment is not applied."""
    kode = "&quot;4&quot;"
    sifat = acak.choice((' applyNumberFormat="0"', "", ' applyNumberFormat="false"'))
    return t.styled(
        f'<xf numFmtId="200" fontId="0" fillId="0" borderId="0" xfId="0"{sifat}/>',
        numFmts=f'<numFmt numFmtId="200" formatCode="{kode}"/>',
    ), (t.sel,)


def _parent_format(t: Target, acak: Random) -> Named:
    """A style in a plain format, based on one that shows every number as another."""
    return t.styled(
        acak.choice(
            ('<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="1" applyNumberFormat="0"/>',
             '<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="1"/>')
        ),
        numFmts='<numFmt numFmtId="200" formatCode="&quot;4&quot;"/>',
        cellStyleXfs='<xf numFmtId="200" fontId="0" fillId="0" borderId="0"/>',
    ), ()  # fmt: skip


def _run_on_gradient(t: Target, acak: Random) -> Named:
    """Letters in a colour of their own, which is that of the end of a gradient or of a pattern."""
    c = '<color rgb="FF0070C0"/>'
    isian = acak.choice(
        (f'<gradientFill><stop position="0">{_WHITE}</stop><stop position="1">{c}</stop></gradientFill>',
         '<patternFill patternType="darkGray"><fgColor rgb="FF0070C0"/><bgColor rgb="FFFFFFFF"/></patternFill>')
    )  # fmt: skip
    bagian = t.styled(xf(0, 3, ' applyFill="1"'), fills=f"<fill>{isian}</fill>")
    sel = f'<c r="{t.alamat}" s="6" t="inlineStr"><is><r><rPr>{c}</rPr><t>A</t></r></is></c>'
    lembar = re.sub(rf'<c r="{t.alamat}"[^>]*>.*?</c>', sel, str(bagian[SHEET]), count=1)
    return {**bagian, SHEET: lembar}, (t.sel,)


def _wide_blanks(t: Target, acak: Random) -> Named:
    """A text pushed out of its column by blanks that are wider than others."""
    isi = acak.choice(("\t\t\tA", "\u3000" * 8 + "A", "\u2003" * 9 + "A", "A" + "\t" * 3, "\u00a0" * 15 + "A"))
    if isi[0] == "A":  # behind a text blanks push only one that does not begin at the left
        rata = acak.choice(('horizontal="right"', 'horizontal="center"', 'wrapText="1"', 'readingOrder="2"'))
        bagian = t.styled(xf().replace("/>", f' applyAlignment="1"><alignment {rata}/></xf>'))
        sel = f'<c r="{t.alamat}" s="6" t="inlineStr"><is><t xml:space="preserve">{isi}</t></is></c>'
        lembar = re.sub(rf'<c r="{t.alamat}"[^>]*>.*?</c>', lambda _: sel, str(bagian[SHEET]), count=1)
        return {**bagian, SHEET: lembar}, (t.sel,)
    return t.cell(f'<c r="{t.alamat}" t="inlineStr"><is><t xml:space="preserve">{isi}</t></is></c>'), (t.sel,)


def _scenario(t: Target, acak: Random) -> Named:
    """Other values for the cell that someone may choose."""
    satu = f'<scenario name="lain" locked="0" count="1"><inputCells r="{t.alamat}" val="Tidak"/></scenario>'
    return before(t, "<mergeCells", f'<scenarios current="0" show="0">{satu}</scenarios>'), ()


MORE: tuple[tuple[str, Trick], ...] = (
    ("baris bawaan rendah", _low_rows),
    ("kolom bawaan sempit", _narrow_base),
    ("kolom dua kali", _column_twice),
    ("lembar tanpa tab, jendela tersembunyi", _no_tabs),
    ("rumus ditampilkan", _formulas_shown),
    ("AlternateContent di luar sel", _alternate_setup),
    ("AlternateContent di gaya", _alternate_style),
    ("rentang dengan ejaan lain", _odd_range),
    ("catatan tampil, bentuk lama", _note),
    ("kendali dan objek", _control),
    ("gambar dengan cara lain", _other_drawing),
    ("warna ditulis dua cara", _two_colours),
    ("warna otomatis", _automatic),
    ("huruf dua kali", _font_twice),
    ("huruf dari gaya induk", _inherited),
    ("warna sistem", _system_colour),
    ("format angka bernomor baku", _known_number),
    ("gaya kolom dan baris", _style_of_column),
    ("nomor gaya", _style_number),
    ("dua aturan bersama", _two_rules),
    ("aturan dan ragam huruf", _rule_and_runs),
    ("aturan bentuk baru", _newer_rule),
    ("format kolom tabel", _table_formats),
    ("saringan", _filter),
    ("rumus dari tempat lain", _far_formula),
    ("teks tautan", _link_text),
    ("keadaan lembar", _state),
    ("data dimuat ulang", _refreshed),
    ("teks bersama dengan spasi", _shared_blanks),
    ("format angka tak diterapkan", _apart_styles),
    ("format angka gaya induk", _parent_format),
    ("ragam huruf di atas gradasi", _run_on_gradient),
    ("spasi lebar", _wide_blanks),
    ("skenario", _scenario),
)
