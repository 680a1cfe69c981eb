"""Recommendations: the points are what re-scoring with that answer gives; the words demand, they do not blame."""

import re
from collections.abc import Mapping
from fractions import Fraction

import pytest

from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import load_instrumen, load_kriteria
from zi_cli.records.score import score_record
from zi_cli.scoring.plan.contract import Langkah
from zi_cli.scoring.plan.demand import demand_of
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import score_penilai
from zi_cli.views.recommendations import answers_of, answers_of_record, most_first, recommend
from zi_cli.worksheet.model import Isian, KolomPenilai, NilaiSel, Worksheet

INSTRUMEN = load_instrumen()
RUBRIC = load_kriteria(INSTRUMEN)
FAULT = re.compile(
    r"\b(tidak|belum|sebagian|hanya|kurang|tanpa|terbatas|saja|lambat|parsial|sekadar|baru|tetapi)\b", re.IGNORECASE
)
BERPILIHAN = [b for b in INSTRUMEN.indikator if INSTRUMEN.options(b.kode)]


def sheet(ubah: Mapping[str, NilaiSel]) -> KolomPenilai:
    """Every option at its best, survey index 4, counts blank, with the answers of *ubah* in their place."""
    sel = {}
    for b in INSTRUMEN.baris:
        if b.jenis_jawaban is None:
            continue
        isi: NilaiSel = 4 if b.jenis_jawaban == "nilai_0_4" else ""
        if b.jenis == "indikator" and (pilihan := INSTRUMEN.options(b.kode)):
            isi = next(iter(pilihan))
        sel[b.kode] = Isian(ubah.get(b.kode, isi), Sel("LKE ZI", b.nomor, 10))
    return KolomPenilai("unit", sel)


def scored(ubah: Mapping[str, NilaiSel]) -> Penilaian:
    return score_penilai(sheet(ubah), {}, INSTRUMEN, INSTRUMEN.ambang)


def record(p: Penilaian) -> dict[str, object]:
    ws = Worksheet("x.xlsx", "0" * 64, ("LKE ZI",), None, None, None, None, {}, (), {}, [])
    return score_record(ws, p, [p], INSTRUMEN, INSTRUMEN.ambang)


def answers_at(tingkat: int) -> dict[str, NilaiSel]:
    """Every option *tingkat* levels below the best, or the lowest there is."""
    return {
        b.kode: list(INSTRUMEN.options(b.kode))[min(tingkat, len(INSTRUMEN.options(b.kode)) - 1)] for b in BERPILIHAN
    }


@pytest.mark.parametrize("tingkat", [1, 2, 3, 4])
def test_points_are_what_rescoring_with_that_answer_adds(tingkat: int) -> None:
    semua = answers_at(tingkat) | {
        b.kode: Fraction(17, 5) for b in INSTRUMEN.indikator if b.jenis_jawaban == "nilai_0_4"
    }
    semua = {k: float(v) if isinstance(v, Fraction) else v for k, v in semua.items()}
    awal = scored(semua)
    saran = recommend(answers_of(awal), INSTRUMEN, RUBRIC)
    assert {b.kode for b in BERPILIHAN} <= {r.kode for r in saran}
    for r in saran:
        if INSTRUMEN.per_kode[r.kode].jenis_jawaban == "persen":
            assert awal.indikator[r.kode].skor + r.poin == INSTRUMEN.bobot(r.kode)
            continue
        ke: NilaiSel = r.ke if r.kode in {b.kode for b in BERPILIHAN} else int(r.ke)
        assert scored(semua | {r.kode: ke}).nilai["total"] - awal.nilai["total"] == r.poin, r.kode


def test_the_step_named_goes_with_its_points_and_its_demand() -> None:
    saran = {r.kode: r for r in recommend(answers_of(scored({"A.I.5.i.a": "C"})), INSTRUMEN, RUBRIC)}
    r = saran["A.I.5.i.a"]
    assert (r.dari, r.ke, r.poin, r.tambahan) == ("C", "A", Fraction(3, 4), "0,75")
    assert r.tuntutan == "Kampanye publik antigratifikasi berjalan rutin."
    assert r.sel == str(Sel("LKE ZI", INSTRUMEN.per_kode["A.I.5.i.a"].nomor, 10))


@pytest.mark.parametrize("tingkat", [0, 1, 3])
def test_a_record_and_its_scoring_recommend_the_same(tingkat: int) -> None:
    p = scored(answers_at(tingkat))
    assert recommend(answers_of_record(record(p), INSTRUMEN), INSTRUMEN, RUBRIC) == recommend(
        answers_of(p), INSTRUMEN, RUBRIC
    )


def test_most_points_first_and_failing_nodes_before_all() -> None:
    saran = recommend(answers_of(scored(answers_at(2))), INSTRUMEN, RUBRIC)
    urut = most_first(saran, {"A.I.3"})
    depan = [r for r in urut if r.kode.startswith("A.I.3.")]
    assert urut[: len(depan)] == depan
    assert [r.poin for r in depan] == sorted((r.poin for r in depan), reverse=True)
    assert sorted(r.kode for r in urut) == sorted(r.kode for r in saran)


def test_no_recommendation_is_worded_as_a_fault() -> None:
    kosong = scored({b.kode: "" for b in INSTRUMEN.indikator})
    saran = recommend(answers_of(kosong), INSTRUMEN, RUBRIC)
    assert len(saran) == len(INSTRUMEN.indikator)
    assert [r for r in saran if FAULT.search(r.tuntutan)] == []


def test_no_step_of_a_plan_demands_a_fault() -> None:
    langkah = [
        Langkah(b.kode, None, pilihan, Fraction(1), 1, Fraction(1))
        for b in INSTRUMEN.indikator
        for pilihan, nilai in INSTRUMEN.options(b.kode).items()
        if nilai
    ]
    angka = [
        Langkah(b.kode, None, Fraction(1, 2), Fraction(1), 1, Fraction(1))
        for b in INSTRUMEN.indikator
        if b not in BERPILIHAN
    ]
    teks = {(s.indikator, s.ke): demand_of(s, INSTRUMEN, RUBRIC) for s in (*langkah, *angka)}
    assert {k: t for k, t in teks.items() if FAULT.search(t)} == {}
