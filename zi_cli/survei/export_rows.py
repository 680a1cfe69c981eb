"""Rows of a survey export, one after the other: what a person sees in Excel, in bounded memory.

.csv and .xlsx stream, since a year of answers is larger than what the worksheet reader holds; the other
formats go through that reader and its limits.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.errors import os_reason
from zi_cli.files import file_fault, open_file, read_file, sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput, require_judged
from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.xlsx_stream import stream_sheets
from zi_cli.text import dotted, one_line
from zi_cli.worksheet.formats.limits import MIB, Damaged, LimitExceeded
from zi_cli.worksheet.formats.open import open_workbook
from zi_cli.worksheet.formats.sheets_csv import best_delimiter, decoded

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: One cell: text, a number, or a point in time; None when blank.
Cell = str | float | datetime | None
Rows = Callable[[], Iterator[tuple[int, Sequence[Cell]]]]

MAX_SIZE = 64 * MIB  #: bytes of a workbook on disk
CSV_SIZE = 256 * MIB  #: bytes of a .csv file
MAX_ROWS = 1_000_000  #: rows of one sheet
MAX_COLUMNS = 512  #: columns of one sheet
#: Bytes that tell what a file is, and how a text is written.
_START = 65_536


class SheetRows(NamedTuple):
    """A sheet: its name, whether Excel shows it, and its rows from a fresh start (one-based number, cells).

    ``geser`` is added to a number that stands for a date (days from 30 December 1899).
    """

    nama: str
    tampak: bool
    baris: Rows
    geser: int = 0


class SurveyFile(NamedTuple):
    """An export: file name, SHA-256, and its sheets."""

    nama: str
    sha256: str
    lembar: tuple[SheetRows, ...]


def open_survey(file: Path) -> SurveyFile:
    """Open *file* without reading its answers.

    Raises ``UnreadableInput`` with an LKE1xx finding: missing, a folder, damaged, protected, beyond a limit.
    Iterating over rows may raise ``Damaged`` or ``LimitExceeded``.
    """
    name = one_line(file.name)
    try:
        size = file.stat().st_size if not file_fault(file) else 0
        start = b""
        if size:
            with open_file(file) as stream:
                start = stream.read(_START)
    except (OSError, ValueError) as e:
        reason = os_reason(e) if isinstance(e, OSError) else "nama tidak sah"
        raise UnreadableInput(make_temuan("LKE107", berkas=name, sebab=reason)) from None
    try:
        if start.startswith(b"PK\x03\x04") and size <= MAX_SIZE:
            data = read_file(file)
            sheets = stream_sheets(data)
            if sheets is not None:
                content = tuple(SheetRows(n, visible, _bounded(row), shift) for n, visible, shift, row in sheets)
                return SurveyFile(name, sha256(data), content)
        elif start and file.suffix.lower() in (".csv", ".tsv", ".txt") and not start.startswith(b"\xd0\xcf\x11\xe0"):
            return _open_csv(file, size)
        book = open_workbook(file)
    except LimitExceeded as e:
        raise UnreadableInput(make_temuan("LKE110", berkas=name, sebab=e)) from None
    except Damaged as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=name, sebab=e)) from None
    except OSError as e:
        raise UnreadableInput(make_temuan("LKE107", berkas=name, sebab=os_reason(e))) from None
    return SurveyFile(name, book.sha256, tuple(SheetRows(n, True, _from_table(b)) for n, b in book.lembar))


def _bounded(row: Rows) -> Rows:
    def rows() -> Iterator[tuple[int, Sequence[Cell]]]:
        for number, content in row():
            if number > MAX_ROWS or len(content) > MAX_COLUMNS:
                raise LimitExceeded(f"lebih dari {dotted(MAX_ROWS)} baris atau {MAX_COLUMNS} kolom")
            yield number, content

    return rows


def _from_table(rows: Sequence[Sequence[object]]) -> Rows:
    return lambda: ((n, [_plain(cell) for cell in content]) for n, content in enumerate(rows, 1))


def _plain(cell: object) -> Cell:
    if cell == "" or cell is None:
        return None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime | str):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    if isinstance(cell, time | timedelta):
        return str(cell)
    return float(cell) if isinstance(cell, int | float) else str(cell)


class _Hashed(io.RawIOBase):
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file, self.trail = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, place: WriteableBuffer) -> int | None:
        n = self._file.readinto(place)
        self.trail.update(memoryview(place)[: n or 0])
        return n


def _open_csv(file: Path, size: int) -> SurveyFile:
    if size > CSV_SIZE:
        raise LimitExceeded(f"berkas teks lebih dari {CSV_SIZE // MIB} MB")
    sha256, password, start = _hash_and_encoding(file)
    example = start.decode(password, "replace")
    hint, _, _ = example.partition("\n")
    match = re.fullmatch(r"sep=(.)", hint.strip().lower())
    separator = match[1] if match else best_delimiter(example)

    def rows() -> Iterator[tuple[int, Sequence[Cell]]]:
        try:
            with open_file(file) as stream:
                content = _Hashed(stream)
                text = io.TextIOWrapper(io.BufferedReader(content, MIB), password, "replace", newline="")
                if match:
                    text.readline()
                for n, row in enumerate(csv.reader(text, delimiter=separator), 1):
                    yield n, [cell if cell.strip() else None for cell in row]
                # The fingerprint is that of the answers counted, also where somebody saves the file meanwhile.
                require_judged(file, content.trail.hexdigest(), sha256)
        except csv.Error:
            raise LimitExceeded(
                "satu sel berisi teks lebih dari 131.072 karakter (tanda kutip tidak ditutup?)"
            ) from None
        except OSError as e:
            raise Damaged(os_reason(e)) from None

    return SurveyFile(one_line(file.name), sha256, (SheetRows(file.stem, True, _bounded(rows)),))


def _hash_and_encoding(file: Path) -> tuple[str, str, bytes]:
    """SHA-256 of the file; its encoding: UTF-8 or UTF-16 when all of it is, else Windows-1252; and how it begins."""
    trail = hashlib.sha256()
    with open_file(file) as stream:
        chunk = start = stream.read(_START)
        password = decoded(start[:8192].rpartition(b"\n")[0] or start)[1]
        pengurai = getincrementaldecoder(password)()
        while chunk:
            trail.update(chunk)
            if password != "cp1252":
                try:
                    pengurai.decode(chunk)
                except UnicodeDecodeError:
                    password = "cp1252"
            chunk = stream.read(MIB)
    return trail.hexdigest(), password, start
