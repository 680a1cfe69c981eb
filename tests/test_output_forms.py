"""What a workbook holds: the rows of the CSV, text that stays text, links to the cells of the source."""

import io
import json
import shutil
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from zi_cli.cli import run_cli
from zi_cli.findings.record import Sel
from zi_cli.report.csv import render_csv
from zi_cli.report.html.document_page import render_page
from zi_cli.report.html.environment import table_view
from zi_cli.report.markdown import render_markdown
from zi_cli.report.terminal import render_terminal
from zi_cli.report.workbook import render_workbook
from zi_cli.views.table import Cell, Column, Place, Table, Toned, data_columns, figures

ROOT = Path(__file__).parent.parent
SAMPLE = str(ROOT / "sample_lke" / "lke-banyak-salah.xlsx")
OTHER = str(ROOT / "sample_lke" / "lke-wbk.xlsx")
COMMANDS = {
    "score": ["score", SAMPLE],
    "lint": ["lint", SAMPLE],
    "check": ["check", SAMPLE, "--usulan", "WBK", "--tanggal", "2027-05-20"],
    "plan": ["plan", OTHER, "--target", "WBBM"],
    "compare": ["compare", OTHER, SAMPLE],
}


def looks_like(path: Path) -> str:
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        return ".xlsx"
    text = content.decode("utf-8-sig")
    if text.lower().startswith("<!doctype html"):
        return ".html"
    try:
        for line in text.splitlines():
            json.loads(line)
        return ".json"
    except ValueError:
        return ".csv" if content.startswith(b"\xef\xbb\xbf") else ".md"


