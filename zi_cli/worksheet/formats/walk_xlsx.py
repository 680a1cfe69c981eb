"""Sheets and shared texts of .xlsx as the standard reads them: the handlers an XML parser is given.

ECMA-376 part 1, with namespaces and markup compatibility. What could be read in two ways is refused (``Damaged``)
with its part and cell. Names arrive as "namespace name".
"""

import re

from zi_cli.findings.record import column_letters
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import dotted
from zi_cli.worksheet.formats.limits import EXCEL_COLUMNS, EXCEL_ROWS, MAX_XML_DEPTH, Damaged, LimitExceeded
from zi_cli.worksheet.formats.package_xlsx import MAIN_NS, MC
from zi_cli.worksheet.formats.plain_xlsx import ERROR_NAME, column_number

_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
#: What the value of a cell of each type is; that of a shared text is a number, those of the others are texts.
_VALUE_SHAPES = {
    "n": re.compile(r"(?:[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)?"),
    "d": re.compile(r"[-0-9T:.Z+]{0,40}"),
    "e": re.compile(ERROR_NAME.decode()),
    "b": re.compile("[01]"),
    "s": re.compile("[0-9]{1,7}"),
}
_FREE_TEXT = ("str", "inlineStr")


class Walker:
    """Elements of the main namespace with their path; those of other namespaces are left out with all they hold."""

    akar = ""

    def __init__(self, part: str) -> None:
        self.bagian = part
        self.jalur: list[str] = []
        self._asing = 0
        self._utama = ""
        self._proses = False
        self._teks: list[str] = []

    def open(self, name: str, attributes: dict[str, str]) -> bool:
        """An element begins (already on the path); whether its content counts."""
        raise NotImplementedError

    def close(self, name: str) -> None:
        """An element ends (still on the path)."""
        raise NotImplementedError

    def text(self, string: str) -> None:
        """Text inside the element at the end of the path."""
        raise NotImplementedError

    def decides(self) -> bool:
        """Whether the present place decides about values, so nothing ambiguous may stand there."""
        raise NotImplementedError

    def place(self) -> str:
        """The place to name in a message."""
        return f"bagian {self.bagian[:80]}"

    def refused(self, what: str) -> Damaged:
        """The refusal that names the place."""
        return Damaged(f"{self.place()}: {what}")

    def piece(self, name: str) -> None:
        """Note what a text is made of: one piece, or runs of one piece each.

        Of further pieces one program takes all, another the last: ``Damaged``.
        """
        if name in ("si", "is"):
            self._teks = []
        elif name in ("t", "r"):
            if self.jalur[-2] == "r":
                twin = self._teks[-1:] == ["r t"]
                name = "r t"
            else:
                twin = "t" in self._teks or (name == "t" and bool(self._teks))
            if twin:
                raise self.refused("satu teks ditulis dua kali")
            self._teks.append(name)

    def begin(self, element: str, attributes: dict[str, str]) -> None:
        """The parser's handler of a start tag."""
        self._proses = self._proses or f"{MC} ProcessContent" in attributes
        if self._asing:
            self._asing += 1
            if self._asing > MAX_XML_DEPTH:
                # A parser that is fed piece by piece does not count by itself.
                raise LimitExceeded(f"XML bersarang lebih dari {MAX_XML_DEPTH} tingkat")
            return
        space, _, name = element.rpartition(" ")
        if not self.jalur:
            if space not in MAIN_NS or name != self.akar:
                raise Damaged(f"bagian {self.bagian[:80]} bukan {self.akar}")
            self._utama = space
        if space != self._utama:
            if self.decides() and (space == MC or space in MAIN_NS or self._proses or self.jalur[-1] in ("v", "t")):
                raise self.refused(f"unsur {name[:30]} yang dapat dibaca dua cara")
            self._asing = 1
            return
        self.jalur.append(name)
        if len(self.jalur) > MAX_XML_DEPTH:
            raise LimitExceeded(f"XML bersarang lebih dari {MAX_XML_DEPTH} tingkat")
        if not self.open(name, attributes):
            self.jalur.pop()
            self._asing = 1

    def end(self, _: str) -> None:
        """The parser's handler of an end tag."""
        if self._asing:
            self._asing -= 1
            return
        self.close(self.jalur[-1])
        self.jalur.pop()

    def on_text(self, text: str) -> None:
        """The parser's handler of text."""
        if not self._asing:
            self.text(text)


