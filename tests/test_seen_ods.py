"""Cells of an .ods that show something other than they hold, by their styles, formats, drawings and conditions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import small_ods
from tests.fuzz.basis import zip_of
from tests.fuzz.small_ods import NAMESPACES
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.worksheet.formats.open import open_workbook
from zi_cli.worksheet.formats.sheet_view import Odd

TEXT_CELL = '<table:table-cell office:value-type="string" table:style-name="s"><text:p>A</text:p></table:table-cell>'
NUMBER_CELL = '<table:table-cell office:value-type="float" office:value="3" table:style-name="s"/>'


def document(
    gaya: str = "", sel: str = TEXT_CELL, *, bernama: str = "", bentuk: str = "", lindung: str = "", akhir: str = ""
) -> bytes:
    """An .ods with *sel* in B2, automatic styles *gaya* and the named ones *bernama*."""
    ruang = " ".join(f'xmlns:{n}="{u}"' for n, u in NAMESPACES.items())
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "styles.xml": f"<office:document-styles {ruang}><office:styles>{bernama}</office:styles>"
            "</office:document-styles>",
            "content.xml": f"<office:document-content {ruang}><office:automatic-styles>{gaya}</office:automatic-styles>"
            f'<office:body><office:spreadsheet><table:table table:name="S1"{lindung}>{bentuk}<table:table-row/>'
            f"<table:table-row><table:table-cell/>{sel}</table:table-row>{akhir}</table:table></office:spreadsheet>"
            "</office:body></office:document-content>",
        }
    )


def cell(isi: str, sifat: str = "") -> str:
    return f'<style:style style:name="s" style:family="table-cell"{sifat}>{isi}</style:style>'


def number(jenis: str, isi: str, nama: str = "n") -> str:
    return f'<number:{jenis}-style style:name="{nama}">{isi}</number:{jenis}-style>'


def odd(tmp_path: Path, data: bytes) -> Odd | None:
    berkas = tmp_path / "lke.ods"
    berkas.write_bytes(data)
    buku = open_workbook(berkas)
    assert buku.rupa is not None
    nilai = buku.lembar[0][1][1][1]
    hasil = buku.rupa.odd(0, (2, 1), nilai)
    # What is odd is looked for.
    assert hasil is None or hasil.bulat or not buku.rupa.plain(0, buku.lembar[0][1])
    return hasil


KOTAK = '<draw:frame svg:x="{}cm" svg:y="{}cm" svg:width="9cm" svg:height="3cm"/>'
#: A drawing beside the cell.
SAMPING = (
    '<draw:custom-shape draw:style-name="{}" svg:x="6cm" svg:y="0cm" svg:width="3cm" svg:height="2cm">{}'
    "</draw:custom-shape>"
)
WHITE = '<style:text-properties fo:color="#ffffff"/>'
DATA = ' style:data-style-name="n"'
TWO_DIGITS = '<number:number number:decimal-places="2" number:min-integer-digits="1"/>'


@pytest.mark.parametrize(
    "gaya",
    [
        cell(WHITE),
        cell('<style:text-properties fo:font-size="1pt"/>'),
        cell('<style:text-properties style:font-name="Wingdings"/>'),
        cell('<style:text-properties style:text-line-through-style="solid"/>'),
        cell('<style:table-cell-properties fo:background-color="#000000"/>'),
        cell('<style:table-cell-properties style:repeat-content="true"/>'),
        cell('<style:paragraph-properties fo:margin-left="10cm"/>'),
        cell('<style:table-cell-properties style:rotation-angle="45"/>'),
        cell('<style:table-cell-properties style:diagonal-bl-tr="0.5pt solid #000000"/>'),
        cell("", DATA) + number("text", "<number:text>C</number:text>"),
        cell("", DATA) + number("text", "<number:text-content/><number:text>C</number:text>"),
        cell("", DATA)
        + number("number", TWO_DIGITS, "p")
        + number("text", '<number:text>E</number:text><style:map style:condition="value()&gt;0" '
                 'style:apply-style-name="p"/>'),
        cell("", DATA) + number("text", '<style:text-properties fo:color="#ffffff"/><number:text-content/>'),
        cell("", ' style:parent-style-name="induk"'),
        cell('<style:text-properties fo:font-size="5%"/>'),
        cell('<style:text-properties fo:font-size="1px"/>'),
        cell('<style:text-properties style:text-scale="1%"/>'),
        cell('<style:text-properties text:display="none"/>'),
        cell('<style:text-properties style:text-position="100% 5%"/>'),
        cell('<style:text-properties fo:letter-spacing="20cm"/>'),
        cell('<style:text-properties xmlns:x="urn:x" x:opacity="0%"/>'),
        cell('<style:table-cell-properties fo:padding-left="20cm"/>'),
        cell('<style:table-cell-properties fo:border-top="3cm solid #000000"/>'),
        cell('<style:table-cell-properties style:direction="ttb"/>'),
        cell('<style:text-properties style:font-charset="x-symbol"/>'),
        cell('<style:text-properties style:text-line-through-text="X"/>'),
        '<style:font-face style:name="F" svg:font-family="Wingdings"/>'
        + cell('<style:text-properties style:font-name="F"/>'),
    ],
)  # fmt: skip
def test_a_text_that_is_not_shown_as_it_is(tmp_path: Path, gaya: str) -> None:
    bernama = f'<style:style style:name="induk" style:family="table-cell">{WHITE}</style:style>'
    assert odd(tmp_path, document(gaya, bernama=bernama)) is not None


@pytest.mark.parametrize(
    "isi",
    [
        number("number", "<number:text>4</number:text>"),
        number("number", TWO_DIGITS + "<number:text>5</number:text>"),
        number("number", f"<number:text>9</number:text>{TWO_DIGITS}"),
        number("percentage", f"{TWO_DIGITS}<number:text>%%</number:text>"),
        number("number", f"<number:fill-character>5</number:fill-character>{TWO_DIGITS}"),
        number("number", '<number:number number:min-integer-digits="1" number:display-factor="1000"/>'),
        number("number", '<number:number number:min-integer-digits="2"><number:embedded-text number:position="1">,'
               "</number:embedded-text></number:number>"),
        number("number", TWO_DIGITS, "p")
        + number("number", '<number:text>4</number:text><style:map style:condition="value()&lt;2" '
                 'style:apply-style-name="p"/>'),
        number("date", "<number:year/>"),
        number("number", '<style:text-properties fo:color="#ffffff"/>' + TWO_DIGITS),
    ],
)  # fmt: skip
def test_a_number_that_is_not_shown_as_it_is(tmp_path: Path, isi: str) -> None:
    assert odd(tmp_path, document(cell("", DATA) + isi, NUMBER_CELL)) is not None


@pytest.mark.parametrize(
    ("gaya", "sel"),
    [
        ("", TEXT_CELL),
        (cell('<style:table-cell-properties fo:background-color="#1f3864"/>' + WHITE), TEXT_CELL),
        (cell("", DATA) + number("text", "<number:text-content/>"), TEXT_CELL),
        (cell("", DATA) + number("number", TWO_DIGITS), TEXT_CELL),
        (cell("", DATA) + number("number", TWO_DIGITS), NUMBER_CELL),
        (cell("", DATA) + number("percentage", f"{TWO_DIGITS}<number:text>%</number:text>"), NUMBER_CELL),
        (cell("", DATA) + number("number", f"{TWO_DIGITS}<number:text> poin</number:text>"), NUMBER_CELL),
        (cell("", DATA) + number("number", '<number:number number:min-integer-digits="1"/>'), NUMBER_CELL),
    ],
)
def test_what_is_shown_as_it_is(tmp_path: Path, gaya: str, sel: str) -> None:
    assert odd(tmp_path, document(gaya, sel)) is None


def test_a_run_in_white(tmp_path: Path) -> None:
    gaya = f'<style:style style:name="t" style:family="text">{WHITE}</style:style>'
    sel = TEXT_CELL.replace("A<", '<text:span text:style-name="t">A</text:span><')
    assert odd(tmp_path, document(gaya, sel)) is not None
    dua = TEXT_CELL.replace("<text:p>", '<text:p text:style-name="t">')
    assert odd(tmp_path, document(gaya.replace('"text"', '"paragraph"'), dua)) is not None


@pytest.mark.parametrize(
    "isi",
    [
        "<text:date>A</text:date>", "<text:sheet-name>A</text:sheet-name>", "<text:placeholder>A</text:placeholder>",
        "<text:meta>A</text:meta>", '<z:x xmlns:z="urn:z"/>A',
    ],
)  # fmt: skip
def test_a_field_may_show_something_else(tmp_path: Path, isi: str) -> None:
    assert odd(tmp_path, document(sel=TEXT_CELL.replace(">A<", f">{isi}<"))) is not None
    assert odd(tmp_path, document(sel=TEXT_CELL.replace("text:p", "text:h"))) is not None


def test_the_usual_style_is_that_of_cells_that_name_none(tmp_path: Path) -> None:
    bernama = f'<style:style style:name="Default" style:family="table-cell">{WHITE}</style:style>'
    for sel, gaya in ((TEXT_CELL.replace(' table:style-name="s"', ""), ""), (TEXT_CELL, cell(""))):
        assert odd(tmp_path, document(gaya, sel, bernama=bernama)) is not None


def test_a_small_chart_in_the_cell(tmp_path: Path) -> None:
    mini = "<calcext:sparkline-groups><calcext:sparkline-group><calcext:sparklines><calcext:sparkline calcext:cell-"
    mini += 'address="S1.B2"/></calcext:sparklines></calcext:sparkline-group></calcext:sparkline-groups>'
    assert odd(tmp_path, document(akhir=mini)) is not None


@pytest.mark.parametrize(
    ("sel", "ada"),
    [
        (TEXT_CELL, False),
        (TEXT_CELL.replace(" office", ' table:formula="of:=A1" office', 1), True),
        ('<table:covered-table-cell table:number-columns-repeated="0"/>', None),
        (TEXT_CELL.replace(" office", ' calcext:value-type="float" office:value="1" office', 1), None),
    ],
)
def test_formulas_are_known_and_what_is_read_in_two_ways_is_refused(tmp_path: Path, sel: str, ada: bool | None) -> None:
    berkas = tmp_path / "lke.ods"
    berkas.write_bytes(document(sel=sel))
    if ada is None:
        with pytest.raises(UnreadableInput, match="LKE104"):
            open_workbook(berkas)
        return
    buku = open_workbook(berkas)
    assert buku.rupa is not None
    assert ((2, 1) in buku.rupa.formulas(0, range(40))) is ada


def test_cells_under_a_formula_of_several_cells(tmp_path: Path) -> None:
    larik = (
        ' table:formula="of:=A1" table:number-matrix-rows-spanned="2" table:number-matrix-columns-spanned="1" office'
    )
    akhir = f"<table:table-row><table:table-cell/>{TEXT_CELL}</table:table-row>"
    berkas = tmp_path / "lke.ods"
    berkas.write_bytes(document(sel=TEXT_CELL.replace(" office", larik, 1), akhir=akhir + akhir))
    buku = open_workbook(berkas)
    assert buku.rupa is not None
    assert buku.rupa.formulas(0, range(40)) == {(2, 1), (3, 1)}


def test_a_style_of_the_row_or_the_column(tmp_path: Path) -> None:
    polos = TEXT_CELL.replace(' table:style-name="s"', "")
    kolom = '<table:table-column table:number-columns-repeated="3" table:default-cell-style-name="s"/>'
    assert odd(tmp_path, document(cell(WHITE), polos)) is None
    assert odd(tmp_path, document(cell(WHITE), polos, bentuk=kolom)) is not None


def test_a_protected_sheet_that_conceals(tmp_path: Path) -> None:
    gaya = cell('<style:table-cell-properties style:cell-protect="hidden-and-protected"/>')
    assert odd(tmp_path, document(gaya)) is None
    assert odd(tmp_path, document(gaya, lindung=' table:protected="true"')) is not None


@pytest.mark.parametrize(
    ("bentuk", "tertutup"),
    [
        ('<draw:frame svg:x="0cm" svg:y="0cm" svg:width="9cm" svg:height="3cm"/>', True),
        ('<draw:custom-shape svg:x="15cm" svg:y="0cm" svg:width="9cm" svg:height="3cm"/>', False),
        (f"<draw:g>{KOTAK.format(0, 0)}</draw:g>", True),
        (f"<draw:g><draw:g>{KOTAK.format(0, 0)}</draw:g></draw:g>", True),
        (f"<draw:g>{KOTAK.format(15, 0)}</draw:g>", False),
        ('<draw:frame draw:transform="rotate (0.7) translate (3cm 3cm)" svg:width="4cm" svg:height="3cm"/>', True),
        ('<draw:frame draw:transform="rotate (0.7) translate (30cm 30cm)" svg:width="4cm" svg:height="3cm"/>', False),
        ('<draw:frame draw:transform="matrix (1 0 0 1 0cm 0cm)" svg:width="4cm" svg:height="3cm"/>', True),
        (f"<draw:a>{KOTAK.format(0, 0)}</draw:a>", True),
        ('<z:scene xmlns:z="urn:z" svg:x="0cm" svg:y="0cm" svg:width="9cm" svg:height="3cm"/>', True),
        (SAMPING.format("", "<text:p>A</text:p>"), False),
        (SAMPING.format("", f"<text:p>{'A ' * 400}</text:p>"), True),
        (SAMPING.format("", "<draw:text-box>" + "<text:p>A</text:p>" * 30 + "</draw:text-box>"), True),
        (SAMPING.format("", "<text:p>A<text:s text:c='500'/>C</text:p>"), True),
        (SAMPING.format("besar", "<text:p>A</text:p>"), True),
        (SAMPING.format("", '<text:p>C<text:span text:style-name="raya">A</text:span></text:p>'), True),
        (SAMPING.format("garis", ""), True),
        (SAMPING.format("tanpa garis", ""), False),
        (SAMPING.format("bayang", ""), True),
        (SAMPING.format("", '<draw:enhanced-geometry draw:type="cloud-callout" draw:modifiers="-90000 90"/>'), True),
        (SAMPING.format("", '<draw:enhanced-geometry draw:type="cloud-callout" draw:modifiers="900 900"/>'), False),
        (SAMPING.format("", '<draw:enhanced-geometry draw:type="rectangle" draw:extrusion="true"/>'), True),
        (
            SAMPING.format("", '<draw:enhanced-geometry svg:viewBox="0 0 9 9" draw:enhanced-path="M -99 0 L 9 9"/>'),
            True,
        ),
        ('<draw:line svg:x1="0cm" svg:y1="0.7cm" svg:x2="9cm" svg:y2="0.7cm" draw:style-name="garis"/>', True),
        ('<draw:line svg:x1="0cm" svg:y1="0.7cm" svg:x2="9cm" svg:y2="0.7cm"/>', True),
        ('<draw:line svg:x1="0cm" svg:y1="0.9cm" svg:x2="9cm" svg:y2="0.9cm"/>', False),
    ],
)
def test_a_drawing_over_the_cell(tmp_path: Path, bentuk: str, tertutup: bool) -> None:
    gaya = "".join(
        f'<style:style style:name="{nama}" style:family="{keluarga}"><style:{s}-properties {isi}/></style:style>'
        for nama, keluarga, s, isi in (
            ("besar", "graphic", "text", 'fo:font-size="200pt"'),
            ("raya", "text", "text", 'fo:font-size="200pt"'),
            ("garis", "graphic", "graphic", 'svg:stroke-width="8cm"'),
            ("tanpa garis", "graphic", "graphic", 'svg:stroke-width="8cm" draw:stroke="none"'),
            ("bayang", "graphic", "graphic", 'draw:shadow="visible" draw:shadow-offset-x="-5cm"'),
        )
    )
    data = document(gaya, bentuk=f"<table:shapes>{bentuk}</table:shapes>")
    assert (odd(tmp_path, data) is not None) is tertutup


@pytest.mark.parametrize(("lebar", "tertutup"), [("2cm", False), ("20cm", True)])
def test_a_drawing_is_measured_by_the_columns_of_its_sheet(tmp_path: Path, lebar: str, tertutup: bool) -> None:
    sifat = f'<style:table-column-properties style:column-width="{lebar}"/>'
    gaya = f'<style:style style:name="k" style:family="table-column">{sifat}</style:style>'
    kolom = '<table:table-column table:style-name="k"/>'
    data = document(gaya, bentuk=f"<table:shapes>{KOTAK.format(15, 0)}</table:shapes>{kolom}")
    assert (odd(tmp_path, data) is not None) is tertutup


@pytest.mark.parametrize(("tampil", "tertutup"), [("true", True), ("false", False)])
def test_a_note_that_is_always_shown_covers_cells(tmp_path: Path, tampil: str, tertutup: bool) -> None:
    catatan = KOTAK.format(0, 0).replace("draw:frame", f'office:annotation office:display="{tampil}"')
    assert (odd(tmp_path, document(sel=TEXT_CELL.replace("<text:p>", f"{catatan}<text:p>"))) is not None) is tertutup


def test_a_drawing_anchored_in_a_cell(tmp_path: Path) -> None:
    bentuk = '<draw:frame table:end-cell-address="S1.C3" table:end-x="1cm" table:end-y="0.3cm"/>'
    assert odd(tmp_path, document(sel=TEXT_CELL.replace("<text:p>", f"{bentuk}<text:p>"))) is not None


@pytest.mark.parametrize(
    ("syarat", "gaya"),
    [
        ('<calcext:condition calcext:apply-style-name="putih" calcext:value="=1"/>', True),
        ('<calcext:condition calcext:apply-style-name="merah" calcext:value="=1"/>', False),
        ('<calcext:color-scale><calcext:color-scale-entry calcext:color="#000000"/></calcext:color-scale>', True),
        ('<calcext:icon-set calcext:show-value="false"/>', True),
        ('<calcext:icon-set/>', False),
    ],
)  # fmt: skip
def test_a_condition_that_may_hide(tmp_path: Path, syarat: str, gaya: bool) -> None:
    bernama = "".join(
        f'<style:style style:name="{n}" style:family="table-cell"><style:text-properties fo:color="{w}"/></style:style>'
        for n, w in (("putih", "#ffffff"), ("merah", "#ff0000"))
    )
    akhir = (
        '<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="S1.A1:S1.B9">'
        f"{syarat}</calcext:conditional-format></calcext:conditional-formats>"
    )
    assert (odd(tmp_path, document(bernama=bernama, akhir=akhir)) is not None) is gaya


@pytest.mark.parametrize(
    ("sifat", "tertutup"),
    [
        ('fo:border="3cm solid #000000"', True),
        ('style:shadow="#000000 2cm 0.1cm"', True),
        ('style:diagonal-bl-tr="4cm solid #000000"', True),
        ('fo:border="2pt solid #000000" style:shadow="#000000 0.18cm 0.18cm"', False),
    ],
)
@pytest.mark.parametrize("isi", ["", "<text:p>x</text:p>"])
def test_the_edges_of_a_neighbour_may_lie_over_the_cell(tmp_path: Path, sifat: str, tertutup: bool, isi: str) -> None:
    sebelah = f'<table:table-cell office:value-type="string" table:style-name="s">{isi}</table:table-cell>'
    gaya = cell(f"<style:table-cell-properties {sifat}/>")
    data = document(gaya, TEXT_CELL.replace(' table:style-name="s"', "") + sebelah)
    assert (odd(tmp_path, data) is not None) is tertutup


@pytest.mark.parametrize(
    ("lembar", "kolom", "baris"),
    [
        ({"HorizontalSplitMode": "2", "HorizontalSplitPosition": "5", "PositionLeft": "3"}, True, False),
        ({"VerticalSplitMode": "2", "VerticalSplitPosition": "5", "PositionTop": "3"}, False, True),
        ({"VerticalSplitMode": "1", "VerticalSplitPosition": "900", "PositionTop": "3"}, False, False),
        ({"VerticalSplitMode": "2", "VerticalSplitPosition": "3", "HorizontalSplitPosition": "1"}, False, False),
    ],
)
def test_parts_of_a_window_that_stand_still(tmp_path: Path, lembar: dict[str, str], kolom: bool, baris: bool) -> None:
    berkas = tmp_path / "lke.ods"
    berkas.write_bytes(small_ods.document(lain=small_ods.settings(lembar, {})))
    rupa = open_workbook(berkas).rupa
    assert rupa is not None
    assert (rupa.view(0).hides_column(1), rupa.view(0).hides_row(2)) == (kolom, baris)


@pytest.mark.parametrize("tampil", ["true", "false"])
def test_zeros_that_the_window_leaves_out(tmp_path: Path, tampil: str) -> None:
    data = small_ods.document({"B2": small_ods.cell(0.0)}, lain=small_ods.settings({}, {"ShowZeroValues": tampil}))
    assert (odd(tmp_path, data) is None) is (tampil == "true")


@pytest.mark.parametrize(
    ("jendela", "luput"),
    [
        ({"HasSheetTabs": "false", "ActiveTable": "Lain"}, True),
        ({"HasSheetTabs": "false", "ActiveTable": "LKE"}, False),
        ({"HasSheetTabs": "true", "ActiveTable": "Lain"}, False),
    ],
)
def test_a_sheet_that_no_tab_leads_to(tmp_path: Path, jendela: dict[str, str], luput: bool) -> None:
    berkas = tmp_path / "lke.ods"
    berkas.write_bytes(small_ods.document(lain=small_ods.settings({}, jendela)))
    assert open_workbook(berkas).tersembunyi == ({0} if luput else set())
