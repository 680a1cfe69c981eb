"""Further workbooks with two faces: formats that push, own palettes, truths, upright letters, parts named twice."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz import small_lke
from tests.fuzz.basis import MAIN_NS, REL_NS
from tests.fuzz.mutations import SHEET, STYLES, WORKBOOK, WORKBOOK_RELATIONS, Parts
from tests.fuzz.target import DML, Named, Target, Trick
from tests.fuzz.two_faced_more import VML, before, related, xf

_BERFORMAT = '<xf numFmtId="200" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'


def _format(t: Target, kode: str) -> Parts:
    kode = kode.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace("\n", "&#10;")
    return t.styled(_BERFORMAT, numFmts=f'<numFmt numFmtId="200" formatCode="{kode}"/>')


def _with_cell(t: Target, bagian: Parts, sel: str) -> Parts:
    """The parts with another cell in place of the one under attack."""
    pola = re.compile(rf'<c r="{t.alamat}"[^>]*>.*?</c>')
    return {**bagian, SHEET: pola.sub(lambda _: sel, str(bagian[SHEET]), count=1)}


def _blanks(t: Target, acak: Random) -> Named:
    """A format that pushes the text out of its cell by blanks, by letters as wide, or by lines."""
    kode = acak.choice(
        ("_W" * 14 + "@", "@" + "_W" * 14, '"' + " " * 40 + '"@', '"\n\n\n"@', "\\ " * 30 + "@",
         ";;;" + "_M" * 20 + "@", '@"' + "\u3000" * 12 + '"')
    )  # fmt: skip
    return _format(t, kode), (t.sel,)


def _number_blanks(t: Target, acak: Random) -> Named:
    """The same of a number."""
    kode = acak.choice(("_W" * 14 + "0.00", "0.00" + "_W" * 14, '"' + " " * 40 + '"0.00', "?" * 40 + "0.0"))
    return _format(t, kode), (t.sel,)


def _digits(t: Target, acak: Random) -> Named:
    """Digits of other scripts, by locale or by numbering."""
    kode = acak.choice(
        ("[$-2000000]0.00", "[$-3020429]0.0", "[$-D00041E]0.00", "[$-107041E]0.00", "[DBNum2]0.00",
         "[DBNum4][$-804]0.0", "[$-1E000404]0.00", "t0.00", "[NatNum12]0.00", "[$-39]General", "[$-2010000]@",
         "[$-130000]0.00")
    )  # fmt: skip
    return _format(t, kode), ()


def _own_palette(t: Target, acak: Random) -> Named:
    """A number format that names a colour by number, of which the workbook makes the ground's."""
    n = acak.choice((3, 10, 56))
    bagian = _format(t, f"[Color{n}]{acak.choice(('@', 'General'))}")
    palet = "".join(f'<rgbColor rgb="00{"FFFFFF" if i == n + 7 else "000000"}"/>' for i in range(64))
    gaya = str(bagian[STYLES]).replace(
        "</styleSheet>", f"<colors><indexedColors>{palet}</indexedColors></colors></styleSheet>"
    )
    return {**bagian, STYLES: gaya}, (t.sel,)


def _truth(t: Target, acak: Random) -> Named:
    """A truth in letters that can't be seen, or under a format of another word."""
    nilai, kata = acak.choice(
        (("1", '"Tidak"'), ("0", '"Ya";"Ya";"Ya"'), ("1", ";;;"), ("0", '"FALSE";"FALSE";"TRUE"'))
    )
    satu = f'<c r="{t.alamat}" s="6" t="b"><v>{nilai}</v></c>'
    if acak.random() < 0.5:
        font = acak.choice(('<color rgb="FFFFFFFF"/>', '<name val="Wingdings"/>', '<sz val="1"/>', "<strike/>"))
        return _with_cell(t, t.styled(xf(2), fonts=f"<font>{font}</font>"), satu), (t.sel,)
    return _with_cell(t, _format(t, kata), satu), (t.sel,)


