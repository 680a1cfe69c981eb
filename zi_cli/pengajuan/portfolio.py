"""The portfolio rule: above 30 percent of satker with a predicate, the ministry need not propose more."""

from collections.abc import Iterable
from fractions import Fraction

from zi_cli.config import Instansi
from zi_cli.instrumen.requirements import AturanPortofolio
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.named_tuple import NamedTuple


class Pengusul(NamedTuple):
    """A proposal: the predicate asked for, the one held ("Belum ada" or None), and whether it is found eligible."""

    diminta: str
    dimiliki: str | None
    layak: bool


class Portfolio(NamedTuple):
    """Counts before and after the proposals; the figures are None without the ministry's counts.

    ``tambahan`` are all new proposals, ``tambahan_layak`` those found eligible. ``persen_*`` are percent, exact.
    ``melebihi_*`` compares whole numbers: predikat × 100 > batas × satker.
    """

    satker: int | None
    berpredikat: int | None
    tambahan: int
    tambahan_layak: int
    persen_sebelum: Fraction | None
    persen_sesudah: Fraction | None
    persen_layak: Fraction | None
    batas_persen: int
    melebihi_sebelum: bool | None
    melebihi_sesudah: bool | None
    melebihi_layak: bool | None


def count_portfolio(instansi: Instansi, usulan: Iterable[Pengusul], aturan: AturanPortofolio) -> Portfolio:
    """The portfolio before and after *usulan* (BAB III C). Whoever holds a predicate already adds none."""
    baru = [u for u in usulan if u.diminta in PREDIKAT and u.dimiliki not in PREDIKAT]
    tambahan, layak = len(baru), sum(1 for u in baru if u.layak)
    semua, punya, batas = instansi.jumlah_satker, instansi.jumlah_berpredikat, aturan.batas_persen
    if not semua or punya is None:
        return Portfolio(semua, punya, tambahan, layak, None, None, None, batas, None, None, None)
    cacah = (punya, punya + tambahan, punya + layak)
    sebelum, sesudah, yang_layak = (Fraction(n * 100, semua) for n in cacah)
    lewat_sebelum, lewat_sesudah, lewat_layak = (n * 100 > batas * semua for n in cacah)
    return Portfolio(
        semua, punya, tambahan, layak, sebelum, sesudah, yang_layak, batas, lewat_sebelum, lewat_sesudah, lewat_layak
    )
