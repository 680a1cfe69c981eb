"""Points of every node of the tree from the points of its indicators, exact; and the total that the file shows."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import lcm
from operator import itemgetter

from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.result import Penilaian
from zi_cli.worksheet.cells import angka_sel
from zi_cli.worksheet.model import KolomPenilai

_NOL = Fraction(0)


def sum_nodes(skor: Mapping[str, Fraction], instrumen: Instrumen) -> dict[str, Fraction]:
    """Points of ``total`` and of every node from the points *skor* of all indicators, exact, in sheet order.

    Adds whole numbers over one common denominator, as running totals down the sheet: the same result
    as adding fractions, faster.
    """
    pecahan = [s.as_integer_ratio() for s in _pengurut(instrumen)(skor)]
    penyebut = lcm(*{d for _, d in pecahan})
    berjalan = [0, *accumulate(n * (penyebut // d) for n, d in pecahan)]
    hasil = dict.fromkeys(_urutan_simpul(instrumen), _NOL)
    hasil.update(skor)
    for kode, awal, akhir in _rentang_simpul(instrumen):
        hasil[kode] = Fraction(berjalan[akhir] - berjalan[awal], penyebut)
    return hasil


def with_blanks_at_best(
    nilai: Mapping[str, Fraction], kosong: Iterable[str], instrumen: Instrumen
) -> dict[str, Fraction]:
    """Node values if every indicator in *kosong*, which scores 0 now, had its full weight."""
    return shift_nodes(nilai, {k: instrumen.bobot(k) for k in kosong}, instrumen)


def shift_nodes(
    nilai: Mapping[str, Fraction], geser: Mapping[str, Fraction], instrumen: Instrumen
) -> dict[str, Fraction]:
    """Node values if the indicators in *geser* had that many points more."""
    jalur = _jalur(instrumen)
    penyebut = lcm(*{g.denominator for g in geser.values()})
    tambah: dict[str, int] = {}
    for kode, g in geser.items():
        n, d = g.as_integer_ratio()
        for k in jalur[kode]:
            tambah[k] = tambah.get(k, 0) + n * (penyebut // d)
    hasil = dict(nilai)
    for k, t in tambah.items():
        n, d = hasil[k].as_integer_ratio()
        hasil[k] = Fraction(n * penyebut + t * d, d * penyebut)
    return hasil


@lru_cache(maxsize=8)
def _jalur(instrumen: Instrumen) -> Mapping[str, tuple[str, ...]]:
    """For each indicator the nodes that count it: itself, those above it, and the total."""
    jalur: dict[str, tuple[str, ...]] = {}
    for b in instrumen.indikator:
        simpul: list[str] = []
        kode: str | None = b.kode
        while kode is not None:
            simpul.append(kode)
            kode = instrumen.per_kode[kode].induk
        jalur[b.kode] = (*simpul, "total")
    return jalur


@lru_cache(maxsize=8)
def _pengurut(instrumen: Instrumen) -> Callable[[Mapping[str, Fraction]], tuple[Fraction, ...]]:
    """Takes the values of all indicators out of a mapping, in sheet order."""
    return itemgetter(*(b.kode for b in instrumen.indikator))


@lru_cache(maxsize=8)
def _urutan_simpul(instrumen: Instrumen) -> tuple[str, ...]:
    return ("total", *(b.kode for b in instrumen.baris if b.bernilai))


@lru_cache(maxsize=8)
def _rentang_simpul(instrumen: Instrumen) -> tuple[tuple[str, int, int], ...]:
    """Every node above the indicators with the first and past the last of its indicators, counted down the sheet.

    They stand together in the sheet: the loader refuses another order.
    """
    jalur = _jalur(instrumen)
    letak: dict[str, list[int]] = {}
    for i, b in enumerate(instrumen.indikator):
        for kode in jalur[b.kode][1:]:
            letak.setdefault(kode, []).append(i)
    return tuple((kode, isi[0], isi[-1] + 1) for kode, isi in letak.items())


#: A difference up to this (in the cell's own unit) is rounding.
TOLERANSI = Fraction(5, 1000)


def total_differs(kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> bool:
    """Whether the file's total is an error, or differs from ours by more than rounding."""
    kode = total_cells(kolom, instrumen)
    angka = [angka_sel(kolom.nilai[k].nilai) for k in kode]
    if not kode:
        return False
    if None in angka:
        return True
    return abs(sum((x for x in angka if x is not None), Fraction(0)) - penilaian.nilai["total"]) > TOLERANSI


def total_cells(kolom: KolomPenilai, instrumen: Instrumen) -> list[str]:
    """The cells that make the file's total: the grand total, else those of all components; [] when there is none."""

    def figure(kode: str) -> bool:
        isian = kolom.nilai.get(kode)
        return isian is not None and (angka_sel(isian.nilai) is not None or str(isian.nilai).startswith("#"))

    seluruhnya, komponen = _total_rows(instrumen)
    for kode in filter(figure, seluruhnya):
        return [kode]
    hasil = [next(filter(figure, calon), "") for calon in komponen]
    return [] if "" in hasil else hasil


@lru_cache(maxsize=8)
def _total_rows(instrumen: Instrumen) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Rows of the grand total, the last first; and of each component its total and the component itself."""
    total = (b.kode for b in reversed(instrumen.baris) if b.jenis == "total" and "." not in b.kode)
    komponen = (b.kode for b in instrumen.baris if b.jenis == "komponen")
    return tuple(total), tuple((f"{k}.TOTAL", k) for k in komponen)
