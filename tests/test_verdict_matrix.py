"""Every kind of file through every command: one state, in the same words, wherever it is asked.

What a person reads comes from the command line alone, so that a command that words a verdict anew is found here.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.builder import FormShape, build_book, perfect, raw_cells
from tests.surat.letter_reading import letter_text
from zi_cli.cli import run_cli
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_MEMENUHI, BELUM_PASTI, MEMENUHI
from zi_cli.scoring.words import drivers_met

INSTRUMEN = load_instrumen()
SURVEY = "B.I.a"
OPEN_SHEET = "Jawaban meragukan"
Command = Callable[..., str]


def worst() -> dict[str, Any]:
    """The lowest answer everywhere: the last option, no index, no count."""
    low: dict[str, Any] = {}
    for b in INSTRUMEN.baris:
        if b.jenis_jawaban in ("jumlah", "nilai_0_4"):
            low[b.kode] = 0
        elif b.jenis_jawaban == "persen":
            low[b.kode] = None
        elif b.jenis_jawaban is not None:
            low[b.kode] = list(INSTRUMEN.options(b.kode))[-1]
    return low


def claimless(path: Path) -> None:
    """A second column full of answers that no assessor claims."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    column = sheet.max_column + 1
    heading = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("Jawaban"))
    sheet.cell(heading.row, column, "Verifikator")
    for row in range(heading.row + 1, sheet.max_row + 1):
        sheet.cell(row, column, sheet.cell(row, heading.column).value)
    book.save(path)


