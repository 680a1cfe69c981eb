"""Workbooks made to show one thing and be read as another, each by one known trick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from tests.fuzz import small_lke
from tests.fuzz.basis import MAIN_NS, PKG, REL_NS, zip_of
from tests.fuzz.mutations import MC, SHEET, STYLES, TEXTS, TYPES, WORKBOOK, WORKBOOK_RELATIONS, Parts
from tests.fuzz.target import DML, DRAWING_NS, Named, Target, Trick, TwoFaced, covered
from tests.fuzz.two_faced_deep import DEEP
from tests.fuzz.two_faced_fine import FINE
from tests.fuzz.two_faced_more import MORE
from tests.fuzz.two_faced_spelled import SPELLED
from tests.fuzz.two_faced_wide import WIDE


def two_faced(benih: int, jumlah: int) -> Iterator[TwoFaced]:
    """*jumlah* such workbooks, the same ones for the same seed: every trick in turn, each time on another cell."""
    acak = Random(benih)
    for i in range(jumlah):
        jenis, trik = TRICKS[i % len(TRICKS)]
        bagian, disebut = trik(_target(acak, angka=jenis.startswith("format angka")), acak)
        yield TwoFaced(f"dua muka: {jenis}", zip_of(bagian), disebut)


def _target(acak: Random, *, angka: bool) -> Target:
    """An option cell, or with *angka* the cell of a survey index or a percentage."""
    baris = [r for r, b in small_lke.answer_rows() if (b.jenis_jawaban in ("nilai_0_4", "persen")) == angka]
    r, kolom = acak.choice(baris), acak.choice("DE")
    return Target(small_lke.parts(inline=acak.random() < 0.2), f"{kolom}{r}", r)


# --- two values in one place ---------------------------------------------------------------------


def _value_and_inline(t: Target, acak: Random) -> Named:
    tipe = acak.choice(("s", "inlineStr", "str", "n"))
    urut = ["<v>1</v>", "<is><t>A</t></is>"]
    acak.shuffle(urut)
    return t.cell(f'<c r="{t.alamat}" t="{tipe}">{"".join(urut)}</c>'), ()


def _markup_in_value(t: Target, acak: Random) -> Named:
    a, b = acak.choice((("A", ""), ("", "A"), ("Y", "a"), ("Ti", "dak")))
    sisip = acak.choice(("<!-- -->", "<?x y?>", "<![CDATA[]]>", "<![CDATA[C]]>", "<!--<v>C</v>-->", "&#x43;"))
    tipe = acak.choice(("str", "inlineStr"))
    isi = f"<v>{a}{sisip}{b}</v>" if tipe == "str" else f"<is><t>{a}{sisip}{b}</t></is>"
    return t.cell(f'<c r="{t.alamat}" t="{tipe}">{isi}</c>'), ()


def _foreign_cell(t: Target, acak: Random) -> Named:
    asing = f'<zz:c r="{t.alamat}" t="str"><zz:v>A</zz:v></zz:c>'
    asli = f'<c r="{t.alamat}" t="str"><v>C</v></c>'
    isi = acak.choice((asing + asli, asli + asing, f'<c r="{t.alamat}" t="str"><zz:v>A</zz:v><v>C</v></c>', asing))
    bagian = t.cell(isi)
    abaikan = acak.choice(("", f' xmlns:mc="{MC}" mc:Ignorable="zz"'))
    lembar = str(bagian[SHEET]).replace("<worksheet", f'<worksheet xmlns:zz="urn:asing"{abaikan}', 1)
    return {**bagian, SHEET: lembar}, ()


def _alternate_cell(t: Target, acak: Random) -> Named:
    a, c = (f'<c r="{t.alamat}" t="str"><v>{x}</v></c>' for x in "AC")
    ruang = acak.choice(("urn:x", "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"))
    return t.cell(
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:x="{ruang}" Requires="x">{a}</mc:Choice>'
        f"<mc:Fallback>{c}</mc:Fallback></mc:AlternateContent>"
    ), ()


def _cell_twice(t: Target, acak: Random) -> Named:
    a, c = (f'<c r="{t.alamat}" t="str"><v>{x}</v></c>' for x in "AC")
    if acak.random() < 0.5:
        return t.cell(a + c), ()
    lembar = t.text(SHEET).replace("</sheetData>", f'<row r="{t.baris}">{a}</row></sheetData>')
    return {**t.bagian, SHEET: lembar}, ()


def _row_elsewhere(t: Target, acak: Random) -> Named:
    """A cell in another row than its address says."""
    a = f'<row r="{acak.choice((t.baris + 90, 1, 900))}"><c r="{t.alamat}" t="str"><v>A</v></c></row>'
    return {**t.bagian, SHEET: t.text(SHEET).replace("</sheetData>", f"{a}</sheetData>")}, ()


def _sheet_data_twice(t: Target, acak: Random) -> Named:
    lembar = t.text(SHEET)
    data = lembar[lembar.index("<sheetData>") : lembar.index("</sheetData>") + 12]
    umpan = re.sub(r"<v>(\d)", r"<v>1\1", data)
    letak = acak.choice(("<sheetData>", "</worksheet>", "<sheetViews>"))
    return {**t.bagian, SHEET: lembar.replace(letak, umpan + letak, 1)}, ()


def _string_number(t: Target, acak: Random) -> Named:
    nilai = acak.choice(("-1", "1.5", "99999", "1e0", "0x1", "+1", "01", " 1", "1 ", "", "4294967297"))
    return t.cell(f'<c r="{t.alamat}" t="s"><v>{nilai}</v></c>'), ()


def _strings_aside(t: Target, acak: Random) -> Named:
    """Shared texts that some readers number or join in another way."""
    teks = t.text(TEXTS)
    umpan = acak.choice(
        (
            "<si/>",
            "<!-- <si><t>A</t></si> -->",
            '<z:si xmlns:z="urn:z"><z:t>A</z:t></z:si>',
            "<si></si>",
            "<si><r/></si>",
        )
    )
    return {**t.bagian, TEXTS: teks.replace("<si>", f"{umpan}<si>", 1)}, ()


def _phonetic(t: Target, acak: Random) -> Named:
    rph = '<rPh sb="0" eb="1"><t>A</t></rPh>'
    isi = acak.choice((f"<t>C</t>{rph}", f"{rph}<t>C</t>", f"<r><t>C</t></r>{rph}", f"<r>{rph}<t>C</t></r>"))
    return t.cell(f'<c r="{t.alamat}" t="inlineStr"><is>{isi}<phoneticPr fontId="0"/></is></c>'), ()


def _escapes(t: Target, acak: Random) -> Named:
    isi = acak.choice(("_x0041_", "A_x0020_", "_x005F_x0041_", "_x000D_A", "_x200B_A", "Y_x0061_", "_X0041_", "_x41_"))
    if acak.random() < 0.5:
        return t.cell(f'<c r="{t.alamat}" t="inlineStr"><is><t>{isi}</t></is></c>'), ()
    return t.cell(f'<c r="{t.alamat}" t="str"><v>{isi}</v></c>'), ()


def _other_type(t: Target, acak: Random) -> Named:
    tipe, isi = acak.choice(
        (("e", "A"), ("e", "Ya"), ("b", "A"), ("b", "2"), ("b", "Ya"), ("d", "A"), ("d", "2026-01-01"), ("n", "A"),
         ("str", "1"), ("x", "A"), ("b", "1"), ("b", "true"), ("e", "#N/A"))
    )  # fmt: skip
    return t.cell(f'<c r="{t.alamat}" t="{tipe}"><v>{isi}</v></c>'), ()


# --- another part than the one shown -------------------------------------------------------------


def _bait_book(t: Target, acak: Random) -> Named:
    """The package leads to another workbook, sheet or table of texts than the usual place."""
    lembar, teks = t.text(SHEET), t.text(TEXTS)
    umpan = re.sub(r"(<c r=\"[DE]\d+\"[^>]*>)<v>\d+</v>", r"\1<v>3</v>", lembar)
    cara = acak.randrange(5)
    if cara == 0:
        rel = t.text(WORKBOOK_RELATIONS).replace("worksheets/sheet1.xml", "lain/isi.xml")
        return {**t.bagian, SHEET: umpan, "xl/lain/isi.xml": lembar, WORKBOOK_RELATIONS: rel}, ()
    if cara == 1:
        rel = t.text(WORKBOOK_RELATIONS).replace("sharedStrings.xml", "lain/teks.xml")
        lain = teks.replace("<t>Ya<", "<t>Tidak<").replace("<t>A<", "<t>C<")
        return {**t.bagian, TEXTS: lain, "xl/lain/teks.xml": teks, WORKBOOK_RELATIONS: rel}, ()
    paket = t.text("_rels/.rels").replace("xl/workbook.xml", "xl/asli.xml")
    rel = t.text(WORKBOOK_RELATIONS).replace("worksheets/sheet1.xml", "asli/lembar.xml")
    return {
        **t.bagian, "_rels/.rels": paket, "xl/asli.xml": t.bagian[WORKBOOK], "xl/_rels/asli.xml.rels": rel,
        "xl/asli/lembar.xml": lembar, SHEET: umpan,
        TYPES: t.text(TYPES).replace("/xl/workbook.xml", "/xl/asli.xml").replace("sheets/sheet1", "sheets/sheet9"),
    }, ()  # fmt: skip


# --- formulas ------------------------------------------------------------------------------------


def _stale_formula(t: Target, acak: Random) -> Named:
    """A formula whose stored result is another than it gives."""
    rumus = acak.choice(
        (
            '"C"',
            '"C"&amp;""',
            'IF(1=1,"C","A")',
            "C3",
            "CHAR(67)",
            'LEFT("CA",1)',
            "$B$4",
            "LKE!C8",
            'IF(B4>99,"A","C")',
        )
    )
    return t.cell(f'<c r="{t.alamat}" t="str"><f>{rumus}</f><v>A</v></c>'), (t.sel,)


# --- hidden --------------------------------------------------------------------------------------


def _hidden_column(t: Target, acak: Random) -> Named:
    n = "ABCDE".index(t.alamat[0]) + 1
    cara = acak.choice(('hidden="1"', 'hidden="true"', 'width="0" customWidth="1"', 'width="0.1" customWidth="1"'))
    dari = acak.choice((n, n, n - 1))
    lebar = "" if "width" in cara else ' width="9"'
    kolom = f'<cols><col min="{dari}" max="{n}"{lebar} {cara}/></cols>'
    return {**t.bagian, SHEET: re.sub(r"<cols>.*</cols>", kolom, t.text(SHEET))}, ("LKE151",)


def _hidden_row(t: Target, acak: Random) -> Named:
    cara = acak.choice(('hidden="1"', 'ht="0" customHeight="1"', 'hidden="true"', 'ht="0.5" customHeight="1"'))
    lembar = t.text(SHEET)
    if acak.random() < 0.3:
        # In a group that is folded, and not said to be hidden.
        cara = 'outlineLevel="1"'
        lembar = lembar.replace(f'<row r="{t.baris + 1}"', f'<row r="{t.baris + 1}" collapsed="1"')
        if 'collapsed="1"' not in lembar:
            lembar = lembar.replace("</sheetData>", f'<row r="{t.baris + 1}" collapsed="1"></row></sheetData>')
    lembar = lembar.replace(f'<row r="{t.baris}"', f'<row r="{t.baris}" {cara}')
    return {**t.bagian, SHEET: lembar}, (f"LKE!E{t.baris}",)


def _rich(t: Target, acak: Random) -> Named:
    """A cell that shows something else than its value: a picture, a name, a reading aid above it."""
    atribut = acak.choice(('vm="1"', 'ph="1"'))
    lembar = t.text(SHEET).replace(f'<c r="{t.alamat}" ', f'<c r="{t.alamat}" {atribut} ')
    return {**t.bagian, SHEET: lembar}, (t.sel,)


def _zero_rows(t: Target, acak: Random) -> Named:
    lembar = t.text(SHEET).replace(
        '<sheetFormatPr defaultRowHeight="15"/>', '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'
    )
    return {**t.bagian, SHEET: lembar}, ("LKE152",)


def _hidden_copy(t: Target, acak: Random) -> Named:
    """A hidden copy of the LKE with other answers, before or after the visible one."""
    lembar = t.text(SHEET)
    umpan = re.sub(r"(<c r=\"[DE](?:[4-9]|\d\d)\"[^>]*>)<v>\d+</v>", r"\1<v>7</v>", lembar)
    keadaan = acak.choice(("hidden", "veryHidden"))
    baru = f'<sheet name="LKE ZI" sheetId="2" state="{keadaan}" r:id="rId9"/>'
    buku = t.text(WORKBOOK)
    buku = (
        buku.replace("<sheets>", f"<sheets>{baru}")
        if acak.random() < 0.7
        else buku.replace("</sheets>", f"{baru}</sheets>")
    )
    rel = f'<Relationship Id="rId9" Type="{REL_NS}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>'
    return {
        **t.bagian, WORKBOOK: buku, "xl/worksheets/sheet2.xml": umpan,
        WORKBOOK_RELATIONS: t.text(WORKBOOK_RELATIONS).replace("</Relationships>", rel),
    }, ("LKE153",)  # fmt: skip


def _hidden_sheet(t: Target, acak: Random) -> Named:
    """The only LKE on a hidden sheet, beside a visible sheet of something else."""
    bagian = _hidden_copy(t, acak)[0]
    lain = f'<worksheet xmlns="{MAIN_NS}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    buku = re.sub(r' state="\w+"', "", str(bagian[WORKBOOK])).replace('name="LKE"', 'name="LKE" state="hidden"')
    return {**bagian, WORKBOOK: buku, "xl/worksheets/sheet2.xml": lain}, ("LKE151",)


# --- shown otherwise by its format ---------------------------------------------------------------


def _text_format(t: Target, acak: Random) -> Named:
    kode = acak.choice(
        (
            ';;;"E"',
            ";;;",
            '0;0;0;"Benar"',
            '@"C"',
            ';;;"C"@',
            "General;General;General;\\Z",
            '"x"@',
            ";;;* ",
            "[White]@",
            "[color 2]@",
            "@*C",
            "[$C]@",
            ";;;[$C]",
            "[White]General",
            "@@",
            "0;0;0;[white]@",
        )
    )
    kode = kode.replace('"', "&quot;")
    return t.styled(
        '<xf numFmtId="200" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        numFmts=f'<numFmt numFmtId="200" formatCode="{kode}"/>',
    ), (t.sel,)


def _number_format(t: Target, acak: Random) -> Named:
    kode = acak.choice(
        ('"4"', ";;;", '"3,9"', "0,", '[>0.1]"1";0.00', '"9"0', '0"5"', '[>1]"4";"1"', "0\\9", '"A"', "[<9]\\4",
         "0.00,,",
         '"4";"4";"4"', ";;0", "00.00E+9", "#,", "yyyy", "hh:mm", "0%%",
         "[White]General", "[color2]0.00", "0.00*5", "[$9]0.00", '0.0"5"', "*90.0", "\\-0.0",
         "0\\.0\\.0", "[$-D000000]0.00", "[DBNum1]General", "?/?", '"1"0.0E+0', "(0.00)", "[White]0%", "\\.0.0")
    )  # fmt: skip
    kode = kode.replace("<", "&lt;").replace('"', "&quot;")
    return t.styled(
        '<xf numFmtId="200" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        numFmts=f'<numFmt numFmtId="200" formatCode="{kode}"/>',
    ), (t.sel,)


#: Of what number formats are made.
_FORMAT_SIGNS = (
    "0", "0", "#", "?", ".", ",", "%", "@", "@", "General", ";", ";", ";", '"A"', '"4"', "\\C", "[Red]", "[=1]", "[>1]",
    "*5", "* ", "_)", "[$C]", "[$-421]", "E+0", "/", "-", "(", ")", " ", '"."', "\\,", "[$5-421]", "00", "0.0",
)  # fmt: skip


def _any_format(t: Target, acak: Random) -> Named:
    """Every answer in a format of its own, put together at random."""
    gaya, lembar = t.text(STYLES), t.text(SHEET)
    tempat = [f"{k}{r}" for r, _ in small_lke.answer_rows() for k in "DE"]
    kode = ["".join(acak.choices(_FORMAT_SIGNS, k=acak.randint(1, 6))).replace('"', "&quot;") for _ in tempat]
    kode = [k.replace(">", "&gt;") for k in kode]
    format_ = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{k}"/>' for i, k in enumerate(kode))
    xf = "".join(
        f'<xf numFmtId="{200 + i}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for i in range(len(kode))
    )
    for i, alamat in enumerate(tempat):
        lembar = re.sub(rf'(<c r="{alamat}") s="\d+"', rf'\1 s="{6 + i}"', lembar, count=1)
    gaya = gaya.replace("</numFmts>", f"{format_}</numFmts>").replace("</cellXfs>", f"{xf}</cellXfs>")
    return {**t.bagian, STYLES: gaya, SHEET: lembar}, ()


def _rounded(t: Target, acak: Random) -> Named:
    """A survey index or a ratio shown as a whole number."""
    numfmt = acak.choice(('numFmtId="1"', 'numFmtId="3"'))
    return t.styled(f'<xf {numfmt} fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'), (t.sel,)


def _white(t: Target, acak: Random) -> Named:
    """The font as the ground: white on white, or another colour on itself; too small; a font of symbols."""
    warna, isian = acak.choice(
        (('<color rgb="FFFFFFFF"/>', ""), ('<color theme="0"/>', ""), ('<color indexed="9"/>', ""),
         ('<color indexed="1"/>', ""),
         ('<color rgb="FFFEFEFE"/>', ""), ('<color theme="0" tint="-0.05"/>', ""), ('<color rgb="FF1F3864"/>', "2"),
         ('<color rgb="FFFFFF00"/>', "kuning"), ('<color theme="1" tint="0.99"/>', ""))
    )  # fmt: skip
    n = {"": "0", "2": "2", "kuning": "3"}[isian]
    return t.styled(
        f'<xf numFmtId="0" fontId="2" fillId="{n}" borderId="0" xfId="0" applyFont="1" applyFill="1"/>',
        fonts=f'<font><sz val="11"/>{warna}<name val="Calibri"/></font>',
        fills='<fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill>',
    ), (t.sel,)


def _font(t: Target, acak: Random) -> Named:
    font = acak.choice(
        ('<sz val="11"/><name val="Wingdings"/>', '<sz val="1"/><name val="Calibri"/>',
         '<sz val="11"/><name val="Webdings"/>',
         '<sz val="11"/><name val="Symbol"/><charset val="2"/>', '<strike/><sz val="11"/><name val="Calibri"/>',
         '<sz val="11"/><name val="wingdings 3"/>', '<sz val="11"/><name val="Calibri"/><charset val="2"/>',
         '<vertAlign val="superscript"/><sz val="6"/><name val="Calibri"/>')
    )  # fmt: skip
    xf = '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    return t.styled(xf, fonts=f"<font>{font}</font>"), (t.sel,)


def _conditional(t: Target, acak: Random) -> Named:
    dxf = acak.choice(
        ('<dxf><numFmt numFmtId="201" formatCode=";;;&quot;Lain&quot;"/></dxf>',
         '<dxf><font><color rgb="FFFFFFFF"/></font></dxf>',
         '<dxf><font><color theme="0"/></font></dxf>',
         '<dxf><font><color rgb="FFFF0000"/></font><fill><patternFill><bgColor rgb="FFFF0000"/></patternFill></fill>'
         "</dxf>", '<dxf><fill><patternFill><bgColor rgb="FF000000"/></patternFill></fill></dxf>')
    )  # fmt: skip
    aturan = '<cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule>'
    daerah = acak.choice((t.alamat, f"D1:E{t.baris}", f"A1 {t.alamat}", f"{t.alamat[0]}1:{t.alamat[0]}1048576"))
    bagian = t.sheet(akhir="")
    lembar = str(bagian[SHEET]).replace(
        "<pageMargins", f'<conditionalFormatting sqref="{daerah}">{aturan}</conditionalFormatting><pageMargins'
    )
    gaya = t.text(STYLES).replace("</cellStyles>", f'</cellStyles><dxfs count="1">{dxf}</dxfs>')
    return {**bagian, SHEET: lembar, STYLES: gaya}, (t.sel,)


def _merged(t: Target, acak: Random) -> Named:
    """The cell under a merged range that shows another cell's content."""
    gabung = (
        f"C{t.baris}:E{t.baris}" if acak.random() < 0.5 else f"{t.alamat[0]}{t.baris - 1}:{t.alamat[0]}{t.baris + 1}"
    )
    lembar = t.text(SHEET).replace('<mergeCells count="1">', f'<mergeCells count="2"><mergeCell ref="{gabung}"/>')
    return {**t.bagian, SHEET: lembar}, (t.sel,)


