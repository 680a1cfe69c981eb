"""The functions that forms of this kind use, as a spreadsheet computes them, in exact numbers."""

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
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

_ANGKA = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_BIT = 8192
_TEKS = 32_767


class SheetError(Exception):
    """An error value in the middle of a formula; it becomes the formula's value."""

    def __init__(self, galat: ErrorValue) -> None:
        super().__init__(galat.kode)
        self.galat = galat


def number(x: Scalar | Table) -> Fraction:
    """*x* as arithmetic takes it: blank 0, logical values 1 and 0, text that reads as a number."""
    x = scalar(x)
    if isinstance(x, Fraction):
        return x
    if x is None or isinstance(x, bool):
        return Fraction(bool(x))
    if len(x) > 30 or not _ANGKA.fullmatch(x.strip()):
        raise SheetError(VALUE)
    return Fraction(x.strip())


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
        return str(x.numerator) if x.denominator == 1 else f"{float(x):.15g}"
    return x or ""


_BANDING: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "<>": ne, "<": lt, ">": gt, "<=": le, ">=": ge}


def _order(x: Fraction | str | bool) -> tuple[int, Any]:
    """Numbers before texts before logical values; texts without regard to case."""
    if isinstance(x, bool):
        return 2, x
    return (1, x.casefold()) if isinstance(x, str) else (0, x)


def compare(tanda: str, a: Scalar, b: Scalar) -> bool:
    """A comparison; a blank equals 0, "" and FALSE."""
    x, y = scalar(a), scalar(b)
    return _BANDING[tanda](_order(_blank_like(y) if x is None else x), _order(_blank_like(x) if y is None else y))


def _blank_like(x: Fraction | str | bool | None) -> Fraction | str | bool:
    return False if isinstance(x, bool) else "" if isinstance(x, str) else Fraction(0)


def operate(tanda: str, a: Scalar, b: Scalar) -> Scalar:
    """A binary operator on two values."""
    if tanda in _BANDING:
        return compare(tanda, a, b)
    if tanda == "&":
        hasil = text(a) + text(b)
        if len(hasil) > _TEKS:
            raise UnsupportedFormula("teks panjang")
        return hasil
    x, y = number(a), number(b)
    if tanda == "/":
        if not y:
            raise SheetError(DIV0)
        return _bounded(x / y)
    if tanda == "^":
        besar = max(x.numerator.bit_length(), x.denominator.bit_length()) * abs(y)
        if y.denominator != 1 or besar > _BIT or (not x and y <= 0):
            raise UnsupportedFormula("pangkat")
        return x ** int(y)
    return _bounded(x + y if tanda == "+" else x - y if tanda == "-" else x * y)


def _bounded(x: Fraction) -> Fraction:
    if max(x.numerator.bit_length(), x.denominator.bit_length()) > _BIT:
        raise UnsupportedFormula("angka panjang")
    return x


def flatten(x: Scalar | Table) -> Iterator[Scalar]:
    """The values of an argument, row by row."""
    if isinstance(x, list):
        for baris in x:
            yield from baris
    else:
        yield x


def numbers(argumen: Sequence[Argument]) -> list[Fraction]:
    """The numbers that SUM, AVERAGE and their like count: of references only numbers; an error ends it."""
    hasil: list[Fraction] = []
    for nilai, acuan in argumen:
        for x in flatten(nilai):
            if isinstance(x, ErrorValue):
                raise SheetError(x)
            if acuan or isinstance(nilai, list):
                if isinstance(x, Fraction):
                    hasil.append(x)
            else:
                hasil.append(number(x))
    return hasil


def _total(angka: Sequence[Fraction]) -> Fraction:
    return _bounded(sum(angka, Fraction(0)))


def _average(argumen: Sequence[Argument]) -> Scalar:
    angka = numbers(argumen)
    return _total(angka) / len(angka) if angka else DIV0


