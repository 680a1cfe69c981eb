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


def count_portfolio(instansi: Instansi, usulan: Iterable[Pengusul], rules: AturanPortofolio) -> Portfolio:
    """The portfolio before and after *usulan* (BAB III C). Whoever holds a predicate already adds none."""
    new = [u for u in usulan if u.diminta in PREDIKAT and u.dimiliki not in PREDIKAT]
    extra, eligible = len(new), sum(1 for u in new if u.layak)
    every, owned, limit = instansi.jumlah_satker, instansi.jumlah_berpredikat, rules.batas_persen
    if not every or owned is None:
        return Portfolio(every, owned, extra, eligible, None, None, None, limit, None, None, None)
    tally = (owned, owned + extra, owned + eligible)
    before, after, yang_layak = (Fraction(n * 100, every) for n in tally)
    lewat_sebelum, lewat_sesudah, lewat_layak = (n * 100 > limit * every for n in tally)
    return Portfolio(
        every, owned, extra, eligible, before, after, yang_layak, limit, lewat_sebelum, lewat_sesudah, lewat_layak
    )
