"""Findings about formulas by what they compute: typed figures (LKE310), wrong formulas (LKE312), labels (LKE313)."""

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.formulas.answer_judge import AnswerJudge, AnswerVerdict
from zi_cli.scoring.formulas.causes import answer_words, sum_words, value_words
from zi_cli.scoring.formulas.judge import SumJudge
from zi_cli.scoring.formulas.references import moved_text
from zi_cli.scoring.formulas.score_cells import AssessorSheet, ScoreCells, address
from zi_cli.scoring.totals import TOLERANSI
from zi_cli.text import capitalised, excerpt

#: A column "otherwise holds formulas" from this share of its filled cells on.
_MAJORITY = Fraction(6, 10)
_MAX_FORMULA = 160
_FILE_FIGURES = frozenset({"LKE301", "LKE302", "LKE303", "LKE304"})


class Checked(NamedTuple):
    """What was found about the formulas of one assessor's cells.

    ``benar``: rows whose formula is right and was calculated; ``sel``: the assessor's cells; ``milik`` gives the rows
    that a figure is made of.
    """

    temuan: list[Temuan]
    benar: frozenset[str]
    sel: frozenset[Sel]
    milik: Callable[[str], set[str]]


def check_formulas(part: AssessorSheet) -> Checked | None:
    """Findings about the formulas of one assessor's columns; None for a file without formulas."""
    if part.penilaian.penilai not in part.lembar.penilai or not part.lembar.rumus.any():
        return None
    return _Checker(part).checked()


def fold_consequences(temuan: list[Temuan], checked: list[Checked]) -> list[Temuan]:
    """All findings, each mistake once: a figure that only follows from a formula, a label named with its formula.

    A label that gives the answer another value (a kesalahan) is the mistake itself and stays, without LKE313.
    """
    label_salah = {t.indikator for t in temuan if t.kode == "LKE203" and t.tingkat == "galat"}
    errors = {t.sel for t in temuan if t.kode == "LKE212"}
    formulas = [t for c in checked for t in c.temuan]
    formulas = [t for t in formulas if t.sel not in errors and not (t.kode == "LKE313" and t.indikator in label_salah)]
    label = {t.indikator for t in formulas if t.kode == "LKE313"}
    remaining = [t for t in temuan if not (t.kode == "LKE203" and t.indikator in label)]
    every = remaining + formulas
    return [t for t in every if not (t.kode in _FILE_FIGURES and any(_follows(t, every, c) for c in checked))]


def _follows(t: Temuan, every: list[Temuan], c: Checked) -> bool:
    """Whether the figure that *t* is about only follows from what else was found about the same assessor's cells."""
    if t.sel not in c.sel or t.indikator is None:
        return False
    wrong = {x.indikator for x in c.temuan if x.kode != "LKE313"}
    # The figures of a group row are compared only in the row that holds it.
    wrong |= {k.rpartition(".")[0].rpartition(".")[0] for k in wrong if k is not None and k.endswith(".0")}
    if t.indikator in wrong:
        return True
    milik = c.milik(t.indikator) if t.indikator in c.benar else set()
    return any(
        x.indikator in milik and (x in c.temuan or (x.sel in c.sel and x.kode.startswith(("LKE2", "LKE3"))))
        for x in every
    )


class _Checker:
    def __init__(self, part: AssessorSheet) -> None:
        self._ws = part.ws
        self._sel = ScoreCells(part)
        self._persen = part.lembar.penilai[part.penilaian.penilai].persen
        self._sums = SumJudge(self._sel)
        self._answers = AnswerJudge(self._sel, part.ws.label_pilihan)
        self._benar = RightFormula(self._sel, self._sums, self._answers)

    def checked(self) -> Checked:
        """All of it."""
        temuan = [*self._findings()]
        correct = frozenset(
            k
            for k, s in self._sel.sel.items()
            if k not in self._sel.penilaian.indikator
            and (verdict := self._sums.judge(k)) is not None
            and verdict.benar
            and self._sel.recomputed(s) is None
        )
        cells = frozenset(s for content in (self._sel.sel, self._sel.jawaban, self._persen) for s in content.values())
        return Checked(temuan, correct, cells, self._under)

    def _under(self, code: str) -> set[str]:
        """Every row that the figure of *code* is made of."""
        by_cell = {s: k for k, s in self._sel.sel.items()}
        named = self._sel.hitung.references(self._sel.sel[code])
        return self._sel.below(code) | {by_cell[s] for s in named if s in by_cell}

    def _findings(self) -> Iterator[Temuan]:
        """Every finding, column by column."""
        yield from self._typed({**self._sel.sel})
        for code, cell in self._sel.sel.items():
            if code in self._sel.penilaian.indikator:
                yield from self._answer(code, cell)
            elif (verdict := self._sums.judge(code)) is not None and not verdict.benar:
                reason = sum_words(self._sel, code, verdict) or f"rumus {address(cell)} tidak menghitung isinya"
                yield self._wrong(code, cell, reason, self._benar.score(code))
        for code, cell in self._sel.jawaban.items():
            calculation = self._answers.count(code)
            if calculation is not None and not calculation.benar:
                yield self._wrong(code, cell, answer_words(cell, calculation), self._answers.percent_formula(code))
        for code, cell in self._persen.items():
            part = code in self._sel.isi and self._sums.share(cell, code) is False
            if part:
                yield self._wrong(code, cell, f"rumus {address(cell)} bukan bagian dari bobotnya", self._share(code))

    def _answer(self, code: str, cell: Sel) -> Iterator[Temuan]:
        verdict = self._answers.score(code)
        if verdict is None or verdict.benar:
            return
        if verdict.label is not None:
            yield self._label(code, cell, verdict)
        else:
            yield self._wrong(code, cell, answer_words(cell, verdict), self._benar.score(code))

    def _label(self, code: str, cell: Sel, verdict: AnswerVerdict) -> Temuan:
        return make_temuan(
            "LKE313",
            verdict.label,
            code,
            indikator=self._sel.instrumen.in_words(code),
            label=self._ws.label_pilihan[code][2],
            resmi="/".join(self._sel.instrumen.options(code)),
            rumus=address(cell),
            memberi=value_words(verdict.memberi),
            untuk=verdict.untuk,
            seharusnya=value_words(verdict.seharusnya),
        )

    def _typed(self, columns: dict[str, Sel]) -> Iterator[Temuan]:
        """LKE310 for each figure in a column that otherwise holds formulas."""
        compute = self._sel.hitung
        content = {k: s for k, s in columns.items() if self._sel.value(s) is not None}
        if sum(compute.formula(s) is not None for s in content.values()) < _MAJORITY * len(content):
            return
        for code, cell in content.items():
            nilai = self._sel.value(cell)
            if compute.formula(cell) is None and isinstance(nilai, Fraction):
                required = self._sel.due(code)
                unit = self._sel.satuan[code]
                ours = ""
                if isinstance(required, Fraction) and abs(nilai * unit - required) > TOLERANSI:
                    ours = f", hitungan kami {value_words(required / unit)}"
                correct = self._benar.score(code)
                yield make_temuan(
                    "LKE310",
                    cell,
                    code,
                    indikator=self._sel.instrumen.in_words(code),
                    isi=value_words(nilai) + ours,
                    benar=f"; rumusnya: {excerpt(correct, _MAX_FORMULA)}" if correct else "",
                )

    def _wrong(self, code: str, cell: Sel, reason: str, correct: str | None) -> Temuan:
        return make_temuan(
            "LKE312",
            cell,
            code,
            sebab=capitalised(reason),
            indikator=self._sel.instrumen.in_words(code),
            rumus=excerpt(self._benar.written(cell), _MAX_FORMULA),
            benar=f"; yang benar {excerpt(correct, _MAX_FORMULA)}" if correct else "",
        )

    def _share(self, code: str) -> str | None:
        cell = self._sel.sel.get(code)
        return f"={address(cell)}/{float(self._sel.weight(code)):g}" if cell is not None else None


