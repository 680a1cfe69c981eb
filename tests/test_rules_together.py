"""Conditional formats that hide a text only together: thousands of them are judged without comparing each with each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_cli.worksheet.formats import palette_xlsx
from zi_cli.worksheet.formats.cell_style import Differential
from zi_cli.worksheet.formats.limits import LimitExceeded
from zi_cli.worksheet.formats.looks import SheetNotes
from zi_cli.worksheet.formats.palette_xlsx import Rgb, some_vanish, text_vanishes
from zi_cli.worksheet.formats.sheet_view import Range

COLORS = st.frozensets(st.tuples(*[st.integers(0, 255)] * 3), max_size=8)
GRAY, LIGHT, BLACK = (120, 120, 120), (125, 125, 125), (0, 0, 0)


@given(COLORS, COLORS)
def test_some_vanish_is_what_each_pair_says(letters: frozenset[Rgb], grounds: frozenset[Rgb]) -> None:
    assert some_vanish(letters, grounds) == any(text_vanishes(h, w) for h in letters for w in grounds)


def test_many_colours_are_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def counted(letters: Rgb, ground: Rgb) -> bool:
        nonlocal asked
        asked += 1
        return text_vanishes(letters, ground)

    monkeypatch.setattr(palette_xlsx, "text_vanishes", counted)
    assert not some_vanish([(0, 0, i % 9) for i in range(1000)], [(255, 255, 255 - i) for i in range(30)])
    assert asked <= 18


def rules(letters: int, grounds: int) -> SheetNotes:
    """That many rules of each kind over a column of their own; every pair would vanish where they meet."""
    notes = SheetNotes()
    for n in range(letters):
        notes.condition([(n + 1, 0, n + 1, 0)], Differential(huruf=GRAY), ())
    for n in range(grounds):
        notes.condition([(n + 1, n % 2, n + 1, n % 2)], Differential(latar=(LIGHT,)), ())
    return notes


def doubtful(notes: SheetNotes) -> set[Range]:
    return set(notes.noted((), tuple).bersyarat)


def test_few_rules_are_compared_where_they_meet() -> None:
    assert doubtful(rules(40, 40)) == {(n, 0, n, 0) for n in range(1, 41, 2)}


def test_more_rules_than_can_be_compared_are_all_in_doubt() -> None:
    found = doubtful(rules(2000, 1000))
    assert {(n, 0, n, 0) for n in range(1, 2001)} <= found
    with pytest.raises(LimitExceeded):
        rules(9000, 2000).noted((), tuple)


def test_many_coloured_texts_are_in_doubt_with_the_rules_over_them() -> None:
    notes = rules(0, 200)
    for n in range(5000):
        notes.runs((n + 1, 0), frozenset({LIGHT}), (BLACK,))
    assert doubtful(notes) == {(n + 1, n % 2, n + 1, n % 2) for n in range(200)}
