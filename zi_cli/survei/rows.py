"""Rows of a survey export, one after the other: what a person sees in Excel, in bounded memory.

.csv and .xlsx stream, since a year of answers is larger than what the worksheet reader holds; the other
formats go through that reader and its limits.
"""

import csv
import hashlib
import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from zi_cli.errors import os_reason
from zi_cli.files import open_file, read_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.xlsx_stream import stream_sheets
from zi_cli.text import one_line
from zi_cli.worksheet.formats.limits import MIB, Damaged, LimitExceeded, ribuan
from zi_cli.worksheet.formats.open import open_workbook
from zi_cli.worksheet.formats.sheets_csv import best_delimiter, decoded

#: One cell: text, a number, or a point in time; None when blank.
Cell = str | float | datetime | None
Rows = Callable[[], Iterator[tuple[int, Sequence[Cell]]]]

UKURAN = 64 * MIB  #: bytes of a workbook on disk
UKURAN_CSV = 256 * MIB  #: bytes of a .csv file
BARIS = 1_000_000  #: rows of one sheet
KOLOM = 512  #: columns of one sheet


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


def open_survey(berkas: Path) -> SurveyFile:
    """Open *berkas* without reading its answers.

    Raises ``UnreadableInput`` with an LKE1xx finding: missing, a folder, damaged, protected, beyond a limit.
    Iterating over rows may raise ``Damaged`` or ``LimitExceeded``.
    """
    nama = one_line(berkas.name)
    try:
        ukuran = berkas.stat().st_size if berkas.is_file() else 0
        awal = b""
        if ukuran:
            with open_file(berkas) as aliran:
                awal = aliran.read(65_536)
    except (OSError, ValueError) as e:
        sebab = os_reason(e) if isinstance(e, OSError) else "nama tidak sah"
        raise UnreadableInput(make_temuan("LKE107", berkas=nama, sebab=sebab)) from None
    try:
        if awal.startswith(b"PK\x03\x04") and ukuran <= UKURAN:
            data = read_file(berkas)
            lembar = stream_sheets(data)
            if lembar is not None:
                isi = tuple(SheetRows(n, tampak, _bounded(baris), geser) for n, tampak, geser, baris in lembar)
                return SurveyFile(nama, hashlib.sha256(data).hexdigest(), isi)
        elif awal and berkas.suffix.lower() in (".csv", ".tsv", ".txt") and not awal.startswith(b"\xd0\xcf\x11\xe0"):
            return _open_csv(berkas, ukuran, awal)
        buku = open_workbook(berkas)
    except LimitExceeded as e:
        raise UnreadableInput(make_temuan("LKE110", berkas=nama, sebab=e)) from None
    except Damaged as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=nama, sebab=e)) from None
    except OSError as e:
        raise UnreadableInput(make_temuan("LKE107", berkas=nama, sebab=os_reason(e))) from None
    return SurveyFile(nama, buku.sha256, tuple(SheetRows(n, True, _from_table(b)) for n, b in buku.lembar))


def _bounded(baris: Rows) -> Rows:
    def rows() -> Iterator[tuple[int, Sequence[Cell]]]:
        for nomor, isi in baris():
            if nomor > BARIS or len(isi) > KOLOM:
                raise LimitExceeded(f"lebih dari {ribuan(BARIS)} baris atau {KOLOM} kolom")
            yield nomor, isi

    return rows


def _from_table(baris: Sequence[Sequence[object]]) -> Rows:
    return lambda: ((n, [_plain(sel) for sel in isi]) for n, isi in enumerate(baris, 1))


def _plain(sel: object) -> Cell:
    if sel == "" or sel is None:
        return None
    if isinstance(sel, bool):
        return "TRUE" if sel else "FALSE"
    if isinstance(sel, datetime | str):
        return sel
    if isinstance(sel, date):
        return datetime(sel.year, sel.month, sel.day)
    if isinstance(sel, time | timedelta):
        return str(sel)
    return float(sel) if isinstance(sel, int | float) else str(sel)


def _open_csv(berkas: Path, ukuran: int, awal: bytes) -> SurveyFile:
    if ukuran > UKURAN_CSV:
        raise LimitExceeded(f"berkas teks lebih dari {UKURAN_CSV // MIB} MB")
    sha256, sandi = _hash_and_encoding(berkas, awal)
    contoh = awal.decode(sandi, "replace")
    petunjuk, _, _ = contoh.partition("\n")
    cocok = re.fullmatch(r"sep=(.)", petunjuk.strip().lower())
    pemisah = cocok[1] if cocok else best_delimiter(contoh)

    def rows() -> Iterator[tuple[int, Sequence[Cell]]]:
        try:
            with open_file(berkas, "r", encoding=sandi, errors="replace", newline="") as teks:
                if cocok:
                    teks.readline()
                for n, isi in enumerate(csv.reader(teks, delimiter=pemisah), 1):
                    yield n, [sel if sel.strip() else None for sel in isi]
        except csv.Error:
            raise LimitExceeded(
                "satu sel berisi teks lebih dari 131.072 karakter (tanda kutip tidak ditutup?)"
            ) from None
        except OSError as e:
            raise Damaged(os_reason(e)) from None

    return SurveyFile(one_line(berkas.name), sha256, (SheetRows(berkas.stem, True, _bounded(rows)),))


def _hash_and_encoding(berkas: Path, awal: bytes) -> tuple[str, str]:
    """SHA-256 of the file, and its encoding: UTF-8 or UTF-16 when all of it is, else Windows-1252."""
    sandi = decoded(awal[:8192].rpartition(b"\n")[0] or awal)[1]
    jejak = hashlib.sha256()
    pengurai = getincrementaldecoder(sandi)()
    with open_file(berkas) as aliran:
        while keping := aliran.read(MIB):
            jejak.update(keping)
            if sandi != "cp1252":
                try:
                    pengurai.decode(keping)
                except UnicodeDecodeError:
                    sandi = "cp1252"
    return jejak.hexdigest(), sandi
