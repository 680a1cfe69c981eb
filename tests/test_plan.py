"""Plans: verified by the exact scorer, minimal by brute force, honest when the target is out of reach."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import PREDIKAT, SetAmbang
from zi_cli.scoring.plan import search as plan
from zi_cli.scoring.plan.contract import MAX_STEPS, Permintaan, Rencana
from zi_cli.scoring.plan.levers import LEVER_KINDS, Biaya
from zi_cli.scoring.plan.search import apply_steps, make_plan
from zi_cli.scoring.plan.solver import Constraint, Program, Unfinished, minimise
from zi_cli.scoring.result import BELUM_PASTI, MEMENUHI, Penilaian
from zi_cli.scoring.score import LayoutDoubts, score_penilai
from zi_cli.scoring.totals import sum_nodes
from zi_cli.scoring.verdict import ambang_value, decide
from zi_cli.worksheet.model import Isian, KolomPenilai, NilaiSel

INSTRUMEN = load_instrumen()
ALL_LEVERS = frozenset(LEVER_KINDS)


def sheet_of(ubah: Mapping[str, NilaiSel] | None = None) -> KolomPenilai:
    """A perfect sheet, with the answers of *ubah* in place of the best."""
    sel: dict[str, Isian] = {}
    for b in INSTRUMEN.baris:
        isi: NilaiSel = ""
        if b.jenis_jawaban == "nilai_0_4":
            isi = 4
        elif b.jenis_jawaban == "jumlah":
            isi = 0 if b.kode.startswith("A.II.3.iii.a") else 10
        elif b.jenis_jawaban not in (None, "persen"):
            isi = next(iter(INSTRUMEN.options(b.kode)))
        if b.jenis_jawaban is not None:
            sel[b.kode] = Isian((ubah or {}).get(b.kode, isi), Sel("LKE ZI", b.nomor, 10))
    return KolomPenilai("unit", sel)


def scored(kolom: KolomPenilai, ambang: SetAmbang | None = None) -> Penilaian:
    return score_penilai(kolom, {}, INSTRUMEN, ambang or INSTRUMEN.ambang)


def plan_for(kolom: KolomPenilai, target: str = "WBK", ambang: SetAmbang | None = None, **minta: Any) -> Rencana:
    ambang = ambang or INSTRUMEN.ambang
    hasil = make_plan(kolom, scored(kolom, ambang), INSTRUMEN, ambang, Permintaan(target, **minta))
    lalu = scored(apply_steps(kolom, hasil.langkah, INSTRUMEN), ambang)
    assert lalu.nilai["total"] == hasil.nilai_akhir == hasil.nilai_awal + sum(s.tambahan for s in hasil.langkah)
    if hasil.tercapai:
        gagal = {a.kode for a in lalu.putusan[hasil.target].ambang if not a.memenuhi}
        assert not gagal & {c.awal.kode for c in hasil.capaian if c.masuk}
        assert not hasil.penghalang
    else:
        assert hasil.penghalang
        assert not hasil.langkah
        assert not hasil.optimal
    return hasil


def lock_all_but(*kode: str) -> tuple[str, ...]:
    return tuple(b.kode for b in INSTRUMEN.indikator if b.kode not in kode)


def ambang_of(minimal: Callable[[str], Fraction]) -> SetAmbang:
    """The instrument's thresholds with other minima, by kode."""
    return INSTRUMEN.ambang._replace(
        daftar=tuple(
            a._replace(minimal=MappingProxyType(dict.fromkeys(PREDIKAT, minimal(a.kode))))
            for a in INSTRUMEN.ambang.daftar
        ),
    )


# --- Brute force ----------------------------------------------------------------------------


