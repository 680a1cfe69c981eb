"""``zi check`` holds the typed indices against the answers that the register names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.builder.answers import perfect, raw_cells
from tests.builder.assemble import build_book
from tests.survei.exports import HEADINGS, honest, rows, write_csv
from zi_cli.cli import run_cli
from zi_cli.pengajuan.register.columns import COLUMNS

ROW = {"Kode": "1", "Nama satker": "Kantor Imigrasi Contoh", "Usulan": "WBK", "Berkas LKE": "lke.xlsx"}


def check(folder: Path, survei: str | None, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The SVY findings on the one satker of *folder*, whose register names *survei* (None: no such column)."""
    isi = ROW if survei is None else {**ROW, "Berkas survei": survei}
    (folder / "satker.csv").write_text(";".join(isi) + "\n" + ";".join(isi.values()) + "\n", "utf-8")
    run_cli(["check", str(folder), "--tanggal", "2026-05-20", "--format", "json"])
    (satker,) = json.loads(capsys.readouterr().out)["satker"]
    return [t for t in satker["temuan"] if t["kode"].startswith("SVY")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_book({"tpi": raw_cells(perfect())}).simpan(tmp_path / "lke.xlsx")
    return tmp_path


def test_without_the_column_nothing_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(folder, None, capsys) == []


def test_a_typed_index_without_a_survey_is_named_by_its_cell(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    temuan = check(folder, "", capsys)
    assert [t["kode"] for t in temuan] == ["SVY731", "SVY731"]
    assert all(t["tingkat"] == "peringatan" and t["sel"] and t["berkas"] == "lke.xlsx" for t in temuan)


def test_answers_that_give_another_index_are_a_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(folder / "jawaban.csv", HEADINGS, rows(honest(150)))
    temuan = check(folder, "jawaban.csv", capsys)
    assert [t["kode"] for t in temuan if t["berkas"] == "lke.xlsx"] == ["SVY730", "SVY730"]
    assert [t["kode"] for t in temuan if t["berkas"] == "satker.csv"] == []
    assert {t["tingkat"] for t in temuan} == {"peringatan"}


def test_answers_that_give_the_typed_index_are_silent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    semua = [[*b[:-13], *["6"] * 13] for b in rows(honest(150))]
    write_csv(folder / "jawaban.csv", HEADINGS, semua)
    assert not [t for t in check(folder, "jawaban.csv", capsys) if t["kode"] in ("SVY730", "SVY731", "SVY734")]


def test_kerja_shows_what_the_survey_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    isi = {**ROW, "Berkas survei": ""}
    buku = openpyxl.Workbook()
    assert buku.active is not None
    for baris in (list(isi), list(isi.values())):
        buku.active.append(baris)
    buku.save(folder / "satker.xlsx")
    run_cli(["kerja", str(folder)])
    assert "2 peringatan" in (out := capsys.readouterr().out) and "SVY731" in out


def test_a_doubtful_survey_proves_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    semua = [[*b[:-13], *["6"] * 13] for b in rows(honest(150)) if "2026-01" in str(b)]
    write_csv(folder / "jawaban.csv", HEADINGS, semua)
    (temuan,) = [t for t in check(folder, "jawaban.csv", capsys) if t["kode"] == "SVY735"]
    assert "SVY709" in temuan["pesan"] and temuan["berkas"] == "satker.csv"


@pytest.mark.parametrize("nama", ["tidak-ada.csv", "../luar.csv", "/etc/passwd", "satker.csv", "C:\\luar.csv", "."])
def test_a_file_that_is_no_survey_or_outside_is_one_finding(
    folder: Path, nama: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (temuan,) = check(folder, nama, capsys)
    assert temuan["kode"] == "SVY734" and temuan["berkas"] == "satker.csv" and temuan["sel"]


FALSE_WEIGHTS = [
    f"[survei]\nbobot_skm = {json.dumps(b)}\n" for b in (["0,11"] * 9, ["a"], ["1/0"], ["2", "-1"], ["1/1/1"])
]


def test_the_configuration_says_how_indices_are_worked_out(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    berkas = write_csv(folder / "jawaban.csv", HEADINGS, rows(honest(150)))
    toml = tmp_path / "zi.toml"
    angka = []
    for isi in ("", '[survei]\nrumus = "rentang"\ngabungan = "semua"\nbulan = 2\n'):
        toml.write_text(isi, "utf-8")
        assert run_cli(["survei", str(berkas), "--konfigurasi", str(toml), "--format", "json"]) in (0, 1)
        angka.append(json.loads(capsys.readouterr().out))
    assert [a["cara"]["rumus"] for a in angka] == ["proporsi", "rentang"]
    assert angka[1]["cara"]["gabungan"] == "semua" and len(angka[1]["bulan"]) == 2
    assert run_cli(["survei", str(berkas), "--konfigurasi", str(toml), "--rumus", "proporsi", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["cara"]["rumus"] == "proporsi"
    for salah in ('[survei]\nrumus = "lain"\n', "[survei]\nbulan = 0\n", "[survei]\nx = 1\n", *FALSE_WEIGHTS):
        toml.write_text(salah, "utf-8")
        assert run_cli(["survei", str(berkas), "--konfigurasi", str(toml)]) == 3
        assert capsys.readouterr().err.startswith("zi: kesalahan DAT50")


def test_the_register_has_the_column() -> None:
    assert any(k.judul == "Berkas survei" and not k.menentukan for k in COLUMNS)
