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
_SKALA_MAKS = 200_000

#: Largest coefficient of an objective; to stay below it whole numbers are given up.
_TUJUAN_MAKS = 1_000_000

#: Cuts after which the solver is taken to be in numerical trouble.
_POTONGAN_MAKS = 200

#: Seconds the solver may take for one stage.
BATAS_WAKTU = 30.0

#: Two objective values closer than this (in the objective's own unit) are the same.
KETELITIAN = Fraction(1, 1_000_000)

_TAK_HINGGA = float("inf")


class Constraint(NamedTuple):
    """``Σ koefisien × x ≥ minimal``, coefficients by column."""

    koefisien: dict[int, Fraction]
    minimal: Fraction

    def dipenuhi(self, x: Sequence[int]) -> bool:
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

    def kolom(self, batas: int) -> int:
        """Add a column 0..*batas* and return its number."""
        self.batas.append(batas)
        return len(self.batas) - 1

    def layak(self, x: Sequence[int]) -> bool:
        """Whether *x* meets bounds, rows and requirements, exactly."""
        if any(not 0 <= v <= b for v, b in zip(x, self.batas, strict=True)):
            return False
        for koefisien, bawah, atas in self.baris:
            nilai = sum(k * x[i] for i, k in koefisien.items())
            if (bawah is not None and nilai < bawah) or (atas is not None and nilai > atas):
                return False
        return all(s.dipenuhi(x) for s in self.syarat)


def minimise(
    program: Program, tujuan: Sequence[dict[int, Fraction]], batas_waktu: float = BATAS_WAKTU
) -> Solusi | None:
    """Minimise the objectives *tujuan* one after the other, each within the optimum of those before.

    Returns None when there is no solution. Raises :class:`Unfinished` when none was found within
    *batas_waktu* seconds and none can be excluded; a later stage that stops leaves the solution
    of the stage before, no longer proven.
    """
    pencari = _Pencari(program, batas_waktu)
    solusi: Solusi | None = None
    for t in tujuan:
        try:
            hasil = pencari.tahap(t)
        except Unfinished:
            if solusi is None:
                raise
            hasil = None
        if hasil is None:
            return solusi and solusi._replace(terbukti=False)
        solusi = Solusi(hasil.x, hasil.terbukti and (solusi is None or solusi.terbukti))
    return solusi


class Unfinished(Exception):
    """The solver stopped (time limit or numerical trouble) before finding any solution."""


