"""A small part of ``make oracle``: LibreOffice recalculates random forms and agrees on every figure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.forms.helpers import filled_form
from tests.oracle.compare import compare_file
from tests.oracle.libre import ubah
from tests.oracle.random_forms import random_entries
from tests.oracle.run import run_command
from tests.tools import butuh_soffice
from zi_cli.forms.content import CoverIdentity, Formulir, IsianPenilai
from zi_cli.forms.fill import build_form
from zi_cli.forms.write import write_form
from zi_cli.instrumen.loader import load_instrumen


def test_libreoffice_agrees(tmp_path: Path) -> None:
    butuh_soffice()
    laporan = run_command(8, 99, tmp_path)
    assert laporan.beda == []
    assert laporan.angka > 5000


def test_a_wrong_formula_is_caught(tmp_path: Path) -> None:
    """The judge can say no: one formula of the form is made wrong, and the comparison names its row."""
    butuh_soffice()
    f = filled_form("unit", ragam="lengkap")
    (tmp_path / "asal.xlsx").write_bytes(write_form(replace(f, penilaian={})))
    buku = load_workbook(tmp_path / "asal.xlsx")
    buku["LKE ZI"]["K10"] = "=$G10*L10+1"
    buku.save(tmp_path / "salah.xlsx")
    (tmp_path / "hasil").mkdir()
    (berkas,) = ubah([tmp_path / "salah.xlsx"], "xlsx", tmp_path / "hasil", tmp_path / "profil")
    tempat = {b.tempat for b in compare_file(berkas, f).beda}
    assert "unit A.I.1.i.a nilai" in tempat
    assert "unit TOTAL nilai" in tempat


def state_form() -> Formulir:
    """One assessor a state: complete, a threshold missed, an answer blank or denied by its note, no Hasil."""
    i = load_instrumen()
    best = random_entries(i, Random(1), "sempurna").jawaban
    survey = "B.I.a"
    answers = {
        "unit": best,
        "kanwil": best | {survey: 1.0},
        "setjen": {k: n for k, n in best.items() if k != survey},
        "tpi": {k: n for k, n in best.items() if k not in i.hasil_codes},
    }
    answers["eselon1"] = best | {survey: 3.7}
    penilai = tuple(p for p in i.penilai.codes if p in answers)
    isian = {p: IsianPenilai(answers[p], {survey: "IPAK 3,55"} if p == "eselon1" else {}) for p in penilai}
    return build_form(i, i.ambang, penilai, CoverIdentity(satker="Satker Contoh", tahun=2026), isian)


def test_the_summary_knows_all_four_states_after_a_recalculation(tmp_path: Path) -> None:
    butuh_soffice()
    f = state_form()
    (tmp_path / "asal.xlsx").write_bytes(write_form(replace(f, penilaian={})))
    (tmp_path / "hasil").mkdir()
    (file,) = ubah([tmp_path / "asal.xlsx"], "xlsx", tmp_path / "hasil", tmp_path / "profil")
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Ringkasan").to_python(skip_empty_area=False)
    verdict = next(r for r in rows if r[0] == "Putusan WBK")
    words = {p: verdict[3 + 3 * n] for n, p in enumerate(f.penilai)}
    assert words == {
        "unit": "memenuhi",
        "kanwil": "belum memenuhi",
        "eselon1": "belum dapat dipastikan",
        "setjen": "belum dapat dipastikan",
        "tpi": "belum dinilai (pengungkit memenuhi)",
    }
    assert compare_file(file, f).beda == []
