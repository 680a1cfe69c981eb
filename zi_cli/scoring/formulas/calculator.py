"""Works out cells of a workbook from its formulas, exactly and within limits, with any cell replaced at will."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import isfinite

from zi_cli.findings.record import Sel
from zi_cli.scoring.formulas.functions import FUNCTIONS, PER_VALUE
from zi_cli.scoring.formulas.parse import (
    ArrayLiteral,
    Call,
    ErrorValue,
    Node,
    Number,
    Operation,
    Reference,
    UnsupportedFormula,
    parse_formula,
)
from zi_cli.scoring.formulas.references import expand_names
from zi_cli.scoring.formulas.values import (
    NA,
    Argument,
    Scalar,
    SheetError,
    Table,
    compare,
    elementwise,
    logical,
    number,
    operate,
    scalar,
)
from zi_cli.text import cell_number
from zi_cli.worksheet.formats.formulas_xlsx import Formula, Formulas
from zi_cli.worksheet.formats.open import Workbook

_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
#: Steps of one calculation, cells of one range, and levels of cells and expressions within each other.
_MAX_STEPS = 400_000
_MAX_RANGE = 20_000
_MAX_REFERENCES = 2000
_MAX_DEPTH = 220
#: Functions that count blank cells: of a whole column those beyond the last content too.
_COUNTS_BLANKS = frozenset({"COUNTBLANK", "COUNTIF"})

Replacement = Scalar | Callable[[], Scalar]


class Calculator:
    """The cells of a workbook: ``pengganti`` replaces the content of a cell by a value, or by what is worked out.

    Where a formula can't be worked out its saved value stands for it.
    """

    def __init__(self, book: Workbook, formula: Formulas) -> None:
        self._isi = dict(book.lembar)
        self._kosong = book.rumus_kosong
        self._rumus = formula.sel
        self._nama = formula.nama
        self._luas: dict[str, tuple[int, int]] = {}
        self._larik = False
        self.pengganti: dict[Sel, Replacement] = {}
        self._nilai: dict[Sel, Scalar] = {}
        self._pohon: dict[Sel, Node | None] = {}
        self._diwakili: set[Sel] = set()
        self._acuan: dict[int, list[Reference]] = {}
        self._berjalan: set[Sel] = set()
        self._langkah = 0
        self._dalam = 0

    def formula(self, cell: Sel) -> Formula | None:
        """The formula that stands in *cell*."""
        return self._rumus.get(cell.lembar, {}).get((cell.baris, cell.kolom))

    def forget(self) -> None:
        """Start afresh, after replacements changed."""
        self._nilai.clear()
        self._langkah = 0

    @contextmanager
    def trial(self, substitutes: dict[Sel, Replacement]) -> Iterator[set[Sel]]:
        """Work with other replacements for a while.

        The set fills with formula cells that could not be worked out: what depends on them proves nothing.
        """
        store = self.pengganti, self._nilai, self._langkah, self._diwakili
        self.pengganti, self._nilai, self._langkah, self._diwakili = substitutes, {}, 0, set()
        try:
            yield self._diwakili
        finally:
            self.pengganti, self._nilai, self._langkah, self._diwakili = store

    def saved(self, cell: Sel) -> Scalar:
        """What the file has saved as the value of *cell*; raises ``UnsupportedFormula`` where nothing was."""
        if (cell.lembar, cell.baris, cell.kolom) in self._kosong:
            raise UnsupportedFormula("belum dihitung")
        sheet = self._isi.get(cell.lembar)
        if sheet is None:
            raise UnsupportedFormula("lembar lain")
        row = sheet[cell.baris - 1] if 1 <= cell.baris <= len(sheet) else []
        nilai = row[cell.kolom] if 0 <= cell.kolom < len(row) else ""
        if isinstance(nilai, bool):
            return nilai
        if isinstance(nilai, int | float) and isfinite(nilai):
            return cell_number(nilai)
        if isinstance(nilai, str):
            if nilai in _ERRORS:
                return ErrorValue(nilai)
            return nilai if nilai or self.formula(cell) is not None else None
        raise UnsupportedFormula("tanggal, atau bilangan di luar jangkauan")

    def value(self, cell: Sel) -> Scalar:
        """The value of *cell*: its replacement, else what its formula computes, else what is saved."""
        if cell in self.pengganti:
            replacement = self.pengganti[cell]
            if not callable(replacement):
                return replacement
        else:
            replacement = None
            if self.formula(cell) is None:
                return self.saved(cell)
        if cell in self._nilai:
            return self._nilai[cell]
        if cell in self._berjalan:
            raise UnsupportedFormula("rumus melingkar")
        self._berjalan.add(cell)
        try:
            result = replacement() if replacement is not None else self.compute(cell)
        except UnsupportedFormula:
            result = self.saved(cell)
            self._diwakili.add(cell)
        finally:
            self._berjalan.discard(cell)
        self._nilai[cell] = result
        return result

    def compute(self, cell: Sel, tree: Node | None = None) -> Scalar:
        """What the formula in *cell* (or *tree* in its place) computes, whatever replaces the cell.

        Raises ``UnsupportedFormula``.
        """
        tree = tree or self.tree(cell)
        if tree is None:
            raise UnsupportedFormula("tanpa rumus")
        formula, outside = self.formula(cell), self._larik
        self._larik = formula is not None and formula.larik
        try:
            result = self._eval(tree, _written_at(formula, cell))
            if isinstance(result, list) and formula is not None and formula.larik:
                if len(result) > formula.luas[0] or len(result[0]) > formula.luas[1]:
                    # Cut off, spilled over the cells around, or an error, as the program has it.
                    raise UnsupportedFormula("larik melebihi selnya")
                result = _share(result, cell.baris - formula.asal[0], cell.kolom - formula.asal[1])
            # A formula that only points at a blank cell shows 0.
            return Fraction(0) if result is None else scalar(result)
        except SheetError as e:
            return e.galat
        finally:
            self._larik = outside

    def tree(self, cell: Sel) -> Node | None:
        """The parsed formula of *cell*; None without one that can be worked out."""
        if cell not in self._pohon:
            formula = self.formula(cell)
            try:
                text = expand_names(formula.teks, cell.lembar, self._nama) if formula else ""
                self._pohon[cell] = parse_formula(text, *formula.asal) if formula else None
            except UnsupportedFormula:
                self._pohon[cell] = None
        return self._pohon[cell]

    def references(self, cell: Sel) -> list[Sel]:
        """The cells that the formula in *cell* names, ranges cell by cell."""
        tree = self.tree(cell)
        if tree is None:
            return []
        # Formulas that are alike share one tree, and name few cells many times.
        if id(tree) not in self._acuan:
            self._acuan[id(tree)] = list(dict.fromkeys(_references(tree)))
        origin = _written_at(self.formula(cell), cell)
        return [s for reference in self._acuan[id(tree)] for s in _named_cells(reference, origin)]

    def _eval(self, n: Node | None, cell: Sel) -> Scalar | Table:
        self._langkah += 1
        self._dalam += 1
        try:
            if self._langkah > _MAX_STEPS or self._dalam > _MAX_DEPTH:
                raise UnsupportedFormula("terlalu panjang")
            if isinstance(n, Number):
                return n.nilai
            if isinstance(n, Reference):
                return self._reference(n, cell)
            if isinstance(n, Call):
                return self._call(n, cell)
            if isinstance(n, Operation):
                return self._operation(n, cell)
            if isinstance(n, ArrayLiteral):
                return [[*b] for b in n.baris]
            return Fraction(0)
        finally:
            self._dalam -= 1

    def _reference(self, n: Reference, cell: Sel) -> Scalar | Table:
        sheet = n.lembar or cell.lembar
        b1, k1 = n.awal.at(cell.baris, cell.kolom)
        if n.akhir is None:
            return self.value(Sel(sheet, b1, k1))
        b2, k2 = n.akhir.at(cell.baris, cell.kolom)
        (b1, b2), (k1, k2) = sorted((b1, b2)), sorted((k1, k2))
        if n.utuh:
            row, column = self._extent(sheet)
            b2, k2 = min(b2, max(b1, row)), min(k2, max(k1, column))
        if (b2 - b1 + 1) * (k2 - k1 + 1) > _MAX_RANGE:
            raise UnsupportedFormula("rentang besar")
        self._langkah += (b2 - b1 + 1) * (k2 - k1 + 1)
        return [[self.value(Sel(sheet, b, k)) for k in range(k1, k2 + 1)] for b in range(b1, b2 + 1)]

    def _extent(self, sheet: str) -> tuple[int, int]:
        """The last row and the last column that hold anything: beyond them all cells are blank."""
        if sheet not in self._luas:
            content, formulas = self._isi.get(sheet, []), self._rumus.get(sheet, {})
            row = max(len(content), *(b for b, _ in formulas), 0) if formulas else len(content)
            column = max((len(b) for b in content), default=0) - 1
            self._luas[sheet] = row, max(column, *(k for _, k in formulas), 0)
        return self._luas[sheet]

    def _operation(self, n: Operation, cell: Sel) -> Scalar | Table:
        content = [self._eval(x, cell) for x in n.isi]
        if len(content) == 1:
            if isinstance(content[0], list):
                return self._elementwise("*", content[0], Fraction(-1) if n.tanda == "-" else Fraction(1, 100))
            x = number(content[0])
            return -x if n.tanda == "-" else x / 100
        a, b = content
        if isinstance(a, list) or isinstance(b, list):
            return self._elementwise(n.tanda, a, b)
        return operate(n.tanda, a, b)

    def _elementwise(self, mark: str, a: Scalar | Table, b: Scalar | Table) -> Table:
        return self._per_value(lambda x, y: operate(mark, x, y), a, b)

    def _per_value(self, f: Callable[..., Scalar], *content: Scalar | Table) -> Table:
        if not self._larik:
            # Outside an array formula a range in place of one value is the one cell beside the formula.
            raise UnsupportedFormula("rentang di tempat satu nilai")
        return elementwise(f, *content)

    def _switch(self, content: tuple[Node | None, ...], cell: Sel) -> Scalar | Table:
        sought = scalar(self._eval(content[0], cell))
        for syarat, result in zip(content[1::2], content[2::2], strict=False):
            if compare("=", sought, scalar(self._eval(syarat, cell))):
                return self._eval(result, cell)
        return NA if len(content) % 2 else self._eval(content[-1], cell)

    def _or_error(self, n: Node | None, cell: Sel) -> Scalar | Table:
        try:
            return self._eval(n, cell)
        except SheetError as e:
            return e.galat

    def _condition(self, content: tuple[Node | None, ...], cell: Sel) -> Scalar | Table:
        """IF; in an array formula element by element."""
        syarat = self._eval(content[0], cell)
        if isinstance(syarat, list) and self._larik:
            ya = self._or_error(content[1], cell)
            tidak = self._or_error(content[2], cell) if len(content) > 2 else False
            return elementwise(lambda x, y, t: y if logical(x) else t, syarat, ya, tidak)
        if logical(syarat):
            return self._eval(content[1], cell)
        return self._eval(content[2], cell) if len(content) > 2 else False

    def _call(self, n: Call, cell: Sel) -> Scalar | Table:
        content, jumlah = n.isi, len(n.isi)
        if n.nama == "IF" and 1 < jumlah <= 3:
            return self._condition(content, cell)
        if n.nama in ("IFERROR", "IFNA") and jumlah == 2:
            try:
                result = self._eval(content[0], cell)
                error = result if isinstance(result, ErrorValue) else None
            except SheetError as e:
                result = error = e.galat
            if isinstance(result, list):
                other = self._or_error(content[1], cell)
                return self._per_value(lambda x, y: y if _caught(n.nama, x) else x, result, other)
            return self._eval(content[1], cell) if _caught(n.nama, error) else result
        if n.nama == "IFS" and jumlah % 2 == 0:
            for syarat, hasil_ in zip(content[::2], content[1::2], strict=True):
                if logical(self._eval(syarat, cell)):
                    return self._eval(hasil_, cell)
            return NA
        if n.nama == "SWITCH" and jumlah > 2:
            return self._switch(content, cell)
        if n.nama == "CHOOSE" and jumlah > 1:
            ke = int(number(self._eval(content[0], cell)))
            return self._eval(content[ke], cell) if 1 <= ke < jumlah else ErrorValue("#VALUE!")
        function = FUNCTIONS.get(n.nama)
        if function is None:
            raise UnsupportedFormula(n.nama)
        outside = self._larik
        self._larik = outside or n.nama == "SUMPRODUCT"
        try:
            arguments: list[Argument] = [(self._or_error(x, cell), isinstance(x, Reference)) for x in content]
        finally:
            self._larik = outside
        if n.nama in _COUNTS_BLANKS and any(isinstance(x, Reference) and x.utuh for x in content):
            raise UnsupportedFormula("sel kosong sekolom")
        try:
            if n.nama in PER_VALUE and any(isinstance(x, list) for x, _ in arguments):
                cells = [y for _, y in arguments]
                return self._per_value(lambda *x: function([*zip(x, cells, strict=True)]), *(x for x, _ in arguments))
            return function(arguments)
        except IndexError:
            raise UnsupportedFormula(n.nama) from None


def _written_at(formula: Formula | None, cell: Sel) -> Sel:
    """Where the references of the formula in *cell* are counted from: an array formula is the same in all its cells."""
    return cell if formula is None or not formula.larik else Sel(cell.lembar, *formula.asal)


def _share(result: Table, row: int, column: int) -> Scalar:
    """What a cell of an array formula shows of its result; a single row or column stands in each."""
    b, k = (0 if len(result) == 1 else row), (0 if len(result[0]) == 1 else column)
    return result[b][k] if b < len(result) and k < len(result[0]) else NA


def _caught(name: str, x: object) -> bool:
    """Whether IFERROR or IFNA takes its second value in place of *x*."""
    return isinstance(x, ErrorValue) and (name == "IFERROR" or x == NA)


def _references(n: Node | None) -> Iterator[Reference]:
    if isinstance(n, Reference):
        yield n
    elif isinstance(n, Operation | Call):
        content: Iterable[Node | None] = n.isi
        for x in content:
            yield from _references(x)


def _named_cells(n: Reference, cell: Sel) -> Iterator[Sel]:
    """The cells that *n* means in the formula of *cell*; none of a range beyond all measure."""
    b1, k1 = n.awal.at(cell.baris, cell.kolom)
    b2, k2 = n.akhir.at(cell.baris, cell.kolom) if n.akhir else (b1, k1)
    (b1, b2), (k1, k2) = sorted((b1, b2)), sorted((k1, k2))
    if (b2 - b1 + 1) * (k2 - k1 + 1) <= _MAX_REFERENCES:
        yield from (Sel(n.lembar or cell.lembar, b, k) for b in range(b1, b2 + 1) for k in range(k1, k2 + 1))
