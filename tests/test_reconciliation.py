"""The file's own figures against ours: equal ones raise nothing, each other one its finding and cell."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from tests import independent_scorer
from tests.builder import Jawaban, acak, raw_cells
from tests.builder.sheet import worksheet
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.reconcile import reconcile
from zi_cli.scoring.score import score_worksheet
from zi_cli.worksheet.model import Isian, NilaiSel

INSTRUMEN = load_instrumen()
ANSWERS = acak(Random(11), kosong=0)
POIN = dict(independent_scorer.score_answers(ANSWERS).nilai)
POIN |= {"A.TOTAL": POIN["A"], "B.TOTAL": POIN["B"], "TOTAL": POIN.pop("total")}
BOBOT = {b.kode: b.bobot for b in INSTRUMEN.baris if b.bobot and b.kode in POIN}
INDIKATOR = {b.kode for b in INSTRUMEN.indikator}

#: Ways to fill the Nilai column: points everywhere, ratios at every question, or the official mixture.
NOTATIONS = {
    "poin": lambda kode: POIN[kode],
    "rasio": lambda kode: POIN[kode] / BOBOT[kode] if kode in INDIKATOR else POIN[kode],
    "resmi": lambda kode: POIN[kode] / BOBOT[kode] if kode in INDIKATOR and kode[0] == "A" else POIN[kode],
}


def reconciled(
    nilai: dict[str, NilaiSel] | None = None,
    persen: dict[str, NilaiSel] | None = None,
    jawaban: Jawaban = ANSWERS,
) -> list[tuple[str, str, str | None, int]]:
    ws = worksheet({"unit": raw_cells(jawaban)})
    kolom = ws.penilai["unit"]._replace(nilai=_entries(nilai, 11), persen=_entries(persen, 12))
    (p,) = score_worksheet(ws, INSTRUMEN)
    return [_brief(t) for t in reconcile(kolom, p, INSTRUMEN)]


def _entries(isi: dict[str, NilaiSel] | None, kolom: int) -> dict[str, Isian]:
    return {k: Isian(n, Sel("LKE", INSTRUMEN.per_kode[k].nomor, kolom)) for k, n in (isi or {}).items()}


def _brief(t: Temuan) -> tuple[str, str, str | None, int]:
    assert t.sel is not None
    return t.kode, t.tingkat, t.indikator, t.sel.baris


@pytest.mark.parametrize("cara", NOTATIONS)
def test_equal_figures_are_trusted(cara: str) -> None:
    assert reconciled({k: float(NOTATIONS[cara](k)) for k in BOBOT}) == [("LKE305", "info", "TOTAL", 204)]


def test_rounded_to_two_digits_is_equal() -> None:
    assert reconciled({k: f"{float(NOTATIONS['resmi'](k)):.2f}".replace(".", ",") for k in BOBOT})[-1][0] == "LKE305"


@pytest.mark.parametrize("skala", [1, 100])
def test_percent_as_a_ratio_or_of_a_hundred(skala: int) -> None:
    assert reconciled(persen={k: float(skala * POIN[k] / BOBOT[k]) for k in BOBOT}) == []


@pytest.mark.parametrize("kode", ["A.I.1.i.a", "A.II.5.ii.a", "B.I.a", "A.I.3.ii", "A.II.4", "B.II"])
@pytest.mark.parametrize("cara", NOTATIONS)
def test_one_figure_differs(cara: str, kode: str) -> None:
    nilai: dict[str, NilaiSel] = {k: float(NOTATIONS[cara](k)) for k in BOBOT}
    nilai[kode] = float(NOTATIONS[cara](kode) + Fraction(6, 1000))
    assert reconciled(nilai) == [("LKE301", "peringatan", kode, INSTRUMEN.per_kode[kode].nomor)]


def _above(kode: str) -> list[str]:
    induk = [k for k in BOBOT if kode.startswith(k + ".")]
    return [*induk, f"{kode[0]}.TOTAL", "TOTAL"]


@pytest.mark.parametrize("kode", ["A.I.1.i", "A.I.3.ii", "A.II.4", "A.II", "A", "B.I", "B"])
@pytest.mark.parametrize("persen", [True, False])
def test_wrong_sum_is_named_once_at_the_lowest_node(kode: str, persen: bool) -> None:
    beda = Fraction(-1, 7)
    isi = {k: NOTATIONS["resmi"](k) + (beda if k in (kode, *_above(kode)) else 0) for k in BOBOT}
    nilai: dict[str, NilaiSel] = {k: float(n) for k, n in isi.items()}
    rasio: dict[str, NilaiSel] = {k: float(n / BOBOT[k]) for k, n in isi.items() if k not in INDIKATOR}
    nomor = INSTRUMEN.per_kode[kode].nomor
    assert reconciled(nilai, rasio if persen else None) == [("LKE301", "peringatan", kode, nomor)]
    if persen and abs(beda / BOBOT[kode]) > Fraction(5, 1000):
        (satu,) = [t for t in reconciled(persen=rasio) if t[2] == kode]
        assert satu == ("LKE302", "peringatan", kode, nomor)


@pytest.mark.parametrize("kode", ["A.TOTAL", "TOTAL"])
def test_wrong_total_is_named_once(kode: str) -> None:
    nilai: dict[str, NilaiSel] = {k: float(NOTATIONS["resmi"](k)) for k in BOBOT}
    for k in {kode, "TOTAL"}:
        nilai[k] = float(NOTATIONS["resmi"](k) - 1)
    assert reconciled(nilai) == [("LKE304", "peringatan", kode, INSTRUMEN.per_kode[kode].nomor)]


def test_two_wrong_sums_are_two_findings() -> None:
    isi = {k: NOTATIONS["resmi"](k) for k in BOBOT}
    for kode, beda in (("A.I.3.ii", Fraction(1, 2)), ("A.I.3", Fraction(-1, 3))):
        for k in (kode, *_above(kode)):
            isi[k] += beda
    assert [t[2] for t in reconciled({k: float(n) for k, n in isi.items()})] == ["A.I.3", "A.I.3.ii"]


@pytest.mark.parametrize("sebagai", ["dikosongkan", "teks", "nol"])
def test_blanks_left_out_of_the_mean_say_nothing_more(sebagai: str) -> None:
    """The form's own AVERAGE skips a blank answer; the answer has its finding, the sums above follow from it."""
    jawaban = dict(ANSWERS) | {"A.I.3.ii.c": None, "A.I.5.i.a": None}
    kosong = ("A.I.3.ii.c", "A.I.5.i.a")
    poin = {k: POIN[k] for k in BOBOT}
    for kode in kosong:
        induk = kode.rpartition(".")[0]
        isi = [k for k in INSTRUMEN.anak[induk] if k not in kosong]
        ubah = BOBOT[induk] * sum(POIN[k] / BOBOT[k] for k in isi) / len(isi) - poin[induk]
        if sebagai == "nol":
            ubah = -POIN[kode]
        for k in _above(kode):
            poin[k] += ubah
    nilai: dict[str, NilaiSel] = {
        k: float(n / BOBOT[k] if k in INDIKATOR and k[0] == "A" else n) for k, n in poin.items() if k not in kosong
    }
    if sebagai != "dikosongkan":
        nilai |= dict.fromkeys(kosong, "Blm Diisi" if sebagai == "teks" else 0)
    temuan = reconciled(nilai, jawaban=jawaban)
    assert temuan == ([("LKE305", "info", "TOTAL", 204)] if sebagai == "nol" else [])
    nilai["TOTAL"] = float(poin["TOTAL"] - 1)
    assert reconciled(nilai, jawaban=jawaban) == [("LKE304", "peringatan", "TOTAL", 204)]


