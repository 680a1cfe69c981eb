"""Any mix of answers scores as the independent calculation says, at every node, exactly."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import independent_scorer
from tests.builder import acak, perfect, raw_cells
from tests.builder.answers import Jawaban
from tests.builder.grid import Nilai
from tests.builder.noise import mistype
from tests.builder.sheet import worksheet
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import score_worksheet

benih = st.integers(0, 2**32 - 1)


def check_against(p: Penilaian, jawaban: Jawaban) -> None:
    """Assert that *p* is exactly what the independent scorer makes of *jawaban*."""
    mandiri = independent_scorer.score_answers(jawaban)
    assert p.nilai == mandiri.nilai
    assert {k: n.nilai for k, n in p.indikator.items()} == {k: r or 0 for k, r in mandiri.rasio.items()}
    assert p.kosong == mandiri.kosong
    assert p.nilai_maks == mandiri.nilai_maks
    for nomor in range(1, 7):
        (ambang,) = [a for a in p.putusan["WBK"].ambang if a.kode == f"area-{nomor}"]
        assert ambang.nilai == mandiri.area_percent(nomor)


def scored(isi: dict[str, Nilai]) -> Penilaian:
    (p,) = score_worksheet(worksheet({"unit": isi}), load_instrumen())
    return p


def test_perfect_is_exactly_one_hundred() -> None:
    p = scored(raw_cells(perfect()))
    assert (p.nilai["total"], p.nilai["A"], p.nilai["B"], p.kosong, p.temuan) == (100, 60, 40, (), [])
    check_against(p, perfect())


@given(benih, st.floats(0, 0.9))
@settings(max_examples=80, deadline=None)
def test_any_answers(angka: int, kosong: float) -> None:
    jawaban = acak(Random(angka), kosong=kosong)
    check_against(scored(raw_cells(jawaban)), jawaban)


@given(benih)
@settings(max_examples=80, deadline=None)
def test_answers_typed_freely(angka: int) -> None:
    rng = Random(angka)
    jawaban = acak(rng)
    p = scored(mistype(jawaban, rng))
    check_against(p, jawaban)
    assert {t.kode for t in p.temuan if t.tingkat == "galat"} == set()
    for kode, n in p.indikator.items():
        if load_instrumen().per_kode[kode].jenis_jawaban != "persen":
            assert n.jawaban == jawaban[kode]


@given(benih)
@settings(max_examples=40, deadline=None)
def test_assessors_do_not_mix(angka: int) -> None:
    rng = Random(angka)
    isi = {p: acak(rng) for p in ("unit", "kanwil", "tpi")}
    hasil = score_worksheet(worksheet({p: raw_cells(j) for p, j in isi.items()}), load_instrumen())
    assert [p.penilai for p in hasil] == list(isi)
    for p in hasil:
        check_against(p, isi[p.penilai])
