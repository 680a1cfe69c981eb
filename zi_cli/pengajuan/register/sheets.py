"""The sheets of a register file, and which of them is the register."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.errors import read_reason
from zi_cli.files import read_file, sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan, column_letters
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.one_state import read_once
from zi_cli.pengajuan.register.columns import REQUIRED, SHEET_TITLE, column_of_heading
from zi_cli.text import canonical_name, excerpt
from zi_cli.worksheet.model import NilaiSel

if TYPE_CHECKING:
    from zi_cli.worksheet.formats.open import Looks
    from zi_cli.worksheet.formats.sheet_view import Range

#: The heading stands within the first rows; a register has no more.
_HEADER_ROWS = 20
_CSV_SIZE = 20 * 1024 * 1024
_CSV_ROWS = 100_000
#: Merged ranges of one workbook; a register has a few dozen.
_MAX_MERGED = 20_000
#: Among several sheets, these headings make one a register.
_IDENTIFYING = frozenset({"nama", "usulan"})


class RegisterSheet(NamedTuple):
    """One sheet of the file; ``belum_dihitung`` are cells whose formula was never calculated.

    ``rupa`` tells what the sheet *indeks* of the workbook looks like; None of a text, which hides nothing.
    """

    nama: str
    baris: Sequence[Sequence[NilaiSel]]
    belum_dihitung: frozenset[tuple[str, int, int]] = frozenset()
    tersembunyi: bool = False
    rupa: Looks | None = None
    indeks: int = 0

    @property
    def merged(self) -> tuple[Range, ...]:
        """Its merged ranges."""
        return () if self.rupa is None else self.rupa.view(self.indeks).gabungan

    def hides(self, row: int, column: int) -> str:
        """What hides the cell (one-based row, zero-based column): its sheet, row or column; "" when nothing does."""
        if self.tersembunyi:
            return "lembarnya tersembunyi"
        if self.rupa is None:
            return ""
        appearance = self.rupa.view(self.indeks)
        if appearance.hides_row(row):
            return f"baris {row} tersembunyi, mungkin oleh saringan"
        return f"kolom {column_letters(column)} tersembunyi" if appearance.hides_column(column) else ""

    def unseen(self, row: int, column: int) -> str:
        """Why what stands in the cell (one-based row, zero-based column) is not what is seen there, "" when it is."""
        reason = self.hides(row, column)
        if reason or self.rupa is None:
            return reason
        odd = self.rupa.odd(self.indeks, (row, column), self.baris[row - 1][column])
        return "" if odd is None or odd.bulat else odd.sebab


class ChosenSheet(NamedTuple):
    """The sheet that is the register, the index of its heading row, and what is said about the others.

    ``ragu``: why another one may be meant, "" when none.
    """

    lembar: RegisterSheet
    judul: int
    temuan: tuple[Temuan, ...]
    ragu: str


def open_sheets(path: Path) -> tuple[str, Sequence[RegisterSheet]]:
    """SHA-256 of the register *path* and its sheets; raises :class:`UnreadableInput` when it can't be read.

    Settings, satker and letters stand in one file, which a person may save meanwhile: a command reads it once.
    """
    return read_once(path, lambda: _open_sheets(path))


def _open_sheets(path: Path) -> tuple[str, Sequence[RegisterSheet]]:
    if path.suffix.lower() in (".csv", ".txt"):
        sha256, row = _read_csv(path)
        return sha256, [RegisterSheet(path.stem, row)]
    from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded
    from zi_cli.worksheet.formats.open import open_workbook

    book = open_workbook(path)
    sheets = [
        RegisterSheet(name, row, book.rumus_kosong, n in book.tersembunyi, book.rupa, n)
        for n, (name, row) in enumerate(book.lembar)
    ]
    try:
        count = sum(len(x.merged) for x in sheets)
    except (Damaged, LimitExceeded) as e:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=excerpt(e))) from None
    if count > _MAX_MERGED:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=f"lebih dari {_MAX_MERGED} sel gabungan"))
    return book.sha256, sheets


def choose_sheet(sheets: Sequence[RegisterSheet]) -> ChosenSheet | None:
    """The register among *sheets*; None when there is none.

    The sheet "Satker", else the only one with the headings of a register, visible ones before hidden ones. What
    else looks like a register is named, and leaves open which is meant unless name or visibility decide.
    """
    candidates: list[tuple[RegisterSheet, int]] = []
    longgar: list[tuple[RegisterSheet, int]] = []
    for x in sheets:
        for number, cell in enumerate(x.baris[:_HEADER_ROWS]):
            present = {k.field for s in cell if isinstance(s, str) and (k := column_of_heading(s))}
            if present >= _IDENTIFYING or (present.issuperset(REQUIRED) and (len(sheets) == 1 or _is_named(x))):
                candidates.append((x, number))
                break
            if present.issuperset(REQUIRED):
                longgar.append((x, number))
                break
    candidates = candidates or longgar
    if not candidates:
        return None
    selected, title = min(candidates, key=lambda c: (c[0].tersembunyi, not _is_named(c[0])))
    others = [(x, n) for x, n in candidates if x is not selected]
    certain = _is_named(selected) or all(x.tersembunyi for x, _ in others)
    temuan = tuple(
        make_temuan(
            "DAT526", Sel(x.nama, n + 1, 0), level="peringatan" if certain else None, dibaca=excerpt(selected.nama)
        )
        for x, n in others
    )
    return ChosenSheet(selected, title, temuan, "" if certain else temuan[0].pesan.rstrip("."))


def _is_named(sheet: RegisterSheet) -> bool:
    return canonical_name(sheet.nama) == canonical_name(SHEET_TITLE)


def _read_csv(path: Path) -> tuple[str, list[list[str]]]:
    try:
        raw = read_file(path, _CSV_SIZE + 1)
    except OSError as e:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=read_reason(e))) from e
    if len(raw) > _CSV_SIZE:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=f"lebih dari {_CSV_SIZE >> 20} MB"))
    text = _csv_text(raw)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        rows = list(islice(reader, _CSV_ROWS + 1))
    except csv.Error as e:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab="susunan CSV-nya rusak")) from e
    if len(rows) > _CSV_ROWS:
        raise UnreadableInput(make_temuan("DAT511", berkas=path.name, sebab=f"lebih dari {_CSV_ROWS} baris"))
    return sha256(raw), rows


def _csv_text(raw: bytes) -> str:
    # Excel saves CSV as UTF-8 with a mark, as UTF-16 with a mark ("Unicode text"), or in the Windows code page.
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    start = "\n".join(text.splitlines()[:_HEADER_ROWS])
    return max(",;\t", key=start.count)
