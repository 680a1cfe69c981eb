"""The real worksheet of 2024, nameless, with all its clerical errors: figures, verdicts, every defect by cell."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from zi_cli.cli import run_cli
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.records.schema import schema_of
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import penentu, score_worksheet
from zi_cli.worksheet.model import Worksheet
from zi_cli.worksheet.read import read_worksheet

ROOT = Path(__file__).parent.parent
REAL_FILE = Path(__file__).parent / "data/lke-nyata-2024.xlsx"

POINTS = {"total": 90.928144, "A": 50.928144, "A.I": 22.935333, "A.II": 27.992810, "B": 40.0}
BLANKS = ("A.I.1.i.b", "A.I.2.i.a", "A.I.4.i.c", "A.I.6.ii.b")
#: Every defect: (code, cell, kode). The file's rows lie two lower than the official ones, fewer after lost rows.
CACAT = {
    # rows 23, 63 and 105 are not there; the letters after 23 and 105 have moved up
    ("LKE120", "E24", "A.I.2.i.a"),
    ("LKE120", "F63", "A.I.4.i.c"),
    ("LKE120", "F104", "A.I.6.ii.b"),
    # row 38 carries the question of row 42
    ("LKE122", "F39", "A.I.3.i.c"),
    # Reform area 6 i: title and weight of another sub
    ("LKE124", "E187", "A.II.6.i"),
    ("LKE125", "H187", "A.II.6.i"),
    # rows 7, 53, 95, 96, 119, 200: wrong "Pilihan Jawaban"
    ("LKE203", "J9", "A.I.1.i.b"),
    ("LKE203", "J54", "A.I.3.iv.c"),
    ("LKE203", "J95", "A.I.5.v.d"),
    ("LKE203", "J96", "A.I.5.v.e"),
    ("LKE203", "J118", "A.I.6.v.a"),
    ("LKE203", "J199", "B.I.b"),
    # LHKPN: 1 + 10 + 0 beside 10
    ("LKE208", "K174", "A.II.5.iii.a.1"),
}
#: Wrong labels under which the answer would be worth something else.
ERRORS = {("LKE203", "J9"), ("LKE203", "J95"), ("LKE203", "J96")}


@pytest.fixture(scope="module")
def lembar() -> Worksheet:
    return read_worksheet(REAL_FILE)


@pytest.fixture(scope="module")
def penilaian(lembar: Worksheet) -> Penilaian:
    (p,) = score_worksheet(lembar, load_instrumen())
    return p


def cell_of(t: Temuan) -> str:
    return str(t.sel).removeprefix("LKE 2024!")


def test_nilai(penilaian: Penilaian) -> None:
    for kode, nilai in POINTS.items():
        assert float(penilaian.nilai[kode]) == pytest.approx(nilai, abs=1e-6)
    assert float(penilaian.nilai_maks) == pytest.approx(92.511477, abs=1e-6)
    assert penilaian.kosong == BLANKS
    assert (penilaian.penilai, penilaian.tahap) == ("unit", "akhir")
    assert penentu([penilaian], load_instrumen()) is penilaian


def test_exact_points(penilaian: Penilaian) -> None:
    assert penilaian.nilai["A.II.5.ii.a"] == 3 * Fraction(157, 170)
    assert penilaian.nilai["A.II.4.i.a"] == Fraction(2, 9)
    assert penilaian.nilai["A.II.5.iii"] == 2
    assert penilaian.nilai["A.II.6.i"] == Fraction(5, 2)
    assert penilaian.indikator["A.I.1.i.b"].mentah == "Ya"
    assert str(penilaian.indikator["A.I.2.i.b"].sel) == "LKE 2024!K25"
    assert penilaian.indikator["A.I.2.i.a"].sel is None


def test_every_fault_is_named_with_its_cell(lembar: Worksheet, penilaian: Penilaian) -> None:
    temuan = [*lembar.temuan, *penilaian.temuan]
    assert {(t.kode, cell_of(t), t.indikator) for t in temuan} >= CACAT
    assert {(t.kode, cell_of(t)) for t in temuan if t.tingkat == "galat"} == ERRORS
    assert {t.kode for t in temuan} <= {kode for kode, *_ in CACAT} | {"LKE126"}
    assert set(lembar.baris_hilang) == {"A.I.2.i.a", "A.I.4.i.c", "A.I.6.ii.b"}


def test_putusan(penilaian: Penilaian) -> None:
    wbk, wbbm = penilaian.putusan["WBK"], penilaian.putusan["WBBM"]
    assert wbk.memenuhi and wbk.pengungkit_memenuhi
    assert not wbbm.memenuhi and not wbbm.pengungkit_memenuhi
    (gagal,) = [a for a in wbbm.ambang if not a.memenuhi]
    assert (gagal.kode, gagal.satuan) == ("area-4", "persen")
    assert gagal.nilai == Fraction(665, 9)
    assert float(gagal.nilai) == pytest.approx(73.888889, abs=1e-6)
    assert wbbm.memenuhi_maks
    assert (wbk.keadaan, wbk.bergantung) == ("memenuhi", ())
    # Rows 7, 23 and 105 have no usable answer either, but nothing hangs on them.
    assert wbbm.keadaan == wbbm.keadaan_pengungkit == "belum dapat dipastikan"
    assert [load_instrumen().per_kode[r.kode].nomor for r in wbbm.bergantung] == [63]


def check_record(r: dict[str, Any]) -> None:
    jsonschema.validate(r, schema_of("score"))
    assert {k: r["nilai"][k] for k in POINTS} == POINTS
    assert (r["nilai_maks"], r["kosong"], r["tahap"]) == (92.511477, 4, "akhir")
    assert (r["penilai"], r["penilai_tersedia"], r["tahun"], r["satker"]) == ("unit", ["unit"], 2024, None)
    assert r["area"]["4"] == {"nilai": 7.388889, "bobot": 10, "persen": 73.888889}
    assert r["putusan"]["WBK"]["memenuhi"] is True
    assert r["putusan"]["WBBM"]["memenuhi"] is False
    assert r["putusan"]["WBBM"]["memenuhi_maks"] is True
    assert r["putusan"]["WBK"]["keadaan"] == "memenuhi"
    assert r["putusan"]["WBBM"]["keadaan"] == "belum dapat dipastikan"
    assert r["putusan"]["WBBM"]["bergantung"] == [
        {
            "kode": "A.I.4.i.c",
            "sel": None,
            "teks": "Pimpinan memantau pencapaian kinerja secara berkala",
            "mentah": None,
        }
    ]
    assert [a["kode"] for a in r["putusan"]["WBBM"]["ambang"] if not a["memenuhi"]] == ["area-4"]
    ditemukan = {(t["kode"], str(t["sel"]).removeprefix("LKE 2024!"), t["indikator"]) for t in r["temuan"]}
    assert ditemukan >= CACAT
    assert r["indikator"]["A.I.1.i.b"] == {
        "jawaban": None, "mentah": "Ya", "nilai": 0, "skor": 0, "sel": "LKE 2024!K9",
    }  # fmt: skip


def test_json_in_this_process(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["score", str(REAL_FILE), "--format", "json"]) == 0
    keluar = capsys.readouterr()
    assert keluar.err == ""
    (baris,) = keluar.out.splitlines()
    check_record(json.loads(baris))


def test_json_as_a_process() -> None:
    command = [sys.executable, "-m", "zi_cli", "score", str(REAL_FILE), "--format", "json"]
    proses = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert (proses.returncode, proses.stderr) == (0, b"")
    (baris,) = proses.stdout.decode("utf-8").splitlines()
    check_record(json.loads(baris))
