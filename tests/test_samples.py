"""The samples of ``sample_lke``: as their script makes them, and as the README says they score."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_lke import buat_usulan
from sample_lke.buat import FOLDER, SAMPLES
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.register.register_workbook import register_workbook
from zi_cli.scoring.score import penentu, score_worksheet
from zi_cli.worksheet.formats.open import open_workbook
from zi_cli.worksheet.read import read_worksheet

#: Codes that each mistake of lke-banyak-salah.xlsx must raise, with its cell.
MISTAKES = {
    ("LKE120", "A.I.2.i.a"), ("LKE120", "A.I.4.i.c"), ("LKE120", "A.I.6.ii.b"),
    ("LKE121", "A.I.5.i.b"), ("LKE122", "A.I.3.i.c"), ("LKE124", "A.II.6.i"),
    ("LKE125", "A.II.6.i"), ("LKE127", None), ("LKE203", "A.I.1.i.b"), ("LKE201", "A.I.1.iii.a"),
    ("LKE201", "A.I.5.i.a"), ("LKE202", "A.I.1.iv.c"), ("LKE202", "A.I.6.iii.c"), ("LKE203", "B.I.b"),
    ("LKE204", "A.II.4.i.a"), ("LKE205", "A.II.5.ii.a"), ("LKE206", "A.II.5.iii.b"), ("LKE207", "A.II.6.i.b"),
    ("LKE208", "A.II.5.iii.a.1"), ("LKE209", "B.II.a"), ("LKE210", "A.II.5.ii.a.1"), ("LKE212", "A.II.3.iii.a"),
}  # fmt: skip


@pytest.mark.parametrize("nama", SAMPLES)
def test_the_same_as_the_script_makes(nama: str, tmp_path: Path) -> None:
    buat_ulang = SAMPLES[nama]().simpan(tmp_path / nama)
    assert SAMPLES[nama]().xlsx() == buat_ulang.read_bytes(), "dua kali dibuat, dua kali sama"
    assert open_workbook(FOLDER / nama).lembar == open_workbook(buat_ulang).lembar, "jalankan make sample"
    assert (FOLDER / nama).stat().st_size < 60_000


def test_the_proposals_are_as_their_script_makes_them(tmp_path: Path) -> None:
    made = {buat_usulan.worksheet_path(c): buat_usulan.lke(c) for c in buat_usulan.SAMPLES if c.mutu is not None}
    made[Path("satker.xlsx")] = register_workbook(buat_usulan.fill_from_register())
    kept = {p.relative_to(buat_usulan.FOLDER) for p in buat_usulan.FOLDER.rglob("*.xlsx")}
    assert set(made) == kept
    for path, content in made.items():
        (tmp_path / path.name).write_bytes(content)
        assert open_workbook(buat_usulan.FOLDER / path).lembar == open_workbook(tmp_path / path.name).lembar, path


@pytest.mark.parametrize(
    ("nama", "satker", "wbk", "wbbm"),
    [
        ("lke-wbbm.xlsx", "Kantor Imigrasi Kelas I TPI Contoh", [], []),
        ("lke-wbk.xlsx", "Lembaga Pemasyarakatan Kelas IIA Contoh", [],
         ["total", "pengungkit", "area-2", "area-5"]),
        ("lke-gagal-tipis.xlsx", "Rumah Tahanan Negara Kelas IIB Contoh", ["area-4"],
         ["total", "pengungkit", "area-2", "area-4", "area-5"]),
    ],
)  # fmt: skip
def test_putusan(nama: str, satker: str, wbk: list[str], wbbm: list[str]) -> None:
    ws = read_worksheet(FOLDER / nama)
    assert (ws.satker, ws.tahun, ws.temuan) == (satker, 2026, [])
    p = penentu(score_worksheet(ws, load_instrumen()), load_instrumen())
    assert p is not None
    assert p.temuan == []
    assert p.kosong == ()
    for predikat, gagal in (("WBK", wbk), ("WBBM", wbbm)):
        assert [a.kode for a in p.putusan[predikat].ambang if not a.memenuhi] == gagal


def test_a_narrow_failure_is_less_than_one_percent() -> None:
    (p,) = score_worksheet(read_worksheet(FOLDER / "lke-gagal-tipis.xlsx"), load_instrumen())
    (gagal,) = [a for a in p.putusan["WBK"].ambang if not a.memenuhi]
    assert 59 < gagal.nilai < 60


def test_more_than_one_assessor() -> None:
    for nama in ("lke-wbbm.xlsx", "lke-wbk.xlsx"):
        unit, tpi = score_worksheet(read_worksheet(FOLDER / nama), load_instrumen())
        assert (unit.penilai, tpi.penilai) == ("unit", "tpi")
        assert unit.nilai["total"] > tpi.nilai["total"]


def test_many_faults_are_all_named() -> None:
    ws = read_worksheet(FOLDER / "lke-banyak-salah.xlsx")
    (p,) = score_worksheet(ws, load_instrumen())
    temuan = [*ws.temuan, *p.temuan]
    assert {(t.kode, t.indikator) for t in temuan} >= MISTAKES
    assert all(t.sel is not None for t in temuan)
