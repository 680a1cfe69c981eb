"""The comparison: what differs, by how much, and who gave more."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builder import perfect
from tests.report.material import random_answers, scores, without_hasil
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.compare import compare_penilaian, summarise_comparisons

_ABC = "A.I.1.i.b"  # A/B/C, 0.25 points


def test_one_lower_answer_costs_exactly_its_points(tmp_path: Path) -> None:
    p = scores(tmp_path, {"unit": perfect(), "tpi": perfect() | {_ABC: "B"}})
    b = compare_penilaian(p["unit"], p["tpi"], load_instrumen())
    assert [(s.kode, s.dari.jawaban, s.ke.jawaban, s.selisih, s.arah, s.kosong) for s in b.indikator] == [
        (_ABC, "A", "B", Fraction(-1, 8), "turun", False)
    ]
    area = b.part_of("area-1")
    assert (area.selisih, area.turun, area.naik) == (Fraction(-1, 8), 1, 0)
    assert area.kesepakatan == Fraction(area.dibandingkan - 1, area.dibandingkan)
    assert b.part_of("area-2").kesepakatan == 1
    assert b.kelebihan == Fraction(1, 8)
    assert b.sides_meet("WBBM") == (True, True)


def test_a_blank_answer_is_no_disagreement(tmp_path: Path) -> None:
    p = scores(tmp_path, {"unit": perfect(), "tpi": perfect() | {_ABC: None}})
    b = compare_penilaian(p["unit"], p["tpi"], load_instrumen())
    total = b.part_of("total")
    assert b.indikator[0].kosong
    assert (total.selisih, total.selisih_kosong, total.kosong) == (Fraction(-1, 4), Fraction(-1, 4), 1)
    assert total.kesepakatan == 1
    assert total.dibandingkan == len(load_instrumen().indikator) - 1
    assert b.kelebihan == 0


def test_preliminary_side_compares_pengungkit_only(tmp_path: Path) -> None:
    p = scores(tmp_path, {"unit": perfect(), "kanwil": without_hasil(perfect())})
    b = compare_penilaian(p["unit"], p["kanwil"], load_instrumen())
    assert b.dasar == "A"
    assert b.indikator == ()
    assert {x.kode for x in b.bagian} == {*(f"area-{n}" for n in range(1, 7)), "A", "A.I", "A.II"}
    assert b.sides_meet("WBK") == (True, True)
    with pytest.raises(KeyError):
        b.part_of("total")


def test_verdict_lost(tmp_path: Path) -> None:
    p = scores(tmp_path, {"unit": perfect(), "tpi": perfect() | {"B.I.a": Fraction(359, 100)}})
    b = compare_penilaian(p["unit"], p["tpi"], load_instrumen())
    assert b.sides_meet("WBK") == (True, False)
    assert (b.states("WBK"), b.falls("WBK")) == (("memenuhi", "belum memenuhi"), True)
    assert b.part_of("B").selisih == -(Fraction(175, 10) * Fraction(41, 400))


def test_a_doubt_leaves_open_whether_a_verdict_is_lost(tmp_path: Path) -> None:
    """By the figures (a blank is 0) the second side falls; its verdict says that the blank decides."""
    p = scores(tmp_path, {"unit": perfect(), "tpi": perfect() | {"B.I.a": None}})
    b = compare_penilaian(p["unit"], p["tpi"], load_instrumen())
    assert b.sides_meet("WBK") == (True, False)
    assert (b.states("WBK"), b.falls("WBK")) == (("memenuhi", "belum dapat dipastikan"), None)
    ringkasan = summarise_comparisons([("G", b)], load_instrumen()).grup[0]
    assert [x["WBK"] for x in (ringkasan.gugur, ringkasan.gugur_pasti, ringkasan.gugur_terbuka)] == [1, 0, 1]
    turned = compare_penilaian(p["tpi"], p["unit"], load_instrumen())
    assert turned.falls("WBK") is False


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 999), st.integers(0, 999), st.floats(0, 1))
def test_parts_add_up_and_turning_round_negates(tmp_path: Path, a: int, b: int, mutu: float) -> None:
    p = scores(tmp_path, {"unit": random_answers(a, mutu), "tpi": random_answers(b, 0.7)})
    maju = compare_penilaian(p["unit"], p["tpi"], load_instrumen())
    balik = compare_penilaian(p["tpi"], p["unit"], load_instrumen())
    total = maju.part_of("total")
    assert total.selisih == sum((s.selisih for s in maju.indikator), Fraction(0))
    assert total.selisih == maju.part_of("A").selisih + maju.part_of("B").selisih
    area = sum((maju.part_of(f"area-{n}").selisih for n in range(1, 7)), Fraction(0))
    assert maju.part_of("A").selisih == area
    assert balik.part_of("total").selisih == -total.selisih
    assert balik.kelebihan == -maju.kelebihan
    assert total.kesepakatan == balik.part_of("total").kesepakatan


def test_summary_ranks_groups_and_indicators(tmp_path: Path) -> None:
    def pair_of(nama: str, turun: list[str]):
        p = scores(tmp_path / nama, {"unit": perfect(), "tpi": perfect() | dict.fromkeys(turun, "B")})
        return compare_penilaian(p["unit"], p["tpi"], load_instrumen())

    semua = [
        ("Utara", pair_of("1", [_ABC])),
        ("Utara", pair_of("2", [])),
        ("Selatan", pair_of("3", [_ABC, "A.I.1.iv.b"])),
    ]
    r = summarise_comparisons(semua, load_instrumen())
    assert (r.dasar, r.satker) == ("total", 3)
    assert [(g.grup, g.satker, g.kelebihan) for g in r.grup] == [
        ("Selatan", 1, Fraction(1, 8) + Fraction(3, 16)),
        ("Utara", 2, Fraction(1, 16)),
    ]
    assert [(i.kode, i.turun, i.dibandingkan) for i in r.indikator[:2]] == [(_ABC, 2, 3), ("A.I.1.iv.b", 1, 3)]
    assert r.indikator[0].rasio_turun == Fraction(2, 3)


def test_summary_with_a_preliminary_pair_measures_all_on_pengungkit(tmp_path: Path) -> None:
    lengkap = scores(tmp_path / "1", {"unit": perfect(), "tpi": perfect() | {"B.I.b": "C"}})
    awal = scores(tmp_path / "2", {"unit": perfect(), "kanwil": without_hasil(perfect())})
    r = summarise_comparisons(
        [
            ("X", compare_penilaian(lengkap["unit"], lengkap["tpi"], load_instrumen())),
            ("Y", compare_penilaian(awal["unit"], awal["kanwil"], load_instrumen())),
        ],
        load_instrumen(),
    )
    assert r.dasar == "A"
    assert [g.kelebihan for g in r.grup] == [0, 0]
    assert next(i for i in r.indikator if i.kode == "B.I.b").dibandingkan == 1
