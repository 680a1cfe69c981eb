"""What is wrong with a cell, in words: one clause that names cells and rows of the user's own sheet."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from zi_cli.findings.record import Sel
from zi_cli.scoring.formulas.answer_judge import AnswerJudge, AnswerVerdict
from zi_cli.scoring.formulas.judge import SumJudge, Verdict
from zi_cli.scoring.formulas.parse import ErrorValue
from zi_cli.scoring.formulas.score_cells import ScoreCells, address
from zi_cli.scoring.formulas.values import Scalar
from zi_cli.text import short_number

_MAX_NAMED = 12


class Causes:
    """Words for the faults of one assessor's cells; *basi* are formula cells whose saved value is outdated."""

    def __init__(
        self, cell: ScoreCells, sums: SumJudge, answers: AnswerJudge, basi: Mapping[Sel, Scalar], *, with_formulas: bool
    ) -> None:
        self._sel, self._sums, self._answers = cell, sums, answers
        self._basi, self._berumus = basi, with_formulas

    def of(self, code: str) -> str:
        """What makes the cell of *code* show something else than it should."""
        cell = self._sel.sel[code]
        place = address(cell)
        if cell in self._basi:
            new = value_words(self._basi[cell])
            return f"nilai tersimpan {place} ({self._shown(cell)}) bukan hasil rumusnya ({new}): belum dihitung ulang"
        formula = self._sel.hitung.formula(cell)
        if formula is None:
            if self._sel.value(cell) is None:
                return f"sel {place} kosong"
            if self._berumus:
                return f"sel {place} diketik tangan ({self._shown(cell)}), bukan rumus"
            return self._plain(code)
        if code in self._sel.penilaian.indikator:
            return self._answer(code)
        verdict = self._sums.judge(code)
        return self._plain(code) if verdict is None else sum_words(self._sel, code, verdict) or self._plain(code)

    def of_error(self, code: str) -> str:
        """What makes the cell of *code* an error, and with it the total."""
        place = address(self._sel.sel[code])
        error = self._shown(self._sel.sel[code])
        ground = self._error_reason(code)
        return f"{place} menghasilkan {error}{f': {ground}' if ground else ''}"

    def _error_reason(self, code: str) -> str | None:
        cell, error = self._sel, self._sel.semantics.galat
        if code in cell.penilaian.indikator:
            if code in cell.penilaian.kosong:
                jawaban = cell.jawaban.get(code)
                return f"jawaban {address(jawaban)} kosong atau tidak terbaca" if jawaban else None
            rule = cell.instrumen.per_kode[code].aturan
            verdict = self._answers.score(code)
            return error.get(rule.nama) if rule is not None and (verdict is None or verdict.benar) else None
        if cell.is_mean(code) and set(cell.isi[code]) <= {*cell.penilaian.kosong}:
            return error.get("semua_kosong")
        texts = [k for k in cell.order() if k in cell.below(code) and isinstance(cell.value(cell.sel[k]), str)]
        if not isinstance(cell.with_zeros(code, texts), Fraction):
            return None
        empty = [k for k in texts if k in cell.penilaian.kosong and k in cell.jawaban]
        word = (
            [f"jawaban {_listed([address(cell.jawaban[k]) for k in empty])} kosong atau tidak terbaca"] if empty else []
        )
        word += [f"{address(cell.sel[k])} bernilai {self._shown(cell.sel[k])}" for k in texts if k not in empty]
        return "; ".join(word)

    def blanks(self, empty: Sequence[str]) -> str:
        """That the answers *empty* are left out of the means."""
        cells = [address(self._sel.jawaban[k]) for k in empty]
        return f"{len(cells)} jawaban kosong atau tidak terbaca ({_listed(cells)}) dikeluarkan dari rata-rata"

    def absent(self, code: str, absent: Sequence[str]) -> str:
        """That the mean *code* goes without the rows *absent*, which the sheet lacks."""
        numbers = [str(self._sel.instrumen.per_kode[k].nomor) for k in absent]
        return (
            f"baris resmi {_listed(numbers)} tidak ada di lembar, jadi tidak ikut dalam {address(self._sel.sel[code])}"
        )

    def _answer(self, code: str) -> str:
        verdict = self._answers.score(code)
        calculation = self._answers.count(code)
        if verdict is not None and not verdict.benar:
            return answer_words(self._sel.sel[code], verdict)
        if calculation is not None and not calculation.benar:
            return answer_words(self._sel.jawaban[code], calculation)
        if verdict is not None and verdict.bulat:
            return f"rumus {address(self._sel.sel[code])} membulatkan"
        return self._plain(code)

    def _plain(self, code: str) -> str:
        cell = self._sel
        required, unit = cell.due(code), cell.satuan[code]
        correct = required / unit if isinstance(required, Fraction) else Fraction(0)
        # What four decimals can't tell apart is shown with more.
        digit = 4 if self._shown(cell.sel[code]) != value_words(correct) else 9
        if code in cell.penilaian.indikator and code in cell.jawaban:
            menurut = f"menurut jawaban {address(cell.jawaban[code])}"
        else:
            menurut = "menurut isi di bawahnya"
        present = self._shown(cell.sel[code], digit)
        return f"{address(cell.sel[code])} bernilai {present}; {menurut} {value_words(correct, digit)}"

    def _shown(self, cell: Sel, digit: int = 4) -> str:
        return value_words(self._sel.value(cell), digit)


