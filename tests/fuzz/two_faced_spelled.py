"""Workbooks with two faces by how their values are spelled: truths, numbers and colours that programs take otherwise.

What each spelling comes to in LibreOffice was tried: "on", "2" and "+1" hide a row there, "FFFFFFF" is white.
"""

from __future__ import annotations

import re
from random import Random

from tests.fuzz import small_lke
from tests.fuzz.basis import MAIN_NS, PKG, REL_NS
from tests.fuzz.mutations import SHEET, STYLES, WORKBOOK, Parts
from tests.fuzz.target import Named, Target, Trick
from tests.fuzz.two_faced_more import before, second_sheet, xf

_TRUE, _SALAH = ("on", "t", "2", "-1", "1x"), ("off", "f", "no", "0x")
#: A number in spellings that the standard has, and in those that it has not.
_SOUND, _ODD = ("+{}", " {}", "{} ", "0{}"), ("{}.0", "{}x", "{};")
_REFUSED = ("LKE104",)
#: White and black to LibreOffice, and to no other program.
_WHITE, _BLACK = ("FFFFFFF", "FFFFFF FF", " FFFFFFFF", "FFFFFFFG", "EFFFFFF"), ("0000000", "000", "00000G", "black")
#: Names in which a font of signs hides behind another that is missing, and further such fonts.
FONTS = (
    "Zzz;Wingdings", "Zzz,Wingdings", "Calibri;Webdings", "Zzz;OpenSymbol", "\u200bWingdings", "Wing\u00addings",
    "Bodoni Ornaments", "Noto Emoji", "Segoe UI Emoji", "AIGDT", "Maestro", "Musical Symbols", "Wingbats",
    "Noto Sans Symbols",
)  # fmt: skip


def _sheet(t: Target, lama: str, baru: str, bagian: Parts | None = None) -> Parts:
    lembar = str((bagian or t.bagian)[SHEET])
    assert lama in lembar
    return {**(bagian or t.bagian), SHEET: lembar.replace(lama, baru, 1)}


def _cols(t: Target, isi: str) -> Parts:
    return {**t.bagian, SHEET: re.sub(r"<cols>.*</cols>", f"<cols>{isi}</cols>", t.text(SHEET))}


def _font(t: Target, isi: str) -> Parts:
    return t.styled(xf(2), fonts=f'<font><sz val="11"/>{isi}<name val="Calibri"/></font>')


def _truths(t: Target, acak: Random) -> Named:
    """A truth in a spelling that one program takes for true or false, and another for nothing."""
    ya, tidak = acak.choice(_TRUE), acak.choice(_SALAH)
    k = "ABCDE".index(t.alamat[0]) + 1
    return acak.choice(
        (_sheet(t, f'<row r="{t.baris}"', f'<row r="{t.baris}" hidden="{ya}"'),
         _cols(t, f'<col min="{k}" max="{k}" width="9" hidden="{ya}"/>'),
         _sheet(t, 'defaultRowHeight="15"', f'defaultRowHeight="15" zeroHeight="{ya}"'),
         _font(t, f'<strike val="{ya}"/>'),
         _sheet(t, "<sheetView ", f'<sheetView showZeros="{tidak}" '),
         _sheet(t, "<sheetView ", f'<sheetView showFormulas="{ya}" '),
         second_sheet(t, acak, f'<workbookView activeTab="1" showSheetTabs="{tidak}"/>'))
    ), _REFUSED  # fmt: skip


def _numbered(t: Target, cara: str, f: str) -> tuple[Parts, str]:
    """The cell changed by the number *f* of something; the finding that a sound spelling of it has."""
    k = "ABCDE".index(t.alamat[0]) + 1
    putih = '<font><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font>'
    gelap = '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill>'
    kode = '<numFmt numFmtId="200" formatCode=";;;&quot;C&quot;"/>'
    rata = f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"><alignment textRotation="{f}"/></xf>'
    match cara:
        case "kolom":
            return _cols(t, f'<col min="{f.replace("7", str(k))}" max="{k}" width="9" hidden="1"/>'), "LKE151"
        case "huruf":
            return t.styled(xf(f.replace("7", "2")), fonts=putih), t.sel
        case "latar":
            return t.styled(xf(0).replace('fillId="0"', f'fillId="{f.replace("7", "3")}"'), fills=gelap), t.sel
        case "format":
            satu = xf(0).replace('numFmtId="0"', f'numFmtId="{f.replace("7", "200")}"')
            return t.styled(satu, numFmts=kode), t.sel
        case "nomor format":
            satu = xf(0).replace('numFmtId="0"', 'numFmtId="200"')
            return t.styled(satu, numFmts=kode.replace('"200"', f'"{f.replace("7", "200")}"')), t.sel
        case "tema":
            return _font(t, f'<color theme="{f.replace("7", "0")}"/>'), t.sel
        case "palet":
            return _font(t, f'<color indexed="{f.replace("7", "9")}"/>'), t.sel
        case "putar":
            return t.styled(rata.replace("7", "45")), t.sel
        case "huruf simbol":
            return _font(t, f'<charset val="{f.replace("7", "2")}"/>'), t.sel
    aturan = f'<cfRule type="expression" dxfId="{f.replace("7", "0")}" priority="1"><formula>TRUE</formula></cfRule>'
    bagian = before(t, "<pageMargins", f'<conditionalFormatting sqref="{t.alamat}">{aturan}</conditionalFormatting>')
    dxf = '</cellStyles><dxfs count="1"><dxf><font><color rgb="FFFFFFFF"/></font></dxf></dxfs>'
    return {**bagian, STYLES: t.text(STYLES).replace("</cellStyles>", dxf)}, t.sel