def _possibilities(kolom: KolomPenilai, kode: str) -> Iterator[tuple[int, Fraction]]:
    """(steps, points) of every answer of *kode* at or above today's, found by scoring each."""
    b = INSTRUMEN.per_kode[kode]
    kini = scored(kolom).indikator[kode]
    yield 0, kini.skor
    if b.aturan is not None:
        bagian, semua = (kolom.jawaban[k] for k in b.aturan.operan)
        for n in range(int(bagian.nilai) + 1, int(semua.nilai) + 1):
            ubah = kolom._replace(jawaban={**kolom.jawaban, b.aturan.operan[0]: bagian._replace(nilai=n)})
            yield n - int(bagian.nilai), scored(ubah).indikator[kode].skor
    else:
        pilihan = list(INSTRUMEN.options(kode))
        letak = pilihan.index(kini.jawaban) if kini.jawaban is not None else len(pilihan) - 1
        for i in range(letak):
            yield letak - i, INSTRUMEN.options(kode)[pilihan[i]] * INSTRUMEN.bobot(kode)


def brute_force(
    kolom: KolomPenilai, bebas: list[str], ambang: SetAmbang, biaya: Mapping[str, Fraction] | None
) -> tuple[Fraction, int, int, Fraction] | None:
    """(cost, indicators raised, steps, -total) of the best of all combinations of *bebas*."""
    awal = {k: n.skor for k, n in scored(kolom).indikator.items()}
    terbaik = None
    for pilihan in itertools.product(*(list(_possibilities(kolom, k)) for k in bebas)):
        skor = awal | {k: p for k, (_, p) in zip(bebas, pilihan, strict=True)}
        simpul = sum_nodes(skor, INSTRUMEN)
        if decide(simpul, simpul, INSTRUMEN, ambang, tahap="akhir")["WBK"].memenuhi:
            naik = [k for k, (s, _) in zip(bebas, pilihan, strict=True) if s]
            ongkos = sum(((biaya or {}).get(k, Fraction(0)) for k in naik), Fraction(0))
            kunci = (ongkos, len(naik), sum(s for s, _ in pilihan), -simpul["total"])
            terbaik = kunci if terbaik is None or kunci < terbaik else terbaik
    return terbaik


@pytest.mark.parametrize("benih", range(40))
def test_same_as_brute_force(benih: int) -> None:
    r = random.Random(benih)
    pilihan = [b.kode for b in INSTRUMEN.indikator if b.jenis_jawaban not in ("persen", "nilai_0_4")]
    hitungan = [b for b in INSTRUMEN.indikator if b.aturan is not None and b.aturan.nama == "rasio"]
    bebas = r.sample(pilihan, 3)
    ubah: dict[str, NilaiSel] = {k: r.choice(["", *INSTRUMEN.options(k)]) for k in bebas}
    if benih % 2:
        b = r.choice(hitungan)
        assert b.aturan is not None
        bebas.append(b.kode)
        semua = r.choice([7, 11, 97, 499])
        ubah[b.aturan.operan[1]] = semua
        ubah[b.aturan.operan[0]] = semua - r.randint(1, 6)
    kolom = sheet_of(ubah)
    # The minima are what a random combination reaches exactly, so that equality decides.
    awal = {k: n.skor for k, n in scored(kolom).indikator.items()}
    capai = sum_nodes(awal | {k: r.choice(list(_possibilities(kolom, k)))[1] for k in bebas}, INSTRUMEN)
    per_kode = {a.kode: ambang_value(a, capai, INSTRUMEN) for a in INSTRUMEN.ambang.daftar}
    geser = r.choice([Fraction(0), Fraction(1, 10**12), Fraction(-1, 10**12)])
    ambang = ambang_of(lambda k: per_kode[k] + geser)
    biaya = {k: Fraction(r.choice([0, 1, 2, 7])) for k in bebas} if benih % 3 == 0 else None
    hasil = plan_for(
        kolom, ambang=ambang, kunci=lock_all_but(*bebas), izinkan=ALL_LEVERS, biaya=biaya and Biaya(umum=biaya)
    )
    kasar = brute_force(kolom, bebas, ambang, biaya)
    if kasar is None:
        assert not hasil.tercapai
        return
    ongkos = hasil.biaya if biaya else Fraction(0)
    assert (ongkos, len(hasil.langkah), hasil.levels_climbed, -hasil.nilai_akhir) == kasar
    assert hasil.optimal


