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
from zi_cli.text import cuplik, huruf_awal

#: A column "otherwise holds formulas" from this share of its filled cells on.
_MAYORITAS = Fraction(6, 10)
_RUMUS_MAKS = 160
_ANGKA_BERKAS = frozenset({"LKE301", "LKE302", "LKE303", "LKE304"})


class Checked(NamedTuple):
    """What was found about the formulas of one assessor's cells.

    ``benar``: rows whose formula is right and was calculated; ``sel``: the assessor's cells; ``milik`` gives the rows
    that a figure is made of.
    """

    temuan: list[Temuan]
    benar: frozenset[str]
    sel: frozenset[Sel]
    milik: Callable[[str], set[str]]


def check_formulas(bagian: AssessorSheet) -> Checked | None:
    """Findings about the formulas of one assessor's columns; None for a file without formulas."""
    if bagian.penilaian.penilai not in bagian.lembar.penilai or not bagian.lembar.rumus.any():
        return None
    return _Checker(bagian).checked()


def fold_consequences(temuan: list[Temuan], diperiksa: list[Checked]) -> list[Temuan]:
    """All findings, each mistake once: a figure that only follows from a formula, a label named with its formula.

    A label that gives the answer another value (a kesalahan) is the mistake itself and stays, without LKE313.
    """
    label_salah = {t.indikator for t in temuan if t.kode == "LKE203" and t.tingkat == "galat"}
    galat = {t.sel for t in temuan if t.kode == "LKE212"}
    rumus = [t for c in diperiksa for t in c.temuan]
    rumus = [t for t in rumus if t.sel not in galat and not (t.kode == "LKE313" and t.indikator in label_salah)]
    label = {t.indikator for t in rumus if t.kode == "LKE313"}
    tersisa = [t for t in temuan if not (t.kode == "LKE203" and t.indikator in label)]
    semua = tersisa + rumus
    return [t for t in semua if not (t.kode in _ANGKA_BERKAS and any(_follows(t, semua, c) for c in diperiksa))]


def _follows(t: Temuan, semua: list[Temuan], c: Checked) -> bool:
    """Whether the figure that *t* is about only follows from what else was found about the same assessor's cells."""
    if t.sel not in c.sel or t.indikator is None:
        return False
    salah = {x.indikator for x in c.temuan if x.kode != "LKE313"}
    # The figures of a group row are compared only in the row that holds it.
    salah |= {k.rpartition(".")[0].rpartition(".")[0] for k in salah if k is not None and k.endswith(".0")}
    if t.indikator in salah:
        return True
    milik = c.milik(t.indikator) if t.indikator in c.benar else set()
    return any(
        x.indikator in milik and (x in c.temuan or (x.sel in c.sel and x.kode.startswith(("LKE2", "LKE3"))))
        for x in semua
    )


