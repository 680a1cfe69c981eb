"""The score cells of one assessor as a model of the sheet: what each holds, what it shows, what it should show."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from zi_cli.findings.record import Sel, column_letters
from zi_cli.instrumen.sheet_semantics import SheetSemantics
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.formulas.calculator import Calculator
from zi_cli.scoring.formulas.parse import ErrorValue, UnsupportedFormula
from zi_cli.scoring.formulas.values import DIV0, Scalar
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.totals import TOLERANSI
from zi_cli.worksheet.formula_sheet import FormulaSheet
from zi_cli.worksheet.model import Worksheet

#: Two figures closer than this are one: what a spreadsheet saves has 15 digits.
SAMA = Fraction(1, 10**9)


class AssessorSheet(NamedTuple):
    """What is asked about: one assessor's part of a worksheet, with its formulas and how the form's own compute."""

    ws: Worksheet
    lembar: FormulaSheet
    penilaian: Penilaian
    instrumen: Instrumen
    semantics: SheetSemantics


class ScoreCells:
    """Rows with points ("simpul"), by kode, each with its cell where the sheet has one.

    Points of a row without a cell are worked out from what it holds. ``kosong_nol``: blank answers count 0 (as the
    rules have it) instead of being left out of a mean; ``nol`` are means that count them 0 by their own formula;
    ``utuh`` are means that count the rows that the sheet lacks, too.
    """

    def __init__(self, bagian: AssessorSheet) -> None:
        lembar, penilaian, instrumen, semantics = bagian[1:]
        self.instrumen, self.penilaian, self.semantics = instrumen, penilaian, semantics
        self.hitung = Calculator(lembar.buku, lembar.rumus)
        cells = lembar.penilai[penilaian.penilai]
        self.jawaban = cells.jawaban
        self.sel: Mapping[str, Sel] = self._bearing_points(cells.nilai)
        self.kosong_nol = False
        self.nol: set[str] = set()
        self.utuh: set[str] = set()
        self.hadir = {k for k in penilaian.indikator if k in cells.jawaban}
        self.isi = self._contents()
        # What the sheet does not show it leaves nothing out of.
        self.utuh |= {k for k in self.means() if k not in self.sel}
        self.satuan = self._units()
        if semantics.kosong_dilewati:
            self.nol |= {k for k in self.means() if self._counts_blanks(k)}
        else:
            self.nol |= set(self.means())

    def _bearing_points(self, nilai: Mapping[str, Sel]) -> dict[str, Sel]:
        """The cells of *nilai* that are to show points: a blank one only where a formula counts it."""
        jenis = {k: self.instrumen.per_kode[k].jenis for k in nilai}
        kosong = {k for k, s in nilai.items() if jenis[k] != "jumlah" and self.value(s) is None}
        # The row over a question need not show its points.
        dinamai = {x for s in nilai.values() for x in self.hitung.references(s)} if kosong else set()
        lepas = {k for k in kosong if jenis[k] == "kelompok" or nilai[k] not in dinamai}
        return {k: s for k, s in nilai.items() if jenis[k] != "jumlah" and k not in lepas}

    def means(self) -> Iterator[str]:
        """Rows whose points are the mean of what they hold times their weight."""
        return (k for k in self.isi if self.is_mean(k))

    def is_mean(self, kode: str) -> bool:
        """Whether *kode* is the mean of what it holds times its weight; a group row repeats its one question."""
        jenis = self.instrumen.per_kode[kode].jenis
        return jenis in self.semantics.rata_rata or jenis == "kelompok"

    def weight(self, kode: str) -> Fraction:
        """Points that *kode* can have."""
        return self.instrumen.per_kode[kode].bobot or Fraction(1)

    def order(self) -> list[str]:
        """Rows that have a cell, each before what it holds: totals, then down the sheet."""
        total = [b.kode for b in reversed(self.instrumen.baris) if b.jenis == "total"]
        return [k for k in (*total, *(b.kode for b in self.instrumen.baris if b.jenis != "total")) if k in self.sel]

    def shown(self, kode: str) -> Scalar:
        """The points that the cell of *kode* shows; its value as it is when that is no number."""
        nilai = self.value(self.sel[kode])
        return nilai * self.satuan[kode] if isinstance(nilai, Fraction) else nilai

    def value(self, sel: Sel) -> Scalar:
        """The value of a cell, None where it can't be known."""
        try:
            return self.hitung.value(sel)
        except UnsupportedFormula:
            return None

    def recomputed(self, s: Sel) -> Scalar:
        """What the formula in *s* gives from the saved values it names, when that is not what is saved in it."""
        hitung = self.hitung
        try:
            with hitung.trial({x: hitung.saved(x) for x in hitung.references(s)}):
                baru, lama = hitung.compute(s), hitung.saved(s)
        except UnsupportedFormula:
            return None
        if isinstance(baru, Fraction) and isinstance(lama, Fraction):
            return baru if abs(baru - lama) > SAMA else None
        return baru if baru != lama else None

    def points(self, kode: str) -> Scalar:
        """What *kode* is taken for by the row that holds it: what its cell shows, else what it should be."""
        return self.shown(kode) if kode in self.sel else self.due(kode)

    def due(self, kode: str) -> Scalar:
        """Points that *kode* should have by what it holds, as the cells below stand now; None for a blank answer."""
        if kode in self.penilaian.indikator:
            blank = kode in self.penilaian.kosong and not self.kosong_nol
            return None if blank else self.penilaian.indikator[kode].skor
        isi = {k: self.points(k) for k in self.isi[kode]}
        # An error below has been named where it arises and counts nothing here.
        angka = {k: x if isinstance(x, Fraction) else Fraction(0) for k, x in isi.items() if self._counts(x)}
        jumlah = sum(angka.values(), Fraction(0))
        if not self.is_mean(kode):
            return jumlah
        absent = {k for k in isi if k in self.penilaian.indikator and k not in self.hadir}
        blank = kode in self.nol or self.kosong_nol
        dihitung = [k for k in isi if (kode in self.utuh if k in absent else blank or k in angka)]
        bobot = sum((self.weight(k) for k in dihitung), Fraction(0))
        if not bobot:
            return None if absent == set(isi) else DIV0
        return sum((angka.get(k, Fraction(0)) for k in dihitung), Fraction(0)) * self.weight(kode) / bobot

    @staticmethod
    def _counts(x: Scalar) -> bool:
        return isinstance(x, Fraction | ErrorValue)

    def replace_by_due(self, kode: str) -> None:
        """Put the right formula into the cell of *kode*."""
        self.hitung.pengganti[self.sel[kode]] = lambda: self._due_in_cell(kode)

    def _due_in_cell(self, kode: str) -> Scalar:
        x = self.due(kode)
        return x / self.satuan[kode] if isinstance(x, Fraction) else x

    def below(self, kode: str) -> set[str]:
        """Every row under *kode* that has a cell or a part in it."""
        hasil: set[str] = set()
        antre = [*self.isi.get(kode, ())]
        while antre:
            k = antre.pop()
            if k not in hasil:
                hasil.add(k)
                antre += self.isi.get(k, ())
        return hasil

    def _contents(self) -> dict[str, tuple[str, ...]]:
        per_kode = self.instrumen.per_kode
        isi: dict[str, tuple[str, ...]] = {}
        for b in self.instrumen.baris:
            if b.jenis == "kelompok":
                isi[b.kode] = (b.kode.rpartition(".")[0],)
            elif b.bernilai and b.jenis != "indikator":
                isi[b.kode] = tuple(self._group_or_self(k) for k in self.instrumen.anak[b.kode] if per_kode[k].bernilai)
        for b in self.instrumen.baris:
            if b.jenis == "total":
                induk = b.kode.rpartition(".")[0]
                isi[b.kode] = isi[induk] if induk else tuple(self._component_cell(b.kode))
        return isi

    def _group_or_self(self, kode: str) -> str:
        """The group row over the question *kode* where the sheet shows its points there."""
        grup = f"{kode}.0"
        return grup if grup in self.sel else kode

    def _component_cell(self, total: str) -> Iterator[str]:
        """For the grand total *total*: each component, or its total row, whichever the formula adds up."""
        dipakai = set(self.hitung.references(self.sel[total])) if total in self.sel else set()
        for b in self.instrumen.baris:
            if b.jenis == "komponen":
                sendiri = f"{b.kode}.TOTAL"
                ada = sendiri in self.sel and self.value(self.sel[sendiri]) is not None
                hanya_komponen = self.sel.get(b.kode) in dipakai and self.sel.get(sendiri) not in dipakai
                yield sendiri if ada and not hanya_komponen else b.kode

    def _units(self) -> dict[str, Fraction]:
        """What one unit of each cell is in points: cells of one kind show points, or all show ratios."""
        nilai = {**self.penilaian.nilai}
        kelompok: dict[tuple[bool, str], list[str]] = {}
        for kode in self.sel:
            if kode in nilai:
                kelompok.setdefault((kode in self.penilaian.indikator, kode.partition(".")[0]), []).append(kode)
        satuan = {kode: Fraction(1) for kode in self.sel}
        for anggota in kelompok.values():
            isi = {k: x for k in anggota if isinstance(x := self.value(self.sel[k]), Fraction)}
            poin = sum(abs(x - nilai[k]) <= TOLERANSI for k, x in isi.items())
            rasio = sum(abs(x - nilai[k] / self.weight(k)) <= TOLERANSI for k, x in isi.items())
            if rasio > poin:
                satuan |= {k: self.weight(k) for k in anggota}
        return satuan

    def _counts_blanks(self, kode: str) -> bool:
        """Whether the mean *kode* counts blank answers 0 by its own formula or figure."""
        if kode not in self.sel:
            return True
        kosong = [k for k in self.below(kode) if k in self.penilaian.kosong]
        if not kosong:
            return False
        rumus = self.hitung.formula(self.sel[kode])
        if rumus is not None and rumus.teks:
            sama = self._alike_with_zeros(kode, kosong)
            return "AVERAGE" not in rumus.teks.upper() if sama is None else sama
        x = self.shown(kode)
        if not isinstance(x, Fraction):
            return False
        tanpa, self.nol = self.due(kode), self.nol | {kode}
        dengan, self.nol = self.due(kode), self.nol - {kode}
        return isinstance(dengan, Fraction) and abs(x - dengan) <= SAMA and dengan != tanpa

    def _alike_with_zeros(self, kode: str, kosong: list[str]) -> bool | None:
        """Whether *kode* shows the same with 0 in the score cells of *kosong*; None if it can't be told."""
        try:
            ada, nol = self.hitung.compute(self.sel[kode]), self.with_zeros(kode, kosong)
        except UnsupportedFormula:
            return None
        return ada == nol if isinstance(ada, Fraction) and isinstance(nol, Fraction) else None

    def with_zeros(self, kode: str, kosong: Iterable[str]) -> Scalar:
        """What the formula of *kode* gives with 0 in the score cells of *kosong* that show no number.

        None where none of them does so, or it can't be worked out.
        """
        sel = [s for k in kosong if (s := self.sel.get(k)) and not isinstance(self.value(s), Fraction)]
        try:
            with self.hitung.trial(self.hitung.pengganti | dict.fromkeys(sel, Fraction(0))):
                return self.hitung.compute(self.sel[kode]) if sel else None
        except UnsupportedFormula:
            return None


def address(sel: Sel) -> str:
    """The cell without its sheet ("K9")."""
    return f"{column_letters(sel.kolom)}{sel.baris}"