def sum_words(cell: ScoreCells, code: str, v: Verdict) -> str:
    """What is wrong with the formula of a sum or mean; "" when nothing is but rounding."""
    place = address(cell.sel[code])
    if v.lingkar is not None:
        other = (
            "selnya sendiri" if v.lingkar == cell.sel[code] else f"{address(v.lingkar)}, yang menghitung {place} juga"
        )
        return f"rumus {place} melingkar: menghitung {other}"
    if v.galat is not None:
        return f"rumus {place} menghasilkan {v.galat}"
    if v.bulat or v.benar:
        return f"rumus {place} membulatkan" if v.beda else ""
    words: list[str] = []
    if v.hilang and len(v.hilang) == len(cell.isi[code]) and not v.asing:
        return f"rumus {place} tidak menghitung isinya"
    if v.hilang:
        words.append(f"baris {_rows(cell, v.hilang)} tidak ikut dihitung rumus {place}")
    if v.sebagian:
        words.append(f"baris {_rows(cell, v.sebagian)} hanya sebagian dihitung rumus {place}")
    if v.ganda:
        words.append(f"baris {_rows(cell, v.ganda)} dihitung lebih dari sekali oleh rumus {place}")
    if v.asing:
        words.append(f"rumus {place} ikut menghitung baris {_rows(cell, v.asing)}")
    if not words and v.faktor is not None:
        bobot = cell.weight(code)
        words.append(
            f"rumus {place} mengalikan dengan {short_number(v.faktor * bobot, 4)}, seharusnya {short_number(bobot, 4)}"
        )
    return "; ".join(words)


def answer_words(cell: Sel, v: AnswerVerdict) -> str:
    """What is wrong with a formula that turns an answer or counts into a value."""
    place = address(cell)
    if v.label is not None:
        return f"label {address(v.label)} membuat rumus {place} memberi {value_words(v.memberi)} untuk {v.untuk}"
    if v.asing is not None:
        return f"rumus {place} memakai jawaban baris lain ({address(v.asing)})"
    correct = value_words(v.seharusnya)
    return f"rumus {place} memberi {value_words(v.memberi)} untuk {v.untuk}, seharusnya {correct}"


def value_words(x: Scalar, digit: int = 4) -> str:
    """A cell's value for people."""
    if isinstance(x, bool):
        return "TRUE" if x else "FALSE"
    if isinstance(x, Fraction):
        return short_number(x, digit)
    if isinstance(x, ErrorValue):
        return x.kode
    return f"“{x}”" if x else "kosong"


def _rows(cell: ScoreCells, codes: Iterable[str]) -> str:
    return _listed([str(cell.sel[k].baris if k in cell.sel else cell.instrumen.per_kode[k].nomor) for k in codes])


def _listed(content: Sequence[str]) -> str:
    excess = len(content) - _MAX_NAMED
    return ", ".join(content[:_MAX_NAMED]) + (f", dan {excess} lainnya" if excess > 0 else "")
