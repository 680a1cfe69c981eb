"""Documents in the format of OpenDocument with two faces, by what the standard says in its small print."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from tests.fuzz.small_ods import cell, document

_MERAH = "#c00000"
_TWO = '<number:number number:decimal-places="2" number:min-integer-digits="1"/>'
_ROW_STYLE = '<style:table-row-properties style:row-height="{}" style:use-optimal-row-height="false"/>'


class Place(NamedTuple):
    """The cell under attack: the letter of its column, its row, and what it holds."""

    kolom: str
    baris: int
    nilai: str | float

    @property
    def address(self) -> str:
        """Its address within the sheet."""
        return f"{self.kolom}{self.baris}"

    @property
    def sel(self) -> str:
        """The cell as findings name it."""
        return f"LKE!{self.address}"

    def styled(self, gaya: str, *, nilai: str | float = "", bernama: str = "", akhir: str = "") -> bytes:
        """The document with the cell, or with *nilai* in it, in the automatic style "s" that *gaya* holds."""
        isi = cell(nilai or self.nilai, ' table:style-name="s"')
        return document({self.address: isi}, gaya, bernama=bernama, akhir=akhir)

    def run(self, gaya: str, *, bernama: str = "", akhir: str = "") -> bytes:
        """The document with the cell's text in the style of texts "t" that *gaya* holds."""
        ragam = f'<text:p><text:span text:style-name="t">{self.nilai}</text:span></text:p>'
        isi = f'<table:table-cell office:value-type="string">{ragam}</table:table-cell>'
        return document({self.address: isi}, gaya, bernama=bernama, akhir=akhir)


#: The document, and the cells or codes that a finding must name.
Named = tuple[bytes, tuple[str, ...]]


def _style(nama: str, isi: str, sifat: str = "", keluarga: str = "table-cell") -> str:
    return f'<style:style style:name="{nama}" style:family="{keluarga}"{sifat}>{isi}</style:style>'


def _letters(sifat: str) -> str:
    return f"<style:text-properties {sifat}/>"


def _ground(warna: str) -> str:
    return f'<style:table-cell-properties fo:background-color="{warna}"/>'


def _number(isi: str, nama: str = "n", jenis: str = "number", sifat: str = "") -> str:
    return f'<number:{jenis}-style style:name="{nama}"{sifat}>{isi}</number:{jenis}-style>'


def _over(t: Place, *isi: str) -> str:
    """Conditional formats over the cell."""
    satu = f'<calcext:conditional-format calcext:target-range-address="LKE.{t.address}:LKE.{t.address}">'
    semua = "".join(f"{satu}{i}</calcext:conditional-format>" for i in isi)
    return f"<calcext:conditional-formats>{semua}</calcext:conditional-formats>"


def _rules(t: Place, *gaya: str) -> str:
    """Conditional formats that always hold, by the styles that they give."""
    return _over(
        t,
        *(
            f'<calcext:condition calcext:apply-style-name="{g}" calcext:value="formula-is(1)" '
            'calcext:base-cell-address="LKE.A1"/>'
            for g in gaya
        ),
    )


def _two_rules(t: Place, acak: Random) -> Named:
    """One rule gives the letters a colour, another the ground; or a rule and the cell, or a run of its text."""
    huruf, latar = _letters(f'fo:color="{_MERAH}"'), _ground(_MERAH)
    bernama = _style("huruf", huruf) + _style("latar", latar)
    cara = acak.randrange(5)
    if cara == 0:
        urut = ["huruf", "latar"]
        acak.shuffle(urut)
        return document(bernama=bernama, akhir=_rules(t, *urut)), (t.sel, "LKE154")
    if cara == 1:
        return t.styled(_style("s", latar), bernama=bernama, akhir=_rules(t, "huruf")), (t.sel, "LKE154")
    if cara == 2:
        return t.styled(_style("s", huruf), bernama=bernama, akhir=_rules(t, "latar")), (t.sel, "LKE154")
    if cara == 3:
        return t.run(_style("t", huruf, keluarga="text"), bernama=bernama, akhir=_rules(t, "latar")), (t.sel, "LKE154")
    # White letters on a dark ground, which the rule takes away.
    putih = _letters('fo:color="#ffffff"') + _ground("#1f3864")
    terang = _style("terang", _ground(acak.choice(("#ffffff", "transparent", "#f8f8f8"))))
    return t.styled(_style("s", putih), bernama=terang, akhir=_rules(t, "terang")), (t.sel, "LKE154")


