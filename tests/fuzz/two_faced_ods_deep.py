"""Documents of OpenDocument with two faces by what few programs write: names that are shown, shapes told otherwise.

Settings that colour all letters, decimals of every number, styles of links, conditions that stand on another sheet,
buttons, parts that stand still, and numbers without room.
"""

from __future__ import annotations

from random import Random

from tests.fuzz import small_lke
from tests.fuzz.small_ods import cell, document, settings
from tests.fuzz.two_faced_ods_fine import Named, Place

_WHITE = 'fo:color="#ffffff"'
_STYLED = ' table:style-name="s"'


def _style(isi: str, nama: str = "s", keluarga: str = "table-cell", sifat: str = "") -> str:
    return f'<style:style style:name="{nama}" style:family="{keluarga}"{sifat}>{isi}</style:style>'


def _letters(sifat: str) -> str:
    return f"<style:text-properties {sifat}/>"


def _decimals(t: Place, acak: Random) -> Named:
    """As many decimals as the usual style, or the cell's own, gives to every number."""
    isi = f'<style:table-cell-properties style:decimal-places="{acak.choice("01")}"/>'
    if acak.random() < 0.7:
        return document(bernama=f'<style:default-style style:family="table-cell">{isi}</style:default-style>'), ()
    return t.styled(_style(isi)), ()


def _highlighted(t: Place, acak: Random) -> Named:
    """Letters in the colours of their kinds, whatever their styles say: black for texts, blue for numbers."""
    latar = acak.choice(("#000000", "#050505"))
    gaya = _style(f'<style:table-cell-properties fo:background-color="{latar}"/>' + _letters(_WHITE))
    isi = {t.address: cell(t.nilai, _STYLED)}
    return document(isi, gaya, lain=settings({}, {"IsValueHighlightingEnabled": "true"})), (t.sel,)


def _shown_names(t: Place, acak: Random) -> Named:
    """A style that is known by the name it is shown under: the usual one, or one that a condition gives."""
    putih = _letters(_WHITE)
    if acak.random() < 0.5:
        return document(bernama=_style(putih, "x", sifat=' style:display-name="Default"')), ("LKE154",)
    aturan = (
        f'<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="LKE.{t.address}:LKE.'
        f'{t.address}"><calcext:condition calcext:apply-style-name="putih" calcext:value="formula-is(1)" '
        'calcext:base-cell-address="LKE.A1"/></calcext:conditional-format></calcext:conditional-formats>'
    )
    return document(bernama=_style(putih, "x", sifat=' style:display-name="putih"'), akhir=aturan), (t.sel,)


#: Letters that can't be read, as a link's style.
_LINKS = (_WHITE, 'fo:font-size="1pt"', 'style:font-name="Wingdings"', 'style:text-line-through-style="solid"')


def _link_style(t: Place, acak: Random) -> Named:
    """A link in a style of its own."""
    nama = acak.choice(("text:style-name", "text:visited-style-name"))
    isi = f'<text:a {nama}="t" xlink:href="https://contoh.go.id" xlink:type="simple">{t.nilai}</text:a>'
    sel = f'<table:table-cell office:value-type="string"><text:p>{isi}</text:p></table:table-cell>'
    return document({t.address: sel}, _style(_letters(acak.choice(_LINKS)), "t", "text")), (t.sel,)


def _class_names(t: Place, acak: Random) -> Named:
    """A text in further styles beside its own."""
    isi = acak.choice(
        (f'<text:p><text:span text:class-names="t">{t.nilai}</text:span></text:p>',
         f'<text:p text:class-names="t">{t.nilai}</text:p>', f'<text:p text:cond-style-name="t">{t.nilai}</text:p>')
    )  # fmt: skip
    sel = f'<table:table-cell office:value-type="string">{isi}</table:table-cell>'
    return document({t.address: sel}, _style(_letters(_WHITE), "t", "text")), (t.sel,)


