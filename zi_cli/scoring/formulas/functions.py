"""The functions that forms of this kind use, as a spreadsheet computes them."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, floor

from zi_cli.scoring.formulas.lookup import index, lookup, lookup_vector, match, matching, matching_all, xlookup
from zi_cli.scoring.formulas.parse import ErrorValue, UnsupportedFormula
from zi_cli.scoring.formulas.values import (
    DIV0,
    NA,
    VALUE,
    Argument,
    Scalar,
    SheetError,
    bounded,
    flatten,
    logical,
    number,
    operate,
    text,
)
from zi_cli.text import cell_number

_MAX_TEXT = 32_767
#: Beyond this a number has no digits behind its point that anything could round.
_MAX_ROUNDED = 10**15


def _count(x: Argument) -> int:
    n = int(number(x[0]))
    if n < 0:
        raise SheetError(VALUE)
    return n


def _bounded(string: str) -> str:
    if len(string) > _MAX_TEXT:
        raise UnsupportedFormula("teks panjang")
    return string


def _left(arguments: Sequence[Argument]) -> Scalar:
    return text(arguments[0][0])[: _count(arguments[1]) if len(arguments) > 1 else 1]


def _right(arguments: Sequence[Argument]) -> Scalar:
    string, n = text(arguments[0][0]), _count(arguments[1]) if len(arguments) > 1 else 1
    return string[max(len(string) - n, 0) :]


def _mid(arguments: Sequence[Argument]) -> Scalar:
    start, n = _count(arguments[1]), _count(arguments[2])
    return text(arguments[0][0])[start - 1 : start - 1 + n] if start else VALUE


def _find(arguments: Sequence[Argument], *, same: bool) -> Scalar:
    """FIND (*same*: letters as they are) or SEARCH."""
    sought, string = text(arguments[0][0]), text(arguments[1][0])
    begin = _count(arguments[2]) if len(arguments) > 2 else 1
    if not same and any(c in sought for c in "*?~"):
        raise UnsupportedFormula("syarat")
    if not same:
        sought, string = sought.lower(), string.lower()
    ke = string.find(sought, begin - 1) if begin else -1
    return Fraction(ke + 1) if ke >= 0 else VALUE


def _substitute(arguments: Sequence[Argument]) -> Scalar:
    if len(arguments) != 3:
        raise UnsupportedFormula("SUBSTITUTE")
    string, old, new = (text(x) for x, _ in arguments)
    return _bounded(string.replace(old, new)) if old else string


def _concat(arguments: Sequence[Argument]) -> Scalar:
    return _bounded("".join(text(x) for nilai, _ in arguments for x in flatten(nilai)))


def _textjoin(arguments: Sequence[Argument]) -> Scalar:
    separator, lewati = text(arguments[0][0]), logical(arguments[1][0])
    content = [text(x) for nilai, _ in arguments[2:] for x in flatten(nilai)]
    return _bounded(separator.join(x for x in content if x or not lewati))


TEXT_FUNCTIONS: dict[str, Callable[[Sequence[Argument]], Scalar]] = {
    "TRIM": lambda a: " ".join(x for x in text(a[0][0]).split(" ") if x),
    "UPPER": lambda a: text(a[0][0]).upper(),
    "LOWER": lambda a: text(a[0][0]).lower(),
    "LEN": lambda a: Fraction(len(text(a[0][0]))),
    "EXACT": lambda a: text(a[0][0]) == text(a[1][0]),
    "LEFT": _left,
    "RIGHT": _right,
    "MID": _mid,
    "FIND": lambda a: _find(a, same=True),
    "SEARCH": lambda a: _find(a, same=False),
    "SUBSTITUTE": _substitute,
    "CONCATENATE": lambda a: _bounded("".join(text(x) for x, _ in a)),
    "CONCAT": _concat,
    "TEXTJOIN": _textjoin,
}


def numbers(arguments: Sequence[Argument]) -> list[Fraction]:
    """The numbers that SUM, AVERAGE and their like count: of references only numbers; an error ends it."""
    results: list[Fraction] = []
    for nilai, reference in arguments:
        for x in flatten(nilai):
            if isinstance(x, ErrorValue):
                raise SheetError(x)
            if reference or isinstance(nilai, list):
                if isinstance(x, Fraction):
                    results.append(x)
            else:
                results.append(number(x))
    return results


def _total(figures: Sequence[Fraction]) -> Fraction:
    return bounded(sum(figures, Fraction(0)))


def _average(arguments: Sequence[Argument]) -> Scalar:
    figures = numbers(arguments)
    return _total(figures) / len(figures) if figures else DIV0


def _average_all(arguments: Sequence[Argument]) -> Scalar:
    """AVERAGEA: of references texts count 0 and logical values 1 and 0."""
    if not all(reference for _, reference in arguments):
        raise UnsupportedFormula("AVERAGEA")
    content = [x for nilai, _ in arguments for x in flatten(nilai) if x is not None]
    error = next((x for x in content if isinstance(x, ErrorValue)), None)
    if error is not None:
        return error
    return (
        _total([Fraction(0) if isinstance(x, str) else number(x) for x in content]) / len(content) if content else DIV0
    )


def _product(arguments: Sequence[Argument]) -> Scalar:
    result = Fraction(1)
    figures = numbers(arguments)
    for x in figures:
        result = bounded(result * x)
    return result if figures else Fraction(0)


def _sumproduct(arguments: Sequence[Argument]) -> Scalar:
    tables = [[*flatten(x)] for x, _ in arguments]
    if len({(len(x), len(x[0])) if isinstance(x, list) else (1, 1) for x, _ in arguments}) != 1:
        return VALUE
    result = Fraction(0)
    for row_cells in zip(*tables, strict=True):
        error = next((x for x in row_cells if isinstance(x, ErrorValue)), None)
        if error is not None:
            return error
        times = Fraction(1)
        for x in row_cells:
            times *= x if isinstance(x, Fraction) else 0
        result += times
    return bounded(result)


def _rounding(integer: Callable[[Fraction], int]) -> Callable[[Sequence[Argument]], Scalar]:
    def f(arguments: Sequence[Argument]) -> Scalar:
        x = number(arguments[0][0])
        digit = int(number(arguments[1][0])) if len(arguments) > 1 else 0
        if abs(digit) > 30:
            raise UnsupportedFormula("pembulatan")
        skala = Fraction(10) ** digit
        result = Fraction(integer(abs(x) * skala)) / skala
        return -result if x < 0 else result

    return f


def _decimal_rounding(integer: Callable[[Fraction], int]) -> Callable[[Sequence[Argument]], Scalar]:
    """The same of what a number is in the fifteen digits that programs round by."""
    f = _rounding(integer)

    def g(arguments: Sequence[Argument]) -> Scalar:
        x = number(arguments[0][0])
        return f([(cell_number(float(x)) if abs(x) < _MAX_ROUNDED else x, False), *arguments[1:]])

    return g


def _modulo(arguments: Sequence[Argument]) -> Scalar:
    x, y = number(arguments[0][0]), number(arguments[1][0])
    return bounded(x - y * floor(x / y)) if y else DIV0


def _conditions(arguments: Sequence[Argument]) -> list[bool]:
    return [
        logical(x)
        for nilai, reference in arguments
        for x in flatten(nilai)
        if isinstance(x, ErrorValue)
        or not ((reference or isinstance(nilai, list)) and (x is None or isinstance(x, str)))
    ]


def _is(kind: type[object] | tuple[type[object], ...]) -> Callable[[Sequence[Argument]], Scalar]:
    return lambda a: isinstance(a[0][0], kind)


FUNCTIONS: dict[str, Callable[[Sequence[Argument]], Scalar]] = {
    "SUM": lambda a: _total(numbers(a)),
    "AVERAGE": _average,
    "AVERAGEA": _average_all,
    "MIN": lambda a: min(numbers(a), default=Fraction(0)),
    "MAX": lambda a: max(numbers(a), default=Fraction(0)),
    "PRODUCT": _product,
    "SUMPRODUCT": _sumproduct,
    "COUNT": lambda a: Fraction(sum(isinstance(x, Fraction) for n, _ in a for x in flatten(n))),
    "COUNTA": lambda a: Fraction(sum(x is not None for n, _ in a for x in flatten(n))),
    "COUNTBLANK": lambda a: Fraction(sum(x is None or x == "" for n, _ in a for x in flatten(n))),
    "COUNTIF": lambda a: Fraction(len(matching(a[:2]))),
    "SUMIF": lambda a: _total(numbers([([matching(a)], True)])),
    "COUNTIFS": lambda a: Fraction(len(matching_all((), a))),
    "SUMIFS": lambda a: _total(numbers([([matching_all(a[:1], a[1:])], True)])),
    "AVERAGEIFS": lambda a: _average([([matching_all(a[:1], a[1:])], True)]),
    "AVERAGEIF": lambda a: _average([([matching(a)], True)]),
    "ROUND": _decimal_rounding(lambda x: floor(x + Fraction(1, 2))),
    "ROUNDUP": _decimal_rounding(ceil),
    "ROUNDDOWN": _decimal_rounding(floor),
    "TRUNC": _rounding(floor),
    "INT": lambda a: Fraction(floor(number(a[0][0]))),
    "ABS": lambda a: abs(number(a[0][0])),
    "MOD": _modulo,
    "POWER": lambda a: operate("^", number(a[0][0]), number(a[1][0])),
    "SIGN": lambda a: Fraction(((x := number(a[0][0])) > 0) - (x < 0)),
    "N": lambda a: number(a[0][0]) if not isinstance(a[0][0], str) else Fraction(0),
    "VALUE": lambda a: number(a[0][0]),
    "AND": lambda a: all(_conditions(a)),
    "OR": lambda a: any(_conditions(a)),
    "NOT": lambda a: not logical(a[0][0]),
    "TRUE": lambda a: True,
    "FALSE": lambda a: False,
    "ISNUMBER": _is(Fraction),
    "ISTEXT": _is(str),
    "ISNONTEXT": lambda a: not isinstance(a[0][0], str),
    "ISLOGICAL": _is(bool),
    "ISBLANK": _is(type(None)),
    "ISERROR": _is(ErrorValue),
    "ISERR": lambda a: isinstance(a[0][0], ErrorValue) and a[0][0] != NA,
    "ISNA": lambda a: a[0][0] == NA,
    "NA": lambda a: NA,
    "MATCH": match,
    "VLOOKUP": lambda a: lookup(a, upright=True),
    "HLOOKUP": lambda a: lookup(a, upright=False),
    "LOOKUP": lookup_vector,
    "XLOOKUP": xlookup,
    "INDEX": index,
    **TEXT_FUNCTIONS,
}

#: Functions of single values: of a range in an array formula each value gives one.
PER_VALUE = frozenset(
    {"ABS", "INT", "ISBLANK", "ISERR", "ISERROR", "ISLOGICAL", "ISNA", "ISNONTEXT", "ISNUMBER", "ISTEXT", "MOD", "N"}
    | {"NOT", "POWER", "ROUND", "ROUNDDOWN", "ROUNDUP", "SIGN", "TRUNC", "VALUE"}
    | {*TEXT_FUNCTIONS} - {"CONCAT", "TEXTJOIN"}
)
