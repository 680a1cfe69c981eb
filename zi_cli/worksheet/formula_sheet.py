"""A worksheet read with its formulas, and where each assessor's figures stand, blank cells included."""

from collections.abc import Mapping
from pathlib import Path

from zi_cli.findings.record import Sel
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.formulas_xlsx import Formulas
from zi_cli.worksheet.formats.open import Workbook, open_with_formulas
from zi_cli.worksheet.model import Penilai
from zi_cli.worksheet.read import find_layout
from zi_cli.worksheet.recognise.cell_map import CellMap

Places = Mapping[str, Sel]


class AssessorCells(NamedTuple):
    """Where the cells of one assessor are by kode: answers, scores and percentages."""

    jawaban: Places
    nilai: Places
    persen: Places


class FormulaSheet(NamedTuple):
    """The values and formulas of a workbook, and each assessor's cells in it."""

    buku: Workbook
    rumus: Formulas
    penilai: Mapping[Penilai, AssessorCells]


def read_formula_sheet(file: Path, instrumen: Instrumen, *, password: str | None = None) -> FormulaSheet:
    """Read *file* with its formulas (of .xlsx and .xlsm; other formats give none); raises ``UnreadableInput``."""
    book, formula = open_with_formulas(file, password=password)
    layout, _ = find_layout(book, instrumen)
    return FormulaSheet(book, formula, {p: _cells(layout.peta[p]) for p in layout.penilai})


def _cells(mapping: CellMap) -> AssessorCells:
    return AssessorCells(*({x[0]: x[-1] for x in mapping.places(p)} for p in ("jawaban", "nilai", "persen")))
