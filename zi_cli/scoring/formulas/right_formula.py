"""The formula that should stand in a cell, written as the sheet itself writes its formulas."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from zi_cli.findings.record import Sel
from zi_cli.scoring.formulas.answer_judge import AnswerJudge
from zi_cli.scoring.formulas.judge import SumJudge
from zi_cli.scoring.formulas.references import moved_text
from zi_cli.scoring.formulas.score_cells import ScoreCells, address


class RightFormula:
    """Right formulas for the score cells of one assessor, in the sheet's own columns."""

    def __init__(self, sel: ScoreCells, sums: SumJudge, answers: AnswerJudge) -> None:
        self._sel, self._sums, self._answers = sel, sums, answers

    def written(self, sel: Sel) -> str:
        """The formula that stands in *sel*, as the user sees it there; "" without one."""
        rumus = self._sel.hitung.formula(sel)
        if rumus is None:
            return ""
        if rumus.larik:
            return f"={rumus.teks}"
        return f"={moved_text(rumus.teks, sel.baris - rumus.asal[0], sel.kolom - rumus.asal[1])}"

    def score(self, kode: str) -> str | None:
        """For the score cell of *kode*; None where nothing in the sheet shows how it writes such a formula."""
        if kode in self._sel.penilaian.indikator:
            return self._like_a_sibling(kode)
        isi = [k for k in self._sel.isi[kode] if k in self._sel.sel]
        if len(isi) < len(self._sel.isi[kode]) - len([k for k in self._sel.isi[kode] if k not in self._sel.hadir]):
            return None
        rentang = ",".join(_ranges([self._sel.sel[k] for k in isi]))
        rasio = all(self._sel.satuan[k] == self._sel.weight(k) for k in isi)
        sama_berat = len({self._sel.weight(k) for k in isi}) == 1
        if self._sel.is_mean(kode) and rasio and sama_berat:
            return f"=AVERAGE({rentang})*{self._weight(kode)}"
        return f"=SUM({rentang})" if all(self._sel.satuan[k] == 1 for k in isi) else None

    def _like_a_sibling(self, kode: str) -> str | None:
        jenis, sel = self._sel.instrumen.per_kode[kode].jenis_jawaban, self._sel.sel[kode]
        for b in self._sel.instrumen.indikator:
            lain = self._sel.sel.get(b.kode)
            if b.jenis_jawaban != jenis or lain is None or b.kode == kode or lain.lembar != sel.lembar:
                continue
            vonis = self._answers.score(b.kode)
            if vonis is not None and vonis.benar:
                teks = self.written(lain)
                return moved_text(teks, sel.baris - lain.baris, sel.kolom - lain.kolom)
        return None

    def _weight(self, kode: str) -> str:
        """The cell of the weight of *kode*, else the weight itself."""
        sel, bobot = self._sel.sel[kode], self._sel.weight(kode)
        if self._weight_column is not None:
            calon = Sel(sel.lembar, sel.baris, self._weight_column)
            if self._sel.value(calon) == bobot:
                return address(calon)
        return f"{float(bobot):g}"

    @cached_property
    def _weight_column(self) -> int | None:
        kolom = Counter(
            s.kolom
            for kode in self._sel.means()
            if kode in self._sel.sel
            for s in self._sel.hitung.references(self._sel.sel[kode])
            if s.baris == self._sel.sel[kode].baris and s.kolom != self._sel.sel[kode].kolom
        )
        return kolom.most_common(1)[0][0] if kolom else None


def _ranges(sel: list[Sel]) -> Iterator[str]:
    """Cells of one column as ranges where they stand right below each other."""
    awal = 0
    for n in range(1, len(sel) + 1):
        if n == len(sel) or sel[n] != sel[n - 1]._replace(baris=sel[n - 1].baris + 1):
            yield address(sel[awal]) if n - awal == 1 else f"{address(sel[awal])}:{address(sel[n - 1])}"
            awal = n