class Texts(Walker):
    """The shared texts of a part, runs joined and phonetic guides left out."""

    akar = "sst"

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.teks: list[str] = []
        self._potongan: list[str] = []

    def decides(self) -> bool:
        """Everywhere."""
        return True

    def open(self, name: str, attributes: dict[str, str]) -> bool:
        """Texts, and runs of them."""
        if name == "si" and len(self.jalur) == 2:
            self._potongan = []
        dibaca = (*self.jalur[1:],) in (("si",), ("si", "t"), ("si", "r"), ("si", "r", "t"))
        if dibaca:
            self.piece(name)
        return dibaca or name == "sst"

    def close(self, name: str) -> None:
        """A text is whole."""
        if name == "si":
            self.teks.append("".join(self._potongan))

    def text(self, string: str) -> None:
        """A part of a text."""
        if self.jalur and self.jalur[-1] == "t":
            self._potongan.append(string)


class Cell(NamedTuple):
    """A cell that holds something, as it is written.

    ``nilai`` is None where only a formula stands; ``tipe`` and ``gaya`` are its attributes ``t`` and ``s``; ``rumus``
    is the text of its formula (None without one), ``atribut_rumus`` what the formula's own element says.
    """

    baris: int
    kolom: int
    tipe: str
    gaya: str
    nilai: str | None
    rumus: str | None
    atribut_rumus: dict[str, str]


