"""Every threshold of both predicates, at, just under and just over it, on the exact value."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from tests.builder import perfect, raw_cells
from tests.builder.sheet import worksheet
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Predikat
from zi_cli.scoring.score import score_worksheet
from zi_cli.scoring.verdict import decide

with (Path(__file__).parent / "kasus/ambang.csv").open(encoding="utf-8", newline="") as f:
    AMBANG = list(csv.DictReader(f))

LITTLE = Fraction(1, 10**12)


@pytest.fixture(scope="module")
def full_ambang() -> dict[str, Fraction]:
    (p,) = score_worksheet(worksheet({"unit": raw_cells(perfect())}), load_instrumen())
    return dict(p.nilai)


def test_the_list_is_complete() -> None:
    assert [a.kode for a in load_instrumen().ambang.daftar] == [r["kode"] for r in AMBANG]


@pytest.mark.parametrize("geser", [-LITTLE, Fraction(0), LITTLE], ids=["di bawah", "tepat", "di atas"])
@pytest.mark.parametrize("predikat", ["WBK", "WBBM"])
@pytest.mark.parametrize("r", AMBANG, ids=lambda r: r["kode"])
def test_bounds_are_inclusive(
    r: dict[str, str], predikat: Predikat, geser: Fraction, full_ambang: dict[str, Fraction]
) -> None:
    minimal = Fraction(r[predikat.lower()]) + geser
    simpul, nilai = r["simpul"], dict(full_ambang)
    if r["satuan"] == "persen":
        reform = simpul.replace("A.I.", "A.II.")
        bobot = full_ambang[simpul] + full_ambang[reform]
        nilai[reform] = bobot * minimal / 100 - nilai[simpul]
    else:
        nilai[simpul] = minimal
    putusan = decide(nilai, full_ambang, load_instrumen(), load_instrumen().ambang, tahap="akhir")[predikat]
    (hasil,) = [a for a in putusan.ambang if a.kode == r["kode"]]
    assert (hasil.nilai, hasil.selisih, hasil.satuan) == (minimal, geser, r["satuan"])
    assert hasil.memenuhi is (geser >= 0)
    assert putusan.memenuhi is (geser >= 0)
    assert putusan.memenuhi_maks
    assert hasil.pembulatan_menyesatkan is (geser < 0)
    assert putusan.pengungkit_memenuhi is (geser >= 0 or r["bagian"] != "pengungkit")
