"""Which assessors a sheet has, who decides, and cells that no number should be made of."""

from __future__ import annotations

import math

import pytest

from tests.builder import perfect, raw_cells
from tests.builder.grid import Nilai
from tests.builder.sheet import worksheet
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.score import penentu, score_worksheet

FULL = raw_cells(perfect())


@pytest.mark.parametrize("kosong", [None, "", " ", "-", "n/a", "\u00a0"])
def test_a_column_without_contents_is_no_assessor(kosong: Nilai) -> None:
    semua = score_worksheet(worksheet({"unit": FULL, "tpi": dict.fromkeys(FULL, kosong)}), load_instrumen())
    assert [p.penilai for p in semua] == ["unit"]
    putusan = penentu(semua, load_instrumen())
    assert putusan is not None
    assert putusan.penilai == "unit"


@pytest.mark.parametrize("isi", ["?", 0, "#REF!", "Tidak"])
def test_any_one_entry_makes_an_assessor(isi: Nilai) -> None:
    semua = score_worksheet(worksheet({"unit": FULL, "tpi": {"A.I.1.i.a": isi}}), load_instrumen())
    assert [p.penilai for p in semua] == ["unit", "tpi"]


def test_nobody_filled_it_in() -> None:
    (p,) = score_worksheet(worksheet({"tpi": dict.fromkeys(FULL, "-")}), load_instrumen())
    assert (p.penilai, [t.kode for t in p.temuan], len(p.kosong)) == ("unit", ["LKE220"], 113)


def test_the_highest_up_to_tpi_decides() -> None:
    semua = score_worksheet(worksheet(dict.fromkeys(("unit", "kanwil", "tpm", "tpn"), FULL)), load_instrumen())
    tertinggi = penentu(semua, load_instrumen())
    assert tertinggi is not None
    assert tertinggi.penilai == "kanwil"
    dipilih = penentu(semua, load_instrumen(), "tpn")
    assert dipilih is not None
    assert dipilih.penilai == "tpn"
    assert penentu(semua, load_instrumen(), "tpi") is None


@pytest.mark.parametrize("angka", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("kode", ["B.I.a", "A.I.1.i.b", "A.II.4.i.a.1", "A.II.4.i.a"])
def test_what_is_no_number_is_an_error_of_its_cell(kode: str, angka: float) -> None:
    """A crafted cell may hold NaN or infinity: a finding, never a crash or a score."""
    isi: dict[str, Nilai] = FULL | {kode: angka}
    (p,) = score_worksheet(worksheet({"unit": isi}), load_instrumen())
    assert "LKE212" in {t.kode for t in p.temuan}