def _covered(t: Target, acak: Random) -> Named:
    """A text box or a picture over the cell."""
    return covered(t, acak), (t.sel,)


def _covered_from_afar(t: Target, acak: Random) -> Named:
    """A drawing anchored elsewhere that reaches over the cell.

    It is turned, has a thick line, lies over narrow columns, is part of a group, or has more text than room.
    """
    bagian = _covered(t, acak)[0]
    gambar = str(bagian["xl/drawings/drawing1.xml"])
    bentuk = gambar[gambar.index("<xdr:sp ") : gambar.index("</xdr:sp>") + 9]
    lembar = str(bagian[SHEET])
    kolom, baris = "ABCDE".index(t.alamat[0]), t.baris - 1
    cara = acak.randrange(5)
    if cara == 0:
        # Three rows down and a long stretch to the side; turned, it stands upright.
        bentuk = bentuk.replace("<xdr:spPr>", '<xdr:spPr><a:xfrm rot="5400000"/>')
        dari, ukuran = (kolom - 1, baris - 5), (1_900_000, 190_500)
    elif cara == 1:
        bentuk = bentuk.replace("</xdr:spPr>", '<a:ln w="9000000"/></xdr:spPr>')
        dari, ukuran = (kolom, baris - 3), (400_000, 190_500)
    elif cara == 2:
        # A child of a group, three times the group's own size above it.
        xfrm = '<a:xfrm><a:off x="0" y="{}"/><a:ext cx="9" cy="9"/>{}</a:xfrm>'
        anak = bentuk.replace("<xdr:spPr>", "<xdr:spPr>" + xfrm.format(-27, ""))
        sifat = xfrm.format(0, '<a:chOff x="0" y="0"/><a:chExt cx="9" cy="9"/>')
        bentuk = f"<xdr:grpSp><xdr:nvGrpSpPr/><xdr:grpSpPr>{sifat}</xdr:grpSpPr>{anak}</xdr:grpSp>"
        dari, ukuran = (kolom, baris + 3), (900_000, 190_500)
    elif cara == 3:
        bentuk = bentuk.replace("<a:p>", "<a:p/>" * 12 + "<a:p>")
        dari, ukuran = (kolom, max(baris - 3, 0)), (900_000, 190_500)
    else:
        lembar = lembar.replace('<col min="2" max="5" width="14"', '<col min="2" max="5" width="3"')
        dari, ukuran = (1, baris), (800_000, 190_500)
    titik = f"<xdr:col>{dari[0]}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{dari[1]}</xdr:row>"
    titik += "<xdr:rowOff>0</xdr:rowOff>"
    jangkar = (
        f'<xdr:oneCellAnchor><xdr:from>{titik}</xdr:from><xdr:ext cx="{ukuran[0]}" cy="{ukuran[1]}"/>{bentuk}'
        "<xdr:clientData/></xdr:oneCellAnchor>"
    )
    isi = f'<xdr:wsDr xmlns:xdr="{DRAWING_NS}" xmlns:a="{DML}">{jangkar}</xdr:wsDr>'
    return {**bagian, SHEET: lembar, "xl/drawings/drawing1.xml": isi}, (t.sel,)


