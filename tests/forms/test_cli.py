"""``zi template`` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builder.sheet import worksheet
from zi_cli.cli import run_cli
from zi_cli.worksheet.read import read_worksheet

REAL = Path(__file__).parent.parent / "data" / "lke-nyata-2024.xlsx"


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_default_name_and_no_overwriting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["template", "--satker", "Kantor Imigrasi Contoh", "--tahun", "2026", "--usulan", "wbk"]
    assert run_cli(command) == 0
    assert capsys.readouterr().out == "lke-2026.xlsx\n"
    isi = (tmp_path / "lke-2026.xlsx").read_bytes()
    ws = read_worksheet(tmp_path / "lke-2026.xlsx")
    assert (ws.satker, ws.tahun, ws.usulan, list(ws.penilai)) == ("Kantor Imigrasi Contoh", 2026, "WBK", ["unit"])
    assert run_cli(["template", "--tahun", "2026"]) == 4
    assert "--timpa" in capsys.readouterr().err
    assert (tmp_path / "lke-2026.xlsx").read_bytes() == isi
    assert run_cli(["template", "--tahun", "2026", "--timpa"]) == 0
    assert (tmp_path / "lke-2026.xlsx").read_bytes() != isi


def test_assessors_come_in_rising_order(tmp_path: Path) -> None:
    assert run_cli(["template", "--penilai", "tpn, unit,tpi", "-o", "a.xlsx"]) == 0
    assert list(read_worksheet(tmp_path / "a.xlsx").penilai) == ["unit", "tpi", "tpn"]


@pytest.mark.parametrize(
    ("argumen", "kode"),
    [
        (["--penilai", "bupati"], 2),
        (["--tahun", "26"], 2),
        (["--usulan", "WBX"], 2),
        (["--data", "satker.xlsx", "--isi", "lama.xlsx"], 2),
        (["--isi", "tidak-ada.xlsx"], 3),
        (["--data", "tidak-ada.xlsx"], 3),
        (["--konfigurasi", "tidak-ada.toml"], 3),
        (["-o", "."], 4),
        (["-o", "lke.ods"], 2),
    ],
)
def test_refusals(argumen: list[str], kode: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["template", *argumen]) == kode
    galat = capsys.readouterr().err
    assert "Traceback" not in galat
    assert galat.startswith("zi: ")
    assert list(tmp_path.iterdir()) == []


def test_old_worksheet_is_carried_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["template", "--isi", str(REAL)]) == 0
    keluar = capsys.readouterr()
    assert keluar.out.splitlines()[0] == "lke-2024.xlsx"
    assert keluar.out.splitlines()[1].startswith("lke-nyata-2024.xlsx:LKE 2024!K9: tidak terbawa: A.I.1.i.b")
    assert run_cli(["template", "--isi", "lke-2024.xlsx", "-o", "lke-2024.xlsx", "--timpa"]) == 4


def test_configuration_thresholds_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import load_workbook

    (tmp_path / "ketat.toml").write_text("[ambang.wbk]\ntotal = 80\n", encoding="utf-8")
    assert run_cli(["template", "--konfigurasi", "ketat.toml", "-o", "a.xlsx"]) == 0
    assert "ketat.toml" in capsys.readouterr().err
    baris = {r[0]: r for r in load_workbook("a.xlsx")["Referensi"].iter_rows(values_only=True)}
    assert baris["total"][3:5] == (80, 85)


def test_register_gives_a_tree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "satker.csv").write_text(
        "Kode,Nama,Jenis,Kanwil,Usulan\n"
        "K1,Kantor Imigrasi Contoh,kantor imigrasi,Kanwil Contoh,WBK\n"
        "K2,Kantor Imigrasi Contoh,kantor imigrasi,Kanwil Contoh,WBBM\n"
        'K3,"../../Lapas = Contoh/..",lapas,CON,\n'
        "K4,Rutan Contoh,rutan,,Tidak\n",
        encoding="utf-8",
    )
    assert run_cli(["template", "--data", "satker.csv", "--tahun", "2026", "-o", "hasil"]) == 0
    berkas = sorted(b.relative_to(tmp_path / "hasil") for b in (tmp_path / "hasil").rglob("*.xlsx"))
    assert len(berkas) == 4
    assert all(len(b.parts) == 3 and b.name == "lke-2026.xlsx" and ".." not in b.parts for b in berkas)
    assert Path("Kanwil Contoh/Kantor Imigrasi Contoh/lke-2026.xlsx") in berkas
    assert Path("Kanwil Contoh/Kantor Imigrasi Contoh (K2)/lke-2026.xlsx") in berkas
    assert Path("Tanpa Kanwil/Rutan Contoh/lke-2026.xlsx") in berkas
    isi = {(w.kode_satker, w.usulan, w.tahun) for w in (read_worksheet(tmp_path / "hasil" / b) for b in berkas)}
    assert isi == {("K1", "WBK", 2026), ("K2", "WBBM", 2026), ("K3", None, 2026), ("K4", None, 2026)}
    capsys.readouterr()
    assert run_cli(["template", "--data", "satker.csv", "--tahun", "2026", "-o", "hasil"]) == 4
    assert run_cli(["template", "--data", "satker.csv", "--tahun", "2026", "-o", "hasil", "--timpa"]) == 0


def test_prefilled_form_is_blank_but_for_identity(tmp_path: Path) -> None:
    assert run_cli(["template", "--satker", "Lapas Contoh", "--tahun", "2026"]) == 0
    kolom = read_worksheet(tmp_path / "lke-2026.xlsx").penilai["unit"]
    assert set(kolom.jawaban) == set(worksheet({"unit": {}}).penilai["unit"].jawaban)
    assert all(i.nilai == "" for i in kolom.jawaban.values())