def _round_shapes(t: Place, acak: Random) -> Named:
    """A shape over the cell that is told by its centre, by its least size, or by the place of its group."""
    y = (t.baris - 1) * 0.45
    x = "16cm"
    gaya = _style('<style:graphic-properties fo:min-height="12cm" fo:min-width="14cm"/>', "g", "graphic")
    bentuk = acak.choice(
        (f'<draw:circle svg:cx="{x}" svg:cy="{y + 0.2}cm" svg:r="6cm"/>',
         f'<draw:ellipse svg:cx="{x}" svg:cy="{y + 0.2}cm" svg:rx="7cm" svg:ry="3cm"/>',
         f'<draw:frame svg:x="9cm" svg:y="{y}cm" svg:width="14cm"><draw:text-box fo:min-height="3cm"><text:p>A</text:p>'
         "</draw:text-box></draw:frame>",
         f'<draw:frame svg:x="9cm" svg:y="{y}cm"><draw:text-box fo:min-height="3cm" fo:min-width="14cm"><text:p>A'
         "</text:p></draw:text-box></draw:frame>",
         f'<draw:frame draw:style-name="g" svg:x="9cm" svg:y="{y}cm" svg:width="1cm" svg:height="0.1cm"><draw:text-box>'
         "<text:p>A</text:p></draw:text-box></draw:frame>",
         f'<draw:g draw:transform="translate (9cm {y}cm)"><draw:rect svg:x="0cm" svg:y="0cm" svg:width="14cm" '
         'svg:height="2cm"/></draw:g>',
         f'<draw:line svg:x1="11.2cm" svg:y1="{y + 0.22}cm" svg:x2="22cm" svg:y2="{y + 0.22}cm"/>',
         f'<draw:connector svg:x1="11.2cm" svg:y1="{y + 0.22}cm" svg:x2="22cm" svg:y2="{y + 0.22}cm"/>',
         f'<draw:measure svg:x1="11.2cm" svg:y1="{y + 0.22}cm" svg:x2="22cm" svg:y2="{y + 0.22}cm"/>')
    )  # fmt: skip
    return document(gaya=gaya, bentuk=f"<table:shapes>{bentuk}</table:shapes>"), (t.sel,)


def _other_sheet(t: Place, acak: Random) -> Named:
    """Conditions or small charts that stand on another sheet and name this one's cell."""
    putih = _style(_letters(_WHITE), "putih")
    aturan = (
        f'<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="LKE.{t.address}:LKE.'
        f'{t.address}"><calcext:condition calcext:apply-style-name="putih" calcext:value="formula-is(1)" '
        'calcext:base-cell-address="LKE.A1"/></calcext:conditional-format></calcext:conditional-formats>'
    )
    mini = (
        "<calcext:sparkline-groups><calcext:sparkline-group><calcext:sparklines><calcext:sparkline "
        f'calcext:cell-address="LKE.{t.address}" calcext:data-range="LKE.B4:LKE.B9"/></calcext:sparklines>'
        "</calcext:sparkline-group></calcext:sparkline-groups>"
    )
    lain = '<table:table table:name="Lain"><table:table-column/><table:table-row><table:table-cell/></table:table-row>'
    return document(bernama=putih, sesudah=f"{lain}{acak.choice((aturan, mini))}</table:table>"), (t.sel,)


def _buttons(t: Place, acak: Random) -> Named:
    """The buttons of a filter that begins in the answer's row."""
    daerah = acak.choice((f"LKE.A{t.baris}:LKE.E60", f"$LKE.$A${t.baris}:$LKE.$E$60"))
    isi = (
        f'<table:database-ranges><table:database-range table:name="D" table:target-range-address="{daerah}" '
        'table:display-filter-buttons="true"/></table:database-ranges>'
    )
    return document(sesudah=isi), (t.sel,)


def _still_parts(t: Place, acak: Random) -> Named:
    """Rows or columns that stand still and fill any window by their heights or widths."""
    if acak.random() < 0.5:
        tinggi = '<style:table-row-properties style:row-height="14cm" style:use-optimal-row-height="false"/>'
        baris = dict.fromkeys((1, 2, 3), ("", ' table:style-name="r"'))
        letak = {"VerticalSplitMode": "2", "VerticalSplitPosition": "3", "PositionBottom": "3"}
        return document(gaya=_style(tinggi, "r", "table-row"), baris=baris, lain=settings(letak, {})), ("LKE152",)
    lebar = _style('<style:table-column-properties style:column-width="30cm"/>', "k", "table-column")
    kolom = '<table:table-column table:style-name="k" table:number-columns-repeated="3"/><table:table-column/>'
    letak = {"HorizontalSplitMode": "2", "HorizontalSplitPosition": "3", "PositionRight": "3"}
    return document(gaya=lebar, kolom=kolom, lain=settings(letak, {})), ("LKE151",)


