"""A work folder speaks for itself: FOLDER may be left out, and its commands say the same of it."""

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.test_init_from import lke
from zi_cli.cli import run_cli


def fill_instansi(berkas: Path, **isi: object) -> None:
    """Write values into the sheet Instansi, by label."""
    buku = openpyxl.load_workbook(berkas)
    lembar = buku["Instansi"]
    baris = {str(lembar.cell(r, 1).value): r for r in range(2, lembar.max_row + 1)}
    for label, nilai in isi.items():
        lembar.cell(baris[label.replace("_", " ")], 2).value = nilai
    buku.save(berkas)


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    lke(tmp_path / "masuk" / "LKE a.xlsx", "Kanim Kelas I Contoh", kode="647101", usulan="WBK")
    lke(tmp_path / "masuk" / "LKE b.xlsx", "Lapas Kelas IIA Contoh", kode="647102", usulan="WBBM")
    monkeypatch.chdir(tmp_path)
    assert run_cli(["init", "--dari", "masuk"]) == 0
    capsys.readouterr()
    return tmp_path


def run_json(capsys: pytest.CaptureFixture[str], *argumen: str) -> dict[str, Any]:
    assert run_cli([*argumen, "--format", "json"]) in (0, 1)
    hasil: dict[str, Any] = json.loads(capsys.readouterr().out)
    return hasil


def test_the_folder_is_the_current_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    di_sini = run_json(capsys, "check")
    assert [s["nama"] for s in di_sini["satker"]] == [s["nama"] for s in run_json(capsys, "check", ".")["satker"]]
    assert run_json(capsys, "batch")["daftar"]["nama"] == "satker.xlsx"
    assert run_cli(["report", "-o", "laporan.html"]) == 0
    assert "satker.xlsx" in Path("laporan.html").read_text(encoding="utf-8")


def test_without_a_register_the_folder_must_be_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for perintah in ("check", "batch", "report", "portalrb ekspor"):
        assert run_cli(perintah.split()) == 2
        assert "satker.xlsx" in capsys.readouterr().err


def test_commands_agree_on_date_year_and_assessor(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill_instansi(folder / "satker.xlsx", Tanggal_pengajuan="2027-05-20", Penilai_penentu="unit", Tahun_usulan=2026)
    check, batch = run_json(capsys, "check"), run_json(capsys, "batch")
    assert check["tanggal"] == batch["daftar"]["tanggal"] == "2027-05-20"
    assert {s["penilai"] for s in check["satker"]} == {s["penilai"] for s in batch["satker"]} == {"unit"}
    per_nama = {s["kelayakan"]["nama"]: s["kelayakan"] for s in batch["satker"]}
    for s in check["satker"]:
        assert s["alasan"] == per_nama[s["nama"]]["alasan"]
        assert any("2026" in a for a in s["alasan"])  # the worksheets state 2027


def test_an_unknown_assessor_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill_instansi(folder / "satker.xlsx", Penilai_penentu="inspektur")
    assert run_cli(["check"]) == 1
    assert "satker.xlsx:Instansi!B4: peringatan DAT571 Penilai penentu" in capsys.readouterr().out
    run_cli(["batch"])
    assert "satker.xlsx:Instansi!B4: peringatan DAT571 Penilai penentu" in capsys.readouterr().err


def test_a_date_that_nobody_gave_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_cli(["check"])
    assert "(hari ini; tanggal pengajuan belum diisi)" in capsys.readouterr().out
    run_cli(["batch"])
    assert "(hari ini; tanggal pengajuan belum diisi)" in capsys.readouterr().out
    run_cli(["kerja"])
    assert ". tanggal pengajuan belum diisi: isi di satker.xlsx, lembar Instansi" in capsys.readouterr().out
    fill_instansi(folder / "satker.xlsx", Tanggal_pengajuan="2027-05-20")
    run_cli(["kerja"])
    assert "tanggal pengajuan belum diisi" not in capsys.readouterr().out


_DAY = ["--tanggal", "2027-05-20"]
#: Commands that leave something in the folder they read, in the order in which a user comes to them.
_WRITING = (
    "batch . DAY",
    "check . -o cek.xlsx DAY",
    "score LKE -o nilai.xlsx",
    "lint LKE -o temuan.xlsx",
    "compare . -o banding.xlsx",
    "plan LKE -o rencana.xlsx",
    "tahap . -o tahap.xlsx DAY",
    "kerja . -o kerja.xlsx",
    "tindak-lanjut . -o catatan.xlsx",
    "report . -o laporan.html DAY",
    "surat semua . DAY",
    "portalrb ekspor . DAY",
    "portalrb buku . --semua DAY",
    "bukti siapkan bukti --lke LKE",
    "paket . --draf DAY",
)


def test_what_zi_writes_into_the_folder_changes_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "usulan"
    shutil.copytree(Path(__file__).parents[1] / "sample_lke/usulan-2027", folder)
    monkeypatch.chdir(folder)
    worksheet = next(p for p in sorted(folder.rglob("lke-*.xlsx")) if "TPI" in str(p)).relative_to(folder)

    def answers() -> list[Any]:
        assert run_cli(["check", ".", *_DAY, "--format", "json"]) in (0, 1)
        return [{**s, "temuan": None} for s in json.loads(capsys.readouterr().out)["satker"]]

    before = answers()
    assert {s["layak"] for s in before} == {True, False, None}
    for line in _WRITING:
        words = [w for word in line.split() for w in {"LKE": [str(worksheet)], "DAY": _DAY}.get(word, [word])]
        present = {*folder.rglob("*")}
        assert run_cli(words) in (0, 1), line
        assert {*folder.rglob("*")} - present, line
        capsys.readouterr()
        assert answers() == before, line