def _upright(t: Target, acak: Random) -> Named:
    """Letters that stand upright, or one below the other, in a row that is too low for them."""
    putar = acak.choice((90, 180, 255))
    rata = f'<alignment textRotation="{putar}"/></xf>'
    bagian = t.styled(f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0">{rata}')
    bagian = _with_cell(t, bagian, f'<c r="{t.alamat}" s="6" t="inlineStr"><is><t>Tidak</t></is></c>')
    tinggi = acak.choice(("13", "15"))
    lembar = str(bagian[SHEET]).replace(f'<row r="{t.baris}"', f'<row r="{t.baris}" ht="{tinggi}" customHeight="1"')
    return {**bagian, SHEET: lembar}, (t.sel,)


def _wide_letter(t: Target, acak: Random) -> Named:
    """A letter wider than its column."""
    bagian = t.styled(xf(2), fonts=f'<font><sz val="{acak.choice((40, 60, 80))}"/><name val="Calibri"/></font>')
    lembar = str(bagian[SHEET]).replace('<col min="2" max="5" width="14"', '<col min="2" max="5" width="1.5"')
    return {**bagian, SHEET: lembar}, (t.sel,)


def _usual_row(t: Target, acak: Random) -> Named:
    """Letters higher than the height that all rows have."""
    ukuran, tinggi = acak.choice(((18, 7), (40, 12), (72, 15)))
    bagian = t.styled(xf(2), fonts=f'<font><sz val="{ukuran}"/><name val="Calibri"/></font>')
    baru = f'<sheetFormatPr defaultRowHeight="{tinggi}" customHeight="1"/>'
    return {**bagian, SHEET: str(bagian[SHEET]).replace('<sheetFormatPr defaultRowHeight="15"/>', baru)}, (t.sel,)


def _styles_twice(t: Target, acak: Random) -> Named:
    """Two parts of styles, or two themes, of which programs take one."""
    rel = '<Relationship Id="rId{}" Type="{}/{}" Target="{}"/></Relationships>'
    if acak.random() < 0.5:
        lain = t.text(STYLES).replace('<color theme="1"/>', '<color rgb="FFFFFFFF"/>')
        dua = {STYLES: lain, "xl/styles2.xml": t.bagian[STYLES]} if acak.random() < 0.5 else {"xl/styles2.xml": lain}
        rels = t.text(WORKBOOK_RELATIONS).replace("</Relationships>", rel.format(7, REL_NS, "styles", "styles2.xml"))
        return {**t.bagian, **dua, WORKBOOK_RELATIONS: rels}, ("LKE104",)
    tema = '<a:theme xmlns:a="{}" name="T"><a:themeElements><a:clrScheme name="T"><a:dk1><a:srgbClr val="{}"/></a:dk1>'
    tema += "</a:clrScheme></a:themeElements></a:theme>"
    rels = t.text(WORKBOOK_RELATIONS).replace("</Relationships>", rel.format(7, REL_NS, "theme", "theme/theme1.xml"))
    rels = rels.replace("</Relationships>", rel.format(8, REL_NS, "theme", "theme/theme2.xml"))
    warna = ["000000", "FFFFFF"]
    acak.shuffle(warna)
    dua = {f"xl/theme/theme{i}.xml": tema.format(DML, w) for i, w in enumerate(warna, 1)}
    return {**t.bagian, **dua, WORKBOOK_RELATIONS: rels}, ("LKE104",)


def _outside_styles(t: Target, acak: Random) -> Named:
    """Styles said to lie outside the package."""
    rels = t.text(WORKBOOK_RELATIONS).replace(
        'Target="styles.xml"', 'Target="https://contoh.go.id/styles.xml" TargetMode="External"'
    )
    return {**t.bagian, WORKBOOK_RELATIONS: rels}, ("LKE104",)


def _percent_formula(t: Target, acak: Random) -> Named:
    """A percentage or an index as a formula whose saved result is another, without the counts it could be made of."""
    rumus = acak.choice(("0.2", "IFERROR(1/5,0)", "ROUND(0.2,2)", "Nilai", "E3+1", "B4/100"))
    bagian = t.cell(f'<c r="{t.alamat}" s="3"><f>{rumus}</f><v>0.95</v></c>')
    nama = '</sheets><definedNames><definedName name="Nilai">0.2</definedName></definedNames>'
    semua = small_lke.rows()
    aturan = semua[t.baris - small_lke.FIRST_ROW].aturan
    ada = {b.kode for b in semua}
    dihitung = aturan is not None and ada.issuperset(aturan.operan)
    return {**bagian, WORKBOOK: t.text(WORKBOOK).replace("</sheets>", nama)}, () if dihitung else (t.sel,)


def _circular(t: Target, acak: Random) -> Named:
    """A formula of itself, worked out over and over; or reckoned with what is shown; or only when asked."""
    sifat = acak.choice(('iterate="1" iterateCount="1"', 'fullPrecision="0"', 'calcMode="manual"', 'refMode="R1C1"'))
    rumus, hasil = (t.alamat, "A") if "iterate" in sifat else ('IF(1=1,"C","A")', "A")
    bagian = t.cell(f'<c r="{t.alamat}" t="str"><f>{rumus}</f><v>{hasil}</v></c>')
    return {**bagian, WORKBOOK: t.text(WORKBOOK).replace("</sheets>", f"</sheets><calcPr {sifat}/>")}, (t.sel,)


def _spilled(t: Target, acak: Random) -> Named:
    """A dynamic array whose formula reaches over the cell."""
    k, r = t.alamat[0], t.baris
    larik = f'<c r="{k}2" t="str" cm="1"><f t="array" ref="{k}2:{k}{r}">{{"Z"}}</f><v>Z</v></c>'
    lembar = t.text(SHEET)
    lembar = re.sub(r'(<row r="2"[^>]*>)(.*?)</row>', lambda m: f"{m[1]}{m[2]}{larik}</row>", lembar, count=1)
    return {**t.bagian, SHEET: lembar}, (t.sel,)


def _quiet(t: Target, acak: Random) -> Named:
    """What changes nothing that is seen: protection, choices, prompts, right to left, phonetic set-up, ink and tabs."""
    isi = acak.choice(
        ('<sheetProtection sheet="1" objects="1"/>',
         f'<dataValidations count="1"><dataValidation type="list" sqref="{t.alamat}" showInputMessage="1" '
         'promptTitle="A" prompt="C"><formula1>"A,B,C"</formula1></dataValidation></dataValidations>',
         '<phoneticPr fontId="0" type="noConversion"/>', '<printOptions headings="1"/>',
         f'<ignoredErrors><ignoredError sqref="{t.alamat}" numberStoredAsText="1"/></ignoredErrors>')
    )  # fmt: skip
    tempat = "<mergeCells" if isi.startswith("<sheetProt") else "<pageMargins"
    bagian = before(t, tempat, isi)
    if acak.random() < 0.3:
        bagian = {**bagian, SHEET: str(bagian[SHEET]).replace("<sheetView ", '<sheetView rightToLeft="1" ', 1)}
    return bagian, ()


def _form_control(t: Target, acak: Random) -> Named:
    """A form control of the old kind over the cell."""
    k, r = "ABCDE".index(t.alamat[0]), t.baris - 1
    jangkar = f"<x:Anchor>{k}, 0, {r}, 0, {k + 1}, 0, {r + 1}, 0</x:Anchor>"
    jenis = acak.choice(("Checkbox", "Drop", "List", "Spin", "Button", "Label", "GBox", "Pict", "Edit", "Scroll"))
    bentuk = f'<v:shape id="s1" type="#t" style="position:absolute"><x:ClientData ObjectType="{jenis}">{jangkar}'
    bentuk += "</x:ClientData></v:shape>"
    bagian = before(t, "</worksheet>", '<legacyDrawing r:id="rId1"/>')
    return related(bagian, "vmlDrawing", "drawings/v1.vml", VML.format(bentuk)), (t.sel,)


def _pivot(t: Target, acak: Random) -> Named:
    """A pivot table over the cell."""
    akhir = max(r for r, _ in small_lke.answer_rows())
    isi = f'<pivotTableDefinition xmlns="{MAIN_NS}" name="P" cacheId="1"><location ref="A3:E{akhir}"/>'
    isi += "</pivotTableDefinition>"
    return related(t.bagian, "pivotTable", "pivotTables/pivotTable1.xml", isi), (t.sel,)


def _label(t: Target, acak: Random) -> Named:
    """A row's text, or the heading of an assessor, that is shown otherwise."""
    alamat = acak.choice((f"A{t.baris}", f"{t.alamat[0]}3"))
    lain = t._replace(alamat=alamat, baris=int(alamat[1:]))
    huruf = '<font><sz val="{}"/><color rgb="FF{}"/><name val="{}"/>{}</font>'
    cara = acak.choice(
        (("11", "FFFFFF", "Calibri", ""), ("1", "000000", "Calibri", ""), ("11", "000000", "Wingdings", ""),
         ("11", "000000", "Calibri", "<strike/>"))
    )  # fmt: skip
    return lain.styled(xf(2), fonts=huruf.format(*cara)), (f"LKE!{alamat}",)


def _heading_hidden(t: Target, acak: Random) -> Named:
    """The row of headings hidden, and another above it, which is seen, with the assessors the other way round."""
    cara = acak.choice(('hidden="1"', 'ht="1" customHeight="1"', 'ht="0" customHeight="1"'))
    lain = "".join(
        f'<c r="{k}2" t="inlineStr"><is><t>{isi}</t></is></c>'
        for k, isi in zip("DE", ("Jawaban TPI", "Jawaban Unit"), strict=True)
    )
    lembar = re.sub(r'(<row r="2"[^>]*>.*?)</row>', lambda m: f"{m[1]}{lain}</row>", t.text(SHEET), count=1)
    lembar = lembar.replace('<row r="3"', f'<row r="3" {cara}')
    return {**t.bagian, SHEET: lembar}, ("LKE!D3",)


def _widths_twice(t: Target, acak: Random) -> Named:
    """A column that is told twice, once wide and once too narrow for its content."""
    bagian = t.styled(xf(2), fonts='<font><sz val="60"/><name val="Calibri"/></font>')
    dua = ['<col min="2" max="5" width="40"/>', '<col min="2" max="5" width="1.5"/>']
    acak.shuffle(dua)
    kolom = f'<cols><col min="1" max="1" width="60"/>{"".join(dua)}</cols>'
    return {**bagian, SHEET: re.sub(r"<cols>.*</cols>", kolom, str(bagian[SHEET]))}, (t.sel,)


WIDE: tuple[tuple[str, Trick], ...] = (
    ("format berspasi", _blanks),
    ("format angka berspasi", _number_blanks),
    ("format angka aksara", _digits),
    ("palet sendiri di format", _own_palette),
    ("nilai logika", _truth),
    ("huruf tegak", _upright),
    ("huruf lebar", _wide_letter),
    ("tinggi bawaan", _usual_row),
    ("gaya dua bagian", _styles_twice),
    ("gaya di luar", _outside_styles),
    ("format angka: rumus persen", _percent_formula),
    ("rumus melingkar", _circular),
    ("larik meluas", _spilled),
    ("yang diam", _quiet),
    ("kendali lama", _form_control),
    ("tabel pivot", _pivot),
    ("label dan tajuk", _label),
    ("baris tajuk tersembunyi", _heading_hidden),
    ("lebar dua kali", _widths_twice),
)
