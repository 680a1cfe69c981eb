"""An old worksheet becomes a clean form with the same answers, notes, evidence and score."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builder.layouts import LAYOUTS
from tests.builder.variants import buat
from tests.forms.helpers import IDENTITY
from zi_cli.forms.content import Formulir
from zi_cli.forms.fill import copy_to_form
from zi_cli.forms.write import write_form
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.model import Worksheet
from zi_cli.worksheet.read import read_worksheet

REAL = Path(__file__).parent.parent / "data" / "lke-nyata-2024.xlsx"
DIRECT = [n for n, t in LAYOUTS.items() if t.akhiran in ("xlsx", "csv")]


def copied_form(lama: Path, folder: Path) -> tuple[Worksheet, Formulir, Worksheet]:
    ws = read_worksheet(lama)
    f = copy_to_form(ws, load_instrumen(), load_instrumen().ambang, ("unit",), IDENTITY)
    baru = folder / "baru.xlsx"
    baru.write_bytes(write_form(f))
    return ws, f, read_worksheet(baru)


def check_same(lama: Worksheet, baru: Worksheet) -> None:
    i = load_instrumen()
    nilai_lama = {p.penilai: p for p in score_worksheet(lama, i)}
    nilai_baru = {p.penilai: p for p in score_worksheet(baru, i)}
    assert set(nilai_lama) == set(nilai_baru)
    for p, a in nilai_lama.items():
        b = nilai_baru[p]
        assert a.nilai == b.nilai
        assert a.nilai_maks == b.nilai_maks
        assert {k: n.jawaban for k, n in a.indikator.items()} == {k: n.jawaban for k, n in b.indikator.items()}
        # Doubts are the old file's own: a clean form has the right labels and other cells, so states are left out.
        for q, v in a.putusan.items():
            w = b.putusan[q]
            assert (v[:3], [x[:-1] for x in v.ambang]) == (w[:3], [x[:-1] for x in w.ambang])
        for kolom in ("catatan", "bukti"):
            isi_lama = {k: str(x.nilai) for k, x in getattr(lama.penilai[p], kolom).items() if str(x.nilai).strip()}
            assert isi_lama == {k: x.nilai for k, x in getattr(baru.penilai[p], kolom).items()}
    assert baru.temuan == []


@pytest.mark.parametrize("tingkat", [1, 2, 3])
@pytest.mark.parametrize("tata_letak", DIRECT)
def test_round_trip_of_every_layout(tata_letak: str, tingkat: int, tmp_path: Path) -> None:
    v = buat(tingkat, tata_letak, 4000 + tingkat)
    lama, _, baru = copied_form(v.buku.simpan(tmp_path / f"{v.nama}.{v.akhiran}"), tmp_path)
    check_same(lama, baru)


def test_round_trip_of_the_real_worksheet(tmp_path: Path) -> None:
    lama, f, baru = copied_form(REAL, tmp_path)
    check_same(lama, baru)
    assert [(t.penilai, t.sel, t.indikator, t.isi) for t in f.tidak_terbawa] == [
        ("unit", "LKE 2024!K9", "A.I.1.i.b", "Ya")
    ]


def test_a_second_copy_changes_nothing(tmp_path: Path) -> None:
    _, satu, _ = copied_form(REAL, tmp_path)
    _, dua, _ = copied_form(tmp_path / "baru.xlsx", tmp_path)
    assert dua.isian == satu.isian
    assert dua.tidak_terbawa == ()


@pytest.mark.parametrize(
    ("kode", "isi", "indikator"),
    [
        ("A.I.1.i.b", "Ya", "A.I.1.i.b"),
        ("A.II.1.i.a.1", "4 orang", "A.II.1.i.a.1"),
        ("A.II.1.i.a.1", 2.5, "A.II.1.i.a.1"),
        ("B.I.a", 92.35, "B.I.a"),
        ("A.II.3.iii.a", "hampir semua", "A.II.3.iii.a"),
        ("A.II.3.iii.a", 92, "A.II.3.iii.a"),
    ],
)
def test_what_cannot_be_carried_is_listed(kode: str, isi: object, indikator: str) -> None:
    from tests.builder.sheet import worksheet

    f = copy_to_form(worksheet({"tpi": {kode: isi}}), load_instrumen(), load_instrumen().ambang, (), IDENTITY)
    assert [(t.penilai, t.indikator) for t in f.tidak_terbawa] == [("tpi", indikator)]
    assert kode not in f.entries("tpi").jawaban


@pytest.mark.parametrize(
    ("isi", "terbawa", "terdaftar"),
    [
        ({"A.II.3.iii.a": "92,35%"}, 0.9235, False),  # without counts the typed percentage stays
        ({"A.II.3.iii.a": "120%"}, 1.0, True),
        ({"A.II.3.iii.a": 1, "A.II.3.iii.a.1": 4, "A.II.3.iii.a.2": 0}, None, False),
        ({"A.II.3.iii.a": 0.5, "A.II.3.iii.a.1": 4, "A.II.3.iii.a.2": 0}, None, True),
    ],
)
def test_typed_percentages(isi: dict, terbawa: float | None, terdaftar: bool) -> None:
    from tests.builder.sheet import worksheet

    f = copy_to_form(worksheet({"unit": isi}), load_instrumen(), load_instrumen().ambang, (), IDENTITY)
    assert f.entries("unit").jawaban.get("A.II.3.iii.a") == terbawa
    assert bool(f.tidak_terbawa) == terdaftar
