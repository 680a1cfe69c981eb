"""Workbooks in the format of OpenDocument that show one thing and hold another, each by one known trick."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from tests.fuzz import small_lke
from tests.fuzz.small_ods import cell, document, settings
from tests.fuzz.target import TwoFaced
from tests.fuzz.two_faced_ods_deep import DEEP
from tests.fuzz.two_faced_ods_fine import FINE, Place
from tests.fuzz.two_faced_ods_spelled import SPELLED
from tests.fuzz.two_faced_ods_wide import WIDE


class OdsTarget(Place):
    """The cell under attack, as the first tricks change it."""

    __slots__ = ()

    def styled(self, gaya: str, *, bernama: str = "", huruf: str = "", tabel: str = "") -> bytes:
        """The document with the cell in the automatic style "s" that *gaya* holds."""
        isi = cell(self.nilai, ' table:style-name="s"')
        return document({self.address: isi}, gaya, bernama=bernama, huruf=huruf, tabel=tabel)

    def text(self, isi: str, gaya: str = "") -> bytes:
        """The document with *isi* (paragraphs and what stands beside them) in the cell."""
        return document({self.address: f'<table:table-cell office:value-type="string">{isi}</table:table-cell>'}, gaya)

    def drawn(self, bentuk: str, gaya: str = "") -> bytes:
        """The document with drawings of the sheet; lengths are told from its corner."""
        return document(gaya=gaya, bentuk=f"<table:shapes>{bentuk}</table:shapes>")


#: The document, and the cells or codes that a finding must name.
Trick = Callable[[OdsTarget, Random], tuple[bytes, tuple[str, ...]]]

WHITE = '<style:text-properties fo:color="#ffffff"/>'
_DATA = ' style:data-style-name="n"'
_TWO = '<number:number number:decimal-places="2" number:min-integer-digits="1"/>'


def style(nama: str, keluarga: str, isi: str, sifat: str = "") -> str:
    """A style of that family."""
    return f'<style:style style:name="{nama}" style:family="{keluarga}"{sifat}>{isi}</style:style>'


def _cell(isi: str, sifat: str = "") -> str:
    return style("s", "table-cell", isi, sifat)


def _number(jenis: str, isi: str, nama: str = "n") -> str:
    return f'<number:{jenis}-style style:name="{nama}">{isi}</number:{jenis}-style>'


#: Properties of letters, of paragraphs and of cells that make a text unreadable.
LETTERS = (
    'fo:color="#ffffff"', 'fo:color="#fefefe" style:use-window-font-color="false"', 'fo:font-size="1pt"',
    'fo:font-size="5%"', 'fo:font-size="1px"', 'fo:font-size="200pt"', 'style:font-name="Wingdings"',
    "fo:font-family=\"'Wingdings 3'\"", 'fo:font-family=" Webdings"', 'style:font-charset="x-symbol"',
    'style:text-line-through-style="solid"', 'style:text-line-through-type="double"',
    'style:text-line-through-text="X"', 'style:text-line-through-width="bold"', 'style:text-scale="1%"',
    'text:display="none"', 'style:text-position="100% 5%"', 'style:text-position="sub 9%"',
    'fo:letter-spacing="20cm"', 'loext:opacity="0%"',
)  # fmt: skip
PARAGRAPH = ('fo:margin-left="10cm"', 'fo:margin-left="200mm" fo:text-align="start"')
CELLS = (
    'fo:background-color="#000000"', 'style:repeat-content="true"', 'style:rotation-angle="45"',
    'style:diagonal-bl-tr="0.5pt solid #000000"', 'style:diagonal-tl-br="1cm solid #000000"',
    'fo:padding-left="20cm"', 'fo:padding="3cm"', 'fo:border-top="3cm solid #000000"', 'fo:border="2cm solid #ffffff"',
    'style:direction="ttb"',
)  # fmt: skip


def _letters(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    """The cell's own style, the one it is derived from, or the usual one; or that of its row or column."""
    isi = f"<style:text-properties {acak.choice(LETTERS)}/>"
    cara = acak.randrange(4)
    if cara == 0:
        induk = style("induk", "table-cell", isi)
        return t.styled(_cell("", ' style:parent-style-name="induk"'), bernama=induk), (t.sel,)
    if cara == 1:
        return t.styled("", bernama=style("Default", "table-cell", isi)), (t.sel,)
    if cara == 2:
        baku = '<table:table-column table:number-columns-repeated="5" table:default-cell-style-name="s"{}/>'
        return document(gaya=_cell(isi), kolom=baku.format("")), (t.sel,)
    return t.styled(_cell(isi)), (t.sel,)


