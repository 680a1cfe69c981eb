"""Indices: hand-worked cases, and an independent calculation that walks the answers one by one."""

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_cli.survei.index import (
    JOINING,
    METHODS,
    Tally,
    annex_figure,
    converted,
    four_figures,
    index,
    mutu_band,
    to_scale_four,
)
from zi_cli.survei.questionnaire import survey_data

CASES = tomllib.loads((Path(__file__).parent / "kasus_indeks.toml").read_text("utf-8"))["kasus"]
KUESIONER = survey_data().kuesioner


def tally_of(kode: str, jawaban: list[list[int]], bulan: list[tuple[int, int]] | None = None) -> Tally:
    tally = Tally()
    for n, lembar in enumerate(jawaban):
        bln = bulan[n] if bulan else (2026, 1)
        tally.add_sheets(bln, None)
        for u, nilai in zip(KUESIONER[kode].unsur, lembar, strict=True):
            if nilai:
                tally.add_answers(bln, None, u.kode, nilai)
    return tally


@pytest.mark.parametrize("kasus", CASES, ids=lambda k: k["nama"])
def test_hand_worked(kasus: dict[str, Any]) -> None:
    kuesioner = KUESIONER[kasus["kuesioner"]]
    tally = tally_of(kuesioner.kode, kasus["jawaban"])
    for rumus in METHODS:
        i = index(tally, kuesioner, kasus["skala"], rumus)
        assert i.nilai == (None if kasus[rumus] == "-" else Fraction(kasus[rumus])), rumus
        if "konversi" in kasus:
            assert i.nilai is not None
            assert converted(i.nilai) == Fraction(kasus["konversi"])
            assert annex_figure(i) == Fraction(kasus["lampiran"])
            band = mutu_band(converted(i.nilai))
            assert band is not None and band.huruf == kasus["mutu"]


@pytest.mark.parametrize(
    ("rata", "proporsi", "rentang"),
    [("5.4", "3.6", "3.64"), ("16/3", "32/9", "3.6"), ("4.8", "3.2", "3.28"), ("14/3", "28/9", "3.2")],
)
def test_the_means_the_thresholds_ask_for(rata: str, proporsi: str, rentang: str) -> None:
    assert to_scale_four(Fraction(rata), 6, "proporsi") == Fraction(proporsi)
    assert to_scale_four(Fraction(rata), 6, "rentang") == Fraction(rentang)


@pytest.mark.parametrize(
    ("nik", "huruf"),
    [
        ("100", "A"), ("88.31", "A"), ("88.305", "A"), ("88.3049", "B"), ("88.30", "B"), ("76.61", "B"),
        ("76.605", "B"), ("76.6049", "C"), ("76.60", "C"), ("65", "C"), ("64.995", "C"), ("64.99", "D"), ("25", "D"),
        ("24.99", None),
    ],
)  # fmt: skip
def test_bands_leave_no_gap(nik: str, huruf: str | None) -> None:
    band = mutu_band(Fraction(nik))
    assert (band.huruf if band else None) == huruf


def test_a_unit_may_weigh_its_elements() -> None:
    skm = KUESIONER["skm"]
    tally = tally_of("skm", [[1, 4, 4, 4, 4, 4, 4, 4, 4]])
    sama, berat = Fraction(1, 9), Fraction(1, 2)
    assert index(tally, skm, 4, "proporsi").nilai == sama + 8 * sama * 4
    sendiri = skm._replace(bobot=(berat, *[Fraction(1, 16)] * 8))
    assert index(tally, sendiri, 4, "proporsi").nilai == Fraction(5, 2)
    with pytest.raises(ValueError, match="shorter"):
        index(tally, skm._replace(bobot=(berat, berat)), 4, "proporsi")


MONTHS = st.sampled_from([(2025, 12), (2026, 1), (2026, 2), (2026, 3)])
SHEETS = st.lists(st.tuples(MONTHS, st.lists(st.integers(0, 6), min_size=5, max_size=5)), min_size=1, max_size=40)


def by_hand(sheets: list[list[int]], rumus: str) -> Fraction | None:
    """The pooled index the long way: each answer rescaled first, then averaged by element, then over elements."""
    per_unsur = []
    for n in range(5):
        isi = [s[n] for s in sheets if s[n]]
        if not isi:
            return None
        skala = [Fraction(x * 2, 3) if rumus == "proporsi" else 1 + Fraction(3 * (x - 1), 5) for x in isi]
        per_unsur.append(sum(skala) / len(skala))
    return Fraction(sum(per_unsur)) / 5


@given(SHEETS)
def test_equals_an_independent_calculation(sheets: list[tuple[tuple[int, int], list[int]]]) -> None:
    tally = tally_of("spak", [s for _, s in sheets], [b for b, _ in sheets])
    bulan = tally.months()
    hasil = four_figures(tally, KUESIONER["spak"], 6, bulan)
    assert set(hasil) == {(r, g) for r in METHODS for g in JOINING}
    for rumus in METHODS:
        assert hasil[rumus, "semua"] == by_hand([s for _, s in sheets], rumus)
        per_bulan = [by_hand([s for b, s in sheets if b == m], rumus) for m in bulan]
        ada = [p for p in per_bulan if p is not None]
        assert hasil[rumus, "bulan"] == (sum(ada) / Fraction(len(ada)) if len(ada) == len(per_bulan) else None)
    for gabungan in JOINING:
        rendah, tinggi = hasil["proporsi", gabungan], hasil["rentang", gabungan]
        assert (rendah is None) == (tinggi is None)
        assert rendah is None or tinggi is None or rendah <= tinggi