def fewest_steps(kolom: KolomPenilai, target: str) -> int | None:
    """Fewest indicators of a full sheet without a solver: in each area the largest gains come first."""
    awal = scored(kolom)
    kurang = {a.kode: -a.selisih for a in awal.putusan[target].ambang}
    naik = {
        b.kode: INSTRUMEN.bobot(b.kode) - awal.indikator[b.kode].skor
        for b in INSTRUMEN.indikator
        if b.jenis_jawaban not in ("persen", "nilai_0_4")
    }
    terbaik = {0: Fraction(0)}
    for nomor in INSTRUMEN.nama_area:
        kode = tuple(f"{k}." for k in INSTRUMEN.area_halves(nomor))
        urut = sorted((t for k, t in naik.items() if k.startswith(kode) and t), reverse=True)
        perlu = kurang[f"area-{nomor}"] * INSTRUMEN.bobot_area(nomor) / 100
        jumlah = {n: t for n in range(len(urut) + 1) if (t := sum(urut[:n], Fraction(0))) >= perlu}
        gabung: dict[int, Fraction] = {}
        for (m, t), (n, u) in itertools.product(terbaik.items(), jumlah.items()):
            gabung[m + n] = max(gabung.get(m + n, Fraction(0)), t + u)
        terbaik = gabung
    hasil = [(0, Fraction(0)), (1, naik["B.I.b"])]
    cukup = [
        m + n
        for (m, t), (n, u) in itertools.product(terbaik.items(), hasil)
        if t >= kurang["pengungkit"] and t + u >= kurang["total"]
        if u >= max(kurang["hasil-bersih"], kurang["capaian-kinerja"])
        if max(kurang["survei-korupsi"], kurang["pelayanan-prima"]) <= 0
    ]
    return min(cukup, default=None)


@settings(max_examples=40, deadline=None)
@given(benih=st.integers(0, 10**6), buruk=st.floats(0.1, 1), target=st.sampled_from(PREDIKAT))
def test_fewest_on_a_full_sheet(benih: int, buruk: float, target: str) -> None:
    r = random.Random(benih)
    ubah: dict[str, NilaiSel] = {"B.I.a": 3.7, "B.II.a": 3.65}
    for b in INSTRUMEN.indikator:
        if b.jenis_jawaban not in ("persen", "nilai_0_4") and r.random() < buruk:
            ubah[b.kode] = r.choice(list(INSTRUMEN.options(b.kode)))
    kolom = sheet_of(ubah)
    hasil = plan_for(kolom, target)
    assert (len(hasil.langkah) if hasil.tercapai else None) == fewest_steps(kolom, target)
    assert hasil.optimal == hasil.tercapai


# --- Any sheet ------------------------------------------------------------------------------


def acak(benih: int) -> KolomPenilai:
    r = random.Random(benih)
    ubah: dict[str, NilaiSel] = {}
    buruk = r.random()
    for b in INSTRUMEN.baris:
        if b.jenis_jawaban == "persen":
            ubah[b.kode] = r.choice(["", "", "92,35%", 0.5, "x"])
        elif b.jenis_jawaban == "nilai_0_4":
            ubah[b.kode] = r.choice(["", 3.425, "3,6", r.randint(250, 400) / 100, 92.35])
        elif b.jenis_jawaban == "jumlah":
            ubah[b.kode] = r.choice(["", 0, 3, r.randint(0, 40), "1.500", 10**9, "dua"])
        elif b.jenis_jawaban is not None and r.random() < buruk:
            ubah[b.kode] = r.choice(["", "?", *INSTRUMEN.options(b.kode)])
    return sheet_of(ubah)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    benih=st.integers(0, 10**6),
    target=st.sampled_from(PREDIKAT),
    izinkan=st.sets(st.sampled_from(LEVER_KINDS)).map(frozenset),
    kunci=st.sets(st.sampled_from([b.kode for b in INSTRUMEN.baris if b.carries_points]), max_size=3).map(tuple),
)
def test_steps_meet_every_threshold(benih: int, target: str, izinkan: frozenset[Any], kunci: tuple[str, ...]) -> None:
    kolom = acak(benih)
    hasil = plan_for(kolom, target, izinkan=izinkan, kunci=kunci)
    for s in hasil.langkah:
        assert not any(s.indikator == k or s.indikator.startswith(f"{k}.") for k in kunci)
        jenis = INSTRUMEN.per_kode[s.indikator].jenis_jawaban
        assert jenis != "persen" or "hitungan" in izinkan
        assert jenis != "nilai_0_4" or "survei" in izinkan