def _declared_font(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    """A font by a name of its own, declared as one of symbols."""
    sifat = acak.choice(
        ('svg:font-family="Wingdings"', "svg:font-family=\"'Webdings'\"",
         'svg:font-family="Arial" style:font-charset="x-symbol"')
    )  # fmt: skip
    huruf = f'<office:font-face-decls><style:font-face style:name="Arial" {sifat}/></office:font-face-decls>'
    return t.styled(_cell('<style:text-properties style:font-name="Arial"/>'), huruf=huruf), (t.sel,)


def _cell_properties(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    jenis, sifat = acak.choice([*(("paragraph", s) for s in PARAGRAPH), *(("table-cell", s) for s in CELLS)])
    return t.styled(_cell(f"<style:{jenis}-properties {sifat}/>")), (t.sel,)


def _edges(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    """A neighbour whose frame, line across or shadow lies over the cell."""
    sifat = acak.choice(
        ('fo:border="3cm solid #000000"', 'fo:border-right="2cm solid #ffffff"', 'style:shadow="#000000 3cm 0.5cm"',
         'style:diagonal-bl-tr="4cm solid #000000"', 'fo:border="1cm double #000000" '
         'style:border-line-width="1cm 1cm 1cm"')
    )  # fmt: skip
    sebelah = f"{chr(ord(t.kolom) - 1)}{t.baris}"
    isi = acak.choice(('<table:table-cell table:style-name="s"/>', cell("A", ' table:style-name="s"')))
    return document({sebelah: isi}, _cell(f"<style:table-cell-properties {sifat}/>")), (t.sel,)


def _text_format(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    isi = acak.choice(
        (
            "<number:text>Z</number:text>", "<number:text-content/><number:text>C</number:text>",
            "<number:text/>", '<style:text-properties fo:color="#ffffff"/><number:text-content/>',
            "<number:fill-character>x</number:fill-character><number:text-content/>",
            '<number:text>E</number:text><style:map style:condition="value()&gt;0" style:apply-style-name="p"/>',
        )
    )  # fmt: skip
    return t.styled(_number("number", _TWO, "p") + _number("text", isi) + _cell("", _DATA)), (t.sel,)


def _number_format(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    jenis, isi = acak.choice(
        (
            ("number", "<number:text>4</number:text>"), ("number", f"{_TWO}<number:text>5</number:text>"),
            ("number", f"<number:text>9</number:text>{_TWO}"), ("percentage", f"{_TWO}<number:text>%%</number:text>"),
            ("number", f"<number:fill-character>5</number:fill-character>{_TWO}"),
            ("number", '<number:number number:min-integer-digits="1" number:display-factor="1000"/>'),
            ("number", '<number:number number:min-integer-digits="2"><number:embedded-text number:position="1">,'
                       "</number:embedded-text></number:number>"),
            ("number", '<number:text>4</number:text><style:map style:condition="value()&lt;2" '
                       'style:apply-style-name="p"/>'),
            ("date", "<number:year/>"), ("number", f'<style:text-properties fo:color="#ffffff"/>{_TWO}'),
            ("boolean", "<number:boolean/>"), ("currency", f"<number:currency-symbol>9</number:currency-symbol>{_TWO}"),
        )
    )  # fmt: skip
    lain = _number("number", "<number:text>3</number:text>", "p")
    return t._replace(nilai=0.3).styled(lain + _number(jenis, isi) + _cell("", _DATA)), (t.sel,)


def _runs(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    """A part of the text, or its paragraph, in letters that hide or disguise it."""
    isi = f"<style:text-properties {acak.choice(LETTERS)}/>"
    alinea, keluarga = acak.choice(
        (('<text:p><text:span text:style-name="t">A</text:span></text:p>', "text"),
         ('<text:p>A<text:span><text:span text:style-name="t"> </text:span></text:span></text:p>', "text"),
         ('<text:p text:style-name="t">A</text:p>', "paragraph"))
    )  # fmt: skip
    return t.text(alinea, style("t", keluarga, isi)), (t.sel,)


def _fields(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    isi = acak.choice(
        ("<text:p><text:date>A</text:date></text:p>", "<text:p><text:sheet-name>A</text:sheet-name></text:p>",
         "<text:p><text:placeholder>A</text:placeholder></text:p>", "<text:p><text:title>A</text:title></text:p>",
         '<text:p><z:x xmlns:z="urn:z"/>A</text:p>', "<text:h>A</text:h>")
    )  # fmt: skip
    return t.text(isi), (t.sel,)


def _two_values(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    """A value told twice, repeated never, of no known kind, or in an element of another namespace."""
    isi = acak.choice(
        (
            '<table:table-cell office:value-type="string" office:string-value="A"><text:p>C</text:p>'
            "</table:table-cell>",
            '<table:table-cell office:value-type="string" office:value="1"><text:p>C</text:p></table:table-cell>',
            '<table:table-cell office:value-type="float" office:value="0.3"><text:p>A</text:p></table:table-cell>',
            '<table:table-cell office:value="1"><text:p>C</text:p></table:table-cell>',
            "<table:table-cell><text:p>C</text:p></table:table-cell>",
            '<table:table-cell office:value-type="string" table:number-columns-repeated="0"/>',
            '<table:covered-table-cell office:value-type="string"><text:p>C</text:p></table:covered-table-cell>',
            '<table:table-cell office:value-type="string" calcext:value-type="float" office:value="1"><text:p>C'
            "</text:p></table:table-cell>",
            '<table:table-cell office:value-type="string"><text:p>C</text:p><text:p>A</text:p></table:table-cell>',
            '<table:table-cell office:value-type="string"><!-- <text:p>A</text:p> --><text:p>C</text:p>'
            "</table:table-cell>",
            '<table:table-cell office:value-type="string"><text:p><![CDATA[C]]></text:p></table:table-cell>',
            '<table:table-cell office:value-type="string"><text:p>&#67;</text:p></table:table-cell>',
            '<z:table-cell xmlns:z="urn:z" office:value-type="string"><text:p>A</text:p></z:table-cell>',
            '<z:x xmlns:z="urn:z"><table:table-cell office:value-type="string"><text:p>A</text:p></table:table-cell>'
            "</z:x>",
            '<table:table-cell office:value-type="string"><text:p>C</text:p><table:table><table:table-row>'
            '<table:table-cell office:value-type="string"><text:p>A</text:p></table:table-cell></table:table-row>'
            "</table:table></table:table-cell>",
            '<table:table-cell office:value-type="string"><text:p>C<office:annotation><text:p>A</text:p>'
            "</office:annotation></text:p></table:table-cell>",
            '<table:table-cell office:value-type="string"><text:p><text:ruby><text:ruby-base>C</text:ruby-base>'
            "<text:ruby-text>A</text:ruby-text></text:ruby></text:p></table:table-cell>",
        )
    )  # fmt: skip
    return document({t.address: isi}), ()


def _formula(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    rumus = acak.choice(("of:=&quot;C&quot;", "msoxl:=&quot;C&quot;", "of:=[.C3]", "oooc:=1/0"))
    larik = acak.choice(("", ' table:number-matrix-rows-spanned="1" table:number-matrix-columns-spanned="1"'))
    return document({t.address: cell("A", f' table:formula="{rumus}"{larik}')}), (t.sel,)


def _hidden(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    """Rows and columns that are hidden, filtered, folded, or of no height or width."""
    r, k = t.baris, "ABCDE".index(t.kolom)
    tipis = style("tipis", "table-row", '<style:table-row-properties style:row-height="0.01cm"/>')
    sempit = style("tipis", "table-column", '<style:table-column-properties style:column-width="0.01cm"/>')
    lipat = '<table:table-{}-group table:display="false">'
    cara = acak.randrange(8)
    if cara < 2:
        atribut = f' table:visibility="{("collapse", "filter")[cara]}"'
        return document(baris={r: ("", atribut)}), (f"LKE!E{r}", "LKE152")
    if cara == 2:
        baku = tipis.replace(' style:name="tipis"', "").replace("style:style", "style:default-style")
        return document(gaya=tipis, baris={r: ("", ' table:style-name="tipis"')}, bernama=baku), ("LKE152",)
    if cara == 3:
        baris = {r: (lipat.format("row"), ""), r + 1: ("</table:table-row-group>", "")}
        return document(baris=baris), (f"LKE!E{r}", "LKE152")
    if cara == 4:
        tabel = style("t", "table", '<style:table-properties table:display="false"/>')
        lain = '<table:table table:name="X"><table:table-row><table:table-cell/></table:table-row></table:table>'
        return document(gaya=tabel, tabel=' table:style-name="t"', sesudah=lain), ("LKE151",)
    biasa = '<table:table-column table:number-columns-repeated="{}"/>'
    sifat = (' table:visibility="collapse"', ' table:style-name="tipis"', "")[cara - 5]
    satu = f"<table:table-column{sifat}/>"
    if cara == 7:
        satu = f"{lipat.format('column')}{satu}</table:table-column-group>"
    return document(gaya=sempit, kolom=biasa.format(k) + satu + biasa.format(3)), ("LKE151",)


def _window(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    """Settings of the window: parts that stand still where no scrolling leads, zeros left out."""
    cara = acak.randrange(3)
    if cara == 0:
        isi = settings({}, {"ShowZeroValues": "false"})
        return document({t.address: cell(0.0)}, lain=isi), (t.sel, "LKE154")
    sisi, awal, ujung, letak, kode = (
        ("Horizontal", "Left", "Right", 5, "LKE151"), ("Vertical", "Top", "Bottom", t.baris + 1, "LKE152")
    )[cara - 1]  # fmt: skip
    isi = settings(
        {f"{sisi}SplitMode": "2", f"{sisi}SplitPosition": str(letak + 2), f"Position{awal}": str(letak),
         f"Position{ujung}": str(letak + 2)}, {}
    )  # fmt: skip
    return document(lain=isi), (kode,)


def _merged(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    sebelah = f"{chr(ord(t.kolom) - 1)}{t.baris}"
    tertutup = (
        f'<table:covered-table-cell office:value-type="string"><text:p>{t.nilai}</text:p></table:covered-table-cell>'
    )
    isi = {sebelah: cell("A", ' table:number-columns-spanned="2" table:number-rows-spanned="1"'), t.address: tertutup}
    return document(isi), (t.sel,)


def _protected(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    gaya = '<style:table-cell-properties style:cell-protect="hidden-and-protected"/>'
    return t.styled(_cell(gaya), tabel=' table:protected="true"'), (t.sel,)


def _conditions(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    """Conditions of the style, of the sheet, scales, bars, icons and small charts."""
    putih = style("putih", "table-cell", WHITE)
    if acak.random() < 0.2:
        peta = '<style:map style:condition="cell-content()!=&quot;Z&quot;" style:apply-style-name="putih"/>'
        return t.styled(_cell(peta), bernama=putih), (t.sel,)
    daerah = acak.choice((f"LKE.{t.address}:LKE.{t.address}", "LKE.A1:LKE.E99", "$LKE.$A$1:.$E$99 LKE.A1:LKE.A2"))
    entri = '<calcext:formatting-entry calcext:value="0" calcext:type="auto-{}"/>'
    isi = acak.choice(
        (
            '<calcext:condition calcext:apply-style-name="putih" calcext:value="formula-is(1)" '
            'calcext:base-cell-address="LKE.A1"/>',
            f'<calcext:data-bar calcext:show-value="false">{entri.format("minimum")}{entri.format("maximum")}'
            "</calcext:data-bar>",
            f'<calcext:data-bar calcext:positive-color="#000000">{entri.format("minimum")}{entri.format("maximum")}'
            "</calcext:data-bar>",
            '<calcext:icon-set calcext:icon-set-type="3Arrows" calcext:show-value="false"/>',
            '<calcext:color-scale><calcext:color-scale-entry calcext:value="0" calcext:type="minimum" '
            'calcext:color="#000000"/></calcext:color-scale>',
        )
    )  # fmt: skip
    syarat = f'<calcext:conditional-format calcext:target-range-address="{daerah}">{isi}</calcext:conditional-format>'
    if acak.random() < 0.2:
        mini = (
            "<calcext:sparkline-groups><calcext:sparkline-group><calcext:sparklines><calcext:sparkline "
            f'calcext:cell-address="LKE.{t.address}" calcext:data-range="LKE.B4:LKE.B9"/></calcext:sparklines>'
            "</calcext:sparkline-group></calcext:sparkline-groups>"
        )
        return document(akhir=mini), (t.sel,)
    return document(akhir=f"<calcext:conditional-formats>{syarat}</calcext:conditional-formats>", bernama=putih), (
        t.sel,
    )


#: A drawing left of the sheet's answers, in the column of row texts; what follows its size, and what it holds.
_SAMPING = (
    '<draw:custom-shape draw:style-name="{}" svg:x="6cm" svg:y="{}cm" svg:width="3cm" svg:height="1cm"{}>{}'
    "</draw:custom-shape>"
)
_SHAPES = {
    "besar": ("text", 'fo:font-size="400pt"'), "garis": ("graphic", 'svg:stroke-width="40cm"'),
    "bayang": ("graphic", 'draw:shadow="visible" draw:shadow-offset-x="12cm"'), "biasa": ("graphic", ""),
}  # fmt: skip


def _drawings(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    """A drawing over the cell: plain, in a group, turned, behind a link, shown note, or reaching over from afar."""
    y = (t.baris - 1) * 0.45
    gaya = "".join(
        style(nama, "graphic", f"<style:{jenis}-properties {isi}/>") for nama, (jenis, isi) in _SHAPES.items()
    ) + style("raya", "text", '<style:text-properties fo:font-size="400pt"/>')
    atas = f'<draw:frame svg:x="9cm" svg:y="{y}cm" svg:width="14cm" svg:height="1.4cm"/>'
    jauh = [
        _SAMPING.format("biasa", y, "", f"<text:p>{'A ' * 4000}</text:p>"),
        _SAMPING.format("biasa", y, "", "<draw:text-box>" + "<text:p>A</text:p>" * 90 + "</draw:text-box>"),
        _SAMPING.format("biasa", y, "", "<text:p>A<text:s text:c='5000'/>C</text:p>"),
        _SAMPING.format("besar", y, "", "<text:p>A</text:p>"),
        _SAMPING.format("biasa", y, "", '<text:p>C<text:span text:style-name="raya">A</text:span></text:p>'),
        _SAMPING.format("garis", y, "", ""),
        _SAMPING.format("bayang", y, "", ""),
        _SAMPING.format(
            "biasa", y, "", '<draw:enhanced-geometry draw:type="cloud-callout" draw:modifiers="-90000 90"/>'
        ),
        _SAMPING.format("biasa", y, "", '<draw:enhanced-geometry draw:type="rectangle" draw:extrusion="true"/>'),
        _SAMPING.format(
            "biasa", y, "", '<draw:enhanced-geometry svg:viewBox="0 0 9 9" draw:enhanced-path="M -99 0 L 99 9"/>'
        ),
        f'<draw:line svg:x1="9cm" svg:y1="{y + 0.2}cm" svg:x2="23cm" svg:y2="{y + 0.2}cm" draw:style-name="garis"/>',
    ]  # fmt: skip
    dekat = [
        atas, f"<draw:g>{atas}</draw:g>", f"<draw:g><draw:g>{atas}</draw:g></draw:g>", f"<draw:a>{atas}</draw:a>",
        f'<z:scene xmlns:z="urn:z" svg:x="9cm" svg:y="{y}cm" svg:width="14cm" svg:height="1.4cm"/>',
        f'<draw:frame draw:transform="rotate (0.7) translate (14cm {y}cm)" svg:width="14cm" svg:height="3cm"/>',
        '<draw:frame draw:transform="matrix (1 0 0 1 0cm 0cm)" svg:width="4cm" svg:height="3cm"/>',
        f'<draw:control svg:x="9cm" svg:y="{y}cm" svg:width="14cm" svg:height="1.4cm"/>',
    ]  # fmt: skip
    if acak.random() < 0.2:
        # Anchored in the cell itself, or a note that is always shown.
        isi = acak.choice(
            ('<draw:frame table:end-cell-address="LKE.F{0}" table:end-x="1cm" table:end-y="0.3cm" svg:width='
             '"9cm" svg:height="2cm"/>', '<office:annotation office:display="true" svg:x="9cm" svg:y="{1}cm" svg:width='
             '"14cm" svg:height="1.4cm"><text:p>A</text:p></office:annotation>')
        ).format(t.baris + 2, y)  # fmt: skip
        return t.text(f"{isi}<text:p>{t.nilai}</text:p>"), (t.sel,)
    return t.drawn(acak.choice(acak.choice((dekat, jauh))), gaya), (t.sel,)


def _ordinary(t: OdsTarget, acak: Random) -> tuple[bytes, tuple[str, ...]]:
    """Nothing false: what ordinary documents hold besides their values."""
    cara = acak.randrange(5)
    if cara == 0:
        return t.text(f"<text:p>{t.nilai}</text:p><office:annotation><text:p>A</text:p></office:annotation>"), ()
    if cara == 1:
        gaya = '<style:table-cell-properties fo:background-color="#1f3864" fo:border="0.74pt solid #000000"/>' + WHITE
        return t.styled(_cell(gaya)), ()
    if cara == 2:
        return t.text('<text:p><text:a xlink:href="https://contoh.go.id">A</text:a></text:p>'), ()
    if cara == 3:
        return document(lain=settings({"HorizontalSplitMode": "2", "HorizontalSplitPosition": "1"}, {})), ()
    return t.drawn('<draw:frame svg:x="40cm" svg:y="0cm" svg:width="4cm" svg:height="3cm"/>'), ()


TRICKS: tuple[tuple[str, Trick], ...] = (
    ("huruf", _letters),
    ("huruf yang dinamai lain", _declared_font),
    ("sel", _cell_properties),
    ("tepi sel sebelah", _edges),
    ("format teks", _text_format),
    ("format angka", _number_format),
    ("ragam huruf", _runs),
    ("bidang", _fields),
    ("dua nilai", _two_values),
    ("rumus", _formula),
    ("tersembunyi", _hidden),
    ("jendela", _window),
    ("gabungan", _merged),
    ("pelindungan", _protected),
    ("bersyarat", _conditions),
    ("gambar", _drawings),
    ("gambar lain", _drawings),
    ("biasa", _ordinary),
)

HALUS = (*FINE, *WIDE, *SPELLED, *DEEP)


def two_faced_ods(benih: int, jumlah: int) -> Iterator[TwoFaced]:
    """*jumlah* such documents, the same ones for the same seed: every trick in turn, each time on another cell."""
    acak = Random(benih)
    for i in range(jumlah):
        n = i % (len(TRICKS) + len(HALUS))
        if n < len(TRICKS):
            jenis, trik = TRICKS[n]
            data, disebut = trik(_target(acak), acak)
        else:
            jenis, halus, angka = HALUS[n - len(TRICKS)]
            data, disebut = halus(Place(*_target(acak, angka=angka)), acak)
        yield TwoFaced(f"ods: {jenis}", data, disebut, "ods")


def _target(acak: Random, *, angka: bool = False) -> OdsTarget:
    """An option cell of an assessor, or with *angka* the cell of a percentage."""
    baris = [r for r, b in small_lke.answer_rows() if (b.jenis_jawaban == "persen") == angka]
    r, kolom = acak.choice(baris), acak.choice("DE")
    nilai = small_lke.grid()[r - 1]["ABCDE".index(kolom)]
    assert nilai is not None
    return OdsTarget(kolom, r, nilai)
