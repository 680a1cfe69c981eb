"""Every gain that is stated is the difference of two totals of the independent scorer, exactly.

For every indicator and every level of it below the best, in the built-in instrument and in the test instrument:
the recommendation, the same from a record, the sentence of the LHE, and the steps of a plan to every higher level.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import pytest

from tests import independent_scorer, other_instrumen
from tests.builder.answers import perfect
from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import load_folder, load_instrumen, load_kriteria
from zi_cli.instrumen.tree import PREDIKAT, Ambang, Instrumen, SetAmbang
from zi_cli.records.plan import Dokumen, plan_record
from zi_cli.records.score import score_record
from zi_cli.scoring.plan.contract import Langkah, Permintaan
from zi_cli.scoring.plan.levers import LEVER_KINDS
from zi_cli.scoring.plan.search import make_plan
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import score_penilai
from zi_cli.surat.context_score import area_recommendations
from zi_cli.views.plan import step_text
from zi_cli.views.recommendations import answers_of, answers_of_record, recommend
from zi_cli.worksheet.model import Isian, KolomPenilai, Worksheet

Answer = str | Fraction | int | None
Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class World:
    """An instrument, the best answers, and the total that the independent scorer makes of answers."""

    instrumen: Instrumen
    best: Answers
    total: Callable[[Answers], Fraction]

    def scored(self, answers: Answers) -> tuple[KolomPenilai, Penilaian]:
        cells = {
            k: Isian("" if v is None else float(v) if isinstance(v, Fraction) else v, Sel("LKE", n, 10))
            for n, (k, v) in enumerate(answers.items())
        }
        column = KolomPenilai(self.instrumen.penilai.bawaan, cells)
        return column, score_penilai(column, {}, self.instrumen, self.instrumen.ambang)

    def levels(self, code: str) -> Iterator[Answers]:
        """All answers with *code* at each of its levels in turn, the best included; of figures some of every kind."""
        row = self.instrumen.per_kode[code]
        if row.aturan is not None:
            part, whole = row.aturan.operan
            blank = {k: None for k in self.best if k.startswith(f"{code}.")}
            for share in ("0", "0.25", "0.685", "0.99", "1"):
                yield {**self.best, **blank, code: Fraction(share)}
            # Three of seven: a gain without a last decimal.
            for first, second in ((0, 7), (3, 7), (7, 7)) if row.aturan.nama != "penurunan" else ((7, 6), (7, 0)):
                yield {**self.best, part: first, whole: second}
        elif row.jenis_jawaban == "nilai_0_4":
            top = self.instrumen.survei_maksimum
            for index in (Fraction(0), Fraction(1), Fraction(171, 50), top - Fraction(1, 100), top):
                yield {**self.best, code: index}
        else:
            for option in (None, *reversed(self.instrumen.options(code))):
                yield {**self.best, code: option}


def built_in(_: Path) -> World:
    return World(load_instrumen(), perfect(), lambda a: independent_scorer.score_answers(a).nilai["total"])


def of_the_tests(folder: Path) -> World:
    instrumen = load_folder(other_instrumen.write_instrumen(folder / "ins"))
    best = {k: Fraction(5) if v == 5 else v for k, v in other_instrumen.PERFECT.items()}
    return World(instrumen, best, independent_scorer.score_test_instrumen)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=[built_in, of_the_tests], ids=["lke-2021", "uji"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    make: Callable[[Path], World] = request.param
    return make(tmp_path_factory.mktemp("dunia"))


def test_the_independent_scorer_gives_the_whole_weight_for_the_best(world: World) -> None:
    assert world.total(world.best) == world.instrumen.bobot_total


def test_every_level_of_every_indicator_is_recommended_with_its_exact_gain(world: World) -> None:
    instrumen, rubric, seen = world.instrumen, load_kriteria(world.instrumen), 0
    full = world.total(world.best)
    for row in instrumen.indikator:
        for answers in world.levels(row.kode):
            gain = full - world.total(answers)
            _, p = world.scored(answers)
            advice = recommend(answers_of(p), instrumen, rubric)
            assert [(r.kode, r.poin) for r in advice] == ([(row.kode, gain)] if gain else [])
            sheet = Worksheet("x.xlsx", "0" * 64, ("LKE",), None, None, None, None, {}, (), {}, [])
            record = answers_of_record(score_record(sheet, p, [p], instrumen, instrumen.ambang), instrumen)
            # A record writes a figure with six decimals: what it says of one is as near as that.
            told = recommend(record, instrumen, rubric)
            assert [r.kode for r in told] == [r.kode for r in advice]
            assert all(abs(r.poin - gain) <= instrumen.bobot(row.kode) / 10**6 for r in told)
            if instrumen.options(row.kode):
                assert told == advice
            said = "".join(str(b) for a in area_recommendations(instrumen, p) for b in a["butir"])
            in_area = row.kode.startswith(f"{instrumen.peran.pengungkit}.")
            assert re.findall(r"potensi ([\d,]+) poin", said) == ([shown(gain)] if gain and in_area else [])
            seen += 1
    assert seen > 3 * len(instrumen.indikator)


def shown(points: Fraction) -> str:
    """Points with a decimal comma, rounded half up to four decimals, without idle zeros."""
    whole, rest = divmod(int(points * 10**4 + Fraction(1, 2)), 10**4)
    return f"{whole},{rest:04d}".rstrip("0").rstrip(",")


def asking(total: Fraction, instrumen: Instrumen) -> SetAmbang:
    """One threshold: this total, for either predicate."""
    a: Ambang = next(a for a in instrumen.ambang.daftar if a.simpul == "total")
    return instrumen.ambang._replace(daftar=(a._replace(minimal=MappingProxyType(dict.fromkeys(PREDIKAT, total))),))


def test_every_step_of_a_plan_to_every_higher_level_adds_its_exact_gain(world: World) -> None:
    """A threshold at exactly the total of the higher level: the plan is that one step, and no other."""
    instrumen, rubric, seen = world.instrumen, load_kriteria(world.instrumen), 0
    for row in instrumen.indikator:
        levels = [(world.total(answers), answers) for answers in world.levels(row.kode)]
        for (before, lower), (after, higher) in itertools.permutations(levels, 2):
            if before >= after:
                continue
            ambang = asking(after, instrumen)
            column, _ = world.scored(lower)
            p = score_penilai(column, {}, instrumen, ambang)
            request = Permintaan("WBK", izinkan=frozenset(LEVER_KINDS))
            plan = make_plan(column, p, instrumen, ambang, request)
            (step,) = plan.langkah
            assert step.indikator == row.kode
            if instrumen.options(row.kode):
                assert (step.ke, step.tambahan) == (higher[row.kode], after - before)
            else:
                # A figure moves by whole units: the first that is enough.
                assert step.tambahan == world.total(taken(step, lower, row.kode)) - before >= after - before
            assert plan.nilai_akhir - plan.nilai_awal == step.tambahan
            assert step_text(1, step, instrumen, rubric).tambahan == shown(step.tambahan)
            sheet = Worksheet("x.xlsx", "0" * 64, ("LKE",), None, None, None, None, {}, (), {}, [])
            (written,) = plan_record(Dokumen(sheet, p, plan, request, instrumen, rubric, ambang))["langkah"]
            assert Fraction(written["tambahan_eksak"]) == step.tambahan
            seen += 1
    assert seen > 2 * len(instrumen.indikator)


def taken(step: Langkah, answers: Answers, code: str) -> Answers:
    """The answers once *step* is taken: the count that moves, else the indicator's own cell."""
    if step.hitungan is not None:
        return {**answers, step.hitungan.kode: step.hitungan.ke}
    return {**answers, code: step.ke}