def _grounds(t: Place, acak: Random) -> Named:
    """Letters of a colour on a scale or bar that goes through it."""
    ujung = (
        '<calcext:color-scale><calcext:color-scale-entry calcext:value="0" calcext:type="minimum" calcext:color="{}"/>'
        '<calcext:color-scale-entry calcext:value="0" calcext:type="maximum" calcext:color="{}"/></calcext:color-scale>'
    )
    entri = '<calcext:formatting-entry calcext:value="0" calcext:type="auto-{}"/>'
    batang = (
        '<calcext:data-bar calcext:positive-color="{0}" calcext:negative-color="{0}" calcext:min-length="100" '
        f'calcext:max-length="100">{entri.format("minimum")}{entri.format("maximum")}</calcext:data-bar>'
    )
    warna, isi = acak.choice(
        (("#808080", ujung.format("#000000", "#ffffff")), (_MERAH, ujung.format(_MERAH, "#ffffff")),
         (_MERAH, batang.format(_MERAH)), ("#0000ff", batang.format("#0000ff")))
    )  # fmt: skip
    return t.styled(_style("s", _letters(f'fo:color="{warna}"')), akhir=_over(t, isi)), (t.sel, "LKE154")


def _low_row(t: Place, acak: Random) -> Named:
    """Letters higher than their row, by the row's own height or the usual one; or a line below it."""
    ukuran, tinggi, dua = acak.choice(((72, "15pt", 0), (40, "12pt", 0), (18, "0.25cm", 0), (11, "15pt", 1)))
    sel = cell(t.nilai, ' table:style-name="s"')
    if dua:
        sel = sel.replace("</table:table-cell>", "<text:p/></table:table-cell>")
    gaya = _style("s", f'<style:text-properties fo:font-size="{ukuran}pt"/>')
    rendah = _style("r", _ROW_STYLE.format(tinggi), keluarga="table-row")
    if acak.random() < 0.3:
        baku = f'<style:default-style style:family="table-row">{_ROW_STYLE.format(tinggi)}</style:default-style>'
        return document({t.address: sel}, gaya, bernama=baku), (t.sel, "LKE154")
    return document({t.address: sel}, gaya + rendah, baris={t.baris: ("", ' table:style-name="r"')}), (t.sel, "LKE154")


def _cut_number(t: Place, acak: Random) -> Named:
    """A number as a text, of which its column shows a part."""
    isi = {t.address: cell(acak.choice(("100%", "0,95", "98.5%")))}
    sempit = '<style:table-column-properties style:column-width="0.4cm"/>'
    kolom = '<table:table-column/><table:table-column table:style-name="k" table:number-columns-repeated="4"/>'
    if acak.random() < 0.5:
        baku = f'<style:default-style style:family="table-column">{sempit}</style:default-style>'
        return document(isi, bernama=baku, kolom=kolom), (t.sel, "LKE154")
    return document(isi, _style("k", sempit, keluarga="table-column"), kolom=kolom), (t.sel, "LKE154")