def _hashes(t: Place, acak: Random) -> Named:
    """A number that its column is too narrow for, by the digits that its format asks for, its size or its indent."""
    angka, sifat, lebar = acak.choice(
        (('number:decimal-places="15"', "", "2.7cm"), ('number:decimal-places="8"', "", "1.1cm"),
         ('number:decimal-places="2"', _letters('fo:font-size="28pt"'), "1.2cm"),
         ('number:decimal-places="2"', '<style:paragraph-properties fo:margin-left="1.5cm"/>', "2cm"))
    )  # fmt: skip
    isi = f'<number:number {angka} number:min-integer-digits="1"/>'
    gaya = f'<number:number-style style:name="n">{isi}</number:number-style>'
    gaya += _style(sifat, sifat=' style:data-style-name="n"')
    gaya += _style(f'<style:table-column-properties style:column-width="{lebar}"/>', "k", "table-column")
    kolom = '<table:table-column/><table:table-column table:style-name="k" table:number-columns-repeated="4"/>'
    return document({t.address: cell(t.nilai, _STYLED)}, gaya, kolom=kolom), (t.sel,)


def _turned_letters(t: Place, acak: Random) -> Named:
    """Letters that are turned one by one, carved, hollow, or joined into one sign."""
    sifat = acak.choice(
        ('style:text-rotation-angle="90"', 'style:text-rotation-angle="270"', 'style:text-combine="lines"',
         'style:text-blinking="true"')
    )  # fmt: skip
    if acak.random() < 0.5:
        return t.styled(_style(_letters(sifat))), (t.sel,)
    return t.run(_style(_letters(sifat), "t", "text")), (t.sel,)


#: Number formats with what newer versions of the standard or of programs add.
_NEW = (
    '<number:number number:decimal-places="2" number:min-decimal-places="0" number:min-integer-digits="1"/>',
    '<number:number number:decimal-places="3" number:min-decimal-places="0" number:min-integer-digits="0"/>',
    '<number:fraction number:min-integer-digits="0" number:min-numerator-digits="1" number:min-denominator-digits="1" '
    'number:max-denominator-value="3"/>',
    '<number:fraction number:min-numerator-digits="1" number:min-denominator-digits="2"/>',
    '<number:scientific-number number:decimal-places="2" number:min-integer-digits="1" number:min-exponent-digits="2" '
    'number:forced-exponent-sign="false"/>',
    '<number:scientific-number number:decimal-places="0" number:min-integer-digits="3" '
    'number:min-exponent-digits="1"/>',
    '<number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>',
    '<number:number number:decimal-places="1" number:min-integer-digits="1" number:display-factor="0.1"/>',
    '<number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text> </number:text>'
    '<number:number number:decimal-places="1" number:min-integer-digits="1"/>',
    '<number:text>(</number:text><number:number number:decimal-places="2" number:min-integer-digits="1"/>'
    "<number:text>)</number:text>",
    '<number:text loext:blank-width-char="W">          </number:text><number:number number:decimal-places="2"/>',
    '<number:number number:decimal-places="2" number:min-integer-digits="2"><number:embedded-text number:position="0">.'
    "</number:embedded-text></number:number>",
    '<number:era/><number:number number:decimal-places="1"/>', "<number:quarter/>", "<number:am-pm/>",
    '<number:seconds number:decimal-places="1"/>', '<number:number number:decimal-places="1"/><number:boolean/>',
)  # fmt: skip


def _new_formats(t: Place, acak: Random) -> Named:
    """A number in a format of which LibreOffice's view decides whether it shows another."""
    jenis = acak.choice(("number", "number", "percentage", "currency"))
    gaya = f'<number:{jenis}-style style:name="n">{acak.choice(_NEW)}</number:{jenis}-style>'
    return t.styled(gaya + _style("", sifat=' style:data-style-name="n"')), ()


