"""Answers that are formulas: whether the result saved in the file is what the formula gives."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.formulas.calculator import Calculator
from zi_cli.scoring.formulas.parse import Node, UnsupportedFormula
from zi_cli.scoring.formulas.values import Scalar, Table
from zi_cli.text import short_number
from zi_cli.worksheet.cells import shown_text
from zi_cli.worksheet.formats.formulas_xlsx import Formulas
from zi_cli.worksheet.formats.open import Workbook, open_with_formulas
from zi_cli.worksheet.model import Worksheet
from zi_cli.worksheet.recognise.labels import cut_label

#: A saved number has 15 sure digits; the last may be off by a few after a chain of binary calculations.
_CALCULATION_ERROR = Fraction(1, 10**13)
_NOT_COMPUTABLE = "yang tidak dapat dihitung ulang di sini"


def check_answers(file: Path, ws: Worksheet, instrumen: Instrumen, *, password: str | None = None) -> Worksheet:
    """*ws* with what its answers' formulas leave open: LKE155, and the answer doubtful (``KolomPenilai.ragu``)."""
    book, formula = open_with_formulas(file, password=password)
    penilai, temuan = dict(ws.penilai), list(ws.temuan)
    for p, code, one in _unproven(book, formula, ws, instrumen):
        penilai[p] = penilai[p]._replace(ragu=penilai[p].ragu | {code})
        temuan.append(one)
    return ws._replace(penilai=penilai, temuan=temuan)


def _unproven(
    book: Workbook, formula: Formulas, ws: Worksheet, instrumen: Instrumen
) -> Iterator[tuple[str, str, Temuan]]:
    compute = _Proof(book, formula)
    for p, code, cell in ws.rumus_jawaban:
        reason = compute.differs(cell) if formula.terbaca and not formula.lain else _NOT_COMPUTABLE
        if reason:
            content = cut_label(shown_text(ws.penilai[p].jawaban[code].nilai))
            yield (
                p,
                code,
                make_temuan("LKE155", cell, code, indikator=instrumen.in_words(code), isi=content, sebab=reason),
            )


class _Proof(Calculator):
    """A calculator that notes when it had to take a saved result on trust."""

    def __init__(self, book: Workbook, formula: Formulas) -> None:
        super().__init__(book, formula)
        self._percaya = self._biner = False

    def saved(self, cell: Sel) -> Scalar:
        self._percaya = self._percaya or self.formula(cell) is not None
        return super().saved(cell)

    def differs(self, cell: Sel) -> str:
        """Why the saved result of *cell* can't be relied on, in words; "" when the formula gives just that."""
        self.forget()
        self._percaya = False
        try:
            result = self.compute(cell)
            proven = not self._percaya
            stored = self.saved(cell)
        except UnsupportedFormula:
            return _NOT_COMPUTABLE
        if _same(result, stored) and not self._same_in_binary(cell, stored):
            # Exactly it gives just that; a program that reckons in binary digits finds another.
            return _NOT_COMPUTABLE
        if not _same(result, stored):
            shown = short_number(result) if isinstance(result, Fraction) else "" if result is None else str(result)
            return f"padahal rumusnya menghasilkan “{cut_label(shown)}”"
        return "" if proven else "yang bergantung pada rumus lain yang tidak dapat dihitung ulang di sini"

    def _same_in_binary(self, cell: Sel, stored: Scalar) -> bool:
        """Whether the formula gives what is saved also where every number is kept in binary digits."""
        self._biner = True
        self.forget()
        try:
            return _same(self.compute(cell), stored)
        except UnsupportedFormula:
            return False
        finally:
            self._biner = False
            self.forget()

    def _eval(self, n: Node | None, cell: Sel) -> Scalar | Table:
        result = super()._eval(n, cell)
        if not self._biner:
            return result
        return [[*map(_binary, row)] for row in result] if isinstance(result, list) else _binary(result)


def _binary(x: Scalar) -> Scalar:
    """A number as it is kept in binary digits."""
    return Fraction(float(x)) if isinstance(x, Fraction) else x


def _same(result: Scalar, stored: Scalar) -> bool:
    """Equal, or numbers that differ by no more than a chain of binary calculations may put into 15 digits."""
    if isinstance(result, Fraction) and isinstance(stored, Fraction):
        return abs(result - stored) <= abs(result) * _CALCULATION_ERROR
    return result == stored
