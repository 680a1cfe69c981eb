"""A workbook that shows one thing and says another: read as it is shown, or refused with part and cell."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path
from random import Random
from struct import pack
from xml.etree import ElementTree

import pytest

from tests.fuzz.basis import MAIN_NS, PKG, REL_NS, xlsb, xlsx, xlsx_parts, zip_named, zip_of
from tests.fuzz.judge import read, unnamed
from tests.fuzz.small_lke import parts
from tests.fuzz.target import Trick
from tests.fuzz.two_faced import _target
from tests.fuzz.two_faced_deep import DEEP
from tests.fuzz.two_faced_fine import FINE
from tests.fuzz.two_faced_more import MORE
from tests.fuzz.two_faced_spelled import SPELLED
from tests.fuzz.two_faced_wide import WIDE
from zi_cli.config import load_config
from zi_cli.evaluation import evaluate
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.worksheet.formats.open import open_workbook
from zi_cli.worksheet.formats.plain_xlsx import plain_sheet, plain_texts

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SHARED_TEXTS = "<si><t>A</t></si><si><t>C</t></si>"


def content_of(tmp_path: Path, data: bytes) -> list[list[object]]:
    berkas = tmp_path / "lke.xlsx"
    berkas.write_bytes(data)
    return [list(b) for b in open_workbook(berkas).lembar[0][1]]


def refuse(tmp_path: Path, data: bytes, *tempat: str) -> None:
    with pytest.raises(UnreadableInput) as e:
        content_of(tmp_path, data)
    assert e.value.temuan.kode == "LKE104"
    for t in tempat:
        assert t in e.value.temuan.pesan


def row_xml(sel: str, awal: str = '<row r="1"><c r="A1"><v>7</v></c></row>') -> str:
    return f'{awal}<row r="2">{sel}</row>'


@pytest.mark.parametrize(
    "sel",
    [
        '<c r="B2" t="s"><v>1</v><is><t>A</t></is></c>',
        '<c r="B2" t="inlineStr"><v>1</v></c>',
        '<c r="B2" t="inlineStr"><is><t>C</t></is><is><t>A</t></is></c>',
        '<c r="B2"><is><t>A</t></is></c>',
        '<c r="B2"><v>1</v><v>2</v></c>',
        '<c r="B2" t="s"><v>-1</v></c>',
        '<c r="B2" t="s"><v>2</v></c>',
        '<c r="B2" t="s"><v> 2 </v></c>',
        '<c r="B2" t="s"><v>+1</v></c>',
        '<c r="B2"><v>inf</v></c>',
        '<c r="B2"><v>0x10</v></c>',
        '<c r="B2"><v>1<v>2</v></v></c>',
        '<c r="B2" t="lain"><v>1</v></c>',
        '<c r="B2"><v>1</v></c><c r="B2"><v>2</v></c>',
        '<c r="B2"><v>1</v></c><c r="A2"><v>2</v></c><c><v>3</v></c>',
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x"><c r="B2"><v>1</v></c></mc:Choice>'
        '<mc:Fallback><c r="B2"><v>2</v></c></mc:Fallback></mc:AlternateContent>',
        '<c r="B2"><v>1</v></c></row><row r="2"><c r="B2"><v>1</v></c>',
    ],
)
def test_a_cell_with_two_readings_is_refused_with_its_place(tmp_path: Path, sel: str) -> None:
    tempat = "A2" if sel.startswith("<mc") else "B2"
    refuse(tmp_path, xlsx(row_xml(sel), teks=SHARED_TEXTS), "xl/worksheets/sheet1.xml", f"sel {tempat}")


def test_a_cell_outside_its_row_is_refused(tmp_path: Path) -> None:
    refuse(tmp_path, xlsx('<row r="9"><c r="A1"><v>1</v></c><c><v>1</v></c></row>'), "sel A1")


@pytest.mark.parametrize(
    ("nilai", "hasil"),
    [
        ("4<!-- -->E-1", 0.4),
        ("<![CDATA[4]]>2", 42.0),
        ("4<?x y?>2", 42.0),
        ("&#52;&#x45;-1", 0.4),
        (" 42\n", 42.0),
    ],
)
def test_markup_inside_a_value_is_read_as_xml(tmp_path: Path, nilai: str, hasil: float) -> None:
    assert content_of(tmp_path, xlsx(row_xml(f'<c r="A2"><v>{nilai}</v></c>')))[1] == [hasil]


@pytest.mark.parametrize(
    "sel",
    [
        '<zz:c r="B2" t="s"><zz:v>0</zz:v></zz:c><c r="B2" t="s"><v>1</v></c>',
        '<c r="B2" t="s"><zz:v>0</zz:v><v>1</v></c>',
        '<c r="B2" t="s"><v>1</v><zz:is><zz:t>A</zz:t></zz:is></c>',
        '<c r="B2" t="s"><v>1</v></c></row><zz:row r="2"><c r="B2" t="s"><v>0</v></c></zz:row><row r="3">',
        '<c xmlns="urn:asing" r="B2"><v>3</v></c><c r="B2" t="s"><v>1</v></c>',
        '<!-- <c r="B2"><v>1</v></c> --><c r="B2" t="s"><v>1</v></c>',
        '<q:c xmlns:q="' + MAIN_NS + '" r="B2" t="s"><q:v>1</q:v></q:c>',
        '<c r="B2" t="inlineStr"><is><r><t>C</t></r><rPh sb="0" eb="1"><t>A</t></rPh></is></c>',
        '<c r="B2" t="inlineStr"><is><t>&#67;</t></is></c>',
        '<c/><c t="s"><v>1</v></c>',
        "<c r = 'B2'\nt='s' ><v >1</v ></c >",
    ],
)
@pytest.mark.parametrize("abaikan", ["", f' xmlns:mc="{MC}" mc:Ignorable="zz"'])
def test_only_cells_of_the_main_namespace_count(tmp_path: Path, sel: str, abaikan: str) -> None:
    utuh = (
        f'<worksheet xmlns="{MAIN_NS}" xmlns:zz="urn:asing"{abaikan}><sheetData>{row_xml(sel)}</sheetData></worksheet>'
    )
    # The reference: what a plain reading of elements by their full name finds last in the row.
    akar = ElementTree.fromstring(utuh)
    kedua = akar.findall(f"{{{MAIN_NS}}}sheetData/{{{MAIN_NS}}}row")[1]
    assert len([c for c in kedua.findall(f"{{{MAIN_NS}}}c") if len(c)]) == 1
    assert content_of(tmp_path, xlsx(utuh=utuh.encode(), teks=SHARED_TEXTS))[1][1] == "C"


def test_rows_out_of_order_and_without_number(tmp_path: Path) -> None:
    data = '<row r="3"><c r="A3"><v>3</v></c></row><row><c><v>4</v></c></row><row r="1"><c r="B1"><v>1</v></c></row>'
    assert content_of(tmp_path, xlsx(data)) == [["", 1.0], ["", ""], [3.0, ""], [4.0, ""]]


@pytest.mark.parametrize("kepala", ["<sheetData/>", "<zz><sheetData/></zz>", "<sheetViews><sheetData/></sheetViews>"])
@pytest.mark.parametrize("depan", [True, False])
def test_two_sheet_data(tmp_path: Path, kepala: str, depan: bool) -> None:
    data = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    utuh = f'<worksheet xmlns="{MAIN_NS}">{kepala if depan else data}{data if depan else kepala}</worksheet>'
    refuse(tmp_path, xlsx(utuh=utuh.encode()), "sheet1.xml", "sheetData")


def test_a_commented_sheet_data_does_not_count(tmp_path: Path) -> None:
    umpan = '<sheetData><row r="1"><c r="A1"><v>9</v></c></row></sheetData>'
    utuh = f'<worksheet xmlns="{MAIN_NS}"><!--{umpan}-->{umpan.replace("9", "1")}<!--{umpan}--></worksheet>'
    assert content_of(tmp_path, xlsx(utuh=utuh.encode())) == [[1.0]]


def _moved(target: str, entri: str) -> bytes:
    """A workbook whose true sheet, texts and book lie elsewhere, with a bait at each usual place."""
    umpan = xlsx_parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', teks=SHARED_TEXTS.replace("C", "A"))
    buku = str(umpan["xl/workbook.xml"])
    rel = str(umpan["xl/_rels/workbook.xml.rels"])
    rel = rel.replace("worksheets/sheet1.xml", target).replace('"sharedStrings.xml"', '"/custom/teks.xml"')
    return zip_of(
        {
            **umpan,
            "_rels/.rels": str(umpan["_rels/.rels"]).replace("xl/workbook.xml", "/xl/./workbook2.xml"),
            "xl/workbook2.xml": buku,
            "xl/_rels/workbook2.xml.rels": rel,
            entri: f'<worksheet xmlns="{MAIN_NS}"><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row></sheetData>'
            "</worksheet>",
            "custom/teks.xml": f'<sst xmlns="{MAIN_NS}">{SHARED_TEXTS}</sst>',
        }
    )


@pytest.mark.parametrize(
    ("target", "entri"),
    [
        ("./lembar/asli.xml", "xl/lembar/asli.xml"),
        ("/custom/asli.xml", "custom/asli.xml"),
        ("../custom/x/../asli.xml", "custom/asli.xml"),
        ("lembar%20asli.xml", "xl/lembar asli.xml"),
        ("lembar%20asli.xml", "xl/lembar%20asli.xml"),
        ("worksheets&#47;asli.xml", "xl/worksheets/asli.xml"),
        ("Worksheets/Asli.xml", "xl/worksheets/asli.xml"),
    ],
)
def test_relations_are_followed_as_the_package_says(tmp_path: Path, target: str, entri: str) -> None:
    assert content_of(tmp_path, _moved(target, entri)) == [["C"]]


def test_relations_that_lead_two_ways(tmp_path: Path) -> None:
    bagian = xlsx_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    rel = str(bagian["xl/_rels/workbook.xml.rels"])
    dua = re.sub(r"(<Relationship Id=.rId1.[^>]*>)", r"\1\1", rel)
    refuse(tmp_path, zip_of({**bagian, "xl/_rels/workbook.xml.rels": dua}), "rId1")
    teks = f'<Relationship Id="t2" Type="{REL_NS}/sharedStrings" Target="lain.xml"/></Relationships>'
    dua = rel.replace("</Relationships>", teks)
    refuse(tmp_path, zip_of({**bagian, "xl/_rels/workbook.xml.rels": dua}), "sharedStrings")
    paket = f'<Relationships xmlns="{PKG}/relationships">' + "".join(
        f'<Relationship Id="r{i}" Type="{REL_NS}/officeDocument" Target="xl/workbook{i}.xml"/>' for i in "12"
    )
    refuse(tmp_path, zip_of({**bagian, "_rels/.rels": paket + "</Relationships>"}), "_rels/.rels")


@pytest.mark.parametrize("jumlah", ["10000000000", "18446744073709551615", "-1", "x"])
def test_stated_counts_reserve_no_memory(tmp_path: Path, jumlah: str) -> None:
    bagian = xlsx_parts('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', teks=SHARED_TEXTS)
    for sst in (f'<sst xmlns="{MAIN_NS}" uniqueCount="{jumlah}" count="{jumlah}">{SHARED_TEXTS}</sst>', ""):
        sst = sst or f"<sst uniqueCount='{jumlah}' xmlns='{MAIN_NS}'><!-- -->{SHARED_TEXTS}</sst>"
        assert content_of(tmp_path, zip_of({**bagian, "xl/sharedStrings.xml": sst})) == [["C"]]


def test_shared_texts_are_numbered_as_xml_says(tmp_path: Path) -> None:
    teks = f'<!-- <si><t>x</t></si> --><z:si xmlns:z="urn:x"><z:t>y</z:t></z:si>{SHARED_TEXTS}'
    assert content_of(tmp_path, xlsx('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', teks=teks)) == [["C"]]


def test_dates_of_1904(tmp_path: Path) -> None:
    gaya = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    bagian = xlsx_parts('<row r="1"><c r="A1" s="1"><v>100</v></c></row>', gaya=gaya)
    buku = str(bagian["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert str(content_of(tmp_path, zip_of(bagian))[0][0])[:10] == "1900-04-09"
    assert str(content_of(tmp_path, zip_of({**bagian, "xl/workbook.xml": buku}))[0][0])[:10] == "1904-04-10"


def test_an_xlsb_is_read_by_its_relations(tmp_path: Path) -> None:
    def satu(teks: str) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(xlsb([(0, 0, 7, pack("<I", 0))], [teks]))) as z:
            return {n: z.read(n) for n in z.namelist()}

    umpan, asli = satu("C"), satu("A")
    rel = asli["xl/_rels/workbook.bin.rels"]
    pindah = {
        **umpan,
        "_rels/.rels": asli["_rels/.rels"].replace(b"xl/workbook.bin", b"buku/asli.bin"),
        "buku/asli.bin": asli["xl/workbook.bin"],
        "buku/_rels/asli.bin.rels": rel.replace(b"worksheets/sheet1", b"./lembar/satu").replace(b"sharedS", b"s"),
        "buku/lembar/satu.bin": asli["xl/worksheets/sheet1.bin"],
        "buku/strings.bin": asli["xl/sharedStrings.bin"],
    }
    pindah["buku/_rels/asli.bin.rels"] = pindah["buku/_rels/asli.bin.rels"].replace(b'/strings"', b'/sharedStrings"')
    assert content_of(tmp_path, zip_of(pindah)) == [["A"]]
    assert content_of(tmp_path, zip_of(umpan)) == [["C"]]


@pytest.mark.parametrize("kode", ["utf-16", "utf-16-le", "utf-16-be"])
def test_parts_in_utf16(tmp_path: Path, kode: str) -> None:
    bagian = xlsx_parts('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', teks=SHARED_TEXTS)
    awal = {"utf-16": "", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}[kode]
    baru = {
        n: f'{awal}<?xml version="1.0" encoding="UTF-16"?>{i}'.encode(kode) if n.endswith((".xml", ".rels")) else i
        for n, i in bagian.items()
        if isinstance(i, str)
    }
    assert content_of(tmp_path, zip_of(baru)) == [["C"]]


def test_formulas_without_cells_take_no_quadratic_time(tmp_path: Path) -> None:
    mulai = time.process_time()
    refuse(tmp_path, zip_of(xlsx_parts("<f></f></c>" * 200_000), 0))
    data = '<row r="1"><c r="A1"><v>1</v></c><x>' + "<f></f>" * 200_000 + "</x></row>"
    assert content_of(tmp_path, zip_of(xlsx_parts(data), 0)) == [[1.0]]
    assert time.process_time() - mulai < 8


@pytest.mark.parametrize(
    "contoh",
    [
        '<c r="A{0}" s="1"/><c r="B{0}"><v>1</v></c>',
        '<c r="A{0}" t="inlineStr"><is><t>JUDUL BESAR</t></is></c><c r="B{0}"><v>1</v></c>',
        '<c r="A{0}" t="inlineStr"><is><t>A</t></is></c>',
        '<c r="A{0}"><f>IF(B{0}=1,A1,B1)</f><v>1</v></c>',
        # The same letters and tags as the cells after it, in other places.
        '<c r="A{0}"><v/></c><c r="AS{0}"><f>1</f><v>1</v></c>',
    ],
)
@pytest.mark.parametrize("banyak", [1, 40])
@pytest.mark.parametrize(
    "ganda",
    [
        '<c r="A{0}"><v/></c><c r="A{0}" t="inlineStr"><is><t>3</t></is></c>',
        '<c r="A{0}"><v/></c><c r="A{0}"><v>1</v></c>',
        '<c r="B{0}"><v>1</v></c><c r="A{0}"/><c r="B{0}"/>',
    ],
)
def test_a_cell_twice_is_found_whatever_the_rows_before_look_like(
    tmp_path: Path, contoh: str, banyak: int, ganda: str
) -> None:
    biasa = "".join(f'<row r="{n}">{contoh.format(n)}</row>' for n in range(1, banyak + 1))
    nomor = banyak + 1
    content_of(tmp_path, xlsx(biasa))
    salah = f'{biasa}<row r="{nomor}">{ganda.format(nomor)}</row>'
    if ganda.startswith('<c r="A'):
        refuse(tmp_path, xlsx(salah), f"sel A{nomor}")
    else:
        # The second of the two holds nothing, so there is one reading: the first.
        assert content_of(tmp_path, xlsx(salah))[-1][1] == 1.0


@pytest.mark.parametrize("berkas", ["tests/data/lke-nyata-2024.xlsx", "sample_lke/lke-wbk.xlsx"])
def test_a_worksheet_as_programs_write_it_needs_no_parser(berkas: str) -> None:
    with zipfile.ZipFile(Path(__file__).parents[1] / berkas) as z:
        assert plain_sheet(z.read("xl/worksheets/sheet1.xml"), 10**6) is not None
        teks = [n for n in z.namelist() if n == "xl/sharedStrings.xml"]
        assert all(plain_texts(z.read(n)) is not None for n in teks)


@pytest.mark.parametrize(
    "sel",
    [
        '<c r="A1"><v><f>1</f></v></c>',
        '<c r="A1" t="str"><v><f>1</f></v></c>',
        '<c r="A1" t="str"><f/><f/><v>C</v></c>',
        '<c r="A1" t="inlineStr"><is><t><f/></t></is></c>',
        '<c r="A1"><v>4</v><f/></c>',
        '<c r="A1"<f/>><v>4</v></c>',
        '<c r="A1"><f t="<f/>"/><v>4</v></c>',
        '<c r="A1">\x01<v>4</v></c>',
        '<c r="A1" t="str"><f/><v>\x01</v></c>',
        '<c r="A1"><f x="1>2" t="array" ref="A1:A9">1</f><v>4</v></c>',
        '<c r="A1"><f x:t="array">1</f><v>4</v></c>',
    ],
)
def test_a_formula_counts_only_in_its_place(sel: str) -> None:
    def plain(satu: str) -> bool:
        ruang = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        data = f'<worksheet xmlns="{ruang}"><sheetData><row r="1">{satu}</row></sheetData></worksheet>'
        return plain_sheet(data.encode(), 10**6) is not None

    assert plain('<c r="A1" t="str"><f t="shared" si="0">B1</f><v>C</v></c>')
    assert not plain(sel)


@pytest.mark.parametrize(
    ("rentang", "kode"), [("A1:XFD1048576", "LKE110"), ("D4 E9", "LKE104"), ("", "LKE104"), ("9:9", "LKE104")]
)
def test_a_range_of_an_array_formula_that_is_none(tmp_path: Path, rentang: str, kode: str) -> None:
    t = _target(Random(1), angka=False)
    rumus = f'<c r="{t.alamat}" t="str"><f t="array" ref="{rentang}">"C"</f><v>A</v></c>'
    (tmp_path / "lke.xlsx").write_bytes(zip_of(t.cell(rumus)))
    with pytest.raises(UnreadableInput) as e:
        evaluate(tmp_path / "lke.xlsx", load_config(None))
    assert e.value.temuan.kode == kode


def test_a_truth_that_programs_read_differently(tmp_path: Path) -> None:
    refuse(tmp_path, xlsx(row_xml('<c r="A2" t="b"><v>true</v></c>')), "sel A2")


@pytest.mark.parametrize(("lain", "ditolak"), [("xl/worksheets/sheet1.xml", False), ("xl/umpan.xml", True)])
def test_a_part_of_two_names(tmp_path: Path, lain: str, ditolak: bool) -> None:
    (tmp_path / "lke.xlsx").write_bytes(zip_named(parts(), "xl/worksheets/sheet1.xml", lain))
    assert ("mempunyai dua nama" in read(tmp_path / "lke.xlsx").ditolak) is ditolak


def test_a_part_called_otherwise_where_it_stands(tmp_path: Path) -> None:
    isi = zip_of(parts())
    (tmp_path / "lke.xlsx").write_bytes(isi.replace(b"sheet1.xml", b"sheet9.xml", 1))
    assert "bernama atau dimampatkan lain" in read(tmp_path / "lke.xlsx").ditolak


#: Files made by each of the newer tricks, some times over.
MUSLIHAT = [(nama, trik, benih) for nama, trik in MORE for benih in range(3)]
MUSLIHAT += [(nama, trik, benih) for nama, trik in (*FINE, *WIDE, *SPELLED, *DEEP) for benih in range(9)]


@pytest.mark.parametrize(("nama", "trik", "benih"), MUSLIHAT, ids=lambda x: x if isinstance(x, str) else "")
def test_each_trick_is_named_or_refused(tmp_path: Path, nama: str, trik: Trick, benih: int) -> None:
    acak = Random(benih)
    bagian, disebut = trik(_target(acak, angka=nama.startswith("format angka")), acak)
    (tmp_path / "lke.xlsx").write_bytes(zip_of(bagian))
    r = read(tmp_path / "lke.xlsx")
    assert disebut == ("LKE104",) and r.ditolak.startswith("LKE104") if r.ditolak else unnamed(disebut, r) == []
