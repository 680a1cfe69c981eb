"""Whether the formulas that turn an answer into its value, and counts into a percentage, compute what they should."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zi_cli.findings.record import Sel
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.formulas.calculator import Replacement
from zi_cli.scoring.formulas.parse import ErrorValue, UnsupportedFormula
from zi_cli.scoring.formulas.score_cells import SAME, ScoreCells, address
from zi_cli.scoring.formulas.values import Scalar
from zi_cli.scoring.ratio_rules import ATURAN

#: Counts to try: part and whole.
_COUNTS = ((2, 8), (5, 5), (3, 4))
_PERCENTS = (Fraction(37, 100), Fraction(1), Fraction(0))


class AnswerVerdict(NamedTuple):
    """What a formula made of the answers tried.

    Of a wrong one: whether it gives the same for every answer (``sama``), another row's answer that it uses
    (``asing``), the label cell that misleads it (``label``), and an example: for this answer (``untuk``) it gives
    ``memberi`` where ``seharusnya`` is right (as the cell shows it). ``bulat``: it is right but for rounding.
    """

    benar: bool
    sama: bool = False
    asing: Sel | None = None
    label: Sel | None = None
    untuk: str = ""
    memberi: Scalar = None
    seharusnya: Fraction = Fraction(0)
    bulat: bool = False


class _Trial(NamedTuple):
    untuk: str
    pengganti: dict[Sel, Replacement]
    benar: Fraction


class AnswerJudge:
    """Judges score cells of questions, percentages worked out from counts, and sums of counts.

    *label* holds "Pilihan Jawaban" cells that differ from the instrument's.
    """

    def __init__(self, cell: ScoreCells, label: Mapping[str, tuple[str, Sel, str]]) -> None:
        self._sel = cell
        self._label = label

    def score(self, code: str) -> AnswerVerdict | None:
        """The verdict on the score cell of the question *code*; None without a formula that can be worked out."""
        cell = self._sel.sel.get(code)
        if cell is None or code not in self._sel.jawaban:
            return None
        skala = self._sel.weight(code) / self._sel.satuan[code]
        attempt = [c._replace(benar=c.benar * skala) for c in self._inputs(code, cell)]
        result = self._verdict(cell, attempt)
        if result is None:
            return None
        if result.benar:
            foreign = self._used(code, attempt)
            return AnswerVerdict(False, asing=foreign) if foreign is not None else self._of_blank(code) or result
        if result.sama:
            result = result._replace(asing=self._foreign(code, cell))
        if code not in self._label:
            return result
        label = self._label[code][1]
        official = "/".join(self._sel.instrumen.options(code))
        correct = self._verdict(cell, [c._replace(pengganti={**c.pengganti, label: official}) for c in attempt])
        return result._replace(label=label) if correct is not None and correct.benar else result

    def percent_formula(self, code: str) -> str | None:
        """A right formula for what :meth:`count` judges, where its counts have cells."""
        rule = self._sel.instrumen.per_kode[code].aturan
        if rule is None or any(k not in self._sel.jawaban for k in rule.operan):
            return None
        cells = [address(self._sel.jawaban[k]) for k in rule.operan]
        if rule.nama not in ATURAN:
            return f"=SUM({','.join(cells)})"
        return (
            f"=MAX(0,({cells[0]}-{cells[1]})/{cells[0]})"
            if rule.nama == "penurunan"
            else f"=MIN(1,{cells[0]}/{cells[1]})"
        )

    def count(self, code: str) -> AnswerVerdict | None:
        """The verdict on a percentage worked out from counts, or a sum of counts, in the answer column."""
        cell = self._sel.jawaban.get(code)
        return None if cell is None else self._verdict(cell, [*self._counts(code)])

    def _verdict(self, cell: Sel, attempt: list[_Trial]) -> AnswerVerdict | None:
        compute = self._sel.hitung
        if compute.formula(cell) is None or not attempt:
            return None
        results: list[Scalar] = []
        try:
            for c in attempt:
                with compute.trial(c.pengganti) as diwakili:
                    results.append(compute.compute(cell))
                if diwakili:
                    return None
        except UnsupportedFormula:
            return None
        wrong = [(c, h) for c, h in zip(attempt, results, strict=True) if not _same(h, c.benar)]
        if not wrong:
            return AnswerVerdict(True, bulat=any(h != c.benar for c, h in zip(attempt, results, strict=True)))
        example, memberi = wrong[0]
        same = len({repr(h) for h in results}) == 1
        return AnswerVerdict(False, same, None, None, example.untuk, memberi, example.benar)

    def _inputs(self, code: str, cell: Sel) -> list[_Trial]:
        """What to try: answers, or counts where the formula in *cell* goes by these."""
        named = {*self._sel.hitung.references(cell)}
        lewat_hitungan = self._sel.jawaban[code] not in named and named & {*self._sel.jawaban.values()}
        return [*(self._counts(code) if lewat_hitungan else ())] or [*self._answers(code)]

    def _of_blank(self, code: str) -> AnswerVerdict | None:
        """That the formula of *code* gives points for no answer at all; None when it does not."""
        compute, cell, jawaban = self._sel.hitung, self._sel.sel[code], self._sel.jawaban[code]
        if jawaban not in compute.references(cell) or compute.formula(jawaban) is not None:
            return None
        try:
            with compute.trial({jawaban: None}) as diwakili:
                memberi = compute.compute(cell)
        except UnsupportedFormula:
            return None
        if diwakili or not isinstance(memberi, Fraction) or memberi <= 0:
            return None
        return AnswerVerdict(False, untuk="jawaban kosong", memberi=memberi)

    def _used(self, code: str, attempt: list[_Trial]) -> Sel | None:
        """An answer cell of another row that changes what the right formula of *code* gives."""
        others = self._others(code)
        for s in self._sel.hitung.references(self._sel.sel[code]):
            # As if that row's answer were none of its options, or any of this one's.
            for content in ("?", *self._sel.instrumen.options(code)) if s in others else ():
                verdict = self._verdict(
                    self._sel.sel[code], [c._replace(pengganti={**c.pengganti, s: content}) for c in attempt]
                )
                if verdict is not None and not verdict.benar:
                    return s
        return None

    def _others(self, code: str) -> set[Sel]:
        """The answer cells that are neither that of *code* nor of its counts."""
        milik = {code, *(b.kode for b in self._sel.instrumen.baris if b.induk == code)}
        return {s for k, s in self._sel.jawaban.items() if k not in milik}

    def _foreign(self, code: str, cell: Sel) -> Sel | None:
        """An answer cell of another row that the formula names, when it names none of its own row."""
        others = self._others(code)
        used = [s for s in self._sel.hitung.references(cell) if s in others]
        return used[0] if used and all(s.baris != cell.baris for s in used) else None

    def _answers(self, code: str) -> Iterator[_Trial]:
        b, cell = self._sel.instrumen.per_kode[code], self._sel.jawaban[code]
        if b.jenis_jawaban == "persen":
            yield from (_Trial(f"{n * 100} %", {cell: n}, n) for n in _PERCENTS)
        elif b.jenis_jawaban == "nilai_0_4":
            maks = self._sel.instrumen.survei_maksimum
            yield from (_Trial(str(n), {cell: n}, n / maks) for n in (maks, maks * 3 / 4))
        else:
            yield from (_Trial(p, {cell: p}, n) for p, n in self._sel.instrumen.options(code).items())

    def _counts(self, code: str) -> Iterator[_Trial]:
        instrumen, cell = self._sel.instrumen, self._sel.jawaban
        rule = instrumen.per_kode[code].aturan
        if rule is None or any(k not in cell for k in rule.operan):
            return
        if rule.nama not in ATURAN:
            content = dict(zip(rule.operan, (1, 2, 4), strict=True))
            yield _Trial("1 + 2 + 4", {cell[k]: Fraction(n) for k, n in content.items()}, Fraction(7))
            return
        others = [b.kode for b in instrumen.baris if b.jenis == "jumlah" and b.induk == code and b.kode in cell]
        for part, every in _COUNTS:
            content = dict.fromkeys(others, 1) | dict(zip(rule.operan, (part, every), strict=True))
            detail = instrumen.per_kode[rule.operan[1]].aturan
            if detail is not None:
                content |= dict(zip(detail.operan, (0, 0, every), strict=True))
            ratio = ATURAN[rule.nama](Fraction(part), Fraction(every)).nilai
            if ratio is not None:
                replacements: dict[Sel, Replacement] = {cell[k]: Fraction(n) for k, n in content.items() if k in cell}
                yield _Trial(f"{part} dan {every}", replacements, ratio)


def _same(x: Scalar, correct: Fraction) -> bool:
    return not isinstance(x, ErrorValue) and isinstance(x, Fraction) and abs(x - correct) <= max(SAME, correct / 10**4)
