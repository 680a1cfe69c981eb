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

from tests.builder import Jawaban, build_book, perfect, raw_cells
from zi_cli.cli import run_cli
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.records.plan import plan_record
from zi_cli.records.read_back import read_plan
from zi_cli.records.schema import schema_of

INSTRUMEN = load_instrumen()


def write_lke(berkas: Path, ubah: Jawaban | None = None) -> Path:
    """A worksheet with the best answers, except those of *ubah*."""
    return build_book({"unit": raw_cells(perfect() | (ubah or {}))}).simpan(berkas)


@pytest.fixture
def lke(tmp_path: Path) -> Path:
    """Short of WBBM: area 4 is low, and one LHKPN report and a survey are wanting."""
    ubah: Jawaban = {"A.II.4.ii.a": "D", "A.II.4.iii.a": "C", "A.I.4.i.a": "C", "A.II.5.iii.a.5": 9}
    return write_lke(tmp_path / "lke.xlsx", ubah | {"B.I.a": Fraction("3.42")})


def zi(capsys: pytest.CaptureFixture[str], *argumen: object) -> tuple[int, str, str]:
    kode = run_cli([str(a) for a in argumen])
    keluar, galat = capsys.readouterr()
    assert "Traceback" not in galat
    return kode, keluar, galat


def record_of(capsys: pytest.CaptureFixture[str], *argumen: object) -> tuple[int, dict[str, Any]]:
    kode, keluar, _ = zi(capsys, "plan", *argumen, "--format", "json")
    assert keluar.count("\n") == 1
    dokumen: dict[str, Any] = json.loads(keluar)
    validate(dokumen, schema_of("plan"))
    return kode, dokumen