def register(path: Path) -> None:
    """A register of one satker that says whose worksheet it is, what is proposed, and no more."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Satker"
    sheet.append(["Kode satker", "Nama satker", "Usulan", "Berkas LKE"])
    sheet.append(["647101", "Kantor Imigrasi Kelas I Contoh", "WBK", "lke.xlsx"])
    book.save(path)


#: Answers beside perfect ones, a note beside the survey index, the state and its words, whether a cell is named.
CASES: dict[str, tuple[Mapping[str, Any], str | None, str, str, bool]] = {
    "sure yes": ({}, None, MEMENUHI, MEMENUHI, False),
    "sure no": ({SURVEY: 1.0}, None, BELUM_MEMENUHI, BELUM_MEMENUHI, False),
    "zero": (worst(), None, BELUM_MEMENUHI, BELUM_MEMENUHI, False),
    "blank cell": ({SURVEY: None}, None, BELUM_PASTI, BELUM_PASTI, True),
    "cell that is no answer": ({SURVEY: "3,5 atau 3,9"}, None, BELUM_PASTI, BELUM_PASTI, True),
    "note that denies": ({SURVEY: 3.7}, "IPAK 3,55", BELUM_PASTI, BELUM_PASTI, True),
    "whose answers": ({}, None, BELUM_PASTI, BELUM_PASTI, False),
    "Hasil not assessed": (dict.fromkeys(INSTRUMEN.hasil_codes), None, BELUM_DINILAI, drivers_met(INSTRUMEN), False),
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str, str, bool]:
    """Name of the case, its state, its words and whether a cell is named; the file is ``usulan/lke.xlsx``."""
    answers, note, state, words, named = CASES[request.param]
    book = build_book({"tpi": raw_cells(perfect()) | dict(answers)}, FormShape(kolom_penilai=("jawaban", "catatan")))
    if note is not None:
        sheet, row, column = book.letak["tpi", SURVEY]
        next(k for k in book.lembar if k.nama == sheet).sel[row - 1, column + 1] = note
    (tmp_path / "usulan").mkdir()
    path = book.simpan(tmp_path / "usulan" / "lke.xlsx")
    if request.param == "whose answers":
        claimless(path)
    monkeypatch.chdir(tmp_path)
    return request.param, state, words, named


@pytest.fixture
def zi(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str) -> str:
        capsys.readouterr()
        assert run_cli(list(arguments)) in (0, 1), arguments
        return capsys.readouterr().out

    return run


LKE = "usulan/lke.xlsx"


def test_every_command_says_the_same(case: tuple[str, str, str, bool], zi: Command, tmp_path: Path) -> None:
    _, state, words, named = case
    record = json.loads(zi("score", LKE, "--format", "json"))
    score = record["putusan"]["WBK"]
    assert score["keadaan"] == state
    assert [d["kode"] for d in score["bergantung"]] == ([SURVEY] if named else [])
    cell = score["bergantung"][0]["sel"] if named else ""

    said = {
        "score": re.search(r"^WBK\s+(.*)$", zi("score", LKE), re.MULTILINE)[1],  # type: ignore[index]
        "score --ringkas": re.search(r"WBK:? +(.*)", zi("score", LKE, "--ringkas"))[1],  # type: ignore[index]
    }
    assert [said["score"].startswith(words), said["score --ringkas"].startswith(words)] == [True, True], said
    assert json.loads(zi("lint", LKE, "--format", "json"))["temuan"] is not None

    zi("batch", "usulan", "-o", "rekap", "--pekerja", "1")
    recap = json.loads((tmp_path / "rekap" / "rekap.json").read_text("utf-8"))["satker"][0]
    assert recap["putusan"]["WBK"] == score
    (row,) = csv.DictReader(io.StringIO((tmp_path / "rekap" / "rekap.csv").read_text("utf-8-sig")))
    assert row["wbk"] == words
    assert words in zi("batch", "usulan", "-o", "rekap2", "--pekerja", "1", "--format", "md").lower()

    check = json.loads(zi("check", LKE, "--usulan", "WBK", "--tanggal", "2027-05-01", "--format", "json"))
    met = {MEMENUHI: True, BELUM_MEMENUHI: False}.get(state)
    assert check["satker"][0]["nilai_memenuhi"] is met
    text = zi("check", LKE, "--usulan", "WBK", "--tanggal", "2027-05-01")
    no = "Nilai LKE belum memenuhi WBK" if met is False else f"Nilai LKE untuk WBK {words}"
    assert (no in text) == (met is not True)
    assert re.search(rf"^ Nilai LKE untuk WBK +\S+ [\d,]+ +\d+ +{words.partition(' (')[0]} ", text, re.MULTILINE)

    register(tmp_path / "usulan" / "satker.xlsx")
    kerja = json.loads(zi("kerja", "usulan", "--format", "json"))
    assert kerja["satker"][0]["nilai_memenuhi"] is met
    assert any(x.startswith(no) for x in kerja["satker"][0]["alasan"]) == (met is not True)
    open_parts = {m["kode"]: m["di_lke"] for m in kerja["kurang"]}
    # What the worksheet leaves open is told apart from what the register lacks.
    assert open_parts.get("nilai", 0) == (met is None) and open_parts["tlhp"] == 0
    assert ("dibiarkan terbuka oleh LKE" in zi("kerja", "usulan")) == (met is None)
    (package,) = json.loads(zi("paket", "usulan", "--draf", "--format", "json"))["paket"]
    said_there = next(x["sebab"] for x in package["kurang"] if x["apa"] == "Daftar syarat")
    assert (no in said_there) == (met is not True)

    pair = json.loads(zi("compare", LKE, LKE, "--format", "json"))["pasangan"][0]
    common = state if pair["dasar"] == "total" else score["keadaan_pengungkit"]
    assert {pair["putusan"]["WBK"][k] for k in ("keadaan_dari", "keadaan_ke")} == {common}
    text_of_pair = zi("compare", LKE, LKE)
    assert len(re.findall(rf"^ WBK +{re.escape(words)} +{re.escape(words)} *$", text_of_pair, re.M)) == 1
    assert pair["putusan"]["WBK"]["bergantung_ke"] == ([SURVEY] if named else [])
    assert ("Jawaban meragukan" in text_of_pair) == (common == BELUM_PASTI)

    plan = json.loads(zi("plan", LKE, "--target", "WBK", "--format", "json"))
    assert plan["keadaan"] == state
    assert (BELUM_PASTI in zi("plan", LKE, "--target", "WBK")) == (state == BELUM_PASTI)

    zi("report", LKE, "-o", "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")
    assert words in page.lower()
    assert (BELUM_PASTI in page.lower()) == (state == BELUM_PASTI)

    zi("score", LKE, "--tulis", "salinan.xlsx")
    sheet = openpyxl.load_workbook("salinan.xlsx")["Hasil zi"]
    column = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
    assert words in column[column.index("Putusan WBK") :][:2]

    zi("score", LKE, "-o", "nilai.xlsx")
    book = openpyxl.load_workbook("nilai.xlsx")
    doubts = [[c.value for c in r] for r in book[OPEN_SHEET].iter_rows()] if OPEN_SHEET in book.sheetnames else []
    assert bool(doubts) == any(p["bergantung"] or p["sebab"] for p in record["putusan"].values())
    assert "Temuan" in book.sheetnames

    workbook = " ".join(str(x) for row in doubts for x in row)
    assert all(cell in said for said in (zi("score", LKE), text, page, workbook))


def test_the_form_and_the_letter_say_the_same(case: tuple[str, str, str, bool], zi: Command, tmp_path: Path) -> None:
    name, state, words, _ = case
    zi("template", "--isi", LKE, "-o", "formulir.xlsx")
    sheet = openpyxl.load_workbook("formulir.xlsx", data_only=True)["Ringkasan"]
    row = next([c.value for c in r] for r in sheet.iter_rows() if r[0].value == "Putusan WBK")
    if name == "whose answers":
        # The form holds one column of the two; that the other was there stands where one looks before believing it.
        notes = openpyxl.load_workbook("formulir.xlsx")["Catatan Salinan"]
        assert any("Verifikator" in str(c.value) for r in notes.iter_rows() for c in r)
    else:
        assert words in row

    zi("surat", "lhe", LKE, "--target", "WBK", "--nomor", "1", "--tanggal", "2027-05-01", "--draf", "-o", "l.docx")
    if (tmp_path / "DRAF-l.docx").exists():
        letter = letter_text((tmp_path / "DRAF-l.docx").read_bytes())
        assert (BELUM_PASTI in letter) == (state == BELUM_PASTI)
        assert ("belum memenuhi" in letter) >= (state == BELUM_MEMENUHI)
    else:
        assert name in ("whose answers", "Hasil not assessed")


@pytest.mark.parametrize(
    "command",
    [
        ["score", LKE], ["lint", LKE], ["check", LKE, "--usulan", "WBK"], ["plan", LKE, "--target", "WBK"],
        ["report", LKE], ["compare", LKE, LKE], ["surat", "lhe", LKE, "--target", "WBK", "--draf"],
    ],
    ids=lambda c: c[0],
)  # fmt: skip
def test_an_absent_assessor_ends_alike(command: list[str], tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "usulan").mkdir()
    build_book({"unit": raw_cells(perfect())}).simpan(tmp_path / LKE)
    if command[0] == "lint":
        assert run_cli(command) == 0
        return
    assert run_cli([*command, "--penilai", "tpi"]) == 3
    said = capsys.readouterr()
    # The list of what check found has it, so that it is not said beside it too.
    assert ("LKE135" in said.out, "LKE135" in said.err) == (command[0] == "check", command[0] != "check")