class _Pencari:
    """One HiGHS model, kept through all stages and cuts."""

    def __init__(self, program: Program, batas_waktu: float) -> None:
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
            ("time_limit", batas_waktu),
        ):
            h.setOptionValue(opsi, nilai)
        for batas in program.batas:
            self._kolom(batas)
        for koefisien, bawah, atas in program.baris:
            self._baris(koefisien, -_TAK_HINGGA if bawah is None else bawah, atas)
        self._skala = _skala_bersama(program.syarat)
        self._kasar = {i for s in program.syarat for i, k in s.koefisien.items() if (k * self._skala).denominator != 1}
        for s in program.syarat:
            self._add_constraint(s)

    def tahap(self, tujuan: dict[int, Fraction]) -> Solusi | None:
        """Minimise one objective; afterwards every solution must keep its value. None: infeasible."""
        satuan, butir = _satuan_tujuan(tujuan)
        n = len(self._program.batas)
        for i in range(self._h.getNumCol()):
            self._h.changeColCost(i, float(tujuan.get(i, Fraction(0)) / satuan) if i < n else 0.0)
        hasil = self._run()
        while hasil is not None and not self._program.layak(hasil[0]):
            self._cut(hasil[0])
            hasil = self._run()
        if hasil is None:
            return None
        x, batas_bawah, tuntas = hasil
        nilai = _nilai(tujuan, x)
        for lalu, terbaik in self._tujuan_lalu:
            if _nilai(lalu, x) > terbaik:
                # The tolerance let an earlier optimum slip: that stage's solution stays.
                return None
        longgar = max(butir / 2, KETELITIAN) / satuan
        terbukti = tuntas and nilai / satuan - Fraction(batas_bawah) < longgar
        self._tujuan_lalu.append((tujuan, nilai))
        self._baris({i: k / satuan for i, k in tujuan.items()}, -_TAK_HINGGA, float(nilai / satuan + longgar))
        return Solusi(x, terbukti)

    def _run(self) -> tuple[tuple[int, ...], float, bool] | None:
        """Run the solver: (rounded values, lower bound, finished); None when there is no solution."""
        h, status = self._h, self._modul.HighsModelStatus
        h.run()
        akhir = h.getModelStatus()
        if akhir == status.kInfeasible:
            return None
        info = h.getInfo()
        if info.primal_solution_status != self._modul.SolutionStatus.kSolutionStatusFeasible:
            raise Unfinished
        x = tuple(round(v) for v in h.getSolution().col_value[: len(self._program.batas)])
        return x, info.mip_dual_bound, akhir == status.kOptimal

    def _add_constraint(self, s: Constraint) -> None:
        """A requirement in scaled numbers, never tighter than the exact one."""
        kanan = s.minimal * self._skala
        if self._kasar.isdisjoint(s.koefisien):
            bawah = ceil(kanan) - 0.5
        else:
            bawah = float(kanan) - 1e-3
        self._baris({i: float(k * self._skala) for i, k in s.koefisien.items()}, bawah, None)

    def _cut(self, x: Sequence[int]) -> None:
        """Cut off *x*, which the solver's tolerance let through.

        Where the inexact columns stay as in *x*, the exact ones must make up the exact rest; each
        such column may instead go below or above its value (two new switches a column).
        """
        salah = next((s for s in self._program.syarat if not s.dipenuhi(x)), None)
        self._potongan += 1
        if salah is None or self._potongan > _POTONGAN_MAKS:
            raise Unfinished
        jauh: dict[int, float] = {}
        sisa = salah.minimal
        for i, k in salah.koefisien.items():
            if i not in self._kasar:
                continue
            sisa -= k * x[i]
            atas = self._program.batas[i]
            if x[i] > 0:
                bawah = self._kolom(1)
                self._baris({i: 1.0, bawah: float(atas - x[i] + 1)}, -_TAK_HINGGA, float(atas))
                jauh[bawah] = 1.0
            if x[i] < atas:
                lebih = self._kolom(1)
                self._baris({i: 1.0, lebih: -float(x[i] + 1)}, 0.0, None)
                jauh[lebih] = 1.0
        perlu = ceil(sisa * self._skala)
        halus = {i: float(k * self._skala) for i, k in salah.koefisien.items() if i not in self._kasar}
        self._baris(halus | {i: float(perlu) for i in jauh}, perlu - 0.5, None)

    def _kolom(self, batas: int) -> int:
        h = self._h
        h.addVar(0.0, float(batas))
        nomor: int = h.getNumCol() - 1
        h.changeColIntegrality(nomor, self._modul.HighsVarType.kInteger)
        return nomor

    def _baris(self, koefisien: Mapping[int, Fraction | float], bawah: float, atas: float | None) -> None:
        kolom = list(koefisien)
        self._h.addRow(
            float(bawah),
            _TAK_HINGGA if atas is None else float(atas),
            len(kolom),
            kolom,
            [float(koefisien[i]) for i in kolom],
        )


def _nilai(tujuan: dict[int, Fraction], x: Sequence[int]) -> Fraction:
    return sum((k * x[i] for i, k in tujuan.items()), Fraction(0))


def _skala_bersama(syarat: Sequence[Constraint]) -> int:
    """Least common denominator of as many coefficients as the largest scale allows."""
    skala = 1
    for penyebut in sorted({k.denominator for s in syarat for k in s.koefisien.values()}):
        calon = lcm(skala, penyebut)
        if calon <= _SKALA_MAKS:
            skala = calon
    return skala


def _satuan_tujuan(tujuan: dict[int, Fraction]) -> tuple[Fraction, Fraction]:
    """Unit to divide an objective by, and the least difference between two of its values.

    The two are the same, and the coefficients whole numbers, unless those would grow too large.
    """
    isi = [abs(k) for k in tujuan.values() if k]
    if not isi:
        return Fraction(1), Fraction(1)
    penyebut = lcm(*(k.denominator for k in isi))
    butir = Fraction(gcd(*(int(k * penyebut) for k in isi)), penyebut)
    return max(butir, max(isi) / _TUJUAN_MAKS), butir
