"""The agenda of a panel: rows on which assessors differ, and whether a threshold turns on one."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from tests.builder import perfect
from tests.report.material import random_answers, scores, without_hasil, write_lke
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.records.schema import schema_of
from zi_cli.scoring.consensus import find_disputes
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.totals import sum_nodes
from zi_cli.scoring.verdict import decide

Jalankan = Callable[..., tuple[int, str, str]]


def passes(p: Penilaian, other: Penilaian, kode: set[str]) -> set[tuple[str, str]]:
    """The thresholds that pass when the answers *kode* are *other*'s: decided anew, from the points up."""
    i = load_instrumen()
    skor = {k: (other if k in kode else p).indikator[k].skor for k in p.indikator}
    semua = sum_nodes(skor, i)
    putusan = decide(semua, semua, i, i.ambang, tahap="akhir")
    return {(q, a.kode) for q in PREDIKAT for a in putusan[q].ambang if a.memenuhi}


@pytest.mark.parametrize("benih", range(6))
def test_what_turns_a_threshold_by_itself_does_so_when_decided_anew(tmp_path: Path, benih: int) -> None:
    unit, tpi = scores(tmp_path, {"unit": random_answers(benih, 0.9), "tpi": random_answers(benih, 0.66)}).values()
    i = load_instrumen()
    butir = find_disputes([unit, tpi], tpi, i, i.ambang, PREDIKAT)
    assert {d.kode for d in butir} == {k for k, n in tpi.indikator.items() if n.jawaban != unit.indikator[k].jawaban}
    kini = passes(tpi, unit, set())
    for d in butir:
        assert set(d.sendiri) == kini ^ passes(tpi, unit, {d.kode}), d.kode
    semua = {t for d in butir for t in (*d.sendiri, *d.bersama)}
    if all(unit.indikator[d.kode].skor >= tpi.indikator[d.kode].skor for d in butir):
        assert semua == kini ^ passes(tpi, unit, {d.kode for d in butir})
    assert [d.decides for d in butir] == sorted((d.decides for d in butir), key=["sendiri", "bersama", "tidak"].index)


def test_a_blank_disputes_nothing_and_three_assessors_stand_side_by_side(tmp_path: Path, run_command: Jalankan) -> None:
    tiga = {
        "unit": perfect(),
        "eselon1": without_hasil(perfect()) | {"A.I.1.i.b": "B"},
        "tpi": perfect() | {"A.I.1.i.b": "C", "A.I.1.i.a": None},
    }
    lke = write_lke(tmp_path / "lke.xlsx", tiga)
    kode, keluar, galat = run_command("compare", lke, "--konsensus", "--format", "json")
    d = json.loads(keluar)
    jsonschema.validate(d, schema_of("compare"))
    assert (kode, galat, d["pasangan"]) == (0, "", [])
    (agenda,) = d["konsensus"]
    (butir,) = agenda["butir"]
    assert {p: j["jawaban"] for p, j in butir["jawaban"].items()} == {"unit": "A", "eselon1": "B", "tpi": "C"}
    assert (agenda["penentu"], butir["baris"], butir["taruhan"], butir["menentukan"]) == ("tpi", 7, 0.25, "tidak")


def test_the_workbook_leaves_the_panel_two_columns(tmp_path: Path, run_command: Jalankan) -> None:
    write_lke(tmp_path / "x" / "lke.xlsx", {"unit": perfect(), "tpi": perfect() | {"A.I.1.i.b": "B"}})
    write_lke(tmp_path / "x" / "lain.xlsx", {"unit": perfect()}, satker="Rutan Contoh")
    kode, _, galat = run_command("compare", tmp_path / "x", "--konsensus", "-o", tmp_path / "agenda.xlsx")
    assert (kode, galat) == (0, "zi: lain.xlsx: dilewati, hanya dinilai oleh Unit kerja\n")
    kepala, baris = openpyxl.load_workbook(tmp_path / "agenda.xlsx").active.iter_rows(values_only=True)
    assert kepala[-3:] == ("Menentukan", "Sepakat", "Alasan")
    assert baris == (7, "A.I.1.i.b", baris[2], "A", "B", 0.125, "tidak", "", "")


def test_files_of_one_assessor_have_nothing_to_settle(tmp_path: Path, run_command: Jalankan) -> None:
    lke = write_lke(tmp_path / "lke.xlsx", {"unit": perfect()})
    assert run_command("compare", lke, "--konsensus")[0] == 2
    assert run_command("compare", lke, "--konsensus", "--antara", "unit,tpi")[0] == 2
    assert run_command("compare", lke, "--konsensus", "-o", tmp_path / "a.html")[0] == 2


def test_a_folder_gives_one_agenda(tmp_path: Path, run_command: Jalankan) -> None:
    for n in range(2):
        dua = {"unit": perfect(), "tpi": perfect() | {"A.I.1.i.b": "B"}}
        write_lke(tmp_path / f"{n}" / "lke.xlsx", dua, satker=f"Rutan {n}")
    _, keluar, _ = run_command("compare", tmp_path, "--konsensus", "--format", "csv")
    assert [b["Satker"] for b in csv.DictReader(keluar.lstrip("\ufeff").splitlines())] == ["Rutan 0", "Rutan 1"]
