"""Every format read by content, errors and uncalculated formulas kept, passwords, and bad files."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from struct import pack

import pytest
from python_calamine import CalamineWorkbook

from tests.fuzz import basis
from tests.fuzz.basis import xls, xlsx, zip_of
from zi_cli.errors import EXIT_UNREADABLE
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.worksheet.formats import limits
from zi_cli.worksheet.formats.open import open_workbook

DATA = Path(__file__).parent / "data" / "berkas"


def written(tmp_path: Path, isi: bytes, nama: str = "lke.xlsx") -> Path:
    berkas = tmp_path / nama
    berkas.write_bytes(isi)
    return berkas


def code_of(berkas: Path, sandi: str | None = None) -> str:
    with pytest.raises(UnreadableInput) as e:
        open_workbook(berkas, password=sandi)
    assert e.value.kode_keluar == EXIT_UNREADABLE
    assert "\n" not in e.value.pesan
    return e.value.temuan.kode


@pytest.mark.parametrize("nama", ["contoh.xlsx", "contoh.xls", "contoh.ods"])
def test_formats_are_read_with_addresses_and_errors(nama: str) -> None:
    buku = open_workbook(DATA / nama)
    assert [n for n, _ in buku.lembar] == ["LKE ZI", "HASIL"]
    lke, hasil = (baris for _, baris in buku.lembar)
    assert lke[1] == [1, "Tim kerja “dibentuk”", "Ya", 1]
    assert lke[2][2] == "#DIV/0!"
    assert lke[3][2] == dt.date(2025, 3, 21)
    assert lke[4] == ["", "", "", 1.5]
    # The sheet starts at B2: addresses hold all the same.
    assert hasil == [["", "", ""], ["", "Catatan", ""], ["", "", "#N/A"]]
    assert not buku.rumus_kosong
    assert len(buku.sha256) == 64


@pytest.mark.parametrize("akhiran", [".xls", ".pdf", ".csv", ""])
def test_contents_decide_and_not_the_ending(tmp_path: Path, akhiran: str) -> None:
    asli = open_workbook(DATA / "contoh.xlsx")
    lain = open_workbook(written(tmp_path, (DATA / "contoh.xlsx").read_bytes(), f"lke{akhiran}"))
    assert lain.lembar == asli.lembar


def test_xlsb(tmp_path: Path) -> None:
    sel = [
        (0, 0, 7, pack("<I", 1)),
        (0, 1, 5, pack("<d", 2.5)),
        (1, 1, 3, b"\x07"),
        (2, 2, 11, b"\x2a\0\0"),
        (2, 3, 6, basis.xlsb_text("hai")),
    ]
    buku = open_workbook(written(tmp_path, basis.xlsb(sel, ["a", "b"]), "lke.xlsb"))
    assert buku.lembar[0][1] == [["b", 2.5, "", ""], ["", "#DIV/0!", "", ""], ["", "", "#N/A", "hai"]]


@pytest.mark.parametrize("pemisah", [";", ",", "\t"])
@pytest.mark.parametrize("sandi", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_csv(tmp_path: Path, pemisah: str, sandi: str) -> None:
    baris = [["No", "Uraian", "Jawaban"], ["1", f"Rapat – “tim”{pemisah} dan\nlainnya", "Ya"], ["2", "b", ""]]
    teks = "\r\n".join(pemisah.join(f'"{s}"' if pemisah in s else s for s in b) for b in baris)
    buku = open_workbook(written(tmp_path, teks.encode(sandi), "lke.csv"))
    assert buku.lembar == (("lke", baris),)


def test_csv_with_excels_hint_and_short_rows(tmp_path: Path) -> None:
    buku = open_workbook(written(tmp_path, b"sep=;\r\na;b;c,d\r\ne\r\n", "lke.csv"))
    assert buku.lembar[0][1] == [["a", "b", "c,d"], ["e", "", ""]]


def test_an_xls_that_is_text(tmp_path: Path) -> None:
    teks = "".join(f"{i}\tUraian\tYa\n" for i in range(9)).encode()
    assert len(open_workbook(written(tmp_path, teks, "lke.xls")).lembar[0][1]) == 9
    assert code_of(written(tmp_path, b"Yth. Bapak/Ibu, berikut LKE kami\n", "lke.xls")) == "LKE104"
    assert code_of(written(tmp_path, b"<html><table><tr><td>Ya</td></tr></table>", "lke.xls")) == "LKE104"


def test_a_password() -> None:
    berkas = DATA / "contoh-bersandi.xlsx"
    assert code_of(berkas) == "LKE106"
    assert code_of(berkas, "keliru") == "LKE106"
    assert open_workbook(berkas, password="rahasia").lembar == open_workbook(DATA / "contoh.xlsx").lembar


def test_passwords_of_xls_and_ods(tmp_path: Path) -> None:
    bersandi = basis.alir_xls(b"", buku=basis.xls_record(0x002F, b"\1\0\1\0" + bytes(50)))
    assert code_of(written(tmp_path, xls(bersandi), "lke.xls")) == "LKE106"
    manifes = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert code_of(written(tmp_path, basis.ods("", manifes=manifes), "lke.ods")) == "LKE106"


def test_a_password_with_unreasonable_rounds(tmp_path: Path) -> None:
    isi = (DATA / "contoh-bersandi.xlsx").read_bytes()
    assert isi.count(b'spinCount="100000"') > 0
    banyak = isi.replace(b'spinCount="100000"', b'spinCount="999999999"'[:18] + b'"')
    assert code_of(written(tmp_path, banyak.replace(b'="99999999"', b'="9999999"')), "rahasia") in ("LKE104", "LKE110")
    for putaran in (b"+99999", b" 99999", b"99_999", b"&#57;9"):
        assert code_of(written(tmp_path, isi.replace(b'"100000"', b'"%b"' % putaran)), "rahasia") == "LKE104"


@pytest.mark.parametrize("jenis", [1, 2, 6])
def test_sheets_of_xls_that_are_no_worksheets_are_passed_over(tmp_path: Path, jenis: int) -> None:
    bof = basis.xls_record(0x0809, pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    grafik = basis.xls_record(0x0809, pack("<HHHHII", 0x0600, 0x0020, 0, 0, 0, 0)) + basis.xls_record(0x000A)
    sel = basis.xls_number(0, 0, 7) + basis.xls_record(0x0205, pack("<HHHBB", 1, 0, 0, 7, 1))
    lembar = basis.xls_record(0x0809, pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + sel + basis.xls_record(0x000A)
    awal = len(bof) + 2 * (4 + 8 + 2) + 4
    buku = basis.xls_record(0x0085, pack("<IBBBB", awal, 0, jenis, 2, 0) + b"G1")
    buku += basis.xls_record(0x0085, pack("<IBBBB", awal + len(grafik), 0, 0, 2, 0) + b"S1")
    alir = bof + buku + basis.xls_record(0x000A)
    assert len(alir) == awal
    berkas = written(tmp_path, xls(alir + grafik + lembar), "lke.xls")
    assert open_workbook(berkas).lembar == (("S1", [[7.0], ["#DIV/0!"]]),)


@pytest.mark.parametrize(
    ("sel", "kosong"),
    [
        ("<f>1+1</f>", True),
        ("<f>1+1</f><v/>", True),
        ("<f>1+1</f><v></v>", True),
        ('<f t="shared" si="0"/>', True),
        ("<f>1+1</f><v>2</v>", False),
        ("<f>1+1</f><v>0</v>", False),
        ("<v>2</v>", False),
    ],
)
@pytest.mark.parametrize("bentuk", ['<c r="B3"{0}>{1}</c>', '<c  r="B3"{0}>{1}</c>'])
def test_a_formula_not_yet_calculated(tmp_path: Path, sel: str, kosong: bool, bentuk: str) -> None:
    # The second form goes the exact way, through the XML parser.
    lain = '<c r="A1"><f>1</f><v>1</v></c>'
    buku = open_workbook(written(tmp_path, xlsx(f'<row r="1">{lain}</row><row r="3">{bentuk.format("", sel)}</row>')))
    assert buku.rumus_kosong == (frozenset({("S1", 3, 1)}) if kosong else frozenset())


def test_empty_text_is_the_result_of_a_formula(tmp_path: Path) -> None:
    hasil = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>'
    assert not open_workbook(written(tmp_path, xlsx(hasil))).rumus_kosong


@pytest.mark.parametrize("bentuk", ['<c r="{0}"{1}>', '<c  r="{0}"{1}>'])
def test_zero_beside_every_formula_that_asks_to_be_calculated(tmp_path: Path, bentuk: str) -> None:
    """What programs write that don't calculate: 0 for each formula. One real value, and the zeros are real."""

    def berkas(b1: str, minta: str) -> Path:
        sel = (
            bentuk.format("A1", "") + "<f>1+1</f><v>0</v></c>" + bentuk.format("B1", "") + f"<f>2+2</f><v>{b1}</v></c>"
        )
        bagian = basis.xlsx_parts(f'<row r="1">{sel}</row>')
        bagian["xl/workbook.xml"] = str(bagian["xl/workbook.xml"]).replace("</sheets>", f"</sheets><calcPr {minta}/>")
        return written(tmp_path, zip_of(bagian))

    assert open_workbook(berkas("0", 'fullCalcOnLoad="1"')).rumus_kosong == {("S1", 1, 0), ("S1", 1, 1)}
    assert not open_workbook(berkas("4", 'fullCalcOnLoad="1"')).rumus_kosong
    assert not open_workbook(berkas("0", 'calcId="1"')).rumus_kosong