_MAP = '<style:map style:condition="value(){}" style:apply-style-name="{}"/>'
#: Number formats: kind, content, further attributes. What LibreOffice shows decides.
FORMAT = (
    ("number", '<number:number number:decimal-places="1" number:decimal-replacement="9"/>', ""),
    ("number", '<number:number number:decimal-places="0" number:decimal-replacement="5"/>', ""),
    ("number", f"{_TWO}<number:text>0</number:text>", ""),
    ("number", f"<number:text>1</number:text>{_TWO}", ""),
    ("number", "<number:text>0.4</number:text>", ""),
    ("number", "<number:text/>", ""),
    ("number", f"{_TWO}<number:fill-character>9</number:fill-character>", ""),
    ("number", '<number:number number:decimal-places="2" number:display-factor="1000"/>', ""),
    ("number", '<number:number number:min-integer-digits="4"><number:embedded-text number:position="2">,'
               "</number:embedded-text></number:number>", ""),
    ("number", '<number:number number:min-integer-digits="2" number:decimal-places="1"><number:embedded-text '
               'number:position="1">4</number:embedded-text></number:number>', ""),
    ("number", '<number:fraction number:min-numerator-digits="1" number:min-denominator-digits="1"/>', ""),
    ("number", '<number:fraction number:min-integer-digits="0" number:min-numerator-digits="1" '
               'number:denominator-value="3"/>', ""),
    ("number", '<number:scientific-number number:decimal-places="0" number:min-integer-digits="1" '
               'number:min-exponent-digits="2"/><number:text>0</number:text>', ""),
    ("number", '<number:scientific-number number:decimal-places="1" number:min-integer-digits="1" '
               'number:min-exponent-digits="1" number:exponent-interval="3"/>', ""),
    ("boolean", "<number:boolean/>", ""),
    ("boolean", "<number:text>0.4</number:text>", ""),
    ("date", "<number:day/><number:text>,</number:text><number:month/>", ""),
    ("time", "<number:hours/>", ""),
    ("text", "<number:text>0.4</number:text>", ""),
    ("text", "<number:text>0.4</number:text><number:text-content/>", ""),
    ("percentage", "<number:number/>", ""),
    ("percentage", '<number:number number:decimal-places="0"/>', ""),
    ("percentage", f"{_TWO}<number:text>‰</number:text>", ""),
    ("percentage", f"{_TWO}<number:text> %</number:text>", ""),
    ("currency", f"<number:currency-symbol>1</number:currency-symbol>{_TWO}", ""),
    ("currency", f"{_TWO}<number:currency-symbol>0</number:currency-symbol>", ""),
    *(("number", _TWO + _MAP.format(s, "p"), "")
      for s in ("&gt;0.5", " &gt; 0.5", "!=1", "=0.9", "&gt;=1e-1", "&lt;.95", "&lt;&gt;1", "&lt;1")),
    ("number", _TWO + _MAP.format("&lt;9", "q"), ""),
    ("number", _TWO + _MAP.format("&lt;0.1", "n") + _MAP.format("&gt;0.2", "p"), ""),
    ("number", "<number:text>0.4</number:text>" + _MAP.format("&gt;9", "p"), ""),
    ("number", _TWO + _MAP.format("&lt;-1", "r") + _MAP.format("&lt;-2", "r") + _MAP.format("&lt;-3", "r")
               + _MAP.format("&gt;0", "p"), ""),
    ("number", _TWO, ' number:transliteration-format="一" number:transliteration-language="zh" '
                     'number:transliteration-country="CN"'),
    ("number", _TWO, ' number:language="th" number:country="TH" number:transliteration-format="๑"'),
    ("number", _TWO, ' number:language="ar" number:country="EG"'),
    ("number", _TWO, ' loext:transliteration-spellout="cardinal"'),
    ("number", _TWO, ' number:transliteration-spellout="cardinal"'),
    ("number", f'<style:text-properties fo:color="#ffffff"/>{_TWO}', ""),
    ("number", f"{_TWO}<number:text>%</number:text>", ""),
    ("number", '<number:number number:min-integer-digits="0" number:decimal-places="0"/>', ""),
    ("number", '<number:number number:decimal-places="0" number:min-decimal-places="0" '
               'number:min-integer-digits="1"/><number:text>,4</number:text>', ""),
    ("number", "<loext:text>0.4</loext:text>", ""),
    ("number", f"{_TWO}<loext:fill-character>4</loext:fill-character>", ""),
)  # fmt: skip


