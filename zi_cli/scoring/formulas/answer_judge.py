"""Whether the formulas that turn an answer into its value, and counts into a percentage, compute what they should."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zi_cli.findings.record import Sel
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.formulas.calculator import Replacement
from zi_cli.scoring.formulas.parse import ErrorValue, UnsupportedFormula
from zi_cli.scoring.formulas.score_cells import SAMA, ScoreCells, address
from zi_cli.scoring.formulas.values import Scalar
from zi_cli.scoring.ratio_rules import ATURAN

#: Counts to try: part and whole.
_HITUNGAN = ((2, 8), (5, 5), (3, 4))
_PERSEN = (Fraction(37, 100), Fraction(1), Fraction(0))


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

    def __init__(self, sel: ScoreCells, label: Mapping[str, tuple[str, Sel, str]]) -> None:
        self._sel = sel
        self._label = label

    def score(self, kode: str) -> AnswerVerdict | None:
        """The verdict on the score cell of the question *kode*; None without a formula that can be worked out."""
        sel = self._sel.sel.get(kode)
        if sel is None or kode not in self._sel.jawaban:
            return None
        skala = self._sel.weight(kode) / self._sel.satuan[kode]
        coba = [c._replace(benar=c.benar * skala) for c in self._inputs(kode, sel)]
        hasil = self._verdict(sel, coba)
        if hasil is None:
            return None
        if hasil.benar:
            asing = self._used(kode, coba)
            return AnswerVerdict(False, asing=asing) if asing is not None else self._of_blank(kode) or hasil
        if hasil.sama:
            hasil = hasil._replace(asing=self._foreign(kode, sel))
        if kode not in self._label:
            return hasil
        label = self._label[kode][1]
        resmi = "/".join(self._sel.instrumen.pilihan(kode))
        benar = self._verdict(sel, [c._replace(pengganti={**c.pengganti, label: resmi}) for c in coba])
        return hasil._replace(label=label) if benar is not None and benar.benar else hasil

    def percent_formula(self, kode: str) -> str | None:
        """A right formula for what :meth:`count` judges, where its counts have cells."""
        aturan = self._sel.instrumen.per_kode[kode].aturan
        if aturan is None or any(k not in self._sel.jawaban for k in aturan.operan):
            return None
        sel = [address(self._sel.jawaban[k]) for k in aturan.operan]
        if aturan.nama not in ATURAN:
            return f"=SUM({','.join(sel)})"
        return f"=MAX(0,({sel[0]}-{sel[1]})/{sel[0]})" if aturan.nama == "penurunan" else f"=MIN(1,{sel[0]}/{sel[1]})"

    def count(self, kode: str) -> AnswerVerdict | None:
        """The verdict on a percentage worked out from counts, or a sum of counts, in the answer column."""
        sel = self._sel.jawaban.get(kode)
        return None if sel is None else self._verdict(sel, [*self._counts(kode)])

    def _verdict(self, sel: Sel, coba: list[_Trial]) -> AnswerVerdict | None:
        hitung = self._sel.hitung
        if hitung.formula(sel) is None or not coba:
            return None
        hasil: list[Scalar] = []
        try:
            for c in coba:
                with hitung.trial(c.pengganti) as diwakili:
                    hasil.append(hitung.compute(sel))
                if diwakili:
                    return None
        except UnsupportedFormula:
            return None
        salah = [(c, h) for c, h in zip(coba, hasil, strict=True) if not _same(h, c.benar)]
        if not salah:
            return AnswerVerdict(True, bulat=any(h != c.benar for c, h in zip(coba, hasil, strict=True)))
        contoh, memberi = salah[0]
        sama = len({repr(h) for h in hasil}) == 1
        return AnswerVerdict(False, sama, None, None, contoh.untuk, memberi, contoh.benar)

    def _inputs(self, kode: str, sel: Sel) -> list[_Trial]:
        """What to try: answers, or counts where the formula in *sel* goes by these."""
        dinamai = {*self._sel.hitung.references(sel)}
        lewat_hitungan = self._sel.jawaban[kode] not in dinamai and dinamai & {*self._sel.jawaban.values()}
        return [*(self._counts(kode) if lewat_hitungan else ())] or [*self._answers(kode)]

    def _of_blank(self, kode: str) -> AnswerVerdict | None:
        """That the formula of *kode* gives points for no answer at all; None when it does not."""
        hitung, sel, jawaban = self._sel.hitung, self._sel.sel[kode], self._sel.jawaban[kode]
        if jawaban not in hitung.references(sel) or hitung.formula(jawaban) is not None:
            return None
        try:
            with hitung.trial({jawaban: None}) as diwakili:
                memberi = hitung.compute(sel)
        except UnsupportedFormula:
            return None
        if diwakili or not isinstance(memberi, Fraction) or memberi <= 0:
            return None
        return AnswerVerdict(False, untuk="jawaban kosong", memberi=memberi)

    def _used(self, kode: str, coba: list[_Trial]) -> Sel | None:
        """An answer cell of another row that changes what the right formula of *kode* gives."""
        lain = self._others(kode)
        for s in self._sel.hitung.references(self._sel.sel[kode]):
            # As if that row's answer were none of its options, or any of this one's.
            for isi in ("?", *self._sel.instrumen.pilihan(kode)) if s in lain else ():
                vonis = self._verdict(
                    self._sel.sel[kode], [c._replace(pengganti={**c.pengganti, s: isi}) for c in coba]
                )
                if vonis is not None and not vonis.benar:
                    return s
        return None

    def _others(self, kode: str) -> set[Sel]:
        """The answer cells that are neither that of *kode* nor of its counts."""
        milik = {kode, *(b.kode for b in self._sel.instrumen.baris if b.induk == kode)}
        return {s for k, s in self._sel.jawaban.items() if k not in milik}

    def _foreign(self, kode: str, sel: Sel) -> Sel | None:
        """An answer cell of another row that the formula names, when it names none of its own row."""
        lain = self._others(kode)
        dipakai = [s for s in self._sel.hitung.references(sel) if s in lain]
        return dipakai[0] if dipakai and all(s.baris != sel.baris for s in dipakai) else None

    def _answers(self, kode: str) -> Iterator[_Trial]:
        b, sel = self._sel.instrumen.per_kode[kode], self._sel.jawaban[kode]
        if b.jenis_jawaban == "persen":
            yield from (_Trial(f"{n * 100} %", {sel: n}, n) for n in _PERSEN)
        elif b.jenis_jawaban == "nilai_0_4":
            maks = self._sel.instrumen.survei_maksimum
            yield from (_Trial(str(n), {sel: n}, n / maks) for n in (maks, maks * 3 / 4))
        else:
            yield from (_Trial(p, {sel: p}, n) for p, n in self._sel.instrumen.pilihan(kode).items())

    def _counts(self, kode: str) -> Iterator[_Trial]:
        instrumen, sel = self._sel.instrumen, self._sel.jawaban
        aturan = instrumen.per_kode[kode].aturan
        if aturan is None or any(k not in sel for k in aturan.operan):
            return
        if aturan.nama not in ATURAN:
            isi = dict(zip(aturan.operan, (1, 2, 4), strict=True))
            yield _Trial("1 + 2 + 4", {sel[k]: Fraction(n) for k, n in isi.items()}, Fraction(7))
            return
        lain = [b.kode for b in instrumen.baris if b.jenis == "jumlah" and b.induk == kode and b.kode in sel]
        for bagian, semua in _HITUNGAN:
            isi = dict.fromkeys(lain, 1) | dict(zip(aturan.operan, (bagian, semua), strict=True))
            rincian = instrumen.per_kode[aturan.operan[1]].aturan
            if rincian is not None:
                isi |= dict(zip(rincian.operan, (0, 0, semua), strict=True))
            rasio = ATURAN[aturan.nama](Fraction(bagian), Fraction(semua)).nilai
            if rasio is not None:
                ganti: dict[Sel, Replacement] = {sel[k]: Fraction(n) for k, n in isi.items() if k in sel}
                yield _Trial(f"{bagian} dan {semua}", ganti, rasio)


def _same(x: Scalar, benar: Fraction) -> bool:
    return not isinstance(x, ErrorValue) and isinstance(x, Fraction) and abs(x - benar) <= max(SAMA, benar / 10**4)
