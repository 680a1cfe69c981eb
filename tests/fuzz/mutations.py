"""Changes to the structure of a sound workbook: of its XML, its cells, its relations, its container."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from tests.fuzz import small_lke
from tests.fuzz.basis import MAIN_NS, PKG, REL_NS, zip64, zip_named, zip_of

Parts = dict[str, bytes | str]

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
WORKBOOK = "xl/workbook.xml"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
PACKAGE_RELATIONS = "_rels/.rels"
TYPES = "[Content_Types].xml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

_CELL = re.compile(r"<c [^>]*?(?:/>|>.*?</c>)")
_ROW = re.compile(r"<row [^>]*>.*?</row>")
_VALUE = re.compile(r"<v>([^<]*)</v>")
_ATRIBUT = re.compile(r' ([\w:]+)="([^"]*)"')
_ELEMENT = re.compile(r"<[A-Za-z][^>]*>")


class Mutation(NamedTuple):
    """One changed workbook: the class of the change, and the file."""

    jenis: str
    data: bytes


def mutations(benih: int, jumlah: int) -> Iterator[Mutation]:
    """*jumlah* workbooks, the same ones for the same seed: every class in turn, each time at another place."""
    acak = Random(benih)
    for i in range(jumlah):
        jenis, ubah = _ALL[i % len(_ALL)]
        try:
            hasil = ubah(small_lke.parts(inline=acak.random() < 0.25), acak)
        except IndexError:
            # Nothing of the kind in a workbook whose texts stand in the cells.
            hasil = ubah(small_lke.parts(), acak)
        yield Mutation(jenis, hasil if isinstance(hasil, bytes) else zip_of(hasil))


def _text(bagian: Parts, nama: str) -> str:
    isi = bagian[nama]
    assert isinstance(isi, str)
    return isi


def _swap(teks: str, m: re.Match[str], baru: str) -> str:
    return teks[: m.start()] + baru + teks[m.end() :]


def _pick(pola: re.Pattern[str], teks: str, acak: Random) -> re.Match[str]:
    return acak.choice([*pola.finditer(teks)])


def _answer(lembar: str, acak: Random) -> re.Match[str]:
    """A cell of an answer column below the headings."""
    pola = re.compile(r'<c r="[DE](?:[4-9]|[1-9][0-9])"[^>]*>.*?</c>')
    return _pick(pola, lembar, acak)


def _any_part(bagian: Parts, acak: Random) -> str:
    return acak.choice([SHEET, SHEET, SHEET, TEXTS, STYLES, WORKBOOK, WORKBOOK_RELATIONS, PACKAGE_RELATIONS, TYPES])


# --- any part: its XML ---------------------------------------------------------------------------


def _drop_tag(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    return {**bagian, nama: _swap(isi, _pick(re.compile(r"<[^>]+>"), isi, acak), "")}


def _drop_element(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    pola = re.compile(r"<(\w+)[^>]*/>|<(c|row|si|xf|t|v|is|cols|font|fill)\b[^>]*>.*?</\2>")
    return {**bagian, nama: _swap(isi, _pick(pola, isi, acak), "")} if pola.search(isi) else bagian


def _double_element(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    pola = re.compile(r"<(\w+)[^>]*/>|<(c|row|si|xf|t|v|is|cols|font|fill|cellXfs|sheets)\b[^>]*>.*?</\2>")
    if not pola.search(isi):
        return bagian
    m = _pick(pola, isi, acak)
    return {**bagian, nama: _swap(isi, m, m[0] * 2)}


def _drop_attribute(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    return {**bagian, nama: _swap(isi, _pick(_ATRIBUT, isi, acak), "")}


def _change_attribute(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    m = _pick(_ATRIBUT, isi, acak)
    lain = ("0", "1", "2", "-1", "99999", "", "x", m[2] + " ", " " + m[2], m[2].upper(), m[2].lower(), m[2][:-1])
    return {**bagian, nama: _swap(isi, m, f' {m[1]}="{acak.choice(lain)}"')}


def _rename_attribute(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    m = _pick(_ATRIBUT, isi, acak)
    return {**bagian, nama: _swap(isi, m, f' {acak.choice((m[1].upper(), m[1] + "x", "x:" + m[1]))}="{m[2]}"')}


def _rename_element(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    unsur = acak.choice(sorted(set(re.findall(r"<([A-Za-z]+)", isi))))
    baru = acak.choice((unsur.upper(), unsur + "x"))
    if acak.random() < 0.5:
        return {**bagian, nama: re.sub(rf"(</?){unsur}\b", rf"\g<1>{baru}", isi)}
    m = _pick(re.compile(rf"<({unsur})\b([^>]*?)(/>|>(.*?)</{unsur}>)"), isi, acak)
    return {**bagian, nama: _swap(isi, m, m[0].replace(f"<{unsur}", f"<{baru}").replace(f"</{unsur}>", f"</{baru}>"))}


def _prefix(bagian: Parts, acak: Random) -> Parts:
    """The whole part under a prefix, as some programs write it."""
    nama = acak.choice([SHEET, TEXTS, STYLES, WORKBOOK, WORKBOOK_RELATIONS, PACKAGE_RELATIONS, TYPES])
    isi = re.sub(r"<(/?)([A-Za-z])", r"<\1p:\2", _text(bagian, nama)).replace("xmlns=", "xmlns:p=", 1)
    return {**bagian, nama: isi}


def _strict(bagian: Parts, acak: Random) -> Parts:
    """The namespaces of the strict form of the standard, in one part or in all."""
    pilih = {SHEET, TEXTS, STYLES, WORKBOOK} if acak.random() < 0.5 else {acak.choice([SHEET, TEXTS, STYLES, WORKBOOK])}
    ketat = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    return {
        n: i.replace(MAIN_NS, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(REL_NS, ketat)
        if n in pilih and isinstance(i, str)
        else i
        for n, i in bagian.items()
    }


def _comment(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    m = _pick(_ELEMENT, isi, acak)
    sisip = acak.choice(("<!-- x -->", "<?x y?>", "<!--<c><v>1</v></c>-->", "\n  ", "<!---->"))
    p = acak.choice((m.start(), m.end()))
    return {**bagian, nama: isi[:p] + sisip + isi[p:]}


def _commented_out(bagian: Parts, acak: Random) -> Parts:
    lembar = _text(bagian, SHEET)
    m = _answer(lembar, acak)
    return {**bagian, SHEET: _swap(lembar, m, f"<!--{m[0]}-->")}


def _whitespace(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    cara = acak.randrange(4)
    if cara == 0:
        return {**bagian, nama: isi.replace("><", ">\n  <")}
    if cara == 1:
        return {**bagian, nama: re.sub(r'="([^"]*)"', r"='\1'", isi)}
    if cara == 2:
        return {**bagian, nama: re.sub(r' ([\w:]+)="', r'\n\1 = "', isi)}
    return {**bagian, nama: isi.replace("/>", " />").replace("</v>", "</v >")}


def _reference(bagian: Parts, acak: Random) -> Parts:
    """A character of a text or an attribute as a reference."""
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    m = _pick(re.compile(r'(?<=>)[^<>&]+(?=<)|(?<==")[^"&]+(?=")'), isi, acak)
    i = acak.randrange(len(m[0]))
    rujukan = acak.choice((f"&#{ord(m[0][i])};", f"&#x{ord(m[0][i]):X};"))
    return {**bagian, nama: _swap(isi, m, m[0][:i] + rujukan + m[0][i + 1 :])}


def _cdata(bagian: Parts, acak: Random) -> Parts:
    nama = acak.choice([SHEET, SHEET, TEXTS])
    isi = _text(bagian, nama)
    pola = re.compile(r"(?<=<v>)[^<]+|(?<=<t>)[^<&]+")
    if not pola.search(isi):
        return bagian
    m = _pick(pola, isi, acak)
    i = acak.randrange(len(m[0]) + 1)
    return {**bagian, nama: _swap(isi, m, f"{m[0][:i]}<![CDATA[{m[0][i:]}]]>")}


def _alternate(bagian: Parts, acak: Random) -> Parts:
    """mc:AlternateContent around an element, or with another copy of it as the fallback."""
    nama = acak.choice([SHEET, SHEET, TEXTS, WORKBOOK, STYLES])
    isi = _text(bagian, nama)
    pola = re.compile(r"<(c|row|si|sheet|xf|sheetPr|v|t|f|is|cols|sheetData)\b[^>]*(?:/>|>.*?</\1>)")
    m = _pick(pola, isi, acak)
    lain = acak.choice(("", m[0], m[0].replace("<v>", "<v>1"), m[0].replace(">", " x='1'>", 1)))
    syarat = acak.choice(("x", "x14ac", "r", "zz"))
    sisip = (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:x14ac="urn:x" xmlns:x="urn:y" xmlns:zz="urn:z" '
        f'Requires="{syarat}">{m[0]}</mc:Choice><mc:Fallback>{lain}</mc:Fallback></mc:AlternateContent>'
    )
    return {**bagian, nama: _swap(isi, m, sisip)}


def _foreign(bagian: Parts, acak: Random) -> Parts:
    """An element of another namespace beside or around, ignorable or not."""
    nama = acak.choice([SHEET, SHEET, TEXTS, WORKBOOK, WORKBOOK_RELATIONS, STYLES])
    isi = _text(bagian, nama)
    m = _pick(re.compile(r"<(c|row|si|sheet|Relationship|xf|v|t)\b[^>]*(?:/>|>.*?</\1>)"), isi, acak)
    asing = re.sub(r"<(/?)([A-Za-z])", r"<\1zz:\2", m[0])
    isi = _swap(isi, m, acak.choice((asing + m[0], m[0] + asing, asing, f"<zz:a>{m[0]}</zz:a>")))
    abaikan = acak.choice(("", f' xmlns:mc="{MC}" mc:Ignorable="zz"', f' xmlns:mc="{MC}" mc:ProcessContent="zz:a"'))
    akar = re.search(r"<(worksheet|sst|workbook|Relationships|styleSheet)\b", isi)
    assert akar is not None
    return {**bagian, nama: f'{isi[: akar.end()]} xmlns:zz="urn:asing"{abaikan}{isi[akar.end() :]}'}


def _encoding(bagian: Parts, acak: Random) -> Parts:
    nama = acak.choice([SHEET, TEXTS, WORKBOOK, WORKBOOK_RELATIONS, PACKAGE_RELATIONS, STYLES, TYPES])
    isi = _text(bagian, nama)
    kode = acak.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "latin-1", "utf-7", "cp1252", "utf-8-sig", "ascii", "utf-32")
    )
    tulis = acak.choice((kode, "UTF-8", "UTF-16", "windows-1252", "ISO-8859-1"))
    kepala = acak.choice(("UTF-8", tulis))
    return {**bagian, nama: isi.replace('encoding="UTF-8"', f'encoding="{kepala}"').encode(kode, "replace")}


def _doctype(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    dtd = acak.choice(("<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY q "A">]>', '<!DOCTYPE a SYSTEM "x.dtd">'))
    return {**bagian, nama: isi.replace("?>", f"?>{dtd}", 1)}


def _cut(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    isi = _text(bagian, nama)
    return {**bagian, nama: isi[: acak.randrange(len(isi) // 2, len(isi))]}


def _tail(bagian: Parts, acak: Random) -> Parts:
    nama = _any_part(bagian, acak)
    return {**bagian, nama: _text(bagian, nama) + acak.choice(("\n\n", "<!-- x -->", "<a/>", "x", "\0", "<?a b?>"))}


# --- cells and rows ------------------------------------------------------------------------------


def _cell(ubah: Callable[[str, Random], str]) -> Callable[[Parts, Random], Parts]:
    def apply(bagian: Parts, acak: Random) -> Parts:
        lembar = _text(bagian, SHEET)
        m = _answer(lembar, acak)
        return {**bagian, SHEET: _swap(lembar, m, ubah(m[0], acak))}

    return apply


def _cell_address(sel: str, acak: Random) -> str:
    alamat = re.search(r'r="([A-Z]+)(\d+)"', sel)
    assert alamat is not None
    kolom, baris = alamat[1], int(alamat[2])
    lain = (
        f'r="{kolom.lower()}{baris}"', f'r="{kolom}{baris + 1}"', f'r="{kolom}{baris - 1}"', f'r="C{baris}"', "",
        f'r="${kolom}${baris}"', f'r="{kolom}0{baris}"', f'r="F{baris}"', f'r="A{baris}"', f'r="{baris}"', 'r=""',
        f'r="{kolom}{baris}:{kolom}{baris}"', f'r="R{baris}C5"', f'r=" {kolom}{baris}"',
    )  # fmt: skip
    return sel.replace(alamat[0], acak.choice(lain))


def _cell_type(sel: str, acak: Random) -> str:
    tipe = acak.choice(("s", "str", "inlineStr", "b", "e", "n", "d", "", "x", "S", "N"))
    polos = re.sub(r' t="[^"]*"', "", sel)
    return re.sub(r'(<c r="[^"]*")', rf'\1 t="{tipe}"', polos)


def _cell_value(sel: str, acak: Random) -> str:
    isi = acak.choice(
        ("0", "1", "2", "-1", "5", "1e0", "0x1", "1,5", "1.", ".5", "+3", " 2 ", "", "A", "Ya", "1e308", "1E+2", "nan",
         "#N/A", "TRUE", "true", "2026-01-01", "1 2", "0001", "1e", "&lt;", "3.0000000000000001", "1d2", "٣")
    )  # fmt: skip
    return re.sub(r"<v>[^<]*</v>|<is>.*?</is>", f"<v>{isi}</v>", sel)


def _cell_children(sel: str, acak: Random) -> str:
    tambah = acak.choice(
        ("<v>1</v>", "<v/>", "<f>1+1</f>", "<f/>", "<is><t>A</t></is>", "<is/>", "<extLst/>", "<v><v>1</v></v>", "x",
         "<f>\"B\"</f>", "<is><r><t>A</t></r></is>", "<t>A</t>", "<c><v>1</v></c>", "<row/>")
    )  # fmt: skip
    return sel.replace("</c>", tambah + "</c>") if acak.random() < 0.5 else re.sub(r"(<c [^>]*>)", rf"\1{tambah}", sel)


def _cell_attributes(sel: str, acak: Random) -> str:
    tambah = acak.choice((' vm="1"', ' cm="1"', ' ph="1"', ' s="2"', ' t="s"', ' x="1"', ' xml:space="preserve"'))
    return sel.replace("<c ", f"<c{tambah} ")


def _cell_formula(sel: str, acak: Random) -> str:
    rumus = acak.choice(('"A"', '"C"', "1+1", "D8", "A1", 'IF(1,"Ya","Tidak")', "SUM(1,2)", "E8&amp;&quot;&quot;", ""))
    atribut = acak.choice(("", ' t="shared" si="0"', ' t="array" ref="E8"', ' ca="1"', ' t="normal"'))
    nilai = acak.choice(("<v>A</v>", "<v>1</v>", "<v></v>", "", "<v>Ya</v>", "<v/>"))
    kepala = re.match(r'<c r="[^"]*"', sel)
    assert kepala is not None
    tipe = acak.choice((' t="str"', "", ' t="n"', ' t="e"', ' t="b"'))
    return f"{kepala[0]}{tipe}><f{atribut}>{rumus}</f>{nilai}</c>"


def _cell_text(sel: str, acak: Random) -> str:
    """An inline text in one of its forms."""
    isi = acak.choice(
        ("<t>A</t>", "<r><t>A</t></r>", "<r><t>Y</t></r><r><t>a</t></r>", "<t>C</t><rPh sb='0' eb='1'><t>A</t></rPh>",
         "<t xml:space='preserve'> A </t>", "<t> A </t>", "<t>_x0041_</t>", "<t>A_x000D_</t>", "<t/>", "",
         "<r><rPr><vanish/></rPr><t>A</t></r><r><t>C</t></r>", "<t>A</t><r><t>C</t></r>", "<t>A</t><t>C</t>",
         "<r><t>A</t><t>C</t></r>", "<t>A<b/>C</t>", "<t>&#65;</t>", "<r><rPh sb='0' eb='1'><t>A</t></rPh><t>C</t></r>",
         "<t>A&#10;</t>", "<t>\u200bA</t>", "<t>A\u00a0</t>", "<t>_x005F_x0041_</t>")
    )  # fmt: skip
    kepala = re.match(r'<c r="[^"]*"', sel)
    assert kepala is not None
    return f'{kepala[0]} t="inlineStr"><is>{isi}</is></c>'


def _cell_double(sel: str, acak: Random) -> str:
    lain = acak.choice(
        (sel, re.sub(r"<v>(\d+)", r"<v>1\1", sel), re.sub(r"<v>[^<]*", "<v>0", sel), re.sub(r">.*", "/>", sel))
    )
    return sel + lain if acak.random() < 0.5 else lain + sel


def _rows(bagian: Parts, acak: Random) -> Parts:
    lembar = _text(bagian, SHEET)
    baris = _ROW.findall(lembar)
    a, b = sorted(acak.sample(range(len(baris)), 2))
    cara = acak.randrange(8)
    if cara == 0:
        baris[a], baris[b] = baris[b], baris[a]
    elif cara == 1:
        baris.insert(b, baris[a])
    elif cara == 2:
        baris[a] = re.sub(r'<row r="\d+"', "<row", baris[a])
    elif cara == 3:
        baris[a] = re.sub(r'<row r="\d+"', f'<row r="{b + 1}"', baris[a])
    elif cara == 4:
        baris = [re.sub(r'<row r="\d+"', "<row", x) for x in baris]
    elif cara == 5:
        baris = [re.sub(r'<c r="[^"]*"', "<c", x) for x in baris]
    elif cara == 6:
        baris[a] = re.sub(
            r'<row r="\d+"', f'<row r="{acak.choice(("0", "-1", "x", "", "1048577", "1e1", " 5", "05"))}"', baris[a]
        )
    else:
        baris[a] = "".join(reversed(re.split(r"(?<=</c>)(?=<c)", baris[a][baris[a].index(">") + 1 : -6])))
        baris[a] = f'<row r="{a + 1}">{baris[a]}</row>'
    awal, akhir = lembar.index("<sheetData>") + 11, lembar.index("</sheetData>")
    return {**bagian, SHEET: lembar[:awal] + "".join(baris) + lembar[akhir:]}


def _sheet_data(bagian: Parts, acak: Random) -> Parts:
    lembar = _text(bagian, SHEET)
    m = re.search(r"<sheetData>.*</sheetData>", lembar)
    assert m is not None
    lain = m[0].replace("<v>", "<v>1") if acak.random() < 0.5 else "<sheetData/>"
    isi = acak.choice(
        (m[0] + lain, lain + m[0], f"<a>{m[0]}</a>", f"<sheetViews>{lain}</sheetViews>{m[0]}",
         f'<extLst><ext uri="x">{lain}</ext></extLst>{m[0]}', m[0].replace("<sheetData>", '<sheetData x="1">'))
    )  # fmt: skip
    return {**bagian, SHEET: _swap(lembar, m, isi)}


def _sheet_tail(bagian: Parts, acak: Random) -> Parts:
    """What may stand after the cells; none of it changes a value."""
    isi = acak.choice(
        ('<autoFilter ref="A3:E9"/>', '<dataValidations count="1"><dataValidation type="list" sqref="E8">'
         '<formula1>"Ya,Tidak"</formula1></dataValidation></dataValidations>', '<sheetProtection sheet="1"/>',
         '<conditionalFormatting sqref="E8"><cfRule type="expression" priority="1"><formula>1</formula></cfRule>'
         "</conditionalFormatting>", '<hyperlinks><hyperlink ref="E8" location="A1"/></hyperlinks>',
         '<phoneticPr fontId="1"/>', '<mergeCells><mergeCell ref="D8:E9"/></mergeCells>', '<legacyDrawing r:id="x"/>',
         '<scenarios><scenario name="a"><inputCells r="E8" val="Ya"/></scenario></scenarios>', "<dataConsolidate/>",
         '<ignoredErrors><ignoredError sqref="E8" numberStoredAsText="1"/></ignoredErrors>', "<customSheetViews/>")
    )  # fmt: skip
    return {**bagian, SHEET: _text(bagian, SHEET).replace("<mergeCells", f"{isi}<mergeCells", 1)}


def _strings(bagian: Parts, acak: Random) -> Parts:
    teks = _text(bagian, TEXTS)
    if "<si>" not in teks:
        return bagian
    pola = re.compile(r"<si><t>([^<]*)</t></si>")
    m = _pick(pola, teks, acak)
    isi = m[1]
    baru = acak.choice(
        (f"<si><r><t>{isi[:1]}</t></r><r><t>{isi[1:]}</t></r></si>", f"<si><t>{isi}</t><r><t>A</t></r></si>",
         f"<si><r><t>A</t></r><t>{isi}</t></si>", "<si/>", "<si></si>", f"<si><t>{isi}</t><t>A</t></si>",
         f"<si><t>{isi}</t><rPh sb='0' eb='1'><t>A</t></rPh><phoneticPr fontId='0'/></si>", f"<si>{isi}</si>",
         f"<si><rPh sb='0' eb='1'><t>A</t></rPh><t>{isi}</t></si>", f"<a><si><t>{isi}</t></si></a>", f"{m[0]}<si/>",
         f"<si><t>{isi}</t></si><!-- <si><t>A</t></si> -->", f"<si><t xml:space='preserve'> {isi} </t></si>", m[0] * 2,
         f"<si><t>_x0041_{isi}</t></si>", f"<si><t>{isi}_x000a_</t></si>", f"<si><si>{m[0]}</si></si>", "",
         f"<si><r><rPr><strike/></rPr><t>{isi}</t></r></si>", f"<si><a><t>{isi}</t></a></si>")
    )  # fmt: skip
    return {**bagian, TEXTS: _swap(teks, m, baru)}


def _counts(bagian: Parts, acak: Random) -> Parts:
    nama = acak.choice([TEXTS, STYLES])
    jumlah = acak.choice(("0", "1", "-1", "99999", "10000000000", "x", ""))
    return {**bagian, nama: re.sub(r'\b((?:uniqueC|c)ount)="\d+"', rf'\1="{jumlah}"', _text(bagian, nama))}


# --- styles --------------------------------------------------------------------------------------


def _styles(bagian: Parts, acak: Random) -> Parts:
    gaya = _text(bagian, STYLES)
    kode = acak.choice(
        (";;;", "0", "#", "@", "yyyy-mm-dd", '0"x"', "[Red]0.00", "0.0%", "# ?/?", "0.0E+0", "General", "hh:mm", "0,",
         ";;;@", '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "[$-421]dd mmmm yyyy", "[&lt;1]0%;0")
    )  # fmt: skip
    cara = acak.randrange(5)
    if cara == 0:
        gaya = gaya.replace('formatCode="0.00"', f'formatCode="{kode.replace(chr(34), "&quot;")}"')
    elif cara == 1:
        m = _pick(re.compile(r'numFmtId="\d+"'), gaya, acak)
        gaya = _swap(gaya, m, f'numFmtId="{acak.choice((1, 2, 9, 10, 12, 14, 22, 37, 44, 46, 49, 164, 999))}"')
    elif cara == 2:
        gaya = gaya.replace("<cellXfs", '<cellXfs><xf numFmtId="14"/></cellXfs><cellXfs', 1)
    elif cara == 3:
        gaya = re.sub(r"<cellStyleXfs.*?</cellStyleXfs>", "", gaya)
    else:
        m = _pick(re.compile(r"<xf [^>]*?/>"), gaya, acak)
        gaya = _swap(gaya, m, acak.choice(("", m[0] * 2, '<xf xmlns="urn:x" numFmtId="14"/>' + m[0])))
    return {**bagian, STYLES: gaya}


# --- relations and the package -------------------------------------------------------------------


def _relation(bagian: Parts, acak: Random) -> Parts:
    nama = acak.choice([WORKBOOK_RELATIONS, WORKBOOK_RELATIONS, PACKAGE_RELATIONS])
    isi = _text(bagian, nama)
    m = _pick(re.compile(r"<Relationship [^>]*/>"), isi, acak)
    target = re.search(r'Target="([^"]*)"', m[0])
    assert target is not None
    t = target[1]
    dasar = "/xl/" if nama == WORKBOOK_RELATIONS else "/"
    baru = acak.choice(
        (m[0] * 2, "", m[0].replace(t, dasar + t), m[0].replace(t, "./" + t), m[0].replace(t, "a/../" + t),
         m[0].replace(t, t.replace("/", "\\")), m[0].replace(t, t.upper()), m[0].replace(t, "%78" + t[1:]),
         m[0].replace(t, t.replace("e", "%65")), m[0].replace(t, "//" + t), m[0].replace(t, t + "#a"),
         m[0].replace(t, " " + t), m[0].replace("/>", ' TargetMode="External"/>'), m[0].replace(t, t + "?a=1"),
         m[0].replace("/>", ' TargetMode="Internal"/>'), m[0].replace('Id="', 'Id="x'), m[0].replace("Type=", "TYPE="),
         m[0].replace("relationships/", "relationships/x"), m[0].replace(t, "styles.xml"), m[0].replace(t, ""),
         m[0].replace(REL_NS, "http://purl.oclc.org/ooxml/officeDocument/relationships"))
    )  # fmt: skip
    return {**bagian, nama: _swap(isi, m, baru)}


def _move(bagian: Parts, acak: Random) -> Parts:
    """A part at another place, with its relation; now and then a bait at the usual one."""
    nama, target = acak.choice(((SHEET, "worksheets/sheet1.xml"), (TEXTS, "sharedStrings.xml"), (STYLES, "styles.xml")))
    baru = acak.choice(("lain/a.xml", "A B.xml", "worksheets/sheet2.xml", "sheet%201.xml", "ä.xml", "a.bin"))
    asli = _text(bagian, nama)
    umpan = re.sub(r"<v>(\d)", r"<v>1\1", asli).replace("<t>Ya<", "<t>Tidak<")
    hasil = {n: i for n, i in bagian.items() if n != nama}
    if acak.random() < 0.5:
        hasil[nama] = umpan
    hasil[f"xl/{baru}"] = asli
    hasil[WORKBOOK_RELATIONS] = _text(bagian, WORKBOOK_RELATIONS).replace(target, baru)
    hasil[TYPES] = _text(bagian, TYPES).replace(f"/xl/{target}", f"/xl/{baru}")
    return hasil


def _content_type(bagian: Parts, acak: Random) -> Parts:
    isi = _text(bagian, TYPES)
    m = _pick(re.compile(r"<(?:Override|Default) [^>]*/>"), isi, acak)
    baru = acak.choice(
        ("", m[0] * 2, re.sub(r'ContentType="[^"]*"', 'ContentType="application/xml"', m[0]), m[0].upper(),
         re.sub(r'PartName="/', 'PartName="', m[0]), m[0].replace("worksheet+xml", "chartsheet+xml"),
         m[0].replace("sheet.main", "template.main"), m[0].replace("spreadsheetml", "wordprocessingml"))
    )  # fmt: skip
    return {**bagian, TYPES: _swap(isi, m, baru)}


def _workbook(bagian: Parts, acak: Random) -> Parts:
    buku = _text(bagian, WORKBOOK)
    m = re.search(r"<sheet [^>]*/>", buku)
    assert m is not None
    baru = acak.choice(
        (m[0] * 2, m[0].replace("r:id", "id"), m[0].replace('sheetId="1"', ""), m[0].replace("rId1", "rId2"),
         m[0].replace("rId1", "RID1"), m[0].replace('"LKE"', '""'), m[0].replace('"LKE"', '"' + "x" * 40 + '"'),
         m[0].replace("/>", ' state="hidden"/>'), m[0].replace("/>", ' state="veryHidden"/>'),
         m[0].replace("/>", ' state="x"/>'), m[0].replace('"LKE"', '"a/b:c"'),
         m[0] + m[0].replace("LKE", "lke").replace("rId1", "rId9"))
    )  # fmt: skip
    buku = _swap(buku, m, baru)
    if acak.random() < 0.3:
        buku = buku.replace(
            "<workbookPr/>", acak.choice(('<workbookPr date1904="1"/>', '<workbookPr date1904="true"/>', ""))
        )
    if acak.random() < 0.3:
        tambah = acak.choice(
            ('<definedNames><definedName name="x">LKE!$A$1</definedName></definedNames>',
             '<calcPr fullCalcOnLoad="1"/>',
             '<calcPr calcId="1" calcMode="manual"/>', "<workbookProtection lockStructure='1'/>", "<extLst/>")
        )  # fmt: skip
        buku = buku.replace("</workbook>", f"{tambah}</workbook>")
    return {**bagian, WORKBOOK: buku}


def _second_sheet(bagian: Parts, acak: Random) -> Parts:
    """Another sheet, before or after: the same form with other answers, or something else."""
    lembar = _text(bagian, SHEET)
    isi = acak.choice((lembar, re.sub(r"<row.*</row>", '<row r="1"><c r="A1"><v>1</v></c></row>', lembar)))
    nama, keadaan = acak.choice(("Lain", "Rekap", "LKE 2")), acak.choice(("", ' state="hidden"'))
    sheet = f'<sheet name="{nama}" sheetId="2"{keadaan} r:id="rId9"/>'
    buku = _text(bagian, WORKBOOK)
    buku = (
        buku.replace("<sheets>", f"<sheets>{sheet}")
        if acak.random() < 0.5
        else buku.replace("</sheets>", f"{sheet}</sheets>")
    )
    rel = f'<Relationship Id="rId9" Type="{REL_NS}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>'
    return {
        **bagian,
        WORKBOOK: buku,
        WORKBOOK_RELATIONS: _text(bagian, WORKBOOK_RELATIONS).replace("</Relationships>", rel),
        "xl/worksheets/sheet2.xml": isi,
    }


def _second_book(bagian: Parts, acak: Random) -> Parts:
    rel = f'<Relationship Id="rId7" Type="{REL_NS}/officeDocument" Target="xl/workbook2.xml"/>'
    paket = _text(bagian, PACKAGE_RELATIONS)
    paket = (
        paket.replace("<Relationship ", rel + "<Relationship ", 1)
        if acak.random() < 0.5
        else paket.replace("</Rel", rel + "</Rel")
    )
    lain = acak.choice((PKG, REL_NS))
    return {
        **bagian,
        PACKAGE_RELATIONS: paket if acak.random() < 0.7 else paket.replace(f"{REL_NS}/officeDocument", f"{lain}/x", 1),
        "xl/workbook2.xml": bagian[WORKBOOK],
        "xl/_rels/workbook2.xml.rels": bagian[WORKBOOK_RELATIONS],
    }


def _drop_part(bagian: Parts, acak: Random) -> Parts:
    buang = acak.choice([*bagian])
    return {n: i for n, i in bagian.items() if n != buang}


# --- the container -------------------------------------------------------------------------------


def _twice(bagian: Parts, acak: Random) -> bytes:
    """One name twice, exactly or but for its case or its slashes, with other content."""
    nama = acak.choice([SHEET, TEXTS, WORKBOOK, WORKBOOK_RELATIONS, PACKAGE_RELATIONS])
    isi = _text(bagian, nama)
    lain = re.sub(r"<v>(\d)", r"<v>1\1", isi).replace("<t>Ya<", "<t>Tidak<").replace("Target=", 'X="" Target=')
    kembar = acak.choice((nama, nama.upper(), nama.replace("/", "\\"), "/" + nama, "./" + nama, nama.title()))
    keluaran = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(keluaran, "w", zipfile.ZIP_DEFLATED) as z:
        warnings.simplefilter("ignore")
        urut = [*bagian.items()]
        urut.insert(acak.choice((0, len(urut))), (kembar, lain))
        for n, i in urut:
            z.writestr(zipfile.ZipInfo(n, (2026, 1, 1, 0, 0, 0)), i)
    return keluaran.getvalue()


def _container(bagian: Parts, acak: Random) -> bytes:
    utuh = zip_of(bagian, acak.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))
    cara = acak.randrange(10)
    if cara == 8:
        # Another name for a part in its extra field.
        nama = acak.choice([SHEET, TEXTS, STYLES, WORKBOOK])
        return zip_named(bagian, nama, acak.choice((nama, nama.replace("1", "2"), "xl/lain.xml")))
    if cara == 9:
        # Two parts of one length and another way round before their contents than in the directory.
        isi = zip_of({**bagian, "xl/worksheets/sheet2.xml": bagian[SHEET]}, zipfile.ZIP_STORED)
        kepala = isi[: isi.rindex(b"PK\x01\x02")].replace(b"sheet2.xml", b"sheet1.xml")
        return kepala + isi[len(kepala) :]
    if cara == 0:
        return acak.randbytes(acak.randrange(1, 60)) + utuh
    if cara == 1:
        return utuh + acak.randbytes(acak.randrange(1, 60))
    if cara == 2:
        return zip64(utuh, acak.choice(("uml", "u", "ml")))
    if cara == 3:
        urut = [*bagian.items()]
        acak.shuffle(urut)
        return zip_of(dict(urut))
    if cara == 4:
        return zip_of(
            {("/" if acak.random() < 0.5 else "") + n.replace("/", acak.choice("/\\")): i for n, i in bagian.items()}
        )
    if cara == 5:
        return zip_of({n.upper() if acak.random() < 0.3 else n: i for n, i in bagian.items()})
    # A name, size or checksum that differs between the local header and the directory.
    isi = bytearray(utuh)
    tanda, letak = acak.choice(((b"PK\x03\x04", (14, 18, 22, 30)), (b"PK\x01\x02", (16, 20, 24, 46))))
    tempat = [m.start() for m in re.finditer(re.escape(tanda), utuh)]
    p = acak.choice(tempat) + acak.choice(letak)
    struct.pack_into("B", isi, p, isi[p] ^ 1)
    return bytes(isi)


_ALL: tuple[tuple[str, Callable[[Parts, Random], Parts | bytes]], ...] = (
    ("XML: tanda hilang", _drop_tag),
    ("XML: unsur hilang", _drop_element),
    ("XML: unsur ganda", _double_element),
    ("XML: atribut hilang", _drop_attribute),
    ("XML: atribut lain", _change_attribute),
    ("XML: nama lain", _rename_attribute),
    ("XML: nama lain", _rename_element),
    ("XML: awalan, ruang nama", _prefix),
    ("XML: awalan, ruang nama", _strict),
    ("XML: awalan, ruang nama", _foreign),
    ("XML: komentar, spasi", _comment),
    ("XML: komentar, spasi", _commented_out),
    ("XML: komentar, spasi", _whitespace),
    ("XML: rujukan, CDATA", _reference),
    ("XML: rujukan, CDATA", _cdata),
    ("XML: AlternateContent", _alternate),
    ("XML: penyandian, DTD", _encoding),
    ("XML: penyandian, DTD", _doctype),
    ("XML: terpotong, berekor", _cut),
    ("XML: terpotong, berekor", _tail),
    ("sel: alamat", _cell(_cell_address)),
    ("sel: jenis", _cell(_cell_type)),
    ("sel: nilai", _cell(_cell_value)),
    ("sel: isi dan atribut", _cell(_cell_children)),
    ("sel: isi dan atribut", _cell(_cell_attributes)),
    ("sel: rumus", _cell(_cell_formula)),
    ("sel: teks di tempat", _cell(_cell_text)),
    ("sel: ganda", _cell(_cell_double)),
    ("baris", _rows),
    ("lembar", _sheet_data),
    ("lembar", _sheet_tail),
    ("teks bersama", _strings),
    ("teks bersama", _counts),
    ("gaya", _styles),
    ("relasi", _relation),
    ("relasi", _move),
    ("jenis isi", _content_type),
    ("buku kerja", _workbook),
    ("buku kerja", _second_sheet),
    ("buku kerja", _second_book),
    ("wadah", _drop_part),
    ("wadah", _twice),
    ("wadah", _container),
)
