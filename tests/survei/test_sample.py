"""Sample sizes against the table printed in Lampiran II of PermenPANRB 14/2017."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from zi_cli.survei.index import krejcie_morgan, slovin

ROWS = list(csv.DictReader((Path(__file__).parent / "tabel_sampel.csv").open(encoding="utf-8")))


def test_all_ninety_rows_of_the_table() -> None:
    assert len(ROWS) == 90
    assert {int(r["populasi"]): krejcie_morgan(int(r["populasi"])) for r in ROWS} == {
        int(r["populasi"]): int(r["sampel"]) for r in ROWS
    }


@pytest.mark.parametrize(("populasi", "sampel"), [(1, 1), (2, 2), (10, 10), (100, 80)])
def test_slovin_rounds_up(populasi: int, sampel: int) -> None:
    assert slovin(populasi) == sampel


def test_smaller_error_needs_more() -> None:
    assert krejcie_morgan(1000, 1) > krejcie_morgan(1000, 5) > krejcie_morgan(1000, 10)


def test_impossible_populations_are_refused() -> None:
    with pytest.raises(ValueError, match="population"):
        krejcie_morgan(0)
    with pytest.raises(ValueError, match="population"):
        slovin(0)
    with pytest.raises(ValueError, match="ratio"):
        slovin(10, Fraction(1))
    with pytest.raises(KeyError):
        krejcie_morgan(100, 3)
