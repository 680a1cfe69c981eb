"""``zi plan`` from the command line: formats, exit codes, refusals."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import validate

from tests.pembangun import Jawaban, mentah, sempurna, susun
from zi_cli.cli import jalankan
from zi_cli.instrumen.loader import load_instrumen, load_kriteria
from zi_cli.records.plan import baca_langkah
from zi_cli.records.schema import schema_of
from zi_cli.views.plan import teks_satu

INSTRUMEN = load_instrumen()


def tulis_lke(berkas: Path, ubah: Jawaban | None = None) -> Path:
    """A worksheet with the best answers, except those of *ubah*."""
    return susun({"unit": mentah(sempurna() | (ubah or {}))}).simpan(berkas)


@pytest.fixture
def lke(tmp_path: Path) -> Path:
    """Short of WBBM: area 4 is low, and one LHKPN report and a survey are wanting."""
    ubah: Jawaban = {"A.II.4.ii.a": "D", "A.II.4.iii.a": "C", "A.I.4.i.a": "C", "A.II.5.iii.a.5": 9}
    return tulis_lke(tmp_path / "lke.xlsx", ubah | {"B.I.a": Fraction("3.42")})


def zi(capsys: pytest.CaptureFixture[str], *argumen: object) -> tuple[int, str, str]:
    kode = jalankan([str(a) for a in argumen])
    keluar, galat = capsys.readouterr()
    assert "Traceback" not in galat
    return kode, keluar, galat


def rekaman(capsys: pytest.CaptureFixture[str], *argumen: object) -> tuple[int, dict[str, Any]]:
    kode, keluar, _ = zi(capsys, "plan", *argumen, "--format", "json")
    assert keluar.count("\n") == 1
    dokumen: dict[str, Any] = json.loads(keluar)
    validate(dokumen, schema_of("plan"))
    return kode, dokumen


def test_json_of_a_plan(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    kode, d = rekaman(capsys, lke, "--target", "WBBM", "--izinkan", "survei,hitungan")
    assert (kode, d["target"], d["tercapai"], d["optimal"], d["penghalang"]) == (0, "WBBM", True, True, [])
    assert d["jumlah_langkah"] == d["biaya"] == len(d["langkah"])
    survei = next(s for s in d["langkah"] if s["indikator"] == "B.I.a")
    assert (survei["dari"], survei["ke"], survei["tambahan"]) == (3.42, 3.6, 0.7875)
    assert d["nilai_akhir"] == pytest.approx(d["nilai_awal"] + sum(s["tambahan"] for s in d["langkah"]))
    assert all(c["memenuhi"] for c in d["capaian"])


def test_steps_can_be_read_back_from_json(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    _, d = rekaman(capsys, lke, "--target", "WBBM", "--izinkan", "survei,hitungan")
    for isi in d["langkah"]:
        teks = teks_satu(1, baca_langkah(isi, INSTRUMEN), INSTRUMEN, load_kriteria(INSTRUMEN))
        assert (teks.kode, teks.tuntutan, teks.catatan) == (isi["indikator"], isi["tuntutan"], isi["catatan"])


@pytest.mark.parametrize(
    "ubah",
    [
        {"indikator": "A.I"},
        {"indikator": None},
        {"ke": "Z"},
        {"ke": 3.6},
        {"dari": ["A"]},
        {"tambahan": 40},
        {"tambahan": float("nan")},
        {"tingkat": 0},
        {"biaya": -1},
        {"biaya": True},
        {"hitungan": {"kode": "A.II.5.iii.a.5", "dari": 1, "ke": 2}},
    ],
)
def test_a_step_that_is_none_is_refused(ubah: dict[str, object]) -> None:
    isi = {"indikator": "A.I.5.i.a", "dari": None, "ke": "A", "tambahan": 0.75, "tingkat": 2, "biaya": 1}
    assert baca_langkah(isi, INSTRUMEN).ke == "A"
    with pytest.raises(ValueError, match=r"^\w+$"):
        baca_langkah(isi | ubah, INSTRUMEN)


def test_out_of_reach_is_exit_1_and_names_the_hindrance(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    kode, d = rekaman(capsys, lke, "--target", "WBBM")
    assert (kode, d["tercapai"], d["langkah"]) == (1, False, [])
    assert [p["kode"] for p in d["penghalang"]] == ["survei-korupsi"]
    assert d["penghalang"][0]["halangan"] == [{"indikator": "B.I.a", "sebab": "survei"}]


def test_stricter_thresholds_of_the_ministry(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    toml = lke.with_name("zi.toml")
    toml.write_text("[ambang.WBBM]\ntotal = 99.5\n", encoding="utf-8")
    argumen = (lke, "--target", "WBBM", "--izinkan", "survei,hitungan")
    _, biasa = rekaman(capsys, *argumen)
    kode, ketat = rekaman(capsys, *argumen, "--konfigurasi", toml)
    assert (kode, ketat["nilai_akhir"] >= 99.5 > biasa["nilai_akhir"]) == (0, True)
    assert ketat["ambang"]["diubah"]
    assert (biasa["konfigurasi"], ketat["konfigurasi"]["nama"]) == (None, "zi.toml")
    assert zi(capsys, "plan", lke, "--konfigurasi", lke.with_name("tidak-ada.toml"))[0] == 3


def test_limit_of_steps(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    kode, d = rekaman(capsys, lke, "--target", "WBBM", "--izinkan", "survei", "--maks-langkah", "1")
    assert (kode, [p["kode"] for p in d["penghalang"]]) == (1, ["maks-langkah"])


def test_nothing_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    kode, d = rekaman(capsys, tulis_lke(tmp_path / "penuh.xlsx"), "--target", "WBBM")
    assert (kode, d["tercapai"], d["optimal"], d["jumlah_langkah"]) == (0, True, True, 0)


def test_costs_from_a_file(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    biaya = lke.with_name("biaya.csv")
    biaya.write_text("kode,biaya\n*,1000\nA.I.4,5\n", encoding="utf-8")
    kode, d = rekaman(capsys, lke, "--target", "WBBM", "--izinkan", "survei", "--biaya", biaya)
    assert (kode, d["permintaan"]["berbiaya"]) == (0, True)
    assert d["biaya"] == sum(s["biaya"] for s in d["langkah"])


def test_csv_has_one_row_a_step(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    argumen = (lke, "--target", "WBBM", "--izinkan", "survei")
    _, d = rekaman(capsys, *argumen)
    kode, keluar, _ = zi(capsys, "plan", *argumen, "--format", "csv")
    baris = list(csv.DictReader(io.StringIO(keluar.lstrip("\ufeff"))))
    assert (kode, [b["indikator"] for b in baris]) == (0, [s["indikator"] for s in d["langkah"]])
    _, keluar, _ = zi(capsys, "plan", *argumen, "--format", "csv", "--csv-id")
    assert "0,787500" in keluar


@pytest.mark.parametrize("bentuk", ["tabel", "md"])
def test_text_names_every_step_and_the_condition(capsys: pytest.CaptureFixture[str], lke: Path, bentuk: str) -> None:
    argumen = (lke, "--target", "WBBM", "--izinkan", "survei")
    _, d = rekaman(capsys, *argumen)
    kode, keluar, _ = zi(capsys, "plan", *argumen, "--format", bentuk)
    assert kode == 0
    assert all(s["indikator"] in keluar for s in d["langkah"])
    assert "bukti dukung" in keluar
    assert "3,60" in keluar


def test_markup_in_the_file_is_inert(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    buruk = lke.rename(lke.with_name("a|<b>[red]x.xlsx"))
    _, keluar, _ = zi(capsys, "plan", buruk, "--target", "WBK", "--format", "md")
    assert "<b>" not in keluar
    _, keluar, _ = zi(capsys, "plan", buruk, "--target", "WBK")
    assert "[red]x" in keluar


@pytest.mark.parametrize(
    "argumen",
    [
        ("--kunci", "A.X"),
        ("--kunci", "A.II.5.ii.a.1"),
        ("--izinkan", "semua"),
        ("--maks-langkah", "-1"),
        ("--maks-langkah", "x"),
        ("--target", "WBX"),
        ("--penilai", "saya"),
    ],
)
def test_wrong_usage_is_exit_2(capsys: pytest.CaptureFixture[str], lke: Path, argumen: tuple[str, ...]) -> None:
    kode, keluar, galat = zi(capsys, "plan", lke, *argumen)
    assert (kode, keluar) == (2, "")
    assert galat.startswith("zi: ")


def test_unreadable_inputs_are_exit_3(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    assert zi(capsys, "plan", lke.with_name("tidak-ada.xlsx"))[0] == 3
    bukan_lke = lke.with_name("hadir.xlsx")
    openpyxl.Workbook().save(bukan_lke)
    assert zi(capsys, "plan", bukan_lke)[0] == 3
    kode, _, galat = zi(capsys, "plan", lke, "--biaya", lke.with_name("tidak-ada.csv"))
    assert (kode, "DAT560" in galat) == (3, True)


def test_output_never_over_an_input(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    isi = lke.read_bytes()
    assert zi(capsys, "plan", lke, "-o", lke, "--timpa")[0] == 4
    assert lke.read_bytes() == isi
    tujuan = lke.with_name("rencana.json")
    assert zi(capsys, "plan", lke, "--target", "WBK", "--format", "json", "-o", tujuan)[0] == 1
    assert json.loads(tujuan.read_text(encoding="utf-8"))["skema"] == "zi.plan/1"
    assert zi(capsys, "plan", lke, "--target", "WBK", "-o", tujuan)[0] == 4


def test_assessor_without_answers_is_said(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    kode, keluar, galat = zi(capsys, "plan", lke, "--penilai", "tpn")
    assert (kode, keluar) == (3, "")
    assert "unit" in galat