# --- One case each --------------------------------------------------------------------------


def test_nothing_to_do_when_all_thresholds_are_met() -> None:
    hasil = plan_for(sheet_of(), "WBBM")
    assert (hasil.tercapai, hasil.optimal, hasil.langkah) == (True, True, ())


def test_survey_value_needed_is_found() -> None:
    kolom = sheet_of({"B.I.a": 3.42})
    tanpa = plan_for(kolom)
    assert [(p.kode, dict(p.halangan)) for p in tanpa.penghalang] == [("survei-korupsi", {"B.I.a": "survei"})]
    (langkah,) = plan_for(kolom, izinkan=frozenset({"survei"})).langkah
    assert (langkah.dari, langkah.ke, langkah.tingkat) == (Fraction("3.42"), Fraction("3.6"), 18)


def test_survey_value_off_the_grid_goes_to_the_next_hundredth() -> None:
    (langkah,) = plan_for(sheet_of({"B.I.a": 3.5999}), izinkan=frozenset({"survei"})).langkah
    assert (langkah.dari, langkah.ke, langkah.tingkat) == (Fraction("3.5999"), Fraction("3.6"), 1)


def test_count_needed_is_found() -> None:
    kolom = sheet_of({"A.II.5.iii.a.5": 7})
    ambang = ambang_of(lambda k: Fraction("99.75") if k == "total" else Fraction(0))
    (langkah,) = plan_for(kolom, ambang=ambang, izinkan=frozenset({"hitungan"})).langkah
    assert langkah.hitungan == ("A.II.5.iii.a.5", 7, 8)
    assert (langkah.dari, langkah.ke, langkah.tingkat) == (Fraction("0.7"), Fraction("0.8"), 1)


@pytest.mark.parametrize(
    ("lalu", "ini", "minimal", "ke"),
    [(10, 8, "98.5", 7), (10, 15, "98.5", 7), (0, 4, "100", 0), (10, "", "98.5", 7), (10, 8, "100", 0)],
)
def test_fewer_violations(lalu: NilaiSel, ini: NilaiSel, minimal: str, ke: int) -> None:
    kolom = sheet_of({"A.II.3.iii.a.1": lalu, "A.II.3.iii.a.2": ini})
    ambang = ambang_of(lambda k: Fraction(minimal) if k == "total" else Fraction(0))
    (langkah,) = plan_for(kolom, ambang=ambang, izinkan=frozenset({"hitungan"})).langkah
    # The indicator weighs 2 points: (last year - this year) / last year of them.
    assert langkah.hitungan == ("A.II.3.iii.a.2", ini if ini != "" else None, ke)


def test_percentage_without_counts_moves_in_whole_percent() -> None:
    kolom = sheet_of({"A.II.4.i.a.1": "", "A.II.4.i.a.2": "", "A.II.4.i.a": "92,35%"})
    ambang = ambang_of(lambda k: Fraction("99.9") if k == "total" else Fraction(0))
    (langkah,) = plan_for(kolom, ambang=ambang, izinkan=frozenset({"hitungan"})).langkah
    assert (langkah.dari, langkah.ke, langkah.hitungan) == (Fraction("0.9235"), Fraction("0.95"), None)


