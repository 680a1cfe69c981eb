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
SAME = Fraction(1, 10**9)


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

    def __init__(self, part: AssessorSheet) -> None:
        sheet, penilaian, instrumen, semantics = part[1:]
        self.instrumen, self.penilaian, self.semantics = instrumen, penilaian, semantics
        self.hitung = Calculator(sheet.buku, sheet.rumus)
        cells = sheet.penilai[penilaian.penilai]
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
        kinds = {k: self.instrumen.per_kode[k].jenis for k in nilai}
        empty = {k for k, s in nilai.items() if kinds[k] != "jumlah" and self.value(s) is None}
        # The row over a question need not show its points.
        named = {x for s in nilai.values() for x in self.hitung.references(s)} if empty else set()
        loose = {k for k in empty if kinds[k] == "kelompok" or nilai[k] not in named}
        return {k: s for k, s in nilai.items() if kinds[k] != "jumlah" and k not in loose}

    def means(self) -> Iterator[str]:
        """Rows whose points are the mean of what they hold times their weight."""
        return (k for k in self.isi if self.is_mean(k))

    def is_mean(self, code: str) -> bool:
        """Whether *code* is the mean of what it holds times its weight; a group row repeats its one question."""
        kind = self.instrumen.per_kode[code].jenis
        return kind in self.semantics.rata_rata or kind == "kelompok"

    def weight(self, code: str) -> Fraction:
        """Points that *code* can have."""
        return self.instrumen.per_kode[code].bobot or Fraction(1)

    def order(self) -> list[str]:
        """Rows that have a cell, each before what it holds: totals, then down the sheet."""
        total = [b.kode for b in reversed(self.instrumen.baris) if b.jenis == "total"]
        return [k for k in (*total, *(b.kode for b in self.instrumen.baris if b.jenis != "total")) if k in self.sel]

    def shown(self, code: str) -> Scalar:
        """The points that the cell of *code* shows; its value as it is when that is no number."""
        nilai = self.value(self.sel[code])
        return nilai * self.satuan[code] if isinstance(nilai, Fraction) else nilai

    def value(self, cell: Sel) -> Scalar:
        """The value of a cell, None where it can't be known."""
        try:
            return self.hitung.value(cell)
        except UnsupportedFormula:
            return None

    def recomputed(self, s: Sel) -> Scalar:
        """What the formula in *s* gives from the saved values it names, when that is not what is saved in it."""
        compute = self.hitung
        try:
            with compute.trial({x: compute.saved(x) for x in compute.references(s)}):
                new, old = compute.compute(s), compute.saved(s)
        except UnsupportedFormula:
            return None
        if isinstance(new, Fraction) and isinstance(old, Fraction):
            return new if abs(new - old) > SAME else None
        return new if new != old else None

    def points(self, code: str) -> Scalar:
        """What *code* is taken for by the row that holds it: what its cell shows, else what it should be."""
        return self.shown(code) if code in self.sel else self.due(code)

    def due(self, code: str) -> Scalar:
        """Points that *code* should have by what it holds, as the cells below stand now; None for a blank answer."""
        if code in self.penilaian.indikator:
            blank = code in self.penilaian.kosong and not self.kosong_nol
            return None if blank else self.penilaian.indikator[code].skor
        content = {k: self.points(k) for k in self.isi[code]}
        # An error below has been named where it arises and counts nothing here.
        figures = {k: x if isinstance(x, Fraction) else Fraction(0) for k, x in content.items() if self._counts(x)}
        jumlah = sum(figures.values(), Fraction(0))
        if not self.is_mean(code):
            return jumlah
        absent = {k for k in content if k in self.penilaian.indikator and k not in self.hadir}
        blank = code in self.nol or self.kosong_nol
        counted = [k for k in content if (code in self.utuh if k in absent else blank or k in figures)]
        bobot = sum((self.weight(k) for k in counted), Fraction(0))
        if not bobot:
            return None if absent == set(content) else DIV0
        return sum((figures.get(k, Fraction(0)) for k in counted), Fraction(0)) * self.weight(code) / bobot

    @staticmethod
    def _counts(x: Scalar) -> bool:
        return isinstance(x, Fraction | ErrorValue)

    def replace_by_due(self, code: str) -> None:
        """Put the right formula into the cell of *code*."""
        self.hitung.pengganti[self.sel[code]] = lambda: self._due_in_cell(code)

    def _due_in_cell(self, code: str) -> Scalar:
        x = self.due(code)
        return x / self.satuan[code] if isinstance(x, Fraction) else x

    def below(self, code: str) -> set[str]:
        """Every row under *code* that has a cell or a part in it."""
        results: set[str] = set()
        antre = [*self.isi.get(code, ())]
        while antre:
            k = antre.pop()
            if k not in results:
                results.add(k)
                antre += self.isi.get(k, ())
        return results

    def _contents(self) -> dict[str, tuple[str, ...]]:
        by_code = self.instrumen.per_kode
        content: dict[str, tuple[str, ...]] = {}
        for b in self.instrumen.baris:
            if b.jenis == "kelompok":
                content[b.kode] = (b.kode.rpartition(".")[0],)
            elif b.carries_points and b.jenis != "indikator":
                content[b.kode] = tuple(
                    self._group_or_self(k) for k in self.instrumen.anak[b.kode] if by_code[k].carries_points
                )
        for b in self.instrumen.baris:
            if b.jenis == "total":
                parent = b.kode.rpartition(".")[0]
                content[b.kode] = content[parent] if parent else tuple(self._component_cell(b.kode))
        return content

    def _group_or_self(self, code: str) -> str:
        """The group row over the question *code* where the sheet shows its points there."""
        grup = f"{code}.0"
        return grup if grup in self.sel else code

    def _component_cell(self, total: str) -> Iterator[str]:
        """For the grand total *total*: each component, or its total row, whichever the formula adds up."""
        used = set(self.hitung.references(self.sel[total])) if total in self.sel else set()
        for b in self.instrumen.baris:
            if b.jenis == "komponen":
                own = f"{b.kode}.TOTAL"
                present = own in self.sel and self.value(self.sel[own]) is not None
                hanya_komponen = self.sel.get(b.kode) in used and self.sel.get(own) not in used
                yield own if present and not hanya_komponen else b.kode

    def _units(self) -> dict[str, Fraction]:
        """What one unit of each cell is in points: cells of one kind show points, or all show ratios."""
        nilai = {**self.penilaian.nilai}
        groups: dict[tuple[bool, str], list[str]] = {}
        for code in self.sel:
            if code in nilai:
                groups.setdefault((code in self.penilaian.indikator, code.partition(".")[0]), []).append(code)
        units = {code: Fraction(1) for code in self.sel}
        for member in groups.values():
            content = {k: x for k in member if isinstance(x := self.value(self.sel[k]), Fraction)}
            poin = sum(abs(x - nilai[k]) <= TOLERANSI for k, x in content.items())
            ratio = sum(abs(x - nilai[k] / self.weight(k)) <= TOLERANSI for k, x in content.items())
            if ratio > poin:
                units |= {k: self.weight(k) for k in member}
        return units

    def _counts_blanks(self, code: str) -> bool:
        """Whether the mean *code* counts blank answers 0 by its own formula or figure."""
        if code not in self.sel:
            return True
        empty = [k for k in self.below(code) if k in self.penilaian.kosong]
        if not empty:
            return False
        formula = self.hitung.formula(self.sel[code])
        if formula is not None and formula.teks:
            same = self._alike_with_zeros(code, empty)
            return "AVERAGE" not in formula.teks.upper() if same is None else same
        x = self.shown(code)
        if not isinstance(x, Fraction):
            return False
        tanpa, self.nol = self.due(code), self.nol | {code}
        dengan, self.nol = self.due(code), self.nol - {code}
        return isinstance(dengan, Fraction) and abs(x - dengan) <= SAME and dengan != tanpa

    def _alike_with_zeros(self, code: str, empty: list[str]) -> bool | None:
        """Whether *code* shows the same with 0 in the score cells of *empty*; None if it can't be told."""
        try:
            present, zero = self.hitung.compute(self.sel[code]), self.with_zeros(code, empty)
        except UnsupportedFormula:
            return None
        return present == zero if isinstance(present, Fraction) and isinstance(zero, Fraction) else None

    def with_zeros(self, code: str, empty: Iterable[str]) -> Scalar:
        """What the formula of *code* gives with 0 in the score cells of *empty* that show no number.

        None where none of them does so, or it can't be worked out.
        """
        cells = [s for k in empty if (s := self.sel.get(k)) and not isinstance(self.value(s), Fraction)]
        try:
            with self.hitung.trial(self.hitung.pengganti | dict.fromkeys(cells, Fraction(0))):
                return self.hitung.compute(self.sel[code]) if cells else None
        except UnsupportedFormula:
            return None


def address(cell: Sel) -> str:
    """The cell without its sheet ("K9")."""
    return f"{column_letters(cell.kolom)}{cell.baris}"