def _covered_heading(t: Target, acak: Random) -> Named:
    """A text box over the heading of an assessor."""
    kepala = t._replace(alamat=f"{t.alamat[0]}3", baris=3)
    return _covered(kepala, acak)[0], (kepala.sel,)


def _runs(t: Target, acak: Random) -> Named:
    """A text whose runs are in fonts that hide or disguise them."""
    font = acak.choice(
        ('<color rgb="FFFFFFFF"/>', '<color theme="0"/>', '<rFont val="Wingdings"/>', '<sz val="1"/>', "<strike/>")
    )
    isi = f"<r><rPr>{font}</rPr><t>A</t></r>{acak.choice(('', '<r><t> </t></r>'))}"
    if acak.random() < 0.5:
        return t.cell(f'<c r="{t.alamat}" t="inlineStr"><is>{isi}</is></c>'), (t.sel,)
    teks = t.text(TEXTS).replace("</sst>", f"<si>{isi}</si></sst>")
    sela = acak.choice(("", "<!-- x -->"))
    bagian = t.cell(f'<c r="{t.alamat}" t="s"><v>{teks.count("<si>") - 1}</v></c>')
    return {**bagian, TEXTS: teks.replace("<si>", f"{sela}<si>", 1)}, (t.sel,)


def _pushed(t: Target, acak: Random) -> Named:
    """A text pushed out of its cell: below, or to the side."""
    if acak.random() < 0.5:
        xf = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><alignment indent="120"/></xf>'
        return t.styled(xf), (t.sel,)
    isi = acak.choice(("\n\n\n\n\nA", "\n\nYa", " " * 60 + "A", " " * 13 + "A", "A" + " " * 60, "A\n\n\n", "Ya\n \n"))
    return t.cell(f'<c r="{t.alamat}" t="inlineStr"><is><t xml:space="preserve">{isi}</t></is></c>'), (t.sel,)


