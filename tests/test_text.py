"""Words as people read them: what is too long is cut after a word; a sentence begins with a capital and keeps names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_cli.text import capitalised, excerpt


@given(st.text(alphabet="ab /(,–…", max_size=200), st.integers(4, 90))
def test_a_cut_text_ends_after_a_word_with_an_ellipsis(teks: str, panjang: int) -> None:
    satu = " ".join(teks.split())
    hasil = excerpt(teks, panjang)
    assert len(hasil) <= panjang
    if len(satu) <= panjang:
        assert hasil == satu
        return
    awal = hasil.removesuffix("…")
    assert hasil.endswith("…") and satu.startswith(awal.rstrip())
    # Only where the whole words left would be few is a word cut.
    if awal.endswith(" "):
        assert satu[len(awal.rstrip())] in " ,;:(–-/"
    else:
        assert len(awal) == panjang - 1


@pytest.mark.parametrize(
    ("teks", "panjang", "hasil"),
    [
        ("Telah dibangun budaya kerja dan pola pikir", 30, "Telah dibangun budaya kerja …"),
        ("Telah dibangun budaya kerja dan pola pikir", 28, "Telah dibangun budaya …"),
        ("Telah dibangun budaya kerja", 27, "Telah dibangun budaya kerja"),
        ("melalui prosedur/mekanisme yang jelas", 28, "melalui prosedur/mekanisme …"),
        ("melalui prosedur/mekanisme yang jelas", 27, "melalui prosedur/mekanisme…"),
        ("KumpulanHurufTanpaSpasi", 10, "KumpulanH…"),
        ("a KumpulanHurufTanpaSpasi", 10, "a Kumpula…"),
    ],
)
def test_cuts(teks: str, panjang: int, hasil: str) -> None:
    assert excerpt(teks, panjang) == hasil


def test_a_sentence_keeps_names() -> None:
    assert capitalised("putusannya sekarang: LKE TPI") == "Putusannya sekarang: LKE TPI"
    assert capitalised("") == ""
