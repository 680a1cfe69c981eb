"""Workbooks that show one thing and hold another, by what the standard says in its small print."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz.basis import MAIN_NS, REL_NS
from tests.fuzz.mutations import MC, SHEET, STYLES, TEXTS, WORKBOOK_RELATIONS, Parts
from tests.fuzz.target import DML, DRAWING_NS, Named, Target, Trick, covered
from tests.fuzz.two_faced_more import VML, before, related, xf

_WHITE, _BLACK, _GREY = (f'<color rgb="FF{w}"/>' for w in ("FFFFFF", "000000", "808080"))

#: Fonts whose letters are signs, bars, another script, or nothing.
FONTS = (
    "Adobe Blank", "Dingbats", "D050000L", "Standard Symbols PS", "Segoe MDL2 Assets", "Segoe Fluent Icons",
    "FontAwesome", "Font Awesome 5 Free", "Material Icons", "Redacted", "Flow Block", "BLOKK", "Signs MT", "MT Symbol",
    "Bookshelf Symbol 7", "IDAutomationHC39M", "Libre Barcode EAN13", "UPC-A", "@Wingdings", "'Wingdings'",
    "Mathematica1", "Hanacaraka", "Aksara Jawa", "LastResort", "Braille Outline",
)  # fmt: skip
#: The dark colour of a theme told in other ways than by its number.
THEME_COLOURS = (
    '<a:prstClr val="white"/>', '<a:scrgbClr r="100000" g="100000" b="100000"/>',
    '<a:hslClr hue="0" sat="0" lum="100000"/>', '<a:srgbClr val="000000"><a:lumOff val="100000"/></a:srgbClr>',
    '<a:srgbClr val="000000"><a:inv/></a:srgbClr>', '<a:sysClr val="highlightText" lastClr="000000"/>',
    '<a:sysClr val="btnHighlight"/>',
)  # fmt: skip
#: What a rule may do to white letters on a dark ground.
RULES = (
    '<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="solid"/></fill>',
    '<fill><patternFill><bgColor auto="1"/></patternFill></fill>', "<fill/>",
    '<fill><patternFill><bgColor indexed="65"/></patternFill></fill>', '<font><color auto="1"/></font>',
    "<font><color/></font>",
)  # fmt: skip
#: A text told in pieces that programs join otherwise.
RUNS = (
    "<t>A</t><r><t></t></r>", "<t></t><r><t>A</t></r>", "<t>A</t><t></t>", "<t>A</t><r><t> </t></r>",
    "<r><t>A</t><t> </t></r>", "<r><t>A</t></r><t>C</t>",
)  # fmt: skip


def _coloured(t: Target, warna: str, fill: int = 0, nama: str = "Calibri", **lain: str) -> Parts:
    font = f'<font><sz val="11"/>{warna}<name val="{nama}"/></font>'
    return t.styled(xf(2, fill, ' applyFont="1" applyFill="1"'), fonts=font, **lain)


def _ruled(t: Target, aturan: str, dxf: str, bagian: Parts) -> Parts:
    isi = f'<conditionalFormatting sqref="{t.alamat}">{aturan}</conditionalFormatting>'
    hasil = before(t, "<pageMargins", isi, bagian)
    gaya = str(hasil[STYLES]).replace("</cellStyles>", f'</cellStyles><dxfs count="1"><dxf>{dxf}</dxf></dxfs>')
    return {**hasil, STYLES: gaya}


_TRUE = '<cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule>'


def _font(t: Target, acak: Random) -> Named:
    """Letters in a font that has none."""
    return _coloured(t, "", nama=acak.choice(FONTS)), (t.sel,)


def _system_index(t: Target, acak: Random) -> Named:
    """A colour of the system by its number, which is pale."""
    return _coloured(t, f'<color indexed="{acak.choice((65, 66, 67, 78, 80))}"/>'), (t.sel,)


def _theme_colour(t: Target, acak: Random) -> Named:
    """A theme whose dark colour is told in another way, or worked out from another colour."""
    warna = f"<a:dk1>{acak.choice(THEME_COLOURS)}</a:dk1>"
    rel = f'<Relationship Id="rId8" Type="{REL_NS}/theme" Target="theme/theme1.xml"/></Relationships>'
    tema = f'<a:theme xmlns:a="{DML}" name="T"><a:themeElements><a:clrScheme name="T">{warna}</a:clrScheme>'
    return {
        **t.bagian,
        WORKBOOK_RELATIONS: t.text(WORKBOOK_RELATIONS).replace("</Relationships>", rel),
        "xl/theme/theme1.xml": f"{tema}</a:themeElements></a:theme>",
    }, ("LKE154",)


def _rule_of_paper(t: Target, acak: Random) -> Named:
    """White letters on a dark ground, and a rule that takes the ground away or makes the letters black."""
    gelap = '<fill><patternFill patternType="solid"><fgColor rgb="FF101010"/></patternFill></fill>'
    return _ruled(t, _TRUE, acak.choice(RULES), _coloured(t, _WHITE, 3, fills=gelap)), (t.sel,)


def _between(t: Target, acak: Random) -> Named:
    """Grey letters on a ground that goes from black to white."""
    ujung = '<cfvo type="min"/><cfvo type="max"/>'
    if (cara := acak.randrange(4)) == 0:
        tangga = f'<stop position="0">{_BLACK}</stop><stop position="1">{_WHITE}</stop>'
        return _coloured(t, _GREY, 3, fills=f"<fill><gradientFill>{tangga}</gradientFill></fill>"), (t.sel,)
    if cara == 1:
        tangga = f'<stop position="0">{_WHITE}</stop><stop position="1">{_BLACK}</stop>'
        dxf = f"<fill><gradientFill>{tangga}</gradientFill></fill>"
        return _ruled(t, _TRUE, dxf, _coloured(t, _GREY)), (t.sel,)
    skala = f'<cfRule type="colorScale" priority="1"><colorScale>{ujung}{_BLACK}{_WHITE}</colorScale></cfRule>'
    batang = f'<cfRule type="dataBar" priority="1"><dataBar>{ujung}{_BLACK}</dataBar></cfRule>'
    return _ruled(t, skala if cara == 2 else batang, "", _coloured(t, _GREY)), (t.sel,)


def _format_by_number(t: Target, acak: Random) -> Named:
    """A format that is known by its number alone: money, accounts, dates of other languages, or within a rule."""
    if acak.random() < 0.3:
        return _ruled(t, _TRUE, '<numFmt numFmtId="14"/>', t.bagian), (t.sel,)
    nomor = acak.choice((5, 6, 27, 30, 33, 36, 41, 42, 50, 57, 59, 61, 69, 71, 76, 81))
    return t.styled(f'<xf numFmtId="{nomor}" fontId="0" fillId="0" borderId="0" xfId="0"/>'), (t.sel,)


def _text_section(t: Target, acak: Random) -> Named:
    """Signs of digits and of money beside the text, or the text in another section than the last."""
    kode = acak.choice(("0@", "@#", "%@", "@[$C]", "[$-421]@", '@"C";;', "0;@0;0"))
    return t.styled(
        '<xf numFmtId="200" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        numFmts=f'<numFmt numFmtId="200" formatCode="{kode.replace(chr(34), "&quot;")}"/>',
    ), (t.sel,)


def _pieces(t: Target, acak: Random) -> Named:
    """A text in pieces of which some programs take the last."""
    isi = acak.choice(RUNS)
    if acak.random() < 0.5:
        return t.cell(f'<c r="{t.alamat}" t="inlineStr"><is>{isi}</is></c>'), ("LKE104",)
    teks = t.text(TEXTS).replace("</sst>", f"<si>{isi}</si></sst>")
    return {**t.cell(f'<c r="{t.alamat}" t="s"><v>{teks.count("<si>") - 1}</v></c>'), TEXTS: teks}, ("LKE104",)


def _low_row(t: Target, acak: Random) -> Named:
    """Letters higher than their row, or a line below them in a row of one."""
    ukuran, tinggi, isi = acak.choice(((72, 15, "A"), (40, 12, "A"), (18, 7, "A"), (11, 15, "A\n"), (20, 8, "A")))
    bagian = t.styled(
        '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0"><alignment wrapText="1"/></xf>',
        fonts=f'<font><sz val="{ukuran}"/><name val="Calibri"/></font>',
    )
    baru = f'<c r="{t.alamat}" s="6" t="inlineStr"><is><t xml:space="preserve">{isi}</t></is></c>'
    lembar = re.sub(rf'<c r="{t.alamat}"[^>]*>.*?</c>', lambda _: baru, str(bagian[SHEET]), count=1)
    lembar = lembar.replace(f'<row r="{t.baris}"', f'<row r="{t.baris}" ht="{tinggi}" customHeight="1"')
    return {**bagian, SHEET: lembar + acak.choice(("", "<!-- -->"))}, (t.sel,)


def _cut_number(t: Target, acak: Random) -> Named:
    """A number as a text, of which its column shows a part."""
    bagian = t.cell(f'<c r="{t.alamat}" t="inlineStr"><is><t>{acak.choice(("100%", "0,95", "98.5%"))}</t></is></c>')
    lembar = str(bagian[SHEET]).replace('<col min="2" max="5" width="14"', '<col min="2" max="5" width="2"')
    return {**bagian, SHEET: lembar}, (t.sel,)


def _spelled_note(t: Target, acak: Random) -> Named:
    """A note that is seen, which its spelling seems to deny."""
    k, r = "ABCDE".index(t.alamat[0]), t.baris - 1
    dekat, jauh = (
        f"<x:Anchor>{a}, 0, {b}, 0, {a + 1}, 0, {b + 1}, 0</x:Anchor>" for a, b in ((k, r), (k + 30, r + 90))
    )
    sembunyi, tampak = 'style="visibility:hidden"', 'style="visibility:visible"'
    tanda, isi = acak.choice(
        (('style="visibility:hidden;visibility:&#118;isible"', dekat),
         ('style="visibility:hidden;visibilit&#x79;:visible"', dekat),
         (f"o:{sembunyi} {tampak}", dekat),
         (f"""alt="style='visibility:hidden'" {tampak}""", dekat),
         (tampak, f"<!-- {jauh} -->{dekat}"), (tampak, jauh + dekat), (tampak, dekat.replace(f">{k}", f">&#4{8 + k};")),
         (sembunyi, f"{dekat}<x:&#86;isible/>".replace("&#86;", "V")))
    )  # fmt: skip
    bentuk = f'<v:shape id="s1" type="#t" {tanda}><x:ClientData ObjectType="Note">{isi}</x:ClientData></v:shape>'
    bagian = before(t, "</worksheet>", '<legacyDrawing r:id="rId1"/>')
    return related(bagian, "vmlDrawing", "drawings/v1.vml", VML.format(bentuk)), (t.sel,)


def _spelled_place(t: Target, acak: Random) -> Named:
    """A drawing over the cell whose place is written in other units, signs, pieces, order, or twice."""
    bagian = covered(t, acak)
    isi = str(bagian["xl/drawings/drawing1.xml"])
    bentuk = isi[isi.index("<xdr:sp ") : isi.index("</xdr:sp>") + 9]
    k, r = "ABCDE".index(t.alamat[0]), t.baris - 1

    def point(kolom: object, baris: object, x: object = 0) -> str:
        letak = (("col", kolom), ("colOff", x), ("row", baris), ("rowOff", 0))
        return "".join(f"<xdr:{n}>{v}</xdr:{n}>" for n, v in letak)

    def two(*ujung: str) -> str:
        dua = "".join(f"<xdr:{n}>{u}</xdr:{n}>" for n, u in zip(("from", "to") * 2, ujung, strict=False))
        return f"<xdr:twoCellAnchor>{dua}{bentuk}<xdr:clientData/></xdr:twoCellAnchor>"

    def one(awal: str) -> str:
        return (
            f'<xdr:oneCellAnchor>{awal}<xdr:ext cx="900000" cy="190500"/>{bentuk}<xdr:clientData/></xdr:oneCellAnchor>'
        )

    inci = f'<xdr:absoluteAnchor><xdr:pos x="0.1in" y="0"/><xdr:ext cx="9900000" cy="9900000"/>{bentuk}'
    tetes = bentuk.replace(
        'prst="rect"><a:avLst/>', 'prst="teardrop"><a:avLst><a:gd name="adj" fmla="val 200000"/></a:avLst>'
    )
    jangkar = acak.choice(
        (one(f"<xdr:from>{point(k + 1, r, -900000)}</xdr:from>"), one(f"<xdr:from>{point(f'+{k}', r)}</xdr:from>"),
         f"{inci}<xdr:clientData/></xdr:absoluteAnchor>", two(point(k + 1, r + 1), point(k, r)),
         two(point(k, r), point(k + 1, r + 1), point(90, 90), point(91, 91)),
         two(point(k, f"{r // 10}<!-- -->{r % 10}"), point(k + 1, f"{(r + 1) // 10}<!-- -->{(r + 1) % 10}")),
         two(point(k, r)),
         two(point(k - 1, r + 1), point(k, r + 3)).replace(bentuk, tetes))
    )  # fmt: skip
    gambar = f'<xdr:wsDr xmlns:xdr="{DRAWING_NS}" xmlns:a="{DML}">{jangkar}</xdr:wsDr>'
    return {**bagian, "xl/drawings/drawing1.xml": gambar}, (t.sel,)


def _aid(t: Target, acak: Random) -> Named:
    """A reading aid above the text that its row or column shows; a cell that is bound to data from elsewhere."""
    isi = '<t>A</t><rPh sb="0" eb="1"><t>C</t></rPh><phoneticPr fontId="0"/>'
    teks = t.text(TEXTS).replace("</sst>", f"<si>{isi}</si></sst>")
    bagian = {**t.cell(f'<c r="{t.alamat}" t="s"><v>{teks.count("<si>") - 1}</v></c>'), TEXTS: teks}
    lembar = str(bagian[SHEET])
    cara = acak.randrange(3)
    if cara == 0:
        return {**bagian, SHEET: lembar.replace(f'<row r="{t.baris}"', f'<row r="{t.baris}" ph="1"')}, (t.sel,)
    if cara == 1:
        return {**bagian, SHEET: lembar.replace('width="14"', 'width="14" phonetic="1"')}, (t.sel,)
    satu = f'<singleXmlCell id="1" r="{t.alamat}" connectionId="1"/>'
    sel = f'<singleXmlCells xmlns="{MAIN_NS}">{satu}</singleXmlCells>'
    return related(t.bagian, "tableSingleCells", "tables/tableSingleCells1.xml", sel), (t.sel,)


def _near_formula(t: Target, acak: Random) -> Named:
    """A formula that hangs on the last digits of a number, or on letters that are one to some programs."""
    rumus = acak.choice(
        ('IF(1=1.0000000000000001,"C","A")', 'IF("ß"="ss","A","C")', 'IF(1.00000000000000001&gt;1,"A","C")',
         'IF(0.3=0.30000000000000004,"C","A")', 'IF("ﬁ"="fi","A","C")')
    )  # fmt: skip
    return t.cell(f'<c r="{t.alamat}" t="str"><f>{rumus}</f><v>A</v></c>'), (t.sel,)


def _line_separators(t: Target, acak: Random) -> Named:
    """Lines ended by other signs than the usual one."""
    baru = acak.choice(("\u2028", "\u2029", "\u0085"))
    isi = acak.choice((f"{baru}A", f"A{baru * 3}", f"A{baru}\n{baru}"))
    return t.cell(f'<c r="{t.alamat}" t="inlineStr"><is><t xml:space="preserve">{isi}</t></is></c>'), (t.sel,)


def _far_choice(t: Target, acak: Random) -> Named:
    """A drawing that one version of a program puts over the cell, and another far from it."""
    bagian = covered(t, acak)
    isi = str(bagian["xl/drawings/drawing1.xml"])
    m = re.search(r"<xdr:(\w+Anchor)>.*</xdr:\1>", isi)
    assert m is not None
    jauh = re.sub(r"<xdr:(col|row)>(\d+)<", r"<xdr:\1>9\2<", m[0])
    pilihan = [jauh, m[0]]
    acak.shuffle(pilihan)
    baru = (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="a14">{pilihan[0]}</mc:Choice>'
        f"<mc:Fallback>{pilihan[1]}</mc:Fallback></mc:AlternateContent>"
    )
    return {**bagian, "xl/drawings/drawing1.xml": isi.replace(m[0], baru)}, (t.sel,)


FINE: tuple[tuple[str, Trick], ...] = (
    ("huruf tanpa huruf", _font),
    ("warna sistem bernomor", _system_index),
    ("warna tema dihitung", _theme_colour),
    ("aturan yang mengosongkan latar", _rule_of_paper),
    ("di antara dua warna", _between),
    ("format angka menurut nomornya", _format_by_number),
    ("format teks di bagian lain", _text_section),
    ("teks berpotongan", _pieces),
    ("huruf di baris rendah", _low_row),
    ("format angka: teks terpotong", _cut_number),
    ("catatan dengan ejaan lain", _spelled_note),
    ("letak gambar dengan ejaan lain", _spelled_place),
    ("bantuan bacaan, sel terikat", _aid),
    ("rumus yang hampir sama", _near_formula),
    ("pemisah baris lain", _line_separators),
    ("gambar menurut versi", _far_choice),
)
