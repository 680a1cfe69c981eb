"""The text of a formula becomes a tree, references relative to its own cell, within limits."""

import re
from fractions import Fraction
from functools import lru_cache

from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.formulas.references import ACUAN, BARIS_UTUH, KOLOM_UTUH, LEMBAR, column_index, relative_text

#: Characters of one formula (Excel's own limit), and levels of brackets and functions within each other.
_PANJANG = 8192
_DALAM = 66
_ERROR = r"#(?i:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)"
#: The last row and the last column (zero-based) of a sheet.
BARIS_AKHIR, KOLOM_AKHIR = 1_048_576, 16_383
_TOKEN = re.compile(
    rf"\s*(?:(?P<utuh>(?:{LEMBAR})?(?:{KOLOM_UTUH}|{BARIS_UTUH}))"
    r"|(?P<angka>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)"
    r'|(?P<teks>"(?:[^"]|"")*")'
    rf"|(?P<galat>(?:{LEMBAR})?{_ERROR})"
    rf"|(?P<acuan>(?:{LEMBAR})?\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}}(?::\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}})?(?![\w(.!:]))"
    r"|(?P<nama>[^\W\d][\w.]*)"
    r"|(?P<tanda><>|<=|>=|[-+*/^&=<>%(),;{}]))"
)
_ACUAN_SATU = re.compile(ACUAN)
_UTUH = re.compile(rf"{KOLOM_UTUH}|{BARIS_UTUH}")
_PERINGKAT = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


class UnsupportedFormula(Exception):
    """The formula, or what it needs, is beyond what is worked out here; its saved value stands for it."""


class Number(NamedTuple):
    """A literal: number, text, logical value or error."""

    nilai: "Fraction | str | bool | ErrorValue"


class ErrorValue(NamedTuple):
    """An error value such as #DIV/0!."""

    kode: str


class ReferencedCell(NamedTuple):
    """One cell of a reference: row and column, each relative to the formula's cell or fixed."""

    baris: int
    kolom: int
    baris_tetap: bool
    kolom_tetap: bool

    def at(self, baris: int, kolom: int) -> tuple[int, int]:
        """The cell meant by the formula in row *baris*, column *kolom*."""
        return (
            self.baris if self.baris_tetap else self.baris + baris,
            self.kolom if self.kolom_tetap else self.kolom + kolom,
        )


class Reference(NamedTuple):
    """A cell, or a range (``akhir``; ``utuh``: whole columns or rows), on a sheet (None: the formula's own)."""

    lembar: str | None
    awal: ReferencedCell
    akhir: ReferencedCell | None
    utuh: bool = False


class Operation(NamedTuple):
    """An operator with its operands; "%" and the sign "-" have one."""

    tanda: str
    isi: tuple["Node", ...]


class Call(NamedTuple):
    """A function with its arguments; None for one left blank."""

    nama: str
    isi: tuple["Node | None", ...]


class ArrayLiteral(NamedTuple):
    """A constant table such as {"A",1;"B",0.5}, row by row."""

    baris: tuple[tuple["Fraction | str | bool | ErrorValue", ...], ...]


Node = Number | Reference | Operation | Call | ArrayLiteral


def parse_formula(teks: str, baris: int, kolom: int) -> Node:
    """The tree of the formula *teks* (without "=") that stands in row *baris*, column *kolom*.

    Formulas that are alike but for their place share one tree. Raises ``UnsupportedFormula``.
    """
    if not teks or len(teks) > _PANJANG:
        raise UnsupportedFormula(teks[:40])
    return _parse_alike(relative_text(teks, baris, kolom), teks, baris, kolom)


class _Alike(NamedTuple):
    """A formula to parse, told from others by its relative form alone."""

    bentuk: str
    teks: str
    baris: int
    kolom: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Alike) and self.bentuk == other.bentuk

    def __hash__(self) -> int:
        return hash(self.bentuk)


def _parse_alike(bentuk: str, teks: str, baris: int, kolom: int) -> Node:
    return _parse(_Alike(bentuk, teks, baris, kolom))


@lru_cache(maxsize=512)
def _parse(f: _Alike) -> Node:
    return _Parser(f.teks, f.baris, f.kolom).tree()


def _split_sheet(acuan: str) -> tuple[str | None, str]:
    """The sheet that a reference names (None: its own), and the rest."""
    lembar, _, sisa = acuan.rpartition("!")
    if lembar.startswith("'"):
        lembar = lembar[1:-1].replace("''", "'")
    return lembar or None, sisa


