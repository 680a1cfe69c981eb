"""Whether the formula of a sum or mean computes what its row should, told from what it gives for other contents."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from random import Random

from zi_cli.findings.record import Sel
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.formulas.calculator import Replacement
from zi_cli.scoring.formulas.parse import Call, ErrorValue, Node, Operation, UnsupportedFormula
from zi_cli.scoring.formulas.score_cells import ScoreCells
from zi_cli.scoring.formulas.values import Scalar

_DENOMINATOR = 9973
#: Points that rounding within a formula may cost: no fault of its computation.
_ROUNDING = Fraction(5, 1000)
_ROUNDING_FUNCTIONS = frozenset({"ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC", "INT"})

Ratios = Mapping[str, Fraction]


class Verdict(NamedTuple):
    """What a formula turned out to compute; ``beda`` is the most that it was off, in points.

    Of a wrong one: rows held but not counted (``hilang``), or only in part (``sebagian``), counted more than once
    (``ganda``), counted though not held (``asing``); by what it multiplies compared with what is right
    (``faktor``, when that is one number); the error that it gives whatever it holds (``galat``); ``bulat``: it
    would be right without its rounding; ``lingkar``: it counts this cell, its own or one that holds its own.
    """

    benar: bool
    beda: Fraction = Fraction(0)
    hilang: tuple[str, ...] = ()
    ganda: tuple[str, ...] = ()
    asing: tuple[str, ...] = ()
    faktor: Fraction | None = None
    galat: str | None = None
    bulat: bool = False
    sebagian: tuple[str, ...] = ()
    lingkar: Sel | None = None


class _Trial(NamedTuple):
    poin: Mapping[str, Fraction]
    pengganti: dict[Sel, Replacement]


class SumJudge:
    """Judges the formulas of rows that add up or average other rows.

    Every question gets a ratio at random, every cell what follows from it; a right formula then gives what its
    own row should have, whichever of the rows below it names.
    """

    def __init__(self, cell: ScoreCells) -> None:
        self._sel = cell
        random_order = Random(2021)
        self._rasio = [
            {k: Fraction(random_order.randrange(1, _DENOMINATOR), _DENOMINATOR) for k in cell.penilaian.indikator}
            for _ in range(2)
        ]
        self._hasil: dict[str, Verdict | None] = {}

    def judge(self, code: str) -> Verdict | None:
        """The verdict on the formula of *code*; None without one, or where it can't be worked out."""
        if code not in self._hasil:
            self._hasil[code] = self._judge(code)
        return self._hasil[code]

    @cached_property
    def _attempt(self) -> list[_Trial]:
        return [self._trial(r) for r in self._rasio]

    def _judge(self, code: str) -> Verdict | None:
        tree = self._sel.hitung.tree(self._sel.sel[code])
        if tree is None:
            return None
        lingkar = self._circle(code)
        if lingkar is not None:
            return Verdict(False, lingkar=lingkar)
        results = [self._result(code, c) for c in self._attempt]
        if any(x is None for x in results):
            return None
        error = next((x for x in results if isinstance(x, ErrorValue)), None)
        if error is not None:
            return Verdict(False, galat=error.kode)
        difference = self._off(code, results)
        if not difference:
            return Verdict(True)
        tanpa_bulat = _without_rounding(tree)
        if tanpa_bulat != tree and not self._off(code, [self._result(code, c, tanpa_bulat) for c in self._attempt]):
            return Verdict(difference <= _ROUNDING, difference, bulat=True)
        return Verdict(True, difference) if difference <= _ROUNDING else self._diagnose(code, difference, tanpa_bulat)

    def _circle(self, code: str) -> Sel | None:
        """A cell that the formula of *code* names although it is its own, or adds it up."""
        named = {*self._sel.hitung.references(self._sel.sel[code])}
        return next((s for k in (code, *self._over(code)) if (s := self._sel.sel.get(k)) in named), None)

    def _over(self, code: str) -> list[str]:
        """The rows that hold *code*, the nearest first."""
        results: list[str] = []
        antre = [code]
        while antre:
            new = self._holders.get(antre.pop(), [])
            results += new
            antre += new
        return results

    @cached_property
    def _holders(self) -> dict[str, list[str]]:
        results: dict[str, list[str]] = {}
        for k, content in self._sel.isi.items():
            for x in content:
                results.setdefault(x, []).append(k)
        return results

    def _off(self, code: str, results: list[Scalar]) -> Fraction:
        """The most that results of trials differ from what is right, in points."""
        pairs = zip(results, self._attempt, strict=True)
        return max(abs(x - c.poin[code]) if isinstance(x, Fraction) else Fraction(100) for x, c in pairs)

    def share(self, cell: Sel, code: str) -> bool | None:
        """Whether the formula in *cell* gives the share of its weight that *code* has, as a ratio or in percent.

        None where it can't be worked out, or does not go by the scores at all.
        """
        compute = self._sel.hitung
        if compute.tree(cell) is None or not set(compute.references(cell)) & {*self._sel.sel.values()}:
            return None
        correct = True
        for attempt in self._attempt:
            try:
                with compute.trial(attempt.pengganti) as diwakili:
                    x = compute.compute(cell)
            except UnsupportedFormula:
                return None
            if diwakili:
                return None
            ratio = attempt.poin[code] / self._sel.weight(code)
            correct = correct and isinstance(x, Fraction) and min(abs(x - ratio), abs(x / 100 - ratio)) <= _ROUNDING
        return correct

    def _diagnose(self, code: str, difference: Fraction, tree: Node) -> Verdict | None:
        """What is wrong with the formula *tree* of *code*, whose roundings are left out: they would blur its parts."""
        basis = self._attempt[0]
        start = self._number(code, basis, tree)
        pengaruh: dict[str, Fraction] = {}
        for child in self._sel.isi[code]:
            other = self._halved(child)
            if other.poin[code] != basis.poin[code]:
                pengaruh[child] = (self._number(code, other, tree) - start) / (other.poin[code] - basis.poin[code])
        factors = sorted({f for f in pengaruh.values() if f})
        foreign = tuple(self._foreign(code, start, tree))
        if (
            not factors
            and not foreign
            and set(self._sel.hitung.references(self._sel.sel[code])) & {*self._sel.jawaban.values()}
        ):
            # It goes by the answers themselves, which these trials leave as they are.
            return None
        # What most rows count is taken as once; of as many what is right, else the smaller.
        count = Counter(f for f in pengaruh.values() if f)
        once = min(count, key=lambda f: (-count[f], f != 1, f), default=Fraction(1))
        return Verdict(
            False,
            difference,
            tuple(k for k, f in pengaruh.items() if f == 0),
            tuple(k for k, f in pengaruh.items() if f > once),
            foreign,
            factors[0] if len(factors) == 1 else None,
            sebagian=tuple(k for k, f in pengaruh.items() if f and f < once),
        )

    def _halved(self, code: str) -> _Trial:
        """The first trial with every question of *code* at half its ratio: so are the points of all between."""
        basis = self._attempt[0]
        down = {code, *self._sel.below(code)}
        poin = {**basis.poin, **{k: basis.poin[k] / 2 for k in down if k in basis.poin}}
        changed = {k for x in down for k in self._over(x)} - down
        self._add_up(poin, changed)
        cell = self._sel
        replacements = {cell.sel[k]: poin[k] / cell.satuan[k] for k in down | changed if k in cell.sel}
        return _Trial(poin, {**basis.pengganti, **replacements})

    def _foreign(self, code: str, start: Fraction, tree: Node) -> Iterator[str]:
        """Rows outside *code* that its formula counts."""
        cell = self._sel
        milik = {code, *cell.below(code), *(k for k, content in cell.isi.items() if content == cell.isi[code])}
        by_cell = {s: k for k, s in cell.sel.items()}
        for s in dict.fromkeys(cell.hitung.references(cell.sel[code])):
            k = by_cell.get(s)
            foreign = k is not None and k not in milik and code not in cell.below(k)
            if k is not None and foreign and self._number(code, self._halved(k), tree) != start:
                yield k

    def _number(self, code: str, attempt: _Trial, tree: Node) -> Fraction:
        x = self._result(code, attempt, tree)
        return x if isinstance(x, Fraction) else Fraction(0)

    def _result(self, code: str, attempt: _Trial, tree: Node | None = None) -> Scalar:
        """Points by the formula of *code* (or *tree*) in a trial; None when it can't be worked out."""
        compute = self._sel.hitung
        try:
            with compute.trial(attempt.pengganti) as diwakili:
                x = compute.compute(self._sel.sel[code], tree)
        except UnsupportedFormula:
            return None
        if diwakili:
            return None
        return x * self._sel.satuan[code] if isinstance(x, Fraction) else x

    def _trial(self, ratios: Ratios) -> _Trial:
        """Points of every row by the ratios of its questions; means leave out questions that the sheet lacks."""
        cell = self._sel
        poin = {k: r * cell.weight(k) for k, r in ratios.items()}
        self._add_up(poin, {b.kode for b in cell.instrumen.baris} - {*poin})
        return _Trial(poin, {s: poin[k] / cell.satuan[k] for k, s in cell.sel.items()})

    def _add_up(self, poin: dict[str, Fraction], rows: set[str]) -> None:
        """Set the points of the rows *rows* by what they hold."""
        cell = self._sel
        for code in self._upwards:
            if code not in rows:
                continue
            content = [k for k in cell.isi.get(code, ()) if k not in cell.penilaian.indikator or k in cell.hadir]
            poin[code] = sum((poin[k] for k in content), Fraction(0))
            if content and cell.is_mean(code):
                poin[code] *= cell.weight(code) / sum((cell.weight(k) for k in content), Fraction(0))

    @cached_property
    def _upwards(self) -> list[str]:
        """All rows, each after what it holds."""
        rows = self._sel.instrumen.baris
        total = [b.kode for b in rows if b.jenis == "total"]
        return [*(b.kode for b in reversed(rows) if b.jenis != "total"), *total]


def _without_rounding(n: Node) -> Node:
    """The formula with every rounded value in place of its rounding."""
    if isinstance(n, Call) and n.nama in _ROUNDING_FUNCTIONS and n.isi and n.isi[0] is not None:
        return _without_rounding(n.isi[0])
    if isinstance(n, Call):
        return Call(n.nama, tuple(None if x is None else _without_rounding(x) for x in n.isi))
    return Operation(n.tanda, tuple(map(_without_rounding, n.isi))) if isinstance(n, Operation) else n
