"""Integer programs in exact terms, solved by HiGHS and proven afterwards with fractions.

The solver works in floating point within tolerances; here everything that comes back is rounded
to whole numbers and checked exactly. A solution that fails is cut off and the search goes on, so
what is returned is feasible, and "proven" means that the solver's bound leaves no room for better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, gcd, lcm

from zi_cli.errors import EXIT_UNREADABLE, UserError
from zi_cli.libraries.highs import load_highs
from zi_cli.named_tuple import NamedTuple

#: Largest scale from points to whole numbers: keeps coefficients within about a million.
_MAX_SCALE = 200_000

#: Largest coefficient of an objective; to stay below it whole numbers are given up.
_MAX_OBJECTIVE = 1_000_000

#: Cuts after which the solver is taken to be in numerical trouble.
_MAX_CUTS = 200

#: Seconds the solver may take for one stage.
TIME_LIMIT = 30.0

#: Two objective values closer than this (in the objective's own unit) are the same.
PRECISION = Fraction(1, 1_000_000)

_INFINITY = float("inf")


class Constraint(NamedTuple):
    """``Σ koefisien × x ≥ minimal``, coefficients by column."""

    koefisien: dict[int, Fraction]
    minimal: Fraction

    def is_met(self, x: Sequence[int]) -> bool:
        """Whether *x* meets it, exactly."""
        return sum((k * x[i] for i, k in self.koefisien.items()), Fraction(0)) >= self.minimal


class Solusi(NamedTuple):
    """Whole-number values of the columns, and whether every stage was proven optimal."""

    x: tuple[int, ...]
    terbukti: bool


@dataclass(slots=True)
class Program:
    """Whole-number columns 0..``batas``, ``syarat`` to meet exactly, and rows of small whole numbers.

    ``baris`` are (coefficients, lower or None, upper or None) with whole coefficients of modest
    size: linking rows that the solver's tolerance can't bend.
    """

    batas: list[int] = field(default_factory=list)
    syarat: list[Constraint] = field(default_factory=list)
    baris: list[tuple[dict[int, int], int | None, int | None]] = field(default_factory=list)

    def add_column(self, limit: int) -> int:
        """Add a column 0..*limit* and return its number."""
        self.batas.append(limit)
        return len(self.batas) - 1

    def is_feasible(self, x: Sequence[int]) -> bool:
        """Whether *x* meets bounds, rows and requirements, exactly."""
        if any(not 0 <= v <= b for v, b in zip(x, self.batas, strict=True)):
            return False
        for coefficient, lower, upper in self.baris:
            nilai = sum(k * x[i] for i, k in coefficient.items())
            if (lower is not None and nilai < lower) or (upper is not None and nilai > upper):
                return False
        return all(s.is_met(x) for s in self.syarat)


def minimise(program: Program, targets: Sequence[dict[int, Fraction]], time_limit: float = TIME_LIMIT) -> Solusi | None:
    """Minimise the objectives *targets* one after the other, each within the optimum of those before.

    Returns None when there is no solution. Raises :class:`Unfinished` when none was found within
    *time_limit* seconds and none can be excluded; a later stage that stops leaves the solution
    of the stage before, no longer proven.
    """
    pencari = _Pencari(program, time_limit)
    solution: Solusi | None = None
    for t in targets:
        try:
            result = pencari.tahap(t)
        except Unfinished:
            if solution is None:
                raise
            result = None
        if result is None:
            return solution and solution._replace(terbukti=False)
        solution = Solusi(result.x, result.terbukti and (solution is None or solution.terbukti))
    return solution


class Unfinished(Exception):
    """The solver stopped (time limit or numerical trouble) before finding any solution."""


class _Pencari:
    """One HiGHS model, kept through all stages and cuts."""

    def __init__(self, program: Program, time_limit: float) -> None:
        try:
            modul = load_highs()
        except ImportError as e:
            raise UserError(
                f"rencana memerlukan pustaka highspy, yang tidak dapat dimuat ({e})", EXIT_UNREADABLE
            ) from e
        self._modul = modul
        self._program = program
        self._potongan = 0
        self._tujuan_lalu: list[tuple[dict[int, Fraction], Fraction]] = []
        h = modul.Highs()
        self._h = h
        for opsi, nilai in (
            ("output_flag", False),
            ("log_to_console", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.0),
            ("mip_feasibility_tolerance", 1e-9),
            ("primal_feasibility_tolerance", 1e-9),
            ("dual_feasibility_tolerance", 1e-9),
            ("time_limit", time_limit),
        ):
            h.setOptionValue(opsi, nilai)
        for limit in program.batas:
            self._add_column(limit)
        for coefficient, lower, upper in program.baris:
            self._add_row(coefficient, -_INFINITY if lower is None else lower, upper)
        self._skala = _common_scale(program.syarat)
        self._kasar = {i for s in program.syarat for i, k in s.koefisien.items() if (k * self._skala).denominator != 1}
        for s in program.syarat:
            self._add_constraint(s)

    def tahap(self, targets: dict[int, Fraction]) -> Solusi | None:
        """Minimise one objective; afterwards every solution must keep its value. None: infeasible."""
        unit, item = _objective_unit(targets)
        n = len(self._program.batas)
        for i in range(self._h.getNumCol()):
            self._h.changeColCost(i, float(targets.get(i, Fraction(0)) / unit) if i < n else 0.0)
        result = self._run()
        while result is not None and not self._program.is_feasible(result[0]):
            self._cut(result[0])
            result = self._run()
        if result is None:
            return None
        x, lower_limit, tuntas = result
        nilai = _objective_value(targets, x)
        for lalu, best in self._tujuan_lalu:
            if _objective_value(lalu, x) > best:
                # The tolerance let an earlier optimum slip: that stage's solution stays.
                return None
        longgar = max(item / 2, PRECISION) / unit
        proven = tuntas and nilai / unit - Fraction(lower_limit) < longgar
        self._tujuan_lalu.append((targets, nilai))
        self._add_row({i: k / unit for i, k in targets.items()}, -_INFINITY, float(nilai / unit + longgar))
        return Solusi(x, proven)

    def _run(self) -> tuple[tuple[int, ...], float, bool] | None:
        """Run the solver: (rounded values, lower bound, finished); None when there is no solution."""
        h, status = self._h, self._modul.HighsModelStatus
        h.run()
        end = h.getModelStatus()
        if end == status.kInfeasible:
            return None
        info = h.getInfo()
        if info.primal_solution_status != self._modul.SolutionStatus.kSolutionStatusFeasible:
            raise Unfinished
        x = tuple(round(v) for v in h.getSolution().col_value[: len(self._program.batas)])
        return x, info.mip_dual_bound, end == status.kOptimal

    def _add_constraint(self, s: Constraint) -> None:
        """A requirement in scaled numbers, never tighter than the exact one."""
        right = s.minimal * self._skala
        if self._kasar.isdisjoint(s.koefisien):
            lower = ceil(right) - 0.5
        else:
            lower = float(right) - 1e-3
        self._add_row({i: float(k * self._skala) for i, k in s.koefisien.items()}, lower, None)

    def _cut(self, x: Sequence[int]) -> None:
        """Cut off *x*, which the solver's tolerance let through.

        Where the inexact columns stay as in *x*, the exact ones must make up the exact rest; each
        such column may instead go below or above its value (two new switches a column).
        """
        wrong = next((s for s in self._program.syarat if not s.is_met(x)), None)
        self._potongan += 1
        if wrong is None or self._potongan > _MAX_CUTS:
            raise Unfinished
        far: dict[int, float] = {}
        rest = wrong.minimal
        for i, k in wrong.koefisien.items():
            if i not in self._kasar:
                continue
            rest -= k * x[i]
            upper = self._program.batas[i]
            if x[i] > 0:
                lower = self._add_column(1)
                self._add_row({i: 1.0, lower: float(upper - x[i] + 1)}, -_INFINITY, float(upper))
                far[lower] = 1.0
            if x[i] < upper:
                excess = self._add_column(1)
                self._add_row({i: 1.0, excess: -float(x[i] + 1)}, 0.0, None)
                far[excess] = 1.0
        needed = ceil(rest * self._skala)
        smooth = {i: float(k * self._skala) for i, k in wrong.koefisien.items() if i not in self._kasar}
        self._add_row(smooth | {i: float(needed) for i in far}, needed - 0.5, None)

    def _add_column(self, limit: int) -> int:
        h = self._h
        h.addVar(0.0, float(limit))
        number: int = h.getNumCol() - 1
        h.changeColIntegrality(number, self._modul.HighsVarType.kInteger)
        return number

    def _add_row(self, coefficients: Mapping[int, Fraction | float], lower: float, upper: float | None) -> None:
        columns = list(coefficients)
        self._h.addRow(
            float(lower),
            _INFINITY if upper is None else float(upper),
            len(columns),
            columns,
            [float(coefficients[i]) for i in columns],
        )


def _objective_value(targets: dict[int, Fraction], x: Sequence[int]) -> Fraction:
    return sum((k * x[i] for i, k in targets.items()), Fraction(0))


def _common_scale(syarat: Sequence[Constraint]) -> int:
    """Least common denominator of as many coefficients as the largest scale allows."""
    skala = 1
    for denominator in sorted({k.denominator for s in syarat for k in s.koefisien.values()}):
        candidate = lcm(skala, denominator)
        if candidate <= _MAX_SCALE:
            skala = candidate
    return skala


def _objective_unit(targets: dict[int, Fraction]) -> tuple[Fraction, Fraction]:
    """Unit to divide an objective by, and the least difference between two of its values.

    The two are the same, and the coefficients whole numbers, unless those would grow too large.
    """
    content = [abs(k) for k in targets.values() if k]
    if not content:
        return Fraction(1), Fraction(1)
    denominator = lcm(*(k.denominator for k in content))
    item = Fraction(gcd(*(int(k * denominator) for k in content)), denominator)
    return max(item, max(content) / _MAX_OBJECTIVE), item
