"""Raw cell values that no answer type accepts: never a crash, always a finding code."""

from __future__ import annotations

import datetime
import math
from fractions import Fraction

import pytest

from zi_cli.worksheet.cells import Reading, cell_figure, parse_count, parse_option, parse_percent, parse_survey
from zi_cli.worksheet.model import NilaiSel


def every_reading(nilai: NilaiSel) -> list[Reading]:
    return [
        parse_option(nilai, ("Ya", "Tidak")),
        parse_option(nilai, ("A", "B", "C")),
        parse_percent(nilai),
        parse_survey(nilai, Fraction(4)),
        parse_count(nilai),
    ]


@pytest.mark.parametrize("nilai", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_an_error_of_its_cell(nilai: float) -> None:
    assert {b.masalah for b in every_reading(nilai)} == {"LKE212"}
    assert cell_figure(nilai) is None


@pytest.mark.parametrize(
    "nilai", [datetime.date(2026, 2, 1), datetime.datetime(2026, 2, 1, 3), datetime.time(3), datetime.timedelta(days=1)]
)
def test_dates_and_times_are_no_answers(nilai: NilaiSel) -> None:
    assert {b.masalah for b in every_reading(nilai)} == {"LKE213"}


@pytest.mark.parametrize("teks", ["#DIV/0!", " #REF! ", "#n/a", "#NAME?"])
def test_formula_errors(teks: str) -> None:
    assert {b.masalah for b in every_reading(teks)} == {"LKE212"}


@pytest.mark.parametrize("teks", ["", " ", "-", "–", "n/a", "N/A", "\u00a0"])
def test_blank(teks: str) -> None:
    assert all(b.is_blank for b in every_reading(teks))


@pytest.mark.parametrize("teks", ["9" * 400, "1e400", "٣", "=1+1", "\x00", "🙂", "a" * 100_000])
def test_hostile_text_is_no_answer(teks: str) -> None:
    for b in every_reading(teks):
        assert b.nilai is None
        assert b.masalah is not None
        assert len(b.mentah or "") <= 200
