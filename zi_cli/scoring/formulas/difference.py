"""Why the file's own total differs from ours: the whole difference in parts that add up exactly.

One fault after the other is undone, rows before what they hold, until the sheet gives our total; each part is the
change that one of them makes. It explains and decides nothing.
"""

from collections.abc import Mapping
from fractions import Fraction

from zi_cli.findings.record import Sel
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.formulas.answer_judge import AnswerJudge
from zi_cli.scoring.formulas.calculator import Replacement
from zi_cli.scoring.formulas.causes import Causes
from zi_cli.scoring.formulas.judge import SumJudge
from zi_cli.scoring.formulas.parse import ErrorValue
from zi_cli.scoring.formulas.score_cells import SAME, AssessorSheet, ScoreCells
from zi_cli.scoring.formulas.values import Scalar
from zi_cli.scoring.totals import total_cells, total_differs
from zi_cli.worksheet.cells import cell_figure
from zi_cli.worksheet.model import KolomPenilai

#: What is saved and what is worked out may differ by this through rounding to 15 digits on the way.
_STORED = Fraction(1, 10**7)


class Part(NamedTuple):
    """One fault: its cell, what it is, and the points it adds; None when it turns the total into an error."""

    sel: Sel
    sebab: str
    poin: Fraction | None


class Difference(NamedTuple):
    """The file's total (None where it shows an error) against ours, in points, and the parts of the difference."""

    berkas: Fraction | None
    kami: Fraction
    bagian: tuple[Part, ...]

    @property
    def selisih(self) -> Fraction | None:
        """The file's total less ours."""
        return None if self.berkas is None else self.berkas - self.kami

    @property
    def largest(self) -> Part:
        """The part that weighs most; one that makes the total an error before all others."""
        return max(self.bagian, key=lambda b: (b.poin is None, abs(b.poin or 0)))


def explain(part: AssessorSheet) -> Difference | None:
    """The difference of the file's total; None when it agrees or there is none."""
    column = part.ws.penilai.get(part.penilaian.penilai)
    if column is None or not total_differs(column, part.penilaian, part.instrumen):
        return None
    result = _Telescope(part, column).run()
    if result is None:
        # A formula that only seemed right in the trials: every cell is then held against what it should show.
        result = _Telescope(part, column, percaya=False).run()
    return result