def _aligned(t: Target, acak: Random) -> Named:
    """A content repeated, shrunk, or shown in the next column."""
    rata = acak.choice(
        ('horizontal="fill"', 'horizontal="centerContinuous"', 'indent="9" horizontal="left"', 'textRotation="45"')
    )
    xf = f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><alignment {rata}/></xf>'
    bagian = t.styled(xf)
    lembar = str(bagian[SHEET]).replace('<col min="2" max="5" width="14"', '<col min="2" max="5" width="9"')
    return {**bagian, SHEET: lembar}, (t.sel,)


def _patterned(t: Target, acak: Random) -> Named:
    """Black on a ground that is black by a pattern or a gradient."""
    gelap = '<color rgb="FF000000"/>'
    isian = acak.choice(
        ('<patternFill patternType="darkGray"><fgColor rgb="FF000000"/></patternFill>',
         '<patternFill patternType="lightGray"><bgColor rgb="FF010101"/></patternFill>',
         '<patternFill patternType="darkTrellis"/>',
         f'<gradientFill><stop position="0">{gelap}</stop><stop position="1">{gelap}</stop></gradientFill>',
         f'<gradientFill type="path"><stop position="0">{gelap}</stop><stop position="1"><color theme="0"/></stop>'
         "</gradientFill>")
    )  # fmt: skip
    xf = '<xf numFmtId="0" fontId="0" fillId="3" borderId="0" xfId="0" applyFill="1"/>'
    return t.styled(xf, fills=f"<fill>{isian}</fill>"), (t.sel,)