#: What formats are put together of.
_PIECES = (
    '<number:number number:decimal-places="{n}" number:min-integer-digits="{m}"/>', "<number:number/>",
    '<number:number number:min-integer-digits="{m}" number:grouping="true" number:decimal-places="{n}"/>',
    "<number:text>{t}</number:text>", "<number:text> </number:text>", "<number:text-content/>", "<number:boolean/>",
    '<number:scientific-number number:decimal-places="{n}" number:min-integer-digits="1" '
    'number:min-exponent-digits="{m}"/>',
    '<number:fraction number:min-integer-digits="{n}" number:min-numerator-digits="1" '
    'number:min-denominator-digits="{m}"/>',
    "<number:fill-character>{t}</number:fill-character>", "<number:currency-symbol>{t}</number:currency-symbol>",
    "<number:day/>", '<number:hours number:style="long"/>', "<loext:text>{t}</loext:text>",
    '<style:text-properties fo:color="#ff0000"/>',
    '<style:map style:condition="value(){k}" style:apply-style-name="p"/>',
    '<number:number number:decimal-places="{n}" number:decimal-replacement="{t}"/>',
)  # fmt: skip


def _any_format(t: Place, acak: Random) -> Named:
    """Every answer in a format of its own, put together of the elements of formats."""
    gaya = ['<number:number-style style:name="p"><number:text>0.4</number:text></number:number-style>']
    ganti: dict[str, str] = {}
    kisi = small_lke.grid()
    for i, (r, k) in enumerate((r, k) for r, _ in small_lke.answer_rows() for k in "DE"):
        isi = "".join(
            acak.choice(_PIECES).format(
                n=acak.randrange(4), m=acak.randrange(3), t=acak.choice("4.,%-E xRp$"), k=acak.choice(_CONDITIONS)
            )
            for _ in range(acak.randint(1, 3))
        )
        jenis = acak.choice(("number", "number", "percentage", "currency", "text", "boolean", "date"))
        gaya.append(f'<number:{jenis}-style style:name="n{i}">{isi}</number:{jenis}-style>')
        gaya.append(_style("", f"s{i}", sifat=f' style:data-style-name="n{i}"'))
        nilai = kisi[r - 1]["ABCDE".index(k)]
        assert nilai is not None
        ganti[f"{k}{r}"] = cell(nilai, f' table:style-name="s{i}"')
    return document(ganti, "".join(gaya)), ()


_CONDITIONS = ("&gt;0.5", "&lt;1", "=0", "!=0.9", "&gt;=0")


def _large_runs(t: Place, acak: Random) -> Named:
    """A part of the text in letters higher than its row, or lines set far apart."""
    rendah = '<style:table-row-properties style:row-height="0.45cm" style:use-optimal-row-height="false"/>'
    sifat = acak.choice(('fo:font-size="40pt"', 'fo:font-size="72pt"', 'fo:font-size="1.2in"'))
    gaya = _style(_letters(sifat), "t", "text") + _style(rendah, "r", "table-row")
    isi = f'<text:p><text:span text:style-name="t">{t.nilai}</text:span></text:p>'
    if acak.random() < 0.4:
        jarak = acak.choice(('fo:line-height="900%"', 'style:line-height-at-least="3cm"', 'fo:line-height="3cm"'))
        gaya = _style(f"<style:paragraph-properties {jarak}/>", "t", "paragraph") + _style(rendah, "r", "table-row")
        isi = f'<text:p text:style-name="t">{t.nilai}</text:p>'
    sel = f'<table:table-cell office:value-type="string">{isi}</table:table-cell>'
    return document({t.address: sel}, gaya, baris={t.baris: ("", ' table:style-name="r"')}), (t.sel,)


#: Name, trick, and whether it is about numbers.
DEEP = (
    ("desimal semua angka", _decimals, True),
    ("sorotan nilai", _highlighted, False),
    ("nama tampilan gaya", _shown_names, False),
    ("gaya tautan", _link_style, False),
    ("gaya berlapis", _class_names, False),
    ("bentuk bulat", _round_shapes, False),
    ("dari lembar lain", _other_sheet, False),
    ("tombol saringan", _buttons, True),
    ("panel beku sebesar jendela", _still_parts, False),
    ("lebih panjang daripada kolomnya", _hashes, True),
    ("huruf diputar", _turned_letters, False),
    ("format angka baru", _new_formats, True),
    ("format acak", _any_format, True),
    ("ragam huruf besar", _large_runs, False),
)