def _number_format(t: Place, acak: Random) -> Named:
    """A number in a format of which LibreOffice's view decides whether it shows another."""
    jenis, isi, sifat = acak.choice(FORMAT)
    lain = _number("<number:text>0.4</number:text>", "p") + _number(_TWO, "r")
    lain += _number("<number:number/>" + _MAP.format("&gt;0.5", "p"), "q")
    gaya = lain + _number(isi, jenis=jenis, sifat=sifat) + _style("s", "", ' style:data-style-name="n"')
    return t.styled(gaya), ()


def _text_format(t: Place, acak: Random) -> Named:
    """A text in a format that shows another, by a text style, its conditions, or a number style."""
    satu, dua, tiga = (_MAP.format(s, "p") for s in ("&gt;0", "&lt;0", "=0"))
    jenis, isi = acak.choice(
        (("text", "<number:text>C</number:text>"), ("text", "<number:text-content/><number:text>C</number:text>"),
         ("text", "<number:text-content/><number:text-content/>"),
         ("text", f"<number:text>C</number:text>{satu}"), ("text", f"<number:text>C</number:text>{satu}{dua}"),
         ("text", f"<number:text>C</number:text>{satu}{dua}{tiga}"),
         ("text", "<number:fill-character>C</number:fill-character>"), ("text", "<loext:text>C</loext:text>"),
         ("text", f"<number:text> </number:text>{satu}"), ("number", "<number:text>C</number:text>"),
         ("number", f"{_TWO}{satu}{dua}{tiga}"), ("boolean", "<number:text>C</number:text>"))
    )  # fmt: skip
    gaya = _number(_TWO, "p") + _number(isi, jenis=jenis) + _style("s", "", ' style:data-style-name="n"')
    return t.styled(gaya), ()


def _same_names(t: Place, acak: Random) -> Named:
    """A style or format of one name in both parts, of which each part means its own."""
    cara, putih = acak.randrange(4), _letters('fo:color="#ffffff"')
    if cara == 0:
        # The named style means the named format, and an automatic one of that name is another.
        bernama = _number("<number:text>C</number:text>", jenis="text") + _style("X", "", ' style:data-style-name="n"')
        gaya = _number("<number:text-content/>", jenis="text") + _style("s", "", ' style:parent-style-name="X"')
        return t.styled(gaya, bernama=bernama), ()
    if cara == 1:
        # An automatic style derived from the named one that it is called by.
        return t.styled(_style("s", "", ' style:parent-style-name="s"'), bernama=_style("s", putih)), (t.sel, "LKE154")
    if cara == 2:
        gaya = _style("X", "") + _style("s", "", ' style:parent-style-name="X"')
        return t.styled(gaya, bernama=_style("X", putih)), (t.sel, "LKE154")
    return t.styled(_style("s", "", ' style:parent-style-name="Default"'), bernama=_style("s", putih)), ()


def _repeated(t: Place, acak: Random) -> Named:
    """One cell for two columns, of which one gives its cells another style."""
    kolom = (
        '<table:table-column/><table:table-column table:number-columns-repeated="3"/>'
        '<table:table-column table:default-cell-style-name="s"/>'
    )
    dua = {f"D{t.baris}": cell(t.nilai, ' table:number-columns-repeated="2"'), f"E{t.baris}": ""}
    if acak.random() < 0.5:
        return document(dua, _style("s", _letters('fo:color="#ffffff"')), kolom=kolom), (f"LKE!E{t.baris}",)
    teks = _number("<number:text>Z</number:text>", jenis="text") + _style("s", "", ' style:data-style-name="n"')
    return document(dua, teks, kolom=kolom), (f"LKE!E{t.baris}",)