def _product(argumen: Sequence[Argument]) -> Scalar:
    hasil = Fraction(1)
    angka = numbers(argumen)
    for x in angka:
        hasil = _bounded(hasil * x)
    return hasil if angka else Fraction(0)


def _sumproduct(argumen: Sequence[Argument]) -> Scalar:
    tabel = [[*flatten(x)] for x, _ in argumen]
    if len({len(t) for t in tabel}) != 1:
        return VALUE
    hasil = Fraction(0)
    for sebaris in zip(*tabel, strict=True):
        galat = next((x for x in sebaris if isinstance(x, ErrorValue)), None)
        if galat is not None:
            return galat
        kali = Fraction(1)
        for x in sebaris:
            kali *= x if isinstance(x, Fraction) else 0
        hasil += kali
    return _bounded(hasil)


def _rounding(bulat: Callable[[Fraction], int]) -> Callable[[Sequence[Argument]], Scalar]:
    def f(argumen: Sequence[Argument]) -> Scalar:
        x = number(argumen[0][0])
        digit = int(number(argumen[1][0])) if len(argumen) > 1 else 0
        if abs(digit) > 30:
            raise UnsupportedFormula("pembulatan")
        skala = Fraction(10) ** digit
        hasil = Fraction(bulat(abs(x) * skala)) / skala
        return -hasil if x < 0 else hasil

    return f


def _conditions(argumen: Sequence[Argument]) -> list[bool]:
    return [
        logical(x)
        for nilai, acuan in argumen
        for x in flatten(nilai)
        if isinstance(x, ErrorValue) or not ((acuan or isinstance(nilai, list)) and (x is None or isinstance(x, str)))
    ]


def _criterion(syarat: Scalar) -> Callable[[Scalar], bool]:
    """A condition of COUNTIF and SUMIF: a value, or text such as ">=2"; wildcards are not worked out."""
    tanda, nilai = "=", syarat
    if isinstance(syarat, str):
        for t in ("<>", "<=", ">=", "<", ">", "="):
            if syarat.startswith(t):
                tanda, nilai = t, syarat.removeprefix(t)
                break
    if isinstance(nilai, str):
        if any(c in nilai for c in "*?~"):
            raise UnsupportedFormula("syarat")
        if len(nilai) <= 30 and _ANGKA.fullmatch(nilai):
            nilai = Fraction(nilai)

    def cocok(x: Scalar) -> bool:
        if x is None or isinstance(x, ErrorValue):
            return tanda == "<>" if nilai != "" else tanda == "=" and x is None
        sejenis = isinstance(x, str) == isinstance(nilai, str)
        return compare(tanda, x, nilai) if sejenis else tanda == "<>"

    return cocok


def _conditional(argumen: Sequence[Argument]) -> list[Scalar]:
    """Values of the last argument (or the first) where the first meets the criterion in the second."""
    cocok = _criterion(scalar(argumen[1][0]))
    dasar = [*flatten(argumen[0][0])]
    isi = [*flatten(argumen[2][0])] if len(argumen) > 2 else dasar
    if len(isi) != len(dasar):
        raise UnsupportedFormula("rentang tidak sama besar")
    return [y for x, y in zip(dasar, isi, strict=True) if cocok(x)]


def _match(argumen: Sequence[Argument]) -> Scalar:
    if len(argumen) < 3 or number(argumen[2][0]) != 0:
        raise UnsupportedFormula("pencarian mendekati")
    return _find(argumen[0][0], [*flatten(argumen[1][0])]) or NA


def _find(dicari: Scalar | Table, isi: list[Scalar]) -> Fraction | None:
    nilai = scalar(dicari)
    for i, x in enumerate(isi, 1):
        if x is not None and not isinstance(x, ErrorValue) and nilai is not None and _order(x) == _order(nilai):
            return Fraction(i)
    return None