def test_unanswered_starts_from_the_lowest() -> None:
    kolom = sheet_of({"A.I.1.iii.a": ""})
    ambang = ambang_of(lambda k: Fraction("99.85") if k == "total" else Fraction(0))
    (langkah,) = plan_for(kolom, ambang=ambang).langkah
    assert (langkah.dari, langkah.ke, langkah.tingkat) == (None, "B", 2)


def test_lock_covers_a_branch_and_is_named_as_hindrance() -> None:
    buruk = {b.kode: list(INSTRUMEN.options(b.kode))[-1] for b in INSTRUMEN.indikator if b.kode.startswith("A.I.5.")}
    kolom = sheet_of(buruk | {"A.II.5.i.a": "E"})
    hasil = plan_for(kolom, kunci=("A.I.5", "A.II.5.i"))
    assert [p.kode for p in hasil.penghalang] == ["area-5"]
    assert set(hasil.penghalang[0].halangan) == {*buruk, "A.II.5.i.a"}
    assert set(hasil.penghalang[0].halangan.values()) == {"terkunci"}
    # "A.I.1" locks A.I.1.i.a and not A.I.10.
    assert plan_for(kolom, kunci=("A.I.1",)).tercapai


def test_limit_of_steps_tells_how_many_are_needed() -> None:
    kolom = sheet_of(dict.fromkeys(("A.I.5.i.a", "A.I.5.ii.c", "A.I.5.ii.d"), "C") | {"A.II.5.i.a": "E"})
    ambang = ambang_of(lambda k: Fraction("99.5") if k == "total" else Fraction(0))
    assert len(plan_for(kolom, ambang=ambang, maks_langkah=3).langkah) == 3
    hasil = plan_for(kolom, ambang=ambang, maks_langkah=2)
    (p,) = hasil.penghalang
    assert (p.kode, p.satuan, p.nilai_maks, p.minimal) == (MAX_STEPS, "langkah", 2, 3)


def test_cheapest_is_not_fewest_and_the_limit_still_holds() -> None:
    kolom = sheet_of({"A.II.5.i.a": "E", "A.II.3.i.a": "C", "A.II.3.ii.a": "C"})
    ambang = ambang_of(lambda k: Fraction(97) if k == "total" else Fraction(0))
    biaya = Biaya({"A.II.5.i.a": Fraction(100), "A.II.3": Fraction(10)})
    murah = plan_for(kolom, ambang=ambang, biaya=biaya)
    assert ([s.indikator for s in murah.langkah], murah.biaya) == (["A.II.3.i.a", "A.II.3.ii.a"], 20)
    sedikit = plan_for(kolom, ambang=ambang, biaya=biaya, maks_langkah=1)
    assert ([s.indikator for s in sedikit.langkah], sedikit.biaya) == (["A.II.5.i.a"], 100)


def test_cost_by_level_and_indicators_without_cost() -> None:
    kolom = sheet_of({"A.II.5.i.a": "E", "A.II.3.i.a": "C"})
    ambang = ambang_of(lambda k: Fraction("96.5") if k == "total" else Fraction(0))
    biaya = Biaya(per_tingkat={("A.II.5.i.a", "D"): Fraction(1), ("A.II.5.i.a", "A"): Fraction("99.5")})
    hasil = plan_for(kolom, ambang=ambang, biaya=biaya)
    assert [(s.ke, s.biaya) for s in hasil.langkah] == [("D", 1)]
    tinggi = ambang_of(lambda k: Fraction("99.9") if k == "total" else Fraction(0))
    (p,) = plan_for(kolom, ambang=tinggi, biaya=biaya).penghalang
    assert dict(p.halangan) == {"A.II.3.i.a": "tanpa-biaya"}


