"""``zi explain`` at a cell of the user's own file, and ``zi score`` with the one who decides first."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.builder.answers import perfect, raw_cells
from tests.builder.assemble import build_book
from tests.builder.form_shape import FormShape
from zi_cli.cli import run_cli
from zi_cli.records.schema import schema_of
from zi_cli.worksheet.read import read_worksheet


@pytest.fixture
def berkas(tmp_path: Path) -> Path:
    unit = raw_cells(perfect()) | {"A.I.1.i.b": "Z"}
    return build_book({"unit": unit, "tpi": raw_cells(perfect())}, FormShape()).simpan(tmp_path / "lke.xlsx")


def test_a_cell_and_its_row_are_the_same_thing(berkas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    isian = read_worksheet(berkas).penilai["unit"].jawaban["A.I.1.i.b"]
    sel = str(isian.sel).partition("!")[2]
    for kode in (sel, sel.lower(), str(isian.sel)):
        assert run_cli(["explain", kode, str(berkas)]) == 0
        teks = capsys.readouterr().out
        assert "A.I.1.i.b" in teks and "“Z”" in teks and "LKE201" in teks and "Perbaikan:" in teks
        assert "Tim Penilai Internal" not in teks.partition("Pilihan:")[0] or "TPI" not in kode
    assert run_cli(["explain", "A.I.1.i.b", str(berkas), "--format", "json"]) == 0
    isi = json.loads(capsys.readouterr().out)
    jsonschema.validate(isi, schema_of("explain"))
    pertama = isi["di_berkas"][0]
    assert (pertama["penilai"], pertama["sel"]) == ("unit", str(isian.sel))
    assert len(isi["di_berkas"]) == 2 and isi["di_berkas"][1]["temuan"] == []


def test_a_row_number_is_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["explain", "6", "--format", "json"]) == 0
    isi = json.loads(capsys.readouterr().out)
    assert (isi["baris"], isi["di_berkas"]) == (6, None)
    jsonschema.validate(isi, schema_of("explain"))


def test_what_is_no_answer_is_said(berkas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["explain", "K9"]) == 2
    assert "zi explain K9 lke.xlsx" in capsys.readouterr().err
    assert run_cli(["explain", "K900", str(berkas)]) == 2
    jawaban = read_worksheet(berkas).penilai["unit"].jawaban.values()
    assert f"jawabannya ada di {min(i.sel for i in jawaban)} sampai {max(i.sel for i in jawaban)} (Unit kerja)" in (
        capsys.readouterr().err
    )
    assert run_cli(["explain", "apa", str(berkas)]) == 2


def test_who_decides_comes_first(berkas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["score", str(berkas)]) == 0
    teks = capsys.readouterr().out
    assert teks.index("ya, putusan ini yang dipakai") < teks.index("tidak; yang menentukan")
    assert run_cli(["score", str(berkas), "--format", "json"]) == 0
    assert [json.loads(b)["penilai"] for b in capsys.readouterr().out.splitlines()] == ["unit", "tpi"]


def test_short(berkas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["score", str(berkas), "--ringkas"]) == 0
    teks = capsys.readouterr().out
    assert "WBBM" in teks and "Temuan:" in teks and len(teks.splitlines()) < 10
    assert run_cli(["score", str(berkas), "--ringkas", "--rinci"]) == 2


@pytest.mark.parametrize(
    ("kode", "ubah", "said"),
    [
        ("A.I.1.i.b", {"A.I.1.i.b": None}, "kosong, 0,00 poin"),
        ("A.II.1.i.a", {"A.II.1.i.a": None}, "kosong, menurut baris hitungannya 100 %, 1,00 poin"),
        ("A.II.1.i.a", {"A.II.1.i.a": " "}, "kosong, menurut baris hitungannya 100 %, 1,00 poin"),
        ("A.II.1.i.a.1", {"A.II.1.i.a.1": None}, "kosong"),
        ("A.II.1.i.a.1", {}, "“4”"),
    ],
)
def test_a_blank_cell_is_called_blank(
    kode: str, ubah: dict[str, None], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lke = build_book({"unit": raw_cells(perfect()) | ubah}, FormShape()).simpan(tmp_path / "lke.xlsx")
    assert run_cli(["explain", kode, str(lke)]) == 0
    teks = capsys.readouterr().out
    assert f"(Unit kerja): {said}\n" in teks and "“”" not in teks