class RightFormula:
    """Right formulas for the score cells of one assessor, in the sheet's own columns."""

    def __init__(self, cell: ScoreCells, sums: SumJudge, answers: AnswerJudge) -> None:
        self._sel, self._sums, self._answers = cell, sums, answers

    def written(self, cell: Sel) -> str:
        """The formula that stands in *cell*, as the user sees it there; "" without one."""
        formula = self._sel.hitung.formula(cell)
        if formula is None:
            return ""
        if formula.larik:
            return f"={formula.teks}"
        return f"={moved_text(formula.teks, cell.baris - formula.asal[0], cell.kolom - formula.asal[1])}"

    def score(self, code: str) -> str | None:
        """For the score cell of *code*; None where nothing in the sheet shows how it writes such a formula."""
        if code in self._sel.penilaian.indikator:
            return self._like_a_sibling(code)
        content = [k for k in self._sel.isi[code] if k in self._sel.sel]
        if len(content) < len(self._sel.isi[code]) - len([k for k in self._sel.isi[code] if k not in self._sel.hadir]):
            return None
        span = ",".join(_ranges([self._sel.sel[k] for k in content]))
        ratio = all(self._sel.satuan[k] == self._sel.weight(k) for k in content)
        sama_berat = len({self._sel.weight(k) for k in content}) == 1
        if self._sel.is_mean(code) and ratio and sama_berat:
            return f"=AVERAGE({span})*{self._weight(code)}"
        return f"=SUM({span})" if all(self._sel.satuan[k] == 1 for k in content) else None

    def _like_a_sibling(self, code: str) -> str | None:
        kind, cell = self._sel.instrumen.per_kode[code].jenis_jawaban, self._sel.sel[code]
        for b in self._sel.instrumen.indikator:
            other = self._sel.sel.get(b.kode)
            if b.jenis_jawaban != kind or other is None or b.kode == code or other.lembar != cell.lembar:
                continue
            verdict = self._answers.score(b.kode)
            if verdict is not None and verdict.benar:
                text = self.written(other)
                return moved_text(text, cell.baris - other.baris, cell.kolom - other.kolom)
        return None

    def _weight(self, code: str) -> str:
        """The cell of the weight of *code*, else the weight itself."""
        cell, bobot = self._sel.sel[code], self._sel.weight(code)
        if self._weight_column is not None:
            candidate = Sel(cell.lembar, cell.baris, self._weight_column)
            if self._sel.value(candidate) == bobot:
                return address(candidate)
        return f"{float(bobot):g}"

    @cached_property
    def _weight_column(self) -> int | None:
        columns = Counter(
            s.kolom
            for code in self._sel.means()
            if code in self._sel.sel
            for s in self._sel.hitung.references(self._sel.sel[code])
            if s.baris == self._sel.sel[code].baris and s.kolom != self._sel.sel[code].kolom
        )
        return columns.most_common(1)[0][0] if columns else None


def _ranges(cells: list[Sel]) -> Iterator[str]:
    """Cells of one column as ranges where they stand right below each other."""
    start = 0
    for n in range(1, len(cells) + 1):
        if n == len(cells) or cells[n] != cells[n - 1]._replace(baris=cells[n - 1].baris + 1):
            yield address(cells[start]) if n - start == 1 else f"{address(cells[start])}:{address(cells[n - 1])}"
            start = n
