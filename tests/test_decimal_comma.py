"""No figure that a person reads has a decimal point: what cells hold is said with a comma, dates in words."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.builder.answers import perfect, raw_cells
from tests.builder.assemble import build_book
from tests.builder.form_shape import FormShape
from zi_cli.cli import run_cli
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.register.columns import COLUMNS
from zi_cli.text import shown, shown_figure

INSTRUMEN = load_instrumen()
#: Two digits about a point; a thousands mark, a code of the instrument, a version or a file's name is none.
POINT = re.compile(r"(?<![\w.])-?\d+\.\d+(?![\w.]*\w)")
THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+")
ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def points(text: str) -> list[str]:
    """The figures with a decimal point, and the dates in figures, in *text*."""
    return [m[0] for m in POINT.finditer(text) if not THOUSANDS.fullmatch(m[0])] + ISO.findall(text)


def wrong_answers(value: Any) -> Mapping[str, Any]:
    """*value* in every third row that takes an answer, counts among them."""
    rows = [b.kode for b in INSTRUMEN.baris if b.jenis_jawaban]
    return raw_cells(perfect()) | dict.fromkeys(rows[::3], value)


@pytest.mark.parametrize("value", [92.35, 0.8, 1.5, 3.125, -0.25, 1e-7, 92.351, date(2027, 3, 1), True])
def test_findings_about_a_worksheet(value: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = "HARI" if isinstance(value, date) else value
    lke = build_book({"unit": wrong_answers(held)}, FormShape(judul=(("Tahun : 2027",),))).simpan(tmp_path / "lke.xlsx")
    if held != value:
        book = openpyxl.load_workbook(lke)
        for cell in (c for sheet in book for row in sheet.iter_rows() for c in row if c.value == held):
            cell.value = value
        book.save(lke)
    run_cli(["lint", str(lke), "--format", "json"])
    found = [t for line in capsys.readouterr().out.splitlines() for t in json.loads(line)["temuan"]]
    assert found
    assert [t["pesan"] for t in found if points(t["pesan"])] == []
    for command in (["score", "--rinci"], ["lint"], ["plan", "--target", "WBK"]):
        run_cli([command[0], str(lke), *command[1:]])
        out = capsys.readouterr()
        assert points(out.out.replace("0.2.0", "") + out.err) == [], command
    for row in ("A.I.1.i.b", "A.II.1.i.a", "A.II.1.i.a.1"):
        run_cli(["explain", row, str(lke)])
        assert points(capsys.readouterr().out) == []


@pytest.mark.parametrize("value", [92.35, 5.5, 0.125, -1.5, datetime(2027, 3, 1), date(2027, 3, 1), True, 1234.5])
def test_findings_about_a_register(value: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([k.judul for k in COLUMNS])
    for n, k in enumerate(COLUMNS):
        if isinstance(value, date) and k.field in ("nama", "kode", "berkas_lke"):
            continue  # a name is never put in other words
        base = {"nama": f"Kantor Imigrasi Contoh {n}", "kode": str(647101 + n), "usulan": "WBK"}
        sheet.append([(base | {k.field: value}).get(x.field) for x in COLUMNS])
    book.save(tmp_path / "satker.xlsx")
    (tmp_path / "zi.toml").write_text("[instansi]\nspip = 2.75\n", encoding="utf-8")
    run_cli(["check", str(tmp_path), "--rinci", "--format", "json"])
    isi = json.loads(capsys.readouterr().out)
    texts = [t["pesan"] for s in isi["satker"] for t in s["temuan"]] + [t["pesan"] for t in isi["temuan"]]
    assert texts
    assert [t for t in texts if points(t)] == []
    if not isinstance(value, date):  # of a name that is a date the screen says what the cell holds
        run_cli(["check", str(tmp_path), "--rinci"])
        assert points(capsys.readouterr().out) == []


def test_shown() -> None:
    assert [shown(x) for x in (0.85, 3.0, 7, "0.85", True, date(2027, 3, 1), datetime(2027, 3, 1, 8, 5))] == [
        "0,85", "3", "7", "0.85", "TRUE", "1 Maret 2027", "1 Maret 2027 08.05",
    ]  # fmt: skip
    assert shown(float(Fraction(1, 10**7))) == "1e-07"
    typed = ("92.35", "0.875", "1.234", "12.345", "1.2345", "A.1", "1.2.3", "3.5 %", "1e-07", "2.5e-08")
    assert [shown_figure(x) for x in typed] == [
        "92,35", "0,875", "1.234", "12.345", "1,2345", "A.1", "1.2.3", "3.5 %", "1e-07", "2,5e-08",
    ]  # fmt: skip
