"""Further .ods with two faces: kinds of values, ranges that something fills, formats that stand twice, sizes."""

from __future__ import annotations

from random import Random

from tests.fuzz.small_ods import cell, document
from tests.fuzz.two_faced_ods_fine import Named, Place

_DUA = '<number:number number:decimal-places="2" number:min-integer-digits="1"/>'
_GAYA = '<style:style style:name="s" style:family="table-cell" style:data-style-name="n"{}>{}</style:style>'
_MAX_DEPTH = ' table:style-name="s"'


def _number(jenis: str, isi: str, nama: str = "n") -> str:
    return f'<number:{jenis}-style style:name="{nama}">{isi}</number:{jenis}-style>'


def _value(jenis: str, nilai: str, teks: str, atribut: str = "") -> str:
    nama = {"boolean": "boolean-value", "date": "date-value", "time": "time-value"}.get(jenis, "value")
    isi = f'office:value-type="{jenis}" office:{nama}="{nilai}"'
    return f"<table:table-cell {isi}{atribut}><text:p>{teks}</text:p></table:table-cell>"


def _kinds(t: Place, acak: Random) -> Named:
    """A value of another kind, and a text beside it that says something else."""
    isi = acak.choice(
        (("percentage", "0.3", "90%"), ("percentage", "0.9", "9"), ("currency", "0.9", "4"), ("boolean", "true", "A"),
         ("boolean", "false", "Ya"), ("time", "PT12H00M00S", "0.5"), ("date", "1900-01-01", "2"),
         ("float", "0.9", "0.4"), ("float", "1e-1", "1"), ("float", ".5", "5"), ("float", "0.9", ""))
    )  # fmt: skip
    return document({t.address: _value(*isi)}), ()


def _boolean(t: Place, acak: Random) -> Named:
    """A number shown as true or false, or by the text of such a format; or a truth in a format of numbers."""
    isi = acak.choice(
        ("<number:boolean/>", "<number:text>0.4</number:text>", "<number:text>0</number:text><number:boolean/>",
         "<number:boolean/><number:text>4</number:text>")
    )  # fmt: skip
    return t.styled(_number("boolean", isi) + _GAYA.format("", "")), ()


def _truth(t: Place, acak: Random) -> Named:
    """A truth as an answer, in formats of other kinds."""
    jenis, isi = acak.choice(
        (("number", "<number:text>Tidak</number:text>"), ("text", "<number:text>Tidak</number:text>"),
         ("boolean", "<number:boolean/>"), ("boolean", "<number:text>Ya</number:text>"), ("number", _DUA))
    )  # fmt: skip
    sel = _value("boolean", acak.choice(("true", "false")), "TRUE", _MAX_DEPTH)
    return document({t.address: sel}, _number(jenis, isi) + _GAYA.format("", "")), ()


def _filled_range(t: Place, acak: Random) -> Named:
    """A range that a database or a pivot table fills."""
    asal = acak.choice(
        ('<table:database-source-table table:database-name="D" table:database-table-name="T"/>',
         '<table:database-source-sql table:database-name="D" table:sql-statement="SELECT 1"/>',
         '<table:database-source-query table:database-name="D" table:query-name="Q"/>')
    )  # fmt: skip
    daerah = acak.choice((f"LKE.{t.address}:LKE.{t.address}", "LKE.A3:LKE.E60", "$LKE.$A$3:$LKE.$E$60"))
    satu = (
        f'<table:database-ranges><table:database-range table:name="D" table:target-range-address="{daerah}" '
        f'table:refresh-delay="PT1S">{asal}</table:database-range></table:database-ranges>'
    )
    poros = (
        f'<table:data-pilot-tables><table:data-pilot-table table:name="P" table:target-range-address="{daerah}">'
        '<table:source-cell-range table:cell-range-address="LKE.A3:LKE.C9"/><table:data-pilot-field '
        'table:source-field-name="Penilaian" table:orientation="row"/></table:data-pilot-table>'
        "</table:data-pilot-tables>"
    )
    return document(sesudah=acak.choice((satu, poros))), (t.sel,)


def _quiet_range(t: Place, acak: Random) -> Named:
    """A range with a name, a filter, a list of choices or a protected cell: nothing that changes what is seen."""
    daerah = "LKE.A3:LKE.E60"
    isi = acak.choice(
        (f'<table:database-ranges><table:database-range table:name="D" table:target-range-address="{daerah}" '
         'table:display-filter-buttons="true"/></table:database-ranges>',
         f'<table:named-expressions><table:named-range table:name="N" table:cell-range-address="{daerah}"/>'
         "</table:named-expressions>")
    )  # fmt: skip
    if acak.random() < 0.3:
        gaya = '<style:style style:name="s" style:family="table-cell"><style:table-cell-properties '
        gaya += 'style:cell-protect="formula-hidden protected"/></style:style>'
        return t.styled(gaya), ()
    return document(sesudah=isi), ()


def _format_twice(t: Place, acak: Random) -> Named:
    """Two formats, or two styles, of one name."""
    satu, dua = _number("number", _DUA), _number("number", "<number:text>0.4</number:text>")
    cara = acak.randrange(5)
    if cara < 2:
        return t.styled((satu + dua if cara else dua + satu) + _GAYA.format("", "")), ()
    if cara == 2:
        return t.styled(satu + _number("percentage", "<number:text>0.4</number:text>") + _GAYA.format("", "")), ()
    lain = _number("number", "<number:text>0.4</number:text>", "m")
    gaya = [_GAYA.format("", ""), _GAYA.format("", "").replace('"n"', '"m"')]
    acak.shuffle(gaya)
    return t.styled(satu + lain + "".join(gaya)), ()