def test_a_difference_right_at_the_tolerance_is_none() -> None:
    nilai: dict[str, NilaiSel] = {k: float(NOTATIONS["resmi"](k)) for k in BOBOT}
    nilai["A.I.3.ii"] = str(float(POIN["A.I.3.ii"] + Fraction(49, 10_000)))
    assert [t[0] for t in reconciled(nilai)] == ["LKE305"]


def test_a_percentage_differs() -> None:
    persen: dict[str, NilaiSel] = {k: float(POIN[k] / BOBOT[k]) for k in BOBOT}
    persen["A.I.1"] = float(persen["A.I.1"]) - 0.02
    assert reconciled(persen=persen) == [("LKE302", "peringatan", "A.I.1", 4)]


def test_a_blank_total_says_nothing_and_zero_differs() -> None:
    """Cached totals of real files: TOTAL PENGUNGKIT blank, TOTAL HASIL 0 while the answers are there."""
    assert reconciled({"A.I.1": float(POIN["A.I.1"])}) == []
    assert [t[:3] for t in reconciled({"B.TOTAL": 0})] == [("LKE304", "peringatan", "B.TOTAL")]


def test_contents_that_are_no_figure() -> None:
    assert reconciled({"A.I.1": "#REF!"}) == [("LKE303", "peringatan", "A.I.1", 4)]