def _frozen(t: Target, acak: Random) -> Named:
    """Panes frozen where no scrolling leads to the answer."""
    if acak.random() < 0.5:
        awal, panel, disebut = (
            "F1",
            '<pane xSplit="1" topLeftCell="G1" activePane="topRight" state="frozen"/>',
            "LKE151",
        )
    else:
        awal, panel = f"A{t.baris + 1}", '<pane ySplit="2" topLeftCell="A90" activePane="bottomLeft" state="frozen"/>'
        disebut = "LKE152"
    lembar = t.text(SHEET).replace(
        '<sheetView tabSelected="1" workbookViewId="0"/>',
        f'<sheetView tabSelected="1" topLeftCell="{awal}" workbookViewId="0">{panel}</sheetView>',
    )
    return {**t.bagian, SHEET: lembar}, (disebut,)


def _scale(t: Target, acak: Random) -> Named:
    """A scale of colours or a bar in the colour of the text."""
    hitam = '<color rgb="FF000000"/>'
    ujung = '<cfvo type="min"/><cfvo type="max"/>'
    aturan = acak.choice(
        (f'<cfRule type="colorScale" priority="1"><colorScale>{ujung}{hitam}{hitam}</colorScale></cfRule>',
         f'<cfRule type="dataBar" priority="1"><dataBar>{ujung}{hitam}</dataBar></cfRule>',
         f'<cfRule type="dataBar" priority="1"><dataBar showValue="0">{ujung}<color theme="4"/></dataBar></cfRule>')
    )  # fmt: skip
    lembar = t.text(SHEET).replace(
        "<pageMargins", f'<conditionalFormatting sqref="{t.alamat}">{aturan}</conditionalFormatting><pageMargins'
    )
    return {**t.bagian, SHEET: lembar}, (t.sel,)


