"""Whose form a workbook is: how well its rows fit each of several instruments."""

from collections.abc import Sequence
from fractions import Fraction

from zi_cli.instrumen.tree import Instrumen
from zi_cli.worksheet.formats.open import Workbook
from zi_cli.worksheet.recognise.layout import recognise_layout


def best_fit(book: Workbook, every: Sequence[Instrumen]) -> list[Instrumen]:
    """Those of *every* whose form *book* is, several when it fits them equally; none when it is no LKE."""
    nilai = {i: n for i in every if (n := _fit(book, i)) is not None}
    return [i for i, n in nilai.items() if n == max(nilai.values())]


def _fit(book: Workbook, instrumen: Instrumen) -> tuple[Fraction, int] | None:
    """How much of sheet and instrument is in both (ratio 0 to 1), then how little is odd; None when nothing is."""
    layout = recognise_layout(book.lembar, instrumen, hidden=book.tersembunyi)
    if layout is None:
        return None
    needed = sum(b.jenis in ("indikator", "jumlah") for b in instrumen.baris)
    present = needed - len(layout.baris_hilang)
    return Fraction(present, needed + len(layout.sisa)), -len(layout.temuan)