def _linked(t: Place, acak: Random) -> Named:
    """Cells or a sheet whose content is taken anew from elsewhere."""
    asal = 'xlink:href="lain.ods" xlink:type="simple" xlink:actuate="onRequest"'
    if acak.random() < 0.5:
        sumber = (
            f'<table:cell-range-source {asal} table:name="A1" table:last-column-spanned="1" '
            'table:last-row-spanned="1" table:refresh-delay="PT00H00M01S"/>'
        )
        sel = f'<table:table-cell office:value-type="string">{sumber}<text:p>{t.nilai}</text:p></table:table-cell>'
        return document({t.address: sel}), (t.sel, "LKE154")
    return document(bentuk=f'<table:table-source {asal} table:table-name="L"/>'), (t.sel, "LKE154")


#: What may stand in a cell; LibreOffice's view decides.
SUSUNAN = (
    "<text:list><text:list-item><text:p>C</text:p></text:list-item></text:list>",
    "<text:section><text:p>C</text:p></text:section>", "<text:p>C</text:p><text:list/>",
    "<text:p><text:span>C</text:span></text:p>", "<text:p>C<text:line-break/></text:p>",
    "<text:p/><text:p>C</text:p>", '<text:p>C<text:s text:c="0"/></text:p>',
    "<text:p>C<text:soft-page-break/></text:p>", "<text:p>C<text:bookmark text:name='b'/></text:p>",
    "<text:p><text:meta>C</text:meta></text:p>", "<text:p>C<text:note><text:note-body><text:p>A</text:p>"
    "</text:note-body></text:note></text:p>", "<text:p><text:hidden-text>A</text:hidden-text>C</text:p>",
    "<office:annotation><text:p>A</text:p></office:annotation><text:p>C</text:p>",
    "<text:p>C</text:p><draw:frame><draw:text-box><text:p>A</text:p></draw:text-box></draw:frame>",
    "<text:p>C<draw:frame><draw:text-box><text:p>A</text:p></draw:text-box></draw:frame></text:p>",
    "<table:detective/><text:p>C</text:p>", "<text:p>C</text:p><dc:x xmlns:dc='urn:x'>A</dc:x>",
    "<text:p><text:ruby><text:ruby-base>C</text:ruby-base><text:ruby-text>A</text:ruby-text></text:ruby></text:p>",
    "<text:numbered-paragraph><text:p>C</text:p></text:numbered-paragraph>",
    "<text:p><text:change-start/>C<text:change-end/></text:p>",
    "<text:p>C<text:tracked-changes><text:p>A</text:p></text:tracked-changes></text:p>",
    "<text:p>C<office:annotation-end/></text:p>", "<text:p>C<text:date-x>A</text:date-x></text:p>",
    "<text:p><text:span>C<text:s/></text:span></text:p>", "<text:p>C<text:tab/></text:p>",
)  # fmt: skip


def _structure(t: Place, acak: Random) -> Named:
    """Content in lists, sections and elements of other kinds, which programs walk in other ways."""
    isi = f'<table:table-cell office:value-type="string">{acak.choice(SUSUNAN)}</table:table-cell>'
    return document({t.address: isi}), ()


def _tables(t: Place, acak: Random) -> Named:
    """Two sheets of one name, scenarios, changes that were noted, headers and groups around rows."""
    cara = acak.randrange(5)
    lain = '<table:table table:name="{}">{}<table:table-row>{}</table:table-row></table:table>'
    if cara == 0:
        return document(sesudah=lain.format("LKE", "", cell("A"))), ()
    if cara == 1:
        skenario = (
            '<table:scenario table:is-active="true" table:scenario-ranges="LKE.{0}:LKE.{0}" table:copy-back="true"/>'
        )
        return document(sesudah=lain.format("S", skenario.format(t.address), cell("C"))), ()
    if cara == 2:
        posisi = f'table:column="{"ABCDE".index(t.kolom)}" table:row="{t.baris - 1}" table:table="0"'
        lacak = (
            f'<table:tracked-changes><table:cell-content-change table:id="ct1"><table:cell-address {posisi}/>'
            '<office:change-info/><table:previous><table:change-track-table-cell office:value-type="string"><text:p>C'
            "</text:p></table:change-track-table-cell></table:previous></table:cell-content-change>"
            "</table:tracked-changes>"
        )
        return document(sesudah=lacak), ()
    if cara == 3:
        judul = {t.baris: ("<table:table-header-rows>", ""), t.baris + 1: ("</table:table-header-rows>", "")}
        return document(baris=judul), ()
    lapis = {t.baris: ("<table:table-row-group>" * 4, ""), t.baris + 1: ("</table:table-row-group>" * 4, "")}
    return document(baris=lapis), ()


