"""Points of nodes from the points of indicators."""

from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.totals import shift_nodes, sum_nodes


@given(st.lists(st.integers(0, 10**6), min_size=113, max_size=113), st.randoms())
def test_sums_of_every_node(bilangan: list[int], acak: Random) -> None:
    """Whatever the order of the mapping, a node is the sum of the indicators whose kode begins with its own."""
    instrumen = load_instrumen()
    poin = [Fraction(n % 1000, 1 + n // 1000) for n in bilangan]
    skor = dict(zip((b.kode for b in instrumen.indikator), poin, strict=True))
    campur = list(skor.items())
    acak.shuffle(campur)
    hasil = sum_nodes(dict(campur), instrumen)
    assert hasil["total"] == sum(poin)
    for b in instrumen.baris:
        if b.carries_points:
            milik = [n for k, n in skor.items() if k == b.kode or k.startswith(f"{b.kode}.")]
            assert hasil[b.kode] == sum(milik)


@given(st.dictionaries(st.integers(0, 112), st.fractions(-1, 1, max_denominator=400), max_size=9))
def test_shifted_nodes_are_the_sums_of_shifted_indicators(geser: dict[int, Fraction]) -> None:
    instrumen = load_instrumen()
    skor = {b.kode: Fraction(1, 3) for b in instrumen.indikator}
    per_kode = {instrumen.indikator[i].kode: g for i, g in geser.items()}
    lain = {k: n + per_kode.get(k, 0) for k, n in skor.items()}
    assert shift_nodes(sum_nodes(skor, instrumen), per_kode, instrumen) == sum_nodes(lain, instrumen)
