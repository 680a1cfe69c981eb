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

_TEKS = 32_767


def _count(x: Argument) -> int:
    n = int(number(x[0]))
    if n < 0:
        raise SheetError(VALUE)
    return n


def _bounded(teks: str) -> str:
    if len(teks) > _TEKS:
        raise UnsupportedFormula("teks panjang")
    return teks


def _left(argumen: Sequence[Argument]) -> Scalar:
    return text(argumen[0][0])[: _count(argumen[1]) if len(argumen) > 1 else 1]


def _right(argumen: Sequence[Argument]) -> Scalar:
    teks, n = text(argumen[0][0]), _count(argumen[1]) if len(argumen) > 1 else 1
    return teks[max(len(teks) - n, 0) :]


def _mid(argumen: Sequence[Argument]) -> Scalar:
    awal, n = _count(argumen[1]), _count(argumen[2])
    return text(argumen[0][0])[awal - 1 : awal - 1 + n] if awal else VALUE


def _find(argumen: Sequence[Argument], *, sama: bool) -> Scalar:
    """FIND (*sama*: letters as they are) or SEARCH."""
    dicari, teks = text(argumen[0][0]), text(argumen[1][0])
    mulai = _count(argumen[2]) if len(argumen) > 2 else 1
    if not sama and any(c in dicari for c in "*?~"):
        raise UnsupportedFormula("syarat")
    if not sama:
        dicari, teks = dicari.lower(), teks.lower()
    ke = teks.find(dicari, mulai - 1) if mulai else -1
    return Fraction(ke + 1) if ke >= 0 else VALUE


def _substitute(argumen: Sequence[Argument]) -> Scalar:
    if len(argumen) != 3:
        raise UnsupportedFormula("SUBSTITUTE")
    teks, lama, baru = (text(x) for x, _ in argumen)
    return _bounded(teks.replace(lama, baru)) if lama else teks


def _concat(argumen: Sequence[Argument]) -> Scalar:
    return _bounded("".join(text(x) for nilai, _ in argumen for x in flatten(nilai)))


def _textjoin(argumen: Sequence[Argument]) -> Scalar:
    pemisah, lewati = text(argumen[0][0]), logical(argumen[1][0])
    isi = [text(x) for nilai, _ in argumen[2:] for x in flatten(nilai)]
    return _bounded(pemisah.join(x for x in isi if x or not lewati))


TEXT_FUNCTIONS: dict[str, Callable[[Sequence[Argument]], Scalar]] = {
    "TRIM": lambda a: " ".join(x for x in text(a[0][0]).split(" ") if x),
    "UPPER": lambda a: text(a[0][0]).upper(),
    "LOWER": lambda a: text(a[0][0]).lower(),
    "LEN": lambda a: Fraction(len(text(a[0][0]))),
    "EXACT": lambda a: text(a[0][0]) == text(a[1][0]),
    "LEFT": _left,
    "RIGHT": _right,
    "MID": _mid,
    "FIND": lambda a: _find(a, sama=True),
    "SEARCH": lambda a: _find(a, sama=False),
    "SUBSTITUTE": _substitute,
    "CONCATENATE": lambda a: _bounded("".join(text(x) for x, _ in a)),
    "CONCAT": _concat,
    "TEXTJOIN": _textjoin,
}


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
    return bounded(sum(angka, Fraction(0)))


def _average(argumen: Sequence[Argument]) -> Scalar:
    angka = numbers(argumen)
    return _total(angka) / len(angka) if angka else DIV0


def _average_all(argumen: Sequence[Argument]) -> Scalar:
    """AVERAGEA: of references texts count 0 and logical values 1 and 0."""
    if not all(acuan for _, acuan in argumen):
        raise UnsupportedFormula("AVERAGEA")
    isi = [x for nilai, _ in argumen for x in flatten(nilai) if x is not None]
    galat = next((x for x in isi if isinstance(x, ErrorValue)), None)
    if galat is not None:
        return galat
    return _total([Fraction(0) if isinstance(x, str) else number(x) for x in isi]) / len(isi) if isi else DIV0


def _product(argumen: Sequence[Argument]) -> Scalar:
    hasil = Fraction(1)
    angka = numbers(argumen)
    for x in angka:
        hasil = bounded(hasil * x)
    return hasil if angka else Fraction(0)


def _sumproduct(argumen: Sequence[Argument]) -> Scalar:
    tabel = [[*flatten(x)] for x, _ in argumen]
    if len({(len(x), len(x[0])) if isinstance(x, list) else (1, 1) for x, _ in argumen}) != 1:
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
    return bounded(hasil)


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


def _modulo(argumen: Sequence[Argument]) -> Scalar:
    x, y = number(argumen[0][0]), number(argumen[1][0])
    return bounded(x - y * floor(x / y)) if y else DIV0


def _conditions(argumen: Sequence[Argument]) -> list[bool]:
    return [
        logical(x)
        for nilai, acuan in argumen
        for x in flatten(nilai)
        if isinstance(x, ErrorValue) or not ((acuan or isinstance(nilai, list)) and (x is None or isinstance(x, str)))
    ]


def _is(jenis: type[object] | tuple[type[object], ...]) -> Callable[[Sequence[Argument]], Scalar]:
    return lambda a: isinstance(a[0][0], jenis)


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
    "ROUND": _rounding(lambda x: floor(x + Fraction(1, 2))),
    "ROUNDUP": _rounding(ceil),
    "ROUNDDOWN": _rounding(floor),
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
    "VLOOKUP": lambda a: lookup(a, tegak=True),
    "HLOOKUP": lambda a: lookup(a, tegak=False),
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
