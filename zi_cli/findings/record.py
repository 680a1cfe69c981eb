"""The finding record, the place it points at, and its colours."""

from functools import lru_cache
from typing import Literal

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import one_line

Tingkat = Literal["galat", "peringatan", "info"]

#: Most serious first; the order of summaries.
TINGKAT: tuple[Tingkat, ...] = ("galat", "peringatan", "info")
#: What people read for each.
TINGKAT_WORDS: dict[Tingkat, str] = {"galat": "kesalahan", "peringatan": "peringatan", "info": "info"}


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Spreadsheet letters of the zero-based column index *column* (0 is "A", 26 is "AA")."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Zero-based index of the column with spreadsheet letters *letters* ("A" is 0); ValueError for anything else."""
    if not 1 <= len(letters) <= 3 or not (letters.isascii() and letters.isalpha()):
        raise ValueError(letters)
    index = 0
    for h in letters.upper():
        index = index * 26 + ord(h) - 64
    return index - 1


class Sel(NamedTuple):
    """A cell: sheet name, one-based row, zero-based column. Prints as ``LKE ZI!K9``."""

    lembar: str
    baris: int
    kolom: int

    def __str__(self) -> str:
        return f"{one_line(self.lembar)}!{column_letters(self.kolom)}{self.baris}"


class Temuan(NamedTuple):
    """One finding: coded, graded, in words, at a cell and about an indicator where there is one."""

    kode: str
    tingkat: Tingkat
    pesan: str
    sel: Sel | None = None
    indikator: str | None = None

    @property
    def line(self) -> str:
        """Severity, code and message, for people."""
        return f"{TINGKAT_WORDS[self.tingkat]} {self.kode} {self.pesan}"


def sort_temuan(temuan: list[Temuan]) -> list[Temuan]:
    """Findings in order of place: those without a cell first, then sheet, row, column, code."""
    return sorted(temuan, key=lambda t: (t.sel is not None, t.sel or ("", 0, 0), t.kode, t.pesan))


def count_tingkat(temuan: list[Temuan]) -> dict[Tingkat, int]:
    """Number of findings by severity, all three always present."""
    counts: dict[Tingkat, int] = dict.fromkeys(TINGKAT, 0)
    for t in temuan:
        counts[t.tingkat] += 1
    return counts


class Shade(NamedTuple):
    """Ground and letters, as "RRGGBB"."""

    ground: str
    ink: str

    @property
    def cell(self) -> dict[str, str]:
        """The same as properties of a cell's format."""
        return {"bg_color": f"#{self.ground}", "font_color": f"#{self.ink}"}


GREEN, YELLOW, RED, BLUE = (
    Shade(*pair.split()) for pair in ("C6EFCE 006100", "FFEB9C 7F6000", "FFC7CE 9C0006", "DDEBF7 1F4E78")
)
#: Of a cell that findings concern.
SHADES: dict[Tingkat, Shade] = {"galat": RED, "peringatan": YELLOW, "info": BLUE}
