"""The portfolio rule: above 30 percent of satker with a predicate, the ministry need not propose more."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from zi_cli.config import Instansi
from zi_cli.instrumen.requirements import AturanPortofolio

#: A proposal: the predicate asked for, and the one held ("Belum ada" or None when none is).
Pengusul = tuple[str, str | None]


class Portfolio(NamedTuple):
    """Counts before and after the proposals; the figures are None without the ministry's counts.

    ``persen_*`` are percent, exact. ``melebihi_*`` compares whole numbers: predikat × 100 > batas × satker.
    """

    satker: int | None
    berpredikat: int | None
    tambahan: int
    persen_sebelum: Fraction | None
    persen_sesudah: Fraction | None
    batas_persen: int
    melebihi_sebelum: bool | None
    melebihi_sesudah: bool | None


def count_portfolio(instansi: Instansi, usulan: Iterable[Pengusul], aturan: AturanPortofolio) -> Portfolio:
    """The portfolio before and after *usulan* (BAB III C). Whoever holds a predicate already adds none."""
    tambahan = sum(1 for diminta, dimiliki in usulan if diminta in ("WBK", "WBBM") and dimiliki not in ("WBK", "WBBM"))
    semua, punya = instansi.jumlah_satker, instansi.jumlah_berpredikat
    if not semua or punya is None:
        return Portfolio(semua, punya, tambahan, None, None, aturan.batas_persen, None, None)
    sesudah = punya + tambahan
    return Portfolio(
        semua,
        punya,
        tambahan,
        Fraction(punya * 100, semua),
        Fraction(sesudah * 100, semua),
        aturan.batas_persen,
        punya * 100 > aturan.batas_persen * semua,
        sesudah * 100 > aturan.batas_persen * semua,
    )