#: Letters that can't be read; some may be told in a way that no program follows.
LETTERS = (
    'fo:font-size="0.04in"', 'fo:font-size="2.5pt"', 'fo:font-size="0.9mm"', 'fo:font-family="Wingdings 2"',
    'fo:font-family="Marlett"', "fo:font-family=\"'Symbol', Arial\"", 'fo:color="#FFFFFF"',
    'style:text-position="-90%"', 'style:text-position="120% 100%"', 'style:text-scale="9%"',
    'style:text-line-through-style="wave"', 'style:use-window-font-color="false" fo:color="#fffffe"',
    'fo:letter-spacing="-20pt"', 'fo:letter-spacing="-0.5cm"', 'fo:color="#ffffff" fo:text-shadow="none"',
)  # fmt: skip


def _letters_fine(t: Place, acak: Random) -> Named:
    """Letters hidden by the style of the cell, of a part of its text, or of what that is derived from."""
    isi = _letters(acak.choice(LETTERS))
    cara = acak.randrange(3)
    if cara == 0:
        return t.styled(_style("s", isi)), (t.sel, "LKE154")
    if cara == 1:
        return t.run(_style("t", isi, keluarga="text")), (t.sel, "LKE154")
    turunan = _style("t", "", ' style:parent-style-name="T"', "text")
    return t.run(turunan, bernama=_style("T", isi, keluarga="text")), (t.sel, "LKE154")


def _aligned(t: Place, acak: Random) -> Named:
    """A cell that pushes its content out of sight, by lengths in other properties."""
    jenis, sifat = acak.choice(
        (("paragraph", 'fo:margin-left="3in"'), ("paragraph", 'fo:text-align="end" fo:margin-left="3in"'),
         ("table-cell", 'fo:padding-right="20cm"'), ("table-cell", 'fo:padding-top="3cm"'),
         ("table-cell", 'fo:padding-bottom="40pt"'), ("table-cell", 'style:rotation-angle="-30"'),
         ("table-cell", 'style:rotation-angle="45rad"'), ("table-cell", 'style:rotation-angle="1.5"'),
         ("table-cell", 'style:diagonal-tl-br="0.06pt solid #000000"'))
    )  # fmt: skip
    return t.styled(_style("s", f"<style:{jenis}-properties {sifat}/>")), (t.sel, "LKE154")


def _default_format(t: Place, acak: Random) -> Named:
    """A format that cells without a style of their own get."""
    gaya = _number(acak.choice(("<number:text>C</number:text>", "<number:text/>")), jenis="text")
    baku = acak.choice(
        ('<style:default-style style:family="table-cell" style:data-style-name="n"/>',
         _style("Default", "", ' style:data-style-name="n"'))
    )  # fmt: skip
    return document(bernama=gaya + baku), ()


#: Name, trick, and whether it is about numbers.
FINE = (
    ("dua aturan bersama", _two_rules, False),
    ("skala dan batang sewarna", _grounds, False),
    ("huruf di baris rendah", _low_row, False),
    ("teks angka terpotong", _cut_number, False),
    ("format angka halus", _number_format, True),
    ("format teks halus", _text_format, False),
    ("dua gaya senama", _same_names, False),
    ("sel berulang", _repeated, False),
    ("isi dari tempat lain", _linked, False),
    ("isi bersusun", _structure, False),
    ("tabel lain", _tables, False),
    ("huruf halus", _letters_fine, False),
    ("letak isi", _aligned, False),
    ("format bawaan", _default_format, False),
)
