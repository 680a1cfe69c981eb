"""Three answers that can't be mixed up, and what they come to together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_cli.pengajuan.fact import Asal, Fact, Jawaban, conclude, from_tribool

ANSWERS = st.sampled_from(Jawaban)


@given(st.lists(ANSWERS))
def test_a_no_outranks_every_unknown_and_an_unknown_every_yes(jawaban: list[Jawaban]) -> None:
    hasil = conclude(Fact(str(n), j) for n, j in enumerate(jawaban))
    if Jawaban.TIDAK in jawaban:
        assert hasil is Jawaban.TIDAK
    elif Jawaban.BELUM in jawaban or not jawaban:
        assert hasil is Jawaban.BELUM
    else:
        assert hasil is Jawaban.YA


@given(ANSWERS)
def test_an_answer_has_no_truth_value_and_only_a_yes_is_proven(jawaban: Jawaban) -> None:
    with pytest.raises(TypeError):
        bool(jawaban)
    assert Fact("x", jawaban).proven is (jawaban is Jawaban.YA)
    assert from_tribool(jawaban.tribool) is jawaban


def test_a_place_without_a_file_prints_as_nothing() -> None:
    assert str(Asal(None)) == ""
