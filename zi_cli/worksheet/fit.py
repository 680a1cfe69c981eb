"""Whose form a workbook is: how well its rows fit each of several instruments."""

from collections.abc import Sequence
from fractions import Fraction

from zi_cli.instrumen.tree import Instrumen
from zi_cli.worksheet.formats.open import Workbook
from zi_cli.worksheet.recognise.layout import recognise_layout


def best_fit(buku: Workbook, semua: Sequence[Instrumen]) -> list[Instrumen]:
    """Those of *semua* whose form *buku* is, several when it fits them equally; none when it is no LKE."""
    nilai = {i: n for i in semua if (n := _fit(buku, i)) is not None}
    return [i for i, n in nilai.items() if n == max(nilai.values())]


def _fit(buku: Workbook, instrumen: Instrumen) -> tuple[Fraction, int] | None:
    """How much of sheet and instrument is in both (ratio 0 to 1), then how little is odd; None when nothing is."""
    tata = recognise_layout(buku.lembar, instrumen, tersembunyi=buku.tersembunyi)
    if tata is None:
        return None
    perlu = sum(b.jenis in ("indikator", "jumlah") for b in instrumen.baris)
    ada = perlu - len(tata.baris_hilang)
    return Fraction(ada, perlu + len(tata.sisa)), -len(tata.temuan)