def test_json_of_a_plan(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    kode, d = record_of(capsys, lke, "--target", "WBBM", "--izinkan", "survei,hitungan")
    assert (kode, d["target"], d["tercapai"], d["optimal"], d["penghalang"]) == (0, "WBBM", True, True, [])
    assert d["jumlah_langkah"] == d["biaya"] == len(d["langkah"])
    survei = next(s for s in d["langkah"] if s["indikator"] == "B.I.a")
    assert (survei["dari"], survei["ke"], survei["tambahan"]) == (3.42, 3.6, 0.7875)
    assert d["nilai_akhir"] == pytest.approx(d["nilai_awal"] + sum(s["tambahan"] for s in d["langkah"]))
    assert all(c["memenuhi"] for c in d["capaian"])


def test_a_threshold_under_a_doubt_stands_as_the_score_says(capsys: pytest.CaptureFixture[str]) -> None:
    lke = Path(__file__).parents[1] / "sample_lke" / "lke-banyak-salah.xlsx"
    _, d = record_of(capsys, lke, "--target", "WBK")
    run_cli(["score", str(lke), "--format", "json"])
    score = json.loads(capsys.readouterr().out)
    said = {a["kode"]: a["keadaan"] for a in score["putusan"]["WBK"]["ambang"]}
    assert d["langkah"] == []
    assert "belum dapat dipastikan" in said.values()
    assert {c["kode"]: c["keadaan"] for c in d["capaian"]} == said


def test_steps_can_be_read_back_from_json(
    capsys: pytest.CaptureFixture[str], lke: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.setattr("zi_cli.cli.plan.plan_record", lambda d: made.append(d) or plan_record(d))
    _, d = record_of(capsys, lke, "--target", "WBBM", "--izinkan", "survei,hitungan")
    _, steps = read_plan(_write(d, lke), INSTRUMEN, "SRT632")
    assert steps == made[0].rencana.langkah
    assert any(isinstance(s.ke, Fraction) and s.ke.denominator > 1 for s in steps)


def _write(dokumen: object, lke: Path) -> Path:
    berkas = lke.with_name("plan.json")
    berkas.write_text(json.dumps(dokumen), encoding="utf-8")
    return berkas


@pytest.mark.parametrize(
    ("ubah", "tempat"),
    [
        ({"indikator": "A.I"}, "indikator"),
        ({"indikator": None}, "indikator"),
        ({"ke": "Z"}, "ke"),
        ({"ke": 3.6}, "ke"),
        ({"dari": ["A"]}, "dari"),
        ({"tambahan": 40}, "tambahan"),
        ({"tambahan_eksak": "1/0"}, "tambahan_eksak"),
        ({"tambahan_eksak": "40", "tambahan": 40}, "tambahan"),
        ({"tingkat": 0}, "tingkat"),
        ({"biaya": -1}, "biaya"),
        ({"biaya": True}, "biaya"),
        ({"hitungan": {"kode": "A.II.5.iii.a.5", "dari": 1, "ke": 2}}, "hitungan"),
    ],
)
def test_a_step_that_is_none_is_refused(
    ubah: dict[str, object], tempat: str, capsys: pytest.CaptureFixture[str], lke: Path
) -> None:
    _, d = record_of(capsys, lke, "--target", "WBBM", "--izinkan", "survei,hitungan")
    i = next(i for i, s in enumerate(d["langkah"]) if isinstance(s["ke"], str))
    d["langkah"][i] |= ubah
    with pytest.raises(UnreadableInput) as e:
        read_plan(_write(d, lke), INSTRUMEN, "SRT632")
    assert f"langkah[{i}].{tempat}" in e.value.pesan


def test_a_plan_of_an_older_version_is_made_again(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    _, d = record_of(capsys, lke, "--target", "WBBM", "--izinkan", "survei")
    del d["langkah"][0]["ke_eksak"]
    with pytest.raises(UnreadableInput, match=r"langkah\[0\].ke_eksak tidak ada; jalankan lagi zi plan"):
        read_plan(_write(d, lke), INSTRUMEN, "SRT632")


def test_out_of_reach_is_exit_1_and_names_the_hindrance(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    kode, d = record_of(capsys, lke, "--target", "WBBM")
    assert (kode, d["tercapai"], d["langkah"]) == (1, False, [])
    assert [p["kode"] for p in d["penghalang"]] == ["survei-korupsi"]
    assert d["penghalang"][0]["halangan"] == [{"indikator": "B.I.a", "sebab": "survei"}]


def test_stricter_thresholds_of_the_ministry(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    toml = lke.with_name("zi.toml")
    toml.write_text("[ambang.WBBM]\ntotal = 99.5\n", encoding="utf-8")
    argumen = (lke, "--target", "WBBM", "--izinkan", "survei,hitungan")
    _, biasa = record_of(capsys, *argumen)
    kode, ketat = record_of(capsys, *argumen, "--konfigurasi", toml)
    assert (kode, ketat["nilai_akhir"] >= 99.5 > biasa["nilai_akhir"]) == (0, True)
    assert ketat["ambang"]["diubah"]
    assert (biasa["konfigurasi"], ketat["konfigurasi"]["nama"]) == (None, "zi.toml")
    assert zi(capsys, "plan", lke, "--konfigurasi", lke.with_name("tidak-ada.toml"))[0] == 3


def test_limit_of_steps(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    kode, d = record_of(capsys, lke, "--target", "WBBM", "--izinkan", "survei", "--maks-langkah", "1")
    assert (kode, [p["kode"] for p in d["penghalang"]]) == (1, ["maks-langkah"])


def test_nothing_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    kode, d = record_of(capsys, write_lke(tmp_path / "penuh.xlsx"), "--target", "WBBM")
    assert (kode, d["tercapai"], d["optimal"], d["jumlah_langkah"]) == (0, True, True, 0)


def test_costs_from_a_file(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    biaya = lke.with_name("biaya.csv")
    biaya.write_text("kode,biaya\n*,1000\nA.I.4,5\n", encoding="utf-8")
    kode, d = record_of(capsys, lke, "--target", "WBBM", "--izinkan", "survei", "--biaya", biaya)
    assert (kode, d["permintaan"]["berbiaya"]) == (0, True)
    assert d["biaya"] == sum(s["biaya"] for s in d["langkah"])


def test_csv_has_one_row_a_step(capsys: pytest.CaptureFixture[str], lke: Path) -> None:
    argumen = (lke, "--target", "WBBM", "--izinkan", "survei")
    _, d = record_of(capsys, *argumen)
    kode, keluar, _ = zi(capsys, "plan", *argumen, "--format", "csv")
    baris = list(csv.DictReader(io.StringIO(keluar.lstrip("\ufeff"))))
    assert (kode, [b["indikator"] for b in baris]) == (0, [s["indikator"] for s in d["langkah"]])
    _, keluar, _ = zi(capsys, "plan", *argumen, "--format", "csv", "--csv-id")
    assert "0,787500" in keluar


@pytest.mark.parametrize("bentuk", ["tabel", "md"])
def test_text_names_every_step_and_the_condition(capsys: pytest.CaptureFixture[str], lke: Path, bentuk: str) -> None:
    argumen = (lke, "--target", "WBBM", "--izinkan", "survei")
    _, d = record_of(capsys, *argumen)
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
    assert "Unit kerja" in galat