def _lookup(argumen: Sequence[Argument], *, tegak: bool) -> Scalar:
    tabel = argumen[1][0]
    if len(argumen) < 4 or logical(argumen[3][0]) or not isinstance(tabel, list):
        raise UnsupportedFormula("pencarian mendekati")
    tabel = tabel if tegak else [list(b) for b in zip(*tabel, strict=True)]
    ke = _find(argumen[0][0], [b[0] for b in tabel])
    kolom = int(number(argumen[2][0]))
    if ke is None:
        return NA
    return tabel[int(ke) - 1][kolom - 1] if 1 <= kolom <= len(tabel[0]) else VALUE


def _index(argumen: Sequence[Argument]) -> Scalar:
    tabel = argumen[0][0]
    if not isinstance(tabel, list):
        raise UnsupportedFormula("INDEX")
    nomor = [int(number(a[0])) for a in argumen[1:3]]
    if len(nomor) == 1:
        nomor = [1, nomor[0]] if len(tabel) == 1 else [nomor[0], 1]
    b, k = nomor
    return tabel[b - 1][k - 1] if 1 <= b <= len(tabel) and 1 <= k <= len(tabel[0]) else ErrorValue("#REF!")


def _is(jenis: type[object] | tuple[type[object], ...]) -> Callable[[Sequence[Argument]], Scalar]:
    return lambda a: isinstance(a[0][0], jenis)


FUNCTIONS: dict[str, Callable[[Sequence[Argument]], Scalar]] = {
    "SUM": lambda a: _total(numbers(a)),
    "AVERAGE": _average,
    "MIN": lambda a: min(numbers(a), default=Fraction(0)),
    "MAX": lambda a: max(numbers(a), default=Fraction(0)),
    "PRODUCT": _product,
    "SUMPRODUCT": _sumproduct,
    "COUNT": lambda a: Fraction(sum(isinstance(x, Fraction) for n, _ in a for x in flatten(n))),
    "COUNTA": lambda a: Fraction(sum(x is not None for n, _ in a for x in flatten(n))),
    "COUNTBLANK": lambda a: Fraction(sum(x is None or x == "" for n, _ in a for x in flatten(n))),
    "COUNTIF": lambda a: Fraction(len(_conditional(a[:2]))),
    "SUMIF": lambda a: _total(numbers([([_conditional(a)], True)])),
    "AVERAGEIF": lambda a: _average([([_conditional(a)], True)]),
    "ROUND": _rounding(lambda x: floor(x + Fraction(1, 2))),
    "ROUNDUP": _rounding(ceil),
    "ROUNDDOWN": _rounding(floor),
    "TRUNC": _rounding(floor),
    "INT": lambda a: Fraction(floor(number(a[0][0]))),
    "ABS": lambda a: abs(number(a[0][0])),
    "N": lambda a: number(a[0][0]) if not isinstance(a[0][0], str) else Fraction(0),
    "VALUE": lambda a: number(a[0][0]),
    "AND": lambda a: all(_conditions(a)),
    "OR": lambda a: any(_conditions(a)),
    "NOT": lambda a: not logical(a[0][0]),
    "TRUE": lambda a: True,
    "FALSE": lambda a: False,
    "ISNUMBER": _is(Fraction),
    "ISTEXT": _is(str),
    "ISBLANK": _is(type(None)),
    "ISERROR": _is(ErrorValue),
    "ISERR": lambda a: isinstance(a[0][0], ErrorValue) and a[0][0] != NA,
    "ISNA": lambda a: a[0][0] == NA,
    "NA": lambda a: NA,
    "TRIM": lambda a: " ".join(x for x in text(a[0][0]).split(" ") if x),
    "UPPER": lambda a: text(a[0][0]).upper(),
    "LOWER": lambda a: text(a[0][0]).lower(),
    "LEN": lambda a: Fraction(len(text(a[0][0]))),
    "EXACT": lambda a: text(a[0][0]) == text(a[1][0]),
    "MATCH": _match,
    "VLOOKUP": lambda a: _lookup(a, tegak=True),
    "HLOOKUP": lambda a: _lookup(a, tegak=False),
    "INDEX": _index,
}
