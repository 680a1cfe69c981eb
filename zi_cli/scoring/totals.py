"""Points of every node of the tree from the points of its indicators, exact; and the total that the file shows."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import lcm
from operator import itemgetter

from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.result import Penilaian
from zi_cli.worksheet.cells import cell_figure
from zi_cli.worksheet.model import KolomPenilai

_ZERO = Fraction(0)


def sum_nodes(skor: Mapping[str, Fraction], instrumen: Instrumen) -> dict[str, Fraction]:
    """Points of ``total`` and of every node from the points *skor* of all indicators, exact, in sheet order.

    Adds whole numbers over one common denominator, as running totals down the sheet: the same result
    as adding fractions, faster.
    """
    fractions = [s.as_integer_ratio() for s in _value_getter(instrumen)(skor)]
    denominator = lcm(*{d for _, d in fractions})
    berjalan = [0, *accumulate(n * (denominator // d) for n, d in fractions)]
    result = dict.fromkeys(_simpul_order(instrumen), _ZERO)
    result.update(skor)
    for code, start, end in _simpul_spans(instrumen):
        result[code] = _ratio(berjalan[end] - berjalan[start], denominator)
    return result


#: Most nodes have one of a few values, in one file as in the next.
_ratio = lru_cache(maxsize=8192)(Fraction)


def with_blanks_at_best(
    nilai: Mapping[str, Fraction], empty: Iterable[str], instrumen: Instrumen
) -> dict[str, Fraction]:
    """Node values if every indicator in *empty*, which scores 0 now, had its full weight."""
    return shift_nodes(nilai, {k: instrumen.bobot(k) for k in empty}, instrumen)


def shift_nodes(
    nilai: Mapping[str, Fraction], shift: Mapping[str, Fraction], instrumen: Instrumen
) -> dict[str, Fraction]:
    """Node values if the indicators in *shift* had that many points more."""
    jalur = _counting_simpul(instrumen)
    denominator = lcm(*{g.denominator for g in shift.values()})
    add: dict[str, int] = {}
    for code, g in shift.items():
        n, d = g.as_integer_ratio()
        for k in jalur[code]:
            add[k] = add.get(k, 0) + n * (denominator // d)
    results = dict(nilai)
    for k, t in add.items():
        n, d = results[k].as_integer_ratio()
        results[k] = Fraction(n * denominator + t * d, d * denominator)
    return results


@lru_cache(maxsize=8)
def _counting_simpul(instrumen: Instrumen) -> Mapping[str, tuple[str, ...]]:
    """For each indicator the nodes that count it: itself, those above it, and the total."""
    jalur: dict[str, tuple[str, ...]] = {}
    for b in instrumen.indikator:
        nodes: list[str] = []
        code: str | None = b.kode
        while code is not None:
            nodes.append(code)
            code = instrumen.per_kode[code].induk
        jalur[b.kode] = (*nodes, "total")
    return jalur


@lru_cache(maxsize=8)
def _value_getter(instrumen: Instrumen) -> Callable[[Mapping[str, Fraction]], tuple[Fraction, ...]]:
    """Takes the values of all indicators out of a mapping, in sheet order."""
    return itemgetter(*(b.kode for b in instrumen.indikator))


@lru_cache(maxsize=8)
def _simpul_order(instrumen: Instrumen) -> tuple[str, ...]:
    return ("total", *(b.kode for b in instrumen.baris if b.carries_points))


@lru_cache(maxsize=8)
def _simpul_spans(instrumen: Instrumen) -> tuple[tuple[str, int, int], ...]:
    """Every node above the indicators with the first and past the last of its indicators, counted down the sheet.

    They stand together in the sheet: the loader refuses another order.
    """
    jalur = _counting_simpul(instrumen)
    positions: dict[str, list[int]] = {}
    for i, b in enumerate(instrumen.indikator):
        for code in jalur[b.kode][1:]:
            positions.setdefault(code, []).append(i)
    return tuple((code, content[0], content[-1] + 1) for code, content in positions.items())


#: A difference up to this (in the cell's own unit) is rounding.
TOLERANSI = Fraction(5, 1000)


def total_differs(column: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> bool:
    """Whether the file's total is an error, or differs from ours by more than rounding."""
    codes = total_cells(column, instrumen)
    figures = [cell_figure(column.nilai[k].nilai) for k in codes]
    if not codes:
        return False
    if None in figures:
        return True
    return abs(sum((x for x in figures if x is not None), Fraction(0)) - penilaian.nilai["total"]) > TOLERANSI


def total_cells(column: KolomPenilai, instrumen: Instrumen) -> list[str]:
    """The cells that make the file's total: the grand total, else those of all components; [] when there is none."""

    def figure(code: str) -> bool:
        isian = column.nilai.get(code)
        return isian is not None and (cell_figure(isian.nilai) is not None or str(isian.nilai).startswith("#"))

    entirely, komponen = _total_rows(instrumen)
    for code in filter(figure, entirely):
        return [code]
    results = [next(filter(figure, candidate), "") for candidate in komponen]
    return [] if "" in results else results


@lru_cache(maxsize=8)
def _total_rows(instrumen: Instrumen) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Rows of the grand total, the last first; and of each component its total and the component itself."""
    total = (b.kode for b in reversed(instrumen.baris) if b.jenis == "total" and "." not in b.kode)
    komponen = (b.kode for b in instrumen.baris if b.jenis == "komponen")
    return tuple(total), tuple((f"{k}.TOTAL", k) for k in komponen)
