"""Works out cells of a workbook from its formulas, exactly and within limits, with any cell replaced at will."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction

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

_GALAT = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
#: Steps of one calculation, cells of one range, and levels of cells and expressions within each other.
_LANGKAH = 400_000
_RENTANG = 20_000
_RENTANG_ACUAN = 2000
_DALAM = 220
#: Functions that count blank cells: of a whole column those beyond the last content too.
_MENGHITUNG_KOSONG = frozenset({"COUNTBLANK", "COUNTIF"})

Replacement = Scalar | Callable[[], Scalar]


class Calculator:
    """The cells of a workbook: ``pengganti`` replaces the content of a cell by a value, or by what is worked out.

    Where a formula can't be worked out its saved value stands for it.
    """

    def __init__(self, buku: Workbook, rumus: Formulas) -> None:
        self._isi = dict(buku.lembar)
        self._kosong = buku.rumus_kosong
        self._rumus = rumus.sel
        self._nama = rumus.nama
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

    def formula(self, sel: Sel) -> Formula | None:
        """The formula that stands in *sel*."""
        return self._rumus.get(sel.lembar, {}).get((sel.baris, sel.kolom))

    def forget(self) -> None:
        """Start afresh, after replacements changed."""
        self._nilai.clear()
        self._langkah = 0

    @contextmanager
    def trial(self, pengganti: dict[Sel, Replacement]) -> Iterator[set[Sel]]:
        """Work with other replacements for a while.

        The set fills with formula cells that could not be worked out: what depends on them proves nothing.
        """
        simpan = self.pengganti, self._nilai, self._langkah, self._diwakili
        self.pengganti, self._nilai, self._langkah, self._diwakili = pengganti, {}, 0, set()
        try:
            yield self._diwakili
        finally:
            self.pengganti, self._nilai, self._langkah, self._diwakili = simpan

    def saved(self, sel: Sel) -> Scalar:
        """What the file has saved as the value of *sel*; raises ``UnsupportedFormula`` where nothing was."""
        if (sel.lembar, sel.baris, sel.kolom) in self._kosong:
            raise UnsupportedFormula("belum dihitung")
        lembar = self._isi.get(sel.lembar)
        if lembar is None:
            raise UnsupportedFormula("lembar lain")
        baris = lembar[sel.baris - 1] if 1 <= sel.baris <= len(lembar) else []
        nilai = baris[sel.kolom] if 0 <= sel.kolom < len(baris) else ""
        if isinstance(nilai, bool):
            return nilai
        if isinstance(nilai, int | float):
            return cell_number(nilai)
        if isinstance(nilai, str):
            if nilai in _GALAT:
                return ErrorValue(nilai)
            return nilai if nilai or self.formula(sel) is not None else None
        raise UnsupportedFormula("tanggal")

    def value(self, sel: Sel) -> Scalar:
        """The value of *sel*: its replacement, else what its formula computes, else what is saved."""
        if sel in self.pengganti:
            ganti = self.pengganti[sel]
            if not callable(ganti):
                return ganti
        else:
            ganti = None
            if self.formula(sel) is None:
                return self.saved(sel)
        if sel in self._nilai:
            return self._nilai[sel]
        if sel in self._berjalan:
            raise UnsupportedFormula("rumus melingkar")
        self._berjalan.add(sel)
        try:
            hasil = ganti() if ganti is not None else self.compute(sel)
        except UnsupportedFormula:
            hasil = self.saved(sel)
            self._diwakili.add(sel)
        finally:
            self._berjalan.discard(sel)
        self._nilai[sel] = hasil
        return hasil

    def compute(self, sel: Sel, pohon: Node | None = None) -> Scalar:
        """What the formula in *sel* (or *pohon* in its place) computes, whatever replaces the cell.

        Raises ``UnsupportedFormula``.
        """
        pohon = pohon or self.tree(sel)
        if pohon is None:
            raise UnsupportedFormula("tanpa rumus")
        rumus, luar = self.formula(sel), self._larik
        self._larik = rumus is not None and rumus.larik
        try:
            hasil = self._eval(pohon, _written_at(rumus, sel))
            if isinstance(hasil, list) and rumus is not None and rumus.larik:
                if len(hasil) > rumus.luas[0] or len(hasil[0]) > rumus.luas[1]:
                    # Cut off, spilled over the cells around, or an error, as the program has it.
                    raise UnsupportedFormula("larik melebihi selnya")
                hasil = _share(hasil, sel.baris - rumus.asal[0], sel.kolom - rumus.asal[1])
            # A formula that only points at a blank cell shows 0.
            return Fraction(0) if hasil is None else scalar(hasil)
        except SheetError as e:
            return e.galat
        finally:
            self._larik = luar

    def tree(self, sel: Sel) -> Node | None:
        """The parsed formula of *sel*; None without one that can be worked out."""
        if sel not in self._pohon:
            rumus = self.formula(sel)
            try:
                teks = expand_names(rumus.teks, sel.lembar, self._nama) if rumus else ""
                self._pohon[sel] = parse_formula(teks, *rumus.asal) if rumus else None
            except UnsupportedFormula:
                self._pohon[sel] = None
        return self._pohon[sel]

    def references(self, sel: Sel) -> list[Sel]:
        """The cells that the formula in *sel* names, ranges cell by cell."""
        pohon = self.tree(sel)
        if pohon is None:
            return []
        # Formulas that are alike share one tree, and name few cells many times.
        if id(pohon) not in self._acuan:
            self._acuan[id(pohon)] = list(dict.fromkeys(_references(pohon)))
        asal = _written_at(self.formula(sel), sel)
        return [s for acuan in self._acuan[id(pohon)] for s in _named_cells(acuan, asal)]

    def _eval(self, n: Node | None, sel: Sel) -> Scalar | Table:
        self._langkah += 1
        self._dalam += 1
        try:
            if self._langkah > _LANGKAH or self._dalam > _DALAM:
                raise UnsupportedFormula("terlalu panjang")
            if isinstance(n, Number):
                return n.nilai
            if isinstance(n, Reference):
                return self._reference(n, sel)
            if isinstance(n, Call):
                return self._call(n, sel)
            if isinstance(n, Operation):
                return self._operation(n, sel)
            if isinstance(n, ArrayLiteral):
                return [[*b] for b in n.baris]
            return Fraction(0)
        finally:
            self._dalam -= 1

    def _reference(self, n: Reference, sel: Sel) -> Scalar | Table:
        lembar = n.lembar or sel.lembar
        b1, k1 = n.awal.at(sel.baris, sel.kolom)
        if n.akhir is None:
            return self.value(Sel(lembar, b1, k1))
        b2, k2 = n.akhir.at(sel.baris, sel.kolom)
        (b1, b2), (k1, k2) = sorted((b1, b2)), sorted((k1, k2))
        if n.utuh:
            baris, kolom = self._extent(lembar)
            b2, k2 = min(b2, max(b1, baris)), min(k2, max(k1, kolom))
        if (b2 - b1 + 1) * (k2 - k1 + 1) > _RENTANG:
            raise UnsupportedFormula("rentang besar")
        self._langkah += (b2 - b1 + 1) * (k2 - k1 + 1)
        return [[self.value(Sel(lembar, b, k)) for k in range(k1, k2 + 1)] for b in range(b1, b2 + 1)]

    def _extent(self, lembar: str) -> tuple[int, int]:
        """The last row and the last column that hold anything: beyond them all cells are blank."""
        if lembar not in self._luas:
            isi, rumus = self._isi.get(lembar, []), self._rumus.get(lembar, {})
            baris = max(len(isi), *(b for b, _ in rumus), 0) if rumus else len(isi)
            kolom = max((len(b) for b in isi), default=0) - 1
            self._luas[lembar] = baris, max(kolom, *(k for _, k in rumus), 0)
        return self._luas[lembar]

    def _operation(self, n: Operation, sel: Sel) -> Scalar | Table:
        isi = [self._eval(x, sel) for x in n.isi]
        if len(isi) == 1:
            if isinstance(isi[0], list):
                return self._elementwise("*", isi[0], Fraction(-1) if n.tanda == "-" else Fraction(1, 100))
            x = number(isi[0])
            return -x if n.tanda == "-" else x / 100
        a, b = isi
        if isinstance(a, list) or isinstance(b, list):
            return self._elementwise(n.tanda, a, b)
        return operate(n.tanda, a, b)

    def _elementwise(self, tanda: str, a: Scalar | Table, b: Scalar | Table) -> Table:
        return self._per_value(lambda x, y: operate(tanda, x, y), a, b)

    def _per_value(self, f: Callable[..., Scalar], *isi: Scalar | Table) -> Table:
        if not self._larik:
            # Outside an array formula a range in place of one value is the one cell beside the formula.
            raise UnsupportedFormula("rentang di tempat satu nilai")
        return elementwise(f, *isi)

    def _switch(self, isi: tuple[Node | None, ...], sel: Sel) -> Scalar | Table:
        dicari = scalar(self._eval(isi[0], sel))
        for syarat, hasil in zip(isi[1::2], isi[2::2], strict=False):
            if compare("=", dicari, scalar(self._eval(syarat, sel))):
                return self._eval(hasil, sel)
        return NA if len(isi) % 2 else self._eval(isi[-1], sel)

    def _or_error(self, n: Node | None, sel: Sel) -> Scalar | Table:
        try:
            return self._eval(n, sel)
        except SheetError as e:
            return e.galat

    def _condition(self, isi: tuple[Node | None, ...], sel: Sel) -> Scalar | Table:
        """IF; in an array formula element by element."""
        syarat = self._eval(isi[0], sel)
        if isinstance(syarat, list) and self._larik:
            ya = self._or_error(isi[1], sel)
            tidak = self._or_error(isi[2], sel) if len(isi) > 2 else False
            return elementwise(lambda x, y, t: y if logical(x) else t, syarat, ya, tidak)
        if logical(syarat):
            return self._eval(isi[1], sel)
        return self._eval(isi[2], sel) if len(isi) > 2 else False

    def _call(self, n: Call, sel: Sel) -> Scalar | Table:
        isi, jumlah = n.isi, len(n.isi)
        if n.nama == "IF" and 1 < jumlah <= 3:
            return self._condition(isi, sel)
        if n.nama in ("IFERROR", "IFNA") and jumlah == 2:
            try:
                hasil = self._eval(isi[0], sel)
                galat = hasil if isinstance(hasil, ErrorValue) else None
            except SheetError as e:
                hasil = galat = e.galat
            if isinstance(hasil, list):
                return self._per_value(lambda x, y: y if _caught(n.nama, x) else x, hasil, self._or_error(isi[1], sel))
            return self._eval(isi[1], sel) if _caught(n.nama, galat) else hasil
        if n.nama == "IFS" and jumlah % 2 == 0:
            for syarat, hasil_ in zip(isi[::2], isi[1::2], strict=True):
                if logical(self._eval(syarat, sel)):
                    return self._eval(hasil_, sel)
            return NA
        if n.nama == "SWITCH" and jumlah > 2:
            return self._switch(isi, sel)
        if n.nama == "CHOOSE" and jumlah > 1:
            ke = int(number(self._eval(isi[0], sel)))
            return self._eval(isi[ke], sel) if 1 <= ke < jumlah else ErrorValue("#VALUE!")
        fungsi = FUNCTIONS.get(n.nama)
        if fungsi is None:
            raise UnsupportedFormula(n.nama)
        luar = self._larik
        self._larik = luar or n.nama == "SUMPRODUCT"
        try:
            argumen: list[Argument] = [(self._or_error(x, sel), isinstance(x, Reference)) for x in isi]
        finally:
            self._larik = luar
        if n.nama in _MENGHITUNG_KOSONG and any(isinstance(x, Reference) and x.utuh for x in isi):
            raise UnsupportedFormula("sel kosong sekolom")
        try:
            if n.nama in PER_VALUE and any(isinstance(x, list) for x, _ in argumen):
                acuan = [y for _, y in argumen]
                return self._per_value(lambda *x: fungsi([*zip(x, acuan, strict=True)]), *(x for x, _ in argumen))
            return fungsi(argumen)
        except IndexError:
            raise UnsupportedFormula(n.nama) from None


def _written_at(rumus: Formula | None, sel: Sel) -> Sel:
    """Where the references of the formula in *sel* are counted from: an array formula is the same in all its cells."""
    return sel if rumus is None or not rumus.larik else Sel(sel.lembar, *rumus.asal)


def _share(hasil: Table, baris: int, kolom: int) -> Scalar:
    """What a cell of an array formula shows of its result; a single row or column stands in each."""
    b, k = (0 if len(hasil) == 1 else baris), (0 if len(hasil[0]) == 1 else kolom)
    return hasil[b][k] if b < len(hasil) and k < len(hasil[0]) else NA


def _caught(nama: str, x: object) -> bool:
    """Whether IFERROR or IFNA takes its second value in place of *x*."""
    return isinstance(x, ErrorValue) and (nama == "IFERROR" or x == NA)


def _references(n: Node | None) -> Iterator[Reference]:
    if isinstance(n, Reference):
        yield n
    elif isinstance(n, Operation | Call):
        isi: Iterable[Node | None] = n.isi
        for x in isi:
            yield from _references(x)


def _named_cells(n: Reference, sel: Sel) -> Iterator[Sel]:
    """The cells that *n* means in the formula of *sel*; none of a range beyond all measure."""
    b1, k1 = n.awal.at(sel.baris, sel.kolom)
    b2, k2 = n.akhir.at(sel.baris, sel.kolom) if n.akhir else (b1, k1)
    (b1, b2), (k1, k2) = sorted((b1, b2)), sorted((k1, k2))
    if (b2 - b1 + 1) * (k2 - k1 + 1) <= _RENTANG_ACUAN:
        yield from (Sel(n.lembar or sel.lembar, b, k) for b in range(b1, b2 + 1) for k in range(k1, k2 + 1))