def test_new_errors_of_excel_are_read(tmp_path: Path) -> None:
    sel = '<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1" s="0" t="e"><v>#DIV/0!</v></c></row>'
    assert open_workbook(written(tmp_path, xlsx(sel))).lembar[0][1] == [["#SPILL!", "#DIV/0!"]]


def test_a_chart_sheet_is_passed_over(tmp_path: Path) -> None:
    bagian = basis.xlsx_parts(['<row r="1"><c r="A1"><v>1</v></c></row>', ""])
    rel = str(bagian["xl/_rels/workbook.xml.rels"]).replace(
        f'{basis.REL_NS}/worksheet" Target="worksheets/sheet2.xml',
        f'{basis.REL_NS}/chartsheet" Target="chartsheets/c.xml',
    )
    bagian |= {"xl/_rels/workbook.xml.rels": rel, "xl/chartsheets/c.xml": "<chartsheet/>"}
    assert [n for n, _ in open_workbook(written(tmp_path, zip_of(bagian))).lembar] == ["S1"]


def test_files_that_are_not_there_and_the_like(tmp_path: Path) -> None:
    assert code_of(tmp_path / "tidak-ada.xlsx") == "LKE101"
    assert code_of(tmp_path / "tidak" / "ada.xlsx") == "LKE101"
    assert code_of(Path("a\0b.xlsx")) == "LKE101"
    assert code_of(tmp_path) == "LKE102"
    assert code_of(written(tmp_path, b"")) == "LKE103"
    assert code_of(written(tmp_path, b"Ini teks biasa.\n" * 40)) == "LKE104"
    assert code_of(written(tmp_path, (DATA / "contoh.xlsx").read_bytes()[:3000])) == "LKE104"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="sistem ini tidak mengenal pipa bernama")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa.xlsx")
    assert code_of(tmp_path / "pipa.xlsx") == "LKE107"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="perlu pengguna biasa")
