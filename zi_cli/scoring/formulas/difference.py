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
from zi_cli.scoring.formulas.score_cells import SAMA, AssessorSheet, ScoreCells
from zi_cli.scoring.formulas.values import Scalar
from zi_cli.scoring.totals import total_cells, total_differs
from zi_cli.worksheet.cells import angka_sel
from zi_cli.worksheet.model import KolomPenilai

#: What is saved and what is worked out may differ by this through rounding to 15 digits on the way.
_TERSIMPAN = Fraction(1, 10**7)


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
    def terbesar(self) -> Part:
        """The part that weighs most; one that makes the total an error before all others."""
        return max(self.bagian, key=lambda b: (b.poin is None, abs(b.poin or 0)))


def explain(bagian: AssessorSheet) -> Difference | None:
    """The difference of the file's total; None when it agrees or there is none."""
    kolom = bagian.ws.penilai.get(bagian.penilaian.penilai)
    if kolom is None or not total_differs(kolom, bagian.penilaian, bagian.instrumen):
        return None
    hasil = _Telescope(bagian, kolom).run()
    if hasil is None:
        # A formula that only seemed right in the trials: every cell is then held against what it should show.
        hasil = _Telescope(bagian, kolom, percaya=False).run()
    return hasil


class _Telescope:
    """Undoes the faults of one assessor's sheet one by one."""

    def __init__(self, bagian: AssessorSheet, kolom: KolomPenilai, *, percaya: bool = True) -> None:
        self._akar, self._percaya = total_cells(kolom, bagian.instrumen), percaya
        self._sel = ScoreCells(bagian)
        self._kolom = kolom
        self._basi = self._outdated()
        self._show_saved()
        self._settle()
        self._hakim = SumJudge(self._sel)
        self._jawaban = AnswerJudge(self._sel, bagian.ws.label_pilihan)
        self._sebab = Causes(self._sel, self._hakim, self._jawaban, self._basi, berumus=bagian.lembar.rumus.any())
        self._bagian: list[Part] = []
        self._beres: set[str] = set()
        self._diurungkan: set[str] = set()

    def run(self) -> Difference | None:
        """All parts in row order; None when they do not lead to our total."""
        self._beres = self._settled()
        self._snap()
        berkas = self._kini = self._total()
        self._undo_errors()
        for kode in self._sel.order():
            if kode not in self._diurungkan and kode not in self._beres and self._faulty(kode):
                sebab = self._sebab.of(kode)
                self._sel.replace_by_due(kode)
                self._book(self._sel.sel[kode], sebab)
        self._undo_blanks()
        kami = self._sel.penilaian.nilai["total"]
        if self._kini != kami:
            return None
        urut = sorted(self._bagian, key=lambda b: b.sel)
        return Difference(berkas if isinstance(berkas, Fraction) else None, kami, tuple(urut))

    def _total(self) -> Scalar:
        self._sel.hitung.forget()
        isi = [self._sel.points(k) for k in self._akar]
        galat = next((x for x in isi if isinstance(x, ErrorValue)), None)
        return galat or sum((x for x in isi if isinstance(x, Fraction)), Fraction(0))

    def _book(self, sel: Sel, sebab: str, *, selalu: bool = False) -> None:
        """Book what the last change did to the total; with *selalu* also nothing."""
        lama, self._kini = self._kini, self._total()
        if isinstance(lama, Fraction) and isinstance(self._kini, Fraction) and (selalu or lama != self._kini):
            self._bagian.append(Part(sel, sebab, lama - self._kini))

    def _faulty(self, kode: str) -> bool:
        """Whether the cell of *kode* must be put right, now that all above it is."""
        sel = self._sel
        ada = sel.shown(kode)
        if kode in sel.penilaian.indikator:
            if kode in sel.penilaian.kosong and not isinstance(ada, ErrorValue):
                # Text or a blank is left out by means, 0 counts as the rules have it.
                return isinstance(ada, Fraction) and ada != 0
            return ada != sel.due(kode)
        vonis = self._hakim.judge(kode) if self._percaya and sel.sel[kode] not in self._basi else None
        return vonis is None or not vonis.benar or vonis.beda > 0

    def _undo_errors(self) -> None:
        """Put right the cells where errors arise, also those that another fault keeps from the total."""
        sel, ganti = self._sel, self._sel.hitung.pengganti
        asal: list[str] = []
        while (kode := next((k for k in reversed(sel.order()) if self._error_arises(k)), None)) is not None:
            asal.append(kode)
            self._repair(kode)
            sel.hitung.forget()
        self._diurungkan |= {*asal}
        rusak: list[str] = []
        for kode in asal if isinstance(self._kini, ErrorValue) else ():
            benar = ganti.pop(sel.sel[kode])
            if isinstance(self._total(), ErrorValue):
                self._bagian.append(Part(sel.sel[kode], self._sebab.of_error(kode), None))
                rusak.append(kode)
            ganti[sel.sel[kode]] = benar
        # What the total survives counts as any other fault does, be it 0 for the time being.
        selamat = [k for k in asal if k not in rusak]
        benar_semua = {k: ganti.pop(sel.sel[k]) for k in selamat}
        self._kini = self._total()
        for kode in selamat:
            sebab = self._sebab.of_error(kode)
            ganti[sel.sel[kode]] = benar_semua[kode]
            self._book(sel.sel[kode], sebab, selalu=True)
        self._kini = self._total()

    def _repair(self, kode: str) -> None:
        if isinstance(self._sel.due(kode), ErrorValue):
            # All it holds is blank.
            self._sel.nol.add(kode)
        self._sel.replace_by_due(kode)

    def _error_arises(self, kode: str) -> bool:
        sel = self._sel
        if not isinstance(sel.shown(kode), ErrorValue):
            return False
        return not any(isinstance(sel.points(k), ErrorValue) for k in sel.isi.get(kode, ()))

    def _undo_blanks(self) -> None:
        """Count blank answers 0, then the rows that the sheet lacks."""
        sel = self._sel
        kosong = [k for k in sel.penilaian.kosong if k in sel.hadir]
        for kode in kosong:
            if kode in sel.sel and not isinstance(sel.value(sel.sel[kode]), Fraction):
                sel.hitung.pengganti[sel.sel[kode]] = Fraction(0)
        sel.kosong_nol = True
        if kosong:
            self._book(sel.jawaban[kosong[0]], self._sebab.blanks(kosong))
        for kode in sel.order():
            absent = [k for k in sel.isi.get(kode, ()) if k in sel.penilaian.indikator and k not in sel.hadir]
            if absent and sel.is_mean(kode):
                sel.utuh.add(kode)
                sel.replace_by_due(kode)
                self._book(sel.sel[kode], self._sebab.absent(kode, absent))

    def _snap(self) -> None:
        """Take figures that equal what they should be but for their fifteenth digit as equal."""
        sel = self._sel
        for kode in reversed(sel.order()):
            if kode in self._beres or sel.sel[kode] in self._basi:
                continue
            ada, harus = sel.shown(kode), sel.due(kode)
            if not isinstance(ada, Fraction) or not isinstance(harus, Fraction):
                continue
            rumus = sel.hitung.tree(sel.sel[kode]) is not None and kode not in sel.penilaian.indikator
            if rumus:
                vonis = self._hakim.judge(kode)
                if vonis is None or not vonis.benar or not 0 < vonis.beda <= SAMA:
                    continue
                sel.replace_by_due(kode)
            elif ada != harus and abs(ada - harus) <= SAMA:
                sel.hitung.pengganti[sel.sel[kode]] = harus / sel.satuan[kode]
            else:
                continue
            sel.hitung.forget()

    def _settled(self) -> set[str]:
        """Rows that show just what they should, and so does all they hold: nothing there is to be undone."""
        sel, beres = self._sel, set[str]()
        for kode in reversed(sel.order()):
            if kode in sel.penilaian.indikator:
                if kode not in sel.penilaian.kosong and sel.shown(kode) == sel.due(kode):
                    beres.add(kode)
            elif all(k in beres for k in sel.isi[kode]) and sel.shown(kode) == sel.due(kode):
                beres.add(kode)
        return beres

    def _settle(self) -> None:
        """Work out the values of questions once: nothing that is undone changes what they are made of."""
        sel = self._sel
        simpul = {*sel.sel.values()}
        tetap: dict[Sel, Replacement] = {}
        for kode in sel.penilaian.indikator:
            s = sel.sel.get(kode)
            if s is not None and s not in sel.hitung.pengganti and simpul.isdisjoint(sel.hitung.references(s)):
                tetap[s] = sel.value(s)
        sel.hitung.pengganti |= tetap

    def _outdated(self) -> Mapping[Sel, Scalar]:
        """Formula cells whose saved value is not what they compute, with what they do, if the total shows any."""
        sel = self._sel
        tersimpan = [angka_sel(self._kolom.nilai[k].nilai) for k in self._akar]
        kini = [sel.value(sel.sel[k]) for k in self._akar]
        if all(
            isinstance(x, Fraction) and y is not None and abs(x - y) <= _TERSIMPAN
            for x, y in zip(kini, tersimpan, strict=True)
        ):
            return {}
        if None in tersimpan and any(isinstance(x, ErrorValue) for x in kini):
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