class Cells(Walker):
    """The cells of a sheet, each given to :meth:`take` when it ends.

    *jumlah_teks* is the number of shared texts that they may refer to, *baris_maks* the last row that may be filled.
    """

    akar = "worksheet"

    def __init__(self, part: str, text_count: int, max_rows: int) -> None:
        super().__init__(part)
        self._jumlah_teks = text_count
        self._baris_maks = max_rows
        self._ada_data = False
        self.row_number = self._c = 0
        self._alamat: tuple[int, int] | None = None
        self._atribut: dict[str, str] = {}
        self._unsur: list[str] = []
        self._nilai: list[str] = []
        self._rumus: list[str] = []
        self._atribut_rumus: dict[str, str] = {}

    def take(self, cell: Cell) -> None:
        """A cell, with its one-based row and column; it stands in that row."""
        raise NotImplementedError

    def end_row(self) -> None:
        """The row of the cells taken last ends."""

    def decides(self) -> bool:
        """Inside ``sheetData``."""
        return len(self.jalur) > 1 and self.jalur[1] == "sheetData"

    def place(self) -> str:
        """Part and cell."""
        cell = "" if self._alamat is None else f", sel {column_letters(self._alamat[1] - 1)}{self._alamat[0]}"
        if not cell and self.row_number and self.decides():
            cell = f", sel {column_letters(self._c)}{self.row_number}"
        return f"bagian {self.bagian[:80]}{cell}"

    def open(self, name: str, attributes: dict[str, str]) -> bool:
        """Rows, cells, and what they hold."""
        dalam = len(self.jalur)
        if name == "sheetData":
            if self._ada_data or dalam != 2:
                raise self.refused("sheetData ada dua kali, atau tidak di tempatnya")
            self._ada_data = True
        if not self.decides():
            return True
        if dalam == 3:
            if name != "row":
                raise self.refused(f"unsur {name[:30]} di luar baris")
            self._row(attributes.get("r"))
        elif dalam == 4 and name == "c":
            self._cell(attributes)
        elif dalam >= 5:
            self._unsur.append(name)
            if self.jalur[-2] in ("v", "t", "f"):
                raise self.refused(f"unsur {name[:30]} di dalam nilai")
            place = (*self.jalur[4:],)
            if place == ("f",):
                self._atribut_rumus = attributes
            dibaca = place in (("v",), ("f",), ("is",), ("is", "t"), ("is", "r"), ("is", "r", "t"))
            if dibaca and place[0] == "is":
                self.piece(name)
            return dibaca
        return dalam <= 3 or name == "c"

    def _row(self, number: str | None) -> None:
        self._c = 0
        if number is None:
            self.row_number += 1
        elif number.isascii() and number.isdigit() and len(number) <= 7 and int(number):
            self.row_number = int(number)
        else:
            raise self.refused(f"nomor baris “{number[:20]}” tidak berlaku")

    def _cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        self._atribut, self._unsur, self._nilai = attributes, [], []
        self._rumus, self._atribut_rumus = [], {}
        if address is None:
            self._c += 1
            row = self.row_number
        else:
            m = _ADDRESS.fullmatch(address)
            if m is None:
                raise self.refused(f"alamat sel “{address[:20]}” tidak berlaku")
            self._c, row = column_number(m[1]), int(m[2])
        if row > EXCEL_ROWS or self._c > EXCEL_COLUMNS or not row:
            raise LimitExceeded(f"sel pada baris {row}, kolom {self._c}")
        self._alamat = (row, self._c)

    def text(self, string: str) -> None:
        """A part of a value or of a formula."""
        if self.jalur[-1] in ("v", "t") and self.decides():
            self._nilai.append(string)
        elif self.jalur[-1] == "f":
            self._rumus.append(string)

    def close(self, name: str) -> None:
        """A cell or a row ends."""
        if not self.decides():
            return
        if name == "row" and len(self.jalur) == 3:
            self.end_row()
        elif name == "c" and len(self.jalur) == 4:
            cell = self._content()
            if cell is not None:
                self.take(cell)
            self._alamat = None

    def _content(self) -> Cell | None:
        """The cell that ends here; None when it holds nothing."""
        v, i, f = (self._unsur.count(u) for u in ("v", "is", "f"))
        if not v and not i and not f:
            return None
        assert self._alamat is not None
        if v + i > 1 or f > 1:
            raise self.refused("lebih dari satu nilai")
        style, type_name = self._atribut.get("s", "0"), self._atribut.get("t", "n")
        if not (style.isascii() and style.isdigit()) or len(style) > 5:
            raise self.refused("gaya sel tidak berlaku")
        if f and type_name in ("s", "inlineStr"):
            raise self.refused("rumus di sel berisi teks tetap")
        if (i and type_name != "inlineStr") or (v and type_name == "inlineStr"):
            raise self.refused("jenis sel dan nilainya tidak sama")
        nilai = "".join(self._nilai) if v or i else None
        if nilai is not None and type_name not in _FREE_TEXT:
            nilai = nilai.strip(" \t\r\n")
            if type_name not in _VALUE_SHAPES or not _VALUE_SHAPES[type_name].fullmatch(nilai) or (
                type_name == "s" and int(nilai) >= self._jumlah_teks
            ):  # fmt: skip
                raise self.refused(f"nilai “{nilai[:20]}” tidak berlaku")
        row, column = self._alamat
        if row > self._baris_maks:
            place = f"{column_letters(column - 1)}{row}"
            raise LimitExceeded(f"sel terisi di {place} (paling banyak {dotted(self._baris_maks)} baris)")
        if row != self.row_number:
            raise self.refused(f"alamatnya bukan di baris {self.row_number} tempat sel itu berada")
        return Cell(row, column, type_name, style, nilai, "".join(self._rumus) if f else None, self._atribut_rumus)