def test_preliminary_stage_plans_pengungkit_only() -> None:
    kosong: dict[str, NilaiSel] = {"B.I.a": "", "B.I.b": "", "B.II.a": ""}
    kolom = sheet_of(kosong | {"A.II.4.ii.a": "D", "A.II.4.iii.a": "D", "A.I.4.i.a": "C"})
    hasil = plan_for(kolom, "WBBM")
    assert (hasil.cakupan, hasil.tercapai) == ("pengungkit", True)
    assert {c.awal.kode for c in hasil.capaian if not c.masuk} >= {"total", "survei-korupsi"}
    assert all(s.indikator.startswith("A.") for s in hasil.langkah)
    semua = plan_for(kolom, "WBBM", izinkan=frozenset({"survei"}))
    assert (semua.cakupan, semua.tercapai) == ("semua", True)
    assert {"B.I.a", "B.I.b", "B.II.a"} <= {s.indikator for s in semua.langkah}


def test_same_plan_every_time() -> None:
    assert plan_for(acak(3), "WBBM", izinkan=ALL_LEVERS) == plan_for(acak(3), "WBBM", izinkan=ALL_LEVERS)


def test_out_of_time_still_gives_a_valid_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise Unfinished

    monkeypatch.setattr(plan, "minimise", exhausted)
    hasil = plan_for(sheet_of({"A.II.4.ii.a": "D", "A.II.4.iii.a": "D", "A.I.4.i.a": "C"}), "WBBM")
    assert hasil.langkah
    assert (hasil.tercapai, hasil.optimal) == (True, False)
    with pytest.raises(Unfinished):
        plan_for(sheet_of({"A.II.4.ii.a": "D", "A.II.4.iii.a": "D", "A.I.4.i.a": "C"}), "WBBM", maks_langkah=2)


def test_a_plan_the_scorer_refuses_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "apply_steps", lambda kolom, langkah, instrumen: kolom)
    with pytest.raises(plan.RencanaMeleset):
        plan_for(sheet_of({"A.II.4.ii.a": "D", "A.II.4.iii.a": "D", "A.I.4.i.a": "C"}), "WBBM")


# --- The solver alone -----------------------------------------------------------------------


def test_solution_within_tolerance_is_cut_off() -> None:
    program = Program()
    x = [program.add_column(10) for _ in range(3)]
    sepertujuh, seperribu = Fraction(1, 7), Fraction(1, 999_983)
    # 7/7 would do but for a hair that the solver can't see.
    koefisien = {x[0]: sepertujuh, x[1]: seperribu, x[2]: Fraction(1, 250_007)}
    program.syarat.append(Constraint(koefisien, Fraction(1) + Fraction(1, 10**15)))
    hasil = minimise(program, [dict.fromkeys(x, Fraction(1))])
    assert hasil is not None
    assert program.is_feasible(hasil.x)
    assert (sum(hasil.x), hasil.terbukti) == (8, True)


def test_infeasible_program_has_no_solution() -> None:
    program = Program()
    x = program.add_column(1)
    program.syarat.append(Constraint({x: Fraction(1)}, Fraction(2)))
    assert minimise(program, [{x: Fraction(1)}]) is None


@pytest.mark.parametrize("whole", [True, False])
def test_what_the_layout_leaves_open_stays_open_after_the_steps(whole: bool) -> None:
    kolom = sheet_of({"A.II.4.ii.a": "D", "A.II.4.iii.a": "D"})
    unplaced = frozenset(b.kode for b in INSTRUMEN.indikator if b.kode.startswith("A.I.4.i."))
    position = LayoutDoubts(sebab=("LKE115",)) if whole else LayoutDoubts(indikator=unplaced)
    penilaian = score_penilai(kolom, {}, INSTRUMEN, INSTRUMEN.ambang, position)
    hasil = make_plan(kolom, penilaian, INSTRUMEN, INSTRUMEN.ambang, Permintaan("WBBM", kunci=tuple(unplaced)))
    assert hasil.tercapai and {s.indikator for s in hasil.langkah} <= {"A.II.4.ii.a", "A.II.4.iii.a"}
    state = {c.akhir.kode: c.akhir.keadaan for c in hasil.capaian}
    assert hasil.langkah and state["area-4"] == BELUM_PASTI
    assert state["area-1"] == (BELUM_PASTI if whole else MEMENUHI)
