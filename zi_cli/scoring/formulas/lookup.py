"""Functions that search a range, exactly: approximate searches are not worked out."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from zi_cli.scoring.formulas.parse import ErrorValue, UnsupportedFormula
from zi_cli.scoring.formulas.values import (
    NA,
    VALUE,
    Argument,
    Scalar,
    Table,
    as_number,
    compare,
    flatten,
    logical,
    number,
    order,
    scalar,
)


def _criterion(syarat: Scalar) -> Callable[[Scalar], bool]:
    """A condition of COUNTIF and SUMIF: a value, or text such as ">=2"; wildcards are not worked out."""
    mark, nilai = "=", syarat
    if isinstance(syarat, str):
        for t in ("<>", "<=", ">=", "<", ">", "="):
            if syarat.startswith(t):
                mark, nilai = t, syarat.removeprefix(t)
                break
    if isinstance(nilai, str):
        figure = as_number(_without_wildcards(nilai))
        nilai = nilai if figure is None else figure

    def matches(x: Scalar) -> bool:
        if x is None or isinstance(x, ErrorValue):
            return mark == "<>" if nilai != "" else mark == "=" and x is None
        same_kind = isinstance(x, str) == isinstance(nilai, str)
        return compare(mark, x, nilai) if same_kind else mark == "<>"

    return matches


def matching(arguments: Sequence[Argument]) -> list[Scalar]:
    """Values of the last argument (or the first) where the first meets the criterion in the second."""
    matches = _criterion(scalar(arguments[1][0]))
    bases = [*flatten(arguments[0][0])]
    content = [*flatten(arguments[2][0])] if len(arguments) > 2 else bases
    if len(content) != len(bases):
        raise UnsupportedFormula("rentang tidak sama besar")
    return [y for x, y in zip(bases, content, strict=True) if matches(x)]


def matching_all(content: Sequence[Argument], syarat: Sequence[Argument]) -> list[Scalar]:
    """Values of *content* (one range, or none: the first range of *syarat*) where every range meets its criterion."""
    if not syarat or len(syarat) % 2:
        raise UnsupportedFormula("syarat tanpa rentang")
    results = [*flatten((content or syarat)[0][0])]
    matches = [True] * len(results)
    for span, kriteria in zip(syarat[::2], syarat[1::2], strict=True):
        berlaku = _criterion(scalar(kriteria[0]))
        bases = [*flatten(span[0])]
        if len(bases) != len(results):
            raise UnsupportedFormula("rentang tidak sama besar")
        matches = [c and berlaku(x) for c, x in zip(matches, bases, strict=True)]
    return [x for x, c in zip(results, matches, strict=True) if c]


def match(arguments: Sequence[Argument]) -> Scalar:
    """MATCH: exact, or the greatest value up to what is sought in a list that rises."""
    way = number(arguments[2][0]) if len(arguments) > 2 else 1
    if way < 0:
        raise UnsupportedFormula("pencarian mendekati")
    return (_find if way == 0 else _find_below)(arguments[0][0], [*flatten(arguments[1][0])]) or NA


def _without_wildcards(text: str) -> str:
    if any(c in text for c in "*?~"):
        raise UnsupportedFormula("syarat")
    return text


def _find_below(sought: Scalar | Table, content: list[Scalar]) -> Fraction | None:
    """The place of the greatest value that is not above *sought*, in a list that surely rises."""
    nilai = scalar(sought)
    if nilai is None:
        raise UnsupportedFormula("pencarian mendekati")
    ini, ordered = order(nilai), [order(x) for x in content if x is not None and not isinstance(x, ErrorValue)]
    # In which order a language has signs and accents is not asked for.
    texts = [x for _, x in (*ordered, ini) if isinstance(x, str)]
    same_kind = len(ordered) == len(content) and {o for o, _ in ordered} == {ini[0]}
    if (
        not same_kind
        or any(a >= b for a, b in pairwise(ordered))
        or not all(x.isascii() and x.isalnum() for x in texts)
    ):
        raise UnsupportedFormula("pencarian mendekati")
    count = sum(x <= ini for x in ordered)
    return Fraction(count) if count else None


def _find(sought: Scalar | Table, content: list[Scalar]) -> Fraction | None:
    nilai = scalar(sought)
    if isinstance(nilai, str):
        _without_wildcards(nilai)
    for i, x in enumerate(content, 1):
        if x is not None and not isinstance(x, ErrorValue) and nilai is not None and order(x) == order(nilai):
            return Fraction(i)
    return None


def lookup(arguments: Sequence[Argument], *, upright: bool) -> Scalar:
    """VLOOKUP (*upright*) or HLOOKUP."""
    tables = arguments[1][0]
    if not isinstance(tables, list):
        raise UnsupportedFormula("pencarian")
    tables = tables if upright else [list(b) for b in zip(*tables, strict=True)]
    mendekati = len(arguments) < 4 or logical(arguments[3][0])
    ke = (_find_below if mendekati else _find)(arguments[0][0], [b[0] for b in tables])
    column = int(number(arguments[2][0]))
    if ke is None:
        return NA
    return tables[int(ke) - 1][column - 1] if 1 <= column <= len(tables[0]) else VALUE


def lookup_vector(arguments: Sequence[Argument]) -> Scalar:
    """LOOKUP, in a row or column that rises."""
    content = arguments[0][0], [*flatten(arguments[1][0])]
    tables = arguments[1][0]
    results = [*flatten(arguments[-1][0])]
    if len(arguments) == 2 and isinstance(tables, list) and min(len(tables), len(tables[0])) > 1:
        # A table: sought in its longer side, the first of them, and taken from the last.
        upright = len(tables) >= len(tables[0])
        content = content[0], [b[0] for b in tables] if upright else tables[0]
        results = [b[-1] for b in tables] if upright else tables[-1]
    if len(content[1]) != len(results):
        raise UnsupportedFormula("rentang tidak sama besar")
    ke = _find_below(*content)
    return NA if ke is None else results[int(ke) - 1]


def xlookup(arguments: Sequence[Argument]) -> Scalar:
    """XLOOKUP with an exact search."""
    basis, result = ([*flatten(arguments[n][0])] for n in (1, 2))
    if len(arguments) > 4 or len(basis) != len(result):
        raise UnsupportedFormula("pencarian mendekati")
    ke = _find(arguments[0][0], basis)
    if ke is None:
        return scalar(arguments[3][0]) if len(arguments) > 3 else NA
    return result[int(ke) - 1]


def index(arguments: Sequence[Argument]) -> Scalar:
    """INDEX of one cell."""
    table = arguments[0][0]
    if not isinstance(table, list):
        raise UnsupportedFormula("INDEX")
    numbers = [int(number(a[0])) for a in arguments[1:3]]
    if len(numbers) == 1:
        numbers = [1, numbers[0]] if len(table) == 1 else [numbers[0], 1]
    b, k = numbers
    return table[b - 1][k - 1] if 1 <= b <= len(table) and 1 <= k <= len(table[0]) else ErrorValue("#REF!")