def test_permissions(tmp_path: Path) -> None:
    berkas = written(tmp_path, b"x")
    berkas.chmod(0)
    assert code_of(berkas) == "LKE107"


def test_a_file_name_with_terminal_controls(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as e:
        open_workbook(written(tmp_path, b"x", "a\x1b[31m\n.xlsx"))
    assert e.value.pesan.isprintable()


def test_a_panic_of_the_library_is_not_seen(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # A shared text that is not there makes the reading library panic on this format.
    assert code_of(written(tmp_path, basis.xlsb([(0, 0, 7, pack("<I", 99))], ["a"]))) == "LKE104"
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "utuh",
    [
        "<worksheet xmlns='{u}'><cols/>{data}{gabungan}</worksheet>",
        "<worksheet xmlns='{u}'><!-- <sheetData> --><cols/>{data}{gabungan}</worksheet>",
        "<x:worksheet xmlns:x='{u}'><x:sheetData><x:row r='1'><x:c r='A1'><x:v>7</x:v></x:c></x:row>"
        "<x:row r='2'><x:c r='C2'><x:v>8</x:v></x:c></x:row></x:sheetData>{gabungan}</x:worksheet>",
        "<worksheet xmlns='{u}'>{data}</worksheet>",
    ],
    ids=["biasa", "komentar", "berawalan", "tanpa gabungan"],
)
def test_merged_cells_are_read_as_the_library_does(tmp_path: Path, utuh: str) -> None:
    """Ranges are declared empty in the rebuilt file; the cells must be what the library reads from the original."""
    data = '<sheetData><row r="1"><c r="A1"><v>7</v></c></row><row r="2"><c r="C2"><v>8</v></c></row></sheetData>'
    gabungan = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    isi = utuh.format(u=basis.MAIN_NS, data=data, gabungan=gabungan).encode()
    berkas = written(tmp_path, xlsx(utuh=isi))
    asli = CalamineWorkbook.from_path(berkas).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert open_workbook(berkas).lembar == (("S1", asli),)
    assert asli == [[7.0, "", ""], ["", "", 8.0]]


def test_the_limit_of_a_files_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zi_cli.worksheet.formats.open.MAX_FILE_BYTES", 100)
    assert code_of(written(tmp_path, bytes(101))) == "LKE110"


def test_many_small_sheets_are_no_problem(tmp_path: Path) -> None:
    satu = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    buku = open_workbook(written(tmp_path, xlsx([satu] * limits.MAX_SHEETS, teks=f"<si><t>{'x' * 30_000}</t></si>")))
    assert len(buku.lembar) == limits.MAX_SHEETS
