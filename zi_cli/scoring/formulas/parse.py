"""The text of a formula becomes a tree, references relative to its own cell, within limits."""

import re
from fractions import Fraction
from functools import lru_cache

from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.formulas.references import REFERENCE, SHEET, WHOLE_COLUMN, WHOLE_ROW, column_index, relative_text

#: Characters of one formula (Excel's own limit), and levels of brackets and functions within each other.
_MAX_LENGTH = 8192
_MAX_DEPTH = 66
_ERROR = r"#(?i:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)"
#: The last row and the last column (zero-based) of a sheet.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_383
_TOKEN = re.compile(
    rf"\s*(?:(?P<utuh>(?:{SHEET})?(?:{WHOLE_COLUMN}|{WHOLE_ROW}))"
    r"|(?P<angka>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)"
    r'|(?P<teks>"(?:[^"]|"")*")'
    rf"|(?P<galat>(?:{SHEET})?{_ERROR})"
    rf"|(?P<acuan>(?:{SHEET})?\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}}(?::\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}})?(?![\w(.!:]))"
    r"|(?P<nama>[^\W\d][\w.]*)"
    r"|(?P<tanda><>|<=|>=|[-+*/^&=<>%(),;{}]))"
)
_ONE_REFERENCE = re.compile(REFERENCE)
_WHOLE = re.compile(rf"{WHOLE_COLUMN}|{WHOLE_ROW}")
_PRECEDENCE = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


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

    def at(self, row: int, column: int) -> tuple[int, int]:
        """The cell meant by the formula in row *row*, column *column*."""
        return (
            self.baris if self.baris_tetap else self.baris + row,
            self.kolom if self.kolom_tetap else self.kolom + column,
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


def parse_formula(text: str, row: int, column: int) -> Node:
    """The tree of the formula *text* (without "=") that stands in row *row*, column *column*.

    Formulas that are alike but for their place share one tree. Raises ``UnsupportedFormula``.
    """
    if not text or len(text) > _MAX_LENGTH:
        raise UnsupportedFormula(text[:40])
    return _parse_alike(relative_text(text, row, column), text, row, column)


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


def _parse_alike(shape: str, text: str, row: int, column: int) -> Node:
    return _parse(_Alike(shape, text, row, column))


@lru_cache(maxsize=512)
def _parse(f: _Alike) -> Node:
    return _Parser(f.teks, f.baris, f.kolom).tree()


def _split_sheet(reference: str) -> tuple[str | None, str]:
    """The sheet that a reference names (None: its own), and the rest."""
    sheet, _, rest = reference.rpartition("!")
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet or None, rest


class _Parser:
    """Recursive descent by operator rank."""

    def __init__(self, text: str, row: int, column: int) -> None:
        self._asal = row, column
        self._token: list[tuple[str, str]] = []
        p = 0
        while p < len(text.rstrip()):
            m = _TOKEN.match(text, p)
            if m is None or m.lastgroup is None:
                raise UnsupportedFormula(text[:40])
            self._token.append((m.lastgroup, m[m.lastgroup]))
            p = m.end()
        self._token.append(("akhir", ""))
        self._p = 0
        self._dalam = 0

    def tree(self) -> Node:
        """The whole formula as one tree."""
        result = self._expression(1)
        self._expect("akhir", "")
        return result

    def _expression(self, rank: int) -> Node:
        self._dalam += 1
        if self._dalam > _MAX_DEPTH:
            raise UnsupportedFormula("bersarang terlalu dalam")
        left = self._operand()
        while self._token[self._p][0] == "tanda":
            mark = self._token[self._p][1]
            if mark == "%":
                self._p += 1
                left = Operation("%", (left,))
            elif _PRECEDENCE.get(mark, 0) >= rank:
                self._p += 1
                left = Operation(mark, (left, self._expression(_PRECEDENCE[mark] + 1)))
            else:
                break
        self._dalam -= 1
        return left

    def _operand(self) -> Node:
        kind, content = self._token[self._p]
        self._p += 1
        if kind == "angka":
            return Number(Fraction(content))
        if kind == "teks":
            return Number(content[1:-1].replace('""', '"'))
        if kind == "galat":
            return Number(ErrorValue(content[content.rindex("#") :].upper()))
        if kind == "utuh":
            return self._whole(content)
        if kind == "acuan":
            return self._reference(content)
        if kind == "nama":
            return self._name(content)
        if content in ("-", "+"):
            dalam = self._expression(6)
            return Operation("-", (dalam,)) if content == "-" else dalam
        if content == "(":
            result = self._expression(1)
            self._expect("tanda", ")")
            return result
        if content == "{":
            return self._array()
        raise UnsupportedFormula(content)

    def _name(self, content: str) -> Node:
        if content.upper() in ("TRUE", "FALSE") and self._token[self._p] != ("tanda", "("):
            return Number(content.upper() == "TRUE")
        # A defined name, a table's column: what they stand for is not read.
        self._expect("tanda", "(")
        arguments: list[Node | None] = []
        while True:
            empty = self._token[self._p] in (("tanda", ","), ("tanda", ")"))
            arguments.append(None if empty else self._expression(1))
            if self._token[self._p] != ("tanda", ","):
                break
            self._p += 1
        self._expect("tanda", ")")
        if arguments == [None]:
            arguments = []
        return Call(content.upper().removeprefix("_XLFN.").removeprefix("_XLWS."), tuple(arguments))

    def _array(self) -> Node:
        rows: list[tuple[Fraction | str | bool | ErrorValue, ...]] = []
        content: list[Fraction | str | bool | ErrorValue] = []
        while True:
            nilai = self._expression(6)
            if isinstance(nilai, Operation) and nilai.tanda == "-" and isinstance(nilai.isi[0], Number):
                figure = nilai.isi[0].nilai
                nilai = Number(-figure) if isinstance(figure, Fraction) else nilai.isi[0]
            if not isinstance(nilai, Number):
                raise UnsupportedFormula("tabel")
            content.append(nilai.nilai)
            mark = self._token[self._p][1]
            self._p += 1
            if mark != ",":
                rows.append((*content,))
                content = []
            if mark == "}":
                return ArrayLiteral(tuple(rows))
            if mark not in (",", ";"):
                raise UnsupportedFormula(mark)

    def _whole(self, content: str) -> Node:
        sheet, reference = _split_sheet(content)
        m = _WHOLE.fullmatch(reference)
        assert m is not None
        if m[2]:
            left, right = (self._column(m[a], m[b]) for a, b in ((1, 2), (3, 4)))
            return Reference(
                sheet,
                ReferencedCell(1, left, True, bool(m[1])),
                ReferencedCell(LAST_ROW, right, True, bool(m[3])),
                True,
            )
        upper, lower = (self._row(m[a], m[b]) for a, b in ((5, 6), (7, 8)))
        return Reference(
            sheet,
            ReferencedCell(upper, 0, bool(m[5]), True),
            ReferencedCell(lower, LAST_COLUMN, bool(m[7]), True),
            True,
        )

    def _reference(self, content: str) -> Node:
        sheet, reference = _split_sheet(content)
        points = [self._place(a) for a in reference.split(":")]
        return Reference(sheet, points[0], points[1] if len(points) > 1 else None)

    def _place(self, reference: str) -> ReferencedCell:
        m = _ONE_REFERENCE.fullmatch(reference)
        assert m is not None
        return ReferencedCell(self._row(m[3], m[4]), self._column(m[1], m[2]), bool(m[3]), bool(m[1]))

    def _row(self, fixed: str, number: str) -> int:
        return int(number) if fixed else int(number) - self._asal[0]

    def _column(self, fixed: str, letters: str) -> int:
        return column_index(letters) if fixed else column_index(letters) - self._asal[1]

    def _expect(self, kind: str, content: str) -> None:
        if self._token[self._p] != (kind, content):
            raise UnsupportedFormula(self._token[self._p][1])
        self._p += 1