def _table_style(t: Target, acak: Random) -> Named:
    """A table in a style of the workbook's own that hides what it holds."""
    dxf = acak.choice(
        ('<dxf><font><color rgb="FFFFFFFF"/></font></dxf>',
         '<dxf><fill><patternFill><bgColor rgb="FF000000"/></patternFill></fill></dxf>')
    )  # fmt: skip
    akhir = max(r for r, _ in small_lke.answer_rows())
    kolom = "".join(f'<tableColumn id="{i}" name="{j}"/>' for i, j in enumerate(small_lke.HEADINGS, 1))
    rel = f'<Relationship Id="rId1" Type="{REL_NS}/table" Target="../tables/table1.xml"/>'
    return {
        **t.bagian,
        SHEET: t.text(SHEET).replace(
            "</worksheet>", '<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
        ),
        STYLES: t.text(STYLES).replace(
            "</cellStyles>", f'</cellStyles><dxfs count="1">{dxf}</dxfs><tableStyles count="1"><tableStyle name="S" '
            'pivot="0" count="1"><tableStyleElement type="wholeTable" dxfId="0"/></tableStyle></tableStyles>',
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PKG}/relationships">{rel}</Relationships>',
        "xl/tables/table1.xml": f'<table xmlns="{MAIN_NS}" id="1" name="T" displayName="T" ref="A3:E{akhir}" '
        f'totalsRowShown="0"><tableColumns count="5">{kolom}</tableColumns><tableStyleInfo name="S"/></table>',
        TYPES: t.text(TYPES).replace(
            "</Types>", '<Override PartName="/xl/tables/table1.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"/></Types>',
        ),
    }, (t.sel,)  # fmt: skip


