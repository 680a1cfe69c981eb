"""The one table that a view makes and every renderer takes."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal

from zi_cli.findings.record import Sel
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import decimal_text, short_number

#: How a cell or line is meant: good, to be looked at, bad, of less weight, or plain.
Tone = Literal["", "baik", "waspada", "buruk", "redup"]


class Place(NamedTuple):
    """A cell of a source file; ``berkas`` is that file where a workbook may link to it."""

    sel: Sel
    berkas: Path | None = None


class Toned(NamedTuple):
    """A value with its tone."""

    nilai: "str | int | Fraction"
    nada: Tone


#: Text, a whole number, an exact number, a truth value, a place, or None (nothing known).
Cell = str | int | Fraction | bool | Place | Toned | None


class Column(NamedTuple):
    """A column: its heading, and how its cells are shown.

    ``kanan``: figures, set to the right; ``utuh``: never wrapped on a terminal; ``lebar``: widest there, in
    characters. Exact numbers have ``digit`` decimals, with ``ringkas`` no idle zeros among them, with ``bertanda`` a
    plus sign, with ``arah`` the tone of a gain or a loss, and ``satuan`` behind them. ``batang``: ratios 0 to 1 drawn
    as bars. Those and columns that are ``lapang`` are left out on a narrow terminal. ``isian``: left to be filled by
    hand, so that it stands though it is empty.
    """

    judul: str
    kanan: bool = False
    utuh: bool = False
    lebar: int | None = None
    digit: int = 2
    ringkas: bool = False
    bertanda: bool = False
    arah: bool = False
    satuan: str = ""
    batang: bool = False
    lapang: bool = False
    isian: bool = False


class Table(NamedTuple):
    """A table: title, columns, rows; ``sisa`` rows were left out, ``tebal`` are the numbers of rows that stand out."""

    judul: str
    kolom: Sequence[Column]
    baris: Iterable[Sequence[Cell]]
    sisa: int = 0
    tebal: frozenset[int] = frozenset()


def data_columns(names: Iterable[str]) -> list[Column]:
    """Columns of a table for other programs: exact numbers with six decimals."""
    return [Column(n, digit=6) for n in names]


def figures(
    *title: str, digit: int = 2, marked: bool = False, direction: bool = False, unit: str = "", lapang: bool = False
) -> list[Column]:
    """Columns of figures with these headings."""
    example = Column(
        "", kanan=True, utuh=True, digit=digit, bertanda=marked, arah=direction, satuan=unit, lapang=lapang
    )
    return [example._replace(judul=j) for j in title]


def plain(cell: Cell) -> str | int | Fraction | None:
    """The value of a cell without tone and place, a truth value in words."""
    if isinstance(cell, Toned):
        return cell.nilai
    if isinstance(cell, Place):
        return str(cell.sel)
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    return cell


def cell_text(cell: Cell, column: Column) -> str:
    """A cell as people read it: decimal comma, unit, sign."""
    nilai = plain(cell)
    if nilai is None:
        return ""
    if isinstance(nilai, Fraction):
        text = short_number(nilai, column.digit) if column.ringkas else decimal_text(nilai, column.digit)
        return f"{'+' if column.bertanda and nilai > 0 else ''}{text}{column.satuan}"
    return str(nilai)


def tone_of(cell: Cell, column: Column) -> Tone:
    """The tone of a cell; in a column of gains and losses that of its sign."""
    if isinstance(cell, Toned):
        return cell.nada
    if column.arah and isinstance(cell, Fraction) and cell:
        return "baik" if cell > 0 else "buruk"
    return ""


def shown_columns(table: Table, *, bars: bool = True) -> tuple[list[Column], list[Sequence[Cell]]]:
    """The columns that people are shown, and the rows of *table* cut to them.

    A column in which no row says anything is left out, unless it is there to be filled in; so are bars without *bars*.
    Tables for other programs (CSV, XLSX) keep all, whatever stands in them.
    """
    rows = list(table.baris)
    kept = [
        i
        for i, k in enumerate(table.kolom)
        if (bars or not k.batang) and (k.isian or not rows or any(cell_text(r[i], k) for r in rows))
    ]
    return [table.kolom[i] for i in kept], [[r[i] for i in kept] for r in rows]


def cut(table: Table, limit: int | None) -> Table:
    """*table* with at most *limit* rows (None: all of them)."""
    rows = list(table.baris)
    if limit is None or len(rows) <= limit:
        return table._replace(baris=rows)
    return table._replace(baris=rows[:limit], sisa=len(rows) - limit)
