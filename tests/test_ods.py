"""Cells of .ods as LibreOffice shows them: what stands in a cell without being its content is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.builder import build_book, perfect, raw_cells
from tests.fuzz.basis import zip_of
from tests.fuzz.judge import same
from tests.fuzz.shown import shown
from tests.tools import butuh_soffice
from zi_cli.config import load_config
from zi_cli.evaluation import evaluate
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.worksheet.formats.open import Workbook, open_workbook

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = {
    "office": "office", "table": "table", "text": "text", "style": "style", "draw": "drawing", "svg": "svg-compatible",
    "dc": "dc",
}  # fmt: skip
_HEADER = " ".join(f'xmlns:{n}="{_URN}{u}:1.0"' for n, u in _NAMESPACES.items())

#: Content of one cell (its attributes, its elements), by name.
CELLS = {
    "teks": ('office:value-type="string"', "<text:p>A</text:p>"),
    "kotak teks": ('office:value-type="string"', '<draw:frame svg:width="1cm" svg:height="1cm"><draw:text-box><text:p>C'
                   "</text:p></draw:text-box></draw:frame><text:p>A</text:p>"),
    "bentuk": ('office:value-type="string"', '<draw:rect svg:width="1cm" svg:height="1cm"><text:p>C</text:p>'
               "</draw:rect><text:p>A</text:p>"),
    "catatan": ('office:value-type="string"', "<office:annotation><text:p>C</text:p></office:annotation>"
                "<text:p>A</text:p>"),
    "dua alinea": ('office:value-type="string"', "<text:p>A</text:p><text:p>C</text:p>"),
    "span": ('office:value-type="string"', "<text:p><text:span>Y</text:span>a</text:p>"),
    "spasi": ('office:value-type="string"', '<text:p>A<text:s text:c="3"/>B  C\n D</text:p>'),
    "string-value": ('office:value-type="string" office:string-value="A"', ""),
    "string-value sama": ('office:value-type="string" office:string-value="A"', "<text:p>A</text:p>"),
    "angka": ('office:value-type="float" office:value="3.5"', "<text:p>4</text:p>"),
    "persen": ('office:value-type="percentage" office:value="0.9"', "<text:p>90%</text:p>"),
    "logika": ('office:value-type="boolean" office:boolean-value="true"', "<text:p>TRUE</text:p>"),
    "ruang nama lain": ('xmlns:q="urn:q" q:value-type="string" office:value-type="string"',
                        "<q:p>C</q:p><text:p>A</text:p>"),
    "awalan lain": (f'xmlns:t="{_URN}text:1.0" office:value-type="string"', "<t:p>A</t:p>"),
    "tautan": ('office:value-type="string"', '<text:p><text:a xmlns:xlink="http://www.w3.org/1999/xlink" '
               'xlink:href="http://contoh.invalid/">A</text:a></text:p>'),
    "tanpa isi": ("", ""),
}  # fmt: skip


def text_cell(teks: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{teks}</text:p></table:table-cell>'


def text_row(teks: str, atribut: str = "") -> str:
    return f"<table:table-row {atribut}>{text_cell(teks)}</table:table-row>"


def ods(
    baris: str,
    *,
    awal: str = "",
    gaya: str = "",
    tabel: str = 'table:name="S1"',
    kolom: str = "",
    awalan: str = "table",
) -> bytes:
    isi = (
        f'<office:document-content {_HEADER} office:version="1.3"><office:automatic-styles>{gaya}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{awal}<table:table {tabel}>{kolom}{baris}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    isi = re.sub(r"(?<=[<\s/])table:|(?<=xmlns:)table(?==)", lambda m: m[0].replace("table", awalan), isi)
    manifes = (
        f'<manifest:manifest xmlns:manifest="{_URN}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    tipe = "application/vnd.oasis.opendocument.spreadsheet"
    return zip_of({"mimetype": tipe, "META-INF/manifest.xml": manifes, "content.xml": isi}, 0)


def read_data(tmp_path: Path, data: bytes) -> Workbook:
    berkas = tmp_path / "b.ods"
    berkas.write_bytes(data)
    return open_workbook(berkas)


def test_cells_are_read_as_libreoffice_shows_them(tmp_path: Path) -> None:
    butuh_soffice()
    sel = "".join(
        f"<table:table-row><table:table-cell {a}>{i}</table:table-cell></table:table-row>" for a, i in CELLS.values()
    )
    lembar = read_data(tmp_path, ods(sel)).lembar[0][1]
    tampil = shown([tmp_path / "b.ods"], tmp_path)[tmp_path / "b.ods"]["S1"]
    for n, nama in enumerate(CELLS):
        nilai = lembar[n][0] if n < len(lembar) else ""
        teks = tampil[n][0] if n < len(tampil) else ""
        assert same(nilai, teks), (nama, nilai, teks)


def test_what_is_not_of_the_sheet_does_not_count(tmp_path: Path) -> None:
    ya, lain = text_row("A"), text_row("C")
    kotak = "<draw:frame><draw:text-box><text:p>C</text:p></draw:text-box></draw:frame>"
    sebelum = f"<table:cell-content-change><table:previous>{lain}</table:previous></table:cell-content-change>"
    for data in (
        ods(f"<table:shapes>{kotak}</table:shapes>{ya}"),
        ods(ya, awal=f"<table:tracked-changes>{sebelum}</table:tracked-changes>"),
        ods(f"<table:table-row-group><table:table-header-rows>{ya}</table:table-header-rows></table:table-row-group>"),
        ods(ya, awalan="tabel"),
    ):
        assert [list(b) for b in read_data(tmp_path, data).lembar[0][1]] == [["A"]]


@pytest.mark.parametrize(
    "sel",
    [
        '<table:table-cell office:value-type="string" office:string-value="A"><text:p>C</text:p></table:table-cell>',
        '<table:table-cell office:value-type="float" office:value="1 2"/>',
        '<table:table-cell office:value-type="float"><text:p>4</text:p></table:table-cell>',
        '<table:table-cell office:value-type="x"/>',
        '<table:table-cell table:number-columns-repeated="-1"/>',
        '<x:baris xmlns:x="urn:x"><table:table-cell/></x:baris>',
    ],
)
def test_two_values_are_refused_with_their_place(tmp_path: Path, sel: str) -> None:
    with pytest.raises(UnreadableInput) as e:
        read_data(tmp_path, ods(f"<table:table-row>{sel}</table:table-row>"))
    assert e.value.temuan.kode == "LKE104"
    assert any(x in e.value.temuan.pesan for x in ("sel A1", "ulangan", "unsur"))


def test_hidden_columns_rows_and_sheets_are_known(tmp_path: Path) -> None:
    baris = text_row("A", 'table:number-rows-repeated="2" table:visibility="collapse"') + text_row("B")
    baris += f'<table:table-row-group table:display="false">{text_row("C")}</table:table-row-group>{text_row("D")}'
    baris += text_row("E", 'table:style-name="b"')
    gaya = (
        '<style:style style:name="t" style:family="table"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="k" style:family="table-column"><style:table-column-properties '
        'style:column-width="0.05cm"/></style:style>'
        '<style:style style:name="b" style:family="table-row"><style:table-row-properties style:row-height="0.1cm"/>'
        "</style:style>"
    )
    kolom = "".join(f"<table:table-column {a}/>" for a in ("", 'table:style-name="k"', 'table:visibility="collapse"'))
    b = read_data(tmp_path, ods(baris, gaya=gaya, kolom=kolom, tabel='table:name="S1" table:style-name="t"'))
    assert b.tersembunyi == {0} and b.rupa is not None
    v = b.rupa.view(0)
    assert [v.hides_column(k) for k in range(4)] == [False, True, True, False]
    assert [v.hides_row(r) for r in range(1, 7)] == [True, True, False, True, False, True]


def test_a_form_saved_as_ods_is_read_alike(tmp_path: Path) -> None:
    butuh_soffice()
    b = build_book({"unit": raw_cells(perfect()), "tpi": raw_cells(perfect())})
    nilai = [
        {p.penilai: p.nilai for p in evaluate(b.simpan(tmp_path / f"lke.{a}"), load_config(None)).semua}
        for a in ("xlsx", "ods")
    ]
    assert nilai[0] == nilai[1]