def _array(t: Target, acak: Random) -> Named:
    """A cell that shows a result of the array formula of another cell, and holds something else."""
    k = t.alamat[0]
    larik = f'<c r="{k}900" t="str"><f t="array" ref="{t.alamat}:{k}900">"C"</f><v>C</v></c>'
    lembar = str(t.cell(f'<c r="{t.alamat}" t="str"><v>A</v></c>')[SHEET])
    if acak.random() < 0.5:
        larik = f'<c r="{k}900"><f t="dataTable" ref="{t.alamat}:{k}900" dt2D="0" dtr="0" r1="A1"/><v>1</v></c>'
    larik = acak.choice((larik, larik.replace('t="array"', 't="&#97;rray"'), f"<!-- -->{larik}"))
    return {**t.bagian, SHEET: lembar.replace("</sheetData>", f'<row r="900">{larik}</row></sheetData>')}, (t.sel,)


def _background(t: Target, acak: Random) -> Named:
    """A picture behind the cells, or a small chart in one."""
    if acak.random() < 0.5:
        lembar = t.text(SHEET).replace("</worksheet>", '<picture r:id="rId1"/></worksheet>')
        rel = f'<Relationship Id="rId1" Type="{REL_NS}/image" Target="../media/image1.png"/>'
        rels = f'<Relationships xmlns="{PKG}/relationships">{rel}</Relationships>'
        gambar: Parts = {"xl/media/image1.png": b"\x89PNG\r\n\x1a\n", "xl/worksheets/_rels/sheet1.xml.rels": rels}
        return {**t.bagian, SHEET: lembar, **gambar}, (t.sel,)
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    mini = (
        f'<extLst><ext xmlns:x14="{x14}" uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}"><x14:sparklineGroups '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup type="column"><x14:'
        f"sparklines><x14:sparkline><xm:f>LKE!B4:B9</xm:f><xm:sqref>{t.alamat}</xm:sqref></x14:sparkline>"
        "</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>"
    )
    return {**t.bagian, SHEET: t.text(SHEET).replace("</worksheet>", mini)}, (t.sel,)


def _heading_apart(t: Target, acak: Random) -> Named:
    """A heading whose last word is far from what is seen of it."""
    kolom = t.alamat[0]
    sela = acak.choice(("\n\n\n\n\n", " " * 50))
    isi = f'<c r="{kolom}3" t="inlineStr"><is><t xml:space="preserve">Jawaban{sela}TPI</t></is></c>'
    bagian = t._replace(alamat=f"{kolom}3").cell(isi)
    return bagian, (f"LKE!{kolom}3",)


