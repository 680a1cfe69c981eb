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
    tanda, nilai = "=", syarat
    if isinstance(syarat, str):
        for t in ("<>", "<=", ">=", "<", ">", "="):
            if syarat.startswith(t):
                tanda, nilai = t, syarat.removeprefix(t)
                break
    if isinstance(nilai, str):
        angka = as_number(_without_wildcards(nilai))
        nilai = nilai if angka is None else angka

    def matches(x: Scalar) -> bool:
        if x is None or isinstance(x, ErrorValue):
            return tanda == "<>" if nilai != "" else tanda == "=" and x is None
        sejenis = isinstance(x, str) == isinstance(nilai, str)
        return compare(tanda, x, nilai) if sejenis else tanda == "<>"

    return matches


def matching(argumen: Sequence[Argument]) -> list[Scalar]:
    """Values of the last argument (or the first) where the first meets the criterion in the second."""
    matches = _criterion(scalar(argumen[1][0]))
    dasar = [*flatten(argumen[0][0])]
    isi = [*flatten(argumen[2][0])] if len(argumen) > 2 else dasar
    if len(isi) != len(dasar):
        raise UnsupportedFormula("rentang tidak sama besar")
    return [y for x, y in zip(dasar, isi, strict=True) if matches(x)]


def matching_all(isi: Sequence[Argument], syarat: Sequence[Argument]) -> list[Scalar]:
    """Values of *isi* (one range, or none: the first range of *syarat*) where every range meets its criterion."""
    if not syarat or len(syarat) % 2:
        raise UnsupportedFormula("syarat tanpa rentang")
    hasil = [*flatten((isi or syarat)[0][0])]
    matches = [True] * len(hasil)
    for rentang, kriteria in zip(syarat[::2], syarat[1::2], strict=True):
        berlaku = _criterion(scalar(kriteria[0]))
        dasar = [*flatten(rentang[0])]
        if len(dasar) != len(hasil):
            raise UnsupportedFormula("rentang tidak sama besar")
        matches = [c and berlaku(x) for c, x in zip(matches, dasar, strict=True)]
    return [x for x, c in zip(hasil, matches, strict=True) if c]


def match(argumen: Sequence[Argument]) -> Scalar:
    """MATCH: exact, or the greatest value up to what is sought in a list that rises."""
    cara = number(argumen[2][0]) if len(argumen) > 2 else 1
    if cara < 0:
        raise UnsupportedFormula("pencarian mendekati")
    return (_find if cara == 0 else _find_below)(argumen[0][0], [*flatten(argumen[1][0])]) or NA


def _without_wildcards(teks: str) -> str:
    if any(c in teks for c in "*?~"):
        raise UnsupportedFormula("syarat")
    return teks


def _find_below(dicari: Scalar | Table, isi: list[Scalar]) -> Fraction | None:
    """The place of the greatest value that is not above *dicari*, in a list that surely rises."""
    nilai = scalar(dicari)
    if nilai is None:
        raise UnsupportedFormula("pencarian mendekati")
    ini, urut = order(nilai), [order(x) for x in isi if x is not None and not isinstance(x, ErrorValue)]
    # In which order a language has signs and accents is not asked for.
    teks = [x for _, x in (*urut, ini) if isinstance(x, str)]
    sejenis = len(urut) == len(isi) and {o for o, _ in urut} == {ini[0]}
    if not sejenis or any(a >= b for a, b in pairwise(urut)) or not all(x.isascii() and x.isalnum() for x in teks):
        raise UnsupportedFormula("pencarian mendekati")
    banyak = sum(x <= ini for x in urut)
    return Fraction(banyak) if banyak else None


def _find(dicari: Scalar | Table, isi: list[Scalar]) -> Fraction | None:
    nilai = scalar(dicari)
    if isinstance(nilai, str):
        _without_wildcards(nilai)
    for i, x in enumerate(isi, 1):
        if x is not None and not isinstance(x, ErrorValue) and nilai is not None and order(x) == order(nilai):
            return Fraction(i)
    return None


def lookup(argumen: Sequence[Argument], *, tegak: bool) -> Scalar:
    """VLOOKUP (*tegak*) or HLOOKUP."""
    tabel = argumen[1][0]
    if not isinstance(tabel, list):
        raise UnsupportedFormula("pencarian")
    tabel = tabel if tegak else [list(b) for b in zip(*tabel, strict=True)]
    mendekati = len(argumen) < 4 or logical(argumen[3][0])
    ke = (_find_below if mendekati else _find)(argumen[0][0], [b[0] for b in tabel])
    kolom = int(number(argumen[2][0]))
    if ke is None:
        return NA
    return tabel[int(ke) - 1][kolom - 1] if 1 <= kolom <= len(tabel[0]) else VALUE


def lookup_vector(argumen: Sequence[Argument]) -> Scalar:
    """LOOKUP, in a row or column that rises."""
    isi = argumen[0][0], [*flatten(argumen[1][0])]
    tabel = argumen[1][0]
    hasil = [*flatten(argumen[-1][0])]
    if len(argumen) == 2 and isinstance(tabel, list) and min(len(tabel), len(tabel[0])) > 1:
        # A table: sought in its longer side, the first of them, and taken from the last.
        tegak = len(tabel) >= len(tabel[0])
        isi = isi[0], [b[0] for b in tabel] if tegak else tabel[0]
        hasil = [b[-1] for b in tabel] if tegak else tabel[-1]
    if len(isi[1]) != len(hasil):
        raise UnsupportedFormula("rentang tidak sama besar")
    ke = _find_below(*isi)
    return NA if ke is None else hasil[int(ke) - 1]


def xlookup(argumen: Sequence[Argument]) -> Scalar:
    """XLOOKUP with an exact search."""
    dasar, hasil = ([*flatten(argumen[n][0])] for n in (1, 2))
    if len(argumen) > 4 or len(dasar) != len(hasil):
        raise UnsupportedFormula("pencarian mendekati")
    ke = _find(argumen[0][0], dasar)
    if ke is None:
        return scalar(argumen[3][0]) if len(argumen) > 3 else NA
    return hasil[int(ke) - 1]


def index(argumen: Sequence[Argument]) -> Scalar:
    """INDEX of one cell."""
    tabel = argumen[0][0]
    if not isinstance(tabel, list):
        raise UnsupportedFormula("INDEX")
    nomor = [int(number(a[0])) for a in argumen[1:3]]
    if len(nomor) == 1:
        nomor = [1, nomor[0]] if len(tabel) == 1 else [nomor[0], 1]
    b, k = nomor
    return tabel[b - 1][k - 1] if 1 <= b <= len(tabel) and 1 <= k <= len(tabel[0]) else ErrorValue("#REF!")
