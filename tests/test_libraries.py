"""What stands in for a library gives what the library gives."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from zi_cli.instrumen.loader import load_instrumen
from zi_cli.libraries import likeness
from zi_cli.worksheet.recognise.labels import normal

LETTERS = st.text("ab cd", max_size=90)


@given(LETTERS, LETTERS, st.sampled_from([0.0, 40.0, 65.2, 90.0]))
def test_likeness_is_that_of_the_library(a: str, b: str, least: float) -> None:
    for measure, real in (("ratio", fuzz.ratio), ("partial_ratio", fuzz.partial_ratio)):
        expected = real(a, b, score_cutoff=least)
        found = dict(likeness._measure_all(a, {0: b}, measure, least)).get(0, 0.0)  # type: ignore[arg-type]
        assert found == expected


def test_likeness_of_the_instrument_s_own_texts_with_slips() -> None:
    rng = random.Random(21)
    texts = dict(enumerate(normal(b.teks) for b in load_instrumen().baris))
    for _ in range(6):
        words = rng.choice(texts).split()
        rng.shuffle(words) if rng.random() < 0.3 else words.pop(rng.randrange(len(words)))
        text = " ".join(words) or "x"
        for measure in ("ratio", "partial_ratio"):
            assert dict(likeness._measure_all(text, texts, measure, 65.0)) == dict(  # type: ignore[arg-type]
                likeness.alike(text, texts, measure, 65.0)  # type: ignore[arg-type]
            )
