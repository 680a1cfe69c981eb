"""The short forms of exact arithmetic agree with the operators, and so do sums by node."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_cli.instrumen.loader import load_instrumen
from zi_cli.scoring.eksak import bagi, kali, setidaknya
from zi_cli.scoring.totals import sum_nodes

PECAHAN = st.fractions(max_denominator=10**6)


@given(PECAHAN, PECAHAN)
def test_sama_dengan_operator(a: Fraction, b: Fraction) -> None:
    assert kali(a, b) == a * b
    assert setidaknya(a, b) is (a >= b)
    if b:
        assert bagi(a, b) == a / b


def test_bagi_nol() -> None:
    with pytest.raises(ZeroDivisionError):
        bagi(Fraction(1), Fraction(0))


@given(st.lists(st.fractions(0, 3, max_denominator=997), min_size=113, max_size=113), st.randoms())
def test_jumlah_setiap_simpul(poin: list[Fraction], acak: Random) -> None:
    """Whatever the order of the mapping, a node is the sum of the indicators whose kode begins with its own."""
    instrumen = load_instrumen()
    skor = dict(zip((b.kode for b in instrumen.indikator), poin, strict=True))
    campur = list(skor.items())
    acak.shuffle(campur)
    hasil = sum_nodes(dict(campur), instrumen)
    assert hasil["total"] == sum(poin)
    for b in instrumen.baris:
        if b.bernilai:
            milik = [n for k, n in skor.items() if k == b.kode or k.startswith(f"{b.kode}.")]
            assert hasil[b.kode] == sum(milik)
