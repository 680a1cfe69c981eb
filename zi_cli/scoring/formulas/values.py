"""Values of cells: kinds, conversions, comparison and operators, as a spreadsheet has them, in exact numbers."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from zi_cli.scoring.formulas.parse import ErrorValue, UnsupportedFormula

#: The value of a cell; None for a blank one.
Scalar = Fraction | str | bool | ErrorValue | None
#: A range or a constant table, row by row.
Table = list[list[Scalar]]
#: An argument worked out, and whether it is a reference (of which texts and blanks are skipped).
Argument = tuple[Scalar | Table, bool]

DIV0, VALUE, NA = ErrorValue("#DIV/0!"), ErrorValue("#VALUE!"), ErrorValue("#N/A")

#: Text that is a number whatever the language of the program: "0,5" and "1.5" are, or are dates, only to some.
WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_MAYBE_NUMBER = re.compile(r"[^0-9]{0,3}[0-9][-+0-9.,%/: ]*")
_BIT = 8192
_MAX_TEXT = 32_767


class SheetError(Exception):
    """An error value in the middle of a formula; it becomes the formula's value."""

    def __init__(self, error: ErrorValue) -> None:
        super().__init__(error.kode)
        self.galat = error


def number(x: Scalar | Table) -> Fraction:
    """*x* as arithmetic takes it: blank 0, logical values 1 and 0, text that reads as a number."""
    x = scalar(x)
    if isinstance(x, Fraction):
        return x
    if x is None or isinstance(x, bool):
        return Fraction(bool(x))
    figure = as_number(x)
    if figure is None:
        raise SheetError(VALUE)
    return figure


def as_number(x: str) -> Fraction | None:
    """The number that text reads as; raises ``UnsupportedFormula`` where that depends on the program's language."""
    string = x.strip()
    if WHOLE.fullmatch(string):
        return Fraction(string)
    if _MAYBE_NUMBER.fullmatch(string):
        raise UnsupportedFormula("angka dalam teks")
    return None


def scalar(x: Scalar | Table) -> Fraction | str | bool | None:
    """A single value that is no error."""
    if isinstance(x, ErrorValue):
        raise SheetError(x)
    if isinstance(x, list):
        raise UnsupportedFormula("rentang di tempat satu nilai")
    return x


def logical(x: Scalar | Table) -> bool:
    """*x* as a condition."""
    x = scalar(x)
    if isinstance(x, str):
        if x.upper() not in ("TRUE", "FALSE"):
            raise SheetError(VALUE)
        return x.upper() == "TRUE"
    return bool(x)


def text(x: Scalar | Table) -> str:
    """*x* as text."""
    x = scalar(x)
    if isinstance(x, bool):
        return "TRUE" if x else "FALSE"
    if isinstance(x, Fraction):
        if x.denominator != 1 or abs(x) >= 10**15:
            # With a point or a comma, as the program's language has it.
            raise UnsupportedFormula("desimal dalam teks")
        return str(x.numerator)
    return x or ""


#: Two numbers this close, as part of either, are equal to some programs.
_NEARLY = Fraction(1, 10**13)
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "<>": ne, "<": lt, ">": gt, "<=": le, ">=": ge}


def order(x: Fraction | str | bool) -> tuple[int, Any]:
    """Numbers before texts before logical values; texts without regard to case."""
    if isinstance(x, bool):
        return 2, x
    return (1, x.casefold()) if isinstance(x, str) else (0, x)


def compare(mark: str, a: Scalar, b: Scalar) -> bool:
    """A comparison; a blank equals 0, "" and FALSE."""
    x, y = scalar(a), scalar(b)
    if isinstance(x, str) and isinstance(y, str) and not (x.isascii() and y.isascii()):
        if (x.casefold() == y.casefold()) != (x.lower() == y.lower()):
            # "ß" and "ss" are one to some programs, two to others.
            raise UnsupportedFormula("huruf yang sama hanya di sebagian program")
    elif isinstance(x, Fraction) and isinstance(y, Fraction) and 0 < abs(x - y) <= _NEARLY * abs(x):
        # To programs that keep some fifteen digits they are one number.
        raise UnsupportedFormula("angka yang hampir sama")
    return _COMPARISONS[mark](order(_blank_like(y) if x is None else x), order(_blank_like(x) if y is None else y))


def _blank_like(x: Fraction | str | bool | None) -> Fraction | str | bool:
    return False if isinstance(x, bool) else "" if isinstance(x, str) else Fraction(0)


def operate(mark: str, a: Scalar, b: Scalar) -> Scalar:
    """A binary operator on two values."""
    if mark in _COMPARISONS:
        return compare(mark, a, b)
    if mark == "&":
        result = text(a) + text(b)
        if len(result) > _MAX_TEXT:
            raise UnsupportedFormula("teks panjang")
        return result
    x, y = number(a), number(b)
    if mark == "/":
        if not y:
            raise SheetError(DIV0)
        return bounded(x / y)
    if mark == "^":
        large = max(x.numerator.bit_length(), x.denominator.bit_length()) * abs(y)
        if y.denominator != 1 or large > _BIT or (not x and y <= 0):
            raise UnsupportedFormula("pangkat")
        return x ** int(y)
    return bounded(x + y if mark == "+" else x - y if mark == "-" else x * y)


def bounded(x: Fraction) -> Fraction:
    """*x*, unless it has grown beyond all measure (``UnsupportedFormula``)."""
    if max(x.numerator.bit_length(), x.denominator.bit_length()) > _BIT:
        raise UnsupportedFormula("angka panjang")
    return x


def flatten(x: Scalar | Table) -> Iterator[Scalar]:
    """The values of an argument, row by row."""
    if isinstance(x, list):
        for row in x:
            yield from row
    else:
        yield x


def elementwise(f: Callable[..., Scalar], *content: Scalar | Table) -> Table:
    """*f* of tables of one size, element by element; a single value stands beside every element."""
    shapes = {tuple(map(len, x)) for x in content if isinstance(x, list)}
    if len(shapes) != 1:
        raise UnsupportedFormula("rentang tidak sama besar")
    (luas,) = shapes

    def at(b: int, k: int) -> Scalar:
        try:
            return f(*(x[b][k] if isinstance(x, list) else x for x in content))
        except SheetError as e:
            return e.galat

    return [[at(b, k) for k in range(width)] for b, width in enumerate(luas)]
