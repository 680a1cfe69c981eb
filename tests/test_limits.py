"""Limits before parsing: what must be refused is, what is only odd is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.fuzz import basis
from tests.fuzz.basis import ods_cell, xls, xlsx, zip_of
from zi_cli.findings.record import column_letters
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.worksheet.formats import limits
from zi_cli.worksheet.formats.limits import MAX_CELLS, MAX_ROWS, Budget, LimitExceeded
from zi_cli.worksheet.formats.open import open_workbook

ONE_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def code_of(tmp_path: Path, isi: bytes, nama: str = "lke.xlsx") -> str:
    berkas = tmp_path / nama
    berkas.write_bytes(isi)
    try:
        open_workbook(berkas)
    except UnreadableInput as e:
        return e.temuan.kode
    return ""


@pytest.mark.parametrize(
    "sel",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c\nr = "XFD1048576"><v>1</v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
        '<c r="XFD1048576" x="/>"><v>1</v></c>',
        '<c r="XFD1048576" t="inlineStr"><is><t>a</t></is></c>',
        '<c r="&#88;FD1048576"><v>1</v></c>',
        f'<c r="A{MAX_ROWS + 1}"><v>1</v></c>',
        '<!-- <c r="A1"> --><c  r="XFD1048576"><v>1</v></c>',
    ],
)
def test_a_distant_cell(tmp_path: Path, sel: str) -> None:
    assert code_of(tmp_path, xlsx(f'{ONE_ROW}<row r="2">{sel}</row>')) == "LKE110"


@pytest.mark.parametrize("banyak", [0, 299, 300, 5000])
def test_a_prefixed_cell_among_many_colons(tmp_path: Path, banyak: int) -> None:
    teks = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"12:30 " * banyak}</t></is></c></row>'
    jauh = f'<row r="2"><x:c xmlns:x="{basis.MAIN_NS}" r="XFD1048576"><x:v>1</x:v></x:c></row>'
    assert code_of(tmp_path, xlsx(teks)) == ""
    assert code_of(tmp_path, xlsx(teks + jauh)) == "LKE110"


@pytest.mark.parametrize(
    "sel", ['<c r="A1" r="XFD1048576"><v>1</v></c>', '<c r="A1"><v>1</v></c>', '<c r="AAAA1"><v>1</v></c>']
)
def test_an_address_that_reads_two_ways(tmp_path: Path, sel: str) -> None:
    assert code_of(tmp_path, xlsx(f'{ONE_ROW}<row r="2">{sel}</row>')) == "LKE104"


def test_a_distant_prefixed_cell(tmp_path: Path) -> None:
    lembar = f'<x:worksheet xmlns:x="{basis.MAIN_NS}"><x:sheetData>{{}}</x:sheetData></x:worksheet>'
    sel = '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c><x:c r="{}"><x:v>1</x:v></x:c></x:row>'
    assert code_of(tmp_path, xlsx(utuh=lembar.format(sel.format("B1")).encode())) == ""
    assert code_of(tmp_path, xlsx(utuh=lembar.format(sel.format("XFD1048576")).encode())) == "LKE110"


@pytest.mark.parametrize(
    "data",
    [
        f'{ONE_ROW}<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        f'{ONE_ROW}<row r="1048576" spans="1:16384" ht="15"/>',
        "<row><c><v>1</v></c></row>" * 2000,
        '<row r="900"><c><v>1</v></c></row>' + ONE_ROW,
        f'<row r="1"><c r="{column_letters(16383)}1"><v>1</v></c></row>',
        "".join(f'<row r="{r}"><c r="A{r}" s="3"/><c r="B{r}"><v>1</v></c></row>' for r in range(1, 3000)),
    ],
)
def test_what_is_only_odd_is_read(tmp_path: Path, data: str) -> None:
    assert code_of(tmp_path, xlsx(data)) == ""


def test_the_limit_of_cells_is_exact() -> None:
    takaran = Budget()
    takaran.add_sheet(MAX_ROWS, MAX_CELLS // MAX_ROWS)
    assert not takaran.fits(1, 1)
    with pytest.raises(LimitExceeded):
        takaran.add_sheet(1, 1)


@pytest.mark.parametrize("lembar", [11, 12, 60])
def test_an_ordinary_sheet_books_no_more_than_it_holds(tmp_path: Path, lembar: int) -> None:
    baris = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{column_letters(k)}{r}"><v>1</v></c>' for k in range(20)) + "</row>"
        for r in range(1, 301)
    )
    assert code_of(tmp_path, xlsx([baris] * lembar)) == ""
    assert code_of(tmp_path, xlsx([baris] * 84)) == "LKE110"


def test_a_shared_text_that_many_cells_name(tmp_path: Path) -> None:
    """One long text named by thousands of cells would be written out for each of them."""
    rujuk = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>{{}}</v></c></row>' for r in range(1, 900))
    teks = f"<si><t>{'panjang ' * 6000}</t></si><si><t>pendek</t></si>"
    assert code_of(tmp_path, xlsx(rujuk.replace("{}", "0"), teks=teks)) == "LKE110"
    assert code_of(tmp_path, xlsx(rujuk.replace("{}", "1"), teks=teks)) == ""


@pytest.mark.parametrize("bagian", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("awal", ['<!DOCTYPE a [<!ENTITY b "c">]>', '<?xml version="1.0"?><!-- x --><!DOCTYPE a>'])
def test_a_declaration_of_entities(tmp_path: Path, bagian: str, awal: str) -> None:
    assert code_of(tmp_path, zip_of({**basis.xlsx_parts(ONE_ROW), bagian: awal + "<a/>"})) == "LKE110"


def test_no_utf8(tmp_path: Path) -> None:
    isi = f'<worksheet xmlns="{basis.MAIN_NS}"><sheetData>{ONE_ROW}</sheetData></worksheet>'
    assert code_of(tmp_path, xlsx(utuh=isi.encode("utf-16"))) == ""
    # Without its mark, or in another encoding, it can't be told what it is.
    assert code_of(tmp_path, xlsx(utuh=isi.encode("utf-16-le"))) == "LKE104"
    assert code_of(tmp_path, xlsx(utuh=isi.encode("utf-32"))) == "LKE104"
    assert code_of(tmp_path, xlsx(utuh=f'<?xml version="1.0" encoding="UTF-7"?>{isi}'.encode())) == "LKE104"
    assert code_of(tmp_path, xlsx(utuh=b"\xef\xbb\xbf" + f'<?xml version="1.0" encoding="utf-8"?>{isi}'.encode())) == ""


def test_zip_bomb_and_ratio(tmp_path: Path) -> None:
    bagian = basis.xlsx_parts(ONE_ROW)
    assert code_of(tmp_path, basis.bom(bagian, "xl/worksheets/sheet1.xml", b"<a>", 40)) == "LKE110"
    assert (
        code_of(tmp_path, zip_of({**bagian, "xl/worksheets/sheet1.xml": b" " * limits.MAX_CONTENT_BYTES}, 0))
        == "LKE110"
    )
    # What is never opened may be as large as it likes.
    assert code_of(tmp_path, basis.bom(bagian, "xl/media/a.png", b"\0", 40)) == ""
    assert code_of(tmp_path, zip_of({**bagian, **{f"m/{i}": b"" for i in range(limits.MAX_ZIP_ENTRIES)}})) == "LKE110"


def test_a_zip_header_that_lies(tmp_path: Path) -> None:
    utuh = zip_of(basis.xlsx_parts(ONE_ROW))
    for letak in (20, 24, 16):
        isi = bytearray(utuh)
        p = isi.rfind(b"PK\x01\x02")
        isi[p + letak : p + letak + 2] = b"\x01\x00"
        assert code_of(tmp_path, bytes(isi)) == "LKE104"
    dua = zip_of({**basis.xlsx_parts(ONE_ROW), "xl/worksheets/sheet9.xml": b"<worksheet/>"})
    assert code_of(tmp_path, dua.replace(b"sheet9.xml", b"sheet1.xml")) == "LKE104"
    assert code_of(tmp_path, b"awalan" * 9 + utuh) == "LKE104"


@pytest.mark.parametrize("bidang", ["uml", "um", "u", "l", ""])
def test_a_needless_zip64(tmp_path: Path, bidang: str) -> None:
    utuh = zip_of(basis.xlsx_parts(ONE_ROW))
    data = basis.zip64(utuh, bidang)
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        assert z.testzip() is None
    for nama, isi in (("biasa.xlsx", utuh), ("besar.xlsx", data)):
        (tmp_path / nama).write_bytes(isi)
    assert open_workbook(tmp_path / "besar.xlsx").lembar == open_workbook(tmp_path / "biasa.xlsx").lembar


def test_a_zip64_that_lies(tmp_path: Path) -> None:
    data = basis.zip64(zip_of(basis.xlsx_parts(ONE_ROW)))
    ekstra = data.rindex(b"\x01\x00\x18\x00")
    for geser, isi in (
        (4, b"\xff" * 8),
        (12, b"\xff" * 8),
        (20, b"\xff" * 8),
        (4, b"\0" * 8),
        (2, b"\0\0"),
        (0, b"\2\0"),
    ):
        fake_one = bytearray(data)
        fake_one[ekstra + geser : ekstra + geser + len(isi)] = isi
        assert code_of(tmp_path, bytes(fake_one)) in ("LKE104", "LKE110")
    assert code_of(tmp_path, data.replace(b"PK\x06\x06", b"PK\x06\x05")) == "LKE104"


def test_one_part_for_two_sheets(tmp_path: Path) -> None:
    bagian = basis.xlsx_parts([ONE_ROW, ONE_ROW])
    rel = str(bagian["xl/_rels/workbook.xml.rels"]).replace("sheet2.xml", "sheet1.xml")
    assert code_of(tmp_path, zip_of({**bagian, "xl/_rels/workbook.xml.rels": rel})) == "LKE104"


def test_numbers_of_sheets_styles_and_formats(tmp_path: Path) -> None:
    assert code_of(tmp_path, xlsx([ONE_ROW] * (limits.MAX_SHEETS + 1))) == "LKE110"
    gaya = f'<numFmts><numFmt numFmtId="200" formatCode="{"#" * (limits.MAX_CODE + 1)}"/></numFmts>'
    assert code_of(tmp_path, xlsx(ONE_ROW, gaya=gaya)) == "LKE110"
    banyak = basis.xlsx_parts(ONE_ROW, gaya="<cellXfs>" + "<xf/>" * (2 * limits.MAX_STYLES + 1) + "</cellXfs>")
    assert code_of(tmp_path, zip_of(banyak, 0)) == "LKE110"


def test_xml_that_burdens_the_parser(tmp_path: Path) -> None:
    assert code_of(tmp_path, xlsx('<row r="1"><c r="A1">' + "<a>" * 100)) == "LKE110"
    atribut = " ".join(f'a{i}="{i}"' for i in range(100_000))
    assert code_of(tmp_path, zip_of(basis.xlsx_parts(f"<c {atribut}/>"), 0)) == "LKE110"


@pytest.mark.parametrize(("baris", "kolom"), [(1_048_575, 16_383), (1_048_576, 0), (0, 16_384), (0, 0xFFFFFFFF)])
def test_a_distant_cell_of_xlsb(tmp_path: Path, baris: int, kolom: int) -> None:
    assert code_of(tmp_path, basis.xlsb([(0, 0, 5, bytes(8)), (baris, kolom, 5, bytes(8))])) == "LKE110"


def test_a_distant_cell_and_a_false_size_of_xls(tmp_path: Path) -> None:
    jauh = basis.xls_number(0, 0, 1) + basis.xls_number(65_535, 255, 1)
    assert code_of(tmp_path, xls(basis.alir_xls(jauh))) == "LKE110"
    fake_one = basis.xls_record(0x0200, b"\0\0\0\0\xff\xff\xff\xff\0\0\xff\xff\0\0") + basis.xls_number(0, 0, 1)
    assert code_of(tmp_path, xls(basis.alir_xls(fake_one))) == ""


@pytest.mark.parametrize(
    "sel",
    [
        ods_cell("a", 'table:number-columns-repeated="16384"') * 400,
        ods_cell('<text:s text:c="2000000000"/>'),
        ods_cell("a" * 10_000, 'table:number-columns-repeated="9999"'),
    ],
)
def test_repeats_of_ods(tmp_path: Path, sel: str) -> None:
    assert code_of(tmp_path, basis.ods(f"<table:table-row>{sel}</table:table-row>")) == "LKE110"


def test_blank_repeats_at_the_end_of_ods(tmp_path: Path) -> None:
    kosong = '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    tabel = f"<table:table-row>{ods_cell('a')}{kosong}"
    tabel += f'<table:table-row table:number-rows-repeated="1048575">{kosong}'
    assert code_of(tmp_path, basis.ods(tabel)) == ""
    assert code_of(tmp_path, basis.ods(tabel + f"<table:table-row>{ods_cell('a')}</table:table-row>")) == "LKE110"


def test_a_cell_with_two_values_hides_no_long_text(tmp_path: Path) -> None:
    rujuk = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>1</v><v>0</v></c></row>' for r in range(1, 900))
    teks = f"<si><t>{'panjang ' * 6000}</t></si><si><t>pendek</t></si>"
    assert code_of(tmp_path, xlsx(rujuk, teks=teks)) == "LKE104"