def _late_format(t: Place, acak: Random) -> Named:
    """A format told after the style that uses it, or among the named ones."""
    format_ = _number("number", "<number:text>0.4</number:text>")
    gaya = _GAYA.format("", "")
    if acak.random() < 0.5:
        return t.styled(gaya + format_), ()
    return t.styled(gaya, bernama=format_), ()


def _many_blanks(t: Place, acak: Random) -> Named:
    """A format that sets blanks or lines before or behind the text."""
    sela = acak.choice((" " * 40, "\u3000" * 20, "\t" * 9, "\n\n\n"))
    isi = [f"<number:text>{sela}</number:text>", "<number:text-content/>"]
    acak.shuffle(isi)
    return t.styled(_number("text", "".join(isi)) + _GAYA.format("", "")), (t.sel,)


def _upright(t: Place, acak: Random) -> Named:
    """Letters that stand upright, or one below the other, in a row that is too low for them."""
    sifat = acak.choice(('style:rotation-angle="90"', 'style:rotation-angle="270"', 'style:direction="ttb"'))
    gaya = f'<style:style style:name="s" style:family="table-cell"><style:table-cell-properties {sifat}/></style:style>'
    gaya += '<style:style style:name="r" style:family="table-row"><style:table-row-properties style:row-height="13pt" '
    gaya += 'style:use-optimal-row-height="false"/></style:style>'
    sel = cell("Tidak", _MAX_DEPTH)
    return document({t.address: sel}, gaya, baris={t.baris: ("", ' table:style-name="r"')}), (t.sel,)


def _wide_letter(t: Place, acak: Random) -> Named:
    """A letter wider than its column."""
    gaya = (
        '<style:style style:name="s" style:family="table-cell"><style:text-properties fo:font-size="{}"/></style:style>'
    )
    gaya = gaya.format(acak.choice(("60pt", "80pt", "40pt")))
    gaya += '<style:style style:name="k" style:family="table-column"><style:table-column-properties '
    gaya += 'style:column-width="0.45cm"/></style:style>'
    kolom = '<table:table-column/><table:table-column table:style-name="k" table:number-columns-repeated="4"/>'
    return document({t.address: cell(t.nilai, _MAX_DEPTH)}, gaya, kolom=kolom), (t.sel,)


def _label(t: Place, acak: Random) -> Named:
    """A row's text, or the heading of an assessor, that is shown otherwise."""
    sifat = acak.choice(
        (
            'fo:color="#ffffff"',
            'style:font-name="Wingdings"',
            'fo:font-size="1pt"',
            'style:text-line-through-style="solid"',
        )
    )
    gaya = f'<style:style style:name="s" style:family="table-cell"><style:text-properties {sifat}/></style:style>'
    if acak.random() < 0.5:
        return document({f"{t.kolom}3": cell("Jawaban TPI" if t.kolom == "E" else "Jawaban Unit", _MAX_DEPTH)}, gaya), (
            f"LKE!{t.kolom}3",
        )
    from tests.fuzz.small_lke import grid

    teks = str(grid()[t.baris - 1][0])
    return document({f"A{t.baris}": cell(teks, _MAX_DEPTH)}, gaya), (f"LKE!A{t.baris}",)


def _second_body(t: Place, acak: Random) -> Named:
    """A second body, or a second sheet of the same cells, behind the first."""
    lain = f'<table:table table:name="LKE"><table:table-row>{cell("A") * 5}</table:table-row></table:table>'
    isi = acak.choice(
        (f"</office:spreadsheet><office:spreadsheet>{lain}",
         f"</office:spreadsheet></office:body><office:body><office:spreadsheet>{lain}")
    )  # fmt: skip
    return document(sesudah=isi), ()


def _embedded(t: Place, acak: Random) -> Named:
    """Rows within rows' groups, headers and soft breaks; columns as headers; a page break before the row."""
    depan, belakang = acak.choice(
        (("<table:table-header-rows>", "</table:table-header-rows>"), ("<text:soft-page-break/>", ""),
         ("<table:table-rows>", "</table:table-rows>"), ("<table:table-row-group><table:table-header-rows>",
          "</table:table-header-rows></table:table-row-group>"))
    )  # fmt: skip
    return document(baris={t.baris: (depan, ""), t.baris + 1: (belakang, "")}), ()


def _heading_hidden(t: Place, acak: Random) -> Named:
    """The row of headings hidden, and another above it, which is seen, with the assessors the other way round."""
    lain = {"D2": cell("Jawaban TPI"), "E2": cell("Jawaban Unit")}
    rendah = '<style:style style:name="r" style:family="table-row"><style:table-row-properties style:row-height="1pt" '
    rendah += 'style:use-optimal-row-height="false"/></style:style>'
    sifat = acak.choice(('table:visibility="collapse"', 'table:visibility="filter"', 'table:style-name="r"'))
    return document(lain, rendah, baris={3: ("", f" {sifat}")}), ("LKE!D3",)


#: Name, trick, and whether it is about numbers.
WIDE = (
    ("jenis nilai", _kinds, True),
    ("jenis nilai, teks", _kinds, False),
    ("format logika", _boolean, True),
    ("nilai logika", _truth, False),
    ("rentang yang diisi", _filled_range, False),
    ("rentang biasa", _quiet_range, False),
    ("format dua kali", _format_twice, True),
    ("format sesudahnya", _late_format, True),
    ("format berspasi", _many_blanks, False),
    ("huruf tegak", _upright, False),
    ("huruf lebar", _wide_letter, False),
    ("label dan tajuk", _label, False),
    ("baris tajuk tersembunyi", _heading_hidden, False),
    ("isi kedua", _second_body, False),
    ("baris di dalam baris", _embedded, False),
)
