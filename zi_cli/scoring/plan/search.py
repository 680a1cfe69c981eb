"""The smallest set of improvements that reaches every threshold of a predicate, proven.

An exact integer program over the levers of ``scoring.plan.levers``; the plan found is applied to the
answers and scored again before it is handed out. A plan is arithmetic: it holds only if the
evidence for every step exists.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from zi_cli.findings.record import Sel
from zi_cli.instrumen.tree import Ambang, Instrumen, Predikat, SetAmbang
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.plan.contract import (
    MAX_STEPS,
    Cakupan,
    Capaian,
    Langkah,
    Penghalang,
    Permintaan,
    PerubahanHitungan,
    Rencana,
)
from zi_cli.scoring.plan.levers import Lever, LeverList, OptionLever, UnitLever, list_levers
from zi_cli.scoring.plan.solver import TIME_LIMIT, Constraint, Program, Solusi, Unfinished, minimise
from zi_cli.scoring.result import HasilAmbang, Penilaian, Putusan
from zi_cli.scoring.score import score_penilai
from zi_cli.scoring.totals import with_blanks_at_best
from zi_cli.scoring.verdict import belongs_to_pengungkit, decide, is_under
from zi_cli.worksheet.model import Isian, KolomPenilai


class _Kelompok(NamedTuple):
    """Alike option levers (same thresholds, same raises) as one; ``kolom`` counts those taken, by raise."""

    anggota: list[OptionLever]
    kolom: list[int]


class _Satuan(NamedTuple):
    """A unit lever with its switch and its number of units."""

    tuas: UnitLever
    saklar: int
    jumlah: int


class PlanModel:
    """The program for the thresholds *kurang* (with the points each is short of) over the levers *tuas*."""

    def __init__(self, lacking: Sequence[tuple[Ambang, Fraction]], tuas: Sequence[Lever], instrumen: Instrumen) -> None:
        self.program = Program()
        self.kelompok: list[_Kelompok] = []
        self.satuan: list[_Satuan] = []
        #: Column -> (points, steps, cost, indicators raised) of one unit of it.
        self.isi: dict[int, tuple[Fraction, int, Fraction, int]] = {}
        per_syarat: list[dict[int, Fraction]] = [{} for _ in lacking]
        serupa: dict[object, list[OptionLever]] = {}
        for t in tuas:
            hits = tuple(i for i, (a, _) in enumerate(lacking) if is_under(a, t.kode, instrumen))
            if not hits:
                continue
            if isinstance(t, OptionLever):
                # One column for levers that are alike: without their permutations the search is short.
                feature = (hits, tuple(k._replace(ke="") for k in t.kenaikan))
                serupa.setdefault(feature, []).append(t)
                if len(serupa[feature]) > 1:
                    continue
                columns = [self.program.add_column(0) for _ in t.kenaikan]
                self.kelompok.append(_Kelompok(serupa[feature], columns))
                for c, k in zip(columns, t.kenaikan, strict=True):
                    self.isi[c] = (k.tambahan, k.tingkat, k.biaya, 1)
            else:
                columns = [self.program.add_column(1), self.program.add_column(t.maksimum)]
                self.satuan.append(_Satuan(t, *columns))
                self.isi[columns[0]] = (t.tetap, 0, t.biaya, 1)
                self.isi[columns[1]] = (t.per_satuan, 1, _ZERO, 0)
                self.program.baris.append(({columns[1]: 1, columns[0]: -t.maksimum}, None, 0))
                self.program.baris.append(({columns[1]: 1, columns[0]: -t.minimum}, 0, None))
            for i in hits:
                per_syarat[i] |= {c: self.isi[c][0] for c in columns}
        for g in self.kelompok:
            for c in g.kolom:
                self.program.batas[c] = len(g.anggota)
            if len(g.kolom) > 1:
                self.program.baris.append((dict.fromkeys(g.kolom, 1), None, len(g.anggota)))
        self.program.syarat += [
            Constraint({c: k for c, k in content.items() if k}, point)
            for content, (_, point) in zip(per_syarat, lacking, strict=True)
        ]

    def limit_steps(self, maks: int) -> None:
        """Allow at most *maks* indicators raised."""
        self.program.baris.append(({c: n for c, (_, _, _, n) in self.isi.items() if n}, None, maks))

    def objectives(self, *, berbiaya: bool) -> list[dict[int, Fraction]]:
        """The objectives in order, all to be minimised."""
        steps = {c: Fraction(n) for c, (_, _, _, n) in self.isi.items() if n}
        levels = {c: Fraction(n) for c, (_, n, _, _) in self.isi.items() if n}
        rugi = {c: -point for c, (point, _, _, _) in self.isi.items() if point}
        cost = [{c: b for c, (_, _, b, _) in self.isi.items() if b}] if berbiaya else []
        return [*cost, steps, levels, rugi]

    def steps_of(self, x: Sequence[int]) -> list[Langkah]:
        """The steps that the solution *x* stands for."""
        results: list[Langkah] = []
        for g in self.kelompok:
            free = iter(g.anggota)
            for position, c in enumerate(g.kolom):
                for _ in range(x[c]):
                    t = next(free)
                    k = t.kenaikan[position]
                    results.append(Langkah(t.kode, t.dari, k.ke, k.tambahan, k.tingkat, k.biaya))
        results += [_unit_step(s.tuas, x[s.jumlah]) for s in self.satuan if x[s.saklar]]
        return results


def _unit_step(t: UnitLever, unit: int) -> Langkah:
    calculation = PerubahanHitungan(t.operan, t.hitungan, t.count_after(unit)) if t.operan else None
    return Langkah(t.kode, t.dari, t.answer_after(unit), t.gain(unit), unit, t.biaya, calculation)


def best_steps(t: Lever) -> Langkah:
    """The step that takes lever *t* to its best."""
    if isinstance(t, UnitLever):
        return _unit_step(t, t.maksimum)
    k = max(t.kenaikan, key=lambda k: k.tambahan)
    return Langkah(t.kode, t.dari, k.ke, k.tambahan, k.tingkat, k.biaya)


_ZERO = Fraction(0)


class RencanaMeleset(Exception):
    """A plan that does not hold when scored again: a defect of this program, never handed out."""


def make_plan(
    column: KolomPenilai,
    penilaian: Penilaian,
    instrumen: Instrumen,
    ambang: SetAmbang,
    request: Permintaan,
    *,
    time_limit: float = TIME_LIMIT,
) -> Rencana:
    """Best plan for the assessor whose cells are *column* and whose scores are *penilaian*.

    Best is: least cost (with costs), then fewest indicators raised, then fewest steps climbed,
    then highest total. At the preliminary stage only Pengungkit and its areas are planned, unless
    survey values may move. Raises :class:`RencanaMeleset` when the exact scorer disagrees, and
    :class:`Unfinished` when time ran out before any plan within ``maks_langkah`` was found.
    """
    coverage: Cakupan = (
        "pengungkit" if penilaian.tahap == "pendahuluan" and "survei" not in request.izinkan else "semua"
    )
    masuk = {a.kode for a in ambang.daftar if coverage == "semua" or belongs_to_pengungkit(a, instrumen)}
    daftar = list_levers(
        column,
        penilaian,
        instrumen,
        keys=request.kunci,
        izinkan=request.izinkan,
        cost=request.biaya,
    )
    lacking = [
        (a, point)
        for a, h in zip(ambang.daftar, penilaian.putusan[request.target].ambang, strict=True)
        if a.kode in masuk and (point := _points_short(a, h, instrumen)) > 0
    ]
    penghalang = tuple(_hindrances(lacking, daftar, penilaian, instrumen, request.target))
    steps: tuple[Langkah, ...] = ()
    optimal = not penghalang
    if lacking and not penghalang:
        result = _search(lacking, daftar.tuas, instrumen, request, time_limit)
        if isinstance(result, Penghalang):
            penghalang, optimal = (result,), False
        else:
            steps, optimal = result
    end = score_penilai(apply_steps(column, steps, instrumen), {}, instrumen, ambang) if steps else penilaian
    after = _decide_end(penilaian, end, steps, instrumen, ambang)[request.target].ambang
    capaian = tuple(
        Capaian(a, z, a.kode in masuk) for a, z in zip(penilaian.putusan[request.target].ambang, after, strict=True)
    )
    plan = Rencana(
        request.target,
        coverage,
        not penghalang,
        optimal,
        steps,
        penilaian.nilai["total"],
        end.nilai["total"],
        capaian,
        penghalang,
    )
    _verify(plan, penilaian, end)
    return plan


def apply_steps(column: KolomPenilai, steps: Iterable[Langkah], instrumen: Instrumen) -> KolomPenilai:
    """*column* with the answers that *steps* leads to; the given one is not changed."""
    jawaban = dict(column.jawaban)
    for s in steps:
        code = s.hitungan.kode if s.hitungan else s.indikator
        content = s.hitungan.ke if s.hitungan else s.ke
        cell = jawaban[code].sel if code in jawaban else Sel("", instrumen.per_kode[code].nomor, 0)
        jawaban[code] = Isian(float(content) if isinstance(content, Fraction) else content, cell)
    return column._replace(jawaban=jawaban)


def _decide_end(
    start: Penilaian, end: Penilaian, steps: Iterable[Langkah], instrumen: Instrumen, ambang: SetAmbang
) -> Mapping[Predikat, Putusan]:
    """The verdicts of *end* with all that the file leaves open at *start*, but for the answers that *steps* replace."""
    raised = {s.indikator for s in steps}
    doubts = [r for r in start.ragu if r.kode not in raised] + [r for r in end.ragu if r.kode in raised]
    best = with_blanks_at_best(end.nilai, end.kosong, instrumen)
    return decide(end.nilai, best, instrumen, ambang, tahap=end.tahap, doubts=doubts, reasons=start.sebab)


def _points_short(ambang: Ambang, result: HasilAmbang, instrumen: Instrumen) -> Fraction:
    """Points that the node of a threshold is short of; 0 or less when it passes."""
    if ambang.satuan == "persen":
        return -result.selisih * instrumen.bobot_area(ambang.simpul) / 100
    return -result.selisih


def _hindrances(
    lacking: Sequence[tuple[Ambang, Fraction]],
    daftar: LeverList,
    penilaian: Penilaian,
    instrumen: Instrumen,
    target: Predikat,
) -> Iterable[Penghalang]:
    """Thresholds that stay out of reach: every lever only adds, so all at their best is the most."""
    results = {h.kode: h for h in penilaian.putusan[target].ambang}
    for a, point in lacking:
        best = sum((t.best_gain for t in daftar.tuas if is_under(a, t.kode, instrumen)), _ZERO)
        if best < point:
            h = results[a.kode]
            factor = h.selisih / -point
            yield Penghalang(
                a.kode,
                a.satuan,
                h.nilai + best * factor,
                h.minimal,
                {k: s for k, s in daftar.halangan.items() if is_under(a, k, instrumen)},
            )


def _search(
    lacking: Sequence[tuple[Ambang, Fraction]],
    tuas: Sequence[Lever],
    instrumen: Instrumen,
    request: Permintaan,
    time_limit: float,
) -> tuple[tuple[Langkah, ...], bool] | Penghalang:
    """The best plan for a target known to be in reach, and whether it is proven; or too many steps.

    Out of time with nothing found, every lever at its best is a plan, if a poor one; raises
    :class:`Unfinished` when that would break the limit of steps.
    """
    model = PlanModel(lacking, tuas, instrumen)
    maks = request.maks_langkah
    solution: Solusi | None = None
    try:
        if maks is not None:
            few = minimise(model.program, model.objectives(berbiaya=False)[:1], time_limit)
            needed = len(model.steps_of(few.x)) if few else 0
            if few is not None and few.terbukti and needed > maks:
                return Penghalang(MAX_STEPS, "langkah", Fraction(maks), Fraction(needed), {})
            model.limit_steps(maks)
        solution = minimise(model.program, model.objectives(berbiaya=request.biaya is not None), time_limit)
    except Unfinished:
        pass
    if solution is not None:
        steps = model.steps_of(solution.x)
    else:
        steps = [best_steps(t) for t in tuas if any(is_under(a, t.kode, instrumen) for a, _ in lacking)]
        if maks is not None and len(steps) > maks:
            raise Unfinished
    order = {b.kode: i for i, b in enumerate(instrumen.indikator)}
    return tuple(sorted(steps, key=lambda s: order[s.indikator])), solution is not None and solution.terbukti


def _verify(plan: Rencana, start: Penilaian, end: Penilaian) -> None:
    """Compare the plan with the exact scorer's result for the answers it leads to."""
    if plan.tercapai and not all(c.akhir.memenuhi for c in plan.capaian if c.masuk):
        raise RencanaMeleset(plan.target)
    for s in plan.langkah:
        if end.indikator[s.indikator].skor - start.indikator[s.indikator].skor != s.tambahan:
            raise RencanaMeleset(s.indikator)