class _Checker:
    def __init__(self, bagian: AssessorSheet) -> None:
        self._ws = bagian.ws
        self._sel = ScoreCells(bagian)
        self._persen = bagian.lembar.penilai[bagian.penilaian.penilai].persen
        self._sums = SumJudge(self._sel)
        self._answers = AnswerJudge(self._sel, bagian.ws.label_pilihan)
        self._benar = RightFormula(self._sel, self._sums, self._answers)

    def checked(self) -> Checked:
        """All of it."""
        temuan = [*self._findings()]
        benar = frozenset(
            k
            for k, s in self._sel.sel.items()
            if k not in self._sel.penilaian.indikator
            and (vonis := self._sums.judge(k)) is not None
            and vonis.benar
            and self._sel.recomputed(s) is None
        )
        sel = frozenset(s for isi in (self._sel.sel, self._sel.jawaban, self._persen) for s in isi.values())
        return Checked(temuan, benar, sel, self._under)

    def _under(self, kode: str) -> set[str]:
        """Every row that the figure of *kode* is made of."""
        per_sel = {s: k for k, s in self._sel.sel.items()}
        dinamai = self._sel.hitung.references(self._sel.sel[kode])
        return self._sel.below(kode) | {per_sel[s] for s in dinamai if s in per_sel}

    def _findings(self) -> Iterator[Temuan]:
        """Every finding, column by column."""
        yield from self._typed({**self._sel.sel})
        for kode, sel in self._sel.sel.items():
            if kode in self._sel.penilaian.indikator:
                yield from self._answer(kode, sel)
            elif (vonis := self._sums.judge(kode)) is not None and not vonis.benar:
                sebab = sum_words(self._sel, kode, vonis) or f"rumus {address(sel)} tidak menghitung isinya"
                yield self._wrong(kode, sel, sebab, self._benar.score(kode))
        for kode, sel in self._sel.jawaban.items():
            hitungan = self._answers.count(kode)
            if hitungan is not None and not hitungan.benar:
                yield self._wrong(kode, sel, answer_words(sel, hitungan), self._answers.percent_formula(kode))
        for kode, sel in self._persen.items():
            bagian = kode in self._sel.isi and self._sums.share(sel, kode) is False
            if bagian:
                yield self._wrong(kode, sel, f"rumus {address(sel)} bukan bagian dari bobotnya", self._share(kode))

    def _answer(self, kode: str, sel: Sel) -> Iterator[Temuan]:
        vonis = self._answers.score(kode)
        if vonis is None or vonis.benar:
            return
        if vonis.label is not None:
            yield self._label(kode, sel, vonis)
        else:
            yield self._wrong(kode, sel, answer_words(sel, vonis), self._benar.score(kode))

    def _label(self, kode: str, sel: Sel, vonis: AnswerVerdict) -> Temuan:
        return make_temuan(
            "LKE313",
            vonis.label,
            kode,
            indikator=self._sel.instrumen.sebutan(kode),
            label=self._ws.label_pilihan[kode][2],
            resmi="/".join(self._sel.instrumen.pilihan(kode)),
            rumus=address(sel),
            memberi=value_words(vonis.memberi),
            untuk=vonis.untuk,
            seharusnya=value_words(vonis.seharusnya),
        )

    def _typed(self, kolom: dict[str, Sel]) -> Iterator[Temuan]:
        """LKE310 for each figure in a column that otherwise holds formulas."""
        hitung = self._sel.hitung
        isi = {k: s for k, s in kolom.items() if self._sel.value(s) is not None}
        if sum(hitung.formula(s) is not None for s in isi.values()) < _MAYORITAS * len(isi):
            return
        for kode, sel in isi.items():
            nilai = self._sel.value(sel)
            if hitung.formula(sel) is None and isinstance(nilai, Fraction):
                harus = self._sel.due(kode)
                satuan = self._sel.satuan[kode]
                kami = ""
                if isinstance(harus, Fraction) and abs(nilai * satuan - harus) > TOLERANSI:
                    kami = f", hitungan kami {value_words(harus / satuan)}"
                benar = self._benar.score(kode)
                yield make_temuan(
                    "LKE310",
                    sel,
                    kode,
                    indikator=self._sel.instrumen.sebutan(kode),
                    isi=value_words(nilai) + kami,
                    benar=f"; rumusnya: {cuplik(benar, _RUMUS_MAKS)}" if benar else "",
                )

    def _wrong(self, kode: str, sel: Sel, sebab: str, benar: str | None) -> Temuan:
        return make_temuan(
            "LKE312",
            sel,
            kode,
            sebab=huruf_awal(sebab),
            indikator=self._sel.instrumen.sebutan(kode),
            rumus=cuplik(self._benar.written(sel), _RUMUS_MAKS),
            benar=f"; yang benar {cuplik(benar, _RUMUS_MAKS)}" if benar else "",
        )

    def _share(self, kode: str) -> str | None:
        sel = self._sel.sel.get(kode)
        return f"={address(sel)}/{float(self._sel.weight(kode)):g}" if sel is not None else None


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