class _Parser:
    """Recursive descent by operator rank."""

    def __init__(self, teks: str, baris: int, kolom: int) -> None:
        self._asal = baris, kolom
        self._token: list[tuple[str, str]] = []
        p = 0
        while p < len(teks.rstrip()):
            m = _TOKEN.match(teks, p)
            if m is None or m.lastgroup is None:
                raise UnsupportedFormula(teks[:40])
            self._token.append((m.lastgroup, m[m.lastgroup]))
            p = m.end()
        self._token.append(("akhir", ""))
        self._p = 0
        self._dalam = 0

    def tree(self) -> Node:
        """The whole formula as one tree."""
        hasil = self._expression(1)
        self._expect("akhir", "")
        return hasil

    def _expression(self, peringkat: int) -> Node:
        self._dalam += 1
        if self._dalam > _DALAM:
            raise UnsupportedFormula("bersarang terlalu dalam")
        kiri = self._operand()
        while self._token[self._p][0] == "tanda":
            tanda = self._token[self._p][1]
            if tanda == "%":
                self._p += 1
                kiri = Operation("%", (kiri,))
            elif _PERINGKAT.get(tanda, 0) >= peringkat:
                self._p += 1
                kiri = Operation(tanda, (kiri, self._expression(_PERINGKAT[tanda] + 1)))
            else:
                break
        self._dalam -= 1
        return kiri

    def _operand(self) -> Node:
        jenis, isi = self._token[self._p]
        self._p += 1
        if jenis == "angka":
            return Number(Fraction(isi))
        if jenis == "teks":
            return Number(isi[1:-1].replace('""', '"'))
        if jenis == "galat":
            return Number(ErrorValue(isi[isi.rindex("#") :].upper()))
        if jenis == "utuh":
            return self._whole(isi)
        if jenis == "acuan":
            return self._reference(isi)
        if jenis == "nama":
            return self._name(isi)
        if isi in ("-", "+"):
            dalam = self._expression(6)
            return Operation("-", (dalam,)) if isi == "-" else dalam
        if isi == "(":
            hasil = self._expression(1)
            self._expect("tanda", ")")
            return hasil
        if isi == "{":
            return self._array()
        raise UnsupportedFormula(isi)

    def _name(self, isi: str) -> Node:
        if isi.upper() in ("TRUE", "FALSE") and self._token[self._p] != ("tanda", "("):
            return Number(isi.upper() == "TRUE")
        # A defined name, a table's column: what they stand for is not read.
        self._expect("tanda", "(")
        argumen: list[Node | None] = []
        while True:
            kosong = self._token[self._p] in (("tanda", ","), ("tanda", ")"))
            argumen.append(None if kosong else self._expression(1))
            if self._token[self._p] != ("tanda", ","):
                break
            self._p += 1
        self._expect("tanda", ")")
        if argumen == [None]:
            argumen = []
        return Call(isi.upper().removeprefix("_XLFN.").removeprefix("_XLWS."), tuple(argumen))

    def _array(self) -> Node:
        baris: list[tuple[Fraction | str | bool | ErrorValue, ...]] = []
        isi: list[Fraction | str | bool | ErrorValue] = []
        while True:
            nilai = self._expression(6)
            if isinstance(nilai, Operation) and nilai.tanda == "-" and isinstance(nilai.isi[0], Number):
                angka = nilai.isi[0].nilai
                nilai = Number(-angka) if isinstance(angka, Fraction) else nilai.isi[0]
            if not isinstance(nilai, Number):
                raise UnsupportedFormula("tabel")
            isi.append(nilai.nilai)
            tanda = self._token[self._p][1]
            self._p += 1
            if tanda != ",":
                baris.append((*isi,))
                isi = []
            if tanda == "}":
                return ArrayLiteral(tuple(baris))
            if tanda not in (",", ";"):
                raise UnsupportedFormula(tanda)

    def _whole(self, isi: str) -> Node:
        lembar, acuan = _split_sheet(isi)
        m = _UTUH.fullmatch(acuan)
        assert m is not None
        if m[2]:
            kiri, kanan = (self._column(m[a], m[b]) for a, b in ((1, 2), (3, 4)))
            return Reference(
                lembar,
                ReferencedCell(1, kiri, True, bool(m[1])),
                ReferencedCell(BARIS_AKHIR, kanan, True, bool(m[3])),
                True,
            )
        atas, bawah = (self._row(m[a], m[b]) for a, b in ((5, 6), (7, 8)))
        return Reference(
            lembar,
            ReferencedCell(atas, 0, bool(m[5]), True),
            ReferencedCell(bawah, KOLOM_AKHIR, bool(m[7]), True),
            True,
        )

    def _reference(self, isi: str) -> Node:
        lembar, acuan = _split_sheet(isi)
        titik = [self._place(a) for a in acuan.split(":")]
        return Reference(lembar, titik[0], titik[1] if len(titik) > 1 else None)

    def _place(self, acuan: str) -> ReferencedCell:
        m = _ACUAN_SATU.fullmatch(acuan)
        assert m is not None
        return ReferencedCell(self._row(m[3], m[4]), self._column(m[1], m[2]), bool(m[3]), bool(m[1]))

    def _row(self, tetap: str, nomor: str) -> int:
        return int(nomor) if tetap else int(nomor) - self._asal[0]

    def _column(self, tetap: str, huruf: str) -> int:
        return column_index(huruf) if tetap else column_index(huruf) - self._asal[1]

    def _expect(self, jenis: str, isi: str) -> None:
        if self._token[self._p] != (jenis, isi):
            raise UnsupportedFormula(self._token[self._p][1])
        self._p += 1