@pytest.mark.parametrize("blank", [None, "", Toned("", "buruk")])
@pytest.mark.parametrize("filled", range(4))
def test_a_column_is_printed_for_people_only_where_a_row_fills_it(filled: int, blank: Cell) -> None:
    """With 0 to 3 of three columns filled, the last filled in the last row only; "Paraf" is there to be filled in."""
    names = ["Satu", "Dua", "Tiga"]
    columns = [Column("Baris"), *map(Column, names), Column("Paraf", isian=True)]
    rows: list[list[Cell]] = [["a", *([blank] * 3), blank], ["b", *([0] * filled), *([blank] * (3 - filled)), blank]]
    table = Table("Isi", columns, rows)
    expected = ["Baris", *names[:filled], "Paraf"]
    for text in (
        render_terminal([table], screen=False),
        render_markdown([table]),
        render_page([table]),
        str(table_view(table)),
    ):
        assert [k.judul for k in columns if k.judul in text] == expected
    for column in (["Baris", *names, "Paraf"], expected):
        empty = Table("Isi", [k for k in columns if k.judul in column], [])
        assert [k["nama"] for k in table_view(empty)["kepala"]] == column
    assert render_csv(table, indonesia=False).splitlines()[0].lstrip("\ufeff") == "Baris,Satu,Dua,Tiga,Paraf"
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(table)))
    assert [c.value for c in book.worksheets[0][1]] == ["Baris", *names, "Paraf"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_workbook_holds_the_rows_of_the_csv(command: str, tmp_path: Path) -> None:
    import csv

    run_cli([*COMMANDS[command], "-o", str(tmp_path / "x.csv")])
    run_cli([*COMMANDS[command], "-o", str(tmp_path / "x.xlsx")])
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as f:
        expected = list(csv.reader(f))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    rows = [["" if c is None else c for c in row] for row in sheet.iter_rows(values_only=True)]
    assert len(rows) == len(expected) > 1
    for row, line in zip(rows, expected, strict=True):
        for cell, text in zip(row, line, strict=True):
            assert str(cell) == text or (isinstance(cell, int | float) and float(text) == pytest.approx(cell))


def test_a_workbook_keeps_text_text_and_is_the_same_each_time() -> None:
    import io

    table = Table("Uji", data_columns("abcd"), [("=1+1", Fraction(1, 8), 7, None), ("@x\x1b[31m", True, -3, "y")])
    first = render_workbook(table)
    assert first == render_workbook(table)
    sheet = openpyxl.load_workbook(io.BytesIO(first)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows == [("'=1+1", 0.125, 7, None), ("'@x[31m", "ya", -3, "y")]
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)


def test_a_workbook_links_to_the_cells_of_the_source_file(tmp_path: Path) -> None:
    """A place leads to its cell; a file that holds no cells, or a name that no link can carry, stays text."""
    import io

    places = [
        Place(Sel("LKE 'ZI'", 9, 10), tmp_path / "data" / "lke.xlsx"),
        Place(Sel("LKE", 9, 10), tmp_path / "lke.csv"),
        Place(Sel("LKE", 9, 10), tmp_path / "a#b.xlsx"),
        Place(Sel("LKE", 9, 10)),
    ]
    content = render_workbook(Table("Uji", data_columns(["sel"]), [[p] for p in places]), tmp_path / "hasil" / "x.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [c.value for (c,) in sheet.iter_rows(min_row=2)] == ["LKE 'ZI'!K9", "LKE!K9", "LKE!K9", "LKE!K9"]
    links = [c.hyperlink for (c,) in sheet.iter_rows(min_row=2)]
    assert links[0] is not None and links[0].target == "..\\data\\lke.xlsx"
    assert links[0].location == "'LKE ''ZI'''!K9"
    assert links[1:] == [None, None, None]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:A5")


def test_lint_writes_findings_in_order_of_their_cells_with_links(tmp_path: Path) -> None:
    run_cli(["lint", SAMPLE, "-o", str(tmp_path / "x.xlsx")])
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    rows = [row for row in sheet.iter_rows(min_row=2) if row[1].value]
    assert all(row[1].hyperlink is not None for row in rows)
    numbers = [int("".join(c for c in str(row[1].value).rpartition("!")[2] if c.isdigit())) for row in rows]
    assert numbers == sorted(numbers) and len(numbers) > 5


def test_a_table_too_wide_wraps_headings_and_texts_and_cuts_no_figure() -> None:
    kolom = [Column("Surat", utuh=True), *figures("Jatuh tempo", "Belum berbaris", "Menunggu nomor", "Siap dibuat")]
    tabel = Table("", kolom, [("Surat Pernyataan Tanggung Jawab Mutlak", 20, 0, Fraction(123456, 10), 3)])
    baris = render_terminal([tabel], screen=False, width=56).splitlines()
    assert max(map(len, baris)) <= 56 and "…" not in "".join(baris)
    assert "12345,60" in baris[2] or "12.345,60" in baris[2]
    assert {"Menunggu", "nomor", "Pernyataan", "Mutlak"} <= set(" ".join(baris).split())


FOLDER = ROOT / "sample_lke" / "usulan-2027"
OVER_A_FOLDER = [
    ["check", "kerja"],
    ["check", "--data", "kerja/satker.xlsx"],
    ["check", "kerja", "--kalender"],
    ["kerja", "kerja"],
    ["tahap", "kerja"],
    ["tahap", "kerja", "--triwulan", "2027-2"],
    ["tindak-lanjut", "kerja"],
    ["compare", "kerja"],
    ["bukti", "periksa", "kerja"],
    ["bukti", "banding", "kerja", "kerja"],
]


@pytest.mark.parametrize("command", OVER_A_FOLDER, ids=" ".join)
def test_a_document_below_the_folder_is_never_replaced_a_result_is(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(FOLDER, tmp_path / "kerja")
    monkeypatch.chdir(tmp_path)
    worksheet = next(p for p in sorted(Path("kerja").rglob("*.xlsx")) if p.name != "satker.xlsx")
    before = worksheet.read_bytes()
    # A .pdf is none of the forms of a result: refused before anything is looked at.
    for target, code in ((worksheet, 4), (worksheet.with_name("bukti.jpg"), 4), (worksheet.with_name("bukti.pdf"), 2)):
        target.write_bytes(before)
        assert run_cli([*command, "-o", str(target), "--timpa"]) == code
        assert target.read_bytes() == before
        target.unlink()
    for result in ("kerja/hasil.xlsx", "kerja/hasil.md"):
        codes = [run_cli([*command, "-o", result, "--timpa"]) for _ in range(2)]
        assert codes[0] == codes[1] != 4
    assert "ada di folder masukan" in capsys.readouterr().err


def test_the_calendar_is_a_table_of_its_own(tmp_path: Path) -> None:
    run_cli(["check", str(FOLDER), "--tanggal", "2027-05-20", "--kalender", "-o", str(tmp_path / "kalender.xlsx")])
    sheet = openpyxl.load_workbook(tmp_path / "kalender.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("jenis", "kode", "nama", "predikat", "tanggal", "sisa_hari", "status")
    assert {r[0] for r in rows[1:]} == {"pengajuan", "pembaruan data dukung", "monev"}
    assert rows[1][4:6] == ("2027-05-31", 11)