_NUMBERED = (
    "kolom", "huruf", "latar", "format", "nomor format", "tema", "palet", "putar", "huruf simbol", "aturan",
)  # fmt: skip


def _numbers(t: Target, acak: Random) -> Named:
    """A number of a column, a font, a ground, a format, a colour or a rule, spelled otherwise."""
    cara = acak.choice(_NUMBERED)
    if acak.random() < 0.5:
        bagian, disebut = _numbered(t, cara, acak.choice(_SOUND).format(7))
        return bagian, (disebut,)
    return _numbered(t, cara, acak.choice(_ODD).format(7))[0], _REFUSED


def _row_spelled(t: Target, acak: Random) -> Named:
    """A row hidden, low or folded by a value that is spelled by references or blanks."""
    cara = acak.choice(('hidden="&#49;"', 'hidden=" 1"', 'ht=" 1"', 'ht="&#48;"', 'hidden="true "'))
    return _sheet(t, f'<row r="{t.baris}"', f'<row r="{t.baris}" {cara}'), (f"LKE!E{t.baris}", "LKE152")


def _colours(t: Target, acak: Random) -> Named:
    """A colour of more, fewer or other signs than a colour has."""
    if acak.random() < 0.5:
        return _font(t, f'<color rgb="{acak.choice(_WHITE)}"/>'), (t.sel,)
    isian = f'<fill><patternFill patternType="solid"><fgColor rgb="{acak.choice(_BLACK)}"/></patternFill></fill>'
    return t.styled(xf(0, 3), fills=isian), (t.sel,)


def _font_names(t: Target, acak: Random) -> Named:
    """A font of signs by a list of names, with signs that nobody sees, or of a kind of its own."""
    return t.styled(xf(2), fonts=f'<font><sz val="11"/><name val="{acak.choice(FONTS)}"/></font>'), (t.sel,)


def _signs(t: Target, acak: Random) -> Named:
    """A number beside signs that turn its digits round, strike it out, or are taken for a part of it."""
    kode = acak.choice(
        ('"\u202e"0.00', '0.00"\u0336"', "\u202e0.00", '0"\u00bd"', '0.0"\u2030"', '"\u2212"0.0', '0.00"\u2160"',
         '"\u2488"0.0', '0.0"\uff05"', '"\u2013"0.00')
    )  # fmt: skip
    satu = xf(0).replace('numFmtId="0"', 'numFmtId="200"')
    kode = kode.replace('"', "&quot;")
    return t.styled(satu, numFmts=f'<numFmt numFmtId="200" formatCode="{kode}"/>'), (t.sel,)


def _brackets(t: Target, acak: Random) -> Named:
    """A text beside what stands in brackets, which is no condition, colour or language."""
    satu = xf(0).replace('numFmtId="0"', 'numFmtId="200"')
    kode = acak.choice(("[h]@", "[s]@", "[mm]@"))
    return t.styled(satu, numFmts=f'<numFmt numFmtId="200" formatCode="{kode}"/>'), (t.sel,)


def _other_rules(t: Target, acak: Random) -> Named:
    """A formula in a workbook that reckons with what is shown, or by the rules of an older program."""
    bagian = t.cell(f'<c r="{t.alamat}" t="str"><f>IF((1=1)=TRUE,"A","C")</f><v>A</v></c>')
    if acak.random() < 0.5:
        baru = f"</sheets><calcPr fullPrecision={chr(34)}{acak.choice(('0', 'false'))}{chr(34)}/>"
        return {**bagian, WORKBOOK: t.text(WORKBOOK).replace("</sheets>", baru)}, (t.sel,)
    return _sheet(t, "<sheetPr/>", '<sheetPr transitionEvaluation="1"/>', bagian), (t.sel,)


def _table_name(t: Target, acak: Random) -> Named:
    """A table that names the workbook's own style in letters of another size."""
    akhir = max(r for r, _ in small_lke.answer_rows())
    kolom = "".join(f'<tableColumn id="{i}" name="{j}"/>' for i, j in enumerate(small_lke.HEADINGS, 1))
    dxf = '<dxfs count="1"><dxf><font><color rgb="FFFFFFFF"/></font></dxf></dxfs><tableStyles count="1"><tableStyle '
    dxf += 'name="Gaya" pivot="0" count="1"><tableStyleElement type="wholeTable" dxfId="0"/></tableStyle></tableStyles>'
    rel = f'<Relationship Id="rId1" Type="{REL_NS}/table" Target="../tables/table1.xml"/>'
    nama = acak.choice(("gaya", "GAYA"))
    bagian = before(t, "</worksheet>", '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>')
    return {
        **bagian,
        STYLES: t.text(STYLES).replace("</cellStyles>", f"</cellStyles>{dxf}"),
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PKG}/relationships">{rel}</Relationships>',
        "xl/tables/table1.xml": f'<table xmlns="{MAIN_NS}" id="1" name="T" displayName="T" ref="A3:E{akhir}" '
        f'totalsRowShown="0"><tableColumns count="5">{kolom}</tableColumns><tableStyleInfo name="{nama}"/></table>',
    }, (t.sel,)


SPELLED: tuple[tuple[str, Trick], ...] = (
    ("nilai logika dieja lain", _truths),
    ("bilangan dieja lain", _numbers),
    ("baris dieja lain", _row_spelled),
    ("warna dieja lain", _colours),
    ("nama huruf dieja lain", _font_names),
    ("format angka bertanda", _signs),
    ("format berkurung", _brackets),
    ("hitungan lain", _other_rules),
    ("nama gaya tabel", _table_name),
)
