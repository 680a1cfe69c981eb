"""The text of a formula becomes a tree, references relative to its own cell, within limits."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from zi_cli.findings.record import column_letters

#: Characters of one formula (Excel's own limit), and levels of brackets and functions within each other.
_PANJANG = 8192
_DALAM = 66
_ERROR = r"#(?i:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)"
_LEMBAR = r"(?:'(?:[^']|'')+'|[\w.\[\]]+)!"
_ACUAN = r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})"
#: Whole columns (K:M) and whole rows (7:9).
_KOLOM_UTUH = r"(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w(.!:])"
_BARIS_UTUH = r"(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})(?![\w(.!:])"
#: The last row and the last column (zero-based) of a sheet.
BARIS_AKHIR, KOLOM_AKHIR = 1_048_576, 16_383
_TOKEN = re.compile(
    rf"\s*(?:(?P<utuh>(?:{_LEMBAR})?(?:{_KOLOM_UTUH}|{_BARIS_UTUH}))"
    r"|(?P<angka>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)"
    r'|(?P<teks>"(?:[^"]|"")*")'
    rf"|(?P<galat>(?:{_LEMBAR})?{_ERROR})"
    rf"|(?P<acuan>(?:{_LEMBAR})?\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}}(?::\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}})?(?![\w(.!:]))"
    r"|(?P<nama>[^\W\d][\w.]*)"
    r"|(?P<tanda><>|<=|>=|[-+*/^&=<>%(),;{}]))"
)
_ACUAN_SATU = re.compile(_ACUAN)
_UTUH = re.compile(rf"{_KOLOM_UTUH}|{_BARIS_UTUH}")
_LITERAL = r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\''
_ACUAN_TEKS = re.compile(rf"{_LITERAL}|(?<![\w.$:])(?:{_KOLOM_UTUH}|{_BARIS_UTUH})|(?<![\w.$]){_ACUAN}(?![\w(.!])")
_NAMA_TEKS = re.compile(rf"{_LITERAL}|(?<![\w.$!'\]])([^\W\d][\w.]*)(?![\w.(!:$\[])")
_ARTI_NAMA = re.compile(
    rf"=?((?:{_LEMBAR})(?:\$[A-Za-z]{{1,3}}\$[0-9]{{1,7}}(?::\$[A-Za-z]{{1,3}}\$[0-9]{{1,7}})?"
    r"|\$[A-Za-z]{1,3}:\$[A-Za-z]{1,3}|\$[0-9]{1,7}:\$[0-9]{1,7})|-?[0-9]+(?:\.[0-9]+)?%?)"
)
_PERINGKAT = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


_Rewrite = Callable[[str, str], str]


class UnsupportedFormula(Exception):
    """The formula, or what it needs, is beyond what is worked out here; its saved value stands for it."""


class Number(NamedTuple):
    """A literal: number, text, logical value or error."""

    nilai: "Fraction | str | bool | ErrorValue"


class ErrorValue(NamedTuple):
    """An error value such as #DIV/0!."""

    kode: str


class Place(NamedTuple):
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
    awal: Place
    akhir: Place | None
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


def relative_text(teks: str, baris: int, kolom: int) -> str:
    """The formula with its references written as distances from its own cell: the same for formulas that are alike."""

    def pada_kolom(tetap: str, huruf: str) -> str:
        return f"{tetap}{huruf if tetap else column_index(huruf) - kolom}"

    def pada_baris(tetap: str, nomor: str) -> str:
        return nomor if tetap else f"[{int(nomor) - baris}]"

    return _rewritten(teks, pada_kolom, pada_baris, "!")


def moved_text(teks: str, baris: int, kolom: int) -> str:
    """The formula as it reads once copied *baris* rows down and *kolom* columns to the right."""

    def pada_kolom(tetap: str, huruf: str) -> str:
        return f"{tetap}{huruf if tetap else column_letters(column_index(huruf) + kolom)}"

    def pada_baris(tetap: str, nomor: str) -> str:
        return f"{tetap}{nomor if tetap else int(nomor) + baris}"

    return _rewritten(teks, pada_kolom, pada_baris, "")


def _rewritten(teks: str, pada_kolom: _Rewrite, pada_baris: _Rewrite, pemisah: str) -> str:
    """*teks* with the column and the row of each reference rewritten (each from its "$" and its letters or number)."""

    def ganti(m: re.Match[str]) -> str:
        if m[2]:
            return f"{pada_kolom(m[1], m[2])}:{pada_kolom(m[3], m[4])}"
        if m[6]:
            return f"{pada_baris(m[5], m[6])}:{pada_baris(m[7], m[8])}"
        return f"{pada_kolom(m[9], m[10])}{pemisah}{pada_baris(m[11], m[12])}" if m[10] else m[0]

    return _ACUAN_TEKS.sub(ganti, teks)


def expand_names(teks: str, lembar: str, nama: Mapping[tuple[str, str], str]) -> str:
    """*teks*, a formula on the sheet *lembar*, with defined names replaced by the fixed cells or number they stand for.

    A name that stands for anything else is left, and the formula can't be worked out.
    """
    if not nama:
        return teks

    def ganti(m: re.Match[str]) -> str:
        if m[1] is None:
            return m[0]
        kunci = m[1].upper()
        arti = _ARTI_NAMA.fullmatch(nama.get((lembar, kunci), nama.get(("", kunci), "")).strip())
        return f"({arti[1]})" if arti else m[0]

    return _NAMA_TEKS.sub(ganti, teks)


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


def column_index(huruf: str) -> int:
    """Zero-based index of a column's letters, in either case."""
    n = 0
    for h in huruf.upper():
        n = 26 * n + ord(h) - 64
    return n - 1


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
                lembar, Place(1, kiri, True, bool(m[1])), Place(BARIS_AKHIR, kanan, True, bool(m[3])), True
            )
        atas, bawah = (self._row(m[a], m[b]) for a, b in ((5, 6), (7, 8)))
        return Reference(lembar, Place(atas, 0, bool(m[5]), True), Place(bawah, KOLOM_AKHIR, bool(m[7]), True), True)

    def _reference(self, isi: str) -> Node:
        lembar, acuan = _split_sheet(isi)
        titik = [self._place(a) for a in acuan.split(":")]
        return Reference(lembar, titik[0], titik[1] if len(titik) > 1 else None)

    def _place(self, acuan: str) -> Place:
        m = _ACUAN_SATU.fullmatch(acuan)
        assert m is not None
        return Place(self._row(m[3], m[4]), self._column(m[1], m[2]), bool(m[3]), bool(m[1]))

    def _row(self, tetap: str, nomor: str) -> int:
        return int(nomor) if tetap else int(nomor) - self._asal[0]

    def _column(self, tetap: str, huruf: str) -> int:
        return column_index(huruf) if tetap else column_index(huruf) - self._asal[1]

    def _expect(self, jenis: str, isi: str) -> None:
        if self._token[self._p] != (jenis, isi):
            raise UnsupportedFormula(self._token[self._p][1])
        self._p += 1
