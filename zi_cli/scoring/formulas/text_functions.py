"""Functions of texts, as a spreadsheet computes them whatever its language."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from zi_cli.scoring.formulas.parse import UnsupportedFormula
from zi_cli.scoring.formulas.values import VALUE, Argument, Scalar, SheetError, flatten, logical, number, text

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