def _theme(t: Target, acak: Random) -> Named:
    """A theme whose dark colour is white, or whose text font is one of symbols."""
    putih = acak.random() < 0.5
    warna = "".join(
        f'<a:{n}><a:srgbClr val="{v}"/></a:{n}>'
        for n, v in (("dk1", "FFFFFF" if putih else "000000"), ("lt1", "FFFFFF"), ("dk2", "1F497D"), ("lt2", "EEECE1"))
    )
    warna += "".join(f'<a:accent{i}><a:srgbClr val="4F81BD"/></a:accent{i}>' for i in range(1, 7))
    warna += '<a:hlink><a:srgbClr val="0000FF"/></a:hlink><a:folHlink><a:srgbClr val="800080"/></a:folHlink>'
    nama_huruf = "Calibri" if putih else "Wingdings"
    huruf = "".join(
        f'<a:{n}><a:latin typeface="{nama_huruf}"/><a:ea typeface=""/><a:cs typeface=""/></a:{n}>'
        for n in ("majorFont", "minorFont")
    )
    rel = f'<Relationship Id="rId8" Type="{REL_NS}/theme" Target="theme/theme1.xml"/></Relationships>'
    gaya = t.text(STYLES).replace(
        '<name val="Calibri"/></font>', '<name val="Calibri"/><scheme val="minor"/></font>', 1
    )
    return {
        **t.bagian,
        STYLES: gaya,
        WORKBOOK_RELATIONS: t.text(WORKBOOK_RELATIONS).replace("</Relationships>", rel),
        "xl/theme/theme1.xml": f'<a:theme xmlns:a="{DML}" name="T"><a:themeElements><a:clrScheme name="T">{warna}'
        f'</a:clrScheme><a:fontScheme name="T">{huruf}</a:fontScheme></a:themeElements></a:theme>',
    }, ("LKE154",)


def _heading_format(t: Target, acak: Random) -> Named:
    """A heading that shows another assessor than the one read."""
    kolom = t.alamat[0]
    bagian = t._replace(alamat=f"{kolom}3").styled(
        '<xf numFmtId="200" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1"/>',
        numFmts='<numFmt numFmtId="200" formatCode=";;;&quot;Jawaban Kanwil&quot;"/>',
    )
    return bagian, (f"LKE!{kolom}3",)


def _label_format(t: Target, acak: Random) -> Named:
    """A row whose text shows another indicator than the one read."""
    bagian = t._replace(alamat=f"A{t.baris}").styled(
        '<xf numFmtId="200" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
        numFmts='<numFmt numFmtId="200" formatCode=";;;&quot;a. Indikator yang lain sama sekali&quot;"/>',
    )
    return bagian, (f"LKE!A{t.baris}",)


TRICKS: tuple[tuple[str, Trick], ...] = (
    ("v dan is", _value_and_inline),
    ("isi v ditandai", _markup_in_value),
    ("sel ruang nama asing", _foreign_cell),
    ("AlternateContent", _alternate_cell),
    ("sel dua kali", _cell_twice),
    ("sel di baris lain", _row_elsewhere),
    ("dua sheetData", _sheet_data_twice),
    ("nomor teks bersama", _string_number),
    ("urutan teks bersama", _strings_aside),
    ("teks fonetik", _phonetic),
    ("_x0041_", _escapes),
    ("jenis sel", _other_type),
    ("bagian umpan", _bait_book),
    ("rumus basi", _stale_formula),
    ("kolom tersembunyi", _hidden_column),
    ("baris tersembunyi", _hidden_row),
    ("baris bawaan tersembunyi", _zero_rows),
    ("salinan tersembunyi", _hidden_copy),
    ("lembar tersembunyi", _hidden_sheet),
    ("format teks", _text_format),
    ("format angka", _number_format),
    ("format angka dibulatkan", _rounded),
    ("format acak", _any_format),
    ("warna huruf", _white),
    ("huruf simbol, mini, dicoret", _font),
    ("format bersyarat", _conditional),
    ("sel gabungan", _merged),
    ("gambar di atas sel", _covered),
    ("gambar dari jauh", _covered_from_afar),
    ("gambar di atas tajuk", _covered_heading),
    ("ragam huruf", _runs),
    ("didorong keluar", _pushed),
    ("rata, menjorok", _aligned),
    ("latar berpola", _patterned),
    ("panel beku", _frozen),
    ("skala warna", _scale),
    ("gaya tabel", _table_style),
    ("rumus larik", _array),
    ("gambar latar, grafik mini", _background),
    ("tajuk terpisah", _heading_apart),
    ("tema", _theme),
    ("format tajuk", _heading_format),
    ("format teks indikator", _label_format),
    ("data kaya", _rich),
    *MORE,
    *FINE,
    *WIDE,
    *SPELLED,
    *DEEP,
)