class _Telescope:
    """Undoes the faults of one assessor's sheet one by one."""

    def __init__(self, part: AssessorSheet, column: KolomPenilai, *, percaya: bool = True) -> None:
        self._akar, self._percaya = total_cells(column, part.instrumen), percaya
        self._sel = ScoreCells(part)
        self._kolom = column
        self._basi = self._outdated()
        self._show_saved()
        self._settle()
        self._hakim = SumJudge(self._sel)
        self._jawaban = AnswerJudge(self._sel, part.ws.label_pilihan)
        self._sebab = Causes(self._sel, self._hakim, self._jawaban, self._basi, with_formulas=part.lembar.rumus.any())
        self._bagian: list[Part] = []
        self._beres: set[str] = set()
        self._diurungkan: set[str] = set()

    def run(self) -> Difference | None:
        """All parts in row order; None when they do not lead to our total."""
        self._beres = self._settled()
        self._snap()
        file = self._kini = self._total()
        self._undo_errors()
        for code in self._sel.order():
            if code not in self._diurungkan and code not in self._beres and self._faulty(code):
                reason = self._sebab.of(code)
                self._sel.replace_by_due(code)
                self._book(self._sel.sel[code], reason)
        self._undo_blanks()
        ours = self._sel.penilaian.nilai["total"]
        if self._kini != ours:
            return None
        ordered = sorted(self._bagian, key=lambda b: b.sel)
        return Difference(file if isinstance(file, Fraction) else None, ours, tuple(ordered))

    def _total(self) -> Scalar:
        self._sel.hitung.forget()
        content = [self._sel.points(k) for k in self._akar]
        error = next((x for x in content if isinstance(x, ErrorValue)), None)
        return error or sum((x for x in content if isinstance(x, Fraction)), Fraction(0))

    def _book(self, cell: Sel, reason: str, *, selalu: bool = False) -> None:
        """Book what the last change did to the total; with *selalu* also nothing."""
        old, self._kini = self._kini, self._total()
        if isinstance(old, Fraction) and isinstance(self._kini, Fraction) and (selalu or old != self._kini):
            self._bagian.append(Part(cell, reason, old - self._kini))

    def _faulty(self, code: str) -> bool:
        """Whether the cell of *code* must be put right, now that all above it is."""
        cell = self._sel
        present = cell.shown(code)
        if code in cell.penilaian.indikator:
            if code in cell.penilaian.kosong and not isinstance(present, ErrorValue):
                # Text or a blank is left out by means, 0 counts as the rules have it.
                return isinstance(present, Fraction) and present != 0
            return present != cell.due(code)
        verdict = self._hakim.judge(code) if self._percaya and cell.sel[code] not in self._basi else None
        return verdict is None or not verdict.benar or verdict.beda > 0

    def _undo_errors(self) -> None:
        """Put right the cells where errors arise, also those that another fault keeps from the total."""
        cell, replacement = self._sel, self._sel.hitung.pengganti
        origins: list[str] = []
        while (code := next((k for k in reversed(cell.order()) if self._error_arises(k)), None)) is not None:
            origins.append(code)
            self._repair(code)
            cell.hitung.forget()
        self._diurungkan |= {*origins}
        damaged: list[str] = []
        for code in origins if isinstance(self._kini, ErrorValue) else ():
            correct = replacement.pop(cell.sel[code])
            if isinstance(self._total(), ErrorValue):
                self._bagian.append(Part(cell.sel[code], self._sebab.of_error(code), None))
                damaged.append(code)
            replacement[cell.sel[code]] = correct
        # What the total survives counts as any other fault does, be it 0 for the time being.
        selamat = [k for k in origins if k not in damaged]
        benar_semua = {k: replacement.pop(cell.sel[k]) for k in selamat}
        self._kini = self._total()
        for code in selamat:
            reason = self._sebab.of_error(code)
            replacement[cell.sel[code]] = benar_semua[code]
            self._book(cell.sel[code], reason, selalu=True)
        self._kini = self._total()

    def _repair(self, code: str) -> None:
        if isinstance(self._sel.due(code), ErrorValue):
            # All it holds is blank.
            self._sel.nol.add(code)
        self._sel.replace_by_due(code)

    def _error_arises(self, code: str) -> bool:
        cell = self._sel
        if not isinstance(cell.shown(code), ErrorValue):
            return False
        return not any(isinstance(cell.points(k), ErrorValue) for k in cell.isi.get(code, ()))

    def _undo_blanks(self) -> None:
        """Count blank answers 0, then the rows that the sheet lacks."""
        cell = self._sel
        empty = [k for k in cell.penilaian.kosong if k in cell.hadir]
        for code in empty:
            if code in cell.sel and not isinstance(cell.value(cell.sel[code]), Fraction):
                cell.hitung.pengganti[cell.sel[code]] = Fraction(0)
        cell.kosong_nol = True
        if empty:
            self._book(cell.jawaban[empty[0]], self._sebab.blanks(empty))
        for code in cell.order():
            absent = [k for k in cell.isi.get(code, ()) if k in cell.penilaian.indikator and k not in cell.hadir]
            if absent and cell.is_mean(code):
                cell.utuh.add(code)
                cell.replace_by_due(code)
                self._book(cell.sel[code], self._sebab.absent(code, absent))

    def _snap(self) -> None:
        """Take figures that equal what they should be but for their fifteenth digit as equal."""
        cell = self._sel
        for code in reversed(cell.order()):
            if code in self._beres or cell.sel[code] in self._basi:
                continue
            present, required = cell.shown(code), cell.due(code)
            if not isinstance(present, Fraction) or not isinstance(required, Fraction):
                continue
            formula = cell.hitung.tree(cell.sel[code]) is not None and code not in cell.penilaian.indikator
            if formula:
                verdict = self._hakim.judge(code)
                if verdict is None or not verdict.benar or not 0 < verdict.beda <= SAME:
                    continue
                cell.replace_by_due(code)
            elif present != required and abs(present - required) <= SAME:
                cell.hitung.pengganti[cell.sel[code]] = required / cell.satuan[code]
            else:
                continue
            cell.hitung.forget()

    def _settled(self) -> set[str]:
        """Rows that show just what they should, and so does all they hold: nothing there is to be undone."""
        cell, beres = self._sel, set[str]()
        for code in reversed(cell.order()):
            if code in cell.penilaian.indikator:
                if code not in cell.penilaian.kosong and cell.shown(code) == cell.due(code):
                    beres.add(code)
            elif all(k in beres for k in cell.isi[code]) and cell.shown(code) == cell.due(code):
                beres.add(code)
        return beres

    def _settle(self) -> None:
        """Work out the values of questions once: nothing that is undone changes what they are made of."""
        cell = self._sel
        nodes = {*cell.sel.values()}
        fixed: dict[Sel, Replacement] = {}
        for code in cell.penilaian.indikator:
            s = cell.sel.get(code)
            if s is not None and s not in cell.hitung.pengganti and nodes.isdisjoint(cell.hitung.references(s)):
                fixed[s] = cell.value(s)
        cell.hitung.pengganti |= fixed

    def _outdated(self) -> Mapping[Sel, Scalar]:
        """Formula cells whose saved value is not what they compute, with what they do, if the total shows any."""
        cell = self._sel
        stored = [cell_figure(self._kolom.nilai[k].nilai) for k in self._akar]
        now = [cell.value(cell.sel[k]) for k in self._akar]
        if all(
            isinstance(x, Fraction) and y is not None and abs(x - y) <= _STORED
            for x, y in zip(now, stored, strict=True)
        ):
            return {}
        if None in stored and any(isinstance(x, ErrorValue) for x in now):
            return {}
        return {s: x for s in self._reached() if (x := self._sel.recomputed(s)) is not None}

    def _reached(self) -> list[Sel]:
        antre, dilihat = [self._sel.sel[k] for k in self._akar], dict[Sel, None]()
        while antre:
            s = antre.pop()
            if s not in dilihat and self._sel.hitung.formula(s) is not None:
                dilihat[s] = None
                antre += self._sel.hitung.references(s)
        return [*dilihat]

    def _show_saved(self) -> None:
        """Let outdated cells show what is saved, as the file does."""
        for s in self._basi:
            self._sel.hitung.pengganti[s] = self._sel.hitung.saved(s)
        self._sel.hitung.forget()
